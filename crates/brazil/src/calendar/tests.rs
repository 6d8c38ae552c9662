use proptest::prelude::*;

use super::*;

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

/// Dates from the tables of the U.S. Naval Observatory, earliest and latest ones included.
#[test]
fn easter_falls_on_published_dates() {
    for (year, month, day) in [
        (1818, 3, 22),
        (1886, 4, 25),
        (1943, 4, 25),
        (1961, 4, 2),
        (2000, 4, 23),
        (2008, 3, 23),
        (2011, 4, 24),
        (2023, 4, 9),
        (2024, 3, 31),
        (2025, 4, 20),
        (2026, 4, 5),
        (2027, 3, 28),
        (2028, 4, 16),
        (2038, 4, 25),
        (2285, 3, 22),
    ] {
        assert_eq!(easter(year), Some(date(year, month, day)));
    }
    assert_eq!(easter(0), None);
    assert_eq!(easter(10_000), None);
    assert_eq!(easter(i32::MIN), None);
    assert_eq!(easter(i32::MAX), None);
}

#[test]
fn national_holidays_of_2026_are_those_of_the_law() {
    assert_eq!(
        national_holidays(2026),
        vec![
            (date(2026, 1, 1), "new_year"),
            (date(2026, 4, 3), "good_friday"),
            (date(2026, 4, 21), "tiradentes"),
            (date(2026, 5, 1), "labour_day"),
            (date(2026, 9, 7), "independence"),
            (date(2026, 10, 12), "our_lady_aparecida"),
            (date(2026, 11, 2), "all_souls"),
            (date(2026, 11, 15), "republic"),
            (date(2026, 11, 20), "black_awareness"),
            (date(2026, 12, 25), "christmas"),
        ]
    );
}

#[test]
fn black_awareness_day_is_national_from_2024_on() {
    let has = |year| national_holidays(year).iter().any(|(_, code)| *code == "black_awareness");
    assert!(!has(2023) && has(2024) && has(9999));
    let calendar = BusinessCalendar::default();
    assert!(calendar.is_business_day(date(2023, 11, 20)));
    assert!(!calendar.is_business_day(date(2024, 11, 20)));
}

#[test]
fn bank_holidays_are_kept_only_when_asked() {
    assert_eq!(
        bank_holidays(2026),
        vec![
            (date(2026, 2, 16), "carnival_monday"),
            (date(2026, 2, 17), "carnival_tuesday"),
            (date(2026, 6, 4), "corpus_christi"),
        ]
    );
    let (plain, banks) = (BusinessCalendar::default(), BusinessCalendar::default().with_bank_holidays());
    for (day, _) in bank_holidays(2026) {
        assert!(plain.is_business_day(day));
        assert!(!banks.is_business_day(day));
    }
    assert!(banks.is_business_day(date(2026, 2, 18)));
}

#[test]
fn company_holidays_are_data() {
    let city = BusinessCalendar::new([date(2026, 7, 9)]);
    assert!(!city.is_business_day(date(2026, 7, 9)));
    assert!(city.is_business_day(date(2027, 7, 9)));
    assert_eq!(city.next_business_day(date(2026, 7, 9)), Some(date(2026, 7, 10)));
}

#[test]
fn age_1_two_and_four_business_days_skip_weekend_and_holiday() {
    let calendar = BusinessCalendar::default();
    // Wednesday; Friday 20/11 is a holiday.
    let created = date(2026, 11, 18);
    let first = calendar.add_business_days(created, 2).unwrap();
    assert_eq!(first, date(2026, 11, 23));
    assert_eq!(calendar.add_business_days(first, 4), Some(date(2026, 11, 27)));
    assert_eq!(calendar.add_business_days(created, 6), Some(date(2026, 11, 27)));
    assert_eq!(calendar.business_days_between(created, date(2026, 11, 27)), 6);
}

