//! Who gets in and what they may do (SYS-4): users, roles, signing in, locking.
//!
//! Depends on `company` (the first administrator names it). On Postgres everybody shares the program's
//! connection for now; `app_user` is keyed so that a login role of the same name can be made for each person.

pub mod commands;
pub mod model;
mod password;
pub mod rules;
pub mod store;
pub mod strangers;
