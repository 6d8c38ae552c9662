//! Customers set aside by a rule after months without a sign of life, and taken back (CUS-7, SAL-5).

use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use office::{App, Client};
use serde_json::{Value, json};
use stories::{TestApp, issues, story};

use crate::registrations::{form, plan, seen, submitted};

/// The program's own hand, whose session does not end while months go by.
fn system(app: &TestApp) -> Client {
    Client::system(app.app.clone(), "story")
}

async fn customer(client: &Client, name: &str, document: &str) -> Value {
    let typed = json!({
        "code": null, "kind": "person", "name": name, "trade_name": "", "document": document,
        "birth_date": "", "mother_name": "", "contact_name": "", "segment": "retail", "responsible_id": null,
        "contact_points": [{ "kind": "mobile", "value": "(19) 99812-4471", "label": "" }], "addresses": [],
    });
    client.call("customers.create", typed).await.unwrap()["id"].clone()
}

async fn contact(client: &Client, id: &Value) {
    let said = json!({
        "customer_id": id, "reason": "sale", "channel": "phone", "answered": false, "text": "Ninguém atendeu.", "link": "",
    });
    client.call("customers.log_contact", said).await.unwrap();
}

/// Waits for a job; gives how it ended.
async fn ended(client: &Client, job: &Value) -> Value {
    for _ in 0..800 {
        let seen = client.call("jobs.get", job.clone()).await.unwrap();
        if !seen["ended_at"].is_null() {
            return seen;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("the job does not end");
}

/// Begins work, waits for it, and gives the latest run.
async fn work(client: &Client, command: &str, request: Value) -> Value {
    let job = client.call(command, request).await.unwrap();
    let job = ended(client, &job).await;
    assert_eq!(job["state"], "done", "{job}");
    client.call("inactivity.runs", json!({})).await.unwrap()[0].clone()
}

async fn findings(client: &Client, run: &Value) -> Vec<Value> {
    let read = json!({ "run": run["id"], "offset": 0, "limit": 100 });
    client.call("inactivity.findings", read).await.unwrap().as_array().unwrap().clone()
}

async fn ficha(client: &Client, id: &Value) -> Value {
    client.call("customers.ficha", json!({ "id": id })).await.unwrap()["customer"].clone()
}

async fn titles(client: &Client, id: &Value) -> Vec<String> {
    let read = json!({ "customer_id": id, "kind": null, "offset": 0, "limit": 10 });
    let timeline = client.call("customers.timeline", read).await.unwrap();
    let entries = timeline["entries"].as_array().unwrap().iter();
    entries.map(|entry| entry["title"].as_str().unwrap().to_owned()).collect()
}

async fn switch_on(client: &Client, months: i64) -> Value {
    let rule = client.call("inactivity.rule", json!({})).await.unwrap();
    let request = json!({ "enabled": true, "months": months, "version": rule["version"] });
    client.call("inactivity.set_rule", request).await.unwrap()
}

/// What waits to be begun by the background, begun and waited for; gives whether something was.
async fn background(app: &Arc<App>) -> bool {
    let client = Client::system(app.clone(), "background");
    let due = client.call("inactivity.run_due", json!({})).await.unwrap();
    if due["job"].is_null() {
        return false;
    }
    ended(&client, &json!({ "id": due["job"] })).await;
    true
}

/// A row past the application, for what no command of this story makes.
macro_rules! row {
    ($app:expr, $sql:literal $(, $bind:expr)*) => {{
        let mut tx = $app.app.db.begin_write().await.unwrap();
        office::execute!(&mut tx, $sql $(, $bind)*).unwrap();
        tx.commit().await.unwrap();
    }};
}

fn uuid(id: &Value) -> uuid::Uuid {
    id.as_str().unwrap().parse().unwrap()
}

story!(
    async fn cus_7_silent_customers_are_shown_set_aside_and_taken_back(app: TestApp) {
        let program = system(&app);
        let silent = customer(&program, "Ana Lima", "").await;
        let later = customer(&program, "Bia Reis", "").await;
        let served = customer(&program, "Caio Paz", "").await;
        let owing = customer(&program, "Davi Melo", "").await;
        let now = app.clock.now();
        row!(
            &app,
            "insert into contract (id, customer_id, plan, monthly_cents, signed_on, status, version, updated_at, updated_by) \
             values ($1, $2, 'Fibra 600', 9990, $3, 'active', 1, $4, 'story')",
            uuid::Uuid::new_v4(),
            uuid(&served),
            now.date_naive(),
            now
        );
        row!(
            &app,
            "insert into receivable (id, customer_id, description, due_on, amount_cents) values ($1, $2, 'Taxa', $3, 100)",
            uuid::Uuid::new_v4(),
            uuid(&owing),
            now.date_naive()
        );
        app.person("Sílvia Prado", "back_office_supervisor").await;
        app.clock.advance(TimeDelta::days(200));
        contact(&program, &later).await;
        app.clock.advance(TimeDelta::days(200));

        let silvia = app.sign_in("silvia.prado").await;
        let rule = silvia.call("inactivity.rule", json!({})).await.unwrap();
        assert_eq!(
            (&rule["enabled"], &rule["months"]),
            (&json!(false), &json!(12)),
            "off while nobody sets it"
        );
        let run = work(&silvia, "inactivity.find", json!({})).await;
        assert_eq!(
            (&run["state"], &run["found"], &run["seen"]),
            (&json!("found"), &json!(1), &json!(4)),
            "{run}"
        );
        let found = findings(&silvia, &run).await;
        let shown = (&found[0]["customer_id"], &found[0]["sign"], &found[0]["sign_on"], &found[0]["name"]);
        assert_eq!(shown, (&silent, &json!("registered"), &json!("2026-11-23"), &json!("Ana Lima")));
        assert_eq!(ficha(&silvia, &silent).await["status"], "active", "a look sets nobody aside");

        // Half a year on the second one is silent as well; a look takes the place of the one before.
        let rule =
            silvia.call("inactivity.set_rule", json!({ "enabled": false, "months": 6, "version": 0 })).await;
        assert_eq!(rule.unwrap()["months"], 6);
        let run = work(&silvia, "inactivity.find", json!({})).await;
        assert_eq!(findings(&silvia, &run).await.len(), 2);
        assert_eq!(silvia.call("inactivity.runs", json!({})).await.unwrap().as_array().unwrap().len(), 1);
        // One of them calls before it is applied.
        contact(&silvia, &later).await;
        let done = work(&silvia, "inactivity.apply", json!({ "id": run["id"] })).await;
        let counts = (&done["state"], &done["inactivated"], &done["passed_over"], &done["applied_by"]);
        assert_eq!(counts, (&json!("done"), &json!(1), &json!(1), &json!("Sílvia Prado")), "{done}");
        let aside = ficha(&silvia, &silent).await;
        let words = "Regra de inatividade: 6 meses sem sinal de vida. O último foi o próprio cadastro, em 23/11/2026.";
        assert_eq!((&aside["status"], &aside["status_reason"]), (&json!("inactive"), &json!(words)));
        assert_eq!(titles(&silvia, &silent).await, ["customer_inactivated_by_rule"]);
        let audit = json!({
            "actor_id": null, "entity": "customer", "entity_id": silent, "command": "inactivity.apply", "from": null,
            "to": null, "before_seq": null,
        });
        let audit = silvia.call("audit.list", audit).await.unwrap().to_string();
        assert!(audit.contains("Sílvia Prado") && audit.contains("Regra de inatividade"), "{audit}");
        let again = silvia.call("inactivity.apply", json!({ "id": run["id"] })).await.unwrap_err();
        assert_eq!(issues(&again)[""], "run_not_there");

        app.clock.advance(TimeDelta::minutes(1));
        let undone = work(&silvia, "inactivity.undo", json!({ "id": run["id"] })).await;
        let counts = (&undone["state"], &undone["restored"], &undone["undone_by"]);
        assert_eq!(counts, (&json!("undone"), &json!(1), &json!("Sílvia Prado")));
        assert_eq!(ficha(&silvia, &silent).await["status"], "active");
        let told = titles(&silvia, &silent).await;
        assert_eq!(told, ["customer_inactivation_undone", "customer_inactivated_by_rule"]);
        // Whoever was taken back is not found again the next day: a person looked at them.
        let run = work(&silvia, "inactivity.find", json!({})).await;
        assert_eq!(run["found"], 0);
    }
);

story!(
    async fn cus_7_a_ficha_changed_since_stays_when_a_run_is_undone(app: TestApp) {
        let program = system(&app);
        let (one, other) =
            (customer(&program, "Ana Lima", "").await, customer(&program, "Bia Reis", "").await);
        app.clock.advance(TimeDelta::days(400));
        let run = work(&program, "inactivity.find", json!({})).await;
        work(&program, "inactivity.apply", json!({ "id": run["id"] })).await;
        app.clock.advance(TimeDelta::minutes(1));
        let aside = ficha(&program, &other).await;
        let back = json!({
            "id": other, "version": aside["version"], "reason": "Voltou a ligar", "customer_replied": true,
        });
        program.call("customers.reactivate", back).await.unwrap();
        let undone = work(&program, "inactivity.undo", json!({ "id": run["id"] })).await;
        assert_eq!((&undone["restored"], &undone["kept"]), (&json!(1), &json!(1)));
        assert_eq!(ficha(&program, &one).await["status"], "active");
        assert_eq!(titles(&program, &other).await[0], "customer_reactivated");
    }
);

story!(
    async fn cus_7_the_day_is_looked_through_once_by_however_many_programs(app: TestApp) {
        let program = system(&app);
        let silent = customer(&program, "Ana Lima", "").await;
        app.clock.advance(TimeDelta::days(400));
        assert!(!background(&app.app).await, "the rule is off by default");
        switch_on(&program, 12).await;
        let second = app.second_process().await;
        let begun = tokio::join!(background(&app.app), background(&second));
        assert!(begun.0 ^ begun.1, "{begun:?}");
        let aside = ficha(&program, &silent).await;
        assert_eq!((&aside["status"], &aside["version"]), (&json!("inactive"), &json!(2)));
        let runs = program.call("inactivity.runs", json!({})).await.unwrap();
        assert_eq!((&runs[0]["daily"], &runs[0]["state"]), (&json!(true), &json!("done")), "{runs}");
        assert!(!background(&app.app).await, "once a day");
        app.clock.advance(TimeDelta::days(1));
        assert!(background(&app.app).await);
        let runs = program.call("inactivity.runs", json!({})).await.unwrap();
        assert_eq!(runs.as_array().unwrap().len(), 1, "a day that found nobody is not listed: {runs}");
    }
);

story!(
    async fn cus_7_a_run_whose_program_ended_goes_on_elsewhere(app: TestApp) {
        let program = system(&app);
        let silent = customer(&program, "Ana Lima", "").await;
        app.clock.advance(TimeDelta::days(400));
        let run = work(&program, "inactivity.find", json!({})).await;
        // As a program leaves it that ends after it took the run and before it set anybody aside.
        row!(
            &app,
            "update inactivity_run set state = 'applying', worker = $1, moved_at = $2",
            uuid::Uuid::new_v4(),
            app.clock.now()
        );
        let busy = program.call("inactivity.find", json!({})).await.unwrap_err();
        assert_eq!(issues(&busy)[""], "run_under_way");
        assert!(!background(&app.app).await, "it may still be at work");
        app.clock.advance(TimeDelta::minutes(3));
        assert!(background(&app.app).await);
        let runs = program.call("inactivity.runs", json!({})).await.unwrap();
        assert_eq!((&runs[0]["id"], &runs[0]["state"]), (&run["id"], &json!("done")), "{runs}");
        assert_eq!(ficha(&program, &silent).await["status"], "inactive");
    }
);

story!(
    async fn cus_7_only_who_may_sets_the_rule_and_nobody_overwrites_anothers(app: TestApp) {
        let silvia = app.person("Sílvia Prado", "back_office_supervisor").await;
        let set =
            |months: i64, version: i64| json!({ "enabled": true, "months": months, "version": version });
        for months in [2, 121] {
            let refused = silvia.call("inactivity.set_rule", set(months, 0)).await.unwrap_err();
            assert_eq!(issues(&refused)["months"], "out_of_range");
        }
        silvia.call("inactivity.set_rule", set(18, 0)).await.unwrap();
        let late = app.admin.call("inactivity.set_rule", set(24, 0)).await.unwrap_err();
        assert_eq!(late.code(), "conflict");
        let office = app.person("Wagner Assis", "back_office").await;
        let nobody = json!({ "id": uuid::Uuid::nil() });
        for (command, request) in [
            ("inactivity.rule", json!({})),
            ("inactivity.set_rule", set(12, 1)),
            ("inactivity.runs", json!({})),
            ("inactivity.findings", json!({ "run": uuid::Uuid::nil(), "offset": 0, "limit": 1 })),
            ("inactivity.find", json!({})),
            ("inactivity.apply", nobody.clone()),
            ("inactivity.undo", nobody),
            ("inactivity.run_due", json!({})),
        ] {
            assert_eq!(office.call(command, request).await.unwrap_err().code(), "forbidden", "{command}");
        }
    }
);

story!(
    async fn sal_5_an_automatic_inactivation_binds_nobody_nor_does_one_by_hand_before_it(app: TestApp) {
        let program = system(&app);
        let known = customer(&program, "Rosana Vieira", "529.982.247-25").await;
        let by_hand = |version: i64| json!({ "id": known, "version": version, "reason": "Não quer mais", "customer_replied": true });
        let told = |sale: &Value| -> Vec<String> {
            let checks = sale["checks"].as_array().unwrap().iter();
            let codes = checks.map(|check| check["code"].as_str().unwrap().to_owned());
            codes.filter(|code| code.starts_with("inactivated")).collect()
        };
        let seller = app.person("Nívea Torres", "commercial").await;
        let plan = plan(&app, "Fibra 600", &[]).await;
        let mut typed = form(&plan);
        typed["document"] = json!("529.982.247-25");
        // By hand, after an answer: that binds whoever did it (SAL-4).
        program.call("customers.inactivate", by_hand(1)).await.unwrap();
        let sale = submitted(&seller, typed.clone()).await;
        assert_eq!(told(&seen(&seller, &sale).await), ["inactivated_replied"]);
        let withdraw =
            json!({ "id": sale["id"], "version": sale["version"], "reason": "Digitada por engano" });
        seller.call("registrations.cancel", withdraw).await.unwrap();
        program.call("customers.reactivate", by_hand(2)).await.unwrap();

        // By the rule: whoever serves next is free.
        app.clock.advance(TimeDelta::days(100));
        switch_on(&program, 3).await;
        assert!(background(&app.app).await);
        assert_eq!(ficha(&program, &known).await["status"], "inactive");
        let seller = app.sign_in("nivea.torres").await;
        let sale = submitted(&seller, typed.clone()).await;
        assert!(told(&seen(&seller, &sale).await).is_empty(), "{sale}");

        // One by hand some days before, taken back by nobody: the later one by the rule is what counts.
        let withdraw =
            json!({ "id": sale["id"], "version": sale["version"], "reason": "Digitada por engano" });
        seller.call("registrations.cancel", withdraw).await.unwrap();
        row!(
            &app,
            "insert into activity (id, customer_id, at, author_name, kind, title) \
             values ($1, $2, $3, 'Wagner Assis', 'record', 'customer_inactivated_replied')",
            uuid::Uuid::new_v4(),
            uuid(&known),
            app.clock.now() - TimeDelta::days(2)
        );
        let sale = submitted(&seller, typed).await;
        assert!(told(&seen(&seller, &sale).await).is_empty(), "{sale}");
    }
);
