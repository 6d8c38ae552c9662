//! Cells into values: dates, amounts, whole numbers. How a column writes them is told by the whole column.

use brazil::money::{MoneyError, parse_brl};
use brazil::text::fold;
use chrono::{Datelike, Days, NaiveDate};

use super::Cell;

/// What people type where there is nothing, folded.
const NOTHING: &[&str] = &[
    "",
    "0",
    "x",
    "xx",
    "xxx",
    "na",
    "n a",
    "nd",
    "n d",
    "null",
    "none",
    "nulo",
    "nil",
    "nan",
    "nao informado",
    "nao informada",
    "nao tem",
    "nao possui",
    "sem",
    "sem email",
    "sem e mail",
    "sem telefone",
    "nenhum",
    "vazio",
    "nao consta",
    "desconhecido",
    "ignorado",
];

/// What a cell says, without the words for nothing.
pub fn optional_text(cell: &Cell) -> String {
    let text = cell.text();
    let folded = fold(&text);
    let blank = NOTHING.contains(&folded.as_str()) || folded.chars().all(|c| matches!(c, '0' | ' '));
    if blank { String::new() } else { text }
}

/// In which order a column writes day and month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateOrder {
    /// 31/12/2026, as in Brazil.
    #[default]
    DayFirst,
    /// 12/31/2026, when some value can only be read so and none the other way.
    MonthFirst,
}

impl DateOrder {
    /// The order a column uses.
    pub fn of<'a>(cells: impl Iterator<Item = &'a Cell>) -> Self {
        let (mut day_first, mut month_first) = (false, false);
        for cell in cells {
            let Cell::Text(text) = cell else { continue };
            if let Some([first, second, _]) = date_parts(text) {
                day_first |= (13..=31).contains(&first);
                month_first |= first <= 12 && (13..=31).contains(&second);
            }
        }
        if month_first && !day_first { Self::MonthFirst } else { Self::DayFirst }
    }
}

/// The three numbers of a date written with them; a time after it is left off.
fn date_parts(text: &str) -> Option<[u32; 3]> {
    let date = text.split(['T', ' ']).next()?;
    let parts: Vec<u32> = date.split(['/', '-', '.']).map(str::parse).collect::<Result<_, _>>().ok()?;
    parts.try_into().ok()
}

/// Portuguese and English short month names, folded; the position tells the month.
const MONTHS: [&[&str]; 12] = [
    &["jan"],
    &["fev", "feb"],
    &["mar"],
    &["abr", "apr"],
    &["mai", "may"],
    &["jun"],
    &["jul"],
    &["ago", "aug"],
    &["set", "sep"],
    &["out", "oct"],
    &["nov"],
    &["dez", "dec"],
];

/// A date: a date cell, a serial number, dd/mm/yyyy, dd/mm/yy, ISO, `22-abr-1975`, `1º de março de 1980`.
/// A year of two digits is the last one that is not after `latest_year`.
///
/// # Errors
/// The code `date_form`.
pub fn date(cell: &Cell, order: DateOrder, latest_year: i32) -> Result<Option<NaiveDate>, &'static str> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Date(date) => Ok(Some(*date)),
        Cell::Number(number) => serial_date(*number).map(Some),
        Cell::Fault(_) => Err("cell_error"),
        Cell::Text(text) if optional_text(cell).is_empty() || text.starts_with("00/00") => Ok(None),
        Cell::Text(text) => text_date(text, order, latest_year).map(Some),
    }
}

/// Days since 30/12/1899, which is what the leap-year error of spreadsheets makes the epoch after February 1900.
fn serial_date(number: f64) -> Result<NaiveDate, &'static str> {
    if !(1.0..2_958_466.0).contains(&number) {
        return Err("date_form");
    }
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30).ok_or("date_form")?;
    epoch.checked_add_days(Days::new(number.trunc() as u64)).ok_or("date_form")
}

