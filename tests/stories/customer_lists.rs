//! Lists in an order that no index holds: the best matches of a text first, and who owes most.

use calamine::{Reader, Xlsx, open_workbook};
use serde_json::{Value, json};
use stories::{TestApp, run_sql, story};

fn person(name: &str, document: &str) -> Value {
    json!({
        "code": null, "kind": "person", "name": name, "trade_name": "", "document": document, "birth_date": "",
        "mother_name": "", "contact_name": "", "segment": "retail", "responsible_id": null, "contact_points": [],
        "addresses": [],
    })
}

async fn register(app: &TestApp, people: &[(&str, &str)]) -> Vec<Value> {
    let mut made = Vec::new();
    for (name, document) in people {
        made.push(app.admin.call("customers.create", person(name, document)).await.unwrap());
    }
    made
}

fn asked(text: &str, sort: &str) -> Value {
    json!({
        "text": text, "status": null, "kind": null, "segment": null, "uf": null, "overdue": false, "sort": sort,
        "descending": false, "offset": 0, "limit": 100,
    })
}

fn with(mut request: Value, field: &str, value: Value) -> Value {
    request[field] = value;
    request
}

async fn listed(app: &TestApp, request: Value) -> (Vec<String>, i64) {
    let page = app.admin.call("customers.list", request).await.unwrap();
    let name = |row: &Value| row["name"].as_str().unwrap().to_owned();
    (page["rows"].as_array().unwrap().iter().map(name).collect(), page["total"].as_i64().unwrap())
}

async fn owes(app: &TestApp, customer: &Value, cents: i64, due_on: &str) {
    let id = customer["id"].as_str().unwrap().replace('-', "");
    let (key, of) = if app.url.starts_with("sqlite") {
        (format!("x'{}'", uuid::Uuid::now_v7().simple()), format!("x'{id}'"))
    } else {
        (format!("'{}'", uuid::Uuid::now_v7()), format!("'{id}'"))
    };
    let sql = format!(
        "insert into receivable (id, customer_id, description, due_on, amount_cents) \
         values ({key}, {of}, 'Mensalidade', '{due_on}', {cents})"
    );
    run_sql(app, sql).await;
}

story!(
    async fn lists_what_a_text_finds_comes_best_first(app: TestApp) {
        let people = [
            ("Joana Limão", ""),
            ("Lima, Ana", ""),
            ("Ana Limaverde", ""),
            ("Ana Lima Souza", ""),
            ("Ana Lima", ""),
            ("Beatriz Prado", "529.982.247-25"),
        ];
        register(&app, &people).await;
        let best = ["Ana Lima", "Ana Lima Souza", "Ana Limaverde", "Lima, Ana", "Joana Limão"];
        let found = listed(&app, asked("ana lima", "relevance")).await;
        assert_eq!(found, (best.map(str::to_owned).to_vec(), 5));
        // A page is cut from the same order; backwards there is none.
        let page = with(with(asked("ana lima", "relevance"), "offset", json!(1)), "limit", json!(2));
        let page = with(page, "descending", json!(true));
        assert_eq!(listed(&app, page).await, (best[1..3].iter().map(ToString::to_string).collect(), 5));
        assert_eq!(listed(&app, asked("529.982.247-25", "relevance")).await.0, ["Beatriz Prado"]);
        let all = listed(&app, asked("", "relevance")).await;
        assert_eq!(all, listed(&app, asked("", "name")).await, "without a text, by name");
        let by_name = listed(&app, asked("ana lima", "name")).await;
        assert_eq!(by_name.0[4], "Lima, Ana", "by name where that is asked for");
        let companies = with(asked("ana lima", "relevance"), "kind", json!("company"));
        assert_eq!(listed(&app, companies).await, (vec![], 0));
    }
);

story!(
    async fn lists_what_was_found_is_found_anew_after_a_change(app: TestApp) {
        register(&app, &[("Ana Lima", "")]).await;
        assert_eq!(listed(&app, asked("lima", "relevance")).await.1, 1);
        register(&app, &[("Lima Barreto", "")]).await;
        assert_eq!(listed(&app, asked("lima", "relevance")).await.0, ["Lima Barreto", "Ana Lima"]);
    }
);

story!(
    async fn lists_who_owes_most_comes_first_and_nobody_who_owes_nothing(app: TestApp) {
        let made = register(&app, &[("Ana", ""), ("Bia", ""), ("Cia", ""), ("Dora", "")]).await;
        owes(&app, &made[0], 10_000, "2026-10-01").await;
        owes(&app, &made[1], 7_000, "2026-10-01").await;
        owes(&app, &made[1], 7_000, "2026-11-01").await;
        owes(&app, &made[2], 99_000, "2026-12-24").await; // not due yet
        let most = with(asked("", "overdue"), "descending", json!(true));
        assert_eq!(listed(&app, most.clone()).await, (vec!["Bia".to_owned(), "Ana".to_owned()], 2));
        assert_eq!(listed(&app, asked("", "overdue")).await.0, ["Ana", "Bia"]);
        assert_eq!(listed(&app, with(most.clone(), "text", json!("an"))).await.0, ["Ana"]);
        let page = with(most.clone(), "offset", json!(1));
        assert_eq!(listed(&app, page).await, (vec!["Ana".to_owned()], 2));

        let file = app.folder.path().join("devedores.xlsx");
        let request = json!({
            "file": file.display().to_string(), "filter": most, "labels": {},
            "columns": [{ "column": "name", "title": "Nome" }, { "column": "overdue", "title": "Vencido" }],
        });
        let job = app.admin.call("customers.export", request).await.unwrap();
        while app.admin.call("jobs.get", job.clone()).await.unwrap()["ended_at"].is_null() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        let mut book: Xlsx<_> = open_workbook(&file).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        let names: Vec<String> = sheet.rows().skip(1).map(|row| row[0].to_string()).collect();
        assert_eq!(names, ["Bia", "Ana"]);
    }
);
