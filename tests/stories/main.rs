//! The stories, each on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

mod access;
mod administration;
mod agenda;
mod alerts;
mod architecture;
mod audit;
mod conflicts;
mod contracts;
mod customer_export;
mod customer_many;
mod customers;
mod demo;
mod duplicates;
mod fulfilment;
mod holder_changes;
mod import_memory;
mod imports;
mod inactivity;
mod indicators;
mod mailings;
mod main_job;
mod maintenance;
mod merges;
mod notices;
mod onboarding;
mod opt_outs;
mod privacy;
mod products;
mod quotes;
mod registrations;
mod secrets;
mod sign_ins;
mod storage;
mod together;
mod views;
