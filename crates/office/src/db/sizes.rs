//! How large a base is, for whoever helps with it: rows by table, bytes, the engine's version. Nothing of what is in it.

use sqlx::AssertSqlSafe;

use super::{Db, Tx};
use crate::error::Result;

/// How large a base is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sizes {
    /// The engine's version.
    pub version: String,
    /// Bytes on the disk.
    pub bytes: i64,
    /// Rows of each table.
    pub rows: Vec<(String, i64)>,
}

impl Db {
    /// Counts everything.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn sizes(&self) -> Result<Sizes> {
        let mut tx = self.begin_read().await?;
        let sizes = sizes(&mut tx).await;
        tx.rollback().await?;
        sizes
    }
}

async fn sizes(tx: &mut Tx) -> Result<Sizes> {
    let about = match tx {
        Tx::Sqlite(..) => {
            "select sqlite_version(), (select page_count from pragma_page_count) \
               * (select page_size from pragma_page_size)"
        }
        Tx::Postgres(_) => "select current_setting('server_version'), pg_database_size(current_database())",
    };
    let names = match tx {
        Tx::Sqlite(..) => {
            "select name from pragma_table_list where schema = 'main' and type in ('table', 'virtual') \
               and name not like 'sqlite\\_%' escape '\\' order by name"
        }
        Tx::Postgres(_) => {
            "select relname::text from pg_class where relnamespace = current_schema()::regnamespace \
               and relkind in ('r', 'p') order by relname"
        }
    };
    let (version, bytes): (String, i64) = one(tx, about.to_owned()).await?;
    let mut rows = Vec::new();
    for (name,) in all(tx, names).await? {
        let (count,) = one::<(i64,)>(tx, format!("select count(*) from \"{name}\"")).await?;
        rows.push((name, count));
    }
    Ok(Sizes { version, bytes, rows })
}

async fn one<T>(tx: &mut Tx, sql: String) -> Result<T>
where
    T: for<'r> sqlx::FromRow<'r, sqlx::sqlite::SqliteRow>
        + for<'r> sqlx::FromRow<'r, sqlx::postgres::PgRow>
        + Send
        + Unpin,
{
    let sql = AssertSqlSafe(sql);
    Ok(match tx {
        Tx::Sqlite(tx, _) => sqlx::query_as(sql).fetch_one(&mut **tx).await?,
        Tx::Postgres(tx) => sqlx::query_as(sql).fetch_one(&mut **tx).await?,
    })
}

async fn all(tx: &mut Tx, sql: &'static str) -> Result<Vec<(String,)>> {
    Ok(match tx {
        Tx::Sqlite(tx, _) => sqlx::query_as(sql).fetch_all(&mut **tx).await?,
        Tx::Postgres(tx) => sqlx::query_as(sql).fetch_all(&mut **tx).await?,
    })
}
