//! Appointments: when somebody gets back to a customer, for how long that binds, and which days count.
//!
//! Depends on `customers` (whose appointment it is) and on `access` (whose agenda). A quote that is sent books
//! one by AGE-1; the quote is known here by its version's id alone, so that `quotes` may depend on `agenda`.

pub mod commands;
pub mod model;
pub mod rules;
pub mod store;
