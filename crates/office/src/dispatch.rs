//! The one door: finds a command, checks the permission, opens and ends the transaction, writes the audit and
//! tells listeners what became stale. A handler can forget none of it, because none of it is a handler's.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tracing::Instrument;
use uuid::Uuid;

use crate::app::App;
use crate::audit::{self, Author, Draft};
use crate::bindings::TypeRegistry;
use crate::changes::{self, Change};
use crate::clock::{self, Calendar};
use crate::db::Tx;
use crate::error::{Error, FieldIssue, Result};
use crate::permission::Permission;
use crate::session::{SessionSlot, Who};

/// A request without content.
#[derive(Debug, Clone, Default, Serialize, serde::Deserialize, ts_rs::TS)]
pub struct Nothing {}

/// A pinned future of a handler.
pub type Answer<'a> = Pin<Box<dyn Future<Output = Result<Value>> + Send + 'a>>;

/// How a command runs.
#[derive(Clone, Copy)]
pub enum Run {
    /// Inside a transaction that only reads.
    Read(for<'a> fn(&'a mut Cx, Value) -> Answer<'a>),
    /// Inside a transaction that writes.
    Write(for<'a> fn(&'a mut Cx, Value) -> Answer<'a>),
    /// Outside any transaction, for what takes long or touches files and the network; opens its own.
    Task(fn(TaskCx, Value) -> Answer<'static>),
}

/// Who may run a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Anybody, also before signing in.
    Nobody,
    /// Anybody who is signed in, also with a password that must be replaced first.
    Session,
    /// Anybody who is signed in.
    SignedIn,
    /// Whose role gives this.
    Permission(Permission),
}

/// One line of the list of commands.
pub struct Command {
    /// `feature.action`.
    pub name: &'static str,
    /// Who may.
    pub need: Need,
    /// How.
    pub run: Run,
    /// What a query's answer shows.
    pub provides: &'static [Tag],
    /// Which answers a change makes stale.
    pub stales: &'static [Tag],
    /// Names of the request and response types, registered on the way.
    pub types: fn(&mut TypeRegistry) -> (String, String),
}

impl Command {
    fn check(&self, actor: &Actor) -> Result<()> {
        match self.need {
            Need::Nobody => Ok(()),
            _ if actor.locked => Err(Error::Locked),
            // A password that somebody else knows opens nothing but its own replacement.
            Need::SignedIn | Need::Permission(_) if actor.password_due => Err(Error::Locked),
            Need::Session | Need::SignedIn if actor.id.is_some() || actor.system => Ok(()),
            Need::Session | Need::SignedIn => Err(Error::Unauthenticated { retry_in_seconds: None }),
            // Nobody signed in is told so, not that a permission is missing.
            Need::Permission(_) if actor.id.is_none() && !actor.system => {
                Err(Error::Unauthenticated { retry_in_seconds: None })
            }
            Need::Permission(permission) => actor.require(permission),
        }
    }
}

crate::text_enum! {
    /// Kinds of data that a query shows and a change makes stale.
    pub enum Tag {
        /// Sign-in state.
        Session,
        /// Users and roles.
        Users,
        /// The company and its settings.
        Company,
        /// Customers, their data and contracts.
        Customers,
        /// The rule by which customers are set aside, and its runs.
        Inactivity,
        /// Merges of fichas, and what was told apart.
        Merges,
        /// Timelines.
        Activities,
        /// Sales under review.
        Registrations,
        /// Sales after their approval.
        Fulfilment,
        /// Welcomes of new customers.
        Onboarding,
        /// Products and prices.
        Products,
        /// Quotes.
        Quotes,
        /// Appointments and holidays.
        Agenda,
        /// The outbox.
        Mailings,
        /// Long work and its progress.
        Jobs,
        /// Notices to people.
        Notices,
        /// The audit.
        Audit,
        /// Saved views of lists.
        Views,
        /// Who has which record open.
        Presence,
    }
}

