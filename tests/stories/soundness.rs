//! The check of the whole base finds each kind of damage, and says so in words (SYS-3, SYS-6).

use serde_json::{Value, json};
use sqlx::{AssertSqlSafe, ConnectOptions, Connection, Executor};
use stories::{TestApp, story};
use uuid::Uuid;

/// Runs statements with everything turned off that keeps people from such damage.
async fn damage(app: &TestApp, sql: &str) {
    let sql = AssertSqlSafe(sql.to_owned());
    if app.app.db.is_file() {
        let options: sqlx::sqlite::SqliteConnectOptions = app.url.parse().unwrap();
        let mut connection = options.foreign_keys(false).connect().await.unwrap();
        connection.execute(sql).await.unwrap();
        connection.close().await.unwrap();
    } else {
        let options: sqlx::postgres::PgConnectOptions = app.url.parse().unwrap();
        let mut connection = options.connect().await.unwrap();
        connection.execute("set session_replication_role = replica").await.unwrap();
        connection.execute(sql).await.unwrap();
        connection.close().await.unwrap();
    }
}

/// An id as a statement has it on either engine.
fn literal(app: &TestApp, id: &Value) -> String {
    let id: Uuid = id.as_str().unwrap().parse().unwrap();
    if app.app.db.is_file() { format!("x'{}'", id.simple()) } else { format!("'{id}'") }
}

async fn customer(app: &TestApp, name: &str) -> Value {
    let input = json!({
        "code": null, "kind": "person", "name": name, "trade_name": "", "document": "", "birth_date": "",
        "mother_name": "", "contact_name": "", "segment": "retail", "responsible_id": null,
        "contact_points": [{ "kind": "email", "value": "ela@exemplo.com.br", "label": "" }], "addresses": [],
    });
    app.admin.call("customers.create", input).await.unwrap()
}

async fn quote(app: &TestApp, customer: &Value) -> Value {
    app.admin.call("quotes.create", json!({ "customer_id": customer["id"] })).await.unwrap()
}

/// Every finding, as its code with the table, series or state it speaks of and how many.
async fn found(app: &TestApp) -> Vec<String> {
    let found = app.admin.call("maintenance.verify", json!({})).await.unwrap();
    assert_eq!(found["audit_broken_at"], json!([]));
    let all = ["integrity", "numbers"].map(|list| found[list].as_array().unwrap().clone()).concat();
    let told = |problem: &Value| {
        let of =
            ["table", "series", "state", "codes"].iter().find_map(|name| problem["params"][name].as_str());
        let count = problem["params"]["count"].as_str().unwrap_or_default();
        format!("{} {} {count}", problem["code"].as_str().unwrap(), of.unwrap_or_default())
    };
    let told: Vec<String> = all.iter().map(told).collect();
    println!("{found}");
    told
}

story!(
    async fn sys_6_the_check_finds_what_points_nowhere_or_stayed_behind(app: TestApp) {
        let (ana, bia) = (customer(&app, "Ana Lima").await, customer(&app, "Bia Souza").await);
        quote(&app, &ana).await;
        quote(&app, &bia).await;
        assert_eq!(found(&app).await, Vec::<String>::new());

        // As if the merge of the one into the other had been cut short.
        let (from, into) = (literal(&app, &ana["id"]), literal(&app, &bia["id"]));
        damage(&app, &format!("update customer set merged_into = {into} where id = {from}")).await;
        let codes = ana["code"].as_i64().unwrap();
        let told = found(&app).await;
        assert!(told.contains(&"merged_rows_left quote 1".to_owned()), "{told:?}");
        // It is still found by itself, and the other not yet by its code.
        assert!(told.contains(&format!("search_left {codes} 1")), "{told:?}");
        damage(&app, &format!("update customer set merged_into = null where id = {from}")).await;
        assert_eq!(found(&app).await, Vec::<String>::new());

        damage(&app, &format!("delete from customer where id = {from}")).await;
        let told = found(&app).await;
        assert!(told.contains(&"reference_lost quote 1".to_owned()), "{told:?}");
        assert!(told.contains(&"reference_lost contact_point 1".to_owned()), "{told:?}");
    }
);

