//! Comparisons: two values of a field become a level of agreement.

mod contact;
mod date;
mod document;
mod person;
mod words;

use crate::kind::Kind;
use crate::table::{Column, Table};

/// What a comparison found.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Outcome {
    /// 0 where a value is missing, else the level counted from 1.
    pub level: u8,
    /// How likely a stranger shares what the two share; 0 where that is not known.
    pub chance: f32,
}

impl Outcome {
    const MISSING: Self = Self { level: 0, chance: 0.0 };

    fn plain(level: u8) -> Self {
        Self { level, chance: 0.0 }
    }

    /// A stronger level, or the same with something rarer.
    fn is_closer_than(self, other: Self) -> bool {
        let rank = |outcome: Self| if outcome.level == 0 { u8::MAX } else { outcome.level };
        (rank(self), self.chance) < (rank(other), other.chance)
    }
}

/// Compares two records in one field.
pub(crate) fn compare(table: &Table, field: usize, one: u32, other: u32) -> Outcome {
    if (table.several(one) | table.several(other)) >> field & 1 == 0 {
        return values(table.column(field), table.row(one)[field], table.row(other)[field]);
    }
    closest(table, field, one, other).0
}

/// What two records with several values in a field share, and the two values that agree most. Strangers have more
/// occasions to share one, too: what they share is as much more common.
#[expect(clippy::cast_precision_loss, reason = "a few values of each")]
pub(crate) fn closest(table: &Table, field: usize, one: u32, other: u32) -> (Outcome, u32, u32) {
    let column = table.column(field);
    let (left, right) = (table.values(one, field), table.values(other, field));
    let occasions = (left.clone().count() * right.clone().count()) as f32;
    let mut best = (Outcome::MISSING, table.row(one)[field], table.row(other)[field]);
    for first in left {
        for second in right.clone() {
            let mut outcome = values(column, first, second);
            outcome.chance = (outcome.chance * occasions).min(1.0);
            if outcome.is_closer_than(best.0) {
                best = (outcome, first, second);
            }
        }
    }
    best
}

/// Compares two values of a column.
pub(crate) fn values(column: &Column, one: u32, other: u32) -> Outcome {
    if one == 0 || other == 0 {
        return Outcome::MISSING;
    }
    if one == other {
        return Outcome { level: 1, chance: column.chance(one) };
    }
    let (left, right) = (column.text(one), column.text(other));
    match column.kind() {
        Kind::PersonName => person::compare(column, one, other),
        Kind::Name => words::compare_name(column, one, other),
        Kind::Address => words::compare_address(column, one, other),
        Kind::Text => words::compare_text(column, one, other),
        Kind::Date => Outcome::plain(date::level(left, right)),
        Kind::Code => Outcome::plain(document::level_of_code(left, right)),
        Kind::Document => {
            let both_valid = column.flag(one) == 1 && column.flag(other) == 1;
            Outcome::plain(document::level(left, right, both_valid))
        }
        Kind::Phone => Outcome::plain(contact::level_of_phone(left, right)),
        Kind::Email => Outcome::plain(contact::level_of_email(left, right)),
    }
}

/// Whether two texts are at most `most` edits apart; a swap of neighbours is one edit.
fn within(left: &str, right: &str, most: usize) -> bool {
    if left.len().abs_diff(right.len()) > most {
        return false;
    }
    let arguments = rapidfuzz::distance::osa::Args::default().score_cutoff(most);
    rapidfuzz::distance::osa::distance_with_args(left.bytes(), right.bytes(), &arguments).is_some()
}

/// Whether texts of equal length differ in one place or in a swap of neighbours.
fn one_slip(left: &[u8], right: &[u8]) -> bool {
    if left.len() != right.len() {
        return false;
    }
    let mut differing = left.iter().zip(right).enumerate().filter(|(_, (one, other))| one != other);
    let Some((first, _)) = differing.next() else { return true };
    match (differing.next(), differing.next()) {
        (None, _) => true,
        (Some((second, _)), None) => {
            second == first + 1 && left[first] == right[second] && left[second] == right[first]
        }
        _ => false,
    }
}

/// Jaro-Winkler similarity, 0 to 1.
fn similarity(left: &str, right: &str) -> f64 {
    rapidfuzz::distance::jaro_winkler::similarity(left.bytes(), right.bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_one_digit_or_one_swap() {
        assert!(one_slip(b"1234", b"1234") && one_slip(b"1234", b"1294") && one_slip(b"1234", b"1324"));
        assert!(!one_slip(b"1234", b"1432") && !one_slip(b"1234", b"4321") && !one_slip(b"123", b"1234"));
    }

    #[test]
    fn edits_are_bounded() {
        assert!(within("mateus", "matues", 1) && within("lima", "limas", 1));
        assert!(!within("mateus", "matias", 1) && !within("ana", "anabela", 2));
    }
}
