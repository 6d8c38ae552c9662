//! The database under hard conditions: two desktops at once, a newer or damaged file, a server that goes away.
//!
//! Some of these concern one engine alone: only a file can be damaged by hand, only a server can be stopped. So do those
//! in the folder of this name.

mod login_roles;
mod relocation;
mod rights;
mod server_tls;
mod setup;
mod stopped_server;

use std::path::Path;

use office::{App, AppConfig, Client, Error};
use serde_json::json;
use sqlx::{AssertSqlSafe, ConnectOptions, Executor};
use stories::{TestApp, story};
use tempfile::TempDir;

async fn open(url: &str, folder: &TempDir) -> Result<std::sync::Arc<App>, Error> {
    let config = AppConfig {
        database_url: Some(url.to_owned()),
        data_dir: Some(folder.path().to_path_buf()),
        ..AppConfig::default()
    };
    App::open(config).await
}

fn reason(error: &Error) -> String {
    error.to_json()["params"]["reason"].as_str().unwrap_or_default().to_owned()
}

/// Runs a statement past the application.
async fn run(app: &App, sql: &str) {
    let mut tx = app.db.begin_write().await.unwrap();
    match &mut tx {
        office::db::Tx::Sqlite(tx, _) => drop(tx.execute(AssertSqlSafe(sql.to_owned())).await.unwrap()),
        office::db::Tx::Postgres(tx) => drop(tx.execute(AssertSqlSafe(sql.to_owned())).await.unwrap()),
    }
    tx.commit().await.unwrap();
}

story!(
    async fn a_database_newer_than_the_program_is_refused(app: TestApp) {
        run(&app.app, "insert into schema_migration (version, name, applied_at) values (999, 'x', '2030-01-01 00:00:00+00:00')").await;
        let refused = open(&app.url, &app.folder).await.unwrap_err();
        assert_eq!(reason(&refused), "database_newer");
    }
);

/// What takes back the tables, indexes, columns, triggers and permissions of the later steps of the schema, the last one first.
fn undoing_steps_after(version: usize, sqlite: bool) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migrations");
    let mut steps: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    steps.sort();
    let mut undo = Vec::new();
    for step in steps.iter().skip(version) {
        let own = if sqlite { "sqlite.sql" } else { "postgres.sql" };
        let files = ["shared.sql", own].map(|file| std::fs::read_to_string(step.join(file)).unwrap());
        for line in files.iter().flat_map(|text| text.lines()) {
            let words: Vec<_> = line.split_whitespace().collect();
            match words[..] {
                ["create", "table", name, ..] => undo.push(format!("drop table {name}")),
                ["create", "index", name, ..] | ["create", "unique", "index", name, ..] => {
                    undo.push(format!("drop index if exists {name}"));
                }
                ["alter", "table", table, "add", "column", column, ..] => {
                    undo.push(format!("alter table {table} drop column {column}"));
                }
                ["create", "trigger", name, ..] if sqlite => {
                    undo.push(format!("drop trigger if exists {name}"))
                }
                ["create", "trigger", name, .., "on", table] => {
                    undo.push(format!("drop trigger if exists {name} on {table}"));
                }
                ["create", "policy", name, "on", table, ..] => {
                    undo.push(format!("drop policy {name} on {table}"));
                }
                ["create", "function", function, ..] => undo.push(format!("drop function {function}")),
                ["select", "id," | "role_id,", permission, "from", ..] => {
                    let permission = permission.trim_end_matches(',');
                    undo.push(format!("delete from role_permission where permission = {permission}"));
                }
                _ => {}
            }
        }
    }
    undo.reverse();
    undo
}

