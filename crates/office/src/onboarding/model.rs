//! A welcome and its steps.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::customers::model::CustomerId;
use crate::registrations::model::RegistrationId;

crate::id!(OnboardingId, "A customer's welcome.");

crate::text_enum! {
    /// Why a customer is welcomed.
    pub enum OnboardingCause {
        /// A sale brought them.
        New,
        /// Their fichas were merged.
        Merged,
    }
}

crate::text_enum! {
    /// What a welcome consists of, in order.
    pub enum OnboardingStep {
        /// The customer was told that there was a duplicate.
        ToldOfDuplicate,
        /// The data that remains is right.
        RegistrationCorrected,
        /// Which ficha the customer wants kept; its words say which.
        FichaToKeep,
        /// The service is enabled.
        ServiceEnabled,
        /// Somebody called to welcome them.
        WelcomeCall,
        /// They were shown the system.
        SystemPresented,
        /// A training is agreed.
        TrainingScheduled,
        /// Asked whether more people should use it.
        MoreUsers,
        /// Asked whether it is wanted in more states.
        MoreStates,
        /// Asked whether there are more beneficiaries.
        MoreBeneficiaries,
    }
}

/// A customer's welcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Onboarding {
    /// Which.
    pub id: OnboardingId,
    /// Whose.
    pub customer_id: CustomerId,
    /// Their code.
    pub customer_code: i64,
    /// Their name.
    pub customer_name: String,
    /// The sale that brought them.
    pub registration_id: Option<RegistrationId>,
    /// Why.
    pub cause: OnboardingCause,
    /// How many steps are done.
    pub done: i64,
    /// Since when (UTC).
    pub opened_at: DateTime<Utc>,
    /// By whom.
    pub opened_by: String,
    /// When the last step was done (UTC).
    pub completed_at: Option<DateTime<Utc>>,
    /// For saving over (SYS-2).
    pub version: i64,
    /// When it changed last (UTC).
    pub updated_at: DateTime<Utc>,
    /// Who changed it last.
    pub updated_by: String,
}

/// A step that was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct OnboardingMark {
    /// Which.
    pub step: OnboardingStep,
    /// What came of it; may be empty.
    pub note: String,
    /// When (UTC).
    pub done_at: DateTime<Utc>,
    /// By whom.
    pub done_by: String,
}

/// A welcome with its steps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OnboardingDetail {
    /// The welcome.
    pub onboarding: Onboarding,
    /// What it consists of, in order.
    pub steps: Vec<OnboardingStep>,
    /// What of it was done.
    pub marks: Vec<OnboardingMark>,
}

/// One line of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct OnboardingRow {
    /// The welcome.
    pub onboarding: Onboarding,
    /// How many steps it has.
    pub steps: i64,
}

/// Which welcomes to list.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct ListOnboardings {
    /// Those under way, the oldest first; else those completed, the latest first.
    pub open: bool,
}

/// Welcomes, at most five hundred.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OnboardingList {
    /// How many are under way.
    pub open: i64,
    /// How many are completed.
    pub completed: i64,
    /// Those asked for.
    pub items: Vec<OnboardingRow>,
}

/// Names one welcome.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct OnboardingRef {
    /// Which.
    pub id: OnboardingId,
}

/// Names a customer whose welcomes are asked for.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct OnboardingsOf {
    /// Whose.
    pub customer_id: CustomerId,
}

/// A welcome to begin.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct OpenOnboarding {
    /// Whose.
    pub customer_id: CustomerId,
    /// Why.
    pub cause: OnboardingCause,
}

/// A step to note, or to take back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MarkOnboarding {
    /// Which welcome.
    pub id: OnboardingId,
    /// The version that was read.
    pub version: i64,
    /// Which step.
    pub step: OnboardingStep,
    /// Done, or not after all.
    pub done: bool,
    /// What came of it.
    pub note: String,
}
