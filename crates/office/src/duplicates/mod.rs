//! Suspected duplicates, and what a merge of two fichas has to carry along.

pub mod references;