story!(
    async fn sys_7_a_base_of_an_older_program_gets_the_folded_names_of_its_cities(app: TestApp) {
        for (name, city) in [("Ana", "Zacarias"), ("Bia", "Águas de Lindóia"), ("Cia", "Adamantina")] {
            let address = json!({
                "street": "Rua A", "number": "1", "complement": "", "district": "", "city": city, "uf": "SP",
                "cep": "13940-000",
            });
            let input = json!({
                "code": null, "kind": "person", "name": name, "trade_name": "", "document": "", "birth_date": "",
                "mother_name": "", "contact_name": "", "segment": "retail", "responsible_id": null,
                "contact_points": [], "addresses": [address],
            });
            app.admin.call("customers.create", input).await.unwrap();
        }
        // As the step before this one had left it.
        for undo in undoing_steps_after(9, app.url.starts_with("sqlite")) {
            run(&app.app, &undo).await;
        }
        for undo in [
            "drop index if exists address_city",
            "drop index receivable_open",
            "alter table address drop column city_key",
            "delete from schema_migration where version >= 9",
        ] {
            run(&app.app, undo).await;
        }
        open(&app.url, &app.folder).await.unwrap();
        let request = json!({
            "text": "", "status": null, "kind": null, "segment": null, "uf": null, "overdue": false, "sort": "city",
            "descending": false, "offset": 0, "limit": 10,
        });
        let list = app.admin.call("customers.list", request).await.unwrap();
        let cities: Vec<_> = list["rows"].as_array().unwrap().iter().map(|row| row["city"].clone()).collect();
        assert_eq!(cities, ["Adamantina", "Águas de Lindóia", "Zacarias"]);
    }
);

story!(
    async fn sys_1_two_desktops_may_start_at_once(app: TestApp) {
        // Back to an empty database: the next to open it has to migrate.
        let url = stories::another_database(&app).await;
        let starts = (0..4).map(|_| {
            let (url, folder) = (url.clone(), TempDir::new().unwrap());
            tokio::spawn(async move { open(&url, &folder).await.map(|_| folder) })
        });
        for start in starts.collect::<Vec<_>>() {
            start.await.unwrap().unwrap();
        }
    }
);

#[tokio::test]
async fn a_damaged_file_is_told_as_such_and_left_alone() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("damaged.db");
    std::fs::write(&file, b"this is no database, however long one looks at it".repeat(200)).unwrap();
    let before = std::fs::read(&file).unwrap();
    let refused = open(&format!("sqlite://{}", file.display()), &folder).await.unwrap_err();
    assert_eq!(reason(&refused), "database_corrupted");
    assert_eq!(std::fs::read(&file).unwrap(), before);
}

/// The address of the story's database for another role of the server (`name:password`).
fn as_role(url: &str, role: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap();
    let (_, place) = rest.split_once('@').unwrap();
    format!("{scheme}://{role}@{place}")
}

#[tokio::test]
async fn a_server_that_refuses_the_person_or_grants_no_rights_says_which() {
    let story = TestApp::postgres().await;
    let role = format!("guest_{}", uuid::Uuid::new_v4().simple());
    let address = as_role(&story.url, &format!("{role}:guest"));
    let stranger = open(&address, &story.folder).await.unwrap_err();
    assert_eq!(reason(&stranger), "database_sign_in_refused");
    stories::run_sql(&story, format!("create role {role} login password 'guest'")).await;
    let guest = open(&address, &story.folder).await.unwrap_err();
    stories::run_sql(&story, format!("drop role {role}")).await;
    assert_eq!(reason(&guest), "database_forbidden");
    let missing = open(&format!("{}_missing", story.url), &story.folder).await.unwrap_err();
    assert_eq!(reason(&missing), "database_missing");
}

#[tokio::test]
async fn a_page_damaged_in_the_middle_is_found_by_the_check() {
    let story = TestApp::sqlite().await;
    story.app.db.close().await;
    let file = story.folder.path().join("story.db");
    let mut bytes = std::fs::read(&file).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8192].fill(0xff);
    std::fs::write(&file, bytes).unwrap();
    let found = match open(&story.url, &story.folder).await {
        Ok(app) => app.db.integrity_problems().await,
        Err(error) => Err(error),
    };
    match found {
        Ok(problems) => assert!(!problems.is_empty()),
        Err(error) => assert_eq!(reason(&error), "database_corrupted"),
    }
}

#[tokio::test]
async fn an_address_that_is_none_says_which_there_are() {
    let folder = TempDir::new().unwrap();
    assert_eq!(reason(&open("mysql://x/y", &folder).await.unwrap_err()), "database_url");
    let missing = "postgres://nobody@127.0.0.1:1/nothing";
    assert_eq!(reason(&open(missing, &folder).await.unwrap_err()), "database_unreachable");
}

