//! Copying and checking.

use std::path::Path;

use crate::audit;
use crate::dispatch::Nothing;
use crate::dispatch::TaskCx;
use crate::error::{Error, Result};
use crate::maintenance::model::{Backup, BackupRequest, Findings};
use crate::maintenance::store;

/// Writes a consistent copy of the database to a new file while it is in use.
pub async fn backup(task: TaskCx, request: BackupRequest) -> Result<Backup> {
    let file = request.file.trim();
    if file.is_empty() {
        return Err(Error::field("file", "required"));
    }
    task.app.db.backup_to(Path::new(file)).await?;
    let size = std::fs::metadata(file).map_err(|error| Error::unavailable("backup_unreadable", error))?.len();
    Ok(Backup { file: file.to_owned(), bytes: i64::try_from(size).unwrap_or(i64::MAX) })
}

/// Checks the stored pages and references, the chain of the audit and the series of numbers.
pub async fn verify(task: TaskCx, _: Nothing) -> Result<Findings> {
    let integrity = task.app.db.integrity_problems().await?;
    let mut cx = task.read().await?;
    let chain = audit::verify(&mut cx.tx).await?;
    let numbers = store::quote_numbers(&mut cx.tx)
        .await?
        .into_iter()
        .filter(|(_, lowest, highest, count)| *lowest != 1 || highest != count)
        .map(|(year, lowest, highest, count)| {
            format!("quote {year}: {count} numbers from {lowest} to {highest}")
        })
        .collect();
    cx.tx.rollback().await?;
    Ok(Findings { audit_entries: chain.entries, audit_broken_at: chain.broken_at, integrity, numbers })
}
