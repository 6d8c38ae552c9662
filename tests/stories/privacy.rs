//! Everything that is held about a person, as a file and made anonymous (CUS-8).

use std::collections::{BTreeMap, BTreeSet};

use calamine::{Reader, Xlsx, open_workbook};
use chrono::TimeDelta;
use office::Client;
use office::privacy::held::Kind;
use office::privacy::tables::HELD;
use serde_json::{Value, json};
use stories::{TestApp, issues, story, try_sql};

use crate::merges::rows::{KINDS, add_row};

const SECRET: &str = "segredo";

fn typed(name: &str, document: &str) -> Value {
    json!({
        "code": null, "kind": "person", "name": name, "trade_name": "", "document": document,
        "birth_date": "1970-03-02", "mother_name": "Ana Segredo", "contact_name": "Bia segredo",
        "segment": "retail", "responsible_id": null,
        "contact_points": [
            { "kind": "mobile", "value": "(19) 99812-4471", "label": "" },
            { "kind": "email", "value": "segredo@exemplo.com.br", "label": "" },
        ],
        "addresses": [{
            "street": "Rua segredo", "number": "214", "complement": "", "district": "",
            "city": "Campinas", "uf": "SP", "cep": "13087-534",
        }],
    })
}

async fn rosa(client: &Client) -> Value {
    client.call("customers.create", typed("Rosa Segredo", "529.982.247-25")).await.unwrap()
}

async fn preview(app: &TestApp, id: &Value) -> Value {
    app.admin.call("privacy.preview", json!({ "customer_id": id })).await.unwrap()
}

fn request(id: &Value, seen: &Value) -> Value {
    json!({
        "customer_id": id, "version": seen["version"], "kept_until": seen["kept_until"],
        "typed_code": seen["code"].to_string(), "reason": "Pedido do titular por carta registrada.",
    })
}

async fn log_contact(client: &Client, id: &Value) {
    let contact = json!({
        "customer_id": id, "reason": "support", "channel": "whatsapp", "answered": true,
        "text": "Contou um segredo.", "link": "https://exemplo.com.br/segredo",
    });
    client.call("customers.log_contact", contact).await.unwrap();
}

/// Every text of every declared table, by table, read past the application.
async fn all_words(app: &TestApp) -> Vec<String> {
    let mut words = Vec::new();
    let mut tx = app.app.db.begin_read().await.unwrap();
    for table in HELD {
        for column in table.columns.iter().filter(|column| matches!(column.kind, Kind::Text | Kind::Code)) {
            let sql = format!("select {} from {} where {} is not null", column.name, table.name, column.name);
            let rows = office::fetch_all_dynamic!(&mut tx, (String,), sql).unwrap();
            words.extend(rows.into_iter().map(|(text,)| format!("{}.{}: {text}", table.name, column.name)));
        }
    }
    let search = "select content from customer_search".to_owned();
    let found = office::fetch_all_dynamic!(&mut tx, (String,), search).unwrap();
    words.extend(found.into_iter().map(|(text,)| format!("search: {text}")));
    let names = "select word from customer_word".to_owned();
    let found = office::fetch_all_dynamic!(&mut tx, (String,), names).unwrap();
    words.extend(found.into_iter().map(|(text,)| format!("word: {text}")));
    tx.rollback().await.unwrap();
    words
}

fn secrets(words: &[String]) -> Vec<&String> {
    words.iter().filter(|text| text.to_lowercase().contains(SECRET)).collect()
}

