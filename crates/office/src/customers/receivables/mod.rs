//! What a customer is billed: noted, paid on a day, taken back. Called by the features that know why (a month of a sale
//! in post-sale, REG-8); each change is in the audit. Files of whole months come with the collections.

pub mod commands;
pub mod model;
