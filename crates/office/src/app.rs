//! The opened application: its database, clock, ids, secrets and the announcements of changes.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, PoisonError, RwLock, Weak};

use chrono::TimeDelta;
use chrono_tz::Tz;
use tokio::sync::watch;

use crate::access::strangers::Strangers;
use crate::changes::{Change, Changes};
use crate::clock::{Clock, DEFAULT_TIME_ZONE};
use crate::company;
use crate::customers::positions::Positions;
use crate::customers::ranked::Finds;
use crate::db::Db;
use crate::db::logins::Door;
use crate::dispatch::Tag;
use crate::duplicates::index::learned::Learned;
use crate::error::{Error, Result};
use crate::ids::Ids;
use crate::relocation::standing::Standing;
use crate::rest::Rest;
use crate::secrets::{Keyring, Secrets, SystemKeyring};
use crate::setup::settings::Settings;

/// Where and how to open the application.
#[derive(Debug, Clone, Default)]
pub struct AppConfig {
    /// See [`Db::open`]; a file in the data folder when none is given.
    pub database_url: Option<String>,
    /// Folder for the database, secrets and logs; the system's usual one when none is given.
    pub data_dir: Option<PathBuf>,
    /// The machine's clock unless a test brings its own.
    pub clock: Clock,
    /// Random ids unless a test or the demo base brings its own.
    pub ids: Ids,
    /// Keeps passwords of outside accounts in a file of their owner's even where there is a keyring: for
    /// servers and tests.
    pub secrets_in_file: bool,
}

/// By which role of a server the database is opened (decision 13).
#[derive(Debug, Clone)]
enum Login {
    /// By the one that the address names, or by none: a file has no roles.
    Named,
    /// By nobody's yet: whoever signs in opens it as themselves.
    AtTheDoor(Door),
    /// By that of the person who came in at this door.
    Person(Door),
}

/// The opened application.
#[derive(Debug)]
pub struct App {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// New ids.
    pub ids: Ids,
    /// Passwords of outside accounts; never in the database.
    pub secrets: Secrets,
    /// Places in the long list of customers.
    pub customer_positions: Arc<Positions>,
    /// What lists of customers found lately.
    pub customer_finds: Arc<Finds>,
    /// By which one customer is compared with others.
    pub suspects: Arc<Learned>,
    /// Tells who shows stale answers.
    pub changes: Changes,
    /// Guesses at names that nobody has.
    pub strangers: Arc<Strangers>,
    /// Long work under way in this process.
    pub jobs_under_way: Arc<AtomicUsize>,
    /// Background work put to rest.
    pub rest: Rest,
    /// The base on its way to a server.
    pub relocation: Arc<Standing>,
    /// What this installation remembers of where its base is.
    pub settings: Settings,
    /// Where its logs are.
    pub data_dir: PathBuf,
    login: Login,
    inside: Arc<watch::Sender<Weak<App>>>,
    zone: RwLock<Tz>,
    idle_lock_minutes: AtomicI64,
}

/// The base of whoever chose nothing else.
pub const DEFAULT_FILE: &str = "retaguarda.db";

/// Minutes without a key or the mouse after which a session locks, until the company says otherwise.
pub const DEFAULT_IDLE_LOCK_MINUTES: i64 = 15;

impl App {
    /// Opens the database, brings its schema up to date and reads the company's settings.
    ///
    /// # Errors
    /// `Unavailable` with the reason when the database or the data folder cannot be used.
    pub async fn open(config: AppConfig) -> Result<Arc<Self>> {
        let address = Self::address(&config).await?;
        let (db, login) = match Door::at(&address)? {
            Some(door) => (door.closed(), Login::AtTheDoor(door)),
            None => (Db::open(&address).await?, Login::Named),
        };
        if matches!(login, Login::Named) {
            db.migrate(config.clock.now()).await?;
        }
        let app = Self {
            db,
            clock: config.clock.clone(),
            ids: config.ids.clone(),
            secrets: secrets(&config)?,
            customer_positions: Arc::default(),
            customer_finds: Arc::default(),
            suspects: Arc::default(),
            jobs_under_way: Arc::default(),
            rest: Rest::default(),
            relocation: Arc::default(),
            settings: Settings::of(&config)?,
            data_dir: data_dir(&config)?,
            login,
            inside: Arc::new(watch::Sender::new(Weak::new())),
            zone: RwLock::new(DEFAULT_TIME_ZONE),
            idle_lock_minutes: AtomicI64::new(DEFAULT_IDLE_LOCK_MINUTES),
            changes: Changes::default(),
            strangers: Arc::default(),
        };
        if !app.is_at_the_door() {
            app.read_settings().await?;
        }
        Ok(Arc::new(app))
    }

    /// Whether nobody's role opens the database yet.
    pub fn is_at_the_door(&self) -> bool {
        matches!(self.login, Login::AtTheDoor(_))
    }

    /// Whether everybody's commands run by the role that the address names.
    pub fn shares_a_role(&self) -> bool {
        matches!(self.login, Login::Named)
    }

    /// The same application with the database opened as one person, its schema looked at and its settings read; none
    /// when the server does not know this name with this password, or where roles of their own are not switched on.
    ///
    /// # Errors
    /// `Unavailable` when the server cannot be reached or does not let the person in.
    pub async fn as_person(&self, username_key: &str, password: &str) -> Result<Option<Arc<Self>>> {
        let (Login::AtTheDoor(door) | Login::Person(door)) = &self.login else { return Ok(None) };
        let Some(db) = door.enter(username_key, password).await? else { return Ok(None) };
        db.require_current().await?;
        let app = self.with(db, self.clock.clone(), Login::Person(door.clone()));
        app.read_settings().await?;
        Ok(Some(app))
    }

