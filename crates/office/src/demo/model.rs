//! What to make.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::jobs::model::JobState;

/// The password of everybody in the demo base.
pub const DEMO_PASSWORD: &str = "retaguarda-demo";
/// Most customers.
pub const CUSTOMERS_MAX: i64 = 5_000_000;

/// Customers of a demo base that is made to try the application out.
pub const CUSTOMERS_TO_TRY: i64 = 1_000;

/// Whether the base is a made-up one, and how far its making is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DemoStatus {
    /// How far its making is; none for a base that is no demo.
    pub state: Option<JobState>,
    /// Customers made.
    pub done: i64,
    /// Of how many; none until known.
    pub total: Option<i64>,
    /// Who works there, the administrator first; empty until it is done.
    pub people: Vec<DemoPerson>,
    /// The password of all of them; empty until it is done.
    pub password: String,
}

/// Somebody who works at the demo company.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DemoPerson {
    /// Their name.
    pub name: String,
    /// What they sign in with.
    pub username: String,
    /// Key of their role.
    pub role: String,
}

/// A demo base to make in an empty database.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DemoRequest {
    /// How many customers.
    pub customers: i64,
    /// Another number gives another base.
    pub seed: i64,
    /// The day it is in the base; today when none is given.
    pub today: Option<NaiveDate>,
}
