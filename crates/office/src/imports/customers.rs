//! Taking customers: who is new, who is known, and what a known one gains.

use std::collections::{HashMap, HashSet};

use brazil::text::fold;
use chrono::NaiveDate;
use serde_json::json;
use sha2::{Digest, Sha256};

use crate::customers::import::store::{self, Known, NewRow};
use crate::customers::import::{self, Candidate};
use crate::customers::model::{ContractId, CustomerId, CustomerStatus, NewContract};
use crate::customers::store::next_codes;
use crate::dispatch::Cx;
use crate::error::Result;
use crate::ids::hex;
use crate::imports::model::{Made, MadeKind};
use crate::imports::run::Ledger;
use crate::imports::store::memory;
use crate::sheet::Row;
use crate::sheet::columns::{Columns, Flaw};

/// Takes lines of customers; keeps nothing between batches but what a dry run must remember.
#[derive(Default)]
pub struct Taker {
    /// Documents and codes that a dry run would have added.
    dry_documents: HashSet<String>,
    dry_codes: HashMap<i64, String>,
    dry_lines: HashSet<String>,
}

/// A line, and what it says by itself.
pub struct Judged {
    row: Row,
    says: Result<Line, Vec<Flaw>>,
}

struct Line {
    candidate: Candidate,
    /// What a line without a document is known by again.
    key: Option<String>,
}

/// Judges lines by themselves, without the database.
///
/// # Errors
/// None that a file causes.
pub fn judge(columns: &Columns, rows: Vec<Row>, today: NaiveDate) -> Result<Vec<Judged>> {
    let judge = |row: Row| -> Result<Judged> {
        let says = match import::read_row(columns, &row, today) {
            Ok(candidate) => Ok(Line { key: line_key(&candidate)?, candidate }),
            Err(flaws) => Err(flaws),
        };
        Ok(Judged { row, says })
    };
    rows.into_iter().map(judge).collect()
}

/// What is known to the database about the lines of one batch.
struct Memory {
    by_document: HashMap<String, CustomerId>,
    by_code: HashMap<i64, Known>,
    plans: HashSet<(CustomerId, String)>,
    /// Digests of lines without a document that an import took before.
    lines: HashSet<String>,
}

/// What a line without a document is known by again: a digest of everything it says.
fn line_key(candidate: &Candidate) -> Result<Option<String>> {
    let input = &candidate.customer.input;
    if !input.document.is_empty() {
        return Ok(None);
    }
    let contract =
        candidate.contract.as_ref().map(|it| (&it.plan, it.due_day, it.monthly_cents, it.signed_on));
    Ok(Some(hex(&Sha256::digest(serde_json::to_vec(&(input, contract))?))))
}

impl Memory {
    async fn load(cx: &mut Cx, lines: &[Line]) -> Result<Self> {
        let inputs = || lines.iter().map(|line| &line.candidate.customer.input);
        let documents: Vec<String> =
            inputs().map(|input| input.document.clone()).filter(|document| !document.is_empty()).collect();
        let codes: Vec<i64> = inputs().filter_map(|input| input.code).collect();
        let with_document = store::with_documents(&mut cx.tx, &documents).await?;
        let with_code = store::with_codes(&mut cx.tx, &codes).await?;
        let mut ids: Vec<CustomerId> = with_document.iter().chain(&with_code).map(|known| known.id).collect();
        ids.sort_unstable();
        ids.dedup();
        let plans = store::plans_of(&mut cx.tx, &ids).await?;
        let keys: Vec<String> = lines.iter().filter_map(|line| line.key.clone()).collect();
        let lines = memory::known_lines(&mut cx.tx, &keys).await?;
        Ok(Self {
            lines: lines.into_iter().map(|(key,)| key).collect(),
            by_document: with_document
                .iter()
                .filter_map(|known| Some((known.document.clone()?, known.id)))
                .collect(),
            by_code: with_code.into_iter().map(|known| (known.code, known)).collect(),
            plans: plans.into_iter().map(|(id, plan)| (id, fold(&plan))).collect(),
        })
    }

    /// Whether the same line was taken before.
    fn seen(&self, line_key: Option<&String>) -> bool {
        line_key.is_some_and(|key| self.lines.contains(key))
    }

    /// The customer a line speaks of: the one with its document, or without one the one with its code and name.
    fn known(&self, candidate: &Candidate) -> Option<CustomerId> {
        let input = &candidate.customer.input;
        if !input.document.is_empty() {
            return self.by_document.get(&input.document).copied();
        }
        let known = self.by_code.get(&input.code?)?;
        (known.name_key == fold(&input.name)).then_some(known.id)
    }
}

/// What one batch writes.
#[derive(Default)]
struct Writes {
    customers: Vec<NewRow>,
    /// Of the customers, in their order.
    line_keys: Vec<Option<String>>,
    /// Which of the customers still need a code.
    without_code: Vec<usize>,
    contracts: Vec<(ContractId, CustomerId, NewContract, bool)>,
}

