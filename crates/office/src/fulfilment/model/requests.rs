//! What the commands along the course of a sale take.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{ActivationStep, CourseStage, TeamId, VisitId, VisitOutcome};
use crate::customers::receivables::model::ReceivableId;
use crate::registrations::model::{InstallationPeriod, RegistrationId};

/// A number that a carrier gave, to record.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RecordProtocol {
    /// Which sale.
    pub id: RegistrationId,
    /// The version that was read.
    pub version: i64,
    /// Which carrier.
    pub carrier: String,
    /// The number.
    pub protocol: String,
}

/// A sale to hand to the installers.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct StartInstallation {
    /// Which sale.
    pub id: RegistrationId,
    /// The version that was read.
    pub version: i64,
    /// Until when the customer was promised.
    pub promised_on: Option<NaiveDate>,
}

/// Installers who go together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Team {
    /// Which; none for one to add.
    pub id: Option<TeamId>,
    /// What they are called.
    pub name: String,
    /// May be sent.
    pub active: bool,
    /// For saving over (SYS-2).
    pub version: i64,
}

/// A visit to book, in place of the one to come if there is one.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ScheduleVisit {
    /// Which sale.
    pub id: RegistrationId,
    /// The version that was read.
    pub version: i64,
    /// Who goes.
    pub team_id: Option<TeamId>,
    /// On which day.
    pub scheduled_on: Option<NaiveDate>,
    /// When of that day.
    pub period: InstallationPeriod,
    /// Why it is moved; needed when another visit is to come.
    pub reason: String,
}

/// What became of the visit to come.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CloseVisit {
    /// Which sale.
    pub id: RegistrationId,
    /// The version that was read.
    pub version: i64,
    /// Installed.
    pub done: bool,
    /// Why not; needed when it was not done.
    pub reason: String,
}

/// Which days to show.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct VisitsRequest {
    /// First day.
    pub from: NaiveDate,
    /// Last day, at most 62 days on.
    pub until: NaiveDate,
}

/// One visit in the teams' agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct VisitRow {
    /// Which.
    pub id: VisitId,
    /// Of which sale.
    pub registration_id: RegistrationId,
    /// Its number.
    pub number: Option<String>,
    /// The customer's name.
    pub name: String,
    /// Where to.
    pub district: String,
    /// Where to.
    pub city: String,
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
    /// Until when it was promised.
    pub promised_on: Option<NaiveDate>,
}

/// A step of the activation to note, or to take back.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct MarkActivation {
    /// Which sale.
    pub id: RegistrationId,
    /// The version that was read.
    pub version: i64,
    /// Which step.
    pub step: ActivationStep,
    /// Done, or not after all.
    pub done: bool,
}

/// What the review of payments changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PaymentsReviewed {
    /// Sales whose five months are complete.
    pub completed: i64,
    /// Collection contacts opened.
    pub contacts: i64,
}

/// A month to note as billed.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct BillMonth {
    /// Which sale.
    pub id: RegistrationId,
    /// The version that was read.
    pub version: i64,
    /// When it is due.
    pub due_on: Option<NaiveDate>,
    /// How much, in cents.
    pub amount_cents: i64,
    /// When it was paid, where it was.
    pub paid_on: Option<NaiveDate>,
}

/// When a month was paid.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct NoteMonthPaid {
    /// Which sale.
    pub id: RegistrationId,
    /// The version that was read.
    pub version: i64,
    /// Which month, by its receivable.
    pub receivable_id: ReceivableId,
    /// On which day; none when it was not after all.
    pub paid_on: Option<NaiveDate>,
}

/// A month to take back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct WithdrawMonth {
    /// Which sale.
    pub id: RegistrationId,
    /// The version that was read.
    pub version: i64,
    /// Which month, by its receivable.
    pub receivable_id: ReceivableId,
    /// Why; must say something.
    pub reason: String,
}

/// A sale to call off on its way.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CancelCourse {
    /// Which sale.
    pub id: RegistrationId,
    /// The version that was read.
    pub version: i64,
    /// Why.
    pub reason: String,
}

/// What the customer said about a stage; taking it again replaces what they said before.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct TakeFeedback {
    /// Which sale.
    pub id: RegistrationId,
    /// The version that was read.
    pub version: i64,
    /// About which stage; one that the sale has reached.
    pub stage: CourseStage,
    /// From 0 to 10.
    pub score: Option<i64>,
    /// In their words; may be empty.
    pub words: String,
}
