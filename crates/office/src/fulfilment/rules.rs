//! The stages of an approved sale, what each needs before the next begins, and the months paid on time.

use std::collections::BTreeMap;

use brazil::calendar::BusinessCalendar;
use chrono::{Datelike, NaiveDate};

use crate::error::{Error, Issues, Result};
use crate::fulfilment::model::{
    ActivationMark, ActivationStep, CarrierSheet, CourseStage as Stage, EntrySheet, MonthPaid, MonthState,
    PaymentProgress, SheetField, Team,
};
use crate::registrations::model::RegistrationContent;

/// Months paid on time in a row that complete a sale (REG-8).
pub const MONTHS_NEEDED: i64 = 5;
/// Business days after which an installation is promised, unless somebody says otherwise.
pub const PROMISE_DAYS: i64 = 5;
/// How far ahead a visit or a promise may lie, in days.
pub const AHEAD_DAYS_MAX: i64 = 366;
/// Most days of the teams' agenda at once.
pub const AGENDA_DAYS_MAX: i64 = 62;
/// The best score a customer gives; the worst is 0.
pub const SCORE_MAX: i64 = 10;
/// Most characters of a name or protocol.
const SHORT_MAX: usize = 80;
/// Most characters of a reason.
const REASON_MAX: usize = 2_000;

/// What a carrier's sheet may ask for, in the order it has until somebody changes it.
pub const SHEET_FIELDS: [&str; 20] = [
    "document",
    "name",
    "mother_name",
    "birth_date",
    "phone_1",
    "phone_2",
    "email",
    "cep",
    "street",
    "address_number",
    "complement",
    "district",
    "city",
    "uf",
    "plan_name",
    "due_day",
    "installation_period",
    "seller_name",
    "number",
    "note",
];

/// What somebody does to a sale on its course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// A carrier's number is noted.
    RecordProtocol,
    /// The installers get it.
    StartInstallation,
    /// A visit is booked or moved.
    Schedule,
    /// The installers were there and could not.
    NotInstalled,
    /// It is installed.
    Installed,
    /// A step of the activation is noted or taken back.
    Mark,
    /// The activation is complete.
    Activated,
    /// Five months were paid on time.
    Complete,
    /// It is called off.
    Cancel,
    /// A month is noted as billed or paid.
    Payment,
    /// The customer is asked what they think.
    Feedback,
}

impl Move {
    /// Every move.
    pub const ALL: [Self; 11] = [
        Self::RecordProtocol,
        Self::StartInstallation,
        Self::Schedule,
        Self::NotInstalled,
        Self::Installed,
        Self::Mark,
        Self::Activated,
        Self::Complete,
        Self::Cancel,
        Self::Payment,
        Self::Feedback,
    ];
}

/// The stage after a move; none when the move is not allowed.
pub fn next_stage(stage: Stage, action: Move) -> Option<Stage> {
    match (stage, action) {
        // Also afterwards: what people say when it is over counts most.
        (_, Move::Feedback) => Some(stage),
        (Stage::Completed | Stage::Cancelled, _) => None,
        (_, Move::Cancel) => Some(Stage::Cancelled),
        (Stage::Approved | Stage::Installation | Stage::Activation, Move::RecordProtocol)
        | (Stage::Installation, Move::Schedule | Move::NotInstalled)
        | (Stage::Activation, Move::Mark)
        | (Stage::PostSale, Move::Payment) => Some(stage),
        (Stage::Approved, Move::StartInstallation) => Some(Stage::Installation),
        (Stage::Installation, Move::Installed) => Some(Stage::Activation),
        (Stage::Activation, Move::Activated) => Some(Stage::PostSale),
        (Stage::PostSale, Move::Complete) => Some(Stage::Completed),
        _ => None,
    }
}

/// The stage after a move.
///
/// # Errors
/// `Invalid` with `stage_not_allowed` and the present stage.
pub fn moved(stage: Stage, action: Move) -> Result<Stage> {
    next_stage(stage, action).ok_or_else(|| {
        let mut issues = Issues::default();
        issues.add_with("stage", "stage_not_allowed", [("stage", stage.as_text())]);
        Error::Invalid(issues.into_list())
    })
}

