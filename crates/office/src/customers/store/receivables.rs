//! Receivables in the database.

use chrono::NaiveDate;

use crate::customers::receivables::model::{NewReceivable, Receivable, ReceivableId};
use crate::db::Tx;
use crate::error::Result;
use crate::{execute, fetch_optional};

/// One receivable.
pub async fn get(tx: &mut Tx, id: ReceivableId) -> Result<Option<Receivable>> {
    fetch_optional!(
        tx,
        Receivable,
        "select id, customer_id, contract_id, description, due_on, amount_cents, paid_on, withdrawn_on, \
           (dispute_opened_on is not null and dispute_closed_on is null) as disputed \
         from receivable where id = $1",
        id
    )
}

/// Adds one.
pub async fn insert(tx: &mut Tx, id: ReceivableId, new: &NewReceivable) -> Result<()> {
    execute!(
        tx,
        "insert into receivable (id, customer_id, contract_id, description, due_on, amount_cents, paid_on) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        id,
        new.customer_id,
        new.contract_id,
        &new.description,
        new.due_on,
        new.amount_cents,
        new.paid_on
    )?;
    Ok(())
}

/// Notes the day of its payment, or none.
pub async fn set_paid(tx: &mut Tx, id: ReceivableId, paid_on: Option<NaiveDate>) -> Result<()> {
    execute!(tx, "update receivable set paid_on = $2 where id = $1", id, paid_on)?;
    Ok(())
}

/// Takes it back.
pub async fn withdraw(tx: &mut Tx, id: ReceivableId, on: NaiveDate) -> Result<()> {
    execute!(tx, "update receivable set withdrawn_on = $2 where id = $1", id, on)?;
    Ok(())
}
