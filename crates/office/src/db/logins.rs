//! A login role of the server for each person (decision 13): finding it from what somebody types, and telling the
//! server who there is and what they may do. The functions it calls stand in migration 36; on a file, and while everybody
//! shares the owner's role, nothing of this happens.

use std::collections::BTreeSet;
use std::fmt;

use sha2::{Digest, Sha256};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions, PgSslMode};
use sqlx::{ConnectOptions, Connection};
use uuid::Uuid;

use super::rights::{self, PERSON, Right, WORKER};
use super::{CONNECT_PATIENCE, Db, Tx, quoted, scram, transport};
use crate::error::{Error, Result};
use crate::ids;

/// Most bytes of a database's name that stand in its roles' names as they are: with a user name of 40 characters the
/// server's limit of 63 is kept.
const PREFIX_BYTES_MAX: usize = 20;

/// A server that was named without a role: whoever signs in does so by one of their own.
#[derive(Clone)]
pub struct Door(PgConnectOptions);

impl fmt::Debug for Door {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The options may hold a password.
        f.debug_struct("Door").field("host", &self.0.get_host()).finish_non_exhaustive()
    }
}

impl Door {
    /// The door of a server whose address names no role; none for a file or an address that names one.
    ///
    /// # Errors
    /// Those of [`Db::open`] for an address that cannot be used.
    pub fn at(url: &str) -> Result<Option<Self>> {
        if !super::is_server(url) || names_a_role(url) {
            return Ok(None);
        }
        let options = super::server_options(url)?;
        if options.get_database().is_none() {
            return Err(Error::unavailable("database_url", "postgres://server/database"));
        }
        Ok(Some(Self(options)))
    }

    /// The database behind the door, which answers nobody: no name of a user is empty.
    pub fn closed(&self) -> Db {
        let nobody = self.0.clone().username(&self.role(""));
        Db::Postgres(PgPoolOptions::new().max_connections(1).connect_lazy_with(nobody))
    }

    /// Whether what travels to the server is encrypted; asked as nobody, whose password it finds wrong.
    ///
    /// # Errors
    /// `Unavailable` when it cannot be reached, does not prove who it is, or takes nobody from this computer.
    pub async fn answers(&self) -> Result<bool> {
        let nobody = self.0.clone().username(&self.role(""));
        match tokio::time::timeout(CONNECT_PATIENCE, nobody.connect()).await {
            Ok(Ok(connection)) => connection.close().await?,
            Ok(Err(error)) if is_wrong_password(&error) => {}
            Ok(Err(error)) => return Err(refused(&self.0, error)),
            Err(late) => return Err(Error::unavailable("database_unreachable", late)),
        }
        Ok(matches!(self.0.get_ssl_mode(), PgSslMode::Require | PgSslMode::VerifyCa | PgSslMode::VerifyFull))
    }

    fn role(&self, username_key: &str) -> String {
        format!("{}:{username_key}", prefix(self.0.get_database().unwrap_or_default()))
    }

    /// Opens the database as one person; none when the server does not know this name with this password.
    ///
    /// # Errors
    /// `Unavailable` when the server cannot be reached, does not prove who it is, or does not let the role in.
    pub async fn enter(&self, username_key: &str, password: &str) -> Result<Option<Db>> {
        if !scram::is_possible(password) {
            return Ok(None);
        }
        let options = self.0.clone().username(&self.role(username_key)).password(password);
        let pool = PgPoolOptions::new()
            .max_connections(8)
            .acquire_timeout(CONNECT_PATIENCE)
            .connect_with(options.clone());
        match pool.await {
            Ok(pool) => Ok(Some(Db::Postgres(pool))),
            Err(error) if is_wrong_password(&error) => Ok(None),
            Err(error) => Err(refused(&options, error)),
        }
    }
}

/// Whether an address says as whom to sign in.
fn names_a_role(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let (place, query) = rest.split_once('?').unwrap_or((rest, ""));
    let authority = place.split('/').next().unwrap_or_default();
    authority.contains('@') || query.split('&').any(|part| part.starts_with("user="))
}

