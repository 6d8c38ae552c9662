//! Merges in the database, and the rows they move.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::customers::model::CustomerId;
use crate::db::Tx;
use crate::duplicates::references::{Reference, moved};
use crate::error::Result;
use crate::merges::model::{Merge, MergeId, MergedFicha, RowCount};
use crate::onboarding::model::OnboardingId;
use crate::{
    dynamic_statements, execute, execute_dynamic, fetch_all, fetch_all_dynamic, fetch_in, fetch_one,
    fetch_optional,
};

/// What every table with a customer is asked and told, by its declaration.
fn count_sql(reference: &Reference) -> String {
    let Reference { table, column, .. } = reference;
    format!("select count(*) from {table} where {column} = $1")
}

fn note_sql(reference: &Reference) -> String {
    let Reference { table, column, .. } = reference;
    format!(
        "insert into customer_merge_row (merge_id, kind, row_id, from_id) \
         select $1, '{table}', id, {column} from {table} where {column} = $2"
    )
}

fn move_sql(reference: &Reference) -> String {
    let Reference { table, column, .. } = reference;
    format!(
        "update {table} set {column} = $3 where {column} = $2 and id in \
         (select row_id from customer_merge_row where merge_id = $1 and kind = '{table}' and from_id = $2)"
    )
}

fn return_sql(reference: &Reference) -> String {
    let Reference { table, column, .. } = reference;
    format!(
        "update {table} set {column} = $2 where {column} = $3 and id in \
         (select row_id from customer_merge_row where merge_id = $1 and kind = '{table}' and from_id = $2)"
    )
}

/// The statements that move rows of other features' tables: the one thing no feature does for itself.
pub fn by_declaration() -> Vec<String> {
    moved()
        .flat_map(|reference| {
            [count_sql(reference), note_sql(reference), move_sql(reference), return_sql(reference)]
        })
        .collect()
}

dynamic_statements!(by_declaration);

/// How many rows point at a ficha, by table; tables without any are left out.
pub async fn rows_of(tx: &mut Tx, id: CustomerId) -> Result<Vec<RowCount>> {
    let mut counts = Vec::new();
    for reference in moved() {
        let found = fetch_all_dynamic!(tx, (i64,), count_sql(reference), id)?;
        let count = found.first().map_or(0, |(count,)| *count);
        if count > 0 {
            counts.push(RowCount { kind: reference.table.to_owned(), count });
        }
    }
    Ok(counts)
}

/// Notes every row that points at a ficha.
pub async fn note_rows(tx: &mut Tx, merge: MergeId, from: CustomerId) -> Result<()> {
    for reference in moved() {
        execute_dynamic!(tx, note_sql(reference), merge, from)?;
    }
    Ok(())
}

/// Notes one row of a ficha.
pub async fn note_row(tx: &mut Tx, merge: MergeId, kind: &str, row: Uuid, from: CustomerId) -> Result<()> {
    execute!(
        tx,
        "insert into customer_merge_row (merge_id, kind, row_id, from_id) values ($1, $2, $3, $4)",
        merge,
        kind,
        row,
        from
    )?;
    Ok(())
}

/// Forgets a noted row, which then stays where it is.
pub async fn leave_row(tx: &mut Tx, merge: MergeId, kind: &str, row: Uuid) -> Result<()> {
    execute!(
        tx,
        "delete from customer_merge_row where merge_id = $1 and kind = $2 and row_id = $3",
        merge,
        kind,
        row
    )?;
    Ok(())
}

/// Moves the noted rows of a ficha to another; gives how many.
pub async fn move_rows(tx: &mut Tx, merge: MergeId, from: CustomerId, to: CustomerId) -> Result<u64> {
    let mut count = 0;
    for reference in moved() {
        count += execute_dynamic!(tx, move_sql(reference), merge, from, to)?;
    }
    Ok(count)
}

/// Gives a ficha back the rows a merge took, those that are still where they went; gives how many.
pub async fn return_rows(tx: &mut Tx, merge: MergeId, to: CustomerId, from: CustomerId) -> Result<u64> {
    let mut count = 0;
    for reference in moved() {
        count += execute_dynamic!(tx, return_sql(reference), merge, to, from)?;
    }
    Ok(count)
}

/// Rows a merge moved, by table.
pub async fn moved_rows(tx: &mut Tx, merge: MergeId) -> Result<Vec<RowCount>> {
    let rows = fetch_all!(
        tx,
        (String, i64),
        "select kind, count(*) from customer_merge_row where merge_id = $1 group by kind order by kind",
        merge
    )?;
    Ok(rows.into_iter().map(|(kind, count)| RowCount { kind, count }).collect())
}

/// What a merge is when it is made.
#[derive(Debug)]
pub struct NewMerge<'a> {
    /// Which.
    pub id: MergeId,
    /// The number people use.
    pub number: i64,
    /// The ficha that stays.
    pub survivor: CustomerId,
    /// What it was, as JSON.
    pub before: String,
    /// What it becomes, as JSON.
    pub after: String,
    /// When (UTC).
    pub now: DateTime<Utc>,
    /// By whom.
    pub by: &'a str,
}

