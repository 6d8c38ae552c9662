//! Quotes, their versions and lines.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::access::model::UserId;
use crate::company::model::CompanyId;
use crate::customers::model::CustomerId;
use crate::products::model::{Charge, ProductId};

mod requests;

pub use requests::*;

crate::id!(QuoteId, "A quote with all its versions.");
crate::id!(QuoteVersionId, "One version of a quote.");
crate::id!(QuoteLineId, "One line of a version.");

crate::text_enum! {
    /// How a version stands.
    pub enum QuoteStatus {
        /// Being written.
        Draft,
        /// Its discount is beyond the writer's limit (QUO-2).
        AwaitingApproval,
        /// Gone to the customer, frozen.
        Sent,
        /// The customer answered something.
        Viewed,
        /// The customer took it.
        Accepted,
        /// The customer declined it, with the reason.
        Refused,
        /// Its validity ended.
        Expired,
        /// Was accepted, until another version was.
        Superseded,
    }
}

crate::text_enum! {
    /// How a list of quotes is sorted.
    pub enum QuoteOrder {
        /// By number.
        Number,
        /// By the customer's name.
        Customer,
        /// By the day the validity ends.
        ValidUntil,
        /// By the sum charged once.
        OneOff,
        /// By the sum charged every month.
        Monthly,
    }
}

/// A quote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Quote {
    /// Which.
    pub id: QuoteId,
    /// Whose number it bears.
    pub company_id: CompanyId,
    /// Year of the number.
    pub year: i64,
    /// Number within company and year, without gaps.
    pub number: i64,
    /// For whom.
    pub customer_id: CustomerId,
    /// Who follows it up.
    pub owner_id: UserId,
    /// The version the customer took.
    pub accepted_version_id: Option<QuoteVersionId>,
    /// When it was begun (UTC).
    pub created_at: DateTime<Utc>,
    /// For saving over (SYS-2).
    pub version: i64,
}

/// A version as stored, without its lines and its PDF.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct QuoteVersion {
    /// Which.
    pub id: QuoteVersionId,
    /// Of which quote.
    pub quote_id: QuoteId,
    /// 1, 2, 3 …
    pub version_number: i64,
    /// How it stands; `expired` as soon as the validity is over.
    pub status: QuoteStatus,
    /// Why it was refused, or why the approval was not given.
    pub status_reason: String,
    /// At the customer.
    pub contact_name: String,
    /// Last day it holds.
    pub valid_until: NaiveDate,
    /// Discount on the sum charged once, in hundredths of a per cent.
    pub one_off_discount_bp: i64,
    /// Discount on the sum charged every month, in hundredths of a per cent.
    pub monthly_discount_bp: i64,
    /// Taxes contained, to be shown, in hundredths of a per cent; none shows none.
    pub tax_bp: Option<i64>,
    /// Words before the items.
    pub introduction: String,
    /// Conditions, one a line.
    pub terms: String,
    /// Sum charged once.
    pub one_off_cents: i64,
    /// Sum charged every month.
    pub monthly_cents: i64,
    /// Discount approved so far (QUO-2), in hundredths of a per cent.
    pub approved_bp: Option<i64>,
    /// Who approved it.
    pub approved_by: Option<String>,
    /// When it was sent (UTC).
    pub sent_at: Option<DateTime<Utc>>,
    /// To which address.
    pub sent_to: Option<String>,
    /// SHA-256 of the PDF as sent.
    pub pdf_sha256: Option<String>,
    /// For saving over (SYS-2).
    pub version: i64,
}

/// One line, as typed and as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct QuoteLine {
    /// The product it came from; none for one written freely.
    pub product_id: Option<ProductId>,
    /// As printed; a line after the first is a note in small print.
    pub description: String,
    /// Such as `un`, `h`, `mês`.
    pub unit: String,
    /// Once or every month.
    pub charge: Charge,
    /// In thousandths: 1,5 is 1500.
    pub quantity_milli: i64,
    /// Price of one unit.
    pub unit_price_cents: i64,
    /// What the price table says; set by the program on saving.
    pub list_price_cents: Option<i64>,
    /// In hundredths of a per cent.
    pub discount_bp: i64,
    /// Offered beside the rest, not in the sums.
    pub optional: bool,
}

/// What the editor holds of a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuoteContent {
    /// At the customer.
    pub contact_name: String,
    /// Last day it holds.
    pub valid_until: NaiveDate,
    /// Discount on the sum charged once, in hundredths of a per cent.
    pub one_off_discount_bp: i64,
    /// Discount on the sum charged every month, in hundredths of a per cent.
    pub monthly_discount_bp: i64,
    /// Taxes contained, to be shown, in hundredths of a per cent; none shows none.
    pub tax_bp: Option<i64>,
    /// Words before the items.
    pub introduction: String,
    /// Conditions, one a line.
    pub terms: String,
    /// The items, in order.
    pub lines: Vec<QuoteLine>,
}

