//! The outbox in the database: reading, queueing and what people decide. Workers use [`delivery`].

pub mod account;
pub mod delivery;

use chrono::{DateTime, Utc};

use crate::db::Tx;
use crate::error::Result;
use crate::mailings::model::{
    AttachmentId, MessageId, MessageState, NewAttachment, OutboxAttachment, OutboxFilter, OutboxRow,
    QueuedMessage, Reason,
};
use crate::{execute, fetch_all, fetch_one, fetch_optional};

/// Queues a message unless one for the same purpose, key and recipient exists; gives whether it did.
pub async fn insert(tx: &mut Tx, queued: &QueuedMessage, search_key: &str) -> Result<bool> {
    let message = &queued.message;
    let added = execute!(
        tx,
        "insert into outbox_message (id, purpose, purpose_key, customer_id, recipient_name, recipient_address, \
           subject, search_key, body_text, body_html, message_id, state, reason, next_attempt_at, queued_at, \
           queued_by, version) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'queued', 'none', $12, $12, $13, 1) \
         on conflict (purpose, purpose_key, recipient_address) do nothing",
        queued.id,
        &message.purpose,
        &message.purpose_key,
        message.customer_id,
        &message.recipient_name,
        &message.recipient_address,
        &message.subject,
        search_key,
        &message.body_text,
        &message.body_html,
        &queued.message_id,
        queued.queued_at,
        &queued.queued_by
    )?;
    Ok(added == 1)
}

/// The message for that purpose, key and recipient.
pub async fn find_by_purpose(
    tx: &mut Tx,
    purpose: &str,
    purpose_key: &str,
    recipient_address: &str,
) -> Result<Option<MessageId>> {
    let row = fetch_optional!(
        tx,
        (MessageId,),
        "select id from outbox_message where purpose = $1 and purpose_key = $2 and recipient_address = $3",
        purpose,
        purpose_key,
        recipient_address
    )?;
    Ok(row.map(|(id,)| id))
}

/// Adds a file to a message.
pub async fn insert_attachment(
    tx: &mut Tx,
    id: AttachmentId,
    message: MessageId,
    position: i64,
    file: &NewAttachment,
) -> Result<()> {
    execute!(
        tx,
        "insert into outbox_attachment (id, message_id, position, file_name, mime_type, content) \
         values ($1, $2, $3, $4, $5, $6)",
        id,
        message,
        position,
        &file.file_name,
        &file.mime_type,
        &file.content
    )?;
    Ok(())
}

/// A page of the outbox, newest first. `words` is folded already.
pub async fn page(tx: &mut Tx, filter: &OutboxFilter, words: &str) -> Result<Vec<OutboxRow>> {
    fetch_all!(
        tx,
        OutboxRow,
        "select id, customer_id, recipient_name, recipient_address, subject, purpose, state, reason, server_reply, \
           attempts, queued_at, queued_by, next_attempt_at, sent_at from outbox_message \
         where ($1 = 'all' or state = $1 or ($1 = 'waiting' and state in ('queued', 'claimed', 'sending')) \
           or ($1 = 'attention' and state in ('failed', 'in_doubt'))) \
           and ($2 = '' or search_key like '%' || $2 || '%') \
           and (cast($3 as uuid) is null or customer_id = $3) \
         order by queued_at desc, id desc limit $4 offset $5",
        filter.view.as_text(),
        words,
        filter.customer_id,
        filter.limit,
        filter.offset
    )
}

/// How many messages match.
pub async fn count(tx: &mut Tx, filter: &OutboxFilter, words: &str) -> Result<i64> {
    let (total,) = fetch_one!(
        tx,
        (i64,),
        "select cast(count(*) as bigint) from outbox_message \
         where ($1 = 'all' or state = $1 or ($1 = 'waiting' and state in ('queued', 'claimed', 'sending')) \
           or ($1 = 'attention' and state in ('failed', 'in_doubt'))) \
           and ($2 = '' or search_key like '%' || $2 || '%') \
           and (cast($3 as uuid) is null or customer_id = $3)",
        filter.view.as_text(),
        words,
        filter.customer_id
    )?;
    Ok(total)
}

/// One line of the outbox.
pub async fn row(tx: &mut Tx, id: MessageId) -> Result<Option<OutboxRow>> {
    fetch_optional!(
        tx,
        OutboxRow,
        "select id, customer_id, recipient_name, recipient_address, subject, purpose, state, reason, server_reply, \
           attempts, queued_at, queued_by, next_attempt_at, sent_at from outbox_message where id = $1",
        id
    )
}

/// Message-ID, text and HTML of a message.
pub async fn content(tx: &mut Tx, id: MessageId) -> Result<Option<(String, String, String)>> {
    fetch_optional!(
        tx,
        (String, String, String),
        "select message_id, body_text, body_html from outbox_message where id = $1",
        id
    )
}

/// The files of a message, without their content.
pub async fn attachments(tx: &mut Tx, id: MessageId) -> Result<Vec<OutboxAttachment>> {
    fetch_all!(
        tx,
        OutboxAttachment,
        "select id, file_name, mime_type, cast(length(content) as bigint) as bytes from outbox_attachment \
         where message_id = $1 order by position limit 100",
        id
    )
}

/// The files of a message with their content, in order.
pub async fn attachment_contents(tx: &mut Tx, id: MessageId) -> Result<Vec<NewAttachment>> {
    fetch_all!(
        tx,
        NewAttachment,
        "select file_name, mime_type, content from outbox_attachment where message_id = $1 order by position \
         limit 100",
        id
    )
}

/// One file with its content.
pub async fn attachment(tx: &mut Tx, id: AttachmentId) -> Result<Option<NewAttachment>> {
    fetch_optional!(
        tx,
        NewAttachment,
        "select file_name, mime_type, content from outbox_attachment where id = $1",
        id
    )
}

/// A person moves a message that stands where they saw it; no worker holds it afterwards. Gives whether it did.
pub async fn decide(
    tx: &mut Tx,
    id: MessageId,
    seen: MessageState,
    next: MessageState,
    reason: Reason,
    now: DateTime<Utc>,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "update outbox_message set state = $3, reason = $4, claimed_by = null, lease_until = null, \
           next_attempt_at = $5, sent_at = case when $3 = 'sent' then coalesce(sending_at, $5) else sent_at end, \
           attempts = case when $3 = 'queued' then 0 else attempts end, version = version + 1 \
         where id = $1 and state = $2",
        id,
        seen,
        next,
        reason,
        now
    )?;
    Ok(changed == 1)
}

/// How many messages stand in each state that is not settled.
pub async fn open_counts(tx: &mut Tx) -> Result<Vec<(MessageState, i64)>> {
    fetch_all!(
        tx,
        (MessageState, i64),
        "select state, cast(count(*) as bigint) from outbox_message \
         where state in ('queued', 'claimed', 'sending', 'failed', 'in_doubt') group by state order by state limit 10"
    )
}

/// Since when the oldest queued message waits.
pub async fn oldest_queued(tx: &mut Tx) -> Result<Option<DateTime<Utc>>> {
    let row = fetch_optional!(
        tx,
        (DateTime<Utc>,),
        "select queued_at from outbox_message where state = 'queued' order by queued_at, id limit 1"
    )?;
    Ok(row.map(|(at,)| at))
}
