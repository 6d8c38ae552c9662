//! What a merge changes of fichas.

use crate::customers::model::CustomerId;
use crate::customers::store::Stamp;
use crate::db::Tx;
use crate::error::Result;
use crate::{execute, fetch_all};

/// Leads a ficha to another, or takes it back, as a new version.
pub async fn lead_to(
    tx: &mut Tx,
    id: CustomerId,
    survivor: Option<CustomerId>,
    stamp: Stamp<'_>,
) -> Result<()> {
    execute!(
        tx,
        "update customer set merged_into = $2, version = version + 1, updated_at = $3, updated_by = $4 where id = $1",
        id,
        survivor,
        stamp.now,
        stamp.by
    )?;
    Ok(())
}

/// Codes of the fichas that lead to this one; it is found by them too (DUP-6).
pub async fn codes_leading_to(tx: &mut Tx, id: CustomerId) -> Result<Vec<i64>> {
    let rows = fetch_all!(
        tx,
        (i64,),
        "select code from customer where merged_into = $1 order by code limit 100",
        id
    )?;
    Ok(rows.into_iter().map(|(code,)| code).collect())
}
