//! Suspected duplicates (DUP-1, DUP-2): who among the known customers might be the one being typed in.
//!
//! [`index`] leads to the few fichas worth weighing, so that the work stays bounded on a base of a million; [`scan`]
//! compares the whole base with itself. Both weigh by the engine of the crate `linkage`, so that they say the same of
//! the same pair. Reads the tables of `customers`; writes [`verdicts`] and its own. [`references`] says what a merge of
//! two fichas has to carry along; the feature `merges` does it. [`reports`] are what sellers suspect.

pub mod commands;
pub mod index;
pub mod model;
pub mod references;
pub mod reports;
pub mod rules;
pub mod scan;
pub mod store;
pub mod verdicts;

pub use index::search::suspects;
pub use model::{Probe, ProbeAddress, Suspect, SuspectCode, SuspectReason};
