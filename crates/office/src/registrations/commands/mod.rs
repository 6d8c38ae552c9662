//! The commands of sellers, reviewers and supervisors, and what they share.

use chrono::TimeDelta;

use crate::access::model::UserId;
use crate::dispatch::Cx;
use crate::duplicates::{self, Probe, ProbeAddress};
use crate::error::{Error, Result};
use crate::permission as may;
use crate::registrations::check_rules::{Facts, Inactivation};
use crate::registrations::model::{
    Plan, Registration, RegistrationContent, RegistrationDetail, RegistrationId, RegistrationState,
    ReviewRound, SaleWaiting,
};
use crate::registrations::store::{self, facts, plans, rounds};
use crate::registrations::{check_rules, queue_rules, rules};

mod approve;
mod forms;
mod queue;
mod review;
mod selling;
mod setup;

pub use approve::approve;
pub use forms::{form_rules, form_scopes, save_form_rules};
pub use queue::{queue, waiting_count};
pub use review::{claim, deny, hand_over, release, return_to_seller};
pub use selling::{cancel, check, mine, save_draft, submit};
pub use setup::{plans, save_plan, save_targets, targets};

/// A sale with its checks, suspects and rounds. Reviewers see all that were submitted, sellers their own.
pub async fn get(
    cx: &mut Cx,
    request: crate::registrations::model::RegistrationRef,
) -> Result<RegistrationDetail> {
    let sale = load(cx, request.id).await?;
    detail(cx, sale).await
}

/// The sale, where the caller may see it.
///
/// # Errors
/// `NotFound` also for somebody else's sale, so that its existence stays untold.
async fn load(cx: &mut Cx, id: RegistrationId) -> Result<Registration> {
    let found = store::get(&mut cx.tx, id).await?;
    found.filter(|sale| may_see(cx, sale)).ok_or(Error::NotFound { entity: "registration" })
}

fn may_see(cx: &Cx, sale: &Registration) -> bool {
    let own = cx.actor.id == Some(sale.seller_id.0);
    let reviewer = cx.actor.may(may::REGISTRATIONS_REVIEW) || cx.actor.may(may::REGISTRATIONS_SUPERVISE);
    own || (reviewer && sale.state != RegistrationState::Draft)
}

/// That somebody else was faster, with the sale as it stands now.
async fn conflict(cx: &mut Cx, id: RegistrationId) -> Result<Error> {
    let sale = load(cx, id).await?;
    // Who holds the claim is whom to ask; otherwise whoever changed it last.
    let by = match (&sale.state, &sale.claimed_by_name) {
        (RegistrationState::InReview, Some(reviewer)) => reviewer.clone(),
        _ => sale.updated_by.clone(),
    };
    let current = Box::new(serde_json::to_value(&sale)?);
    Ok(Error::Conflict { by, at: sale.updated_at, current })
}

/// Everything the checks need to know.
async fn gather(cx: &mut Cx, sale: Option<&Registration>, content: &RegistrationContent) -> Result<Facts> {
    let today = cx.today();
    let tx = &mut cx.tx;
    let plan = plan(tx, content).await?;
    let mut probe = probe(content);
    probe.own_id = sale.and_then(|sale| sale.customer_id);
    Ok(Facts {
        plan,
        suspects: duplicates::suspects(tx, &cx.app, &probe).await?,
        own_debts: facts::debtors_with_document(tx, &content.document, today).await?,
        phone_1_debtors: facts::debtors_with_contact(tx, &content.phone_1, &content.document, today).await?,
        phone_2_debtors: facts::debtors_with_contact(tx, &content.phone_2, &content.document, today).await?,
        address_debtors: facts::debtors_at_address(tx, content, today).await?,
        inactivations: inactivations(cx, content).await?,
    })
}

