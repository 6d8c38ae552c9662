//! Where the data are, asked before there is any base (SYS-1): what is found at a folder and at a server, what is
//! remembered, and what is opened then.

use std::sync::Arc;

use office::ids::Ids;
use office::setup::doors;
use office::{App, AppConfig, Client, Error};
use serde_json::{Value, json};
use stories::{PASSWORD, TestApp, fresh_postgres_database, issues};
use tempfile::TempDir;

use super::reason;
use super::relocation::typed;

/// An installation that was started without an address.
fn undecided(folder: &TempDir) -> AppConfig {
    AppConfig {
        database_url: None,
        data_dir: Some(folder.path().to_path_buf()),
        ids: Ids::random(),
        secrets_in_file: true,
        ..AppConfig::default()
    }
}

async fn ask(config: &AppConfig, door: &str, request: Value) -> Result<Value, Error> {
    doors::call(config, door, request).await
}

fn with(mut server: Value, field: &str, value: Value) -> Value {
    server[field] = value;
    server
}

async fn opened(config: &AppConfig) -> Arc<App> {
    App::open(config.clone()).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_1_a_folder_is_looked_at_before_it_is_used_and_remembered() {
    let folder = TempDir::new().unwrap();
    let config = undecided(&folder);
    assert!(!doors::is_known(&config).unwrap());
    let place = |name: &str| json!({ "folder": folder.path().join(name).display().to_string() });
    std::fs::create_dir(folder.path().join("outro")).unwrap();
    std::fs::write(folder.path().join("outro/retaguarda.db"), "uma carta").unwrap();
    for (request, finding) in [
        (json!({ "folder": "dados" }), "not_absolute"),
        (place("não há/dados"), "missing"),
        (place("outro"), "not_ours"),
        (place("dados"), "free"),
    ] {
        let seen = ask(&config, "check_folder", request.clone()).await.unwrap();
        assert_eq!(seen["finding"], finding, "{request}");
    }
    assert!(!folder.path().join("dados").exists(), "looking makes nothing");
    let used = ask(&config, "use_folder", place("outro")).await.unwrap();
    assert_eq!(used["finding"], "not_ours");
    assert!(!doors::is_known(&config).unwrap(), "what cannot be used is not remembered");

    ask(&config, "use_folder", place("dados")).await.unwrap();
    assert!(doors::is_known(&config).unwrap());
    let app = opened(&config).await;
    assert!(app.db.label().ends_with("dados/retaguarda.db"), "{}", app.db.label());
    let seen = ask(&config, "check_folder", place("dados")).await.unwrap();
    assert_eq!(seen["finding"], "ours");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_1_a_server_is_tried_before_it_is_used_and_its_password_is_not_in_the_file() {
    let folder = TempDir::new().unwrap();
    let config = undecided(&folder);
    let server = typed(&fresh_postgres_database().await);
    for (field, value, why) in [
        ("password", json!("errada"), "database_sign_in_refused"),
        ("database", json!("nenhuma"), "database_missing"),
        ("port", json!("1"), "database_unreachable"),
    ] {
        let refused = ask(&config, "use_server", with(server.clone(), field, value)).await.unwrap_err();
        assert_eq!(reason(&refused), why, "{field}");
    }
    let nobody = with(server.clone(), "user", json!(" "));
    let refused = ask(&config, "check_server", nobody).await.unwrap_err();
    assert_eq!(issues(&refused)["user"], "required");
    assert!(!doors::is_known(&config).unwrap());

    let seen = ask(&config, "use_server", server.clone()).await.unwrap();
    assert_eq!(
        (&seen["holds"], &seen["fits"], &seen["in_use"]),
        (&json!("nothing"), &json!(true), &json!(false))
    );
    let kept = std::fs::read_to_string(folder.path().join("place.json")).unwrap();
    assert!(!kept.contains(server["password"].as_str().unwrap()), "{kept}");
    assert_eq!(opened(&config).await.db.engine(), "postgres");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_4_a_computer_of_a_base_with_roles_keeps_nobodys_name_or_password() {
    let story = TestApp::by_role().await;
    let folder = TempDir::new().unwrap();
    let config = undecided(&folder);
    let server = with(typed(&story.url), "own_users", json!(true));
    let closed = with(server.clone(), "port", json!("1"));
    let refused = ask(&config, "check_server", closed).await.unwrap_err();
    assert_eq!(reason(&refused), "database_unreachable");
    let seen = ask(&config, "use_server", server.clone()).await.unwrap();
    assert_eq!((&seen["holds"], &seen["fits"]), (&json!("unseen"), &json!(true)));
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let kept = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        assert!(!kept.contains(server["password"].as_str().unwrap()), "{kept}");
        assert!(!kept.contains(r#""user": "postgres""#), "{kept}");
    }
    let app = opened(&config).await;
    assert!(app.is_at_the_door());
    let window = Client::new(app);
    let wrong = json!({ "username": "ana", "password": "uma senha errada" });
    assert_eq!(window.call("access.sign_in", wrong).await.unwrap_err().code(), "unauthenticated");
    window.call("access.sign_in", json!({ "username": "ana", "password": PASSWORD })).await.unwrap();
    window.call("company.get", json!({})).await.unwrap();
}
