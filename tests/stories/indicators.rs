//! How the work goes, stage by stage and person by person (REG-10, REG-11).

use chrono::TimeDelta;
use office::Client;
use serde_json::{Value, json};
use stories::{PASSWORD, TestApp, issues, story};

use crate::registrations::{form, plan, returned, submitted, with};

const PERIOD: (&str, &str) = ("2026-11-01", "2026-12-31");

async fn later(app: &TestApp, people: &[&Client], hours: i64) {
    app.clock.advance(TimeDelta::hours(hours));
    for person in people.iter().copied().chain([&app.admin]) {
        person.call("access.unlock", json!({ "password": PASSWORD })).await.unwrap();
    }
}

async fn figures(client: &Client) -> office::Result<Value> {
    let request = json!({ "from": PERIOD.0, "until": PERIOD.1, "seller_id": null });
    client.call("indicators.figures", request).await
}

async fn behind(client: &Client, measure: &str, key: &str) -> Value {
    let request = json!({
        "from": PERIOD.0, "until": PERIOD.1, "seller_id": null, "measure": measure, "key": key, "person": "",
    });
    client.call("indicators.sales_behind", request).await.unwrap()
}

async fn step(client: &Client, command: &str, detail: &Value, more: Value) -> Value {
    let course = &detail["course"];
    let mut request = json!({ "id": course["registration_id"], "version": course["version"] });
    for (field, value) in more.as_object().unwrap() {
        request[field] = value.clone();
    }
    client.call(command, request).await.unwrap()
}

/// One sale returned, corrected, approved and installed a day late; another denied.
async fn a_weeks_work(app: &TestApp, seller: &Client, office: &Client) -> Value {
    let plan = plan(app, "Fibra 600", &[]).await;
    let sale = submitted(seller, form(&plan)).await;
    later(app, &[seller, office], 1).await;
    let back = returned(office, &sale).await;
    let version = back["registration"]["version"].clone();
    let content = with(form(&plan), json!({ "phone_2": "(19) 3251-0099" }));
    let again = json!({ "id": sale["id"], "version": version, "content": content });
    seller.call("registrations.submit", again).await.unwrap();
    later(app, &[seller, office], 3).await;
    let yes = json!({ "id": sale["id"], "round": 2, "customer_id": null, "take": [] });
    office.call("registrations.approve", yes).await.unwrap();
    let other = with(form(&plan), json!({ "document": "111.444.777-35", "email": "rui@exemplo.com.br" }));
    let other = submitted(seller, other).await;
    let no = json!({ "id": other["id"], "round": 1, "reason": "titular não reconhece a compra" });
    office.call("registrations.deny", no).await.unwrap();
    later(app, &[seller, office], 2).await;
    let mut detail = office.call("fulfilment.get", json!({ "id": sale["id"] })).await.unwrap();
    let number = json!({ "carrier": "Vivo", "protocol": "VV-1" });
    detail = step(office, "fulfilment.record_protocol", &detail, number).await;
    detail =
        step(office, "fulfilment.start_installation", &detail, json!({ "promised_on": "2026-11-24" })).await;
    let team = json!({ "id": null, "name": "Equipe Norte", "active": true, "version": 0 });
    let team = app.admin.call("fulfilment.save_team", team).await.unwrap();
    let visit =
        json!({ "team_id": team["id"], "scheduled_on": "2026-11-25", "period": "morning", "reason": "" });
    detail = step(office, "fulfilment.schedule", &detail, visit).await;
    later(app, &[seller, office], 48).await;
    detail = step(office, "fulfilment.close_visit", &detail, json!({ "done": true, "reason": "" })).await;
    let said = json!({ "stage": "installation", "score": 4, "words": "Chegaram um dia depois." });
    step(office, "fulfilment.take_feedback", &detail, said).await
}

story!(
    async fn reg_10_figures_stand_by_stage_and_person_with_their_sales_behind(app: TestApp) {
        let seller = app.person("Nívea Torres", "commercial").await;
        let office = app.person("Wagner Assis", "back_office").await;
        let supervisor = app.person("Lúcia Prado", "back_office_supervisor").await;
        a_weeks_work(&app, &seller, &office).await;
        later(&app, &[&supervisor], 0).await;
        let told = figures(&supervisor).await.unwrap();
        let review = &told["review"];
        assert_eq!((&review["submitted"], &review["approved"]), (&json!(2), &json!(1)));
        assert_eq!((&review["returned"], &review["denied"]), (&json!(1), &json!(1)));
        assert_eq!((&review["approval_bp"], &review["first_time_bp"]), (&json!(3_333), &json!(0)));
        assert_eq!(told["reasons"], json!([{ "field": "phone_2", "count": 1 }]));
        // Decided after 1, 3 and 0 hours; then 2 hours to the entry, and 48 to the installation.
        let stage = |index: usize| {
            let stage = &told["stages"][index];
            (stage["count"].clone(), stage["median_minutes"].clone(), stage["p90_minutes"].clone())
        };
        assert_eq!(stage(0), (json!(3), json!(60), json!(180)));
        assert_eq!(stage(1), (json!(1), json!(120), json!(120)));
        assert_eq!(stage(2), (json!(1), json!(2_880), json!(2_880)));
        assert_eq!(stage(3), (json!(0), json!(null), json!(null)));
        assert_eq!(told["stages"][2]["score_tenths"], 40);
        assert_eq!(told["installation"], json!({ "installed": 1, "on_time": 0, "on_time_bp": 0 }));
        assert_eq!(told["sellers"][0]["name"], "Nívea Torres");
        let by: Vec<_> = told["workers"].as_array().unwrap().iter().map(|row| &row["name"]).collect();
        assert_eq!(by, ["Wagner Assis", "Wagner Assis", "Wagner Assis"]);
        // Each figure opens the sales it counted.
        for (measure, key, total) in [
            ("submitted", "", 2),
            ("approved", "", 1),
            ("returned", "", 1),
            ("denied", "", 1),
            ("reason", "phone_2", 1),
            ("reason", "cep", 0),
            ("stage", "review", 3),
            ("stage", "installation", 1),
            ("installed", "", 1),
            ("late", "", 1),
            ("watched", "", 0),
            ("completed", "", 0),
            ("feedback", "installation", 1),
        ] {
            let rows = behind(&supervisor, measure, key).await;
            assert_eq!(rows["total"], total, "{measure} {key}");
            assert_eq!(rows["rows"].as_array().unwrap().len(), total, "{measure} {key}");
        }
        let words = behind(&supervisor, "feedback", "installation").await;
        assert_eq!(words["rows"][0]["text"], "Chegaram um dia depois.");
    }
);

story!(
    async fn reg_10_figures_are_for_supervisors_and_of_a_bounded_period(app: TestApp) {
        let office = app.person("Wagner Assis", "back_office").await;
        assert_eq!(figures(&office).await.unwrap_err().code(), "forbidden");
        let long = json!({ "from": "2020-01-01", "until": "2026-01-01", "seller_id": null });
        let refused = app.admin.call("indicators.figures", long).await.unwrap_err();
        assert_eq!(issues(&refused)["until"], "span_range");
        let empty = figures(&app.admin).await.unwrap();
        assert_eq!((&empty["weeks"], &empty["sellers"]), (&json!([]), &json!([])));
        assert_eq!(empty["review"]["approval_bp"], json!(null));
    }
);
