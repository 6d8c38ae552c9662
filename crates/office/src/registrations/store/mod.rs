//! Sales in the database.

use chrono::{DateTime, Utc};

use crate::access::model::UserId;
use crate::db::Tx;
use crate::error::Result;
use crate::registrations::model::{Registration, RegistrationContent, RegistrationId, RegistrationState};
use crate::{execute, fetch_all, fetch_optional};

pub mod facts;
pub mod figures;
pub mod forms;
pub mod plans;
pub mod queue;
pub mod rounds;

/// One sale.
pub async fn get(tx: &mut Tx, id: RegistrationId) -> Result<Option<Registration>> {
    fetch_optional!(
        tx,
        Registration,
        "select r.id, r.number, r.state, r.seller_id, s.name as seller_name, r.customer_id, r.kind, r.segment, \
           r.name, r.document, r.email, r.mother_name, r.birth_date, r.phone_1, r.phone_2, r.street, \
           r.address_number, r.complement, r.district, r.city, r.uf, r.cep, r.carrier, r.plan_id, r.due_day, \
           r.installation_period, r.note, r.round, r.submitted_at, r.first_submitted_at, r.claimed_by, \
           c.name as claimed_by_name, r.claimed_until, r.decided_at, r.closed_reason, r.created_at, r.version, \
           r.updated_at, r.updated_by \
         from registration r join app_user s on s.id = r.seller_id left join app_user c on c.id = r.claimed_by \
         where r.id = $1",
        id
    )
}

/// Adds a draft.
pub async fn insert(
    tx: &mut Tx,
    id: RegistrationId,
    seller: UserId,
    content: &RegistrationContent,
    now: DateTime<Utc>,
    by: &str,
) -> Result<()> {
    execute!(
        tx,
        "insert into registration (id, state, seller_id, kind, segment, name, name_key, created_at, version, \
           updated_at, updated_by) values ($1, 'draft', $2, $3, $4, $5, $6, $7, 1, $7, $8)",
        id,
        seller,
        content.kind,
        content.segment,
        &content.name,
        brazil::text::fold(&content.name),
        now,
        by
    )?;
    Ok(())
}

/// Writes the content of a sale whose version is still the one read; gives whether it was.
pub async fn update_content(
    tx: &mut Tx,
    id: RegistrationId,
    version: i64,
    content: &RegistrationContent,
    now: DateTime<Utc>,
    by: &str,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "update registration set kind = $3, segment = $4, name = $5, name_key = $6, document = $7, email = $8, \
           mother_name = $9, birth_date = $10, phone_1 = $11, phone_2 = $12, street = $13, address_number = $14, \
           complement = $15, district = $16, city = $17, uf = $18, cep = $19, carrier = $20, plan_id = $21, \
           due_day = $22, installation_period = $23, note = $24, version = version + 1, updated_at = $25, \
           updated_by = $26 where id = $1 and version = $2 and state in ('draft', 'returned')",
        id,
        version,
        content.kind,
        content.segment,
        &content.name,
        brazil::text::fold(&content.name),
        &content.document,
        &content.email,
        &content.mother_name,
        content.birth_date,
        &content.phone_1,
        &content.phone_2,
        &content.street,
        &content.address_number,
        &content.complement,
        &content.district,
        &content.city,
        &content.uf,
        &content.cep,
        &content.carrier,
        content.plan_id,
        content.due_day,
        content.installation_period,
        &content.note,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// The next number of a year, such as `2026-000417`.
pub async fn next_number(tx: &mut Tx, year: i64) -> Result<String> {
    let number = crate::db::numbers::next_number(tx, "registration", year, 0).await?;
    Ok(format!("{year:04}-{number:06}"))
}

/// Sends a written sale to the queue.
pub async fn submit(
    tx: &mut Tx,
    id: RegistrationId,
    number: &str,
    round: i64,
    now: DateTime<Utc>,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "update registration set state = 'submitted', number = $2, round = $3, submitted_at = $4, \
           first_submitted_at = coalesce(first_submitted_at, $4), claimed_by = null, claimed_until = null, \
           decided_at = null where id = $1 and state in ('draft', 'returned')",
        id,
        number,
        round,
        now
    )?;
    Ok(changed == 1)
}

/// Gives a waiting sale to a reviewer, also one whose claim ran out, or longer to who has it. Gives whether it did:
/// of two at once, one.
pub async fn claim(
    tx: &mut Tx,
    id: RegistrationId,
    reviewer: UserId,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
    by: &str,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "update registration set state = 'in_review', claimed_by = $2, claimed_until = $3, \
           version = version + 1, updated_at = $4, updated_by = $5 \
         where id = $1 and (state = 'submitted' \
           or (state = 'in_review' and (claimed_by = $2 or claimed_until <= $4)))",
        id,
        reviewer,
        until,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Passes a reviewed sale from whoever holds it to another reviewer.
pub async fn hand_over(
    tx: &mut Tx,
    id: RegistrationId,
    holder: Option<UserId>,
    to: UserId,
    until: DateTime<Utc>,
    now: DateTime<Utc>,
    by: &str,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "update registration set claimed_by = $3, claimed_until = $4, version = version + 1, updated_at = $5, \
           updated_by = $6 where id = $1 and state = 'in_review' and claimed_by = $2",
        id,
        holder,
        to,
        until,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Puts a reviewed sale back into the queue; its waiting goes on from its submission.
pub async fn release(
    tx: &mut Tx,
    id: RegistrationId,
    holder: Option<UserId>,
    now: DateTime<Utc>,
    by: &str,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "update registration set state = 'submitted', claimed_by = null, claimed_until = null, \
           version = version + 1, updated_at = $3, updated_by = $4 \
         where id = $1 and state = 'in_review' and claimed_by = $2",
        id,
        holder,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Ends the review of a round held by a reviewer.
pub async fn decide(
    tx: &mut Tx,
    id: RegistrationId,
    round: i64,
    reviewer: UserId,
    state: RegistrationState,
    now: DateTime<Utc>,
    by: &str,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "update registration set state = $4, decided_at = $5, claimed_by = null, claimed_until = null, \
           version = version + 1, updated_at = $5, updated_by = $6 \
         where id = $1 and round = $2 and state = 'in_review' and claimed_by = $3",
        id,
        round,
        reviewer,
        state,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Notes the ficha a sale became.
pub async fn set_customer(
    tx: &mut Tx,
    id: RegistrationId,
    customer: crate::customers::model::CustomerId,
) -> Result<()> {
    execute!(tx, "update registration set customer_id = $2 where id = $1", id, customer)?;
    Ok(())
}

/// Calls off a sale whose version is still the one read.
pub async fn cancel(
    tx: &mut Tx,
    id: RegistrationId,
    version: i64,
    reason: &str,
    now: DateTime<Utc>,
    by: &str,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "update registration set state = 'cancelled', closed_reason = $3, decided_at = $4, claimed_by = null, \
           claimed_until = null, version = version + 1, updated_at = $4, updated_by = $5 \
         where id = $1 and version = $2 and state in ('draft', 'submitted', 'in_review', 'returned')",
        id,
        version,
        reason,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Whether an active person may review.
pub async fn may_review(tx: &mut Tx, user: UserId) -> Result<bool> {
    let found = fetch_all!(
        tx,
        (UserId,),
        "select distinct u.id from app_user u join user_role ur on ur.user_id = u.id \
           join role_permission p on p.role_id = ur.role_id \
         where u.id = $1 and u.active and p.permission = 'registrations.review' limit 1",
        user
    )?;
    Ok(!found.is_empty())
}
