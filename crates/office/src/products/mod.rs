//! What is sold and at which price (QUO-1): products and services, and price tables with their validity, segment
//! and region. Prices are charged once or every month.
//!
//! Depends on nothing but who asks. Quotes read it; files come in through [`commands::save`] and
//! [`commands::save_price_table`].

pub mod commands;
pub mod import;
pub mod model;
pub mod rules;
pub mod store;
