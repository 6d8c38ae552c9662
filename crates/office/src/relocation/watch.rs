//! Looking at a move from outside, and stopping it while that is possible.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, PoisonError};

use tokio::sync::Notify;

use crate::error::{Error, Result};
use crate::relocation::model::{RelocationPhase, RelocationProgress};

const RUNNING: u8 = 0;
const STOPPED: u8 = 1;
const ENDING: u8 = 2;

/// A move under way.
#[derive(Debug)]
pub struct Watch {
    state: AtomicU8,
    stopped: Notify,
    progress: Mutex<RelocationProgress>,
}

impl Default for Watch {
    fn default() -> Self {
        let progress =
            RelocationProgress { phase: RelocationPhase::Preparing, table: String::new(), done: 0, total: 0 };
        Self { state: AtomicU8::new(RUNNING), stopped: Notify::new(), progress: Mutex::new(progress) }
    }
}

impl Watch {
    /// How far it is.
    pub fn progress(&self) -> RelocationProgress {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Stops it, unless everything is done and is being made to last.
    pub fn cancel(&self) {
        let stopped = self.state.compare_exchange(RUNNING, STOPPED, Ordering::AcqRel, Ordering::Acquire);
        if stopped.is_ok() {
            self.stopped.notify_waiters();
        }
    }

    /// Comes back once it was stopped.
    pub(super) async fn cancelled(&self) {
        loop {
            let told = self.stopped.notified();
            tokio::pin!(told);
            // Listening before looking: nothing is missed in between.
            told.as_mut().enable();
            if self.state.load(Ordering::Acquire) == STOPPED {
                return;
            }
            told.await;
        }
    }

    /// From here on it cannot be stopped.
    pub(super) fn end(&self) -> Result<()> {
        let ending = self.state.compare_exchange(RUNNING, ENDING, Ordering::AcqRel, Ordering::Acquire);
        ending.map_err(|_| Error::unavailable("relocation_cancelled", ""))?;
        self.phase(RelocationPhase::Ending, 0);
        Ok(())
    }

    pub(super) fn phase(&self, phase: RelocationPhase, total: i64) {
        let mut progress = self.progress.lock().unwrap_or_else(PoisonError::into_inner);
        *progress = RelocationProgress { phase, table: String::new(), done: 0, total };
    }

    pub(super) fn table(&self, table: &str) {
        table.clone_into(&mut self.progress.lock().unwrap_or_else(PoisonError::into_inner).table);
    }

    pub(super) fn rows(&self, rows: i64) {
        self.progress.lock().unwrap_or_else(PoisonError::into_inner).done += rows;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn sys_1_a_move_is_stopped_before_its_end_and_not_after() {
        let watch = Watch::default();
        watch.cancel();
        watch.cancelled().await;
        assert!(watch.end().is_err());
        let watch = Watch::default();
        watch.end().unwrap();
        watch.cancel();
        let waited = tokio::time::timeout(std::time::Duration::from_millis(20), watch.cancelled()).await;
        assert!(waited.is_err(), "an end is not stopped");
    }
}