/// The columns of every table, as the migrations make them.
fn schema() -> BTreeMap<String, BTreeSet<String>> {
    let mut found: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for migration in office::db::migrations::MIGRATIONS {
        let mut table = String::new();
        for line in migration.shared.lines() {
            let words: Vec<&str> = line.split_whitespace().collect();
            match words.as_slice() {
                ["create", "table", name, ..] => table = (*name).to_owned(),
                ["alter", "table", name, "add", "column", column, ..] => {
                    found.entry((*name).to_owned()).or_default().insert((*column).to_owned());
                }
                [");", ..] => table.clear(),
                [name, kind, ..]
                    if !table.is_empty() && line.starts_with("  ") && !line.starts_with("   ") =>
                {
                    let kinds = ["uuid", "text", "bigint", "boolean", "date", "timestamptz", "bytea"];
                    if kinds.contains(&kind.trim_end_matches(',')) {
                        found.entry(table.clone()).or_default().insert((*name).to_owned());
                    }
                }
                _ => {}
            }
        }
    }
    found
}

#[test]
fn cus_8_every_column_of_everything_about_a_customer_is_declared() {
    let schema = schema();
    let tables: BTreeSet<&str> = HELD.iter().map(|table| table.name).collect();
    for table in HELD {
        let declared: BTreeSet<String> = table.columns.iter().map(|column| column.name.to_owned()).collect();
        assert_eq!(Some(&declared), schema.get(table.name), "{}", table.name);
        for column in table.columns {
            let (portuguese, english) = column.titles;
            let shown = column.kind != Kind::Inside;
            assert_eq!(
                shown,
                !portuguese.is_empty() && !english.is_empty(),
                "{}.{}",
                table.name,
                column.name
            );
        }
        for title in [table.titles.0, table.titles.1] {
            assert!((1..=31).contains(&title.chars().count()), "{title}");
        }
    }
    // What points at a customer, and what points at one of these.
    let references = office::duplicates::references::CUSTOMER_REFERENCES;
    for reference in references {
        assert!(tables.contains(reference.table), "{} is missing in the export", reference.table);
    }
    let owners = [
        "customer",
        "registration",
        "registration_round",
        "quote",
        "quote_version",
        "onboarding",
        "outbox_message",
        "contract",
        "receivable",
        "activity",
        "appointment",
        "ticket",
        "customer_merge",
    ];
    let mut missing = Vec::new();
    for migration in office::db::migrations::MIGRATIONS {
        let mut table = "";
        for line in migration.shared.lines() {
            if let Some(rest) = line.strip_prefix("create table ") {
                table = rest.split_whitespace().next().unwrap_or_default();
            }
            let points = owners.iter().any(|owner| line.contains(&format!("references {owner} (")));
            if points && !tables.contains(table) {
                missing.push(table);
            }
        }
    }
    assert!(missing.is_empty(), "tables nobody declared: {missing:?}");
}

