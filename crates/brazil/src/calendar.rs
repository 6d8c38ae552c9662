//! National holidays and business days.
//!
//! Sources: Lei 662/1949 as changed by Lei 10.607/2002 (1/1, 21/4, 1/5, 7/9, 2/11, 15/11, 25/12), Lei 6.802/1980
//! (12/10), Lei 14.759/2023 (20/11, from 2024 on); Good Friday is kept in the whole country. The list is
//! today's law applied to every year, except 20/11; how a day was kept before 2003 is not modelled.
//! State and city holidays are data: give them to [`BusinessCalendar::new`].
//!
//! Only the years 1 to 9999 are served. Outside them there is an easy answer everywhere (`None`, an
//! empty list, or Monday to Friday) and never a panic or an overflow.

use std::collections::BTreeSet;

use chrono::{Datelike, Days, NaiveDate, Weekday};

/// Years in which Easter, holidays and business days are worked out.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9999;
/// More days than the served years have; no count of business days can go further.
const MAX_STEPS: i64 = 3_700_000;
/// First year of Lei 14.759/2023 (Dia Nacional de Zumbi e da Consciência Negra).
const BLACK_AWARENESS_SINCE: i32 = 2024;

/// Fixed national holidays: month, day, code.
const FIXED: [(u32, u32, &str); 8] = [
    (1, 1, "new_year"),
    (4, 21, "tiradentes"),
    (5, 1, "labour_day"),
    (9, 7, "independence"),
    (10, 12, "our_lady_aparecida"),
    (11, 2, "all_souls"),
    (11, 15, "republic"),
    (12, 25, "christmas"),
];

