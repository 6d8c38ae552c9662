//! Reading the audit, and walking its chain.

use chrono::Days;

use crate::audit::model::{AuditPage, ChainVerdict, ReadAudit};
use crate::audit::{Walk, rules, store};
use crate::clock::start_of_day;
use crate::dispatch::{Cx, Nothing, TaskCx};
use crate::error::Result;
use crate::jobs::{self, model::JobRef};

/// Entries on a page.
const PAGE: usize = 50;

/// A page of entries, the newest first (SYS-3).
pub async fn list(cx: &mut Cx, request: ReadAudit) -> Result<AuditPage> {
    let zone = cx.app.zone();
    let from = request.from.map(|day| start_of_day(day, zone));
    let until =
        request.to.and_then(|day| day.checked_add_days(Days::new(1))).map(|day| start_of_day(day, zone));
    let mut entries = store::find(&mut cx.tx, &request, from, until, PAGE + 1).await?;
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    Ok(AuditPage { entries: entries.into_iter().map(rules::shown).collect(), more })
}

/// Walks the whole chain in the background, page by page; the job's result is a [`ChainVerdict`].
pub async fn verify(task: TaskCx, _: Nothing) -> Result<JobRef> {
    let work = task.clone();
    let started = jobs::start(&task, "audit_verify", "", &[], |_, progress| async move {
        let mut cx = work.read().await?;
        let mut walk = Walk::begin(&mut cx.tx).await?;
        cx.tx.rollback().await?;
        loop {
            let mut cx = work.read().await?;
            let goes_on = walk.step(&mut cx.tx).await?;
            cx.tx.rollback().await?;
            let (done, total) = walk.progress();
            if !progress.advance(done, total).await? || !goes_on {
                break;
            }
        }
        let verdict = walk.verdict();
        Ok(serde_json::to_value(ChainVerdict {
            entries: verdict.entries,
            first_broken: verdict.broken_at.first().copied(),
            broken: i64::try_from(verdict.broken_at.len()).unwrap_or(i64::MAX),
        })?)
    });
    Ok(JobRef { id: started.await? })
}