/// Recent manual inactivations of customers with the sale's document (SAL-4).
async fn inactivations(cx: &mut Cx, content: &RegistrationContent) -> Result<Vec<Inactivation>> {
    let since = cx.now - TimeDelta::days(check_rules::INACTIVATION_DAYS);
    let rows = facts::inactivated_since(&mut cx.tx, &content.document, since).await?;
    let zone = cx.app.zone();
    let told = rows.into_iter().map(|(customer_id, code, by, at, title)| Inactivation {
        customer_id,
        code,
        by,
        on: crate::clock::local_date(at, zone),
        replied: title == facts::INACTIVATED_REPLIED,
    });
    Ok(told.collect())
}

async fn plan(tx: &mut crate::db::Tx, content: &RegistrationContent) -> Result<Option<Plan>> {
    match content.plan_id {
        Some(id) => plans::plan_of(tx, id).await,
        None => Ok(None),
    }
}

fn probe(content: &RegistrationContent) -> Probe {
    Probe {
        own_id: None,
        name: content.name.clone(),
        document: content.document.clone(),
        birth_date: content.birth_date,
        mother_name: content.mother_name.clone(),
        phones: vec![content.phone_1.clone(), content.phone_2.clone()],
        emails: vec![content.email.clone()],
        address: Some(ProbeAddress {
            cep: content.cep.clone(),
            street: content.street.clone(),
            number: content.address_number.clone(),
        }),
    }
}

async fn detail(cx: &mut Cx, sale: Registration) -> Result<RegistrationDetail> {
    let facts = gather(cx, Some(&sale), &sale.content).await?;
    let form = forms::form_of(&mut cx.tx, &sale.content).await?;
    let checks = check_rules::checks(&sale.content, &form, &facts, cx.today());
    let rounds = rounds_of(cx, sale.id).await?;
    let waiting = waiting_of(cx, &sale).await?;
    let same_document = facts::with_document(&mut cx.tx, &sale.content.document).await?;
    let held =
        sale.state == RegistrationState::InReview && sale.claimed_until.is_some_and(|until| until > cx.now);
    let mine = sale.claimed_by.map(|user| user.0) == cx.actor.id;
    Ok(RegistrationDetail {
        registration: sale,
        plan: facts.plan,
        form: form.0,
        checks,
        suspects: facts.suspects,
        same_document,
        rounds,
        waiting,
        claimed_by_me: held && mine,
        claimed_by_other: held && !mine,
    })
}

/// All submissions, the latest first, each with what changed.
async fn rounds_of(cx: &mut Cx, id: RegistrationId) -> Result<Vec<ReviewRound>> {
    let reasons = rounds::reasons(&mut cx.tx, id).await?;
    let mut list: Vec<ReviewRound> = Vec::new();
    for row in rounds::all(&mut cx.tx, id).await? {
        let content: RegistrationContent = serde_json::from_str(&row.content)?;
        let changes = list.last().map(|former| rules::changes(&former.content, &content)).unwrap_or_default();
        let of_round = reasons.iter().filter(|(round, ..)| *round == row.round);
        let reasons = of_round.map(|(_, field, reason)| crate::registrations::model::FieldReason {
            field: field.clone(),
            reason: reason.clone(),
        });
        list.push(ReviewRound {
            round: row.round,
            submitted_at: row.submitted_at,
            submitted_by: row.submitted_by,
            changes,
            decision: row.decision,
            decided_at: row.decided_at,
            decided_by: row.decided_by,
            note: row.note,
            reasons: reasons.collect(),
            content,
        });
    }
    list.reverse();
    Ok(list)
}

async fn waiting_of(cx: &mut Cx, sale: &Registration) -> Result<Option<SaleWaiting>> {
    let waits = matches!(sale.state, RegistrationState::Submitted | RegistrationState::InReview);
    let Some(submitted_at) = sale.submitted_at.filter(|_| waits) else { return Ok(None) };
    let calendar = crate::agenda::store::calendar(&mut cx.tx).await?;
    let target = plans::target(&mut cx.tx, sale.content.segment).await?;
    let waited = queue_rules::business_minutes(submitted_at, cx.now, cx.app.zone(), &calendar);
    Ok(Some(queue_rules::waiting(waited, &target)))
}

/// The person who asks.
fn me(cx: &Cx) -> Result<UserId> {
    cx.actor.user()
}
