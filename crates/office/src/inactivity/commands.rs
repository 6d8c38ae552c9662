//! Setting the rule, looking through the base, setting customers aside and taking them back (CUS-7).

use std::sync::Arc;

use chrono::TimeDelta;
use uuid::Uuid;

use crate::app::App;
use crate::clock;
use crate::dispatch::{Cx, Nothing, TaskCx};
use crate::error::{Error, Result};
use crate::inactivity::model::{
    InactivityDue, InactivityFinding, InactivityRule, InactivityRun, InactivityRunRef, InactivityState,
    ReadInactivityFindings, RunAtWork, SetInactivityRule,
};
use crate::inactivity::rules;
use crate::inactivity::store::{self, findings};
use crate::inactivity::work::Work;
use crate::jobs;
use crate::jobs::model::{JobId, JobRef};
use crate::session::Client;

/// What the work is called among jobs.
const JOB: &str = "inactivity";
/// A run whose program ended has stood still for so long.
pub const QUIET: TimeDelta = TimeDelta::minutes(2);
/// Most findings given at once.
const LIMIT_MAX: i64 = 200;
const NOT_FOUND: Error = Error::NotFound { entity: "inactivity_run" };

/// The rule; switched off where nobody ever set it.
pub async fn rule(cx: &mut Cx, _: Nothing) -> Result<InactivityRule> {
    Ok(store::rule(&mut cx.tx).await?.unwrap_or(InactivityRule {
        enabled: false,
        months: rules::MONTHS_DEFAULT,
        looked_on: None,
        version: 0,
        updated_at: None,
        updated_by: None,
    }))
}

/// Sets the rule.
pub async fn set_rule(cx: &mut Cx, request: SetInactivityRule) -> Result<InactivityRule> {
    rules::check_months(request.months)?;
    let before = rule(cx, Nothing {}).await?;
    let by = cx.actor.name.clone();
    if !store::save_rule(&mut cx.tx, request, cx.now, &by).await? {
        let now = rule(cx, Nothing {}).await?;
        return Err(Error::Conflict {
            by: now.updated_by.clone().unwrap_or_default(),
            at: now.updated_at.unwrap_or(cx.now),
            current: Box::new(serde_json::to_value(&now)?),
        });
    }
    let after = rule(cx, Nothing {}).await?;
    cx.audit_changed("inactivity_setting", 1, &before, &after)?;
    Ok(after)
}

/// The latest runs, the newest first.
pub async fn runs(cx: &mut Cx, _: Nothing) -> Result<Vec<InactivityRun>> {
    store::latest(&mut cx.tx).await
}

/// Whom a run found, the longest silent first.
pub async fn read_findings(cx: &mut Cx, request: ReadInactivityFindings) -> Result<Vec<InactivityFinding>> {
    let (offset, limit) = (request.offset.max(0), request.limit.clamp(1, LIMIT_MAX));
    findings::page(&mut cx.tx, &ReadInactivityFindings { offset, limit, ..request }).await
}

/// Looks through the base for whom the rule would set aside, and sets nobody aside. Takes the place of a look that was
/// not applied.
pub async fn find(task: TaskCx, _: Nothing) -> Result<JobRef> {
    let mut cx = task.write().await?;
    let months = rule(&mut cx, Nothing {}).await?.months;
    let run = begin(&mut cx, months, false).await?;
    task.commit(cx).await?;
    Ok(JobRef { id: start(&task, run).await? })
}

/// Sets aside whom a look found, each judged once more.
pub async fn apply(task: TaskCx, request: InactivityRunRef) -> Result<JobRef> {
    let from = [InactivityState::Found, InactivityState::Stopped];
    let mut cx = task.write().await?;
    let run = take(&mut cx, request, &from, InactivityState::Applying).await?;
    let by = cx.actor.name.clone();
    store::set_applied(&mut cx.tx, run.id, cx.now, &by).await?;
    task.commit(cx).await?;
    Ok(JobRef { id: start(&task, run).await? })
}

