//! The course of approved sales, written row by row.

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::access::model::Colleague;
use crate::db::Tx;
use crate::demo::courses::CourseRow;
use crate::error::Result;
use crate::execute;
use crate::onboarding::model::OnboardingCause;
use crate::onboarding::rules;

/// Writes what became of an approved sale.
pub async fn insert(
    tx: &mut Tx,
    row: &CourseRow,
    customer: Uuid,
    carrier: &str,
    teams: &[Uuid],
    by: &Colleague,
) -> Result<()> {
    let Some((stage, since)) = row.entered.last().copied() else { return Ok(()) };
    let by = by.name.as_str();
    execute!(
        tx,
        "insert into sale_course (registration_id, stage, stage_since, promised_on, installed_on, closed_reason, \
           version, updated_at, updated_by) values ($1, $2, $3, $4, $5, $6, 1, $7, $8)",
        row.sale,
        stage,
        since,
        row.promised_on,
        row.installed_on,
        row.closed_reason,
        since,
        by
    )?;
    for (stage, at) in &row.entered {
        execute!(
            tx,
            "insert into sale_course_stage (registration_id, stage, entered_at, entered_by) values ($1, $2, $3, $4)",
            row.sale,
            *stage,
            *at,
            by
        )?;
    }
    insert_work(tx, row, carrier, teams, by).await?;
    for (stage, score, words, at) in &row.feedback {
        execute!(
            tx,
            "insert into stage_feedback (registration_id, stage, score, words, taken_at, taken_by) \
             values ($1, $2, $3, $4, $5, $6)",
            row.sale,
            *stage,
            *score,
            *words,
            *at,
            by
        )?;
    }
    match row.welcome {
        Some(welcome) => insert_welcome(tx, row.sale, customer, welcome, since, by).await,
        None => Ok(()),
    }
}

/// Protocol, visits and steps of the activation.
async fn insert_work(tx: &mut Tx, row: &CourseRow, carrier: &str, teams: &[Uuid], by: &str) -> Result<()> {
    if let Some((id, number)) = &row.protocol {
        execute!(
            tx,
            "insert into carrier_protocol (id, registration_id, carrier, protocol, recorded_at, recorded_by) \
             values ($1, $2, $3, $4, $5, $6)",
            *id,
            row.sale,
            carrier,
            number,
            row.entered[row.entered.len().min(2) - 1].1,
            by
        )?;
    }
    for visit in &row.visits {
        execute!(
            tx,
            "insert into installation_visit (id, registration_id, team_id, scheduled_on, period, outcome, reason, \
               booked_at, booked_by, closed_at, closed_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
            visit.id,
            row.sale,
            teams[visit.team],
            visit.on,
            visit.period,
            visit.outcome,
            visit.reason,
            visit.booked_at,
            by,
            visit.closed_at,
            visit.closed_at.map(|_| by)
        )?;
    }
    for (step, at) in &row.marks {
        execute!(
            tx,
            "insert into activation_mark (registration_id, step, done_at, done_by) values ($1, $2, $3, $4)",
            row.sale,
            *step,
            *at,
            by
        )?;
    }
    Ok(())
}

async fn insert_welcome(
    tx: &mut Tx,
    sale: Uuid,
    customer: Uuid,
    (id, done): (Uuid, usize),
    at: DateTime<Utc>,
    by: &str,
) -> Result<()> {
    let steps = rules::steps(OnboardingCause::New);
    execute!(
        tx,
        "insert into onboarding (id, customer_id, registration_id, cause, opened_at, opened_by, completed_at, version, \
           updated_at, updated_by) values ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9)",
        id,
        customer,
        sale,
        OnboardingCause::New,
        at,
        by,
        (done >= steps.len()).then_some(at),
        at,
        by
    )?;
    for step in steps.into_iter().take(done) {
        execute!(
            tx,
            "insert into onboarding_mark (onboarding_id, step, note, done_at, done_by) values ($1, $2, '', $3, $4)",
            id,
            step,
            at,
            by
        )?;
    }
    Ok(())
}
