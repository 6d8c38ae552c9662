//! What has to be kept and until when, what a redacted text still says, and how values are shown (CUS-8).

use chrono::{Datelike, NaiveDate, NaiveDateTime, Utc};
use chrono_tz::Tz;
use serde_json::Value as Json;

use crate::customers::model::Customer;
use crate::error::{Issues, Result};
use crate::privacy::held::{Kind, NoDate};
use crate::privacy::model::{Anonymise, Keep, KeepReason, Language};
use crate::privacy::words;
use crate::sheet::write::Value;

/// Years after the one in which something happened, during which tax may be assessed on it and its papers are kept
/// (CTN arts. 173 I and 195; debts lapse after as many, Código Civil art. 206 § 5 I).
const YEARS_KEPT: i32 = 5;

/// Characters of one cell; the format has no more than 32,767 units, and some characters take two.
const CELL_CHARACTERS_MAX: usize = 16_000;

/// What is known of a person's money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// Receivables neither paid nor withdrawn, and the last due date among them.
    pub open: (i64, Option<NaiveDate>),
    /// Those paid, and the last day.
    pub settled: (i64, Option<NaiveDate>),
    /// Contracts that run.
    pub active_contracts: i64,
    /// Those that ended, and the last day.
    pub ended_contracts: (i64, Option<NaiveDate>),
    /// Approved sales, and the last day.
    pub sales: (i64, Option<NaiveDate>),
    /// Sales on their way.
    pub open_sales: i64,
}

/// The last day of the last year in which something of `day` is kept.
fn kept_from(day: NaiveDate) -> NaiveDate {
    let year = day.year() + YEARS_KEPT;
    NaiveDate::from_ymd_opt(year, 12, 31).unwrap_or(NaiveDate::MAX)
}

/// Why name, document and address stay; nothing where nothing makes them.
pub fn keeps(facts: &Facts, today: NaiveDate) -> Vec<Keep> {
    let mut found = Vec::new();
    let mut keep = |reason, count, day: Option<NaiveDate>| {
        let until = kept_from(day.unwrap_or(today));
        if count > 0 && until >= today {
            found.push(Keep { reason, count, until });
        }
    };
    // What is owed is owed today, however long ago it fell due.
    keep(KeepReason::OpenReceivables, facts.open.0, facts.open.1.map(|due| due.max(today)));
    keep(KeepReason::Receivables, facts.settled.0, facts.settled.1);
    keep(KeepReason::ActiveContracts, facts.active_contracts, None);
    keep(KeepReason::Contracts, facts.ended_contracts.0, facts.ended_contracts.1);
    keep(KeepReason::Sales, facts.sales.0, facts.sales.1);
    found
}

/// The last of the days.
pub fn kept_until(keeps: &[Keep]) -> Option<NaiveDate> {
    keeps.iter().map(|keep| keep.until).max()
}

/// The reason, cleaned. The code is typed as shown, so that nobody makes the wrong person anonymous.
///
/// # Errors
/// `Invalid` with every wrong field.
pub fn check(typed: &Anonymise, customer: &Customer, facts: &Facts) -> Result<String> {
    let mut issues = Issues::default();
    let reason = crate::customers::rules::meaningful(&mut issues, "reason", &typed.reason);
    if typed.typed_code.trim() != customer.code.to_string() {
        issues.add("typed_code", "code_of_another");
    }
    if customer.merged_into.is_some() {
        issues.add("", "ficha_merged");
    }
    if facts.open_sales > 0 {
        issues.add("", "sale_open");
    }
    issues.finish(Some(reason))
}

/// Codes in stored JSON that say nothing about who somebody is, and that whoever reads it needs.
const HARMLESS: &[&str] =
    &["kind", "segment", "status", "carrier", "plan_id", "installation_period", "uf", "responsible_id"];

/// Takes the words out of JSON, so that what reads it still can: texts become empty, dates none, lists empty.
pub fn redact(json: &mut Json, no_date: NoDate) {
    match json {
        Json::Object(fields) => {
            for (name, value) in fields.iter_mut().filter(|(name, _)| !HARMLESS.contains(&name.as_str())) {
                if name.ends_with("_date") || name.ends_with("_on") {
                    *value = match no_date {
                        NoDate::Null => Json::Null,
                        NoDate::Empty => Json::String(String::new()),
                    };
                } else {
                    redact(value, no_date);
                }
            }
        }
        Json::Array(list) => list.clear(),
        Json::String(text) => text.clear(),
        Json::Null | Json::Bool(_) | Json::Number(_) => {}
    }
}

