//! Sales on their course in the database. A sale without a row of its own was approved and nothing else happened yet.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::access::model::UserId;
use crate::customers::model::CustomerId;
use crate::db::Tx;
use crate::error::Result;
use crate::fulfilment::model::{
    ActivationMark, ActivationStep, Course, CourseStage, Protocol, ProtocolId, StageEntry, StageTotal,
    WatchedMonth,
};
use crate::registrations::model::RegistrationId;
use crate::{execute, fetch_all, fetch_one, fetch_optional};

pub mod feedback;
pub mod figures;
pub mod setup;
pub mod visits;

/// One approved sale.
pub async fn get(tx: &mut Tx, id: RegistrationId) -> Result<Option<Course>> {
    fetch_optional!(
        tx,
        Course,
        "select r.id as registration_id, r.number, r.name, r.customer_id, r.carrier, p.name as plan_name, r.city, r.uf, \
           r.installation_period as wished_period, r.seller_id, s.name as seller_name, \
           coalesce(c.stage, 'approved') as stage, coalesce(c.stage_since, r.decided_at, r.updated_at) as stage_since, \
           c.promised_on, c.installed_on, v.scheduled_on as visit_on, v.period as visit_period, t.name as team_name, \
           coalesce(c.closed_reason, '') as closed_reason, c.contract_id, coalesce(c.version, 0) as version, \
           coalesce(c.updated_at, r.updated_at) as updated_at, coalesce(c.updated_by, r.updated_by) as updated_by \
         from registration r join app_user s on s.id = r.seller_id left join plan p on p.id = r.plan_id \
           left join sale_course c on c.registration_id = r.id \
           left join installation_visit v on v.registration_id = r.id and v.outcome is null \
           left join installation_team t on t.id = v.team_id \
         where r.id = $1 and r.state = 'approved'",
        id
    )
}

/// The sales at a stage, those longest there first; with `seller`, only theirs.
pub async fn at_stage(tx: &mut Tx, stage: CourseStage, seller: Option<UserId>) -> Result<Vec<Course>> {
    fetch_all!(
        tx,
        Course,
        "select r.id as registration_id, r.number, r.name, r.customer_id, r.carrier, p.name as plan_name, r.city, r.uf, \
           r.installation_period as wished_period, r.seller_id, s.name as seller_name, \
           coalesce(c.stage, 'approved') as stage, coalesce(c.stage_since, r.decided_at, r.updated_at) as stage_since, \
           c.promised_on, c.installed_on, v.scheduled_on as visit_on, v.period as visit_period, t.name as team_name, \
           coalesce(c.closed_reason, '') as closed_reason, c.contract_id, coalesce(c.version, 0) as version, \
           coalesce(c.updated_at, r.updated_at) as updated_at, coalesce(c.updated_by, r.updated_by) as updated_by \
         from registration r join app_user s on s.id = r.seller_id left join plan p on p.id = r.plan_id \
           left join sale_course c on c.registration_id = r.id \
           left join installation_visit v on v.registration_id = r.id and v.outcome is null \
           left join installation_team t on t.id = v.team_id \
         where r.state = 'approved' and coalesce(c.stage, 'approved') = $1 and ($2 or r.seller_id = $3) \
         order by coalesce(c.stage_since, r.decided_at, r.updated_at), r.id limit 500",
        stage,
        seller.is_none(),
        seller.map_or(Uuid::nil(), |user| user.0)
    )
}

/// How many sales stand at each stage; with `seller`, only theirs.
pub async fn totals(tx: &mut Tx, seller: Option<UserId>) -> Result<Vec<StageTotal>> {
    fetch_all!(
        tx,
        StageTotal,
        "select coalesce(c.stage, 'approved') as stage, count(*) as count from registration r \
           left join sale_course c on c.registration_id = r.id \
         where r.state = 'approved' and ($1 or r.seller_id = $2) \
         group by coalesce(c.stage, 'approved') order by coalesce(c.stage, 'approved') limit 10",
        seller.is_none(),
        seller.map_or(Uuid::nil(), |user| user.0)
    )
}