    /// Notes that a person came in, so that other programs' changes are heard as them.
    pub(crate) fn enter(self: &Arc<Self>) {
        self.inside.send_replace(Arc::downgrade(self));
    }

    /// Ends a person's connections; work of theirs that is under way keeps its own until it is done.
    pub(crate) fn leave(self: Arc<Self>) {
        self.inside.send_if_modified(|inside| {
            let own = std::ptr::eq(inside.as_ptr(), Arc::as_ptr(&self));
            if own {
                *inside = Weak::new();
            }
            own
        });
        if !self.at_work() {
            tokio::spawn(async move { self.db.close().await });
        }
    }

    /// The application of whoever came in last, as long as they are there.
    pub(crate) fn inside(&self) -> watch::Receiver<Weak<Self>> {
        self.inside.subscribe()
    }

    /// The address of the database: the one given, else the one chosen at the first start, else a file in the data folder,
    /// which is made.
    ///
    /// # Errors
    /// `Unavailable` when the data folder, or what is remembered of the choice, cannot be used.
    pub async fn address(config: &AppConfig) -> Result<String> {
        let data_dir = data_dir(config)?;
        std::fs::create_dir_all(&data_dir).map_err(|error| Error::unavailable("data_folder", error))?;
        match &config.database_url {
            Some(url) => Ok(url.clone()),
            None => {
                let chosen = Settings::of(config)?.address(secrets(config)?).await?;
                Ok(chosen.unwrap_or_else(|| Db::file_url(&data_dir.join(DEFAULT_FILE))))
            }
        }
    }

    /// Takes over what the base says: its company's settings, and nothing that was remembered of another one.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn read_settings(&self) -> Result<()> {
        let mut tx = self.db.begin_read().await?;
        if let Some(company) = company::store::find(&mut tx).await? {
            self.apply_company(&company.time_zone, company.idle_lock_minutes);
        }
        tx.rollback().await
    }

    /// Whether long work goes on in this process.
    pub fn at_work(&self) -> bool {
        self.jobs_under_way.load(Ordering::Acquire) > 0
    }

    /// The same application by another clock: the demo base lives through weeks in seconds.
    pub(crate) fn by_clock(&self, clock: Clock) -> Arc<Self> {
        self.with(self.db.clone(), clock, self.login.clone())
    }

    fn with(&self, db: Db, clock: Clock, login: Login) -> Arc<Self> {
        Arc::new(Self {
            db,
            clock,
            login,
            inside: Arc::clone(&self.inside),
            ids: self.ids.clone(),
            secrets: self.secrets.clone(),
            customer_positions: Arc::clone(&self.customer_positions),
            customer_finds: Arc::clone(&self.customer_finds),
            suspects: Arc::clone(&self.suspects),
            jobs_under_way: Arc::clone(&self.jobs_under_way),
            rest: self.rest.clone(),
            relocation: Arc::clone(&self.relocation),
            settings: self.settings.clone(),
            data_dir: self.data_dir.clone(),
            zone: RwLock::new(self.zone()),
            idle_lock_minutes: AtomicI64::new(self.idle_lock_minutes.load(Ordering::Relaxed)),
            changes: self.changes.clone(),
            strangers: Arc::clone(&self.strangers),
        })
    }

    /// The company's time zone.
    pub fn zone(&self) -> Tz {
        *self.zone.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// How long a person may do nothing before the session locks.
    pub fn idle_limit(&self) -> TimeDelta {
        TimeDelta::minutes(self.idle_lock_minutes.load(Ordering::Relaxed))
    }

    /// Takes over settings of the company that the whole program goes by.
    pub fn apply_company(&self, time_zone: &str, idle_lock_minutes: i64) {
        let zone = time_zone.parse().unwrap_or(DEFAULT_TIME_ZONE);
        *self.zone.write().unwrap_or_else(PoisonError::into_inner) = zone;
        self.idle_lock_minutes.store(idle_lock_minutes, Ordering::Relaxed);
    }

    /// Tells this process what became stale.
    pub fn tell_here(&self, change: Change) {
        if matches!(&change, Change::Stale { tags, .. } if tags.contains(&Tag::Customers)) {
            self.customer_positions.changed();
        }
        self.changes.tell_here(change);
    }

    /// Tells this process now, and other programs soon, what background work made stale.
    pub fn tell_everybody(&self, tags: &[Tag]) {
        self.tell_here(Change::Stale { tags: tags.to_vec(), caller: None });
        self.changes.tell_others_soon(tags);
    }
}

/// The folder of an installation's data.
///
/// # Errors
/// `Unavailable` when none is given and the system names none.
pub fn data_dir(config: &AppConfig) -> Result<PathBuf> {
    config.data_dir.clone().map_or_else(default_data_dir, Ok)
}

/// The passwords that an installation keeps.
///
/// # Errors
/// `Unavailable` when its folder is not known.
pub fn secrets(config: &AppConfig) -> Result<Secrets> {
    let keyring = (!config.secrets_in_file).then(|| Arc::new(SystemKeyring) as Arc<dyn Keyring>);
    Ok(Secrets::open(&data_dir(config)?, keyring))
}

/// `$XDG_DATA_HOME/retaguarda`, or what the system uses in its place.
///
/// # Errors
/// `Unavailable` when the system names no such folder.
pub fn default_data_dir() -> Result<PathBuf> {
    let base = dirs::data_dir().ok_or_else(|| Error::unavailable("data_folder", ""))?;
    Ok(Path::new(&base).join("retaguarda"))
}
