//! Appointments (AGE-1, AGE-2, AGE-4).

use chrono::TimeDelta;
use serde_json::{Value, json};
use stories::{TestApp as App, issues, story};
use uuid::Uuid;

/// A customer to speak with.
pub async fn customer(app: &App, name: &str) -> Uuid {
    let id: Uuid = app.app.ids.next(app.clock.now());
    let sql = format!(
        "insert into customer (id, code, kind, name, name_key, segment, status, created_at, created_by, version, \
           updated_at, updated_by) values ($1, {}, 'company', '{name}', '{}', 'retail', 'active', $2, 'Ana', 1, $2, 'Ana')",
        id.as_u128() % 1_000_000_000,
        brazil::text::fold(name)
    );
    let mut tx = app.app.db.begin_write().await.unwrap();
    let now = app.clock.now();
    let sql = sqlx::AssertSqlSafe(sql);
    match &mut tx {
        office::db::Tx::Sqlite(tx, _) => {
            sqlx::query(sql).bind(id).bind(now).execute(&mut **tx).await.map(drop)
        }
        office::db::Tx::Postgres(tx) => {
            sqlx::query(sql).bind(id).bind(now).execute(&mut **tx).await.map(drop)
        }
    }
    .unwrap();
    tx.commit().await.unwrap();
    id
}

fn booking(customer: Uuid, kind: &str, service: &str, due_on: Value) -> Value {
    json!({ "customer_id": customer, "kind": kind, "service": service, "due_on": due_on })
}

story!(
    async fn age_1_an_appointment_lands_two_business_days_ahead_past_a_city_holiday(app: TestApp) {
        let seller = app.person("Wagner Antunes", "commercial").await;
        let customer = customer(&app, "Panificadora Trigo Bom Ltda").await;
        let holiday = json!({ "day": "2026-11-24", "name": "Aniversário da cidade", "scope": "city" });
        let refused = seller.call("agenda.add_holiday", holiday.clone()).await.unwrap_err();
        assert_eq!(refused.code(), "forbidden");
        app.admin.call("agenda.add_holiday", holiday.clone()).await.unwrap();
        let request = booking(customer, "sale_with_contact", "Câmeras", Value::Null);
        let booked = seller.call("agenda.book", request.clone()).await.unwrap();
        assert_eq!(booked["due_on"], "2026-11-26");
        let holidays = seller.call("agenda.holidays", json!({})).await.unwrap();
        assert_eq!(holidays, json!([holiday]));
        let again = app.admin.call("agenda.add_holiday", holiday.clone()).await.unwrap_err();
        assert_eq!(issues(&again)["name"], "already_exists");
        let year = seller.call("agenda.year", json!({ "year": 2026 })).await.unwrap();
        let year = year.as_array().unwrap();
        assert_eq!(year.len(), 11, "ten of the nation and one of the city");
        assert_eq!(year[9]["name"], "Aniversário da cidade", "in order of date: {year:?}");
        assert_eq!(year[10]["code"], "christmas");
        app.admin.call("agenda.remove_holiday", holiday).await.unwrap();
        let booked = seller.call("agenda.book", request).await.unwrap();
        assert_eq!(booked["due_on"], "2026-11-25");
    }
);

story!(
    async fn age_1_the_agenda_sorts_overdue_today_and_next_by_the_company_s_day(app: TestApp) {
        let seller = app.person("Wagner Antunes", "commercial").await;
        let colleague = app.person("Dora Lima", "commercial").await;
        let customer = customer(&app, "Panificadora Trigo Bom Ltda").await;
        for due_on in ["2026-11-25", "2026-11-23", "2026-11-24"] {
            seller
                .call("agenda.book", booking(customer, "support", "Roteador", json!(due_on)))
                .await
                .unwrap();
        }
        // Tuesday, 23:30 in São Paulo: already Wednesday in UTC.
        app.clock.advance(TimeDelta::minutes((24 + 14) * 60 + 30));
        seller.call("access.unlock", json!({ "password": stories::PASSWORD })).await.unwrap();
        let agenda = seller.call("agenda.mine", json!({})).await.unwrap();
        assert_eq!(agenda["today"], "2026-11-24");
        let terms: Vec<_> =
            agenda["entries"].as_array().unwrap().iter().map(|entry| entry["term"].clone()).collect();
        assert_eq!(terms, ["overdue", "today", "next"]);
        assert_eq!(agenda["entries"][0]["customer_name"], "Panificadora Trigo Bom Ltda");
        assert_eq!(agenda["entries"][0]["renewable_to"], Value::Null);
        colleague.call("access.unlock", json!({ "password": stories::PASSWORD })).await.unwrap();
        let hers = colleague.call("agenda.mine", json!({})).await.unwrap();
        assert_eq!(hers["entries"].as_array().unwrap().len(), 0);
    }
);

