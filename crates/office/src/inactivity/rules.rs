//! Who gave no sign of life for so long that the rule sets them aside. Pure.

use chrono::{Months, NaiveDate};

use crate::error::{Issues, Result};
use crate::inactivity::model::SignOfLife;

/// Fewest months a supervisor may choose.
pub const MONTHS_MIN: i64 = 3;
/// Most months.
pub const MONTHS_MAX: i64 = 120;
/// Months while nobody chose.
pub const MONTHS_DEFAULT: i64 = 12;

/// What is known of a customer, each with its latest day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Life {
    /// A contract in force or suspended, an open receivable, quote, sale, appointment or ticket: they are being served.
    pub served: bool,
    /// When the ficha was made.
    pub registered_on: NaiveDate,
    /// The last entry of the timeline.
    pub timeline_on: Option<NaiveDate>,
    /// The last contract signed.
    pub purchase_on: Option<NaiveDate>,
    /// The last contract ended.
    pub contract_end_on: Option<NaiveDate>,
    /// The last payment.
    pub payment_on: Option<NaiveDate>,
    /// The last move of a sale.
    pub sale_on: Option<NaiveDate>,
    /// The last move of a quote.
    pub quote_on: Option<NaiveDate>,
    /// The last appointment made or closed.
    pub appointment_on: Option<NaiveDate>,
}

impl Life {
    /// The last sign of life; of several on one day the one that says most.
    pub fn last_sign(&self) -> (SignOfLife, NaiveDate) {
        let signs = [
            (SignOfLife::Purchase, self.purchase_on),
            (SignOfLife::ContractEnd, self.contract_end_on),
            (SignOfLife::Payment, self.payment_on),
            (SignOfLife::Sale, self.sale_on),
            (SignOfLife::Quote, self.quote_on),
            (SignOfLife::Appointment, self.appointment_on),
            (SignOfLife::Timeline, self.timeline_on),
        ];
        signs.into_iter().filter_map(|(sign, on)| Some((sign, on?))).fold(
            (SignOfLife::Registered, self.registered_on),
            |latest, sign| {
                if sign.1 > latest.1 || latest.0 == SignOfLife::Registered && sign.1 == latest.1 {
                    sign
                } else {
                    latest
                }
            },
        )
    }
}

/// The last day of which a sign of life is too old.
pub fn silent_since(months: i64, today: NaiveDate) -> NaiveDate {
    let months = u32::try_from(months).unwrap_or(0);
    today.checked_sub_months(Months::new(months)).unwrap_or(NaiveDate::MIN)
}

/// The last sign of life of a customer the rule sets aside; none for one it leaves (CUS-7).
pub fn inactive(life: &Life, months: i64, today: NaiveDate) -> Option<(SignOfLife, NaiveDate)> {
    let last = life.last_sign();
    (!life.served && last.1 <= silent_since(months, today)).then_some(last)
}

/// The months a supervisor chose.
///
/// # Errors
/// `Invalid` when they are out of range.
pub fn check_months(months: i64) -> Result<()> {
    let mut issues = Issues::default();
    if !(MONTHS_MIN..=MONTHS_MAX).contains(&months) {
        let range = [("min", MONTHS_MIN.to_string()), ("max", MONTHS_MAX.to_string())];
        issues.add_with("months", "out_of_range", range);
    }
    issues.check()
}

/// The rule in words, as it stands on the timeline and as the reason of the status.
pub fn words(months: i64, sign: SignOfLife, on: NaiveDate) -> String {
    let last = match sign {
        SignOfLife::Purchase => "contrato assinado",
        SignOfLife::ContractEnd => "fim de contrato",
        SignOfLife::Payment => "pagamento",
        SignOfLife::Sale => "andamento de venda",
        SignOfLife::Quote => "orçamento",
        SignOfLife::Appointment => "agendamento",
        SignOfLife::Timeline => "registro na ficha",
        SignOfLife::Registered => "o próprio cadastro",
    };
    format!(
        "Regra de inatividade: {months} meses sem sinal de vida. O último foi {last}, em {}.",
        on.format("%d/%m/%Y")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn silent() -> Life {
        Life {
            served: false,
            registered_on: day("2020-01-10"),
            timeline_on: None,
            purchase_on: None,
            contract_end_on: None,
            payment_on: None,
            sale_on: None,
            quote_on: None,
            appointment_on: None,
        }
    }

    #[test]
    fn cus_7_who_gave_no_sign_for_the_months_is_inactive_from_that_day_on() {
        let life = Life { timeline_on: Some(day("2025-11-23")), ..silent() };
        let found = Some((SignOfLife::Timeline, day("2025-11-23")));
        assert_eq!(inactive(&life, 12, day("2026-11-22")), None);
        assert_eq!(inactive(&life, 12, day("2026-11-23")), found);
        assert_eq!(inactive(&life, 13, day("2026-11-23")), None);
        let short = Life { timeline_on: Some(day("2026-08-31")), ..silent() };
        assert_eq!(inactive(&short, 3, day("2026-11-30")), None, "a month without that day is over first");
        assert!(inactive(&short, 3, day("2026-12-01")).is_some());
    }

    #[test]
    fn cus_7_every_sign_counts_and_the_latest_decides() {
        let old = Some(day("2021-05-05"));
        let new = Some(day("2026-10-01"));
        for (life, sign) in [
            (Life { timeline_on: new, purchase_on: old, ..silent() }, SignOfLife::Timeline),
            (Life { purchase_on: new, timeline_on: old, ..silent() }, SignOfLife::Purchase),
            (Life { contract_end_on: new, purchase_on: old, ..silent() }, SignOfLife::ContractEnd),
            (Life { payment_on: new, ..silent() }, SignOfLife::Payment),
            (Life { sale_on: new, timeline_on: new, ..silent() }, SignOfLife::Sale),
            (Life { quote_on: new, timeline_on: new, ..silent() }, SignOfLife::Quote),
            (Life { appointment_on: new, timeline_on: old, ..silent() }, SignOfLife::Appointment),
            (Life { registered_on: day("2026-10-01"), timeline_on: old, ..silent() }, SignOfLife::Registered),
        ] {
            assert_eq!(life.last_sign(), (sign, day("2026-10-01")));
            assert_eq!(inactive(&life, 12, day("2026-11-23")), None, "{sign:?}");
            assert_eq!(inactive(&life, 12, day("2027-10-01")), Some((sign, day("2026-10-01"))));
        }
        let born = Life { timeline_on: Some(day("2020-01-10")), ..silent() };
        assert_eq!(
            born.last_sign().0,
            SignOfLife::Timeline,
            "what happened that day says more than the ficha"
        );
    }

    #[test]
    fn cus_7_who_is_being_served_is_never_inactive() {
        let life = Life { served: true, ..silent() };
        assert_eq!(inactive(&life, 3, day("2026-11-23")), None);
    }

    #[test]
    fn cus_7_months_are_bounded() {
        for months in [MONTHS_MIN, MONTHS_DEFAULT, MONTHS_MAX] {
            assert!(check_months(months).is_ok());
        }
        for months in [i64::MIN, 0, MONTHS_MIN - 1, MONTHS_MAX + 1, i64::MAX] {
            assert!(check_months(months).is_err());
        }
    }

    #[test]
    fn cus_7_the_words_tell_the_rule_and_the_last_sign() {
        let told = words(12, SignOfLife::Payment, day("2025-03-07"));
        assert_eq!(
            told,
            "Regra de inatividade: 12 meses sem sinal de vida. O último foi pagamento, em 07/03/2025."
        );
    }
}
