//! What became of the approved sales: some wait for their entry, some for installers, some are paid for months.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc, Weekday};
use rand::Rng;
use rand::seq::IndexedRandom;
use uuid::Uuid;

use crate::demo::people::Maker;
use crate::demo::words;
use crate::ids::Ids;

/// Stages in the proportion in which a morning finds them, with how many weeks ago such a sale was decided at least,
/// and within how many days.
const STAGES: [(&str, i64, i64); 11] = [
    ("approved", 0, 2),
    ("installation", 1, 4),
    ("post_sale", 5, 120),
    ("approved", 0, 3),
    ("activation", 2, 5),
    ("completed", 27, 90),
    ("installation", 1, 6),
    ("post_sale", 4, 100),
    ("completed", 28, 60),
    ("cancelled", 2, 60),
    ("installation", 0, 3),
];
/// The way of a sale that ends well.
const WAY: [&str; 5] = ["approved", "installation", "activation", "post_sale", "completed"];
/// What an activation needs.
const STEPS: [&str; 4] = ["configured", "tested", "access_confirmed", "customer_instructed"];

/// How many weeks before today the approved sale number `ordinal` was made at least, and within how many days.
pub fn age(ordinal: usize) -> (i64, i64) {
    let (_, weeks, days) = STAGES[ordinal % STAGES.len()];
    (weeks, days)
}

/// A visit to store.
pub struct CourseVisit {
    /// Identity.
    pub id: Uuid,
    /// Index of the team.
    pub team: usize,
    /// On which day.
    pub on: NaiveDate,
    /// When of that day.
    pub period: &'static str,
    /// What became of it.
    pub outcome: Option<&'static str>,
    /// Why.
    pub reason: &'static str,
    /// When it was booked (UTC).
    pub booked_at: DateTime<Utc>,
    /// When its outcome was noted (UTC).
    pub closed_at: Option<DateTime<Utc>>,
}

