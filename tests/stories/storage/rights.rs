//! What each starting role may do at the server, tried statement by statement past the application (decision 13).

use std::collections::{BTreeMap, BTreeSet};

use office::db::rights::{self, Right};
use office::permission::STARTING_ROLES;
use serde_json::json;
use sqlx::{AssertSqlSafe, Executor, PgConnection};
use stories::{PASSWORD, TestApp};

use super::login_roles::{connect, role_of};

/// Whether the server says that the right is missing. A row that a policy keeps out is somebody else's, not a missing right.
async fn denied(connection: &mut PgConnection, sql: &str) -> bool {
    let told = connection.execute(sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))).await;
    let Err(error) = told else { return false };
    let error = error.as_database_error().unwrap_or_else(|| panic!("{sql}: {error}"));
    error.code().as_deref() == Some("42501") && !error.message().contains("row-level security")
}

/// Every table with its columns, as the server has them.
async fn tables(story: &TestApp) -> BTreeMap<String, Vec<String>> {
    let mut tx = story.app.db.begin_read().await.unwrap();
    let office::db::Tx::Postgres(postgres) = &mut tx else { panic!("no server") };
    let sql = "select c.relname::text, a.attname::text from pg_class c join pg_attribute a on a.attrelid = c.oid \
        where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p', 'v', 'm') \
        and a.attnum > 0 and not a.attisdropped order by 1, 2";
    let rows: Vec<(String, String)> = sqlx::query_as(sql).fetch_all(&mut **postgres).await.unwrap();
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    rows.into_iter().for_each(|(table, column)| found.entry(table).or_default().push(column));
    found
}

/// Statements on one table, each with whether these rights allow it.
fn on_table(table: &str, columns: &[String], may: &BTreeSet<Right>) -> Vec<(String, bool)> {
    let holds =
        |column: &str, kind: &str| may.contains(&(table.to_owned(), column.to_owned(), kind.to_owned()));
    let on = |column: &str, kind: &str| holds("", kind) || holds(column, kind);
    let mut tried = vec![
        (format!("select * from {table} limit 1"), columns.iter().all(|column| on(column, "select"))),
        (format!("insert into {table} default values"), holds("", "insert")),
        (format!("delete from {table} where false"), holds("", "delete")),
        (format!("truncate {table} cascade"), false),
        (format!("drop table {table} cascade"), false),
        (format!("alter table {table} add column spare text"), false),
        (format!("alter table {table} disable row level security"), false),
        (format!("alter table {table} disable trigger all"), false),
        (format!("create index on {table} ({})", columns[0]), false),
    ];
    for column in columns {
        tried.push((format!("select {column} from {table} limit 1"), on(column, "select")));
        tried.push((format!("update {table} set {column} = default where false"), on(column, "update")));
    }
    tried
}

/// What nobody may do, whatever their permissions.
fn never(story: &TestApp, other: &str) -> Vec<String> {
    let (_, database) = story.url.rsplit_once('/').unwrap();
    let sql = [
        "create table mine (id bigint)",
        "create temporary table mine (id bigint)",
        "create schema mine",
        "create role mine login",
        "create function mine() returns bigint language sql as 'select 1'",
        "create or replace function login_may(text) returns boolean language sql as 'select true'",
        "create extension citext",
        "create policy mine on app_user using (true)",
        "create trigger mine before insert on audit_entry for each row execute function refuse_change()",
        "alter role current_user createrole",
        "select pg_read_file('/etc/passwd')",
        "copy company to program 'cat'",
        "select rolpassword from pg_authid",
        "select sync_one_login(id) from app_user",
        "select keep_login_password('postgres', '')",
        "select end_connections('postgres')",
        "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'postgres'",
        "set session_replication_role = replica",
        "set session authorization postgres",
        "set role postgres",
        "insert into login_role (user_id, name) select id, session_user from app_user",
        "lock table audit_head in access exclusive mode",
    ];
    let mut all: Vec<String> = sql.iter().map(|sql| (*sql).to_owned()).collect();
    all.push(format!("set role \"{other}\""));
    all.push(format!("alter role \"{other}\" password 'minha agora'"));
    all.push(format!("grant \"{other}\" to current_user"));
    all.push(format!("alter database {database} set search_path = mine"));
    all
}

