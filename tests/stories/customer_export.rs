//! The list of customers as a file (SYS-5): what the list shows, in its order, in CSV and XLSX, whole or not at all.

use std::path::Path;

use calamine::{Reader, Xlsx, open_workbook};
use office::Client;
use serde_json::{Value, json};
use stories::{TestApp, issues, story};

const PEOPLE: i64 = 2_100;
/// Each family has as many.
const QUARTER: usize = 525;

/// The job once it has ended.
async fn ended(client: &Client, started: &Value) -> Value {
    for _ in 0..3_000 {
        let job = client.call("jobs.get", json!({ "id": started["id"] })).await.unwrap();
        if !job["ended_at"].is_null() {
            return job;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the job does not end");
}

/// Customers with codes from 1; every fifth name begins as a formula would, cities and documents repeat.
async fn fill(app: &TestApp) {
    let mut text = "Código;Nome;Logradouro;Número;CEP;Cidade;UF;Telefone;E-mail\n".to_owned();
    for code in 1..=PEOPLE {
        let name = if code % 5 == 0 { "+Ana" } else { "Bruna" };
        let city = ["Campinas", "Sumaré", "Valinhos"][usize::try_from(code % 3).unwrap()];
        let family = ["Lima", "Souza", "Ávila", "Reis"][usize::try_from(code % 4).unwrap()];
        text.push_str(&format!(
            "{code};{name} {family} {};Rua das Acácias;{code};13087-534;{city};SP;(19) 99{:07};p{code}@exemplo.com.br\n",
            code % 7,
            code
        ));
    }
    let path = app.folder.path().join("base.csv");
    std::fs::write(&path, text).unwrap();
    let file = json!({
        "target": "customers", "path": path.display().to_string(), "sha256": null, "columns": null, "resume": false,
    });
    let started = app.admin.call("imports.run", file).await.unwrap();
    let job = ended(&app.admin, &started).await;
    assert_eq!(job["result"]["created"], PEOPLE, "{job}");
}

fn filter(text: &str, sort: &str, descending: bool) -> Value {
    json!({
        "text": text, "status": null, "kind": null, "segment": null, "uf": null, "overdue": false, "sort": sort,
        "descending": descending, "offset": 0, "limit": 1,
    })
}

fn request(file: &Path, columns: &[(&str, &str)], filter: Value) -> Value {
    let columns: Vec<Value> =
        columns.iter().map(|(column, title)| json!({ "column": column, "title": title })).collect();
    json!({
        "file": file.display().to_string(), "columns": columns, "filter": filter,
        "labels": { "active": "Ativo", "inactive": "Inativo", "retail": "Varejo", "corporate": "Corporativo" },
    })
}

async fn export(client: &Client, request: Value) -> Value {
    let started = client.call("customers.export", request).await.unwrap();
    ended(client, &started).await
}

/// The records of a CSV, header first.
fn records(path: &Path) -> Vec<Vec<String>> {
    let text = std::fs::read_to_string(path).unwrap();
    let text = text.strip_prefix('\u{feff}').expect("a byte order mark");
    let mut reader =
        csv::ReaderBuilder::new().delimiter(b';').has_headers(false).from_reader(text.as_bytes());
    reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect()
}

/// Codes as the list gives them, page by page.
async fn listed(client: &Client, mut filter: Value) -> Vec<String> {
    let mut codes = Vec::new();
    filter["limit"] = json!(500);
    loop {
        filter["offset"] = json!(codes.len());
        let page = client.call("customers.list", filter.clone()).await.unwrap();
        let rows = page["rows"].as_array().unwrap();
        if rows.is_empty() {
            return codes;
        }
        codes.extend(rows.iter().map(|row| row["code"].to_string()));
    }
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
}

story!(
    async fn sys_5_the_list_leaves_as_it_is_shown_in_both_formats(app: TestApp) {
        fill(&app).await;
        let folder = tempfile::tempdir().unwrap();
        let columns = [("name", "Nome"), ("code", "=Código"), ("phone", "Telefone"), ("city", "Cidade")];
        let shown = filter("souza", "city", true);
        let expected = listed(&app.admin, shown.clone()).await;
        assert_eq!(expected.len(), QUARTER);

        let path = folder.path().join("clientes.csv");
        let job = export(&app.admin, request(&path, &columns, shown.clone())).await;
        assert_eq!((&job["state"], &job["result"]["rows"]), (&json!("done"), &json!(QUARTER)), "{job}");
        let found = records(&path);
        assert_eq!(found[0], ["Nome", "'=Código", "Telefone", "Cidade"]);
        assert_eq!(found[1..].iter().map(|row| row[1].clone()).collect::<Vec<_>>(), expected);
        let first = &found[1];
        assert_eq!((first[3].as_str(), &first[2][..7]), ("Valinhos/SP", "(19) 99"));
        assert!(found.iter().any(|row| row[0].starts_with("'+Ana")), "formulas leave as text");

        let path = folder.path().join("clientes.xlsx");
        let job = export(&app.admin, request(&path, &columns, filter("", "name", false))).await;
        assert_eq!((&job["result"]["rows"], &job["done"]), (&json!(PEOPLE), &json!(PEOPLE)), "{job}");
        let mut book: Xlsx<_> = open_workbook(&path).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        let expected = listed(&app.admin, filter("", "name", false)).await;
        let codes: Vec<String> = sheet.rows().skip(1).map(|row| row[1].to_string()).collect();
        assert_eq!(codes, expected);
        assert!(sheet.rows().any(|row| row[0].to_string().starts_with("+Ana")));
        assert_eq!(names(folder.path()).len(), 2, "nothing else is left in the folder");
    }
);

story!(
    async fn sys_5_every_order_is_walked_from_end_to_end(app: TestApp) {
        fill(&app).await;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clientes.csv");
        for sort in ["name", "code", "document", "city", "status", "segment", "updated_at"] {
            for descending in [false, true] {
                let shown = filter("", sort, descending);
                let job = export(&app.admin, request(&path, &[("code", "Código")], shown.clone())).await;
                assert_eq!(job["result"]["rows"], PEOPLE, "{sort} {descending}: {job}");
                let codes: Vec<String> = records(&path)[1..].iter().map(|row| row[0].clone()).collect();
                assert_eq!(codes, listed(&app.admin, shown).await, "{sort} {descending}");
            }
        }
    }
);

story!(
    async fn sys_5_a_cancelled_export_leaves_no_file_and_no_trace(app: TestApp) {
        fill(&app).await;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clientes.xlsx");
        std::fs::write(&path, "o de antes").unwrap();
        let columns = [("code", "Código"), ("name", "Nome"), ("email", "E-mail"), ("updated_at", "Mudou")];
        let started = app
            .admin
            .call("customers.export", request(&path, &columns, filter("", "name", false)))
            .await
            .unwrap();
        app.admin.call("jobs.cancel", json!({ "id": started["id"] })).await.unwrap();
        let job = ended(&app.admin, &started).await;
        assert_eq!(job["state"], "cancelled", "{job}");
        assert_eq!(names(folder.path()), ["clientes.xlsx"]);
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "o de antes");
    }
);

story!(
    async fn sys_3_sys_5_an_export_needs_its_right_and_is_noted_with_filter_and_rows(app: TestApp) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("clientes.csv");
        let asked = request(&path, &[("name", "Nome")], filter("nenhum assim", "name", false));
        let seller = app.person("Caio Menezes", "commercial").await;
        let refused = seller.call("customers.export", asked.clone()).await.unwrap_err();
        assert_eq!(refused.code(), "forbidden");

        let reviewer = app.person("Beatriz Prado", "back_office").await;
        let job = export(&reviewer, asked.clone()).await;
        assert_eq!((&job["state"], &job["result"]["rows"]), (&json!("done"), &json!(0)), "{job}");
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "\u{feff}Nome\n");
        let mut tx = app.app.db.begin_read().await.unwrap();
        let noted = last_note(&mut tx).await;
        assert_eq!(
            (&noted["rows"], &noted["filter"]["text"]),
            (&json!(0), &json!("nenhum assim")),
            "{noted}"
        );
        assert_eq!((&noted["file_name"], &noted["columns"]), (&json!("clientes.csv"), &json!(["name"])));

        let mut wrong = asked.clone();
        wrong["file"] = json!(folder.path().join("clientes.doc").display().to_string());
        wrong["columns"] = json!([]);
        let refused = reviewer.call("customers.export", wrong).await.unwrap_err();
        let refused = issues(&refused);
        assert_eq!((refused["file"].as_str(), refused["columns"].as_str()), ("file_ending", "required"));
        let mut nowhere = asked;
        nowhere["file"] = json!(folder.path().join("nenhuma/clientes.csv").display().to_string());
        let refused = reviewer.call("customers.export", nowhere).await.unwrap_err();
        assert_eq!(refused.code(), "unavailable");
    }
);

/// What the audit says was exported last.
async fn last_note(tx: &mut office::db::Tx) -> Value {
    let found = office::fetch_optional!(
        tx,
        (String,),
        "select after from audit_entry where entity = 'customer_export' order by seq desc limit 1"
    )
    .unwrap();
    serde_json::from_str(&found.expect("a note").0).unwrap()
}
