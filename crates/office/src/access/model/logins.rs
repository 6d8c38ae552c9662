//! Login roles of the server, as the command line shows them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Switches login roles on, or makes those that are missing.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct EnableLogins {
    /// Gives the worker another password, where the present one is lost.
    #[serde(default)]
    pub renew_worker: bool,
}

/// A role with the password made for it, told this once only.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NewLogin {
    /// What the person types to sign in; the worker's is empty.
    pub username: String,
    /// The server's role.
    pub role: String,
    /// A person must replace it at the first sign-in.
    pub password: String,
}

/// What was made.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LoginsEnabled {
    /// Of the people whose role is new and who may sign in.
    pub people: Vec<NewLogin>,
    /// Of the worker, when it got a password.
    pub worker: Option<NewLogin>,
}

/// How the server's roles stand against users, roles and permissions.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LoginsChecked {
    /// Whether login roles are switched on.
    pub enabled: bool,
    /// Empty when all is as it should be.
    pub deviations: Vec<LoginDeviation>,
}

/// Something that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LoginDeviation {
    /// `missing` or `beyond`: a right of a group; `login_missing` or `login_beyond`: a person's.
    pub kind: String,
    /// The server's role.
    pub role: String,
    /// The right, or the group.
    pub what: String,
}
