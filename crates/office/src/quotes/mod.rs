//! Quotes: what is offered to a customer, at which price, until when, and what became of it (QUO-1 to QUO-4, QUO-6).
//!
//! A quote has a number and versions; each version is edited as a draft, frozen with its PDF when sent, and lives
//! on beside the others until accepted, refused or expired. Depends on `products` (prices), `agenda` (the follow-up
//! that sending books) and `mailings` (the message with the PDF).

pub mod commands;
pub mod comparison;
pub mod document;
pub mod model;
pub mod rules;
pub mod sending;
pub mod store;
pub mod totals;
