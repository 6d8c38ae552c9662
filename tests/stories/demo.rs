//! The demo base: the same at every run on either engine, and never on top of somebody's work.

use std::sync::Arc;

use office::clock::{Calendar, Clock};
use office::ids::Ids;
use office::{App, AppConfig, Client};
use serde_json::{Value, json};
use stories::{TestApp, another_database, issues, monday_morning, story};

/// A demo base in a database of its own.
pub async fn base(app: &TestApp, url: &str) -> Arc<App> {
    let config = AppConfig {
        database_url: Some(url.to_owned()),
        data_dir: Some(app.folder.path().to_path_buf()),
        clock: Clock::fixed(monday_morning()),
        ids: Ids::seeded(7),
        secrets_in_file: true,
    };
    let base = App::open(config).await.unwrap();
    assert_eq!(make(&base, 200, 7).await["state"], "done");
    base
}

async fn open(app: &TestApp, seed: u64) -> Arc<App> {
    let config = AppConfig {
        database_url: Some(another_database(app).await),
        data_dir: Some(app.folder.path().to_path_buf()),
        clock: Clock::fixed(monday_morning()),
        ids: Ids::seeded(seed),
        secrets_in_file: true,
    };
    App::open(config).await.unwrap()
}

async fn make(app: &Arc<App>, customers: i64, seed: i64) -> Value {
    let client = Client::system(app.clone(), "demo");
    let request = json!({ "customers": customers, "seed": seed, "today": "2026-11-23" });
    let started = client.call("demo.create", request).await.unwrap();
    for _ in 0..1500 {
        let job = client.call("jobs.get", started.clone()).await.unwrap();
        if !job["ended_at"].is_null() {
            return job;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the demo base is never done");
}

async fn page(client: &Client) -> Value {
    let request = json!({
        "text": "", "status": null, "kind": null, "segment": null, "uf": null, "overdue": false, "sort": "code",
        "descending": false, "offset": 0, "limit": 500,
    });
    client.call("customers.list", request).await.unwrap()
}

story!(
    async fn sys_1_the_demo_base_is_the_same_at_every_run_and_works(app: TestApp) {
        let (first, second) = (open(&app, 7).await, open(&app, 7).await);
        for base in [&first, &second] {
            let job = make(base, 300, 7).await;
            assert_eq!(job["state"], "done", "{job}");
        }
        let (one, two) = (Client::system(first.clone(), "story"), Client::system(second, "story"));
        let rows = page(&one).await;
        assert_eq!(rows["total"], 300);
        assert_eq!(rows, page(&two).await);
        for row in rows["rows"].as_array().unwrap() {
            if let Some(document) = row["document"].as_str() {
                assert!(brazil::document::Document::parse(document).is_ok(), "{document}");
            }
            let phone = brazil::phone::Phone::parse(row["phone"].as_str().unwrap()).unwrap();
            assert_eq!(phone.uf().unwrap().code(), row["uf"].as_str().unwrap());
        }
        let overdue = rows["rows"].as_array().unwrap().iter().filter(|row| row["overdue_cents"] != 0).count();
        assert!((5..100).contains(&overdue), "{overdue}");
        let reviewer = Client::new(first.clone());
        let door = json!({ "username": "beatriz", "password": "retaguarda-demo" });
        reviewer.call("access.sign_in", door).await.unwrap();
        let waiting = reviewer.call("registrations.waiting_count", json!({})).await.unwrap();
        assert!(waiting.to_string().bytes().any(|byte| (b'1'..=b'9').contains(&byte)), "{waiting}");
        let request = json!({
            "search": "", "status": null, "mine": false, "order": "number", "descending": false, "limit": 100, "offset": 0,
        });
        let quotes = one.call("quotes.list", request.clone()).await.unwrap();
        let stands = |quotes: &Value| -> Vec<String> {
            quotes["quotes"].as_array().unwrap().iter().map(|quote| quote["status"].to_string()).collect()
        };
        assert_eq!(stands(&quotes), stands(&two.call("quotes.list", request).await.unwrap()));
        for status in ["draft", "sent", "viewed", "accepted", "refused", "awaiting_approval"] {
            assert!(stands(&quotes).contains(&format!("\"{status}\"")), "{status} in {quotes}");
        }
        let mail = one.call("mailings.summary", json!({})).await.unwrap();
        assert_eq!(mail["waiting"], 0, "no mail account set up later may find letters of the demo: {mail}");
        let found = one.call("maintenance.verify", json!({})).await.unwrap();
        for list in ["audit_broken_at", "integrity", "numbers"] {
            assert_eq!(found[list], json!([]), "{found}");
        }
    }
);

story!(
    async fn sys_4_a_database_in_use_gets_no_people_with_a_known_password(app: TestApp) {
        let client = Client::system(app.app.clone(), "demo");
        let request = json!({ "customers": 10, "seed": 1, "today": null });
        let refused = client.call("demo.create", request).await.unwrap_err();
        assert_eq!(issues(&refused)[""], "database_in_use");
        let request = json!({ "customers": i64::MAX, "seed": 1, "today": null });
        let refused = client.call("demo.create", request).await.unwrap_err();
        assert_eq!(issues(&refused)["customers"], "out_of_range");
    }
);

story!(
    async fn sys_5_a_page_found_from_a_noted_key_is_the_page_that_counting_finds(app: TestApp) {
        use office::customers::search::ListCustomers;
        use office::customers::{positions, store::list};

        let base = open(&app, 7).await;
        make(&base, 1_100, 7).await;
        let calendar = Calendar { today: monday_morning().date_naive(), zone: base.zone() };
        let mut tx = base.db.begin_read().await.unwrap();
        for sort in ["name", "code", "document", "city", "phone", "email", "status", "segment", "updated_at"]
        {
            for kind in [Value::Null, json!("person")] {
                let request = json!({
                    "text": "", "status": null, "kind": kind, "segment": null, "uf": null, "overdue": false,
                    "sort": sort, "descending": false, "offset": 0, "limit": 20,
                });
                let request: ListCustomers = serde_json::from_value(request).unwrap();
                let keys = list::keys(&mut tx, &request, calendar).await.unwrap();
                let total = list::count(&mut tx, &request, &[], calendar).await.unwrap();
                assert_eq!(keys.len() as i64, (total - 1) / positions::STEP + 1, "{sort}");
                for (at, key) in keys.into_iter().enumerate() {
                    let (skip, limit) = (17, 20);
                    let first = at as i64 * positions::STEP + skip;
                    let counted =
                        list::page(&mut tx, &request, (&[], list::Lead::Rows), calendar, (first, limit))
                            .await
                            .unwrap();
                    let found =
                        list::page_after(&mut tx, &request, calendar, key, (skip, limit)).await.unwrap();
                    assert!(!found.is_empty(), "{sort}");
                    assert_eq!(found, counted, "{sort} from {first}");
                }
            }
        }
        tx.rollback().await.unwrap();
    }
);

/// Whoever waits before the application, until the demo base is made.
async fn until_made(window: &Client) -> Value {
    for _ in 0..1500 {
        let status = window.call("demo.status", json!({})).await.unwrap();
        if status["state"] == "done" {
            return status;
        }
        assert_eq!(status["people"], json!([]), "nobody can sign in yet");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the demo base is never done");
}

story!(
    async fn sys_1_an_empty_base_is_tried_out_with_made_up_data_and_one_in_use_is_not(app: TestApp) {
        let base = open(&app, 7).await;
        let window = Client::new(base);
        let before = window.call("demo.status", json!({})).await.unwrap();
        assert_eq!(before["state"], json!(null));
        window.call("demo.try_out", json!({})).await.unwrap();
        let made = until_made(&window).await;
        assert_eq!((&made["done"], &made["total"]), (&json!(1_000), &json!(1_000)));
        assert_eq!(made["people"][0]["username"], "ana");
        let sign_in = json!({ "username": "ana", "password": made["password"] });
        window.call("access.sign_in", sign_in).await.unwrap();
        assert_eq!(window.call("customers.any", json!({})).await.unwrap(), json!({ "any": true }));
        let again = window.call("demo.try_out", json!({})).await.unwrap_err();
        assert_eq!(issues(&again)[""], "database_in_use");

        let own = app.admin.call("demo.try_out", json!({})).await.unwrap_err();
        assert_eq!(issues(&own)[""], "database_in_use");
        assert_eq!(app.admin.call("demo.status", json!({})).await.unwrap()["state"], json!(null));
        assert_eq!(app.admin.call("customers.any", json!({})).await.unwrap(), json!({ "any": false }));
    }
);
