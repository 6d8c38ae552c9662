//! The administration of roles.

use crate::access::model::{Role, RoleChoice, RoleId, RoleInput};
use crate::access::{rules, store};
use crate::dispatch::Cx;
use crate::dispatch::Nothing;
use crate::error::{Error, Result};
use crate::permission as may;

/// All roles.
pub async fn roles(cx: &mut Cx, _: Nothing) -> Result<Vec<Role>> {
    store::roles(&mut cx.tx).await
}

/// Adds or changes a role. What it allows holds from each person's next step on.
pub async fn save_role(cx: &mut Cx, request: RoleInput) -> Result<Role> {
    store::take_turn(&mut cx.tx).await?;
    let all = store::roles(&mut cx.tx).await?;
    let before = match request.id {
        Some(id) => Some(find(&all, id)?.clone()),
        None => None,
    };
    let (name, permissions) = rules::check_role(&request, before.as_ref(), &all)?;
    let id: RoleId = request.id.unwrap_or_else(|| cx.id());
    let typed = Role {
        id,
        key: before.as_ref().map_or_else(|| format!("own-{id}"), |role| role.key.clone()),
        name,
        discount_limit_bp: request.discount_limit_bp,
        permissions,
        version: request.version,
    };
    let by = cx.actor.name.clone();
    match &before {
        Some(_) if store::update_role(&mut cx.tx, &typed, cx.now, &by).await? => {
            store::set_permissions(&mut cx.tx, id, &typed.permissions).await?;
            keep_an_administrator(cx, "permissions").await?;
        }
        Some(before) => return Err(conflict(cx, before).await?),
        None => store::insert_role(&mut cx.tx, &typed, cx.now, &by).await?,
    }
    cx.tx.sync_logins().await?;
    let all = store::roles(&mut cx.tx).await?;
    let after = find(&all, id)?.clone();
    cx.audit("role", id, before.as_ref(), Some(&after))?;
    Ok(after)
}

/// Takes a role away that nobody has and that did not come with the database.
pub async fn remove_role(cx: &mut Cx, request: RoleChoice) -> Result<Nothing> {
    store::take_turn(&mut cx.tx).await?;
    let all = store::roles(&mut cx.tx).await?;
    let role = find(&all, request.id)?;
    if rules::is_starting_role(role) {
        return Err(Error::field("", "starting_role"));
    }
    if store::role_in_use(&mut cx.tx, role.id).await? {
        return Err(Error::field("", "role_in_use"));
    }
    if !store::delete_role(&mut cx.tx, role.id, request.version).await? {
        return Err(conflict(cx, role).await?);
    }
    cx.tx.sync_logins().await?;
    cx.audit("role", role.id, Some(role), None::<&()>)?;
    Ok(Nothing {})
}

/// Refuses a change after which nobody could set up users and roles any more.
pub(super) async fn keep_an_administrator(cx: &mut Cx, field: &str) -> Result<()> {
    match store::count_holders(&mut cx.tx, may::ACCESS_MANAGE.0).await? {
        0 => Err(Error::field(field, "last_administrator")),
        _ => Ok(()),
    }
}

fn find(all: &[Role], id: RoleId) -> Result<&Role> {
    all.iter().find(|role| role.id == id).ok_or(Error::NotFound { entity: "role" })
}

async fn conflict(cx: &mut Cx, before: &Role) -> Result<Error> {
    let (by, at) = store::last_role_change(&mut cx.tx, before.id).await?;
    Ok(Error::Conflict { by, at, current: Box::new(serde_json::to_value(before)?) })
}
