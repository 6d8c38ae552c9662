//! The kinds of comparison and their levels of agreement.

use serde::{Deserialize, Serialize};

/// How two values of a field are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A full Portuguese name: particles, abbreviations, order, Júnior/Filho/Neto, married names.
    PersonName,
    /// One name of any language, such as a given name, a surname or a place.
    Name,
    /// A calendar date, as `yyyy-mm-dd`, `yyyymmdd` or `dd/mm/yyyy`.
    Date,
    /// CPF or CNPJ.
    Document,
    /// A code or number in which a digit may slip: postcode, identity number, house number.
    Code,
    /// A telephone number.
    Phone,
    /// An e-mail address.
    Email,
    /// A street, with the usual abbreviations.
    Address,
    /// Any other text.
    Text,
}

/// One level of agreement of a [`Kind`].
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Level {
    /// Name for explanations.
    pub name: &'static str,
    /// Share among records of the same person before anything is learned.
    pub person: f64,
    /// Share among people of one household, for a field that a household shares.
    pub household: f64,
    /// The most this level may reach among people of one household, for a field that tells people apart; levels
    /// at 1.0 are free.
    pub apart: f64,
    /// Share among strangers before anything is counted.
    pub stranger: f64,
}

/// What a field says about two records being one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stance {
    Silent,
    Agrees,
    Slips,
    Against,
}

const fn level(name: &'static str, person: f64, household: f64, apart: f64, stranger: f64) -> Level {
    Level { name, person, household, apart, stranger }
}

const PERSON_NAME: &[Level] = &[
    level("exact", 0.60, 0.55, 0.004, 2e-05),
    level("compatible", 0.12, 0.05, 0.006, 5e-05),
    level("similar", 0.14, 0.08, 0.01, 0.0001),
    level("generation", 0.01, 0.01, 0.05, 1e-05),
    level("given_and_surname", 0.08, 0.06, 0.02, 0.004),
    level("given_only", 0.02, 0.05, 0.03, 0.012),
    level("surname_only", 0.01, 0.12, 1.0, 0.06),
    level("different", 0.02, 0.08, 1.0, 0.92382),
];
const NAME: &[Level] = &[
    level("exact", 0.80, 0.80, 0.02, 0.003),
    level("sound", 0.10, 0.08, 0.02, 0.003),
    level("close", 0.03, 0.02, 0.05, 0.003),
    level("part", 0.02, 0.02, 0.05, 0.02),
    level("different", 0.05, 0.08, 1.0, 0.971),
];
const DATE: &[Level] = &[
    level("exact", 0.90, 0.5, 0.03, 5e-05),
    level("slip", 0.06, 0.05, 0.02, 0.0006),
    level("two_parts", 0.02, 0.05, 0.03, 0.004),
    level("year", 0.005, 0.05, 0.1, 0.015),
    level("different", 0.015, 0.35, 1.0, 0.98035),
];
const DOCUMENT: &[Level] = &[
    level("exact", 0.93, 0.5, 0.0005, 1e-07),
    level("slip", 0.055, 0.05, 0.0005, 1e-06),
    level("root", 0.002, 0.05, 0.01, 1e-06),
    level("different", 0.01, 0.1, 1.0, 0.05),
    level("conflict", 0.003, 0.3, 1.0, 0.9499979),
];
const CODE: &[Level] = &[
    level("exact", 0.90, 0.85, 0.002, 0.001),
    level("slip", 0.06, 0.05, 0.01, 0.002),
    level("near", 0.01, 0.05, 0.1, 0.01),
    level("different", 0.03, 0.05, 1.0, 0.987),
];
const PHONE: &[Level] = &[
    level("exact", 0.75, 0.5, 0.02, 1e-06),
    level("other_area", 0.03, 0.02, 0.01, 1e-06),
    level("slip", 0.05, 0.03, 0.02, 5e-06),
    level("different", 0.17, 0.45, 1.0, 0.999993),
];
const EMAIL: &[Level] = &[
    level("exact", 0.70, 0.3, 0.01, 1e-06),
    level("same_local", 0.05, 0.03, 0.01, 1e-06),
    level("slip", 0.05, 0.02, 0.01, 1e-06),
    level("different", 0.20, 0.65, 1.0, 0.999997),
];
const ADDRESS: &[Level] = &[
    level("exact", 0.72, 0.7, 0.05, 2e-05),
    level("same_street", 0.08, 0.1, 0.05, 0.0001),
    level("close", 0.07, 0.07, 0.05, 0.0001),
    level("part", 0.03, 0.03, 0.2, 0.005),
    level("different", 0.10, 0.1, 1.0, 0.99478),
];
const TEXT: &[Level] = &[
    level("exact", 0.75, 0.7, 0.1, 0.001),
    level("close", 0.12, 0.1, 0.1, 0.002),
    level("part", 0.05, 0.05, 0.3, 0.02),
    level("different", 0.08, 0.15, 1.0, 0.977),
];

