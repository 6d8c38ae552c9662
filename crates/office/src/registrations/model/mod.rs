//! A sale, its submissions, and what its checks say.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::access::model::UserId;
use crate::customers::model::{CustomerId, CustomerKind, Segment};
use crate::duplicates::Suspect;
use crate::error::FieldIssue;

mod forms;
mod queue;
mod requests;

pub use forms::*;
pub use queue::*;
pub use requests::*;

crate::id!(RegistrationId, "A sale under way.");
crate::id!(RoundId, "One submission of a sale.");
crate::id!(PlanId, "What a carrier sells.");

crate::text_enum! {
    /// Where a sale stands.
    pub enum RegistrationState {
        /// The seller still writes.
        Draft,
        /// Waits for a reviewer.
        Submitted,
        /// A reviewer has it; or had it, where the claim ran out.
        InReview,
        /// Accepted: the customer and the contract exist.
        Approved,
        /// Back with the seller, with reasons.
        Returned,
        /// Refused for good.
        Denied,
        /// Called off.
        Cancelled,
    }
}

crate::text_enum! {
    /// What a reviewer decided on one submission.
    pub enum ReviewDecision {
        /// Accepted.
        Approved,
        /// To be corrected.
        Returned,
        /// Refused.
        Denied,
    }
}

crate::text_enum! {
    /// When the installers may come.
    pub enum InstallationPeriod {
        /// Before noon.
        Morning,
        /// After noon.
        Afternoon,
        /// Whenever they can.
        Any,
    }
}

/// What the seller fills in. A draft may hold anything half typed; a submitted sale holds canonical values.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct RegistrationContent {
    /// Person or company.
    pub kind: CustomerKind,
    /// Whose lane and target it has.
    pub segment: Segment,
    /// Full name, or legal name.
    pub name: String,
    /// CPF or CNPJ.
    pub document: String,
    /// For the contract.
    pub email: String,
    /// Of a person.
    pub mother_name: String,
    /// Of a person.
    pub birth_date: Option<NaiveDate>,
    /// The first contact point.
    pub phone_1: String,
    /// The second, another one.
    pub phone_2: String,
    /// Street of the installation.
    pub street: String,
    /// Number, or `s/n`.
    pub address_number: String,
    /// Apartment, block; may be empty.
    pub complement: String,
    /// Bairro.
    pub district: String,
    /// City.
    pub city: String,
    /// Two letters.
    pub uf: String,
    /// Eight digits.
    pub cep: String,
    /// Operadora.
    pub carrier: String,
    /// One of that carrier.
    pub plan_id: Option<PlanId>,
    /// Day of the month on which it is paid, 1 to 31.
    pub due_day: Option<i64>,
    /// When the installers may come.
    pub installation_period: Option<InstallationPeriod>,
    /// Words for the reviewer; may be empty.
    pub note: String,
}

/// A sale as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Registration {
    /// Which.
    pub id: RegistrationId,
    /// `2026-004817`, without gaps in a year; none until first submitted.
    pub number: Option<String>,
    /// Where it stands.
    pub state: RegistrationState,
    /// Whose sale.
    pub seller_id: UserId,
    /// Their name.
    pub seller_name: String,
    /// The ficha it became.
    pub customer_id: Option<CustomerId>,
    /// What was filled in.
    #[sqlx(flatten)]
    pub content: RegistrationContent,
    /// How often it was submitted.
    pub round: i64,
    /// When it was submitted last (UTC).
    pub submitted_at: Option<DateTime<Utc>>,
    /// When it was submitted first (UTC).
    pub first_submitted_at: Option<DateTime<Utc>>,
    /// Who reviews it.
    pub claimed_by: Option<UserId>,
    /// Their name.
    pub claimed_by_name: Option<String>,
    /// Until when nobody else may (UTC).
    pub claimed_until: Option<DateTime<Utc>>,
    /// When it was decided (UTC).
    pub decided_at: Option<DateTime<Utc>>,
    /// Why it was called off.
    pub closed_reason: String,
    /// When it was begun (UTC).
    pub created_at: DateTime<Utc>,
    /// For saving over (SYS-2).
    pub version: i64,
    /// When it changed last (UTC).
    pub updated_at: DateTime<Utc>,
    /// Who changed it last.
    pub updated_by: String,
}

