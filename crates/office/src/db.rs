//! The only file that names an engine. One code path serves both: the macros below hold the only `match`.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{Executor, Postgres, Sqlite, Transaction};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::error::{Error, Result};
use crate::migrations::{MIGRATIONS, Migration};

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
    /// A file for one machine. Writers of this process take turns at the lock instead of busy waiting.
    Sqlite(SqlitePool, Arc<Mutex<()>>),
    /// A server for a team.
    Postgres(PgPool),
}

/// One transaction on either engine.
#[derive(Debug)]
pub enum Tx {
    /// On SQLite; a writing one holds this process' turn.
    Sqlite(Transaction<'static, Sqlite>, Option<OwnedMutexGuard<()>>),
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

/// Runs a sqlx query on whichever engine the transaction is.
#[macro_export]
macro_rules! on_engine {
    ($tx:expr, $query:expr, $method:ident $(, $bind:expr)*) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx, _) => $query$(.bind($bind))*.$method(&mut **tx).await.map_err($crate::error::Error::from),
            $crate::db::Tx::Postgres(tx) => $query$(.bind($bind))*.$method(&mut **tx).await.map_err($crate::error::Error::from),
        }
    };
}

/// Notes a statement for the test that prepares all of them, and gives it back.
#[macro_export]
macro_rules! statement {
    ($sql:expr) => {{
        inventory::submit! { $crate::db::Statement { sql: $sql, file: file!(), line: line!() } }
        $sql
    }};
}

/// All rows: `fetch_all!(tx, Row, "select …", bind, …)`.
#[macro_export]
macro_rules! fetch_all {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::on_engine!($tx, sqlx::query_as::<_, $row>($crate::statement!($sql)), fetch_all $(, $bind)*)
    };
}

/// One row or none.
#[macro_export]
macro_rules! fetch_optional {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::on_engine!($tx, sqlx::query_as::<_, $row>($crate::statement!($sql)), fetch_optional $(, $bind)*)
    };
}

/// Exactly one row.
#[macro_export]
macro_rules! fetch_one {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::on_engine!($tx, sqlx::query_as::<_, $row>($crate::statement!($sql)), fetch_one $(, $bind)*)
    };
}

/// All rows of a statement put together from fixed parts (sort orders, numbers of words). Its maker lists
/// every variant with [`dynamic_statements`](crate::dynamic_statements), so that they are prepared too.
#[macro_export]
macro_rules! fetch_all_dynamic {
    ($tx:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        $crate::on_engine!($tx, sqlx::query_as::<_, $row>(sqlx::AssertSqlSafe($sql)), fetch_all $(, $bind)*)
    };
}

/// Changes rows; gives how many.
#[macro_export]
macro_rules! execute {
    ($tx:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx, _) => sqlx::query($crate::statement!($sql))$(.bind($bind))*
                .execute(&mut **tx).await.map(|done| done.rows_affected()).map_err($crate::error::Error::from),
            $crate::db::Tx::Postgres(tx) => sqlx::query($crate::statement!($sql))$(.bind($bind))*
                .execute(&mut **tx).await.map(|done| done.rows_affected()).map_err($crate::error::Error::from),
        }
    };
}

/// Gives every variant of the dynamic statements of one store.
#[derive(Debug)]
pub struct DynamicStatements {
    /// Makes them.
    pub all: fn() -> Vec<String>,
    /// Where they are made.
    pub file: &'static str,
}
inventory::collect!(DynamicStatements);

/// Declares a function that lists every variant of a store's dynamic statements.
#[macro_export]
macro_rules! dynamic_statements {
    ($all:expr) => {
        inventory::submit! { $crate::db::DynamicStatements { all: $all, file: file!() } }
    };
}

