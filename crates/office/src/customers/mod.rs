//! Customers (fichas): who they are, how to reach them, and everything that was said to them (CUS-1 to CUS-6).
//!
//! Depends on `access` for people's ids and on `jobs` for what takes long. The alerts read tables of features above this one: the ficha is
//! where everything about a customer meets.

pub mod commands;
pub mod contracts;
pub mod export;
pub mod import;
pub mod many;
pub mod merging;
pub mod model;
pub mod positions;
pub mod ranked;
pub mod receivables;
pub mod rules;
pub mod search;
pub mod store;
