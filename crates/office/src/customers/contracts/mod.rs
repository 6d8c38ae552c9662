//! Contracts of a customer changed by those who may: suspended, resumed, changed, ended. Each with its reason on the
//! timeline, in the audit, and never over somebody else's change (SYS-2).

pub mod commands;
pub mod model;
pub mod rules;
