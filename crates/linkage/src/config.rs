//! What is compared and how, as declared in TOML.

use serde::{Deserialize, Serialize};

use crate::keys::{Derive, KeyPart};
use crate::kind::Kind;

/// Most fields a configuration may have: a comparison's levels are packed in 64 bits.
pub(crate) const MOST_FIELDS: usize = 16;

/// The whole declaration.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// Fields in the order of explanations.
    #[serde(rename = "field")]
    pub fields: Vec<Field>,
    /// Blocking rules; two records are compared when they share the key of at least one.
    #[serde(rename = "block")]
    pub blocks: Vec<BlockRule>,
    /// By what a block that is too large is divided, one after the other.
    #[serde(default)]
    pub split: Vec<String>,
    /// Bounds of the work.
    #[serde(default)]
    pub limits: Limits,
    /// What counts as a link.
    #[serde(default)]
    pub linking: Linking,
}

/// One compared field.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Field {
    /// Name in keys and explanations.
    pub name: String,
    /// How it is compared.
    pub kind: Kind,
    /// Columns of the input, joined by a space; the field's name when empty.
    #[serde(default)]
    pub columns: Vec<String>,
    /// Each column is a value of its own, such as a second telephone: two records agree as far as the two values do that
    /// agree most.
    #[serde(default)]
    pub several: bool,
    /// People who live together share it (address, phone, mother), so that it says little about which of them.
    #[serde(default)]
    pub household: bool,
    /// It tells who somebody is (name, birth, document): no merge without a person unless two such fields agree and
    /// none differs.
    #[serde(default)]
    pub identity: bool,
    /// Whether rare values count for more than common ones.
    #[serde(default = "yes")]
    pub frequency: bool,
    /// Two records whose values differ and are both valid never end in one group.
    #[serde(default)]
    pub conflict: bool,
}

/// One blocking rule.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlockRule {
    /// Parts such as `birth:year` that must all be equal. A record that misses one has no key in this rule.
    pub keys: Vec<String>,
}

/// Bounds of the work.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Limits {
    /// Most records in a block before it is divided.
    pub block: usize,
    /// Random pairs that show how often strangers agree.
    pub random_pairs: usize,
    /// Candidates the parameters are learned from.
    pub sample_pairs: usize,
    /// Seed of the sampling.
    pub seed: u64,
    /// Pairs below this probability are forgotten.
    pub keep: f64,
}

/// What counts as a link.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Linking {
    /// A record of one file has at most one partner in the other.
    pub one_to_one: bool,
    /// Least probability of a link; estimated from the scores when not given.
    pub threshold: Option<f64>,
    /// Probability from which a merge may happen without a person.
    pub automatic: f64,
}

fn yes() -> bool {
    true
}

impl Default for Limits {
    fn default() -> Self {
        Self { block: 80, random_pairs: 400_000, sample_pairs: 1_500_000, seed: 1, keep: 0.01 }
    }
}

impl Default for Linking {
    fn default() -> Self {
        Self { one_to_one: false, threshold: None, automatic: 0.99 }
    }
}

/// What is wrong with a configuration.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// Not TOML, or not of this shape.
    #[error("{0}")]
    Syntax(String),
    /// No field, too many fields, or no blocking rule.
    #[error("between 1 and 16 fields and 1 and 32 blocking rules are needed")]
    Size,
    /// Two fields of one name.
    #[error("the field `{0}` is there twice")]
    Twice(String),
    /// A key names a field that is not declared or a derivation its kind does not have.
    #[error("`{0}` is not the key of a field; expected field:derivation")]
    Key(String),
    /// A number is out of its range.
    #[error("`{0}` is out of range")]
    Range(&'static str),
}

