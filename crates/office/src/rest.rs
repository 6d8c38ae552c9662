//! Background work put to rest while the base is on its way elsewhere, and called back afterwards.

use std::time::Duration;

use tokio::sync::watch;

use crate::error::{Error, Result};

/// How long what goes on may take to come to its end: a little more than a message under way is granted.
const PATIENCE: Duration = Duration::from_secs(20);

/// Whether background work of this process is to rest, and how much of it goes on.
#[derive(Debug, Clone)]
pub struct Rest {
    wanted: watch::Sender<bool>,
    working: watch::Sender<usize>,
}

impl Default for Rest {
    fn default() -> Self {
        Self { wanted: watch::Sender::new(false), working: watch::Sender::new(0) }
    }
}

/// Background work rests until this is dropped.
#[derive(Debug)]
pub struct Resting(Option<watch::Sender<bool>>);

impl Resting {
    /// For as long as the program has this base open.
    pub fn for_good(mut self) {
        self.0 = None;
    }
}

impl Drop for Resting {
    fn drop(&mut self) {
        if let Some(wanted) = &self.0 {
            wanted.send_replace(false);
        }
    }
}

/// Background work goes on until this is dropped.
#[derive(Debug)]
pub(crate) struct Working(watch::Sender<usize>);

impl Drop for Working {
    fn drop(&mut self) {
        self.0.send_modify(|working| *working = working.saturating_sub(1));
    }
}

impl Rest {
    /// Asks for rest, and waits until nothing goes on any more.
    ///
    /// # Errors
    /// `Unavailable` with `work_under_way` when something does not come to its end.
    pub async fn ask(&self) -> Result<Resting> {
        self.wanted.send_replace(true);
        let resting = Resting(Some(self.wanted.clone()));
        let mut working = self.working.subscribe();
        let ended = tokio::time::timeout(PATIENCE, async {
            working.wait_for(|working| *working == 0).await.ok();
        });
        ended.await.map_err(|_| Error::unavailable("work_under_way", ""))?;
        Ok(resting)
    }

    /// Says that work goes on, once nobody asks for rest.
    pub(crate) async fn work(&self) -> Working {
        let mut wanted = self.wanted.subscribe();
        loop {
            wanted.wait_for(|rest| !rest).await.ok();
            self.working.send_modify(|working| *working += 1);
            let working = Working(self.working.clone());
            // Somebody may have asked in between, and not seen this.
            if !*self.wanted.borrow() {
                return working;
            }
        }
    }

    /// Comes back when somebody asks for rest.
    pub(crate) async fn asked(&self) {
        self.wanted.subscribe().wait_for(|rest| *rest).await.ok();
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[tokio::test]
    async fn sys_1_nothing_begins_while_rest_is_asked_for() {
        let rest = Arc::new(Rest::default());
        let working = rest.work().await;
        let asked = tokio::spawn({
            let rest = Arc::clone(&rest);
            async move { rest.ask().await.unwrap() }
        });
        rest.asked().await;
        assert!(!asked.is_finished());
        drop(working);
        let resting = asked.await.unwrap();
        let waits = tokio::time::timeout(Duration::from_millis(20), rest.work()).await;
        assert!(waits.is_err());
        drop(resting);
        drop(rest.work().await);
    }
}
