//! The threshold, what reaches it, and merging that at once.

use crate::customers::merging::{self, Snapshot};
use crate::customers::model::CustomerId;
use crate::dispatch::{Cx, Nothing, TaskCx};
use crate::duplicates::scan;
use crate::duplicates::scan::model::{DuplicateGroup, ReadDuplicateQueue};
use crate::error::{Error, Issues, Result};
use crate::jobs;
use crate::jobs::model::JobRef;
use crate::merges::certain::model::{
    CertainGroup, CertainGroups, CertainRead, CertainSummary, DuplicateSettings, MergeCertain,
    SetDuplicateSettings, UndoMerges, UndoMergesSummary,
};
use crate::merges::certain::store;
use crate::merges::commands::{merge, preview};
use crate::merges::model::{MergeFichas, MergeId, MergeRef, PreviewMerge, RecordRead, UndoMerge};
use crate::merges::{rules, undo};

/// Most groups shown and merged at once.
const GROUPS_MAX: usize = 50;
/// Most groups looked at for that.
const LOOKED_AT_MAX: i64 = 300;
/// Groups read together.
const PAGE: i64 = 50;

/// The threshold.
pub async fn settings(cx: &mut Cx, _: Nothing) -> Result<DuplicateSettings> {
    store::settings(&mut cx.tx).await
}

/// Sets the threshold (DUP-9).
pub async fn set_settings(cx: &mut Cx, request: SetDuplicateSettings) -> Result<DuplicateSettings> {
    rules::check_threshold(request.automatic_ppm)?;
    let before = store::settings(&mut cx.tx).await?;
    let by = cx.actor.name.clone();
    if !store::save_settings(&mut cx.tx, request, cx.now, &by).await? {
        let now = store::settings(&mut cx.tx).await?;
        return Err(Error::Conflict {
            by: now.updated_by.clone().unwrap_or_default(),
            at: now.updated_at.unwrap_or(cx.now),
            current: Box::new(serde_json::to_value(&now)?),
        });
    }
    let after = store::settings(&mut cx.tx).await?;
    cx.audit_changed("duplicate_setting", 1, &before, &after)?;
    Ok(after)
}

/// The groups that may be merged at once, the most certain first.
pub async fn certain(cx: &mut Cx, _: Nothing) -> Result<CertainGroups> {
    let settings = store::settings(&mut cx.tx).await?;
    let mut found = CertainGroups { settings, candidates: 0, groups: Vec::new(), conflicting: 0 };
    let (Some(threshold), Some(last)) = (found.settings.automatic_ppm, scan::latest(&mut cx.tx).await?)
    else {
        return Ok(found);
    };
    found.candidates = scan::count_certain(&mut cx.tx, last.id, threshold).await?;
    let mut offset = 0;
    while offset < LOOKED_AT_MAX {
        let page = ReadDuplicateQueue { offset, limit: PAGE };
        let groups = scan::certain_groups(&mut cx.tx, last.id, threshold, page).await?;
        if groups.is_empty() {
            break;
        }
        offset += PAGE;
        for group in groups {
            match without_conflict(cx, &group).await? {
                Some(certain) => found.groups.push(certain),
                None => found.conflicting += 1,
            }
            if found.groups.len() == GROUPS_MAX {
                return Ok(found);
            }
        }
    }
    Ok(found)
}

/// The group with what merging it would do, unless something in it must be decided by a person.
async fn without_conflict(cx: &mut Cx, group: &DuplicateGroup) -> Result<Option<CertainGroup>> {
    let Some((survivor, others)) = group.fichas.split_first() else { return Ok(None) };
    if others.is_empty() || group.fichas.len() > rules::FICHAS_MAX {
        return Ok(None);
    }
    let ids: Vec<CustomerId> = group.fichas.iter().map(|ficha| ficha.id).collect();
    let mut fichas: Vec<Snapshot> = Vec::with_capacity(ids.len());
    for id in &ids {
        fichas.push(merging::read(cx, *id).await?.1);
    }
    if !rules::agree(&fichas) {
        return Ok(None);
    }
    let seen = preview(cx, PreviewMerge { survivor_id: survivor.id, ids }).await?;
    if !seen.conflicts.is_empty() {
        return Ok(None);
    }
    Ok(Some(CertainGroup {
        id: group.id,
        probability_ppm: group.probability_ppm,
        survivor: survivor.clone(),
        others: others.to_vec(),
        records: seen.records.iter().map(|one| RecordRead { id: one.id, version: one.version }).collect(),
        moving: seen.moving,
    }))
}

