//! The rows themselves, streamed: no more of them in memory than one buffer holds.

use std::future::Future;
use std::time::Duration;

use futures_util::StreamExt;
use sqlx::postgres::{PgConnection, PgCopyIn, Postgres};
use sqlx::sqlite::{Sqlite, SqliteRow};
use sqlx::{AssertSqlSafe, Row, Transaction};

use super::super::quoted;
use super::Counted;
use super::tables::Table;
use super::text::{self, Contents};
use crate::error::{Error, Result};

/// Bytes sent together.
const BUFFER_BYTES: usize = 128 * 1024;
/// How long the server may take for one of them: a pulled cable ends no connection by itself.
const PATIENCE: Duration = Duration::from_secs(90);

async fn patiently<T>(work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T> {
    let waited = tokio::time::timeout(PATIENCE, work).await;
    Ok(waited.map_err(|_| Error::unavailable("database_unreachable", ""))??)
}

/// What the server's refusal of a value means.
pub(super) fn refused(table: &str, error: sqlx::Error) -> Error {
    if let sqlx::Error::Database(inner) = &error {
        let code = inner.code().unwrap_or_default();
        // Data that does not fit, and constraints that do not hold. The server's detail, which quotes the row, is left out.
        if code.starts_with("22") || code.starts_with("23") {
            return Error::unavailable("relocation_value_refused", format!("{table}: {}", inner.message()));
        }
    }
    error.into()
}

pub(super) async fn copy(
    table: &Table,
    from: &mut Transaction<'static, Sqlite>,
    to: &mut Transaction<'static, Postgres>,
    counted: Counted<'_>,
) -> Result<Contents> {
    let (name, columns) = (quoted(&table.name), table.list());
    let statement = format!("copy {name} ({columns}) from stdin");
    let mut writing = patiently((**to).copy_in_raw(&statement)).await?;
    match send(table, from, &mut writing, counted).await {
        Ok(contents) => {
            let written = tokio::time::timeout(PATIENCE, writing.finish()).await;
            let written = written.map_err(|_| Error::unavailable("database_unreachable", ""))?;
            let written = written.map_err(|error| refused(&table.name, error))?;
            if i64::try_from(written).ok() != Some(contents.rows) {
                return Err(Error::internal(format!("{written} rows of {} arrived", table.name)));
            }
            Ok(contents)
        }
        Err(error) => {
            writing.abort("given up").await.ok();
            Err(error)
        }
    }
}

async fn send(
    table: &Table,
    from: &mut Transaction<'static, Sqlite>,
    writing: &mut PgCopyIn<&mut PgConnection>,
    counted: Counted<'_>,
) -> Result<Contents> {
    let sql = format!("select {} from {}", table.list(), quoted(&table.name));
    let mut rows = sqlx::query(AssertSqlSafe(sql)).fetch(&mut **from);
    let mut contents = Contents::default();
    let (mut buffer, mut waiting) = (Vec::with_capacity(BUFFER_BYTES * 2), 0);
    while let Some(row) = rows.next().await {
        let begin = buffer.len();
        line(&mut buffer, table, &row?)?;
        contents.add(&buffer[begin..]);
        buffer.push(b'\n');
        waiting += 1;
        if buffer.len() >= BUFFER_BYTES {
            patiently(writing.send(buffer.as_slice())).await?;
            buffer.clear();
            counted(waiting);
            waiting = 0;
        }
    }
    patiently(writing.send(buffer.as_slice())).await?;
    counted(waiting);
    Ok(contents)
}

fn line(buffer: &mut Vec<u8>, table: &Table, row: &SqliteRow) -> Result<()> {
    for (index, (column, kind)) in table.columns.iter().enumerate() {
        if index > 0 {
            buffer.push(b'\t');
        }
        text::write(buffer, *kind, row.try_get_raw(index)?).ok_or_else(|| {
            Error::unavailable("relocation_value_refused", format!("{}.{column}", table.name))
        })?;
    }
    Ok(())
}

pub(super) async fn read_back(
    table: &Table,
    to: &mut Transaction<'static, Postgres>,
    counted: Counted<'_>,
) -> Result<Contents> {
    let statement = format!("copy {} ({}) to stdout", quoted(&table.name), table.list());
    let mut chunks = patiently((**to).copy_out_raw(&statement)).await?;
    let mut contents = Contents::default();
    let mut rest: Vec<u8> = Vec::new();
    let mut told = 0;
    loop {
        let next = tokio::time::timeout(PATIENCE, chunks.next()).await;
        let Some(chunk) = next.map_err(|_| Error::unavailable("database_unreachable", ""))? else { break };
        rest.extend_from_slice(&chunk?);
        let mut begin = 0;
        // A line's end inside a text is written otherwise.
        while let Some(length) = rest[begin..].iter().position(|byte| *byte == b'\n') {
            contents.add(&rest[begin..begin + length]);
            begin += length + 1;
        }
        rest.drain(..begin);
        if contents.rows - told >= 1_000 {
            counted(contents.rows - told);
            told = contents.rows;
        }
    }
    counted(contents.rows - told);
    Ok(contents)
}
