//! How often what is common occurs in a base, small enough to be kept: what is not in it counts as rare.

use serde::{Deserialize, Serialize};

/// Values and words kept of each field; what is rarer hardly weighs more.
const KEPT_MAX: usize = 5_000;
/// Fewer occurrences are not worth keeping.
const WORTH_FROM: u32 = 5;

/// What is common in the fields of a base, in the order of the configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frequencies {
    /// By field.
    pub fields: Vec<FieldFrequencies>,
}

/// What is common in one field.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldFrequencies {
    /// Records with a value.
    pub total: u32,
    /// Common values in their normal form, and how many records have them.
    pub values: Vec<(String, u32)>,
    /// Common words: how many records have them in the first place, and how many behind it.
    pub words: Vec<(String, u32, u32)>,
}

/// The most frequent of `all`, by the count that `count` gives, in an order that does not hang on chance.
pub(crate) fn most_frequent<T: Ord>(all: impl Iterator<Item = T>, count: impl Fn(&T) -> u32) -> Vec<T> {
    let mut worth: Vec<T> = all.filter(|one| count(one) >= WORTH_FROM).collect();
    worth.sort_by(|one, other| count(other).cmp(&count(one)).then_with(|| one.cmp(other)));
    worth.truncate(KEPT_MAX);
    worth
}
