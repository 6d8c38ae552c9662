//! Lists, search and the timeline: what is asked and what comes back.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::access::model::UserId;
use crate::customers::model::{ActivityId, CustomerId, CustomerInput, CustomerKind, CustomerStatus, Segment};

crate::text_enum! {
    /// Column the list is sorted by.
    pub enum CustomerSort {
        /// By name, ignoring case and accents.
        Name,
        /// By code.
        Code,
        /// By CPF or CNPJ; who has none comes first.
        Document,
        /// By city, ignoring case and accents.
        City,
        /// By the first telephone; who has none comes first.
        Phone,
        /// By the first e-mail; who has none comes first.
        Email,
        /// By status.
        Status,
        /// By segment.
        Segment,
        /// By last change.
        UpdatedAt,
        /// The best matches of the text first; by name without one, and where more is found than an order helps with.
        Relevance,
        /// By what is overdue; only who owes something.
        Overdue,
    }
}

crate::text_enum! {
    /// What a ficha lacks.
    pub enum Missing {
        /// CPF or CNPJ.
        Document,
        /// Any telephone.
        Phone,
        /// Any e-mail.
        Email,
        /// An address with a city.
        City,
        /// Somebody who looks after the customer.
        Responsible,
    }
}

/// A part of the list of customers.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ListCustomers {
    /// Words in any order over name, document, phone, e-mail and code; may be empty.
    pub text: String,
    /// Only these.
    pub status: Option<CustomerStatus>,
    /// Only these.
    pub kind: Option<CustomerKind>,
    /// Only these.
    pub segment: Option<Segment>,
    /// Only in this state.
    pub uf: Option<String>,
    /// Only with overdue receivables.
    pub overdue: bool,
    /// Only those this person looks after.
    #[serde(default)]
    #[ts(optional)]
    pub responsible_id: Option<UserId>,
    /// Only in cities whose name begins so, ignoring case and accents.
    #[serde(default)]
    #[ts(optional)]
    pub city: Option<String>,
    /// Only those last changed on that day of the company or later.
    #[serde(default)]
    #[ts(optional)]
    pub changed_from: Option<NaiveDate>,
    /// Only those last changed on that day of the company or earlier.
    #[serde(default)]
    #[ts(optional)]
    pub changed_to: Option<NaiveDate>,
    /// Only those that lack this.
    #[serde(default)]
    #[ts(optional)]
    pub missing: Option<Missing>,
    /// Order.
    pub sort: CustomerSort,
    /// Backwards.
    pub descending: bool,
    /// Rows to pass over.
    pub offset: i64,
    /// Rows to give, at most 500.
    pub limit: i64,
}

/// A part of the list, and how many there are in all.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CustomerPage {
    /// The part.
    pub rows: Vec<CustomerRow>,
    /// All that match, as far as they were counted.
    pub total: i64,
    /// More match than were counted: who sees this has typed too little.
    pub more: bool,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct CustomerRow {
    /// Which.
    pub id: CustomerId,
    /// Its code.
    pub code: i64,
    /// Person or company.
    pub kind: CustomerKind,
    /// Name.
    pub name: String,
    /// CPF or CNPJ.
    pub document: Option<String>,
    /// Retail or corporate.
    pub segment: Segment,
    /// Active or inactive.
    pub status: CustomerStatus,
    /// Of the main address.
    pub city: Option<String>,
    /// Of the main address.
    pub uf: Option<String>,
    /// The first phone, E.164.
    pub phone: Option<String>,
    /// The first e-mail.
    pub email: Option<String>,
    /// Overdue in cents.
    pub overdue_cents: i64,
    /// Last change (UTC).
    pub updated_at: DateTime<Utc>,
}

/// Whether the base has customers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AnyCustomer {
    /// There is at least one.
    pub any: bool,
}

/// A few customers while typing.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct QuickSearch {
    /// As typed.
    pub text: String,
}

