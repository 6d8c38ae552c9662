//! What the form of a sale asks for, kept by whoever sets the review up (REG-1).

use crate::db::Tx;
use crate::dispatch::{Cx, Nothing};
use crate::error::{Error, Result};
use crate::registrations::form_rules::{Form, check_settings};
use crate::registrations::model::{
    FormLevel, FormRules, FormScope, Plan, PlanId, RegistrationContent, SaveFormRules,
};
use crate::registrations::store::{forms as store, plans};

/// What a sale with this content must have.
pub(super) async fn form_of(tx: &mut Tx, content: &RegistrationContent) -> Result<Form> {
    let form = Form::base().with(FormLevel::Everywhere, &store::settings(tx, "").await?);
    if content.carrier.is_empty() {
        return Ok(form);
    }
    let form = form.with(FormLevel::Carrier, &store::settings(tx, &of_carrier(&content.carrier)).await?);
    let Some(plan) = content.plan_id else { return Ok(form) };
    Ok(form.with(FormLevel::Plan, &store::settings(tx, &of_plan(plan)).await?))
}

/// The scopes for which something is set.
pub async fn form_scopes(cx: &mut Cx, _: Nothing) -> Result<Vec<FormScope>> {
    let sold = plans::plans(&mut cx.tx).await?;
    let stored = store::scopes(&mut cx.tx).await?;
    let read = |scope: &String| parsed(scope, &sold);
    Ok(stored.iter().filter_map(read).collect())
}

/// What is set for a scope, and what it inherits.
pub async fn form_rules(cx: &mut Cx, scope: FormScope) -> Result<FormRules> {
    let scope = known(cx, scope).await?;
    read(cx, scope).await
}

/// Replaces what is set for a scope.
pub async fn save_form_rules(cx: &mut Cx, request: SaveFormRules) -> Result<FormRules> {
    let settings = check_settings(&request.settings)?;
    let scope = known(cx, request.scope).await?;
    let key = key(&scope);
    let before = read(cx, scope.clone()).await?;
    let by = cx.actor.name.clone();
    let id = match store::of_scope(&mut cx.tx, &key).await? {
        Some(row) => {
            if !store::touch(&mut cx.tx, row.id, request.version, cx.now, &by).await? {
                return Err(conflict(cx, before)?);
            }
            row.id
        }
        None => {
            let id = cx.id();
            if !store::insert(&mut cx.tx, id, &key, cx.now, &by).await? {
                return Err(conflict(cx, before)?);
            }
            id
        }
    };
    store::replace_settings(&mut cx.tx, id, &settings).await?;
    let after = read(cx, scope).await?;
    cx.audit_changed("registration_form", id, &before, &after)?;
    Ok(after)
}

fn conflict(cx: &Cx, current: FormRules) -> Result<Error> {
    Ok(Error::Conflict {
        by: current.updated_by.clone(),
        at: current.updated_at.unwrap_or(cx.now),
        current: Box::new(serde_json::to_value(current)?),
    })
}

/// A scope of a carrier and a plan that exist; a plan brings its carrier.
async fn known(cx: &mut Cx, scope: FormScope) -> Result<FormScope> {
    if let Some(id) = scope.plan_id {
        let plan = plans::plan_of(&mut cx.tx, id).await?.ok_or(Error::NotFound { entity: "plan" })?;
        return Ok(FormScope { carrier: plan.carrier, plan_id: Some(id) });
    }
    let sold = plans::plans(&mut cx.tx).await?;
    if scope.carrier.is_empty() || sold.iter().any(|plan| plan.carrier == scope.carrier) {
        return Ok(scope);
    }
    Err(Error::NotFound { entity: "carrier" })
}

async fn read(cx: &mut Cx, scope: FormScope) -> Result<FormRules> {
    let key = key(&scope);
    let tx = &mut cx.tx;
    let mut form = Form::base();
    if !key.is_empty() {
        form = form.with(FormLevel::Everywhere, &store::settings(tx, "").await?);
    }
    if scope.plan_id.is_some() {
        form = form.with(FormLevel::Carrier, &store::settings(tx, &of_carrier(&scope.carrier)).await?);
    }
    let row = store::of_scope(tx, &key).await?;
    Ok(FormRules {
        version: row.as_ref().map_or(0, |row| row.version),
        updated_at: row.as_ref().map(|row| row.updated_at),
        updated_by: row.map(|row| row.updated_by).unwrap_or_default(),
        settings: store::settings(tx, &key).await?,
        inherited: form.0,
        scope,
    })
}

fn key(scope: &FormScope) -> String {
    match scope.plan_id {
        Some(plan) => of_plan(plan),
        None if scope.carrier.is_empty() => String::new(),
        None => of_carrier(&scope.carrier),
    }
}

fn of_carrier(carrier: &str) -> String {
    format!("carrier:{carrier}")
}

fn of_plan(plan: PlanId) -> String {
    format!("plan:{plan}")
}

/// The scope of a key; none for a plan that is gone.
fn parsed(key: &str, sold: &[Plan]) -> Option<FormScope> {
    if key.is_empty() {
        return Some(FormScope { carrier: String::new(), plan_id: None });
    }
    if let Some(carrier) = key.strip_prefix("carrier:") {
        return Some(FormScope { carrier: carrier.to_owned(), plan_id: None });
    }
    let of_key = |plan: &&Plan| plan.id.is_some_and(|id| of_plan(id) == key);
    let plan = sold.iter().find(of_key)?;
    Some(FormScope { carrier: plan.carrier.clone(), plan_id: plan.id })
}
