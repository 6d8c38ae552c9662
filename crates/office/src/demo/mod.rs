//! A demo base: a company with people in every role, customers with their history, sales in every state,
//! products and late payers. The same seed and day give the same base on either engine.

pub mod commands;
mod courses;
pub mod model;
mod names;
mod people;
mod places;
mod quotes;
mod sales;
mod store;
mod words;
mod work;
