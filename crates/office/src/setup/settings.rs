//! What an installation remembers of where its base is: a small file of the person's own without any password, which is in
//! the keyring (decision 5).

use std::io::Write;
use std::path::PathBuf;

use crate::app::AppConfig;
use crate::db::Db;
use crate::error::{Error, Result};
use crate::secrets::Secrets;
use crate::setup::model::Place;

/// What the password of the server is kept under.
const PASSWORD_KEY: &str = "database";

/// The file of one installation.
#[derive(Debug, Clone)]
pub struct Settings {
    file: PathBuf,
    given: bool,
}

fn unusable(error: impl ToString) -> Error {
    Error::unavailable("settings", error)
}

impl Settings {
    /// Those of an installation: in the data folder where one is named, else where the system keeps settings.
    ///
    /// # Errors
    /// `Unavailable` when the system names no folder for them.
    pub fn of(config: &AppConfig) -> Result<Self> {
        let folder = match &config.data_dir {
            Some(folder) => folder.clone(),
            None => dirs::config_dir().ok_or_else(|| unusable(""))?.join("retaguarda"),
        };
        Ok(Self { file: folder.join("place.json"), given: config.database_url.is_some() })
    }

    /// The program was started with an address: what is remembered does not count.
    pub fn given(&self) -> bool {
        self.given
    }

    /// What was chosen; none before anybody chose.
    ///
    /// # Errors
    /// `Unavailable` when the file cannot be read.
    pub fn chosen(&self) -> Result<Option<Place>> {
        match std::fs::read(&self.file) {
            Ok(bytes) => serde_json::from_slice(&bytes).map(Some).map_err(unusable),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(unusable(error)),
        }
    }

    /// Remembers a choice. May wait for the keyring and belongs on a thread that may.
    ///
    /// # Errors
    /// `Unavailable` when it cannot be written.
    pub fn remember(&self, secrets: &Secrets, place: &Place, password: &str) -> Result<()> {
        if matches!(place, Place::Server(_)) {
            secrets.set(PASSWORD_KEY, password)?;
        }
        let written = || {
            let folder = self.file.with_file_name("");
            std::fs::create_dir_all(&folder)?;
            // Beside the file and renamed, so that a crash leaves the old one whole.
            let mut file = tempfile::NamedTempFile::new_in(&folder)?;
            file.write_all(serde_json::to_string_pretty(place)?.as_bytes())?;
            file.as_file().sync_all()?;
            file.persist(&self.file).map_err(|error| error.error)?;
            Ok::<_, std::io::Error>(())
        };
        written().map_err(unusable)
    }

    /// The address of what was chosen.
    ///
    /// # Errors
    /// `Unavailable` when the file, or the keyring with the password, cannot be read.
    pub async fn address(&self, secrets: Secrets) -> Result<Option<String>> {
        match self.chosen()? {
            None => Ok(None),
            Some(Place::File { file }) => Ok(Some(Db::file_url(&PathBuf::from(file)))),
            Some(Place::Server(server)) => {
                let asked = tokio::task::spawn_blocking(move || secrets.get(PASSWORD_KEY)).await;
                let password = asked.map_err(Error::internal)??.unwrap_or_default();
                Ok(Some(server.url(&password)))
            }
        }
    }
}
