//! Keeping the database: a copy while it is in use, going back to one, and whether what is stored still holds together (SYS-6).

pub mod checks;
pub mod commands;
pub mod copies;
pub mod model;
pub mod restore;
mod rules;
mod store;
mod support;
