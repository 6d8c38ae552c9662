//! Terms of appointments (AGE-1, AGE-2, AGE-4). Pure: calendar and dates come in.

use brazil::calendar::BusinessCalendar;
use chrono::{Datelike, NaiveDate};

use crate::agenda::model::{
    Appointment, AppointmentKind, AppointmentStatus, AppointmentTerm, DayOff, Holiday, HolidayScope,
};
use crate::error::{Issues, Result};

/// Business days a sent quote binds its sender at first (AGE-1).
pub const FIRST_TERM_DAYS: i64 = 2;
/// Business days its one renewal adds (AGE-1).
pub const RENEWAL_DAYS: i64 = 4;
/// Business days it binds at most (AGE-1).
pub const LONGEST_TERM_DAYS: i64 = 6;
/// How often it may be renewed (AGE-1).
pub const RENEWALS_MAX: i64 = 1;
/// Calendar days of an appointment without contact at most, unless a supervisor allows more (AGE-2).
pub const WITHOUT_CONTACT_DAYS: i64 = 2;
/// Longest text about the product or service, and about what was done.
const TEXT_CHARACTERS_MAX: usize = 2_000;

/// A first day and the last one it may be moved to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term {
    /// The day booked.
    pub due_on: NaiveDate,
    /// The day past which it may not be renewed; none where no term binds.
    pub latest_on: Option<NaiveDate>,
}

/// The term that a quote sent on `today` books (AGE-1): two business days, six at most. None past the year 9999.
pub fn quote_term(calendar: &BusinessCalendar, today: NaiveDate) -> Option<Term> {
    Some(Term {
        due_on: calendar.add_business_days(today, FIRST_TERM_DAYS)?,
        latest_on: Some(calendar.add_business_days(today, LONGEST_TERM_DAYS)?),
    })
}

/// Why an appointment cannot be renewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotRenewable {
    /// It was closed.
    Closed,
    /// It follows no quote, so no term of AGE-1 runs.
    NoTerm,
    /// It was renewed already.
    RenewedBefore,
    /// Six business days have passed.
    TermOver,
}

impl NotRenewable {
    /// Stable code for translation.
    pub fn code(self) -> &'static str {
        match self {
            Self::Closed => "appointment_closed",
            Self::NoTerm => "renewal_without_term",
            Self::RenewedBefore => "renewed_before",
            Self::TermOver => "term_over",
        }
    }
}

/// The day an appointment moves to when renewed on `today` (AGE-1): four business days more, never past the
/// sixth since it was booked.
pub fn renewal(
    calendar: &BusinessCalendar,
    appointment: &Appointment,
    today: NaiveDate,
) -> Result<NaiveDate, NotRenewable> {
    if appointment.status != AppointmentStatus::Open {
        return Err(NotRenewable::Closed);
    }
    let latest = appointment.latest_on.ok_or(NotRenewable::NoTerm)?;
    if appointment.renewals >= RENEWALS_MAX {
        return Err(NotRenewable::RenewedBefore);
    }
    let moved = calendar.add_business_days(appointment.due_on, RENEWAL_DAYS).unwrap_or(latest).min(latest);
    if moved < today || moved <= appointment.due_on {
        return Err(NotRenewable::TermOver);
    }
    Ok(moved)
}

/// Where an open appointment stands against today.
pub fn term_of(due_on: NaiveDate, today: NaiveDate) -> AppointmentTerm {
    match due_on.cmp(&today) {
        std::cmp::Ordering::Less => AppointmentTerm::Overdue,
        std::cmp::Ordering::Equal => AppointmentTerm::Today,
        std::cmp::Ordering::Greater => AppointmentTerm::Next,
    }
}

/// Checks the day a person chose: from today to a year ahead, and two days at most without contact unless
/// `may_supervise` (AGE-2).
pub fn check_due_on(
    issues: &mut Issues,
    kind: AppointmentKind,
    due_on: NaiveDate,
    today: NaiveDate,
    may_supervise: bool,
) {
    let days = i64::from(due_on.num_days_from_ce()) - i64::from(today.num_days_from_ce());
    let without_contact =
        matches!(kind, AppointmentKind::SaleWithoutContact | AppointmentKind::NegotiationWithoutContact);
    if days < 0 {
        issues.add("due_on", "date_past");
    } else if days > 366 {
        issues.add("due_on", "date_too_far");
    } else if without_contact && days > WITHOUT_CONTACT_DAYS && !may_supervise {
        issues.add_with("due_on", "without_contact_days", [("max", WITHOUT_CONTACT_DAYS.to_string())]);
    }
}

/// The product or service spoken of, cleaned; it is mandatory (AGE-4).
pub fn check_service(issues: &mut Issues, service: &str) -> String {
    check_text(issues, "service", service, "required")
}

