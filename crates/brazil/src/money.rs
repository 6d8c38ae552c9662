//! Money in integer cents of a real: reading, writing, percentages, words. No floating point anywhere.
//!
//! Rounding is half-up by absolute value (half away from zero), so that a credit mirrors the charge it
//! undoes: −0.5 cent becomes −1 cent as 0.5 cent becomes 1.

/// No-break space between the symbol and the figure, as CLDR's pt-BR has it, so that no line breaks there.
const NO_BREAK_SPACE: char = '\u{a0}';

/// Why a text is not an amount of money.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// No digit given.
    #[error("no amount given")]
    Empty,
    /// Something other than digits, point, comma, sign, parentheses and `R$`.
    #[error("a character that an amount cannot have")]
    Characters,
    /// Points and commas in an order that has no one meaning.
    #[error("points and commas that have no one meaning")]
    Format,
    /// More than two decimals.
    #[error("more than two decimals")]
    Decimals,
    /// More than fits.
    #[error("the amount is too large")]
    Overflow,
}

impl MoneyError {
    /// Stable code for translation.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "money_empty",
            Self::Characters => "money_characters",
            Self::Format => "money_format",
            Self::Decimals => "money_decimals",
            Self::Overflow => "money_overflow",
        }
    }
}

/// `R$ 1.234,56`, negative `-R$ 1.234,56`, with a no-break space (U+00A0) after the symbol.
pub fn format_brl(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}R${NO_BREAK_SPACE}{}", format_plain_unsigned(cents.unsigned_abs()))
}

/// `1.234,56`, negative `-1.234,56`: without the symbol.
pub fn format_plain(cents: i64) -> String {
    let sign = if cents < 0 { "-" } else { "" };
    format!("{sign}{}", format_plain_unsigned(cents.unsigned_abs()))
}

fn format_plain_unsigned(cents: u64) -> String {
    let whole = (cents / 100).to_string();
    let mut grouped = String::with_capacity(whole.len() + whole.len() / 3);
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    format!("{grouped},{:02}", cents % 100)
}

/// Reads an amount as Brazilians write it, in cents: `1.234,56`, `1234,56`, `R$ 1.234,56`, `1.234`
/// (one thousand …), with a minus before or after the symbol, or in parentheses (negative).
///
/// A point before one or two final digits and without a comma is a decimal point (`1234.56`, as exports
/// have it). What could be read in two ways is refused, and so are more than two decimals, points not
/// in thousands, and the American form `1,234.56`.
pub fn parse_brl(text: &str) -> Result<i64, MoneyError> {
    let (negative, figure) = split_sign(text.trim())?;
    let (whole, decimals) = split_decimals(figure)?;
    let mut total: i128 = 0;
    for digit in whole.chars().filter_map(|c| c.to_digit(10)) {
        total = total * 10 + i128::from(digit);
        if total > i128::from(i64::MAX) {
            return Err(MoneyError::Overflow);
        }
    }
    let mut fraction = 0;
    for digit in decimals.chars().chain(std::iter::repeat('0')).take(2).filter_map(|c| c.to_digit(10)) {
        fraction = fraction * 10 + i128::from(digit);
    }
    let cents = total * 100 + fraction;
    i64::try_from(if negative { -cents } else { cents }).map_err(|_| MoneyError::Overflow)
}

/// Whether the amount is negative, and the figure without sign, symbol and spaces around.
fn split_sign(text: &str) -> Result<(bool, &str), MoneyError> {
    let (parenthesised, mut rest) = match text.strip_prefix('(') {
        Some(inner) => (true, inner.strip_suffix(')').ok_or(MoneyError::Format)?.trim()),
        None => (false, text),
    };
    let mut minus = false;
    let mut symbol = false;
    loop {
        let sign = rest.strip_prefix(['-', '−', '+']);
        if let Some(after) = sign {
            if minus || parenthesised || (rest.starts_with('+') && symbol) {
                return Err(MoneyError::Format);
            }
            minus = !rest.starts_with('+');
            rest = after.trim_start();
        } else if let Some(after) = rest.strip_prefix("R$").or_else(|| rest.strip_prefix("r$")) {
            if symbol {
                return Err(MoneyError::Format);
            }
            symbol = true;
            rest = after.trim_start();
        } else {
            break;
        }
    }
    Ok((minus || parenthesised, rest))
}

/// The digits before and after the decimal separator, checked.
fn split_decimals(figure: &str) -> Result<(String, &str), MoneyError> {
    if figure.is_empty() {
        return Err(MoneyError::Empty);
    }
    if !figure.chars().all(|c| c.is_ascii_digit() || c == '.' || c == ',') {
        return Err(MoneyError::Characters);
    }
    if !figure.contains(|c: char| c.is_ascii_digit()) {
        return Err(MoneyError::Format);
    }
    let (whole, decimals) = match figure.split_once(',') {
        Some((_, decimals)) if decimals.is_empty() || decimals.contains(['.', ',']) => {
            return Err(MoneyError::Format);
        }
        Some((whole, decimals)) => (whole, decimals),
        None => split_decimal_point(figure)?,
    };
    if decimals.len() > 2 {
        return Err(MoneyError::Decimals);
    }
    Ok((ungroup(whole)?, decimals))
}

/// A lone point: decimal before one or two digits, thousands before three after at most three.
fn split_decimal_point(figure: &str) -> Result<(&str, &str), MoneyError> {
    match figure.split_once('.') {
        Some((_, "")) => Err(MoneyError::Format),
        Some((_, decimals)) if decimals.contains('.') => Ok((figure, "")),
        Some((whole, decimals)) if decimals.len() != 3 => Ok((whole, decimals)),
        Some((whole, _)) if whole.is_empty() || whole.len() > 3 || whole.starts_with('0') => {
            Err(MoneyError::Decimals)
        }
        _ => Ok((figure, "")),
    }
}

