//! What imports remember, in the database: how far they came, what they made, which columns were which.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::Tx;
use crate::dispatch::Actor;
use crate::error::Result;
use crate::imports::model::{ImportSummary, ImportTarget, Made, MadeKind, PastImport, Unfinished};
use crate::jobs::model::JobId;
use crate::{execute, fetch_all, fetch_in, fetch_one, fetch_optional, insert_many};

/// An import that begins.
pub struct NewRun<'a> {
    /// Its job.
    pub job: JobId,
    /// What it takes in.
    pub target: ImportTarget,
    /// Of the file's bytes.
    pub sha256: &'a str,
    /// Name of the file.
    pub title: &'a str,
    /// Rows below the header.
    pub lines_total: i64,
}

/// Notes that an import begins.
pub async fn insert_run(tx: &mut Tx, run: NewRun<'_>, actor: &Actor, now: DateTime<Utc>) -> Result<()> {
    execute!(
        tx,
        "insert into import_run (job_id, target, sha256, title, lines_done, lines_total, summary, started_by, \
           started_by_name, started_at, moved_at) values ($1, $2, $3, $4, 0, $5, $6, $7, $8, $9, $10)",
        run.job,
        run.target,
        run.sha256,
        run.title,
        run.lines_total,
        serde_json::to_string(&ImportSummary::default())?,
        actor.id,
        &actor.name,
        now,
        now
    )?;
    Ok(())
}

/// Notes how far an import is and what it has come to.
pub async fn move_run(
    tx: &mut Tx,
    job: JobId,
    lines_done: i64,
    summary: &ImportSummary,
    now: DateTime<Utc>,
) -> Result<()> {
    execute!(
        tx,
        "update import_run set lines_done = $2, summary = $3, moved_at = $4 where job_id = $1",
        job,
        lines_done,
        serde_json::to_string(summary)?,
        now
    )?;
    Ok(())
}

/// The latest import of the same file by the same person that did not reach its end and has stood still since
/// `quiet_since`.
pub async fn unfinished(
    tx: &mut Tx,
    target: ImportTarget,
    sha256: &str,
    actor: &Actor,
    quiet_since: DateTime<Utc>,
) -> Result<Option<(JobId, Unfinished)>> {
    let row = fetch_optional!(
        tx,
        (JobId, i64, DateTime<Utc>),
        "select r.job_id, r.lines_done, r.started_at from import_run r join job j on j.id = r.job_id \
         where r.sha256 = $1 and r.target = $2 and r.lines_done > 0 and r.lines_done < r.lines_total \
           and r.undone_at is null and (r.started_by = $3 or $3 is null) \
           and (j.ended_at is not null or r.moved_at < $4) order by r.started_at desc limit 1",
        sha256,
        target,
        actor.id,
        quiet_since
    )?;
    Ok(row.map(|(job, lines_done, started_at)| (job, Unfinished { lines_done, started_at })))
}

/// Makes an unfinished import the work of another job: its lines not taken and what it made go along. Gives how many
/// rows were done and what they came to.
pub async fn take_over(tx: &mut Tx, from: JobId, to: JobId) -> Result<(i64, ImportSummary)> {
    execute!(tx, "update import_run set job_id = $2 where job_id = $1", from, to)?;
    execute!(tx, "update import_rejection set job_id = $2 where job_id = $1", from, to)?;
    let (done, summary) =
        fetch_one!(tx, (i64, String), "select lines_done, summary from import_run where job_id = $1", to)?;
    Ok((done, serde_json::from_str(&summary)?))
}

/// Notes what an import made, after the `first` things.
pub async fn insert_made(tx: &mut Tx, job: JobId, first: i64, made: &[Made]) -> Result<()> {
    let rows: Vec<(i64, &Made)> = (first..).zip(made).collect();
    insert_many!(
        tx,
        "insert into import_made (job_id, position, kind, made_id, line_key) values ($1, $2, $3, $4, $5)",
        rows,
        |row| job,
        row.0,
        row.1.kind,
        row.1.made_id,
        &row.1.line_key
    )
}

/// Position after the last thing that an import made.
pub async fn next_position(tx: &mut Tx, job: JobId) -> Result<i64> {
    let (last,) = fetch_one!(
        tx,
        (i64,),
        "select coalesce(max(position) + 1, 0) from import_made where job_id = $1",
        job
    )?;
    Ok(last)
}

