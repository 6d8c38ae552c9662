use chrono::TimeZone;
use uuid::Uuid;

use super::*;
use crate::registrations::model::RegistrationId;

fn at(day: u32, hour: u32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, day, hour, 0, 0).unwrap()
}

fn decision(seller: u128, by: &str, round: i64, decision: ReviewDecision, hours: i64) -> DecisionRow {
    DecisionRow {
        registration_id: RegistrationId(Uuid::from_u128(1)),
        number: None,
        name: String::new(),
        seller_id: UserId(Uuid::from_u128(seller)),
        seller_name: format!("seller {seller}"),
        round,
        submitted_at: at(10, 8),
        decision,
        decided_at: at(10, 8) + TimeDelta::hours(hours),
        decided_by: by.to_owned(),
    }
}

fn watched(stage: CourseStage) -> WatchedRow {
    WatchedRow {
        registration_id: RegistrationId(Uuid::from_u128(1)),
        number: None,
        name: String::new(),
        seller_id: UserId(Uuid::from_u128(7)),
        seller_name: String::new(),
        since: at(2, 8),
        stage,
    }
}

#[test]
fn reg_10_median_and_ninetieth_percentile() {
    assert_eq!((median(&[]), ninetieth(&[])), (None, None));
    assert_eq!((median(&[4]), ninetieth(&[4])), (Some(4), Some(4)));
    assert_eq!(median(&[1, 2, 9]), Some(2));
    assert_eq!(median(&[1, 2, 4, 9]), Some(3));
    let ten: Vec<i64> = (1..=10).collect();
    assert_eq!(ninetieth(&ten), Some(9));
    let eleven: Vec<i64> = (1..=11).collect();
    assert_eq!(ninetieth(&eleven), Some(10));
}

#[test]
fn reg_10_shares_are_rounded_half_up_and_nothing_has_none() {
    assert_eq!(share_bp(0, 0), None);
    assert_eq!(share_bp(1, 3), Some(3_333));
    assert_eq!(share_bp(2, 3), Some(6_667));
    assert_eq!(share_bp(3, 3), Some(10_000));
}

#[test]
fn reg_10_approvals_are_counted_of_all_and_at_once() {
    use ReviewDecision::{Approved, Denied, Returned};
    let facts = Facts {
        decisions: vec![
            decision(1, "Rui", 1, Approved, 1),
            decision(1, "Rui", 1, Returned, 3),
            decision(1, "Bia", 2, Approved, 5),
            decision(2, "Bia", 1, Denied, 7),
        ],
        ..Facts::default()
    };
    let told = indicators(&facts, |at| at.date_naive());
    assert_eq!((told.review.approved, told.review.returned, told.review.denied), (2, 1, 1));
    assert_eq!((told.review.approval_bp, told.review.first_time_bp), (Some(5_000), Some(3_333)));
    let review = told.stages[0];
    assert_eq!((review.count, review.median_minutes, review.p90_minutes), (4, Some(240), Some(420)));
    let by: Vec<_> = told.workers.iter().map(|row| (row.name.as_str(), row.count, row.approval_bp)).collect();
    assert_eq!(by, [("Bia", 2, Some(5_000)), ("Rui", 2, Some(5_000))]);
    assert_eq!(told.sellers.len(), 2);
    let one = indicators(&facts.of_seller(UserId(Uuid::from_u128(2))), |at| at.date_naive());
    assert_eq!((one.review.denied, one.review.approval_bp), (1, Some(0)));
    // Tuesday the 10th belongs to the week of Monday the 9th.
    assert_eq!(one.weeks[0].week.to_string(), "2026-11-09");
}

#[test]
fn reg_10_five_months_are_a_share_of_what_is_over() {
    use CourseStage::{Cancelled, Completed, PostSale};
    let rows = [Completed, Completed, Cancelled, PostSale].map(watched);
    let told = five_months(&rows);
    assert_eq!((told.began, told.completed, told.share_bp), (4, 2, Some(6_667)));
    assert_eq!(five_months(&[watched(PostSale)]).share_bp, None);
}

#[test]
fn reg_10_a_period_is_at_most_four_hundred_days() {
    let day = |text: &str| text.parse().unwrap();
    assert!(check_span(day("2026-01-01"), day("2026-12-31")).is_ok());
    assert!(check_span(day("2026-01-02"), day("2026-01-01")).is_err());
    assert!(check_span(day("2024-01-01"), day("2026-01-01")).is_err());
}
