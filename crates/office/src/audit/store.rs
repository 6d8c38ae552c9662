//! The chain in the database.

use crate::audit::Entry;
use crate::db::Tx;
use crate::error::Result;
use crate::{execute, fetch_all, fetch_one, insert_many};

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

/// Up to a thousand entries after `seq`, in order.
pub async fn page(tx: &mut Tx, seq: i64) -> Result<Vec<Entry>> {
    fetch_all!(
        tx,
        Entry,
        "select seq, at, actor_id, actor_name, command, entity, entity_id, before, after, hash \
         from audit_entry where seq > $1 order by seq limit 1000",
        seq
    )
}
