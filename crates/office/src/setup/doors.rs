//! What the assistant asks and does. It stands before any base, so none of it is in the list of commands: the window calls
//! it by name through [`call`], and whoever may run the program may.

use std::path::{Path, PathBuf};

use serde::Serialize;
use serde_json::Value;

use crate::app::{self, AppConfig, DEFAULT_FILE};
use crate::db::logins::Door;
use crate::db::migrations::MIGRATIONS;
use crate::db::probe::SERVER_AT_LEAST;
use crate::db::{self, Db};
use crate::dispatch::parse;
use crate::error::{Error, Result};
use crate::setup::model::{
    FolderCheck, FolderFinding, FolderInput, Place, ServerCheck, ServerInput, SetupStart,
};
use crate::setup::rules;
use crate::setup::settings::Settings;

/// Runs one of them.
///
/// # Errors
/// `Invalid` with the wrong fields, `Unavailable` with what could not be reached.
pub async fn call(config: &AppConfig, door: &str, request: Value) -> Result<Value> {
    fn told(answer: impl Serialize) -> Result<Value> {
        Ok(serde_json::to_value(answer)?)
    }
    match door {
        "start" => told(start(config)?),
        "check_folder" => told(check_folder(&parse::<FolderInput>(request)?).await),
        "check_server" => told(check_server(&parse::<ServerInput>(request)?).await?),
        "use_folder" => told(use_folder(config, &parse::<FolderInput>(request)?).await?),
        "use_server" => told(use_server(config, parse::<ServerInput>(request)?).await?),
        _ => Err(Error::NotFound { entity: "door" }),
    }
}

/// Whether it is known which base to open: nobody need be asked.
///
/// # Errors
/// `Unavailable` when what was chosen cannot be read.
pub fn is_known(config: &AppConfig) -> Result<bool> {
    let settings = Settings::of(config)?;
    Ok(settings.given() || settings.chosen()?.is_some() || app::data_dir(config)?.join(DEFAULT_FILE).exists())
}

fn start(config: &AppConfig) -> Result<SetupStart> {
    let settings = Settings::of(config)?;
    let chosen = settings.chosen()?;
    let folder = match &chosen {
        Some(Place::File { file }) => Path::new(file).with_file_name(""),
        _ => app::data_dir(config)?,
    };
    let folder = folder.display().to_string();
    let folder = if folder.len() > 1 { folder.trim_end_matches('/').to_owned() } else { folder };
    Ok(SetupStart { folder, chosen, given: settings.given(), server_at_least: SERVER_AT_LEAST / 10_000 })
}

/// The folder itself, or the nearest one above it that is there.
fn nearest(folder: &Path) -> Option<&Path> {
    folder.ancestors().find(|folder| folder.is_dir())
}

async fn check_folder(input: &FolderInput) -> FolderCheck {
    let folder = PathBuf::from(input.folder.trim());
    let file = folder.join(DEFAULT_FILE);
    FolderCheck { file: file.display().to_string(), finding: find(&folder, &file).await }
}

async fn find(folder: &Path, file: &Path) -> FolderFinding {
    if !folder.is_absolute() {
        return FolderFinding::NotAbsolute;
    }
    // The last folder may be made; those above it are there, or a name was mistyped.
    let Some(there) = nearest(folder).filter(|there| *there == folder || folder.parent() == Some(*there))
    else {
        return FolderFinding::Missing;
    };
    if db::refuse_network(&there.join(DEFAULT_FILE)).is_err() {
        return FolderFinding::OnNetwork;
    }
    if tempfile::tempfile_in(there).is_err() {
        return FolderFinding::ReadOnly;
    }
    if !file.exists() {
        return FolderFinding::Free;
    }
    look(file).await.unwrap_or(FolderFinding::NotOurs)
}

async fn look(file: &Path) -> Result<FolderFinding> {
    let base = Db::open_copy(file).await?;
    let found = async {
        Ok(match base.schema_version().await? {
            None => FolderFinding::NotOurs,
            Some(_) if base.is_moved().await? => FolderFinding::Moved,
            Some(_) => FolderFinding::Ours,
        })
    };
    let found = found.await;
    base.close().await;
    found
}

async fn check_server(input: &ServerInput) -> Result<ServerCheck> {
    let server = rules::check_server(input)?;
    if let Some(door) = Door::at(&server.url(""))? {
        return Ok(rules::judge_door(&server, door.answers().await?));
    }
    let base = Db::open(&server.url(&input.password)).await?;
    let probe = base.probe().await;
    base.close().await;
    let probe = probe?.ok_or_else(|| Error::unavailable("database_url", ""))?;
    Ok(rules::judge(&server, &probe))
}

/// Something to choose, and not an address that the program was started with.
fn settings(config: &AppConfig) -> Result<Settings> {
    let settings = Settings::of(config)?;
    if settings.given() { Err(Error::unavailable("place_given", "")) } else { Ok(settings) }
}

async fn remember(config: &AppConfig, place: Place, password: String) -> Result<()> {
    let (settings, secrets) = (settings(config)?, app::secrets(config)?);
    let kept = tokio::task::spawn_blocking(move || settings.remember(&secrets, &place, &password));
    kept.await.map_err(Error::internal)?
}

async fn use_folder(config: &AppConfig, input: &FolderInput) -> Result<FolderCheck> {
    settings(config)?;
    let check = check_folder(input).await;
    if matches!(check.finding, FolderFinding::Free | FolderFinding::Ours) {
        let made = std::fs::create_dir_all(input.folder.trim());
        made.map_err(|error| Error::unavailable("data_folder", error))?;
        remember(config, Place::File { file: check.file.clone() }, String::new()).await?;
    }
    Ok(check)
}

async fn use_server(config: &AppConfig, input: ServerInput) -> Result<ServerCheck> {
    settings(config)?;
    let check = check_server(&input).await?;
    if check.fits {
        let server = rules::check_server(&input)?;
        tracing::info!(version = check.version, schema = MIGRATIONS.len(), "a server was chosen");
        let password = if input.own_users { String::new() } else { input.password };
        remember(config, Place::Server(server), password).await?;
    }
    Ok(check)
}
