//! Who a customer is, changed on the word of a third party, waits for the holder (CUS-9).

use office::Client;
use serde_json::{Value, json};
use stories::{TestApp, issues, registered, story};

fn typed(email: &str) -> Value {
    let contact_points = match email {
        "" => json!([]),
        email => json!([{ "kind": "email", "value": email, "label": "" }]),
    };
    json!({
        "code": null, "kind": "person", "name": "Rosa Prado", "trade_name": "", "document": "529.982.247-25",
        "birth_date": "1970-03-02", "mother_name": "", "contact_name": "", "segment": "retail",
        "responsible_id": null, "contact_points": contact_points, "addresses": [],
    })
}

async fn rosa(client: &Client, email: &str) -> Value {
    registered(client, typed(email)).await
}

fn daughter() -> Value {
    json!({ "kind": "third_party", "name": "Bia Prado", "relation": "filha" })
}

/// Saves Rosa's ficha as it is now with these fields changed.
async fn save(client: &Client, id: &Value, asked_by: Value, fields: Value) -> office::Result<Value> {
    let ficha = client.call("customers.ficha", json!({ "id": id })).await.unwrap();
    let customer = &ficha["customer"];
    let mut input = typed("");
    for field in ["code", "kind", "name", "document", "mother_name", "contact_name", "responsible_id"] {
        input[field] = customer[field].clone();
    }
    input["birth_date"] = json!(customer["birth_date"].as_str().unwrap_or_default());
    input["contact_points"] = ficha["contact_points"].clone();
    for (field, value) in fields.as_object().unwrap() {
        input[field] = value.clone();
    }
    let request = json!({ "id": id, "version": customer["version"], "input": input, "asked_by": asked_by });
    client.call("customers.update", request).await
}

fn answer(change: &Value) -> Value {
    json!({
        "id": change["id"], "version": change["version"], "channel": "phone",
        "text": "Liguei no número da ficha: confirmou tudo.", "link": "",
    })
}

async fn customer(client: &Client, id: &Value) -> Value {
    client.call("customers.ficha", json!({ "id": id })).await.unwrap()["customer"].clone()
}

async fn titles(client: &Client, id: &Value) -> Vec<String> {
    let request = json!({ "customer_id": id, "kind": null, "offset": 0, "limit": 50 });
    let timeline = client.call("customers.timeline", request).await.unwrap();
    let entries = timeline["entries"].as_array().unwrap();
    entries.iter().map(|entry| entry["title"].as_str().unwrap().to_owned()).collect()
}

async fn messages(app: &TestApp) -> Vec<Value> {
    let request = json!({ "view": "all", "text": "", "customer_id": null, "offset": 0, "limit": 50 });
    let page = app.admin.call("mailings.outbox", request).await.unwrap();
    page["rows"].as_array().unwrap().clone()
}

