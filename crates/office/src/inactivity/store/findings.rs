//! Whom a run found.

use chrono::NaiveDate;

use crate::customers::model::CustomerId;
use crate::db::Tx;
use crate::error::Result;
use crate::inactivity::model::{
    FindingState, InactivityFinding, InactivityRunId, ReadInactivityFindings, SignOfLife,
};
use crate::{execute, fetch_all, insert_many};

/// Notes whom a page of the base gave.
pub async fn insert(
    tx: &mut Tx,
    run: InactivityRunId,
    found: &[(CustomerId, SignOfLife, NaiveDate)],
) -> Result<()> {
    insert_many!(
        tx,
        "insert into inactivity_finding (run_id, customer_id, sign, sign_on, state) values ($1, $2, $3, $4, $5)",
        found,
        |row| run,
        row.0,
        row.1,
        row.2,
        FindingState::Found
    )
}

/// A part of them, the longest silent first.
pub async fn page(tx: &mut Tx, request: &ReadInactivityFindings) -> Result<Vec<InactivityFinding>> {
    fetch_all!(
        tx,
        InactivityFinding,
        "select f.customer_id, c.code, c.name, f.sign, f.sign_on, f.state \
         from (select customer_id, sign, sign_on, state from inactivity_finding where run_id = $1 \
             order by sign_on, customer_id limit $2 offset $3) f \
           join customer c on c.id = f.customer_id order by f.sign_on, f.customer_id",
        request.run,
        request.limit,
        request.offset
    )
}

/// The next of a state, with the code and the noted version.
pub async fn next(
    tx: &mut Tx,
    run: InactivityRunId,
    state: FindingState,
    limit: i64,
) -> Result<Vec<(CustomerId, i64, Option<i64>)>> {
    fetch_all!(
        tx,
        (CustomerId, i64, Option<i64>),
        "select f.customer_id, c.code, f.version from inactivity_finding f join customer c on c.id = f.customer_id \
         where f.run_id = $1 and f.state = $2 order by f.customer_id limit $3",
        run,
        state,
        limit
    )
}

/// What became of one.
pub async fn settle(
    tx: &mut Tx,
    run: InactivityRunId,
    customer: CustomerId,
    state: FindingState,
    version: Option<i64>,
) -> Result<()> {
    execute!(
        tx,
        "update inactivity_finding set state = $3, version = $4 where run_id = $1 and customer_id = $2",
        run,
        customer,
        state,
        version
    )?;
    Ok(())
}

/// Removes a part of those of previews that were replaced; gives how many.
pub async fn remove_replaced(tx: &mut Tx, limit: i64) -> Result<u64> {
    execute!(
        tx,
        "delete from inactivity_finding where (run_id, customer_id) in \
           (select f.run_id, f.customer_id from inactivity_run r join inactivity_finding f on f.run_id = r.id \
            where r.state = 'replaced' limit $1)",
        limit
    )
}
