//! Fichas as a merge sees them: read whole, changed whole, led to another and taken back. Who merges what, and why,
//! is told by the feature `merges`; only here are fichas written.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::customers::commands::{as_input, find, insert_parts, refresh_search, refuse_anonymous};
use crate::customers::model::{Customer, CustomerId, CustomerInput, CustomerStatus};
use crate::customers::rules;
use crate::customers::search::CheckedCustomer;
use crate::customers::store::{self, Stamp};
use crate::dispatch::Cx;
use crate::error::{Error, Result};

/// Everything of a ficha that one value or another may survive of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Snapshot {
    /// Its data.
    pub input: CustomerInput,
    /// Active or inactive.
    pub status: CustomerStatus,
    /// Why inactive.
    pub status_reason: String,
}

/// A ficha with its data.
pub async fn read(cx: &mut Cx, id: CustomerId) -> Result<(Customer, Snapshot)> {
    let customer = find(cx, id).await?;
    let input = as_input(cx, id).await?;
    let snapshot = Snapshot { input, status: customer.status, status_reason: customer.status_reason.clone() };
    Ok((customer, snapshot))
}

/// Keeps fichas as they are until the transaction ends, except for what this transaction does.
pub async fn hold(cx: &mut Cx, ids: &[CustomerId]) -> Result<()> {
    cx.tx.hold("customer", ids.iter().map(|id| id.0).collect()).await
}

/// The same, of people who were not made anonymous: nobody's data comes to another or back (CUS-8).
pub async fn hold_open(cx: &mut Cx, ids: &[CustomerId]) -> Result<()> {
    hold(cx, ids).await?;
    for id in ids {
        refuse_anonymous(cx, *id).await?;
    }
    Ok(())
}

/// Gives a ficha other data, as a new version. The data was valid in the fichas it comes from.
pub async fn replace(cx: &mut Cx, customer: &Customer, before: &Snapshot, after: &Snapshot) -> Result<()> {
    let (id, by) = (customer.id, cx.actor.name.clone());
    let stamp = Stamp { now: cx.now, by: &by };
    let birth_date = after.input.birth_date.parse().ok();
    let checked = CheckedCustomer { input: after.input.clone(), birth_date };
    let same = store::update(&mut cx.tx, id, customer.version, &checked, stamp).await?
        && store::set_status(&mut cx.tx, id, customer.version + 1, after.status, &after.status_reason, stamp)
            .await?;
    if !same {
        return Err(Error::NotFound { entity: "customer" });
    }
    if before.input.contact_points != after.input.contact_points
        || before.input.addresses != after.input.addresses
    {
        store::clear_parts(&mut cx.tx, id).await?;
        insert_parts(cx, id, &after.input.contact_points, &after.input.addresses).await?;
    }
    refresh_search(cx, id, customer.code, &after.input).await?;
    cx.audit_changed("customer", id, before, after)
}

/// Leads a ficha to another: it is no longer listed, found or counted by itself.
pub async fn lead_to(cx: &mut Cx, customer: &Customer, survivor: Option<CustomerId>) -> Result<()> {
    let by = cx.actor.name.clone();
    let stamp = Stamp { now: cx.now, by: &by };
    store::merging::lead_to(&mut cx.tx, customer.id, survivor, stamp).await?;
    if survivor.is_some() {
        store::clear_search(&mut cx.tx, customer.code).await?;
    } else {
        let input = as_input(cx, customer.id).await?;
        store::set_search(&mut cx.tx, customer.code, &rules::search_text(customer.code, &input)).await?;
    }
    let (before, after) = (customer.merged_into, survivor);
    cx.audit_changed(
        "customer",
        customer.id,
        &serde_json::json!({ "merged_into": before }),
        &serde_json::json!({ "merged_into": after }),
    )
}
