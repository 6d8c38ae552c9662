//! Copying and checking.

use std::path::Path;

use crate::changes::Change;
use crate::dispatch::{Nothing, Tag, TaskCx};
use crate::error::{Error, Result};
use crate::maintenance::model::{
    Backup, BackupPlan, BackupRequest, BackupStanding, CopyAbout, CopyFile, Findings, Problem, Restored,
    SupportFile, SupportRequest,
};
use crate::maintenance::restore::{self, By};
use crate::maintenance::{checks, copies, rules, store, support};

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

/// The plan for copies, and those that are there.
pub async fn backups(task: TaskCx, _: Nothing) -> Result<BackupStanding> {
    let mut cx = task.read().await?;
    let plan = store::plan(&mut cx.tx).await?;
    cx.tx.rollback().await?;
    let copies = if plan.folder.is_empty() { Vec::new() } else { copies::list(&plan.folder) };
    Ok(BackupStanding { plan, copies, by_server: !task.app.db.is_file() })
}

/// Changes the plan for copies. The folder must be there on the computer that asks.
pub async fn save_backup_plan(task: TaskCx, request: BackupPlan) -> Result<BackupStanding> {
    let plan = rules::check(&request)?;
    if !plan.folder.is_empty() && !Path::new(&plan.folder).is_dir() {
        return Err(Error::field("folder", "folder_missing"));
    }
    let mut cx = task.write().await?;
    let before = store::plan(&mut cx.tx).await?;
    let by = cx.actor.name.clone();
    if !store::update_plan(&mut cx.tx, &plan, cx.now, &by).await? {
        let (by, at) = store::last_change(&mut cx.tx).await?;
        let current = Box::new(serde_json::to_value(before)?);
        return Err(Error::Conflict { by, at: at.unwrap_or(cx.now), current });
    }
    cx.audit_changed("backup_plan", 1, &before, &plan)?;
    task.commit(cx).await?;
    backups(task, Nothing {}).await
}

/// Makes a copy in the plan's folder now.
pub async fn backup_now(task: TaskCx, _: Nothing) -> Result<BackupStanding> {
    let mut cx = task.read().await?;
    let plan = store::plan(&mut cx.tx).await?;
    cx.tx.rollback().await?;
    let file = copies::make(&task.app, &plan).await?;
    let mut cx = task.write().await?;
    store::note(&mut cx.tx, cx.now, &file.display().to_string(), "").await?;
    task.commit(cx).await?;
    backups(task, Nothing {}).await
}

/// What a copy holds, and what going back to it would lose.
pub async fn about_copy(task: TaskCx, request: CopyFile) -> Result<CopyAbout> {
    restore::about(&task.app.db, Path::new(request.file.trim())).await
}

/// Puts a copy into the place of the base; everybody signs in anew. Refused while long work goes on here, or another
/// program has the base open.
pub async fn restore(task: TaskCx, request: CopyFile) -> Result<Restored> {
    if task.app.at_work() {
        return Err(Error::unavailable("work_under_way", ""));
    }
    let by = By { id: task.actor.id, name: task.actor.name.clone(), now: task.app.clock.now() };
    let file = Path::new(request.file.trim());
    let restored = restore::restore(&task.app.db, file, &by, task.app.zone()).await?;
    task.app.read_settings().await?;
    task.app.tell_here(Change::Stale { tags: Tag::ALL.to_vec(), caller: None });
    Ok(restored)
}

/// Checks the stored pages and references, what the fichas are found by, the rows of merged fichas, the outbox, the
/// chain of the audit and the series of numbers.
pub async fn verify(task: TaskCx, _: Nothing) -> Result<Findings> {
    // Every table is looked through, which no person's own role may.
    if !task.app.shares_a_role() {
        return Err(Error::unavailable("verify_by_owner", ""));
    }
    let mut integrity: Vec<Problem> = Vec::new();
    for what in task.app.db.integrity_problems().await? {
        integrity.push(Problem::new("page_damaged").with("what", what));
    }
    let mut cx = task.read().await?;
    let mut findings = checks::findings(&mut cx.tx).await?;
    cx.tx.rollback().await?;
    integrity.append(&mut findings.integrity);
    Ok(Findings { integrity, ..findings })
}

/// Writes what whoever helps needs to know to a new file: nothing in it is about anybody.
pub async fn support(task: TaskCx, request: SupportRequest) -> Result<SupportFile> {
    let file = request.file.trim();
    if file.is_empty() {
        return Err(Error::field("file", "required"));
    }
    let bytes = support::write(&task.app, Path::new(file)).await?;
    Ok(SupportFile { file: file.to_owned(), bytes: i64::try_from(bytes).unwrap_or(i64::MAX) })
}
