//! Counting: from what happened in a period to its figures, and back to the sales behind each.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};

use crate::access::model::UserId;
use crate::error::{Error, Result};
use crate::fulfilment::model::CourseStage;
use crate::fulfilment::store::figures::{InstalledRow, OpinionRow, SpanRow, WatchedRow};
use crate::indicators::model::{
    FiveMonthsFigures, IndicatorStage, Indicators, InstallationFigures, ReasonFigures, ReviewFigures,
    SellerFigures, StageFigures, WeekFigures, WorkerFigures,
};
use crate::registrations::model::ReviewDecision;
use crate::registrations::store::figures::{DecisionRow, ReasonRow, SubmissionRow};

/// Most days of a period.
pub const DAYS_MAX: i64 = 400;

/// Everything that happened in a period.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// First submissions.
    pub submissions: Vec<SubmissionRow>,
    /// Decisions.
    pub decisions: Vec<DecisionRow>,
    /// Reasons of returns.
    pub reasons: Vec<ReasonRow>,
    /// Stages that were left.
    pub spans: Vec<SpanRow>,
    /// Installations.
    pub installed: Vec<InstalledRow>,
    /// Sales whose payments began to be watched.
    pub watched: Vec<WatchedRow>,
    /// What customers said.
    pub opinions: Vec<OpinionRow>,
}

impl Facts {
    /// Only what happened to one seller's sales.
    #[must_use]
    pub fn of_seller(mut self, seller: UserId) -> Self {
        self.submissions.retain(|row| row.seller_id == seller);
        self.decisions.retain(|row| row.seller_id == seller);
        self.reasons.retain(|row| row.seller_id == seller);
        self.spans.retain(|row| row.seller_id == seller);
        self.installed.retain(|row| row.seller_id == seller);
        self.watched.retain(|row| row.seller_id == seller);
        self.opinions.retain(|row| row.seller_id == seller);
        self
    }

    /// The sellers with what happened to their sales; every row is looked at once.
    fn by_seller(&self) -> BTreeMap<UserId, (String, Self)> {
        let mut sellers: BTreeMap<UserId, (String, Self)> = BTreeMap::new();
        macro_rules! share_out {
            ($rows:ident) => {
                for row in &self.$rows {
                    let fresh = || (row.seller_name.clone(), Self::default());
                    sellers.entry(row.seller_id).or_insert_with(fresh).1.$rows.push(row.clone());
                }
            };
        }
        share_out!(submissions);
        share_out!(decisions);
        share_out!(installed);
        share_out!(watched);
        share_out!(opinions);
        sellers
    }
}

/// A period that may be asked for.
///
/// # Errors
/// `Invalid` at `until`.
pub fn check_span(from: NaiveDate, until: NaiveDate) -> Result<()> {
    let days = (until - from).num_days();
    if (0..=DAYS_MAX).contains(&days) { Ok(()) } else { Err(Error::field("until", "span_range")) }
}

/// All figures of a period.
pub fn indicators(facts: &Facts, day_of: impl Fn(DateTime<Utc>) -> NaiveDate) -> Indicators {
    let opinions: Vec<&OpinionRow> = facts.opinions.iter().collect();
    Indicators {
        weeks: weeks(facts, day_of),
        review: review(&facts.submissions, &facts.decisions),
        reasons: reasons(&facts.reasons),
        stages: IndicatorStage::ALL.iter().map(|stage| stage_figures(facts, *stage, &opinions)).collect(),
        installation: installation(&facts.installed),
        five_months: five_months(&facts.watched),
        sellers: sellers(facts),
        workers: workers(facts),
    }
}

/// A share in hundredths of a per cent, half up; none of nothing.
pub fn share_bp(part: i64, whole: i64) -> Option<i64> {
    (whole > 0).then(|| (part * 20_000 + whole) / (2 * whole))
}

