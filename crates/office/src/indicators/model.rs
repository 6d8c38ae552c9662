//! Figures of a period, and the sales behind them. Shares are in hundredths of a per cent, scores in tenths; both are
//! none where nothing was counted.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::access::model::UserId;
use crate::registrations::model::RegistrationId;

crate::text_enum! {
    /// The stages whose time is measured, in order.
    pub enum IndicatorStage {
        /// From a submission to its decision.
        Review,
        /// From the approval to the installers.
        Approved,
        /// Until it is installed.
        Installation,
        /// Until it is in use.
        Activation,
        /// Until five months were paid on time.
        PostSale,
    }
}

crate::text_enum! {
    /// What a figure counts.
    pub enum Measure {
        /// Sales submitted for the first time.
        Submitted,
        /// Submissions approved.
        Approved,
        /// Submissions returned.
        Returned,
        /// Submissions denied.
        Denied,
        /// Submissions returned for a field: the key.
        Reason,
        /// Sales that left a stage: the key.
        Stage,
        /// Sales installed.
        Installed,
        /// Sales installed after the promised date.
        Late,
        /// Sales whose payments began to be watched.
        Watched,
        /// Those of them with five months paid on time.
        Completed,
        /// What customers said about a stage: the key.
        Feedback,
    }
}

/// Which period, and whose sales.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct IndicatorsRequest {
    /// First day.
    pub from: NaiveDate,
    /// Last day, at most 400 days on.
    pub until: NaiveDate,
    /// Only of this seller's sales.
    pub seller_id: Option<UserId>,
}

/// One week's work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WeekFigures {
    /// Its Monday.
    pub week: NaiveDate,
    /// Sales submitted for the first time.
    pub submitted: i64,
    /// Submissions approved.
    pub approved: i64,
    /// Submissions returned.
    pub returned: i64,
    /// Submissions denied.
    pub denied: i64,
}

/// What reviews decided.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReviewFigures {
    /// Sales submitted for the first time.
    pub submitted: i64,
    /// Submissions approved.
    pub approved: i64,
    /// Submissions returned.
    pub returned: i64,
    /// Submissions denied.
    pub denied: i64,
    /// Approved, of all decisions.
    pub approval_bp: Option<i64>,
    /// Approved at once, of all first submissions decided.
    pub first_time_bp: Option<i64>,
}

/// How often a field was the reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ReasonFigures {
    /// Field of the form.
    pub field: String,
    /// How often.
    pub count: i64,
}

/// How long a stage took, and what customers say about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct StageFigures {
    /// Which.
    pub stage: IndicatorStage,
    /// How many left it.
    pub count: i64,
    /// Half of them took no longer, in minutes by the clock on the wall.
    pub median_minutes: Option<i64>,
    /// Nine of ten took no longer.
    pub p90_minutes: Option<i64>,
    /// How many customers said something.
    pub opinions: i64,
    /// Their mean score.
    pub score_tenths: Option<i64>,
}

/// Installations against their promise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct InstallationFigures {
    /// Installed.
    pub installed: i64,
    /// By the promised date.
    pub on_time: i64,
    /// Their share.
    pub on_time_bp: Option<i64>,
}

/// The sales whose payments began to be watched in the period, as they stand now.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FiveMonthsFigures {
    /// How many began.
    pub began: i64,
    /// With five months paid on time.
    pub completed: i64,
    /// Called off before.
    pub cancelled: i64,
    /// Completed, of those that are over.
    pub share_bp: Option<i64>,
}

/// One seller's sales.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SellerFigures {
    /// Who.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// What reviews decided.
    pub review: ReviewFigures,
    /// Installations.
    pub installation: InstallationFigures,
    /// Payments.
    pub five_months: FiveMonthsFigures,
    /// What their customers say, over all stages.
    pub score_tenths: Option<i64>,
}

/// One person's work at a stage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct WorkerFigures {
    /// Their name.
    pub name: String,
    /// At which stage.
    pub stage: IndicatorStage,
    /// How many they took through.
    pub count: i64,
    /// Half of them took no longer.
    pub median_minutes: Option<i64>,
    /// Nine of ten took no longer.
    pub p90_minutes: Option<i64>,
    /// Approved, of their decisions; only at the review.
    pub approval_bp: Option<i64>,
}

/// All figures of a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Indicators {
    /// By week.
    pub weeks: Vec<WeekFigures>,
    /// Of the review.
    pub review: ReviewFigures,
    /// Why sales were returned, the most frequent first.
    pub reasons: Vec<ReasonFigures>,
    /// Stage by stage.
    pub stages: Vec<StageFigures>,
    /// Installations.
    pub installation: InstallationFigures,
    /// Payments.
    pub five_months: FiveMonthsFigures,
    /// Seller by seller, those with most sales first.
    pub sellers: Vec<SellerFigures>,
    /// Who worked at which stage, by stage.
    pub workers: Vec<WorkerFigures>,
}

/// Which figure's sales to list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BehindRequest {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub until: NaiveDate,
    /// Only of this seller's sales.
    pub seller_id: Option<UserId>,
    /// What the figure counts.
    pub measure: Measure,
    /// The field or stage, where the measure has one; else empty.
    pub key: String,
    /// Only through this person; empty for all.
    pub person: String,
}

/// One sale behind a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct BehindRow {
    /// Which sale.
    pub registration_id: RegistrationId,
    /// Its number.
    pub number: Option<String>,
    /// The customer's name.
    pub name: String,
    /// Whose sale.
    pub seller_name: String,
    /// When it counted (UTC).
    pub at: DateTime<Utc>,
    /// Through whom; empty where nobody is meant.
    pub by: String,
    /// How long it took.
    pub minutes: Option<i64>,
    /// The score given.
    pub score: Option<i64>,
    /// Reason or words.
    pub text: String,
    /// Whether its course can be opened, or only its review.
    pub has_course: bool,
}

/// The sales behind a figure: the first five hundred.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Behind {
    /// How many there are.
    pub total: i64,
    /// The first of them, the latest first.
    pub rows: Vec<BehindRow>,
}
