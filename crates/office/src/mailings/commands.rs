//! Queueing messages, looking at them and deciding on them. The account is in [`account`].

pub mod account;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use brazil::text::fold;

use crate::company;
use crate::customers;
use crate::customers::search::{ActivityKind, NewActivity};
use crate::dispatch::Cx;
use crate::dispatch::Nothing;
use crate::error::{Error, Result};
pub use crate::mailings::commands::account::password_key;
use crate::mailings::model::{
    AttachmentChoice, AttachmentContent, MailSummary, MessageChoice, MessageId, MessageState, NewMessage,
    OutboxFilter, OutboxMessage, OutboxPage, OutboxRow, QueuedMessage, Reason, SendingCondition,
    SettleMessage, Settlement,
};
use crate::mailings::store::account as accounts;
use crate::mailings::{rules, store, worker};
use crate::opt_outs::commands as opt_outs;

/// Domain of Message-IDs until the program knows one of the company's own (RFC 2606 keeps it unused).
const NO_DOMAIN: &str = "retaguarda.invalid";
/// Most lines of the outbox in one answer.
const PAGE_MAX: i64 = 500;

/// Queues a message within the caller's transaction: it is sent if and only if that commits (MAI-3). The
/// same purpose, key and recipient a second time gives the first message and changes nothing.
///
/// The command that queues must name `Tag::Mailings` among what it makes stale: that wakes the worker.
///
/// # Errors
/// `Invalid` with fields of [`NewMessage`], with `opted_out` at `purpose` where the customer refused it (CUS-8).
pub async fn enqueue(cx: &mut Cx, message: NewMessage) -> Result<MessageId> {
    let message = rules::check_message(message)?;
    opt_outs::check_sending(cx, message.customer_id, &message.purpose).await?;
    let queued = QueuedMessage {
        id: cx.id(),
        message_id: QueuedMessage::new_message_id(&message_id_domain(cx).await?),
        message,
        queued_at: cx.now,
        queued_by: cx.actor.name.clone(),
    };
    let message = &queued.message;
    if !store::insert(&mut cx.tx, &queued, &rules::search_key(message)).await? {
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
    note_on_timeline(cx, &queued).await?;
    Ok(queued.id)
}

/// The customer's timeline shows the message (MAI-5); its state is read from the outbox, where it moves on.
async fn note_on_timeline(cx: &mut Cx, queued: &QueuedMessage) -> Result<()> {
    let Some(customer_id) = queued.message.customer_id else { return Ok(()) };
    let entry = NewActivity {
        customer_id,
        kind: ActivityKind::Document,
        title: "message_queued".to_owned(),
        text: format!("{}\n{}", queued.message.subject, queued.message.recipient_address),
        subject_kind: Some("message".to_owned()),
        subject_id: Some(queued.id.0),
    };
    customers::commands::log(cx, entry).await.map(drop)
}

async fn message_id_domain(cx: &mut Cx) -> Result<String> {
    let address = match accounts::find(&mut cx.tx).await? {
        Some(account) => Some(account.from_address),
        None => company::store::find(&mut cx.tx).await?.map(|company| company.email),
    };
    let domain = address.as_deref().and_then(|address| address.rsplit_once('@')).map(|(_, domain)| domain);
    Ok(domain.filter(|domain| domain.is_ascii()).unwrap_or(NO_DOMAIN).to_owned())
}

/// A page of the outbox.
pub async fn outbox(cx: &mut Cx, mut filter: OutboxFilter) -> Result<OutboxPage> {
    filter.limit = filter.limit.clamp(1, PAGE_MAX);
    filter.offset = filter.offset.max(0);
    let words: String = fold(&filter.text).chars().take(100).collect();
    let rows = store::page(&mut cx.tx, &filter, &words).await?;
    let total = store::count(&mut cx.tx, &filter, &words).await?;
    Ok(OutboxPage { rows, total })
}

/// A whole message, to look at.
pub async fn message(cx: &mut Cx, request: MessageChoice) -> Result<OutboxMessage> {
    let row = find(cx, request.id).await?;
    let content = store::content(&mut cx.tx, request.id).await?;
    let (message_id, body_text, body_html) = content.ok_or(Error::NotFound { entity: "message" })?;
    Ok(OutboxMessage {
        row,
        message_id,
        body_text,
        preview_html: rules::preview_html(&body_html),
        attachments: store::attachments(&mut cx.tx, request.id).await?,
    })
}

/// A file as it was sent.
pub async fn attachment(cx: &mut Cx, request: AttachmentChoice) -> Result<AttachmentContent> {
    let file = store::attachment(&mut cx.tx, request.id).await?;
    let file = file.ok_or(Error::NotFound { entity: "attachment" })?;
    Ok(AttachmentContent {
        file_name: file.file_name,
        mime_type: file.mime_type,
        content_base64: STANDARD.encode(file.content),
    })
}

/// Takes a message back. One that a worker holds is taken from it, unless it is being handed over already.
pub async fn cancel(cx: &mut Cx, request: MessageChoice) -> Result<OutboxRow> {
    let before = find(cx, request.id).await?;
    if !rules::may_cancel(before.state) {
        return Err(rules::not_there("message_not_waiting", before.state));
    }
    decide(cx, before, MessageState::Cancelled, Reason::None).await
}

/// Tries a message now: one that waits for its next attempt, was refused, or was taken back.
pub async fn retry(cx: &mut Cx, request: MessageChoice) -> Result<OutboxRow> {
    let before = find(cx, request.id).await?;
    if !rules::may_retry(before.state) {
        return Err(rules::not_there("message_not_retryable", before.state));
    }
    decide(cx, before, MessageState::Queued, Reason::SentAgain).await
}

/// A person decides about a message in doubt.
pub async fn settle(cx: &mut Cx, request: SettleMessage) -> Result<OutboxRow> {
    let before = find(cx, request.id).await?;
    let decided = rules::settle(before.state, request.decision);
    let (next, reason) = decided.map_err(|code| rules::not_there(code, before.state))?;
    if request.decision == Settlement::SendAgain {
        tracing::info!(id = %request.id, "a message in doubt is sent again by a person's decision");
    }
    decide(cx, before, next, reason).await
}

async fn find(cx: &mut Cx, id: MessageId) -> Result<OutboxRow> {
    store::row(&mut cx.tx, id).await?.ok_or(Error::NotFound { entity: "message" })
}

async fn decide(cx: &mut Cx, before: OutboxRow, next: MessageState, reason: Reason) -> Result<OutboxRow> {
    if !store::decide(&mut cx.tx, before.id, before.state, next, reason, cx.now).await? {
        return Err(rules::not_there("message_moved_on", before.state));
    }
    let after = find(cx, before.id).await?;
    cx.audit_changed(
        "message",
        after.id,
        &serde_json::json!({ "state": before.state }),
        &serde_json::json!({ "state": after.state, "reason": after.reason }),
    )?;
    Ok(after)
}

/// The outbox at a glance.
pub async fn summary(cx: &mut Cx, _: Nothing) -> Result<MailSummary> {
    let account = accounts::find(&mut cx.tx).await?;
    let counts = store::open_counts(&mut cx.tx).await?;
    let count = |states: &[MessageState]| {
        counts.iter().filter(|(state, _)| states.contains(state)).map(|(_, count)| count).sum()
    };
    let (condition, sent_last_day) = match &account {
        None => (SendingCondition::NoAccount, 0),
        Some(account) => {
            let minute = cx.now - chrono::TimeDelta::minutes(1);
            let day = cx.now - chrono::TimeDelta::days(1);
            let (_, sent, _) = accounts::handed_over(&mut cx.tx, account.id, minute, day).await?;
            let condition = if !account.active {
                SendingCondition::Paused
            } else if !account.last_error.is_empty() {
                SendingCondition::Failing
            } else if worker::allowance(&mut cx.tx, account, cx.now).await? == 0 {
                SendingCondition::AtLimit
            } else {
                SendingCondition::Ready
            };
            (condition, sent)
        }
    };
    Ok(MailSummary {
        condition,
        last_error: account.map(|account| account.last_error).unwrap_or_default(),
        waiting: count(&[MessageState::Queued, MessageState::Claimed, MessageState::Sending]),
        failed: count(&[MessageState::Failed]),
        in_doubt: count(&[MessageState::InDoubt]),
        sent_last_day,
        oldest_queued_at: store::oldest_queued(&mut cx.tx).await?,
    })
}
