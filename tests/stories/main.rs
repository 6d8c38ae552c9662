//! The stories, each on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access;
mod agenda;
mod architecture;
mod customers;
mod duplicates;
mod mailings;
mod main_job;
mod notices;
mod products;
mod quotes;
mod registrations;
mod storage;
