//! One change to many customers marked in the list, and taking it back (CUS-7, SYS-3, SYS-8).

use office::Client;
use serde_json::{Value, json};
use stories::{issues, story};

fn typed(name: &str) -> Value {
    json!({
        "code": null, "kind": "person", "name": name, "trade_name": "", "document": "",
        "birth_date": "", "mother_name": "", "contact_name": "", "segment": "retail", "responsible_id": null,
        "contact_points": [{ "kind": "mobile", "value": "(19) 99812-4471", "label": "" }], "addresses": [],
    })
}

async fn customers(client: &Client, names: &[&str]) -> Vec<Value> {
    let mut ids = Vec::new();
    for name in names {
        ids.push(client.call("customers.create", typed(name)).await.unwrap()["id"].clone());
    }
    ids
}

async fn ended(client: &Client, command: &str, request: Value) -> (Value, Value) {
    let job = client.call(command, request).await.unwrap();
    for _ in 0..400 {
        let seen = client.call("jobs.get", job.clone()).await.unwrap();
        if seen["state"] != "running" {
            assert_eq!(seen["state"], "done", "{seen}");
            return (job["id"].clone(), seen["result"].clone());
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("the job does not end");
}

async fn customer(client: &Client, id: &Value) -> Value {
    client.call("customers.ficha", json!({ "id": id })).await.unwrap()["customer"].clone()
}

story!(
    async fn sys_8_many_customers_get_another_responsible_and_back(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        let me = seller.call("app.status", json!({})).await.unwrap()["user"]["id"].clone();
        let ids = customers(&seller, &["Ana Lima", "Bia Reis", "Caio Paz"]).await;
        let change = json!({ "kind": "responsible", "user_id": me });
        let request = json!({ "ids": [ids[0], ids[1], uuid::Uuid::nil()], "change": change });
        let (job, done) = ended(&seller, "customers.change_many", request.clone()).await;
        assert_eq!(
            (done["before"].as_array().unwrap().len(), &done["passed_over"]),
            (2, &json!(1)),
            "{done}"
        );
        assert_eq!(customer(&seller, &ids[0]).await["responsible_id"], me);
        assert_eq!(customer(&seller, &ids[2]).await["responsible_id"], json!(null));
        let again = ended(&seller, "customers.change_many", request).await.1;
        assert_eq!(again, json!({ "passed_over": 3, "before": [] }), "they are so already");

        // One that was changed again since is not put back.
        let segment = json!({ "ids": [ids[1]], "change": { "kind": "segment", "segment": "corporate" } });
        ended(&seller, "customers.change_many", segment).await;
        let undo = json!({ "job": job, "reason": "Mudança desfeita" });
        let told = ended(&seller, "customers.undo_many", undo.clone()).await.1;
        assert_eq!(told, json!({ "restored": 1, "kept": 1 }));
        assert_eq!(customer(&seller, &ids[0]).await["responsible_id"], json!(null));
        let kept = customer(&seller, &ids[1]).await;
        assert_eq!((&kept["responsible_id"], &kept["segment"]), (&me, &json!("corporate")));
        let other = app.person("Daniela Rocha", "commercial").await;
        assert_eq!(other.call("customers.undo_many", undo).await.unwrap_err().code(), "not_found");
    }
);

story!(
    async fn cus_7_many_customers_are_inactivated_with_a_reason_on_each_timeline(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        let ids = customers(&office, &["Ana Lima", "Bia Reis"]).await;
        let request = |reason: &str| json!({ "ids": ids, "change": { "kind": "inactivate", "reason": reason, "customer_replied": true } });
        for reason in ["", "...", "aaaa"] {
            let refused = office.call("customers.change_many", request(reason)).await.unwrap_err();
            assert!(issues(&refused).contains_key("reason"), "{reason:?}");
        }
        let (job, _) = ended(&office, "customers.change_many", request("Fora da área de cobertura")).await;
        for id in &ids {
            let now = customer(&office, id).await;
            let shown = (&now["status"], &now["status_reason"]);
            assert_eq!(shown, (&json!("inactive"), &json!("Fora da área de cobertura")));
        }
        let read = json!({ "customer_id": ids[0], "kind": null, "offset": 0, "limit": 10 });
        let timeline = office.call("customers.timeline", read).await.unwrap().to_string();
        assert!(timeline.contains("Fora da área de cobertura"), "{timeline}");
        assert!(timeline.contains("customer_inactivated_replied"), "SAL-4 goes by it: {timeline}");
        let undo = json!({ "job": job, "reason": "Mudança desfeita" });
        let told = ended(&office, "customers.undo_many", undo).await.1;
        assert_eq!(told, json!({ "restored": 2, "kept": 0 }));
        assert_eq!(customer(&office, &ids[1]).await["status"], "active");
    }
);

story!(
    async fn cus_7_sal_4_taking_a_reactivation_of_many_back_keeps_who_had_replied(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        let ids = customers(&office, &["Ana Lima", "Bia Reis"]).await;
        let last = async |id: &Value| {
            app.clock.advance(chrono::TimeDelta::minutes(1));
            let read = json!({ "customer_id": id, "kind": null, "offset": 0, "limit": 10 });
            let timeline = office.call("customers.timeline", read).await.unwrap();
            timeline["entries"][0]["title"].clone()
        };
        for (id, replied) in [(&ids[0], true), (&ids[1], false)] {
            let change =
                json!({ "kind": "inactivate", "reason": "Mudou de cidade", "customer_replied": replied });
            ended(&office, "customers.change_many", json!({ "ids": [id], "change": change })).await;
        }
        assert_eq!(last(&ids[0]).await, "customer_inactivated_replied");
        assert_eq!(last(&ids[1]).await, "customer_inactivated");
        let back = json!({ "ids": ids, "change": { "kind": "reactivate", "reason": "Voltaram" } });
        let (job, done) = ended(&office, "customers.change_many", back).await;
        assert_eq!(done["before"][0]["customer_replied"], true);
        assert_eq!(last(&ids[0]).await, "customer_reactivated");
        let undo = json!({ "job": job, "reason": "Mudança desfeita" });
        ended(&office, "customers.undo_many", undo).await;
        assert_eq!(last(&ids[0]).await, "customer_inactivated_replied");
        assert_eq!(last(&ids[1]).await, "customer_inactivated");
    }
);

story!(
    async fn sys_8_a_change_of_many_is_refused_as_a_whole_when_it_makes_no_sense(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        let ids = customers(&office, &["Ana Lima"]).await;
        let nobody = uuid::Uuid::nil();
        for (request, field, code) in [
            (json!({ "ids": [], "change": { "kind": "segment", "segment": "retail" } }), "ids", "required"),
            (
                json!({ "ids": vec![nobody; 10_001], "change": { "kind": "segment", "segment": "retail" } }),
                "ids",
                "too_many",
            ),
            (
                json!({ "ids": ids, "change": { "kind": "responsible", "user_id": nobody } }),
                "user_id",
                "unknown",
            ),
        ] {
            let refused = office.call("customers.change_many", request).await.unwrap_err();
            assert_eq!(issues(&refused).get(field).map(String::as_str), Some(code));
        }
        let reader = app.person("Fernanda Alves", "finance").await;
        for (command, request) in [
            (
                "customers.change_many",
                json!({ "ids": ids, "change": { "kind": "segment", "segment": "retail" } }),
            ),
            ("customers.undo_many", json!({ "job": nobody, "reason": "Desfeita" })),
        ] {
            let refused = reader.call(command, request).await;
            let forbidden = refused.as_ref().is_err_and(|error| error.code() == "forbidden");
            assert!(forbidden, "{command}: {refused:?}");
        }
    }
);
