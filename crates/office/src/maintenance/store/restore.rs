//! What is asked of a copy and of the base it is to take the place of, and what is put right in the copy first.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::db::Tx;
use crate::error::Result;
use crate::{execute, fetch_all, fetch_one, fetch_optional};

/// The name of the company; empty before there is one.
pub async fn company(tx: &mut Tx) -> Result<String> {
    let row = fetch_optional!(tx, (String,), "select name from company order by id limit 1")?;
    Ok(row.map(|(name,)| name).unwrap_or_default())
}

/// How many fichas there are that stand for themselves.
pub async fn customers(tx: &mut Tx) -> Result<i64> {
    Ok(fetch_one!(tx, (i64,), "select count(*) from customer where merged_into is null")?.0)
}

/// Place, hash and time of the last entry of the audit.
pub async fn last_entry(tx: &mut Tx) -> Result<Option<(i64, String, DateTime<Utc>)>> {
    fetch_optional!(
        tx,
        (i64, String, DateTime<Utc>),
        "select seq, hash, at from audit_entry order by seq desc limit 1"
    )
}

/// Whether the chain of the audit has this hash at this place.
pub async fn has_entry(tx: &mut Tx, seq: i64, hash: &str) -> Result<bool> {
    let row =
        fetch_optional!(tx, (i64,), "select seq from audit_entry where seq = $1 and hash = $2", seq, hash)?;
    Ok(row.is_some())
}

/// How many entries stand after a place, and when the first of them was made.
pub async fn entries_after(tx: &mut Tx, seq: i64) -> Result<(i64, Option<DateTime<Utc>>)> {
    let (count,) = fetch_one!(tx, (i64,), "select count(*) from audit_entry where seq > $1", seq)?;
    let first = fetch_optional!(
        tx,
        (DateTime<Utc>,),
        "select at from audit_entry where seq > $1 order by seq limit 1",
        seq
    )?;
    Ok((count, first.map(|(at,)| at)))
}

/// Messages that wait, untouched by any worker.
pub async fn queued(tx: &mut Tx) -> Result<Vec<(Uuid,)>> {
    fetch_all!(tx, (Uuid,), "select id from outbox_message where state = 'queued' order by id")
}

/// Messages of a copy that no worker had settled.
pub async fn unsettled(tx: &mut Tx) -> Result<Vec<(Uuid,)>> {
    fetch_all!(
        tx,
        (Uuid,),
        "select id from outbox_message where state in ('queued', 'claimed', 'sending') order by id"
    )
}

/// Puts a message in doubt: it may have gone out since the copy was made.
pub async fn doubt(tx: &mut Tx, id: Uuid) -> Result<()> {
    execute!(
        tx,
        "update outbox_message set state = 'in_doubt', reason = 'restored', claimed_by = null, lease_until = null, \
           version = version + 1 where id = $1",
        id
    )?;
    Ok(())
}

/// Ends every session, and the work that was under way when the copy was made.
pub async fn end_what_was_under_way(tx: &mut Tx, now: DateTime<Utc>, by: &str) -> Result<()> {
    execute!(tx, "update session set ended_at = $1, ended_by = $2 where ended_at is null", now, by)?;
    execute!(tx, "update job set state = 'cancelled', ended_at = $1 where state = 'running'", now)?;
    Ok(())
}
