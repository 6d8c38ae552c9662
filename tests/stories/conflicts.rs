//! Saving over somebody else's change (SYS-2): each form of the screens is told who, when, and how the record stands
//! now, so that it can show both versions; on the version it was told, saving works.

use office::Client;
use serde_json::{Value, json};
use stories::{TestApp as App, run_sql, story};

use crate::registrations::plan;

/// Marcos saves first; Ana, who read before, is refused with what he saved, and saves on top of it.
async fn refused_then_saved(
    ana: &Client,
    marcos: &Client,
    command: &str,
    read: &Value,
    field: &str,
) -> Value {
    let changed = |value: &str| {
        let mut request = read.clone();
        *request.pointer_mut(field).unwrap() = json!(value);
        request
    };
    marcos.call(command, changed("do Marcos")).await.unwrap();
    let refused = ana.call(command, changed("da Ana")).await.unwrap_err().to_json();
    assert_eq!(refused["code"], "conflict", "{command}");
    let told = &refused["params"];
    assert_eq!(told["by"], "Marcos Teles", "{command}");
    assert!(told["at"].as_str().is_some_and(|at| at.starts_with("2026-11-23T")), "{command}: {told}");
    let current = told["current"].clone();
    let mut again = changed("da Ana");
    again["version"] = current.pointer("/product/version").unwrap_or(&current["version"]).clone();
    ana.call(command, again).await.unwrap();
    current
}

async fn two(app: &App) -> (Client, Client) {
    let marcos = app.person("Marcos Teles", "administrator").await;
    (app.sign_in("ana").await, marcos)
}

story!(
    async fn sys_2_products_and_price_tables_show_the_other_s_version_with_its_prices(app: TestApp) {
        let (ana, marcos) = two(&app).await;
        let table = json!({
            "id": null, "version": 0, "name": "Geral", "valid_from": null, "valid_until": null,
            "segment": null, "uf": null,
        });
        let table = ana.call("products.save_price_table", table).await.unwrap();
        let current = refused_then_saved(&ana, &marcos, "products.save_price_table", &table, "/name").await;
        assert_eq!(current["name"], "do Marcos");

        let price = |cents: i64| json!([{ "price_table_id": table["id"], "charge": "monthly", "amount_cents": cents }]);
        let mut product = json!({
            "id": null, "version": 0, "code": "P100", "name": "Câmera", "unit": "un", "note": "",
            "adjustable": true, "active": true, "prices": price(1000),
        });
        product["id"] = ana.call("products.save", product.clone()).await.unwrap()["id"].clone();
        product["version"] = json!(1);
        product["prices"] = price(900);
        let current = refused_then_saved(&ana, &marcos, "products.save", &product, "/name").await;
        assert_eq!(current["product"]["name"], "do Marcos");
        assert_eq!(current["prices"][0]["amount_cents"], 900);
    }
);

story!(
    async fn sys_2_plans_and_review_targets_are_not_saved_over(app: TestApp) {
        let (ana, marcos) = two(&app).await;
        let plan = plan(&app, "Fibra 600", &["SP"]).await;
        let current = refused_then_saved(&ana, &marcos, "registrations.save_plan", &plan, "/name").await;
        assert_eq!((&current["name"], &current["regions"]), (&json!("do Marcos"), &json!(["SP"])));

        let read = ana.call("registrations.targets", json!({})).await.unwrap()["targets"].clone();
        let minutes = |read: &Value, target: i64| {
            let mut targets = read.clone();
            targets[1]["target_minutes"] = json!(target);
            json!({ "targets": targets, "read": read })
        };
        marcos.call("registrations.save_targets", minutes(&read, 90)).await.unwrap();
        let late = minutes(&read, 45);
        let refused = ana.call("registrations.save_targets", late).await.unwrap_err().to_json();
        assert_eq!(
            (&refused["code"], &refused["params"]["by"]),
            (&json!("conflict"), &json!("Marcos Teles"))
        );
        let now = &refused["params"]["current"]["targets"];
        let of = |targets: &Value, segment: &Value| {
            let found = targets.as_array().unwrap().iter().find(|one| &one["segment"] == segment).cloned();
            found.unwrap()["target_minutes"].clone()
        };
        assert_eq!(of(now, &read[1]["segment"]), 90);
        let unread = json!({ "targets": read, "read": [] });
        assert_eq!(ana.call("registrations.save_targets", unread).await.unwrap_err().code(), "conflict");
        ana.call("registrations.save_targets", minutes(now, 45)).await.unwrap();
    }
);

story!(
    async fn sys_2_settings_teams_sheets_and_appointments_carry_the_record_as_it_stands(app: TestApp) {
        let (ana, marcos) = two(&app).await;
        let settings = ana.call("quotes.settings", json!({})).await.unwrap();
        let current = refused_then_saved(&ana, &marcos, "quotes.save_settings", &settings, "/terms").await;
        assert_eq!(current["terms"], "do Marcos");

        let team = json!({ "id": null, "name": "Equipe Sul", "active": true, "version": 0 });
        let team = ana.call("fulfilment.save_team", team).await.unwrap();
        let current = refused_then_saved(&ana, &marcos, "fulfilment.save_team", &team, "/name").await;
        assert_eq!(current["name"], "do Marcos");

        plan(&app, "Fibra 600", &[]).await;
        let sheet = json!({ "carrier": "Vivo", "fields": ["cep", "name"], "version": 0 });
        marcos.call("fulfilment.save_sheet", sheet.clone()).await.unwrap();
        let refused = ana.call("fulfilment.save_sheet", sheet).await.unwrap_err().to_json();
        assert_eq!(refused["params"]["by"], "Marcos Teles");
        assert_eq!(refused["params"]["current"]["fields"], json!(["cep", "name"]));

        let scope = json!({ "carrier": "", "plan_id": null });
        let rules = |need: &str| json!({ "scope": scope, "version": 0, "settings": [{ "field": "email", "need": need, "hint": "" }] });
        marcos.call("registrations.save_form_rules", rules("optional")).await.unwrap();
        let refused = ana.call("registrations.save_form_rules", rules("hidden")).await.unwrap_err().to_json();
        assert_eq!(refused["params"]["by"], "Marcos Teles");
        assert_eq!(refused["params"]["current"]["settings"][0]["need"], "optional");
        assert_eq!(refused["params"]["current"]["version"], 1);

        let customer = crate::agenda::customer(&app, "Panificadora Trigo Bom Ltda").await;
        let book = json!({
            "customer_id": customer, "kind": "sale_with_contact", "service": "Câmeras", "due_on": null,
        });
        let booked = ana.call("agenda.book", book).await.unwrap();
        // As a renewal leaves it, which would need a quote that was sent.
        let moved = "update appointment set due_on = '2026-12-01', version = version + 1, updated_by = 'Marcos Teles'";
        run_sql(&app, moved.to_owned()).await;
        let close = |version: &Value| json!({ "id": booked["id"], "version": version, "outcome": "Falei com ela", "cancelled": false });
        let refused = ana.call("agenda.close", close(&json!(1))).await.unwrap_err().to_json();
        assert_eq!(refused["params"]["by"], "Marcos Teles");
        assert_eq!(refused["params"]["current"]["due_on"], "2026-12-01");
        ana.call("agenda.close", close(&refused["params"]["current"]["version"])).await.unwrap();
    }
);
