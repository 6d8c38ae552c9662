//! What the commands of quotes are asked, and what they answer.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::customers::model::CustomerId;
use crate::quotes::model::{QuoteContent, QuoteOrder, QuoteRow, QuoteStatus, QuoteTotals, QuoteVersionId};

/// Which quotes to list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ListQuotes {
    /// Words of the customer's name, or a number such as `417` or `2026/417`; empty for all.
    pub search: String,
    /// Of this status only.
    pub status: Option<QuoteStatus>,
    /// One's own only.
    pub mine: bool,
    /// Sorted how.
    pub order: QuoteOrder,
    /// From the end.
    pub descending: bool,
    /// At most 500.
    pub limit: i64,
    /// How many to skip.
    pub offset: i64,
}

/// A page of quotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuotePage {
    /// The page.
    pub quotes: Vec<QuoteRow>,
    /// How many there are in all.
    pub total: i64,
}

/// For whom to quote.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CreateQuote {
    /// The customer.
    pub customer_id: CustomerId,
}

/// Whose quotes.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct QuotesOfCustomer {
    /// The customer.
    pub customer_id: CustomerId,
}

/// Which version.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct GetQuote {
    /// The version.
    pub id: QuoteVersionId,
}

/// Which version, as it was read.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChangeQuote {
    /// The version.
    pub id: QuoteVersionId,
    /// The state that was read.
    pub version: i64,
}

/// A draft to keep.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SaveDraft {
    /// The version.
    pub id: QuoteVersionId,
    /// The state that was read.
    pub version: i64,
    /// What the editor holds.
    pub content: QuoteContent,
}

/// A draft as kept.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SavedDraft {
    /// For the next saving.
    pub version: i64,
    /// A draft, also when it was waiting for approval before.
    pub status: QuoteStatus,
    /// What it comes to.
    pub totals: QuoteTotals,
}

/// Content to show as it would be printed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PreviewQuote {
    /// The version.
    pub id: QuoteVersionId,
    /// What the editor holds, saved or not.
    pub content: QuoteContent,
}

/// A PDF.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct QuotePdf {
    /// Base64 (RFC 4648).
    pub pdf_base64: String,
    /// To save it under.
    pub file_name: String,
    /// What the content comes to.
    pub totals: QuoteTotals,
}

/// What sending would do, for a last look.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SendSheet {
    /// Addresses of the customer to choose from; none when they have no e-mail.
    pub addresses: Vec<String>,
    /// To begin with.
    pub subject: String,
    /// To begin with.
    pub message: String,
    /// The attachment.
    pub file_name: String,
    /// The discount is beyond the caller's limit and not approved.
    pub needs_approval: bool,
    /// The day the follow-up falls on (AGE-1).
    pub follow_up_on: Option<NaiveDate>,
    /// What keeps it from being sent.
    pub issues: Vec<crate::error::FieldIssue>,
}

/// A version to send.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SendQuote {
    /// The version.
    pub id: QuoteVersionId,
    /// The state that was read.
    pub version: i64,
    /// To which address of the customer.
    pub address: String,
    /// One line.
    pub subject: String,
    /// Plain text.
    pub message: String,
}

/// How a version stands after a decision.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct QuoteDecision {
    /// The version.
    pub id: QuoteVersionId,
    /// How it stands.
    pub status: QuoteStatus,
    /// For the next change.
    pub version: i64,
}

/// Why the customer declined.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RefuseQuote {
    /// The version.
    pub id: QuoteVersionId,
    /// The state that was read.
    pub version: i64,
    /// Must say something (CUS-2).
    pub reason: String,
}

/// A supervisor's word on the discount (QUO-2).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ApproveQuote {
    /// The version.
    pub id: QuoteVersionId,
    /// The state that was read.
    pub version: i64,
    /// Given or not.
    pub approve: bool,
    /// Why not; may be empty when given.
    pub reason: String,
}

/// Which versions to compare.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CompareQuotes {
    /// The earlier one.
    pub before: QuoteVersionId,
    /// The later one.
    pub after: QuoteVersionId,
}

/// How many versions ended by themselves.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ExpiredQuotes {
    /// How many; each has its return appointment booked.
    pub expired: i64,
}
