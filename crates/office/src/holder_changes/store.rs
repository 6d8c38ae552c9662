//! Changes that wait for the holder, in the database.

use chrono::{DateTime, Utc};

use crate::customers::model::CustomerId;
use crate::customers::search::ContactChannel;
use crate::db::Tx;
use crate::error::Result;
use crate::holder_changes::model::{HolderChange, HolderChangeId, HolderChangeState, SensitiveChange};
use crate::{execute, fetch_all, fetch_one, fetch_optional};

/// Most changes in one answer.
pub const LISTED_MAX: usize = 200;

#[derive(sqlx::FromRow)]
struct Row {
    id: HolderChangeId,
    customer_id: CustomerId,
    customer_code: i64,
    customer_name: String,
    state: HolderChangeState,
    requester_name: String,
    requester_relation: String,
    fields: String,
    copy_sent_to: String,
    copy_to_holder: bool,
    asked_at: DateTime<Utc>,
    asked_by: String,
    channel: Option<ContactChannel>,
    note: String,
    decided_at: Option<DateTime<Utc>>,
    decided_by: Option<String>,
    version: i64,
    updated_at: DateTime<Utc>,
    updated_by: String,
}

impl Row {
    fn read(self) -> Result<HolderChange> {
        Ok(HolderChange {
            id: self.id,
            customer_id: self.customer_id,
            customer_code: self.customer_code,
            customer_name: self.customer_name,
            state: self.state,
            requester_name: self.requester_name,
            requester_relation: self.requester_relation,
            fields: serde_json::from_str::<Vec<SensitiveChange>>(&self.fields)?,
            copy_sent_to: self.copy_sent_to,
            copy_to_holder: self.copy_to_holder,
            asked_at: self.asked_at,
            asked_by: self.asked_by,
            channel: self.channel,
            note: self.note,
            decided_at: self.decided_at,
            decided_by: self.decided_by,
            version: self.version,
            updated_at: self.updated_at,
            updated_by: self.updated_by,
        })
    }
}

/// One change.
pub async fn get(tx: &mut Tx, id: HolderChangeId) -> Result<Option<HolderChange>> {
    let row = fetch_optional!(
        tx,
        Row,
        "select h.id, h.customer_id, c.code as customer_code, c.name as customer_name, h.state, h.requester_name, \
           h.requester_relation, h.fields, h.copy_sent_to, h.copy_to_holder, h.asked_at, h.asked_by, h.channel, \
           h.note, h.decided_at, h.decided_by, h.version, h.updated_at, h.updated_by \
         from holder_change h join customer c on c.id = h.customer_id where h.id = $1",
        id
    )?;
    row.map(Row::read).transpose()
}

/// A customer's changes, the latest first.
pub async fn of_customer(tx: &mut Tx, customer: CustomerId) -> Result<Vec<HolderChange>> {
    let rows = fetch_all!(
        tx,
        Row,
        "select h.id, h.customer_id, c.code as customer_code, c.name as customer_name, h.state, h.requester_name, \
           h.requester_relation, h.fields, h.copy_sent_to, h.copy_to_holder, h.asked_at, h.asked_by, h.channel, \
           h.note, h.decided_at, h.decided_by, h.version, h.updated_at, h.updated_by \
         from holder_change h join customer c on c.id = h.customer_id where h.customer_id = $1 \
         order by h.asked_at desc, h.id desc limit 200",
        customer
    )?;
    rows.into_iter().map(Row::read).collect()
}

/// Those that wait, the oldest first.
pub async fn waiting(tx: &mut Tx) -> Result<Vec<HolderChange>> {
    let rows = fetch_all!(
        tx,
        Row,
        "select h.id, h.customer_id, c.code as customer_code, c.name as customer_name, h.state, h.requester_name, \
           h.requester_relation, h.fields, h.copy_sent_to, h.copy_to_holder, h.asked_at, h.asked_by, h.channel, \
           h.note, h.decided_at, h.decided_by, h.version, h.updated_at, h.updated_by \
         from holder_change h join customer c on c.id = h.customer_id where h.state = 'waiting' \
         order by h.asked_at, h.id limit 200"
    )?;
    rows.into_iter().map(Row::read).collect()
}

/// How many wait.
pub async fn count_waiting(tx: &mut Tx) -> Result<i64> {
    fetch_one!(tx, (i64,), "select count(*) from holder_change where state = 'waiting'").map(|(count,)| count)
}

/// Notes a change that waits.
pub async fn insert(tx: &mut Tx, change: &HolderChange) -> Result<()> {
    let fields = serde_json::to_string(&change.fields)?;
    execute!(
        tx,
        "insert into holder_change (id, customer_id, state, requester_name, requester_relation, fields, \
           copy_sent_to, copy_to_holder, asked_at, asked_by, version, updated_at, updated_by) \
         values ($1, $2, 'waiting', $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        change.id,
        change.customer_id,
        &change.requester_name,
        &change.requester_relation,
        &fields,
        &change.copy_sent_to,
        change.copy_to_holder,
        change.asked_at,
        &change.asked_by,
        change.version,
        change.updated_at,
        &change.updated_by
    )?;
    Ok(())
}

/// Another request about what waits already; gives whether it still waited at the version that was read.
pub async fn replace(tx: &mut Tx, read: i64, change: &HolderChange) -> Result<bool> {
    let fields = serde_json::to_string(&change.fields)?;
    let changed = execute!(
        tx,
        "update holder_change set requester_name = $3, requester_relation = $4, fields = $5, copy_sent_to = $6, \
           copy_to_holder = $7, asked_at = $8, asked_by = $9, version = $10, updated_at = $11, updated_by = $12 \
         where id = $1 and version = $2 and state = 'waiting'",
        change.id,
        read,
        &change.requester_name,
        &change.requester_relation,
        &fields,
        &change.copy_sent_to,
        change.copy_to_holder,
        change.asked_at,
        &change.asked_by,
        change.version,
        change.updated_at,
        &change.updated_by
    )?;
    Ok(changed == 1)
}

/// What became of a change.
#[derive(Debug, Clone, Copy)]
pub struct Decision<'a> {
    /// Which way.
    pub state: HolderChangeState,
    /// Where the holder was heard.
    pub channel: Option<ContactChannel>,
    /// In which words.
    pub note: &'a str,
    /// When (UTC).
    pub now: DateTime<Utc>,
    /// By whom.
    pub by: &'a str,
}

/// Notes a decision; gives whether the change still waited at the version that was read.
pub async fn decide(tx: &mut Tx, id: HolderChangeId, version: i64, decision: Decision<'_>) -> Result<bool> {
    let changed = execute!(
        tx,
        "update holder_change set state = $3, channel = $4, note = $5, decided_at = $6, decided_by = $7, \
           version = version + 1, updated_at = $8, updated_by = $9 \
         where id = $1 and version = $2 and state = 'waiting'",
        id,
        version,
        decision.state,
        decision.channel,
        decision.note,
        decision.now,
        decision.by,
        decision.now,
        decision.by
    )?;
    Ok(changed == 1)
}