/// Takes back everybody a run set aside, except those whose ficha was changed since.
pub async fn undo(task: TaskCx, request: InactivityRunRef) -> Result<JobRef> {
    let from = [InactivityState::Done, InactivityState::Stopped];
    let mut cx = task.write().await?;
    let run = take(&mut cx, request, &from, InactivityState::Undoing).await?;
    task.commit(cx).await?;
    Ok(JobRef { id: start(&task, run).await? })
}

/// The day's look where the rule is switched on, once however many programs ask; before that, a run whose program
/// ended is gone on with.
pub async fn run_due(task: TaskCx, _: Nothing) -> Result<InactivityDue> {
    let mut cx = task.write().await?;
    for seen in store::abandoned(&mut cx.tx, cx.now - QUIET).await? {
        let worker: Uuid = cx.id();
        if store::take(&mut cx.tx, &seen, seen.state, worker, cx.now).await? {
            task.commit(cx).await?;
            let job = start(&task, RunAtWork { worker, ..seen }).await?;
            return Ok(InactivityDue { job: Some(job) });
        }
    }
    let today = cx.today();
    if store::under_way(&mut cx.tx).await? || !store::take_day(&mut cx.tx, today).await? {
        return Ok(InactivityDue { job: None });
    }
    let months = rule(&mut cx, Nothing {}).await?.months;
    let run = begin(&mut cx, months, true).await?;
    task.commit(cx).await?;
    Ok(InactivityDue { job: Some(start(&task, run).await?) })
}

/// Begins what is due; gives whether something was. Looks first, so that a base where nothing is due is not written to.
///
/// # Errors
/// Those of the database.
pub async fn work_due(app: &Arc<App>) -> Result<bool> {
    let now = app.clock.now();
    let mut tx = app.db.begin_read().await?;
    let waits = store::due(&mut tx, clock::local_date(now, app.zone()), now - QUIET).await?;
    tx.rollback().await?;
    if !waits {
        return Ok(false);
    }
    let begun: InactivityDue =
        Client::system(Arc::clone(app), "background").ask("inactivity.run_due", Nothing {}).await?;
    Ok(begun.job.is_some())
}

async fn begin(cx: &mut Cx, months: i64, daily: bool) -> Result<RunAtWork> {
    refuse_two(cx).await?;
    store::replace_found(&mut cx.tx).await?;
    let run = RunAtWork {
        id: cx.id(),
        state: InactivityState::Finding,
        daily,
        months,
        as_of: cx.today(),
        after_code: i64::MIN,
        seen: 0,
        found: 0,
        inactivated: 0,
        worker: cx.id(),
    };
    let by = cx.actor.name.clone();
    store::begin(&mut cx.tx, &run, cx.now, &by).await?;
    Ok(run)
}

/// Makes a run in one of some states the caller's.
async fn take(
    cx: &mut Cx,
    request: InactivityRunRef,
    from: &[InactivityState],
    state: InactivityState,
) -> Result<RunAtWork> {
    let seen = store::at_work(&mut cx.tx, request.id).await?.ok_or(NOT_FOUND)?;
    refuse_two(cx).await?;
    let worker: Uuid = cx.id();
    if !from.contains(&seen.state) || !store::take(&mut cx.tx, &seen, state, worker, cx.now).await? {
        return Err(Error::field("", "run_not_there"));
    }
    Ok(RunAtWork { state, worker, ..seen })
}

async fn refuse_two(cx: &mut Cx) -> Result<()> {
    let busy = store::under_way(&mut cx.tx).await?;
    if busy { Err(Error::field("", "run_under_way")) } else { Ok(()) }
}

async fn start(task: &TaskCx, run: RunAtWork) -> Result<JobId> {
    let work = task.clone();
    jobs::start(task, JOB, "", task.stales, |_, progress| async move {
        Work { task: work, progress, run }.go().await
    })
    .await
}