impl Kind {
    /// The levels from the strongest to the weakest. A comparison names them from 1; 0 is "a value is missing".
    pub fn levels(self) -> &'static [Level] {
        match self {
            Self::PersonName => PERSON_NAME,
            Self::Name => NAME,
            Self::Date => DATE,
            Self::Document => DOCUMENT,
            Self::Code => CODE,
            Self::Phone => PHONE,
            Self::Email => EMAIL,
            Self::Address => ADDRESS,
            Self::Text => TEXT,
        }
    }

    /// Name of a level; `missing` for 0.
    pub fn level_name(self, level: u8) -> &'static str {
        match usize::from(level).checked_sub(1) {
            None => "missing",
            Some(index) => self.levels().get(index).map_or("missing", |level| level.name),
        }
    }

    /// How common a value is where nothing is known.
    pub(crate) fn usual_chance(self) -> f32 {
        match self {
            Self::PersonName | Self::Date | Self::Address => 5e-5,
            Self::Name | Self::Code | Self::Text => 2e-3,
            Self::Document | Self::Phone | Self::Email => 1e-6,
        }
    }

    /// What a level says about two people being one: agrees, might be a slip, or speaks against it.
    pub(crate) fn stance(self, level: u8) -> Stance {
        let (agrees, slips) = match self {
            Self::PersonName => (2, 3),
            Self::Name | Self::Code => (1, 3),
            Self::Date | Self::Document | Self::Phone | Self::Text => (1, 2),
            Self::Email | Self::Address => (1, 3),
        };
        match level {
            0 => Stance::Silent,
            level if level <= agrees => Stance::Agrees,
            level if level <= slips => Stance::Slips,
            _ => Stance::Against,
        }
    }

    /// Whether values of this kind are kept as lists of words.
    pub(crate) fn has_words(self) -> bool {
        matches!(self, Self::PersonName | Self::Name | Self::Address | Self::Text)
    }

    /// A rough order of cost: cheap comparisons go first, so that hopeless pairs end early.
    pub(crate) fn cost(self) -> u8 {
        match self {
            Self::Document => 0,
            Self::Date => 1,
            Self::Phone => 2,
            Self::Code => 3,
            Self::Email => 4,
            Self::PersonName => 5,
            Self::Name => 6,
            Self::Address => 7,
            Self::Text => 8,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn default_shares_of_each_kind_add_up_to_one() {
        use Kind::{Address, Code, Date, Document, Email, Name, PersonName, Phone, Text};
        for kind in [PersonName, Name, Date, Document, Code, Phone, Email, Address, Text] {
            let person: f64 = kind.levels().iter().map(|level| level.person).sum();
            let household: f64 = kind.levels().iter().map(|level| level.household).sum();
            let stranger: f64 = kind.levels().iter().map(|level| level.stranger).sum();
            assert!((stranger - 1.0).abs() < 1e-9, "{kind:?}");
            assert!((person - 1.0).abs() < 1e-9 && (household - 1.0).abs() < 1e-9, "{kind:?}");
            assert!(kind.levels().len() < 16, "four bits hold a level");
        }
    }
}
