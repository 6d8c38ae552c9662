use proptest::prelude::*;

use super::*;

#[test]
fn sys_7_money_is_written_the_brazilian_way() {
    for (cents, text) in [
        (0, "R$\u{a0}0,00"),
        (5, "R$\u{a0}0,05"),
        (123_456, "R$\u{a0}1.234,56"),
        (-123_456, "-R$\u{a0}1.234,56"),
        (100_000, "R$\u{a0}1.000,00"),
        (99_999, "R$\u{a0}999,99"),
        (123_456_789_012, "R$\u{a0}1.234.567.890,12"),
        (i64::MAX, "R$\u{a0}92.233.720.368.547.758,07"),
        (i64::MIN, "-R$\u{a0}92.233.720.368.547.758,08"),
    ] {
        assert_eq!(format_brl(cents), text);
        assert_eq!(format_plain(cents), text.replace("R$\u{a0}", ""));
    }
}

#[test]
fn sys_7_money_is_read_as_people_and_exports_write_it() {
    for (text, cents) in [
        ("1.234,56", 123_456),
        ("1234,56", 123_456),
        ("R$ 1.234,56", 123_456),
        ("R$1.234,56", 123_456),
        ("r$\u{a0}1.234,56", 123_456),
        ("1234.56", 123_456),
        ("1234.5", 123_450),
        ("1.234", 123_400),
        ("1.234.567", 123_456_700),
        ("12", 1_200),
        ("0,5", 50),
        (",50", 50),
        ("-1.234,56", -123_456),
        ("−1.234,56", -123_456),
        ("-R$ 1.234,56", -123_456),
        ("R$ -1.234,56", -123_456),
        ("(1.234,56)", -123_456),
        ("(R$ 1.234,56)", -123_456),
        ("+10", 1_000),
        ("-0,00", 0),
        ("007", 700),
        ("92.233.720.368.547.758,07", i64::MAX),
        ("-92233720368547758,08", i64::MIN),
    ] {
        assert_eq!(parse_brl(text), Ok(cents), "{text:?}");
    }
}

#[test]
fn sys_7_money_that_has_no_one_meaning_is_refused() {
    for (text, code) in [
        ("", "money_empty"),
        ("R$", "money_empty"),
        ("-", "money_empty"),
        ("()", "money_empty"),
        ("dez", "money_characters"),
        ("1 234,56", "money_characters"),
        ("1e3", "money_characters"),
        ("US$ 5", "money_characters"),
        ("10,00-", "money_characters"),
        ("1,234", "money_decimals"),
        ("1,2345", "money_decimals"),
        ("0.123", "money_decimals"),
        ("1234.567", "money_decimals"),
        ("12.3456", "money_decimals"),
        ("1,234.56", "money_format"),
        ("1,2,3", "money_format"),
        ("1.23.456", "money_format"),
        ("1.2345,00", "money_format"),
        ("1.23,45", "money_format"),
        (".234,00", "money_format"),
        ("1,", "money_format"),
        ("1.", "money_format"),
        (",", "money_format"),
        ("--1", "money_format"),
        ("(-1)", "money_format"),
        ("(1", "money_format"),
        ("R$ R$ 1", "money_format"),
        ("92.233.720.368.547.758,08", "money_overflow"),
        ("999999999999999999999999999999999999999999999999999999999", "money_overflow"),
    ] {
        assert_eq!(parse_brl(text).unwrap_err().code(), code, "{text:?}");
    }
}

