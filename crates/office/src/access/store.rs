//! Users, roles and sessions in the database.

use chrono::{DateTime, Utc};

use crate::access::model::{Colleague, Credentials, CurrentUser, Role, RoleId, SessionId, User, UserId};
use crate::db::Tx;
use crate::dispatch::Actor;
use crate::error::Result;
use crate::{execute, fetch_all, fetch_one, fetch_optional};

pub mod sessions;

/// How many users there are, active or not.
pub async fn count_users(tx: &mut Tx) -> Result<i64> {
    Ok(fetch_one!(tx, (i64,), "select count(*) from app_user")?.0)
}

/// The person behind an open session, with the permissions their roles give now; none when it was ended or
/// the user switched off. A password that must be replaced gives no permission.
pub async fn actor(tx: &mut Tx, session: SessionId) -> Result<Option<Actor>> {
    let rows = fetch_all!(
        tx,
        (UserId, String, bool, Option<String>),
        "select distinct u.id, u.name, u.must_replace_password, p.permission from session s \
         join app_user u on u.id = s.user_id and u.active \
         left join user_role ur on ur.user_id = u.id and not u.must_replace_password \
         left join role_permission p on p.role_id = ur.role_id \
         where s.id = $1 and s.ended_at is null order by p.permission limit 1000",
        session
    )?;
    let Some((id, name, password_due, _)) = rows.first().cloned() else { return Ok(None) };
    let permissions = rows.into_iter().filter_map(|(_, _, _, permission)| permission).collect();
    Ok(Some(Actor { id: Some(id.0), name, permissions, password_due, ..Actor::nobody() }))
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
        "select id, name, password_hash, active, failed_sign_ins, last_failed_at, must_replace_password \
         from app_user where username_key = $1",
        username_key
    )
}

/// What the door needs about a known user.
pub async fn credentials_of(tx: &mut Tx, id: UserId) -> Result<Option<Credentials>> {
    fetch_optional!(
        tx,
        Credentials,
        "select id, name, password_hash, active, failed_sign_ins, last_failed_at, must_replace_password \
         from app_user where id = $1",
        id
    )
}

/// Counts a guess at a password where nobody counted one since `failed` was read; gives whether it did.
pub async fn count_guess(tx: &mut Tx, id: UserId, failed: i64, now: DateTime<Utc>) -> Result<bool> {
    let changed = execute!(
        tx,
        "update app_user set failed_sign_ins = failed_sign_ins + 1, last_failed_at = $3 \
         where id = $1 and failed_sign_ins = $2",
        id,
        failed,
        now
    )?;
    Ok(changed == 1)
}

/// Forgets wrong passwords after a right one.
pub async fn clear_failures(tx: &mut Tx, id: UserId) -> Result<()> {
    execute!(tx, "update app_user set failed_sign_ins = 0, last_failed_at = null where id = $1", id)?;
    Ok(())
}

/// Makes those who change users and roles take turns until the end of the transaction: what one of them counts
/// (the administrators left) is not changed by another meanwhile.
pub async fn take_turn(tx: &mut Tx) -> Result<()> {
    execute!(tx, "update role set version = version where key = 'administrator'")?;
    Ok(())
}

/// How many people who may sign in hold a permission.
pub async fn count_holders(tx: &mut Tx, permission: &str) -> Result<i64> {
    let (count,) = fetch_one!(
        tx,
        (i64,),
        "select count(distinct u.id) from app_user u join user_role ur on ur.user_id = u.id \
         join role_permission p on p.role_id = ur.role_id where u.active and p.permission = $1",
        permission
    )?;
    Ok(count)
}

/// Who may sign in, holds `permission` and may give a discount of that many hundredths of a per cent; and whether
/// they also set up users, as administrators do.
pub async fn approvers(tx: &mut Tx, permission: &str, discount_bp: i64) -> Result<Vec<(UserId, bool)>> {
    fetch_all!(
        tx,
        (UserId, bool),
        "select u.id, exists (select 1 from user_role ur join role_permission p on p.role_id = ur.role_id \
             where ur.user_id = u.id and p.permission = 'access.manage') from app_user u \
         where u.active and exists (select 1 from user_role ur join role_permission p on p.role_id = ur.role_id \
             where ur.user_id = u.id and p.permission = $1) \
           and exists (select 1 from user_role ur join role r on r.id = ur.role_id \
             where ur.user_id = u.id and r.discount_limit_bp >= $2) \
         order by u.id limit 1000",
        permission,
        discount_bp
    )
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
    set_permissions(tx, role.id, &role.permissions).await
}

