//! Signing in and out, and the administration of users.

use crate::access::model::{
    AccessState, AppStatus, ChangePassword, Colleague, Credentials, DatabaseStatus, FirstAdministrator,
    Nothing, Role, SignIn, Unlock, User, UserId, UserInput,
};
use crate::access::{password, rules, store};
use crate::company;
use crate::db::Tx;
use crate::dispatch::{Cx, TaskCx};
use crate::error::{Error, Issues, Result};
use crate::permission::STARTING_ROLES;
use crate::session::Session;

/// What the screen has to show first.
pub async fn status(cx: &mut Cx, _: Nothing) -> Result<AppStatus> {
    let session = cx.session.get();
    let mut user = match session {
        Some(session) => store::current_user(&mut cx.tx, session.user).await?,
        None => None,
    };
    let state = match session {
        Some(session) if session.locked => AccessState::Locked,
        Some(_) => AccessState::SignedIn,
        None if store::count_users(&mut cx.tx).await? == 0 => AccessState::NeedsAdministrator,
        None => AccessState::SignedOut,
    };
    if let Some(user) = &mut user {
        user.permissions.clone_from(&cx.actor.permissions);
    }
    Ok(AppStatus {
        state,
        user,
        database: DatabaseStatus {
            engine: cx.app.db.engine().to_owned(),
            connected: true,
            label: cx.app.db.label(),
        },
        version: env!("CARGO_PKG_VERSION").to_owned(),
        idle_lock_minutes: cx.app.idle_limit().num_minutes(),
        company_name: company::store::find(&mut cx.tx).await?.map(|company| company.name),
    })
}

/// Makes the company, the starting roles and the first administrator, and signs them in. Only on an empty
/// database.
pub async fn create_first_administrator(task: TaskCx, request: FirstAdministrator) -> Result<Nothing> {
    let mut issues = Issues::default();
    let name = rules::check_name(&mut issues, "name", &request.name);
    rules::check_username(&mut issues, "username", &request.username);
    rules::check_password(&mut issues, "password", &request.password);
    let company =
        company::rules::first_company(&mut issues, &request.company_name, &request.company_document);
    issues.check()?;
    let hash = password::hash(request.password).await?;

    let mut cx = task.write().await?;
    if store::count_users(&mut cx.tx).await? > 0 {
        return Err(Error::field("", "administrator_exists"));
    }
    cx.actor.name.clone_from(&name);
    company::commands::create(&mut cx, company).await?;
    let roles = create_starting_roles(&mut cx).await?;
    let administrator = roles.iter().find(|role| role.key == "administrator").map(|role| role.id);
    let user = User {
        id: cx.id(),
        username: request.username.trim().to_owned(),
        name: name.clone(),
        email: None,
        active: true,
        role_ids: administrator.into_iter().collect(),
        version: 1,
    };
    store::insert_user(&mut cx.tx, &user, &hash, cx.now, &name).await?;
    store::set_roles(&mut cx.tx, user.id, &user.role_ids).await?;
    cx.audit_created("user", user.id, &user)?;
    let session = open_session(&mut cx, user.id).await?;
    task.commit(cx).await?;
    task.session.set(Some(session));
    Ok(Nothing {})
}

async fn create_starting_roles(cx: &mut Cx) -> Result<Vec<Role>> {
    let mut roles = Vec::new();
    for (key, name, discount_limit_bp, permissions) in STARTING_ROLES {
        let role = Role {
            id: cx.id(),
            key: (*key).to_owned(),
            name: (*name).to_owned(),
            discount_limit_bp: *discount_limit_bp,
            permissions: permissions.iter().map(|permission| permission.0.to_owned()).collect(),
        };
        let by = cx.actor.name.clone();
        store::insert_role(&mut cx.tx, &role, cx.now, &by).await?;
        cx.audit_created("role", role.id, &role)?;
        roles.push(role);
    }
    Ok(roles)
}

async fn open_session(cx: &mut Cx, user: UserId) -> Result<Session> {
    let id = cx.id();
    store::insert_session(&mut cx.tx, id, user, cx.now).await?;
    Ok(Session { id, user, last_active: cx.now, locked: false })
}

/// Signs a person in. Each wrong password makes the next attempt wait longer.
pub async fn sign_in(task: TaskCx, request: SignIn) -> Result<Nothing> {
    let key = rules::username_key(&request.username);
    let mut cx = task.read().await?;
    let known = store::credentials(&mut cx.tx, &key).await?;
    cx.tx.rollback().await?;
    let known = check_password(&task, known, request.password).await?;

    let mut cx = task.write().await?;
    store::clear_failures(&mut cx.tx, known.id).await?;
    let session = open_session(&mut cx, known.id).await?;
    cx.actor.id = Some(known.id.0);
    cx.actor.name.clone_from(&known.name);
    cx.audit_created("session", session.id, &serde_json::json!({ "user": known.id }))?;
    task.commit(cx).await?;
    task.session.set(Some(session));
    Ok(Nothing {})
}

/// Opens a locked session again.
pub async fn unlock(task: TaskCx, request: Unlock) -> Result<Nothing> {
    let Some(session) = task.session.get() else {
        return Err(Error::Unauthenticated { retry_in_seconds: None });
    };
    let mut cx = task.read().await?;
    let known = store::credentials_of(&mut cx.tx, session.user).await?;
    cx.tx.rollback().await?;
    let known = check_password(&task, known, request.password).await?;

    let mut cx = task.write().await?;
    store::clear_failures(&mut cx.tx, known.id).await?;
    let now = cx.now;
    task.commit(cx).await?;
    task.session.update(|session| {
        session.locked = false;
        session.last_active = now;
    });
    Ok(Nothing {})
}

