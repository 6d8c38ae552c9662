//! Blocking keys: what of a value two records must share to be compared.

use crate::config::{Config, ConfigError};
use crate::interner::{hash_of, mix};
use crate::kind::Kind;
use crate::table::{Column, Table, Words};

/// Keys of one record in one rule: who has many values has not many combinations of them.
const MOST_KEYS: usize = 16;

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

/// The keys of the records in a rule, each with its record: none where a part is missing, several where a part has
/// several values.
pub(crate) fn keys_of(table: &Table, rule: &[KeyPart]) -> Vec<(u64, u32)> {
    let parts: Vec<Vec<u64>> = rule.iter().map(|part| hashes(table, *part)).collect();
    let fields: u16 = rule.iter().fold(0, |fields, part| fields | 1 << part.field);
    let mut keys = Vec::with_capacity(table.len());
    for record in 0..u32::try_from(table.len()).unwrap_or(u32::MAX) {
        if table.several(record) & fields == 0 {
            let row = table.row(record);
            let hashes = rule.iter().zip(&parts).map(|(part, hashes)| hashes[row[part.field] as usize]);
            let key = hashes.fold(1, join_some);
            keys.extend((key != 0).then_some((key, record)));
        } else {
            let several = each_key(table, rule, record, |at, value| parts[at][value as usize]);
            keys.extend(several.into_iter().map(|key| (key, record)));
        }
    }
    keys
}

/// All keys of one record in a rule, each once; `hash` gives what the part at a place derives of a value.
fn each_key(table: &Table, rule: &[KeyPart], record: u32, hash: impl Fn(usize, u32) -> u64) -> Vec<u64> {
    let mut keys = vec![1];
    for (at, part) in rule.iter().enumerate() {
        let values = table.values(record, part.field);
        let joined = keys.iter().flat_map(|key| values.clone().map(|value| join_some(*key, hash(at, value))));
        keys = joined.filter(|key| *key != 0).take(MOST_KEYS).collect();
    }
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The key of two parts together; 0 where one is missing.
fn join_some(one: u64, other: u64) -> u64 {
    if one == 0 || other == 0 { 0 } else { join(one, other) }
}

/// Makes the keys by which records that may be one person meet, for an index that is kept outside.
#[derive(Debug)]
pub struct Keys {
    rules: Vec<Vec<KeyPart>>,
    /// Empty but while a record is looked at.
    table: Table,
}

impl Keys {
    /// How keys are made. Kept keys of another version lead nowhere; a test holds this to what is made.
    pub const VERSION: i64 = 2;

    /// The keys of a configuration's blocking rules.
    ///
    /// # Errors
    /// The configuration is wrong.
    pub fn new(config: &Config) -> Result<Self, ConfigError> {
        Ok(Self { rules: config.rules()?, table: Table::new(config) })
    }

    /// The keys of a record, for each field its values, in ascending order; positive numbers, as databases have them. Two
    /// records that share none are not compared by [`link`](crate::link) either. A rule of which the record misses a
    /// part gives no key.
    pub fn of<V: AsRef<[S]>, S: AsRef<str>>(&mut self, values: &[V]) -> Vec<i64> {
        let marks = self.table.marks();
        self.table.push_each(values);
        let mut keys = Vec::new();
        for (rule, parts) in (1..).zip(&self.rules) {
            let hash = |at: usize, value| {
                let part: &KeyPart = &parts[at];
                part.derive.hash(self.table.column(part.field), value)
            };
            let of_rule = each_key(&self.table, parts, 0, hash);
            keys.extend(of_rule.into_iter().map(|key| (join(rule, key) >> 1).cast_signed()));
        }
        self.table.take_last(&marks);
        keys.sort_unstable();
        keys.dedup();
        keys
    }
}

/// The key of two parts together; never 0.
pub(crate) fn join(one: u64, other: u64) -> u64 {
    mix(one.rotate_left(5) ^ other) | 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_the_same_in_every_version_of_this_number() {
        let config = Config::from_toml(crate::BRAZIL).unwrap();
        let mut keys = Keys::new(&config).unwrap();
        let one = ["Ana Lima", "1980-01-02", "52998224725", "", "+5519998124471", "ana@lima.com.br", "", ""]
            .map(|one| [one]);
        let of_one = keys.of(&one);
        assert_eq!(
            (Keys::VERSION, of_one.len(), of_one[0]),
            (2, 10, 81_055_952_722_803_970),
            "then kept keys lead nowhere: count on"
        );
        assert_eq!(keys.of(&one), of_one, "asking leaves nothing behind");
        let again = ["Anna Lima", "1980-05-02", "", "", "", "", "", ""].map(|one| [one]);
        assert!(keys.of(&again).iter().any(|key| of_one.contains(key)), "by sound and year");
        let other =
            ["Bia Reis", "1980-01-03", "11144477735", "", "+5519998124472", "", "", ""].map(|one| [one]);
        assert!(!keys.of(&other).iter().any(|key| of_one.contains(key)));
    }
}
