use proptest::prelude::*;

use super::*;

fn line(charge: Charge, quantity_milli: i64, unit_price_cents: i64, discount_bp: i64) -> QuoteLine {
    QuoteLine {
        product_id: None,
        description: "Item".into(),
        unit: "un".into(),
        charge,
        quantity_milli,
        unit_price_cents,
        list_price_cents: None,
        discount_bp,
        optional: false,
    }
}

fn content(lines: Vec<QuoteLine>) -> QuoteContent {
    QuoteContent {
        contact_name: String::new(),
        valid_until: chrono::NaiveDate::from_ymd_opt(2026, 12, 8).unwrap(),
        one_off_discount_bp: 0,
        monthly_discount_bp: 0,
        tax_bp: None,
        introduction: String::new(),
        terms: String::new(),
        lines,
    }
}

#[test]
fn quo_1_the_quote_of_the_picture_adds_up() {
    let mut support = line(Charge::Monthly, 1_000, 7_900, 0);
    support.optional = true;
    let quote = QuoteContent {
        one_off_discount_bp: 500,
        ..content(vec![
            line(Charge::OneOff, 6_000, 49_504, 0),
            line(Charge::OneOff, 1_000, 73_261, 0),
            line(Charge::OneOff, 4_000, 14_800, 0),
            line(Charge::Monthly, 6_000, 1_990, 0),
            support,
        ])
    };
    let found = totals(&quote).unwrap();
    assert_eq!(found.lines[0].total_cents, 297_024);
    assert_eq!(found.one_off.subtotal_cents, 429_485);
    assert_eq!(found.one_off.discount_cents, 21_474);
    assert_eq!(found.one_off.total_cents, 408_011);
    assert_eq!(found.monthly.total_cents, 11_940);
    assert_eq!(found.monthly.with_optional_cents, 19_840);
    assert_eq!(found.discount_bp, 500);
}

#[test]
fn quo_1_each_line_is_rounded_half_up_once() {
    // 1,5 × 0,33 = 0,495 → 0,50; 10 % of 0,05 = 0,005 → 0,01.
    assert_eq!(line_totals(&line(Charge::OneOff, 1_500, 33, 0)).unwrap().gross_cents, 50);
    let discounted = line_totals(&line(Charge::OneOff, 1_000, 5, 1_000)).unwrap();
    assert_eq!((discounted.discount_cents, discounted.total_cents), (1, 4));
}

#[test]
fn quo_1_taxes_are_shown_only_if_set() {
    let mut quote = content(vec![line(Charge::OneOff, 1_000, 10_000, 0)]);
    assert_eq!(totals(&quote).unwrap().one_off.tax_cents, None);
    quote.tax_bp = Some(1_345);
    let found = totals(&quote).unwrap().one_off;
    assert_eq!((found.tax_cents, found.total_cents), (Some(1_345), 10_000));
}

#[test]
fn quo_1_amounts_at_the_limits_of_i64_are_refused_at_their_line() {
    let quote = content(vec![
        line(Charge::OneOff, 1_000, 100, 0),
        line(Charge::OneOff, i64::MAX, i64::MAX, 0),
        line(Charge::Monthly, 1_000, AMOUNT_CENTS_MAX + 1, 0),
    ]);
    let refused = totals(&quote).unwrap_err();
    let fields: Vec<_> = refused.issues().iter().map(|issue| issue.field.as_str()).collect();
    assert_eq!(fields, ["lines.1.unit_price_cents", "lines.2.unit_price_cents"]);
    let sum = content(vec![line(Charge::OneOff, 1_000, AMOUNT_CENTS_MAX, 0); 2]);
    assert_eq!(totals(&sum).unwrap_err().issues()[0].field, "lines");
}

#[test]
fn quo_2_the_discount_counts_line_section_and_a_price_below_the_table() {
    let mut cheap = line(Charge::OneOff, 1_000, 9_000, 0);
    cheap.list_price_cents = Some(10_000);
    assert_eq!(largest_discount_bp(&content(vec![cheap.clone()])), 1_000);
    cheap.discount_bp = 1_000;
    let mut quote = content(vec![cheap.clone(), line(Charge::Monthly, 1_000, 500, 0)]);
    assert_eq!(largest_discount_bp(&quote), 1_900);
    quote.one_off_discount_bp = 1_000;
    assert_eq!(largest_discount_bp(&quote), 2_710);
    cheap.unit_price_cents = 20_000;
    assert_eq!(largest_discount_bp(&content(vec![cheap])), 0);
    assert_eq!(largest_discount_bp(&content(vec![line(Charge::OneOff, 1_000, 0, 0)])), 0);
    assert_eq!(largest_discount_bp(&content(Vec::new())), 0);
}

prop_compose! {
    fn any_line()(
        monthly in any::<bool>(), quantity in 0_i64..5_000_000, price in 0_i64..100_000_000,
        discount in 0_i64..=WHOLE_BP, optional in any::<bool>(),
    ) -> QuoteLine {
        let charge = if monthly { Charge::Monthly } else { Charge::OneOff };
        QuoteLine { optional, ..line(charge, quantity, price, discount) }
    }
}

proptest! {
    #[test]
    fn quo_1_sections_add_up_to_the_cent(
        lines in prop::collection::vec(any_line(), 0..40), one_off in 0..=WHOLE_BP, monthly in 0..=WHOLE_BP,
    ) {
        let quote = QuoteContent {
            one_off_discount_bp: one_off, monthly_discount_bp: monthly, ..content(lines)
        };
        let found = totals(&quote).unwrap();
        for (charge, section) in [(Charge::OneOff, found.one_off), (Charge::Monthly, found.monthly)] {
            let counted = || {
                let pairs = quote.lines.iter().zip(&found.lines);
                pairs.filter(move |(line, _)| line.charge == charge && !line.optional).map(|(_, totals)| totals)
            };
            let net: i64 = counted().map(|totals| totals.net_cents).sum();
            let shown: i64 = counted().map(|totals| totals.total_cents).sum();
            prop_assert_eq!(net, section.total_cents);
            prop_assert_eq!(shown, section.subtotal_cents);
            prop_assert_eq!(section.subtotal_cents - section.discount_cents, section.total_cents);
            prop_assert!(section.total_cents >= 0 && section.with_optional_cents >= section.total_cents);
        }
        for totals in &found.lines {
            prop_assert_eq!(totals.gross_cents - totals.discount_cents, totals.total_cents);
            prop_assert!(totals.total_cents >= 0);
        }
    }

    #[test]
    fn quo_1_shares_add_up_and_none_is_off_by_a_cent(
        amount in 0_i64..=AMOUNT_CENTS_MAX, weights in prop::collection::vec(0_i64..=AMOUNT_CENTS_MAX, 1..60),
    ) {
        let shares = share_out(amount, &weights);
        let total: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
        prop_assert_eq!(shares.iter().sum::<i64>(), if total == 0 { 0 } else { amount });
        for (share, weight) in shares.iter().zip(&weights) {
            let off = i128::from(*share) * total - i128::from(amount) * i128::from(*weight);
            prop_assert!(total == 0 || off.abs() <= total, "{share} for {weight} of {total}");
        }
    }
}
