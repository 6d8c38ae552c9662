//! Taking an import back: the customers it made are removed with what it gave them, the last first, then the
//! contracts it gave to others. What somebody has worked with since stays, whole, and is told.

use std::collections::HashSet;

use uuid::Uuid;

use crate::customers::import::store::{self as customers, ImportedContract, ImportedFicha};
use crate::customers::model::{ContractId, CustomerId};
use crate::dispatch::{Cx, TaskCx};
use crate::error::{Error, Result};
use crate::imports::model::{Kept, MadeKind, UndoSummary};
use crate::imports::store::memory;
use crate::jobs::Progress;
use crate::jobs::model::JobId;

/// Things removed in one transaction.
const BATCH: i64 = 500;
/// Most that are listed of what stays.
const KEPT_MAX: usize = 200;

/// Removes what an import made.
///
/// # Errors
/// Those of the database; what was removed until then stays removed, and undoing again goes on.
pub async fn take_back(task: TaskCx, import: JobId, progress: Progress) -> Result<UndoSummary> {
    let mut cx = task.read().await?;
    let total = usize::try_from(memory::count_made(&mut cx.tx, import).await?).unwrap_or(0);
    drop(cx);
    let mut undo = Undo { task, summary: UndoSummary::default(), told: HashSet::new() };
    let mut done = 0;
    for kind in [MadeKind::Customer, MadeKind::Contract] {
        let mut before = i64::MAX;
        loop {
            let mut cx = undo.task.read().await?;
            let made = memory::made_before(&mut cx.tx, import, kind, before, BATCH).await?;
            drop(cx);
            let Some((last, _)) = made.last() else { break };
            before = *last;
            done += made.len();
            let ids: Vec<Uuid> = made.into_iter().map(|(_, id)| id).collect();
            undo.remove(kind, &ids).await?;
            if !progress.advance(done.min(total), total).await? {
                return Ok(undo.summary);
            }
        }
    }
    if undo.summary.kept_count == 0 {
        let mut cx = undo.task.write().await?;
        memory::set_undone(&mut cx.tx, import, cx.now).await?;
        undo.task.commit(cx).await?;
    }
    Ok(undo.summary)
}

struct Undo {
    task: TaskCx,
    summary: UndoSummary,
    /// Customers already told as kept.
    told: HashSet<CustomerId>,
}

/// What one transaction removed, and what it passed over.
#[derive(Default)]
struct Removed {
    customers: i64,
    contracts: i64,
    kept: Vec<Kept>,
}

impl Undo {
    /// Removes them together, or, where something stands in the way, one by one.
    async fn remove(&mut self, kind: MadeKind, ids: &[Uuid]) -> Result<()> {
        match self.attempt(kind, ids).await {
            Err(Error::Invalid(_)) if ids.len() > 1 => {}
            other => return other,
        }
        for id in ids {
            match self.attempt(kind, &[*id]).await {
                Err(Error::Invalid(_)) => self.keep_used(kind, *id).await?,
                other => other?,
            }
        }
        Ok(())
    }

    /// # Errors
    /// `Invalid` when something else points at one of them; then nothing is removed.
    async fn attempt(&mut self, kind: MadeKind, ids: &[Uuid]) -> Result<()> {
        let mut cx = self.task.write().await?;
        let removed = match kind {
            MadeKind::Customer => remove_customers(&mut cx, ids).await?,
            MadeKind::Contract => remove_contracts(&mut cx, ids).await?,
        };
        self.task.commit(cx).await?;
        self.summary.customers += removed.customers;
        self.summary.contracts += removed.contracts;
        removed.kept.into_iter().for_each(|kept| self.keep(kept));
        Ok(())
    }

    fn keep(&mut self, kept: Kept) {
        if self.told.insert(kept.customer_id) {
            self.summary.kept_count += 1;
            if self.summary.kept.len() < KEPT_MAX {
                self.summary.kept.push(kept);
            }
        }
    }

