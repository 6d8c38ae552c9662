//! The one door from the screens to the application, and what is said at it while it is shut.
//!
//! The window opens always, even when the database does not: the first screen then learns why
//! (`unavailable` with its reason), and asking again tries again. Where nobody has said yet which database it is, that is
//! the reason, and the first screen asks.

use std::time::{Duration, Instant};

use office::changes::Change;
use office::dispatch::Tag;
use office::setup::doors;
use office::{App, AppConfig, Client, Error};
use serde_json::{Value, json};
use tauri::async_runtime::block_on;
use tauri::{AppHandle, Emitter, Manager, State};
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::{Mutex, watch};

use crate::mail_worker::MailWorker;

/// Calls that waited for the same attempt share its failure instead of repeating it.
const SHARED_FAILURE: Duration = Duration::from_millis(500);

/// How long to wait before trying a database again that did not open.
const TRY_AGAIN: Duration = Duration::from_secs(5);

/// How long the database that was open may take to close when another takes its place.
const LONGEST_EXCHANGE: Duration = Duration::from_secs(5);

/// How long the program waits for the database when it ends.
const LONGEST_GOODBYE: Duration = Duration::from_secs(2);

/// Opens the application once, and keeps it.
pub struct OfficeDoor {
    config: AppConfig,
    state: Mutex<Attempt>,
    /// How often another database took the place of the one that was open.
    exchanged: watch::Sender<u64>,
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
        Self { config, state: Mutex::new(Attempt::None), exchanged: watch::Sender::new(0) }
    }

    /// The application, opened now if it is not yet; or the error as the screen gets it.
    pub async fn client(&self) -> Result<Client, Value> {
        let mut state = self.state.lock().await;
        match &*state {
            Attempt::Open(client) => return Ok(client.clone()),
            Attempt::Failed { error, at } if at.elapsed() < SHARED_FAILURE => return Err(error.clone()),
            Attempt::Failed { .. } | Attempt::None => {}
        }
        match doors::is_known(&self.config) {
            Ok(true) => {}
            Ok(false) => return Err(Error::unavailable("database_not_chosen", "").to_json()),
            Err(error) => return Err(error.to_json()),
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

    /// What the assistant asks and does; `open` closes the database that is open, and opens the one that was chosen.
    async fn set_up(&self, command: &str, request: Value) -> Result<Value, Error> {
        if command == "open" {
            self.exchange().await;
            return Ok(Value::Null);
        }
        doors::call(&self.config, command, request).await
    }

    async fn exchange(&self) {
        let before = std::mem::replace(&mut *self.state.lock().await, Attempt::None);
        self.exchanged.send_modify(|times| *times += 1);
        let Attempt::Open(client) = before else { return };
        let closed = async {
            // Refused where the data were moved: the session went along and is nobody's any more.
            client.call("access.sign_out", json!({})).await.ok();
            client.app().db.close().await;
        };
        if tokio::time::timeout(LONGEST_EXCHANGE, closed).await.is_err() {
            tracing::warn!("the database that was open did not close in time");
        }
    }
}

/// Opens the application, begins to send mail, and passes on to the screens what becomes stale, until the program ends;
/// begins anew when another database takes the place of the one that was open.
pub async fn keep_open(window: AppHandle) {
    let mut exchanged = window.state::<OfficeDoor>().exchanged.subscribe();
    loop {
        exchanged.mark_unchanged();
        let client = loop {
            match window.state::<OfficeDoor>().client().await {
                Ok(client) => break client,
                // The screen shows the reason meanwhile.
                Err(_) => drop(tokio::time::timeout(TRY_AGAIN, exchanged.changed()).await),
            }
        };
        window.state::<MailWorker>().start(client.app().clone());
        tokio::select! {
            () = pass_on(&window, &client) => return,
            _ = exchanged.changed() => {}
        }
        window.state::<MailWorker>().rest().await;
    }
}

async fn pass_on(window: &AppHandle, client: &Client) {
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

/// Asks or does what comes before any database is open. Rejects like [`rpc`].
#[tauri::command]
pub async fn setup(
    door: State<'_, OfficeDoor>,
    worker: State<'_, MailWorker>,
    command: String,
    request: Value,
) -> Result<Value, Value> {
    if command == "open" {
        // A message under way is noted before its database is closed.
        worker.rest().await;
    }
    door.set_up(&command, request).await.map_err(|error| error.to_json())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn where_nothing_was_chosen_the_window_asks_and_opens_what_is_chosen() {
        let folder = tempfile::tempdir().unwrap();
        let door = OfficeDoor::new(AppConfig {
            data_dir: Some(folder.path().join("dados")),
            secrets_in_file: true,
            ..AppConfig::default()
        });
        let error = door.client().await.unwrap_err();
        assert_eq!(error["params"]["reason"], "database_not_chosen", "{error}");
        let other = folder.path().join("outra pasta");
        let used = door.set_up("use_folder", json!({ "folder": other })).await.unwrap();
        assert_eq!(used["finding"], "free");
        door.set_up("open", json!({})).await.unwrap();
        let client = door.client().await.unwrap();
        let status = client.call("app.status", json!({})).await.unwrap();
        assert_eq!(status["state"], "needs_administrator");
        assert!(other.join("retaguarda.db").is_file());
        // Another one takes its place, and this one is closed.
        let third = folder.path().join("terceira");
        door.set_up("use_folder", json!({ "folder": third })).await.unwrap();
        door.set_up("open", json!({})).await.unwrap();
        assert!(client.call("app.status", json!({})).await.is_err());
        door.client().await.unwrap().call("app.status", json!({})).await.unwrap();
        assert!(third.join("retaguarda.db").is_file());
    }

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
