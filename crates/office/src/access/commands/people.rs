//! The administration of users.

use crate::access::commands::roles::keep_an_administrator;
use crate::access::model::{
    Colleague, ColleaguesRequest, OneTimePassword, ResetPassword, RoleId, SavedUser, User, UserId, UserInput,
};
use crate::access::password::{self, Kept};
use crate::access::{rules, store};
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
    let guarded = cx.tx.guarded().await?;
    cx.tx.rollback().await?;
    let (name, email) = rules::check_user(&request, &roles)?;
    let made = (request.id.is_none() && request.password.is_empty())
        .then(|| rules::one_time_password(ids::random_bytes()));
    let kept = match made.as_deref().unwrap_or(&request.password) {
        "" => None,
        password => Some(password::keep(guarded, "password", password.to_owned()).await?),
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
        must_replace_password: kept.is_some() && !cx.actor.system,
        last_sign_in_at: None,
        version: request.version,
    };
    let before = match request.id {
        Some(id) => Some(store::user(&mut cx.tx, id).await?.ok_or(Error::NotFound { entity: "user" })?),
        None => None,
    };
    match &before {
        Some(before) => {
            if guarded {
                check_own_login(&cx, before, &typed, kept.is_some())?;
            }
            change(&mut cx, before, &typed, kept.as_ref()).await?;
        }
        None => {
            let by = cx.actor.name.clone();
            let hash = kept.as_ref().map(Kept::hash).unwrap_or_default();
            store::insert_user(&mut cx.tx, &typed, hash, cx.now, &by).await?;
            store::set_roles(&mut cx.tx, typed.id, &typed.role_ids).await?;
            if let Some(kept @ Kept::ByServer(_)) = &kept {
                kept.store(&mut cx.tx, typed.id, typed.must_replace_password).await?;
            }
        }
    }
    cx.tx.sync_logins().await?;
    let after = store::user(&mut cx.tx, typed.id).await?.ok_or(Error::NotFound { entity: "user" })?;
    cx.audit("user", typed.id, before.as_ref(), Some(&after))?;
    task.commit(cx).await?;
    Ok(SavedUser { user: after, one_time_password: made })
}

async fn change(cx: &mut Cx, before: &User, typed: &User, kept: Option<&Kept>) -> Result<()> {
    let switched_off = before.active && !typed.active;
    if switched_off && cx.actor.id == Some(typed.id.0) {
        return Err(Error::field("active", "not_oneself"));
    }
    let by = cx.actor.name.clone();
    if !store::update_user(&mut cx.tx, typed, cx.now, &by).await? {
        return Err(conflict(cx, before).await?);
    }
    store::set_roles(&mut cx.tx, typed.id, &typed.role_ids).await?;
    if let Some(kept) = kept {
        kept.store(&mut cx.tx, typed.id, typed.must_replace_password).await?;
    }
    if switched_off || kept.is_some() {
        let now = cx.now;
        let by = cx.actor.name.clone();
        store::sessions::end_sessions_of(&mut cx.tx, typed.id, None, &by, now).await?;
    }
    keep_an_administrator(cx, if switched_off { "active" } else { "role_ids" }).await
}

/// The server renames no role while it is in use, and ends what a password opened that is replaced by somebody else.
fn check_own_login(cx: &Cx, before: &User, typed: &User, password: bool) -> Result<()> {
    let own = cx.actor.id == Some(typed.id.0);
    if own && password {
        return Err(Error::field("password", "not_oneself"));
    }
    if own && rules::username_key(&before.username) != rules::username_key(&typed.username) {
        return Err(Error::field("username", "not_oneself"));
    }
    Ok(())
}

/// Who was faster (SYS-2).
pub(super) async fn conflict(cx: &mut Cx, before: &User) -> Result<Error> {
    let (by, at) = store::last_change(&mut cx.tx, before.id).await?;
    Ok(Error::Conflict { by, at, current: Box::new(serde_json::to_value(before)?) })
}

/// Replaces a forgotten password by one that works once, and signs its person out everywhere.
pub async fn reset_password(task: TaskCx, request: ResetPassword) -> Result<OneTimePassword> {
    if task.actor.id == Some(request.id.0) {
        return Err(Error::field("id", "not_oneself"));
    }
    let mut cx = task.read().await?;
    let guarded = cx.tx.guarded().await?;
    cx.tx.rollback().await?;
    let password = rules::one_time_password(ids::random_bytes());
    let kept = password::keep(guarded, "password", password.clone()).await?;
    let mut cx = task.write().await?;
    let user: UserId = request.id;
    if store::user(&mut cx.tx, user).await?.is_none() {
        return Err(Error::NotFound { entity: "user" });
    }
    kept.store(&mut cx.tx, user, true).await?;
    let now = cx.now;
    let by = cx.actor.name.clone();
    store::sessions::end_sessions_of(&mut cx.tx, user, None, &by, now).await?;
    cx.audit("user", user, None::<&()>, Some(&serde_json::json!({ "password": "reset" })))?;
    task.commit(cx).await?;
    Ok(OneTimePassword { password })
}

async fn check_username_free(cx: &mut Cx, request: &UserInput) -> Result<()> {
    let key = rules::username_key(&request.username);
    match store::id_of(&mut cx.tx, &key).await? {
        Some(other) if Some(other) != request.id => Err(Error::field("username", "already_exists")),
        _ => Ok(()),
    }
}
