//! Telling how far the work is, and stopping it.

use std::sync::atomic::{AtomicBool, Ordering};

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// Finding records that share a blocking key.
    Blocking,
    /// Estimating the parameters.
    Learning,
    /// Comparing candidates.
    Scoring,
    /// Forming groups.
    Clustering,
}

/// The work was stopped through its [`Watch`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("cancelled")]
pub struct Cancelled;

/// Receives progress and may ask to stop.
pub struct Watch<'a> {
    stop: &'a AtomicBool,
    tell: &'a (dyn Fn(Stage, u64, u64) + Sync),
}

impl<'a> Watch<'a> {
    /// `tell` gets the stage, what is done and the total, from any thread; the work stops soon after `stop` is set.
    pub fn new(stop: &'a AtomicBool, tell: &'a (dyn Fn(Stage, u64, u64) + Sync)) -> Self {
        Self { stop, tell }
    }

    /// Nobody looks, nobody stops.
    pub fn nobody() -> Watch<'static> {
        static NEVER: AtomicBool = AtomicBool::new(false);
        Watch { stop: &NEVER, tell: &|_, _, _| {} }
    }

    pub(crate) fn tell(&self, stage: Stage, done: u64, total: u64) {
        (self.tell)(stage, done, total);
    }

    pub(crate) fn go_on(&self) -> Result<(), Cancelled> {
        if self.stop.load(Ordering::Relaxed) { Err(Cancelled) } else { Ok(()) }
    }
}
