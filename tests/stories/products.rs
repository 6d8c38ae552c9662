//! Products and price tables (QUO-1).

use office::Client;
use serde_json::{Value, json};
use stories::{issues, story};

/// A price table; `validity` is the first and the last day.
pub async fn price_table(
    admin: &Client,
    name: &str,
    validity: [&str; 2],
    segment: Value,
    uf: Value,
) -> Value {
    let table = json!({
        "id": null, "version": 0, "name": name, "valid_from": validity[0], "valid_until": validity[1],
        "segment": segment, "uf": uf,
    });
    admin.call("products.save_price_table", table).await.unwrap()
}

/// A product with prices: table, charge, cents.
pub async fn product(admin: &Client, code: &str, name: &str, prices: &[(&Value, &str, i64)]) -> Value {
    let prices: Vec<Value> = prices
        .iter()
        .map(|(table, charge, cents)| {
            json!({ "price_table_id": table["id"], "charge": charge, "amount_cents": cents })
        })
        .collect();
    let product = json!({
        "id": null, "version": 0, "code": code, "name": name, "unit": "un", "note": "", "adjustable": true,
        "active": true, "prices": prices,
    });
    admin.call("products.save", product).await.unwrap()
}

async fn list(client: &Client, search: &str, segment: Value, uf: Value) -> Value {
    let request = json!({
        "search": search, "active_only": true, "segment": segment, "uf": uf, "order": "name",
        "descending": false, "limit": 50, "offset": 0,
    });
    client.call("products.list", request).await.unwrap()
}

story!(
    async fn quo_1_the_most_particular_price_table_in_force_gives_the_price(app: TestApp) {
        let year = ["2026-01-01", "2026-12-31"];
        let general = price_table(&app.admin, "Geral", year, Value::Null, Value::Null).await;
        let corporate = price_table(&app.admin, "Empresas", year, json!("corporate"), Value::Null).await;
        let bahia = price_table(&app.admin, "Bahia", year, Value::Null, json!("BA")).await;
        let past =
            price_table(&app.admin, "Antiga", ["2025-01-01", "2025-12-31"], Value::Null, json!("BA")).await;
        let prices = [
            (&general, "one_off", 1000),
            (&corporate, "one_off", 900),
            (&bahia, "one_off", 1100),
            (&past, "one_off", 1),
            (&general, "monthly", 50),
        ];
        product(&app.admin, "P100", "Câmera IP 4 MP", &prices).await;
        let price = |page: &Value| page["products"][0]["one_off_cents"].as_i64().unwrap();
        assert_eq!(price(&list(&app.admin, "camera", Value::Null, Value::Null).await), 1000);
        assert_eq!(price(&list(&app.admin, "", json!("corporate"), json!("SP")).await), 900);
        let bahia = list(&app.admin, "P100 câmera", json!("corporate"), json!("BA")).await;
        assert_eq!(price(&bahia), 1100);
        assert_eq!(bahia["products"][0]["monthly_cents"], 50);
        assert_eq!(bahia["total"], 1);
        assert_eq!(list(&app.admin, "nobreak", Value::Null, Value::Null).await["total"], 0);
        let tables = app.admin.call("products.price_tables", json!({})).await.unwrap();
        let in_force: Vec<_> =
            tables.as_array().unwrap().iter().map(|table| table["in_force"].clone()).collect();
        assert_eq!(in_force, [false, true, true, true]);
    }
);

story!(
    async fn quo_1_products_are_changed_with_version_and_found_by_their_code(app: TestApp) {
        let validity = ["2026-01-01", "2026-12-31"];
        let table = price_table(&app.admin, "Geral", validity, Value::Null, Value::Null).await;
        let first = product(&app.admin, "P100", "Câmera", &[(&table, "one_off", 1000)]).await;
        let save = |id: &Value, version: i64, code: &str, name: &str| {
            json!({
                "id": id, "version": version, "code": code, "name": name, "unit": "un", "note": "",
                "adjustable": true, "active": true,
                "prices": [{ "price_table_id": table["id"], "charge": "one_off", "amount_cents": null }],
            })
        };
        let refused = app.admin.call("products.save", save(&Value::Null, 0, "P100", "Outra")).await;
        assert_eq!(issues(&refused.unwrap_err())["code"], "already_exists");
        let changed =
            app.admin.call("products.save", save(&first["id"], 1, "P100", "Câmera IP")).await.unwrap();
        assert_eq!(changed["version"], 2);
        let stored = app.admin.call("products.get", json!({ "id": first["id"] })).await.unwrap();
        assert_eq!(stored["product"]["name"], "Câmera IP");
        assert_eq!(stored["prices"], json!([]));
        let refused = app.admin.call("products.save", save(&first["id"], 1, "P100", "Webcam")).await;
        let refused = refused.unwrap_err().to_json();
        assert_eq!(refused["code"], "conflict");
        assert_eq!(refused["params"]["current"]["product"]["name"], "Câmera IP");
        let seller = app.person("Wagner Antunes", "commercial").await;
        let refused = seller.call("products.save", save(&Value::Null, 0, "P200", "Outra")).await;
        assert_eq!(refused.unwrap_err().code(), "forbidden");
    }
);

story!(
    async fn quo_1_amounts_and_dates_at_the_limits_are_refused_and_nothing_is_half_done(app: TestApp) {
        let table = json!({
            "id": null, "version": 0, "name": "Geral", "valid_from": "2026-01-01", "valid_until": "2026-12-31",
            "segment": null, "uf": null,
        });
        let with = |field: &str, value: &str| {
            let mut table = table.clone();
            table[field] = json!(value);
            table
        };
        for day in ["+10000-01-01", "2026-02-30", "-0001-01-01", "ontem"] {
            let refused = app.admin.call("products.save_price_table", with("valid_until", day)).await;
            assert_eq!(refused.unwrap_err().code(), "invalid", "{day}");
        }
        let backwards = app.admin.call("products.save_price_table", with("valid_until", "0001-01-01")).await;
        assert_eq!(backwards.unwrap_err().code(), "invalid");
        let table = app.admin.call("products.save_price_table", table).await.unwrap();
        for amount in [i64::MAX, i64::MIN, -1] {
            let product = json!({
                "id": null, "version": 0, "code": "P1", "name": "Câmera", "unit": "un", "note": "",
                "adjustable": true, "active": true,
                "prices": [{ "price_table_id": table["id"], "charge": "one_off", "amount_cents": amount }],
            });
            let refused = app.admin.call("products.save", product).await.unwrap_err();
            assert!(issues(&refused).contains_key("prices.0.amount_cents"), "{amount}: {refused:?}");
        }
        for (name, code) in [("a".repeat(10_000), "too_long"), ("\u{202e}\u{200b}".to_owned(), "required")] {
            let product = json!({
                "id": null, "version": 0, "code": "P1", "name": name, "unit": "un", "note": "", "adjustable": true,
                "active": true, "prices": [],
            });
            let refused = app.admin.call("products.save", product).await.unwrap_err();
            assert_eq!(issues(&refused)["name"], code);
        }
        assert_eq!(list(&app.admin, "", Value::Null, Value::Null).await["total"], 0);
        product(&app.admin, "P1", "<b>Câmera</b> =cmd \u{1f4f7}", &[(&table, "one_off", 0)]).await;
        let found = list(&app.admin, "camera", Value::Null, Value::Null).await;
        assert_eq!(found["products"][0]["name"], "<b>Câmera</b> =cmd \u{1f4f7}");
    }
);
