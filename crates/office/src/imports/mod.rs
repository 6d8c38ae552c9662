//! Customers and products from files (SYS-5): what was recognised, a dry run, and the import itself, each line
//! judged by the rules of the form, taken in short transactions, with a reason for every line that was not.
//! What an import made is remembered: one that was cut off goes on, and one that was a mistake is taken back.

pub mod commands;
mod customers;
mod judging;
pub mod model;
mod products;
mod run;
mod store;
mod undo;