/// Changes a role whose version is still the one read, but not its permissions; gives whether it was.
pub async fn update_role(tx: &mut Tx, role: &Role, now: DateTime<Utc>, by: &str) -> Result<bool> {
    let changed = execute!(
        tx,
        "update role set name = $3, discount_limit_bp = $4, version = version + 1, updated_at = $5, \
           updated_by = $6 where id = $1 and version = $2",
        role.id,
        role.version,
        &role.name,
        role.discount_limit_bp,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Replaces what a role allows.
pub async fn set_permissions(tx: &mut Tx, role: RoleId, permissions: &[String]) -> Result<()> {
    execute!(tx, "delete from role_permission where role_id = $1", role)?;
    for permission in permissions {
        execute!(tx, "insert into role_permission (role_id, permission) values ($1, $2)", role, permission)?;
    }
    Ok(())
}

/// Takes a role away whose version is still the one read; gives whether it was.
pub async fn delete_role(tx: &mut Tx, id: RoleId, version: i64) -> Result<bool> {
    set_permissions(tx, id, &[]).await?;
    Ok(execute!(tx, "delete from role where id = $1 and version = $2", id, version)? == 1)
}

/// Whether anybody, active or not, has the role.
pub async fn role_in_use(tx: &mut Tx, id: RoleId) -> Result<bool> {
    Ok(fetch_one!(tx, (i64,), "select count(*) from user_role where role_id = $1", id)?.0 > 0)
}

/// Who changed a role last, and when; for a conflict.
pub async fn last_role_change(tx: &mut Tx, id: RoleId) -> Result<(String, DateTime<Utc>)> {
    fetch_one!(tx, (String, DateTime<Utc>), "select updated_by, updated_at from role where id = $1", id)
}

/// All roles with their permissions, by name.
pub async fn roles(tx: &mut Tx) -> Result<Vec<Role>> {
    let rows = fetch_all!(
        tx,
        (RoleId, String, String, i64, i64, Option<String>),
        "select r.id, r.key, r.name, r.discount_limit_bp, r.version, p.permission from role r \
         left join role_permission p on p.role_id = r.id order by r.id, p.permission limit 10000"
    )?;
    let mut roles: Vec<Role> = Vec::new();
    for (id, key, name, discount_limit_bp, version, permission) in rows {
        if roles.last().is_none_or(|role| role.id != id) {
            roles.push(Role { id, key, name, discount_limit_bp, permissions: Vec::new(), version });
        }
        if let (Some(role), Some(permission)) = (roles.last_mut(), permission) {
            role.permissions.push(permission);
        }
    }
    roles.sort_by_cached_key(|role| brazil::text::fold(&role.name));
    Ok(roles)
}

/// All users with their roles, by name.
pub async fn users(tx: &mut Tx) -> Result<Vec<User>> {
    let rows = fetch_all!(
        tx,
        UserRow,
        "select u.id, u.username, u.name, u.email, u.active, u.must_replace_password, u.version, \
           (select max(s.started_at) from session s where s.user_id = u.id) as last_sign_in_at, ur.role_id \
         from app_user u left join user_role ur on ur.user_id = u.id order by u.id, ur.role_id limit 10000"
    )?;
    let mut users: Vec<User> = Vec::new();
    for row in rows {
        let role = row.role_id;
        if users.last().is_none_or(|user| user.id != row.id) {
            users.push(row.into());
        }
        if let (Some(user), Some(role)) = (users.last_mut(), role) {
            user.role_ids.push(role);
        }
    }
    users.sort_by_cached_key(|user| brazil::text::fold(&user.name));
    Ok(users)
}

/// A user with one of their roles.
#[derive(sqlx::FromRow)]
struct UserRow {
    id: UserId,
    username: String,
    name: String,
    email: Option<String>,
    active: bool,
    must_replace_password: bool,
    version: i64,
    last_sign_in_at: Option<DateTime<Utc>>,
    role_id: Option<RoleId>,
}

impl From<UserRow> for User {
    fn from(row: UserRow) -> Self {
        Self {
            id: row.id,
            username: row.username,
            name: row.name,
            email: row.email,
            active: row.active,
            role_ids: Vec::new(),
            must_replace_password: row.must_replace_password,
            last_sign_in_at: row.last_sign_in_at,
            version: row.version,
        }
    }
}

/// One user with roles.
pub async fn user(tx: &mut Tx, id: UserId) -> Result<Option<User>> {
    Ok(users(tx).await?.into_iter().find(|user| user.id == id))
}

/// Active people, for choosing one, by name; only those who hold a permission where one is given.
pub async fn colleagues(tx: &mut Tx, permission: Option<&str>) -> Result<Vec<Colleague>> {
    let mut found = fetch_all!(
        tx,
        Colleague,
        "select id, name from app_user u where active and (exists (select 1 from user_role ur \
           join role_permission p on p.role_id = ur.role_id where ur.user_id = u.id and p.permission = $1) \
           or $1 is null) \
         order by id limit 1000",
        permission
    )?;
    found.sort_by_cached_key(|colleague| brazil::text::fold(&colleague.name));
    Ok(found)
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
        "insert into app_user (id, username, username_key, name, email, password_hash, active, \
           must_replace_password, version, updated_at, updated_by) values ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $10)",
        user.id,
        &user.username,
        crate::access::rules::username_key(&user.username),
        &user.name,
        &user.email,
        password_hash,
        user.active,
        user.must_replace_password,
        now,
        by
    )?;
    Ok(())
}

/// Changes a user whose version is still the one read, but neither roles nor password; gives whether it was.
pub async fn update_user(tx: &mut Tx, user: &User, now: DateTime<Utc>, by: &str) -> Result<bool> {
    let changed = execute!(
        tx,
        "update app_user set username = $3, username_key = $4, name = $5, email = $6, active = $7, \
           version = version + 1, updated_at = $8, updated_by = $9 where id = $1 and version = $2",
        user.id,
        user.version,
        &user.username,
        crate::access::rules::username_key(&user.username),
        &user.name,
        &user.email,
        user.active,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Replaces a user's password; `once` when its person must replace it again.
pub async fn set_password(tx: &mut Tx, id: UserId, password_hash: &str, once: bool) -> Result<()> {
    execute!(
        tx,
        "update app_user set password_hash = $2, must_replace_password = $3, failed_sign_ins = 0, \
           last_failed_at = null where id = $1",
        id,
        password_hash,
        once
    )?;
    Ok(())
}

/// Says whether a user must replace the password that the server keeps.
pub async fn set_password_due(tx: &mut Tx, id: UserId, due: bool) -> Result<()> {
    execute!(tx, "update app_user set must_replace_password = $2 where id = $1", id, due)?;
    Ok(())
}

/// Forgets what the program kept of everybody's passwords, because the server keeps them from now on.
pub async fn forget_passwords(tx: &mut Tx) -> Result<()> {
    execute!(tx, "update app_user set password_hash = ''")?;
    Ok(())
}

/// Who has a user name.
pub async fn id_of(tx: &mut Tx, username_key: &str) -> Result<Option<UserId>> {
    let row =
        fetch_optional!(tx, (UserId,), "select id from app_user where username_key = $1", username_key)?;
    Ok(row.map(|(id,)| id))
}

/// Changes what a person may change of themselves, where their version is still the one read; gives whether it was.
pub async fn update_profile(tx: &mut Tx, user: &User, now: DateTime<Utc>, by: &str) -> Result<bool> {
    let changed = execute!(
        tx,
        "update app_user set name = $3, email = $4, version = version + 1, updated_at = $5, updated_by = $6 \
         where id = $1 and version = $2",
        user.id,
        user.version,
        &user.name,
        &user.email,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Replaces a user's roles.
pub async fn set_roles(tx: &mut Tx, id: UserId, roles: &[RoleId]) -> Result<()> {
    execute!(tx, "delete from user_role where user_id = $1", id)?;
    for role in roles {
        execute!(tx, "insert into user_role (user_id, role_id) values ($1, $2)", id, *role)?;
    }
    Ok(())
}