story!(
    async fn cus_9_on_a_third_partys_word_who_they_are_waits_and_the_rest_is_saved(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        let id = rosa(&seller, "rosa@exemplo.com.br").await["id"].clone();
        let fields = json!({
            "name": "Rosa Prado Lima", "document": "111.444.777-35", "contact_name": "Bia",
            "contact_points": [{ "kind": "email", "value": "bia@exemplo.com.br", "label": "" }],
        });
        let saved = save(&seller, &id, daughter(), fields).await.unwrap();
        assert_eq!(saved["customer"]["name"], "Rosa Prado");
        assert_eq!(saved["customer"]["document"], "52998224725");
        assert_eq!(saved["customer"]["contact_name"], "Bia");
        let waiting = &saved["waiting"];
        let changed: Vec<_> = waiting["fields"].as_array().unwrap().iter().collect();
        assert_eq!(changed[0]["field"], "name");
        assert_eq!(
            (&changed[1]["before"], &changed[1]["after"]),
            (&json!("52998224725"), &json!("11144477735"))
        );
        // The copy goes to the address the holder had, not to the one the third party put there.
        assert_eq!(waiting["copy_sent_to"], "rosa@exemplo.com.br");
        assert_eq!(waiting["copy_to_holder"], true);
        let queued = messages(&app).await;
        assert_eq!(queued.len(), 1);
        assert_eq!(queued[0]["recipient_address"], "rosa@exemplo.com.br");
        let letter = app.admin.call("mailings.message", json!({ "id": queued[0]["id"] })).await.unwrap();
        let words = letter["body_text"].as_str().unwrap();
        assert!(words.contains("Bia Prado (filha)") && words.contains("Rosa Prado → Rosa Prado Lima"));
        assert!(words.contains("***.444.777-**") && !words.contains("11144477735"));
        assert!(titles(&seller, &id).await.contains(&"holder_change_waiting".to_owned()));
        let all = app.admin.call("holder_changes.waiting", json!({})).await.unwrap();
        assert_eq!((&all["total"], &all["items"][0]["customer_name"]), (&json!(1), &json!("Rosa Prado")));

        let confirmed = seller.call("holder_changes.confirm", answer(waiting)).await.unwrap();
        assert_eq!((&confirmed["state"], &confirmed["channel"]), (&json!("confirmed"), &json!("phone")));
        let now = customer(&seller, &id).await;
        assert_eq!((&now["name"], &now["document"]), (&json!("Rosa Prado Lima"), &json!("11144477735")));
        assert_eq!(now["contact_name"], "Bia");
        let told = titles(&seller, &id).await;
        assert!(told.contains(&"holder_change_confirmed".to_owned()) && told.contains(&String::new()));
        let all = app.admin.call("holder_changes.waiting", json!({})).await.unwrap();
        assert_eq!(all["total"], 0);
        let audit = json!({
            "actor_id": null, "entity": "holder_change", "entity_id": "", "command": "", "from": null, "to": null,
            "before_seq": null,
        });
        let audit = app.admin.call("audit.list", audit).await.unwrap();
        assert_eq!(audit["entries"].as_array().unwrap().len(), 2);
    }
);

story!(
    async fn cus_9_the_holders_own_word_waits_for_nobody(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        let id = rosa(&seller, "rosa@exemplo.com.br").await["id"].clone();
        let holder = json!({ "kind": "holder" });
        let saved = save(&seller, &id, holder, json!({ "name": "Rosa Lima" })).await.unwrap();
        assert_eq!((&saved["customer"]["name"], &saved["waiting"]), (&json!("Rosa Lima"), &Value::Null));
        // What says nothing of who they are waits for nobody either, but is told.
        let saved = save(&seller, &id, daughter(), json!({ "contact_name": "Bia" })).await.unwrap();
        assert_eq!((&saved["customer"]["contact_name"], &saved["waiting"]), (&json!("Bia"), &Value::Null));
        assert!(titles(&seller, &id).await.contains(&"changed_for_third_party".to_owned()));
        assert!(messages(&app).await.is_empty());
        // Nobody leaves open on whose word; a third party is named; what was typed wrong is told with it.
        let silent = json!({ "id": id, "version": 3, "input": typed("") });
        assert_eq!(seller.call("customers.update", silent).await.unwrap_err().code(), "invalid");
        let nameless = json!({ "kind": "third_party", "name": "", "relation": "..." });
        let refused = save(&seller, &id, nameless, json!({ "document": "1" })).await.unwrap_err();
        let wrong = issues(&refused);
        assert_eq!(wrong["asked_by.name"], "required");
        assert_eq!(wrong["asked_by.relation"], "says_nothing");
        assert!(wrong.contains_key("document"), "{wrong:?}");
        let finance = app.person("Rosa Dias", "finance").await;
        let refused = save(&finance, &id, daughter(), json!({ "name": "X" })).await.unwrap_err();
        assert_eq!(refused.code(), "forbidden");
    }
);