#[test]
fn quo_1_lines_round_half_up_to_the_cent() {
    assert_eq!(multiply_milli(1_999, 1_500), Some(2_999)); // 2998.5
    assert_eq!(multiply_milli(1, 499), Some(0));
    assert_eq!(multiply_milli(1, 500), Some(1));
    assert_eq!(multiply_milli(-1, 500), Some(-1));
    assert_eq!(multiply_milli(i64::MAX, 1_000), Some(i64::MAX));
    assert_eq!(multiply_milli(i64::MIN, 1_000), Some(i64::MIN));
    assert_eq!(multiply_milli(i64::MAX, 1_001), None);
    assert_eq!(multiply_milli(i64::MIN, -1_000), None);
    assert_eq!(multiply_milli(i64::MIN, i64::MIN), None);
    assert_eq!(percent_of(12_345, 1_000), Some(1_235)); // 10 % of 123,45 = 12,345
    assert_eq!(percent_of(12_344, 1_000), Some(1_234));
    assert_eq!(percent_of(-12_345, 1_000), Some(-1_235));
    assert_eq!(percent_of(16_555, 200), Some(331)); // 2 % of 165,55 = 3,311
    assert_eq!(percent_of(i64::MAX, 10_001), None);
}

#[test]
fn amounts_are_spelt_out_in_portuguese() {
    for (cents, words) in [
        (0, "zero reais"),
        (1, "um centavo"),
        (56, "cinquenta e seis centavos"),
        (100, "um real"),
        (101, "um real e um centavo"),
        (200, "dois reais"),
        (1_400, "quatorze reais"),
        (10_000, "cem reais"),
        (10_100, "cento e um reais"),
        (99_999, "novecentos e noventa e nove reais e noventa e nove centavos"),
        (100_000, "mil reais"),
        (100_100, "mil e um reais"),
        (120_000, "mil e duzentos reais"),
        (123_456, "mil duzentos e trinta e quatro reais e cinquenta e seis centavos"),
        (210_000, "dois mil e cem reais"),
        (10_000_000, "cem mil reais"),
        (100_000_000, "um milhão de reais"),
        (100_000_050, "um milhão de reais e cinquenta centavos"),
        (100_100_000, "um milhão e mil reais"),
        (120_000_000, "um milhão e duzentos mil reais"),
        (123_456_700, "um milhão duzentos e trinta e quatro mil quinhentos e sessenta e sete reais"),
        (200_000_100, "dois milhões e um reais"),
        (100_000_000_000, "um bilhão de reais"),
        (250_000_000_000, "dois bilhões e quinhentos milhões de reais"),
        (-100, "menos um real"),
    ] {
        assert_eq!(in_words(cents), words, "{cents}");
    }
    assert!(
        in_words(i64::MIN).starts_with("menos noventa e dois quatrilhões duzentos e trinta e três trilhões")
    );
}

proptest! {
    #[test]
    fn sys_7_money_reads_back_from_both_its_forms(cents in any::<i64>()) {
        prop_assert_eq!(parse_brl(&format_brl(cents)), Ok(cents));
        prop_assert_eq!(parse_brl(&format_plain(cents)), Ok(cents));
        prop_assert!(!in_words(cents).contains("  "));
    }

    #[test]
    fn sys_7_no_text_causes_a_panic_in_money(text in "\\PC*|[0-9.,R$() -]{0,30}|(?s).*") {
        if let Ok(cents) = parse_brl(&text) {
            prop_assert_eq!(parse_brl(&format_plain(cents)), Ok(cents));
        }
    }

    /// The difference to the exact product is at most half a unit, and a half goes away from zero.
    #[test]
    fn quo_1_rounding_is_exact(cents in any::<i64>(), quantity in any::<i64>()) {
        let exact = i128::from(cents) * i128::from(quantity);
        match multiply_milli(cents, quantity) {
            Some(rounded) => {
                let rest = i128::from(rounded) * 1_000 - exact;
                prop_assert!(rest.abs() < 500 || (rest.abs() == 500 && rest.signum() == exact.signum()));
                prop_assert_eq!(multiply_milli(cents, -quantity).map(i64::wrapping_neg), Some(rounded));
            }
            None => prop_assert!(exact.abs() > i128::from(i64::MAX) * 1_000),
        }
    }

    #[test]
    fn in_words_tells_amounts_apart(a in 0..2_000_000_000i64, b in 0..2_000_000_000i64) {
        prop_assert_eq!(in_words(a) == in_words(b), a == b);
    }
}
