//! What is changed of many customers.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::access::model::UserId;
use crate::customers::model::{CustomerId, CustomerStatus, Segment};
use crate::jobs::model::JobId;

/// One change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum ManyChange {
    /// Somebody else looks after them, or nobody.
    Responsible {
        /// Who.
        user_id: Option<UserId>,
    },
    /// Another segment.
    Segment {
        /// Which.
        segment: Segment,
    },
    /// They are set aside (CUS-7).
    Inactivate {
        /// Why.
        reason: String,
        /// Whether they replied, even with a no: all of them, or none is said to (SAL-4).
        customer_replied: bool,
    },
    /// They are taken back.
    Reactivate {
        /// Why.
        reason: String,
    },
}

/// Customers to change alike.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChangeMany {
    /// Which, at most 10,000.
    pub ids: Vec<CustomerId>,
    /// To what.
    pub change: ManyChange,
}

/// A customer as it was before the change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ManyBefore {
    /// Which.
    pub id: CustomerId,
    /// After the change: one that was changed again since is not put back.
    pub version: i64,
    /// Who looked after them.
    pub responsible_id: Option<UserId>,
    /// Their segment.
    pub segment: Segment,
    /// Whether they were served.
    pub status: CustomerStatus,
    /// Whether they had replied when they were last set aside.
    #[serde(default)]
    pub customer_replied: bool,
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ManySummary {
    /// Left as they are: so already, merged, anonymous or gone.
    pub passed_over: i64,
    /// Those changed, as they were.
    pub before: Vec<ManyBefore>,
}

/// A change of many to take back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UndoMany {
    /// The job that made it.
    pub job: JobId,
    /// Why, for the timeline of those whose status goes back.
    pub reason: String,
}

/// What came of taking it back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UndoManySummary {
    /// As they were before.
    pub restored: i64,
    /// Changed again since, and left so.
    pub kept: i64,
}
