//! The only folder that names an engine. One code path serves both: `macros.rs` holds the only `match`.

pub mod migrations;

pub mod address;
mod failures;
pub mod file;
pub mod logins;
mod macros;
pub mod many;
mod moved;
mod network;
pub mod numbers;
pub mod probe;
pub mod queue;
pub mod relocate;
pub mod rights;
pub mod scram;
pub mod sizes;
pub mod soundness;
mod transport;
pub mod watch;

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::{Executor, Postgres, Sqlite, Transaction};

use crate::error::{Error, Result};
use crate::{execute, fetch_one};
use file::OpenFile;
use migrations::{MIGRATIONS, Migration};
use queue::{Queue, Turn};

pub use transport::is_here;

/// Desktops that start together take turns at migrating; any constant of our own will do.
const MIGRATION_LOCK: i64 = 7_103_051_947_264_011;
/// How long one process waits for another's write on the same SQLite file.
const SQLITE_PATIENCE: Duration = Duration::from_secs(20);
/// How long a command waits for a connection before it says that the database is out of reach.
const CONNECT_PATIENCE: Duration = Duration::from_secs(5);
/// The oldest bundled SQLite without the WAL corruption bug.
pub const SQLITE_AT_LEAST: (u32, u32, u32) = (3, 51, 3);

/// An open database.
#[derive(Debug, Clone)]
pub enum Db {
    /// A file for one machine. Writers wait in line instead of trying again and again.
    Sqlite(OpenFile, Queue),
    /// A server for a team.
    Postgres(PgPool),
}

