//! The administration of users.

use crate::access::commands::roles::keep_an_administrator;
use crate::access::model::{
    Colleague, ColleaguesRequest, OneTimePassword, ResetPassword, RoleId, SavedUser, User, UserId, UserInput,
};
use crate::access::{password, rules, store};
use crate::dispatch::{Cx, Nothing, TaskCx};
use crate::error::{Error, Result};
use crate::ids;

/// All users.
pub async fn users(cx: &mut Cx, _: Nothing) -> Result<Vec<User>> {
    store::users(&mut cx.tx).await
}

/// People who can be chosen.
pub async fn colleagues(cx: &mut Cx, request: ColleaguesRequest) -> Result<Vec<Colleague>> {
    store::colleagues(&mut cx.tx, request.permission.as_deref()).await
}

/// Adds or changes a user. A new one gets a password that works once, unless one is given.
pub async fn save_user(task: TaskCx, request: UserInput) -> Result<SavedUser> {
    let mut cx = task.read().await?;
    let roles: Vec<RoleId> = store::roles(&mut cx.tx).await?.into_iter().map(|role| role.id).collect();
    cx.tx.rollback().await?;
    let (name, email) = rules::check_user(&request, &roles)?;
    let made = (request.id.is_none() && request.password.is_empty())
        .then(|| rules::one_time_password(ids::random_bytes()));
    let hash = match made.as_deref().unwrap_or(&request.password) {
        "" => None,
        password => Some(password::hash(password.to_owned()).await?),
    };

    let mut cx = task.write().await?;
    store::take_turn(&mut cx.tx).await?;
    check_username_free(&mut cx, &request).await?;
    let typed = User {
        id: request.id.unwrap_or_else(|| cx.id()),
        username: request.username.trim().to_owned(),
        name,
        email,
        active: request.active,
        role_ids: request.role_ids,
        must_replace_password: hash.is_some() && !cx.actor.system,
        last_sign_in_at: None,
        version: request.version,
    };
    let before = match request.id {
        Some(id) => Some(store::user(&mut cx.tx, id).await?.ok_or(Error::NotFound { entity: "user" })?),
        None => None,
    };
    match &before {
        Some(before) => change(&mut cx, before, &typed, hash.as_deref()).await?,
        None => {
            let by = cx.actor.name.clone();
            store::insert_user(&mut cx.tx, &typed, hash.as_deref().unwrap_or_default(), cx.now, &by).await?;
            store::set_roles(&mut cx.tx, typed.id, &typed.role_ids).await?;
        }
    }
    let after = store::user(&mut cx.tx, typed.id).await?.ok_or(Error::NotFound { entity: "user" })?;
    cx.audit("user", typed.id, before.as_ref(), Some(&after))?;
    task.commit(cx).await?;
    Ok(SavedUser { user: after, one_time_password: made })
}

async fn change(cx: &mut Cx, before: &User, typed: &User, hash: Option<&str>) -> Result<()> {
    let switched_off = before.active && !typed.active;
    if switched_off && cx.actor.id == Some(typed.id.0) {
        return Err(Error::field("active", "not_oneself"));
    }
    update(cx, before, typed).await?;
    store::set_roles(&mut cx.tx, typed.id, &typed.role_ids).await?;
    if let Some(hash) = hash {
        store::set_password(&mut cx.tx, typed.id, hash, typed.must_replace_password).await?;
    }
    if switched_off || hash.is_some() {
        let now = cx.now;
        let by = cx.actor.name.clone();
        store::sessions::end_sessions_of(&mut cx.tx, typed.id, None, &by, now).await?;
    }
    keep_an_administrator(cx, if switched_off { "active" } else { "role_ids" }).await
}

/// Stores the changed user, or tells who was faster (SYS-2).
pub(super) async fn update(cx: &mut Cx, before: &User, changed: &User) -> Result<()> {
    let by = cx.actor.name.clone();
    if store::update_user(&mut cx.tx, changed, cx.now, &by).await? {
        return Ok(());
    }
    let (by, at) = store::last_change(&mut cx.tx, changed.id).await?;
    Err(Error::Conflict { by, at, current: Box::new(serde_json::to_value(before)?) })
}

/// Replaces a forgotten password by one that works once, and signs its person out everywhere.
pub async fn reset_password(task: TaskCx, request: ResetPassword) -> Result<OneTimePassword> {
    if task.actor.id == Some(request.id.0) {
        return Err(Error::field("id", "not_oneself"));
    }
    let password = rules::one_time_password(ids::random_bytes());
    let hash = password::hash(password.clone()).await?;
    let mut cx = task.write().await?;
    let user: UserId = request.id;
    if store::credentials_of(&mut cx.tx, user).await?.is_none() {
        return Err(Error::NotFound { entity: "user" });
    }
    store::set_password(&mut cx.tx, user, &hash, true).await?;
    let now = cx.now;
    let by = cx.actor.name.clone();
    store::sessions::end_sessions_of(&mut cx.tx, user, None, &by, now).await?;
    cx.audit("user", user, None::<&()>, Some(&serde_json::json!({ "password": "reset" })))?;
    task.commit(cx).await?;
    Ok(OneTimePassword { password })
}

async fn check_username_free(cx: &mut Cx, request: &UserInput) -> Result<()> {
    let key = rules::username_key(&request.username);
    match store::credentials(&mut cx.tx, &key).await? {
        Some(other) if Some(other.id) != request.id => Err(Error::field("username", "already_exists")),
        _ => Ok(()),
    }
}
