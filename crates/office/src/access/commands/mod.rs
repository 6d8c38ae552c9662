//! Signing in and out, and what one may change about oneself.

mod door;
mod login;
mod logins;
mod people;
mod roles;
mod sessions;

pub use door::{change_password, sign_in, unlock};
pub use login::status_at_the_door;
pub use logins::{check_logins, enable_logins};
pub use people::{colleagues, reset_password, save_user, users};
pub use roles::{remove_role, roles, save_role};
pub use sessions::{end_session, sessions, sign_ins};

use crate::access::model::{
    AccessState, AppStatus, DatabaseStatus, FirstAdministrator, Profile, ProfileInput, Role, SignInOutcome,
    User, UserId,
};
use crate::access::{password, rules, store};
use crate::company;
use crate::dispatch::{Cx, Nothing, TaskCx};
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
        Some(_) if cx.actor.password_due => AccessState::NewPassword,
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
        signed_out_by: cx.session.signed_out_by(),
        database: DatabaseStatus {
            engine: cx.app.db.engine().to_owned(),
            connected: true,
            label: cx.app.db.label(),
            guarded: !cx.app.shares_a_role(),
        },
        version: env!("CARGO_PKG_VERSION").to_owned(),
        idle_lock_minutes: cx.app.idle_limit().num_minutes(),
        company_name: company::store::find(&mut cx.tx).await?.map(|company| company.name),
        time_zone: cx.app.zone().name().to_owned(),
    })
}

/// Makes the company, the starting roles and the first administrator, and signs them in. Only on an empty
/// database.
pub async fn create_first_administrator(task: TaskCx, request: FirstAdministrator) -> Result<Nothing> {
    let mut issues = Issues::default();
    let name = issues.name("name", &request.name);
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
        must_replace_password: false,
        last_sign_in_at: None,
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
            version: 1,
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
    store::sessions::insert_session(&mut cx.tx, id, user, cx.now).await?;
    let attempt = cx.id();
    store::sessions::insert_sign_in(&mut cx.tx, attempt, Some(user), SignInOutcome::SignedIn, cx.now).await?;
    Ok(Session { id, user, last_active: cx.now, locked: false })
}

/// Ends the session.
pub async fn sign_out(cx: &mut Cx, _: Nothing) -> Result<Nothing> {
    if let Some(session) = cx.session.get() {
        store::sessions::end_session(&mut cx.tx, session.id, "", cx.now).await?;
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

/// Oneself, as the profile shows it.
pub async fn profile(cx: &mut Cx, _: Nothing) -> Result<Profile> {
    let id: UserId = cx.actor.user()?;
    let user = store::user(&mut cx.tx, id).await?.ok_or(Error::NotFound { entity: "user" })?;
    let mut role_names = Vec::new();
    for role in store::roles(&mut cx.tx).await? {
        if user.role_ids.contains(&role.id) {
            role_names.push(role.name);
        }
    }
    Ok(Profile { user, role_names })
}

/// Changes one's own name and address.
pub async fn save_profile(cx: &mut Cx, request: ProfileInput) -> Result<Profile> {
    let id: UserId = cx.actor.user()?;
    let (name, email) = rules::check_profile(&request)?;
    let before = profile(cx, Nothing {}).await?.user;
    let changed = User { name, email, version: request.version, ..before.clone() };
    let by = cx.actor.name.clone();
    if !store::update_profile(&mut cx.tx, &changed, cx.now, &by).await? {
        return Err(people::conflict(cx, &before).await?);
    }
    let after = profile(cx, Nothing {}).await?;
    cx.audit_changed("user", id, &before, &after.user)?;
    Ok(after)
}
