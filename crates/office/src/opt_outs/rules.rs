//! Which messages a refusal stops, and how a purpose stands (CUS-8).

use brazil::text::{is_meaningful, strip_invisible_lines};
use chrono::NaiveDate;

use crate::error::{Issues, Result};
use crate::opt_outs::model::{OptOut, OptOutPurpose as Purpose, PurposeStanding, RecordOptOut};

/// Longest words kept with a refusal.
const NOTE_CHARACTERS_MAX: usize = 2_000;

/// What a message's purpose, as `mailings` names it, means to the customer. None for what nobody may refuse: money
/// owed, what a contract needs, and answers to what was asked for.
pub fn refusable(message_purpose: &str) -> Option<Purpose> {
    match message_purpose {
        "offer" => Some(Purpose::Offers),
        "price_adjustment" => Some(Purpose::PriceAdjustments),
        "letter" => Some(Purpose::Letters),
        "survey" => Some(Purpose::Surveys),
        _ => None,
    }
}

/// Every purpose as it stands. What was said on the later day counts; on one day, what was noted later.
pub fn standing(history: &[OptOut]) -> Vec<PurposeStanding> {
    let latest = |purpose: Purpose| {
        let said = history.iter().filter(|one| one.purpose == purpose);
        said.max_by_key(|one| (one.said_on, one.at, one.id)).cloned()
    };
    let stands = |purpose: &Purpose| {
        let last = latest(*purpose);
        PurposeStanding { purpose: *purpose, refused: last.as_ref().is_some_and(|one| one.refused), last }
    };
    Purpose::ALL.iter().map(stands).collect()
}

/// The words, cleaned.
///
/// # Errors
/// `Invalid` with every wrong field.
pub fn check(typed: &RecordOptOut, standing: &[PurposeStanding], today: NaiveDate) -> Result<String> {
    let mut issues = Issues::default();
    if typed.said_on > today {
        issues.add("said_on", "date_future");
    }
    let known = standing.iter().find(|one| one.purpose == typed.purpose);
    if known.is_some_and(|one| one.refused == typed.refused) {
        issues.add("refused", if typed.refused { "refused_already" } else { "allowed_already" });
    }
    if known.and_then(|one| one.last.as_ref()).is_some_and(|last| last.said_on > typed.said_on) {
        issues.add("said_on", "said_later_since");
    }
    let note = strip_invisible_lines(&typed.note).trim().to_owned();
    if !note.is_empty() && !is_meaningful(&note) {
        issues.add("note", "says_nothing");
    } else if note.chars().count() > NOTE_CHARACTERS_MAX {
        issues.add_with("note", "too_long", [("max", NOTE_CHARACTERS_MAX.to_string())]);
    }
    issues.finish(Some(note))
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};

    use super::*;
    use crate::customers::search::ContactChannel;

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2026, 11, day).unwrap()
    }

    fn said(number: u128, purpose: Purpose, refused: bool, on: u32) -> OptOut {
        OptOut {
            id: uuid::Uuid::from_u128(number).into(),
            purpose,
            refused,
            origin: ContactChannel::Phone,
            said_on: day(on),
            note: String::new(),
            at: Utc.timestamp_opt(1_790_000_000, 0).unwrap(),
            by_name: "Ana".to_owned(),
        }
    }

    #[test]
    fn cus_8_what_was_said_last_counts() {
        let history = [
            said(1, Purpose::Offers, true, 3),
            said(2, Purpose::Offers, false, 5),
            said(3, Purpose::Offers, true, 5),
            said(4, Purpose::Letters, true, 2),
            said(5, Purpose::Letters, false, 4),
        ];
        let refused: Vec<Purpose> =
            standing(&history).into_iter().filter(|one| one.refused).map(|one| one.purpose).collect();
        assert_eq!(refused, [Purpose::Offers]);
        assert_eq!(standing(&[]).len(), Purpose::ALL.len());
        assert!(standing(&[]).iter().all(|one| !one.refused && one.last.is_none()));
    }

    #[test]
    fn cus_8_money_owed_and_what_was_asked_for_cannot_be_refused() {
        for purpose in ["collection", "quote", "holder_change", "mail_test", ""] {
            assert_eq!(refusable(purpose), None, "{purpose}");
        }
        assert_eq!(refusable("offer"), Some(Purpose::Offers));
        assert_eq!(refusable("price_adjustment"), Some(Purpose::PriceAdjustments));
    }

    #[test]
    fn cus_8_a_refusal_is_of_a_day_that_was_and_of_something_new() {
        let record = |refused: bool, on: u32, note: &str| RecordOptOut {
            customer_id: uuid::Uuid::from_u128(1).into(),
            purpose: Purpose::Offers,
            refused,
            origin: ContactChannel::Phone,
            said_on: day(on),
            note: note.to_owned(),
        };
        let codes = |typed: &RecordOptOut, history: &[OptOut]| match check(typed, &standing(history), day(10))
        {
            Ok(_) => Vec::new(),
            Err(error) => error.issues().iter().map(|issue| issue.code.clone()).collect::<Vec<_>>(),
        };
        let known = [said(1, Purpose::Offers, true, 5)];
        assert!(codes(&record(true, 10, " pediu por carta "), &[]).is_empty());
        assert_eq!(codes(&record(true, 11, "..."), &[]), ["date_future", "says_nothing"]);
        assert_eq!(codes(&record(false, 9, ""), &[]), ["allowed_already"]);
        assert_eq!(codes(&record(true, 9, ""), &known), ["refused_already"]);
        assert_eq!(codes(&record(false, 4, ""), &known), ["said_later_since"]);
        assert!(codes(&record(false, 9, ""), &known).is_empty());
    }
}
