//! A sale after its approval.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::access::model::UserId;
use crate::customers::model::CustomerId;
use crate::customers::receivables::model::ReceivableId;
use crate::registrations::model::{InstallationPeriod, RegistrationId};

mod requests;

pub use requests::*;

crate::id!(TeamId, "Installers who go together.");
crate::id!(VisitId, "One time that a team goes.");
crate::id!(ProtocolId, "A number that a carrier gave.");

crate::text_enum! {
    /// How far an approved sale has come.
    pub enum CourseStage {
        /// To be entered into the carrier's system.
        Approved,
        /// Waits for the installers.
        Installation,
        /// Installed, being set up with the customer.
        Activation,
        /// In use; its payments are watched.
        PostSale,
        /// Five months paid on time.
        Completed,
        /// Called off on the way.
        Cancelled,
    }
}

crate::text_enum! {
    /// What became of a visit.
    pub enum VisitOutcome {
        /// Installed.
        Done,
        /// They went, and it could not be done.
        NotDone,
        /// Moved to another day, period or team before.
        Rescheduled,
        /// The sale was called off before.
        Cancelled,
    }
}

crate::text_enum! {
    /// What an activation needs, all four (REG-7).
    pub enum ActivationStep {
        /// Set up.
        Configured,
        /// Tried out.
        Tested,
        /// The customer said that they get in.
        AccessConfirmed,
        /// The customer knows how to use it.
        CustomerInstructed,
    }
}

/// An approved sale and how far it has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Course {
    /// Which sale.
    pub registration_id: RegistrationId,
    /// Its number.
    pub number: Option<String>,
    /// The customer's name, as sold.
    pub name: String,
    /// The ficha.
    pub customer_id: Option<CustomerId>,
    /// Operadora.
    pub carrier: String,
    /// What was sold.
    pub plan_name: Option<String>,
    /// Where.
    pub city: String,
    /// Where.
    pub uf: String,
    /// When the installers may come, as sold.
    pub wished_period: Option<InstallationPeriod>,
    /// Whose sale.
    pub seller_id: UserId,
    /// Their name.
    pub seller_name: String,
    /// How far it has come.
    pub stage: CourseStage,
    /// Since when (UTC).
    pub stage_since: DateTime<Utc>,
    /// Until when the installation was promised.
    pub promised_on: Option<NaiveDate>,
    /// When it was installed.
    pub installed_on: Option<NaiveDate>,
    /// The visit to come.
    pub visit_on: Option<NaiveDate>,
    /// When of that day.
    pub visit_period: Option<InstallationPeriod>,
    /// Who goes.
    pub team_name: Option<String>,
    /// Why it was called off.
    pub closed_reason: String,
    /// The contract whose payments are watched.
    #[ts(type = "string | null")]
    pub contract_id: Option<Uuid>,
    /// For saving over (SYS-2); 0 before the first step.
    pub version: i64,
    /// When it changed last (UTC).
    pub updated_at: DateTime<Utc>,
    /// Who changed it last.
    pub updated_by: String,
}

/// Names one sale.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct CourseRef {
    /// Which.
    pub id: RegistrationId,
}

/// Names one sale as it was read.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct CourseChange {
    /// Which.
    pub id: RegistrationId,
    /// The version that was read.
    pub version: i64,
}

/// Which stage to list.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct ListCourses {
    /// Which.
    pub stage: CourseStage,
}

/// How many sales stand at a stage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct StageTotal {
    /// Which.
    pub stage: CourseStage,
    /// How many.
    pub count: i64,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CourseRow {
    /// The sale.
    pub course: Course,
    /// Days past the promised date; 0 when it is kept so far.
    pub late_days: i64,
}

/// A stage's sales, those longest there first.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CourseList {
    /// How many stand at each stage.
    pub totals: Vec<StageTotal>,
    /// The first five hundred.
    pub items: Vec<CourseRow>,
}

/// When a sale entered a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct StageEntry {
    /// Which.
    pub stage: CourseStage,
    /// When (UTC).
    pub entered_at: DateTime<Utc>,
    /// Through whom.
    pub entered_by: String,
}

/// A number that a carrier gave.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Protocol {
    /// Which.
    pub id: ProtocolId,
    /// Which carrier.
    pub carrier: String,
    /// The number, as given.
    pub protocol: String,
    /// When (UTC).
    pub recorded_at: DateTime<Utc>,
    /// By whom.
    pub recorded_by: String,
}

