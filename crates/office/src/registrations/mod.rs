//! Sales on their way through the review (REG-1 to REG-4): the seller's form, the checks, the queue, the decision.
//!
//! - [`rules`]: the state machine and what a sale needs to be submitted;
//! - [`form_rules`]: which fields are required, as data;
//! - [`check_rules`]: what the system tells the reviewer about each field;
//! - [`queue_rules`]: waiting in business time against the target of the segment;
//! - [`commands`]: the seller's, the reviewer's and the supervisor's commands.
//!
//! Uses `customers` (the ficha an approval makes or completes), `duplicates` (suspects), `notices` (telling the
//! seller) and `agenda` (business days).

pub mod check_rules;
pub mod commands;
pub mod form_rules;
pub mod model;
pub mod queue_rules;
pub mod rules;
pub mod store;
