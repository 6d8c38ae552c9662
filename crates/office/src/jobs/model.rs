//! Jobs.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;
use uuid::Uuid;

crate::id!(JobId, "Long work and its progress.");

crate::text_enum! {
    /// How far a job is.
    pub enum JobState {
        /// Under way.
        Running,
        /// Went through.
        Done,
        /// Stopped by an error, which is its result.
        Failed,
        /// Stopped by a person; what was done stays.
        Cancelled,
    }
}

/// A job.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct Job {
    /// Which.
    pub id: JobId,
    /// What it does, such as `import_customers`.
    pub kind: String,
    /// How far it is.
    pub state: JobState,
    /// What people call it, such as the name of a file.
    pub title: String,
    /// How many parts are done.
    pub done: i64,
    /// Of how many; none until known.
    pub total: Option<i64>,
    /// What came out, or the error.
    #[ts(type = "unknown")]
    pub result: Value,
    /// Who started it.
    pub started_by_name: String,
    /// When (UTC).
    pub started_at: DateTime<Utc>,
    /// When it ended (UTC).
    pub ended_at: Option<DateTime<Utc>>,
}

/// A job under way, as the feature whose work it is sees it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RunningJob {
    /// Which.
    pub id: JobId,
    /// How many parts are done.
    pub done: i64,
    /// Of how many; none until known.
    pub total: Option<i64>,
    /// Who started it; none for the system.
    pub started_by: Option<Uuid>,
    /// Their name.
    pub started_by_name: String,
}

/// Which job.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct JobRef {
    /// Which.
    pub id: JobId,
}