story!(
    async fn sys_6_the_check_finds_fichas_that_a_search_does_not(app: TestApp) {
        let codes: Vec<i64> = {
            let mut codes = Vec::new();
            for name in ["Ana Lima", "Bia Souza", "Caio Prado", "Davi Reis"] {
                codes.push(customer(&app, name).await["code"].as_i64().unwrap());
            }
            codes
        };
        damage(&app, &format!("delete from customer_word where code = {}", codes[0])).await;
        damage(&app, &format!("update customer_search set content = ' x' where rowid = {}", codes[1])).await;
        damage(&app, &format!("update customer set name_key = 'zzz' where code = {}", codes[2])).await;
        let stale = format!("search_stale {}, {}, {} 3", codes[0], codes[1], codes[2]);
        assert_eq!(found(&app).await, [stale]);
        damage(&app, &format!("delete from customer_search where rowid = {}", codes[3])).await;
        damage(&app, "insert into customer_word (word, code) values ('ninguem', 999999)").await;
        let told = found(&app).await;
        assert_eq!(told[1..], ["search_left 999999 1"]);
        assert!(told[0].ends_with(" 4"), "{told:?}");
        // What the sentence advises puts it right.
        for code in codes {
            let id = app.admin.call("customers.list", list(code)).await.unwrap()["rows"][0]["id"].clone();
            let ficha = app.admin.call("customers.ficha", json!({ "id": id })).await.unwrap();
            save_again(&app, &ficha["customer"]).await;
        }
        assert_eq!(found(&app).await, ["search_left 999999 1"]);
    }
);

fn list(code: i64) -> Value {
    json!({
        "text": "", "status": null, "kind": null, "segment": null, "uf": null, "overdue": false, "sort": "code",
        "descending": false, "offset": code - 1, "limit": 1,
    })
}

async fn save_again(app: &TestApp, customer: &Value) {
    let input = json!({
        "code": customer["code"], "kind": "person", "name": customer["name"], "trade_name": "", "document": "",
        "birth_date": "", "mother_name": "", "contact_name": "", "segment": "retail", "responsible_id": null,
        "contact_points": [{ "kind": "email", "value": "ela@exemplo.com.br", "label": "" }], "addresses": [],
    });
    let update = json!({
        "id": customer["id"], "version": customer["version"], "input": input, "asked_by": { "kind": "holder" },
    });
    app.admin.call("customers.update", update).await.unwrap();
}

story!(
    async fn sys_6_the_check_finds_gaps_in_numbers_and_messages_in_no_possible_state(app: TestApp) {
        let ana = customer(&app, "Ana Lima").await;
        let mut quotes = Vec::new();
        for _ in 0..3 {
            quotes.push(quote(&app, &ana).await);
        }
        let account = json!({
            "version": 0, "from_name": "ACME", "from_address": "vendas@acme.com.br", "reply_to": "",
            "host": "127.0.0.1", "port": 25, "security": "none", "username": "", "password": null,
            "per_minute": 10, "per_day": 100, "active": true, "ca_pem": "",
        });
        app.admin.call("mailings.save_account", account).await.unwrap();
        crate::mailings::queue(&app, crate::mailings::message("1", "ela@exemplo.com.br")).await;
        assert_eq!(found(&app).await, Vec::<String>::new());

        damage(&app, "update outbox_message set state = 'sent'").await;
        assert_eq!(found(&app).await, ["message_state sent 1"]);
        damage(&app, "update outbox_message set state = 'claimed', lease_until = null").await;
        assert_eq!(found(&app).await, ["message_state claimed 1"]);
        damage(&app, "update outbox_message set state = 'queued'").await;

        damage(&app, "update number_counter set last_number = 2 where name like 'quote:%'").await;
        assert_eq!(found(&app).await, ["number_counter quotes "]);
        damage(&app, "update number_counter set last_number = 3 where name like 'quote:%'").await;
        damage(&app, "update quote_version set version_number = 2").await;
        assert_eq!(found(&app).await, ["rows_not_counted_on quote_version 3"]);
        damage(&app, "update quote_version set version_number = 1").await;
        let second = literal(&app, &quotes[1]["quote"]["id"]);
        damage(&app, &format!("delete from quote_version where quote_id = {second}")).await;
        damage(&app, &format!("delete from quote where id = {second}")).await;
        let told = found(&app).await;
        assert!(told.contains(&"number_gap quotes 2".to_owned()), "{told:?}");
    }
);
