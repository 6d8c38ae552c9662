//! Merging several groups of a scan at once (DUP-9): only those of which the engine holds every pair for one customer,
//! only from the probability on that a supervisor set, only where no field conflicts, and each group as a merge of its
//! own that can be taken back.

pub mod commands;
pub mod model;
mod store;