story!(
    async fn cus_8_all_that_is_held_about_a_person_is_one_workbook_in_their_language(app: TestApp) {
        let one = rosa(&app.admin).await;
        let id = &one["id"];
        for kind in KINDS {
            add_row(&app, kind, id).await;
        }
        log_contact(&app.admin, id).await;
        let other = app.admin.call("customers.create", typed("Davi Reis", "")).await.unwrap();
        log_contact(&app.admin, &other["id"]).await;
        let file = app.folder.path().join("rosa.xlsx");
        let mut request =
            json!({ "customer_id": id, "file": file.display().to_string(), "language": "portuguese" });
        let supervisor = app.person("Silvia Lemos", "back_office_supervisor").await;
        let done = supervisor.call("privacy.export", request.clone()).await.unwrap();
        assert!(done["sheets"].as_i64().unwrap() >= 12, "{done}");
        let mut book: Xlsx<_> = open_workbook(&file).unwrap();
        let names = book.sheet_names();
        assert_eq!(names[..3], ["Conteúdo", "Cadastro", "Contatos"]);
        for name in [
            "História",
            "Agendamentos",
            "Contratos",
            "Títulos",
            "Vendas",
            "Orçamentos",
            "Mensagens",
            "Chamados",
            "Boas-vindas",
            "Mudanças do titular",
            "Recusas de mensagens",
            "Endereços",
        ] {
            assert!(names.contains(&name.to_owned()), "{name} of {names:?}");
        }
        let contents = book.worksheet_range("Conteúdo").unwrap();
        let readable = HELD.iter().filter(|table| table.columns.iter().any(|one| one.kind != Kind::Inside));
        assert_eq!(contents.height(), readable.count() + 1, "also what there is nothing of is named");
        let record = book.worksheet_range("Cadastro").unwrap();
        let rows: Vec<Vec<String>> =
            record.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0][..4], ["Código", "Tipo", "Nome", "Nome fantasia"]);
        assert_eq!(rows[1][1..3], ["pessoa física", "Rosa Segredo"]);
        assert!(rows[1].contains(&"02/03/1970".to_owned()));
        let timeline = book.worksheet_range("História").unwrap();
        let told = timeline.rows().filter(|row| row.iter().any(|cell| *cell == "Contou um segredo.")).count();
        assert_eq!(told, 1, "nothing of other people");

        let english = app.folder.path().join("rosa-en.xlsx");
        request["file"] = json!(english.display().to_string());
        request["language"] = json!("english");
        supervisor.call("privacy.export", request.clone()).await.unwrap();
        let book: Xlsx<_> = open_workbook(&english).unwrap();
        assert_eq!(book.sheet_names()[..3], ["Contents", "Customer", "Contact points"]);

        let narrowed = json!({
            "actor_id": null, "entity": "person_export", "entity_id": id, "command": "", "from": null,
            "to": null, "before_seq": null,
        });
        let audit = app.admin.call("audit.list", narrowed).await.unwrap();
        assert_eq!(audit["entries"].as_array().unwrap().len(), 2);
        let office = app.person("Beatriz Rocha", "back_office").await;
        assert_eq!(office.call("privacy.export", request.clone()).await.unwrap_err().code(), "forbidden");
        request["file"] = json!(app.folder.path().join("rosa.csv").display().to_string());
        let refused = supervisor.call("privacy.export", request.clone()).await.unwrap_err();
        assert_eq!(issues(&refused)["file"], "file_ending");
        request["customer_id"] = json!("00000000-0000-7000-8000-000000000000");
        request["file"] = json!(english.display().to_string());
        assert_eq!(supervisor.call("privacy.export", request).await.unwrap_err().code(), "not_found");
    }
);

