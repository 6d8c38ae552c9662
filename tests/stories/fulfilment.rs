//! An approved sale on its course (REG-5 to REG-8).

use chrono::TimeDelta;
use office::Client;
use serde_json::{Value, json};
use stories::{PASSWORD, TestApp, issues, story};

use crate::registrations::{form, plan, submitted};

/// An approved sale, its seller and its back office.
async fn approved(app: &TestApp) -> (Client, Client, Value) {
    let seller = app.person("Nívea Torres", "commercial").await;
    let office = app.person("Wagner Assis", "back_office").await;
    let plan = plan(app, "Fibra 600", &[]).await;
    let sale = submitted(&seller, form(&plan)).await;
    let request = json!({ "id": sale["id"], "round": 1, "customer_id": null, "take": [] });
    office.call("registrations.approve", request).await.unwrap();
    let detail = office.call("fulfilment.get", json!({ "id": sale["id"] })).await.unwrap();
    (seller, office, detail)
}

/// Runs a command on the sale as it stands in `detail`, with more in the request.
async fn step(client: &Client, command: &str, detail: &Value, more: Value) -> office::Result<Value> {
    let course = &detail["course"];
    let mut request = json!({ "id": course["registration_id"], "version": course["version"] });
    for (field, value) in more.as_object().unwrap() {
        request[field] = value.clone();
    }
    client.call(command, request).await
}

async fn team(app: &TestApp, name: &str) -> Value {
    let team = json!({ "id": null, "name": name, "active": true, "version": 0 });
    app.admin.call("fulfilment.save_team", team).await.unwrap()
}

async fn at_installation(office: &Client, detail: &Value) -> Value {
    let number = json!({ "carrier": "Vivo", "protocol": "VV-2026118" });
    let detail = step(office, "fulfilment.record_protocol", detail, number).await.unwrap();
    step(office, "fulfilment.start_installation", &detail, json!({ "promised_on": "2026-11-27" }))
        .await
        .unwrap()
}

async fn at_activation(app: &TestApp, office: &Client, detail: &Value) -> Value {
    let detail = at_installation(office, detail).await;
    let team = team(app, "Equipe Norte").await;
    let visit =
        json!({ "team_id": team["id"], "scheduled_on": "2026-11-23", "period": "morning", "reason": "" });
    let detail = step(office, "fulfilment.schedule", &detail, visit).await.unwrap();
    step(office, "fulfilment.close_visit", &detail, json!({ "done": true, "reason": "" })).await.unwrap()
}

async fn at_post_sale(app: &TestApp, office: &Client, detail: &Value) -> Value {
    let mut detail = at_activation(app, office, detail).await;
    for name in ["configured", "tested", "access_confirmed", "customer_instructed"] {
        let mark = json!({ "step": name, "done": true });
        detail = step(office, "fulfilment.mark_activation", &detail, mark).await.unwrap();
    }
    step(office, "fulfilment.complete_activation", &detail, json!({})).await.unwrap()
}

story!(
    async fn reg_5_a_protocol_of_the_carrier_comes_before_the_installation(app: TestApp) {
        let (seller, office, detail) = approved(&app).await;
        assert_eq!(detail["course"]["stage"], "approved");
        let promise = json!({ "promised_on": "2026-11-27" });
        let early =
            step(&office, "fulfilment.start_installation", &detail, promise.clone()).await.unwrap_err();
        assert_eq!(issues(&early)["protocol"], "protocol_missing");
        let number = json!({ "carrier": "Vivo", "protocol": "VV-2026118" });
        let refused = step(&seller, "fulfilment.record_protocol", &detail, number.clone()).await.unwrap_err();
        assert_eq!(refused.code(), "forbidden");
        let noted = step(&office, "fulfilment.record_protocol", &detail, number.clone()).await.unwrap();
        assert_eq!(noted["protocols"][0]["protocol"], "VV-2026118");
        assert_eq!(noted["protocols"][0]["recorded_by"], "Wagner Assis");
        // Who read an older version is told, and nothing is noted twice.
        let stale = step(&office, "fulfilment.record_protocol", &detail, number.clone()).await.unwrap_err();
        assert_eq!(stale.code(), "conflict");
        let twice = step(&office, "fulfilment.record_protocol", &noted, number).await.unwrap_err();
        assert_eq!(issues(&twice)["protocol"], "already_exists");
        let begun = step(&office, "fulfilment.start_installation", &noted, promise).await.unwrap();
        assert_eq!(begun["course"]["stage"], "installation");
        let listed = seller.call("fulfilment.list", json!({ "stage": "installation" })).await.unwrap();
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
        let other = app.person("Rui Prates", "commercial").await;
        let none = other.call("fulfilment.list", json!({ "stage": "installation" })).await.unwrap();
        assert_eq!(none["items"], json!([]));
        let hidden = other.call("fulfilment.get", json!({ "id": detail["course"]["registration_id"] })).await;
        assert_eq!(hidden.unwrap_err().code(), "not_found");
    }
);