    /// Tells of the one that stays because something points at it.
    async fn keep_used(&mut self, kind: MadeKind, id: Uuid) -> Result<()> {
        let mut cx = self.task.read().await?;
        let kept: Vec<Kept> = match kind {
            MadeKind::Customer => customers::fichas(&mut cx.tx, &[CustomerId(id)])
                .await?
                .into_iter()
                .map(|ficha| ficha_kept(ficha, "in_use"))
                .collect(),
            MadeKind::Contract => customers::contracts(&mut cx.tx, &[ContractId(id)])
                .await?
                .into_iter()
                .map(|contract| contract_kept(contract, "in_use"))
                .collect(),
        };
        drop(cx);
        kept.into_iter().for_each(|kept| self.keep(kept));
        Ok(())
    }
}

fn ficha_kept(ficha: ImportedFicha, reason: &str) -> Kept {
    Kept { customer_id: ficha.id, code: ficha.code, name: ficha.name, reason: reason.to_owned() }
}

fn contract_kept(contract: ImportedContract, reason: &str) -> Kept {
    Kept {
        customer_id: contract.customer_id,
        code: contract.code,
        name: contract.name,
        reason: reason.to_owned(),
    }
}

/// Customers as they came, each with the contracts that imports gave it.
async fn remove_customers(cx: &mut Cx, ids: &[Uuid]) -> Result<Removed> {
    let mut removed = Removed::default();
    let ids: Vec<CustomerId> = ids.iter().copied().map(CustomerId).collect();
    let (as_made, changed): (Vec<_>, Vec<_>) =
        customers::fichas(&mut cx.tx, &ids).await?.into_iter().partition(|ficha| ficha.version == 1);
    removed.kept.extend(changed.into_iter().map(|ficha| ficha_kept(ficha, "changed_since")));
    let ids: Vec<CustomerId> = as_made.iter().map(|ficha| ficha.id).collect();
    let contracts = customers::contracts_of(&mut cx.tx, &ids).await?;
    let contract_ids: Vec<Uuid> = contracts.iter().map(|contract| contract.id.0).collect();
    let imported = imported(cx, &contract_ids).await?;
    for contract in contracts.iter().filter(|it| it.version == 1 && imported.contains(&it.id.0)) {
        remove_contract(cx, contract).await?;
        removed.contracts += 1;
    }
    for ficha in &as_made {
        customers::remove(&mut cx.tx, ficha.id, ficha.code).await?;
        memory::forget_made(&mut cx.tx, ficha.id.0).await?;
        cx.audit("customer", ficha.id, Some(ficha), None::<&()>)?;
        removed.customers += 1;
    }
    Ok(removed)
}

/// Contracts as they came, of customers that an import did not make.
async fn remove_contracts(cx: &mut Cx, ids: &[Uuid]) -> Result<Removed> {
    let mut removed = Removed::default();
    let ids: Vec<ContractId> = ids.iter().copied().map(ContractId).collect();
    let contracts = customers::contracts(&mut cx.tx, &ids).await?;
    let holders: Vec<Uuid> = contracts.iter().map(|contract| contract.customer_id.0).collect();
    let kept_whole = imported(cx, &holders).await?;
    for contract in contracts.into_iter().filter(|it| !kept_whole.contains(&it.customer_id.0)) {
        if contract.version == 1 {
            remove_contract(cx, &contract).await?;
            removed.contracts += 1;
        } else {
            removed.kept.push(contract_kept(contract, "contract_changed"));
        }
    }
    Ok(removed)
}

async fn remove_contract(cx: &mut Cx, contract: &ImportedContract) -> Result<()> {
    customers::remove_contract(&mut cx.tx, contract.id).await?;
    memory::forget_made(&mut cx.tx, contract.id.0).await?;
    cx.audit("contract", contract.id, Some(contract), None::<&()>)
}

/// Those that an import made and that were not taken back.
async fn imported(cx: &mut Cx, ids: &[Uuid]) -> Result<HashSet<Uuid>> {
    Ok(memory::imported(&mut cx.tx, ids).await?.into_iter().map(|(id,)| id).collect())
}
