//! What a customer does not want to be written about, purpose by purpose, with day, origin and who noted it (CUS-8).
//! `mailings` asks here before it queues. Uses `customers` (the ficha and its timeline).

pub mod commands;
pub mod model;
pub mod rules;
pub mod store;
