//! What is held about a person, read and erased by one form for all declared tables; and who was made anonymous.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::customers::model::CustomerId;
use crate::db::Tx;
use crate::error::Result;
use crate::privacy::held::{Column, Erase, Kind, NoDate, Rows, Table};
use crate::privacy::model::{Anonymisation, AnonymisationId};
use crate::privacy::rules::{Facts, redact};
use crate::privacy::tables::HELD;
use crate::{
    dynamic_statements, execute, execute_dynamic, fetch_all, fetch_all_dynamic, fetch_one, fetch_optional,
};

/// Stands between the values of a row; no stored text has it.
const BETWEEN: &str = "\u{1f}";

/// The columns a person can read.
pub fn shown(table: &Table) -> impl Iterator<Item = &'static Column> {
    table.columns.iter().filter(|column| column.kind != Kind::Inside)
}

/// A row is read as one text, because no engine gives rows of unknown columns the way the other does.
fn read_sql(table: &Table) -> String {
    let values: Vec<String> =
        shown(table).map(|column| format!("coalesce(cast({} as text), '')", column.name)).collect();
    let dated = shown(table).find(|column| matches!(column.kind, Kind::At | Kind::Day));
    let order = dated.or_else(|| shown(table).next()).map_or("1", |column| column.name);
    let Table { name, within, .. } = table;
    let values = values.join(" || cast($2 as text) || ");
    format!("select {values} from {name} where {within} order by {order} limit 1000000")
}

fn count_sql(table: &Table) -> String {
    let Table { name, within, .. } = table;
    format!("select count(*) from {name} where {within}")
}

/// Empties columns, or removes rows; none where nothing of the table goes.
fn erase_sql(table: &Table, all: bool) -> Option<String> {
    let Table { name, within, .. } = table;
    if table.rows == Rows::Go || (all && table.rows == Rows::GoLater) {
        return Some(format!("delete from {name} where {within}"));
    }
    let sets: Vec<String> = table
        .columns
        .iter()
        .filter(|column| all || !column.erase.is_later())
        .filter_map(|column| match column.erase {
            Erase::Stays | Erase::Redacted(_) | Erase::RedactedLater(_) => None,
            Erase::Emptied | Erase::EmptiedLater => Some(format!("{} = ''", column.name)),
            Erase::Nulled | Erase::NulledLater => Some(format!("{} = null", column.name)),
            Erase::Becomes(what) | Erase::BecomesLater(what) => Some(format!("{} = {what}", column.name)),
        })
        .collect();
    (!sets.is_empty()).then(|| format!("update {name} set {} where {within}", sets.join(", ")))
}

/// Columns of JSON whose words go, and how they say that there is no date.
fn redacted(table: &Table, all: bool) -> impl Iterator<Item = (&'static Column, NoDate)> {
    let columns: &'static [Column] = table.columns;
    columns.iter().filter_map(move |column| match column.erase {
        Erase::Redacted(no_date) => Some((column, no_date)),
        Erase::RedactedLater(no_date) if all => Some((column, no_date)),
        _ => None,
    })
}

fn json_sql(table: &Table, column: &Column) -> String {
    format!("select id, {} from {} where {} limit 1000000", column.name, table.name, table.within)
}

fn redact_sql(table: &Table, column: &Column) -> String {
    format!("update {} set {} = $2 where id = $1", table.name, column.name)
}

/// The statements on rows of other features' tables: the one thing no feature does for itself.
pub fn by_declaration() -> Vec<String> {
    let mut all = Vec::new();
    for table in HELD {
        if shown(table).next().is_some() {
            all.push(read_sql(table));
        }
        all.push(count_sql(table));
        all.extend([false, true].into_iter().filter_map(|whole| erase_sql(table, whole)));
        for (column, _) in redacted(table, true) {
            all.extend([json_sql(table, column), redact_sql(table, column)]);
        }
    }
    all
}

dynamic_statements!(by_declaration);

/// A person's rows of a table, each with the values that are shown.
pub async fn rows(tx: &mut Tx, table: &Table, person: CustomerId) -> Result<Vec<Vec<String>>> {
    let rows = fetch_all_dynamic!(tx, (String,), read_sql(table), person, BETWEEN)?;
    Ok(rows.into_iter().map(|(row,)| row.split(BETWEEN).map(str::to_owned).collect()).collect())
}

/// How many rows of a table are about a person.
pub async fn count(tx: &mut Tx, table: &Table, person: CustomerId) -> Result<i64> {
    let found = fetch_all_dynamic!(tx, (i64,), count_sql(table), person)?;
    Ok(found.first().map_or(0, |(count,)| *count))
}