#[test]
fn due_date_on_a_day_off_moves_to_the_next_business_day() {
    let calendar = BusinessCalendar::default();
    assert_eq!(calendar.next_business_day(date(2026, 11, 20)), Some(date(2026, 11, 23)));
    assert_eq!(calendar.next_business_day(date(2026, 11, 23)), Some(date(2026, 11, 23)));
    assert_eq!(calendar.next_business_day(date(2026, 4, 3)), Some(date(2026, 4, 6)));
    assert_eq!(calendar.previous_business_day(date(2026, 11, 22)), Some(date(2026, 11, 19)));
    assert_eq!(calendar.add_business_days(date(2026, 11, 21), 0), Some(date(2026, 11, 23)));
    assert_eq!(calendar.add_business_days(date(2026, 11, 21), 1), Some(date(2026, 11, 23)));
    assert_eq!(calendar.add_business_days(date(2026, 11, 23), -1), Some(date(2026, 11, 19)));
}

#[test]
fn the_ends_of_the_calendar_give_none_and_not_a_panic() {
    let calendar = BusinessCalendar::new([NaiveDate::MIN, NaiveDate::MAX]).with_bank_holidays();
    let (first, last) = (date(1, 1, 1), date(9999, 12, 31));
    assert_eq!(national_holidays(1).len(), 9);
    assert_eq!(national_holidays(9999).len(), 10);
    assert!(national_holidays(0).is_empty() && bank_holidays(10_000).is_empty());
    assert_eq!(calendar.add_business_days(last, 1), None);
    assert_eq!(calendar.add_business_days(first, -1), None);
    assert_eq!(calendar.add_business_days(last, i64::MAX), None);
    assert_eq!(calendar.add_business_days(first, i64::MIN), None);
    assert_eq!(calendar.next_business_day(NaiveDate::MAX), None);
    assert_eq!(calendar.previous_business_day(NaiveDate::MIN), None);
    assert_eq!(calendar.add_business_days(NaiveDate::MAX, 1), None);
    assert_eq!(calendar.add_business_days(NaiveDate::MIN, -1), None);
    assert_eq!(calendar.business_days_between(NaiveDate::MAX, NaiveDate::MAX), 0);
    let whole = calendar.business_days_between(NaiveDate::MIN, NaiveDate::MAX);
    assert_eq!(whole, calendar.business_days_between(first.pred_opt().unwrap(), last));
    assert!((2_400_000..2_700_000).contains(&whole));
}

fn any_date() -> impl Strategy<Value = NaiveDate> {
    (1900..2200i32, 1..=366u32)
        .prop_filter_map("a day of the year", |(year, day)| NaiveDate::from_yo_opt(year, day))
}

proptest! {
    #[test]
    fn easter_is_a_sunday_from_22_march_to_25_april(year in 1..=9999i32) {
        let easter = easter(year).unwrap();
        prop_assert_eq!(easter.weekday(), Weekday::Sun);
        prop_assert!(easter >= date(year, 3, 22) && easter <= date(year, 4, 25));
    }

    #[test]
    fn no_holiday_of_the_lists_is_a_business_day(year in 1..=9999i32) {
        let calendar = BusinessCalendar::default().with_bank_holidays();
        for (day, code) in national_holidays(year).into_iter().chain(bank_holidays(year)) {
            prop_assert!(!calendar.is_business_day(day), "{code} {day}");
        }
        let off = (1..=366).filter_map(|n| NaiveDate::from_yo_opt(year, n)).filter(|day| {
            day.weekday().number_from_monday() <= 5 && !calendar.is_business_day(*day)
        }).count();
        prop_assert!(off <= national_holidays(year).len() + 3);
    }

    #[test]
    fn age_1_counting_undoes_adding(start in any_date(), n in -400..400i64) {
        let calendar = BusinessCalendar::new([date(2026, 7, 9)]).with_bank_holidays();
        let end = calendar.add_business_days(start, n).unwrap();
        prop_assert!(calendar.is_business_day(end));
        if n != 0 {
            prop_assert_eq!(calendar.business_days_between(start, end), n);
            prop_assert_eq!(end > start, n > 0);
        }
    }

    #[test]
    fn a_due_date_never_moves_back_nor_more_than_six_days(day in any_date()) {
        let calendar = BusinessCalendar::default().with_bank_holidays();
        let due = calendar.next_business_day(day).unwrap();
        prop_assert!((0..=6).contains(&(due - day).num_days()));
        prop_assert_eq!(calendar.next_business_day(due), Some(due));
    }
}
