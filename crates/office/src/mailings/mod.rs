//! The outbox: messages to customers exist here before they are sent, and each is sent once (MAI-3).
//!
//! Other features only queue, with [`commands::enqueue`], inside the transaction of what they do. A [`worker`]
//! sends afterwards. Depends on `customers` (the timeline) and `company` (for the Message-ID's domain).

pub mod commands;
mod mime;
pub mod model;
pub mod rules;
pub mod smtp;
pub mod store;
pub mod worker;
