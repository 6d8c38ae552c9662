//! Everything in a file carried over to an unused server, in one transaction of each: the file's keeps everybody from
//! writing to it meanwhile, the server's is taken back as a whole by whatever goes wrong, also by the end of this program.
//!
//! While the rows travel the server checks no reference and runs no trigger of ours: nothing is derived twice, nothing is
//! moved to another ficha, and rows may come before those they point at. All references are checked at the end.

mod rows;
mod tables;
mod text;

use std::collections::BTreeMap;

use sqlx::postgres::Postgres;
use sqlx::sqlite::Sqlite;
use sqlx::{AssertSqlSafe, Executor, Transaction};

pub use tables::{ONLY_IN_A_FILE, ONLY_ON_A_SERVER};
pub use text::Contents;

use super::file::Alone;
use super::quoted;
use super::{Db, Tx};
use crate::error::{Error, Result};
use tables::{Reference, Table};

/// Told how many rows have just been dealt with.
pub type Counted<'a> = &'a (dyn Fn(i64) + Send + Sync);

/// How the server writes what it is asked for, and how long it may be held up: by nobody who has the base open.
const MANNERS: &str = "set local datestyle = 'ISO, YMD'; set local timezone = 'UTC'; set local bytea_output = 'hex'; \
    set local statement_timeout = 0; set local lock_timeout = '15s'; \
    set local idle_in_transaction_session_timeout = 0";

/// A file and a server between the first row and the last.
#[derive(Debug)]
pub struct Carrying {
    tables: Vec<Table>,
    references: Vec<Reference>,
    rows: BTreeMap<String, i64>,
}

fn both<'a>(
    from: &'a mut Tx,
    to: &'a mut Tx,
) -> Result<(&'a mut Transaction<'static, Sqlite>, &'a mut Transaction<'static, Postgres>)> {
    match (from, to) {
        (Tx::Sqlite(from, _), Tx::Postgres(to)) => Ok((from, to)),
        _ => Err(Error::unavailable("relocation_only_to_server", "")),
    }
}

fn server(to: &mut Tx) -> Result<&mut Transaction<'static, Postgres>> {
    match to {
        Tx::Postgres(to) => Ok(to),
        Tx::Sqlite(..) => Err(Error::unavailable("relocation_only_to_server", "")),
    }
}

async fn run(to: &mut Transaction<'static, Postgres>, sql: String) -> Result<()> {
    to.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await?;
    Ok(())
}

impl Db {
    /// A transaction in which whoever is alone with a file reads it as it is and stays, and may write last.
    pub async fn begin_alone(&self, _alone: &Alone) -> Result<Tx> {
        match self {
            Self::Sqlite(file, _) => Ok(Tx::Sqlite(file.pool().begin_with("begin immediate").await?, None)),
            Self::Postgres(_) => Err(Error::unavailable("relocation_from_file", "")),
        }
    }
}

impl Carrying {
    /// Makes the server's tables ready to take everything over. `fresh` is a base that was just made, to tell a server that
    /// nobody has used yet by.
    ///
    /// # Errors
    /// `Unavailable` with `relocation_target_used` and the table that has rows; those of the databases.
    pub async fn begin(from: &mut Tx, to: &mut Tx, fresh: &Db) -> Result<Self> {
        run(server(to)?, MANNERS.to_owned()).await?;
        let (file, there) = both(from, to)?;
        let tables = tables::shared(file, there).await?;
        let references = tables::references(there).await?;
        let mut made = fresh.begin_read().await?;
        let as_made = tables::counts(&mut made, &tables).await?;
        made.rollback().await?;
        let found = tables::counts(to, &tables).await?;
        if let Some((used, _)) = found.iter().find(|(name, count)| as_made.get(*name) != Some(*count)) {
            return Err(Error::unavailable("relocation_target_used", used));
        }
        let rows = tables::counts(from, &tables).await?;
        let carrying = Self { tables, references, rows };
        carrying.open(server(to)?).await?;
        Ok(carrying)
    }

    async fn open(&self, to: &mut Transaction<'static, Postgres>) -> Result<()> {
        for reference in &self.references {
            let (table, name) = (quoted(&reference.from_table), quoted(&reference.name));
            run(to, format!("alter table {table} drop constraint {name}")).await?;
        }
        for table in &self.tables {
            run(to, format!("alter table {} disable trigger user", quoted(&table.name))).await?;
        }
        run(to, format!("truncate {}", self.names())).await
    }

    fn names(&self) -> String {
        let names: Vec<String> = self.tables.iter().map(|table| quoted(&table.name)).collect();
        names.join(", ")
    }

    /// The tables in the order in which they are carried over, each with how many rows it has.
    pub fn tables(&self) -> Vec<(String, i64)> {
        let rows = |table: &Table| self.rows.get(&table.name).copied().unwrap_or(0);
        self.tables.iter().map(|table| (table.name.clone(), rows(table))).collect()
    }

    fn table(&self, name: &str) -> Result<&Table> {
        let found = self.tables.iter().find(|table| table.name == name);
        found.ok_or_else(|| Error::internal(format!("{name} is not carried over")))
    }

    /// Carries a table's rows over; gives what was sent.
    ///
    /// # Errors
    /// `Unavailable` with `relocation_value_refused` and the column when a value does not fit; those of the databases.
    pub async fn copy(
        &self,
        name: &str,
        from: &mut Tx,
        to: &mut Tx,
        counted: Counted<'_>,
    ) -> Result<Contents> {
        let (from, to) = both(from, to)?;
        rows::copy(self.table(name)?, from, to, counted).await
    }

    /// What the server holds in a table, read back from it.
    pub async fn read_back(&self, name: &str, to: &mut Tx, counted: Counted<'_>) -> Result<Contents> {
        rows::read_back(self.table(name)?, server(to)?, counted).await
    }

    /// Puts everything in place again: numbers the server gives go on behind those there are, references are checked and
    /// kept, triggers run.
    pub async fn finish(&self, to: &mut Tx) -> Result<()> {
        let to = server(to)?;
        for table in &self.tables {
            if let Some(column) = &table.numbered {
                let (name, quoted_column) = (quoted(&table.name), quoted(column));
                let sql = format!(
                    "select setval(pg_get_serial_sequence('{name}', '{column}'), \
                     coalesce(max({quoted_column}), 1), max({quoted_column}) is not null) from {name}"
                );
                run(to, sql).await?;
            }
        }
        for reference in &self.references {
            let (table, name) = (quoted(&reference.from_table), quoted(&reference.name));
            let sql = format!("alter table {table} add constraint {name} {}", reference.definition);
            let added = to.execute(sqlx::raw_sql(AssertSqlSafe(sql))).await;
            added.map_err(|error| rows::refused(&reference.from_table, error))?;
        }
        for table in &self.tables {
            run(to, format!("alter table {} enable trigger user", quoted(&table.name))).await?;
        }
        run(to, format!("analyze {}", self.names())).await
    }
}
