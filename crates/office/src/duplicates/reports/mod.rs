//! What sellers report as one customer with several fichas (DUP-9). They may not merge; a report waits in the queue of
//! the central team, who hear of it, and the reporter hears what became of it. It is told open, merged or apart by the
//! fichas themselves, so that it does not matter from where somebody decided.

pub mod commands;
pub mod model;
pub mod rules;
pub mod store;
