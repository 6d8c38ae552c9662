//! What somebody who helps needs to know, in one file, and nothing about anybody: versions, sizes, settings that speak of
//! no person, and the last of the logs.

use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::app::App;
use crate::commands;
use crate::db::migrations::MIGRATIONS;
use crate::discreet;
use crate::error::{Error, Result};
use crate::maintenance::store;

/// How much of each log goes along: its end.
const LOG_BYTES_MAX: u64 = 1024 * 1024;
/// What an error is called in a log.
const CODES: [&str; 6] = ["invalid", "conflict", "forbidden", "unauthenticated", "unavailable", "internal"];
/// The logs of an installation.
const LOGS: [&str; 2] = ["retaguarda.log", "retaguarda.log.1"];

/// Writes the file; gives its size.
///
/// # Errors
/// `Unavailable` when it exists or cannot be written; those of the database.
pub async fn write(app: &App, file: &Path) -> Result<u64> {
    let about = about(app).await?;
    let (folder, file) = (app.data_dir.clone(), file.to_owned());
    let written = tokio::task::spawn_blocking(move || pack(&folder, &file, &about));
    written.await.map_err(Error::internal)?
}

async fn about(app: &App) -> Result<Value> {
    let sizes = app.db.sizes().await?;
    let schema = app.db.schema_version().await?;
    let mut tx = app.db.begin_read().await?;
    let plan = store::plan(&mut tx).await?;
    let account = store::mail_settings(&mut tx).await?;
    tx.rollback().await?;
    let account = account.map(|(security, port, per_minute, per_day, active)| {
        json!({ "security": security, "port": port, "per_minute": per_minute, "per_day": per_day, "active": active })
    });
    Ok(json!({
        "program": crate::place::program(),
        "system": { "name": std::env::consts::OS, "machine": std::env::consts::ARCH },
        "made_at": app.clock.now(),
        "engine": { "name": app.db.engine(), "version": sizes.version, "bytes": sizes.bytes },
        "schema": { "version": schema, "of_program": MIGRATIONS.len() },
        "rows": sizes.rows.into_iter().collect::<std::collections::BTreeMap<_, _>>(),
        "settings": {
            "time_zone": app.zone().name(),
            "idle_lock_minutes": app.idle_limit().num_minutes(),
            "started_with_address": app.settings.given(),
            "copies": {
                "wanted": !plan.folder.is_empty(), "at_hour": plan.at_hour, "keep": plan.keep_copies,
                "last_at": plan.last_at, "last_error": plan.last_error,
            },
            "mail": account,
        },
    }))
}

fn pack(folder: &Path, file: &Path, about: &Value) -> Result<u64> {
    let unwritten = |error: std::io::Error| Error::unavailable("file_not_written", error);
    if file.exists() {
        return Err(Error::unavailable("file_exists", file.display()));
    }
    let beside = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut draft = tempfile::NamedTempFile::new_in(beside).map_err(unwritten)?;
    let mut zip = ZipWriter::new(draft.as_file_mut());
    let options = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    let text = serde_json::to_string_pretty(about)?;
    add(&mut zip, options, "about.json", text.as_bytes())?;
    for name in LOGS {
        if let Some(log) = end_of(&folder.join(name)) {
            let clean: String =
                log.lines().map(|line| discreet::without_people(line, &is_ours) + "\n").collect();
            add(&mut zip, options, name, clean.as_bytes())?;
        }
    }
    zip.finish().map_err(|error| Error::unavailable("file_not_written", error))?;
    draft.as_file().sync_all().map_err(unwritten)?;
    let size = draft.as_file().metadata().map_err(unwritten)?.len();
    draft.persist_noclobber(file).map_err(|error| unwritten(error.error))?;
    Ok(size)
}

fn add<W: Write + Seek>(
    zip: &mut ZipWriter<W>,
    options: SimpleFileOptions,
    name: &str,
    bytes: &[u8],
) -> Result<()> {
    zip.start_file(name, options).map_err(|error| Error::unavailable("file_not_written", error))?;
    zip.write_all(bytes).map_err(|error| Error::unavailable("file_not_written", error))
}

/// Words of the program's own between quotes: commands, codes, and the ids of defects that people read out.
fn is_ours(word: &str) -> bool {
    let code = || word.contains('_') && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
    let id =
        || word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte));
    commands::find(word).is_some() || CODES.contains(&word) || code() || id()
}

/// The last lines of a log; none where there is none.
fn end_of(path: &Path) -> Option<String> {
    let mut file = std::fs::File::open(path).ok()?;
    let length = file.metadata().ok()?.len();
    file.seek(SeekFrom::Start(length.saturating_sub(LOG_BYTES_MAX))).ok()?;
    let mut bytes = Vec::new();
    file.take(LOG_BYTES_MAX).read_to_end(&mut bytes).ok()?;
    let text = String::from_utf8_lossy(&bytes).into_owned();
    // The first line may have been cut.
    let whole =
        if length > LOG_BYTES_MAX { text.split_once('\n').map_or("", |(_, rest)| rest) } else { &text };
    Some(whole.to_owned())
}
