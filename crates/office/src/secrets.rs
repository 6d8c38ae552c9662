//! Passwords of outside accounts: in a file that only its owner can read.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

crate::text_enum! {
    /// Where passwords are kept.
    pub enum SecretsKind {
        /// In the system's keyring.
        Keyring,
        /// In a file that only its owner can read.
        File,
    }
}

/// Keeps secrets outside the database.
#[derive(Debug)]
pub struct Secrets {
    file: PathBuf,
}

impl Secrets {
    /// Secrets kept in `folder`.
    pub fn open(folder: &Path) -> Self {
        Self { file: folder.join("secrets.json") }
    }

    /// Where they are kept.
    pub fn kind(&self) -> SecretsKind {
        SecretsKind::File
    }

    /// The secret under `key`, or none.
    ///
    /// # Errors
    /// `Unavailable` when the file cannot be read.
    pub fn get(&self, key: &str) -> Result<Option<String>> {
        Ok(self.read()?.remove(key))
    }

    /// Keeps `secret` under `key`.
    ///
    /// # Errors
    /// `Unavailable` when the file cannot be written.
    pub fn set(&self, key: &str, secret: &str) -> Result<()> {
        let mut all = self.read()?;
        all.insert(key.to_owned(), secret.to_owned());
        self.write(&all).map_err(|error| Error::unavailable("secrets", error))
    }

    fn read(&self) -> Result<BTreeMap<String, String>> {
        match std::fs::read(&self.file) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| Error::unavailable("secrets", error)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(error) => Err(Error::unavailable("secrets", error)),
        }
    }

    /// Writes beside the file and renames, so that a crash leaves the old one whole.
    fn write(&self, all: &BTreeMap<String, String>) -> std::io::Result<()> {
        let beside = self.file.with_extension("json.new");
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        file.write_all(serde_json::to_string(all)?.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(beside, &self.file)
    }
}