/// Who runs a command.
#[derive(Debug, Clone)]
pub struct Actor {
    /// The user; none for the system itself and before signing in.
    pub id: Option<Uuid>,
    /// Name to sign with.
    pub name: String,
    /// What their roles allow.
    pub permissions: Vec<String>,
    /// May do everything: the owner of the machine at the command line.
    pub system: bool,
    /// Signed in, but the password must be typed again first.
    pub locked: bool,
    /// Signed in with a password that somebody else set: it must be replaced first.
    pub password_due: bool,
}

impl Actor {
    /// Nobody is signed in.
    pub fn nobody() -> Self {
        Self {
            id: None,
            name: String::new(),
            permissions: Vec::new(),
            system: false,
            locked: false,
            password_due: false,
        }
    }

    /// Somebody whose session is locked.
    pub fn locked() -> Self {
        Self { locked: true, ..Self::nobody() }
    }

    /// The program itself: command line, worker.
    pub fn system(name: &str) -> Self {
        Self { name: name.to_owned(), system: true, ..Self::nobody() }
    }

    /// Whether `permission` is held.
    pub fn may(&self, permission: Permission) -> bool {
        self.system || self.permissions.iter().any(|held| held == permission.0)
    }

    /// An error unless `permission` is held.
    pub fn require(&self, permission: Permission) -> Result<()> {
        if self.may(permission) { Ok(()) } else { Err(Error::Forbidden { permission: permission.0 }) }
    }

    /// The user's id.
    ///
    /// # Errors
    /// `Unauthenticated` for the system, which owns no sales, quotes or appointments.
    pub fn user<T: From<Uuid>>(&self) -> Result<T> {
        self.id.map(T::from).ok_or(Error::Unauthenticated { retry_in_seconds: None })
    }
}

/// What a handler works with: its transaction, who asks, and the instant it happens at.
pub struct Cx {
    /// The transaction; the dispatcher ends it.
    pub tx: Tx,
    /// Who asks.
    pub actor: Actor,
    /// When (UTC); the same for everything in this command.
    pub now: DateTime<Utc>,
    /// The application.
    pub app: Arc<App>,
    /// The caller's session, which signing in and out changes.
    pub session: SessionSlot,
    drafts: Vec<Draft>,
    stales: Vec<Tag>,
}

impl Cx {
    /// A new id.
    pub fn id<T: From<Uuid>>(&self) -> T {
        self.app.ids.next(self.now)
    }

    /// Today's date where the company is.
    pub fn today(&self) -> NaiveDate {
        self.calendar().today
    }

    /// What the company means by days.
    pub fn calendar(&self) -> Calendar {
        let zone = self.app.zone();
        Calendar { today: clock::local_date(self.now, zone), zone }
    }

    /// Notes that answers become stale which the list of commands does not name: most runs change nothing of them.
    pub fn makes_stale(&mut self, tag: Tag) {
        self.stales.push(tag);
    }

    /// Notes a change for the audit (SYS-3).
    pub fn audit(
        &mut self,
        entity: &'static str,
        id: impl ToString,
        before: Option<&impl Serialize>,
        after: Option<&impl Serialize>,
    ) -> Result<()> {
        self.drafts.push(Draft::new(entity, id, before, after)?);
        Ok(())
    }

    /// The conflict over a record that keeps no word of its own on who changed it: the audit knows (SYS-2).
    pub async fn conflict(
        &mut self,
        entity: &'static str,
        id: impl ToString,
        current: &impl Serialize,
    ) -> Result<Error> {
        let known = audit::last_change(&mut self.tx, entity, id).await?;
        let (by, at) = known.unwrap_or_else(|| (String::new(), self.now));
        Ok(Error::Conflict { by, at, current: Box::new(serde_json::to_value(current)?) })
    }

