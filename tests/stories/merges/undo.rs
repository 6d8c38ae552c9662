//! Taking a merge back (DUP-5).

use std::time::{Duration, Instant};

use office::Client;
use serde_json::{Value, json};
use stories::{issues, story};

use super::rows::{add_row, all, new_id, owner_of};
use super::{customer, ficha, list, merge, request, typed};

/// The request that takes a merge back as everything is now.
pub async fn undo_request(client: &Client, merged: &Value, decisions: Value) -> Value {
    let id = &merged["merge"]["id"];
    let detail = client.call("duplicates.merged", json!({ "id": id })).await.unwrap();
    json!({ "id": id, "survivor_version": detail["survivor_version"], "decisions": decisions })
}

async fn edit(client: &Client, id: &Value, input: Value) {
    let version = ficha(client, id).await["customer"]["version"].clone();
    let change = json!({ "id": id, "version": version, "input": input, "asked_by": { "kind": "holder" } });
    client.call("customers.update", change).await.unwrap();
}

story!(
    async fn dup_5_a_merge_is_taken_back_after_later_changes(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        let one = customer(&office, "Aparecida Gonçalves Teles", "529.982.247-25", "(19) 99812-4471").await;
        let other = customer(&office, "Cida Teles", "", "(19) 99812-9999").await;
        let before = ficha(&office, &other["id"]).await;
        let theirs = add_row(&app, "receivable", &other["id"]).await;
        let choices = json!([{ "field": "name", "from": other["id"] }]);
        let merged = merge(&office, &[&one, &other], choices).await;
        // Afterwards: another name is left alone, a telephone and a contract are added.
        let mut later = typed("Cida Teles", "529.982.247-25", "(19) 99812-4471");
        later["contact_name"] = json!("Sônia");
        later["contact_points"] = json!([
            { "kind": "mobile", "value": "(19) 99812-4471", "label": "" },
            { "kind": "email", "value": "cida.teles@exemplo.com.br", "label": "" },
            { "kind": "mobile", "value": "(19) 99812-9999", "label": "" },
            { "kind": "phone", "value": "(19) 3251-0087", "label": "loja" },
        ]);
        edit(&office, &one["id"], later).await;
        let added = add_row(&app, "contract", &one["id"]).await;
        let detail = office.call("duplicates.merged", json!({ "id": merged["merge"]["id"] })).await.unwrap();
        assert_eq!(detail["conflicts"], json!([]));
        assert_eq!(detail["returning"], json!([{ "kind": "receivable", "count": 1 }]));
        let undo = undo_request(&office, &merged, json!([])).await;
        office.call("duplicates.undo", undo.clone()).await.unwrap();
        let survivor = ficha(&office, &one["id"]).await;
        assert_eq!(survivor["customer"]["name"], "Aparecida Gonçalves Teles");
        assert_eq!(survivor["customer"]["contact_name"], "Sônia");
        let reach: Vec<_> =
            survivor["contact_points"].as_array().unwrap().iter().map(|p| p["value"].clone()).collect();
        assert_eq!(reach, ["+5519998124471", "cida.teles@exemplo.com.br", "+551932510087"]);
        let mut back = ficha(&office, &other["id"]).await;
        assert!(back["customer"]["merged_into"].is_null());
        assert_eq!(owner_of(&app, "receivable", theirs).await, other["id"]);
        assert_eq!(owner_of(&app, "contract", added).await, one["id"]);
        for field in ["version", "updated_at", "updated_by"] {
            back["customer"][field] = before["customer"][field].clone();
        }
        for part in ["customer", "contact_points", "addresses"] {
            assert_eq!(back[part], before[part]);
        }
        assert_eq!(list(&office, "cida").await, [1, 2]);
        let twice = office.call("duplicates.undo", undo).await.unwrap_err();
        assert_eq!(issues(&twice)[""], "merge_undone");
        let history = json!({ "customer_id": other["id"], "offset": 0, "limit": 10 });
        let history = office.call("duplicates.history", history).await.unwrap();
        assert_eq!(history["total"], 1);
        assert_eq!(history["rows"][0]["merge"]["undone_by"], "Wagner Assis");
        assert_eq!(history["rows"][0]["fichas"][0]["code"], 2);
    }
);

