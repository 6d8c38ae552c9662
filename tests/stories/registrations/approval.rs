//! Approving a sale (REG-3).

use chrono::TimeDelta;
use office::Client;
use serde_json::{Value, json};
use stories::{PASSWORD, TestApp, issues, story};

use super::{form, plan, seen, submitted, with};

async fn approve(client: &Client, sale: &Value, customer: Value, take: &[&str]) -> office::Result<Value> {
    let request = json!({ "id": sale["id"], "round": sale["round"], "customer_id": customer, "take": take });
    client.call("registrations.approve", request).await
}

async fn ficha(client: &Client, id: &Value) -> Value {
    client.call("customers.ficha", json!({ "id": id })).await.unwrap()
}

/// A ficha with the document of the form, or without one.
async fn known(app: &TestApp, document: &str) -> Value {
    let input = json!({
        "code": 18_204, "kind": "person", "name": "Aparecida G. Telles", "trade_name": "", "document": document,
        "birth_date": "1987-08-14", "mother_name": "", "contact_name": "", "segment": "retail",
        "responsible_id": null, "addresses": [],
        "contact_points": [{ "kind": "phone", "value": "(19) 3251-0087", "label": "mãe" }],
    });
    app.admin.call("customers.create", input).await.unwrap()
}

story!(
    async fn reg_3_an_approved_sale_becomes_a_ficha_with_contract_and_timeline(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let reviewer = app.person("Wagner Assis", "back_office").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        let sale = submitted(&seller, form(&plan)).await;
        let detail = approve(&reviewer, &sale, json!(null), &[]).await.unwrap();
        assert_eq!(detail["registration"]["state"], "approved");
        assert_eq!(detail["rounds"][0]["decision"], "approved");
        let id = detail["registration"]["customer_id"].clone();
        let made = ficha(&reviewer, &id).await;
        assert_eq!(made["customer"]["name"], "Aparecida Gonçalves Teles");
        assert_eq!(made["customer"]["document"], "52998224725");
        assert_eq!(made["responsible_name"], "Nívea Torres");
        let reach: Vec<_> = made["contact_points"].as_array().unwrap().iter().map(|it| &it["kind"]).collect();
        assert_eq!(reach, ["mobile", "phone", "email"]);
        assert_eq!(made["addresses"][0]["city"], "Campinas");
        assert_eq!(made["contracts"][0]["plan"], "Vivo Fibra 600");
        assert_eq!(made["contracts"][0]["monthly_cents"], 14_990);
        assert_eq!(made["contracts"][0]["due_day"], 10);
        let read = json!({ "customer_id": id, "kind": null, "offset": 0, "limit": 10 });
        let timeline = reviewer.call("customers.timeline", read).await.unwrap();
        assert_eq!(timeline["entries"][0]["title"], "registration_approved");
        assert_eq!(timeline["entries"][0]["subject_id"], sale["id"]);
        let told = seller.call("notices.list", json!({})).await.unwrap();
        assert_eq!(told["list"][0]["kind"], "registration_approved");
        // The ficha is no duplicate of its own sale.
        assert_eq!(seen(&reviewer, &sale).await["suspects"], json!([]));
        let again = approve(&reviewer, &sale, json!(null), &[]).await.unwrap_err();
        assert_eq!(again.code(), "conflict");
        let contracts = ficha(&reviewer, &id).await["contracts"].as_array().unwrap().len();
        assert_eq!(contracts, 1);
    }
);

story!(
    async fn reg_3_a_ficha_with_that_document_is_joined_and_takes_what_was_chosen(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let reviewer = app.person("Wagner Assis", "back_office").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        let customer = known(&app, "529.982.247-25").await;
        let sale = submitted(&seller, form(&plan)).await;
        let refused = approve(&reviewer, &sale, json!(null), &[]).await.unwrap_err();
        assert_eq!(issues(&refused)["customer_id"], "ficha_exists");
        assert_eq!(refused.issues()[0].params["code"], "18204");
        // Nothing half done: neither claimed nor decided.
        assert_eq!(seen(&reviewer, &sale).await["registration"]["state"], "submitted");
        let refused = approve(&reviewer, &sale, customer["id"].clone(), &["password"]).await.unwrap_err();
        assert_eq!(issues(&refused)["take.0"], "field_unknown");

        approve(&reviewer, &sale, customer["id"].clone(), &["mother_name", "contacts", "address"])
            .await
            .unwrap();
        let joined = ficha(&reviewer, &customer["id"]).await;
        assert_eq!(joined["customer"]["name"], "Aparecida G. Telles");
        assert_eq!(joined["customer"]["mother_name"], "Maria Gonçalves Teles");
        let values: Vec<_> = joined["contact_points"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it["value"].as_str().unwrap())
            .collect();
        assert_eq!(values, ["+551932510087", "+5519998124471", "cida.teles@gmail.com"]);
        assert_eq!(joined["contact_points"][0]["label"], "mãe");
        assert_eq!(joined["addresses"].as_array().unwrap().len(), 1);
        assert_eq!(joined["contracts"].as_array().unwrap().len(), 1);
    }
);

