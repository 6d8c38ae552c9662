//! Sessions and sign-ins, as administrators see them.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::access::model::{SessionId, UserId};

crate::id!(SignInId, "One attempt to come in.");

crate::text_enum! {
    /// How an attempt to come in ended.
    pub enum SignInOutcome {
        /// The door opened.
        SignedIn,
        /// The password was wrong.
        WrongPassword,
        /// Nobody has that name.
        UnknownUser,
        /// The person may not sign in any more.
        SwitchedOff,
    }
}

/// One attempt to come in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct SignInEntry {
    /// Which.
    pub id: SignInId,
    /// When (UTC).
    pub at: DateTime<Utc>,
    /// Whose name was typed; none when nobody has it. What was typed is not kept.
    pub user_id: Option<UserId>,
    /// Their name.
    pub user_name: Option<String>,
    /// How it ended.
    pub outcome: SignInOutcome,
    /// From which machine.
    pub machine: String,
    /// With which program.
    pub program: String,
}

/// Which sign-ins to show.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReadSignIns {
    /// Of whom; none for everybody.
    pub user_id: Option<UserId>,
    /// Only those that were refused.
    pub refused: bool,
    /// The last entry of the former page.
    pub before: Option<SignInPlace>,
}

/// Where a page of sign-ins ended.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct SignInPlace {
    /// Its instant (UTC).
    pub at: DateTime<Utc>,
    /// Its id.
    pub id: SignInId,
}

/// A page of sign-ins, the latest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SignInPage {
    /// The entries.
    pub entries: Vec<SignInEntry>,
    /// Whether older ones follow.
    pub more: bool,
}

/// A session that nobody ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct OpenSession {
    /// Which.
    pub id: SessionId,
    /// Whose.
    pub user_id: UserId,
    /// Their name.
    pub user_name: String,
    /// Since when (UTC).
    pub started_at: DateTime<Utc>,
    /// On which machine.
    pub machine: String,
    /// With which program.
    pub program: String,
}

/// The sessions that nobody ended.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OpenSessions {
    /// The latest first.
    pub sessions: Vec<OpenSession>,
    /// The caller's own; none for the program itself.
    pub own: Option<SessionId>,
}

/// Names one session.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct SessionChoice {
    /// Which.
    pub id: SessionId,
}
