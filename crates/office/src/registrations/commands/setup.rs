//! Plans and targets, kept by supervisors.

use crate::dispatch::Cx;
use crate::dispatch::Nothing;
use crate::error::{Error, Result};
use crate::registrations::model::{Plan, ReviewTargets, SaveTargets};
use crate::registrations::rules;
use crate::registrations::store::plans as store;

/// All plans, also those no longer sold.
pub async fn plans(cx: &mut Cx, _: Nothing) -> Result<Vec<Plan>> {
    store::plans(&mut cx.tx).await
}

/// Adds or changes a plan.
pub async fn save_plan(cx: &mut Cx, request: Plan) -> Result<Plan> {
    let plan = rules::check_plan(&request)?;
    if store::plan_named(&mut cx.tx, &plan.carrier, &plan.name, plan.id).await? {
        return Err(Error::field("name", "already_exists"));
    }
    let (id, before) = match plan.id {
        None => {
            let id = cx.id();
            store::insert_plan(&mut cx.tx, id, &plan).await?;
            (id, None)
        }
        Some(id) => {
            let before = store::plan_of(&mut cx.tx, id).await?.ok_or(Error::NotFound { entity: "plan" })?;
            if !store::update_plan(&mut cx.tx, id, &plan).await? {
                return Err(cx.conflict("plan", id, &before).await?);
            }
            (id, Some(before))
        }
    };
    store::set_regions(&mut cx.tx, id, &plan.regions).await?;
    let after = store::plan_of(&mut cx.tx, id).await?.ok_or(Error::NotFound { entity: "plan" })?;
    cx.audit("plan", id, before.as_ref(), Some(&after))?;
    Ok(after)
}

/// How long sales may wait.
pub async fn targets(cx: &mut Cx, _: Nothing) -> Result<ReviewTargets> {
    Ok(ReviewTargets { targets: store::targets(&mut cx.tx).await? })
}

/// Changes how long sales may wait, and how long a claim holds.
///
/// # Errors
/// `Invalid` with every wrong figure; `Conflict` where a target is no longer as it was read.
pub async fn save_targets(cx: &mut Cx, request: SaveTargets) -> Result<ReviewTargets> {
    rules::check_targets(&request.targets)?;
    let before = targets(cx, Nothing {}).await?;
    for target in &request.targets {
        let read = request.read.iter().find(|read| read.segment == target.segment).unwrap_or(target);
        if !store::save_target(&mut cx.tx, read, target).await? {
            return Err(cx.conflict("review_targets", "all", &before).await?);
        }
    }
    let after = targets(cx, Nothing {}).await?;
    cx.audit_changed("review_targets", "all", &before, &after)?;
    Ok(after)
}