story!(
    async fn reg_5_the_sheet_stands_in_the_order_of_its_carrier(app: TestApp) {
        let (_, office, detail) = approved(&app).await;
        let id = json!({ "id": detail["course"]["registration_id"] });
        let sheet = office.call("fulfilment.sheet", id.clone()).await.unwrap();
        assert_eq!(sheet["fields"][0], json!({ "field": "document", "value": "52998224725" }));
        let order =
            json!({ "carrier": "Vivo", "fields": ["cep", "plan_name", "note", "name"], "version": 0 });
        assert_eq!(
            office.call("fulfilment.save_sheet", order.clone()).await.unwrap_err().code(),
            "forbidden"
        );
        app.admin.call("fulfilment.save_sheet", order.clone()).await.unwrap();
        assert_eq!(app.admin.call("fulfilment.save_sheet", order).await.unwrap_err().code(), "conflict");
        let sheets = office.call("fulfilment.sheets", json!({})).await.unwrap();
        assert_eq!(sheets["sheets"][0]["version"], 1);
        let sheet = office.call("fulfilment.sheet", id).await.unwrap();
        // What the sale leaves empty is not there to be typed.
        let fields: Vec<_> = sheet["fields"].as_array().unwrap().iter().map(|line| &line["field"]).collect();
        assert_eq!(fields, ["cep", "plan_name", "name"]);
    }
);

story!(
    async fn reg_6_a_visit_is_moved_with_its_reason_and_late_is_marked(app: TestApp) {
        let (_, office, detail) = approved(&app).await;
        let detail = at_installation(&office, &detail).await;
        let team = team(&app, "Equipe Norte").await;
        assert_eq!(office.call("fulfilment.teams", json!({})).await.unwrap()[0]["name"], "Equipe Norte");
        let visit = |day: &str, reason: &str| json!({ "team_id": team["id"], "scheduled_on": day, "period": "morning", "reason": reason });
        let past = step(&office, "fulfilment.schedule", &detail, visit("2026-11-20", "")).await.unwrap_err();
        assert_eq!(issues(&past)["scheduled_on"], "date_past");
        let booked = step(&office, "fulfilment.schedule", &detail, visit("2026-11-26", "")).await.unwrap();
        assert_eq!(booked["late_days"], 0);
        let ahead = json!({ "done": true, "reason": "" });
        let ahead = step(&office, "fulfilment.close_visit", &booked, ahead).await.unwrap_err();
        assert_eq!(issues(&ahead)["done"], "visit_ahead");
        let silent =
            step(&office, "fulfilment.schedule", &booked, visit("2026-11-30", "...")).await.unwrap_err();
        assert_eq!(issues(&silent)["reason"], "says_nothing");
        let moved = visit("2026-11-30", "cliente viaja");
        let moved = step(&office, "fulfilment.schedule", &booked, moved).await.unwrap();
        assert_eq!(moved["late_days"], 3);
        assert_eq!(moved["visits"][1]["outcome"], "rescheduled");
        assert_eq!(moved["visits"][1]["reason"], "cliente viaja");
        let days = json!({ "from": "2026-11-23", "until": "2026-11-30" });
        let agenda = office.call("fulfilment.visits", days).await.unwrap();
        assert_eq!(agenda.as_array().unwrap().len(), 1);
        assert_eq!(agenda[0]["scheduled_on"], "2026-11-30");
        app.clock.advance(TimeDelta::days(7));
        office.call("access.unlock", json!({ "password": PASSWORD })).await.unwrap();
        let not_done = json!({ "done": false, "reason": "sem sinal no poste" });
        let back = step(&office, "fulfilment.close_visit", &moved, not_done).await.unwrap();
        assert_eq!(back["course"]["stage"], "installation");
        let again = visit("2026-11-30", "");
        let again = step(&office, "fulfilment.schedule", &back, again).await.unwrap();
        let done = json!({ "done": true, "reason": "" });
        let done = step(&office, "fulfilment.close_visit", &again, done).await.unwrap();
        assert_eq!(done["course"]["stage"], "activation");
        assert_eq!(done["late_days"], 3);
    }
);

