//! Hashing of passwords: argon2id with the parameters OWASP names as the least (m = 19 MiB, t = 2, p = 1). Where each
//! person signs in to the server by a role of their own (decision 13), the server keeps the password, and nothing of it
//! stands in the database.

use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use argon2::{Algorithm, Argon2, Params, Version};

use crate::access::model::UserId;
use crate::access::store;
use crate::db::{Tx, scram};
use crate::error::{Error, Result};
use crate::ids;

/// Verified when no such user exists, so that the answer takes as long.
const NOBODYS_HASH: &str = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0c2FsdA$\
    7Qm3cWY1XgqYB9Kv3Oe0fHqk9yqQm0d4V3o5mC5n1yA";

/// What is kept of a password.
pub enum Kept {
    /// By the program: the PHC string.
    Here(String),
    /// By the server: what SCRAM keeps.
    ByServer(String),
}

impl Kept {
    /// What the program itself keeps.
    pub fn hash(&self) -> &str {
        match self {
            Self::Here(hash) => hash,
            Self::ByServer(_) => "",
        }
    }

    /// What the server keeps.
    pub fn verifier(&self) -> &str {
        match self {
            Self::Here(_) => "",
            Self::ByServer(verifier) => verifier,
        }
    }

    /// Stores it for a user whose role, if the server has one, is there; `once` when the person must replace it.
    pub async fn store(&self, tx: &mut Tx, user: UserId, once: bool) -> Result<()> {
        match self {
            Self::Here(hash) => store::set_password(tx, user, hash, once).await,
            Self::ByServer(verifier) => {
                store::set_password_due(tx, user, once).await?;
                tx.sync_logins().await?;
                tx.set_login_password(user.0, verifier).await
            }
        }
    }
}

/// What to keep of a new password.
pub async fn keep(by_server: bool, field: &'static str, password: String) -> Result<Kept> {
    if by_server {
        return blocking(move || scram::verifier(field, &password).map(Kept::ByServer)).await;
    }
    Ok(Kept::Here(hash(password).await?))
}

fn argon2() -> Result<Argon2<'static>> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| Error::internal(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// The PHC string of a new password. Takes tens of milliseconds, off the async threads.
pub async fn hash(password: String) -> Result<String> {
    blocking(move || {
        let salt = SaltString::encode_b64(&ids::random_bytes::<16>())
            .map_err(|error| Error::internal(error.to_string()))?;
        argon2()?
            .hash_password(password.as_bytes(), &salt)
            .map(|hash| hash.to_string())
            .map_err(|error| Error::internal(error.to_string()))
    })
    .await
}

/// Whether the password is the one hashed; with no hash, the same time is spent and the answer is no.
pub async fn verify(password: String, hash: Option<String>) -> Result<bool> {
    blocking(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODYS_HASH.to_owned());
        let parsed = PasswordHash::new(&hash).map_err(|error| Error::internal(error.to_string()))?;
        Ok(argon2()?.verify_password(password.as_bytes(), &parsed).is_ok() && known)
    })
    .await
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn sys_4_passwords_are_argon2id_and_verify() {
        let stored = hash("senha bem comprida".to_owned()).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("senha bem comprida".to_owned(), Some(stored.clone())).await.unwrap());
        assert!(!verify("senha bem compridA".to_owned(), Some(stored)).await.unwrap());
        assert!(!verify("x".to_owned(), None).await.unwrap());
    }
}