/// A value as the database wrote it in words, for a sheet.
pub fn cell(kind: Kind, text: &str, language: Language, zone: Tz) -> Value {
    if text.is_empty() {
        return Value::Empty;
    }
    let words = || Value::Text(short_enough(text));
    match kind {
        Kind::Text | Kind::Inside => words(),
        Kind::Code => Value::Text(words::of(text, language)),
        Kind::Whole => text.parse().map_or_else(|_| words(), Value::Whole),
        Kind::Cents => text.parse().map_or_else(|_| words(), Value::Cents),
        Kind::Day => match text.parse::<NaiveDate>() {
            Ok(day) => Value::Text(day.format(language.choose("%d/%m/%Y", "%Y-%m-%d")).to_string()),
            Err(_) => words(),
        },
        Kind::At => instant(text).map_or_else(words, |at| {
            Value::At(
                at.and_local_timezone(Utc).single().map_or(at, |at| at.with_timezone(&zone).naive_local()),
            )
        }),
        Kind::Flag => {
            let yes = matches!(text, "1" | "true");
            Value::Text(
                if yes { language.choose("sim", "yes") } else { language.choose("não", "no") }.to_owned(),
            )
        }
    }
}

/// What a cell can hold of a text; a longer one ends in a mark that there is more.
fn short_enough(text: &str) -> String {
    if text.chars().count() <= CELL_CHARACTERS_MAX {
        return text.to_owned();
    }
    text.chars().take(CELL_CHARACTERS_MAX - 4).chain(" […]".chars()).collect()
}

/// Both engines begin an instant alike; what follows the seconds is left out.
fn instant(text: &str) -> Option<NaiveDateTime> {
    let plain = text.get(..19)?.replace('T', " ");
    NaiveDateTime::parse_from_str(&plain, "%Y-%m-%d %H:%M:%S").ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn cus_8_debts_contracts_and_the_years_of_tax_law_keep_the_name() {
        let today = day(2026, 11, 24);
        assert!(keeps(&Facts::default(), today).is_empty());
        let facts = Facts {
            open: (2, Some(day(2019, 5, 1))),
            settled: (9, Some(day(2022, 1, 5))),
            ended_contracts: (1, Some(day(2020, 12, 31))),
            sales: (1, Some(day(2021, 1, 1))),
            ..Facts::default()
        };
        let found = keeps(&facts, today);
        let reasons: Vec<_> = found.iter().map(|keep| (keep.reason, keep.until.year())).collect();
        let expected =
            [(KeepReason::OpenReceivables, 2031), (KeepReason::Receivables, 2027), (KeepReason::Sales, 2026)];
        assert_eq!(reasons, expected);
        assert_eq!(kept_until(&found), Some(day(2031, 12, 31)));
        let later = keeps(&Facts { open: (0, None), ..facts }, day(2028, 1, 1));
        assert!(later.is_empty(), "{later:?}");
        let active = Facts { active_contracts: 1, ..Facts::default() };
        assert_eq!(kept_until(&keeps(&active, today)), Some(day(2031, 12, 31)));
    }

    #[test]
    fn cus_8_redacted_json_keeps_its_shape_and_no_words() {
        let mut json = serde_json::json!({
            "kind": "person", "name": "Rosa", "birth_date": "1970-03-02", "due_day": 5,
            "address": { "street": "Rua A", "uf": "SP" }, "contact_points": [{ "value": "x" }], "plan_id": null,
        });
        redact(&mut json, NoDate::Null);
        let expected = serde_json::json!({
            "kind": "person", "name": "", "birth_date": null, "due_day": 5,
            "address": { "street": "", "uf": "SP" }, "contact_points": [], "plan_id": null,
        });
        assert_eq!(json, expected);
    }

    #[test]
    fn cus_8_both_engines_values_are_shown_alike() {
        let zone = chrono_tz::America::Sao_Paulo;
        let show = |kind, text| cell(kind, text, Language::Portuguese, zone);
        let nine = day(2026, 11, 23).and_hms_opt(9, 5, 7).unwrap();
        assert_eq!(show(Kind::At, "2026-11-23T12:05:07.123456+00:00"), Value::At(nine));
        assert_eq!(show(Kind::At, "2026-11-23 12:05:07+00"), Value::At(nine));
        assert_eq!(show(Kind::Flag, "1"), show(Kind::Flag, "true"));
        assert_eq!(show(Kind::Flag, "0"), Value::Text("não".to_owned()));
        assert_eq!(show(Kind::Day, "2026-11-23"), Value::Text("23/11/2026".to_owned()));
        assert_eq!(show(Kind::Cents, "1234"), Value::Cents(1234));
        assert_eq!(show(Kind::Code, "person"), Value::Text("pessoa física".to_owned()));
        assert_eq!(show(Kind::Text, ""), Value::Empty);
    }
}