/// One time that a team goes, or went.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Visit {
    /// Which.
    pub id: VisitId,
    /// Who goes.
    pub team_id: TeamId,
    /// Their name.
    pub team_name: String,
    /// On which day.
    pub scheduled_on: NaiveDate,
    /// When of that day.
    pub period: InstallationPeriod,
    /// None while it is to come.
    pub outcome: Option<VisitOutcome>,
    /// Why it was not done or was moved.
    pub reason: String,
    /// When it was booked (UTC).
    pub booked_at: DateTime<Utc>,
    /// By whom.
    pub booked_by: String,
    /// When its outcome was noted (UTC).
    pub closed_at: Option<DateTime<Utc>>,
    /// By whom.
    pub closed_by: Option<String>,
}

/// A step of the activation that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct ActivationMark {
    /// Which.
    pub step: ActivationStep,
    /// When (UTC).
    pub done_at: DateTime<Utc>,
    /// By whom.
    pub done_by: String,
}

crate::text_enum! {
    /// How a month was paid.
    pub enum MonthState {
        /// Everything on time.
        OnTime,
        /// Something late, or unpaid past its day.
        Late,
        /// Not yet due, or in dispute.
        Open,
    }
}

/// How one month was paid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MonthPaid {
    /// Its first day.
    pub month: NaiveDate,
    /// How.
    pub state: MonthState,
}

/// The way to five months paid on time (REG-8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PaymentProgress {
    /// The months with something due, oldest first.
    pub months: Vec<MonthPaid>,
    /// Months on time in a row up to now.
    pub on_time: i64,
    /// How many are needed.
    pub needed: i64,
}

/// Something billed for a month that is watched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct WatchedMonth {
    /// Which receivable.
    pub id: ReceivableId,
    /// What for.
    pub description: String,
    /// When it is due.
    pub due_on: NaiveDate,
    /// How much, in cents.
    pub amount_cents: i64,
    /// When it was paid.
    pub paid_on: Option<NaiveDate>,
    /// Disputed, and not decided.
    pub disputed: bool,
}

/// The month to note next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct NextMonth {
    /// When it is due.
    pub due_on: NaiveDate,
    /// How much by the contract, in cents.
    pub amount_cents: i64,
}

/// What is billed to the customer of a sale since the service began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Billing {
    /// What is watched, the earliest due first.
    pub months: Vec<WatchedMonth>,
    /// What to note next; none once the sale is complete.
    pub next: Option<NextMonth>,
}

/// What the customer said about a stage (REG-11).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct StageFeedback {
    /// About which.
    pub stage: CourseStage,
    /// From 0 to 10.
    pub score: i64,
    /// In their words; may be empty.
    pub words: String,
    /// When (UTC).
    pub taken_at: DateTime<Utc>,
    /// Who asked.
    pub taken_by: String,
}

/// Everything about a sale's course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CourseDetail {
    /// The sale.
    pub course: Course,
    /// Days past the promised date; 0 when it is kept so far.
    pub late_days: i64,
    /// The promise that a fresh installation proposes.
    pub proposed_promise: Option<NaiveDate>,
    /// Stages it went through, in order.
    pub stages: Vec<StageEntry>,
    /// Numbers that carriers gave, the first one first.
    pub protocols: Vec<Protocol>,
    /// Visits, the latest first.
    pub visits: Vec<Visit>,
    /// Steps of the activation that were done.
    pub activation: Vec<ActivationMark>,
    /// The payments; from post-sale on.
    pub payments: Option<PaymentProgress>,
    /// What is billed; from post-sale on.
    pub billing: Option<Billing>,
    /// What the customer said, by stage.
    pub feedback: Vec<StageFeedback>,
}

/// One line to type into a carrier's system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SheetField {
    /// Field of the sale, or `plan_name`.
    pub field: String,
    /// What to type, plain; the screen shows dates and documents as people write them.
    pub value: String,
}

/// A sale's data in the order in which its carrier asks for it (REG-5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct EntrySheet {
    /// Whose system.
    pub carrier: String,
    /// In order; what the sale leaves empty is left out.
    pub fields: Vec<SheetField>,
}

/// The sheets of all carriers that plans name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CarrierSheets {
    /// One for each, by name.
    pub sheets: Vec<CarrierSheet>,
    /// What a sheet may ask for.
    pub fields: Vec<String>,
}

/// In which order a carrier asks for the data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CarrierSheet {
    /// Whose system.
    pub carrier: String,
    /// Fields in order; what it does not ask for is left out.
    pub fields: Vec<String>,
    /// For saving over (SYS-2); 0 while nobody changed it.
    pub version: i64,
}