story!(
    async fn cus_8_a_person_nothing_makes_stay_is_gone_from_every_text(app: TestApp) {
        let one = rosa(&app.admin).await;
        let id = &one["id"];
        for kind in
            ["activity", "appointment", "holder_change", "onboarding", "opt_out", "outbox_message", "ticket"]
        {
            add_row(&app, kind, id).await;
        }
        log_contact(&app.admin, id).await;
        assert!(!secrets(&all_words(&app).await).is_empty());
        let other = app.admin.call("customers.create", typed("Davi Reis", "")).await.unwrap();
        let seen = preview(&app, id).await;
        assert_eq!((&seen["kept_until"], &seen["keeps"]), (&Value::Null, &json!([])));
        let titles: Vec<_> =
            seen["held"].as_array().unwrap().iter().map(|row| row["title_portuguese"].clone()).collect();
        assert!(titles.contains(&json!("História")) && titles.contains(&json!("Mensagens")), "{titles:?}");
        let done = app.admin.call("privacy.anonymise", request(id, &seen)).await.unwrap();
        assert!(done["completed_at"].is_string() && done["kept_until"].is_null());

        let ficha = app.admin.call("customers.ficha", json!({ "id": id })).await.unwrap();
        let customer = &ficha["customer"];
        assert_eq!(customer["name"], format!("Anonimizado {}", customer["code"]));
        assert_eq!((&customer["document"], &customer["birth_date"]), (&Value::Null, &Value::Null));
        assert_eq!((&ficha["contact_points"], &ficha["addresses"]), (&json!([]), &json!([])));
        assert_eq!(customer["status"], "inactive");
        let hits =
            app.admin.call("customers.quick_search", json!({ "text": "529.982.247-25" })).await.unwrap();
        assert_eq!(hits, json!([]));
        // The other one is untouched: what is left of the secret is theirs.
        let theirs = app.admin.call("customers.ficha", json!({ "id": other["id"] })).await.unwrap();
        assert_eq!(theirs["customer"]["mother_name"], "Ana Segredo");
        let words = all_words(&app).await;
        let left = secrets(&words);
        assert!(left.iter().all(|text| !text.contains("Rosa") && !text.contains("Contou")), "{left:?}");
        let timeline = json!({ "customer_id": id, "kind": null, "offset": 0, "limit": 50 });
        let timeline = app.admin.call("customers.timeline", timeline).await.unwrap();
        let told = timeline["entries"].as_array().unwrap().iter();
        assert_eq!(told.filter(|entry| entry["title"] == "anonymised").count(), 1);
        assert!(timeline["entries"].as_array().unwrap().iter().all(|entry| entry["link"].is_null()));

        // Nothing comes back: not by editing, not by merging; and the timeline takes no other words either.
        let mut input = typed("Rosa de volta", "");
        input["code"] = customer["code"].clone();
        let change = json!({ "id": id, "version": customer["version"], "input": input,
            "asked_by": { "kind": "holder" } });
        let refused = app.admin.call("customers.update", change).await.unwrap_err();
        assert_eq!(issues(&refused)[""], "ficha_anonymised");
        let records = json!([
            { "id": id, "version": customer["version"] }, { "id": other["id"], "version": other["version"] },
        ]);
        let merge = json!({ "survivor_id": id, "records": records, "choices": [], "keep_open": [] });
        let refused = app.admin.call("duplicates.merge", merge).await.unwrap_err();
        assert_eq!(issues(&refused)[""], "ficha_anonymised");
        for sql in ["update activity set text = 'outra coisa'", "update activity set title = ''"] {
            assert!(try_sql(&app, sql.to_owned()).await.unwrap_err().contains("append-only"), "{sql}");
        }
        let verified = app.admin.call("privacy.standing", json!({ "customer_id": id })).await.unwrap();
        assert_eq!(verified["anonymisation"]["reason"], "Pedido do titular por carta registrada.");
    }
);

