//! Which tables there are on both sides, as the migrated databases themselves say: no list is kept by hand.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::postgres::Postgres;
use sqlx::sqlite::Sqlite;
use sqlx::{AssertSqlSafe, Transaction};

use super::super::quoted;
use super::text::Kind;
use crate::error::{Error, Result};

/// Tables that only a file has, each with its reason.
pub const ONLY_IN_A_FILE: &[&str] = &[
    // How programs on one file tell each other what changed; a server tells them itself.
    "change_note",
];

/// Tables that only a server has, each with its reason.
pub const ONLY_ON_A_SERVER: &[&str] = &[
    // Who signs in by which role of the server: a file has none.
    "login_role",
    "login_setting",
];

/// A table to carry over.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<(String, Kind)>,
    /// The column whose numbers the server gives out by itself.
    pub(super) numbered: Option<String>,
}

impl Table {
    /// Its columns, as both engines read them.
    pub(super) fn list(&self) -> String {
        let names: Vec<String> = self.columns.iter().map(|(name, _)| quoted(name)).collect();
        names.join(", ")
    }
}

/// A reference between tables.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Reference {
    pub(super) name: String,
    pub(super) from_table: String,
    pub(super) to_table: String,
    pub(super) definition: String,
}

/// The tables of a file with their columns; the search's own parts are the engine's.
async fn of_file(tx: &mut Transaction<'static, Sqlite>) -> Result<BTreeMap<String, BTreeSet<String>>> {
    let columns: Vec<(String, String, String)> = sqlx::query_as(
        "select t.name, t.type, c.name from pragma_table_list t join pragma_table_xinfo(t.name) c \
         where t.schema = 'main' and t.type in ('table', 'virtual') and t.name not like 'sqlite\\_%' escape '\\' \
           and c.hidden = 0 order by t.name, c.cid",
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (table, kind, column) in columns {
        let known = tables.entry(table).or_default();
        known.insert(column);
        // A search's table has its number besides, which on a server is a column.
        if kind == "virtual" {
            known.insert("rowid".to_owned());
        }
    }
    Ok(tables)
}

/// Each column of a server's tables with its type, and whether the server numbers it.
const COLUMNS: &str = "select c.relname::text, a.attname::text, format_type(a.atttypid, null), a.attidentity <> '' \
  from pg_class c join pg_attribute a on a.attrelid = c.oid \
  where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 \
    and not a.attisdropped and a.attgenerated = '' order by c.relname, a.attnum";

async fn of_server(tx: &mut Transaction<'static, Postgres>) -> Result<Vec<Table>> {
    let columns: Vec<(String, String, String, bool)> = sqlx::query_as(COLUMNS).fetch_all(&mut **tx).await?;
    let mut tables: Vec<Table> = Vec::new();
    for (table, column, kind, numbered) in columns {
        let kind = Kind::of(&kind)
            .ok_or_else(|| Error::internal(format!("{table}.{column} is of an unknown type: {kind}")))?;
        if tables.last().is_none_or(|last| last.name != table) {
            tables.push(Table { name: table, columns: Vec::new(), numbered: None });
        }
        let Some(last) = tables.last_mut() else { continue };
        if numbered {
            last.numbered = Some(column.clone());
        }
        last.columns.push((column, kind));
    }
    Ok(tables)
}

/// The references that the server keeps.
pub(super) async fn references(tx: &mut Transaction<'static, Postgres>) -> Result<Vec<Reference>> {
    let sql = "select r.conname::text as name, c.relname::text as from_table, p.relname::text as to_table, \
        pg_get_constraintdef(r.oid) as definition \
      from pg_constraint r join pg_class c on c.oid = r.conrelid join pg_class p on p.oid = r.confrelid \
      where r.contype = 'f' and r.connamespace = current_schema()::regnamespace order by c.relname, r.conname";
    Ok(sqlx::query_as(sql).fetch_all(&mut **tx).await?)
}

/// What is carried over: every table that both have, those that are pointed at first.
///
/// # Errors
/// `Internal` when the two do not have the same tables and columns.
pub(super) async fn shared(
    from: &mut Transaction<'static, Sqlite>,
    to: &mut Transaction<'static, Postgres>,
) -> Result<Vec<Table>> {
    let mut file = of_file(from).await?;
    for own in ONLY_IN_A_FILE {
        file.remove(*own);
    }
    let mut server = of_server(to).await?;
    server.retain(|table| !ONLY_ON_A_SERVER.contains(&table.name.as_str()));
    for table in &server {
        let columns: BTreeSet<String> = table.columns.iter().map(|(name, _)| name.clone()).collect();
        if file.remove(&table.name) != Some(columns) {
            return Err(Error::internal(format!("{} is not the same on both sides", table.name)));
        }
    }
    if let Some(name) = file.keys().next() {
        return Err(Error::internal(format!("{name} is not on the server")));
    }
    let references = references(to).await?;
    let pairs = references.iter().map(|known| (known.from_table.as_str(), known.to_table.as_str()));
    let order =
        in_order(server.iter().map(|table| table.name.as_str()).collect(), &pairs.collect::<Vec<_>>());
    let place = |name: &str| order.iter().position(|known| known == name);
    let mut tables = server;
    tables.sort_by_key(|table| place(&table.name));
    Ok(tables)
}

/// Tables, those that others point at before these. Of tables in a circle any comes first.
fn in_order(tables: Vec<&str>, references: &[(&str, &str)]) -> Vec<String> {
    let mut left = tables;
    let mut order = Vec::new();
    while !left.is_empty() {
        let waits = |table: &str| {
            references.iter().any(|(from, to)| *from == table && *to != table && left.contains(to))
        };
        let next = left.iter().position(|table| !waits(table)).unwrap_or(0);
        order.push(left.remove(next).to_owned());
    }
    order
}

/// How many rows each table has.
pub(super) async fn counts(tx: &mut super::Tx, tables: &[Table]) -> Result<BTreeMap<String, i64>> {
    let mut counts = BTreeMap::new();
    for table in tables {
        let sql = format!("select count(*) from {}", quoted(&table.name));
        let (count,): (i64,) = match tx {
            super::Tx::Sqlite(tx, _) => sqlx::query_as(AssertSqlSafe(sql)).fetch_one(&mut **tx).await?,
            super::Tx::Postgres(tx) => sqlx::query_as(AssertSqlSafe(sql)).fetch_one(&mut **tx).await?,
        };
        counts.insert(table.name.clone(), count);
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sys_1_what_is_pointed_at_comes_first() {
        let order = in_order(
            vec!["address", "customer", "merge", "person"],
            &[
                ("address", "customer"),
                ("customer", "customer"),
                ("customer", "person"),
                ("merge", "customer"),
            ],
        );
        assert_eq!(order, ["person", "customer", "address", "merge"]);
        assert_eq!(in_order(vec!["a", "b"], &[("a", "b"), ("b", "a")]), ["a", "b"]);
    }
}
