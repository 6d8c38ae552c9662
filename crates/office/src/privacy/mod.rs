//! What data protection asks for (CUS-8, LGPD arts. 16 and 18): everything that is held about a person as one file, and
//! making a person anonymous while what tax law and open debts need stays until its day.
//!
//! [`tables`] says of every column what an export shows and what anonymising does; one form of statement serves all.
//! Refusals of messages are in `opt_outs`, which stands below `mailings`. Stands above everything that holds
//! something about customers.

pub mod commands;
pub mod export;
pub mod held;
pub mod model;
pub mod rules;
pub mod store;
pub mod tables;
pub mod words;
