//! Users, roles and sessions in the database.

use chrono::{DateTime, Utc};

use crate::access::model::{
    Colleague, Credentials, CurrentUser, Role, RoleId, SessionId, User, UserId, UserInput,
};
use crate::db::Tx;
use crate::dispatch::Actor;
use crate::error::Result;
use crate::{execute, fetch_all, fetch_one, fetch_optional};

/// How many users there are, active or not.
pub async fn count_users(tx: &mut Tx) -> Result<i64> {
    Ok(fetch_one!(tx, (i64,), "select count(*) from app_user")?.0)
}

/// The person behind an open session, with the permissions their roles give now; none when it was ended or
/// the user switched off.
pub async fn actor(tx: &mut Tx, session: SessionId) -> Result<Option<Actor>> {
    let rows = fetch_all!(
        tx,
        (UserId, String, Option<String>),
        "select distinct u.id, u.name, p.permission from session s \
         join app_user u on u.id = s.user_id and u.active \
         left join user_role ur on ur.user_id = u.id \
         left join role_permission p on p.role_id = ur.role_id \
         where s.id = $1 and s.ended_at is null order by p.permission limit 1000",
        session
    )?;
    let Some((id, name, _)) = rows.first().cloned() else { return Ok(None) };
    let permissions = rows.into_iter().filter_map(|(_, _, permission)| permission).collect();
    Ok(Some(Actor { id: Some(id.0), name, permissions, system: false, locked: false }))
}

/// The person as the screen shows them; permissions are filled in by the caller.
pub async fn current_user(tx: &mut Tx, id: UserId) -> Result<Option<CurrentUser>> {
    let row = fetch_optional!(
        tx,
        (UserId, String, String),
        "select id, name, username from app_user where id = $1",
        id
    )?;
    let Some((id, name, username)) = row else { return Ok(None) };
    let discount_limit_bp = discount_limit(tx, id).await?;
    Ok(Some(CurrentUser { id, name, username, permissions: Vec::new(), discount_limit_bp }))
}

/// The largest discount any of the person's roles allows, in hundredths of a per cent (QUO-2).
pub async fn discount_limit(tx: &mut Tx, id: UserId) -> Result<i64> {
    let (limit,) = fetch_one!(
        tx,
        (i64,),
        "select coalesce(max(r.discount_limit_bp), 0) from user_role ur \
         join role r on r.id = ur.role_id where ur.user_id = $1",
        id
    )?;
    Ok(limit)
}

/// What the door needs about a user name.
pub async fn credentials(tx: &mut Tx, username_key: &str) -> Result<Option<Credentials>> {
    fetch_optional!(
        tx,
        Credentials,
        "select id, name, password_hash, active, failed_sign_ins, last_failed_at from app_user \
         where username_key = $1",
        username_key
    )
}

/// What the door needs about a known user.
pub async fn credentials_of(tx: &mut Tx, id: UserId) -> Result<Option<Credentials>> {
    fetch_optional!(
        tx,
        Credentials,
        "select id, name, password_hash, active, failed_sign_ins, last_failed_at from app_user where id = $1",
        id
    )
}

/// Counts a wrong password.
pub async fn note_failure(tx: &mut Tx, id: UserId, now: DateTime<Utc>) -> Result<()> {
    execute!(
        tx,
        "update app_user set failed_sign_ins = failed_sign_ins + 1, last_failed_at = $2 where id = $1",
        id,
        now
    )?;
    Ok(())
}

/// Forgets wrong passwords after a right one.
pub async fn clear_failures(tx: &mut Tx, id: UserId) -> Result<()> {
    execute!(tx, "update app_user set failed_sign_ins = 0, last_failed_at = null where id = $1", id)?;
    Ok(())
}

/// Opens a session.
pub async fn insert_session(tx: &mut Tx, id: SessionId, user: UserId, now: DateTime<Utc>) -> Result<()> {
    execute!(tx, "insert into session (id, user_id, started_at) values ($1, $2, $3)", id, user, now)?;
    Ok(())
}

/// Ends a session.
pub async fn end_session(tx: &mut Tx, id: SessionId, now: DateTime<Utc>) -> Result<()> {
    execute!(tx, "update session set ended_at = $2 where id = $1 and ended_at is null", id, now)?;
    Ok(())
}

