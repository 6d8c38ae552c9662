//! Groups merged several at once, above a supervisor's threshold (DUP-9).

use office::Client;
use serde_json::{Value, json};
use stories::{TestApp, issues, story};

use super::{customer, ended, ficha, scanned, typed};

async fn threshold(client: &Client, ppm: Value) -> Value {
    let now = client.call("duplicates.settings", json!({})).await.unwrap();
    let request = json!({ "automatic_ppm": ppm, "version": now["version"] });
    client.call("duplicates.set_settings", request).await.unwrap()
}

async fn certain(client: &Client) -> Value {
    client.call("duplicates.certain", json!({ "offset": 0, "limit": 50 })).await.unwrap()
}

/// Merges all clean groups as they are shown, and waits for the end.
async fn merge_all(client: &Client, ppm: i64) -> Value {
    let request = json!({ "automatic_ppm": ppm, "without": [] });
    let job = client.call("duplicates.merge_certain", request).await.unwrap();
    ended(client, &job).await["result"].clone()
}

async fn undo_all(client: &Client, run: &Value) -> Value {
    let job = client.call("duplicates.undo_certain", json!({ "run": run })).await.unwrap();
    ended(client, &job).await["result"].clone()
}

async fn update(client: &Client, id: &Value, input: &Value) {
    let version = ficha(client, id).await["customer"]["version"].clone();
    let request = json!({ "id": id, "version": version, "input": input, "asked_by": { "kind": "holder" } });
    client.call("customers.update", request).await.unwrap();
}

/// Puts groups of these fichas into the queue of the last scan, as the engine would.
async fn grouped(app: &TestApp, groups: &[(Value, Value)], ppm: i64) {
    let ids = office::ids::Ids::random();
    let now = stories::monday_morning();
    let mut tx = app.app.db.begin_write().await.unwrap();
    for (one, other) in groups {
        let group: uuid::Uuid = ids.next(now);
        office::execute!(
            &mut tx,
            "insert into duplicate_group (id, scan_id, probability_ppm, automatic, open, pairs) \
             select $1, id, $2, $3, $3, '[]' from duplicate_scan where finished_at is not null",
            group,
            ppm,
            true
        )
        .unwrap();
        for ficha in [one, other] {
            let ficha: uuid::Uuid = serde_json::from_value(ficha["id"].clone()).unwrap();
            office::execute!(
                &mut tx,
                "insert into duplicate_group_member (group_id, customer_id) values ($1, $2)",
                group,
                ficha
            )
            .unwrap();
        }
    }
    tx.commit().await.unwrap();
}

async fn pairs(client: &Client, count: usize) -> Vec<(Value, Value)> {
    let mut made = Vec::new();
    for number in 0..count {
        let name = format!("Fulano de Tal {number}");
        let one = customer(client, &name, "", "(19) 99812-4471").await;
        made.push((one, customer(client, &name, "", "(19) 99812-4471").await));
    }
    made
}

story!(
    async fn dup_9_groups_without_conflict_are_merged_at_once_and_taken_back(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        let one = customer(&office, "Aparecida Gonçalves Teles", "529.982.247-25", "(19) 99812-4471").await;
        let again = customer(&office, "APARECIDA GONCALVES TELES", "529.982.247-25", "(19) 99812-4471").await;
        scanned(&office).await;
        let never = certain(&office).await;
        assert_eq!((&never["groups"], &never["settings"]["automatic_ppm"]), (&json!([]), &json!(null)));
        threshold(&app.admin, json!(990_000)).await;
        let shown = certain(&office).await;
        assert_eq!((&shown["candidates"], &shown["clean"]), (&json!(1), &json!(1)), "{shown}");
        assert_eq!(shown["groups"][0]["survivor"]["id"], one["id"]);
        let done = merge_all(&office, 990_000).await;
        assert_eq!((&done["merged"], &done["passed_over"]), (&json!(1), &json!(0)), "{done}");
        assert_eq!(ficha(&office, &again["id"]).await["customer"]["merged_into"], one["id"]);
        let empty = certain(&office).await;
        assert_eq!((&empty["candidates"], &empty["groups"]), (&json!(0), &json!([])));
        let run = &empty["runs"][0];
        assert_eq!((&run["id"], &run["merged"], &run["standing"]), (&done["run"], &json!(1), &json!(1)));
        assert_eq!(undo_all(&office, &done["run"]).await, json!({ "undone": 1, "kept": 0 }));
        assert_eq!(ficha(&office, &again["id"]).await["customer"]["merged_into"], json!(null));
        let refused =
            office.call("duplicates.undo_certain", json!({ "run": done["run"] })).await.unwrap_err();
        assert_eq!(issues(&refused)[""], "merge_undone");
        assert_eq!(certain(&office).await["clean"], 1, "what was taken back may be merged again");
    }
);

