//! Brazilian facts as code: documents, phones, e-mail addresses, places, business days, money and text.
//!
//! The crate is pure: no database, no network, no clock. What depends on "today" takes a date.
//! Every error has a stable `code()`, which screens translate; nobody parses its text.

pub mod calendar;
pub mod document;
pub mod email;
pub mod money;
pub mod phone;
pub mod place;
pub mod text;
