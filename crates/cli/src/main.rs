//! The headless companion.
fn main() {}