/// Tries each statement and takes it back; gives how many, and those that did not end as they should.
async fn try_all(
    mut connection: PgConnection,
    who: &str,
    statements: Vec<(String, bool)>,
) -> (usize, Vec<String>) {
    let tried = statements.len();
    let mut wrong = Vec::new();
    for (sql, allowed) in statements {
        if denied(&mut connection, &format!("{sql}; rollback")).await == allowed {
            wrong.push(format!("{who}: {sql} should {}", if allowed { "work" } else { "be refused" }));
        }
    }
    (tried, wrong)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_4_with_psql_a_person_can_do_no_more_than_in_the_window() {
    let story = TestApp::by_role().await;
    let tables = tables(&story).await;
    assert!(tables.len() > 70, "only {} tables", tables.len());
    let other = role_of(&story, "ana").await;
    let mut trying = Vec::new();
    for (letter, (key, name, _, permissions)) in ('a'..).zip(STARTING_ROLES) {
        story.person(&format!("Pessoa {letter}"), key).await;
        let role = role_of(&story, &format!("pessoa.{letter}")).await;
        let connection = connect(&story, &role, PASSWORD).await.unwrap();
        let held = permissions.iter().map(|permission| permission.0).chain([rights::PERSON]);
        let may = rights::of(&held.map(str::to_owned).collect());
        let mut statements: Vec<(String, bool)> =
            tables.iter().flat_map(|(table, columns)| on_table(table, columns, &may)).collect();
        statements.extend(never(&story, &other).into_iter().map(|sql| (sql, false)));
        let manages = permissions.contains(&office::permission::ACCESS_MANAGE);
        statements.push(("select sync_logins()".to_owned(), manages));
        trying.push(tokio::spawn(try_all(connection, name, statements)));
    }
    let (mut tried, mut wrong) = (0, Vec::new());
    for one in trying {
        let (count, mut found) = one.await.unwrap();
        tried += count;
        wrong.append(&mut found);
    }
    assert!(wrong.is_empty(), "{} of {tried}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(tried > 6_000, "only {tried} statements were tried");
    let owner = office::Client::system(story.app.clone(), "story");
    let found = owner.call("access.check_logins", json!({})).await.unwrap();
    assert_eq!(found["deviations"], json!([]));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_4_rows_of_others_are_out_of_reach_where_only_ones_own_are_ones_business() {
    let story = TestApp::by_role().await;
    let _seller = story.person("Caio Menezes", "commercial").await;
    let mut connection = connect(&story, &role_of(&story, "caio.menezes").await, PASSWORD).await.unwrap();
    // One's own name changes; somebody else's is not there for one.
    let renamed = "update app_user set name = 'Outro Nome', version = version + 1";
    assert_eq!(connection.execute(renamed).await.unwrap().rows_affected(), 1);
    let own = connection.execute("update session set ended_by = 'ninguém'").await.unwrap().rows_affected();
    assert_eq!(own, 1, "the administrator's sessions are not there either");
    // Nobody writes in somebody else's name.
    let forged = "insert into audit_entry (seq, at, actor_id, actor_name, command, entity, entity_id, hash) \
        select 999999, now(), id, name, 'x', 'x', 'x', 'x' from app_user where username = 'ana'";
    let refused = connection.execute(forged).await.unwrap_err().to_string();
    assert!(refused.contains("row-level security"), "{refused}");
    let forged = "insert into session (id, user_id, started_at) \
        select gen_random_uuid(), id, now() from app_user where username = 'ana'";
    let refused = connection.execute(forged).await.unwrap_err().to_string();
    assert!(refused.contains("row-level security"), "{refused}");
    for append_only in ["audit_entry", "activity", "opt_out"] {
        for sql in [format!("delete from {append_only}"), format!("update {append_only} set at = now()")] {
            assert!(denied(&mut connection, &sql).await, "{sql}");
        }
    }
}