impl Taker {
    /// Takes the lines that are sound.
    pub async fn take(
        &mut self,
        cx: &mut Cx,
        columns: &Columns,
        judged: Vec<Judged>,
        ledger: &mut Ledger,
    ) -> Result<()> {
        let mut lines = Vec::with_capacity(judged.len());
        for Judged { row, says } in judged {
            match says {
                Ok(line) => lines.push(line),
                Err(flaws) => ledger.reject(columns, &row, flaws),
            }
        }
        let mut memory = Memory::load(cx, &lines).await?;
        let incomplete = ["street", "city", "cep"].iter().any(|key| !columns.has(key))
            && ["street", "city", "cep"].iter().any(|key| columns.has(key));
        let mut writes = Writes::default();
        for Line { candidate, key } in lines {
            match memory.known(&candidate) {
                Some(id) => add_contract(cx, &mut memory, &mut writes, ledger, id, candidate.contract),
                None => {
                    if memory.seen(key.as_ref())
                        || (ledger.summary.dry_run && self.dry_known(&candidate, key.as_ref()))
                    {
                        ledger.summary.unchanged += 1;
                        continue;
                    }
                    ledger.summary.without_address += i64::from(incomplete);
                    self.add(cx, &mut memory, &mut writes, ledger, candidate, key);
                }
            }
        }
        if ledger.summary.dry_run {
            return Ok(());
        }
        writes.give_codes(cx, &memory).await?;
        ledger.made = writes.made();
        writes.store(cx).await
    }

    /// Whether an earlier line of a dry run was the same customer.
    fn dry_known(&self, candidate: &Candidate, line_key: Option<&String>) -> bool {
        let input = &candidate.customer.input;
        if line_key.is_some_and(|key| self.dry_lines.contains(key)) {
            return true;
        }
        if !input.document.is_empty() {
            return self.dry_documents.contains(&input.document);
        }
        let name = input.code.and_then(|code| self.dry_codes.get(&code));
        name.is_some_and(|name| *name == fold(&input.name))
    }

    fn add(
        &mut self,
        cx: &Cx,
        memory: &mut Memory,
        writes: &mut Writes,
        ledger: &mut Ledger,
        candidate: Candidate,
        line_key: Option<String>,
    ) {
        ledger.summary.created += 1;
        let input = &candidate.customer.input;
        let wanted = input.code;
        let taken = wanted
            .is_some_and(|code| memory.by_code.contains_key(&code) || self.dry_codes.contains_key(&code));
        ledger.summary.renumbered += i64::from(taken);
        if ledger.summary.dry_run {
            self.dry_documents.insert(input.document.clone());
            self.dry_lines.extend(line_key);
            if let Some(code) = wanted {
                self.dry_codes.insert(code, fold(&input.name));
            }
            return;
        }
        let id: CustomerId = cx.id();
        // Those without a code of their own get theirs together, when the codes of the batch are known.
        let code = wanted.filter(|_| !taken).unwrap_or_default();
        if code == 0 {
            writes.without_code.push(writes.customers.len());
        } else {
            let known = Known { id, code, document: None, name_key: fold(&input.name) };
            memory.by_code.insert(code, known);
        }
        if !input.document.is_empty() {
            memory.by_document.insert(input.document.clone(), id);
        }
        if let Some(contract) = candidate.contract.clone() {
            memory.plans.insert((id, fold(&contract.plan)));
            writes.contracts.push((cx.id(), id, contract, candidate.status == CustomerStatus::Active));
        }
        let contact_ids = input.contact_points.iter().map(|_| cx.id()).collect();
        let address_ids = input.addresses.iter().map(|_| cx.id()).collect();
        memory.lines.extend(line_key.clone());
        writes.line_keys.push(line_key);
        writes.customers.push(NewRow { id, code, candidate, contact_ids, address_ids });
    }
}

/// A known customer gains the contract of the line, unless that plan is there already.
fn add_contract(
    cx: &Cx,
    memory: &mut Memory,
    writes: &mut Writes,
    ledger: &mut Ledger,
    id: CustomerId,
    contract: Option<NewContract>,
) {
    match contract {
        Some(contract) if memory.plans.insert((id, fold(&contract.plan))) => {
            ledger.summary.updated += 1;
            writes.contracts.push((cx.id(), id, contract, true));
        }
        _ => ledger.summary.unchanged += 1,
    }
}

impl Writes {
    /// What is made, customers before their contracts, so that undoing from the end finds nothing in its way.
    fn made(&self) -> Vec<Made> {
        let customers = self.customers.iter().zip(&self.line_keys).map(|(row, key)| Made {
            kind: MadeKind::Customer,
            made_id: row.id.0,
            line_key: key.clone(),
        });
        let contracts = self.contracts.iter().map(|(id, ..)| Made {
            kind: MadeKind::Contract,
            made_id: id.0,
            line_key: None,
        });
        customers.chain(contracts).collect()
    }

    /// The next free codes, which no line of the batch has either, in the order of the file.
    async fn give_codes(&mut self, cx: &mut Cx, memory: &Memory) -> Result<()> {
        let mut waiting = std::mem::take(&mut self.without_code).into_iter().peekable();
        while waiting.peek().is_some() {
            let count = i64::try_from(waiting.len()).unwrap_or(i64::MAX);
            for code in next_codes(&mut cx.tx, count).await?.filter(|code| !memory.by_code.contains_key(code))
            {
                let Some(index) = waiting.next() else { break };
                self.customers[index].code = code;
            }
        }
        Ok(())
    }

    async fn store(self, cx: &mut Cx) -> Result<()> {
        let by = cx.actor.name.clone();
        store::insert(&mut cx.tx, &self.customers, cx.now, &by).await?;
        store::insert_contracts(&mut cx.tx, &self.contracts, cx.now, &by).await?;
        for row in &self.customers {
            cx.audit_created("customer", row.id, &row.candidate.customer.input)?;
        }
        for (id, customer, contract, _) in &self.contracts {
            let after = json!({
                "customer_id": customer, "plan": contract.plan, "due_day": contract.due_day,
                "monthly_cents": contract.monthly_cents, "signed_on": contract.signed_on,
            });
            cx.audit_created("contract", id, &after)?;
        }
        Ok(())
    }
}
