//! The queue, the plans and the targets.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::access::model::UserId;
use crate::customers::model::Segment;
use crate::registrations::model::{PlanId, RegistrationId, RegistrationState};

crate::text_enum! {
    /// Large and small jobs never stand in the same lane (REG-4).
    pub enum ReviewLane {
        /// Small customers.
        Retail,
        /// Large ones, who go first.
        Corporate,
        /// With their sellers, to be corrected.
        Returned,
    }
}

/// Which lane.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct ReviewQueueRequest {
    /// Which.
    pub lane: ReviewLane,
}

/// How many wait in each lane.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LaneCounts {
    /// Small customers.
    pub retail: i64,
    /// Large ones.
    pub corporate: i64,
    /// With their sellers.
    pub returned: i64,
}

/// A lane of the queue.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReviewQueue {
    /// How many wait in each lane.
    pub counts: LaneCounts,
    /// The most urgent five hundred of the lane asked for.
    pub items: Vec<ReviewQueueItem>,
}

crate::text_enum! {
    /// Where a waiting sale stands against its target.
    pub enum Urgency {
        /// Past it.
        Overdue,
        /// Close to it.
        Soon,
        /// There is time.
        OnTime,
    }
}

/// Waiting time against the target of the segment, in minutes of business time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SaleWaiting {
    /// Waited so far.
    pub waited_minutes: i64,
    /// Left until the target; negative when past it.
    pub left_minutes: i64,
    /// In a word.
    pub urgency: Urgency,
}

/// One sale in the queue.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReviewQueueItem {
    /// The row.
    pub sale: SaleRow,
    /// Against its target; none in the lane of the returned.
    pub waiting: Option<SaleWaiting>,
    /// Fields corrected since the former submission.
    pub corrected: Vec<String>,
    /// Somebody else reviews it now.
    pub claimed_by_other: bool,
    /// The caller reviews it now.
    pub claimed_by_me: bool,
}

/// A sale as far as the list shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct SaleRow {
    /// Which.
    pub id: RegistrationId,
    /// Its number.
    pub number: Option<String>,
    /// The customer's name.
    pub name: String,
    /// Where it stands.
    pub state: RegistrationState,
    /// Whose target it has.
    pub segment: Segment,
    /// What was sold.
    pub plan_name: Option<String>,
    /// Where.
    pub city: String,
    /// Where.
    pub uf: String,
    /// Who sold it.
    pub seller_name: String,
    /// How often it was submitted.
    pub round: i64,
    /// When it was submitted last (UTC).
    pub submitted_at: Option<DateTime<Utc>>,
    /// When it was decided last (UTC).
    pub decided_at: Option<DateTime<Utc>>,
    /// When it changed last (UTC).
    pub updated_at: DateTime<Utc>,
    /// Who reviews it.
    pub claimed_by: Option<UserId>,
    /// Their name.
    pub claimed_by_name: Option<String>,
    /// Until when (UTC).
    pub claimed_until: Option<DateTime<Utc>>,
}

/// How many sales wait for a reviewer, for the rail.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct WaitingCount {
    /// In both lanes.
    pub waiting: i64,
    /// Of these, past their target.
    pub overdue: i64,
}

/// One's own sales.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MySales {
    /// The latest five hundred, the last changed first.
    pub items: Vec<SaleRow>,
    /// How many stand in each state.
    pub counts: Vec<StateCount>,
}

/// How many of one's sales stand in a state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct StateCount {
    /// Which.
    pub state: RegistrationState,
    /// How many.
    pub count: i64,
}

/// Which of one's own sales.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MySalesRequest {
    /// Only these; none for all.
    pub state: Option<RegistrationState>,
}

/// What a carrier sells, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Plan {
    /// Which; none for one to add.
    pub id: Option<PlanId>,
    /// Operadora.
    pub carrier: String,
    /// As sold.
    pub name: String,
    /// A month, in cents.
    pub monthly_cents: i64,
    /// May be sold.
    pub active: bool,
    /// States it is sold in, two letters each; empty for everywhere.
    pub regions: Vec<String>,
    /// For saving over (SYS-2).
    pub version: i64,
}

/// How long sales of a segment may wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct ReviewTarget {
    /// Whose.
    pub segment: Segment,
    /// Longest wait, in minutes of business time.
    pub target_minutes: i64,
    /// How many minutes before it a sale is marked.
    pub soon_minutes: i64,
    /// How long a reviewer holds a sale, in minutes.
    pub claim_minutes: i64,
}

/// All targets.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReviewTargets {
    /// One for each segment.
    pub targets: Vec<ReviewTarget>,
}

/// Targets to set.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SaveTargets {
    /// One for each segment.
    pub targets: Vec<ReviewTarget>,
    /// What was read: a target that is another by now is not saved over (SYS-2).
    pub read: Vec<ReviewTarget>,
}
