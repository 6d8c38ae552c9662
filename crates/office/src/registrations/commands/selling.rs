//! What sellers do: write, check, submit, look after their own.

use chrono::Datelike;

use crate::access::model::UserId;
use crate::dispatch::Cx;
use crate::error::{Error, Result};
use crate::permission as may;
use crate::registrations::commands::forms::form_of;
use crate::registrations::commands::{conflict, gather, load, me, plan};
use crate::registrations::model::{
    CancelSale, CheckSale, MySales, MySalesRequest, Registration, RegistrationContent, RegistrationId,
    RegistrationInput, SaleCheckResult,
};
use crate::registrations::rules::Move;
use crate::registrations::store::rounds::NewRound;
use crate::registrations::store::{self, queue, rounds};
use crate::registrations::{check_rules, rules};

/// What the checks say about a form that is being typed (REG-1, REG-2).
pub async fn check(cx: &mut Cx, request: CheckSale) -> Result<SaleCheckResult> {
    let content = rules::cleaned(&request.content);
    rules::check_lengths(&content).check()?;
    let facts = gather(cx, None, &content).await?;
    let form = form_of(&mut cx.tx, &content).await?;
    let today = cx.today();
    Ok(SaleCheckResult {
        issues: rules::check_content(&content, &form, facts.plan.as_ref(), today).into_list(),
        checks: check_rules::checks(&content, &form, &facts, today),
        form: form.0,
        suspects: facts.suspects,
    })
}

/// Saves a draft, or a returned sale while it is corrected.
pub async fn save_draft(cx: &mut Cx, request: RegistrationInput) -> Result<Registration> {
    let content = rules::cleaned(&request.content);
    rules::check_lengths(&content).check()?;
    let id = write(cx, &request, &content).await?;
    load(cx, id).await
}

/// Saves and submits. Everything missing or malformed is told at once (REG-1), and then nothing is submitted.
pub async fn submit(cx: &mut Cx, request: RegistrationInput) -> Result<Registration> {
    let content = rules::cleaned(&request.content);
    let plan = plan(&mut cx.tx, &content).await?;
    let form = form_of(&mut cx.tx, &content).await?;
    rules::check_content(&content, &form, plan.as_ref(), cx.today()).check()?;
    let id = write(cx, &request, &content).await?;
    let before = load(cx, id).await?;
    rules::moved(before.state, Move::Submit)?;
    let year = i64::from(cx.today().year());
    let number = match &before.number {
        Some(number) => number.clone(),
        None => store::next_number(&mut cx.tx, year).await?,
    };
    let round = before.round + 1;
    if !store::submit(&mut cx.tx, id, &number, round, cx.now).await? {
        return Err(conflict(cx, id).await?);
    }
    let facts = gather(cx, Some(&before), &content).await?;
    let checks = check_rules::checks(&content, &form, &facts, cx.today());
    let new = NewRound {
        id: cx.id(),
        registration: id,
        round,
        at: cx.now,
        by: &cx.actor.name,
        content: serde_json::to_string(&content)?,
        checks: serde_json::to_string(&checks)?,
    };
    rounds::insert(&mut cx.tx, new).await?;
    let after = load(cx, id).await?;
    cx.audit_changed("registration", id, &before, &after)?;
    Ok(after)
}

/// Stores the content, new or changed.
async fn write(
    cx: &mut Cx,
    request: &RegistrationInput,
    content: &RegistrationContent,
) -> Result<RegistrationId> {
    let seller: UserId = me(cx)?;
    let by = cx.actor.name.clone();
    let Some(id) = request.id else {
        let id = cx.id();
        store::insert(&mut cx.tx, id, seller, content, cx.now, &by).await?;
        store::update_content(&mut cx.tx, id, 1, content, cx.now, &by).await?;
        let after = load(cx, id).await?;
        cx.audit_created("registration", id, &after)?;
        return Ok(id);
    };
    let before = own(cx, id).await?;
    rules::moved(before.state, Move::Save)?;
    if !store::update_content(&mut cx.tx, id, request.version, content, cx.now, &by).await? {
        return Err(conflict(cx, id).await?);
    }
    let after = load(cx, id).await?;
    cx.audit_changed("registration", id, &before, &after)?;
    Ok(id)
}

/// A sale of the caller's own.
async fn own(cx: &mut Cx, id: RegistrationId) -> Result<Registration> {
    let sale = load(cx, id).await?;
    if sale.seller_id == me(cx)? {
        Ok(sale)
    } else {
        Err(Error::Forbidden { permission: may::REGISTRATIONS_SELL.0 })
    }
}

/// One's own sales.
pub async fn mine(cx: &mut Cx, request: MySalesRequest) -> Result<MySales> {
    let seller = me(cx)?;
    let items = match request.state {
        Some(state) => queue::of_seller_in(&mut cx.tx, seller, state).await?,
        None => queue::of_seller(&mut cx.tx, seller).await?,
    };
    Ok(MySales { items, counts: queue::counts_of_seller(&mut cx.tx, seller).await? })
}

/// Calls a sale off: its seller, or a supervisor of the review.
pub async fn cancel(cx: &mut Cx, request: CancelSale) -> Result<Registration> {
    let before = load(cx, request.id).await?;
    if before.seller_id.0 != cx.actor.id.unwrap_or_default() {
        cx.actor.require(may::REGISTRATIONS_SUPERVISE)?;
    }
    rules::moved(before.state, Move::Cancel)?;
    let reason = rules::check_cancel(&request, before.state)?;
    let by = cx.actor.name.clone();
    if !store::cancel(&mut cx.tx, request.id, request.version, &reason, cx.now, &by).await? {
        return Err(conflict(cx, request.id).await?);
    }
    let after =
        store::get(&mut cx.tx, request.id).await?.ok_or(Error::NotFound { entity: "registration" })?;
    cx.audit_changed("registration", request.id, &before, &after)?;
    Ok(after)
}
