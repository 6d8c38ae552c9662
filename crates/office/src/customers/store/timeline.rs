//! The timeline: append-only, newest first.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::customers::model::{ActivityId, CustomerId};
use crate::customers::search::{
    Activity, ActivityKind, ContactChannel, ContactReason, ReadTimeline, Timeline,
};
use crate::db::Tx;
use crate::error::Result;
use crate::{execute, fetch_all, fetch_one, fetch_optional};

/// An entry as it is stored.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct ActivityRow {
    /// Which.
    pub id: ActivityId,
    /// Whose timeline.
    pub customer_id: CustomerId,
    /// When (UTC).
    pub at: DateTime<Utc>,
    /// Who; none for the system.
    pub author_id: Option<Uuid>,
    /// Their name.
    pub author_name: String,
    /// What kind of thing happened.
    pub kind: ActivityKind,
    /// Of a contact.
    pub reason: Option<ContactReason>,
    /// Of a contact.
    pub channel: Option<ContactChannel>,
    /// Of a contact.
    pub answered: Option<bool>,
    /// Code of what happened.
    pub title: String,
    /// In words.
    pub text: String,
    /// To the outside.
    pub link: Option<String>,
    /// What it opens.
    pub subject_kind: Option<String>,
    /// Which one.
    pub subject_id: Option<Uuid>,
}

/// Adds an entry.
pub async fn insert(tx: &mut Tx, row: &ActivityRow) -> Result<()> {
    execute!(
        tx,
        "insert into activity (id, customer_id, at, author_id, author_name, kind, reason, channel, answered, \
           title, text, link, subject_kind, subject_id) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)",
        row.id,
        row.customer_id,
        row.at,
        row.author_id,
        &row.author_name,
        row.kind,
        row.reason,
        row.channel,
        row.answered,
        &row.title,
        &row.text,
        &row.link,
        &row.subject_kind,
        row.subject_id
    )?;
    Ok(())
}

/// Whether the customer had replied when they were last set aside by somebody (SAL-4).
pub async fn replied_when_set_aside(tx: &mut Tx, id: CustomerId) -> Result<bool> {
    let last = fetch_optional!(
        tx,
        (String,),
        "select title from activity where customer_id = $1 \
           and title in ('customer_inactivated', 'customer_inactivated_replied') order by at desc, id desc limit 1",
        id
    )?;
    Ok(last.is_some_and(|(title,)| title == "customer_inactivated_replied"))
}

/// A part of a timeline and how many entries it has.
pub async fn read(tx: &mut Tx, request: &ReadTimeline) -> Result<Timeline> {
    let entries = fetch_all!(
        tx,
        Activity,
        "select id, at, author_id, author_name, kind, reason, channel, answered, title, text, link, \
           subject_kind, subject_id from activity \
         where customer_id = $1 and (cast($2 as text) is null or kind = $2) \
         order by at desc, id desc limit $3 offset $4",
        request.customer_id,
        request.kind,
        request.limit.clamp(1, 200),
        request.offset.max(0)
    )?;
    let (total,) = fetch_one!(
        tx,
        (i64,),
        "select count(*) from activity where customer_id = $1 and (cast($2 as text) is null or kind = $2)",
        request.customer_id,
        request.kind
    )?;
    Ok(Timeline { entries, total })
}
