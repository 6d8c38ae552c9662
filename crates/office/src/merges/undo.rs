//! Taking a merge back (DUP-5).

use crate::customers::merging::{self, Snapshot};
use crate::customers::model::CustomerId;
use crate::dispatch::Cx;
use crate::duplicates::commands as duplicates;
use crate::error::{Error, Issues, Result};
use crate::merges::commands::{one, tell, with_fichas};
use crate::merges::model::{MergeDetail, MergeRef, MergeRow, UndoMerge};
use crate::merges::{rules, store};
use crate::onboarding::commands as onboarding;

/// A merge with everything that taking it back asks.
pub async fn detail(cx: &mut Cx, request: MergeRef) -> Result<MergeDetail> {
    let MergeRow { merge, fichas } = one(cx, request.id).await?;
    let (survivor, now) = merging::read(cx, merge.survivor_id).await?;
    let (before, after) = before_and_after(cx, request).await?;
    let on_top = store::on_top(&mut cx.tx, &merge).await?;
    let (_, conflicts) = rules::take_back(&before, &after, &now, &[]);
    Ok(MergeDetail {
        fichas,
        survivor_version: survivor.version,
        returning: store::moved_rows(&mut cx.tx, merge.id).await?,
        blocked_by: with_fichas(cx, on_top).await?,
        conflicts: if merge.undone_at.is_some() { Vec::new() } else { conflicts },
        merge,
    })
}

async fn before_and_after(cx: &mut Cx, merge: MergeRef) -> Result<(Snapshot, Snapshot)> {
    let (before, after) = store::before_and_after(&mut cx.tx, merge.id).await?;
    Ok((serde_json::from_str(&before)?, serde_json::from_str(&after)?))
}

/// Takes a merge back: the fichas return with what was theirs; what was added since stays with the survivor.
pub async fn undo(cx: &mut Cx, request: UndoMerge) -> Result<MergeRow> {
    let MergeRow { merge, fichas } = one(cx, request.id).await?;
    let ids: Vec<CustomerId> = fichas.iter().map(|ficha| ficha.id).chain([merge.survivor_id]).collect();
    merging::hold_open(cx, &ids).await?;
    let seen = detail(cx, MergeRef { id: request.id }).await?;
    refuse_standing(&seen)?;
    let (survivor, now) = merging::read(cx, merge.survivor_id).await?;
    if survivor.version != request.survivor_version {
        return Err(Error::Conflict {
            by: survivor.updated_by,
            at: survivor.updated_at,
            current: Box::new(serde_json::to_value(&seen)?),
        });
    }
    rules::check_decisions(&seen.conflicts, &request.decisions)?;
    let (before, after) = before_and_after(cx, MergeRef { id: request.id }).await?;
    let (restored, _) = rules::take_back(&before, &after, &now, &request.decisions);
    for ficha in &fichas {
        let (customer, _) = merging::read(cx, ficha.id).await?;
        merging::lead_to(cx, &customer, None).await?;
        store::return_rows(&mut cx.tx, merge.id, ficha.id, survivor.id).await?;
        // What was the survivor's and rested there.
        store::return_rows(&mut cx.tx, merge.id, survivor.id, ficha.id).await?;
    }
    merging::replace(cx, &survivor, &now, &restored).await?;
    if let Some(welcome) = merge.onboarding_id {
        onboarding::withdraw(cx, welcome).await?;
    }
    let by = cx.actor.name.clone();
    if !store::set_undone(&mut cx.tx, merge.id, cx.now, &by).await? {
        return Err(Error::field("", "merge_undone"));
    }
    let undone = one(cx, merge.id).await?;
    duplicates::settle(cx, &ids).await?;
    for id in ids {
        tell(cx, id, &undone, "merge_undone").await?;
    }
    cx.audit_changed("merge", merge.id, &merge, &undone.merge)?;
    Ok(undone)
}

/// Why a merge cannot be taken back now: it was already, or another stands on top.
fn refuse_standing(seen: &MergeDetail) -> Result<()> {
    let mut issues = Issues::default();
    if seen.merge.undone_at.is_some() {
        issues.add("", "merge_undone");
    } else if let Some(first) = seen.blocked_by.first() {
        let (number, code) = (first.merge.number.to_string(), first.merge.survivor_code.to_string());
        issues.add_with("", "merge_on_top", [("number", number), ("code", code)]);
    }
    issues.check()
}
