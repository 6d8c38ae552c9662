//! Which months of a sale in post-sale may be noted as billed or paid, and which comes next (REG-8). Pure.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::error::{Error, Issues, Result};
use crate::fulfilment::model::{NextMonth, WatchedMonth};

/// How far ahead a month may be noted as billed, in days.
const AHEAD_DAYS_MAX: u64 = 366;
/// How long before its due date a month may have been paid, in days.
const EARLY_DAYS_MAX: u64 = 366;
/// The most a month may cost, in cents.
const AMOUNT_MAX: i64 = 100_000_000;

/// A month to note, checked against those noted already. Payments count from `since` on, the day the service began.
///
/// # Errors
/// `Invalid`, everything at once.
pub fn check_billed(
    due_on: Option<NaiveDate>,
    amount_cents: i64,
    paid_on: Option<NaiveDate>,
    known: &[WatchedMonth],
    since: NaiveDate,
    today: NaiveDate,
) -> Result<NaiveDate> {
    let mut issues = Issues::default();
    match due_on {
        None => issues.add("due_on", "required"),
        Some(due) if due < since => {
            issues.add_with(
                "due_on",
                "due_before_service",
                [("since", since.format("%d/%m/%Y").to_string())],
            );
        }
        Some(due) if Some(due) > today.checked_add_days(Days::new(AHEAD_DAYS_MAX)) => {
            issues.add("due_on", "due_too_far");
        }
        Some(due) if known.iter().any(|month| same_month(month.due_on, due)) => {
            issues.add("due_on", "month_billed");
        }
        Some(due) => add_payment(&mut issues, due, paid_on, today),
    }
    if !(1..=AMOUNT_MAX).contains(&amount_cents) {
        let range = [("min", "1".to_owned()), ("max", AMOUNT_MAX.to_string())];
        issues.add_with("amount_cents", "amount_range", range);
    }
    issues.check()?;
    due_on.ok_or_else(|| Error::field("due_on", "required"))
}

/// A day of payment of what is due on another.
///
/// # Errors
/// `Invalid` at `paid_on`.
pub fn check_payment(due_on: NaiveDate, paid_on: Option<NaiveDate>, today: NaiveDate) -> Result<()> {
    let mut issues = Issues::default();
    add_payment(&mut issues, due_on, paid_on, today);
    issues.check()
}

fn add_payment(issues: &mut Issues, due_on: NaiveDate, paid_on: Option<NaiveDate>, today: NaiveDate) {
    let Some(paid) = paid_on else { return };
    if paid > today {
        issues.add("paid_on", "paid_in_future");
    } else if Some(paid) < due_on.checked_sub_days(Days::new(EARLY_DAYS_MAX)) {
        issues.add("paid_on", "paid_too_early");
    }
}

fn same_month(one: NaiveDate, other: NaiveDate) -> bool {
    (one.year(), one.month()) == (other.year(), other.month())
}

/// The month to propose: the first without anything billed, on the contract's due day or the last of a shorter month.
pub fn next_month(
    known: &[WatchedMonth],
    due_day: Option<i64>,
    amount_cents: i64,
    since: NaiveDate,
) -> Option<NextMonth> {
    let day = u32::try_from(due_day.unwrap_or(1)).ok()?.clamp(1, 31);
    let first = since.with_day(1)?;
    let mut months = (0..240).filter_map(|ahead| on_day(first.checked_add_months(Months::new(ahead))?, day));
    let due_on =
        months.find(|due| *due >= since && !known.iter().any(|month| same_month(month.due_on, *due)))?;
    Some(NextMonth { due_on, amount_cents })
}

fn on_day(first: NaiveDate, day: u32) -> Option<NaiveDate> {
    (0..4).find_map(|back| first.with_day(day.checked_sub(back)?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::receivables::model::ReceivableId;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn billed(due: &str) -> WatchedMonth {
        WatchedMonth {
            id: ReceivableId(uuid::Uuid::nil()),
            description: String::new(),
            due_on: day(due),
            amount_cents: 14_990,
            paid_on: None,
            disputed: false,
        }
    }

    fn codes(outcome: Result<NaiveDate>) -> Vec<(String, String)> {
        let Err(Error::Invalid(issues)) = outcome else { return Vec::new() };
        issues.into_iter().map(|issue| (issue.field, issue.code)).collect()
    }

    #[test]
    fn reg_8_a_month_is_billed_once_and_within_its_time() {
        let (since, today) = (day("2026-11-23"), day("2026-12-20"));
        let known = [billed("2026-12-10")];
        let check = |due: Option<&str>, cents: i64, paid: Option<&str>| {
            codes(check_billed(due.map(day), cents, paid.map(day), &known, since, today))
        };
        assert!(check(Some("2027-01-10"), 14_990, None).is_empty());
        assert!(check(Some("2026-11-23"), 1, Some("2026-12-20")).is_empty());
        let one = |field: &str, code: &str| vec![(field.to_owned(), code.to_owned())];
        assert_eq!(check(None, 1, None), one("due_on", "required"));
        assert_eq!(check(Some("2026-11-22"), 1, None), one("due_on", "due_before_service"));
        assert_eq!(check(Some("2028-01-10"), 1, None), one("due_on", "due_too_far"));
        assert_eq!(check(Some("2026-12-31"), 1, None), one("due_on", "month_billed"));
        assert_eq!(check(Some("2027-01-10"), 1, Some("2026-12-21")), one("paid_on", "paid_in_future"));
        assert_eq!(check(Some("2027-01-10"), 1, Some("2025-12-31")), one("paid_on", "paid_too_early"));
        for cents in [0, -1, i64::MIN, i64::MAX] {
            assert_eq!(check(Some("2027-01-10"), cents, None), one("amount_cents", "amount_range"));
        }
    }

    #[test]
    fn reg_8_the_next_month_falls_on_the_due_day_or_the_last_of_the_month() {
        let next = |known: &[WatchedMonth], due_day: i64, since: &str| {
            next_month(known, Some(due_day), 1, day(since)).map(|month| month.due_on.to_string())
        };
        assert_eq!(next(&[], 10, "2026-11-23").as_deref(), Some("2026-12-10"));
        assert_eq!(next(&[], 25, "2026-11-23").as_deref(), Some("2026-11-25"));
        let known = [billed("2026-12-10"), billed("2027-01-11")];
        assert_eq!(next(&known, 10, "2026-11-23").as_deref(), Some("2027-02-10"));
        assert_eq!(next(&[], 31, "2027-02-01").as_deref(), Some("2027-02-28"));
    }
}