/// A short text that must stand there; gives it cleaned.
fn short(issues: &mut Issues, field: &str, typed: &str) -> String {
    let text = brazil::text::strip_invisible(typed).trim().to_owned();
    if text.is_empty() {
        issues.add(field, "required");
    } else if text.chars().count() > SHORT_MAX {
        issues.add_with(field, "too_long", [("max", SHORT_MAX.to_string())]);
    }
    text
}

/// A reason that must say something (CUS-2); gives it cleaned.
///
/// # Errors
/// `Invalid` at `reason`.
pub fn check_reason(typed: &str) -> Result<String> {
    let mut issues = Issues::default();
    let words = brazil::text::strip_invisible_lines(typed).trim().to_owned();
    if words.is_empty() {
        issues.add("reason", "required");
    } else if !brazil::text::is_meaningful(&words) {
        issues.add("reason", "says_nothing");
    } else if words.chars().count() > REASON_MAX {
        issues.add_with("reason", "too_long", [("max", REASON_MAX.to_string())]);
    }
    issues.finish(Some(words))
}

/// What a customer said about a stage that the sale has reached (REG-11); gives the score and the words cleaned.
///
/// # Errors
/// `Invalid` with every wrong field.
pub fn check_feedback(
    stage: Stage,
    reached: &[Stage],
    score: Option<i64>,
    words: &str,
) -> Result<(i64, String)> {
    let mut issues = Issues::default();
    if !reached.contains(&stage) {
        issues.add("stage", "stage_not_reached");
    }
    match score {
        None => issues.add("score", "required"),
        Some(score) if !(0..=SCORE_MAX).contains(&score) => issues.add("score", "score_range"),
        Some(_) => {}
    }
    let words = brazil::text::strip_invisible_lines(words).trim().to_owned();
    if !words.is_empty() && !brazil::text::is_meaningful(&words) {
        issues.add("words", "says_nothing");
    } else if words.chars().count() > REASON_MAX {
        issues.add_with("words", "too_long", [("max", REASON_MAX.to_string())]);
    }
    issues.finish(score.map(|score| (score, words)))
}

/// A carrier and the number it gave.
///
/// # Errors
/// `Invalid` with every wrong field.
pub fn check_protocol(carrier: &str, protocol: &str) -> Result<(String, String)> {
    let mut issues = Issues::default();
    let carrier = short(&mut issues, "carrier", carrier);
    let protocol = short(&mut issues, "protocol", protocol);
    if !protocol.is_empty() && !protocol.chars().any(|letter| letter.is_ascii_digit()) {
        issues.add("protocol", "protocol_digits");
    }
    issues.finish(Some((carrier, protocol)))
}

/// A team to store.
///
/// # Errors
/// `Invalid` at `name`.
pub fn check_team(typed: &Team) -> Result<Team> {
    let mut issues = Issues::default();
    let name = short(&mut issues, "name", &typed.name);
    issues.finish(Some(Team { name, ..typed.clone() }))
}

/// The order of a carrier's sheet.
///
/// # Errors
/// `Invalid` at `fields.N` for what is no field or stands twice.
pub fn check_sheet(typed: &CarrierSheet) -> Result<CarrierSheet> {
    let mut issues = Issues::default();
    let carrier = short(&mut issues, "carrier", &typed.carrier);
    if typed.fields.is_empty() {
        issues.add("fields", "required");
    }
    for (index, field) in typed.fields.iter().enumerate().take(SHEET_FIELDS.len() + 1) {
        if !SHEET_FIELDS.contains(&field.as_str()) {
            issues.add(format!("fields.{index}"), "field_unknown");
        } else if typed.fields[..index].contains(field) {
            issues.add(format!("fields.{index}"), "already_exists");
        }
    }
    issues.finish(Some(CarrierSheet { carrier, ..typed.clone() }))
}

/// A day from today on, not too far ahead; gives it.
pub fn check_day(
    issues: &mut Issues,
    field: &str,
    day: Option<NaiveDate>,
    today: NaiveDate,
) -> Option<NaiveDate> {
    match day {
        None => issues.add(field, "required"),
        Some(day) if day < today => issues.add(field, "date_past"),
        Some(day) if (day - today).num_days() > AHEAD_DAYS_MAX => issues.add(field, "date_too_far"),
        Some(_) => {}
    }
    day
}

