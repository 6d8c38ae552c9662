//! Moves that come to nothing: the server is left as it was, and the file is worked in as before.

use office::relocation::from_outside;
use office::relocation::model::RelocationPhase;
use office::relocation::watch::Watch;
use serde_json::json;
use sqlx::{ConnectOptions, Executor};
use stories::server::Server;

use super::*;

fn config(app: &Closed) -> AppConfig {
    AppConfig {
        database_url: Some(app.url.clone()),
        data_dir: Some(app.folder.path().to_path_buf()),
        clock: app.clock.clone(),
        ids: Ids::random(),
        secrets_in_file: true,
    }
}

async fn sql(url: &str, statement: &'static str) {
    let options: sqlx::postgres::PgConnectOptions = url.parse().unwrap();
    options.connect().await.unwrap().execute(statement).await.unwrap();
}

/// Waits until rows are on their way.
async fn copying(watch: &Watch) {
    let begun = Instant::now();
    loop {
        let progress = watch.progress();
        if progress.phase == RelocationPhase::Copying && progress.done > 0 {
            return;
        }
        assert!(progress.phase == RelocationPhase::Preparing || progress.done == 0, "too late: {progress:?}");
        assert!(begun.elapsed() < Duration::from_secs(60), "{progress:?}");
        tokio::time::sleep(Duration::from_micros(200)).await;
    }
}

/// A base whose window is closed.
struct Closed {
    clock: Clock,
    folder: TempDir,
    url: String,
}