/// What was done, cleaned; it must say something (AGE-4, CUS-2).
pub fn check_outcome(issues: &mut Issues, outcome: &str) -> String {
    check_text(issues, "outcome", outcome, "says_nothing")
}

/// Years ahead for which holidays are kept.
const HOLIDAY_YEARS_AHEAD: i32 = 10;

/// Checks a holiday to add; gives it cleaned.
///
/// # Errors
/// `Invalid` with every wrong field.
pub fn check_holiday(typed: &Holiday, today: NaiveDate) -> Result<Holiday> {
    let mut issues = Issues::default();
    let name = issues.name("name", &typed.name);
    if (typed.day.year() - today.year()).abs() > HOLIDAY_YEARS_AHEAD {
        issues.add_with("day", "holiday_too_far", [("years", HOLIDAY_YEARS_AHEAD.to_string())]);
    }
    issues.check()?;
    Ok(Holiday { name, ..typed.clone() })
}

/// First and last day of a year from 1 to 9999.
pub fn year_bounds(year: i32) -> Option<(NaiveDate, NaiveDate)> {
    let served = (1..=9999).contains(&year);
    served
        .then(|| Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year, 12, 31)?)))
        .flatten()
}

/// National holidays and those of the company's table, in order of date.
pub fn days_off(year: i32, own: Vec<Holiday>) -> Vec<DayOff> {
    let national = brazil::calendar::national_holidays(year).into_iter().map(|(day, code)| DayOff {
        day,
        name: String::new(),
        code: Some(code.to_owned()),
        scope: HolidayScope::National,
    });
    let own = own.into_iter().map(|Holiday { day, name, scope }| DayOff { day, name, code: None, scope });
    let mut days: Vec<DayOff> = national.chain(own).collect();
    days.sort_by(|one, other| (one.day, &one.name).cmp(&(other.day, &other.name)));
    days
}

