//! The rule, its runs, and whom they found.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::customers::model::CustomerId;
use crate::jobs::model::JobId;

crate::id!(InactivityRunId, "One look through the base for customers without a sign of life.");

crate::text_enum! {
    /// What a customer was last heard of by.
    pub enum SignOfLife {
        /// A contract was signed.
        Purchase,
        /// A contract came to its end.
        ContractEnd,
        /// Something was paid.
        Payment,
        /// A sale moved.
        Sale,
        /// A quote moved.
        Quote,
        /// An appointment was made or closed.
        Appointment,
        /// Anything else on the timeline: a contact, a message, a change.
        Timeline,
        /// Nothing since the ficha was made.
        Registered,
    }
}

crate::text_enum! {
    /// How far a run is.
    pub enum InactivityState {
        /// Looks through the base.
        Finding,
        /// Waits for a person to apply it.
        Found,
        /// Sets customers aside.
        Applying,
        /// Went through.
        Done,
        /// Stopped by a person; what was done stays and can be undone.
        Stopped,
        /// Takes customers back.
        Undoing,
        /// Was taken back.
        Undone,
        /// A later look took its place before it was applied.
        Replaced,
    }
}

crate::text_enum! {
    /// What became of a customer that a run found.
    pub enum FindingState {
        /// The rule holds; nothing was done yet.
        Found,
        /// Set aside.
        Inactivated,
        /// Gave a sign of life meanwhile, or was changed, and was left.
        PassedOver,
        /// Taken back with the run.
        Restored,
        /// Changed since, and left as it is.
        Kept,
    }
}

/// The rule as it is set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct InactivityRule {
    /// The base is looked through by itself once a day.
    pub enabled: bool,
    /// Months without a sign of life.
    pub months: i64,
    /// The last day on which the base was looked through by itself.
    pub looked_on: Option<NaiveDate>,
    /// As read; 0 before it was ever set.
    pub version: i64,
    /// When set (UTC).
    pub updated_at: Option<DateTime<Utc>>,
    /// By whom.
    pub updated_by: Option<String>,
}

/// Another rule.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct SetInactivityRule {
    /// Whether the base is looked through by itself once a day.
    pub enabled: bool,
    /// Months without a sign of life.
    pub months: i64,
    /// The version that was read.
    pub version: i64,
}

/// One look through the base.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct InactivityRun {
    /// Which.
    pub id: InactivityRunId,
    /// How far it is.
    pub state: InactivityState,
    /// Nobody asked for it: it is the day's.
    pub daily: bool,
    /// The rule's months at the time.
    pub months: i64,
    /// Seen from which day.
    pub as_of: NaiveDate,
    /// Fichas looked at.
    pub seen: i64,
    /// Whom the rule found.
    pub found: i64,
    /// Set aside.
    pub inactivated: i64,
    /// Left, because something happened meanwhile.
    pub passed_over: i64,
    /// Taken back.
    pub restored: i64,
    /// Changed since, and left set aside or as they are.
    pub kept: i64,
    /// When it began (UTC).
    pub started_at: DateTime<Utc>,
    /// Who asked for it.
    pub started_by: String,
    /// When customers were set aside (UTC).
    pub applied_at: Option<DateTime<Utc>>,
    /// By whom.
    pub applied_by: Option<String>,
    /// When it was taken back (UTC).
    pub undone_at: Option<DateTime<Utc>>,
    /// By whom.
    pub undone_by: Option<String>,
}

/// A run as its worker needs it.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct RunAtWork {
    /// Which.
    pub id: InactivityRunId,
    /// How far it is.
    pub state: InactivityState,
    /// Nobody asked for it.
    pub daily: bool,
    /// The rule's months.
    pub months: i64,
    /// Seen from which day.
    pub as_of: NaiveDate,
    /// How far the base was looked through, by code.
    pub after_code: i64,
    /// Fichas looked at.
    pub seen: i64,
    /// Whom the rule found.
    pub found: i64,
    /// Set aside so far.
    pub inactivated: i64,
    /// Whose work it is.
    pub worker: Uuid,
}

/// Which run.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct InactivityRunRef {
    /// Which.
    pub id: InactivityRunId,
}

/// Whom of a run to show.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct ReadInactivityFindings {
    /// Of which run.
    pub run: InactivityRunId,
    /// How many to leave out.
    pub offset: i64,
    /// How many, at most 200.
    pub limit: i64,
}

/// A customer the rule found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct InactivityFinding {
    /// Who.
    pub customer_id: CustomerId,
    /// Code of the ficha.
    pub code: i64,
    /// Name.
    pub name: String,
    /// What they were last heard of by.
    pub sign: SignOfLife,
    /// On which day.
    pub sign_on: NaiveDate,
    /// What became of it.
    pub state: FindingState,
}

/// What the day's look came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InactivityDue {
    /// The job that was begun; none when nothing was due.
    pub job: Option<JobId>,
}
