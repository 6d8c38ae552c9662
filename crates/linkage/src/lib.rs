//! Probabilistic record linkage after Fellegi and Sunter: which records speak of the same person?
//!
//! The crate knows fields and comparisons, not customers: what is compared, and how, stands in a [`Config`] read
//! from TOML. Records go into a [`Table`], [`link`] does the rest: candidates by blocking keys, parameters without
//! labels by expectation maximisation over three classes (same person, same household, unrelated), scores, clusters.
//! For one record at a time, [`Keys`] leads through an index kept outside to the few that a [`Comparer`] weighs, by a
//! model and [`Frequencies`] learned before.
//!
//! The same input and configuration give the same result, whatever the number of threads. `docs/linkage.md` tells
//! the method with its sources.

mod blocks;
mod cluster;
mod compare;
mod comparer;
mod config;
mod evaluate;
mod explain;
pub mod files;
mod frequencies;
mod interner;
mod keys;
mod kind;
mod learn;
mod model;
mod normal;
mod run;
mod sound;
mod table;
mod watch;

pub use cluster::{Clusters, Verdicts};
pub use comparer::Comparer;
pub use config::{BlockRule, Config, ConfigError, Field, Limits, Linking};
pub use evaluate::{Quality, quality_of_clusters, quality_of_pairs};
pub use explain::{Explanation, Part, explain};
pub use frequencies::{FieldFrequencies, Frequencies};
pub use keys::Keys;
pub use kind::{Kind, Level};
pub use model::{FieldModel, Model, ModelError, Score};
pub use run::{LinkError, Linkage, Pair, Statistics, link};
pub use table::{MOST_VALUES, Table};
pub use watch::{Cancelled, Stage, Watch};

/// The declaration for Brazilian people and companies, in TOML.
pub const BRAZIL: &str = include_str!("../configs/brazil.toml");
/// The declaration for the FEBRL sets, in TOML: an example of other data.
pub const FEBRL: &str = include_str!("../configs/febrl.toml");