impl Db {
    /// Opens `sqlite:///path` (made if absent) or `postgres://…`. Does not migrate.
    ///
    /// # Errors
    /// `Unavailable` when the address is malformed, the file lies on a network or cannot be used, or the
    /// server does not answer.
    pub async fn open(url: &str) -> Result<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(url)
                .map_err(|error| Error::unavailable("database_url", error))?
                .application_name("retaguarda");
            let pool = PgPoolOptions::new()
                .max_connections(8)
                .acquire_timeout(CONNECT_PATIENCE)
                .connect_with(options);
            return Ok(Self::Postgres(pool.await?));
        }
        let path = sqlite_path(url)?;
        refuse_network_file_system(&path)?;
        let options = SqliteConnectOptions::new()
            .filename(&path)
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(SQLITE_PATIENCE)
            .foreign_keys(true)
            .pragma("cache_size", "-32768")
            .pragma("trusted_schema", "off");
        let pool = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(SQLITE_PATIENCE)
            .connect_with(options)
            .await?;
        let (found,): (String,) = sqlx::query_as("select sqlite_version()").fetch_one(&pool).await?;
        tracing::debug!(sqlite = found, "database open");
        Ok(Self::Sqlite(pool, Arc::default()))
    }

    /// `sqlite` or `postgres`, for the status line.
    pub fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite(..) => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }

    /// Where it is, for the status line: the file, or server and database. Never a password.
    pub fn label(&self) -> String {
        match self {
            Self::Sqlite(pool, _) => pool.connect_options().get_filename().display().to_string(),
            Self::Postgres(pool) => {
                let options = pool.connect_options();
                format!("{}/{}", options.get_host(), options.get_database().unwrap_or_default())
            }
        }
    }

    /// A transaction that only reads.
    pub async fn begin_read(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite(pool, _) => Tx::Sqlite(pool.begin().await?, None),
            Self::Postgres(pool) => Tx::Postgres(pool.begin_with("begin read only").await?),
        })
    }

    /// A transaction that writes; on SQLite it takes the write lock at once, so that it cannot fail halfway.
    pub async fn begin_write(&self) -> Result<Tx> {
        Ok(match self {
            Self::Sqlite(pool, turn) => {
                let turn = Arc::clone(turn).lock_owned().await;
                Tx::Sqlite(pool.begin_with("begin immediate").await?, Some(turn))
            }
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Brings the schema up to this program's version, under a lock; two desktops may start at once.
    ///
    /// # Errors
    /// `Unavailable` with `database_newer` when the database was made by a newer program.
    pub async fn migrate(&self, now: chrono::DateTime<chrono::Utc>) -> Result<()> {
        let mut tx = self.begin_write().await?;
        match &mut tx {
            Tx::Sqlite(..) => {}
            Tx::Postgres(tx) => {
                sqlx::query("select pg_advisory_xact_lock($1)")
                    .bind(MIGRATION_LOCK)
                    .execute(&mut **tx)
                    .await?;
            }
        }
        tx.run_script(
            "create table if not exists schema_migration \
             (version bigint primary key, name text not null, applied_at timestamptz not null)",
        )
        .await?;
        let (applied,) =
            fetch_one!(&mut tx, (i64,), "select coalesce(max(version), 0) from schema_migration")?;
        let latest = MIGRATIONS.last().map_or(0, |migration| migration.version);
        if applied > latest {
            return Err(Error::unavailable("database_newer", format!("{applied} > {latest}")));
        }
        for migration in MIGRATIONS.iter().filter(|migration| migration.version > applied) {
            tx.apply(migration).await?;
            execute!(
                &mut tx,
                "insert into schema_migration (version, name, applied_at) values ($1, $2, $3)",
                migration.version,
                migration.name,
                now
            )?;
        }
        tx.commit().await
    }

    /// Writes a consistent copy of an SQLite database to `file` while it is in use (SYS-6).
    ///
    /// # Errors
    /// `Unavailable` on Postgres, whose own tools do this, and when the file exists or cannot be written.
    pub async fn backup_to(&self, file: &Path) -> Result<()> {
        let Self::Sqlite(pool, _) = self else {
            return Err(Error::unavailable("backup_needs_pg_dump", ""));
        };
        if file.exists() {
            return Err(Error::unavailable("file_exists", file.display()));
        }
        sqlx::query("vacuum into $1").bind(file.display().to_string()).execute(pool).await?;
        Ok(())
    }

    /// What the engine itself finds wrong with the stored data; empty when sound.
    pub async fn integrity_problems(&self) -> Result<Vec<String>> {
        let Self::Sqlite(pool, _) = self else { return Ok(Vec::new()) };
        let mut found: Vec<(String,)> = sqlx::query_as("pragma integrity_check").fetch_all(pool).await?;
        found.retain(|(line,)| line != "ok");
        let orphans: Vec<(String,)> =
            sqlx::query_as("select \"table\" || ' → ' || parent from pragma_foreign_key_check")
                .fetch_all(pool)
                .await?;
        Ok(found.into_iter().chain(orphans).map(|(line,)| line).collect())
    }

    /// Prepares a statement without running it; the error names what the engine objects to.
    pub async fn prepare(&self, sql: String) -> Result<(), String> {
        let sql = sqlx::AssertSqlSafe(sql);
        match self {
            Self::Sqlite(pool, _) => {
                use sqlx::SqlSafeStr;
                pool.prepare(sql.into_sql_str()).await.map(drop).map_err(|error| error.to_string())
            }
            Self::Postgres(pool) => {
                use sqlx::SqlSafeStr;
                pool.prepare(sql.into_sql_str()).await.map(drop).map_err(|error| error.to_string())
            }
        }
    }

    /// The version of the bundled SQLite, or none on Postgres.
    pub async fn sqlite_version(&self) -> Result<Option<String>> {
        let Self::Sqlite(pool, _) = self else { return Ok(None) };
        let (version,): (String,) = sqlx::query_as("select sqlite_version()").fetch_one(pool).await?;
        Ok(Some(version))
    }

    /// Closes all connections; SQLite then folds its write-ahead log into the file.
    pub async fn close(&self) {
        match self {
            Self::Sqlite(pool, _) => pool.close().await,
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

    async fn apply(&mut self, migration: &Migration) -> Result<()> {
        self.run_script(migration.shared).await?;
        let own = match self {
            Self::Sqlite(..) => migration.sqlite,
            Self::Postgres(_) => migration.postgres,
        };
        self.run_script(own).await
    }

    async fn run_script(&mut self, sql: &'static str) -> Result<()> {
        match self {
            Self::Sqlite(tx, _) => tx.execute(sqlx::raw_sql(sql)).await.map(drop)?,
            Self::Postgres(tx) => tx.execute(sqlx::raw_sql(sql)).await.map(drop)?,
        }
        Ok(())
    }
}

/// The file an SQLite address names.
fn sqlite_path(url: &str) -> Result<PathBuf> {
    let path = url.strip_prefix("sqlite://").or_else(|| url.strip_prefix("sqlite:"));
    match path {
        Some(path) if !path.is_empty() => Ok(PathBuf::from(path)),
        _ => Err(Error::unavailable("database_url", "sqlite:///path/file.db, postgres://user@host/database")),
    }
}

/// SQLite's locks do not hold on network file systems; two desktops would corrupt the file.
#[cfg(target_os = "linux")]
fn refuse_network_file_system(path: &Path) -> Result<()> {
    // Magic numbers of statfs(2): NFS, SMB, SMB2, CIFS, AFS, CODA, NCP, 9P, Ceph, FUSE is judged by its owner.
    const NETWORK: [i64; 9] = [
        0x6969,
        0x517b,
        0xfe53_4d42,
        0xff53_4d42,
        0x5346_414f,
        0x7375_7245,
        0x564c,
        0x0102_1997,
        0x00c3_6400,
    ];
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Ok(stat) = rustix::fs::statfs(folder) else { return Ok(()) };
    if NETWORK.contains(&stat.f_type) {
        return Err(Error::unavailable("database_on_network", folder.display()));
    }
    Ok(())
}

/// Other systems: not checked yet.
#[cfg(not(target_os = "linux"))]
fn refuse_network_file_system(_path: &Path) -> Result<()> {
    Ok(())
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        use sqlx::Error as E;
        let reason = match &error {
            E::RowNotFound => return Self::NotFound { entity: "row" },
            E::Io(_) | E::Tls(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed | E::Protocol(_) => {
                Some("database_unreachable")
            }
            E::Database(inner) if inner.is_unique_violation() => {
                return Self::field("", "already_exists");
            }
            E::Database(inner) => {
                let code = inner.code().unwrap_or_default();
                if inner.try_downcast_ref::<sqlx::sqlite::SqliteError>().is_some() {
                    sqlite_reason(&code)
                } else {
                    postgres_reason(&code)
                }
            }
            _ => None,
        };
        match reason {
            Some(reason) => Self::unavailable(reason, error),
            None => Self::internal(error),
        }
    }
}

/// What an SQLite result code means to a person (<https://sqlite.org/rescode.html>; the low byte is the kind).
fn sqlite_reason(code: &str) -> Option<&'static str> {
    match code.parse::<i32>().ok()? & 0xff {
        5 | 6 => Some("database_busy"),
        8 => Some("database_read_only"),
        10 => Some("database_io"),
        11 | 26 => Some("database_corrupted"),
        13 => Some("disk_full"),
        14 => Some("database_cannot_open"),
        _ => None,
    }
}

/// What a Postgres SQLSTATE means to a person (appendix A of its manual).
fn postgres_reason(code: &str) -> Option<&'static str> {
    match code {
        "3D000" => Some("database_missing"),
        "42501" => Some("database_forbidden"),
        "25006" => Some("database_read_only"),
        "53100" => Some("disk_full"),
        _ if code.starts_with("28") => Some("database_sign_in_refused"),
        _ if code.starts_with("08") || code.starts_with("53") || code.starts_with("57P") => {
            Some("database_unreachable")
        }
        _ => None,
    }
}