/// How many things an import made that were not taken back.
pub async fn count_made(tx: &mut Tx, job: JobId) -> Result<i64> {
    Ok(fetch_one!(tx, (i64,), "select count(*) from import_made where job_id = $1", job)?.0)
}

/// Places and ids of what an import made of a kind before a place, the last first.
pub async fn made_before(
    tx: &mut Tx,
    job: JobId,
    kind: MadeKind,
    before: i64,
    limit: i64,
) -> Result<Vec<(i64, Uuid)>> {
    fetch_all!(
        tx,
        (i64, Uuid),
        "select position, made_id from import_made where job_id = $1 and kind = $2 and position < $3 \
         order by position desc limit $4",
        job,
        kind,
        before,
        limit
    )
}

/// Those of the things that imports made.
pub async fn imported(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<(Uuid,)>> {
    fetch_in!(tx, (Uuid,), "select made_id from import_made where made_id in ($1)", ids)
}

/// Forgets something that an import made.
pub async fn forget_made(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(tx, "delete from import_made where made_id = $1", id)?;
    Ok(())
}

/// Which of the lines an import took before.
pub async fn known_lines(tx: &mut Tx, keys: &[String]) -> Result<Vec<(String,)>> {
    fetch_in!(
        tx,
        (String,),
        "select line_key from import_made where line_key is not null and line_key in ($1)",
        keys
    )
}

/// Notes that everything an import made was taken back.
pub async fn set_undone(tx: &mut Tx, job: JobId, now: DateTime<Utc>) -> Result<()> {
    execute!(tx, "update import_run set undone_at = $2 where job_id = $1", job, now)?;
    Ok(())
}

/// Who began an import of what, and when it moved last; none when there is no such import.
pub async fn run(tx: &mut Tx, job: JobId) -> Result<Option<(ImportTarget, String, bool)>> {
    fetch_optional!(
        tx,
        (ImportTarget, String, bool),
        "select r.target, r.title, j.ended_at is not null from import_run r join job j on j.id = r.job_id \
         where r.job_id = $1",
        job
    )
}

/// The latest imports of a person, or of everybody.
pub async fn recent(tx: &mut Tx, of: Option<Uuid>, target: ImportTarget) -> Result<Vec<PastImport>> {
    let rows = fetch_all!(
        tx,
        (JobId, String, i64, i64, String, String, DateTime<Utc>, Option<DateTime<Utc>>, i64),
        "select r.job_id, r.title, r.lines_done, r.lines_total, r.summary, r.started_by_name, r.started_at, \
           r.undone_at, (select count(*) from import_made m where m.job_id = r.job_id) \
         from import_run r where r.target = $1 and (r.started_by = $2 or $2 is null) \
         order by r.started_at desc limit 10",
        target,
        of
    )?;
    rows.into_iter()
        .map(|(id, title, lines_done, lines_total, summary, started_by_name, started_at, undone_at, made)| {
            let summary = serde_json::from_str(&summary)?;
            Ok(PastImport {
                id,
                target,
                title,
                lines_done,
                lines_total,
                summary,
                started_by_name,
                started_at,
                undone_at,
                made,
            })
        })
        .collect()
}

/// The fields that somebody chose for a header before.
pub async fn mapping(
    tx: &mut Tx,
    target: ImportTarget,
    header_key: &str,
) -> Result<Option<Vec<Option<String>>>> {
    let row = fetch_optional!(
        tx,
        (String,),
        "select fields from import_mapping where target = $1 and header_key = $2",
        target,
        header_key
    )?;
    Ok(row.map(|(fields,)| serde_json::from_str(&fields)).transpose()?)
}

/// Notes the fields that somebody chose for a header.
pub async fn set_mapping(
    tx: &mut Tx,
    target: ImportTarget,
    header_key: &str,
    fields: &[Option<String>],
    now: DateTime<Utc>,
) -> Result<()> {
    execute!(
        tx,
        "insert into import_mapping (target, header_key, fields, noted_at) values ($1, $2, $3, $4) \
         on conflict (target, header_key) do update set fields = excluded.fields, noted_at = excluded.noted_at",
        target,
        header_key,
        serde_json::to_string(fields)?,
        now
    )?;
    Ok(())
}
