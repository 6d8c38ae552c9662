//! Submissions and what became of them.

use chrono::{DateTime, Utc};

use crate::db::Tx;
use crate::error::Result;
use crate::registrations::model::{FieldReason, RegistrationId, ReviewDecision, RoundId};
use crate::{execute, fetch_all, fetch_optional};

/// A submission as stored; content and checks are JSON.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct RoundRow {
    /// Which.
    pub id: RoundId,
    /// From 1.
    pub round: i64,
    /// When (UTC).
    pub submitted_at: DateTime<Utc>,
    /// By whom.
    pub submitted_by: String,
    /// What was submitted.
    pub content: String,
    /// None while it waits.
    pub decision: Option<ReviewDecision>,
    /// When (UTC).
    pub decided_at: Option<DateTime<Utc>>,
    /// By whom.
    pub decided_by: Option<String>,
    /// The reviewer's words on the whole.
    pub note: String,
}

/// A submission to store.
#[derive(Debug, Clone)]
pub struct NewRound<'a> {
    /// Its id.
    pub id: RoundId,
    /// Of which sale.
    pub registration: RegistrationId,
    /// From 1.
    pub round: i64,
    /// When (UTC).
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: &'a str,
    /// What was submitted, as JSON.
    pub content: String,
    /// What the checks said, as JSON.
    pub checks: String,
}

/// Adds a submission.
pub async fn insert(tx: &mut Tx, new: NewRound<'_>) -> Result<()> {
    execute!(
        tx,
        "insert into registration_round (id, registration_id, round, submitted_at, submitted_by, content, checks) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        new.id,
        new.registration,
        new.round,
        new.at,
        new.by,
        new.content,
        new.checks
    )?;
    Ok(())
}

/// All submissions of a sale, the first one first.
pub async fn all(tx: &mut Tx, id: RegistrationId) -> Result<Vec<RoundRow>> {
    fetch_all!(
        tx,
        RoundRow,
        "select id, round, submitted_at, submitted_by, content, decision, decided_at, decided_by, note \
         from registration_round where registration_id = $1 order by round limit 200",
        id
    )
}

/// All reasons on the submissions of a sale, by round: round, field, reason.
pub async fn reasons(tx: &mut Tx, id: RegistrationId) -> Result<Vec<(i64, String, String)>> {
    fetch_all!(
        tx,
        (i64, String, String),
        "select d.round, q.field, q.reason from registration_reason q join registration_round d on d.id = q.round_id \
         where d.registration_id = $1 order by d.round, q.field limit 5000",
        id
    )
}

/// A decision on a submission.
#[derive(Debug, Clone)]
pub struct Verdict<'a> {
    /// What was decided.
    pub decision: ReviewDecision,
    /// The reviewer's words on the whole.
    pub note: &'a str,
    /// And on each wrong field.
    pub reasons: &'a [FieldReason],
    /// What the checks said then, as JSON.
    pub checks: String,
}

/// Notes the decision on a submission; gives whether it still waited for one.
pub async fn decide(
    tx: &mut Tx,
    id: RegistrationId,
    round: i64,
    verdict: &Verdict<'_>,
    now: DateTime<Utc>,
    by: &str,
) -> Result<bool> {
    let row = fetch_optional!(
        tx,
        (RoundId,),
        "update registration_round set decision = $3, decided_at = $4, decided_by = $5, note = $6, checks = $7 \
         where registration_id = $1 and round = $2 and decision is null returning id",
        id,
        round,
        verdict.decision,
        now,
        by,
        verdict.note,
        &verdict.checks
    )?;
    let Some((round_id,)) = row else { return Ok(false) };
    for reason in verdict.reasons {
        execute!(
            tx,
            "insert into registration_reason (round_id, field, reason) values ($1, $2, $3)",
            round_id,
            &reason.field,
            &reason.reason
        )?;
    }
    Ok(true)
}
