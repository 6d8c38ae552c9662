//! Each person signs in to the server by a role of their own (decision 13). Only a server has roles.

use std::time::Duration;

use office::{App, AppConfig, Client};
use serde_json::{Value, json};
use sqlx::postgres::PgConnectOptions;
use sqlx::{ConnectOptions, Connection, Executor, PgConnection};
use stories::{PASSWORD, TestApp, issues, run_sql, try_sql};

use super::reason;

/// The server's role of a person.
pub async fn role_of(story: &TestApp, username: &str) -> String {
    let mut tx = story.app.db.begin_read().await.unwrap();
    let office::db::Tx::Postgres(postgres) = &mut tx else { panic!("no server") };
    let sql = "select r.name from login_role r join app_user u on u.id = r.user_id where u.username_key = $1";
    let (name,): (String,) = sqlx::query_as(sql).bind(username).fetch_one(&mut **postgres).await.unwrap();
    name
}

/// Connects past the application, as `psql` would.
pub async fn connect(story: &TestApp, role: &str, password: &str) -> Result<PgConnection, sqlx::Error> {
    let options: PgConnectOptions = story.url.parse().unwrap();
    options.username(role).password(password).connect().await
}

fn code(error: &sqlx::Error) -> String {
    error.as_database_error().and_then(|error| error.code()).unwrap_or_default().into_owned()
}

fn wait(error: &office::Error) -> Value {
    let told = error.to_json();
    assert_eq!(told["code"], "unauthenticated", "{told}");
    told["params"]["retry_in_seconds"].clone()
}

async fn user(story: &TestApp, username: &str) -> Value {
    let users = story.admin.call("access.users", json!({})).await.unwrap();
    let mut found =
        users.as_array().unwrap().iter().find(|user| user["username"] == username).unwrap().clone();
    found["password"] = json!("");
    found["email"] = json!("");
    found
}

async fn save(story: &TestApp, mut user: Value, change: Value) -> Value {
    change.as_object().unwrap().iter().for_each(|(key, value)| user[key] = value.clone());
    story.admin.call("access.save_user", user).await.unwrap()
}

