//! Which fichas are of people who were made anonymous.

use chrono::{DateTime, Utc};

use crate::customers::model::CustomerId;
use crate::db::Tx;
use crate::error::Result;
use crate::{execute, fetch_optional};

/// Marks a ficha and those merged into it, as new versions.
pub async fn mark(tx: &mut Tx, id: CustomerId, now: DateTime<Utc>, by: &str) -> Result<()> {
    execute!(
        tx,
        "update customer set anonymised_at = coalesce(anonymised_at, $2), version = version + 1, updated_at = $3, \
           updated_by = $4 where id = $1 or merged_into = $1",
        id,
        now,
        now,
        by
    )?;
    Ok(())
}

/// Whether a ficha is marked.
pub async fn is_marked(tx: &mut Tx, id: CustomerId) -> Result<bool> {
    let found = fetch_optional!(
        tx,
        (i64,),
        "select code from customer where id = $1 and anonymised_at is not null",
        id
    )?;
    Ok(found.is_some())
}