    /// Notes that something was made.
    pub fn audit_created(
        &mut self,
        entity: &'static str,
        id: impl ToString,
        after: &impl Serialize,
    ) -> Result<()> {
        self.audit(entity, id, None::<&()>, Some(after))
    }

    /// Notes that something was changed.
    pub fn audit_changed(
        &mut self,
        entity: &'static str,
        id: impl ToString,
        before: &impl Serialize,
        after: &impl Serialize,
    ) -> Result<()> {
        self.audit(entity, id, Some(before), Some(after))
    }
}

/// What a task works with: it opens transactions of its own, each short.
#[derive(Clone)]
pub struct TaskCx {
    /// The application.
    pub app: Arc<App>,
    /// Who asks.
    pub actor: Actor,
    /// The caller's session, which signing in and out changes.
    pub session: SessionSlot,
    /// The command's name, for the audit.
    pub command: &'static str,
    /// Which answers its changes make stale.
    pub stales: &'static [Tag],
}

impl TaskCx {
    /// A reading transaction; ends when dropped.
    pub async fn read(&self) -> Result<Cx> {
        Ok(self.cx(self.begun(self.app.db.begin_read().await)?))
    }

    /// A writing transaction; must be ended with [`TaskCx::commit`], else it is taken back.
    pub async fn write(&self) -> Result<Cx> {
        Ok(self.cx(self.begun(self.app.db.begin_write().await)?))
    }

    /// Writes the audit, tells other programs, and commits; then tells this one.
    pub async fn commit(&self, mut cx: Cx) -> Result<()> {
        let author = Author { id: cx.actor.id, name: cx.actor.name.clone(), command: self.command };
        let tags: Vec<Tag> = self.stales.iter().copied().chain(cx.stales).collect();
        if !tags.is_empty() {
            cx.tx.tell_others(self.app.changes.sender(), &changes::tags_to_text(&tags)).await?;
        }
        // Last, because everybody waits for the end of the chain until the commit.
        audit::write(&mut cx.tx, &author, cx.now, cx.drafts).await?;
        cx.tx.commit().await?;
        if !tags.is_empty() {
            self.app.tell_here(Change::Stale { tags, caller: Some(self.session.clone()) });
        }
        Ok(())
    }

    /// A role that the server lets in no more signs its person out: somebody changed its password, or switched it off.
    fn begun(&self, begun: Result<Tx>) -> Result<Tx> {
        match begun {
            Err(Error::Unavailable { reason: "database_sign_in_refused", .. })
                if !self.app.shares_a_role() =>
            {
                self.session.dismiss(None);
                Err(Error::Unauthenticated { retry_in_seconds: None })
            }
            begun => begun,
        }
    }

    fn cx(&self, tx: Tx) -> Cx {
        let app = Arc::clone(&self.app);
        Cx {
            tx,
            actor: self.actor.clone(),
            now: app.clock.now(),
            app,
            session: self.session.clone(),
            drafts: Vec::new(),
            stales: Vec::new(),
        }
    }
}

/// Runs one command for whoever asks; the permission is checked inside the command's own transaction.
pub async fn dispatch(app: &Arc<App>, who: &Who, command: &Command, request: Value) -> Result<Value> {
    let span = tracing::info_span!("command", name = command.name);
    let task = TaskCx {
        app: Arc::clone(app),
        actor: Actor::nobody(),
        session: who.slot(),
        command: command.name,
        stales: command.stales,
    };
    run(task, who, command, request).instrument(span).await
}

