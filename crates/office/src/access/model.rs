//! Users, roles and the state of the caller's session.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

mod logins;
mod sessions;

pub use logins::*;
pub use sessions::*;

crate::id!(UserId, "A person who signs in.");
crate::id!(RoleId, "A set of permissions.");
crate::id!(SessionId, "One sign-in of one person.");

/// What the screen needs to know before anything else.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AppStatus {
    /// What to show first.
    pub state: AccessState,
    /// Who is signed in, also while locked.
    pub user: Option<CurrentUser>,
    /// Who ended the session from elsewhere, after it was.
    pub signed_out_by: Option<String>,
    /// Where the data is.
    pub database: DatabaseStatus,
    /// This program's version.
    pub version: String,
    /// Minutes without input after which the session locks.
    pub idle_lock_minutes: i64,
    /// The company's name, once there is one.
    pub company_name: Option<String>,
    /// The company's time zone, an IANA name: in it the screens write times and say what day it is.
    pub time_zone: String,
}

crate::text_enum! {
    /// What the caller has to do next.
    pub enum AccessState {
        /// Nobody exists yet: make the administrator.
        NeedsAdministrator,
        /// Sign in.
        SignedOut,
        /// Type the password again.
        Locked,
        /// Replace the password that somebody else set.
        NewPassword,
        /// Go ahead.
        SignedIn,
    }
}

/// The person at the window.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CurrentUser {
    /// Who.
    pub id: UserId,
    /// Full name.
    pub name: String,
    /// What they type to sign in.
    pub username: String,
    /// What they may do now; none while locked.
    pub permissions: Vec<String>,
    /// Largest discount they may give, in hundredths of a per cent.
    pub discount_limit_bp: i64,
}

/// Where the data is and whether it answers.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DatabaseStatus {
    /// `sqlite` or `postgres`.
    pub engine: String,
    /// Whether it answered just now.
    pub connected: bool,
    /// The file, or server and database.
    pub label: String,
    /// Each person signs in to the server by a role of their own (decision 13).
    pub guarded: bool,
}

/// The first person, who sets everything up.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FirstAdministrator {
    /// Full name.
    pub name: String,
    /// To sign in with.
    pub username: String,
    /// At least ten characters.
    pub password: String,
    /// The company that quotes and letters come from.
    pub company_name: String,
    /// Its CNPJ (or CPF), with or without punctuation; may be left for later.
    pub company_document: String,
}

/// A person at the door.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SignIn {
    /// Case does not matter.
    pub username: String,
    /// As typed.
    pub password: String,
}

/// The password once more, for a locked session.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Unlock {
    /// As typed.
    pub password: String,
}

/// A new password for oneself.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChangePassword {
    /// The present one; not looked at where it must be replaced, for it was typed just now.
    pub current: String,
    /// At least ten characters.
    pub new: String,
}

/// A user as the door sees them.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Credentials {
    /// Who.
    pub id: UserId,
    /// Full name.
    pub name: String,
    /// PHC string of argon2id.
    pub password_hash: String,
    /// May sign in at all.
    pub active: bool,
    /// Wrong passwords since the last right one.
    pub failed_sign_ins: i64,
    /// When the last wrong one was typed (UTC).
    pub last_failed_at: Option<DateTime<Utc>>,
    /// Was set by somebody else.
    pub must_replace_password: bool,
}

/// A user in the list of users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct User {
    /// Who.
    pub id: UserId,
    /// To sign in with.
    pub username: String,
    /// Full name.
    pub name: String,
    /// For notices; may be missing.
    pub email: Option<String>,
    /// May sign in.
    pub active: bool,
    /// What they may do.
    pub role_ids: Vec<RoleId>,
    /// Still has the password that somebody else set.
    pub must_replace_password: bool,
    /// When they last signed in (UTC); none before the first time.
    pub last_sign_in_at: Option<DateTime<Utc>>,
    /// For saving over (SYS-2).
    pub version: i64,
}

/// A user as saved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SavedUser {
    /// The user.
    #[serde(flatten)]
    pub user: User,
    /// The password made for a new user, told this once only; none when one was given or kept.
    pub one_time_password: Option<String>,
}

/// Whose password to replace by one that works once.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ResetPassword {
    /// Whose.
    pub id: UserId,
}

/// A password that must be replaced at the next sign-in.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OneTimePassword {
    /// Told this once only.
    pub password: String,
}

/// Oneself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Profile {
    /// As in the list of users.
    pub user: User,
    /// Names of one's roles.
    pub role_names: Vec<String>,
}

/// What one may change about oneself.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ProfileInput {
    /// The version that was read.
    pub version: i64,
    /// Full name.
    pub name: String,
    /// May be empty.
    pub email: String,
}

/// A user to add (no id) or change.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UserInput {
    /// None for a new one.
    pub id: Option<UserId>,
    /// The version that was read; ignored for a new one.
    pub version: i64,
    /// To sign in with.
    pub username: String,
    /// Full name.
    pub name: String,
    /// May be empty.
    pub email: String,
    /// May sign in.
    pub active: bool,
    /// At least one.
    pub role_ids: Vec<RoleId>,
    /// Empty keeps the old one, and has one made for a new user. Unless the program itself gives it, the
    /// person must replace it at the next sign-in.
    pub password: String,
}

/// A role with what it allows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Role {
    /// Which.
    pub id: RoleId,
    /// Stable key of a starting role; that of a role made later means nothing.
    pub key: String,
    /// As shown.
    pub name: String,
    /// Largest discount without approval, in hundredths of a per cent (QUO-2).
    pub discount_limit_bp: i64,
    /// Keys of what it allows.
    pub permissions: Vec<String>,
    /// For saving over (SYS-2).
    pub version: i64,
}

/// A role to add (no id) or change.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RoleInput {
    /// None for a new one.
    pub id: Option<RoleId>,
    /// The version that was read; ignored for a new one.
    pub version: i64,
    /// As shown; no two alike.
    pub name: String,
    /// Largest discount without approval, in hundredths of a per cent (QUO-2).
    pub discount_limit_bp: i64,
    /// Keys of what it allows.
    pub permissions: Vec<String>,
}

/// A role to take away.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RoleChoice {
    /// Which.
    pub id: RoleId,
    /// The version that was read.
    pub version: i64,
}

/// Somebody who can be chosen as seller, reviewer or owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Colleague {
    /// Who.
    pub id: UserId,
    /// Full name.
    pub name: String,
}

/// Which people can be chosen.
#[derive(Debug, Clone, Default, Serialize, Deserialize, TS)]
pub struct ColleaguesRequest {
    /// Only those who hold this permission; none for everybody.
    #[serde(default)]
    #[ts(optional)]
    pub permission: Option<String>,
}
