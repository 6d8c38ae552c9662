//! Beginning a welcome, and noting its steps.

use crate::customers::commands as customers;
use crate::customers::model::CustomerId;
use crate::customers::search::{ActivityKind, NewActivity};
use crate::dispatch::Cx;
use crate::error::{Error, Result};
use crate::onboarding::model::{
    ListOnboardings, MarkOnboarding, Onboarding, OnboardingCause, OnboardingDetail, OnboardingId,
    OnboardingList, OnboardingMark, OnboardingRef, OnboardingRow, OnboardingsOf, OpenOnboarding,
};
use crate::onboarding::{rules, store};
use crate::registrations::model::RegistrationId;

/// The welcomes under way, or those completed.
pub async fn list(cx: &mut Cx, request: ListOnboardings) -> Result<OnboardingList> {
    let found =
        if request.open { store::under_way(&mut cx.tx).await? } else { store::completed(&mut cx.tx).await? };
    let (open, completed) = store::counts(&mut cx.tx).await?;
    Ok(OnboardingList { open, completed, items: found.into_iter().map(row).collect() })
}

/// A customer's welcomes, the latest first.
pub async fn of_customer(cx: &mut Cx, request: OnboardingsOf) -> Result<Vec<OnboardingRow>> {
    let found = store::of_customer(&mut cx.tx, request.customer_id).await?;
    Ok(found.into_iter().map(row).collect())
}

/// One welcome with its steps.
pub async fn get(cx: &mut Cx, request: OnboardingRef) -> Result<OnboardingDetail> {
    detail(cx, request.id).await
}

/// Begins a welcome by hand. Of each cause one is under way at a time.
pub async fn open(cx: &mut Cx, request: OpenOnboarding) -> Result<OnboardingDetail> {
    customers::find(cx, request.customer_id).await?;
    let known = store::of_customer(&mut cx.tx, request.customer_id).await?;
    if known.iter().any(|one| one.cause == request.cause && one.completed_at.is_none()) {
        return Err(Error::field("cause", "already_exists"));
    }
    let id = begin(cx, request.customer_id, None, request.cause).await?;
    detail(cx, id).await
}

/// Begins a welcome, for a feature that has a reason to; a sale has one only.
pub async fn begin(
    cx: &mut Cx,
    customer: CustomerId,
    sale: Option<RegistrationId>,
    cause: OnboardingCause,
) -> Result<OnboardingId> {
    let id = cx.id();
    let by = cx.actor.name.clone();
    if store::insert(&mut cx.tx, id, customer, sale, cause, cx.now, &by).await? {
        let after = detail(cx, id).await?;
        cx.audit_created("onboarding", id, &after)?;
        tell(cx, &after.onboarding, "onboarding_opened").await?;
    }
    Ok(id)
}

/// Takes back a welcome whose reason is gone. One with steps noted stays: somebody spoke with the customer.
pub async fn withdraw(cx: &mut Cx, id: OnboardingId) -> Result<()> {
    let Some(before) = store::get(&mut cx.tx, id).await? else { return Ok(()) };
    if store::remove_untouched(&mut cx.tx, id).await? {
        cx.audit("onboarding", id, Some(&before), None::<&()>)?;
    }
    Ok(())
}

/// Notes a step with who and when, or takes it back. The last one completes the welcome.
pub async fn mark(cx: &mut Cx, request: MarkOnboarding) -> Result<OnboardingDetail> {
    let before = detail(cx, request.id).await?;
    let cause = before.onboarding.cause;
    let by = cx.actor.name.clone();
    if request.done {
        let note = rules::check_mark(cause, request.step, &request.note)?;
        let mark = OnboardingMark { step: request.step, note, done_at: cx.now, done_by: by.clone() };
        store::mark(&mut cx.tx, request.id, &mark).await?;
    } else {
        store::unmark(&mut cx.tx, request.id, request.step).await?;
    }
    if !store::take_version(&mut cx.tx, request.id, request.version, cx.now, &by).await? {
        return Err(Error::Conflict {
            by: before.onboarding.updated_by.clone(),
            at: before.onboarding.updated_at,
            current: Box::new(serde_json::to_value(&before)?),
        });
    }
    let marks = store::marks(&mut cx.tx, request.id).await?;
    let complete = rules::is_complete(cause, &marks);
    if complete != before.onboarding.completed_at.is_some() {
        store::set_completed(&mut cx.tx, request.id, complete.then_some(cx.now)).await?;
        if complete {
            tell(cx, &before.onboarding, "onboarding_completed").await?;
        }
    }
    let after = detail(cx, request.id).await?;
    cx.audit_changed("onboarding", request.id, &before, &after)?;
    Ok(after)
}

fn row(onboarding: Onboarding) -> OnboardingRow {
    let steps = i64::try_from(rules::steps(onboarding.cause).len()).unwrap_or(0);
    OnboardingRow { onboarding, steps }
}

async fn detail(cx: &mut Cx, id: OnboardingId) -> Result<OnboardingDetail> {
    let onboarding = store::get(&mut cx.tx, id).await?.ok_or(Error::NotFound { entity: "onboarding" })?;
    let marks = store::marks(&mut cx.tx, id).await?;
    Ok(OnboardingDetail { steps: rules::steps(onboarding.cause), marks, onboarding })
}

/// Writes on the customer's timeline.
async fn tell(cx: &mut Cx, onboarding: &Onboarding, title: &str) -> Result<()> {
    let entry = NewActivity {
        customer_id: onboarding.customer_id,
        kind: ActivityKind::Registration,
        title: title.to_owned(),
        text: String::new(),
        subject_kind: Some("onboarding".to_owned()),
        subject_id: Some(onboarding.id.0),
    };
    customers::log(cx, entry).await.map(drop)
}
