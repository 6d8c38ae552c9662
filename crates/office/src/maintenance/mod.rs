//! Keeping the database: a copy while it is in use, and whether what is stored still holds together (SYS-6).

mod checks;
pub mod commands;
pub mod copies;
pub mod model;
mod rules;
mod store;
