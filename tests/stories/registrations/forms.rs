//! What a sale must have, set as data for a carrier or a plan (REG-1).

use serde_json::{Value, json};
use stories::{TestApp, issues, story};

use crate::registrations::{form, plan, seen, submitted, with};

fn scope(carrier: &str, plan: &Value) -> Value {
    json!({ "carrier": carrier, "plan_id": plan })
}

async fn set(app: &TestApp, scope: Value, version: i64, settings: Value) -> Value {
    let request = json!({ "scope": scope, "version": version, "settings": settings });
    app.admin.call("registrations.save_form_rules", request).await.unwrap()
}

fn need(fields: &Value, field: &str) -> (String, String) {
    let found = fields.as_array().unwrap().iter().find(|known| known["field"] == field).unwrap();
    (found["need"].as_str().unwrap().to_owned(), found["from"].as_str().unwrap().to_owned())
}

story!(
    async fn reg_1_which_fields_are_required_is_set_per_carrier_and_plan(app: TestApp) {
        let (common, special) = (plan(&app, "Fibra 600", &[]).await, plan(&app, "Móvel 20", &[]).await);
        let seller = app.person("Caio Duarte", "commercial").await;
        let freer = json!([
            { "field": "email", "need": "optional", "hint": "" },
            { "field": "mother_name", "need": "hidden", "hint": "" },
            { "field": "phone_2", "need": "optional", "hint": "de recado também serve" },
        ]);
        set(&app, scope("Vivo", &Value::Null), 0, freer).await;
        let stricter = json!([{ "field": "email", "need": "required", "hint": "" },
            { "field": "note", "need": "required", "hint": "quem levou o chip" }]);
        set(&app, scope("", &special["id"]), 0, stricter).await;

        let blank = json!({ "email": "", "mother_name": "", "phone_2": "" });
        let sale = submitted(&seller, with(form(&common), blank.clone())).await;
        assert_eq!(sale["state"], "submitted");

        let refused = json!({ "id": null, "version": 0, "content": with(form(&special), blank.clone()) });
        let error = seller.call("registrations.submit", refused).await.unwrap_err();
        let told = issues(&error);
        assert_eq!(told.len(), 2, "{told:?}");
        assert_eq!(told["content.email"], "required");
        assert_eq!(told["content.note"], "required");

        // While it is typed, the seller's form is told what is asked for; the reviewer is not told of what is not.
        let check = json!({ "content": with(form(&special), blank) });
        let typed = seller.call("registrations.check", check).await.unwrap();
        assert_eq!(need(&typed["form"], "email"), ("required".to_owned(), "plan".to_owned()));
        assert_eq!(need(&typed["form"], "mother_name"), ("hidden".to_owned(), "carrier".to_owned()));
        assert_eq!(need(&typed["form"], "due_day"), ("required".to_owned(), "base".to_owned()));
        let detail = seen(&app.admin, &sale).await;
        let checks = detail["checks"].as_array().unwrap();
        assert!(checks.iter().all(|check| check["code"] != "missing"), "{checks:?}");
    }
);

story!(
    async fn reg_1_a_sale_with_fewer_fields_is_approved_and_becomes_a_ficha(app: TestApp) {
        let plan = plan(&app, "Fibra 600", &[]).await;
        let seller = app.person("Caio Duarte", "commercial").await;
        let reviewer = app.person("Beatriz Rocha", "back_office").await;
        let free: Vec<_> = ["email", "phone_2", "cep", "street", "address_number", "district", "city", "uf"]
            .map(|field| json!({ "field": field, "need": "hidden", "hint": "" }))
            .into();
        set(&app, scope("", &Value::Null), 0, json!(free)).await;
        let blank = json!({
            "email": "", "phone_2": "", "cep": "", "street": "", "address_number": "", "complement": "",
            "district": "", "city": "", "uf": "",
        });
        let sale = submitted(&seller, with(form(&plan), blank)).await;
        reviewer.call("registrations.claim", json!({ "id": sale["id"] })).await.unwrap();
        let request = json!({ "id": sale["id"], "round": 1, "customer_id": null, "take": [] });
        let approved = reviewer.call("registrations.approve", request).await.unwrap();
        let customer = json!({ "id": approved["registration"]["customer_id"] });
        let ficha = reviewer.call("customers.ficha", customer).await.unwrap();
        assert_eq!(ficha["contact_points"].as_array().unwrap().len(), 1);
        assert_eq!(ficha["addresses"].as_array().unwrap().len(), 0);
    }
);

story!(
    async fn reg_1_what_the_check_needs_stays_required_and_nobody_is_overwritten(app: TestApp) {
        plan(&app, "Fibra 600", &[]).await;
        let everywhere = scope("", &Value::Null);
        let free = json!([{ "field": "document", "need": "optional", "hint": "" },
            { "field": "segment", "need": "hidden", "hint": "" }]);
        let request = json!({ "scope": everywhere, "version": 0, "settings": free });
        let told = issues(&app.admin.call("registrations.save_form_rules", request).await.unwrap_err());
        assert_eq!(told["settings.0.need"], "always_required");
        assert_eq!(told["settings.1.field"], "field_unknown");

        let one = json!([{ "field": "email", "need": "optional", "hint": "" }]);
        let first = set(&app, everywhere.clone(), 0, one.clone()).await;
        assert_eq!(first["version"], 1);
        let late = json!({ "scope": everywhere, "version": 0, "settings": [] });
        let error = app.admin.call("registrations.save_form_rules", late).await.unwrap_err();
        assert_eq!(error.code(), "conflict");
        let now = app.admin.call("registrations.form_rules", everywhere).await.unwrap();
        assert_eq!(now["settings"], one, "what was set stands");
        let scopes = app.admin.call("registrations.form_scopes", json!({})).await.unwrap();
        assert_eq!(scopes, json!([{ "carrier": "", "plan_id": null }]));

        let unknown = app.admin.call("registrations.form_rules", scope("Nenhuma", &Value::Null)).await;
        assert_eq!(unknown.unwrap_err().code(), "not_found");
        let seller = app.person("Caio Duarte", "commercial").await;
        let denied = seller.call("registrations.form_rules", scope("", &Value::Null)).await;
        assert_eq!(denied.unwrap_err().code(), "forbidden");
    }
);