/// What the names of a database's roles begin with. Roles are the whole server's, databases many.
fn prefix(database: &str) -> String {
    if database.len() <= PREFIX_BYTES_MAX && !database.is_empty() {
        return database.to_owned();
    }
    let kept: String = database.chars().filter(char::is_ascii).take(11).collect();
    format!("{kept}~{}", ids::hex(&Sha256::digest(database)[..4]))
}

fn code_of(error: &sqlx::Error) -> String {
    let sqlx::Error::Database(inner) = error else { return String::new() };
    inner.code().unwrap_or_default().into_owned()
}

fn is_wrong_password(error: &sqlx::Error) -> bool {
    code_of(error) == "28P01"
}

/// Why the server does not let somebody in, where it is not the password.
fn refused(options: &PgConnectOptions, error: sqlx::Error) -> Error {
    match code_of(&error).as_str() {
        "28000" => Error::unavailable("database_role_refused", error),
        _ => transport::explain(options, error),
    }
}

/// Roles and groups they belong to.
type Memberships = BTreeSet<(String, String)>;

/// What deviates from what users, roles and permissions say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviation {
    /// A code: `missing`, `beyond`, `login_missing`, `login_beyond`.
    pub kind: &'static str,
    /// The role or group.
    pub role: String,
    /// The right or the group.
    pub what: String,
}

impl Db {
    /// Whether the password is that of the role behind this database's connections.
    ///
    /// # Errors
    /// As [`Door::enter`].
    pub async fn proves(&self, password: &str) -> Result<bool> {
        let Self::Postgres(pool) = self else { return Ok(false) };
        if !scram::is_possible(password) {
            return Ok(false);
        }
        let options = pool.connect_options().as_ref().clone().password(password);
        match tokio::time::timeout(CONNECT_PATIENCE, options.connect()).await {
            Err(late) => Err(Error::unavailable("database_unreachable", late)),
            Ok(Ok(connection)) => Ok(connection.close().await.map(|()| true)?),
            Ok(Err(error)) if is_wrong_password(&error) => Ok(false),
            Ok(Err(error)) => Err(refused(&options, error)),
        }
    }
}

impl Db {
    /// Makes the groups' rights what this program's list says, where the role behind the connections is the owner's: a newer
    /// program may need others on the same schema. Gives whether people sign in by roles of their own.
    pub async fn renew_rights(&self) -> Result<bool> {
        let mut tx = self.begin_write().await?;
        let guarded = tx.guarded().await? && tx.is_owner().await?;
        if guarded {
            tx.grant_rights().await?;
        }
        tx.commit().await?;
        Ok(guarded)
    }
}

impl Tx {
    async fn is_owner(&mut self) -> Result<bool> {
        let Self::Postgres(tx) = self else { return Ok(false) };
        let (owner,): (bool,) = sqlx::query_as("select login_is_owner()").fetch_one(&mut **tx).await?;
        Ok(owner)
    }

    /// Whether people sign in by roles of their own.
    pub async fn guarded(&mut self) -> Result<bool> {
        Ok(self.login_prefix().await?.is_some())
    }

    async fn login_prefix(&mut self) -> Result<Option<String>> {
        let Self::Postgres(tx) = self else { return Ok(None) };
        let (prefix,): (Option<String>,) =
            sqlx::query_as("select login_prefix()").fetch_one(&mut **tx).await?;
        Ok(prefix)
    }

    /// The person whose role opened the connection; none for the owner and the worker.
    pub async fn login_user(&mut self) -> Result<Option<Uuid>> {
        let Self::Postgres(tx) = self else { return Ok(None) };
        let (user,): (Option<Uuid>,) = sqlx::query_as("select login_user()").fetch_one(&mut **tx).await?;
        Ok(user)
    }