/// What the agenda may show at once.
///
/// # Errors
/// `Invalid` at `until`.
pub fn check_span(from: NaiveDate, until: NaiveDate) -> Result<()> {
    let days = (until - from).num_days();
    if (0..=AGENDA_DAYS_MAX).contains(&days) { Ok(()) } else { Err(Error::field("until", "span_range")) }
}

/// Days past the promise: of the day it was installed, else of today or of the later day it is booked for (REG-6).
pub fn late_days(
    promised_on: Option<NaiveDate>,
    installed_on: Option<NaiveDate>,
    visit_on: Option<NaiveDate>,
    today: NaiveDate,
) -> i64 {
    let Some(promised) = promised_on else { return 0 };
    let day = installed_on.unwrap_or_else(|| visit_on.map_or(today, |visit| visit.max(today)));
    (day - promised).num_days().max(0)
}

/// An activation is complete with all four steps (REG-7).
///
/// # Errors
/// `Invalid` at each missing step.
pub fn check_activated(marks: &[ActivationMark]) -> Result<()> {
    let mut issues = Issues::default();
    for step in ActivationStep::ALL {
        if !marks.iter().any(|mark| mark.step == *step) {
            issues.add(step.as_text(), "step_missing");
        }
    }
    issues.check()
}

/// A sale's data in a carrier's order; what the sale leaves empty is left out (REG-5).
pub fn entry_sheet(content: &RegistrationContent, others: &[(&str, String)], order: &[String]) -> EntrySheet {
    let value = serde_json::to_value(content).unwrap_or_default();
    let text = |field: &str| match value.get(field) {
        Some(serde_json::Value::String(text)) => text.clone(),
        Some(serde_json::Value::Number(number)) => number.to_string(),
        _ => others.iter().find(|(name, _)| *name == field).map(|(_, text)| text.clone()).unwrap_or_default(),
    };
    let fields = order.iter().map(|field| SheetField { field: field.clone(), value: text(field) });
    EntrySheet {
        carrier: content.carrier.clone(),
        fields: fields.filter(|line| !line.value.is_empty()).collect(),
    }
}

/// A receivable, as far as its punctuality goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Title {
    /// When it is due.
    pub due_on: NaiveDate,
    /// When it was paid.
    pub paid_on: Option<NaiveDate>,
    /// In dispute now: neither late nor on time until decided (COL-4).
    pub disputed: bool,
}

/// How the months were paid (REG-8). What falls due on a day off may be paid on the next business day. A month is on
/// time when everything due in it was; a late one restarts the count; a month with nothing due neither counts nor
/// restarts it.
pub fn progress(titles: &[Title], calendar: &BusinessCalendar, today: NaiveDate) -> PaymentProgress {
    let mut months: BTreeMap<NaiveDate, MonthState> = BTreeMap::new();
    for title in titles {
        let Some(month) = title.due_on.with_day(1) else { continue };
        let known = months.entry(month).or_insert(MonthState::OnTime);
        *known = worse(*known, punctuality(title, calendar, today));
    }
    let mut on_time = 0;
    for state in months.values() {
        match state {
            MonthState::OnTime => on_time += 1,
            MonthState::Late => on_time = 0,
            // What is not decided yet ends the row that can be counted.
            MonthState::Open => break,
        }
        if on_time == MONTHS_NEEDED {
            break;
        }
    }
    let months = months.into_iter().map(|(month, state)| MonthPaid { month, state }).collect();
    PaymentProgress { months, on_time, needed: MONTHS_NEEDED }
}

fn punctuality(title: &Title, calendar: &BusinessCalendar, today: NaiveDate) -> MonthState {
    let last_day = if calendar.is_business_day(title.due_on) {
        title.due_on
    } else {
        calendar.next_business_day(title.due_on).unwrap_or(title.due_on)
    };
    match title.paid_on {
        Some(paid) if paid <= last_day => MonthState::OnTime,
        Some(_) => MonthState::Late,
        None if title.disputed || today <= last_day => MonthState::Open,
        None => MonthState::Late,
    }
}

fn worse(one: MonthState, other: MonthState) -> MonthState {
    let weight = |state| match state {
        MonthState::OnTime => 0,
        MonthState::Open => 1,
        MonthState::Late => 2,
    };
    if weight(other) > weight(one) { other } else { one }
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
