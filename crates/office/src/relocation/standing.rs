//! How a move stands in this program. Kept in memory: while it goes on nothing is written to the base.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::Value;

use crate::error::{Error, Result};
use crate::relocation::model::{Relocated, RelocationProgress};
use crate::relocation::watch::Watch;

/// The move of this program, if any.
#[derive(Debug, Default)]
pub struct Standing(Mutex<State>);

#[derive(Debug, Default)]
struct State {
    under_way: Option<Arc<Watch>>,
    done: Option<Relocated>,
    failed: Option<Value>,
}

impl Standing {
    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins one.
    ///
    /// # Errors
    /// `Unavailable` with `database_moving` while another goes on.
    pub(super) fn begin(&self) -> Result<Arc<Watch>> {
        let mut state = self.state();
        if state.under_way.is_some() {
            return Err(Error::unavailable("database_moving", ""));
        }
        let watch = Arc::new(Watch::default());
        *state = State { under_way: Some(Arc::clone(&watch)), ..State::default() };
        Ok(watch)
    }

    /// Notes what it came to.
    pub(super) fn end(&self, outcome: Result<Relocated>) {
        let mut state = self.state();
        *state = match outcome {
            Ok(done) => State { done: Some(done), ..State::default() },
            Err(error) => State { failed: Some(error.to_json()), ..State::default() },
        };
    }

    /// Stops it, where one goes on and can be stopped.
    pub(super) fn cancel(&self) {
        if let Some(watch) = &self.state().under_way {
            watch.cancel();
        }
    }

    /// How far it is, what it came to, and why it did not come about.
    pub(super) fn told(&self) -> (Option<RelocationProgress>, Option<Relocated>, Option<Value>) {
        let state = self.state();
        let progress = state.under_way.as_ref().map(|watch| watch.progress());
        (progress, state.done.clone(), state.failed.clone())
    }
}
