//! What a server says of itself before anything is made there: version, rights, and what it holds already.

use sqlx::postgres::PgPool;

use super::Db;
use super::migrations::MIGRATIONS;
use crate::error::Result;

/// The oldest server that the program is tried with, as the server counts.
pub const SERVER_AT_LEAST: i64 = 150_000;

/// What a base on a server holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// No table.
    Nothing,
    /// This program's tables, of an earlier version.
    Older,
    /// This program's tables.
    Ours,
    /// This program's tables, of a later version.
    Newer,
    /// Tables of something else.
    Foreign,
}

/// What a server says of itself.
#[derive(Debug, Clone)]
pub struct Probe {
    /// Its version, as it is written.
    pub version: String,
    /// The version is one that is supported.
    pub version_fits: bool,
    /// What is sent to it is encrypted.
    pub encrypted: bool,
    /// Tables may be made there.
    pub may_create: bool,
    /// What finds parts of words is there, or may be installed.
    pub may_search: bool,
    /// What the base holds.
    pub holds: Holds,
    /// Somebody has begun to work there.
    pub in_use: bool,
}

/// Rights, and what of the search is there: installed, or at hand with the right to install it.
const RIGHTS: &str = "select current_setting('server_version'), \
    cast(current_setting('server_version_num') as bigint), \
    coalesce((select ssl from pg_stat_ssl where pid = pg_backend_pid()), false), \
    coalesce(has_schema_privilege(current_schema(), 'CREATE'), false), \
    exists (select 1 from pg_extension where extname = 'pg_trgm') \
      or (exists (select 1 from pg_available_extensions where name = 'pg_trgm') \
        and has_database_privilege(current_database(), 'CREATE'))";

/// How many tables there are, and whether those that this program cannot be without are among them.
const TABLES: &str = "select count(*), count(*) filter (where relname in ('schema_migration', 'audit_head', 'customer')) \
    from pg_class where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')";

impl Db {
    /// Asks a server; none of a file.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn probe(&self) -> Result<Option<Probe>> {
        let Self::Postgres(pool) = self else { return Ok(None) };
        let (version, number, encrypted, may_create, may_search): (String, i64, bool, bool, bool) =
            sqlx::query_as(RIGHTS).fetch_one(pool).await?;
        let (holds, in_use) = contents(pool).await?;
        let version_fits = number >= SERVER_AT_LEAST;
        Ok(Some(Probe { version, version_fits, encrypted, may_create, may_search, holds, in_use }))
    }
}

async fn contents(pool: &PgPool) -> Result<(Holds, bool)> {
    let (tables, own): (i64, i64) = sqlx::query_as(TABLES).fetch_one(pool).await?;
    if own < 3 {
        return Ok((if tables == 0 { Holds::Nothing } else { Holds::Foreign }, false));
    }
    let (version,): (i64,) =
        sqlx::query_as("select coalesce(max(version), 0) from schema_migration").fetch_one(pool).await?;
    let latest = MIGRATIONS.last().map_or(0, |step| step.version);
    let holds = match version.cmp(&latest) {
        std::cmp::Ordering::Less => Holds::Older,
        std::cmp::Ordering::Equal => Holds::Ours,
        std::cmp::Ordering::Greater => Holds::Newer,
    };
    let (in_use,): (bool,) =
        sqlx::query_as("select exists (select 1 from app_user) or exists (select 1 from audit_entry)")
            .fetch_one(pool)
            .await?;
    Ok((holds, in_use))
}
