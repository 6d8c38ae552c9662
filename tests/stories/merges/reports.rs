//! What sellers report as one customer with several fichas (DUP-9).

use office::Client;
use serde_json::{Value, json};
use stories::{issues, story};

use super::{customer, ficha, merge, scanned};

async fn queue(client: &Client, certainty: Value) -> Value {
    let request = json!({ "text": "", "certainty": certainty, "offset": 0, "limit": 50 });
    client.call("duplicates.queue", request).await.unwrap()
}

async fn notices(client: &Client) -> Vec<Value> {
    let list = client.call("notices.list", json!({})).await.unwrap()["list"].clone();
    list.as_array().unwrap().clone()
}

async fn undo(client: &Client, merged: &Value) {
    let id = &merged["merge"]["id"];
    let detail = client.call("duplicates.merged", json!({ "id": id })).await.unwrap();
    let undo = json!({ "id": id, "survivor_version": detail["survivor_version"], "decisions": [] });
    client.call("duplicates.undo", undo).await.unwrap();
}

story!(
    async fn dup_9_a_seller_reports_a_suspect_and_hears_what_became_of_it(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        let office = app.person("Wagner Assis", "back_office").await;
        let one = customer(&seller, "Aparecida Gonçalves Teles", "529.982.247-25", "(19) 99812-4471").await;
        let other = customer(&seller, "Cida Prado", "", "(11) 97777-1234").await;
        let third = customer(&seller, "Aparecida Gonçalves Teles", "", "(19) 99812-4471").await;
        let report =
            json!({ "ids": [one["id"], other["id"]], "reason": "Mesma pessoa: casou e mudou de nome." });
        for (wrong, field, code) in [
            (json!({ "ids": [one["id"], one["id"]], "reason": "casou" }), "ids", "fichas_two"),
            (json!({ "ids": [one["id"], other["id"]], "reason": "..." }), "reason", "says_nothing"),
        ] {
            let refused = seller.call("duplicates.report", wrong).await.unwrap_err();
            assert_eq!(issues(&refused)[field], code);
        }
        let made = seller.call("duplicates.report", report.clone()).await.unwrap();
        assert_eq!((&made["state"], &made["reported_by"]), (&json!("open"), &json!("Caio Menezes")));
        let again = seller.call("duplicates.report", report.clone()).await.unwrap_err();
        assert_eq!(issues(&again)["ids"], "report_open");
        assert_eq!(office.call("duplicates.report", report).await.unwrap_err().code(), "forbidden");

        let told = notices(&office).await;
        assert_eq!((&told[0]["kind"], &told[0]["subject_id"]), (&json!("duplicate_reported"), &made["id"]));
        assert_eq!(told[0]["text"], "Caio Menezes: Mesma pessoa: casou e mudou de nome.");
        assert!(notices(&seller).await.is_empty());
        // It waits before what a search finds, and a search leaves it where it is.
        for groups in [1, 2] {
            let found = queue(&office, json!(null)).await;
            assert_eq!((&found["open"], &found["total"]), (&json!(groups), &json!(groups)), "{found}");
            assert_eq!(found["groups"][0]["id"], made["id"]);
            assert_eq!(found["groups"][0]["report"]["by"], "Caio Menezes");
            assert_eq!(queue(&office, json!("reported")).await["total"], 1);
            scanned(&office).await;
        }
        let of = async |id: &Value| seller.call("duplicates.reports", json!({ "id": id })).await.unwrap();
        assert_eq!(of(&other["id"]).await[0]["id"], made["id"]);
        assert_eq!(of(&third["id"]).await, json!([]));

        let merged = merge(&office, &[&one, &other], json!([])).await;
        let heard = notices(&seller).await;
        assert_eq!(
            (&heard[0]["kind"], &heard[0]["subject_id"]),
            (&json!("duplicate_report_merged"), &one["id"])
        );
        assert_eq!(queue(&office, json!("reported")).await["groups"], json!([]));
        undo(&office, &merged).await;
        assert_eq!(queue(&office, json!("reported")).await["total"], 1, "to be decided again");
        office.call("duplicates.not_duplicate", json!({ "ids": [one["id"], other["id"]] })).await.unwrap();
        let kinds: Vec<_> = notices(&seller).await.iter().map(|notice| notice["kind"].clone()).collect();
        for kind in ["duplicate_report_merged", "duplicate_report_again", "duplicate_report_apart"] {
            assert!(kinds.contains(&json!(kind)), "{kinds:?}");
        }
        assert_eq!(of(&other["id"]).await, json!([]));
    }
);

story!(
    async fn dup_9_a_report_follows_its_fichas_and_gives_no_right_to_merge(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        let office = app.person("Wagner Assis", "back_office").await;
        let one = customer(&seller, "Aparecida Teles", "", "(19) 99812-4471").await;
        let other = customer(&seller, "Cida Prado", "", "(11) 97777-1234").await;
        let third = customer(&seller, "Aparecida Telles", "", "(19) 99812-4471").await;
        let ids = json!([one["id"], other["id"]]);
        let report = json!({ "ids": ids, "reason": "Mesma pessoa: casou e mudou de nome." });
        seller.call("duplicates.report", report.clone()).await.unwrap();
        let preview = json!({ "survivor_id": one["id"], "ids": ids });
        assert_eq!(seller.call("duplicates.preview", preview).await.unwrap_err().code(), "forbidden");
        let mut records = Vec::new();
        for id in [&one["id"], &other["id"]] {
            let version = ficha(&seller, id).await["customer"]["version"].clone();
            records.push(json!({ "id": id, "version": version }));
        }
        let asked = json!({ "survivor_id": one["id"], "records": records, "choices": [], "keep_open": [] });
        assert_eq!(seller.call("duplicates.merge", asked).await.unwrap_err().code(), "forbidden");
        // One of them goes into a ficha nobody reported: the report is about that one now.
        merge(&office, &[&third, &one], json!([])).await;
        let waiting = queue(&office, json!("reported")).await;
        let fichas: Vec<_> = waiting["groups"][0]["fichas"]
            .as_array()
            .unwrap()
            .iter()
            .map(|ficha| ficha["id"].clone())
            .collect();
        assert_eq!(fichas, [other["id"].clone(), third["id"].clone()], "{waiting}");
        let closed = seller.call("duplicates.report", report).await.unwrap_err();
        assert_eq!(issues(&closed)[""], "ficha_merged");
        merge(&office, &[&third, &other], json!([])).await;
        assert_eq!(notices(&seller).await[0]["kind"], "duplicate_report_merged");
    }
);
