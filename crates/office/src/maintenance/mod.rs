//! Keeping the database: a copy while it is in use, and whether what is stored still holds together (SYS-6).

pub mod commands;
pub mod model;
mod store;
