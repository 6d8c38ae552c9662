//! Noting what customers do not want to be written about, and asking before something is sent (CUS-8).

use crate::customers::commands as customers;
use crate::customers::model::CustomerId;
use crate::customers::search::{ActivityKind, NewActivity};
use crate::dispatch::Cx;
use crate::error::{Error, Issues, Result};
use crate::opt_outs::model::{OptOutId, OptOuts, OptOutsOf, RecordOptOut};
use crate::opt_outs::{rules, store};

/// How every purpose stands, and all that was said.
pub async fn of_customer(cx: &mut Cx, request: OptOutsOf) -> Result<OptOuts> {
    let history = store::history(&mut cx.tx, request.customer_id).await?;
    Ok(OptOuts { purposes: rules::standing(&history), history })
}

/// Notes that a customer wants no more of something, or wants it again.
pub async fn record(cx: &mut Cx, request: RecordOptOut) -> Result<OptOuts> {
    customers::find(cx, request.customer_id).await?;
    let known = store::history(&mut cx.tx, request.customer_id).await?;
    let note = rules::check(&request, &rules::standing(&known), cx.today())?;
    let id: OptOutId = cx.id();
    let by = cx.actor.name.clone();
    store::insert(&mut cx.tx, id, &request, &note, cx.now, &by).await?;
    cx.audit_created("opt_out", id, &RecordOptOut { note: note.clone(), ..request.clone() })?;
    let what = if request.refused { "refused" } else { "allowed" };
    let entry = NewActivity {
        customer_id: request.customer_id,
        kind: ActivityKind::Record,
        title: format!("{}_{what}", request.purpose.as_text()),
        text: note,
        subject_kind: None,
        subject_id: None,
    };
    customers::log(cx, entry).await?;
    of_customer(cx, OptOutsOf { customer_id: request.customer_id }).await
}

/// Refuses a message whose purpose the customer has refused; `purpose` is as `mailings` names it.
///
/// # Errors
/// `Invalid` at `purpose` with `opted_out`, since when, and of what.
pub async fn check_sending(cx: &mut Cx, customer: Option<CustomerId>, purpose: &str) -> Result<()> {
    let (Some(customer), Some(purpose)) = (customer, rules::refusable(purpose)) else { return Ok(()) };
    let history = store::history(&mut cx.tx, customer).await?;
    let standing = rules::standing(&history);
    let refusal = standing.into_iter().find(|one| one.purpose == purpose && one.refused);
    let Some(last) = refusal.and_then(|one| one.last) else { return Ok(()) };
    let mut issues = Issues::default();
    let params = [("purpose", purpose.as_text()), ("since", last.said_on.to_string())];
    issues.add_with("purpose", "opted_out", params);
    Err(Error::Invalid(issues.into_list()))
}
