use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn title(due: &str, paid: Option<&str>) -> Title {
    Title { due_on: day(due), paid_on: paid.map(day), disputed: false }
}

fn calendar() -> BusinessCalendar {
    BusinessCalendar::new([])
}

#[test]
fn reg_6_a_stage_follows_only_the_one_before() {
    let path = [
        (Stage::Approved, Move::StartInstallation, Stage::Installation),
        (Stage::Installation, Move::Installed, Stage::Activation),
        (Stage::Activation, Move::Activated, Stage::PostSale),
        (Stage::PostSale, Move::Complete, Stage::Completed),
    ];
    for stage in Stage::ALL.iter().copied() {
        for (from, action, to) in path {
            let expected = (stage == from).then_some(to);
            assert_eq!(next_stage(stage, action), expected, "{stage:?} {action:?}");
        }
        let open = !matches!(stage, Stage::Completed | Stage::Cancelled);
        assert_eq!(next_stage(stage, Move::Cancel).is_some(), open, "{stage:?}");
    }
    for action in Move::ALL.into_iter().filter(|action| *action != Move::Feedback) {
        assert_eq!(next_stage(Stage::Cancelled, action), None);
        assert_eq!(next_stage(Stage::Completed, action), None);
    }
}

#[test]
fn reg_6_late_is_counted_from_the_promised_date() {
    let (promised, today) = (Some(day("2026-11-27")), day("2026-11-23"));
    assert_eq!(late_days(promised, None, None, today), 0);
    assert_eq!(late_days(promised, None, Some(day("2026-11-30")), today), 3);
    assert_eq!(late_days(promised, None, Some(day("2026-11-24")), day("2026-11-28")), 1);
    // Once installed, the day it was installed decides, however long ago.
    assert_eq!(late_days(promised, Some(day("2026-11-27")), None, day("2027-01-01")), 0);
    assert_eq!(late_days(None, None, None, today), 0);
}

#[test]
fn reg_8_five_months_on_time_in_a_row_are_needed() {
    let paid = |month: u32| title(&format!("2026-{month:02}-10"), Some(&format!("2026-{month:02}-09")));
    let four: Vec<_> = (6..=9).map(paid).collect();
    assert_eq!(progress(&four, &calendar(), day("2026-10-01")).on_time, 4);
    let five: Vec<_> = (6..=10).map(paid).collect();
    assert_eq!(progress(&five, &calendar(), day("2026-10-20")).on_time, MONTHS_NEEDED);
    // What comes late after the fifth month changes nothing any more.
    let later: Vec<_> = (5..=9).map(paid).chain([title("2026-10-09", None)]).collect();
    assert_eq!(progress(&later, &calendar(), day("2026-11-23")).on_time, MONTHS_NEEDED);
}

#[test]
fn reg_8_a_late_month_restarts_the_count() {
    let titles = [
        title("2026-06-10", Some("2026-06-10")),
        title("2026-07-10", Some("2026-07-14")),
        title("2026-08-10", Some("2026-08-10")),
        title("2026-09-10", None),
    ];
    let told = progress(&titles, &calendar(), day("2026-09-10"));
    assert_eq!(told.on_time, 1);
    let states: Vec<_> = told.months.iter().map(|month| month.state).collect();
    assert_eq!(states, [MonthState::OnTime, MonthState::Late, MonthState::OnTime, MonthState::Open]);
    assert_eq!(progress(&titles, &calendar(), day("2026-09-11")).on_time, 0);
}

#[test]
fn reg_8_what_falls_due_on_a_day_off_may_be_paid_on_the_next_business_day() {
    // 10 October 2026 is a Saturday and Monday the 12th a holiday.
    let told = |paid| progress(&[title("2026-10-10", Some(paid))], &calendar(), day("2026-11-01")).on_time;
    assert_eq!(told("2026-10-13"), 1);
    assert_eq!(told("2026-10-14"), 0);
}

#[test]
fn reg_8_one_late_title_makes_its_month_late_and_a_dispute_leaves_it_open() {
    let (paid, late) = (title("2026-09-10", Some("2026-09-10")), title("2026-09-15", Some("2026-09-20")));
    let told = progress(&[late, paid], &calendar(), day("2026-10-01"));
    assert_eq!(told.months, [MonthPaid { month: day("2026-09-01"), state: MonthState::Late }]);
    let disputed = Title { disputed: true, ..title("2026-09-15", None) };
    let told = progress(&[paid, disputed], &calendar(), day("2026-10-01"));
    assert_eq!(told.months[0].state, MonthState::Open);
}

#[test]
fn reg_5_a_protocol_is_a_number_and_a_sheet_names_each_field_once() {
    assert_eq!(check_protocol(" Vivo ", " VV-2026\u{200b}1188 ").unwrap().1, "VV-20261188");
    assert_eq!(check_protocol("", "abc").unwrap_err().issues().len(), 2);
    let sheet = |fields: &[&str]| CarrierSheet {
        carrier: "Vivo".to_owned(),
        fields: fields.iter().map(|field| (*field).to_owned()).collect(),
        version: 0,
    };
    assert!(check_sheet(&sheet(&["cep", "name"])).is_ok());
    for wrong in [&[][..], &["cep", "cep"], &["password_hash"]] {
        assert!(check_sheet(&sheet(wrong)).is_err(), "{wrong:?}");
    }
}

#[test]
fn reg_11_a_score_is_from_0_to_10_and_only_on_stages_that_were_reached() {
    let reached = [Stage::Approved, Stage::Installation];
    let told = check_feedback(Stage::Installation, &reached, Some(9), " Foram pontuais. ").unwrap();
    assert_eq!(told, (9, "Foram pontuais.".to_owned()));
    assert!(check_feedback(Stage::Approved, &reached, Some(0), "").is_ok());
    assert_eq!(check_feedback(Stage::Activation, &reached, None, "...").unwrap_err().issues().len(), 3);
    for wrong in [-1, 11] {
        assert!(check_feedback(Stage::Approved, &reached, Some(wrong), "").is_err(), "{wrong}");
    }
}
