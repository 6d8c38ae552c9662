//! Copies and findings.

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
    /// What the engine itself finds wrong: damaged pages, references to nothing.
    pub integrity: Vec<String>,
    /// Series of numbers with gaps or ahead of their counter.
    pub numbers: Vec<String>,
}

impl Findings {
    /// Nothing is wrong.
    pub fn sound(&self) -> bool {
        self.audit_broken_at.is_empty() && self.integrity.is_empty() && self.numbers.is_empty()
    }
}
