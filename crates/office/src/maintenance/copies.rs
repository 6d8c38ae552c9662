//! Copies in the folder of the plan: made, listed, and the old ones removed. On Postgres the server's own tool does it.

use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::app::App;
use crate::clock;
use crate::error::{Error, Result};
use crate::maintenance::model::{BackupPlan, Copy};
use crate::maintenance::rules;

/// Most copies listed.
const LISTED_MAX: usize = 100;

/// Writes a copy into the plan's folder, then removes those beyond the number to keep.
///
/// # Errors
/// `Unavailable` with the reason: no folder, no room, an engine that copies otherwise.
pub async fn make(app: &App, plan: &BackupPlan) -> Result<PathBuf> {
    let folder = Path::new(&plan.folder);
    if !folder.is_dir() {
        return Err(Error::unavailable("backup_folder_missing", &plan.folder));
    }
    let now = app.clock.now().with_timezone(&app.zone()).naive_local();
    let file = folder.join(rules::file_name(now));
    app.db.backup_to(&file).await?;
    for old in rules::to_remove(names(folder), plan.keep_copies) {
        // Tried again after the next copy.
        if let Err(error) = std::fs::remove_file(folder.join(old)) {
            tracing::warn!(%error, "an old copy could not be removed");
        }
    }
    Ok(file)
}

/// Our copies in a folder, the newest first; none where the folder cannot be read.
pub fn list(folder: &str) -> Vec<Copy> {
    let folder = Path::new(folder);
    let mut names: Vec<String> = names(folder).into_iter().filter(|name| rules::is_copy(name)).collect();
    names.sort_unstable_by(|a, b| b.cmp(a));
    names
        .into_iter()
        .take(LISTED_MAX)
        .filter_map(|name| {
            let about = std::fs::metadata(folder.join(&name)).ok()?;
            let made_at: DateTime<Utc> = about.modified().ok()?.into();
            Some(Copy { name, bytes: i64::try_from(about.len()).unwrap_or(i64::MAX), made_at })
        })
        .collect()
}

fn names(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries.filter_map(|entry| entry.ok()?.file_name().into_string().ok()).collect()
}

/// Makes today's copy where it is due and nobody else has begun it; gives whether it was.
///
/// # Errors
/// Those of the database; a copy that fails is noted in the plan instead.
pub async fn make_due(app: &App) -> Result<bool> {
    let now = app.clock.now();
    let mut tx = app.db.begin_read().await?;
    let plan = super::store::plan(&mut tx).await?;
    tx.rollback().await?;
    let zone = app.zone();
    let last_day = plan.last_at.map(|at| clock::local_date(at, zone));
    if !rules::is_due(&plan, now.with_timezone(&zone).naive_local(), last_day) {
        return Ok(false);
    }
    let mut tx = app.db.begin_write().await?;
    let claimed = super::store::claim(&mut tx, plan.last_at, now).await?;
    tx.commit().await?;
    if !claimed {
        return Ok(false);
    }
    let (file, error) = match make(app, &plan).await {
        Ok(file) => (file.display().to_string(), String::new()),
        Err(Error::Unavailable { reason, .. }) => (plan.last_file, reason.to_owned()),
        Err(error) => {
            tracing::error!(%error, "the daily copy failed");
            (plan.last_file, error.code().to_owned())
        }
    };
    let mut tx = app.db.begin_write().await?;
    super::store::note(&mut tx, now, &file, &error).await?;
    tx.commit().await?;
    Ok(error.is_empty())
}
