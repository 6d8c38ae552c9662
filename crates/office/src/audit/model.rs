//! What the audit shows.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

crate::text_enum! {
    /// What happened to a record.
    pub enum ChangeKind {
        /// It was made.
        Created,
        /// It was changed.
        Changed,
        /// It was removed.
        Removed,
    }
}

/// Which entries to show; what is empty or none does not narrow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReadAudit {
    /// Who made the change.
    pub actor_id: Option<Uuid>,
    /// Kind of record, such as `customer`.
    pub entity: String,
    /// Which record of that kind.
    pub entity_id: String,
    /// The command, such as `customers.update`.
    pub command: String,
    /// First day, where the company is.
    pub from: Option<NaiveDate>,
    /// Last day.
    pub to: Option<NaiveDate>,
    /// Only entries before this place in the chain: the last one of the former page.
    pub before_seq: Option<i64>,
}

/// A page of entries, the newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AuditPage {
    /// The entries.
    pub entries: Vec<AuditEntry>,
    /// Whether older ones follow.
    pub more: bool,
}

/// One change as people read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuditEntry {
    /// Place in the chain, from 1.
    pub seq: i64,
    /// When (UTC).
    pub at: DateTime<Utc>,
    /// Their name at the time.
    pub actor_name: String,
    /// The command.
    pub command: String,
    /// What kind of record.
    pub entity: String,
    /// Which one.
    pub entity_id: String,
    /// What the record was called: a name, number or title; may be empty.
    pub label: String,
    /// What happened to it.
    pub kind: ChangeKind,
    /// Field by field.
    pub fields: Vec<AuditField>,
    /// Fields that are not listed because there are too many.
    pub fields_left_out: i64,
    /// The entry's hash in the chain.
    pub hash: String,
}

/// One field before and after.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AuditField {
    /// Where it stands in the record, such as `addresses.0.city`.
    pub field: String,
    /// Before; none where there was nothing.
    pub before: Option<String>,
    /// After; none where nothing is left.
    pub after: Option<String>,
}

/// What walking the whole chain found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ChainVerdict {
    /// How many entries were walked.
    pub entries: i64,
    /// The first place at which the chain does not hold; none when it is sound.
    pub first_broken: Option<i64>,
    /// How many places do not hold.
    pub broken: i64,
}
