//! The system's keyring: Secret Service on Linux, Keychain on macOS, Credential Manager on Windows.

/// A keyring. Reasons are for the log.
pub trait Keyring: std::fmt::Debug + Send + Sync {
    /// Whether there is one, without opening it.
    fn look(&self) -> Result<(), String>;
    /// The secret of that name, or none.
    fn get(&self, name: &str) -> Result<Option<String>, String>;
    /// Keeps a secret under a name.
    fn set(&self, name: &str, secret: &str) -> Result<(), String>;
}

/// The one of the person who runs the program.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemKeyring;

/// What the program's secrets are found by.
const SERVICE: &str = "br.retaguarda.desktop";

fn entry(name: &str) -> Result<keyring::v1::Entry, String> {
    keyring::v1::Entry::new(SERVICE, name).map_err(|error| error.to_string())
}

impl Keyring for SystemKeyring {
    fn look(&self) -> Result<(), String> {
        entry("look").map(drop)
    }

    fn get(&self, name: &str) -> Result<Option<String>, String> {
        match entry(name)?.get_password() {
            Ok(secret) => Ok(Some(secret)),
            Err(keyring::v1::Error::NoEntry) => Ok(None),
            Err(error) => Err(error.to_string()),
        }
    }

    fn set(&self, name: &str, secret: &str) -> Result<(), String> {
        entry(name)?.set_password(secret).map_err(|error| error.to_string())
    }
}
