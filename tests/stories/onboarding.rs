//! Welcoming new customers, and those whose fichas were merged (REG-9).

use office::Client;
use serde_json::{Value, json};
use stories::{TestApp, issues, story};

async fn customer(app: &TestApp, name: &str) -> Value {
    let input = json!({
        "code": null, "kind": "person", "name": name, "trade_name": "", "document": "", "birth_date": "",
        "mother_name": "", "contact_name": "", "segment": "retail", "responsible_id": null,
        "contact_points": [], "addresses": [],
    });
    app.admin.call("customers.create", input).await.unwrap()
}

async fn mark(client: &Client, detail: &Value, step: &str, done: bool, note: &str) -> office::Result<Value> {
    let onboarding = &detail["onboarding"];
    let request = json!({
        "id": onboarding["id"], "version": onboarding["version"], "step": step, "done": done, "note": note,
    });
    client.call("onboarding.mark", request).await
}

story!(
    async fn reg_9_a_merged_ficha_is_welcomed_with_all_its_steps(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        let ana = customer(&app, "Ana Prado").await;
        let open = json!({ "customer_id": ana["id"], "cause": "merged" });
        let mut detail = office.call("onboarding.open", open.clone()).await.unwrap();
        let steps: Vec<String> = serde_json::from_value(detail["steps"].clone()).unwrap();
        assert_eq!(steps[..3], ["told_of_duplicate", "registration_corrected", "ficha_to_keep"]);
        assert_eq!(steps.len(), 10);
        // Of each cause one at a time.
        let twice = office.call("onboarding.open", open).await.unwrap_err();
        assert_eq!(issues(&twice)["cause"], "already_exists");
        let silent = mark(&office, &detail, "ficha_to_keep", true, "").await.unwrap_err();
        assert_eq!(issues(&silent)["note"], "required");
        for step in &steps {
            let under_way = office.call("onboarding.list", json!({ "open": true })).await.unwrap();
            assert_eq!(under_way["items"].as_array().unwrap().len(), 1);
            let before = detail.clone();
            detail = mark(&office, &detail, step, true, "fica a ficha 1042").await.unwrap();
            let stale = mark(&office, &before, step, false, "").await.unwrap_err();
            assert_eq!(stale.code(), "conflict");
        }
        let marks = detail["marks"].as_array().unwrap();
        assert!(marks.iter().all(|mark| mark["done_by"] == "Wagner Assis" && mark["done_at"].is_string()));
        assert!(detail["onboarding"]["completed_at"].is_string());
        let done = office.call("onboarding.list", json!({ "open": false })).await.unwrap();
        assert_eq!((&done["open"], &done["completed"]), (&json!(0), &json!(1)));
        // A step taken back opens it again.
        let again = mark(&office, &detail, "welcome_call", false, "").await.unwrap();
        assert!(again["onboarding"]["completed_at"].is_null());
        let of = office.call("onboarding.of_customer", json!({ "customer_id": ana["id"] })).await.unwrap();
        assert_eq!((&of[0]["onboarding"]["done"], &of[0]["steps"]), (&json!(9), &json!(10)));
        let seen = office.call("onboarding.get", json!({ "id": of[0]["onboarding"]["id"] })).await.unwrap();
        assert_eq!(seen, again);
    }
);

story!(
    async fn reg_9_a_step_of_a_merge_is_none_of_a_new_customers(app: TestApp) {
        let ana = customer(&app, "Ana Prado").await;
        let open = json!({ "customer_id": ana["id"], "cause": "new" });
        let finance = app.person("Rosa Lima", "finance").await;
        let detail = finance.call("onboarding.open", open).await.unwrap();
        let refused = mark(&finance, &detail, "told_of_duplicate", true, "").await.unwrap_err();
        assert_eq!(issues(&refused)["step"], "step_unknown");
        let nobody = Client::new(app.app.clone());
        let refused = mark(&nobody, &detail, "welcome_call", true, "").await.unwrap_err();
        assert_eq!(refused.code(), "unauthenticated");
        let missing = json!({ "customer_id": "00000000-0000-7000-8000-000000000000", "cause": "new" });
        assert_eq!(finance.call("onboarding.open", missing).await.unwrap_err().code(), "not_found");
    }
);
