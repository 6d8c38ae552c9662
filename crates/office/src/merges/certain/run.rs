//! Merging all clean groups one after the other, and taking all of that back: jobs of short transactions. One that was
//! stopped, or whose program ended, leaves what it did; the next one goes on with what is left.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use crate::customers::model::CustomerId;
use crate::dispatch::{Cx, TaskCx};
use crate::duplicates::scan;
use crate::duplicates::scan::clean;
use crate::duplicates::scan::model::{DuplicateGroupId, ScanId};
use crate::error::{Error, Issues, Result};
use crate::jobs::model::JobRef;
use crate::jobs::{self, Progress};
use crate::merges::certain::commands::changed;
use crate::merges::certain::model::{
    CertainRunId, CertainSummary, MergeCertain, UndoCertain, UndoCertainSummary,
};
use crate::merges::certain::store;
use crate::merges::commands::{merge, preview};
use crate::merges::model::{MergeFichas, MergeId, MergeRef, PreviewMerge, RecordRead, UndoMerge};
use crate::merges::undo;

/// What merging many is called among jobs.
pub(super) const MERGING: &str = "merge_certain";
/// What taking that back is called.
pub(super) const UNDOING: &str = "undo_certain";
/// Groups or merges found together.
const PAGE: i64 = 200;
/// After how many progress is told, and whether to go on is asked.
const STEP: usize = 10;
/// How often screens ask again meanwhile: each merge changes what many of them show.
const TELL_EVERY: TimeDelta = TimeDelta::seconds(2);
/// Most groups that are left out by name.
const WITHOUT_MAX: usize = 1_000;

/// Work under way.
struct Work {
    /// Its commits tell nobody; [`Work::goes_on`] does, now and then.
    task: TaskCx,
    tags: &'static [crate::dispatch::Tag],
    progress: Progress,
    total: usize,
    done: usize,
    told_at: DateTime<Utc>,
}

impl Work {
    fn new(task: &TaskCx, progress: Progress, total: i64) -> Self {
        let quiet = TaskCx { stales: &[], ..task.clone() };
        let total = usize::try_from(total).unwrap_or(0);
        let told_at = task.app.clock.now();
        Self { task: quiet, tags: task.stales, progress, total, done: 0, told_at }
    }

    /// Whether nobody stopped it.
    async fn goes_on(&mut self) -> Result<bool> {
        let now = self.task.app.clock.now();
        if now - self.told_at >= TELL_EVERY {
            self.told_at = now;
            self.task.app.tell_everybody(self.tags);
        }
        let goes_on = !self.done.is_multiple_of(STEP)
            || self.progress.advance(self.done, self.total.max(self.done)).await?;
        self.done += 1;
        Ok(goes_on)
    }

    async fn end(&self) -> Result<()> {
        self.progress.advance(self.done, self.done).await.map(drop)
    }
}

/// Merges all clean groups that reach the threshold, each in a transaction of its own. One under way is stopped: the
/// newer one takes its place.
pub async fn merge_certain(task: TaskCx, request: MergeCertain) -> Result<JobRef> {
    let mut issues = Issues::default();
    if request.without.len() > WITHOUT_MAX {
        issues.add_with("without", "too_many", [("max", WITHOUT_MAX.to_string())]);
    }
    issues.check()?;
    let mut cx = task.read().await?;
    let scan = scan::latest(&mut cx.tx).await?.ok_or(Error::NotFound { entity: "duplicate_scan" })?.id;
    drop(cx);
    clean::look_again(&task, scan).await?;
    let mut cx = task.write().await?;
    let threshold = request.automatic_ppm;
    if store::settings(&mut cx.tx).await?.automatic_ppm != Some(threshold) {
        return Err(changed(&mut cx).await?);
    }
    stop_others(&mut cx).await?;
    let without: BTreeSet<DuplicateGroupId> = request.without.into_iter().collect();
    let left_out = i64::try_from(without.len()).unwrap_or(i64::MAX);
    let total = (clean::count(&mut cx.tx, scan, threshold).await? - left_out).max(0);
    let (run, now, by) = (cx.id::<CertainRunId>(), cx.now, cx.actor.name.clone());
    store::begin(&mut cx.tx, run, (threshold, total), now, &by).await?;
    let after = serde_json::json!({ "automatic_ppm": threshold, "groups": total, "left_out": left_out });
    cx.audit_created("certain_run", run, &after)?;
    task.commit(cx).await?;
    let (outer, groups) = (task.clone(), Groups { scan, threshold, without, run });
    let started = jobs::start(&task, MERGING, "", task.stales, |_, progress| async move {
        let mut work = Work::new(&outer, progress, total);
        let mut summary = CertainSummary { run, merged: 0, passed_over: 0 };
        let outcome = groups.merge_all(&mut work, &mut summary).await;
        let mut cx = work.task.write().await?;
        let now = cx.now;
        store::end(&mut cx.tx, run, summary.passed_over, now).await?;
        work.task.commit(cx).await?;
        outcome?;
        Ok(serde_json::to_value(summary)?)
    });
    Ok(JobRef { id: started.await? })
}