/// Takes the points out of `1.234.567`, which must stand before each group of three.
fn ungroup(whole: &str) -> Result<String, MoneyError> {
    let mut groups = whole.split('.');
    let first = groups.next().unwrap_or("");
    let mut digits = first.to_owned();
    let mut grouped = false;
    for group in groups {
        if group.len() != 3 {
            return Err(MoneyError::Format);
        }
        grouped = true;
        digits.push_str(group);
    }
    if grouped && (first.is_empty() || first.len() > 3) {
        return Err(MoneyError::Format);
    }
    Ok(digits)
}

/// A share of an amount, in basis points (1 % = 100), rounded half-up to the cent. `None` when it does not fit.
pub fn percent_of(cents: i64, basis_points: i64) -> Option<i64> {
    divide_half_up(i128::from(cents) * i128::from(basis_points), 10_000)
}

/// Price times quantity (QUO-1), the quantity in thousandths (1.5 = 1500), rounded half-up to the cent.
/// Exact: the product is taken whole. `None` when the result does not fit.
pub fn multiply_milli(cents: i64, quantity_milli: i64) -> Option<i64> {
    divide_half_up(i128::from(cents) * i128::from(quantity_milli), 1_000)
}

/// Divides by a positive even number, half away from zero.
fn divide_half_up(numerator: i128, divisor: u128) -> Option<i64> {
    let rounded = i128::try_from((numerator.unsigned_abs() + divisor / 2) / divisor).ok()?;
    i64::try_from(if numerator < 0 { -rounded } else { rounded }).ok()
}

const SMALL: [&str; 20] = [
    "zero",
    "um",
    "dois",
    "três",
    "quatro",
    "cinco",
    "seis",
    "sete",
    "oito",
    "nove",
    "dez",
    "onze",
    "doze",
    "treze",
    "quatorze",
    "quinze",
    "dezesseis",
    "dezessete",
    "dezoito",
    "dezenove",
];
const TENS: [&str; 10] =
    ["", "", "vinte", "trinta", "quarenta", "cinquenta", "sessenta", "setenta", "oitenta", "noventa"];
const HUNDREDS: [&str; 10] = [
    "",
    "cento",
    "duzentos",
    "trezentos",
    "quatrocentos",
    "quinhentos",
    "seiscentos",
    "setecentos",
    "oitocentos",
    "novecentos",
];
/// Names of the powers of a thousand, one and many.
const SCALES: [(&str, &str); 6] = [
    ("", ""),
    ("mil", "mil"),
    ("milhão", "milhões"),
    ("bilhão", "bilhões"),
    ("trilhão", "trilhões"),
    ("quatrilhão", "quatrilhões"),
];

/// An amount in Portuguese words, as contracts and receipts spell it out:
/// "mil duzentos e trinta e quatro reais e cinquenta e seis centavos". Negative ones start with "menos".
pub fn in_words(cents: i64) -> String {
    let magnitude = cents.unsigned_abs();
    let (reais, centavos) = (magnitude / 100, magnitude % 100);
    let mut parts = Vec::new();
    if reais > 0 || centavos == 0 {
        let unit = match reais {
            1 => " real",
            // "um milhão de reais", but "um milhão e mil reais".
            _ if reais > 0 && reais.is_multiple_of(1_000_000) => " de reais",
            _ => " reais",
        };
        parts.push(format!("{}{unit}", number_in_words(reais)));
    }
    if centavos > 0 {
        let unit = if centavos == 1 { "centavo" } else { "centavos" };
        parts.push(format!("{} {unit}", hundreds_in_words(centavos)));
    }
    let words = parts.join(" e ");
    if cents < 0 { format!("menos {words}") } else { words }
}

/// A whole number in words. The last group is joined by "e" when it is below a hundred or a whole
/// hundred: "mil e duzentos", "mil duzentos e um".
fn number_in_words(number: u64) -> String {
    if number == 0 {
        return SMALL[0].to_owned();
    }
    let mut words = String::new();
    for (power, (one, many)) in SCALES.iter().enumerate().rev() {
        let below = 1000u64.pow(power as u32);
        let group = number / below % 1000;
        if group == 0 {
            continue;
        }
        if !words.is_empty() {
            let last = number.is_multiple_of(below);
            words.push_str(if last && (group < 100 || group.is_multiple_of(100)) { " e " } else { " " });
        }
        match (power, group) {
            (0, _) => words.push_str(&hundreds_in_words(group)),
            (1, 1) => words.push_str(one),
            (_, 1) => words.push_str(&format!("{} {one}", SMALL[1])),
            _ => words.push_str(&format!("{} {many}", hundreds_in_words(group))),
        }
    }
    words
}

/// A number from 1 to 999 in words.
fn hundreds_in_words(number: u64) -> String {
    if number == 100 {
        return "cem".to_owned();
    }
    let number = usize::try_from(number % 1000).unwrap_or(0);
    let mut words = Vec::new();
    if number >= 100 {
        words.push(HUNDREDS[number / 100]);
    }
    let rest = number % 100;
    if rest >= 20 {
        words.push(TENS[rest / 10]);
    }
    let small = if rest >= 20 { rest % 10 } else { rest };
    if small > 0 {
        words.push(SMALL[small]);
    }
    words.join(" e ")
}

#[cfg(test)]
mod tests;
