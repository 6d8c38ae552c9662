//! What the system tells the reviewer (REG-2).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use office::db::Db;
use serde_json::{Value, json};
use stories::{issues, monday_morning, story};

use super::{form, plan, seen, submitted, with};

/// `code outcome` of every check by field; several of one field in order.
fn by_field(checks: &Value) -> BTreeMap<String, Vec<String>> {
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for check in checks.as_array().unwrap() {
        let said = format!("{} {}", check["code"].as_str().unwrap(), check["outcome"].as_str().unwrap());
        found.entry(check["field"].as_str().unwrap().to_owned()).or_default().push(said);
    }
    found
}

/// A customer with a phone, an address and an overdue receivable.
async fn debtor(db: &Db, code: i64, name: &str, document: Option<&str>, due: NaiveDate) {
    let id: uuid::Uuid = office::ids::Ids::random().next(monday_morning());
    let mut tx = db.begin_write().await.unwrap();
    office::execute!(
        &mut tx,
        "insert into customer (id, code, kind, name, name_key, document, segment, status, created_at, created_by, \
           version, updated_at, updated_by) \
         values ($1, $2, 'person', $3, $4, $5, 'retail', 'active', $6, 'Ana', 1, $6, 'Ana')",
        id,
        code,
        name,
        brazil::text::fold(name),
        document,
        monday_morning()
    )
    .unwrap();
    office::execute!(
        &mut tx,
        "insert into contact_point (id, customer_id, position, kind, value) \
         values ($1, $1, 1, 'phone', '+551932510087')",
        id
    )
    .unwrap();
    office::execute!(
        &mut tx,
        "insert into address (id, customer_id, position, street, number, city, uf, cep) \
         values ($1, $1, 1, 'RUA DAS ACACIAS', '214', 'Campinas', 'SP', '13087534')",
        id
    )
    .unwrap();
    office::execute!(
        &mut tx,
        "insert into receivable (id, customer_id, description, due_on, amount_cents) \
         values ($1, $1, 'Fibra', $2, 14990)",
        id,
        due
    )
    .unwrap();
    tx.commit().await.unwrap();
}

fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap()
}

story!(
    async fn reg_2_the_reviewer_sees_each_check_with_its_evidence(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let reviewer = app.person("Wagner Assis", "back_office").await;
        let plan = plan(&app, "Fibra 600", &["PR", "SP"]).await;
        let typed =
            with(form(&plan), json!({ "email": "cida.teles@gmial.com", "phone_1": "(21) 99812-4471" }));
        let sale = submitted(&seller, typed).await;
        let detail = seen(&reviewer, &sale).await;
        let found = by_field(&detail["checks"]);
        let expected = [
            ("birth_date", "age pass"),
            ("cep", "cep_in_uf pass"),
            ("debts", "no_debts pass"),
            ("document", "document_ok pass"),
            ("email", "email_typo fail"),
            ("mother_name", "informed pass"),
            ("name", "name_complete pass"),
            ("phone_1", "phone_elsewhere warning"),
            ("phone_2", "phone_landline pass"),
            ("plan_id", "plan_sold_here pass"),
        ];
        let expected: BTreeMap<_, _> =
            expected.into_iter().map(|(field, said)| (field.to_owned(), vec![said.to_owned()])).collect();
        assert_eq!(found, expected);
        let email =
            detail["checks"].as_array().unwrap().iter().find(|check| check["field"] == "email").unwrap();
        assert_eq!(email["params"]["suggestion"], "cida.teles@gmail.com");
    }
);

story!(
    async fn reg_2_minors_and_plans_of_other_regions_fail(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let plan = plan(&app, "Fibra Sul", &["PR", "SC"]).await;
        let sale = submitted(&seller, with(form(&plan), json!({ "birth_date": "2009-01-05" }))).await;
        let found = by_field(&seen(&seller, &sale).await["checks"]);
        assert_eq!(found["birth_date"], ["minor fail"]);
        assert_eq!(found["plan_id"], ["plan_not_here fail"]);
    }
);

