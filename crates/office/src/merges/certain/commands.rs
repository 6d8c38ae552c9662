//! The threshold, and what reaches it.

use crate::dispatch::{Cx, Nothing, TaskCx};
use crate::duplicates::scan;
use crate::duplicates::scan::clean;
use crate::duplicates::scan::model::DuplicateGroup;
use crate::error::{Error, Result};
use crate::jobs;
use crate::merges::certain::model::{
    CertainGroup, CertainGroups, CertainWork, DuplicateSettings, ReadCertain, SetDuplicateSettings,
};
use crate::merges::certain::run::{MERGING, UNDOING};
use crate::merges::certain::store;
use crate::merges::commands::moving;
use crate::merges::rules;

/// Most groups given at once.
const LIMIT_MAX: i64 = 100;
/// Runs shown.
const RUNS: i64 = 5;

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
        return Err(changed(cx).await?);
    }
    let after = store::settings(&mut cx.tx).await?;
    cx.audit_changed("duplicate_setting", 1, &before, &after)?;
    Ok(after)
}

/// Somebody set another threshold: who, when, and which.
pub(super) async fn changed(cx: &mut Cx) -> Result<Error> {
    let now = store::settings(&mut cx.tx).await?;
    Ok(Error::Conflict {
        by: now.updated_by.clone().unwrap_or_default(),
        at: now.updated_at.unwrap_or(cx.now),
        current: Box::new(serde_json::to_value(&now)?),
    })
}

/// The groups that may be merged at once, the most certain first. What was changed since the scan is looked at again
/// before they are shown.
pub async fn certain(task: TaskCx, request: ReadCertain) -> Result<CertainGroups> {
    let mut cx = task.read().await?;
    let scan = scan::latest(&mut cx.tx).await?;
    let settings = store::settings(&mut cx.tx).await?;
    drop(cx);
    if let (Some(scan), Some(_)) = (&scan, settings.automatic_ppm) {
        clean::look_again(&task, scan.id).await?;
    }
    let mut cx = task.read().await?;
    let mut found = CertainGroups {
        running: under_way(&mut cx).await?,
        runs: store::runs(&mut cx.tx, RUNS).await?,
        candidates: 0,
        clean: 0,
        groups: Vec::new(),
        settings,
    };
    let (Some(threshold), Some(scan)) = (found.settings.automatic_ppm, scan) else { return Ok(found) };
    found.candidates = scan::count_certain(&mut cx.tx, scan.id, threshold).await?;
    found.clean = clean::count(&mut cx.tx, scan.id, threshold).await?;
    let page = (request.offset.max(0), request.limit.clamp(1, LIMIT_MAX));
    for group in clean::page(&mut cx.tx, scan.id, threshold, page).await? {
        found.groups.extend(shown(&mut cx, group).await?);
    }
    Ok(found)
}

/// Nothing where the fichas went away between the looking and the showing.
async fn shown(cx: &mut Cx, group: DuplicateGroup) -> Result<Option<CertainGroup>> {
    let Some((survivor, others)) = group.fichas.split_first() else { return Ok(None) };
    Ok(Some(CertainGroup {
        id: group.id,
        probability_ppm: group.probability_ppm,
        survivor: survivor.clone(),
        others: others.to_vec(),
        moving: moving(cx, others.iter().map(|ficha| ficha.id)).await?,
    }))
}

async fn under_way(cx: &mut Cx) -> Result<Option<CertainWork>> {
    for (kind, undoing) in [(MERGING, false), (UNDOING, true)] {
        if let Some(job) = jobs::running(&mut cx.tx, kind).await?.into_iter().next() {
            return Ok(Some(CertainWork {
                job: job.id,
                undoing,
                done: job.done,
                total: job.total,
                by: job.started_by_name,
                own: job.started_by.is_some() && job.started_by == cx.actor.id,
            }));
        }
    }
    Ok(None)
}
