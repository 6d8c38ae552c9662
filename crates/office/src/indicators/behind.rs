//! From a figure back to the sales it counted; the same rows that [`rules`](crate::indicators::rules) counts.

use chrono::{DateTime, NaiveDate, Utc};

use crate::fulfilment::model::CourseStage;
use crate::indicators::model::{BehindRequest, BehindRow, IndicatorStage, Measure};
use crate::indicators::rules::{Facts, minutes, stage_of, went_on};
use crate::registrations::model::ReviewDecision;
use crate::registrations::store::figures::DecisionRow;

macro_rules! behind {
    ($row:expr, $at:expr, $($field:ident: $value:expr),* $(,)?) => {
        BehindRow {
            $($field: $value,)*
            ..BehindRow {
                registration_id: $row.registration_id,
                number: $row.number.clone(),
                name: $row.name.clone(),
                seller_name: $row.seller_name.clone(),
                at: $at,
                by: String::new(),
                minutes: None,
                score: None,
                text: String::new(),
                has_course: true,
            }
        }
    };
}

/// The sales behind a figure, in no order.
pub fn rows(
    facts: &Facts,
    asked: &BehindRequest,
    begin_of: impl Fn(NaiveDate) -> DateTime<Utc>,
) -> Vec<BehindRow> {
    let found = match asked.measure {
        Measure::Submitted => submitted(facts),
        Measure::Approved => decided(facts, |row| row.decision == ReviewDecision::Approved),
        Measure::Returned => decided(facts, |row| row.decision == ReviewDecision::Returned),
        Measure::Denied => decided(facts, |row| row.decision == ReviewDecision::Denied),
        Measure::Reason => reasons(facts, &asked.key),
        Measure::Stage if asked.key == IndicatorStage::Review.as_text() => decided(facts, |_| true),
        Measure::Stage => left(facts, &asked.key),
        Measure::Installed => installed(facts, false, begin_of),
        Measure::Late => installed(facts, true, begin_of),
        Measure::Watched => watched(facts, false),
        Measure::Completed => watched(facts, true),
        Measure::Feedback => opinions(facts, &asked.key),
    };
    found.into_iter().filter(|row| asked.person.is_empty() || row.by == asked.person).collect()
}

fn submitted(facts: &Facts) -> Vec<BehindRow> {
    let rows = facts.submissions.iter();
    rows.map(|row| behind!(row, row.submitted_at, by: row.seller_name.clone(), has_course: false)).collect()
}

fn decided(facts: &Facts, counts: impl Fn(&DecisionRow) -> bool) -> Vec<BehindRow> {
    let row = |row: &DecisionRow| {
        behind!(
            row,
            row.decided_at,
            by: row.decided_by.clone(),
            minutes: Some(minutes(row.submitted_at, row.decided_at)),
            has_course: row.decision == ReviewDecision::Approved,
        )
    };
    facts.decisions.iter().filter(|row| counts(row)).map(row).collect()
}

fn reasons(facts: &Facts, field: &str) -> Vec<BehindRow> {
    let rows = facts.reasons.iter().filter(|row| row.field == field);
    rows.map(|row| {
        behind!(
            row,
            row.decided_at,
            by: row.decided_by.clone(),
            text: row.reason.clone(),
            has_course: false,
        )
    })
    .collect()
}

fn left(facts: &Facts, stage: &str) -> Vec<BehindRow> {
    let of = |known: CourseStage| stage_of(known).is_some_and(|known| known.as_text() == stage);
    let rows = facts.spans.iter().filter(|row| of(row.stage) && went_on(row));
    rows.map(|row| {
        let took = Some(minutes(row.entered_at, row.left_at));
        behind!(row, row.left_at, by: row.left_by.clone(), minutes: took)
    })
    .collect()
}

fn installed(
    facts: &Facts,
    late_only: bool,
    begin_of: impl Fn(NaiveDate) -> DateTime<Utc>,
) -> Vec<BehindRow> {
    let rows = facts.installed.iter().filter(|row| !late_only || row.installed_on > row.promised_on);
    rows.map(|row| behind!(row, begin_of(row.installed_on), by: row.team_name.clone())).collect()
}

fn watched(facts: &Facts, completed_only: bool) -> Vec<BehindRow> {
    let rows = facts.watched.iter().filter(|row| !completed_only || row.stage == CourseStage::Completed);
    rows.map(|row| behind!(row, row.since, by: row.seller_name.clone())).collect()
}

fn opinions(facts: &Facts, stage: &str) -> Vec<BehindRow> {
    let of = |known: CourseStage| stage_of(known).is_some_and(|known| known.as_text() == stage);
    let rows = facts.opinions.iter().filter(|row| stage.is_empty() || of(row.stage));
    rows.map(|row| {
        behind!(
            row,
            row.taken_at,
            by: row.taken_by.clone(),
            score: Some(row.score),
            text: row.words.clone(),
        )
    })
    .collect()
}