/// Adds a role with its permissions.
pub async fn insert_role(tx: &mut Tx, role: &Role, now: DateTime<Utc>, by: &str) -> Result<()> {
    execute!(
        tx,
        "insert into role (id, key, name, discount_limit_bp, version, updated_at, updated_by) \
         values ($1, $2, $3, $4, 1, $5, $6)",
        role.id,
        &role.key,
        &role.name,
        role.discount_limit_bp,
        now,
        by
    )?;
    for permission in &role.permissions {
        execute!(
            tx,
            "insert into role_permission (role_id, permission) values ($1, $2)",
            role.id,
            permission
        )?;
    }
    Ok(())
}

/// All roles with their permissions, by name.
pub async fn roles(tx: &mut Tx) -> Result<Vec<Role>> {
    let rows = fetch_all!(
        tx,
        (RoleId, String, String, i64, Option<String>),
        "select r.id, r.key, r.name, r.discount_limit_bp, p.permission from role r \
         left join role_permission p on p.role_id = r.id order by r.name, r.id, p.permission limit 10000"
    )?;
    let mut roles: Vec<Role> = Vec::new();
    for (id, key, name, discount_limit_bp, permission) in rows {
        if roles.last().is_none_or(|role| role.id != id) {
            roles.push(Role { id, key, name, discount_limit_bp, permissions: Vec::new() });
        }
        if let (Some(role), Some(permission)) = (roles.last_mut(), permission) {
            role.permissions.push(permission);
        }
    }
    Ok(roles)
}

/// All users with their roles, by name.
pub async fn users(tx: &mut Tx) -> Result<Vec<User>> {
    let rows = fetch_all!(
        tx,
        (UserId, String, String, Option<String>, bool, i64, Option<RoleId>),
        "select u.id, u.username, u.name, u.email, u.active, u.version, ur.role_id from app_user u \
         left join user_role ur on ur.user_id = u.id order by u.name, u.id limit 10000"
    )?;
    let mut users: Vec<User> = Vec::new();
    for (id, username, name, email, active, version, role) in rows {
        if users.last().is_none_or(|user| user.id != id) {
            users.push(User { id, username, name, email, active, role_ids: Vec::new(), version });
        }
        if let (Some(user), Some(role)) = (users.last_mut(), role) {
            user.role_ids.push(role);
        }
    }
    Ok(users)
}

/// One user with roles.
pub async fn user(tx: &mut Tx, id: UserId) -> Result<Option<User>> {
    Ok(users(tx).await?.into_iter().find(|user| user.id == id))
}

/// Active people, for choosing one.
pub async fn colleagues(tx: &mut Tx) -> Result<Vec<Colleague>> {
    fetch_all!(tx, Colleague, "select id, name from app_user where active order by name, id limit 1000")
}

/// Who changed a user last, and when; for a conflict.
pub async fn last_change(tx: &mut Tx, id: UserId) -> Result<(String, DateTime<Utc>)> {
    fetch_one!(tx, (String, DateTime<Utc>), "select updated_by, updated_at from app_user where id = $1", id)
}

/// Adds a user without roles.
pub async fn insert_user(
    tx: &mut Tx,
    user: &User,
    password_hash: &str,
    now: DateTime<Utc>,
    by: &str,
) -> Result<()> {
    execute!(
        tx,
        "insert into app_user (id, username, username_key, name, email, password_hash, active, version, \
           updated_at, updated_by) values ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9)",
        user.id,
        &user.username,
        crate::access::rules::username_key(&user.username),
        &user.name,
        &user.email,
        password_hash,
        user.active,
        now,
        by
    )?;
    Ok(())
}

/// Changes a user whose version is still the one read; gives whether it was.
pub async fn update_user(
    tx: &mut Tx,
    id: UserId,
    input: &UserInput,
    email: Option<&str>,
    now: DateTime<Utc>,
    by: &str,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "update app_user set username = $3, username_key = $4, name = $5, email = $6, active = $7, \
           version = version + 1, updated_at = $8, updated_by = $9 where id = $1 and version = $2",
        id,
        input.version,
        input.username.trim(),
        crate::access::rules::username_key(&input.username),
        input.name.trim(),
        email,
        input.active,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Replaces a user's password.
pub async fn set_password(tx: &mut Tx, id: UserId, password_hash: &str) -> Result<()> {
    execute!(tx, "update app_user set password_hash = $2 where id = $1", id, password_hash)?;
    Ok(())
}

/// Replaces a user's roles.
pub async fn set_roles(tx: &mut Tx, id: UserId, roles: &[RoleId]) -> Result<()> {
    execute!(tx, "delete from user_role where user_id = $1", id)?;
    for role in roles {
        execute!(tx, "insert into user_role (user_id, role_id) values ($1, $2)", id, *role)?;
    }
    Ok(())
}