async fn stop_others(cx: &mut Cx) -> Result<()> {
    for kind in [MERGING, UNDOING] {
        for job in jobs::running(&mut cx.tx, kind).await? {
            jobs::stop(&mut cx.tx, job.id).await?;
        }
    }
    Ok(())
}

/// Whether a refusal concerns this group alone: then the next one is worth trying.
fn concerns_one(error: &Error) -> bool {
    matches!(error, Error::Conflict { .. } | Error::Invalid(_) | Error::NotFound { .. })
}

/// What a run merges.
struct Groups {
    scan: ScanId,
    threshold: i64,
    without: BTreeSet<DuplicateGroupId>,
    run: CertainRunId,
}

/// What became of one group.
enum Outcome {
    Merged,
    PassedOver,
    /// The threshold is no longer the one shown: nobody agreed to the rest.
    Over,
}

impl Groups {
    async fn merge_all(&self, work: &mut Work, summary: &mut CertainSummary) -> Result<()> {
        let mut last = None;
        loop {
            let mut cx = work.task.read().await?;
            let page = clean::page_behind(&mut cx.tx, self.scan, self.threshold, last, PAGE).await?;
            drop(cx);
            if page.is_empty() {
                return work.end().await;
            }
            for (group, ppm) in page {
                last = Some((ppm, group));
                if self.without.contains(&group) {
                    continue;
                }
                if !work.goes_on().await? {
                    return Ok(());
                }
                match self.merge_one(&work.task, group).await {
                    Ok(Outcome::Merged) => summary.merged += 1,
                    Ok(Outcome::PassedOver) => summary.passed_over += 1,
                    Ok(Outcome::Over) => return Ok(()),
                    Err(error) if concerns_one(&error) => summary.passed_over += 1,
                    Err(error) => return Err(error),
                }
            }
        }
    }

    async fn merge_one(&self, task: &TaskCx, group: DuplicateGroupId) -> Result<Outcome> {
        let mut cx = task.write().await?;
        if store::settings(&mut cx.tx).await?.automatic_ppm != Some(self.threshold) {
            return Ok(Outcome::Over);
        }
        let Some(now) = scan::open_group(&mut cx.tx, group).await? else { return Ok(Outcome::PassedOver) };
        let ids: Vec<CustomerId> = now.fichas.iter().map(|ficha| ficha.id).collect();
        let (Some(survivor), true) = (ids.first().copied(), now.automatic) else {
            return Ok(Outcome::PassedOver);
        };
        if clean::of_members(&mut cx.tx, std::slice::from_ref(&ids)).await? != [true] {
            clean::note(&mut cx.tx, group, false).await?;
            task.commit(cx).await?;
            return Ok(Outcome::PassedOver);
        }
        let seen = preview(&mut cx, PreviewMerge { survivor_id: survivor, ids }).await?;
        let request = MergeFichas {
            survivor_id: survivor,
            records: seen.records.iter().map(|one| RecordRead { id: one.id, version: one.version }).collect(),
            choices: Vec::new(),
            keep_open: Vec::new(),
        };
        let merged = merge(&mut cx, request).await?.merge.id;
        store::made_by(&mut cx.tx, merged, self.run).await?;
        task.commit(cx).await?;
        Ok(Outcome::Merged)
    }
}

/// Takes all merges of a run back, the last made first; what needs a decision stays.
pub async fn undo_certain(task: TaskCx, request: UndoCertain) -> Result<JobRef> {
    let mut cx = task.write().await?;
    let total = store::standing(&mut cx.tx, request.run).await?;
    if total == 0 {
        return Err(Error::field("", "merge_undone"));
    }
    stop_others(&mut cx).await?;
    cx.audit_changed("certain_run", request.run, &serde_json::json!({ "standing": total }), &())?;
    task.commit(cx).await?;
    let outer = task.clone();
    let started = jobs::start(&task, UNDOING, "", task.stales, |_, progress| async move {
        let mut work = Work::new(&outer, progress, total);
        let mut summary = UndoCertainSummary::default();
        undo_all(&mut work, request.run, &mut summary).await?;
        Ok(serde_json::to_value(summary)?)
    });
    Ok(JobRef { id: started.await? })
}

async fn undo_all(work: &mut Work, run: CertainRunId, summary: &mut UndoCertainSummary) -> Result<()> {
    let mut last = i64::MAX;
    loop {
        let mut cx = work.task.read().await?;
        let page = store::standing_before(&mut cx.tx, run, last, PAGE).await?;
        drop(cx);
        if page.is_empty() {
            return work.end().await;
        }
        for (merge, number) in page {
            last = number;
            if !work.goes_on().await? {
                return Ok(());
            }
            match undo_one(&work.task, merge).await {
                Ok(()) => summary.undone += 1,
                Err(error) if concerns_one(&error) => summary.kept += 1,
                Err(error) => return Err(error),
            }
        }
    }
}

async fn undo_one(task: &TaskCx, id: MergeId) -> Result<()> {
    let mut cx = task.write().await?;
    let seen = undo::detail(&mut cx, MergeRef { id }).await?;
    let request = UndoMerge { id, survivor_version: seen.survivor_version, decisions: Vec::new() };
    undo::undo(&mut cx, request).await?;
    task.commit(cx).await
}