impl Config {
    /// Reads and checks a declaration.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn from_toml(text: &str) -> Result<Self, ConfigError> {
        let config: Self = toml::from_str(text).map_err(|error| ConfigError::Syntax(error.to_string()))?;
        config.check()?;
        Ok(config)
    }

    /// Checks a declaration that was built in code.
    ///
    /// # Errors
    /// The first thing that is wrong.
    pub fn check(&self) -> Result<(), ConfigError> {
        let sizes = (1..=MOST_FIELDS).contains(&self.fields.len()) && (1..=32).contains(&self.blocks.len());
        if !sizes || self.blocks.iter().any(|rule| rule.keys.is_empty()) {
            return Err(ConfigError::Size);
        }
        for (at, field) in self.fields.iter().enumerate() {
            if self.fields[..at].iter().any(|other| other.name == field.name) {
                return Err(ConfigError::Twice(field.name.clone()));
            }
        }
        self.rules()?;
        self.splits()?;
        let inside = |share: f64| (0.0..=1.0).contains(&share);
        if !(2..=10_000).contains(&self.limits.block) {
            return Err(ConfigError::Range("limits.block"));
        }
        if !inside(self.limits.keep) || self.limits.keep <= 0.0 {
            return Err(ConfigError::Range("limits.keep"));
        }
        if !inside(self.linking.automatic) || !self.linking.threshold.is_none_or(inside) {
            return Err(ConfigError::Range("linking"));
        }
        Ok(())
    }

    /// The columns a field is read from.
    pub fn columns_of(field: &Field) -> Vec<&str> {
        if field.columns.is_empty() {
            vec![field.name.as_str()]
        } else {
            field.columns.iter().map(String::as_str).collect()
        }
    }

    pub(crate) fn rules(&self) -> Result<Vec<Vec<KeyPart>>, ConfigError> {
        let parts = |rule: &BlockRule| rule.keys.iter().map(|key| self.key(key)).collect();
        self.blocks.iter().map(parts).collect()
    }

    pub(crate) fn splits(&self) -> Result<Vec<KeyPart>, ConfigError> {
        self.split.iter().map(|key| self.key(key)).collect()
    }

    fn key(&self, key: &str) -> Result<KeyPart, ConfigError> {
        let wrong = || ConfigError::Key(key.to_owned());
        let (name, derive) = key.split_once(':').ok_or_else(wrong)?;
        let field = self.fields.iter().position(|field| field.name == name).ok_or_else(wrong)?;
        let derive = Derive::parse(derive, self.fields[field].kind).ok_or_else(wrong)?;
        Ok(KeyPart { field, derive })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SMALL: &str = "split = ['name:first']\n\
        [[field]]\nname = 'name'\nkind = 'person_name'\n[[block]]\nkeys = ['name:sounds']\n";

    #[test]
    fn a_small_declaration_has_defaults() {
        let config = Config::from_toml(SMALL).unwrap();
        assert_eq!((config.limits.block, config.linking.automatic), (80, 0.99));
        assert!(config.fields[0].frequency && !config.fields[0].household);
        assert_eq!(Config::columns_of(&config.fields[0]), ["name"]);
    }

    #[test]
    fn faults_are_told() {
        let with = |from: &str, to: &str| Config::from_toml(&SMALL.replace(from, to)).unwrap_err();
        assert!(matches!(with("name:sounds", "name:year"), ConfigError::Key(_)));
        assert!(matches!(with("name:sounds", "mother:sounds"), ConfigError::Key(_)));
        assert!(matches!(with("name:first", "first"), ConfigError::Key(_)));
        assert!(matches!(with("keys", "key"), ConfigError::Syntax(_)));
        assert!(matches!(with("['name:sounds']", "[]"), ConfigError::Size));
        let twice = format!("{SMALL}[[field]]\nname = 'name'\nkind = 'date'\n");
        assert!(matches!(Config::from_toml(&twice), Err(ConfigError::Twice(_))));
        let range = format!("{SMALL}[limits]\nkeep = 0.0\n");
        assert!(matches!(Config::from_toml(&range), Err(ConfigError::Range(_))));
    }
}