/// A draft or returned sale to save, or to submit.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RegistrationInput {
    /// None for a new one.
    pub id: Option<RegistrationId>,
    /// The version that was read; ignored for a new one.
    pub version: i64,
    /// What was filled in.
    pub content: RegistrationContent,
}

/// Names one sale.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct RegistrationRef {
    /// Which.
    pub id: RegistrationId,
}

/// A form to check while it is typed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CheckSale {
    /// What is filled in so far.
    pub content: RegistrationContent,
}

/// What the checks say about a form.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SaleCheckResult {
    /// What is asked for, as set for its carrier and plan.
    pub form: Vec<FormField>,
    /// What would keep it from being submitted.
    pub issues: Vec<FieldIssue>,
    /// What the reviewer will see.
    pub checks: Vec<SaleCheck>,
    /// Customers who might be the same.
    pub suspects: Vec<Suspect>,
}

crate::text_enum! {
    /// What a check says.
    pub enum CheckOutcome {
        /// As it should be.
        Pass,
        /// To be looked at.
        Warning,
        /// Wrong.
        Fail,
    }
}

/// One check with its evidence (REG-2), shown beside its field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SaleCheck {
    /// Field of the content, or `debts`.
    pub field: String,
    /// What was found, translated by the screen as `checks.<code>`.
    pub code: String,
    /// How it weighs.
    pub outcome: CheckOutcome,
    /// Figures and names for the text; `suggestion` where there is a better value, `customer_id` where a ficha opens.
    #[ts(type = "Record<string, string>")]
    pub params: BTreeMap<String, String>,
}

/// A reason on one wrong field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct FieldReason {
    /// Field of the content.
    pub field: String,
    /// In the reviewer's words.
    pub reason: String,
}

/// What the seller changed against the former submission.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FieldChange {
    /// Field of the content.
    pub field: String,
    /// Before; empty where nothing stood.
    pub before: String,
    /// After.
    pub after: String,
}

/// One submission and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReviewRound {
    /// From 1.
    pub round: i64,
    /// When (UTC).
    pub submitted_at: DateTime<Utc>,
    /// By whom.
    pub submitted_by: String,
    /// What was submitted.
    pub content: RegistrationContent,
    /// What changed against the former one.
    pub changes: Vec<FieldChange>,
    /// None while it waits.
    pub decision: Option<ReviewDecision>,
    /// When (UTC).
    pub decided_at: Option<DateTime<Utc>>,
    /// By whom.
    pub decided_by: Option<String>,
    /// The reviewer's words on the whole.
    pub note: String,
    /// And on each wrong field.
    pub reasons: Vec<FieldReason>,
}

/// Everything the review screen shows of one sale.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RegistrationDetail {
    /// The sale.
    pub registration: Registration,
    /// Its plan, where chosen.
    pub plan: Option<Plan>,
    /// What is asked for, as set for its carrier and plan.
    pub form: Vec<FormField>,
    /// The checks, as of now.
    pub checks: Vec<SaleCheck>,
    /// Customers who might be the same.
    pub suspects: Vec<Suspect>,
    /// Fichas that have this document already; an approval must join one of them.
    pub same_document: Vec<KnownCustomer>,
    /// Every submission, the latest first.
    pub rounds: Vec<ReviewRound>,
    /// Where it stands against its target; none unless it waits.
    pub waiting: Option<SaleWaiting>,
    /// Whether the caller holds the claim now.
    pub claimed_by_me: bool,
    /// Whether somebody else holds it now.
    pub claimed_by_other: bool,
}

/// A ficha with the sale's document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct KnownCustomer {
    /// Which.
    pub id: CustomerId,
    /// Its code.
    pub code: i64,
    /// Its name.
    pub name: String,
    /// As stored.
    pub mother_name: String,
    /// As stored.
    pub birth_date: Option<NaiveDate>,
}