impl Closed {
    /// Closes it, and waits until nothing of it is left: its file would still be in use.
    async fn of(app: TestApp) -> Self {
        let TestApp { app, clock, folder, url, admin, door: _ } = app;
        app.db.close().await;
        let left = Arc::downgrade(&app);
        drop((app, admin));
        for _ in 0..200 {
            if left.upgrade().is_none() {
                return Self { clock, folder, url };
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the application does not end");
    }
}

async fn closed_base(customers: i64) -> Closed {
    Closed::of(demo_base(customers).await).await
}

/// The file opens, is sound, and is worked in.
async fn file_is_fine(app: &Closed) {
    let again = app_at(&app.folder, &app.url, &app.clock).await.unwrap();
    let admin = sign_in(&again, "ana", DEMO_PASSWORD).await;
    let found = admin.call("maintenance.verify", json!({})).await.unwrap();
    assert_eq!((&found["integrity"], &found["audit_broken_at"]), (&json!([]), &json!([])));
    new_quote(&admin).await;
    again.db.close().await;
}

/// The server has no table of ours, at the latest when it has heard that it was given up.
async fn nothing_there(url: &str) {
    let begun = Instant::now();
    while rows::tables_there(url).await > 0 {
        assert!(begun.elapsed() < Duration::from_secs(20), "tables stay behind");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_1_a_move_that_is_stopped_leaves_both_sides_as_they_were() {
    let app = demo_base(1_000).await;
    let url = fresh_postgres_database().await;
    app.admin.call("relocation.begin", typed(&url)).await.unwrap();
    // Nobody moves twice at a time.
    let twice = app.admin.call("relocation.begin", typed(&url)).await.unwrap_err();
    assert_eq!(reason(&twice), "database_moving");
    app.admin.call("relocation.cancel", json!({})).await.unwrap();
    let standing = ended_move(&app.admin).await;
    assert_eq!(standing["failed"]["params"]["reason"], "relocation_cancelled", "{standing}");
    nothing_there(&url).await;
    // Work goes on at once.
    new_quote(&app.admin).await;
    let app = Closed::of(app).await;

    // In the middle of the rows.
    let watch = Watch::default();
    let (moved, ()) = tokio::join!(from_outside_of(&app, &url, &watch), async {
        copying(&watch).await;
        watch.cancel();
    });
    assert_eq!(reason(&moved.unwrap_err()), "relocation_cancelled");
    nothing_there(&url).await;
    file_is_fine(&app).await;

    // And then it is moved after all.
    from_outside_of(&app, &url, &Watch::default()).await.unwrap();
}

async fn from_outside_of(
    app: &Closed,
    url: &str,
    watch: &Watch,
) -> Result<office::relocation::model::Relocated, office::Error> {
    from_outside(&config(app), url, "story", watch).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_1_a_server_lost_in_the_middle_leaves_both_sides_as_they_were() {
    let server = Arc::new(tokio::task::spawn_blocking(Server::start).await.unwrap());
    let app = closed_base(1_000).await;
    let watch = Watch::default();
    let stopping = Arc::clone(&server);
    let url = server.url();
    let (moved, ()) = tokio::join!(from_outside_of(&app, &url, &watch), async {
        copying(&watch).await;
        tokio::task::spawn_blocking(move || stopping.stop_at_once()).await.unwrap();
    });
    assert_eq!(reason(&moved.unwrap_err()), "database_unreachable");
    file_is_fine(&app).await;
    let starting = Arc::clone(&server);
    tokio::task::spawn_blocking(move || starting.start_again()).await.unwrap();
    nothing_there(&url).await;
    from_outside_of(&app, &url, &Watch::default()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_1_a_server_without_room_leaves_both_sides_as_they_were() {
    // A server of its own whose tables may not grow: what a full disk says, said by a trigger.
    let app = closed_base(300).await;
    let url = fresh_postgres_database().await;
    sql(
        &url,
        "create function full_disk() returns event_trigger language plpgsql as \
         $$ begin raise exception using errcode = 'disk_full', message = 'no space left'; end $$; \
         create event trigger full_disk on ddl_command_end when tag in ('CREATE INDEX') \
         execute function full_disk()",
    )
    .await;
    let refused = from_outside_of(&app, &url, &Watch::default()).await.unwrap_err();
    assert_eq!(reason(&refused), "disk_full");
    nothing_there(&url).await;
    file_is_fine(&app).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_1_only_a_base_that_nobody_uses_takes_data_in() {
    let app = closed_base(20).await;
    // Somebody else's tables.
    let foreign = fresh_postgres_database().await;
    sql(&foreign, "create table invoice (id bigint primary key)").await;
    let refused = from_outside_of(&app, &foreign, &Watch::default()).await.unwrap_err();
    assert_eq!(reason(&refused), "relocation_target_foreign");
    assert_eq!(rows::tables_of_server(&foreign).await, ["invoice"]);
    // A base in use, however little was done in it.
    let used = TestApp::postgres().await;
    let refused = from_outside_of(&app, &used.url, &Watch::default()).await.unwrap_err();
    assert_eq!(reason(&refused), "relocation_target_used");
    assert_eq!(
        used.admin.call("company.get", json!({})).await.unwrap()["name"],
        "ACME Serviços Técnicos Ltda."
    );
    // One that only has rows, without anybody's name.
    let rows_only = fresh_migrated().await;
    sql(&rows_only, "insert into number_counter (name, year, last_number) values ('quote', 2026, 9)").await;
    let refused = from_outside_of(&app, &rows_only, &Watch::default()).await.unwrap_err();
    assert_eq!(refused.to_json()["params"]["detail"], "number_counter");
    // A newer one.
    let newer = fresh_migrated().await;
    sql(&newer, "insert into schema_migration values (9999, 'x', now())").await;
    let refused = from_outside_of(&app, &newer, &Watch::default()).await.unwrap_err();
    assert_eq!(reason(&refused), "database_newer");
    // Nowhere, to a file, from a server, from no file.
    for (to, expected) in [
        ("postgres://nobody@127.0.0.1:1/none", "database_unreachable"),
        ("sqlite:///tmp/other.db", "relocation_only_to_server"),
    ] {
        let refused = from_outside_of(&app, to, &Watch::default()).await.unwrap_err();
        assert_eq!(reason(&refused), expected);
    }
    let from_server = AppConfig { database_url: Some(used.url.clone()), ..config(&app) };
    let refused = from_outside(&from_server, &rows_only, "story", &Watch::default()).await.unwrap_err();
    assert_eq!(reason(&refused), "relocation_from_file");
    let no_file = app.folder.path().join("nada.db");
    let nothing = AppConfig { database_url: Some(format!("sqlite://{}", no_file.display())), ..config(&app) };
    let refused = from_outside(&nothing, &rows_only, "story", &Watch::default()).await.unwrap_err();
    assert_eq!(reason(&refused), "relocation_no_file");
    assert!(!no_file.exists());
    file_is_fine(&app).await;
    // Made by the program and not touched since: that one may.
    from_outside_of(&app, &fresh_migrated().await, &Watch::default()).await.unwrap();
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_1_nobody_writes_while_the_base_is_moved() {
    let app = demo_base(1_000).await;
    let url = fresh_postgres_database().await;
    // Another window has the file open.
    let other = app.second_process().await;
    let refused = app.admin.call("relocation.begin", typed(&url)).await.map(drop);
    refused.unwrap();
    let standing = ended_move(&app.admin).await;
    assert_eq!(standing["failed"]["params"]["reason"], "database_in_use", "{standing}");
    other.db.close().await;
    drop(other);
    // This one reads on meanwhile, and is told at once that nothing can be changed; SQLite's own shell is kept out too.
    app.admin.call("relocation.begin", typed(&url)).await.unwrap();
    let (mut told, mut read, mut locked) = (0, 0, 0);
    let customer = json!({ "name": "Alguém" });
    while !app.admin.call("relocation.standing", json!({})).await.unwrap()["progress"].is_null() {
        if app.admin.call("company.get", json!({})).await.is_ok() {
            read += 1;
        }
        match app.admin.call("quotes.save_settings", customer.clone()).await {
            Err(error) if reason(&error) == "database_moving" => told += 1,
            _ => {}
        }
        let options: sqlx::sqlite::SqliteConnectOptions = app.url.parse().unwrap();
        let mut shell = options.busy_timeout(Duration::ZERO).connect().await.unwrap();
        if shell.execute("update company set name = 'x' where 1 = 0").await.is_err() {
            locked += 1;
        }
    }
    assert!(told > 0 && read > 0 && locked > 0, "{told} told, {read} read, {locked} kept out");
}
