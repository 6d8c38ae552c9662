//! Blocking keys: what of a value two records must share to be compared.

use crate::interner::{hash_of, mix};
use crate::kind::Kind;
use crate::table::{Column, Table, Words};

/// A part of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct KeyPart {
    pub field: usize,
    pub derive: Derive,
}

/// What is taken of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Derive {
    Value,
    First,
    Last,
    FirstSound,
    LastSound,
    Sounds,
    Year,
    MonthDay,
    Local,
    Prefix(usize),
    Suffix(usize),
}

impl Derive {
    /// Reads `value`, `first`, `last`, `first_sound`, `last_sound`, `sounds` (names and texts), `year`,
    /// `month_day` (dates), `local` (e-mails), `prefix5`, `suffix8`.
    pub fn parse(text: &str, kind: Kind) -> Option<Self> {
        let derive = match text {
            "value" => Self::Value,
            "first" => Self::First,
            "last" => Self::Last,
            "first_sound" => Self::FirstSound,
            "last_sound" => Self::LastSound,
            "sounds" => Self::Sounds,
            "year" => Self::Year,
            "month_day" => Self::MonthDay,
            "local" => Self::Local,
            _ => {
                let length = |digits: &str| digits.parse().ok().filter(|length| (1..=64).contains(length));
                match text.strip_prefix("prefix") {
                    Some(digits) => Self::Prefix(length(digits)?),
                    None => Self::Suffix(length(text.strip_prefix("suffix")?)?),
                }
            }
        };
        let fits = match derive {
            Self::First | Self::Last | Self::FirstSound | Self::LastSound | Self::Sounds => kind.has_words(),
            Self::Year | Self::MonthDay => kind == Kind::Date,
            Self::Local => kind == Kind::Email,
            Self::Value | Self::Prefix(_) | Self::Suffix(_) => true,
        };
        fits.then_some(derive)
    }

    pub fn hash(self, column: &Column, value: u32) -> u64 {
        if value == 0 {
            return 0;
        }
        let text = column.text(value);
        match self {
            Self::Value => some(text),
            Self::Year => text.get(..4).map_or(0, some),
            Self::MonthDay => text.get(4..8).map_or(0, some),
            Self::Local => text.split_once('@').map_or(0, |(local, _)| some(local)),
            Self::Prefix(length) => text.get(..length).map_or(0, some),
            Self::Suffix(length) => {
                text.len().checked_sub(length).and_then(|from| text.get(from..)).map_or(0, some)
            }
            _ => column.words().map_or(0, |words| self.hash_of_words(words, value)),
        }
    }

    fn hash_of_words(self, words: &Words, value: u32) -> u64 {
        let list = words.of(value);
        let (Some(&first), Some(&last)) = (list.first(), list.last()) else { return 0 };
        match self {
            Self::First => some(words.text(first)),
            Self::Last => some(words.text(last)),
            Self::FirstSound => some(words.sound(first)),
            Self::LastSound => some(words.sound(last)),
            // A sum does not mind the order.
            _ => list.iter().fold(1, |sum: u64, &word| sum.wrapping_add(some(words.sound(word)))),
        }
    }
}

/// A hash that is never 0, which means missing; 0 for the empty text.
fn some(text: &str) -> u64 {
    if text.is_empty() { 0 } else { hash_of(text.as_bytes()) | 1 }
}

/// The hash of a part for each distinct value of its column.
pub(crate) fn hashes(table: &Table, part: KeyPart) -> Vec<u64> {
    use rayon::prelude::*;
    let column = table.column(part.field);
    (0..column.distinct()).into_par_iter().map(|value| part.derive.hash(column, value)).collect()
}

/// The key of each record in a rule; 0 where a part is missing.
pub(crate) fn keys_of(table: &Table, rule: &[KeyPart]) -> Vec<u64> {
    let mut keys: Vec<u64> = vec![1; table.len()];
    for &part in rule {
        let hashes = hashes(table, part);
        for (record, key) in keys.iter_mut().enumerate() {
            let hash = hashes[table.value(record, part.field) as usize];
            *key = if hash == 0 || *key == 0 { 0 } else { join(*key, hash) };
        }
    }
    keys
}

/// The key of two parts together; never 0.
pub(crate) fn join(one: u64, other: u64) -> u64 {
    mix(one.rotate_left(5) ^ other) | 1
}