/// Merges groups as they were shown, each in a transaction of its own.
pub async fn merge_certain(task: TaskCx, request: MergeCertain) -> Result<JobRef> {
    check_count("groups", request.groups.len())?;
    let work = task.clone();
    let started = jobs::start(&task, "merge_certain", "", task.stales, |_, progress| async move {
        let mut summary = CertainSummary::default();
        for (done, group) in request.groups.iter().enumerate() {
            if !progress.advance(done, request.groups.len()).await? {
                break;
            }
            match merge_one(&work, group).await {
                Ok(Some(merge)) => summary.merged.push(merge),
                Ok(None) | Err(Error::Conflict { .. } | Error::Invalid(_) | Error::NotFound { .. }) => {
                    summary.passed_over += 1;
                }
                Err(error) => return Err(error),
            }
        }
        Ok(serde_json::to_value(summary)?)
    });
    Ok(JobRef { id: started.await? })
}

/// Nothing when the group is no longer what was shown, or no longer reaches the threshold.
async fn merge_one(task: &TaskCx, shown: &CertainRead) -> Result<Option<MergeId>> {
    let mut cx = task.write().await?;
    let threshold = store::settings(&mut cx.tx).await?.automatic_ppm;
    let Some(group) = scan::open_group(&mut cx.tx, shown.id).await? else { return Ok(None) };
    if !group.automatic || threshold.is_none_or(|least| group.probability_ppm < least) {
        return Ok(None);
    }
    let Some(now) = without_conflict(&mut cx, &group).await? else { return Ok(None) };
    if now.records != shown.records {
        return Ok(None);
    }
    let request = MergeFichas {
        survivor_id: now.survivor.id,
        records: now.records,
        choices: Vec::new(),
        keep_open: Vec::new(),
    };
    let merged = merge(&mut cx, request).await?.merge.id;
    task.commit(cx).await?;
    Ok(Some(merged))
}

/// Takes several merges back, the last made first; what needs a decision stays.
pub async fn undo_merges(task: TaskCx, request: UndoMerges) -> Result<JobRef> {
    check_count("ids", request.ids.len())?;
    let work = task.clone();
    let started = jobs::start(&task, "undo_merges", "", task.stales, |_, progress| async move {
        let mut summary = UndoMergesSummary::default();
        for (done, id) in request.ids.iter().rev().enumerate() {
            if !progress.advance(done, request.ids.len()).await? {
                break;
            }
            match undo_one(&work, *id).await {
                Ok(()) => summary.undone += 1,
                Err(Error::Conflict { .. } | Error::Invalid(_) | Error::NotFound { .. }) => summary.kept += 1,
                Err(error) => return Err(error),
            }
        }
        Ok(serde_json::to_value(summary)?)
    });
    Ok(JobRef { id: started.await? })
}

async fn undo_one(task: &TaskCx, id: MergeId) -> Result<()> {
    let mut cx = task.write().await?;
    let seen = undo::detail(&mut cx, MergeRef { id }).await?;
    let request = UndoMerge { id, survivor_version: seen.survivor_version, decisions: Vec::new() };
    undo::undo(&mut cx, request).await?;
    task.commit(cx).await
}

fn check_count(field: &str, count: usize) -> Result<()> {
    let mut issues = Issues::default();
    if count == 0 {
        issues.add(field, "required");
    } else if count > GROUPS_MAX {
        issues.add_with(field, "too_many", [("max", GROUPS_MAX.to_string())]);
    }
    issues.check()
}