story!(
    async fn dup_5_a_field_changed_since_is_asked_never_guessed(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        for keep in [true, false] {
            let one = customer(&office, "Aparecida Teles", "", "(19) 99812-4471").await;
            let other = customer(&office, "Cida Teles", "", "(19) 99812-9999").await;
            let choices = json!([{ "field": "name", "from": other["id"] }]);
            let merged = merge(&office, &[&one, &other], choices).await;
            let mut later = typed("Cida Teles Prado", "", "(19) 99812-4471");
            later["contact_points"] =
                json!([{ "kind": "mobile", "value": "(19) 99812-9999", "label": "recado" }]);
            edit(&office, &one["id"], later).await;
            let id = &merged["merge"]["id"];
            let detail = office.call("duplicates.merged", json!({ "id": id })).await.unwrap();
            let asked: Vec<_> =
                detail["conflicts"].as_array().unwrap().iter().map(|one| one["field"].clone()).collect();
            assert_eq!(asked, ["name", "contact_points"]);
            assert_eq!(detail["conflicts"][0]["before"], "Aparecida Teles");
            assert_eq!(detail["conflicts"][0]["after"], "Cida Teles");
            assert_eq!(detail["conflicts"][0]["now"], "Cida Teles Prado");
            let undecided = undo_request(&office, &merged, json!([])).await;
            let refused = office.call("duplicates.undo", undecided).await.unwrap_err();
            assert_eq!(issues(&refused)["decisions.name"], "changed_since_merge");
            let decisions =
                json!([{ "field": "name", "keep": keep }, { "field": "contact_points", "keep": keep }]);
            let mut undo = undo_request(&office, &merged, decisions).await;
            undo["survivor_version"] = json!(1);
            assert_eq!(office.call("duplicates.undo", undo.clone()).await.unwrap_err().code(), "conflict");
            undo["survivor_version"] = detail["survivor_version"].clone();
            office.call("duplicates.undo", undo).await.unwrap();
            let now = ficha(&office, &one["id"]).await;
            let expected = if keep { "Cida Teles Prado" } else { "Aparecida Teles" };
            assert_eq!(now["customer"]["name"], expected);
            assert_eq!(now["contact_points"].as_array().unwrap().len(), usize::from(keep));
        }
    }
);

story!(
    async fn dup_5_merges_on_top_are_taken_back_first(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        let one = customer(&office, "Aparecida Teles", "", "(19) 99812-4471").await;
        let other = customer(&office, "Cida Teles", "", "(19) 99812-9999").await;
        let last = customer(&office, "A. Teles", "", "(19) 99812-4471").await;
        let row = add_row(&app, "ticket", &other["id"]).await;
        let first = merge(&office, &[&one, &other], json!([])).await;
        let second = merge(&office, &[&last, &one], json!([])).await;
        assert_eq!(owner_of(&app, "ticket", row).await, last["id"]);
        let too_early = undo_request(&office, &first, json!([])).await;
        let refused = office.call("duplicates.undo", too_early).await.unwrap_err();
        assert_eq!(issues(&refused)[""], "merge_on_top");
        assert_eq!(refused.issues()[0].params["number"], "2");
        for (merged, owner) in [(&second, &one), (&first, &other)] {
            let undo = undo_request(&office, merged, json!([])).await;
            office.call("duplicates.undo", undo).await.unwrap();
            assert_eq!(owner_of(&app, "ticket", row).await, owner["id"]);
        }
        assert_eq!(list(&office, "").await, [1, 2, 3]);
    }
);

story!(
    async fn dup_4_five_thousand_rows_are_one_quick_transaction(app: TestApp) {
        const ROWS: i64 = 5_000;
        let office = app.person("Wagner Assis", "back_office").await;
        let one = customer(&office, "Aparecida Teles", "", "(19) 99812-4471").await;
        let other = customer(&office, "Cida Teles", "", "(19) 99812-9999").await;
        let whose: uuid::Uuid = other["id"].as_str().unwrap().parse().unwrap();
        let rows: Vec<_> = (0..ROWS).map(|_| new_id()).collect();
        let mut tx = app.app.db.begin_write().await.unwrap();
        office::insert_many!(
            &mut tx,
            "insert into receivable (id, customer_id, description, due_on, amount_cents) \
             values ($1, $2, 'Mensalidade', '2026-12-01', 9990)",
            rows,
            |id| id,
            whose
        )
        .unwrap();
        tx.commit().await.unwrap();
        let request = request(&office, &[&one, &other], json!([])).await;
        let begun = Instant::now();
        let merged = office.call("duplicates.merge", request).await.unwrap();
        let merging = begun.elapsed();
        assert_eq!(merged["merge"]["rows_moved"], ROWS);
        let undo = undo_request(&office, &merged, json!([])).await;
        let begun = Instant::now();
        office.call("duplicates.undo", undo).await.unwrap();
        println!("{}: merged in {merging:?}, undone in {:?}", app.app.db.engine(), begun.elapsed());
        assert_eq!(all(&app, "receivable").await.iter().filter(|(_, owner)| *owner == whose).count(), 5_000);
        // 200 ms on a machine with nothing else to do; the tests share theirs.
        assert!(merging < Duration::from_secs(2), "{merging:?}");
    }
);