/// A course to store.
pub struct CourseRow {
    /// Its sale.
    pub sale: Uuid,
    /// The stages it entered, in order, and when (UTC).
    pub entered: Vec<(&'static str, DateTime<Utc>)>,
    /// The carrier's number.
    pub protocol: Option<(Uuid, String)>,
    /// Until when it was promised.
    pub promised_on: Option<NaiveDate>,
    /// When it was installed.
    pub installed_on: Option<NaiveDate>,
    /// Visits in order.
    pub visits: Vec<CourseVisit>,
    /// Steps of the activation, and when (UTC).
    pub marks: Vec<(&'static str, DateTime<Utc>)>,
    /// Stage, score, words and when (UTC).
    pub feedback: Vec<(&'static str, i64, &'static str, DateTime<Utc>)>,
    /// Why it was called off.
    pub closed_reason: &'static str,
    /// The welcome, with how many of its steps were done.
    pub welcome: Option<(Uuid, usize)>,
}

/// The course of the approved sale number `ordinal`, decided at `decided_at`; none while it waits for its entry.
pub fn course(
    maker: &mut Maker,
    ids: &Ids,
    ordinal: usize,
    sale: Uuid,
    decided_at: DateTime<Utc>,
    teams: usize,
) -> Option<CourseRow> {
    let (stage, ..) = STAGES[ordinal % STAGES.len()];
    if stage == "approved" {
        return None;
    }
    let begun = decided_at + TimeDelta::minutes(maker.chance.random_range(40..900));
    let number = maker.chance.random_range(1_000_000..9_999_999);
    let mut row = CourseRow {
        sale,
        entered: vec![("approved", decided_at), ("installation", begun)],
        protocol: Some((ids.next(begun), format!("{}-{number}", begun.date_naive().year()))),
        promised_on: Some(working_day(begun.date_naive() + TimeDelta::days(7))),
        installed_on: None,
        visits: Vec::new(),
        marks: Vec::new(),
        feedback: Vec::new(),
        closed_reason: "",
        welcome: None,
    };
    if stage == "cancelled" {
        row.entered.push(("cancelled", begun + TimeDelta::hours(70)));
        row.closed_reason = words::CANCELLATIONS.choose(&mut maker.chance).unwrap_or(&"");
        return Some(row);
    }
    visits(maker, ids, &mut row, begun, stage == "installation", teams);
    if stage != "installation" {
        follow(maker, ids, &mut row, stage);
    }
    opinions(maker, &mut row);
    Some(row)
}

/// The visits: one in three was moved, one in four is late, those to come lie around today.
fn visits(
    maker: &mut Maker,
    ids: &Ids,
    row: &mut CourseRow,
    begun: DateTime<Utc>,
    waiting: bool,
    teams: usize,
) {
    let period = *["morning", "afternoon"].choose(&mut maker.chance).unwrap_or(&"morning");
    let team = maker.chance.random_range(0..teams);
    let late = maker.chance.random_ratio(1, 4);
    let days = if late { maker.chance.random_range(9..13) } else { maker.chance.random_range(2..7) };
    let on = if waiting {
        working_day(maker.today + TimeDelta::days(maker.chance.random_range(-2..6)))
    } else {
        working_day(begun.date_naive() + TimeDelta::days(days))
    };
    let visit = |id, on, outcome, reason, closed_at| CourseVisit {
        id,
        team,
        on,
        period,
        outcome,
        reason,
        booked_at: begun,
        closed_at,
    };
    if maker.chance.random_ratio(1, 3) && !waiting {
        let closed_at = begun + TimeDelta::hours(20);
        let reason = words::VISIT_REASONS.choose(&mut maker.chance).unwrap_or(&"");
        let first = working_day(begun.date_naive() + TimeDelta::days(2));
        row.visits.push(visit(ids.next(begun), first, Some("rescheduled"), reason, Some(closed_at)));
    }
    let noon = on.and_hms_opt(17, 0, 0).unwrap_or_default().and_utc();
    if waiting {
        row.visits.push(visit(ids.next(begun), on, None, "", None));
    } else {
        row.visits.push(visit(ids.next(begun), on, Some("done"), "", Some(noon)));
        row.installed_on = Some(on);
        row.entered.push(("activation", noon));
    }
}

/// What comes after the installation, up to `stage`.
fn follow(maker: &mut Maker, ids: &Ids, row: &mut CourseRow, stage: &str) {
    let Some((_, installed_at)) = row.entered.last().copied() else { return };
    let reached = WAY.iter().position(|known| *known == stage).unwrap_or(0);
    let steps = if reached > 2 { STEPS.len() } else { maker.chance.random_range(1..STEPS.len()) };
    for (index, step) in STEPS.iter().take(steps).enumerate() {
        let hours = 2 + 5 * i64::try_from(index).unwrap_or(0);
        row.marks.push((step, installed_at + TimeDelta::hours(hours)));
    }
    let paid_from = installed_at + TimeDelta::hours(maker.chance.random_range(22..70));
    if reached > 2 {
        row.entered.push(("post_sale", paid_from));
    }
    if reached > 3 {
        row.entered.push(("completed", paid_from + TimeDelta::days(maker.chance.random_range(140..160))));
    }
    let welcomed = if reached > 3 { 7 } else { maker.chance.random_range(0..6) };
    row.welcome = Some((ids.next(installed_at), welcomed));
}

/// One customer in two says something at each stage that is over.
fn opinions(maker: &mut Maker, row: &mut CourseRow) {
    for index in 1..row.entered.len() {
        if maker.chance.random_ratio(1, 2) {
            let (stage, _) = row.entered[index - 1];
            let at = row.entered[index].1 + TimeDelta::minutes(30);
            let (score, words) = words::FEEDBACK.choose(&mut maker.chance).copied().unwrap_or((8, ""));
            row.feedback.push((stage, score, words, at));
        }
    }
}

/// That day, or the Monday after where it falls on a weekend.
fn working_day(day: NaiveDate) -> NaiveDate {
    match day.weekday() {
        Weekday::Sat => day + TimeDelta::days(2),
        Weekday::Sun => day + TimeDelta::days(1),
        _ => day,
    }
}