fn text_date(text: &str, order: DateOrder, latest_year: i32) -> Result<NaiveDate, &'static str> {
    let digits_only = text.bytes().all(|byte| byte.is_ascii_digit());
    if digits_only && text.len() == 8 {
        return digits_date(text);
    }
    if let Ok(serial) = text.parse::<u32>() {
        return if (1000..=99_999).contains(&serial) {
            serial_date(f64::from(serial))
        } else {
            Err("date_form")
        };
    }
    let [first, second, third] = match date_parts(text) {
        Some(parts) => parts,
        None => named_month(text).ok_or("date_form")?,
    };
    let first_digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (year, month, day) = match (first_digits, order) {
        (4.., _) => return NaiveDate::from_ymd_opt(year_of(first)?, second, third).ok_or("date_form"),
        (_, DateOrder::DayFirst) => (third, second, first),
        (_, DateOrder::MonthFirst) => (third, first, second),
    };
    let written_short = text
        .split(['T', ' '])
        .next()
        .and_then(|date| date.rsplit(['/', '-', '.']).next())
        .is_some_and(|year| year.len() <= 2);
    let year = year_of(year)?;
    let year = if written_short && year < 100 { full_year(year, latest_year) } else { year };
    NaiveDate::from_ymd_opt(year, month, day).ok_or("date_form")
}

fn year_of(number: u32) -> Result<i32, &'static str> {
    i32::try_from(number).ok().filter(|year| *year <= 9999).ok_or("date_form")
}

fn full_year(short: i32, latest_year: i32) -> i32 {
    let century = latest_year - latest_year.rem_euclid(100);
    if century + short > latest_year { century - 100 + short } else { century + short }
}

/// `22041975` or `19750422`.
fn digits_date(text: &str) -> Result<NaiveDate, &'static str> {
    let day_first = NaiveDate::parse_from_str(text, "%d%m%Y").ok();
    let year_first = NaiveDate::parse_from_str(text, "%Y%m%d").ok();
    let plausible = |date: &NaiveDate| (1900..=2100).contains(&date.year());
    day_first.filter(plausible).or(year_first.filter(plausible)).ok_or("date_form")
}

/// `22-abr-1975`, `22/abr/75`, `1º de março de 1980`.
fn named_month(text: &str) -> Option<[u32; 3]> {
    let folded = fold(text);
    let parts: Vec<&str> = folded.split(' ').filter(|word| !matches!(*word, "de" | "o" | "of")).collect();
    let [day, month, year, ..] = parts.as_slice() else { return None };
    let month = MONTHS.iter().position(|names| names.iter().any(|name| month.starts_with(name)))?;
    let day = day.trim_end_matches(|c: char| !c.is_ascii_digit());
    Some([day.parse().ok()?, u32::try_from(month + 1).ok()?, year.parse().ok()?])
}

/// With which sign a column writes decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Decimal {
    /// `1.234,56`
    #[default]
    Comma,
    /// `1,234.56`, when some value can only be read so.
    Point,
}

impl Decimal {
    /// The way a column writes its amounts.
    pub fn of<'a>(mut cells: impl Iterator<Item = &'a Cell>) -> Self {
        let american = |text: &str| match (text.find(','), text.rfind('.')) {
            (Some(comma), Some(point)) => comma < point,
            _ => false,
        };
        if cells.any(|cell| matches!(cell, Cell::Text(text) if american(text))) {
            Self::Point
        } else {
            Self::Comma
        }
    }
}

/// An amount in cents; none when the cell says nothing or only a dash. Fractions of a cent that a formula
/// left behind are rounded half-up.
///
/// # Errors
/// The code of what is wrong.
pub fn cents(cell: &Cell, decimal: Decimal) -> Result<Option<i64>, &'static str> {
    match cell {
        Cell::Empty => Ok(None),
        Cell::Fault(_) => Err("cell_error"),
        Cell::Date(_) => Err("money_format"),
        // The shortest text that gives the same number, cut in text: no arithmetic on floats.
        Cell::Number(number) => decimal_text_to_cents(&number.to_string()).map(Some),
        Cell::Text(text) => text_cents(text, decimal),
    }
}

