//! End-to-end tests in the real window. One binary, so that it links once.

mod first_start;
mod main_job;
mod imports;
mod screens;
mod settings;
mod unusable_database;