story!(
    async fn reg_7_an_activation_completes_only_with_all_four(app: TestApp) {
        let (_, office, detail) = approved(&app).await;
        let mut detail = at_activation(&app, &office, &detail).await;
        for name in ["configured", "tested", "access_confirmed"] {
            let mark = json!({ "step": name, "done": true });
            detail = step(&office, "fulfilment.mark_activation", &detail, mark).await.unwrap();
        }
        let early = step(&office, "fulfilment.complete_activation", &detail, json!({})).await.unwrap_err();
        assert_eq!(issues(&early)["customer_instructed"], "step_missing");
        let mark = json!({ "step": "customer_instructed", "done": true });
        detail = step(&office, "fulfilment.mark_activation", &detail, mark).await.unwrap();
        assert!(
            detail["activation"].as_array().unwrap().iter().all(|mark| mark["done_by"] == "Wagner Assis")
        );
        let done = step(&office, "fulfilment.complete_activation", &detail, json!({})).await.unwrap();
        assert_eq!(done["course"]["stage"], "post_sale");
        assert!(!done["course"]["contract_id"].is_null());
        // Who was installed is welcomed, once (REG-9).
        let customer = json!({ "customer_id": done["course"]["customer_id"] });
        let welcomes = office.call("onboarding.of_customer", customer).await.unwrap();
        assert_eq!(welcomes.as_array().unwrap().len(), 1);
        assert_eq!(welcomes[0]["onboarding"]["cause"], "new");
    }
);

/// A receivable of the sale's contract, past the application, as a file would bring it.
async fn due(app: &TestApp, detail: &Value, due_on: &str, paid_on: Option<&str>) {
    let id = |field: &str| -> uuid::Uuid { detail["course"][field].as_str().unwrap().parse().unwrap() };
    let date = |text: &str| -> chrono::NaiveDate { text.parse().unwrap() };
    let mut tx = app.app.db.begin_write().await.unwrap();
    office::execute!(
        &mut tx,
        "insert into receivable (id, customer_id, contract_id, description, due_on, amount_cents, paid_on) \
         values ($1, $2, $3, 'Mensalidade', $4, 14990, $5)",
        uuid::Uuid::new_v4(),
        id("customer_id"),
        id("contract_id"),
        date(due_on),
        paid_on.map(date)
    )
    .unwrap();
    tx.commit().await.unwrap();
}

story!(
    async fn reg_8_a_late_month_opens_one_contact_and_five_on_time_complete(app: TestApp) {
        let (seller, office, detail) = approved(&app).await;
        let detail = at_post_sale(&app, &office, &detail).await;
        due(&app, &detail, "2026-12-10", Some("2026-12-21")).await;
        let reviewed = office.call("fulfilment.review_payments", json!({})).await.unwrap();
        assert_eq!(reviewed, json!({ "completed": 0, "contacts": 1 }));
        let agenda = seller.call("agenda.mine", json!({})).await.unwrap();
        assert!(agenda["entries"][0]["service"].as_str().unwrap().contains("12/2026"));
        let again = office.call("fulfilment.review_payments", json!({})).await.unwrap();
        assert_eq!(again, json!({ "completed": 0, "contacts": 0 }));
        for month in 1..=5 {
            let day = format!("2027-{month:02}-05");
            due(&app, &detail, &day, Some(&day)).await;
        }
        let reviewed = office.call("fulfilment.review_payments", json!({})).await.unwrap();
        assert_eq!(reviewed, json!({ "completed": 1, "contacts": 0 }));
        let id = json!({ "id": detail["course"]["registration_id"] });
        let done = seller.call("fulfilment.get", id).await.unwrap();
        assert_eq!(done["course"]["stage"], "completed");
        assert_eq!(done["payments"]["on_time"], 5);
    }
);

/// The fields that were refused, with their codes.
fn refused(outcome: office::Result<Value>) -> Vec<(String, String)> {
    issues(&outcome.unwrap_err()).into_iter().collect()
}

/// The month that is due on a day.
fn month<'a>(detail: &'a Value, due_on: &str) -> &'a Value {
    let months = detail["billing"]["months"].as_array().unwrap();
    months.iter().find(|month| month["due_on"] == due_on).unwrap()
}

