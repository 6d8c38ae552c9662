//! The rule and its runs in the database.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::db::Tx;
use crate::error::Result;
use crate::inactivity::model::{
    InactivityRule, InactivityRun, InactivityRunId, InactivityState, RunAtWork, SetInactivityRule,
};
use crate::{execute, fetch_all, fetch_optional};

pub mod findings;
pub mod life;

/// The rule; none where nobody ever set it.
pub async fn rule(tx: &mut Tx) -> Result<Option<InactivityRule>> {
    fetch_optional!(
        tx,
        InactivityRule,
        "select enabled, months, looked_on, version, updated_at, updated_by from inactivity_setting where id = 1"
    )
}

/// Keeps a rule if the one before is still as read; gives whether it was.
pub async fn save_rule(
    tx: &mut Tx,
    request: SetInactivityRule,
    now: DateTime<Utc>,
    by: &str,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "insert into inactivity_setting (id, enabled, months, version, updated_at, updated_by) \
         values (1, $1, $2, 1, $4, $5) \
         on conflict (id) do update set enabled = excluded.enabled, months = excluded.months, \
           version = inactivity_setting.version + 1, updated_at = excluded.updated_at, \
           updated_by = excluded.updated_by \
         where inactivity_setting.version = $3",
        request.enabled,
        request.months,
        request.version,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Whether the day's look was not begun yet, or a run's worker has not been heard of since an instant.
pub async fn due(tx: &mut Tx, today: NaiveDate, before: DateTime<Utc>) -> Result<bool> {
    let row = fetch_optional!(
        tx,
        (i64,),
        "select cast(1 as bigint) from inactivity_setting where id = 1 and enabled and (looked_on is null or looked_on < $1) \
         union all select cast(1 as bigint) from inactivity_run where state in ('finding', 'applying', 'undoing') and moved_at < $2 \
         limit 1",
        today,
        before
    )?;
    Ok(row.is_some())
}

/// Takes the day for oneself: whoever comes second, also from another program, finds it taken.
pub async fn take_day(tx: &mut Tx, today: NaiveDate) -> Result<bool> {
    let changed = execute!(
        tx,
        "update inactivity_setting set looked_on = $1 \
         where id = 1 and enabled and (looked_on is null or looked_on < $1)",
        today
    )?;
    Ok(changed == 1)
}

/// Notes a run that begins.
pub async fn begin(tx: &mut Tx, run: &RunAtWork, now: DateTime<Utc>, by: &str) -> Result<()> {
    execute!(
        tx,
        "insert into inactivity_run (id, state, daily, months, as_of, after_code, worker, moved_at, started_at, started_by) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9)",
        run.id,
        run.state,
        run.daily,
        run.months,
        run.as_of,
        run.after_code,
        run.worker,
        now,
        by
    )?;
    Ok(())
}

/// A run as its worker needs it.
pub async fn at_work(tx: &mut Tx, id: InactivityRunId) -> Result<Option<RunAtWork>> {
    fetch_optional!(
        tx,
        RunAtWork,
        "select id, state, daily, months, as_of, after_code, seen, found, inactivated, worker from inactivity_run \
         where id = $1",
        id
    )
}

/// Whether somebody's run is being worked on.
pub async fn under_way(tx: &mut Tx) -> Result<bool> {
    let row = fetch_optional!(
        tx,
        (InactivityRunId,),
        "select id from inactivity_run where state in ('finding', 'applying', 'undoing') limit 1"
    )?;
    Ok(row.is_some())
}

/// Runs whose worker has not been heard of since an instant.
pub async fn abandoned(tx: &mut Tx, before: DateTime<Utc>) -> Result<Vec<RunAtWork>> {
    fetch_all!(
        tx,
        RunAtWork,
        "select id, state, daily, months, as_of, after_code, seen, found, inactivated, worker from inactivity_run \
         where state in ('finding', 'applying', 'undoing') and moved_at < $1 order by started_at limit 10",
        before
    )
}

/// The latest runs that are worth showing.
pub async fn latest(tx: &mut Tx) -> Result<Vec<InactivityRun>> {
    fetch_all!(
        tx,
        InactivityRun,
        "select id, state, daily, months, as_of, seen, found, inactivated, passed_over, restored, kept, started_at, \
           started_by, applied_at, applied_by, undone_at, undone_by from inactivity_run \
         where state <> 'replaced' and (found > 0 or not daily or state = 'finding') \
         order by started_at desc, id desc limit 30"
    )
}

/// Makes a run one worker's; gives whether it still was as that worker had seen it.
pub async fn take(
    tx: &mut Tx,
    seen: &RunAtWork,
    state: InactivityState,
    worker: Uuid,
    now: DateTime<Utc>,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "update inactivity_run set worker = $4, state = $5, moved_at = $6 \
         where id = $1 and state = $2 and worker = $3",
        seen.id,
        seen.state,
        seen.worker,
        worker,
        state,
        now
    )?;
    Ok(changed == 1)
}

/// Says that its worker is still at it; gives whether it is still this worker's. The first statement of each of its
/// transactions, so that two workers never do one part.
pub async fn hold(tx: &mut Tx, run: &RunAtWork, now: DateTime<Utc>) -> Result<bool> {
    let changed = execute!(
        tx,
        "update inactivity_run set moved_at = $4 where id = $1 and worker = $2 and state = $3",
        run.id,
        run.worker,
        run.state,
        now
    )?;
    Ok(changed == 1)
}

/// How far the base was looked through.
pub async fn looked(tx: &mut Tx, run: &RunAtWork) -> Result<()> {
    execute!(
        tx,
        "update inactivity_run set after_code = $2, seen = $3, found = $4 where id = $1",
        run.id,
        run.after_code,
        run.seen,
        run.found
    )?;
    Ok(())
}

/// Adds to the counts: set aside, left, taken back, kept.
pub async fn count(tx: &mut Tx, id: InactivityRunId, by: [i64; 4]) -> Result<()> {
    let [inactivated, passed_over, restored, kept] = by;
    execute!(
        tx,
        "update inactivity_run set inactivated = inactivated + $2, passed_over = passed_over + $3, \
           restored = restored + $4, kept = kept + $5 where id = $1",
        id,
        inactivated,
        passed_over,
        restored,
        kept
    )?;
    Ok(())
}

/// Moves a run to its next state.
pub async fn set_state(tx: &mut Tx, id: InactivityRunId, state: InactivityState) -> Result<()> {
    execute!(tx, "update inactivity_run set state = $2 where id = $1", id, state)?;
    Ok(())
}

/// Notes who applied it, and when.
pub async fn set_applied(tx: &mut Tx, id: InactivityRunId, now: DateTime<Utc>, by: &str) -> Result<()> {
    execute!(tx, "update inactivity_run set applied_at = $2, applied_by = $3 where id = $1", id, now, by)?;
    Ok(())
}

/// Notes who took it back, and when.
pub async fn set_undone(tx: &mut Tx, id: InactivityRunId, now: DateTime<Utc>, by: &str) -> Result<()> {
    execute!(tx, "update inactivity_run set undone_at = $2, undone_by = $3 where id = $1", id, now, by)?;
    Ok(())
}

/// Puts aside previews that nobody applied: a later look takes their place.
pub async fn replace_found(tx: &mut Tx) -> Result<()> {
    execute!(tx, "update inactivity_run set state = 'replaced' where state = 'found'")?;
    Ok(())
}
