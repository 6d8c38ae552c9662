//! What a sale's form asks for, as an administrator set it.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::registrations::model::PlanId;

crate::id!(FormId, "What one scope says of the form.");

crate::text_enum! {
    /// Whether the seller must, may or need not fill a field in.
    pub enum FieldNeed {
        /// A sale without it is not submitted.
        Required,
        /// It may stay empty.
        Optional,
        /// It is not asked for.
        Hidden,
    }
}

crate::text_enum! {
    /// Whose word on a field counts: the narrowest that says something.
    pub enum FormLevel {
        /// What REG-1 says.
        Base,
        /// What was set for all sales.
        Everywhere,
        /// What was set for the carrier.
        Carrier,
        /// What was set for the plan.
        Plan,
    }
}

/// Which sales are meant: all, those of a carrier, or those of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FormScope {
    /// Empty for all sales.
    pub carrier: String,
    /// None for all plans of the carrier.
    pub plan_id: Option<PlanId>,
}

/// What a scope says of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct FieldSetting {
    /// Field of the content.
    pub field: String,
    /// Must, may or need not.
    pub need: FieldNeed,
    /// Words for the seller below the field; may be empty.
    pub hint: String,
}

/// What counts for one field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FormField {
    /// Field of the content.
    pub field: String,
    /// Must, may or need not.
    pub need: FieldNeed,
    /// Words for the seller; may be empty.
    pub hint: String,
    /// Who said so.
    pub from: FormLevel,
    /// Nobody can change that it is required.
    pub locked: bool,
}

/// What was set for one scope, over what it inherits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FormRules {
    /// Which sales.
    pub scope: FormScope,
    /// For saving over (SYS-2); 0 while nothing was set here.
    pub version: i64,
    /// When it was set last (UTC).
    pub updated_at: Option<DateTime<Utc>>,
    /// By whom.
    pub updated_by: String,
    /// What was set here.
    pub settings: Vec<FieldSetting>,
    /// What counts for the fields of which nothing is said here, in the order of the form.
    pub inherited: Vec<FormField>,
}

/// What to set for a scope: replaces what was set there before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SaveFormRules {
    /// Which sales.
    pub scope: FormScope,
    /// The version that was read.
    pub version: i64,
    /// What the scope says; fields that are not named are inherited.
    pub settings: Vec<FieldSetting>,
}
