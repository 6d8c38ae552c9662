//! Queueing messages, looking at them and deciding on them.

use crate::company;
use crate::dispatch::Cx;
use crate::error::{Error, Result};
use crate::mailings::model::{MessageId, NewMessage, QueuedMessage};
use crate::mailings::{rules, store};

/// Domain of Message-IDs until the program knows one of the company's own (RFC 2606 keeps it unused).
const NO_DOMAIN: &str = "retaguarda.invalid";

/// Queues a message within the caller's transaction: it is sent if and only if that commits (MAI-3). The
/// same purpose, key and recipient a second time gives the first message and changes nothing.
///
/// # Errors
/// `Invalid` with fields of [`NewMessage`].
pub async fn enqueue(cx: &mut Cx, message: NewMessage) -> Result<MessageId> {
    let message = rules::check_message(message)?;
    let queued = QueuedMessage {
        id: cx.id(),
        message_id: QueuedMessage::new_message_id(&message_id_domain(cx).await?),
        message,
        queued_at: cx.now,
        queued_by: cx.actor.name.clone(),
    };
    let message = &queued.message;
    if !store::insert(&mut cx.tx, &queued).await? {
        let first = store::find_by_purpose(
            &mut cx.tx,
            &message.purpose,
            &message.purpose_key,
            &message.recipient_address,
        );
        return first.await?.ok_or(Error::NotFound { entity: "message" });
    }
    for (position, file) in (1..).zip(&message.attachments) {
        let id = cx.id();
        store::insert_attachment(&mut cx.tx, id, queued.id, position, file).await?;
    }
    let summary = serde_json::json!({
        "purpose": message.purpose, "purpose_key": message.purpose_key, "customer_id": message.customer_id,
        "recipient_address": message.recipient_address, "subject": message.subject,
        "message_id": queued.message_id,
    });
    cx.audit_created("message", queued.id, &summary)?;
    Ok(queued.id)
}

async fn message_id_domain(cx: &mut Cx) -> Result<String> {
    let address = match store::sender_address(&mut cx.tx).await? {
        Some(address) => Some(address),
        None => company::store::find(&mut cx.tx).await?.map(|company| company.email),
    };
    let domain = address.as_deref().and_then(|address| address.rsplit_once('@')).map(|(_, domain)| domain);
    Ok(domain.filter(|domain| domain.is_ascii()).unwrap_or(NO_DOMAIN).to_owned())
}
