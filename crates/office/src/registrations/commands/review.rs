//! What reviewers do: claim, pass on, decide (REG-3).

use chrono::{DateTime, TimeDelta, Utc};

use crate::access::model::UserId;
use crate::dispatch::Cx;
use crate::error::{Error, Issues, Result};
use crate::notices::commands::tell;
use crate::notices::model::NewNotice;
use crate::permission as may;
use crate::registrations::commands::{conflict, detail, gather, load, me};
use crate::registrations::model::{
    DenySale, FieldReason, HandOverSale, Registration, RegistrationDetail, RegistrationId, RegistrationRef,
    RegistrationState, ReturnSale, ReviewDecision,
};
use crate::registrations::rules::Move;
use crate::registrations::store::rounds::{self, Verdict};
use crate::registrations::store::{self, plans};
use crate::registrations::{check_rules, rules};

/// Takes a waiting sale for oneself, or holds it longer. Of two reviewers at once one gets it; the other learns who.
pub async fn claim(cx: &mut Cx, request: RegistrationRef) -> Result<RegistrationDetail> {
    let before = load(cx, request.id).await?;
    take(cx, &before).await?;
    let after = load(cx, request.id).await?;
    cx.audit_changed("registration", request.id, &before, &after)?;
    detail(cx, after).await
}

async fn take(cx: &mut Cx, sale: &Registration) -> Result<()> {
    if rules::moved(sale.state, Move::Claim).is_err() {
        // Decided meanwhile, by whoever changed it last.
        return Err(conflict(cx, sale.id).await?);
    }
    let reviewer = me(cx)?;
    let until = claimed_until(cx, sale).await?;
    let by = cx.actor.name.clone();
    if !store::claim(&mut cx.tx, sale.id, reviewer, until, cx.now, &by).await? {
        return Err(conflict(cx, sale.id).await?);
    }
    Ok(())
}

async fn claimed_until(cx: &mut Cx, sale: &Registration) -> Result<DateTime<Utc>> {
    let target = plans::target(&mut cx.tx, sale.content.segment).await?;
    Ok(cx.now + TimeDelta::minutes(target.claim_minutes))
}

/// Puts a claimed sale back: whoever holds it, or a supervisor.
pub async fn release(cx: &mut Cx, request: RegistrationRef) -> Result<RegistrationDetail> {
    let before = held(cx, request.id, Move::Release).await?;
    let by = cx.actor.name.clone();
    if !store::release(&mut cx.tx, request.id, before.claimed_by, cx.now, &by).await? {
        return Err(conflict(cx, request.id).await?);
    }
    let after = load(cx, request.id).await?;
    cx.audit_changed("registration", request.id, &before, &after)?;
    detail(cx, after).await
}

/// Passes a claimed sale to another reviewer, who is told: whoever holds it, or a supervisor.
pub async fn hand_over(cx: &mut Cx, request: HandOverSale) -> Result<RegistrationDetail> {
    let before = held(cx, request.id, Move::HandOver).await?;
    if !store::may_review(&mut cx.tx, request.to).await? {
        return Err(Error::field("to", "not_a_reviewer"));
    }
    let until = claimed_until(cx, &before).await?;
    let by = cx.actor.name.clone();
    let done =
        store::hand_over(&mut cx.tx, request.id, before.claimed_by, request.to, until, cx.now, &by).await?;
    if !done {
        return Err(conflict(cx, request.id).await?);
    }
    let after = load(cx, request.id).await?;
    cx.audit_changed("registration", request.id, &before, &after)?;
    notify(cx, request.to, "registration_handed_over", &after, by).await?;
    detail(cx, after).await
}

/// A sale that the caller may pass on or put back.
async fn held(cx: &mut Cx, id: RegistrationId, action: Move) -> Result<Registration> {
    let sale = load(cx, id).await?;
    rules::moved(sale.state, action)?;
    if sale.claimed_by != Some(me(cx)?) {
        cx.actor.require(may::REGISTRATIONS_SUPERVISE)?;
    }
    Ok(sale)
}

/// Sends a sale back with a reason on each wrong field.
pub async fn return_to_seller(cx: &mut Cx, request: ReturnSale) -> Result<RegistrationDetail> {
    let reasons = rules::check_reasons(&request.reasons)?;
    let mut issues = Issues::default();
    let note = match request.note.trim() {
        "" => String::new(),
        note => rules::check_words(&mut issues, "note", note),
    };
    issues.check()?;
    let before = ready(cx, request.id, request.round, Move::Return).await?;
    let after = finish(cx, &before, ReviewDecision::Returned, &note, &reasons).await?;
    detail(cx, after).await
}

/// Refuses a sale with a reason.
pub async fn deny(cx: &mut Cx, request: DenySale) -> Result<RegistrationDetail> {
    let mut issues = Issues::default();
    let reason = rules::check_words(&mut issues, "reason", &request.reason);
    issues.check()?;
    let before = ready(cx, request.id, request.round, Move::Deny).await?;
    let after = finish(cx, &before, ReviewDecision::Denied, &reason, &[]).await?;
    detail(cx, after).await
}

/// Makes sure that the caller may decide now on the submission they read: claims it where nobody holds it.
pub async fn ready(cx: &mut Cx, id: RegistrationId, round: i64, action: Move) -> Result<Registration> {
    let sale = load(cx, id).await?;
    if sale.round != round {
        return Err(conflict(cx, id).await?);
    }
    take(cx, &sale).await?;
    let sale = load(cx, id).await?;
    rules::moved(sale.state, action)?;
    Ok(sale)
}

/// Stores the decision on the sale and its round, and tells the seller.
pub async fn finish(
    cx: &mut Cx,
    before: &Registration,
    decision: ReviewDecision,
    note: &str,
    reasons: &[FieldReason],
) -> Result<Registration> {
    let (state, kind) = match decision {
        ReviewDecision::Approved => (RegistrationState::Approved, "registration_approved"),
        ReviewDecision::Returned => (RegistrationState::Returned, "registration_returned"),
        ReviewDecision::Denied => (RegistrationState::Denied, "registration_denied"),
    };
    let facts = gather(cx, Some(before), &before.content).await?;
    let form = super::forms::form_of(&mut cx.tx, &before.content).await?;
    let checks = serde_json::to_string(&check_rules::checks(&before.content, &form, &facts, cx.today()))?;
    let verdict = Verdict { decision, note, reasons, checks };
    let (id, round, reviewer, by) = (before.id, before.round, me(cx)?, cx.actor.name.clone());
    let noted = rounds::decide(&mut cx.tx, id, round, &verdict, cx.now, &by).await?;
    if !noted || !store::decide(&mut cx.tx, id, round, reviewer, state, cx.now, &by).await? {
        return Err(conflict(cx, id).await?);
    }
    let after = load(cx, id).await?;
    cx.audit_changed("registration", id, before, &after)?;
    let words = match reasons {
        [] => note.to_owned(),
        reasons => reasons.iter().map(|reason| reason.reason.as_str()).collect::<Vec<_>>().join("\n"),
    };
    notify(cx, before.seller_id, kind, &after, words).await?;
    Ok(after)
}

async fn notify(
    cx: &mut Cx,
    user: UserId,
    kind: &'static str,
    sale: &Registration,
    text: String,
) -> Result<()> {
    let number = sale.number.clone().unwrap_or_default();
    let notice = NewNotice {
        user_id: user,
        kind,
        title: format!("{} · {number}", sale.content.name),
        text,
        subject_kind: "registration",
        subject_id: sale.id.0,
    };
    tell(cx, notice).await.map(drop)
}
