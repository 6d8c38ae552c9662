//! What customers do not want to be written about (CUS-8).

use office::dispatch::{Actor, TaskCx};
use office::mailings::commands::enqueue;
use office::mailings::model::NewMessage;
use office::session::SessionSlot;
use serde_json::{Value, json};
use stories::{TestApp, issues, story, try_sql};

async fn rosa(app: &TestApp) -> Value {
    let input = json!({
        "code": null, "kind": "person", "name": "Rosa Prado", "trade_name": "", "document": "", "birth_date": "",
        "mother_name": "", "contact_name": "", "segment": "retail", "responsible_id": null,
        "contact_points": [{ "kind": "email", "value": "rosa@exemplo.com.br", "label": "" }], "addresses": [],
    });
    app.admin.call("customers.create", input).await.unwrap()["id"].clone()
}

fn said(customer: &Value, purpose: &str, refused: bool, on: &str) -> Value {
    json!({
        "customer_id": customer, "purpose": purpose, "refused": refused, "origin": "phone", "said_on": on,
        "note": "Pediu ao telefone.",
    })
}

/// Queues a message as a feature would; gives the codes of a refusal.
async fn send(app: &TestApp, customer: &Value, purpose: &str) -> Result<(), Value> {
    let task = TaskCx {
        app: app.app.clone(),
        actor: Actor::system("story"),
        session: SessionSlot::default(),
        command: "story.send",
        stales: &[],
    };
    let message = NewMessage {
        purpose: purpose.to_owned(),
        purpose_key: "1".to_owned(),
        customer_id: Some(serde_json::from_value(customer.clone()).unwrap()),
        recipient_name: "Rosa Prado".to_owned(),
        recipient_address: "rosa@exemplo.com.br".to_owned(),
        subject: "Para você".to_owned(),
        body_text: "Olá".to_owned(),
        body_html: String::new(),
        attachments: Vec::new(),
    };
    let mut cx = task.write().await.unwrap();
    match enqueue(&mut cx, message).await {
        Ok(_) => {
            task.commit(cx).await.unwrap();
            Ok(())
        }
        Err(error) => {
            cx.tx.rollback().await.unwrap();
            Err(error.to_json()["issues"][0].clone())
        }
    }
}

story!(
    async fn cus_8_a_refused_message_is_not_queued_and_money_owed_is_told(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        let id = rosa(&app).await;
        let standing = seller.call("opt_outs.of_customer", json!({ "customer_id": id })).await.unwrap();
        assert_eq!(standing["purposes"].as_array().unwrap().len(), 4);
        let after = seller.call("opt_outs.record", said(&id, "offers", true, "2026-11-20")).await.unwrap();
        assert_eq!(
            (&after["purposes"][0]["purpose"], &after["purposes"][0]["refused"]),
            (&json!("offers"), &json!(true))
        );
        assert_eq!(after["purposes"][1]["refused"], false);
        let refused = send(&app, &id, "offer").await.unwrap_err();
        assert_eq!(refused["code"], "opted_out");
        assert_eq!(refused["params"], json!({ "purpose": "offers", "since": "2026-11-20" }));
        for purpose in ["letter", "price_adjustment", "collection", "quote"] {
            assert_eq!(send(&app, &id, purpose).await, Ok(()), "{purpose}");
        }
        app.clock.advance(chrono::TimeDelta::minutes(5));
        // Taken back, it is sent again; both stay in the history with day, origin and who.
        seller.call("opt_outs.record", said(&id, "offers", false, "2026-11-23")).await.unwrap();
        assert_eq!(send(&app, &id, "offer").await, Ok(()));
        let all = seller.call("opt_outs.of_customer", json!({ "customer_id": id })).await.unwrap();
        let history = all["history"].as_array().unwrap();
        assert_eq!(history.len(), 2);
        assert_eq!((&history[1]["refused"], &history[1]["by_name"]), (&json!(true), &json!("Caio Menezes")));
        assert_eq!((&history[1]["origin"], &history[1]["said_on"]), (&json!("phone"), &json!("2026-11-20")));
        let request = json!({ "customer_id": id, "kind": "record", "offset": 0, "limit": 50 });
        let timeline = seller.call("customers.timeline", request).await.unwrap();
        assert_eq!(timeline["entries"][0]["title"], "offers_allowed");
    }
);

story!(
    async fn cus_8_refusals_are_only_added_and_say_something_new(app: TestApp) {
        let id = rosa(&app).await;
        let wrong = |refused: bool, on: &str| said(&id, "letters", refused, on);
        let refused = app.admin.call("opt_outs.record", wrong(true, "2027-01-01")).await.unwrap_err();
        assert_eq!(issues(&refused)["said_on"], "date_future");
        app.admin.call("opt_outs.record", wrong(true, "2026-11-20")).await.unwrap();
        let refused = app.admin.call("opt_outs.record", wrong(true, "2026-11-21")).await.unwrap_err();
        assert_eq!(issues(&refused)["refused"], "refused_already");
        let refused = app.admin.call("opt_outs.record", wrong(false, "2026-11-19")).await.unwrap_err();
        assert_eq!(issues(&refused)["said_on"], "said_later_since");
        let nothing = json!({ "customer_id": id, "purpose": "collection", "refused": true, "origin": "phone",
            "said_on": "2026-11-20", "note": "" });
        assert_eq!(app.admin.call("opt_outs.record", nothing).await.unwrap_err().code(), "invalid");
        for sql in
            ["update opt_out set refused = false", "update opt_out set note = ''", "delete from opt_out"]
        {
            assert!(try_sql(&app, sql.to_owned()).await.unwrap_err().contains("append-only"), "{sql}");
        }
    }
);
