//! What becomes of a sale after its approval: entry into the carrier's system, installation, activation and the
//! five months of post-sale (REG-5 to REG-8), and what the customer says on the way (REG-11).
//!
//! - [`rules`]: the stages, what each needs before the next begins, lateness, the months paid on time;
//! - [`commands`]: the back office's commands, and the review of payments.
//!
//! A sale that was approved is on its course at once: without a row of its own it stands at the first stage.
//! Uses `registrations` (what was sold), `customers` (timeline, receivables), `agenda` (collection contacts, business
//! days) and `onboarding` (the welcome of whom was installed).

pub mod billing_rules;
pub mod commands;
pub mod model;
pub mod rules;
pub mod store;