/// One hit while typing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct CustomerHit {
    /// Which.
    pub id: CustomerId,
    /// Its code.
    pub code: i64,
    /// Name.
    pub name: String,
    /// CPF or CNPJ.
    pub document: Option<String>,
}

crate::text_enum! {
    /// Why somebody was contacted, or what the system noted (CUS-1).
    pub enum ActivityKind {
        /// Somebody spoke, wrote or tried to.
        Contact,
        /// A document was made or sent.
        Document,
        /// A sale moved.
        Registration,
        /// Money.
        Finance,
        /// An appointment was booked, moved or kept.
        Agenda,
        /// The registration data changed.
        Record,
    }
}

crate::text_enum! {
    /// The reason of a contact (CUS-1).
    pub enum ContactReason {
        /// Follow-up of an error.
        ErrorFollowUp,
        /// Sale.
        Sale,
        /// Offer of a product.
        ProductOffer,
        /// Collection.
        Collection,
        /// First steps of a new customer.
        Onboarding,
        /// Support.
        Support,
        /// Any other.
        Other,
    }
}

crate::text_enum! {
    /// Where a contact happened.
    pub enum ContactChannel {
        /// Telephone.
        Phone,
        /// E-mail.
        Email,
        /// In person.
        Visit,
        /// WhatsApp: asks for its link (CUS-3).
        Whatsapp,
        /// Chat: asks for its link (CUS-3).
        Chat,
        /// Bitrix: asks for its link (CUS-3).
        Bitrix,
    }
}

/// A contact to record, also one nobody answered (CUS-1).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct LogContact {
    /// With whom.
    pub customer_id: CustomerId,
    /// What for.
    pub reason: ContactReason,
    /// Where.
    pub channel: ContactChannel,
    /// Whether somebody answered.
    pub answered: bool,
    /// What was said; must say something (CUS-2).
    pub text: String,
    /// Link to the conversation elsewhere, or empty (CUS-3).
    pub link: String,
}

/// An entry that a feature writes to a timeline.
#[derive(Debug, Clone)]
pub struct NewActivity {
    /// Whose timeline.
    pub customer_id: CustomerId,
    /// What kind of thing happened.
    pub kind: ActivityKind,
    /// Code of what happened, such as `quote_sent`; the screen translates it.
    pub title: String,
    /// Details in words or figures.
    pub text: String,
    /// What it opens, such as `quote`.
    pub subject_kind: Option<String>,
    /// Which one.
    pub subject_id: Option<Uuid>,
}

/// One entry of a timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Activity {
    /// Which.
    pub id: ActivityId,
    /// When (UTC).
    pub at: DateTime<Utc>,
    /// Who; none for the system.
    pub author_id: Option<UserId>,
    /// Their name at the time.
    pub author_name: String,
    /// What kind of thing happened.
    pub kind: ActivityKind,
    /// Of a contact.
    pub reason: Option<ContactReason>,
    /// Of a contact.
    pub channel: Option<ContactChannel>,
    /// Of a contact.
    pub answered: Option<bool>,
    /// Code of what happened; empty for a contact.
    pub title: String,
    /// In words.
    pub text: String,
    /// To the outside.
    pub link: Option<String>,
    /// What it opens.
    pub subject_kind: Option<String>,
    /// Which one.
    pub subject_id: Option<Uuid>,
}

/// A part of a timeline, newest first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReadTimeline {
    /// Whose.
    pub customer_id: CustomerId,
    /// Only this kind.
    pub kind: Option<ActivityKind>,
    /// Entries to pass over.
    pub offset: i64,
    /// Entries to give, at most 200.
    pub limit: i64,
}

/// A part of a timeline and how many entries there are.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Timeline {
    /// The part, newest first.
    pub entries: Vec<Activity>,
    /// All of that kind.
    pub total: i64,
}

/// A customer checked and cleaned, ready to store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedCustomer {
    /// With canonical values in every field.
    pub input: CustomerInput,
    /// Parsed.
    pub birth_date: Option<NaiveDate>,
}
