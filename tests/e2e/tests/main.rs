//! End-to-end tests in the real window. One binary, so that it links once.

mod course;
mod drafts;
mod first_start;
mod imports;
mod lists;
mod main_job;
mod merges;
mod screens;
mod settings;
mod setup;
mod unusable_database;
