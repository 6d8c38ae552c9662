//! Notices: what a person should see when they come back, such as a returned sale.
//!
//! A notice holds a code and names, no sentence: the screen says it in the reader's language.

pub mod commands;
pub mod model;
pub mod store;
