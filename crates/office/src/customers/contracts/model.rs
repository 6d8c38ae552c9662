//! What is changed of a contract.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::customers::model::{ContractId, CustomerId};

crate::text_enum! {
    /// Whether a contract is in force.
    pub enum ContractStatus {
        /// In force.
        Active,
        /// Stands still; may be resumed.
        Suspended,
        /// Over, for good.
        Ended,
    }
}

/// A contract as it may be changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct ContractDetail {
    /// Which.
    pub id: ContractId,
    /// Whose.
    pub customer_id: CustomerId,
    /// Name of the plan.
    pub plan: String,
    /// Day of the month a slip is due.
    pub due_day: Option<i64>,
    /// Monthly price in cents.
    pub monthly_cents: i64,
    /// When signed.
    pub signed_on: Option<NaiveDate>,
    /// Whether it is in force.
    pub status: ContractStatus,
    /// As read (SYS-2).
    pub version: i64,
    /// When changed (UTC).
    pub updated_at: DateTime<Utc>,
    /// By whom.
    pub updated_by: String,
}

/// A contract to suspend, resume or end.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SetContractStatus {
    /// Which.
    pub id: ContractId,
    /// The version that was read.
    pub version: i64,
    /// To what.
    pub status: ContractStatus,
    /// Why; must say something.
    pub reason: String,
}

/// A contract to change.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChangeContract {
    /// Which.
    pub id: ContractId,
    /// The version that was read.
    pub version: i64,
    /// Name of the plan.
    pub plan: String,
    /// Day of the month a slip is due.
    pub due_day: Option<i64>,
    /// Monthly price in cents.
    pub monthly_cents: i64,
    /// Why; must say something.
    pub reason: String,
}