    /// Makes the server's roles what users and roles say now; they hold with the end of the transaction.
    pub async fn sync_logins(&mut self) -> Result<()> {
        if let Self::Postgres(tx) = self {
            sqlx::query("select sync_logins()").execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// Sets somebody's password at the server, given as what SCRAM keeps of it.
    pub async fn set_login_password(&mut self, user: Uuid, verifier: &str) -> Result<()> {
        if let Self::Postgres(tx) = self {
            let query = sqlx::query("select set_login_password($1, $2)").bind(user).bind(verifier);
            query.execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// Sets one's own.
    pub async fn set_own_login_password(&mut self, verifier: &str) -> Result<()> {
        if let Self::Postgres(tx) = self {
            sqlx::query("select set_own_login_password($1)").bind(verifier).execute(&mut **tx).await?;
        }
        Ok(())
    }

    /// Switches roles of their own on: groups, what they may do, and a role for each user, yet without a password. Gives
    /// the users whose role is new, and the worker's name.
    ///
    /// # Errors
    /// `Unavailable` with `logins_by_server` on a file, and with `logins_by_owner` without the owner's rights.
    pub async fn enable_logins(&mut self) -> Result<(Vec<Uuid>, String)> {
        let Self::Postgres(tx) = self else { return Err(Error::unavailable("logins_by_server", "")) };
        let sql = "select login_is_owner() and (rolsuper or rolcreaterole), current_database()::text \
            from pg_roles where rolname = session_user";
        let (may, database): (bool, String) = sqlx::query_as(sql).fetch_one(&mut **tx).await?;
        if !may {
            return Err(Error::unavailable("logins_by_owner", ""));
        }
        // What another database's roles were told here came with a copy of it.
        let before = "delete from login_role where not exists \
            (select 1 from login_setting where database = current_database() and prefix = $1)";
        sqlx::query(before).bind(prefix(&database)).execute(&mut **tx).await?;
        let sql = "insert into login_setting (id, database, prefix) values (1, $1, $2) \
            on conflict (id) do update set database = excluded.database, prefix = excluded.prefix";
        sqlx::query(sql).bind(&database).bind(prefix(&database)).execute(&mut **tx).await?;
        let known = "select user_id from login_role join pg_roles on rolname = name order by user_id";
        let known: Vec<(Uuid,)> = sqlx::query_as(known).fetch_all(&mut **tx).await?;
        self.grant_rights().await?;
        self.sync_logins().await?;
        let Self::Postgres(tx) = self else { return Ok((Vec::new(), String::new())) };
        let all: Vec<(Uuid,)> =
            sqlx::query_as("select user_id from login_role order by name").fetch_all(&mut **tx).await?;
        let new = all.into_iter().filter(|user| !known.contains(user)).map(|(user,)| user).collect();
        Ok((new, format!("{}/{WORKER}", prefix(&database))))
    }

    /// The name of a user's role.
    pub async fn login_name(&mut self, user: Uuid) -> Result<Option<String>> {
        let Self::Postgres(tx) = self else { return Ok(None) };
        let sql = "select name from login_role where user_id = $1";
        let found: Option<(String,)> = sqlx::query_as(sql).bind(user).fetch_optional(&mut **tx).await?;
        Ok(found.map(|(name,)| name))
    }

    /// Gives the worker's role its password; false when it has the right to sign in already and `again` is not asked.
    pub async fn set_worker_password(&mut self, verifier: &str, again: bool) -> Result<bool> {
        let Some(prefix) = self.login_prefix().await? else { return Ok(false) };
        let worker = format!("{prefix}/{WORKER}");
        let Self::Postgres(tx) = self else { return Ok(false) };
        let sql = "select rolcanlogin from pg_roles where rolname = $1";
        let (has,): (bool,) = sqlx::query_as(sql).bind(&worker).fetch_one(&mut **tx).await?;
        if has && !again {
            return Ok(false);
        }
        sqlx::query("select keep_login_password($1, $2)")
            .bind(&worker)
            .bind(verifier)
            .execute(&mut **tx)
            .await?;
        self.run_text(format!("alter role {} login", quoted(&worker))).await?;
        Ok(true)
    }

    /// Makes the groups' rights what the list says; nothing while everybody shares the owner's role.
    pub(super) async fn grant_rights(&mut self) -> Result<()> {
        let Some(prefix) = self.login_prefix().await? else { return Ok(()) };
        let Self::Postgres(tx) = self else { return Ok(()) };
        let sql = "select current_database()::text, current_schema()::text";
        let (database, schema): (String, String) = sqlx::query_as(sql).fetch_one(&mut **tx).await?;
        let sql = "select rolname::text from pg_roles where starts_with(rolname::text, $1 || '/')";
        let there: Vec<(String,)> = sqlx::query_as(sql).bind(&prefix).fetch_all(&mut **tx).await?;
        let there: BTreeSet<String> = there.into_iter().map(|(name,)| name).collect();
        self.run_text(grants(&prefix, &database, &schema, &there)).await
    }

    async fn run_text(&mut self, sql: String) -> Result<()> {
        if let Self::Postgres(tx) = self {
            use sqlx::Executor;
            tx.execute(sqlx::raw_sql(sqlx::AssertSqlSafe(sql))).await?;
        }
        Ok(())
    }

    /// What deviates from what users, roles and permissions say; none while everybody shares the owner's role.
    pub async fn login_deviations(&mut self) -> Result<Option<Vec<Deviation>>> {
        let Some(prefix) = self.login_prefix().await? else { return Ok(None) };
        let mut found = Vec::new();
        let mut compare =
            |role: &str, wanted: BTreeSet<String>, held: BTreeSet<String>, kinds: [&'static str; 2]| {
                for (kind, odd) in kinds.into_iter().zip([&wanted - &held, &held - &wanted]) {
                    found.extend(odd.into_iter().map(|what| Deviation { kind, role: role.to_owned(), what }));
                }
            };
        let granted = self.granted(&prefix).await?;
        for (group, tables) in rights::groups() {
            let role = format!("{prefix}/{group}");
            let held =
                granted.iter().filter(|(held, _)| *held == role).map(|(_, right)| shown(right)).collect();
            let wanted = rights::single(&tables).iter().map(shown).collect();
            compare(&role, wanted, held, ["missing", "beyond"]);
        }
        let (wanted, held) = self.memberships(&prefix).await?;
        let people: BTreeSet<&String> = wanted.iter().chain(&held).map(|(role, _)| role).collect();
        for role in people {
            let of = |all: &Memberships| -> BTreeSet<String> {
                all.iter().filter(|(one, _)| one == role).map(|(_, group)| group.clone()).collect()
            };
            compare(role, of(&wanted), of(&held), ["login_missing", "login_beyond"]);
        }
        // What was granted past the groups, to a person or to everybody.
        let groups: BTreeSet<String> =
            rights::groups().iter().map(|(group, _)| format!("{prefix}/{group}")).collect();
        let past = granted.iter().filter(|(role, _)| !groups.contains(role));
        let past: Vec<_> = past
            .map(|(role, right)| Deviation { kind: "beyond", role: role.clone(), what: shown(right) })
            .collect();
        found.extend(past);
        Ok(Some(found))
    }

    /// Rights that anybody of this database's roles, or everybody, was granted on its tables.
    async fn granted(&mut self, prefix: &str) -> Result<Vec<(String, Right)>> {
        let Self::Postgres(tx) = self else { return Ok(Vec::new()) };
        let sql = "with granted as (\
              select a.grantee, c.relname, '' as attname, a.privilege_type from pg_class c, aclexplode(c.relacl) a \
                where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'v') \
              union all \
              select a.grantee, c.relname, t.attname, a.privilege_type from pg_class c \
                join pg_attribute t on t.attrelid = c.oid, aclexplode(t.attacl) a \
                where c.relnamespace = current_schema()::regnamespace) \
            select coalesce(r.rolname::text, 'public'), g.relname::text, g.attname::text, lower(g.privilege_type) \
            from granted g left join pg_roles r on r.oid = g.grantee \
            where r.oid is null or starts_with(r.rolname::text, $1 || '/') or starts_with(r.rolname::text, $1 || ':')";
        let rows: Vec<(String, String, String, String)> =
            sqlx::query_as(sql).bind(prefix).fetch_all(&mut **tx).await?;
        Ok(rows.into_iter().map(|(role, table, column, kind)| (role, (table, column, kind))).collect())
    }

    /// The groups people should belong to, and do; `login` stands for the right to sign in.
    async fn memberships(&mut self, prefix: &str) -> Result<(Memberships, Memberships)> {
        let Self::Postgres(tx) = self else { return Ok(Default::default()) };
        let wanted = "select $1 || ':' || u.username_key, $1 || '/' || p.permission from app_user u \
              join user_role ur on ur.user_id = u.id join role_permission p on p.role_id = ur.role_id \
              where u.active and not u.must_replace_password \
            union select $1 || ':' || username_key, $1 || '/person' from app_user where active \
            union select $1 || ':' || username_key, 'login' from app_user where active";
        let held = "select r.rolname::text, g.rolname::text from pg_auth_members m \
              join pg_roles g on g.oid = m.roleid join pg_roles r on r.oid = m.member \
              where starts_with(r.rolname::text, $1 || ':') \
            union select rolname::text, 'login' from pg_roles where rolcanlogin and starts_with(rolname::text, $1 || ':')";
        let wanted: Vec<(String, String)> = sqlx::query_as(wanted).bind(prefix).fetch_all(&mut **tx).await?;
        let held: Vec<(String, String)> = sqlx::query_as(held).bind(prefix).fetch_all(&mut **tx).await?;
        Ok((wanted.into_iter().collect(), held.into_iter().collect()))
    }
}

/// A right as a list of deviations shows it, such as `update on quote (status)`.
fn shown((table, column, kind): &Right) -> String {
    if column.is_empty() { format!("{kind} on {table}") } else { format!("{kind} on {table} ({column})") }
}

/// Functions that policies ask.
const FOR_EVERYBODY: &str =
    "login_prefix(), login_user(), login_is_owner(), login_is_worker(), login_may(text)";

/// Makes the groups that are missing, and all rights anew.
fn grants(prefix: &str, database: &str, schema: &str, there: &BTreeSet<String>) -> String {
    let role = |group: &str| quoted(&format!("{prefix}/{group}"));
    let (person, worker) = (role(PERSON), role(WORKER));
    let (database, schema) = (quoted(database), quoted(schema));
    let mut script = Vec::new();
    for (group, tables) in rights::groups() {
        let name = role(group);
        if !there.contains(&format!("{prefix}/{group}")) {
            script.push(format!("create role {name} nologin"));
        }
        script.push(format!("revoke all on all tables in schema {schema} from {name}"));
        let granted =
            tables.iter().map(|on| format!("grant {} on {schema}.{} to {name}", on.rights, quoted(on.table)));
        script.extend(granted);
    }
    script.push(format!("revoke all on all tables in schema {schema} from public"));
    script.push(format!("revoke connect, temporary on database {database} from public"));
    script.push(format!("revoke create on schema {schema} from public"));
    script.push(format!("grant connect on database {database} to {person}, {worker}"));
    script.push(format!("grant usage on schema {schema} to {person}, {worker}"));
    script.push(format!("grant execute on function {FOR_EVERYBODY} to {person}, {worker}"));
    script.push(format!("grant execute on function set_own_login_password(text) to {person}"));
    let manage = role(crate::permission::ACCESS_MANAGE.0);
    script
        .push(format!("grant execute on function sync_logins(), set_login_password(uuid,text) to {manage}"));
    script.join(";\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sys_4_names_of_roles_fit_the_server_and_tell_databases_apart() {
        assert_eq!(prefix("retaguarda"), "retaguarda");
        let (one, other) = (prefix("story_0123456789abcdef0123"), prefix("story_0123456789abcdef0124"));
        assert_ne!(one, other);
        for prefix in [one, prefix("repartição do cadastro geral"), prefix("")] {
            assert!(!prefix.is_empty() && prefix.len() <= PREFIX_BYTES_MAX, "{prefix}");
        }
    }

    #[test]
    fn sys_4_an_address_without_a_role_is_a_door() {
        let door = |url: &str| Door::at(url).unwrap().is_some();
        assert!(door("postgres://servidor/base"));
        assert!(door("postgresql://servidor:5433/base?sslrootcert=ca@pem"));
        for named in
            ["postgres://ana@servidor/base", "postgres://servidor/base?user=ana", "sqlite:///base.db"]
        {
            assert!(!door(named), "{named}");
        }
    }
}
