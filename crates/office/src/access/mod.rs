//! Who gets in and what they may do (SYS-4): users, roles, signing in, locking.
//!
//! Depends on `company` (the first administrator names it). On Postgres each person may have a login role of the
//! server (`commands/login.rs`, decision 13); otherwise everybody shares the role that the address names.

pub mod commands;
pub mod model;
mod password;
pub mod rules;
pub mod store;
pub mod strangers;