story!(
    async fn cus_9_a_second_request_joins_the_first(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        let id = rosa(&seller, "").await["id"].clone();
        let fields = json!({ "name": "Rosa P. Lima", "mother_name": "Ana Prado" });
        let first = save(&seller, &id, daughter(), fields).await.unwrap();
        assert_eq!(first["waiting"]["copy_to_holder"], false);
        let son = json!({ "kind": "third_party", "name": "Davi Prado", "relation": "filho" });
        let second = save(&seller, &id, son, json!({ "name": "Rosa Lima" })).await.unwrap();
        assert_eq!(second["waiting"]["id"], first["waiting"]["id"]);
        assert_eq!(second["waiting"]["requester_name"], "Davi Prado");
        let after: Vec<_> =
            second["waiting"]["fields"].as_array().unwrap().iter().map(|it| it["after"].clone()).collect();
        assert_eq!(after, ["Rosa Lima", "Ana Prado"]);
        // Whoever looks at the first is told of the second.
        let stale = seller.call("holder_changes.confirm", answer(&first["waiting"])).await.unwrap_err();
        assert_eq!(stale.code(), "conflict");
        assert_eq!(stale.to_json()["params"]["current"]["requester_name"], "Davi Prado");
        let refused = seller.call("holder_changes.refuse", answer(&second["waiting"])).await.unwrap();
        assert_eq!(refused["state"], "refused");
        assert_eq!(customer(&seller, &id).await["name"], "Rosa Prado");
        let again = seller.call("holder_changes.confirm", answer(&refused)).await.unwrap_err();
        assert_eq!(again.code(), "conflict");
        let of = seller.call("holder_changes.of_customer", json!({ "customer_id": id })).await.unwrap();
        assert_eq!(of.as_array().unwrap().len(), 1);
    }
);

story!(
    async fn sys_2_a_confirmation_over_what_stands_there_meanwhile_needs_a_second_look(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        let id = rosa(&seller, "").await["id"].clone();
        let saved = save(&seller, &id, daughter(), json!({ "name": "Rosa Lima" })).await.unwrap();
        let holder = json!({ "kind": "holder" });
        save(&seller, &id, holder, json!({ "name": "Rosa Dias", "mother_name": "Ana" })).await.unwrap();
        let mut yes = answer(&saved["waiting"]);
        let refused = seller.call("holder_changes.confirm", yes.clone()).await.unwrap_err().to_json();
        assert_eq!(refused["code"], "conflict");
        let current = &refused["params"]["current"];
        assert_eq!((&current["input"]["name"], &current["fields"]), (&json!("Rosa Dias"), &json!(["name"])));
        assert_eq!(customer(&seller, &id).await["name"], "Rosa Dias");
        yes["over_version"] = current["version"].clone();
        seller.call("holder_changes.confirm", yes).await.unwrap();
        let now = customer(&seller, &id).await;
        assert_eq!((&now["name"], &now["mother_name"]), (&json!("Rosa Lima"), &json!("Ana")));
    }
);

story!(
    async fn cus_2_the_holders_answer_and_a_withdrawal_say_something(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        let id = rosa(&seller, "").await["id"].clone();
        let saved = save(&seller, &id, daughter(), json!({ "birth_date": "" })).await.unwrap();
        let mut mute = answer(&saved["waiting"]);
        mute["text"] = json!("...");
        let refused = seller.call("holder_changes.confirm", mute.clone()).await.unwrap_err();
        assert_eq!(issues(&refused)["text"], "says_nothing");
        mute["channel"] = json!("whatsapp");
        let refused = seller.call("holder_changes.refuse", mute.clone()).await.unwrap_err();
        assert_eq!(issues(&refused)["link"], "link_required");
        let back = |text: &str| json!({ "id": saved["waiting"]["id"], "version": saved["waiting"]["version"], "text": text });
        let refused = seller.call("holder_changes.withdraw", back("—")).await.unwrap_err();
        assert_eq!(issues(&refused)["text"], "says_nothing");
        let gone = seller.call("holder_changes.withdraw", back("Ficha errada.")).await.unwrap();
        assert_eq!((&gone["state"], &gone["note"]), (&json!("withdrawn"), &json!("Ficha errada.")));
        assert_eq!(customer(&seller, &id).await["birth_date"], "1970-03-02");
        let missing = json!({ "id": id, "version": 1, "text": "nada" });
        assert_eq!(seller.call("holder_changes.withdraw", missing).await.unwrap_err().code(), "not_found");
    }
);
