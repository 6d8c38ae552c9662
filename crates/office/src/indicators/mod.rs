//! How the work goes, stage by stage and person by person (REG-10, REG-11): counts, rates, times, and the sales
//! behind each figure. Reads `registrations` and `fulfilment`; nothing uses it.

pub mod behind;
pub mod commands;
pub mod model;
pub mod rules;