story!(
    async fn age_2_without_contact_more_than_two_days_needs_a_supervisor(app: TestApp) {
        let seller = app.person("Wagner Antunes", "commercial").await;
        let supervisor = app.person("Sueli Prado", "commercial_supervisor").await;
        let customer = customer(&app, "Panificadora Trigo Bom Ltda").await;
        let late = booking(customer, "sale_without_contact", "Câmeras", json!("2026-11-27"));
        let refused = seller.call("agenda.book", late.clone()).await.unwrap_err();
        assert_eq!(issues(&refused)["due_on"], "without_contact_days");
        supervisor.call("agenda.book", late).await.unwrap();
    }
);

story!(
    async fn age_4_a_service_to_book_and_what_was_done_to_close(app: TestApp) {
        let seller = app.person("Wagner Antunes", "commercial").await;
        let customer = customer(&app, "Panificadora Trigo Bom Ltda").await;
        let refused =
            seller.call("agenda.book", booking(customer, "support", " ", Value::Null)).await.unwrap_err();
        assert_eq!(issues(&refused)["service"], "required");
        let booked =
            seller.call("agenda.book", booking(customer, "support", "Roteador", Value::Null)).await.unwrap();
        let renewal = json!({ "id": booked["id"], "version": 1 });
        let refused = seller.call("agenda.renew", renewal).await.unwrap_err();
        assert_eq!(issues(&refused)[""], "renewal_without_term");
        let close = |outcome: &str, version: i64| json!({ "id": booked["id"], "version": version, "outcome": outcome, "cancelled": false });
        let refused = seller.call("agenda.close", close("...", 1)).await.unwrap_err();
        assert_eq!(issues(&refused)["outcome"], "says_nothing");
        let colleague = app.person("Dora Lima", "commercial").await;
        let refused = colleague.call("agenda.close", close("Falei com ela", 1)).await.unwrap_err();
        assert_eq!(refused.code(), "forbidden");
        let refused = seller.call("agenda.close", close("Roteador trocado", 7)).await.unwrap_err();
        assert_eq!(refused.code(), "conflict");
        let closed = seller.call("agenda.close", close("Roteador trocado", 1)).await.unwrap();
        assert_eq!(closed["status"], "done");
        assert_eq!(closed["outcome"], "Roteador trocado");
        let again = seller.call("agenda.close", close("Roteador trocado", 2)).await.unwrap_err();
        assert_eq!(issues(&again)[""], "appointment_closed");
        let agenda = seller.call("agenda.mine", json!({})).await.unwrap();
        assert_eq!(agenda["entries"].as_array().unwrap().len(), 0);
        let all = seller.call("agenda.of_customer", json!({ "customer_id": customer })).await.unwrap();
        assert_eq!(all[0]["outcome"], "Roteador trocado");
    }
);

story!(
    async fn age_1_days_in_the_years_1_and_9999_are_refused(app: TestApp) {
        let seller = app.person("Wagner Antunes", "commercial").await;
        let customer = customer(&app, "Panificadora Trigo Bom Ltda").await;
        for day in ["0001-01-01", "9999-12-31", "+262142-12-31", "2026-02-30"] {
            let request = booking(customer, "sale_with_contact", "Câmeras", json!(day));
            let refused = seller.call("agenda.book", request).await.unwrap_err();
            assert_eq!(refused.code(), "invalid", "{day}: {refused:?}");
        }
        let mine = seller.call("agenda.mine", json!({})).await.unwrap();
        assert_eq!(mine["entries"], json!([]));
    }
);