/// The user when the password is right and no wait is due; otherwise counts the failure and says how long
/// to wait. Unknown and switched-off users take as long and sound the same.
async fn check_password(task: &TaskCx, known: Option<Credentials>, password: String) -> Result<Credentials> {
    let now = task.app.clock.now();
    if let Some(known) = &known {
        let wait = rules::wait_seconds(known.failed_sign_ins, known.last_failed_at, now);
        if wait > 0 {
            return Err(Error::Unauthenticated { retry_in_seconds: Some(wait) });
        }
    }
    let hash = known.as_ref().map(|known| known.password_hash.clone());
    let right = password::verify(password, hash).await?;
    match known {
        Some(known) if right && known.active => Ok(known),
        Some(known) => {
            let mut cx = task.write().await?;
            store::note_failure(&mut cx.tx, known.id, now).await?;
            task.commit(cx).await?;
            let wait = rules::wait_seconds(known.failed_sign_ins + 1, Some(now), now);
            Err(Error::Unauthenticated { retry_in_seconds: Some(wait) })
        }
        None => Err(Error::Unauthenticated { retry_in_seconds: Some(0) }),
    }
}

/// Ends the session.
pub async fn sign_out(cx: &mut Cx, _: Nothing) -> Result<Nothing> {
    if let Some(session) = cx.session.get() {
        store::end_session(&mut cx.tx, session.id, cx.now).await?;
        cx.session.set(None);
    }
    Ok(Nothing {})
}

/// Locks the session until the password is typed again.
pub async fn lock(cx: &mut Cx, _: Nothing) -> Result<Nothing> {
    cx.session.update(|session| session.locked = true);
    Ok(Nothing {})
}

/// Says that the person is still there.
pub async fn touch(cx: &mut Cx, _: Nothing) -> Result<Nothing> {
    let now = cx.now;
    cx.session.update(|session| session.last_active = now);
    Ok(Nothing {})
}

/// Replaces one's own password.
pub async fn change_password(task: TaskCx, request: ChangePassword) -> Result<Nothing> {
    let user: UserId = task.actor.user()?;
    let mut issues = Issues::default();
    rules::check_password(&mut issues, "new", &request.new);
    issues.check()?;
    let mut cx = task.read().await?;
    let known = store::credentials_of(&mut cx.tx, user).await?;
    cx.tx.rollback().await?;
    if !password::verify(request.current, known.map(|known| known.password_hash)).await? {
        return Err(Error::field("current", "password_wrong"));
    }
    let hash = password::hash(request.new).await?;
    let mut cx = task.write().await?;
    store::set_password(&mut cx.tx, user, &hash).await?;
    cx.audit("user", user, None::<&()>, Some(&serde_json::json!({ "password": "changed" })))?;
    task.commit(cx).await?;
    Ok(Nothing {})
}

/// All users.
pub async fn users(cx: &mut Cx, _: Nothing) -> Result<Vec<User>> {
    store::users(&mut cx.tx).await
}

/// All roles.
pub async fn roles(cx: &mut Cx, _: Nothing) -> Result<Vec<Role>> {
    store::roles(&mut cx.tx).await
}

/// People who can be chosen.
pub async fn colleagues(cx: &mut Cx, _: Nothing) -> Result<Vec<Colleague>> {
    store::colleagues(&mut cx.tx).await
}

/// Adds or changes a user.
pub async fn save_user(task: TaskCx, request: UserInput) -> Result<User> {
    let (name, email) = rules::check_user(&request)?;
    let hash = match request.password.as_str() {
        "" => None,
        _ => Some(password::hash(request.password.clone()).await?),
    };
    let mut cx = task.write().await?;
    check_username_free(&mut cx.tx, &request).await?;
    let by = cx.actor.name.clone();
    let before = match request.id {
        Some(id) => Some(store::user(&mut cx.tx, id).await?.ok_or(Error::NotFound { entity: "user" })?),
        None => None,
    };
    let id = match (&before, request.id) {
        (Some(before), Some(id)) => {
            if before.active && !request.active && cx.actor.id == Some(id.0) {
                return Err(Error::field("active", "not_oneself"));
            }
            if !store::update_user(&mut cx.tx, id, &request, email.as_deref(), cx.now, &by).await? {
                let (by, at) = store::last_change(&mut cx.tx, id).await?;
                return Err(Error::Conflict { by, at, current: Box::new(serde_json::to_value(before)?) });
            }
            if let Some(hash) = &hash {
                store::set_password(&mut cx.tx, id, hash).await?;
            }
            id
        }
        _ => insert(&mut cx, &request, name, email, hash.as_deref().unwrap_or_default()).await?,
    };
    store::set_roles(&mut cx.tx, id, &request.role_ids).await?;
    let after = store::user(&mut cx.tx, id).await?.ok_or(Error::NotFound { entity: "user" })?;
    cx.audit("user", id, before.as_ref(), Some(&after))?;
    task.commit(cx).await?;
    Ok(after)
}

async fn check_username_free(tx: &mut Tx, request: &UserInput) -> Result<()> {
    let key = rules::username_key(&request.username);
    match store::credentials(tx, &key).await? {
        Some(other) if Some(other.id) != request.id => Err(Error::field("username", "already_exists")),
        _ => Ok(()),
    }
}

async fn insert(
    cx: &mut Cx,
    request: &UserInput,
    name: String,
    email: Option<String>,
    hash: &str,
) -> Result<UserId> {
    let user = User {
        id: cx.id(),
        username: request.username.trim().to_owned(),
        name,
        email,
        active: request.active,
        role_ids: Vec::new(),
        version: 1,
    };
    let by = cx.actor.name.clone();
    store::insert_user(&mut cx.tx, &user, hash, cx.now, &by).await?;
    Ok(user.id)
}
