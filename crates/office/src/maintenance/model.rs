//! Copies and findings.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Where to write a copy.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BackupRequest {
    /// A file that does not exist yet.
    pub file: String,
}

/// A copy that was written.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Backup {
    /// The file.
    pub file: String,
    /// Its size.
    pub bytes: i64,
}

/// What checking the whole database found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Findings {
    /// Entries of the audit that were walked.
    pub audit_entries: i64,
    /// Entries at which the chain of the audit does not hold.
    pub audit_broken_at: Vec<i64>,
    /// Damaged pages, references to nothing, rows of merged fichas left behind, a search that does not match the fichas,
    /// messages in no possible state.
    pub integrity: Vec<Problem>,
    /// Series of numbers with gaps or ahead of their counter.
    pub numbers: Vec<Problem>,
}

/// One thing that is wrong, as a code that the screen words as `problems.<code>`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Problem {
    /// The code.
    pub code: String,
    /// Values for its words.
    #[ts(type = "Record<string, string>")]
    pub params: BTreeMap<String, String>,
}

impl Problem {
    /// A problem without values.
    pub fn new(code: &str) -> Self {
        Self { code: code.to_owned(), params: BTreeMap::new() }
    }

    /// With one more value.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
}

impl Findings {
    /// Nothing is wrong.
    pub fn sound(&self) -> bool {
        self.audit_broken_at.is_empty() && self.integrity.is_empty() && self.numbers.is_empty()
    }
}

/// Copies made by themselves once a day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct BackupPlan {
    /// Where they are written; empty when nobody asked for any.
    pub folder: String,
    /// From which hour of the day on, where the company is.
    pub at_hour: i64,
    /// How many stay; older ones are removed.
    pub keep_copies: i64,
    /// When the last one was made or tried (UTC).
    pub last_at: Option<DateTime<Utc>>,
    /// The last one that came about.
    pub last_file: String,
    /// Reason why the last one did not; empty when it did.
    pub last_error: String,
    /// For optimistic saving.
    pub version: i64,
}

/// The plan, and the copies that are there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BackupStanding {
    /// The plan.
    pub plan: BackupPlan,
    /// Copies in its folder as this computer sees it, the newest first.
    pub copies: Vec<Copy>,
    /// The server's own tool makes copies; the program does not.
    pub by_server: bool,
}

/// A copy that is there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Copy {
    /// Name of the file.
    pub name: String,
    /// Its size.
    pub bytes: i64,
    /// When it was made (UTC).
    pub made_at: DateTime<Utc>,
}

/// Which copy.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CopyFile {
    /// The file, with its whole path.
    pub file: String,
}

/// What a copy holds, and what going back to it would lose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CopyAbout {
    /// The file.
    pub file: String,
    /// Its size.
    pub bytes: i64,
    /// Whose base it is.
    pub company: String,
    /// Fichas in it.
    pub customers: i64,
    /// When the last change in it was made (UTC).
    pub last_change_at: Option<DateTime<Utc>>,
    /// Changes made since, which going back loses.
    pub changes_lost: i64,
    /// When the first of them was made (UTC).
    pub lost_since: Option<DateTime<Utc>>,
    /// It is an earlier state of the base that is open, and not of another one.
    pub same_base: bool,
}

/// A copy that took the place of the base.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Restored {
    /// The copy.
    pub file: String,
    /// Where the base that was there went; empty when there was none.
    pub kept_as: String,
    /// Messages that waited in the copy and may have gone out since: a person decides about them.
    pub in_doubt: i64,
}

/// Where to write the file for whoever helps.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SupportRequest {
    /// A file that does not exist yet.
    pub file: String,
}

/// A file for whoever helps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SupportFile {
    /// The file.
    pub file: String,
    /// Its size.
    pub bytes: i64,
}
