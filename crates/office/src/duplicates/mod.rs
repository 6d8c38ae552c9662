//! Suspected duplicates (DUP-1, DUP-2): who among the known customers might be the one being typed in.
//!
//! Candidates come from indexes only (document, phone and e-mail, birth date, name, CEP), so that the work stays
//! bounded on a base of a million; how much they agree is summed up by [`rules`]. Reads the tables of
//! `customers`; writes only [`verdicts`] of its own. [`references`] says what a merge of two fichas has to carry along;
//! the feature `merges` does it. [`scan`] compares the whole base.

pub mod commands;
pub mod model;
pub mod references;
pub mod rules;
pub mod scan;
pub mod store;
pub mod verdicts;

pub use model::{Probe, ProbeAddress, Suspect, SuspectCode, SuspectReason};
pub use store::suspects;
