//! Noting what is billed and paid. What makes sense was checked by the caller's rules.

use chrono::NaiveDate;

use crate::customers::receivables::model::{NewReceivable, Receivable, ReceivableId};
use crate::customers::store::receivables as store;
use crate::dispatch::Cx;
use crate::error::{Error, Result};

/// Notes something as billed.
pub async fn bill(cx: &mut Cx, new: &NewReceivable) -> Result<Receivable> {
    let id: ReceivableId = cx.id();
    store::insert(&mut cx.tx, id, new).await?;
    let after = find(cx, id).await?;
    cx.audit_created("receivable", id, &after)?;
    Ok(after)
}

/// Notes on which day it was paid, or that it was not.
pub async fn set_paid(cx: &mut Cx, id: ReceivableId, paid_on: Option<NaiveDate>) -> Result<Receivable> {
    let before = find(cx, id).await?;
    store::set_paid(&mut cx.tx, id, paid_on).await?;
    let after = find(cx, id).await?;
    cx.audit_changed("receivable", id, &before, &after)?;
    Ok(after)
}

/// Takes back what was billed by mistake; it stays readable and no longer counts.
pub async fn withdraw(cx: &mut Cx, id: ReceivableId) -> Result<Receivable> {
    let before = find(cx, id).await?;
    let today = cx.today();
    store::withdraw(&mut cx.tx, id, today).await?;
    let after = find(cx, id).await?;
    cx.audit_changed("receivable", id, &before, &after)?;
    Ok(after)
}

/// One receivable.
///
/// # Errors
/// `NotFound`.
pub async fn find(cx: &mut Cx, id: ReceivableId) -> Result<Receivable> {
    store::get(&mut cx.tx, id).await?.ok_or(Error::NotFound { entity: "receivable" })
}
