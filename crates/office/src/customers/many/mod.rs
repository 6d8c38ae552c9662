//! One change to many customers marked in the list: who looks after them, their segment, whether they are served.
//!
//! A job of short transactions; what cannot be changed is passed over and counted. Each changed ficha is noted in the
//! audit as if changed alone, and all of them can be put back as they were, except those changed again since.

pub mod commands;
pub mod model;
