//! Purposes, and what customers said about them.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::customers::model::CustomerId;
use crate::customers::search::ContactChannel;

crate::id!(OptOutId, "Something a customer said about being written to.");

crate::text_enum! {
    /// What a customer may refuse to be written about. Collection is none of them: what is owed must be told (CDC
    /// art. 43 § 2 and art. 42-A), and so must what a contract needs and what was asked for, such as a quote.
    pub enum OptOutPurpose {
        /// Products and conditions nobody asked for.
        Offers,
        /// Notices that a price is adjusted.
        PriceAdjustments,
        /// Letters and news of the company.
        Letters,
        /// Questions about how satisfied they are.
        Surveys,
    }
}

/// One thing a customer said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct OptOut {
    /// Which.
    pub id: OptOutId,
    /// About what.
    pub purpose: OptOutPurpose,
    /// No more of it, or again.
    pub refused: bool,
    /// Where it was said.
    pub origin: ContactChannel,
    /// On which day.
    pub said_on: NaiveDate,
    /// In which words; may be empty.
    pub note: String,
    /// When it was noted (UTC).
    pub at: DateTime<Utc>,
    /// By whom.
    pub by_name: String,
}

/// How a purpose stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PurposeStanding {
    /// Which.
    pub purpose: OptOutPurpose,
    /// Whether nothing may be sent for it.
    pub refused: bool,
    /// What was said last; none where nothing was ever said.
    pub last: Option<OptOut>,
}

/// What a customer said about being written to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OptOuts {
    /// Every purpose, as it stands.
    pub purposes: Vec<PurposeStanding>,
    /// All that was said, the latest first, at most five hundred.
    pub history: Vec<OptOut>,
}

/// Names a customer whose refusals are asked for.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct OptOutsOf {
    /// Whose.
    pub customer_id: CustomerId,
}

/// Something a customer said, to note.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecordOptOut {
    /// Who.
    pub customer_id: CustomerId,
    /// About what.
    pub purpose: OptOutPurpose,
    /// No more of it, or again.
    pub refused: bool,
    /// Where it was said.
    pub origin: ContactChannel,
    /// On which day; not in the future.
    pub said_on: NaiveDate,
    /// In which words; may be empty.
    pub note: String,
}
