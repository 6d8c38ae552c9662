//! The one door from the screens to the application, and what is said at it while it is shut.
//!
//! The window opens always, even when the database does not: the first screen then learns why
//! (`unavailable` with its reason), and asking again tries again.

use std::time::{Duration, Instant};

use office::changes::Change;
use office::dispatch::Tag;
use office::{App, AppConfig, Client};
use serde_json::{Value, json};
use tauri::async_runtime::block_on;
use tauri::{AppHandle, Emitter, Manager, State};
use tokio::sync::Mutex;
use tokio::sync::broadcast::error::RecvError;

use crate::mail_worker::MailWorker;

/// Calls that waited for the same attempt share its failure instead of repeating it.
const SHARED_FAILURE: Duration = Duration::from_millis(500);

/// How long the program waits for the database when it ends.
const LONGEST_GOODBYE: Duration = Duration::from_secs(2);

/// Opens the application once, and keeps it.
pub struct OfficeDoor {
    config: AppConfig,
    state: Mutex<Attempt>,
}

/// How the last attempt at opening ended.
enum Attempt {
    None,
    Failed { error: Value, at: Instant },
    Open(Client),
}

impl OfficeDoor {
    /// A door to the application that `config` describes, still shut.
    pub fn new(config: AppConfig) -> Self {
        Self { config, state: Mutex::new(Attempt::None) }
    }

    /// The application, opened now if it is not yet; or the error as the screen gets it.
    pub async fn client(&self) -> Result<Client, Value> {
        let mut state = self.state.lock().await;
        match &*state {
            Attempt::Open(client) => return Ok(client.clone()),
            Attempt::Failed { error, at } if at.elapsed() < SHARED_FAILURE => return Err(error.clone()),
            Attempt::Failed { .. } | Attempt::None => {}
        }
        let started = Instant::now();
        match App::open(self.config.clone()).await {
            Ok(app) => {
                tracing::info!(milliseconds = started.elapsed().as_millis(), "database open");
                let client = Client::new(app);
                *state = Attempt::Open(client.clone());
                Ok(client)
            }
            Err(error) => {
                // The server's own words can name people and addresses: the code is enough here.
                tracing::error!(code = error.code(), "the database did not open");
                let error = error.to_json();
                *state = Attempt::Failed { error: error.clone(), at: Instant::now() };
                Err(error)
            }
        }
    }
}

/// Opens the application, begins to send mail, and passes on to the screens what becomes stale, until the program ends.
pub async fn keep_open(window: AppHandle) {
    let client = loop {
        match window.state::<OfficeDoor>().client().await {
            Ok(client) => break client,
            // The screen shows the reason meanwhile.
            Err(_) => tokio::time::sleep(Duration::from_secs(5)).await,
        }
    };
    window.state::<MailWorker>().start(client.app().clone());
    let mut changes = client.app().changes.subscribe();
    loop {
        match changes.recv().await {
            // The screen that asked for a change knows of it.
            Ok(change) if client.caused(&change) => {}
            Ok(Change::Stale { tags, .. }) => drop(window.emit("changed", tags)),
            Ok(Change::Lost) => drop(window.emit("connection", false)),
            Ok(Change::Back) => drop(window.emit("connection", true)),
            // Too many at once to name.
            Err(RecvError::Lagged(_)) => drop(window.emit("changed", Tag::ALL)),
            Err(RecvError::Closed) => return,
        }
    }
}

/// Signs the person out before the program ends: nobody is listed as signed in who has gone. A database that does not
/// answer in time keeps nobody from leaving.
pub fn leave(window: &AppHandle) {
    let door = window.state::<OfficeDoor>();
    let signed_out = async {
        if let Attempt::Open(client) = &*door.state.lock().await
            && let Err(error) = client.call("access.sign_out", json!({})).await
        {
            tracing::warn!(code = error.code(), "the session stays open");
        }
    };
    let left = block_on(async { tokio::time::timeout(LONGEST_GOODBYE, signed_out).await });
    if left.is_err() {
        tracing::warn!("the database did not answer: the session stays open");
    }
}

/// Runs a command of the application. Rejects with `{ code, params, issues }`.
#[tauri::command]
pub async fn rpc(door: State<'_, OfficeDoor>, command: String, request: Value) -> Result<Value, Value> {
    let client = door.client().await?;
    client.call(&command, request).await.map_err(|error| error.to_json())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_database_that_does_not_open_says_why_and_is_tried_again() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("not-a-database.db");
        std::fs::write(&file, "this is a letter, not a database. ".repeat(400)).unwrap();
        let url = format!("sqlite://{}", file.display());
        let door = OfficeDoor::new(AppConfig {
            database_url: Some(url),
            data_dir: Some(folder.path().to_path_buf()),
            ..AppConfig::default()
        });

        let error = door.client().await.unwrap_err();
        assert_eq!(error["code"], "unavailable", "{error}");

        std::fs::remove_file(&file).unwrap();
        tokio::time::sleep(SHARED_FAILURE).await;
        let client = door.client().await.unwrap();
        client.call("app.status", json!({})).await.unwrap();
    }
}
