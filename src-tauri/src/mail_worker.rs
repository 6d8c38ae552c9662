//! Sends mail and lets quotes expire while the window is open, and lets a message under way finish when it closes.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use office::App;
use office::background;
use tauri::async_runtime::{JoinHandle, block_on, spawn};
use tokio::sync::oneshot;

/// A little more than the worker grants its last message.
const LONGEST_FAREWELL: Duration = Duration::from_secs(20);

/// The background work of this process, once the database is open.
#[derive(Default)]
pub struct MailWorker(Mutex<Option<(oneshot::Sender<()>, JoinHandle<()>)>>);

impl MailWorker {
    /// Begins.
    pub fn start(&self, app: Arc<App>) {
        let (stop, stopped) = oneshot::channel();
        let running = spawn(background::run(app, async {
            stopped.await.ok();
        }));
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((stop, running));
    }

    /// Ends after the message under way: cut off while it is handed over, it would be left in doubt.
    pub async fn rest(&self) {
        let running = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some((stop, running)) = running {
            stop.send(()).ok();
            if tokio::time::timeout(LONGEST_FAREWELL, running).await.is_err() {
                tracing::warn!("a message was still under way when its worker ended");
            }
        }
    }

    /// The same as the program ends.
    pub fn finish(&self) {
        block_on(self.rest());
    }
}
