//! What happened in the review during a period, row by row, for the indicators.

use chrono::{DateTime, Utc};

use crate::access::model::UserId;
use crate::db::Tx;
use crate::error::Result;
use crate::fetch_all;
use crate::registrations::model::{RegistrationId, ReviewDecision};

/// A decision on a submission.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct DecisionRow {
    /// Of which sale.
    pub registration_id: RegistrationId,
    /// Its number.
    pub number: Option<String>,
    /// The customer's name.
    pub name: String,
    /// Whose sale.
    pub seller_id: UserId,
    /// Their name.
    pub seller_name: String,
    /// From 1.
    pub round: i64,
    /// When it was submitted (UTC).
    pub submitted_at: DateTime<Utc>,
    /// What was decided.
    pub decision: ReviewDecision,
    /// When (UTC).
    pub decided_at: DateTime<Utc>,
    /// By whom.
    pub decided_by: String,
}

/// A sale that was submitted for the first time.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SubmissionRow {
    /// Which sale.
    pub registration_id: RegistrationId,
    /// Its number.
    pub number: Option<String>,
    /// The customer's name.
    pub name: String,
    /// Whose sale.
    pub seller_id: UserId,
    /// Their name.
    pub seller_name: String,
    /// When (UTC).
    pub submitted_at: DateTime<Utc>,
}

/// Why a submission was returned.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct ReasonRow {
    /// Of which sale.
    pub registration_id: RegistrationId,
    /// Its number.
    pub number: Option<String>,
    /// The customer's name.
    pub name: String,
    /// Whose sale.
    pub seller_id: UserId,
    /// Their name.
    pub seller_name: String,
    /// On which field.
    pub field: String,
    /// In the reviewer's words.
    pub reason: String,
    /// When (UTC).
    pub decided_at: DateTime<Utc>,
    /// By whom.
    pub decided_by: String,
}

/// The decisions from an instant up to another, in order.
pub async fn decisions(tx: &mut Tx, from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<DecisionRow>> {
    fetch_all!(
        tx,
        DecisionRow,
        "select r.id as registration_id, r.number, r.name, r.seller_id, s.name as seller_name, d.round, \
           d.submitted_at, d.decision, d.decided_at, coalesce(d.decided_by, '') as decided_by \
         from registration_round d join registration r on r.id = d.registration_id \
           join app_user s on s.id = r.seller_id \
         where d.decision is not null and d.decided_at >= $1 and d.decided_at < $2 \
         order by d.decided_at, d.id limit 200000",
        from,
        until
    )
}

/// The sales first submitted from an instant up to another, in order.
pub async fn submissions(
    tx: &mut Tx,
    from: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<Vec<SubmissionRow>> {
    fetch_all!(
        tx,
        SubmissionRow,
        "select r.id as registration_id, r.number, r.name, r.seller_id, s.name as seller_name, \
           r.first_submitted_at as submitted_at \
         from registration r join app_user s on s.id = r.seller_id \
         where r.first_submitted_at >= $1 and r.first_submitted_at < $2 \
         order by r.first_submitted_at, r.id limit 200000",
        from,
        until
    )
}

/// Why submissions were returned from an instant up to another, in order.
pub async fn reasons(tx: &mut Tx, from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<ReasonRow>> {
    fetch_all!(
        tx,
        ReasonRow,
        "select r.id as registration_id, r.number, r.name, r.seller_id, s.name as seller_name, q.field, q.reason, \
           d.decided_at, coalesce(d.decided_by, '') as decided_by \
         from registration_reason q join registration_round d on d.id = q.round_id \
           join registration r on r.id = d.registration_id join app_user s on s.id = r.seller_id \
         where d.decision = 'returned' and d.decided_at >= $1 and d.decided_at < $2 \
         order by d.decided_at, d.id, q.field limit 200000",
        from,
        until
    )
}
