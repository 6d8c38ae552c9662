//! Who has the same record open, so that two people talk before they overwrite each other. A lease says it, which
//! ends by itself when a program dies; it is no change of data, and the audit does not hear of it.

pub mod commands;
pub mod model;
mod store;
