//! Passwords of outside accounts: in the system's keyring, or (where there is none) in a file that only its
//! owner can read. Never in the database.
//!
//! The file also notes which secrets are in the keyring, so that a keyring out of reach is told as such and
//! not taken for a password nobody typed, and so that whoever has no secret never wakes the keyring.

mod keyring;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc};
use std::time::Duration;

use crate::error::{Error, Result};

pub use keyring::{Keyring, SystemKeyring};

/// How long reading may take: the desktop may be asking its user to open the keyring.
const READ_PATIENCE: Duration = Duration::from_secs(20);
/// How long keeping may take, for the same reason. Then the file takes over.
const WRITE_PATIENCE: Duration = Duration::from_secs(30);
/// How long finding out whether there is a keyring may take; nobody is asked anything for that.
const LOOK_PATIENCE: Duration = Duration::from_secs(3);

crate::text_enum! {
    /// Where passwords are kept.
    pub enum SecretsKind {
        /// In the system's keyring.
        Keyring,
        /// In a file that only its owner can read.
        File,
    }
}

/// Keeps secrets outside the database. Every call may wait and belongs on a thread that may.
#[derive(Debug, Clone)]
pub struct Secrets {
    file: PathBuf,
    keyring: Option<Arc<dyn Keyring>>,
}

/// What the file holds: a secret, or (with none) the word that it is in the keyring.
type Notes = BTreeMap<String, Option<String>>;

impl Secrets {
    /// Secrets of the installation whose data is in `folder`; without a keyring, in a file there.
    pub fn open(folder: &Path, keyring: Option<Arc<dyn Keyring>>) -> Self {
        Self { file: folder.join("secrets.json"), keyring }
    }

    /// Where the secret under `key` is kept, or would be kept if it came now.
    ///
    /// # Errors
    /// `Unavailable` when the file cannot be read.
    pub fn kind(&self, key: &str) -> Result<SecretsKind> {
        let kind = match self.read()?.get(key) {
            Some(Some(_)) => SecretsKind::File,
            Some(None) => SecretsKind::Keyring,
            None if self.ask(LOOK_PATIENCE, |keyring| keyring.look()).is_ok() => SecretsKind::Keyring,
            None => SecretsKind::File,
        };
        Ok(kind)
    }

    /// Whether there is a secret under `key`; the keyring is not asked.
    ///
    /// # Errors
    /// `Unavailable` when the file cannot be read.
    pub fn has(&self, key: &str) -> Result<bool> {
        Ok(self.read()?.get(key).is_some_and(|note| note.as_deref() != Some("")))
    }

    /// The secret under `key`, or none.
    ///
    /// # Errors
    /// `Unavailable` when the file cannot be read, or when the secret is in a keyring out of reach.
    pub fn get(&self, key: &str) -> Result<Option<String>> {
        match self.read()?.remove(key) {
            Some(Some(secret)) => Ok(Some(secret)),
            Some(None) => {
                let name = self.name(key);
                self.ask(READ_PATIENCE, move |keyring| keyring.get(&name))
                    .map_err(|error| Error::unavailable("keyring", error))
            }
            None => Ok(None),
        }
    }

    /// Keeps `secret` under `key`, in the keyring where that works; gives where. An empty one takes the last away.
    ///
    /// # Errors
    /// `Unavailable` when the file cannot be written.
    pub fn set(&self, key: &str, secret: &str) -> Result<SecretsKind> {
        let mut notes = self.read()?;
        let (name, kept) = (self.name(key), secret.to_owned());
        let kind = match self.ask(WRITE_PATIENCE, move |keyring| keyring.set(&name, &kept)) {
            // Whoever asks for an empty one gets it from the file; what the keyring had is overwritten.
            Ok(()) if secret.is_empty() => SecretsKind::File,
            Ok(()) => SecretsKind::Keyring,
            Err(why) => {
                tracing::info!(why, "no keyring: the password goes into a file of its owner's");
                SecretsKind::File
            }
        };
        notes.insert(key.to_owned(), (kind == SecretsKind::File).then(|| secret.to_owned()));
        self.write(&notes).map_err(|error| Error::unavailable("secrets", error))?;
        Ok(kind)
    }

    /// The secret's name in a keyring that other installations of the same user share.
    fn name(&self, key: &str) -> String {
        format!("{key} · {}", self.file.with_file_name("").display())
    }

    /// Asks the keyring on a thread of its own, and gives up after `patience`: a bus that does not answer, or a
    /// question to the user that nobody sees, holds nothing up.
    fn ask<T: Send + 'static>(
        &self,
        patience: Duration,
        question: impl FnOnce(&dyn Keyring) -> std::result::Result<T, String> + Send + 'static,
    ) -> std::result::Result<T, String> {
        let Some(keyring) = self.keyring.clone() else { return Err("not wanted".to_owned()) };
        let (answer, answered) = mpsc::channel();
        std::thread::Builder::new()
            .name("keyring".to_owned())
            .spawn(move || answer.send(question(keyring.as_ref())).ok())
            .map_err(|error| error.to_string())?;
        answered.recv_timeout(patience).unwrap_or_else(|_| Err("no answer".to_owned()))
    }

    fn read(&self) -> Result<Notes> {
        match std::fs::read(&self.file) {
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|error| Error::unavailable("secrets", error)),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(Notes::new()),
            Err(error) => Err(Error::unavailable("secrets", error)),
        }
    }

    /// Writes beside the file and renames, so that a crash leaves the old one whole.
    fn write(&self, notes: &Notes) -> std::io::Result<()> {
        let beside = self.file.with_extension("json.new");
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&beside)?;
        file.write_all(serde_json::to_string(notes)?.as_bytes())?;
        file.sync_all()?;
        std::fs::rename(beside, &self.file)
    }
}

#[cfg(test)]
mod tests;