story!(
    async fn reg_8_months_noted_by_hand_complete_a_sale(app: TestApp) {
        let (_, office, detail) = approved(&app).await;
        let mut detail = at_post_sale(&app, &office, &detail).await;
        let next = json!({ "due_on": "2026-12-10", "amount_cents": 14_990 });
        assert_eq!(detail["billing"], json!({ "months": [], "next": next }), "as the contract says");
        for _ in 0..5 {
            let next = detail["billing"]["next"].clone();
            detail = step(&office, "fulfilment.bill_month", &detail, with_payment(next, None)).await.unwrap();
        }
        assert_eq!(detail["payments"]["on_time"], 0);
        app.person("Sílvia Prado", "back_office_supervisor").await;
        app.clock.advance(TimeDelta::days(150));
        let office = app.sign_in("wagner.assis").await;
        let again = json!({ "id": detail["course"]["registration_id"] });
        let mut detail = office.call("fulfilment.get", again).await.unwrap();
        for due_on in ["2026-12-10", "2027-01-10", "2027-02-10", "2027-03-10", "2027-04-10"] {
            let paid = json!({ "receivable_id": month(&detail, due_on)["id"], "paid_on": due_on });
            detail = step(&office, "fulfilment.note_month_paid", &detail, paid).await.unwrap();
        }
        assert_eq!(
            (&detail["payments"]["on_time"], &detail["course"]["stage"]),
            (&json!(5), &json!("completed"))
        );
        assert_eq!(detail["billing"]["next"], json!(null));
        let read = json!({ "customer_id": detail["course"]["customer_id"], "kind": "finance", "offset": 0, "limit": 50 });
        let timeline = office.call("customers.timeline", read).await.unwrap()["entries"].clone();
        let written =
            |title: &str| timeline.as_array().unwrap().iter().filter(|entry| entry["title"] == title).count();
        assert_eq!((written("month_billed"), written("month_paid")), (5, 5), "{timeline}");
        let audit = json!({
            "actor_id": null, "entity": "receivable", "entity_id": "", "command": "fulfilment.note_month_paid",
            "from": null, "to": null, "before_seq": null,
        });
        let supervisor = app.sign_in("silvia.prado").await;
        let audit = supervisor.call("audit.list", audit).await.unwrap();
        assert_eq!(audit["entries"].as_array().unwrap().len(), 5);
        // A sale that is complete is no longer noted on.
        let paid = json!({ "receivable_id": month(&detail, "2027-04-10")["id"], "paid_on": null });
        let late = step(&office, "fulfilment.note_month_paid", &detail, paid).await.unwrap_err();
        assert_eq!(issues(&late)["stage"], "stage_not_allowed");
    }
);

fn with_payment(mut month: Value, paid_on: Option<&str>) -> Value {
    month["paid_on"] = json!(paid_on);
    month
}

