//! Merging all certain groups of a scan by one job (DUP-9): only those of which the engine holds every pair for one
//! customer, only from the probability on that a supervisor set, only where nothing conflicts, and each group as a
//! merge of its own. A run is taken back as a whole.

pub mod commands;
pub mod model;
pub mod run;
mod store;
