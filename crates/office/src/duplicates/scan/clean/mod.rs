//! Whether a group can be merged without asking anybody (DUP-9): no field says two different things, and no two
//! welcomes of a kind are under way. Noted with the group when a scan finds it, so that the clean ones are found by an
//! index; what was changed since is looked at again before anybody relies on it.

pub mod rules;
mod store;

pub use store::{count, note, page, page_behind};

use std::collections::{BTreeMap, HashMap};

use chrono::TimeDelta;

use crate::customers::model::CustomerId;
use crate::db::Tx;
use crate::dispatch::TaskCx;
use crate::duplicates::scan::model::{DuplicateGroupId, ScanId};
use crate::error::Result;
use rules::Said;

/// Groups looked at in one transaction.
const AT_ONCE: usize = 1_000;
/// A change counts as made when its command began; one may commit this much later.
const LATE: TimeDelta = TimeDelta::minutes(10);

/// For each group of fichas, whether it is clean now.
pub async fn of_members(tx: &mut Tx, groups: &[Vec<CustomerId>]) -> Result<Vec<bool>> {
    let ids: Vec<CustomerId> = groups.iter().flatten().copied().collect();
    let said: HashMap<CustomerId, Said> =
        store::said(tx, &ids).await?.into_iter().map(|ficha| (ficha.id, ficha)).collect();
    let mut welcomes: HashMap<CustomerId, Vec<String>> = HashMap::new();
    for (customer, cause) in store::open_welcomes(tx, &ids).await? {
        welcomes.entry(customer).or_default().push(cause);
    }
    let of_group = |members: &Vec<CustomerId>| {
        let fichas: Vec<&Said> = members.iter().filter_map(|id| said.get(id)).collect();
        let causes = fichas.iter().filter_map(|ficha| welcomes.get(&ficha.id)).flatten();
        rules::is_clean(&fichas) && rules::all_differ(causes)
    };
    Ok(groups.iter().map(of_group).collect())
}

/// Looks again at the groups of a scan that nobody looked at yet or whose fichas changed since, and notes what they
/// are now.
pub async fn look_again(task: &TaskCx, scan: ScanId) -> Result<()> {
    loop {
        let mut cx = task.read().await?;
        let open = store::not_looked_at(&mut cx.tx, scan, AT_ONCE).await?;
        let now = now_of(&mut cx.tx, &open).await?;
        drop(cx);
        if now.is_empty() {
            break;
        }
        note_all(task, now, None).await?;
    }
    let mut cx = task.read().await?;
    let (since, began) = (store::looked_at(&mut cx.tx, scan).await?, cx.now);
    let touched = store::touched(&mut cx.tx, scan, since - LATE).await?;
    let known: Vec<DuplicateGroupId> = touched.iter().map(|(id, _)| *id).collect();
    let mut changed = Vec::new();
    for ids in known.chunks(AT_ONCE) {
        changed.extend(now_of(&mut cx.tx, ids).await?);
    }
    drop(cx);
    let before: BTreeMap<DuplicateGroupId, Option<bool>> = touched.into_iter().collect();
    changed.retain(|(id, clean)| before.get(id).copied().flatten() != Some(*clean));
    // What was looked at is not looked at each time; what is recent may still be joined by a late commit.
    if !changed.is_empty() || began - since > LATE + LATE {
        note_all(task, changed, Some((scan, began))).await?;
    }
    Ok(())
}

/// What groups are now.
async fn now_of(tx: &mut Tx, groups: &[DuplicateGroupId]) -> Result<Vec<(DuplicateGroupId, bool)>> {
    let mut members: BTreeMap<DuplicateGroupId, Vec<CustomerId>> =
        groups.iter().map(|id| (*id, Vec::new())).collect();
    for (group, customer) in store::members(tx, groups).await? {
        members.entry(group).or_default().push(customer);
    }
    let (ids, fichas): (Vec<_>, Vec<_>) = members.into_iter().unzip();
    let clean = of_members(tx, &fichas).await?;
    Ok(ids.into_iter().zip(clean).collect())
}

async fn note_all(
    task: &TaskCx,
    groups: Vec<(DuplicateGroupId, bool)>,
    looked: Option<(ScanId, chrono::DateTime<chrono::Utc>)>,
) -> Result<()> {
    let mut cx = task.write().await?;
    let of = |wanted: bool| -> Vec<DuplicateGroupId> {
        groups.iter().filter(|(_, clean)| *clean == wanted).map(|(id, _)| *id).collect()
    };
    store::note_clean(&mut cx.tx, &of(true)).await?;
    store::note_conflicting(&mut cx.tx, &of(false)).await?;
    if let Some((scan, at)) = looked {
        store::set_looked_at(&mut cx.tx, scan, at).await?;
    }
    // Nobody is told: what is shown is asked for after this.
    cx.tx.commit().await
}