fn check_text(issues: &mut Issues, field: &str, text: &str, nothing: &str) -> String {
    let clean = brazil::text::strip_invisible_lines(text).trim().to_owned();
    if clean.is_empty() {
        issues.add(field, "required");
    } else if !brazil::text::is_meaningful(&clean) {
        issues.add(field, nothing);
    } else if clean.chars().count() > TEXT_CHARACTERS_MAX {
        issues.add_with(field, "too_long", [("max", TEXT_CHARACTERS_MAX.to_string())]);
    }
    clean
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use uuid::Uuid;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn booked(on: &str, calendar: &BusinessCalendar) -> Appointment {
        let term = quote_term(calendar, day(on)).unwrap();
        Appointment {
            id: Uuid::nil().into(),
            customer_id: Uuid::nil().into(),
            owner_id: Uuid::nil().into(),
            kind: AppointmentKind::SaleWithContact,
            service: "Câmeras".into(),
            due_on: term.due_on,
            latest_on: term.latest_on,
            renewals: 0,
            quote_version_id: None,
            status: AppointmentStatus::Open,
            outcome: String::new(),
            created_at: DateTime::UNIX_EPOCH,
            closed_at: None,
            version: 1,
        }
    }

    #[test]
    fn age_1_a_quote_binds_two_business_days_and_six_at_most() {
        let calendar = BusinessCalendar::default();
        // Thursday 19/11/2026; Friday the 20th is a national holiday since 2024.
        let term = quote_term(&calendar, day("2026-11-19")).unwrap();
        assert_eq!(term.due_on, day("2026-11-24"));
        assert_eq!(term.latest_on, Some(day("2026-11-30")));
    }

    #[test]
    fn age_1_a_city_holiday_is_skipped() {
        let calendar = BusinessCalendar::new([day("2026-11-24")]);
        assert_eq!(quote_term(&calendar, day("2026-11-23")).unwrap().due_on, day("2026-11-26"));
    }

    #[test]
    fn age_1_a_quote_sent_on_a_saturday_counts_from_monday() {
        let calendar = BusinessCalendar::default();
        assert_eq!(quote_term(&calendar, day("2026-11-28")).unwrap().due_on, day("2026-12-01"));
    }

    #[test]
    fn age_1_is_renewed_once_by_four_business_days() {
        let calendar = BusinessCalendar::default();
        let mut appointment = booked("2026-11-23", &calendar);
        assert_eq!(appointment.due_on, day("2026-11-25"));
        let moved = renewal(&calendar, &appointment, day("2026-11-25")).unwrap();
        assert_eq!(moved, day("2026-12-01"));
        assert_eq!(Some(moved), appointment.latest_on);
        (appointment.due_on, appointment.renewals) = (moved, 1);
        let refused = renewal(&calendar, &appointment, day("2026-11-26"));
        assert_eq!(refused, Err(NotRenewable::RenewedBefore));
    }

    #[test]
    fn age_1_is_never_renewed_past_the_sixth_business_day() {
        let calendar = BusinessCalendar::default();
        let mut appointment = booked("2026-11-23", &calendar);
        assert_eq!(renewal(&calendar, &appointment, day("2026-12-02")), Err(NotRenewable::TermOver));
        appointment.due_on = day("2026-11-30");
        assert_eq!(renewal(&calendar, &appointment, day("2026-11-30")), Ok(day("2026-12-01")));
    }

    #[test]
    fn age_1_runs_only_for_open_appointments_with_a_quote() {
        let calendar = BusinessCalendar::default();
        let mut appointment = booked("2026-11-23", &calendar);
        appointment.latest_on = None;
        assert_eq!(renewal(&calendar, &appointment, day("2026-11-24")), Err(NotRenewable::NoTerm));
        appointment.status = AppointmentStatus::Done;
        assert_eq!(renewal(&calendar, &appointment, day("2026-11-24")), Err(NotRenewable::Closed));
    }

    #[test]
    fn age_1_at_the_end_of_the_calendar_there_is_no_term_and_no_panic() {
        assert_eq!(quote_term(&BusinessCalendar::default(), NaiveDate::MAX), None);
        assert_eq!(quote_term(&BusinessCalendar::default(), day("9999-12-30")), None);
    }

    #[test]
    fn age_2_without_contact_two_days_unless_a_supervisor_allows_more() {
        let today = day("2026-11-23");
        let wrong = |kind, due: &str, supervisor| {
            let mut issues = Issues::default();
            check_due_on(&mut issues, kind, day(due), today, supervisor);
            issues.into_list().into_iter().map(|issue| issue.code).collect::<Vec<_>>()
        };
        assert!(wrong(AppointmentKind::SaleWithoutContact, "2026-11-25", false).is_empty());
        assert_eq!(wrong(AppointmentKind::SaleWithoutContact, "2026-11-26", false), ["without_contact_days"]);
        assert!(wrong(AppointmentKind::SaleWithoutContact, "2026-11-26", true).is_empty());
        assert!(wrong(AppointmentKind::Onboarding, "2026-12-26", false).is_empty());
        assert_eq!(wrong(AppointmentKind::Support, "0001-01-01", true), ["date_past"]);
        assert_eq!(wrong(AppointmentKind::Support, "9999-12-31", true), ["date_too_far"]);
    }

    #[test]
    fn age_4_what_was_done_must_say_something() {
        for nothing in ["", "  ", "...", "—", "aaaa"] {
            let mut issues = Issues::default();
            check_outcome(&mut issues, nothing);
            assert!(!issues.is_empty(), "{nothing:?}");
        }
    }

    #[test]
    fn age_1_the_days_off_of_a_year_are_the_nation_s_and_the_company_s() {
        let own = Holiday {
            day: day("2026-07-14"),
            name: "Aniversário da cidade".into(),
            scope: HolidayScope::City,
        };
        let days = days_off(2026, vec![own]);
        assert_eq!(days.len(), 11);
        assert!(days.is_sorted_by_key(|off| off.day));
        let good_friday = days.iter().find(|off| off.code.as_deref() == Some("good_friday")).unwrap();
        assert_eq!((good_friday.day, good_friday.scope), (day("2026-04-03"), HolidayScope::National));
        assert!(days.iter().any(|off| off.name == "Aniversário da cidade" && off.code.is_none()));
        assert_eq!(year_bounds(2026), Some((day("2026-01-01"), day("2026-12-31"))));
        assert!(year_bounds(0).is_none() && year_bounds(10_000).is_none());
    }

    #[test]
    fn age_1_a_holiday_has_a_name_and_a_year_one_plans_for() {
        let holiday = |day_text: &str, name: &str| Holiday {
            day: day(day_text),
            name: name.into(),
            scope: HolidayScope::Company,
        };
        let today = day("2026-11-23");
        assert_eq!(check_holiday(&holiday("2027-01-02", " Recesso "), today).unwrap().name, "Recesso");
        for (typed, field, code) in [
            (holiday("2027-01-02", " \u{200b}"), "name", "required"),
            (holiday("0001-01-01", "Recesso"), "day", "holiday_too_far"),
            (holiday("9999-12-31", "Recesso"), "day", "holiday_too_far"),
        ] {
            let error = check_holiday(&typed, today).unwrap_err();
            assert_eq!((error.issues()[0].field.as_str(), error.issues()[0].code.as_str()), (field, code));
        }
    }
}
