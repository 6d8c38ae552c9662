//! Views of lists: search text, filters, order and columns under a name, for oneself or for everybody.
//!
//! What a list can be asked is told in [`lists`]; a further list takes part by one entry there. Depends on
//! `customers` for the words of its list.

pub mod commands;
pub mod lists;
pub mod model;
pub mod rules;
mod store;
