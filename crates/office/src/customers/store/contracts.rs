//! Contracts in the database, as they are changed.

use crate::customers::contracts::model::ContractDetail;
use crate::customers::model::{ContractId, CustomerId};
use crate::customers::store::Stamp;
use crate::db::Tx;
use crate::error::Result;
use crate::{execute, fetch_all, fetch_optional};

/// The contracts of a customer, those in force first.
pub async fn of_customer(tx: &mut Tx, id: CustomerId) -> Result<Vec<ContractDetail>> {
    fetch_all!(
        tx,
        ContractDetail,
        "select id, customer_id, plan, due_day, monthly_cents, signed_on, status, version, updated_at, updated_by \
         from contract where customer_id = $1 \
         order by case status when 'active' then 0 when 'suspended' then 1 else 2 end, signed_on desc, id limit 100",
        id
    )
}

/// One contract.
pub async fn get(tx: &mut Tx, id: ContractId) -> Result<Option<ContractDetail>> {
    fetch_optional!(
        tx,
        ContractDetail,
        "select id, customer_id, plan, due_day, monthly_cents, signed_on, status, version, updated_at, updated_by \
         from contract where id = $1",
        id
    )
}

/// Changes a contract whose version is still the one read; gives whether it was.
pub async fn update(tx: &mut Tx, contract: &ContractDetail, version: i64, stamp: Stamp<'_>) -> Result<bool> {
    let changed = execute!(
        tx,
        "update contract set plan = $3, due_day = $4, monthly_cents = $5, status = $6, version = version + 1, \
           updated_at = $7, updated_by = $8 where id = $1 and version = $2",
        contract.id,
        version,
        &contract.plan,
        contract.due_day,
        contract.monthly_cents,
        contract.status,
        stamp.now,
        stamp.by
    )?;
    Ok(changed == 1)
}
