//! The outbox in the database.

use crate::db::Tx;
use crate::error::Result;
use crate::mailings::model::{AttachmentId, MessageId, NewAttachment, QueuedMessage};
use crate::{execute, fetch_optional};

/// Queues a message unless one for the same purpose, key and recipient exists; gives whether it did.
pub async fn insert(tx: &mut Tx, queued: &QueuedMessage) -> Result<bool> {
    let message = &queued.message;
    let added = execute!(
        tx,
        "insert into outbox_message (id, purpose, purpose_key, customer_id, recipient_name, recipient_address, \
           subject, body_text, body_html, message_id, state, next_attempt_at, queued_at, queued_by, version) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'queued', $11, $11, $12, 1) \
         on conflict (purpose, purpose_key, recipient_address) do nothing",
        queued.id,
        &message.purpose,
        &message.purpose_key,
        message.customer_id,
        &message.recipient_name,
        &message.recipient_address,
        &message.subject,
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

/// The address of the account that sends, for the domain of Message-IDs.
pub async fn sender_address(tx: &mut Tx) -> Result<Option<String>> {
    let row = fetch_optional!(
        tx,
        (String,),
        "select from_address from mail_account order by active desc, updated_at desc, id limit 1"
    )?;
    Ok(row.map(|(address,)| address))
}