/// One transaction on either engine.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite; a writing one holds the turn.
    Sqlite(Transaction<'static, Sqlite>, Option<Turn>),
    /// On Postgres.
    Postgres(Transaction<'static, Postgres>),
}

/// A statement in the source, so that a test can prepare every one on both engines.
#[derive(Debug)]
pub struct Statement {
    /// The text.
    pub sql: &'static str,
    /// Where it stands.
    pub file: &'static str,
    /// Where it stands.
    pub line: u32,
}
inventory::collect!(Statement);

/// Gives every variant of the dynamic statements of one store.
#[derive(Debug)]
pub struct DynamicStatements {
    /// Makes them.
    pub all: fn() -> Vec<String>,
    /// Where they are made.
    pub file: &'static str,
}
inventory::collect!(DynamicStatements);

impl Db {
    /// Opens `sqlite:///path` (made if absent) or `postgres://…`. Does not migrate.
    ///
    /// # Errors
    /// `Unavailable` when the address is malformed, the file lies on a network or cannot be used, or the
    /// server does not answer or cannot prove who it is.
    pub async fn open(url: &str) -> Result<Self> {
        if is_server(url) {
            let options = server_options(url)?;
            let pool = PgPoolOptions::new()
                .max_connections(8)
                .acquire_timeout(CONNECT_PATIENCE)
                .connect_with(options.clone());
            return match pool.await {
                Ok(pool) => Ok(Self::Postgres(pool)),
                Err(error) => Err(transport::explain(&options, error)),
            };
        }
        let path = sqlite_path(url)?;
        let file = OpenFile::open(&path).await?;
        Ok(Self::Sqlite(file, Queue::new(&path, SQLITE_PATIENCE)))
    }

    /// The address of a database in the file at `path`.
    pub fn file_url(path: &Path) -> String {
        format!("sqlite://{}", path.display())
    }

    /// `sqlite` or `postgres`, for the status line.
    pub fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite(..) => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }

    /// The database is a file of this computer, which the program itself copies.
    pub fn is_file(&self) -> bool {
        matches!(self, Self::Sqlite(..))
    }

    /// From now on whoever wants to write in this program is told at once that the data are on their way to a server.
    ///
    /// # Errors
    /// `Unavailable` on a server, and when they are on their way already.
    pub fn hold(&self) -> Result<queue::Hold> {
        match self {
            Self::Sqlite(_, queue) => queue.hold(),
            Self::Postgres(_) => Err(Error::unavailable("relocation_from_file", "")),
        }
    }

    /// Where it is, for the status line: the file, or server and database. Never a password.
    pub fn label(&self) -> String {
        match self {
            Self::Sqlite(file, _) => file.path().display().to_string(),
            Self::Postgres(pool) => {
                let options = pool.connect_options();
                format!("{}/{}", options.get_host(), options.get_database().unwrap_or_default())
            }
        }
    }

    /// A transaction that only reads.
    pub async fn begin_read(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite(file, _) => Tx::Sqlite(file.pool().begin().await?, None),
            Self::Postgres(pool) => Tx::Postgres(pool.begin_with("begin read only").await?),
        })
    }

    /// A transaction that writes; on SQLite it takes the write lock at once, so that it cannot fail halfway.
    pub async fn begin_write(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite(file, queue) => {
                let turn = queue.turn().await?;
                Tx::Sqlite(file.pool().begin_with("begin immediate").await?, Some(turn))
            }
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Brings the schema up to this program's version, under a lock; two desktops may start at once.
    ///
    /// # Errors
    /// `Unavailable` with `database_newer` when the database was made by a newer program, with `database_migration_due`
    /// when it was made by an older one and the role may not change that, with `database_moved` when its data went to a
    /// server.
    pub async fn migrate(&self, now: chrono::DateTime<chrono::Utc>) -> Result<()> {
        if self.is_current().await? {
            return Ok(());
        }
        let mut tx = self.begin_write().await?;
        tx.migrate(now).await?;
        tx.grant_rights().await?;
        tx.commit().await
    }

    /// Refuses a server whose schema is not this program's: a person's own role brings nothing up to date.
    ///
    /// # Errors
    /// `Unavailable` with `database_newer` or `database_migration_due`.
    pub async fn require_current(&self) -> Result<()> {
        if self.is_current().await? {
            return Ok(());
        }
        Err(Error::unavailable("database_migration_due", ""))
    }

    /// Whether a server has nothing to be migrated: then nobody needs the right to.
    async fn is_current(&self) -> Result<bool> {
        let Self::Postgres(pool) = self else { return Ok(false) };
        let sql = "select to_regclass('schema_migration') is not null, \
            coalesce(has_schema_privilege(current_schema(), 'create'), false)";
        let (there, may_create): (bool, bool) = sqlx::query_as(sql).fetch_one(pool).await?;
        let applied = if there {
            let sql = "select coalesce(max(version), 0) from schema_migration";
            let (applied,): (i64,) = sqlx::query_as(sql).fetch_one(pool).await?;
            applied
        } else {
            0
        };
        let latest = MIGRATIONS.last().map_or(0, |migration| migration.version);
        if applied > latest {
            return Err(Error::unavailable("database_newer", format!("{applied} > {latest}")));
        }
        if applied < latest && there && !may_create {
            return Err(Error::unavailable("database_migration_due", format!("{applied} < {latest}")));
        }
        Ok(applied == latest)
    }

    /// Writes a consistent copy of an SQLite database to `file` while it is in use (SYS-6).
    ///
    /// # Errors
    /// `Unavailable` on Postgres, whose own tools do this, and when the file exists or cannot be written.
    pub async fn backup_to(&self, file: &Path) -> Result<()> {
        let Self::Sqlite(open, _) = self else {
            return Err(Error::unavailable("backup_needs_pg_dump", ""));
        };
        if file.exists() {
            return Err(Error::unavailable("file_exists", file.display()));
        }
        sqlx::query("vacuum into $1").bind(file.display().to_string()).execute(&open.pool()).await?;
        Ok(())
    }

    /// Prepares a statement without running it; the error names what the engine objects to.
    pub async fn prepare(&self, sql: String) -> Result<(), String> {
        let sql = sqlx::AssertSqlSafe(sql);
        match self {
            Self::Sqlite(file, _) => {
                use sqlx::SqlSafeStr;
                file.pool().prepare(sql.into_sql_str()).await.map(drop).map_err(|error| error.to_string())
            }
            Self::Postgres(pool) => {
                use sqlx::SqlSafeStr;
                pool.prepare(sql.into_sql_str()).await.map(drop).map_err(|error| error.to_string())
            }
        }
    }

    /// The version of the bundled SQLite, or none on Postgres.
    pub async fn sqlite_version(&self) -> Result<Option<String>> {
        let Self::Sqlite(file, _) = self else { return Ok(None) };
        let (version,): (String,) = sqlx::query_as("select sqlite_version()").fetch_one(&file.pool()).await?;
        Ok(Some(version))
    }

    /// Whether what goes to the server and back is encrypted, as the server sees it; none without a server.
    pub async fn server_encrypts(&self) -> Result<Option<bool>> {
        let Self::Postgres(pool) = self else { return Ok(None) };
        let sql = "select ssl from pg_stat_ssl where pid = pg_backend_pid()";
        let (encrypts,): (bool,) = sqlx::query_as(sql).fetch_one(pool).await?;
        Ok(Some(encrypts))
    }

    /// Closes all connections; SQLite then folds its write-ahead log into the file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(file, _) => file.pool().close().await,
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Tx {
    /// Makes the changes last.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(tx, _turn) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }

    /// Takes the changes back.
    pub async fn rollback(self) -> Result<()> {
        match self {
            Self::Sqlite(tx, _turn) => tx.rollback().await?,
            Self::Postgres(tx) => tx.rollback().await?,
        }
        Ok(())
    }

    /// Keeps others from changing rows, and from pointing at them, until the transaction ends. A transaction that
    /// writes to a file is alone anyway.
    pub async fn hold(&mut self, table: &'static str, ids: Vec<uuid::Uuid>) -> Result<()> {
        if let Self::Postgres(tx) = self {
            let sql = format!("select id from {table} where id = any($1) order by id for update");
            sqlx::query(sqlx::AssertSqlSafe(sql)).bind(ids).execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// Brings the schema up to this program's version as part of this transaction.
    ///
    /// # Errors
    /// Those of [`Db::migrate`].
    pub async fn migrate(&mut self, now: chrono::DateTime<chrono::Utc>) -> Result<()> {
        if let Self::Postgres(tx) = self {
            sqlx::query("select pg_advisory_xact_lock($1)").bind(MIGRATION_LOCK).execute(&mut **tx).await?;
        }
        self.run_script(
            "create table if not exists schema_migration \
             (version bigint primary key, name text not null, applied_at timestamptz not null)",
        )
        .await?;
        let (applied,) = fetch_one!(self, (i64,), "select coalesce(max(version), 0) from schema_migration")?;
        if let Some(place) = self.moved_to().await? {
            return Err(Error::unavailable("database_moved", place));
        }
        let latest = MIGRATIONS.last().map_or(0, |migration| migration.version);
        if applied > latest {
            return Err(Error::unavailable("database_newer", format!("{applied} > {latest}")));
        }
        for migration in MIGRATIONS.iter().filter(|migration| migration.version > applied) {
            self.apply(migration).await?;
            execute!(
                self,
                "insert into schema_migration (version, name, applied_at) values ($1, $2, $3)",
                migration.version,
                migration.name,
                now
            )?;
        }
        Ok(())
    }

    async fn apply(&mut self, migration: &Migration) -> Result<()> {
        self.run_script(migration.shared).await?;
        let own = match self {
            Self::Sqlite(..) => migration.sqlite,
            Self::Postgres(_) => migration.postgres,
        };
        self.run_script(own).await?;
        migration.afterwards.run(self).await
    }

    async fn run_script(&mut self, sql: &'static str) -> Result<()> {
        match self {
            Self::Sqlite(tx, _) => tx.execute(sqlx::raw_sql(sql)).await.map(drop)?,
            Self::Postgres(tx) => tx.execute(sqlx::raw_sql(sql)).await.map(drop)?,
        }
        Ok(())
    }
}

/// How a server is reached by an address.
fn server_options(url: &str) -> Result<PgConnectOptions> {
    let options = PgConnectOptions::from_str(url)
        .map_err(|error| Error::unavailable("database_url", error))?
        .application_name("retaguarda");
    transport::protect(options)
}

/// Refuses a place for a file where programs on several computers would damage it.
///
/// # Errors
/// `Unavailable` with `database_on_network`.
pub fn refuse_network(path: &Path) -> Result<()> {
    network::refuse(path)
}

/// A name as a statement has it, on either engine.
fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// Whether an address is a server's.
pub fn is_server(url: &str) -> bool {
    url.starts_with("postgres://") || url.starts_with("postgresql://")
}

/// The file an SQLite address names.
fn sqlite_path(url: &str) -> Result<PathBuf> {
    let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"));
    match path {
        Some(path) if !path.is_empty() => Ok(PathBuf::from(path)),
        _ => Err(Error::unavailable("database_url", "sqlite:///path/file.db, postgres://user@host/database")),
    }
}
