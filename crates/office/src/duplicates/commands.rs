//! Who the customer being typed in might be already, and the ficha with that alert.

use std::collections::BTreeSet;

use crate::customers::commands as customers;
use crate::customers::model::{Alerts, CustomerId, CustomerRef, DuplicateAlert, Ficha};
use crate::dispatch::{Cx, Nothing};
use crate::duplicates::model::{FindSimilar, NotDuplicate, Suspect};
use crate::duplicates::reports::commands as reports;
use crate::duplicates::store::Verdict;
use crate::duplicates::{index, rules, scan, store, verdicts};
use crate::error::{Error, Result};

/// Most fichas told apart at once: as many as are read side by side.
const FICHAS_MAX: usize = 6;

/// Whom the customer being typed in might be already (DUP-1), likeliest first. Warns; never refuses.
pub async fn similar(cx: &mut Cx, request: FindSimilar) -> Result<Vec<Suspect>> {
    index::search::suspects(&mut cx.tx, &cx.app, &rules::probe(request.id, &request.input)).await
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

/// Who else a ficha might be, likeliest first; without those it was told apart from.
pub async fn of_customer(cx: &mut Cx, request: CustomerRef) -> Result<Vec<Suspect>> {
    let input = customers::as_input(cx, request.id).await?;
    index::search::suspects(&mut cx.tx, &cx.app, &rules::probe(Some(request.id), &input)).await
}

/// Remembers that fichas are not the same customer (DUP-3).
pub async fn not_duplicate(cx: &mut Cx, request: NotDuplicate) -> Result<Nothing> {
    let ids: BTreeSet<CustomerId> = request.ids.into_iter().collect();
    if !(2..=FICHAS_MAX).contains(&ids.len()) {
        return Err(Error::field("ids", "fichas_two"));
    }
    let mut known = Vec::new();
    for id in ids {
        let digest = verdicts::digest(&mut cx.tx, id).await?;
        known.push((id, digest.ok_or(Error::NotFound { entity: "customer" })?));
    }
    let by = cx.actor.name.clone();
    let ids: Vec<CustomerId> = known.iter().map(|(id, _)| *id).collect();
    for (index, (one_id, one_digest)) in known.iter().enumerate() {
        for (other_id, other_digest) in known.iter().skip(index + 1) {
            let verdict = Verdict {
                one_id: *one_id,
                other_id: *other_id,
                one_digest: one_digest.clone(),
                other_digest: other_digest.clone(),
            };
            store::tell_apart(&mut cx.tx, &verdict, cx.now, &by).await?;
            let after = serde_json::json!({ "one_id": one_id, "other_id": other_id });
            cx.audit_created("not_duplicate", one_id, &after)?;
        }
    }
    settle(cx, &ids).await?;
    Ok(Nothing {})
}

/// Looks again at what waits for a decision about fichas, after they were merged, told apart or taken back.
pub async fn settle(cx: &mut Cx, ids: &[CustomerId]) -> Result<()> {
    for id in ids {
        scan::settle(&mut cx.tx, *id).await?;
    }
    reports::settle(cx, ids).await
}

/// The likeliest that is alike enough. One with the same document is certain and known already, unless it was told
/// apart.
async fn note_suspect(cx: &mut Cx, id: CustomerId, alerts: &mut Alerts) -> Result<()> {
    if let Some(known) = &alerts.duplicate {
        let apart = verdicts::told_apart(&mut cx.tx, id).await?;
        if !apart.contains(&known.id) {
            return Ok(());
        }
    }
    let suspects = of_customer(cx, CustomerRef { id }).await?;
    alerts.duplicate = suspects
        .into_iter()
        .find(|suspect| suspect.score >= index::rules::ALERT_FROM)
        .map(|suspect| DuplicateAlert { id: suspect.customer_id, code: suspect.code, name: suspect.name });
    Ok(())
}
