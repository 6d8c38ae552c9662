//! What must be seen before anything is booked on a ficha (CUS-4), and that it stops nobody (SAL-7).

use serde_json::{Value, json};
use stories::{registered, run_sql, story};

use crate::registrations::{form, plan, with};

fn typed(name: &str) -> Value {
    json!({
        "code": null, "kind": "person", "name": name, "trade_name": "", "document": "52998224725",
        "birth_date": "", "mother_name": "", "contact_name": "", "segment": "retail", "responsible_id": null,
        "contact_points": [{ "kind": "mobile", "value": "(19) 99812-4471", "label": "" }], "addresses": [],
    })
}

/// Rows of features that are not there yet: their ids are taken from the roles, which are as many as needed.
fn row(table: &str, columns: &str, values: &str) -> String {
    format!(
        "insert into {table} (id, customer_id, {columns}) select r.id, c.id, {values} from customer c, \
         (select id from role where id not in (select id from {table}) order by id limit 1) r where c.code = 1"
    )
}

story!(
    async fn cus_4_all_five_alerts_are_told_before_something_is_booked_and_none_of_them_blocks(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        let made = seller.call("customers.create", typed("Aparecida Teles")).await.unwrap();
        let customer = json!({ "id": made["id"] });
        let quiet = seller.call("customers.alerts", customer.clone()).await.unwrap();
        let nothing = json!({
            "overdue_count": 0, "overdue_cents": 0, "overdue_since": null, "open_disputes": 0,
            "appointment": null, "duplicate": null, "problem": null,
        });
        assert_eq!(quiet, nothing);

        let twin = registered(&seller, typed("Aparecida G. Telles")).await;
        for (due, cents, more) in [
            ("2026-10-05", 21_240, "null, null"),
            ("2026-11-05", 100, "'2026-11-20', null"),
            ("2026-11-06", 50, "'2026-11-07', '2026-11-09'"),
            ("2026-12-05", 38_990, "null, null"),
        ] {
            let columns = "description, due_on, amount_cents, dispute_opened_on, dispute_closed_on";
            run_sql(&app, row("receivable", columns, &format!("'Mensalidade', '{due}', {cents}, {more}")))
                .await;
        }
        for (number, kind, closed) in [
            ("PRB0001", "problem", "'2026-11-01 12:00:00+00:00'"),
            ("PRB0002", "problem", "null"),
            ("INC0003", "incident", "null"),
        ] {
            let values =
                format!("'{number}', '{kind}', 'Cobrança em dobro', '2026-10-30 12:00:00+00:00', {closed}");
            run_sql(&app, row("ticket", "number, kind, subject, opened_at, closed_at", &values)).await;
        }
        let owner = app.person("Wagner Antunes", "commercial").await;
        let book = |service: &str| json!({ "customer_id": made["id"], "kind": "sale_with_contact", "service": service, "due_on": null });
        let booked = owner.call("agenda.book", book("Fibra 600")).await.unwrap();

        let alerts = seller.call("customers.alerts", customer.clone()).await.unwrap();
        assert_eq!(
            (&alerts["overdue_count"], &alerts["overdue_cents"], &alerts["overdue_since"]),
            (&json!(3), &json!(21_390), &json!("2026-10-05"))
        );
        assert_eq!(alerts["open_disputes"], 1);
        assert_eq!(alerts["appointment"]["owner_name"], "Wagner Antunes");
        assert_eq!(alerts["appointment"]["due_on"], booked["due_on"]);
        assert_eq!(alerts["duplicate"]["id"], twin["id"]);
        assert_eq!(alerts["problem"], json!({ "number": "PRB0002", "subject": "Cobrança em dobro" }));
        let finance = app.person("Fernanda Alves", "finance").await;
        assert_eq!(finance.call("customers.alerts", customer).await.unwrap(), alerts);

        // SAL-7: told, and nothing is refused for it.
        seller.call("agenda.book", book("Câmeras")).await.unwrap();
        let quote = seller.call("quotes.create", json!({ "customer_id": made["id"] })).await.unwrap();
        assert_eq!(quote["customer"]["name"], "Aparecida Teles");
        let plan = plan(&app, "Fibra 600", &[]).await;
        let content = with(form(&plan), json!({ "name": "Aparecida Teles" }));
        let sale = json!({ "id": null, "version": 0, "content": content });
        assert_eq!(seller.call("registrations.submit", sale).await.unwrap()["state"], "submitted");
    }
);
