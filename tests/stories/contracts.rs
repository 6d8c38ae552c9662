//! Contracts suspended, resumed, changed and ended by those who may (SYS-2, SYS-3).

use office::Client;
use serde_json::{Value, json};
use stories::{TestApp, issues, story};

use crate::registrations::{form, plan, submitted};

/// A customer with the contract of an approved sale, and the supervisor who looks after it.
async fn contracted(app: &TestApp) -> (Client, Value, Value) {
    let seller = app.person("Nívea Torres", "commercial").await;
    let plan = plan(app, "Fibra 600", &[]).await;
    let sale = submitted(&seller, form(&plan)).await;
    let request = json!({ "id": sale["id"], "round": 1, "customer_id": null, "take": [] });
    app.admin.call("registrations.approve", request).await.unwrap();
    let course = app.admin.call("fulfilment.get", json!({ "id": sale["id"] })).await.unwrap();
    let customer = course["course"]["customer_id"].clone();
    let silvia = app.person("Sílvia Prado", "back_office_supervisor").await;
    let contracts = silvia.call("contracts.of_customer", json!({ "id": customer })).await.unwrap();
    (silvia, customer, contracts[0].clone())
}

async fn status(client: &Client, contract: &Value, to: &str) -> office::Result<Value> {
    let request = json!({
        "id": contract["id"], "version": contract["version"], "status": to, "reason": "Mudança de endereço em obras",
    });
    client.call("contracts.set_status", request).await
}

fn changed(contract: &Value, changes: Value) -> Value {
    let mut request = json!({
        "id": contract["id"], "version": contract["version"], "plan": contract["plan"], "due_day": contract["due_day"],
        "monthly_cents": contract["monthly_cents"], "reason": "Pedido da cliente",
    });
    for (field, value) in changes.as_object().unwrap() {
        request[field] = value.clone();
    }
    request
}

async fn timeline(client: &Client, customer: &Value) -> Vec<Value> {
    let read = json!({ "customer_id": customer, "kind": null, "offset": 0, "limit": 50 });
    let timeline = client.call("customers.timeline", read).await.unwrap();
    timeline["entries"].as_array().unwrap().clone()
}

story!(
    async fn sys_3_a_contract_is_suspended_resumed_and_ended_with_its_reason(app: TestApp) {
        let (silvia, customer, contract) = contracted(&app).await;
        assert_eq!((&contract["status"], &contract["version"]), (&json!("active"), &json!(1)));
        let resumed = status(&silvia, &contract, "active").await.unwrap_err();
        assert_eq!(issues(&resumed)[""], "contract_status");
        let still = status(&silvia, &contract, "suspended").await.unwrap();
        let again = status(&silvia, &still, "active").await.unwrap();
        let ended = status(&silvia, &again, "ended").await.unwrap();
        assert_eq!((&ended["status"], &ended["version"]), (&json!("ended"), &json!(4)));
        for to in ["active", "suspended", "ended"] {
            let refused = status(&silvia, &ended, to).await.unwrap_err();
            assert_eq!(issues(&refused)[""], "contract_status", "{to}: what has ended stays so");
        }
        let told = timeline(&silvia, &customer).await;
        for title in ["contract_suspended", "contract_resumed", "contract_ended"] {
            let entry = told.iter().find(|entry| entry["title"] == title).unwrap();
            assert_eq!(entry["text"], "Vivo Fibra 600 · Mudança de endereço em obras");
        }
        let read = json!({
            "actor_id": null, "entity": "contract", "entity_id": contract["id"], "command": "contracts.set_status",
            "from": null, "to": null, "before_seq": null,
        });
        let audit = silvia.call("audit.list", read).await.unwrap();
        assert_eq!(audit["entries"].as_array().unwrap().len(), 3);
    }
);

story!(
    async fn sys_2_a_contract_is_changed_over_nobody_elses_change(app: TestApp) {
        let (silvia, customer, contract) = contracted(&app).await;
        let more = json!({ "plan": "Fibra 800", "due_day": 20, "monthly_cents": 17_990 });
        let after = silvia.call("contracts.change", changed(&contract, more)).await.unwrap();
        let shown = (&after["plan"], &after["due_day"], &after["monthly_cents"], &after["updated_by"]);
        assert_eq!(shown, (&json!("Fibra 800"), &json!(20), &json!(17_990), &json!("Sílvia Prado")));
        let late = app
            .admin
            .call("contracts.change", changed(&contract, json!({ "due_day": 5 })))
            .await
            .unwrap_err();
        assert_eq!(late.code(), "conflict");
        let told = timeline(&silvia, &customer).await;
        let entry = told.iter().find(|entry| entry["title"] == "contract_changed").unwrap();
        assert_eq!(
            entry["text"],
            "Vivo Fibra 600 → Fibra 800\nvencimento: dia 10 → 20\nR$\u{a0}149,90 → R$\u{a0}179,90\nPedido da cliente"
        );
        let same = silvia.call("contracts.change", changed(&after, json!({}))).await.unwrap_err();
        assert_eq!(issues(&same)[""], "nothing_changed");
        let wrong = json!({ "plan": "", "due_day": 0, "monthly_cents": i64::MIN, "reason": "..." });
        let wrong = silvia.call("contracts.change", changed(&after, wrong)).await.unwrap_err();
        let codes = issues(&wrong);
        assert_eq!(codes.keys().collect::<Vec<_>>(), ["due_day", "monthly_cents", "plan", "reason"]);
    }
);

story!(
    async fn sys_4_contracts_are_changed_only_by_those_who_may(app: TestApp) {
        let (_, customer, contract) = contracted(&app).await;
        let seller = app.sign_in("nivea.torres").await;
        seller.call("contracts.of_customer", json!({ "id": customer })).await.unwrap();
        let refused = status(&seller, &contract, "ended").await.unwrap_err();
        assert_eq!(refused.code(), "forbidden");
        let change = changed(&contract, json!({ "due_day": 5 }));
        assert_eq!(seller.call("contracts.change", change).await.unwrap_err().code(), "forbidden");
        let nobody =
            json!({ "id": uuid::Uuid::nil(), "version": 1, "status": "ended", "reason": "Não existe" });
        assert_eq!(app.admin.call("contracts.set_status", nobody).await.unwrap_err().code(), "not_found");
    }
);
