//! Jobs in the database.

use chrono::{DateTime, Utc};
use serde_json::Value;
use uuid::Uuid;

use crate::db::Tx;
use crate::dispatch::Actor;
use crate::error::Result;
use crate::jobs::model::{Job, JobId, JobState, RunningJob};
use crate::{execute, fetch_all, fetch_optional};

type JobRow = (
    JobId,
    String,
    JobState,
    String,
    i64,
    Option<i64>,
    Option<String>,
    String,
    DateTime<Utc>,
    Option<DateTime<Utc>>,
);

/// Notes that work begins.
pub async fn insert(
    tx: &mut Tx,
    id: JobId,
    kind: &str,
    title: &str,
    actor: &Actor,
    now: DateTime<Utc>,
) -> Result<()> {
    execute!(
        tx,
        "insert into job (id, kind, state, title, started_by, started_by_name, started_at) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        id,
        kind,
        JobState::Running,
        title,
        actor.id,
        &actor.name,
        now
    )?;
    Ok(())
}

/// Moves a running job forward; gives whether it is still running.
pub async fn advance(tx: &mut Tx, id: JobId, done: i64, total: i64) -> Result<bool> {
    let changed = execute!(
        tx,
        "update job set done = $2, total = $3 where id = $1 and state = $4",
        id,
        done,
        total,
        JobState::Running
    )?;
    Ok(changed == 1)
}

/// Notes the end. A cancelled job stays so, with what came out until then.
pub async fn finish(
    tx: &mut Tx,
    id: JobId,
    state: JobState,
    result: &Value,
    now: DateTime<Utc>,
) -> Result<()> {
    execute!(
        tx,
        "update job set state = case when state = $5 then state else $2 end, result = $3, ended_at = $4 \
         where id = $1",
        id,
        state,
        result.to_string(),
        now,
        JobState::Cancelled
    )?;
    Ok(())
}

/// Asks a running job to stop; gives whether it was running.
pub async fn cancel(tx: &mut Tx, id: JobId) -> Result<bool> {
    let changed = execute!(
        tx,
        "update job set state = $2 where id = $1 and state = $3",
        id,
        JobState::Cancelled,
        JobState::Running
    )?;
    Ok(changed == 1)
}

/// Jobs of a kind under way, the latest first.
pub async fn running(tx: &mut Tx, kind: &str) -> Result<Vec<RunningJob>> {
    fetch_all!(
        tx,
        RunningJob,
        "select id, done, total, started_by, started_by_name from job where kind = $1 and state = $2 \
         order by started_at desc",
        kind,
        JobState::Running
    )
}

/// Who started a job; none for the system.
pub async fn started_by(tx: &mut Tx, id: JobId) -> Result<Option<Option<Uuid>>> {
    let row = fetch_optional!(tx, (Option<Uuid>,), "select started_by from job where id = $1", id)?;
    Ok(row.map(|(by,)| by))
}

/// A job.
pub async fn get(tx: &mut Tx, id: JobId) -> Result<Option<Job>> {
    let row = fetch_optional!(
        tx,
        JobRow,
        "select id, kind, state, title, done, total, result, started_by_name, started_at, ended_at \
         from job where id = $1",
        id
    )?;
    let Some((id, kind, state, title, done, total, result, started_by_name, started_at, ended_at)) = row
    else {
        return Ok(None);
    };
    let result = result.map(|text| serde_json::from_str(&text)).transpose()?.unwrap_or(Value::Null);
    Ok(Some(Job { id, kind, state, title, done, total, result, started_by_name, started_at, ended_at }))
}
