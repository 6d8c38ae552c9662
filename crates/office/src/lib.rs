//! The application: one folder per feature; the only crate with SQL. No Tauri, no window.
//!
//! A request comes in through [`Client::call`], is found in the list of [`commands`], and is run by
//! [`dispatch`], which checks the permission and opens and ends the transaction. A handler loads from its
//! `store`, decides with its `rules`, and saves.

pub mod access;
pub mod agenda;
pub mod app;
pub mod audit;
pub mod background;
pub mod bindings;
pub mod changes;
pub mod clock;
pub mod commands;
pub mod company;
pub mod customers;
pub mod db;
pub mod demo;
pub mod discreet;
pub mod dispatch;
pub mod duplicates;
pub mod error;
pub mod fulfilment;
pub mod holder_changes;
pub mod ids;
pub mod imports;
pub mod inactivity;
pub mod indicators;
pub mod jobs;
pub mod mailings;
pub mod maintenance;
pub mod merges;
pub mod notices;
pub mod onboarding;
pub mod opt_outs;
pub mod permission;
pub mod place;
pub mod presence;
pub mod privacy;
pub mod products;
pub mod quotes;
pub mod registrations;
pub mod relocation;
pub mod rest;
pub mod secrets;
pub mod session;
pub mod setup;
pub mod sheet;
pub mod views;

pub use app::{App, AppConfig};
pub use error::{Error, Result};
pub use session::Client;