story!(
    async fn cus_8_what_tax_law_and_debts_need_stays_until_its_day(app: TestApp) {
        let one = rosa(&app.admin).await;
        let id = &one["id"];
        add_row(&app, "receivable", id).await;
        add_row(&app, "contract", id).await;
        log_contact(&app.admin, id).await;
        let seen = preview(&app, id).await;
        assert_eq!(seen["kept_until"], "2031-12-31");
        let reasons: Vec<_> =
            seen["keeps"].as_array().unwrap().iter().map(|keep| keep["reason"].clone()).collect();
        assert_eq!(reasons, ["open_receivables", "active_contracts"]);
        // Confirmed by the code, with a reason that says something, on what was looked at.
        let mut wrong = request(id, &seen);
        wrong["typed_code"] = json!("99");
        wrong["reason"] = json!("...");
        let refused = app.admin.call("privacy.anonymise", wrong).await.unwrap_err();
        assert_eq!(issues(&refused)["typed_code"], "code_of_another");
        assert_eq!(issues(&refused)["reason"], "says_nothing");
        let mut stale = request(id, &seen);
        stale["kept_until"] = Value::Null;
        let refused = app.admin.call("privacy.anonymise", stale).await.unwrap_err();
        assert_eq!(refused.code(), "conflict");
        let supervisor = app.person("Silvia Lemos", "back_office_supervisor").await;
        let refused = supervisor.call("privacy.anonymise", request(id, &seen)).await.unwrap_err();
        assert_eq!(refused.code(), "forbidden");

        let done = app.admin.call("privacy.anonymise", request(id, &seen)).await.unwrap();
        assert_eq!((&done["kept_until"], &done["completed_at"]), (&json!("2031-12-31"), &Value::Null));
        let ficha = app.admin.call("customers.ficha", json!({ "id": id })).await.unwrap();
        assert_eq!(ficha["customer"]["name"], "Rosa Segredo");
        assert_eq!(ficha["customer"]["document"], "52998224725");
        assert_eq!(ficha["addresses"].as_array().unwrap().len(), 1);
        assert_eq!(ficha["contact_points"], json!([]));
        assert_eq!(
            (&ficha["customer"]["mother_name"], &ficha["customer"]["birth_date"]),
            (&json!(""), &Value::Null)
        );
        let words = all_words(&app).await;
        assert!(words.iter().all(|text| !text.contains("Contou")), "{words:?}");
        let again = preview(&app, id).await;
        let refused = app.admin.call("privacy.anonymise", request(id, &again)).await.unwrap_err();
        assert_eq!(issues(&refused)[""], "ficha_anonymised");

        // The day passes: whoever still owes is kept on, and the rest goes once nothing is owed.
        app.clock.advance(TimeDelta::days(366 * 6));
        let system = Client::system(app.app.clone(), "background");
        assert_eq!(system.call("privacy.finish_due", json!({})).await.unwrap()["finished"], 0);
        let standing = system.call("privacy.standing", json!({ "customer_id": id })).await.unwrap();
        assert!(standing["anonymisation"]["completed_at"].is_null());
        stories::run_sql(&app, "update receivable set withdrawn_on = '2026-12-02'".to_owned()).await;
        stories::run_sql(&app, "update contract set status = 'ended'".to_owned()).await;
        app.clock.advance(TimeDelta::days(366 * 7));
        assert_eq!(system.call("privacy.finish_due", json!({})).await.unwrap()["finished"], 1);
        let ficha = system.call("customers.ficha", json!({ "id": id })).await.unwrap();
        assert_eq!(ficha["addresses"], json!([]));
        assert!(secrets(&all_words(&app).await).is_empty());
        assert_eq!(system.call("privacy.finish_due", json!({})).await.unwrap()["finished"], 0);
    }
);

story!(
    async fn cus_8_merged_fichas_go_along_and_an_open_sale_is_decided_first(app: TestApp) {
        let one = rosa(&app.admin).await;
        let other = app.admin.call("customers.create", typed("Rosa P. Segredo", "")).await.unwrap();
        let records = json!([
            { "id": one["id"], "version": one["version"] }, { "id": other["id"], "version": other["version"] },
        ]);
        let merge = json!({ "survivor_id": one["id"], "records": records, "choices": [], "keep_open": [] });
        let merged = app.admin.call("duplicates.merge", merge).await.unwrap();
        let sale = add_row(&app, "registration", &one["id"]).await;
        let seen = preview(&app, &one["id"]).await;
        assert_eq!(seen["open_sales"], 1);
        let refused = app.admin.call("privacy.anonymise", request(&one["id"], &seen)).await.unwrap_err();
        assert_eq!(issues(&refused)[""], "sale_open");
        stories::run_sql(&app, "update registration set state = 'cancelled'".to_owned()).await;
        let _ = sale;
        let seen = preview(&app, &one["id"]).await;
        app.admin.call("privacy.anonymise", request(&one["id"], &seen)).await.unwrap();
        assert!(secrets(&all_words(&app).await).is_empty(), "{:?}", secrets(&all_words(&app).await));
        // The merge is still shown, without words, and is not taken back.
        let detail =
            app.admin.call("duplicates.merged", json!({ "id": merged["merge"]["id"] })).await.unwrap();
        let undo = json!({
            "id": merged["merge"]["id"], "survivor_version": detail["survivor_version"], "decisions": [],
        });
        let refused = app.admin.call("duplicates.undo", undo).await.unwrap_err();
        assert_eq!(issues(&refused)[""], "ficha_anonymised");
    }
);
