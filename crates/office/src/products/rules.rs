//! What may be typed about products and price tables.

use brazil::text::{fold, strip_invisible, strip_invisible_lines};
use chrono::{Datelike, NaiveDate};

use crate::error::{Issues, Result};
use crate::products::model::{PriceTable, PriceTableInput, Product, ProductInput};

/// The largest amount the application calculates with: a hundred thousand million reais.
pub const AMOUNT_CENTS_MAX: i64 = 10_000_000_000_000;
/// Words a search looks for; the rest is ignored.
const SEARCH_WORDS: usize = 4;
/// Years a date of a price table may lie in.
const YEARS: std::ops::RangeInclusive<i32> = 1990..=2999;

/// The key products are found and sorted by: name first, code behind it.
pub fn name_key(name: &str, code: &str) -> String {
    fold(&format!("{name} {code}"))
}

/// Patterns for `like`, one a word; those without a word match everything. Folded text holds no wildcard.
pub fn search_patterns(search: &str) -> [String; SEARCH_WORDS] {
    let folded = fold(&search.chars().take(200).collect::<String>());
    let mut words = folded.split(' ').filter(|word| !word.is_empty());
    std::array::from_fn(|_| words.next().map_or_else(|| "%".to_owned(), |word| format!("%{word}%")))
}

/// Checks and cleans a product, all fields at once; its id is set by the caller.
///
/// # Errors
/// `Invalid` with every wrong field.
pub fn check_product(input: &ProductInput) -> Result<Product> {
    let mut issues = Issues::default();
    let product = Product {
        id: input.id.unwrap_or(uuid::Uuid::nil().into()),
        code: one_line(&mut issues, "code", &input.code, 40, true),
        name: one_line(&mut issues, "name", &input.name, 200, true),
        unit: one_line(&mut issues, "unit", &input.unit, 12, true),
        note: lines(&mut issues, "note", &input.note, 1_000),
        adjustable: input.adjustable,
        active: input.active,
        version: input.version,
    };
    for (index, price) in input.prices.iter().enumerate() {
        if let Some(amount) = price.amount_cents {
            check_amount(&mut issues, &format!("prices.{index}.amount_cents"), amount);
        }
    }
    issues.finish(Some(product))
}

/// Checks and cleans a price table, all fields at once; its id is set by the caller.
///
/// # Errors
/// `Invalid` with every wrong field.
pub fn check_price_table(input: &PriceTableInput) -> Result<PriceTable> {
    let mut issues = Issues::default();
    let name = one_line(&mut issues, "name", &input.name, 120, true);
    for (field, date) in [("valid_from", input.valid_from), ("valid_until", input.valid_until)] {
        if date.is_some_and(|date| !YEARS.contains(&date.year())) {
            issues.add(field, "date_out_of_range");
        }
    }
    if let (Some(from), Some(until)) = (input.valid_from, input.valid_until)
        && until < from
    {
        issues.add("valid_until", "date_before_start");
    }
    let uf = match input.uf.as_deref().map(str::trim) {
        None | Some("") => None,
        Some(uf) => {
            let parsed = brazil::place::Uf::parse(uf).map_err(|error| error.code());
            issues.take("uf", parsed).map(|uf| uf.code().to_owned())
        }
    };
    let table = PriceTable {
        id: input.id.unwrap_or(uuid::Uuid::nil().into()),
        name,
        valid_from: input.valid_from,
        valid_until: input.valid_until,
        segment: input.segment,
        uf,
        version: input.version,
    };
    issues.finish(Some(table))
}

/// Whether a table holds on a day; both its ends count.
pub fn in_force(table: &PriceTable, on: NaiveDate) -> bool {
    table.valid_from.is_none_or(|from| from <= on) && table.valid_until.is_none_or(|until| on <= until)
}

/// Notes an amount that is negative or larger than the application calculates with.
pub fn check_amount(issues: &mut Issues, field: &str, cents: i64) {
    if cents < 0 {
        issues.add(field, "amount_negative");
    } else if cents > AMOUNT_CENTS_MAX {
        issues.add(field, "amount_too_large");
    }
}

/// Cleans a text of one line and notes one that is missing or too long.
pub fn one_line(issues: &mut Issues, field: &str, text: &str, max: usize, required: bool) -> String {
    let clean = strip_invisible(text).trim().to_owned();
    if clean.is_empty() && required {
        issues.add(field, "required");
    }
    check_length(issues, field, clean, max)
}

/// Cleans a text of several lines and notes one that is too long.
pub fn lines(issues: &mut Issues, field: &str, text: &str, max: usize) -> String {
    let clean = strip_invisible_lines(text).trim().to_owned();
    check_length(issues, field, clean, max)
}

fn check_length(issues: &mut Issues, field: &str, text: String, max: usize) -> String {
    if text.chars().count() > max {
        issues.add_with(field, "too_long", [("max", max.to_string())]);
        return String::new();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::products::model::{Charge, PriceInput};

    fn product() -> ProductInput {
        ProductInput {
            id: None,
            version: 0,
            code: "P100".into(),
            name: "Câmera IP 4 MP".into(),
            unit: "pç".into(),
            note: String::new(),
            adjustable: true,
            active: true,
            prices: Vec::new(),
        }
    }

    fn wrong<T: std::fmt::Debug>(result: Result<T>) -> Vec<(String, String)> {
        let error = result.unwrap_err();
        error.issues().iter().map(|issue| (issue.field.clone(), issue.code.clone())).collect()
    }

    #[test]
    fn quo_1_all_wrong_fields_of_a_product_are_told_at_once() {
        let table = uuid::Uuid::nil().into();
        let price =
            |amount| PriceInput { price_table_id: table, charge: Charge::OneOff, amount_cents: Some(amount) };
        let input = ProductInput {
            code: "\u{200b}".into(),
            name: "x".repeat(201),
            unit: " ".into(),
            prices: vec![price(-1), price(i64::MAX), price(AMOUNT_CENTS_MAX)],
            ..product()
        };
        let expected = [
            ("code", "required"),
            ("name", "too_long"),
            ("unit", "required"),
            ("prices.0.amount_cents", "amount_negative"),
            ("prices.1.amount_cents", "amount_too_large"),
        ];
        let expected = expected.map(|(field, code)| (field.to_owned(), code.to_owned()));
        assert_eq!(wrong(check_product(&input)), expected);
    }

    #[test]
    fn quo_1_a_price_table_ends_after_it_begins_and_names_a_real_state() {
        let day = |text: &str| Some(text.parse::<NaiveDate>().unwrap());
        let input = PriceTableInput {
            id: None,
            version: 0,
            name: "Sudeste".into(),
            valid_from: day("2026-12-31"),
            valid_until: day("2026-01-01"),
            segment: None,
            uf: Some("XX".into()),
        };
        let found = wrong(check_price_table(&input));
        assert_eq!(found[0], ("valid_until".to_owned(), "date_before_start".to_owned()));
        assert_eq!(found[1].0, "uf");
        let far = PriceTableInput { valid_from: day("0001-01-01"), valid_until: day("9999-12-31"), ..input };
        assert_eq!(wrong(check_price_table(&far))[0].1, "date_out_of_range");
    }

    #[test]
    fn a_search_finds_words_in_any_order_and_takes_no_wildcards() {
        assert_eq!(search_patterns("CÂMERA 4%_mp")[..], ["%camera%", "%4%", "%mp%", "%"]);
        assert_eq!(search_patterns("")[..], ["%", "%", "%", "%"]);
    }
}
