//! Who changed what (SYS-3). Entries are collected while a command runs and written right before its commit,
//! chained by hash, so that the lock on the chain's end is held for the length of an insert only. The chain is read
//! by person, record, command and period ([`commands`]), and walked from end to end ([`Walk`]).

pub mod commands;
pub mod model;
pub mod rules;
mod store;
mod walk;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::db::Tx;
use crate::error::Result;
use crate::ids;

pub use walk::{Verdict, Walk, verify};

/// One change, before it is chained.
#[derive(Debug, Clone)]
pub struct Draft {
    entity: &'static str,
    entity_id: String,
    before: Option<String>,
    after: Option<String>,
}

impl Draft {
    /// A change of `entity` from `before` (none when created) to `after`.
    pub fn new(
        entity: &'static str,
        id: impl ToString,
        before: Option<&impl Serialize>,
        after: Option<&impl Serialize>,
    ) -> Result<Self> {
        let text = |value: Result<Value, _>| value.map(|value| value.to_string());
        Ok(Self {
            entity,
            entity_id: id.to_string(),
            before: before.map(|value| text(serde_json::to_value(value))).transpose()?,
            after: after.map(|value| text(serde_json::to_value(value))).transpose()?,
        })
    }
}

/// Who made the changes of one transaction.
#[derive(Debug, Clone)]
pub struct Author {
    /// The user, or none for the system itself.
    pub id: Option<Uuid>,
    /// Their name at the time.
    pub name: String,
    /// The command they ran.
    pub command: &'static str,
}

/// One stored entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, sqlx::FromRow)]
pub struct Entry {
    /// Place in the chain, from 1.
    pub seq: i64,
    /// When (UTC).
    pub at: DateTime<Utc>,
    /// Who, or none for the system.
    pub actor_id: Option<Uuid>,
    /// Their name at the time.
    pub actor_name: String,
    /// The command.
    pub command: String,
    /// What kind of thing changed.
    pub entity: String,
    /// Which one.
    pub entity_id: String,
    /// JSON before; none when created.
    pub before: Option<String>,
    /// JSON after; none when removed.
    pub after: Option<String>,
    /// SHA-256 over the previous hash and this entry.
    pub hash: String,
}

impl Entry {
    /// The hash this entry must have after `previous`. Fields are length-prefixed, so that none can pose as two.
    fn expected_hash(&self, previous: &str) -> String {
        let mut hasher = Sha256::new();
        let fields = [
            previous,
            &self.seq.to_string(),
            &self.at.timestamp_micros().to_string(),
            &self.actor_id.map(|id| id.to_string()).unwrap_or_default(),
            &self.actor_name,
            &self.command,
            &self.entity,
            &self.entity_id,
            self.before.as_deref().unwrap_or("-"),
            self.after.as_deref().unwrap_or("-"),
        ];
        for field in fields {
            hasher.update(field.len().to_le_bytes());
            hasher.update(field.as_bytes());
        }
        ids::hex(&hasher.finalize())
    }
}

/// Who changed a record last, and when, as the chain knows it.
pub async fn last_change(
    tx: &mut Tx,
    entity: &'static str,
    id: impl ToString,
) -> Result<Option<(String, DateTime<Utc>)>> {
    store::last_change(tx, entity, &id.to_string()).await
}

/// Writes the drafts of one transaction at the end of the chain.
pub async fn write(tx: &mut Tx, author: &Author, at: DateTime<Utc>, drafts: Vec<Draft>) -> Result<()> {
    if drafts.is_empty() {
        return Ok(());
    }
    let count = i64::try_from(drafts.len()).unwrap_or(i64::MAX);
    tx.in_line("audit").await?;
    let (last_seq, mut hash) = store::reserve(tx, count).await?;
    let mut entries = Vec::with_capacity(drafts.len());
    for (seq, draft) in (last_seq - count + 1..).zip(drafts) {
        let mut entry = Entry {
            seq,
            at,
            actor_id: author.id,
            actor_name: author.name.clone(),
            command: author.command.to_owned(),
            entity: draft.entity.to_owned(),
            entity_id: draft.entity_id,
            before: draft.before,
            after: draft.after,
            hash: String::new(),
        };
        entry.hash = entry.expected_hash(&hash);
        hash.clone_from(&entry.hash);
        entries.push(entry);
    }
    store::insert(tx, &entries).await?;
    store::set_head(tx, &hash).await
}