story!(
    async fn reg_8_a_month_noted_late_opens_a_contact_and_a_mistake_is_taken_back(app: TestApp) {
        let (seller, office, detail) = approved(&app).await;
        let early = with_payment(json!({ "due_on": "2026-12-10", "amount_cents": 1 }), None);
        let early = refused(step(&office, "fulfilment.bill_month", &detail, early.clone()).await);
        assert_eq!(early, [("stage".to_owned(), "stage_not_allowed".to_owned())]);
        let detail = at_post_sale(&app, &office, &detail).await;
        let nothing = json!({ "due_on": null, "amount_cents": 0, "paid_on": null });
        let told = refused(step(&office, "fulfilment.bill_month", &detail, nothing).await);
        let codes: Vec<_> = told.iter().map(|(field, code)| (field.as_str(), code.as_str())).collect();
        assert_eq!(codes, [("amount_cents", "amount_range"), ("due_on", "required")], "all at once");
        let bill = with_payment(json!({ "due_on": "2026-12-10", "amount_cents": 14_990 }), None);
        let stale = detail.clone();
        let detail = step(&office, "fulfilment.bill_month", &detail, bill.clone()).await.unwrap();
        let crossed = step(&office, "fulfilment.bill_month", &stale, bill.clone()).await.unwrap_err();
        assert_eq!(crossed.code(), "conflict");
        let twice = refused(step(&office, "fulfilment.bill_month", &detail, bill).await);
        assert_eq!(twice, [("due_on".to_owned(), "month_billed".to_owned())]);
        let forbidden = step(
            &seller,
            "fulfilment.withdraw_month",
            &detail,
            json!({ "receivable_id": month(&detail, "2026-12-10")["id"], "reason": "Erro" }),
        );
        assert_eq!(forbidden.await.unwrap_err().code(), "forbidden");

        app.clock.advance(TimeDelta::days(30));
        let (seller, office) = (app.sign_in("nivea.torres").await, app.sign_in("wagner.assis").await);
        let paid = json!({ "receivable_id": month(&detail, "2026-12-10")["id"], "paid_on": "2026-12-21" });
        let detail = step(&office, "fulfilment.note_month_paid", &detail, paid).await.unwrap();
        assert_eq!(detail["payments"]["months"][0]["state"], "late");
        let agenda = seller.call("agenda.mine", json!({})).await.unwrap();
        assert!(
            agenda["entries"][0]["service"].as_str().unwrap().contains("12/2026"),
            "at once, not at the next look"
        );

        let silent = json!({ "receivable_id": month(&detail, "2026-12-10")["id"], "reason": "..." });
        let silent = step(&office, "fulfilment.withdraw_month", &detail, silent).await.unwrap_err();
        assert_eq!(issues(&silent)["reason"], "says_nothing");
        let back =
            json!({ "receivable_id": month(&detail, "2026-12-10")["id"], "reason": "Era de outro contrato" });
        let detail = step(&office, "fulfilment.withdraw_month", &detail, back.clone()).await.unwrap();
        assert_eq!(detail["billing"]["months"], json!([]));
        assert_eq!(detail["payments"]["months"], json!([]));
        assert_eq!(
            step(&office, "fulfilment.withdraw_month", &detail, back).await.unwrap_err().code(),
            "not_found"
        );
    }
);

story!(
    async fn reg_6_a_sale_called_off_on_its_way_stays_so(app: TestApp) {
        let (_, office, detail) = approved(&app).await;
        let detail = at_installation(&office, &detail).await;
        let silent = step(&office, "fulfilment.cancel", &detail, json!({ "reason": "" })).await.unwrap_err();
        assert_eq!(issues(&silent)["reason"], "required");
        let off = json!({ "reason": "cliente desistiu" });
        let off = step(&office, "fulfilment.cancel", &detail, off).await.unwrap();
        assert_eq!(off["course"]["stage"], "cancelled");
        let number = json!({ "carrier": "Vivo", "protocol": "1" });
        let late = step(&office, "fulfilment.record_protocol", &off, number).await.unwrap_err();
        assert_eq!(issues(&late)["stage"], "stage_not_allowed");
    }
);

story!(
    async fn reg_11_what_the_customer_says_is_kept_by_stage(app: TestApp) {
        let (seller, office, detail) = approved(&app).await;
        let said =
            |stage: &str, score: i64, words: &str| json!({ "stage": stage, "score": score, "words": words });
        let early = said("installation", 9, "");
        let early = step(&office, "fulfilment.take_feedback", &detail, early).await.unwrap_err();
        assert_eq!(issues(&early)["stage"], "stage_not_reached");
        let detail = at_installation(&office, &detail).await;
        let wrong = said("installation", 11, "...");
        let wrong = step(&office, "fulfilment.take_feedback", &detail, wrong).await.unwrap_err();
        assert_eq!(
            issues(&wrong),
            [("score", "score_range"), ("words", "says_nothing")]
                .map(|(a, b)| (a.to_owned(), b.to_owned()))
                .into()
        );
        let first = said("installation", 4, "Ninguém avisou do atraso.");
        let detail = step(&office, "fulfilment.take_feedback", &detail, first).await.unwrap();
        // The seller asks again: the later answer counts, and both stand on the timeline.
        let second = said("installation", 8, "Resolveram no dia seguinte.");
        let detail = step(&seller, "fulfilment.take_feedback", &detail, second).await.unwrap();
        assert_eq!(detail["feedback"].as_array().unwrap().len(), 1);
        assert_eq!(detail["feedback"][0]["score"], 8);
        assert_eq!(detail["feedback"][0]["taken_by"], "Nívea Torres");
        let off = json!({ "reason": "cliente desistiu" });
        let off = step(&office, "fulfilment.cancel", &detail, off).await.unwrap();
        let last = said("cancelled", 0, "Caro demais para o que entrega.");
        let off = step(&office, "fulfilment.take_feedback", &off, last).await.unwrap();
        assert_eq!(off["feedback"].as_array().unwrap().len(), 2);
    }
);