fn text_cents(text: &str, decimal: Decimal) -> Result<Option<i64>, &'static str> {
    let mut figure = text.replace("BRL", "").replace('\u{a0}', " ").replace("R $", "R$");
    for suffix in ["/mês", "/mes", "/month", "por mês", "mensais", "reais", "p/ mês"] {
        figure = figure.trim().trim_end_matches(suffix).to_owned();
    }
    // A dollar sign alone is how spreadsheets set to English write any currency; `US$` is another one.
    let figure = figure.trim();
    let figure = figure.strip_prefix('$').map_or(figure, str::trim_start);
    let bare = figure.trim_start_matches("R$").trim();
    if bare.is_empty() || bare.chars().all(|c| matches!(c, '-' | '–' | '—' | ' ')) {
        return Ok(None);
    }
    let swapped = if point_is_decimal(figure, decimal) { figure.replace(',', "") } else { figure.to_owned() };
    match parse_brl(&swapped) {
        Ok(cents) => Ok(Some(cents)),
        // `385,2700`: zeros beyond the cents say nothing.
        Err(MoneyError::Decimals) if swapped.contains(',') && swapped.ends_with('0') => {
            text_cents(swapped.trim_end_matches('0'), Decimal::Comma)
        }
        Err(error) => Err(error.code()),
    }
}

/// With both signs the last one is the decimal one, whatever the column does; a lone comma that does not stand
/// before three digits separates no thousands.
fn point_is_decimal(figure: &str, decimal: Decimal) -> bool {
    match (figure.rfind(','), figure.rfind('.')) {
        (Some(comma), Some(point)) => comma < point,
        (Some(comma), None) if decimal == Decimal::Point => {
            figure[comma + 1..].chars().filter(char::is_ascii_digit).count() == 3
        }
        _ => decimal == Decimal::Point,
    }
}

/// `1562.57` → 156257; more decimals are rounded half-up, away from zero.
fn decimal_text_to_cents(text: &str) -> Result<i64, &'static str> {
    let overflow = MoneyError::Overflow.code();
    let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let mut figures = fraction.bytes().chain(std::iter::repeat(b'0')).map(|byte| i64::from(byte - b'0'));
    let mut next = || figures.next().unwrap_or(0);
    let (tens, units, rest) = (next(), next(), next());
    let whole: i64 = whole.parse().map_err(|_| overflow)?;
    let cents =
        whole.checked_mul(100).and_then(|cents| cents.checked_add(tens * 10 + units)).ok_or(overflow)?;
    let cents = if rest >= 5 { cents.checked_add(1).ok_or(overflow)? } else { cents };
    Ok(sign * cents)
}

/// A day of the month: `5`, `05`, `dia 10`, `10º`, or the day of a date.
///
/// # Errors
/// The code `due_day`.
pub fn day_of_month(cell: &Cell) -> Result<Option<i64>, &'static str> {
    let day = match cell {
        Cell::Empty => return Ok(None),
        Cell::Date(date) => i64::from(date.day()),
        Cell::Number(number) if number.fract() == 0.0 => *number as i64,
        Cell::Text(text) if date_parts(text).is_some() => {
            i64::from(date_parts(text).map_or(0, |parts| if parts[0] > 31 { parts[2] } else { parts[0] }))
        }
        Cell::Text(text) => {
            let digits: String = text.chars().filter(char::is_ascii_digit).collect();
            if digits.is_empty() && optional_text(cell).is_empty() {
                return Ok(None);
            }
            digits.parse().map_err(|_| "due_day")?
        }
        _ => return Err("due_day"),
    };
    if (1..=31).contains(&day) { Ok(Some(day)) } else { Err("due_day") }
}
