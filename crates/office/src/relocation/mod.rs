//! All data moved from the file of one computer to a server for a team (SYS-1): nobody writes meanwhile, every table is
//! carried over and compared, and either everything is on the server and the file says so, or nothing is and the file is
//! as it was (`docs/decisions/0014-moving-to-a-server.md`).

pub mod commands;
pub mod model;
mod run;
pub mod standing;
pub mod watch;

pub use run::{back, from_outside};