story!(
    async fn reg_3_a_sale_joins_no_ficha_of_somebody_else(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let reviewer = app.person("Wagner Assis", "back_office").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        let other = known(&app, "111.444.777-35").await;
        let sale = submitted(&seller, form(&plan)).await;
        let refused = approve(&reviewer, &sale, other["id"].clone(), &[]).await.unwrap_err();
        assert_eq!(issues(&refused)["customer_id"], "ficha_of_another");
        assert_eq!(approve(&seller, &sale, json!(null), &[]).await.unwrap_err().code(), "forbidden");
    }
);

story!(
    async fn reg_3_a_ficha_without_document_takes_the_sale_s_and_is_served_again(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let reviewer = app.person("Wagner Assis", "back_office").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        let customer = known(&app, "").await;
        let aside = json!({
            "id": customer["id"], "version": customer["version"], "reason": "mudou de cidade", "customer_replied": true,
        });
        app.admin.call("customers.inactivate", aside).await.unwrap();
        let sale = submitted(&seller, form(&plan)).await;
        approve(&reviewer, &sale, customer["id"].clone(), &[]).await.unwrap();
        let joined = ficha(&reviewer, &customer["id"]).await;
        assert_eq!(joined["customer"]["document"], "52998224725");
        assert_eq!(joined["customer"]["status"], "active");
    }
);

story!(
    async fn reg_2_a_recent_inactivation_is_told_for_fifteen_days(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        let customer = known(&app, "529.982.247-25").await;
        let aside = json!({
            "id": customer["id"], "version": customer["version"], "reason": "não quer mais", "customer_replied": true,
        });
        app.admin.call("customers.inactivate", aside).await.unwrap();
        let sale = submitted(&seller, form(&plan)).await;
        let told = |detail: &Value| {
            let checks = detail["checks"].as_array().unwrap().iter();
            checks.filter(|check| check["code"] == "inactivated_replied").cloned().collect::<Vec<_>>()
        };
        let found = told(&seen(&seller, &sale).await);
        assert_eq!(found[0]["params"]["by"], "Ana Administradora");
        assert_eq!(found[0]["params"]["on"], "2026-11-23");
        app.clock.advance(TimeDelta::days(15) + TimeDelta::minutes(1));
        seller.call("access.unlock", json!({ "password": PASSWORD })).await.unwrap();
        assert!(told(&seen(&seller, &sale).await).is_empty());
    }
);

story!(
    async fn reg_3_two_approvals_at_once_make_one_contract(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let here = app.person("Wagner Assis", "back_office").await;
        app.person("Rita Lemos", "back_office").await;
        let there = Client::new(app.second_process().await);
        there
            .call("access.sign_in", json!({ "username": "rita.lemos", "password": PASSWORD }))
            .await
            .unwrap();
        let plan = plan(&app, "Fibra 600", &[]).await;
        let documents = ["52998224725", "11144477735", "39053344705"];
        for document in documents {
            let sale = submitted(&seller, with(form(&plan), json!({ "document": document }))).await;
            let tasks = [here.clone(), there.clone(), here.clone(), there.clone()].map(|client| {
                let sale = sale.clone();
                tokio::spawn(async move { approve(&client, &sale, json!(null), &[]).await })
            });
            let mut done = Vec::new();
            for task in tasks {
                match task.await.unwrap() {
                    Ok(detail) => done.push(detail["registration"]["customer_id"].clone()),
                    Err(error) => assert_eq!(error.code(), "conflict", "{error:?}"),
                }
            }
            assert_eq!(done.len(), 1);
            assert_eq!(ficha(&here, &done[0]).await["contracts"].as_array().unwrap().len(), 1);
        }
    }
);
