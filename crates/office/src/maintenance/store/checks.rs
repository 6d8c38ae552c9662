//! What the check asks: fichas beside what they are found by, rows of merged fichas, series of numbers, the outbox.

use uuid::Uuid;

use crate::customers::model::ContactKind;
use crate::db::Tx;
use crate::duplicates::references::{Reference, moved};
use crate::error::Result;
use crate::{dynamic_statements, fetch_all, fetch_all_dynamic, fetch_in};

/// A ficha that stands for itself, as a search should find it.
#[derive(Debug, sqlx::FromRow)]
pub struct Found {
    /// Which.
    pub id: Uuid,
    /// Its code.
    pub code: i64,
    /// Name.
    pub name: String,
    /// The name as lists are sorted by it.
    pub name_key: String,
    /// Trade name.
    pub trade_name: String,
    /// Whom to ask for.
    pub contact_name: String,
    /// CPF or CNPJ.
    pub document: Option<String>,
}

/// The next fichas after a code that were not merged into others.
pub async fn fichas_after(tx: &mut Tx, code: i64, limit: i64) -> Result<Vec<Found>> {
    fetch_all!(
        tx,
        Found,
        "select id, code, name, name_key, trade_name, contact_name, document from customer \
         where code > $1 and merged_into is null order by code limit $2",
        code,
        limit
    )
}

/// How fichas are reached.
pub async fn contacts(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<(Uuid, ContactKind, String)>> {
    fetch_in!(
        tx,
        (Uuid, ContactKind, String),
        "select customer_id, kind, value from contact_point where customer_id in ($1)",
        ids
    )
}

/// The codes of the fichas that were merged into these.
pub async fn codes_leading_to(tx: &mut Tx, ids: &[Uuid]) -> Result<Vec<(Uuid, i64)>> {
    fetch_in!(tx, (Uuid, i64), "select merged_into, code from customer where merged_into in ($1)", ids)
}

/// What the search holds for the codes after one and up to another.
pub async fn searched(tx: &mut Tx, after: i64, until: i64) -> Result<Vec<(i64, String)>> {
    fetch_all!(
        tx,
        (i64, String),
        "select rowid, content from customer_search where rowid > $1 and rowid <= $2 order by rowid",
        after,
        until
    )
}

/// The words it holds for them.
pub async fn words(tx: &mut Tx, after: i64, until: i64) -> Result<Vec<(i64, String)>> {
    fetch_all!(
        tx,
        (i64, String),
        "select code, word from customer_word where code > $1 and code <= $2 order by code, word",
        after,
        until
    )
}

fn left_sql(reference: &Reference) -> String {
    let Reference { table, column, .. } = reference;
    format!(
        "select count(*) from {table} r join customer c on c.id = r.{column} where c.merged_into is not null"
    )
}

dynamic_statements!(|| moved().map(left_sql).collect());

/// How many rows point at a merged ficha that should have moved on, by table; those without any are left out.
pub async fn rows_left_behind(tx: &mut Tx) -> Result<Vec<(&'static str, i64)>> {
    let mut found = Vec::new();
    for reference in moved() {
        let counted = fetch_all_dynamic!(tx, (i64,), left_sql(reference))?;
        let count = counted.first().map_or(0, |(count,)| *count);
        if count > 0 {
            found.push((reference.table, count));
        }
    }
    Ok(found)
}

/// Numbers that were given: name of their counter, year, lowest, highest and count.
pub type Series = (String, i64, i64, i64, i64);

/// The series of quotes, by company and year.
pub async fn quote_numbers(tx: &mut Tx) -> Result<Vec<(Uuid, i64, i64, i64, i64)>> {
    fetch_all!(
        tx,
        (Uuid, i64, i64, i64, i64),
        "select company_id, year, min(number), max(number), count(*) from quote group by company_id, year \
         order by year, company_id limit 1000"
    )
}

/// The series of sales, by year, from numbers such as `2026-000417`.
pub async fn sale_numbers(tx: &mut Tx) -> Result<Vec<(i64, i64, i64, i64)>> {
    fetch_all!(
        tx,
        (i64, i64, i64, i64),
        "select cast(substr(number, 1, 4) as bigint), min(cast(substr(number, 6) as bigint)), \
           max(cast(substr(number, 6) as bigint)), count(*) from registration where number is not null \
         group by substr(number, 1, 4) order by substr(number, 1, 4) limit 1000"
    )
}

/// The series of merges: lowest, highest and count; none where nothing was merged.
pub async fn merge_numbers(tx: &mut Tx) -> Result<Vec<(i64, i64, i64)>> {
    fetch_all!(
        tx,
        (i64, i64, i64),
        "select min(number), max(number), count(*) from customer_merge having count(*) > 0"
    )
}

/// Quotes whose versions, and sales whose rounds, are not counted from one without a gap.
pub async fn broken_rows(tx: &mut Tx) -> Result<Vec<(String, i64)>> {
    fetch_all!(
        tx,
        (String, i64),
        "select kind, count(*) from \
           (select 'quote_version' as kind from quote_version group by quote_id \
              having min(version_number) <> 1 or max(version_number) <> count(*) \
            union all select 'registration_round' from registration_round group by registration_id \
              having min(round) <> 1 or max(round) <> count(*)) broken group by kind order by kind"
    )
}

/// Where the counters stand.
pub async fn counters(tx: &mut Tx) -> Result<Vec<(String, i64, i64)>> {
    fetch_all!(
        tx,
        (String, i64, i64),
        "select name, year, last_number from number_counter order by name, year"
    )
}

/// Messages whose state does not go with what else is said of them, by state.
pub async fn impossible_messages(tx: &mut Tx) -> Result<Vec<(String, i64)>> {
    fetch_all!(
        tx,
        (String, i64),
        "select state, count(*) from outbox_message where (state = 'sent' and sent_at is null) \
           or (state <> 'sent' and sent_at is not null) \
           or (state in ('claimed', 'sending') and (claimed_by is null or lease_until is null)) \
           or (state = 'sending' and sending_at is null) \
           or (state = 'queued' and (claimed_by is not null or lease_until is not null)) \
         group by state order by state"
    )
}
