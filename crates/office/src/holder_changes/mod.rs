//! Who a customer is, changed on the word of a third party, waits for the holder's confirmation (CUS-9).
//!
//! The one door through which people change a ficha: what the holder asks for is saved at once, and so is whatever
//! says nothing about who they are. Uses `customers` (the ficha and its timeline), `access` (names of people),
//! `company` and `mailings` (the copy).

pub mod commands;
pub mod letter;
pub mod model;
pub mod rules;
pub mod store;
