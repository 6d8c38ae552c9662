//! What each engine can say about the soundness of what it stores: damaged pages, and references to what is not there.

use sqlx::{ConnectOptions, Connection};

use super::{Db, Tx};
use crate::error::Result;

/// Rows that point at what is not there.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct LostReference {
    /// Their table.
    pub table: String,
    /// The table they point into.
    pub parent: String,
    /// How many.
    pub count: i64,
}

/// The references that a Postgres database declares, each as the condition of a join (`c` the row, `p` what it points at)
/// and the one under which it points anywhere.
const DECLARED: &str = "select r.conrelid::regclass::text, r.confrelid::regclass::text, \
    string_agg(format('c.%I = p.%I', mine.attname, its.attname), ' and ' order by k.place), \
    string_agg(format('c.%I is not null', mine.attname), ' and ' order by k.place) \
  from pg_constraint r cross join lateral unnest(r.conkey, r.confkey) with ordinality as k (mine, its, place) \
    join pg_attribute mine on mine.attrelid = r.conrelid and mine.attnum = k.mine \
    join pg_attribute its on its.attrelid = r.confrelid and its.attnum = k.its \
  where r.contype = 'f' and r.connamespace = current_schema()::regnamespace \
  group by r.oid, r.conrelid, r.confrelid, r.conname order by 1, 2, r.conname";

impl Db {
    /// What SQLite finds wrong with its own file; empty when sound, and on Postgres, which reads no page without
    /// checking it.
    pub async fn integrity_problems(&self) -> Result<Vec<String>> {
        let Self::Sqlite(file, _) = self else { return Ok(Vec::new()) };
        // A connection of its own: one that others wrote past may remember an older state of the search's index.
        let mut connection = file.pool().connect_options().as_ref().clone().connect().await?;
        let mut found: Vec<(String,)> =
            sqlx::query_as("pragma integrity_check").fetch_all(&mut connection).await?;
        connection.close().await?;
        found.retain(|(line,)| line != "ok");
        Ok(found.into_iter().map(|(line,)| line).collect())
    }

    /// Rows that point at what is not there, by table. The engines keep this from happening, unless somebody tells them
    /// not to, or pages were lost.
    pub async fn lost_references(&self) -> Result<Vec<LostReference>> {
        let mut tx = self.begin_read().await?;
        let found = tx.lost_references().await;
        tx.rollback().await?;
        found
    }
}

impl Tx {
    /// The same, as this transaction sees it.
    pub async fn lost_references(&mut self) -> Result<Vec<LostReference>> {
        let tx = match self {
            Self::Sqlite(tx, _) => {
                let sql =
                    "select \"table\", parent, count(*) as count from pragma_foreign_key_check group by 1, 2";
                return Ok(sqlx::query_as(sql).fetch_all(&mut **tx).await?);
            }
            Self::Postgres(tx) => tx,
        };
        let declared: Vec<(String, String, String, String)> =
            sqlx::query_as(DECLARED).fetch_all(&mut **tx).await?;
        let mut found = Vec::new();
        for (table, parent, same, somewhere) in declared {
            let sql = format!(
                "select count(*) from {table} c where {somewhere} \
                 and not exists (select 1 from {parent} p where {same})"
            );
            let (count,): (i64,) = sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_one(&mut **tx).await?;
            if count > 0 {
                found.push(LostReference { table, parent, count });
            }
        }
        Ok(found)
    }
}
