//! Groups merged several at once, above a supervisor's threshold (DUP-9).

use office::Client;
use serde_json::{Value, json};
use stories::{issues, story};

use super::{customer, ended, ficha, scanned, typed};

async fn threshold(client: &Client, ppm: Value) -> Value {
    let now = client.call("duplicates.settings", json!({})).await.unwrap();
    let request = json!({ "automatic_ppm": ppm, "version": now["version"] });
    client.call("duplicates.set_settings", request).await.unwrap()
}

/// The request that merges all groups as they are shown.
fn all(shown: &Value) -> Value {
    let groups: Vec<Value> = shown["groups"]
        .as_array()
        .unwrap()
        .iter()
        .map(|group| json!({ "id": group["id"], "records": group["records"] }))
        .collect();
    json!({ "groups": groups })
}

async fn update(client: &Client, id: &Value, input: &Value) {
    let version = ficha(client, id).await["customer"]["version"].clone();
    let request = json!({ "id": id, "version": version, "input": input, "asked_by": { "kind": "holder" } });
    client.call("customers.update", request).await.unwrap();
}

story!(
    async fn dup_9_groups_without_conflict_are_merged_at_once_and_taken_back(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        let one = customer(&office, "Aparecida Gonçalves Teles", "529.982.247-25", "(19) 99812-4471").await;
        let again = customer(&office, "APARECIDA GONCALVES TELES", "529.982.247-25", "(19) 99812-4471").await;
        scanned(&office).await;
        let never = office.call("duplicates.certain", json!({})).await.unwrap();
        assert_eq!((&never["groups"], &never["settings"]["automatic_ppm"]), (&json!([]), &json!(null)));
        threshold(&app.admin, json!(990_000)).await;
        let shown = office.call("duplicates.certain", json!({})).await.unwrap();
        assert_eq!((&shown["candidates"], &shown["conflicting"]), (&json!(1), &json!(0)), "{shown}");
        assert_eq!(shown["groups"][0]["survivor"]["id"], one["id"]);
        let job = office.call("duplicates.merge_certain", all(&shown)).await.unwrap();
        let done = ended(&office, &job).await["result"].clone();
        assert_eq!(
            (done["merged"].as_array().unwrap().len(), &done["passed_over"]),
            (1, &json!(0)),
            "{done}"
        );
        assert_eq!(ficha(&office, &again["id"]).await["customer"]["merged_into"], one["id"]);
        let empty = office.call("duplicates.certain", json!({})).await.unwrap();
        assert_eq!((&empty["candidates"], &empty["groups"]), (&json!(0), &json!([])));
        let undo = json!({ "ids": done["merged"] });
        let job = office.call("duplicates.undo_merges", undo.clone()).await.unwrap();
        assert_eq!(ended(&office, &job).await["result"], json!({ "undone": 1, "kept": 0 }));
        assert_eq!(ficha(&office, &again["id"]).await["customer"]["merged_into"], json!(null));
        let job = office.call("duplicates.undo_merges", undo).await.unwrap();
        assert_eq!(ended(&office, &job).await["result"], json!({ "undone": 0, "kept": 1 }), "undone already");
    }
);

story!(
    async fn dup_9_what_conflicts_or_changed_since_is_left_for_a_person(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        customer(&office, "Aparecida Gonçalves Teles", "529.982.247-25", "(19) 99812-4471").await;
        let again = customer(&office, "Aparecida G. Teles", "529.982.247-25", "(19) 99812-4471").await;
        scanned(&office).await;
        threshold(&app.admin, json!(990_000)).await;
        let conflicting = office.call("duplicates.certain", json!({})).await.unwrap();
        assert_eq!((&conflicting["conflicting"], &conflicting["groups"]), (&json!(1), &json!([])));

        let mut same = typed("Aparecida Gonçalves Teles", "529.982.247-25", "(19) 99812-4471");
        same["code"] = again["code"].clone();
        update(&office, &again["id"], &same).await;
        let shown = office.call("duplicates.certain", json!({})).await.unwrap();
        assert_eq!(shown["groups"].as_array().unwrap().len(), 1);
        same["contact_name"] = json!("Recepção");
        update(&office, &again["id"], &same).await;
        let job = office.call("duplicates.merge_certain", all(&shown)).await.unwrap();
        assert_eq!(ended(&office, &job).await["result"], json!({ "merged": [], "passed_over": 1 }));

        let shown = office.call("duplicates.certain", json!({})).await.unwrap();
        threshold(&app.admin, json!(null)).await;
        let job = office.call("duplicates.merge_certain", all(&shown)).await.unwrap();
        let result = ended(&office, &job).await["result"].clone();
        assert_eq!(
            result,
            json!({ "merged": [], "passed_over": 1 }),
            "the threshold was taken away meanwhile"
        );
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
        let many: Vec<Value> = vec![json!({ "id": uuid::Uuid::nil(), "records": [] }); 51];
        for request in [json!({ "groups": [] }), json!({ "groups": many })] {
            assert_eq!(office.call("duplicates.merge_certain", request).await.unwrap_err().code(), "invalid");
        }
        let seller = app.person("Caio Menezes", "commercial").await;
        for (command, request) in [
            ("duplicates.settings", json!({})),
            ("duplicates.certain", json!({})),
            ("duplicates.merge_certain", json!({ "groups": [] })),
            ("duplicates.undo_merges", json!({ "ids": [] })),
        ] {
            assert_eq!(seller.call(command, request).await.unwrap_err().code(), "forbidden", "{command}");
        }
    }
);