#[tokio::test]
async fn the_bundled_engine_is_without_the_known_corruption_bug() {
    let story = TestApp::sqlite().await;
    let version = story.app.db.sqlite_version().await.unwrap().unwrap();
    let parts: Vec<u32> = version.split('.').map(|part| part.parse().unwrap()).collect();
    assert!((parts[0], parts[1], parts[2]) >= office::db::SQLITE_AT_LEAST, "{version}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_stopped_in_mid_command_leaves_nothing_half_done() {
    let story = TestApp::postgres().await;
    let server = std::env::var("RETAGUARDA_TEST_POSTGRES").unwrap();
    let mut killer = server.parse::<sqlx::postgres::PgConnectOptions>().unwrap().connect().await.unwrap();
    let (_, database) = story.url.rsplit_once('/').unwrap();
    let kill = format!(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}' and pid <> pg_backend_pid()"
    );
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let killing = tokio::spawn({
        let stop = stop.clone();
        async move {
            let mut kills = 0;
            while !stop.load(std::sync::atomic::Ordering::Relaxed) {
                tokio::time::sleep(std::time::Duration::from_millis(23)).await;
                killer.execute(AssertSqlSafe(kill.clone())).await.unwrap();
                kills += 1;
            }
            kills
        }
    });
    let (mut saved, mut lost) = (0, 0);
    for round in 0..120 {
        let Ok(mut company) = story.admin.call("company.get", json!({})).await else {
            lost += 1;
            continue;
        };
        company["street"] = json!(format!("Rua {round}"));
        match story.admin.call("company.save", company).await {
            Ok(_) => saved += 1,
            Err(error) => {
                assert_eq!(reason(&error), "database_unreachable", "{error:?}");
                lost += 1;
            }
        }
    }
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    assert!(killing.await.unwrap() > 3);
    assert!(saved > 0 && lost > 0, "saved {saved}, lost {lost}");
    // What was reported as saved is there, every audit entry belongs to one saved change, the chain holds.
    let mut tx = loop {
        if let Ok(tx) = story.app.db.begin_read().await {
            break tx;
        }
    };
    let verdict = office::audit::verify(&mut tx).await.unwrap();
    assert!(verdict.broken_at.is_empty());
    let company = story.admin.call("company.get", json!({})).await.unwrap();
    let version = company["version"].as_i64().unwrap();
    // A commit whose confirmation was lost counts as lost for the caller, yet stands: hence at least.
    assert!(version > saved && version <= saved + lost + 1, "version {version}, saved {saved}, lost {lost}");
}

story!(
    async fn sys_6_a_backup_opens_as_a_database_of_its_own(app: TestApp) {
        let file = app.folder.path().join("copy.db");
        match app.app.db.backup_to(&file).await {
            Ok(()) => {
                let copy =
                    open(&format!("sqlite://{}", file.display()), &TempDir::new().unwrap()).await.unwrap();
                let door = Client::new(copy);
                assert_eq!(door.call("app.status", json!({})).await.unwrap()["state"], "signed_out");
                let again = app.app.db.backup_to(&file).await.unwrap_err();
                assert_eq!(reason(&again), "file_exists");
            }
            Err(error) => {
                assert_eq!(app.app.db.engine(), "postgres");
                assert_eq!(reason(&error), "backup_needs_pg_dump");
            }
        }
    }
);

#[tokio::test]
async fn sys_1_a_lost_server_is_told_and_so_is_its_return() {
    let story = TestApp::postgres().await;
    let mut changes = story.app.changes.subscribe();
    let hearing = tokio::spawn(office::changes::run(story.app.clone()));
    let (_, database) = story.url.rsplit_once('/').unwrap();
    let listeners = format!(
        "select pg_terminate_backend(pid) from pg_stat_activity where datname = '{database}' and query like 'LISTEN%'"
    );
    let mut heard = Vec::new();
    while heard.len() < 2 {
        // Also the connection that ends the others may be ended by a listener that is just coming back.
        stories::try_sql(&story, listeners.clone()).await.ok();
        while let Ok(Ok(change)) =
            tokio::time::timeout(std::time::Duration::from_millis(200), changes.recv()).await
        {
            heard.push(format!("{change:?}"));
        }
    }
    assert_eq!(heard[..2], ["Lost", "Back"]);
    hearing.abort();
}