story!(
    async fn dup_9_what_conflicts_waits_for_a_person_until_it_agrees(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        let one = customer(&office, "Aparecida Gonçalves Teles", "529.982.247-25", "(19) 99812-4471").await;
        let again = customer(&office, "Aparecida G. Teles", "529.982.247-25", "(19) 99812-4471").await;
        scanned(&office).await;
        threshold(&app.admin, json!(990_000)).await;
        let conflicting = certain(&office).await;
        assert_eq!((&conflicting["candidates"], &conflicting["clean"]), (&json!(1), &json!(0)));
        assert_eq!(conflicting["groups"], json!([]));

        let mut same = typed("Aparecida Gonçalves Teles", "529.982.247-25", "(19) 99812-4471");
        same["code"] = again["code"].clone();
        update(&office, &again["id"], &same).await;
        assert_eq!(certain(&office).await["clean"], 1, "corrected since the scan");
        for ficha in [&one, &again] {
            let open = json!({ "customer_id": ficha["id"], "cause": "new" });
            office.call("onboarding.open", open).await.unwrap();
        }
        assert_eq!(certain(&office).await["clean"], 0, "dup_8: one of two welcomes has to be chosen");
        assert_eq!(merge_all(&office, 990_000).await["merged"], 0);

        threshold(&app.admin, json!(null)).await;
        let request = json!({ "automatic_ppm": 990_000, "without": [] });
        let refused = office.call("duplicates.merge_certain", request).await.unwrap_err();
        assert_eq!(refused.code(), "conflict", "the threshold was taken away meanwhile");
    }
);

story!(
    async fn dup_9_clean_groups_are_found_behind_hundreds_that_conflict(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        scanned(&office).await;
        threshold(&app.admin, json!(990_000)).await;
        let one = customer(&office, "Aparecida Teles", "", "(19) 99812-4471").await;
        let other = customer(&office, "Aparecida Telles", "", "(19) 99812-4471").await;
        grouped(&app, &vec![(one, other); 301], 999_999).await;
        let behind = pairs(&office, 2).await;
        grouped(&app, &behind, 995_000).await;
        let shown = certain(&office).await;
        assert_eq!((&shown["candidates"], &shown["clean"]), (&json!(303), &json!(2)));
        assert_eq!(shown["groups"].as_array().unwrap().len(), 2);
        let page = office.call("duplicates.certain", json!({ "offset": 1, "limit": 50 })).await.unwrap();
        assert_eq!(page["groups"], json!([shown["groups"][1]]));
        let without = json!({ "automatic_ppm": 990_000, "without": [shown["groups"][0]["id"]] });
        let job = office.call("duplicates.merge_certain", without).await.unwrap();
        let done = ended(&office, &job).await["result"].clone();
        assert_eq!((&done["merged"], &done["passed_over"]), (&json!(1), &json!(0)), "{done}");
        let left = certain(&office).await;
        assert_eq!(left["groups"][0]["id"], shown["groups"][0]["id"], "the one left out is still there");
    }
);