story!(
    async fn reg_2_debts_of_the_document_and_debtors_at_phone_or_address_are_told(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let reviewer = app.person("Wagner Assis", "back_office").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        let db = &app.app.db;
        debtor(db, 18_204, "Aparecida G. Telles", Some("52998224725"), date(2026, 10, 5)).await;
        debtor(db, 18_300, "Teles Autopeças", None, date(2026, 11, 20)).await;
        // Due today is not overdue.
        debtor(db, 18_301, "Em Dia", None, date(2026, 11, 23)).await;
        let sale = submitted(&seller, form(&plan)).await;
        let detail = seen(&reviewer, &sale).await;
        let found = by_field(&detail["checks"]);
        assert_eq!(found["debts"], ["debts warning"]);
        assert_eq!(found["document"], ["document_ok pass", "document_known warning"]);
        assert_eq!(found["phone_2"], ["phone_landline pass", "phone_of_debtor warning"]);
        assert_eq!(found["cep"], ["cep_in_uf pass", "address_of_debtor warning"]);
        assert_eq!(found["phone_1"], ["phone_mobile pass"]);
        let checks = detail["checks"].as_array().unwrap();
        let phone = checks.iter().find(|check| check["code"] == "phone_of_debtor").unwrap();
        assert_eq!(phone["params"]["name"], "Teles Autopeças");
        let debts = checks.iter().find(|check| check["field"] == "debts").unwrap();
        assert_eq!(
            (&debts["params"]["total_cents"], &debts["params"]["oldest_due_on"]),
            (&json!("14990"), &json!("2026-10-05"))
        );
        assert_eq!(detail["suspects"][0]["code"], 18_204);
        assert_eq!(detail["suspects"][0]["score"], 100);
        assert_eq!(detail["same_document"][0]["code"], 18_204);
    }
);

story!(
    async fn reg_2_a_form_is_checked_while_it_is_typed(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        let typed = with(form(&plan), json!({ "document": "529.892.247-25", "name": "" }));
        let result = seller.call("registrations.check", json!({ "content": typed })).await.unwrap();
        assert_eq!(by_field(&result["checks"])["document"], ["document_swapped fail"]);
        let fields: Vec<_> = result["issues"]
            .as_array()
            .unwrap()
            .iter()
            .map(|issue| issue["field"].as_str().unwrap())
            .collect();
        assert_eq!(fields, ["content.name", "content.document"]);
        // Checking stores nothing.
        let mine = seller.call("registrations.mine", json!({ "state": null })).await.unwrap();
        assert_eq!(mine["counts"], json!([]));
    }
);

story!(
    async fn reg_2_plans_and_their_regions_are_kept_by_supervisors(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let supervisor = app.person("Rita Lemos", "back_office_supervisor").await;
        let saved = plan(&app, "Fibra 600", &["sp", "PR", "São Paulo"]).await;
        assert_eq!(saved["regions"], json!(["PR", "SP"]));
        let wrong = json!({
            "id": null, "carrier": " ", "name": "Fibra 600", "monthly_cents": i64::MAX, "active": true,
            "regions": ["XX"], "version": 0,
        });
        assert_eq!(
            seller.call("registrations.save_plan", wrong.clone()).await.unwrap_err().code(),
            "forbidden"
        );
        let refused = supervisor.call("registrations.save_plan", wrong).await.unwrap_err();
        let codes = issues(&refused);
        assert_eq!(codes["carrier"], "required");
        assert_eq!(codes["monthly_cents"], "money_range");
        assert_eq!(codes["regions.0"], "uf_unknown");
        let twin = with(saved.clone(), json!({ "id": null }));
        let refused = supervisor.call("registrations.save_plan", twin).await.unwrap_err();
        assert_eq!(issues(&refused)["name"], "already_exists");
        let off = with(saved.clone(), json!({ "active": false }));
        supervisor.call("registrations.save_plan", off.clone()).await.unwrap();
        assert_eq!(supervisor.call("registrations.save_plan", off).await.unwrap_err().code(), "conflict");
        let plans = seller.call("registrations.plans", json!({})).await.unwrap();
        assert_eq!(plans[0]["active"], false);
        // What is no longer sold is not submitted.
        let input = json!({ "id": null, "version": 0, "content": form(&saved) });
        let refused = seller.call("registrations.submit", input).await.unwrap_err();
        assert_eq!(issues(&refused)["content.plan_id"], "plan_not_sold");
    }
);
