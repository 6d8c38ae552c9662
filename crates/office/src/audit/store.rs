//! The chain in the database.

use chrono::{DateTime, TimeDelta, Utc};

use crate::audit::Entry;
use crate::audit::model::ReadAudit;
use crate::db::Tx;
use crate::error::Result;
use crate::{
    dynamic_statements, execute, fetch_all, fetch_all_dynamic, fetch_one, fetch_optional, insert_many,
};

/// Takes the next `count` places; gives the last of them and the hash to go on from. Locks the end of the chain
/// until the transaction ends.
pub async fn reserve(tx: &mut Tx, count: i64) -> Result<(i64, String)> {
    fetch_one!(
        tx,
        (i64, String),
        "update audit_head set last_seq = last_seq + $1 where id = 1 returning last_seq, last_hash",
        count
    )
}

/// Stores entries at their places.
pub async fn insert(tx: &mut Tx, entries: &[Entry]) -> Result<()> {
    insert_many!(
        tx,
        "insert into audit_entry (seq, at, actor_id, actor_name, command, entity, entity_id, before, after, hash) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        entries,
        |entry| entry.seq,
        entry.at,
        entry.actor_id,
        &entry.actor_name,
        &entry.command,
        &entry.entity,
        &entry.entity_id,
        &entry.before,
        &entry.after,
        &entry.hash
    )
}

/// Keeps the hash that the next entry goes on from.
pub async fn set_head(tx: &mut Tx, hash: &str) -> Result<()> {
    execute!(tx, "update audit_head set last_hash = $1 where id = 1", hash)?;
    Ok(())
}

/// The last place and hash.
pub async fn head(tx: &mut Tx) -> Result<(i64, String)> {
    fetch_one!(tx, (i64, String), "select last_seq, last_hash from audit_head where id = 1")
}

/// Up to a thousand entries after `seq` and up to `end`, in order.
pub async fn page(tx: &mut Tx, seq: i64, end: i64) -> Result<Vec<Entry>> {
    fetch_all!(
        tx,
        Entry,
        "select seq, at, actor_id, actor_name, command, entity, entity_id, before, after, hash \
         from audit_entry where seq > $1 and seq <= $2 order by seq limit 1000",
        seq,
        end
    )
}

/// Who changed a record last, and when; none for one that was never changed by a command.
pub async fn last_change(tx: &mut Tx, entity: &str, id: &str) -> Result<Option<(String, DateTime<Utc>)>> {
    fetch_optional!(
        tx,
        (String, DateTime<Utc>),
        "select actor_name, at from audit_entry where entity = $1 and entity_id = $2 order by seq desc limit 1",
        entity,
        id
    )
}

/// The last place at which an entry stands; 0 when there is none.
pub async fn last_seq(tx: &mut Tx) -> Result<i64> {
    let (last,) = fetch_one!(tx, (i64,), "select coalesce(max(seq), 0) from audit_entry")?;
    Ok(last)
}

/// Clocks of different machines may differ by this much and the places of a period are still found.
const CLOCKS_DIFFER_AT_MOST: TimeDelta = TimeDelta::hours(26);

/// What narrows a list: person, kind of record, record, command. Each way has a statement of its own, so that its
/// index is taken; all take the same parameters.
fn find_sql(narrowed: [bool; 4]) -> String {
    let by = [
        ("actor_id = $5", "cast($5 as uuid) is null"),
        ("entity = $6", "cast($6 as text) is not null"),
        ("entity_id = $7", "cast($7 as text) is not null"),
        ("command = $8", "cast($8 as text) is not null"),
    ];
    let parts: Vec<_> = by.iter().zip(narrowed).map(|((yes, no), is)| if is { *yes } else { *no }).collect();
    format!(
        "select seq, at, actor_id, actor_name, command, entity, entity_id, before, after, hash \
         from audit_entry where seq < $1 and seq >= $2 and at >= $3 and at < $4 and {} \
         order by seq desc limit $9",
        parts.join(" and ")
    )
}

dynamic_statements!(|| {
    let bit = |number: usize, at: usize| number & (1 << at) != 0;
    (0..16).map(|n| find_sql([bit(n, 0), bit(n, 1), bit(n, 2), bit(n, 3)])).collect()
});

/// Entries that a request asks for, the newest first. `from` is the first instant, `until` the first one after.
pub async fn find(
    tx: &mut Tx,
    request: &ReadAudit,
    from: Option<DateTime<Utc>>,
    until: Option<DateTime<Utc>>,
    limit: usize,
) -> Result<Vec<Entry>> {
    let lowest = match from {
        Some(from) => first_at(tx, from - CLOCKS_DIFFER_AT_MOST).await?,
        None => 0,
    };
    let highest = match until {
        Some(until) => first_at(tx, until + CLOCKS_DIFFER_AT_MOST).await?,
        None => i64::MAX,
    };
    let narrowed = [
        request.actor_id.is_some(),
        !request.entity.is_empty(),
        !request.entity_id.is_empty(),
        !request.command.is_empty(),
    ];
    fetch_all_dynamic!(
        tx,
        Entry,
        find_sql(narrowed),
        highest.min(request.before_seq.unwrap_or(i64::MAX)),
        lowest,
        from.unwrap_or(DateTime::UNIX_EPOCH),
        until.unwrap_or_else(|| DateTime::UNIX_EPOCH + TimeDelta::days(2_900_000)),
        request.actor_id,
        request.entity.as_str(),
        request.entity_id.as_str(),
        request.command.as_str(),
        i64::try_from(limit).unwrap_or(i64::MAX)
    )
}

/// The first place whose entry is not older than `at`, found by halving: some twenty look-ups in a million entries.
async fn first_at(tx: &mut Tx, at: DateTime<Utc>) -> Result<i64> {
    let (mut low, mut high) = (1, last_seq(tx).await? + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let found = fetch_optional!(
            tx,
            (i64, DateTime<Utc>),
            "select seq, at from audit_entry where seq >= $1 order by seq limit 1",
            middle
        )?;
        match found {
            Some((_, of_middle)) if of_middle < at => low = middle + 1,
            _ => high = middle,
        }
    }
    Ok(low)
}
