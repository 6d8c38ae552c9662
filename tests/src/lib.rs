//! The harness of the stories: an application with a clock moved by hand, on either engine.
//!
//! `story!` runs each story on both. Postgres is the one `scripts/with-postgres` starts; a story that does not
//! find it fails, it is never left out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

pub mod people;
pub mod server;
pub mod smtp;

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, TimeZone, Utc};
use office::clock::Clock;
use office::db::Db;
use office::ids::Ids;
use office::{App, AppConfig, Client, Error};
use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
use tempfile::TempDir;
use tokio::sync::OnceCell;

/// The password of everybody in the stories.
pub const PASSWORD: &str = "uma senha comprida";

/// Monday, 23 November 2026, 09:00 in São Paulo.
pub fn monday_morning() -> DateTime<Utc> {
    Utc.with_ymd_and_hms(2026, 11, 23, 12, 0, 0).unwrap()
}

/// Declares a story that runs on both engines:
/// `story!(async fn reg_3_two_people_never_review_the_same_sale(app: TestApp) { … });`
#[macro_export]
macro_rules! story {
    ($(#[$meta:meta])* async fn $name:ident($app:ident: TestApp) $body:block) => {
        pub(crate) mod $name {
            #[allow(unused_imports)]
            use super::*;

            pub(crate) async fn tell($app: $crate::TestApp) $body

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_sqlite() {
                tell($crate::TestApp::sqlite().await).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn on_postgres() {
                tell($crate::TestApp::postgres().await).await;
            }
        }
    };
}

/// An application of its own for one story.
pub struct TestApp {
    /// The application.
    pub app: Arc<App>,
    /// Its clock.
    pub clock: Clock,
    /// Where it keeps its files.
    pub folder: TempDir,
    /// The address of its database, for a second process.
    pub url: String,
    /// The administrator's window.
    pub admin: Client,
    /// What windows open where each person signs in by a role of their own.
    pub door: Option<Arc<App>>,
}

impl TestApp {
    /// On a fresh SQLite file, with an administrator.
    pub async fn sqlite() -> Self {
        let folder = TempDir::new().unwrap();
        let url = format!("sqlite://{}", folder.path().join("story.db").display());
        Self::open(folder, url).await
    }

    /// On a fresh Postgres database, with an administrator. With `RETAGUARDA_STORIES_BY_ROLE` every story is told by
    /// people with roles of their own: whatever right is missing shows.
    pub async fn postgres() -> Self {
        if std::env::var_os("RETAGUARDA_STORIES_BY_ROLE").is_some() {
            return Self::by_role().await;
        }
        Self::sharing_a_role().await
    }

    /// On a fresh Postgres database where people share the owner's role.
    pub async fn sharing_a_role() -> Self {
        let url = migrated_postgres_database().await;
        Self::open(TempDir::new().unwrap(), url).await
    }

    /// On a fresh Postgres database where each person signs in by a role of their own. The application is the owner's;
    /// windows are people's.
    pub async fn by_role() -> Self {
        let mut story = Self::sharing_a_role().await;
        let made = Client::system(story.app.clone(), "story").call("access.enable_logins", json!({})).await;
        let password = made.unwrap()["people"][0]["password"].clone();
        story.door = Some(story.at_the_door().await);
        story.admin = story.window();
        let sign_in = json!({ "username": "ana", "password": password });
        story.admin.call("access.sign_in", sign_in).await.unwrap();
        let change = json!({ "current": "", "new": PASSWORD });
        story.admin.call("access.change_password", change).await.unwrap();
        story
    }

    /// A program that was given the server's address without a role.
    pub async fn at_the_door(&self) -> Arc<App> {
        let (_, place) = self.url.split_once('@').unwrap();
        let config = AppConfig {
            database_url: Some(format!("postgres://{place}")),
            data_dir: Some(self.folder.path().to_path_buf()),
            clock: self.clock.clone(),
            ids: Ids::random(),
            secrets_in_file: true,
        };
        App::open(config).await.unwrap()
    }

    /// A window nobody has signed in to yet.
    pub fn window(&self) -> Client {
        Client::new(self.door.as_ref().unwrap_or(&self.app).clone())
    }

    async fn open(folder: TempDir, url: String) -> Self {
        Self::open_by(folder, url, Clock::fixed(monday_morning())).await
    }

    /// By another clock, with an administrator.
    pub async fn open_by(folder: TempDir, url: String, clock: Clock) -> Self {
        let config = AppConfig {
            database_url: Some(url.clone()),
            data_dir: Some(folder.path().to_path_buf()),
            clock: clock.clone(),
            ids: Ids::random(),
            secrets_in_file: true,
        };
        let app = App::open(config).await.unwrap();
        let admin = Client::new(app.clone());
        admin
            .call(
                "access.create_first_administrator",
                json!({
                    "name": "Ana Administradora", "username": "ana", "password": PASSWORD,
                    "company_name": "ACME Serviços Técnicos Ltda.", "company_document": "11.222.333/0001-81",
                }),
            )
            .await
            .unwrap();
        Self { app, clock, folder, url, admin, door: None }
    }

    /// A signed-in window of a new person with one role, such as `commercial`.
    pub async fn person(&self, name: &str, role: &str) -> Client {
        let roles: Value = self.admin.call("access.roles", json!({})).await.unwrap();
        let role_id =
            roles.as_array().unwrap().iter().find(|known| known["key"] == role).expect("a role")["id"]
                .clone();
        let username = brazil::text::fold(name).replace(' ', ".");
        let user = json!({
            "id": null, "version": 0, "username": username, "name": name, "email": "", "active": true,
            "role_ids": [role_id], "password": PASSWORD,
        });
        // A password that the program itself gives need not be replaced first.
        Client::system(self.app.clone(), "story").call("access.save_user", user).await.unwrap();
        self.sign_in(&username).await
    }

    /// A signed-in window of a person who exists.
    pub async fn sign_in(&self, username: &str) -> Client {
        let client = self.window();
        client.call("access.sign_in", json!({ "username": username, "password": PASSWORD })).await.unwrap();
        client
    }

    /// A second process on the same database, with the same clock.
    pub async fn second_process(&self) -> Arc<App> {
        let config = AppConfig {
            database_url: Some(self.url.clone()),
            data_dir: Some(self.folder.path().to_path_buf()),
            clock: self.clock.clone(),
            ids: Ids::random(),
            secrets_in_file: true,
        };
        App::open(config).await.unwrap()
    }
}

/// The address of an empty database on the same engine as the story's.
pub async fn another_database(story: &TestApp) -> String {
    if story.url.starts_with("sqlite") {
        let name = format!("another-{}.db", uuid::Uuid::new_v4().simple());
        format!("sqlite://{}", story.folder.path().join(name).display())
    } else {
        fresh_postgres_database().await
    }
}

/// Runs a statement past the application, for what no command makes yet.
pub async fn run_sql(story: &TestApp, sql: String) {
    try_sql(story, sql).await.unwrap();
}

/// Like [`run_sql`]; gives the engine's objection.
pub async fn try_sql(story: &TestApp, sql: String) -> Result<(), String> {
    let mut tx = story.app.db.begin_write().await.unwrap();
    let done = match &mut tx {
        office::db::Tx::Sqlite(tx, _) => tx.execute(AssertSqlSafe(sql)).await.map(drop),
        office::db::Tx::Postgres(tx) => tx.execute(AssertSqlSafe(sql)).await.map(drop),
    };
    done.map_err(|error| error.to_string())?;
    tx.commit().await.map_err(|error| error.to_string())
}

/// The codes of the wrong fields, by field.
pub fn issues(error: &Error) -> BTreeMap<String, String> {
    error.issues().iter().map(|issue| (issue.field.clone(), issue.code.clone())).collect()
}

/// Registers a customer; where other fichas have the document already, as somebody who saw them and goes on.
pub async fn registered(client: &Client, mut input: Value) -> Value {
    let refused = match client.call("customers.create", input.clone()).await {
        Ok(made) => return made,
        Err(refused) => refused,
    };
    let seen: Vec<String> =
        refused.issues().iter().filter_map(|issue| issue.params.get("id").cloned()).collect();
    assert!(!seen.is_empty(), "{refused:?}");
    input["accepted_suspects"] = json!(seen);
    client.call("customers.create", input).await.unwrap()
}

/// How many statements bring rows into a database of the test server at the moment, and how many tables it has.
pub async fn seen_on_server(url: &str) -> (i64, i64) {
    let options: sqlx::postgres::PgConnectOptions = url.parse().unwrap();
    let mut connection = options.connect().await.unwrap();
    let sql = "select (select count(*) from pg_stat_activity where datname = current_database() \
          and query ilike 'copy%from stdin%' and state = 'active'), \
        (select count(*) from pg_tables where schemaname = 'public')";
    let seen = sqlx::query_as(sql).fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    seen
}

/// An empty database on the test server.
pub async fn fresh_postgres_database() -> String {
    create_postgres_database("template0").await
}

/// A database on the test server with today's tables, copied: making them takes longer than most stories.
pub async fn migrated_postgres_database() -> String {
    static TEMPLATE: OnceCell<String> = OnceCell::const_new();
    let template = TEMPLATE.get_or_init(|| async {
        let url = fresh_postgres_database().await;
        let db = Db::open(&url).await.unwrap();
        db.migrate(monday_morning()).await.unwrap();
        db.close().await;
        url.rsplit('/').next().unwrap().to_owned()
    });
    create_postgres_database(template.await).await
}

async fn create_postgres_database(template: &str) -> String {
    let server = std::env::var("RETAGUARDA_TEST_POSTGRES")
        .expect("RETAGUARDA_TEST_POSTGRES is not set: run the tests through scripts/with-postgres");
    let options: sqlx::postgres::PgConnectOptions = server.parse().unwrap();
    let mut connection = options.connect().await.unwrap();
    let name = format!("story_{}", uuid::Uuid::new_v4().simple());
    let sql = format!("create database {name} template {template}");
    connection.execute(AssertSqlSafe(sql)).await.unwrap();
    connection.close().await.unwrap();
    let (address, _) = server.rsplit_once('/').unwrap();
    format!("{address}/{name}")
}
