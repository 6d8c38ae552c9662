//! The company that quotes and letters come from, and settings the whole program goes by.

pub mod commands;
pub mod model;
pub mod rules;
pub mod store;
