//! Lines that were not taken, in the database.

pub mod memory;

use uuid::Uuid;

use crate::db::Tx;
use crate::error::Result;
use crate::imports::model::Rejection;
use crate::jobs::model::JobId;
use crate::{fetch_all, fetch_one, fetch_optional, insert_many};

/// Adds lines after the `first`.
pub async fn insert(tx: &mut Tx, job: JobId, first: i64, rejections: &[Rejection]) -> Result<()> {
    let rows: Vec<(i64, &Rejection, String)> = (first..)
        .zip(rejections)
        .map(|(position, rejection)| Ok((position, rejection, serde_json::to_string(&rejection.params)?)))
        .collect::<Result<_>>()?;
    insert_many!(
        tx,
        "insert into import_rejection (job_id, position, line, field, column_title, code, params, value) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        rows,
        |row| job,
        row.0,
        row.1.line,
        &row.1.field,
        &row.1.column,
        &row.1.code,
        &row.2,
        &row.1.value
    )
}

/// Who started an import; none when there is no such import.
pub async fn started_by(tx: &mut Tx, job: JobId) -> Result<Option<Option<Uuid>>> {
    let row = fetch_optional!(
        tx,
        (Option<Uuid>,),
        "select started_by from job where id = $1 and kind like 'import%'",
        job
    )?;
    Ok(row.map(|(by,)| by))
}

/// How many there are.
pub async fn count(tx: &mut Tx, job: JobId) -> Result<i64> {
    Ok(fetch_one!(tx, (i64,), "select count(*) from import_rejection where job_id = $1", job)?.0)
}

/// A page, in the order of the file.
pub async fn page(tx: &mut Tx, job: JobId, offset: i64, limit: i64) -> Result<Vec<Rejection>> {
    let rows = fetch_all!(
        tx,
        (i64, String, String, String, String, String),
        "select line, field, column_title, code, params, value from import_rejection where job_id = $1 \
         and position >= $2 order by position limit $3",
        job,
        offset,
        limit
    )?;
    rows.into_iter()
        .map(|(line, field, column, code, params, value)| {
            Ok(Rejection { line, field, column, code, params: serde_json::from_str(&params)?, value })
        })
        .collect()
}
