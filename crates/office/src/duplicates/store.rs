//! Pairs told apart.

use chrono::{DateTime, Utc};

use crate::customers::model::CustomerId;
use crate::db::Tx;
use crate::error::Result;
use crate::{execute, fetch_all};

/// That two fichas are not the same customer, and what they were when somebody said so.
#[derive(Debug, sqlx::FromRow)]
pub struct Verdict {
    /// The smaller id.
    pub one_id: CustomerId,
    /// The other.
    pub other_id: CustomerId,
    /// Of what was compared of the one.
    pub one_digest: String,
    /// Of what was compared of the other.
    pub other_digest: String,
}

/// What was said of a ficha and others.
pub async fn verdicts(tx: &mut Tx, id: CustomerId) -> Result<Vec<Verdict>> {
    fetch_all!(
        tx,
        Verdict,
        "select one_id, other_id, one_digest, other_digest from not_duplicate where one_id = $1 or other_id = $1 \
         order by decided_at desc, one_id, other_id limit 100",
        id
    )
}

/// Notes that two fichas are not the same customer.
pub async fn tell_apart(tx: &mut Tx, verdict: &Verdict, now: DateTime<Utc>, by: &str) -> Result<()> {
    execute!(
        tx,
        "insert into not_duplicate (one_id, other_id, one_digest, other_digest, decided_at, decided_by) \
         values ($1, $2, $3, $4, $5, $6) on conflict (one_id, other_id) do update set one_digest = $3, \
           other_digest = $4, decided_at = $5, decided_by = $6",
        verdict.one_id,
        verdict.other_id,
        &verdict.one_digest,
        &verdict.other_digest,
        now,
        by
    )?;
    Ok(())
}
