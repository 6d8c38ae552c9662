//! Refusals in the database.

use chrono::{DateTime, Utc};

use crate::customers::model::CustomerId;
use crate::db::Tx;
use crate::error::Result;
use crate::opt_outs::model::{OptOut, OptOutId, RecordOptOut};
use crate::{execute, fetch_all};

/// All that a customer said, the latest first. Of a merged ficha, what the one that stayed was told.
pub async fn history(tx: &mut Tx, customer: CustomerId) -> Result<Vec<OptOut>> {
    fetch_all!(
        tx,
        OptOut,
        "select id, purpose, refused, origin, said_on, note, at, by_name from opt_out \
         where customer_id in (select coalesce(merged_into, id) from customer where id = $1) \
         order by at desc, id desc limit 500",
        customer
    )
}

/// Notes what a customer said.
pub async fn insert(
    tx: &mut Tx,
    id: OptOutId,
    said: &RecordOptOut,
    note: &str,
    now: DateTime<Utc>,
    by: &str,
) -> Result<()> {
    execute!(
        tx,
        "insert into opt_out (id, customer_id, purpose, refused, origin, said_on, note, at, by_name) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id,
        said.customer_id,
        said.purpose,
        said.refused,
        said.origin,
        said.said_on,
        note,
        now,
        by
    )?;
    Ok(())
}