/// Adds a merge; its rows are counted afterwards.
pub async fn insert(tx: &mut Tx, merge: &NewMerge<'_>) -> Result<()> {
    execute!(
        tx,
        "insert into customer_merge (id, number, survivor_id, before, after, rows_moved, merged_at, merged_by) \
         values ($1, $2, $3, $4, $5, 0, $6, $7)",
        merge.id,
        merge.number,
        merge.survivor,
        &merge.before,
        &merge.after,
        merge.now,
        merge.by
    )?;
    Ok(())
}

/// Adds a ficha that was merged.
pub async fn insert_part(tx: &mut Tx, merge: MergeId, ficha: CustomerId, position: i64) -> Result<()> {
    execute!(
        tx,
        "insert into customer_merge_part (merge_id, customer_id, position) values ($1, $2, $3)",
        merge,
        ficha,
        position
    )?;
    Ok(())
}

/// Notes how many rows were moved and which welcome was begun.
pub async fn settle(
    tx: &mut Tx,
    merge: MergeId,
    rows_moved: i64,
    onboarding: Option<OnboardingId>,
) -> Result<()> {
    execute!(
        tx,
        "update customer_merge set rows_moved = $2, onboarding_id = $3 where id = $1",
        merge,
        rows_moved,
        onboarding
    )?;
    Ok(())
}

/// Notes that a merge was taken back; gives whether it still stood.
pub async fn set_undone(tx: &mut Tx, merge: MergeId, now: DateTime<Utc>, by: &str) -> Result<bool> {
    let changed = execute!(
        tx,
        "update customer_merge set undone_at = $2, undone_by = $3 where id = $1 and undone_at is null",
        merge,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// One merge.
pub async fn get(tx: &mut Tx, id: MergeId) -> Result<Option<Merge>> {
    fetch_optional!(
        tx,
        Merge,
        "select m.id, m.number, m.survivor_id, c.code as survivor_code, c.name as survivor_name, m.rows_moved, \
           m.onboarding_id, m.merged_at, m.merged_by, m.undone_at, m.undone_by \
         from customer_merge m join customer c on c.id = m.survivor_id where m.id = $1",
        id
    )
}

/// What the survivor was before and after, as JSON.
pub async fn before_and_after(tx: &mut Tx, id: MergeId) -> Result<(String, String)> {
    fetch_one!(tx, (String, String), "select before, after from customer_merge where id = $1", id)
}

/// The fichas that merges took, in their order.
pub async fn parts(tx: &mut Tx, merges: &[MergeId]) -> Result<Vec<MergedFicha>> {
    fetch_in!(
        tx,
        MergedFicha,
        "select p.merge_id, c.id, c.code, c.name from customer_merge_part p join customer c on c.id = p.customer_id \
         where p.merge_id in ($1) order by p.merge_id, p.position",
        merges
    )
}

/// Later merges that took the survivor of one, or into which it took more, the latest first.
pub async fn on_top(tx: &mut Tx, merge: &Merge) -> Result<Vec<Merge>> {
    fetch_all!(
        tx,
        Merge,
        "select m.id, m.number, m.survivor_id, c.code as survivor_code, c.name as survivor_name, m.rows_moved, \
           m.onboarding_id, m.merged_at, m.merged_by, m.undone_at, m.undone_by \
         from customer_merge m join customer c on c.id = m.survivor_id \
         where m.undone_at is null and m.number > $2 and (m.survivor_id = $1 or m.id in \
           (select p.merge_id from customer_merge_part p where p.customer_id = $1)) \
         order by m.number desc limit 50",
        merge.survivor_id,
        merge.number
    )
}

/// A part of the history, newest first.
pub async fn page(tx: &mut Tx, customer: Option<CustomerId>, offset: i64, limit: i64) -> Result<Vec<Merge>> {
    fetch_all!(
        tx,
        Merge,
        "select m.id, m.number, m.survivor_id, c.code as survivor_code, c.name as survivor_name, m.rows_moved, \
           m.onboarding_id, m.merged_at, m.merged_by, m.undone_at, m.undone_by \
         from customer_merge m join customer c on c.id = m.survivor_id \
         where cast($1 as uuid) is null or m.survivor_id = $1 or m.id in \
           (select p.merge_id from customer_merge_part p where p.customer_id = $1) \
         order by m.number desc limit $2 offset $3",
        customer,
        limit,
        offset
    )
}

/// How many merges there are.
pub async fn count(tx: &mut Tx, customer: Option<CustomerId>) -> Result<i64> {
    let (count,) = fetch_one!(
        tx,
        (i64,),
        "select count(*) from customer_merge m where cast($1 as uuid) is null or m.survivor_id = $1 or m.id in \
           (select p.merge_id from customer_merge_part p where p.customer_id = $1)",
        customer
    )?;
    Ok(count)
}
