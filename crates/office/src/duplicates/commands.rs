//! Who the customer being typed in might be already, and the ficha with that alert.

use crate::customers::commands as customers;
use crate::customers::model::{Alerts, CustomerId, CustomerRef, DuplicateAlert, Ficha};
use crate::dispatch::Cx;
use crate::duplicates::model::{FindSimilar, Suspect};
use crate::duplicates::{rules, store};
use crate::error::Result;

/// Whom the customer being typed in might be already (DUP-1), likeliest first. Warns; never refuses.
pub async fn similar(cx: &mut Cx, request: FindSimilar) -> Result<Vec<Suspect>> {
    store::suspects(&mut cx.tx, &rules::probe(request.id, &request.input)).await
}

/// The ficha with everything that is known about the customer, and who else it might be.
pub async fn ficha(cx: &mut Cx, request: CustomerRef) -> Result<Ficha> {
    let id = request.id;
    let mut ficha = customers::ficha(cx, request).await?;
    note_suspect(cx, id, &mut ficha.alerts).await?;
    Ok(ficha)
}

/// The alerts alone, for other screens that book something on a customer (CUS-4).
pub async fn alerts(cx: &mut Cx, request: CustomerRef) -> Result<Alerts> {
    let id = request.id;
    let mut alerts = customers::alerts(cx, request).await?;
    note_suspect(cx, id, &mut alerts).await?;
    Ok(alerts)
}

/// One with the same document is certain and known already; otherwise the likeliest that is alike enough.
async fn note_suspect(cx: &mut Cx, id: CustomerId, alerts: &mut Alerts) -> Result<()> {
    if alerts.duplicate.is_some() {
        return Ok(());
    }
    let probe = rules::probe(Some(id), &customers::as_input(cx, id).await?);
    let suspects = store::suspects(&mut cx.tx, &probe).await?;
    alerts.duplicate = suspects
        .into_iter()
        .find(|suspect| suspect.score >= rules::ALERT_FROM)
        .map(|suspect| DuplicateAlert { id: suspect.customer_id, code: suspect.code, name: suspect.name });
    Ok(())
}
