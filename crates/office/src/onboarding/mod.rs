//! The welcome of a new customer, and of one whose fichas were merged: a checklist, each step with who and when
//! (REG-9). Uses `customers` (the ficha and its timeline). The course of a sale opens the one of a new customer.

pub mod commands;
pub mod model;
pub mod rules;
pub mod store;