/// Half of the figures are no greater: the one in the middle, or the mean of both.
pub fn median(sorted: &[i64]) -> Option<i64> {
    let last = sorted.len().checked_sub(1)?;
    let (low, high) = (sorted.get(last / 2)?, sorted.get(sorted.len() / 2)?);
    Some(low + (high - low) / 2)
}

/// The least figure that nine of ten do not exceed (nearest rank).
pub fn ninetieth(sorted: &[i64]) -> Option<i64> {
    let rank = (sorted.len() * 9).div_ceil(10);
    sorted.get(rank.checked_sub(1)?).copied()
}

/// Whole minutes between two instants.
pub fn minutes(from: DateTime<Utc>, until: DateTime<Utc>) -> i64 {
    (until - from).num_minutes().max(0)
}

fn count<T>(rows: &[T], counts: impl Fn(&T) -> bool) -> i64 {
    i64::try_from(rows.iter().filter(|row| counts(row)).count()).unwrap_or(i64::MAX)
}

fn review(submissions: &[SubmissionRow], decisions: &[DecisionRow]) -> ReviewFigures {
    let of = |decision| count(decisions, |row: &DecisionRow| row.decision == decision);
    let approved = of(ReviewDecision::Approved);
    let first = count(decisions, |row| row.round == 1);
    let at_once = count(decisions, |row| row.round == 1 && row.decision == ReviewDecision::Approved);
    ReviewFigures {
        submitted: count(submissions, |_| true),
        approved,
        returned: of(ReviewDecision::Returned),
        denied: of(ReviewDecision::Denied),
        approval_bp: share_bp(approved, count(decisions, |_| true)),
        first_time_bp: share_bp(at_once, first),
    }
}

fn weeks(facts: &Facts, day_of: impl Fn(DateTime<Utc>) -> NaiveDate) -> Vec<WeekFigures> {
    let mut weeks: BTreeMap<NaiveDate, WeekFigures> = BTreeMap::new();
    let mut add = |at: DateTime<Utc>, decision: Option<ReviewDecision>| {
        let day = day_of(at);
        let week = day - TimeDelta::days(i64::from(day.weekday().num_days_from_monday()));
        let fresh = WeekFigures { week, submitted: 0, approved: 0, returned: 0, denied: 0 };
        let known = weeks.entry(week).or_insert(fresh);
        match decision {
            None => known.submitted += 1,
            Some(ReviewDecision::Approved) => known.approved += 1,
            Some(ReviewDecision::Returned) => known.returned += 1,
            Some(ReviewDecision::Denied) => known.denied += 1,
        }
    };
    facts.submissions.iter().for_each(|row| add(row.submitted_at, None));
    facts.decisions.iter().for_each(|row| add(row.decided_at, Some(row.decision)));
    weeks.into_values().collect()
}

fn reasons(rows: &[ReasonRow]) -> Vec<ReasonFigures> {
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for row in rows {
        *counts.entry(&row.field).or_default() += 1;
    }
    let mut figures: Vec<_> =
        counts.into_iter().map(|(field, count)| ReasonFigures { field: field.to_owned(), count }).collect();
    figures.sort_by(|one, other| other.count.cmp(&one.count).then(one.field.cmp(&other.field)));
    figures
}

/// The stage of a course, as the indicators name it; the last two are no work.
pub fn stage_of(stage: CourseStage) -> Option<IndicatorStage> {
    match stage {
        CourseStage::Approved => Some(IndicatorStage::Approved),
        CourseStage::Installation => Some(IndicatorStage::Installation),
        CourseStage::Activation => Some(IndicatorStage::Activation),
        CourseStage::PostSale => Some(IndicatorStage::PostSale),
        CourseStage::Completed | CourseStage::Cancelled => None,
    }
}

/// Whether a stage was left for the next one, and not by calling the sale off.
pub fn went_on(span: &SpanRow) -> bool {
    span.next_stage != CourseStage::Cancelled
}