async fn run(mut task: TaskCx, who: &Who, command: &Command, request: Value) -> Result<Value> {
    if task.app.is_at_the_door() {
        return at_the_door(task, who, command, request).await;
    }
    match command.run {
        Run::Read(handler) => {
            let mut cx = task.read().await?;
            cx.actor = who.actor(&mut cx.tx).await?;
            command.check(&cx.actor)?;
            let answer = handler(&mut cx, request).await;
            cx.tx.rollback().await?;
            answer
        }
        Run::Write(handler) => {
            let mut cx = task.write().await?;
            match admit_and_handle(&mut cx, who, command, handler, request).await {
                Ok(answer) => {
                    task.commit(cx).await?;
                    Ok(answer)
                }
                // What the handler said matters more than a failure to roll back, which the engine does anyway.
                Err(error) => {
                    cx.tx.rollback().await.ok();
                    Err(error)
                }
            }
        }
        Run::Task(handler) => {
            let mut cx = task.read().await?;
            task.actor = who.actor(&mut cx.tx).await?;
            cx.tx.rollback().await?;
            command.check(&task.actor)?;
            handler(task, request).await
        }
    }
}

/// What can be answered while nobody's role opens the database: no more than signing in needs.
async fn at_the_door(task: TaskCx, who: &Who, command: &Command, request: Value) -> Result<Value> {
    if matches!(who, Who::System(_)) {
        return Err(Error::unavailable("database_role_missing", task.app.db.label()));
    }
    command.check(&task.actor)?;
    match command.run {
        Run::Task(handler) => handler(task, request).await,
        Run::Read(_) | Run::Write(_) => match command.name {
            "app.status" => Ok(serde_json::to_value(crate::access::commands::status_at_the_door(&task))?),
            "demo.status" => Ok(serde_json::to_value(crate::demo::commands::no_demo())?),
            "access.sign_out" => Ok(serde_json::to_value(Nothing {})?),
            _ => Err(Error::Unauthenticated { retry_in_seconds: None }),
        },
    }
}

async fn admit_and_handle(
    cx: &mut Cx,
    who: &Who,
    command: &Command,
    handler: for<'a> fn(&'a mut Cx, Value) -> Answer<'a>,
    request: Value,
) -> Result<Value> {
    cx.actor = who.actor(&mut cx.tx).await?;
    command.check(&cx.actor)?;
    handler(cx, request).await
}

/// Reads a request; what does not fit is told with its place.
pub fn parse<T: DeserializeOwned>(request: Value) -> Result<T> {
    serde_path_to_error::deserialize(request).map_err(|error| {
        tracing::debug!(%error, "malformed request");
        Error::Invalid(vec![FieldIssue {
            field: error.path().to_string(),
            code: "malformed".to_owned(),
            params: std::collections::BTreeMap::new(),
        }])
    })
}

/// Builds one line of the list of commands.
#[macro_export]
macro_rules! command {
    (read $($rest:tt)+) => { $crate::command!(@tx Read $($rest)+) };
    (write $($rest:tt)+) => { $crate::command!(@tx Write $($rest)+) };
    (@tx $mode:ident $name:literal, $handler:path, $request:ty => $response:ty, $need:expr, $provides:expr, $stales:expr) => {
        $crate::dispatch::Command {
            name: $name,
            need: $need,
            run: $crate::dispatch::Run::$mode(|cx, request| {
                Box::pin(async move {
                    let request: $request = $crate::dispatch::parse(request)?;
                    let response: $response = $handler(cx, request).await?;
                    Ok(serde_json::to_value(response)?)
                })
            }),
            provides: $provides,
            stales: $stales,
            types: |registry| (registry.add::<$request>(), registry.add::<$response>()),
        }
    };
    (task $name:literal, $handler:path, $request:ty => $response:ty, $need:expr, $provides:expr, $stales:expr) => {
        $crate::dispatch::Command {
            name: $name,
            need: $need,
            run: $crate::dispatch::Run::Task(|task, request| {
                Box::pin(async move {
                    let request: $request = $crate::dispatch::parse(request)?;
                    let response: $response = $handler(task, request).await?;
                    Ok(serde_json::to_value(response)?)
                })
            }),
            provides: $provides,
            stales: $stales,
            types: |registry| (registry.add::<$request>(), registry.add::<$response>()),
        }
    };
}
