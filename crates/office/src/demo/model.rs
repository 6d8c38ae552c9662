//! What to make.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The password of everybody in the demo base.
pub const DEMO_PASSWORD: &str = "retaguarda-demo";
/// Most customers.
pub const CUSTOMERS_MAX: i64 = 5_000_000;

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