/// Easter Sunday of a year in the Gregorian calendar (the anonymous algorithm of *Nature*, 1876, as in
/// Meeus, Astronomical Algorithms, ch. 8). `None` outside the years 1–9999; before 1583 the calendar is
/// carried backwards.
pub fn easter(year: i32) -> Option<NaiveDate> {
    if !YEARS.contains(&year) {
        return None;
    }
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day = (h + l - 7 * m + 114) % 31 + 1;
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// National holidays of a year in order of date, with the code of each (`christmas`), which screens
/// translate. 20 November is one from 2024 on. Empty outside the years 1–9999.
pub fn national_holidays(year: i32) -> Vec<(NaiveDate, &'static str)> {
    let Some(easter) = easter(year) else { return Vec::new() };
    let mut holidays: Vec<(NaiveDate, &'static str)> = FIXED
        .iter()
        .filter_map(|(month, day, code)| Some((NaiveDate::from_ymd_opt(year, *month, *day)?, *code)))
        .collect();
    holidays.extend(easter.checked_sub_days(Days::new(2)).map(|date| (date, "good_friday")));
    if year >= BLACK_AWARENESS_SINCE {
        holidays.extend(NaiveDate::from_ymd_opt(year, 11, 20).map(|date| (date, "black_awareness")));
    }
    holidays.sort_unstable();
    holidays
}

/// Days that are no national holidays and on which banks stay closed all the same: Monday and Tuesday
/// of Carnival and Corpus Christi (Resolução CMN 4.880/2020). In order of date; empty outside the years 1–9999.
pub fn bank_holidays(year: i32) -> Vec<(NaiveDate, &'static str)> {
    let Some(easter) = easter(year) else { return Vec::new() };
    let carnival_monday = easter.checked_sub_days(Days::new(48));
    let carnival_tuesday = easter.checked_sub_days(Days::new(47));
    let corpus_christi = easter.checked_add_days(Days::new(60));
    [
        (carnival_monday, "carnival_monday"),
        (carnival_tuesday, "carnival_tuesday"),
        (corpus_christi, "corpus_christi"),
    ]
    .into_iter()
    .filter_map(|(date, code)| Some((date?, code)))
    .collect()
}

/// Monday to Friday without holidays: national ones always, a company's own (state, city, bank) as given.
///
/// Every answer is a date in the years 1–9999 or `None`. The longest walk is over those years, some
/// tens of milliseconds; what an application asks for takes microseconds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BusinessCalendar {
    extra: BTreeSet<NaiveDate>,
    banks: bool,
}

impl BusinessCalendar {
    /// National holidays and the given ones.
    pub fn new(extra: impl IntoIterator<Item = NaiveDate>) -> Self {
        Self { extra: extra.into_iter().collect(), banks: false }
    }

    /// The same calendar with [`bank_holidays`] as days off too.
    pub fn with_bank_holidays(self) -> Self {
        Self { banks: true, ..self }
    }

    /// Whether somebody works on this day. Outside the years 1–9999 only the weekday and the given
    /// holidays count.
    pub fn is_business_day(&self, date: NaiveDate) -> bool {
        let day_off = matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
            || self.extra.contains(&date)
            || is_national_holiday(date)
            || (self.banks && is_bank_holiday(date));
        !day_off
    }

    /// The date itself when it is a business day, else the first one after it: where a due date moves.
    /// `None` past 31/12/9999 or before 1/1/1.
    pub fn next_business_day(&self, date: NaiveDate) -> Option<NaiveDate> {
        self.walk(date, 0, 1)
    }

    /// The date itself when it is a business day, else the last one before it. `None` as above.
    pub fn previous_business_day(&self, date: NaiveDate) -> Option<NaiveDate> {
        self.walk(date, 0, -1)
    }

    /// The `n`-th business day after a date (before it when `n` is negative); the date itself never
    /// counts. For 0, the same as [`Self::next_business_day`], so that the answer is always a business
    /// day. `None` when it would leave the years 1–9999.
    pub fn add_business_days(&self, date: NaiveDate, n: i64) -> Option<NaiveDate> {
        if n.unsigned_abs() > MAX_STEPS.unsigned_abs() {
            return None;
        }
        match n {
            0 => self.next_business_day(date),
            1.. => self.walk(date.succ_opt()?, n - 1, 1),
            _ => self.walk(date.pred_opt()?, -n - 1, -1),
        }
    }

    /// Business days after `a` up to and including `b`; negative when `b` comes first, counting from `b`
    /// up to but without `a`. So `add_business_days(a, business_days_between(a, b))` is `b` whenever `b`
    /// is a business day other than `a`. Days outside the years 1–9999 are not counted.
    pub fn business_days_between(&self, a: NaiveDate, b: NaiveDate) -> i64 {
        if a <= b { self.count(a.succ_opt(), Some(b)) } else { -self.count(Some(b), a.pred_opt()) }
    }

    /// From `date` on in the given direction, the business day after `skip` others.
    fn walk(&self, date: NaiveDate, skip: i64, direction: i64) -> Option<NaiveDate> {
        let mut left = skip;
        let mut day = date;
        while YEARS.contains(&day.year()) {
            if self.is_business_day(day) {
                if left == 0 {
                    return Some(day);
                }
                left -= 1;
            }
            day = if direction > 0 { day.succ_opt()? } else { day.pred_opt()? };
        }
        None
    }

    /// Business days from `first` to `last`, both included, within the served years.
    fn count(&self, first: Option<NaiveDate>, last: Option<NaiveDate>) -> i64 {
        let (Some(first), Some(last)) = (first, last) else { return 0 };
        let start = NaiveDate::from_ymd_opt(*YEARS.start(), 1, 1).unwrap_or(first);
        let end = NaiveDate::from_ymd_opt(*YEARS.end(), 12, 31).unwrap_or(last);
        let (mut day, last) = (first.max(start), last.min(end));
        let mut count = 0;
        while day <= last {
            count += i64::from(self.is_business_day(day));
            match day.succ_opt() {
                Some(next) => day = next,
                None => break,
            }
        }
        count
    }
}

fn is_national_holiday(date: NaiveDate) -> bool {
    let (month, day) = (date.month(), date.day());
    YEARS.contains(&date.year())
        && (FIXED.iter().any(|(m, d, _)| (*m, *d) == (month, day))
            || ((month, day) == (11, 20) && date.year() >= BLACK_AWARENESS_SINCE)
            || days_after_easter(date) == Some(-2))
}

fn is_bank_holiday(date: NaiveDate) -> bool {
    matches!(days_after_easter(date), Some(-48 | -47 | 60))
}

fn days_after_easter(date: NaiveDate) -> Option<i64> {
    // Carnival falls in February at the earliest, Corpus Christi in June at the latest.
    if !(2..=6).contains(&date.month()) {
        return None;
    }
    Some((date - easter(date.year())?).num_days())
}

#[cfg(test)]
mod tests;
