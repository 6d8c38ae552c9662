//! Reports of fichas that seem to be of one customer.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::customers::model::CustomerId;
use crate::duplicates::scan::model::GroupFicha;

crate::id!(DuplicateReportId, "Fichas reported as one customer.");

crate::text_enum! {
    /// What became of a report.
    pub enum ReportState {
        /// Nobody decided yet.
        Open,
        /// The fichas are one now.
        Merged,
        /// Somebody looked and found different customers.
        Apart,
    }
}

/// Fichas that seem to be of one customer, and why.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReportDuplicate {
    /// Two to six fichas.
    pub ids: Vec<CustomerId>,
    /// Why, in words; must say something.
    pub reason: String,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DuplicateReport {
    /// Which.
    pub id: DuplicateReportId,
    /// What became of it.
    pub state: ReportState,
    /// Why, in the reporter's words.
    pub reason: String,
    /// By whom.
    pub reported_by: String,
    /// When (UTC).
    pub reported_at: DateTime<Utc>,
    /// Where its fichas lead now, by code.
    pub fichas: Vec<GroupFicha>,
}
