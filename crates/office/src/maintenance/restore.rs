//! Going back to a copy (SYS-6). The copy is copied once more, beside the base; that one is checked, brought up to the
//! schema of this program and put right, and only then takes the place of the base, which is kept under a dated name.
//! Nothing has happened until the names change.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::app::{App, AppConfig};
use crate::audit::{self, Author, Draft};
use crate::clock::DEFAULT_TIME_ZONE;
use crate::db::Db;
use crate::db::file::Staged;
use crate::db::migrations::MIGRATIONS;
use crate::error::{Error, Result};
use crate::maintenance::model::{CopyAbout, Restored};
use crate::maintenance::rules;
use crate::maintenance::store::restore as store;

/// What a copy holds, and what going back to it would lose.
///
/// # Errors
/// `Unavailable` with `copy_missing`, `copy_damaged`, `copy_of_nothing` or `database_newer`.
pub async fn about(db: &Db, file: &Path) -> Result<CopyAbout> {
    let copy = Db::open_copy(file).await.map_err(damaged)?;
    let found = look_into(db, &copy, file).await;
    copy.close().await;
    found
}

async fn look_into(db: &Db, copy: &Db, file: &Path) -> Result<CopyAbout> {
    check_version(copy).await?;
    let mut tx = copy.begin_read().await.map_err(damaged)?;
    let last = store::last_entry(&mut tx).await.map_err(damaged)?;
    let company = store::company(&mut tx).await.map_err(damaged)?;
    let customers = store::customers(&mut tx).await.map_err(damaged)?;
    tx.rollback().await?;
    let (seq, hash) = last.as_ref().map_or((0, ""), |(seq, hash, _)| (*seq, hash.as_str()));
    let mut tx = db.begin_read().await?;
    let same_base = store::has_entry(&mut tx, seq, hash).await?;
    let after = if same_base { seq } else { 0 };
    let (changes_lost, lost_since) = store::entries_after(&mut tx, after).await?;
    tx.rollback().await?;
    let bytes = std::fs::metadata(file).map_or(0, |about| about.len());
    Ok(CopyAbout {
        file: file.display().to_string(),
        bytes: i64::try_from(bytes).unwrap_or(i64::MAX),
        company,
        customers,
        last_change_at: last.map(|(_, _, at)| at),
        changes_lost,
        lost_since,
        same_base,
    })
}

/// What a file that cannot be read means: it is the copy that is damaged, not the base.
fn damaged(error: Error) -> Error {
    match error {
        Error::Unavailable { reason: "database_corrupted" | "database_io", detail } => {
            Error::unavailable("copy_damaged", detail)
        }
        other => other,
    }
}

async fn check_version(copy: &Db) -> Result<()> {
    let latest = MIGRATIONS.last().map_or(0, |step| step.version);
    match copy.schema_version().await.map_err(damaged)? {
        None | Some(0) => Err(Error::unavailable("copy_of_nothing", "")),
        Some(version) if version > latest => {
            Err(Error::unavailable("copy_newer", format!("{version} > {latest}")))
        }
        Some(_) => Ok(()),
    }
}

/// Everything that can be wrong with a copy, before it takes anybody's place.
async fn check(copy: &Db, now: DateTime<Utc>) -> Result<()> {
    check_version(copy).await?;
    let pages = copy.integrity_problems().await.map_err(damaged)?;
    if let Some(first) = pages.first() {
        return Err(Error::unavailable("copy_damaged", first));
    }
    if let Some(lost) = copy.lost_references().await.map_err(damaged)?.first() {
        return Err(Error::unavailable("copy_damaged", format!("{} → {}", lost.table, lost.parent)));
    }
    let mut tx = copy.begin_read().await?;
    let chain = audit::verify(&mut tx).await.map_err(damaged)?;
    tx.rollback().await?;
    if let Some(seq) = chain.broken_at.first() {
        return Err(Error::unavailable("copy_chain_broken", seq));
    }
    copy.migrate(now).await.map_err(damaged)
}

/// Who goes back to a copy, and when.
#[derive(Debug, Clone)]
pub struct By {
    /// Their id; none for the command line.
    pub id: Option<Uuid>,
    /// Their name.
    pub name: String,
    /// When (UTC).
    pub now: DateTime<Utc>,
}

/// Puts a copy into the place of a base.
///
/// # Errors
/// `Unavailable` with what keeps it from being done; nothing has happened then.
pub async fn restore(db: &Db, file: &Path, by: &By, zone: chrono_tz::Tz) -> Result<Restored> {
    let place = PathBuf::from(db.label());
    let staged = db.stage(file).await?;
    check(&staged.db, by.now).await?;
    let alone = db.alone().await?;
    // Asking a base that is not there would make one.
    let waiting = if place.exists() { still_waiting(db).await } else { HashSet::new() };
    let in_doubt = put_right(&staged, &waiting, file, by).await?;
    let aside = place.with_file_name(rules::name_aside(&place, by.now.with_timezone(&zone).naive_local()));
    if aside.exists() {
        return Err(Error::unavailable("file_exists", aside.display()));
    }
    db.exchange(alone, staged, &aside).await?;
    let kept_as = if aside.exists() { aside.display().to_string() } else { String::new() };
    tracing::info!("a copy took the place of the database");
    Ok(Restored { file: file.display().to_string(), kept_as, in_doubt })
}

/// Ends in the copy what was under way when it was made. What waited to be sent then and does not wait in the base any
/// more may have been sent: it is not sent again unless a person says so.
async fn put_right(staged: &Staged, waiting: &HashSet<Uuid>, file: &Path, by: &By) -> Result<i64> {
    let mut tx = staged.db.begin_write().await?;
    let mut in_doubt = 0;
    for (id,) in store::unsettled(&mut tx).await? {
        if !waiting.contains(&id) {
            store::doubt(&mut tx, id).await?;
            in_doubt += 1;
        }
    }
    store::end_what_was_under_way(&mut tx, by.now, &by.name).await?;
    let note = serde_json::json!({ "file": file.display().to_string(), "in_doubt": in_doubt });
    let draft = Draft::new("database", "restored", None::<&()>, Some(&note))?;
    let author = Author { id: by.id, name: by.name.clone(), command: "maintenance.restore" };
    audit::write(&mut tx, &author, by.now, vec![draft]).await?;
    tx.commit().await?;
    Ok(in_doubt)
}

/// The messages that nobody has begun to send; none of a base that cannot be read.
async fn still_waiting(db: &Db) -> HashSet<Uuid> {
    let asked = async {
        let mut tx = db.begin_read().await?;
        let waiting = store::queued(&mut tx).await?;
        tx.rollback().await?;
        Ok::<_, Error>(waiting)
    };
    match asked.await {
        Ok(waiting) => waiting.into_iter().map(|(id,)| id).collect(),
        Err(error) => {
            tracing::warn!(%error, "the base cannot be asked which messages still wait");
            HashSet::new()
        }
    }
}

/// For the command line: also where the base is damaged, newer than this program, or not there.
///
/// # Errors
/// Those of [`restore`].
pub async fn from_outside(config: &AppConfig, file: &Path, name: &str) -> Result<Restored> {
    let db = Db::unopened(&App::address(config).await?).await?;
    let by = By { id: None, name: name.to_owned(), now: config.clock.now() };
    let restored = restore(&db, file, &by, DEFAULT_TIME_ZONE).await;
    db.close().await;
    restored
}
