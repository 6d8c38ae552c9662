//! How long a sale waits (REG-4).
//!
//! **The choice:** waiting is counted in *business time*, Monday to Friday from 8 to 18 o'clock where the company
//! is, holidays of its calendar left out. A sale sent on Friday at 17:50 and looked at on Monday at 8:10 waited
//! twenty minutes. A target is therefore minutes of business time too; the one of the segment applies (two hours
//! for retail and one for corporate, until changed). Counting starts anew with each submission: while a sale is
//! back with its seller, nobody here keeps it waiting. A claim does not stop the clock: only a decision does.
//!
//! Within one lane all sales have the same target, so the most urgent is the one submitted first.

use brazil::calendar::BusinessCalendar;
use chrono::{DateTime, Days, NaiveDateTime, NaiveTime, TimeDelta, Utc};
use chrono_tz::Tz;

use crate::registrations::model::{ReviewTarget, SaleWaiting, Urgency};

/// First and last hour of a business day.
const BUSINESS_HOURS: (u32, u32) = (8, 18);
/// Days that are walked; what waits longer is overdue by any measure.
const DAYS_MAX: i64 = 400;

/// Minutes of business time from one instant to another, rounded down; 0 when the second is not later.
///
/// Hours are those on the wall: a change to summer time, which comes at midnight, falls outside them.
pub fn business_minutes(
    from: DateTime<Utc>,
    to: DateTime<Utc>,
    zone: Tz,
    calendar: &BusinessCalendar,
) -> i64 {
    let (from, to) = (from.with_timezone(&zone).naive_local(), to.with_timezone(&zone).naive_local());
    let mut day = from.date();
    let mut seconds = 0;
    for _ in 0..DAYS_MAX {
        if day > to.date() {
            break;
        }
        if calendar.is_business_day(day) {
            let at = |hour| day.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default());
            seconds += overlap(from, to, at(BUSINESS_HOURS.0), at(BUSINESS_HOURS.1)).num_seconds();
        }
        let Some(next) = day.checked_add_days(Days::new(1)) else { break };
        day = next;
    }
    seconds / 60
}

fn overlap(from: NaiveDateTime, to: NaiveDateTime, opens: NaiveDateTime, closes: NaiveDateTime) -> TimeDelta {
    (to.min(closes) - from.max(opens)).max(TimeDelta::zero())
}

/// Where a sale that waited so long stands against its target.
pub fn waiting(waited_minutes: i64, target: &ReviewTarget) -> SaleWaiting {
    let left_minutes = target.target_minutes - waited_minutes;
    let urgency = if left_minutes < 0 {
        Urgency::Overdue
    } else if left_minutes <= target.soon_minutes {
        Urgency::Soon
    } else {
        Urgency::OnTime
    };
    SaleWaiting { waited_minutes, left_minutes, urgency }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::model::Segment;
    use chrono::{NaiveDate, TimeZone};
    use proptest::prelude::*;

    const ZONE: Tz = chrono_tz::America::Sao_Paulo;

    fn at(day: u32, hour: u32, minute: u32) -> DateTime<Utc> {
        ZONE.with_ymd_and_hms(2026, 11, day, hour, minute, 0).unwrap().to_utc()
    }

    fn minutes(from: DateTime<Utc>, to: DateTime<Utc>) -> i64 {
        business_minutes(from, to, ZONE, &BusinessCalendar::default())
    }

    fn target() -> ReviewTarget {
        ReviewTarget { segment: Segment::Retail, target_minutes: 120, soon_minutes: 30, claim_minutes: 30 }
    }

    #[test]
    fn reg_4_nights_and_weekends_do_not_count() {
        // 19 November 2026 is a Thursday, the 20th a holiday.
        assert_eq!(minutes(at(19, 17, 50), at(23, 8, 10)), 20);
        assert_eq!(minutes(at(21, 10, 0), at(22, 22, 0)), 0);
        assert_eq!(minutes(at(23, 9, 0), at(23, 10, 12)), 72);
        assert_eq!(minutes(at(23, 7, 0), at(24, 19, 0)), 1_200);
    }

    #[test]
    fn reg_4_holidays_of_the_company_do_not_count() {
        let closed = BusinessCalendar::new(NaiveDate::from_ymd_opt(2026, 11, 24));
        assert_eq!(business_minutes(at(23, 17, 0), at(25, 9, 0), ZONE, &closed), 120);
    }

    #[test]
    fn reg_4_a_clock_that_runs_backwards_counts_nothing() {
        assert_eq!(minutes(at(24, 9, 0), at(23, 9, 0)), 0);
        assert!(minutes(DateTime::<Utc>::MIN_UTC + TimeDelta::days(400), at(23, 9, 0)) > 0);
    }

    #[test]
    fn reg_4_overdue_and_soon_are_marked() {
        let urgencies: Vec<Urgency> =
            [0, 89, 90, 120, 121].into_iter().map(|waited| waiting(waited, &target()).urgency).collect();
        use Urgency::{OnTime, Overdue, Soon};
        assert_eq!(urgencies, [OnTime, OnTime, Soon, Soon, Overdue]);
        assert_eq!(waiting(192, &target()).left_minutes, -72);
    }

    proptest! {
        #[test]
        fn reg_4_who_came_first_never_waited_less(first in 0_i64..40_000, later in 0_i64..40_000, now in 0_i64..80_000) {
            let start = at(2, 0, 0);
            let instant = |minute| start + TimeDelta::minutes(minute);
            let (first, later) = (first.min(later), first.max(later));
            prop_assert!(minutes(instant(first), instant(now)) >= minutes(instant(later), instant(now)));
        }

        #[test]
        fn reg_4_business_time_adds_up(a in 0_i64..40_000, b in 0_i64..40_000, c in 0_i64..40_000) {
            let start = at(2, 0, 0);
            let instant = |minute| start + TimeDelta::minutes(minute);
            let mut sorted = [a, b, c];
            sorted.sort_unstable();
            let [a, b, c] = sorted.map(instant);
            prop_assert_eq!(minutes(a, b) + minutes(b, c), minutes(a, c));
        }
    }
}
