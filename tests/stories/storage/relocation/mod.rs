//! Everything moved from a file to a server, and nothing lost (SYS-1). Only a file can be moved, only to a server.

mod rows;
mod trouble;

use std::sync::Arc;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use office::clock::Clock;
use office::ids::Ids;
use office::{App, AppConfig, Client};
use serde_json::{Value, json};
use stories::{PASSWORD, TestApp, fresh_postgres_database, monday_morning};
use tempfile::TempDir;

use crate::mailings::{message, queue};
use crate::merges::rows::add_row;
use crate::merges::undo::undo_request;
use crate::merges::{customer, ended, merge};

/// The password of everybody in a demo base.
const DEMO_PASSWORD: &str = "retaguarda-demo";

async fn app_at(folder: &TempDir, url: &str, clock: &Clock) -> Result<Arc<App>, office::Error> {
    let config = AppConfig {
        database_url: Some(url.to_owned()),
        data_dir: Some(folder.path().to_path_buf()),
        clock: clock.clone(),
        ids: Ids::random(),
        secrets_in_file: true,
    };
    App::open(config).await
}

async fn sign_in(app: &Arc<App>, username: &str, password: &str) -> Client {
    let client = Client::new(app.clone());
    client.call("access.sign_in", json!({ "username": username, "password": password })).await.unwrap();
    client
}

/// A demo base in a file of its own, with its administrator signed in.
async fn demo_base(customers: i64) -> TestApp {
    let folder = TempDir::new().unwrap();
    let url = format!("sqlite://{}", folder.path().join("demo.db").display());
    let clock = Clock::fixed(monday_morning());
    let app = app_at(&folder, &url, &clock).await.unwrap();
    let system = Client::system(app.clone(), "demo");
    let request = json!({ "customers": customers, "seed": 11, "today": "2026-11-23" });
    let started = system.call("demo.create", request).await.unwrap();
    assert_eq!(ended(&system, &started).await["state"], "done");
    let admin = sign_in(&app, "ana", DEMO_PASSWORD).await;
    TestApp { app, clock, folder, url, admin, door: None }
}

/// The parts of an address, as the window's form has them.
pub fn typed(url: &str) -> Value {
    let (user, rest) = url.strip_prefix("postgres://").unwrap().split_once('@').unwrap();
    let (user, password) = user.split_once(':').unwrap();
    let (host, database) = rest.split_once('/').unwrap();
    let (host, port) = host.split_once(':').unwrap();
    json!({
        "host": host, "port": port, "database": database, "own_users": false, "user": user, "password": password.replace("%20", " "),
        "certificate": "",
    })
}

