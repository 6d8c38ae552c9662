//! Who changed what, read and verified (SYS-3).

use std::time::Duration;

use chrono::TimeDelta;
use office::Client;
use serde_json::{Value, json};
use stories::{run_sql, story};

async fn read(client: &Client, narrowed: Value) -> Value {
    let mut request = json!({
        "actor_id": null, "entity": "", "entity_id": "", "command": "", "from": null, "to": null,
        "before_seq": null,
    });
    for (field, value) in narrowed.as_object().unwrap() {
        request[field] = value.clone();
    }
    client.call("audit.list", request).await.unwrap()
}

fn entries(page: &Value) -> &Vec<Value> {
    page["entries"].as_array().unwrap()
}

async fn customer(client: &Client, name: &str) -> Value {
    let input = json!({
        "code": null, "kind": "person", "name": name, "trade_name": "", "document": "", "birth_date": "",
        "mother_name": "", "contact_name": "", "segment": "retail", "responsible_id": null,
        "contact_points": [], "addresses": [],
    });
    client.call("customers.create", input).await.unwrap()
}

async fn renamed(client: &Client, customer: &Value, name: &str) {
    let input = json!({
        "code": customer["code"], "kind": "person", "name": name, "trade_name": "", "document": "",
        "birth_date": "", "mother_name": "", "contact_name": "", "segment": "retail", "responsible_id": null,
        "contact_points": [], "addresses": [],
    });
    let asked_by = json!({ "kind": "holder" });
    let change = json!({
        "id": customer["id"], "version": customer["version"], "input": input, "asked_by": asked_by,
    });
    client.call("customers.update", change).await.unwrap();
}

async fn walked(client: &Client) -> Value {
    let job = client.call("audit.verify", json!({})).await.unwrap();
    for _ in 0..200 {
        let seen = client.call("jobs.get", job.clone()).await.unwrap();
        if seen["state"] != "running" {
            return seen["result"].clone();
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("the walk does not end");
}

story!(
    async fn sys_3_a_change_is_found_by_record_person_command_and_period(app: TestApp) {
        let beatriz = app.person("Beatriz Rocha", "back_office").await;
        app.person("Silvia Prado", "back_office_supervisor").await;
        let cida = customer(&beatriz, "Cida Teles").await;
        app.clock.advance(TimeDelta::days(3));
        let silvia = app.sign_in("silvia.prado").await;
        renamed(&silvia, &cida, "Aparecida Teles").await;

        let of_record = read(&silvia, json!({ "entity": "customer", "entity_id": cida["id"] })).await;
        let [change, made] = &entries(&of_record)[..] else { panic!("{of_record}") };
        assert_eq!((&change["kind"], &made["kind"]), (&json!("changed"), &json!("created")));
        assert_eq!(
            (&change["actor_name"], &change["label"]),
            (&json!("Silvia Prado"), &json!("Aparecida Teles"))
        );
        let name = change["fields"].as_array().unwrap().iter().find(|it| it["field"] == "name").unwrap();
        assert_eq!((&name["before"], &name["after"]), (&json!("Cida Teles"), &json!("Aparecida Teles")));
        let stamps = change["fields"].as_array().unwrap().iter().any(|it| it["field"] == "version");
        assert!(!stamps, "what every save changes is left out");

        let colleagues = silvia.call("access.colleagues", json!({})).await.unwrap();
        let person = |name: &str| {
            colleagues.as_array().unwrap().iter().find(|it| it["name"] == name).unwrap()["id"].clone()
        };
        let by_person = json!({ "actor_id": person("Beatriz Rocha"), "entity": "customer" });
        assert_eq!(entries(&read(&silvia, by_person).await).len(), 1);
        let by_command = read(&silvia, json!({ "command": "customers.update" })).await;
        assert_eq!(entries(&by_command).len(), 1);
        let that_day = json!({ "from": "2026-11-23", "to": "2026-11-23", "entity": "customer" });
        assert_eq!(entries(&read(&silvia, that_day).await)[0]["command"], "customers.create");
        let later = json!({ "from": "2026-11-24", "entity": "customer" });
        assert_eq!(entries(&read(&silvia, later).await)[0]["command"], "customers.update");
        let before_all = json!({ "to": "2026-11-20" });
        assert!(entries(&read(&silvia, before_all).await).is_empty());
    }
);

story!(
    async fn sys_3_pages_follow_each_other_without_gap_or_repeat(app: TestApp) {
        for number in 0..60 {
            customer(&app.admin, &format!("Cliente {number}")).await;
        }
        let first = read(&app.admin, json!({ "entity": "customer" })).await;
        assert_eq!((entries(&first).len(), &first["more"]), (50, &json!(true)));
        // Somebody writes on meanwhile: the next page is not moved by it.
        customer(&app.admin, "Mais um").await;
        let last = entries(&first).last().unwrap()["seq"].clone();
        let second = read(&app.admin, json!({ "entity": "customer", "before_seq": last })).await;
        assert_eq!((entries(&second).len(), &second["more"]), (10, &json!(false)));
        let seq = |entry: &Value| entry["seq"].as_i64().unwrap();
        let all: Vec<_> = entries(&first).iter().chain(entries(&second)).map(seq).collect();
        assert!(all.windows(2).all(|pair| pair[0] > pair[1]), "{all:?}");
    }
);

story!(
    async fn sys_3_the_chain_is_walked_from_the_screen_and_a_forged_entry_is_found(app: TestApp) {
        for number in 0..3 {
            customer(&app.admin, &format!("Cliente {number}")).await;
        }
        let sound = walked(&app.admin).await;
        assert_eq!((&sound["first_broken"], &sound["broken"]), (&json!(null), &json!(0)));
        assert!(sound["entries"].as_i64().unwrap() >= 3);

        // Written past the application, at the end of the chain, where nothing forbids an insert.
        let forged = "insert into audit_entry (seq, at, actor_id, actor_name, command, entity, entity_id, hash) \
            select last_seq + 1, '2026-11-23 12:00:00+00:00', null, 'Ninguém', 'customers.update', 'customer', \
            'x', 'abc' from audit_head";
        run_sql(&app, forged.to_owned()).await;
        let broken = walked(&app.admin).await;
        let end = sound["entries"].as_i64().unwrap() + 1;
        assert_eq!((&broken["first_broken"], &broken["broken"]), (&json!(end), &json!(1)));
    }
);

story!(
    async fn sys_4_the_audit_is_read_by_those_who_may_only(app: TestApp) {
        let seller = app.person("Caio Duarte", "commercial").await;
        let request = json!({
            "actor_id": null, "entity": "", "entity_id": "", "command": "", "from": null, "to": null,
            "before_seq": null,
        });
        assert_eq!(seller.call("audit.list", request).await.unwrap_err().code(), "forbidden");
        assert_eq!(seller.call("audit.verify", json!({})).await.unwrap_err().code(), "forbidden");
    }
);
