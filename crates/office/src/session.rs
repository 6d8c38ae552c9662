//! Who is behind a caller: the program itself, or a person whose session begins, locks and ends.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use crate::access::model::{SessionId, UserId};
use crate::app::App;
use crate::changes::Change;
use crate::clock::Clock;
use crate::db::Tx;
use crate::dispatch::Actor;
use crate::error::{Error, Result};

/// One caller's session, shared between the caller and the commands that change it.
#[derive(Debug, Clone, Default)]
pub struct SessionSlot(Arc<Mutex<Slot>>);

#[derive(Debug, Clone, Default)]
struct Slot {
    session: Option<Session>,
    /// The application as this person opened it, where each signs in to the server by a role of their own.
    app: Option<Arc<App>>,
    signed_out_by: Option<String>,
}

/// A person's session in this process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// The stored session.
    pub id: SessionId,
    /// Whose.
    pub user: UserId,
    /// When the person last did something (UTC); reading in the background does not count.
    pub last_active: DateTime<Utc>,
    /// Waits for the password.
    pub locked: bool,
}

impl SessionSlot {
    /// Whether both are one caller's.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The session as it stands.
    pub fn get(&self) -> Option<Session> {
        self.slot().session
    }

    /// Who ended the last session from elsewhere; none since somebody signed in again.
    pub fn signed_out_by(&self) -> Option<String> {
        self.slot().signed_out_by.clone()
    }

    fn slot(&self) -> MutexGuard<'_, Slot> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins, changes or (with none) ends the session.
    pub fn set(&self, session: Option<Session>) {
        self.put(Slot { session, ..Slot::default() });
    }

    /// Begins a session whose person opened the database by a role of their own, or opened it anew.
    pub fn enter(&self, session: Session, app: Arc<App>) {
        app.enter();
        self.put(Slot { session: Some(session), app: Some(app), signed_out_by: None });
    }

    /// Ends the session because it was ended elsewhere, by whom where that is known.
    pub(crate) fn dismiss(&self, by: Option<String>) {
        self.put(Slot { signed_out_by: by, ..Slot::default() });
    }

    /// The application as the session's person opened it; none where everybody shares one role.
    pub fn app(&self) -> Option<Arc<App>> {
        self.slot().app.clone()
    }

    /// The connections belong to the session and end with it.
    fn put(&self, slot: Slot) {
        let before = std::mem::replace(&mut *self.slot(), slot);
        if let Some(app) = before.app {
            app.leave();
        }
    }

    /// Changes the session where there is one.
    pub fn update(&self, change: impl FnOnce(&mut Session)) {
        if let Some(session) = self.slot().session.as_mut() {
            change(session);
        }
    }

    /// Locks a session whose person did nothing for `limit`.
    pub fn lock_when_idle(&self, now: DateTime<Utc>, limit: TimeDelta) {
        self.update(|session| session.locked |= now - session.last_active >= limit);
    }
}

/// Who asks.
#[derive(Debug, Clone)]
pub enum Who {
    /// The program itself: the command line, on behalf of the machine's owner, and the worker.
    System(&'static str),
    /// A person at the window, or nobody yet.
    Person(SessionSlot),
}

impl Who {
    /// The session that commands may change.
    pub fn slot(&self) -> SessionSlot {
        match self {
            Self::System(_) => SessionSlot::default(),
            Self::Person(slot) => slot.clone(),
        }
    }

    /// The actor with the permissions that hold now; nobody when no session is open.
    ///
    /// # Errors
    /// `Locked` while the session waits for its password, `Unauthenticated` when it was ended elsewhere.
    pub async fn actor(&self, tx: &mut Tx) -> Result<Actor> {
        let slot = match self {
            Self::System(name) => return Ok(Actor::system(name)),
            Self::Person(slot) => slot,
        };
        let Some(session) = slot.get() else { return Ok(Actor::nobody()) };
        if session.locked {
            return Ok(Actor::locked());
        }
        match crate::access::store::actor(tx, session.id).await? {
            Some(actor) => Ok(actor),
            None => {
                slot.dismiss(crate::access::store::sessions::ended_by(tx, session.id).await?);
                Err(Error::Unauthenticated { retry_in_seconds: None })
            }
        }
    }
}

/// A caller: a window, a command line or a test. All of them come through [`Client::call`].
#[derive(Debug, Clone)]
pub struct Client {
    app: Arc<App>,
    who: Who,
}

impl Client {
    /// A window nobody has signed in to yet.
    pub fn new(app: Arc<App>) -> Self {
        Self { app, who: Who::Person(SessionSlot::default()) }
    }

    /// The program itself, under a name that the audit shows.
    pub fn system(app: Arc<App>, name: &'static str) -> Self {
        Self { app, who: Who::System(name) }
    }

    /// The same caller by another clock, and busy by it.
    pub(crate) fn by_clock(&self, clock: Clock) -> Self {
        self.who.slot().update(|session| session.last_active = clock.now());
        Self { app: self.app.by_clock(clock), who: self.who.clone() }
    }

    /// Whether a change was this caller's own command.
    pub fn caused(&self, change: &Change) -> bool {
        match (change, &self.who) {
            (Change::Stale { caller: Some(caller), .. }, Who::Person(own)) => caller.is(own),
            _ => false,
        }
    }

    /// The application behind it.
    pub fn app(&self) -> &Arc<App> {
        &self.app
    }

    /// Runs a command by name.
    ///
    /// # Errors
    /// Those of the command; `NotFound` for an unknown name.
    pub async fn call(&self, name: &str, request: serde_json::Value) -> Result<serde_json::Value> {
        let command = crate::commands::find(name).ok_or(Error::NotFound { entity: "command" })?;
        let mut app = Arc::clone(&self.app);
        if let Who::Person(slot) = &self.who {
            app = slot.app().unwrap_or(app);
            slot.lock_when_idle(app.clock.now(), app.idle_limit());
        }
        crate::dispatch::dispatch(&app, &self.who, command, request).await
    }

    /// Runs a command and reads its answer as `T`.
    ///
    /// # Errors
    /// Those of the command, and `Internal` when the answer is not a `T`.
    pub async fn ask<T: serde::de::DeserializeOwned>(
        &self,
        name: &str,
        request: impl serde::Serialize,
    ) -> Result<T> {
        let answer = self.call(name, serde_json::to_value(request)?).await?;
        Ok(serde_json::from_value(answer)?)
    }
}
