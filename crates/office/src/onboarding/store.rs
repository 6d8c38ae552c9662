//! Welcomes in the database.

use chrono::{DateTime, Utc};

use crate::customers::model::CustomerId;
use crate::db::Tx;
use crate::error::Result;
use crate::onboarding::model::{Onboarding, OnboardingCause, OnboardingId, OnboardingMark};
use crate::registrations::model::RegistrationId;
use crate::{execute, fetch_all, fetch_one, fetch_optional};

/// One welcome.
pub async fn get(tx: &mut Tx, id: OnboardingId) -> Result<Option<Onboarding>> {
    fetch_optional!(
        tx,
        Onboarding,
        "select o.id, o.customer_id, c.code as customer_code, c.name as customer_name, o.registration_id, o.cause, \
           (select count(*) from onboarding_mark m where m.onboarding_id = o.id) as done, o.opened_at, o.opened_by, \
           o.completed_at, o.version, o.updated_at, o.updated_by \
         from onboarding o join customer c on c.id = o.customer_id where o.id = $1",
        id
    )
}

/// A customer's welcomes, the latest first.
pub async fn of_customer(tx: &mut Tx, customer: CustomerId) -> Result<Vec<Onboarding>> {
    fetch_all!(
        tx,
        Onboarding,
        "select o.id, o.customer_id, c.code as customer_code, c.name as customer_name, o.registration_id, o.cause, \
           (select count(*) from onboarding_mark m where m.onboarding_id = o.id) as done, o.opened_at, o.opened_by, \
           o.completed_at, o.version, o.updated_at, o.updated_by \
         from onboarding o join customer c on c.id = o.customer_id where o.customer_id = $1 \
         order by o.opened_at desc, o.id desc limit 50",
        customer
    )
}

/// Those under way, the oldest first.
pub async fn under_way(tx: &mut Tx) -> Result<Vec<Onboarding>> {
    fetch_all!(
        tx,
        Onboarding,
        "select o.id, o.customer_id, c.code as customer_code, c.name as customer_name, o.registration_id, o.cause, \
           (select count(*) from onboarding_mark m where m.onboarding_id = o.id) as done, o.opened_at, o.opened_by, \
           o.completed_at, o.version, o.updated_at, o.updated_by \
         from onboarding o join customer c on c.id = o.customer_id where o.completed_at is null \
           and c.merged_into is null order by o.opened_at, o.id limit 500"
    )
}

/// Those completed, the latest first.
pub async fn completed(tx: &mut Tx) -> Result<Vec<Onboarding>> {
    fetch_all!(
        tx,
        Onboarding,
        "select o.id, o.customer_id, c.code as customer_code, c.name as customer_name, o.registration_id, o.cause, \
           (select count(*) from onboarding_mark m where m.onboarding_id = o.id) as done, o.opened_at, o.opened_by, \
           o.completed_at, o.version, o.updated_at, o.updated_by \
         from onboarding o join customer c on c.id = o.customer_id where o.completed_at is not null \
         order by o.completed_at desc, o.id desc limit 500"
    )
}

/// How many are under way, and how many completed. One that was set aside with a merged ficha is not under way.
pub async fn counts(tx: &mut Tx) -> Result<(i64, i64)> {
    fetch_one!(
        tx,
        (i64, i64),
        "select count(*) - count(o.completed_at), count(o.completed_at) from onboarding o \
         join customer c on c.id = o.customer_id where o.completed_at is not null or c.merged_into is null"
    )
}

/// Removes a welcome that has no step noted yet; gives whether it did.
pub async fn remove_untouched(tx: &mut Tx, id: OnboardingId) -> Result<bool> {
    let removed = execute!(
        tx,
        "delete from onboarding where id = $1 and completed_at is null \
           and not exists (select 1 from onboarding_mark m where m.onboarding_id = $1)",
        id
    )?;
    Ok(removed == 1)
}

/// Begins a welcome; gives whether the sale had none yet.
pub async fn insert(
    tx: &mut Tx,
    id: OnboardingId,
    customer: CustomerId,
    sale: Option<RegistrationId>,
    cause: OnboardingCause,
    now: DateTime<Utc>,
    by: &str,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "insert into onboarding (id, customer_id, registration_id, cause, opened_at, opened_by, version, updated_at, \
           updated_by) values ($1, $2, $3, $4, $5, $6, 1, $7, $8) on conflict (registration_id) do nothing",
        id,
        customer,
        sale,
        cause,
        now,
        by,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Takes the next version of the one that was read; gives whether it was.
pub async fn take_version(
    tx: &mut Tx,
    id: OnboardingId,
    version: i64,
    now: DateTime<Utc>,
    by: &str,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "update onboarding set version = version + 1, updated_at = $3, updated_by = $4 where id = $1 and version = $2",
        id,
        version,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Notes when the last step was done, or that one is missing again.
pub async fn set_completed(tx: &mut Tx, id: OnboardingId, at: Option<DateTime<Utc>>) -> Result<()> {
    execute!(tx, "update onboarding set completed_at = $2 where id = $1", id, at)?;
    Ok(())
}

/// The steps that were done.
pub async fn marks(tx: &mut Tx, id: OnboardingId) -> Result<Vec<OnboardingMark>> {
    fetch_all!(
        tx,
        OnboardingMark,
        "select step, note, done_at, done_by from onboarding_mark where onboarding_id = $1 \
         order by done_at, step limit 50",
        id
    )
}

/// Notes a step; one that was done already gets the new words.
pub async fn mark(tx: &mut Tx, id: OnboardingId, mark: &OnboardingMark) -> Result<()> {
    execute!(
        tx,
        "insert into onboarding_mark (onboarding_id, step, note, done_at, done_by) values ($1, $2, $3, $4, $5) \
         on conflict (onboarding_id, step) do update set note = excluded.note, done_at = excluded.done_at, \
           done_by = excluded.done_by",
        id,
        mark.step,
        &mark.note,
        mark.done_at,
        &mark.done_by
    )?;
    Ok(())
}

/// Takes a step back.
pub async fn unmark(
    tx: &mut Tx,
    id: OnboardingId,
    step: crate::onboarding::model::OnboardingStep,
) -> Result<()> {
    execute!(tx, "delete from onboarding_mark where onboarding_id = $1 and step = $2", id, step)?;
    Ok(())
}