async fn deviations(story: &TestApp) -> Vec<String> {
    let found =
        Client::system(story.app.clone(), "story").call("access.check_logins", json!({})).await.unwrap();
    assert_eq!(found["enabled"], true);
    let odd = found["deviations"].as_array().unwrap().iter();
    odd.map(|odd| format!("{}: {}", odd["kind"].as_str().unwrap(), odd["what"].as_str().unwrap())).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_4_a_base_is_switched_over_to_roles_and_everybody_replaces_their_password() {
    let story = TestApp::sharing_a_role().await;
    let before = story.person("Caio Menezes", "commercial").await;
    let owner = Client::system(story.app.clone(), "story");
    let checked = owner.call("access.check_logins", json!({})).await.unwrap();
    assert_eq!(checked, json!({ "enabled": false, "deviations": [] }));
    let refused = before.call("access.enable_logins", json!({})).await.unwrap_err();
    assert_eq!(refused.code(), "forbidden");
    let refused = story.admin.call("access.enable_logins", json!({})).await.unwrap_err();
    assert_eq!(reason(&refused), "logins_by_owner");

    let made = owner.call("access.enable_logins", json!({})).await.unwrap();
    let people: Vec<_> =
        made["people"].as_array().unwrap().iter().map(|one| one["username"].clone()).collect();
    assert_eq!(people, ["ana", "caio.menezes"]);
    assert!(made["worker"]["role"].as_str().unwrap().ends_with("/worker"));
    assert_eq!(deviations(&story).await, Vec::<String>::new());
    // Whoever was in is out, and does not come in by the owner's role any more.
    assert_eq!(before.call("company.get", json!({})).await.unwrap_err().code(), "unauthenticated");
    let old = json!({ "username": "caio.menezes", "password": PASSWORD });
    assert_eq!(reason(&before.call("access.sign_in", old.clone()).await.unwrap_err()), "database_guarded");

    let window = Client::new(story.at_the_door().await);
    let status = window.call("app.status", json!({})).await.unwrap();
    assert_eq!((&status["state"], &status["database"]["guarded"]), (&json!("signed_out"), &json!(true)));
    assert_eq!(window.call("demo.status", json!({})).await.unwrap()["state"], Value::Null);
    assert_eq!(window.call("company.get", json!({})).await.unwrap_err().code(), "unauthenticated");
    assert_eq!(wait(&window.call("access.sign_in", old).await.unwrap_err()), 0);
    let sign_in = json!({ "username": "Caio.Menezes", "password": made["people"][1]["password"] });
    window.call("access.sign_in", sign_in).await.unwrap();
    assert_eq!(window.call("app.status", json!({})).await.unwrap()["state"], "new_password");
    // A password that somebody else knows opens no table either.
    let role = role_of(&story, "caio.menezes").await;
    let mut past = connect(&story, &role, made["people"][1]["password"].as_str().unwrap()).await.unwrap();
    let refused = past.execute("select name from customer").await.unwrap_err();
    assert_eq!(code(&refused), "42501");
    let same = json!({ "current": "", "new": made["people"][1]["password"] });
    let same = window.call("access.change_password", same).await.unwrap_err();
    assert_eq!(issues(&same)["new"], "password_same");
    let change = json!({ "current": "", "new": "açúcar e café bem fortes" });
    window.call("access.change_password", change).await.unwrap();
    assert_eq!(window.call("app.status", json!({})).await.unwrap()["state"], "signed_in");
    past.execute("select name from customer").await.unwrap();
    window.call("customers.any", json!({})).await.unwrap();

    // A schema that is older than the program is the owner's to bring up to date.
    let latest = "(select max(version) from schema_migration)";
    run_sql(&story, format!("update schema_migration set version = -version where version = {latest}")).await;
    let again = json!({ "username": "caio.menezes", "password": "açúcar e café bem fortes" });
    let older = window.call("access.sign_in", again).await.unwrap_err();
    assert_eq!(reason(&older), "database_migration_due");
    run_sql(&story, "update schema_migration set version = -version where version < 0".to_owned()).await;

    // Repeated, it makes nothing anew.
    let again = owner.call("access.enable_logins", json!({})).await.unwrap();
    assert_eq!(again, json!({ "people": [], "worker": null }));
    assert_eq!(deviations(&story).await, Vec::<String>::new());
    let mut tx = story.app.db.begin_read().await.unwrap();
    assert!(office::audit::verify(&mut tx).await.unwrap().broken_at.is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_4_a_person_switched_off_is_out_at_once_and_everywhere() {
    let story = TestApp::by_role().await;
    let window = story.person("Caio Menezes", "commercial").await;
    let role = role_of(&story, "caio.menezes").await;
    let mut past = connect(&story, &role, PASSWORD).await.unwrap();
    past.execute("select name from customer").await.unwrap();
    let caio = save(&story, user(&story, "caio.menezes").await, json!({ "active": false })).await;
    assert!(past.execute("select 1").await.is_err(), "the connection was ended");
    assert_eq!(code(&connect(&story, &role, PASSWORD).await.unwrap_err()), "28000");
    assert_eq!(window.call("customers.any", json!({})).await.unwrap_err().code(), "unauthenticated");
    let sign_in = json!({ "username": "caio.menezes", "password": PASSWORD });
    let refused = window.call("access.sign_in", sign_in.clone()).await.unwrap_err();
    assert_eq!(reason(&refused), "database_role_refused");
    assert_eq!(deviations(&story).await, Vec::<String>::new());

    let caio = json!({ "id": caio["id"], "version": caio["version"], "username": caio["username"], "name": caio["name"],
        "email": "", "active": false, "role_ids": caio["role_ids"], "password": "" });
    let caio = save(&story, caio, json!({ "active": true, "username": "caio" })).await;
    assert_eq!(caio["username"], "caio");
    let sign_in = json!({ "username": "caio", "password": PASSWORD });
    window.call("access.sign_in", sign_in).await.unwrap();
    window.call("customers.any", json!({})).await.unwrap();
    assert_eq!(deviations(&story).await, Vec::<String>::new());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_4_wrong_passwords_wait_and_a_changed_one_is_the_only_one() {
    let story = TestApp::by_role().await;
    let window = story.person("Caio Menezes", "commercial").await;
    let elsewhere = story.sign_in("caio.menezes").await;
    let stranger = story.window();
    for username in ["caio.menezes", "ninguem", "nome que ninguém pode ter"] {
        let guess = json!({ "username": username, "password": "uma senha errada" });
        let mut waits = Vec::new();
        for _ in 0..4 {
            waits.push(wait(&stranger.call("access.sign_in", guess.clone()).await.unwrap_err()));
        }
        assert_eq!(waits, [0, 0, 1, 1], "{username}");
    }
    // A wait is not over for whoever knows the password.
    let right = json!({ "username": "caio.menezes", "password": PASSWORD });
    assert_eq!(wait(&stranger.call("access.sign_in", right).await.unwrap_err()), 1);

    window.call("access.lock", json!({})).await.unwrap();
    assert_eq!(window.call("company.get", json!({})).await.unwrap_err().code(), "locked");
    let wrong = json!({ "password": "uma senha errada" });
    assert_eq!(wait(&window.call("access.unlock", wrong).await.unwrap_err()), 0);
    window.call("access.unlock", json!({ "password": PASSWORD })).await.unwrap();

    let wrong = json!({ "current": "uma senha errada", "new": "outra senha comprida" });
    let wrong = window.call("access.change_password", wrong).await.unwrap_err();
    assert_eq!(issues(&wrong)["current"], "password_wrong");
    let strange = json!({ "current": PASSWORD, "new": "sino\u{7}sino\u{7}sino" });
    let strange = window.call("access.change_password", strange).await.unwrap_err();
    assert_eq!(issues(&strange)["new"], "password_characters");
    let strange = json!({ "username": "caio.menezes", "password": "sino\u{7}sino" });
    assert_eq!(
        wait(&Client::new(story.at_the_door().await).call("access.sign_in", strange).await.unwrap_err()),
        0
    );
    let change = json!({ "current": PASSWORD, "new": "outra senha comprida" });
    window.call("access.change_password", change).await.unwrap();
    window.call("company.get", json!({})).await.unwrap();
    assert_eq!(elsewhere.call("company.get", json!({})).await.unwrap_err().code(), "unauthenticated");
    let role = role_of(&story, "caio.menezes").await;
    assert_eq!(code(&connect(&story, &role, PASSWORD).await.unwrap_err()), "28P01");
    connect(&story, &role, "outra senha comprida").await.unwrap().close().await.unwrap();
    // Signed out, the window's connections are gone.
    window.call("access.sign_out", json!({})).await.unwrap();
    assert_eq!(window.call("company.get", json!({})).await.unwrap_err().code(), "unauthenticated");
    for _ in 0..100 {
        let count = format!(
            "do $$ begin if exists (select 1 from pg_stat_activity where usename = '{role}') then \
            raise exception 'still there'; end if; end $$"
        );
        if try_sql(&story, count).await.is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("connections stay open");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_4_roles_follow_users_and_what_deviates_is_told() {
    let story = TestApp::by_role().await;
    let window = story.person("Caio Menezes", "commercial").await;
    let role = role_of(&story, "caio.menezes").await;
    let mut past = connect(&story, &role, PASSWORD).await.unwrap();
    let sell = "update registration set state = default where false";
    past.execute(sell).await.unwrap();
    let roles = story.admin.call("access.roles", json!({})).await.unwrap();
    let finance = roles.as_array().unwrap().iter().find(|role| role["key"] == "finance").unwrap();
    save(&story, user(&story, "caio.menezes").await, json!({ "role_ids": [finance["id"]] })).await;
    assert_eq!(code(&past.execute(sell).await.unwrap_err()), "42501", "open connections lose what is taken");
    window.call("customers.any", json!({})).await.unwrap();
    // What a role allows is what its people may do at the server.
    let mut changed = finance.clone();
    let permissions = changed["permissions"].as_array_mut().unwrap();
    permissions.push(json!("registrations.sell"));
    story.admin.call("access.save_role", changed).await.unwrap();
    past.execute(sell).await.unwrap();
    assert_eq!(deviations(&story).await, Vec::<String>::new());

    // Somebody with rights of their own at the server gave more than the permissions do, and took what they give.
    run_sql(&story, format!("grant delete on customer to \"{role}\"")).await;
    let group = format!("{}/customers.read", role.rsplit_once(':').unwrap().0);
    run_sql(&story, format!("revoke select on contract from \"{group}\"")).await;
    run_sql(&story, format!("grant \"{group}\" to \"{role}\"; alter role \"{role}\" nologin")).await;
    assert_eq!(
        deviations(&story).await,
        ["missing: select on contract", "login_missing: login", "beyond: delete on customer"]
    );
    // What `retaguarda migrate` does: rights are the program's again, who may sign in is left to `roles enable`.
    assert!(story.app.db.renew_rights().await.unwrap());
    assert_eq!(deviations(&story).await, ["login_missing: login", "beyond: delete on customer"]);
    Client::system(story.app.clone(), "story").call("access.enable_logins", json!({})).await.unwrap();
    assert_eq!(
        deviations(&story).await,
        ["beyond: delete on customer"],
        "what nobody of ours gave stays told"
    );

    // Nobody renames or resets oneself, and a role that is somebody else's is not taken.
    let own = user(&story, "ana").await;
    let mut renamed = own.clone();
    renamed["username"] = json!("ana.maria");
    let refused = story.admin.call("access.save_user", renamed).await.unwrap_err();
    assert_eq!(issues(&refused)["username"], "not_oneself");
    let theirs = format!("{}:bia", role.rsplit_once(':').unwrap().0);
    run_sql(&story, format!("create role \"{theirs}\" superuser")).await;
    let bia = json!({ "id": null, "version": 0, "username": "bia", "name": "Bia", "email": "", "active": true,
        "role_ids": own["role_ids"], "password": "" });
    let refused = story.admin.call("access.save_user", bia).await.unwrap_err();
    assert_eq!(issues(&refused)[""], "already_exists");
    run_sql(&story, format!("drop role \"{theirs}\"")).await;
}

/// Opens the application by the worker's role.
async fn worker(story: &TestApp) -> std::sync::Arc<App> {
    let owner = Client::system(story.app.clone(), "story");
    let made = owner.call("access.enable_logins", json!({ "renew_worker": true })).await.unwrap();
    let word = |name: &str| made["worker"][name].as_str().unwrap().replace('/', "%2F");
    let (_, place) = story.url.split_once('@').unwrap();
    let config = AppConfig {
        database_url: Some(format!("postgres://{}:{}@{place}", word("role"), word("password"))),
        data_dir: Some(story.folder.path().to_path_buf()),
        clock: story.clock.clone(),
        secrets_in_file: true,
        ..AppConfig::default()
    };
    App::open(config).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_4_the_worker_has_a_role_of_its_own_and_windows_only_hear() {
    let story = TestApp::by_role().await;
    let app = worker(&story).await;
    let client = Client::system(app.clone(), "worker");
    for command in ["quotes.expire", "privacy.finish_due", "inactivity.run_due", "fulfilment.review_payments"]
    {
        client.call(command, json!({})).await.unwrap();
    }
    let refused = client.call("access.users", json!({})).await.unwrap_err();
    assert_eq!(reason(&refused), "database_forbidden");
    let refused = client.call("access.enable_logins", json!({})).await.unwrap_err();
    assert_eq!(reason(&refused), "logins_by_owner");
    let door = story.at_the_door().await;
    let system = Client::system(door.clone(), "worker").call("quotes.expire", json!({})).await.unwrap_err();
    assert_eq!(reason(&system), "database_role_missing");

    // A window at the door hears of others as whoever signs in.
    let mut changes = door.changes.subscribe();
    let hearing = tokio::spawn(office::background::run(door.clone(), std::future::pending()));
    let window = Client::new(door);
    window.call("access.sign_in", json!({ "username": "ana", "password": PASSWORD })).await.unwrap();
    let begun = std::time::Instant::now();
    loop {
        let mut company = story.admin.call("company.get", json!({})).await.unwrap();
        company["street"] = json!("Rua Nova");
        story.admin.call("company.save", company).await.unwrap();
        let heard = tokio::time::timeout(Duration::from_millis(300), async {
            loop {
                match changes.recv().await.unwrap() {
                    office::changes::Change::Stale { caller: None, .. } => return,
                    _ => continue,
                }
            }
        });
        if heard.await.is_ok() {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "nothing was heard");
    }
    hearing.abort();
}

/// Stories of the main work, told by people with roles of their own: what right is missing shows.
macro_rules! told_by_role {
    ($($name:ident = $story:path;)+) => {
        $(#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            $story(TestApp::by_role().await).await;
        })+
    };
}

told_by_role! {
    sys_4_the_main_job_is_done_by_roles_of_their_own = crate::main_job::a_sale_is_reviewed_quoted_and_mailed::tell;
    sys_4_fichas_are_merged_by_roles_of_their_own = crate::merges::dup_9_only_the_central_team_merges::tell;
    sys_4_sales_are_fulfilled_by_roles_of_their_own = crate::fulfilment::reg_7_an_activation_completes_only_with_all_four::tell;
    sys_4_discounts_are_approved_by_roles_of_their_own =
        crate::quotes::quo_2_a_discount_beyond_the_limit_waits_for_a_supervisor::tell;
}
