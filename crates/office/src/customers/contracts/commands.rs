//! Contracts suspended, resumed, changed and ended.

use crate::customers::commands::{find, log, refuse_closed};
use crate::customers::contracts::model::{ChangeContract, ContractDetail, ContractStatus, SetContractStatus};
use crate::customers::contracts::rules;
use crate::customers::model::{ContractId, CustomerRef};
use crate::customers::rules::meaningful;
use crate::customers::search::{ActivityKind, NewActivity};
use crate::customers::store::Stamp;
use crate::customers::store::contracts as store;
use crate::dispatch::Cx;
use crate::error::{Error, Issues, Result};

/// The contracts of a customer, those in force first.
pub async fn of_customer(cx: &mut Cx, request: CustomerRef) -> Result<Vec<ContractDetail>> {
    store::of_customer(&mut cx.tx, request.id).await
}

/// Suspends, resumes or ends a contract, with its reason.
pub async fn set_status(cx: &mut Cx, request: SetContractStatus) -> Result<ContractDetail> {
    let mut issues = Issues::default();
    let reason = meaningful(&mut issues, "reason", &request.reason);
    issues.check()?;
    let before = open(cx, request.id).await?;
    if !rules::may_become(before.status, request.status) {
        return Err(Error::field("", "contract_status"));
    }
    let after = ContractDetail { status: request.status, ..before.clone() };
    let title = match request.status {
        ContractStatus::Active => "contract_resumed",
        ContractStatus::Suspended => "contract_suspended",
        ContractStatus::Ended => "contract_ended",
    };
    let text = format!("{} · {reason}", before.plan);
    save(cx, before, after, request.version, title, text).await
}

/// Changes a contract's plan, due day or monthly price, with the reason.
pub async fn change(cx: &mut Cx, request: ChangeContract) -> Result<ContractDetail> {
    let before = open(cx, request.id).await?;
    let checked = rules::check_change(request, &before)?;
    let after = ContractDetail {
        plan: checked.plan.clone(),
        due_day: checked.due_day,
        monthly_cents: checked.monthly_cents,
        ..before.clone()
    };
    let text = rules::told(&before, &checked);
    save(cx, before, after, checked.version, "contract_changed", text).await
}

/// The contract, on a ficha that may still be changed.
async fn open(cx: &mut Cx, id: ContractId) -> Result<ContractDetail> {
    let contract = get(cx, id).await?;
    let customer = find(cx, contract.customer_id).await?;
    refuse_closed(cx, &customer).await?;
    Ok(contract)
}

async fn get(cx: &mut Cx, id: ContractId) -> Result<ContractDetail> {
    store::get(&mut cx.tx, id).await?.ok_or(Error::NotFound { entity: "contract" })
}

async fn save(
    cx: &mut Cx,
    before: ContractDetail,
    after: ContractDetail,
    version: i64,
    title: &str,
    text: String,
) -> Result<ContractDetail> {
    let by = cx.actor.name.clone();
    let stamp = Stamp { now: cx.now, by: &by };
    if !store::update(&mut cx.tx, &after, version, stamp).await? {
        return Err(Error::Conflict {
            by: before.updated_by.clone(),
            at: before.updated_at,
            current: Box::new(serde_json::to_value(&before)?),
        });
    }
    let entry = NewActivity {
        customer_id: before.customer_id,
        kind: ActivityKind::Record,
        title: title.to_owned(),
        text,
        subject_kind: None,
        subject_id: None,
    };
    log(cx, entry).await?;
    let after = get(cx, before.id).await?;
    cx.audit_changed("contract", before.id, &before, &after)?;
    Ok(after)
}
