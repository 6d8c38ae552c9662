//! Merging the fichas of one customer, and taking it back (DUP-3 to DUP-9).

mod certain;
mod histories;
mod reports;
pub mod rows;
mod scan;
pub mod undo;

use std::time::Duration;

use office::Client;
use serde_json::{Value, json};
use stories::{issues, registered, story};

use rows::{KINDS, add_row, owner_of};

/// A customer as somebody types it.
fn typed(name: &str, document: &str, phone: &str) -> Value {
    json!({
        "code": null, "kind": "person", "name": name, "trade_name": "", "document": document,
        "birth_date": "1987-08-14", "mother_name": "", "contact_name": "",
        "segment": "retail", "responsible_id": null,
        "contact_points": [
            { "kind": "mobile", "value": phone, "label": "" },
            { "kind": "email", "value": "cida.teles@exemplo.com.br", "label": "" },
        ],
        "addresses": [{
            "street": "Rua das Acácias", "number": "214", "complement": "", "district": "",
            "city": "Campinas", "uf": "SP", "cep": "13087-534",
        }],
    })
}

pub async fn customer(client: &Client, name: &str, document: &str, phone: &str) -> Value {
    registered(client, typed(name, document, phone)).await
}

/// Waits for a job to end.
pub async fn ended(client: &Client, job: &Value) -> Value {
    for _ in 0..4_000 {
        let seen = client.call("jobs.get", job.clone()).await.unwrap();
        if seen["state"] != "running" {
            return seen;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("the job does not end");
}

async fn scanned(client: &Client) -> Value {
    let job = client.call("duplicates.scan", json!({})).await.unwrap();
    ended(client, &job).await
}

async fn ficha(client: &Client, id: &Value) -> Value {
    client.call("customers.ficha", json!({ "id": id })).await.unwrap()
}

/// The request that merges fichas as they are now.
async fn request(client: &Client, fichas: &[&Value], choices: Value) -> Value {
    let mut records = Vec::new();
    for one in fichas {
        let version = ficha(client, &one["id"]).await["customer"]["version"].clone();
        records.push(json!({ "id": one["id"], "version": version }));
    }
    json!({ "survivor_id": fichas[0]["id"], "records": records, "choices": choices, "keep_open": [] })
}

pub async fn merge(client: &Client, fichas: &[&Value], choices: Value) -> Value {
    let mut request = request(client, fichas, choices).await;
    let ids: Vec<&Value> = fichas.iter().map(|one| &one["id"]).collect();
    let preview = json!({ "survivor_id": ids[0], "ids": ids });
    let preview = client.call("duplicates.preview", preview).await.unwrap();
    // Of several welcomes of a kind the last found stays open.
    for conflict in preview["conflicts"].as_array().unwrap() {
        let rows = conflict["rows"].as_array().unwrap();
        request["keep_open"].as_array_mut().unwrap().push(rows[rows.len() - 1]["id"].clone());
    }
    client.call("duplicates.merge", request).await.unwrap()
}

async fn list(client: &Client, text: &str) -> Vec<i64> {
    let query = json!({
        "text": text, "status": null, "kind": null, "segment": null, "uf": null, "overdue": false,
        "sort": "code", "descending": false, "offset": 0, "limit": 50,
    });
    let page = client.call("customers.list", query).await.unwrap();
    let rows = page["rows"].as_array().unwrap();
    assert_eq!(page["total"], rows.len());
    rows.iter().map(|row| row["code"].as_i64().unwrap()).collect()
}

story!(
    async fn dup_4_everything_moves_to_the_survivor_and_fields_are_chosen(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        let one = customer(&office, "Aparecida Gonçalves Teles", "529.982.247-25", "(19) 99812-4471").await;
        let other = customer(&office, "Cida Teles", "", "(19) 99812-9999").await;
        let third = customer(&office, "Aparecida G. Telles", "", "(19) 99812-4471").await;
        let mut moved = Vec::new();
        for kind in KINDS {
            moved.push((*kind, add_row(&app, kind, &other["id"]).await));
        }
        let ids = json!([one["id"], other["id"], third["id"]]);
        let preview =
            office.call("duplicates.preview", json!({ "survivor_id": one["id"], "ids": ids })).await.unwrap();
        assert_eq!(preview["differing"], json!(["name", "document"]));
        let counts = preview["moving"].as_array().unwrap();
        assert_eq!(counts.len(), KINDS.len(), "{counts:?}");
        assert!(counts.iter().all(|row| row["count"] == 1));
        let choices = json!([{ "field": "name", "from": third["id"] }]);
        let merged = merge(&office, &[&one, &other, &third], choices).await;
        assert_eq!(merged["merge"]["rows_moved"], KINDS.len());
        for (kind, row) in moved {
            assert_eq!(owner_of(&app, kind, row).await, one["id"], "{kind}");
        }
        let now = ficha(&office, &one["id"]).await;
        assert_eq!(now["customer"]["name"], "Aparecida G. Telles");
        assert_eq!(now["customer"]["document"], "52998224725");
        let reach: Vec<_> =
            now["contact_points"].as_array().unwrap().iter().map(|p| p["value"].clone()).collect();
        assert_eq!(reach, ["+5519998124471", "cida.teles@exemplo.com.br", "+5519998129999"]);
        assert_eq!(now["addresses"].as_array().unwrap().len(), 1);
        let timeline = json!({ "customer_id": one["id"], "kind": null, "offset": 0, "limit": 50 });
        let timeline = office.call("customers.timeline", timeline).await.unwrap();
        let entries = timeline["entries"].as_array().unwrap();
        let told = entries.iter().find(|entry| entry["title"] == "customers_merged").unwrap();
        assert_eq!(told["text"], "2 Cida Teles\n3 Aparecida G. Telles");
        let welcomes = json!({ "customer_id": one["id"] });
        let welcomes = office.call("onboarding.of_customer", welcomes).await.unwrap();
        let causes: Vec<_> =
            welcomes.as_array().unwrap().iter().map(|row| &row["onboarding"]["cause"]).collect();
        assert!(causes.contains(&&json!("merged")), "reg_9: {causes:?}");
    }
);

story!(
    async fn dup_6_an_old_code_leads_to_the_survivor(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        let one = customer(&office, "Aparecida Gonçalves Teles", "529.982.247-25", "(19) 99812-4471").await;
        let other = customer(&office, "Cida Prado", "", "(19) 99812-9999").await;
        let last = customer(&office, "Aparecida Teles", "", "(19) 99812-4471").await;
        merge(&office, &[&one, &other], json!([])).await;
        assert_eq!(list(&office, "").await, [1, 3]);
        assert!(list(&office, "prado").await.is_empty());
        assert_eq!(list(&office, "2").await, [1]);
        // Chains lead to the last of them, and so does a search after a later change.
        merge(&office, &[&last, &one], json!([])).await;
        let mut again = typed("Aparecida Teles Prado", "", "(19) 99812-4471");
        again["code"] = json!(3);
        let version = ficha(&office, &last["id"]).await["customer"]["version"].clone();
        let change =
            json!({ "id": last["id"], "version": version, "input": again, "asked_by": { "kind": "holder" } });
        office.call("customers.update", change).await.unwrap();
        for code in ["1", "2"] {
            let hits = office.call("customers.quick_search", json!({ "text": code })).await.unwrap();
            assert_eq!(hits[0]["id"], last["id"]);
            assert_eq!(list(&office, code).await, [3]);
        }
        // A link leads on, a merged ficha is changed no more, and what is still added to it goes along.
        let merged = ficha(&office, &other["id"]).await;
        assert_eq!(merged["customer"]["merged_into"], last["id"]);
        let version = &merged["customer"]["version"];
        let input = typed("X", "", "(19) 99812-9999");
        let change = json!({ "id": other["id"], "version": version, "input": input, "asked_by": { "kind": "holder" } });
        let refused = office.call("customers.update", change).await.unwrap_err();
        assert_eq!(issues(&refused)[""], "ficha_merged");
        let inactivate = json!({
            "id": other["id"], "version": version, "reason": "mudou-se", "customer_replied": false,
        });
        let refused = office.call("customers.inactivate", inactivate).await.unwrap_err();
        assert_eq!(issues(&refused)[""], "ficha_merged");
        for kind in KINDS {
            let row = add_row(&app, kind, &other["id"]).await;
            assert_eq!(owner_of(&app, kind, row).await, last["id"], "{kind}");
        }
    }
);

story!(
    async fn dup_7_who_merges_what_changed_meanwhile_gets_a_conflict(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        let one = customer(&office, "Aparecida Teles", "", "(19) 99812-4471").await;
        let other = customer(&office, "Cida Teles", "", "(19) 99812-9999").await;
        let third = customer(&office, "C. Teles", "", "(19) 99812-9999").await;
        let first = request(&office, &[&one, &other], json!([])).await;
        let overlapping = request(&office, &[&third, &other], json!([])).await;
        let edited = request(&office, &[&one, &third], json!([])).await;
        let colleague = app.person("Beatriz Lima", "back_office_supervisor").await;
        let (mine, theirs) = tokio::join!(
            office.call("duplicates.merge", first),
            colleague.call("duplicates.merge", overlapping)
        );
        let refused = match (mine, theirs) {
            (Ok(_), Err(refused)) | (Err(refused), Ok(_)) => refused,
            both => panic!("exactly one succeeds: {both:?}"),
        };
        assert_eq!(refused.code(), "conflict");
        let shown = refused.to_json();
        assert!(["Wagner Assis", "Beatriz Lima"].contains(&shown["params"]["by"].as_str().unwrap()));
        assert_eq!(shown["params"]["current"]["preview"]["records"].as_array().unwrap().len(), 2);
        // One or the other of these was changed by the merge that won.
        let refused = office.call("duplicates.merge", edited).await.unwrap_err();
        assert_eq!(refused.code(), "conflict");
    }
);

story!(
    async fn dup_8_two_open_welcomes_of_a_kind_are_shown_and_one_is_chosen(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        let one = customer(&office, "Aparecida Teles", "", "(19) 99812-4471").await;
        let other = customer(&office, "Cida Teles", "", "(19) 99812-9999").await;
        let mut welcomes = Vec::new();
        for ficha in [&one, &other] {
            let open = json!({ "customer_id": ficha["id"], "cause": "new" });
            welcomes.push(office.call("onboarding.open", open).await.unwrap()["onboarding"]["id"].clone());
        }
        let ids = json!([one["id"], other["id"]]);
        let preview =
            office.call("duplicates.preview", json!({ "survivor_id": one["id"], "ids": ids })).await.unwrap();
        assert_eq!(preview["conflicts"][0]["rows"].as_array().unwrap().len(), 2);
        let mut request = request(&office, &[&one, &other], json!([])).await;
        let undecided = office.call("duplicates.merge", request.clone()).await.unwrap_err();
        assert_eq!(issues(&undecided)["keep_open.0"], "choose_one");
        request["keep_open"] = json!([welcomes[1]]);
        let merged = office.call("duplicates.merge", request).await.unwrap();
        let open = office.call("onboarding.list", json!({ "open": true })).await.unwrap();
        let open: Vec<_> =
            open["items"].as_array().unwrap().iter().map(|row| row["onboarding"]["id"].clone()).collect();
        assert!(open.contains(&welcomes[1]));
        assert!(!open.contains(&welcomes[0]), "set aside, not closed and not deleted");
        let detail = office.call("duplicates.merged", json!({ "id": merged["merge"]["id"] })).await.unwrap();
        let undo = json!({
            "id": merged["merge"]["id"], "survivor_version": detail["survivor_version"], "decisions": [],
        });
        office.call("duplicates.undo", undo).await.unwrap();
        let open = office.call("onboarding.list", json!({ "open": true })).await.unwrap();
        assert_eq!(open["open"], 2, "both are back where they were, and the merge's own is gone");
    }
);

story!(
    async fn dup_9_only_the_central_team_merges(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        let one = customer(&seller, "Aparecida Teles", "", "(19) 99812-4471").await;
        let other = customer(&seller, "Aparecida Telles", "", "(19) 99812-4471").await;
        let ids = json!([one["id"], other["id"]]);
        let nobody = uuid::Uuid::nil();
        let refused = [
            ("duplicates.preview", json!({ "survivor_id": one["id"], "ids": ids })),
            ("duplicates.merge", request(&seller, &[&one, &other], json!([])).await),
            ("duplicates.undo", json!({ "id": nobody, "survivor_version": 1, "decisions": [] })),
            ("duplicates.history", json!({ "customer_id": null, "offset": 0, "limit": 10 })),
            ("duplicates.merged", json!({ "id": nobody })),
            ("duplicates.not_duplicate", json!({ "ids": ids })),
        ];
        for (command, request) in refused {
            assert_eq!(seller.call(command, request).await.unwrap_err().code(), "forbidden", "{command}");
        }
        // Everybody who may read customers sees the suspects.
        let suspects = seller.call("duplicates.of_customer", json!({ "id": one["id"] })).await.unwrap();
        assert_eq!(suspects[0]["customer_id"], other["id"]);
    }
);

story!(
    async fn dup_3_told_apart_is_remembered_until_the_data_changes(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        let one = customer(&office, "Aparecida Teles", "529.982.247-25", "(19) 99812-4471").await;
        let other = customer(&office, "Cida Teles", "529.982.247-25", "(19) 99812-4471").await;
        let alerts = || async {
            office.call("customers.alerts", json!({ "id": one["id"] })).await.unwrap()["duplicate"].clone()
        };
        assert_eq!(alerts().await["id"], other["id"]);
        let alone = office.call("duplicates.not_duplicate", json!({ "ids": [one["id"]] })).await.unwrap_err();
        assert_eq!(issues(&alone)["ids"], "fichas_two");
        office.call("duplicates.not_duplicate", json!({ "ids": [other["id"], one["id"]] })).await.unwrap();
        assert!(alerts().await.is_null());
        for id in [&one["id"], &other["id"]] {
            let found = office.call("duplicates.of_customer", json!({ "id": id })).await.unwrap();
            assert_eq!(found, json!([]));
        }
        let version = ficha(&office, &other["id"]).await["customer"]["version"].clone();
        let mut changed = typed("Aparecida Telles", "529.982.247-25", "(19) 99812-4471");
        changed["code"] = json!(2);
        let change = json!({ "id": other["id"], "version": version, "input": changed, "asked_by": { "kind": "holder" } });
        office.call("customers.update", change).await.unwrap();
        assert_eq!(alerts().await["id"], other["id"]);
    }
);