/// The sales whose payments are watched: `after` that sale, so that all are seen page by page.
pub async fn in_post_sale(tx: &mut Tx, after: RegistrationId) -> Result<Vec<RegistrationId>> {
    let rows = fetch_all!(
        tx,
        (RegistrationId,),
        "select registration_id from sale_course where stage = 'post_sale' and registration_id > $1 \
         order by registration_id limit 500",
        after
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Gives the sale a row of its own, if it has none.
pub async fn begin(tx: &mut Tx, course: &Course) -> Result<()> {
    let changed = execute!(
        tx,
        "insert into sale_course (registration_id, stage, stage_since, version, updated_at, updated_by) \
         values ($1, 'approved', $2, 0, $3, $4) on conflict (registration_id) do nothing",
        course.registration_id,
        course.stage_since,
        course.updated_at,
        &course.updated_by
    )?;
    if changed == 1 {
        note_stage(tx, course.registration_id, CourseStage::Approved, course.stage_since, &course.updated_by)
            .await?;
    }
    Ok(())
}

/// Takes the next version of the one that was read; gives whether it was.
pub async fn take_version(
    tx: &mut Tx,
    id: RegistrationId,
    version: i64,
    now: DateTime<Utc>,
    by: &str,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "update sale_course set version = version + 1, updated_at = $3, updated_by = $4 \
         where registration_id = $1 and version = $2",
        id,
        version,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Moves the sale to a stage and notes when.
pub async fn enter(
    tx: &mut Tx,
    id: RegistrationId,
    stage: CourseStage,
    now: DateTime<Utc>,
    by: &str,
) -> Result<()> {
    execute!(
        tx,
        "update sale_course set stage = $2, stage_since = $3 where registration_id = $1",
        id,
        stage,
        now
    )?;
    note_stage(tx, id, stage, now, by).await
}

async fn note_stage(
    tx: &mut Tx,
    id: RegistrationId,
    stage: CourseStage,
    at: DateTime<Utc>,
    by: &str,
) -> Result<()> {
    execute!(
        tx,
        "insert into sale_course_stage (registration_id, stage, entered_at, entered_by) values ($1, $2, $3, $4)",
        id,
        stage,
        at,
        by
    )?;
    Ok(())
}

/// Until when the installation was promised.
pub async fn set_promise(tx: &mut Tx, id: RegistrationId, day: NaiveDate) -> Result<()> {
    execute!(tx, "update sale_course set promised_on = $2 where registration_id = $1", id, day)?;
    Ok(())
}

/// When it was installed.
pub async fn set_installed(tx: &mut Tx, id: RegistrationId, day: NaiveDate) -> Result<()> {
    execute!(tx, "update sale_course set installed_on = $2 where registration_id = $1", id, day)?;
    Ok(())
}

/// Why it was called off.
pub async fn set_closed_reason(tx: &mut Tx, id: RegistrationId, reason: &str) -> Result<()> {
    execute!(tx, "update sale_course set closed_reason = $2 where registration_id = $1", id, reason)?;
    Ok(())
}

/// The contract whose payments are watched.
pub async fn set_contract(tx: &mut Tx, id: RegistrationId, contract: Uuid) -> Result<()> {
    execute!(tx, "update sale_course set contract_id = $2 where registration_id = $1", id, contract)?;
    Ok(())
}

/// The customer's latest contract of a plan.
pub async fn contract_of(tx: &mut Tx, customer: CustomerId, plan: &str) -> Result<Option<Uuid>> {
    let row = fetch_optional!(
        tx,
        (Uuid,),
        "select id from contract where customer_id = $1 and plan = $2 order by signed_on desc, id desc limit 1",
        customer,
        plan
    )?;
    Ok(row.map(|(id,)| id))
}

/// When the sale entered each stage, in order.
pub async fn stages(tx: &mut Tx, id: RegistrationId) -> Result<Vec<StageEntry>> {
    fetch_all!(
        tx,
        StageEntry,
        "select stage, entered_at, entered_by from sale_course_stage where registration_id = $1 \
         order by entered_at, stage limit 10",
        id
    )
}

/// Numbers that carriers gave, the first one first.
pub async fn protocols(tx: &mut Tx, id: RegistrationId) -> Result<Vec<Protocol>> {
    fetch_all!(
        tx,
        Protocol,
        "select id, carrier, protocol, recorded_at, recorded_by from carrier_protocol where registration_id = $1 \
         order by recorded_at, id limit 200",
        id
    )
}

/// Notes a carrier's number; gives whether it is a new one.
pub async fn insert_protocol(tx: &mut Tx, sale: RegistrationId, new: &Protocol) -> Result<bool> {
    let changed = execute!(
        tx,
        "insert into carrier_protocol (id, registration_id, carrier, protocol, recorded_at, recorded_by) \
         values ($1, $2, $3, $4, $5, $6) on conflict (registration_id, carrier, protocol) do nothing",
        ProtocolId(new.id.0),
        sale,
        &new.carrier,
        &new.protocol,
        new.recorded_at,
        &new.recorded_by
    )?;
    Ok(changed == 1)
}

/// Steps of the activation that were done.
pub async fn marks(tx: &mut Tx, id: RegistrationId) -> Result<Vec<ActivationMark>> {
    fetch_all!(
        tx,
        ActivationMark,
        "select step, done_at, done_by from activation_mark where registration_id = $1 order by done_at, step limit 10",
        id
    )
}

/// Notes a step as done; one that is done already stays as it is.
pub async fn mark(
    tx: &mut Tx,
    id: RegistrationId,
    step: ActivationStep,
    now: DateTime<Utc>,
    by: &str,
) -> Result<()> {
    execute!(
        tx,
        "insert into activation_mark (registration_id, step, done_at, done_by) values ($1, $2, $3, $4) \
         on conflict (registration_id, step) do nothing",
        id,
        step,
        now,
        by
    )?;
    Ok(())
}

/// Takes a step back.
pub async fn unmark(tx: &mut Tx, id: RegistrationId, step: ActivationStep) -> Result<()> {
    execute!(tx, "delete from activation_mark where registration_id = $1 and step = $2", id, step)?;
    Ok(())
}

/// A customer's receivables due since a day and not withdrawn: of a contract, and of what names none.
pub async fn watched(
    tx: &mut Tx,
    customer: CustomerId,
    contract: Option<Uuid>,
    since: NaiveDate,
) -> Result<Vec<WatchedMonth>> {
    fetch_all!(
        tx,
        WatchedMonth,
        "select id, description, due_on, amount_cents, paid_on, \
           (dispute_opened_on is not null and dispute_closed_on is null) as disputed from receivable \
         where customer_id = $1 and due_on >= $2 and withdrawn_on is null and ($3 or contract_id is null or contract_id = $4) \
         order by due_on, id limit 1000",
        customer,
        since,
        contract.is_none(),
        contract.unwrap_or_default()
    )
}

/// A contract's due day and monthly amount.
pub async fn contract_terms(tx: &mut Tx, contract: Uuid) -> Result<(Option<i64>, i64)> {
    fetch_one!(tx, (Option<i64>, i64), "select due_day, monthly_cents from contract where id = $1", contract)
}

/// Notes that a late month opened its contact; gives whether it is the first time.
pub async fn note_late_month(
    tx: &mut Tx,
    id: RegistrationId,
    month: NaiveDate,
    now: DateTime<Utc>,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "insert into late_month (registration_id, month, noted_at) values ($1, $2, $3) \
         on conflict (registration_id, month) do nothing",
        id,
        month,
        now
    )?;
    Ok(changed == 1)
}

/// The late months that opened their contact.
pub async fn late_months(tx: &mut Tx, id: RegistrationId) -> Result<Vec<NaiveDate>> {
    let rows = fetch_all!(
        tx,
        (NaiveDate,),
        "select month from late_month where registration_id = $1 order by month limit 1000",
        id
    )?;
    Ok(rows.into_iter().map(|(month,)| month).collect())
}
