//! What workers do to the outbox. Every update is fenced by `claimed_by` and tells whether it changed its row:
//! a worker that lost its claim learns of it before it sends.

use chrono::{DateTime, Utc};

use crate::db::Tx;
use crate::error::Result;
use crate::mailings::model::{AccountId, MessageId, OutgoingMessage};
use crate::mailings::rules::Verdict;
use crate::{execute, fetch_all, fetch_one, fetch_optional};

/// Whether a lease has run out.
pub async fn any_lease_over(tx: &mut Tx, now: DateTime<Utc>) -> Result<bool> {
    let (over,) = fetch_one!(
        tx,
        (bool,),
        "select exists (select 1 from outbox_message where state in ('claimed', 'sending') and lease_until < $1)",
        now
    )?;
    Ok(over)
}

/// Puts messages of dead workers where they belong: what was only claimed goes back to the queue; what was
/// being handed over is in doubt, and stays so until a person decides or its worker wakes up with the answer.
/// Gives those now in doubt.
pub async fn recover(tx: &mut Tx, now: DateTime<Utc>) -> Result<Vec<MessageId>> {
    execute!(
        tx,
        "update outbox_message set state = 'queued', claimed_by = null, lease_until = null, version = version + 1 \
         where state = 'claimed' and lease_until < $1",
        now
    )?;
    let doubtful = fetch_all!(
        tx,
        (MessageId,),
        "update outbox_message set state = 'in_doubt', reason = 'worker_lost', lease_until = null, \
           version = version + 1 where state = 'sending' and lease_until < $1 returning id",
        now
    )?;
    Ok(doubtful.into_iter().map(|(id,)| id).collect())
}

/// Whether a message waits to be sent now.
pub async fn any_due(tx: &mut Tx, now: DateTime<Utc>) -> Result<bool> {
    let (due,) = fetch_one!(
        tx,
        (bool,),
        "select exists (select 1 from outbox_message where state = 'queued' and next_attempt_at <= $1)",
        now
    )?;
    Ok(due)
}

/// Claims up to `count` due messages, longest due first.
pub async fn claim(
    tx: &mut Tx,
    worker: &str,
    account: AccountId,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
    count: i64,
) -> Result<Vec<MessageId>> {
    let mut claimed = fetch_all!(
        tx,
        (DateTime<Utc>, MessageId),
        "update outbox_message set state = 'claimed', claimed_by = $1, account_id = $2, lease_until = $4, \
           sending_at = null, version = version + 1 \
         where state = 'queued' and id in (select id from outbox_message where state = 'queued' \
           and next_attempt_at <= $3 order by next_attempt_at, id limit $5) returning next_attempt_at, id",
        worker,
        account,
        now,
        lease_until,
        count
    )?;
    claimed.sort();
    Ok(claimed.into_iter().map(|(_, id)| id).collect())
}

/// A claimed message, if this worker still holds it.
pub async fn outgoing(tx: &mut Tx, id: MessageId, worker: &str) -> Result<Option<OutgoingMessage>> {
    fetch_optional!(
        tx,
        OutgoingMessage,
        "select recipient_name, recipient_address, subject, body_text, body_html, message_id, attempts, queued_at \
         from outbox_message where id = $1 and claimed_by = $2 and state = 'claimed'",
        id,
        worker
    )
}

/// From `claimed` to `sending`; must be committed before the first byte leaves.
pub async fn begin_sending(
    tx: &mut Tx,
    id: MessageId,
    worker: &str,
    now: DateTime<Utc>,
    lease_until: DateTime<Utc>,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "update outbox_message set state = 'sending', sending_at = $3, lease_until = $4, version = version + 1 \
         where id = $1 and claimed_by = $2 and state = 'claimed'",
        id,
        worker,
        now,
        lease_until
    )?;
    Ok(changed == 1)
}

/// Says that the worker is still waiting for the server's answer.
pub async fn renew(tx: &mut Tx, id: MessageId, worker: &str, lease_until: DateTime<Utc>) -> Result<bool> {
    let changed = execute!(
        tx,
        "update outbox_message set lease_until = $3 where id = $1 and claimed_by = $2 and state = 'sending'",
        id,
        worker,
        lease_until
    )?;
    Ok(changed == 1)
}

/// Writes the outcome. A message that went into doubt meanwhile is settled by its own worker's late answer, as
/// long as nobody has decided.
pub async fn finish(
    tx: &mut Tx,
    id: MessageId,
    worker: &str,
    verdict: &Verdict,
    now: DateTime<Utc>,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "update outbox_message set state = $3, reason = $4, server_reply = $5, attempts = attempts + 1, \
           next_attempt_at = $6, sent_at = case when $3 = 'sent' then $7 else sent_at end, lease_until = null, \
           claimed_by = case when $3 = 'in_doubt' then claimed_by else null end, version = version + 1 \
         where id = $1 and claimed_by = $2 and state in ('claimed', 'sending', 'in_doubt')",
        id,
        worker,
        verdict.state,
        verdict.reason,
        &verdict.server_reply,
        verdict.next_attempt_at.unwrap_or(now),
        now
    )?;
    Ok(changed == 1)
}

/// Gives back whatever this worker has claimed and not begun; it counts as no attempt.
pub async fn release(tx: &mut Tx, worker: &str) -> Result<u64> {
    execute!(
        tx,
        "update outbox_message set state = 'queued', claimed_by = null, lease_until = null, version = version + 1 \
         where claimed_by = $1 and state = 'claimed'",
        worker
    )
}
