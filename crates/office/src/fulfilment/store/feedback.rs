//! What customers said, in the database.

use crate::db::Tx;
use crate::error::Result;
use crate::fulfilment::model::StageFeedback;
use crate::registrations::model::RegistrationId;
use crate::{execute, fetch_all};

/// What the customer of a sale said, by stage.
pub async fn of_sale(tx: &mut Tx, id: RegistrationId) -> Result<Vec<StageFeedback>> {
    fetch_all!(
        tx,
        StageFeedback,
        "select stage, score, words, taken_at, taken_by from stage_feedback where registration_id = $1 \
         order by taken_at, stage limit 10",
        id
    )
}

/// Notes what they said about a stage, in place of what they said before.
pub async fn save(tx: &mut Tx, id: RegistrationId, said: &StageFeedback) -> Result<()> {
    execute!(
        tx,
        "insert into stage_feedback (registration_id, stage, score, words, taken_at, taken_by) \
         values ($1, $2, $3, $4, $5, $6) on conflict (registration_id, stage) do update set score = excluded.score, \
           words = excluded.words, taken_at = excluded.taken_at, taken_by = excluded.taken_by",
        id,
        said.stage,
        said.score,
        &said.words,
        said.taken_at,
        &said.taken_by
    )?;
    Ok(())
}
