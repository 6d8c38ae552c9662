//! Customers set aside by a rule (CUS-7): those who gave no sign of life for the months a supervisor chose.
//!
//! A run looks through the base page by page, in short reading transactions, and notes whom the rule finds and why;
//! that is the preview. Applying it judges each of them again and sets aside those of whom it still holds, a few in a
//! transaction. Once a day the same goes on by itself where the rule is switched on. Several programs may run on one
//! database: a run belongs to one worker at a time, one that was cut off is taken over, and a whole run can be undone.
//!
//! Reads what counts as a sign of life where it is kept: `customers`, `agenda`, `registrations`, `fulfilment`, `quotes`.

pub mod commands;
pub mod model;
pub mod rules;
pub mod store;
mod work;