fn stage_minutes(facts: &Facts, stage: IndicatorStage, person: Option<&str>) -> Vec<i64> {
    let mut found: Vec<i64> = if stage == IndicatorStage::Review {
        let through = facts.decisions.iter().filter(|row| person.is_none_or(|name| row.decided_by == name));
        through.map(|row| minutes(row.submitted_at, row.decided_at)).collect()
    } else {
        let left = facts.spans.iter().filter(|row| stage_of(row.stage) == Some(stage) && went_on(row));
        let through = left.filter(|row| person.is_none_or(|name| row.left_by == name));
        through.map(|row| minutes(row.entered_at, row.left_at)).collect()
    };
    found.sort_unstable();
    found
}

fn stage_figures(facts: &Facts, stage: IndicatorStage, opinions: &[&OpinionRow]) -> StageFigures {
    let found = stage_minutes(facts, stage, None);
    let about: Vec<_> = opinions.iter().copied().filter(|row| stage_of(row.stage) == Some(stage)).collect();
    StageFigures {
        stage,
        count: i64::try_from(found.len()).unwrap_or(i64::MAX),
        median_minutes: median(&found),
        p90_minutes: ninetieth(&found),
        opinions: i64::try_from(about.len()).unwrap_or(i64::MAX),
        score_tenths: mean_tenths(&about),
    }
}

fn mean_tenths(opinions: &[&OpinionRow]) -> Option<i64> {
    let whole = i64::try_from(opinions.len()).unwrap_or(i64::MAX);
    let sum: i64 = opinions.iter().map(|row| row.score).sum();
    (whole > 0).then(|| (sum * 20 + whole) / (2 * whole))
}

fn installation(rows: &[InstalledRow]) -> InstallationFigures {
    let installed = count(rows, |_| true);
    let on_time = count(rows, |row| row.installed_on <= row.promised_on);
    InstallationFigures { installed, on_time, on_time_bp: share_bp(on_time, installed) }
}

fn five_months(rows: &[WatchedRow]) -> FiveMonthsFigures {
    let completed = count(rows, |row| row.stage == CourseStage::Completed);
    let cancelled = count(rows, |row| row.stage == CourseStage::Cancelled);
    FiveMonthsFigures {
        began: count(rows, |_| true),
        completed,
        cancelled,
        share_bp: share_bp(completed, completed + cancelled),
    }
}

fn sellers(facts: &Facts) -> Vec<SellerFigures> {
    let mut figures: Vec<_> = facts
        .by_seller()
        .into_iter()
        .map(|(id, (name, own))| SellerFigures {
            id,
            name,
            review: review(&own.submissions, &own.decisions),
            installation: installation(&own.installed),
            five_months: five_months(&own.watched),
            score_tenths: mean_tenths(&own.opinions.iter().collect::<Vec<_>>()),
        })
        .collect();
    figures.sort_by(|one, other| {
        other.review.submitted.cmp(&one.review.submitted).then_with(|| one.name.cmp(&other.name))
    });
    figures
}

fn workers(facts: &Facts) -> Vec<WorkerFigures> {
    let mut figures = Vec::new();
    for stage in IndicatorStage::ALL.iter().copied() {
        let mut names: Vec<&str> = if stage == IndicatorStage::Review {
            facts.decisions.iter().map(|row| row.decided_by.as_str()).collect()
        } else {
            let left = facts.spans.iter().filter(|row| stage_of(row.stage) == Some(stage) && went_on(row));
            left.map(|row| row.left_by.as_str()).collect()
        };
        names.sort_unstable();
        names.dedup();
        for name in names {
            let found = stage_minutes(facts, stage, Some(name));
            let of = |row: &DecisionRow| row.decided_by == name;
            let approved = count(&facts.decisions, |row| of(row) && row.decision == ReviewDecision::Approved);
            let decided = count(&facts.decisions, of);
            figures.push(WorkerFigures {
                name: name.to_owned(),
                stage,
                count: i64::try_from(found.len()).unwrap_or(i64::MAX),
                median_minutes: median(&found),
                p90_minutes: ninetieth(&found),
                approval_bp: if stage == IndicatorStage::Review { share_bp(approved, decided) } else { None },
            });
        }
    }
    figures
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