/// The move of this window, once it has ended.
async fn ended_move(client: &Client) -> Value {
    let begun = Instant::now();
    loop {
        let standing = client.call("relocation.standing", json!({})).await.unwrap();
        if standing["progress"].is_null() {
            return standing;
        }
        assert!(begun.elapsed() < Duration::from_secs(120), "{standing}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

fn reason(error: &office::Error) -> String {
    error.to_json()["params"]["reason"].as_str().unwrap_or_default().to_owned()
}

/// What a full base has: sales, quotes and mail of the demo, an import, a merge, a message with a file, odd texts.
async fn full_base() -> (TestApp, Value) {
    let app = demo_base(400).await;
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/data/clientes.csv");
    let request = json!({ "target": "customers", "path": path, "sha256": null, "columns": null });
    let started = app.admin.call("imports.run", request).await.unwrap();
    assert_eq!(ended(&app.admin, &started).await["state"], "done");
    let one = customer(&app.admin, "Aparecida Gonçalves Teles", "529.982.247-25", "(19) 99812-4471").await;
    let other = customer(&app.admin, "Cida Teles", "", "(19) 99812-9999").await;
    for kind in ["receivable", "contract", "ticket"] {
        add_row(&app, kind, &other["id"]).await;
    }
    let dirty = app.folder.path().join("sujo.csv");
    std::fs::write(&dirty, "Nome;CPF\nFulana de Tal;123\n").unwrap();
    let request = json!({ "target": "customers", "path": dirty, "sha256": null, "columns": null });
    let started = app.admin.call("imports.run", request).await.unwrap();
    ended(&app.admin, &started).await;
    let account = json!({
        "version": 0, "from_name": "ACME", "from_address": "vendas@acme.com.br", "reply_to": "", "host": "127.0.0.1",
        "port": 9, "security": "none", "username": "", "password": "", "per_minute": 1, "per_day": 1, "active": false,
        "ca_pem": "",
    });
    app.admin.call("mailings.save_account", account).await.unwrap();
    let scan = app.admin.call("duplicates.scan", json!({})).await.unwrap();
    ended(&app.admin, &scan).await;
    let merged = merge(&app.admin, &[&one, &other], json!([])).await;
    queue(&app, message("1", "um@exemplo.com.br")).await;
    let odd = office::mailings::model::NewMessage {
        body_text: "\\N\t\r\n\\.\n\u{8}\u{b}\u{c} 'aspas' \"\" ã🙂".to_owned(),
        ..message("2", "dois@exemplo.com.br")
    };
    queue(&app, odd).await;
    (app, merged)
}

async fn new_quote(client: &Client) -> String {
    let query = json!({
        "text": "", "status": null, "kind": null, "segment": null, "uf": null, "overdue": false, "sort": "code",
        "descending": false, "offset": 0, "limit": 1,
    });
    let page = client.call("customers.list", query).await.unwrap();
    let quote = client.call("quotes.create", json!({ "customer_id": page["rows"][0]["id"] })).await.unwrap();
    quote["number"].as_str().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_1_everything_is_moved_and_people_work_on_at_the_server() {
    let (app, merged) = full_base().await;
    let last_quote = new_quote(&app.admin).await;
    let url = fresh_postgres_database().await;
    let before = app.admin.call("maintenance.verify", json!({})).await.unwrap();
    assert_eq!(before["integrity"], json!([]), "{before}");
    // The window's background work goes on, and rests meanwhile.
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let background = tokio::spawn(office::background::run(app.app.clone(), async {
        stopped.await.ok();
    }));
    app.admin.call("relocation.begin", typed(&url)).await.unwrap();
    let standing = ended_move(&app.admin).await;
    assert_eq!(standing["failed"], Value::Null, "{standing}");
    let done = &standing["done"];
    assert_eq!((&done["marked"], &done["remembered"]), (&json!(true), &json!(false)), "{done}");
    let moved: Vec<String> =
        done["tables"].as_array().unwrap().iter().map(|row| row["table"].as_str().unwrap().into()).collect();
    for row in done["tables"].as_array().unwrap() {
        assert_eq!(row["rows_before"], row["rows_after"], "{row}");
        assert_eq!(row["checksum_before"], row["checksum_after"], "{row}");
    }
    let empty = done["tables"].as_array().unwrap().iter().filter(|row| row["rows_before"] == 0);
    let empty: Vec<&str> = empty.map(|row| row["table"].as_str().unwrap()).collect();
    assert!(empty.len() * 3 < moved.len(), "the base says little: nothing in {empty:?}");

    // Nobody works on in the old file, here or in another program.
    let refused =
        app.admin.call("quotes.create", json!({ "customer_id": merged["merge"]["survivor"] })).await;
    assert_eq!(reason(&refused.unwrap_err()), "database_moved");
    stop.send(()).ok();
    background.await.unwrap();
    app.app.db.close().await;
    let refused = app_at(&app.folder, &app.url, &app.clock).await.unwrap_err();
    assert_eq!(reason(&refused), "database_moved");
    assert!(refused.to_json()["params"]["detail"].as_str().unwrap().contains("story_"), "{refused}");

    rows::same(&app.url, &url, &moved).await;
    rows::same_schema(&url, &fresh_migrated().await).await;
    work_on(&app, &url, &merged, &last_quote, &before).await;
}

/// The address of a base that was just made, to compare with.
async fn fresh_migrated() -> String {
    let url = fresh_postgres_database().await;
    let folder = TempDir::new().unwrap();
    let app = app_at(&folder, &url, &Clock::fixed(monday_morning())).await.unwrap();
    app.db.close().await;
    url
}

async fn work_on(story: &TestApp, url: &str, merged: &Value, last_quote: &str, before: &Value) {
    let app = app_at(&story.folder, url, &story.clock).await.unwrap();
    let admin = sign_in(&app, "ana", DEMO_PASSWORD).await;
    let number = new_quote(&admin).await;
    let next = |number: &str| number.split_once('/').unwrap().1.parse::<i64>().unwrap();
    assert_eq!(next(&number), next(last_quote) + 1, "{last_quote} then {number}");
    let undo = undo_request(&admin, merged, json!([])).await;
    admin.call("duplicates.undo", undo).await.unwrap();
    let after = admin.call("maintenance.verify", json!({})).await.unwrap();
    assert_eq!((&after["integrity"], &after["numbers"]), (&json!([]), &json!([])), "{after}");
    assert_eq!(after["audit_broken_at"], json!([]));
    assert!(after["audit_entries"].as_i64() > before["audit_entries"].as_i64());
    let search = json!({
        "text": "cida teles", "status": null, "kind": null, "segment": null, "uf": null, "overdue": false,
        "sort": "code", "descending": false, "offset": 0, "limit": 5,
    });
    assert_eq!(admin.call("customers.list", search).await.unwrap()["total"], 2);
    // What notes changed fichas goes on with numbers of its own.
    let one = customer(&admin, "Nova Pessoa", "", "(19) 99812-0001").await;
    assert!(one["code"].as_i64().unwrap() > 0);
    let outbox = json!({ "view": "all", "text": "", "customer_id": null, "offset": 0, "limit": 10 });
    let outbox = admin.call("mailings.outbox", outbox).await.unwrap();
    assert!(outbox["total"].as_i64().unwrap() >= 2);
    app.db.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_1_every_table_of_the_schema_is_moved() {
    let app = TestApp::sqlite().await;
    let url = fresh_postgres_database().await;
    app.admin.call("relocation.begin", typed(&url)).await.unwrap();
    let standing = ended_move(&app.admin).await;
    let tables = standing["done"]["tables"].as_array().unwrap_or_else(|| panic!("{standing}"));
    let mut moved: Vec<String> = tables.iter().map(|row| row["table"].as_str().unwrap().to_owned()).collect();
    moved.extend(office::db::relocate::ONLY_IN_A_FILE.iter().map(|name| (*name).to_owned()));
    moved.sort();
    assert_eq!(moved, rows::tables_of_file(&app.url).await, "a table of the file stays behind");
    moved.extend(office::db::relocate::ONLY_ON_A_SERVER.iter().map(|name| (*name).to_owned()));
    let on_server = rows::tables_of_server(&url).await;
    assert!(on_server.iter().all(|table| moved.contains(table)), "{on_server:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_1_the_choice_is_remembered_and_a_move_taken_back() {
    let folder = TempDir::new().unwrap();
    let clock = Clock::fixed(monday_morning());
    let config = AppConfig {
        database_url: None,
        data_dir: Some(folder.path().to_path_buf()),
        clock: clock.clone(),
        ids: Ids::random(),
        secrets_in_file: true,
    };
    let app = App::open(config.clone()).await.unwrap();
    let admin = Client::new(app.clone());
    let first = json!({
        "name": "Ana Administradora", "username": "ana", "password": PASSWORD,
        "company_name": "ACME Serviços Técnicos Ltda.", "company_document": "11.222.333/0001-81",
    });
    admin.call("access.create_first_administrator", first).await.unwrap();
    let url = fresh_postgres_database().await;
    let mut wrong = typed(&url);
    wrong["port"] = json!("muitas");
    let refused = admin.call("relocation.begin", wrong).await.unwrap_err();
    assert_eq!(stories::issues(&refused)["port"], "port_malformed");
    admin.call("relocation.begin", typed(&url)).await.unwrap();
    let standing = ended_move(&admin).await;
    assert_eq!(standing["done"]["remembered"], true, "{standing}");
    let kept = std::fs::read_to_string(folder.path().join("place.json")).unwrap();
    let password = typed(&url)["password"].as_str().unwrap().to_owned();
    assert!(!kept.contains(&password) && kept.contains("127.0.0.1"), "{kept}");
    app.db.close().await;
    drop((app, admin));

    // The next start opens the server by itself.
    let app = App::open(config.clone()).await.unwrap();
    assert_eq!(app.db.engine(), "postgres");
    clock.advance(TimeDelta::minutes(1));
    sign_in(&app, "ana", PASSWORD).await;
    app.db.close().await;

    // The way back, by whoever names the file.
    let file = format!("sqlite://{}", folder.path().join("retaguarda.db").display());
    let named = AppConfig { database_url: Some(file.clone()), ..config };
    let refused = App::open(named.clone()).await.unwrap_err();
    assert_eq!(reason(&refused), "database_moved");
    let place = office::relocation::back(&named).await.unwrap();
    assert!(place.contains("127.0.0.1"), "{place}");
    assert_eq!(reason(&office::relocation::back(&named).await.unwrap_err()), "relocation_not_moved");
    let app = App::open(named).await.unwrap();
    sign_in(&app, "ana", PASSWORD).await;
}
