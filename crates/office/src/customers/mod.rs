//! Customers (fichas): who they are, how to reach them, and everything that was said to them.

pub mod model;
