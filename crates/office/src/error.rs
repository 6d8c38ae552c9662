//! What can go wrong, as the screen learns of it: a stable code and parameters, never a text to parse.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};

use crate::discreet;

/// The result of everything in this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// One thing wrong with one field of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, serde::Deserialize, ts_rs::TS)]
pub struct FieldIssue {
    /// Path of the field in the request's JSON, such as `email` or `lines.0.quantity_milli`.
    pub field: String,
    /// Stable code the screen translates as `issues.<code>`.
    pub code: String,
    /// Values for the translated text.
    #[ts(type = "Record<string, string>")]
    pub params: BTreeMap<String, String>,
}

/// Every failure of a command. The variants are stable; each serialises to `{code, params, issues}`.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The request breaks rules; all broken fields at once.
    #[error("invalid request: {}", broken(.0))]
    Invalid(Vec<FieldIssue>),
    /// The thing named does not exist, or may not be seen.
    #[error("{entity} not found")]
    NotFound {
        /// What was looked for, such as `customer`.
        entity: &'static str,
    },
    /// Somebody else changed it first (SYS-2).
    #[error("changed by somebody else at {at}")]
    Conflict {
        /// Name of who changed it.
        by: String,
        /// When (UTC).
        at: DateTime<Utc>,
        /// Their version, for the screen to show beside what was typed.
        current: Box<Value>,
    },
    /// The signed-in person lacks a permission.
    #[error("lacks permission {permission}")]
    Forbidden {
        /// The permission's key.
        permission: &'static str,
    },
    /// Nobody is signed in, or the sign-in was refused.
    #[error("not signed in")]
    Unauthenticated {
        /// Seconds to wait before another attempt makes sense.
        retry_in_seconds: Option<i64>,
    },
    /// The session is locked until the password is typed again.
    #[error("session locked")]
    Locked,
    /// Something outside cannot be reached or used: database, file, mail server.
    #[error("unavailable: {reason}")]
    Unavailable {
        /// Stable reason, such as `database_unreachable`.
        reason: &'static str,
        /// Details for the message, such as the server's words.
        detail: String,
    },
    /// A defect of ours. The chain is in the log under `id`.
    #[error("internal error {id}: {source}")]
    Internal {
        /// Short id the user can quote.
        id: String,
        /// The chain, for the log only.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
}

impl Error {
    /// One wrong field.
    pub fn field(field: &str, code: &str) -> Self {
        let mut issues = Issues::default();
        issues.add(field, code);
        Self::Invalid(issues.list)
    }

    /// An unavailable outside thing with details.
    pub fn unavailable(reason: &'static str, detail: impl ToString) -> Self {
        Self::Unavailable { reason, detail: detail.to_string() }
    }

    /// A defect; logged here, once, with its chain.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let source = source.into();
        let id = crate::ids::short_id();
        let told = discreet::without_people(&source.to_string(), &|_| false);
        tracing::error!(id, error = told, "internal error");
        Self::Internal { id, source }
    }

    /// The stable code.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "invalid",
            Self::NotFound { .. } => "not_found",
            Self::Conflict { .. } => "conflict",
            Self::Forbidden { .. } => "forbidden",
            Self::Unauthenticated { .. } => "unauthenticated",
            Self::Locked => "locked",
            Self::Unavailable { .. } => "unavailable",
            Self::Internal { .. } => "internal",
        }
    }

    /// The broken fields, where there are any.
    pub fn issues(&self) -> &[FieldIssue] {
        if let Self::Invalid(issues) = self { issues } else { &[] }
    }

    fn params(&self) -> Value {
        match self {
            Self::Invalid(_) | Self::Locked => json!({}),
            Self::NotFound { entity } => json!({ "entity": entity }),
            Self::Conflict { by, at, current } => json!({ "by": by, "at": at, "current": current }),
            Self::Forbidden { permission } => json!({ "permission": permission }),
            Self::Unauthenticated { retry_in_seconds } => json!({ "retry_in_seconds": retry_in_seconds }),
            Self::Unavailable { reason, detail } => json!({ "reason": reason, "detail": detail }),
            Self::Internal { id, .. } => json!({ "id": id }),
        }
    }

    /// The shape the screen gets.
    pub fn to_json(&self) -> Value {
        json!({ "code": self.code(), "params": self.params(), "issues": self.issues() })
    }
}

impl Serialize for Error {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        self.to_json().serialize(serializer)
    }
}

/// Fields with their codes: what the values are is nobody's business who reads a log.
fn broken(issues: &[FieldIssue]) -> String {
    let told: Vec<String> = issues.iter().map(|issue| format!("{} {}", issue.field, issue.code)).collect();
    told.join(", ")
}

/// Longest name of anything.
const NAME_CHARACTERS_MAX: usize = 200;

/// Collects what is wrong, so that all of it is told at once (REG-1).
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Issues {
    list: Vec<FieldIssue>,
}

impl Issues {
    /// Notes one wrong field.
    pub fn add(&mut self, field: impl Into<String>, code: &str) {
        self.add_with(field, code, []);
    }

    /// Notes one wrong field with values for its text.
    pub fn add_with<const N: usize>(
        &mut self,
        field: impl Into<String>,
        code: &str,
        params: [(&str, String); N],
    ) {
        let params = params.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        self.list.push(FieldIssue { field: field.into(), code: code.to_owned(), params });
    }

    /// Takes the value of a check, or notes its code under the field.
    pub fn take<T>(&mut self, field: &str, checked: Result<T, &'static str>) -> Option<T> {
        checked.map_err(|code| self.add(field, code)).ok()
    }

    /// Notes what is wrong with the name of a person, a company or a thing; gives it cleaned.
    pub fn name(&mut self, field: &str, name: &str) -> String {
        let name = brazil::text::strip_invisible(name);
        let name = name.trim();
        if name.is_empty() {
            self.add(field, "required");
        } else if name.chars().count() > NAME_CHARACTERS_MAX {
            self.add_with(field, "too_long", [("max", NAME_CHARACTERS_MAX.to_string())]);
        }
        name.to_owned()
    }

    /// True while nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// What was noted so far.
    pub fn into_list(self) -> Vec<FieldIssue> {
        self.list
    }

    /// `value` when nothing is wrong, otherwise everything that is.
    pub fn finish<T>(self, value: Option<T>) -> Result<T> {
        match value {
            Some(value) if self.list.is_empty() => Ok(value),
            _ => Err(Error::Invalid(self.list)),
        }
    }

    /// An error when anything is wrong.
    pub fn check(self) -> Result<()> {
        self.finish(Some(()))
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}