story!(
    async fn dup_9_a_stopped_run_goes_on_and_is_taken_back_whole(app: TestApp) {
        const GROUPS: usize = 80;
        let office = app.person("Wagner Assis", "back_office").await;
        scanned(&office).await;
        threshold(&app.admin, json!(990_000)).await;
        grouped(&app, &pairs(&office, GROUPS).await, 995_000).await;
        let all = json!({ "automatic_ppm": 990_000, "without": [] });
        let job = office.call("duplicates.merge_certain", all).await.unwrap();
        let at_work = loop {
            let seen = office.call("jobs.get", job.clone()).await.unwrap();
            assert_eq!(seen["state"], "running", "{seen}");
            if seen["done"].as_i64().unwrap() >= 10 {
                break seen;
            }
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        };
        assert_eq!(at_work["total"], GROUPS);
        let colleague = app.person("Beatriz Lima", "back_office").await;
        let seen = certain(&colleague).await["running"].clone();
        assert_eq!((&seen["by"], &seen["own"]), (&json!("Wagner Assis"), &json!(false)), "{seen}");
        office.call("jobs.cancel", job.clone()).await.unwrap();
        // The job says so at once; its work ends after the group at hand.
        let first = loop {
            let seen = office.call("jobs.get", job.clone()).await.unwrap();
            if !seen["ended_at"].is_null() {
                break seen["result"].clone();
            }
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        };
        let merged = usize::try_from(first["merged"].as_u64().unwrap()).unwrap();
        assert!((10..GROUPS).contains(&merged), "{first}");
        let left = certain(&office).await;
        assert_eq!(left["clean"], GROUPS - merged);
        assert_eq!(left["runs"][0]["merged"], merged);

        let second = merge_all(&office, 990_000).await;
        assert_eq!(second["merged"], GROUPS - merged, "it goes on with what is left");
        assert_eq!(certain(&office).await["clean"], 0);
        for (run, count) in [(&first, merged), (&second, GROUPS - merged)] {
            assert_eq!(undo_all(&office, &run["run"]).await, json!({ "undone": count, "kept": 0 }));
        }
        let back = certain(&office).await;
        assert_eq!((&back["clean"], &back["runs"][0]["standing"]), (&json!(GROUPS), &json!(0)));
    }
);

story!(
    async fn dup_9_only_a_supervisor_sets_the_threshold(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        let supervisor = app.person("Silvia Prado", "back_office_supervisor").await;
        let set = |ppm: i64, version: i64| json!({ "automatic_ppm": ppm, "version": version });
        let refused = office.call("duplicates.set_settings", set(995_000, 0)).await.unwrap_err();
        assert_eq!(refused.code(), "forbidden");
        let low = supervisor.call("duplicates.set_settings", set(900_000, 0)).await.unwrap_err();
        assert_eq!(issues(&low)["automatic_ppm"], "threshold_range");
        let kept = supervisor.call("duplicates.set_settings", set(995_000, 0)).await.unwrap();
        assert_eq!(
            (&kept["automatic_ppm"], &kept["version"], &kept["updated_by"]),
            (&json!(995_000), &json!(1), &json!("Silvia Prado"))
        );
        let late = app.admin.call("duplicates.set_settings", set(999_000, 0)).await.unwrap_err();
        assert_eq!(late.code(), "conflict");
        let many = json!({ "automatic_ppm": 995_000, "without": vec![uuid::Uuid::nil(); 1_001] });
        let refused = office.call("duplicates.merge_certain", many).await.unwrap_err();
        assert_eq!(issues(&refused)["without"], "too_many");
        let seller = app.person("Caio Menezes", "commercial").await;
        for (command, request) in [
            ("duplicates.settings", json!({})),
            ("duplicates.certain", json!({ "offset": 0, "limit": 9 })),
            ("duplicates.merge_certain", json!({ "automatic_ppm": 995_000, "without": [] })),
            ("duplicates.undo_certain", json!({ "run": uuid::Uuid::nil() })),
        ] {
            assert_eq!(seller.call(command, request).await.unwrap_err().code(), "forbidden", "{command}");
        }
    }
);