/// What a line comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LineTotals {
    /// Price times quantity, rounded half-up.
    pub gross_cents: i64,
    /// The line's own discount.
    pub discount_cents: i64,
    /// What the line shows.
    pub total_cents: i64,
    /// What is left after its share of the section's discount; these add up to the section's total.
    pub net_cents: i64,
}

/// What a section comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SectionTotals {
    /// The lines that are not optional.
    pub subtotal_cents: i64,
    /// The section's discount on them.
    pub discount_cents: i64,
    /// What is charged.
    pub total_cents: i64,
    /// What would be charged with every optional line.
    pub with_optional_cents: i64,
    /// Taxes contained in the total, where they are shown.
    pub tax_cents: Option<i64>,
}

/// What a version comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuoteTotals {
    /// Line by line.
    pub lines: Vec<LineTotals>,
    /// Charged once.
    pub one_off: SectionTotals,
    /// Charged every month.
    pub monthly: SectionTotals,
    /// The largest discount on any line, all told, in hundredths of a per cent, rounded up (QUO-2).
    pub discount_bp: i64,
}

/// The customer as the quote needs them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuoteParty {
    /// Who.
    pub id: CustomerId,
    /// The customer's number.
    pub code: i64,
    /// Name.
    pub name: String,
    /// CPF or CNPJ, canonical.
    pub document: Option<String>,
    /// Whom to ask for.
    pub contact_name: String,
    /// `retail` or `corporate`; chooses prices.
    pub segment: String,
    /// State of the first address; chooses prices.
    pub uf: Option<String>,
    /// Street, district and city of the first address.
    pub address: Vec<String>,
    /// First phone, E.164.
    pub phone: Option<String>,
    /// All e-mail addresses.
    pub emails: Vec<String>,
}

/// One version in the list of versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct VersionSummary {
    /// Which.
    pub id: QuoteVersionId,
    /// 1, 2, 3 …
    pub version_number: i64,
    /// How it stands.
    pub status: QuoteStatus,
    /// Last day it holds.
    pub valid_until: NaiveDate,
    /// Sum charged once.
    pub one_off_cents: i64,
    /// Sum charged every month.
    pub monthly_cents: i64,
    /// When it was sent (UTC).
    pub sent_at: Option<DateTime<Utc>>,
}

/// Everything the editor shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuoteDetails {
    /// The quote.
    pub quote: Quote,
    /// `2026/0417`.
    pub number: String,
    /// The version.
    pub version: QuoteVersion,
    /// What the editor holds.
    pub content: QuoteContent,
    /// What it comes to.
    pub totals: QuoteTotals,
    /// For whom.
    pub customer: QuoteParty,
    /// Who follows it up.
    pub owner_name: String,
    /// All versions, the newest first.
    pub versions: Vec<VersionSummary>,
    /// What the caller may give without approval, in hundredths of a per cent.
    pub limit_bp: i64,
    /// Whether an expired version can still be accepted.
    pub accept_expired: bool,
}

/// One quote in a list, with the version that counts: the accepted one, else the newest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct QuoteRow {
    /// The version.
    pub id: QuoteVersionId,
    /// The quote.
    pub quote_id: QuoteId,
    /// Year of the number.
    pub year: i64,
    /// Number within the year.
    pub number: i64,
    /// 1, 2, 3 …
    pub version_number: i64,
    /// For whom.
    pub customer_id: CustomerId,
    /// Their name.
    pub customer_name: String,
    /// Who follows it up.
    pub owner_name: String,
    /// How the version stands.
    pub status: QuoteStatus,
    /// Last day it holds.
    pub valid_until: NaiveDate,
    /// Sum charged once.
    pub one_off_cents: i64,
    /// Sum charged every month.
    pub monthly_cents: i64,
    /// When it was sent (UTC).
    pub sent_at: Option<DateTime<Utc>>,
}

/// What every new quote begins with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct QuoteSettings {
    /// Days from today, 1 to 365.
    pub validity_days: i64,
    /// Words before the items.
    pub introduction: String,
    /// Conditions, one a line.
    pub terms: String,
    /// Whether an expired version can still be accepted.
    pub accept_expired: bool,
    /// For saving over (SYS-2); 0 while nothing was saved.
    pub version: i64,
}
