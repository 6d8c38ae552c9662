//! The threshold and the runs, in the database.

use chrono::{DateTime, Utc};

use crate::db::Tx;
use crate::error::Result;
use crate::merges::certain::model::{CertainRun, CertainRunId, DuplicateSettings, SetDuplicateSettings};
use crate::merges::model::MergeId;
use crate::{execute, fetch_all, fetch_one, fetch_optional};

/// The threshold; the default where none was ever set.
pub async fn settings(tx: &mut Tx) -> Result<DuplicateSettings> {
    let found = fetch_optional!(
        tx,
        DuplicateSettings,
        "select automatic_ppm, version, updated_at, updated_by from duplicate_setting where id = 1"
    )?;
    Ok(found.unwrap_or_default())
}

/// Keeps a threshold if the one before is still as read; gives whether it was.
pub async fn save_settings(
    tx: &mut Tx,
    request: SetDuplicateSettings,
    now: DateTime<Utc>,
    by: &str,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "insert into duplicate_setting (id, automatic_ppm, version, updated_at, updated_by) values (1, $1, 1, $3, $4) \
         on conflict (id) do update set automatic_ppm = excluded.automatic_ppm, \
           version = duplicate_setting.version + 1, updated_at = excluded.updated_at, \
           updated_by = excluded.updated_by \
         where duplicate_setting.version = $2",
        request.automatic_ppm,
        request.version,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Notes that a run begins.
pub async fn begin(
    tx: &mut Tx,
    id: CertainRunId,
    (automatic_ppm, total): (i64, i64),
    now: DateTime<Utc>,
    by: &str,
) -> Result<()> {
    execute!(
        tx,
        "insert into certain_run (id, automatic_ppm, total, passed_over, started_at, started_by) \
         values ($1, $2, $3, 0, $4, $5)",
        id,
        automatic_ppm,
        total,
        now,
        by
    )?;
    Ok(())
}

/// Notes that a run ended, and how many groups it left as they were.
pub async fn end(tx: &mut Tx, id: CertainRunId, passed_over: i64, now: DateTime<Utc>) -> Result<()> {
    execute!(
        tx,
        "update certain_run set passed_over = $2, ended_at = $3 where id = $1",
        id,
        passed_over,
        now
    )?;
    Ok(())
}

/// Notes which run made a merge.
pub async fn made_by(tx: &mut Tx, merge: MergeId, run: CertainRunId) -> Result<()> {
    execute!(tx, "update customer_merge set run_id = $2 where id = $1", merge, run)?;
    Ok(())
}

/// The latest runs that merged something, newest first.
pub async fn runs(tx: &mut Tx, most: i64) -> Result<Vec<CertainRun>> {
    fetch_all!(
        tx,
        CertainRun,
        "select r.id, r.automatic_ppm, r.total, r.passed_over, r.started_at, r.started_by, r.ended_at, \
           (select count(*) from customer_merge m where m.run_id = r.id) as merged, \
           (select count(*) from customer_merge m where m.run_id = r.id and m.undone_at is null) as standing \
         from certain_run r where exists (select 1 from customer_merge m where m.run_id = r.id) \
         order by r.started_at desc, r.id desc limit $1",
        most
    )
}

/// How many merges of a run stand.
pub async fn standing(tx: &mut Tx, run: CertainRunId) -> Result<i64> {
    let (count,) = fetch_one!(
        tx,
        (i64,),
        "select count(*) from customer_merge where run_id = $1 and undone_at is null",
        run
    )?;
    Ok(count)
}

/// Merges of a run that stand, made before one, the last made first.
pub async fn standing_before(
    tx: &mut Tx,
    run: CertainRunId,
    number: i64,
    most: i64,
) -> Result<Vec<(MergeId, i64)>> {
    fetch_all!(
        tx,
        (MergeId, i64),
        "select id, number from customer_merge where run_id = $1 and undone_at is null and number < $2 \
         order by number desc limit $3",
        run,
        number,
        most
    )
}
