//! Both sides read by the driver's own decoding, row by row: nothing of the move's code has a say in it.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{AssertSqlSafe, ConnectOptions, Row};
use uuid::Uuid;

async fn file(url: &str) -> SqliteConnection {
    let options: SqliteConnectOptions = url.parse().unwrap();
    options.create_if_missing(false).connect().await.unwrap()
}

async fn server(url: &str) -> PgConnection {
    let options: PgConnectOptions = url.parse().unwrap();
    options.connect().await.unwrap()
}

/// Tables of a file, without those that the engine and its search keep for themselves.
pub async fn tables_of_file(url: &str) -> Vec<String> {
    let sql = "select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' \
        and name not glob 'customer_search_*' order by name";
    let found: Vec<(String,)> = sqlx::query_as(sql).fetch_all(&mut file(url).await).await.unwrap();
    found.into_iter().map(|(name,)| name).collect()
}

/// Tables of a server.
pub async fn tables_of_server(url: &str) -> Vec<String> {
    let sql =
        "select table_name::text from information_schema.tables where table_schema = 'public' order by 1";
    let found: Vec<(String,)> = sqlx::query_as(sql).fetch_all(&mut server(url).await).await.unwrap();
    found.into_iter().map(|(name,)| name).collect()
}

/// Reads one table on either engine into counted rows of text.
macro_rules! read {
    ($connection:expr, $table:expr, $columns:expr) => {{
        let names: Vec<String> = $columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        let sql = format!("select {} from \"{}\"", names.join(", "), $table);
        let rows = sqlx::query(AssertSqlSafe(sql)).fetch_all($connection).await.unwrap();
        let mut counted: BTreeMap<String, usize> = BTreeMap::new();
        for row in rows {
            let mut told = String::new();
            for (index, (name, kind)) in $columns.iter().enumerate() {
                let value = match kind.as_str() {
                    "bigint" => format!("{:?}", row.get::<Option<i64>, _>(index)),
                    "boolean" => format!("{:?}", row.get::<Option<bool>, _>(index)),
                    "text" => format!("{:?}", row.get::<Option<String>, _>(index)),
                    "date" => format!("{:?}", row.get::<Option<NaiveDate>, _>(index)),
                    "timestamp with time zone" => {
                        format!("{:?}", row.get::<Option<DateTime<Utc>>, _>(index))
                    }
                    "uuid" => format!("{:?}", row.get::<Option<Uuid>, _>(index)),
                    "bytea" => format!("{:?}", row.get::<Option<Vec<u8>>, _>(index)),
                    other => panic!("{name}: {other}"),
                };
                told.push_str(&format!("{name}={value}; "));
            }
            *counted.entry(told).or_default() += 1;
        }
        counted
    }};
}

/// Every row of every table is the same; the server has one entry of the audit more, and the file its mark.
pub async fn same(from: &str, to: &str, tables: &[String]) {
    let (mut from, mut to) = (file(from).await, server(to).await);
    let mut rows = 0;
    for table in tables {
        let sql = "select column_name::text, data_type::text from information_schema.columns \
            where table_schema = 'public' and table_name = $1 order by ordinal_position";
        let columns: Vec<(String, String)> =
            sqlx::query_as(sql).bind(table).fetch_all(&mut to).await.unwrap();
        let (mut one, mut other) = (read!(&mut from, table, columns), read!(&mut to, table, columns));
        match table.as_str() {
            "audit_head" => {
                assert_eq!((one.len(), other.len()), (1, 1));
                continue;
            }
            "audit_entry" => {
                let more: Vec<String> = other.keys().filter(|row| !one.contains_key(*row)).cloned().collect();
                assert_eq!(more.len(), 1, "{more:?}");
                assert!(more[0].contains("entity_id=Some(\"moved\")"), "{}", more[0]);
                other.remove(&more[0]);
            }
            "schema_migration" => {
                let mark: Vec<String> = one.keys().filter(|row| !other.contains_key(*row)).cloned().collect();
                assert_eq!(mark.len(), 1, "{mark:?}");
                one.remove(&mark[0]);
            }
            _ => {}
        }
        rows += one.len();
        assert_eq!(one, other, "{table}");
    }
    assert!(rows > 5_000, "only {rows} rows");
}

/// References, triggers and indexes are those of a base that was just made.
pub async fn same_schema(moved: &str, fresh: &str) {
    let sql = "select 'r ' || conrelid::regclass::text || ' ' || conname || ' ' || pg_get_constraintdef(oid) || convalidated \
          from pg_constraint where connamespace = 'public'::regnamespace \
        union all select 't ' || pg_get_triggerdef(oid) || tgenabled::text from pg_trigger where not tgisinternal \
        union all select 'i ' || indexdef from pg_indexes where schemaname = 'public' order by 1";
    let (mut moved, mut fresh) = (server(moved).await, server(fresh).await);
    let one: Vec<(String,)> = sqlx::query_as(sql).fetch_all(&mut moved).await.unwrap();
    let other: Vec<(String,)> = sqlx::query_as(sql).fetch_all(&mut fresh).await.unwrap();
    assert!(one.len() > 100);
    assert_eq!(one, other);
}

/// How many tables there are, and how many rows in one of them.
pub async fn tables_there(url: &str) -> usize {
    tables_of_server(url).await.len()
}