/// Whether anything of a table's rows goes.
pub fn touches(table: &Table, all: bool) -> bool {
    erase_sql(table, all).is_some() || redacted(table, all).next().is_some()
}

/// Removes what goes: all of it, or what nothing makes stay. What rows of others hang on goes last.
pub async fn erase(tx: &mut Tx, person: CustomerId, all: bool) -> Result<()> {
    for table in HELD.iter().rev() {
        for (column, no_date) in redacted(table, all) {
            let rows = fetch_all_dynamic!(tx, (Uuid, String), json_sql(table, column), person)?;
            for (id, text) in rows {
                let mut json = serde_json::from_str(&text)?;
                redact(&mut json, no_date);
                execute_dynamic!(tx, redact_sql(table, column), id, json.to_string())?;
            }
        }
        if let Some(sql) = erase_sql(table, all) {
            execute_dynamic!(tx, sql, person)?;
        }
    }
    Ok(())
}

/// What is known of a person's money and sales.
pub async fn facts(tx: &mut Tx, person: CustomerId) -> Result<Facts> {
    let open = fetch_one!(
        tx,
        (i64, Option<NaiveDate>),
        "select count(*), max(due_on) from receivable where paid_on is null and withdrawn_on is null \
           and customer_id in (select id from customer where id = $1 or merged_into = $1)",
        person
    )?;
    let settled = fetch_one!(
        tx,
        (i64, Option<NaiveDate>),
        "select count(*), max(paid_on) from receivable where paid_on is not null \
           and customer_id in (select id from customer where id = $1 or merged_into = $1)",
        person
    )?;
    let contracts = fetch_all!(
        tx,
        (String, DateTime<Utc>),
        "select status, updated_at from contract \
         where customer_id in (select id from customer where id = $1 or merged_into = $1) \
         order by updated_at limit 10000",
        person
    )?;
    let sales = fetch_all!(
        tx,
        (String, Option<DateTime<Utc>>),
        "select state, decided_at from registration \
         where customer_id in (select id from customer where id = $1 or merged_into = $1) \
         order by created_at limit 10000",
        person
    )?;
    let counted = |days: Vec<Option<NaiveDate>>| {
        let last = days.iter().flatten().max().copied();
        (i64::try_from(days.len()).unwrap_or(i64::MAX), last)
    };
    let ended = contracts.iter().filter(|(status, _)| status == "ended");
    let approved = sales.iter().filter(|(state, _)| state == "approved");
    let on_their_way = ["draft", "submitted", "in_review", "returned"];
    let open_sales = sales.iter().filter(|(state, _)| on_their_way.contains(&state.as_str())).count();
    let running = contracts.iter().filter(|(status, _)| status != "ended").count();
    Ok(Facts {
        open,
        settled,
        active_contracts: i64::try_from(running).unwrap_or(i64::MAX),
        ended_contracts: counted(ended.map(|(_, at)| Some(at.date_naive())).collect()),
        sales: counted(approved.map(|(_, at)| at.map(|at| at.date_naive())).collect()),
        open_sales: i64::try_from(open_sales).unwrap_or(i64::MAX),
    })
}

/// How far a person was made anonymous, the last time somebody did.
pub async fn anonymisation(tx: &mut Tx, person: CustomerId) -> Result<Option<Anonymisation>> {
    fetch_optional!(
        tx,
        Anonymisation,
        "select id, customer_id, at, by_name, reason, kept_until, completed_at from anonymisation \
         where customer_id = $1 order by at desc, id desc limit 1",
        person
    )
}

/// Those whose day has come.
pub async fn due(tx: &mut Tx, today: NaiveDate) -> Result<Vec<Anonymisation>> {
    fetch_all!(
        tx,
        Anonymisation,
        "select id, customer_id, at, by_name, reason, kept_until, completed_at from anonymisation \
         where completed_at is null and kept_until < $1 order by kept_until, id limit 100",
        today
    )
}

/// Notes that a person was made anonymous.
pub async fn insert(tx: &mut Tx, done: &Anonymisation) -> Result<()> {
    execute!(
        tx,
        "insert into anonymisation (id, customer_id, at, by_name, reason, kept_until, completed_at) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        done.id,
        done.customer_id,
        done.at,
        &done.by_name,
        &done.reason,
        done.kept_until,
        done.completed_at
    )?;
    Ok(())
}

/// Notes that the rest stays longer, or was removed.
pub async fn settle(
    tx: &mut Tx,
    id: AnonymisationId,
    kept_until: Option<NaiveDate>,
    completed_at: Option<DateTime<Utc>>,
) -> Result<()> {
    execute!(
        tx,
        "update anonymisation set kept_until = $2, completed_at = $3 where id = $1 and completed_at is null",
        id,
        kept_until,
        completed_at
    )?;
    Ok(())
}
