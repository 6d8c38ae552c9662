//! `retaguarda restore`: back to a copy of an SQLite file, whatever became of the file (SYS-6). Postgres has its own tool.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use stories::TestApp;

fn command(folder: &Path, database: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_retaguarda"));
    command.args(["--database", database, "--json", "--data-dir"]).arg(folder).args(arguments);
    command.stdin(Stdio::null());
    command
}

fn retaguarda(app: &TestApp, arguments: &[&str]) -> Output {
    command(app.folder.path(), &app.url, arguments).output().unwrap()
}

fn json_of(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
}

fn reason(output: &Output) -> String {
    json_of(output)["error"]["params"]["reason"].as_str().unwrap_or_default().to_owned()
}

async fn rename_company(app: &TestApp, name: &str) {
    let mut company = app.admin.call("company.get", json!({})).await.unwrap();
    company["name"] = json!(name);
    app.admin.call("company.save", company).await.unwrap();
}

/// A base called "Depois" with a copy of when it was called "Antes"; nothing has it open.
async fn base_with_copy() -> (TestApp, PathBuf) {
    let app = TestApp::sqlite().await;
    rename_company(&app, "Antes").await;
    let copy = app.folder.path().join("copia.db");
    app.admin.call("maintenance.backup", json!({ "file": copy })).await.unwrap();
    rename_company(&app, "Depois").await;
    (app, copy)
}

/// The name in the file, as a fresh program reads it.
async fn name_in(app: &TestApp, database: &str) -> String {
    let config = office::AppConfig {
        database_url: Some(database.to_owned()),
        data_dir: Some(app.folder.path().to_path_buf()),
        ..office::AppConfig::default()
    };
    let opened = office::App::open(config).await.unwrap();
    let system = office::Client::system(opened.clone(), "story");
    let company = system.call("company.get", json!({})).await.unwrap();
    let found = system.call("maintenance.verify", json!({})).await.unwrap();
    assert_eq!(
        (&found["integrity"], &found["audit_broken_at"], &found["numbers"]),
        (&json!([]), &json!([]), &json!([]))
    );
    opened.db.close().await;
    company["name"].as_str().unwrap().to_owned()
}

/// Lets go of the file as a program does that ends.
async fn closed(app: TestApp) -> TestApp {
    app.app.db.close().await;
    let TestApp { folder, url, clock, .. } = app;
    let elsewhere = tempfile::TempDir::new().unwrap();
    let other = format!("sqlite://{}", elsewhere.path().join("other.db").display());
    let stand_in = TestApp::open_by(elsewhere, other, clock).await;
    TestApp { folder, url, ..stand_in }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_6_the_command_line_goes_back_to_a_copy_and_keeps_what_was_there() {
    let (app, copy) = base_with_copy().await;
    let copy = copy.to_str().unwrap();
    // The story's own application has the file open.
    let refused = retaguarda(&app, &["restore", copy]);
    assert_eq!(
        (refused.status.code(), reason(&refused).as_str()),
        (Some(4), "database_in_use"),
        "{refused:?}"
    );

    let app = closed(app).await;
    let done = retaguarda(&app, &["restore", copy]);
    assert_eq!(done.status.code(), Some(0), "{done:?}");
    assert_eq!(name_in(&app, &app.url).await, "Antes");
    let kept = json_of(&done)["kept_as"].as_str().unwrap().to_owned();
    assert_eq!(name_in(&app, &format!("sqlite://{kept}")).await, "Depois");

    // Also over a file that cannot be read, and where there is none.
    let file = app.folder.path().join("story.db");
    std::fs::write(&file, b"this is no database, however long one looks at it".repeat(200)).unwrap();
    let verify = retaguarda(&app, &["verify"]);
    assert_eq!((verify.status.code(), reason(&verify).as_str()), (Some(4), "database_corrupted"));
    tokio::time::sleep(Duration::from_millis(1_100)).await; // the dated name tells seconds
    assert_eq!(retaguarda(&app, &["restore", copy]).status.code(), Some(0));
    assert_eq!(name_in(&app, &app.url).await, "Antes");
    std::fs::remove_file(&file).unwrap();
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    let fresh = retaguarda(&app, &["restore", copy]);
    assert_eq!((fresh.status.code(), &json_of(&fresh)["kept_as"]), (Some(0), &json!("")), "{fresh:?}");
    assert_eq!(name_in(&app, &app.url).await, "Antes");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_6_a_copy_that_is_not_sound_changes_nothing() {
    let (app, copy) = base_with_copy().await;
    let app = closed(app).await;
    let before = std::fs::read(app.folder.path().join("story.db")).unwrap();
    let bad = |name: &str, bytes: &[u8]| {
        let path = app.folder.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        path.display().to_string()
    };
    let mut bytes = std::fs::read(&copy).unwrap();
    let letter = bad("carta.db", &b"Prezada cliente, segue a carta. ".repeat(300));
    let empty = bad("vazio.db", b"");
    let middle = bytes.len() / 2;
    bytes[middle..middle + 8_192].fill(0xff);
    let damaged = bad("estragada.db", &bytes);
    for (file, expected) in [
        (letter.as_str(), "copy_damaged"),
        (&empty, "copy_of_nothing"),
        (&damaged, "copy_damaged"),
        ("/nao/existe.db", "copy_missing"),
    ] {
        let refused = retaguarda(&app, &["restore", file]);
        assert_eq!((refused.status.code(), reason(&refused).as_str()), (Some(4), expected), "{refused:?}");
    }
    assert_eq!(std::fs::read(app.folder.path().join("story.db")).unwrap(), before);
    let left = std::fs::read_dir(app.folder.path()).unwrap();
    let left: Vec<_> = left.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    assert!(!left.iter().any(|name| name.contains("incoming") || name.contains("restoring")), "{left:?}");
    let server =
        command(app.folder.path(), "postgres://ana@127.0.0.1:1/x", &["restore", "x.db"]).output().unwrap();
    assert_eq!(reason(&server), "restore_by_server");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_6_a_restore_killed_at_any_moment_leaves_one_whole_base() {
    let (app, copy) = base_with_copy().await;
    let app = closed(app).await;
    let mut restored = 0;
    for milliseconds in [5, 20, 40, 60, 80, 110, 150, 250] {
        let mut child: Child = command(app.folder.path(), &app.url, &["restore", copy.to_str().unwrap()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        tokio::time::sleep(Duration::from_millis(milliseconds)).await;
        child.kill().ok();
        child.wait().unwrap();
        match name_in(&app, &app.url).await.as_str() {
            "Antes" => restored += 1,
            "Depois" => {}
            other => panic!("{other}"),
        }
    }
    println!("{restored} of 8 kills came after the exchange");
    tokio::time::sleep(Duration::from_millis(1_100)).await; // the dated name tells seconds
    assert_eq!(retaguarda(&app, &["restore", copy.to_str().unwrap()]).status.code(), Some(0));
    assert_eq!(name_in(&app, &app.url).await, "Antes");
}
