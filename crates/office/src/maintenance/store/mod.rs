//! What the whole database is asked.

pub mod checks;
pub mod restore;

use chrono::{DateTime, Utc};

use crate::db::Tx;
use crate::error::Result;
use crate::maintenance::model::BackupPlan;
use crate::{execute, fetch_one, fetch_optional};

/// The plan for copies.
pub async fn plan(tx: &mut Tx) -> Result<BackupPlan> {
    fetch_one!(
        tx,
        BackupPlan,
        "select folder, at_hour, keep_copies, last_at, last_file, last_error, version from backup_plan where id = 1"
    )
}

/// Who changed the plan last, and when.
pub async fn last_change(tx: &mut Tx) -> Result<(String, Option<DateTime<Utc>>)> {
    fetch_one!(
        tx,
        (String, Option<DateTime<Utc>>),
        "select updated_by, updated_at from backup_plan where id = 1"
    )
}

/// Changes the plan if its version is still the one read; gives whether it was.
pub async fn update_plan(tx: &mut Tx, plan: &BackupPlan, now: DateTime<Utc>, by: &str) -> Result<bool> {
    let changed = execute!(
        tx,
        "update backup_plan set folder = $2, at_hour = $3, keep_copies = $4, version = version + 1, \
           updated_at = $5, updated_by = $6 where id = 1 and version = $1",
        plan.version,
        &plan.folder,
        plan.at_hour,
        plan.keep_copies,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Takes today's copy upon oneself, unless another program has since `last_at`; gives whether it is one's own now.
pub async fn claim(tx: &mut Tx, last_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> Result<bool> {
    let changed = execute!(
        tx,
        "update backup_plan set last_at = $2 where id = 1 and (last_at = $1 or (last_at is null and $1 is null))",
        last_at,
        now
    )?;
    Ok(changed == 1)
}

/// Notes how a copy ended.
pub async fn note(tx: &mut Tx, at: DateTime<Utc>, file: &str, error: &str) -> Result<()> {
    execute!(
        tx,
        "update backup_plan set last_at = $1, last_file = $2, last_error = $3 where id = 1",
        at,
        file,
        error
    )?;
    Ok(())
}

/// How mail is sent, without by whom and through whom: protection, port, how much, and whether at all.
pub async fn mail_settings(tx: &mut Tx) -> Result<Option<(String, i64, i64, i64, bool)>> {
    fetch_optional!(
        tx,
        (String, i64, i64, i64, bool),
        "select security, port, per_minute, per_day, active from mail_account order by id limit 1"
    )
}
