//! What imports remember (SYS-5): columns once explained, lines once taken, how far a file came, and what to take back.

use std::path::PathBuf;

use office::Client;
use serde_json::{Value, json};
use stories::{TestApp, issues, story};

fn file(app: &TestApp, name: &str, content: impl AsRef<[u8]>) -> String {
    let path: PathBuf = app.folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    path.display().to_string()
}

fn request(path: &str, resume: bool) -> Value {
    json!({ "target": "customers", "path": path, "sha256": null, "columns": null, "resume": resume })
}

/// The job once it has ended.
async fn ended(client: &Client, started: &Value) -> Value {
    for _ in 0..6_000 {
        let job = client.call("jobs.get", json!({ "id": started["id"] })).await.unwrap();
        if !job["ended_at"].is_null() {
            return job;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the job does not end");
}

async fn run(client: &Client, request: Value) -> (Value, Value) {
    let started = client.call("imports.run", request).await.unwrap();
    let job = ended(client, &started).await;
    assert_eq!(job["state"], "done", "{job}");
    (job["result"].clone(), started)
}

async fn undo(client: &Client, import: &Value) -> Value {
    let started = client.call("imports.undo", json!({ "id": import["id"] })).await.unwrap();
    let job = ended(client, &started).await;
    assert_eq!(job["state"], "done", "{job}");
    job["result"].clone()
}

async fn found(app: &TestApp, text: &str) -> Value {
    let request = json!({
        "text": text, "status": null, "kind": null, "segment": null, "uf": null, "overdue": false, "sort": "code",
        "descending": false, "offset": 0, "limit": 100,
    });
    app.admin.call("customers.list", request).await.unwrap()
}

story!(
    async fn sys_5_columns_once_explained_are_proposed_again(app: TestApp) {
        let path = file(&app, "a.csv", "Nome;Telefone;Quem indicou\nAna Lima;1932515000;Beto Reis\n");
        let inspect = json!({ "target": "customers", "path": path });
        let seen = app.admin.call("imports.inspect", inspect).await.unwrap();
        assert_eq!((&seen["remembered"], &seen["columns"][2]["field"]), (&json!(false), &Value::Null));
        let mut chosen = request(&path, false);
        chosen["columns"] = json!(["name", "phone", "contact_name"]);
        run(&app.admin, chosen).await;
        // Another file with the same header, differently written.
        let path = file(&app, "b.csv", "NOME;telefone;quem  indicou.\nCaio Souza;;Dora Reis\n");
        let seen =
            app.admin.call("imports.inspect", json!({ "target": "customers", "path": path })).await.unwrap();
        assert_eq!(
            (&seen["remembered"], &seen["columns"][2]["field"]),
            (&json!(true), &json!("contact_name")),
            "{seen}"
        );
    }
);

story!(
    async fn sys_5_lines_without_document_or_code_come_in_once(app: TestApp) {
        let path = file(
            &app,
            "nomes.csv",
            "Nome;Telefone\nAna Lima;19984880034\nBia Luz;\nBia Luz;\nCaio Sá;1932515000\n",
        );
        let dry = app.admin.call("imports.dry_run", request(&path, false)).await.unwrap();
        let dry = ended(&app.admin, &dry).await["result"].clone();
        assert_eq!((&dry["created"], &dry["unchanged"]), (&json!(3), &json!(1)));
        let (first, _) = run(&app.admin, request(&path, false)).await;
        assert_eq!((&first["created"], &first["unchanged"]), (&json!(3), &json!(1)));
        let (again, _) = run(&app.admin, request(&path, false)).await;
        assert_eq!((&again["created"], &again["unchanged"]), (&json!(0), &json!(4)));
        assert_eq!(found(&app, "").await["total"], 3);
    }
);

story!(
    async fn sys_5_a_whole_import_is_taken_back_but_for_what_was_worked_with(app: TestApp) {
        let mut text = "Código;Nome;Plano;Mensalidade\n".to_owned();
        for code in 1..=700 {
            text.push_str(&format!("{code};Pessoa {};Fibra 300;99,90\n", code_words(code)));
        }
        let path = file(&app, "base.csv", text);
        let (summary, import) = run(&app.admin, request(&path, false)).await;
        assert_eq!(summary["created"], 700, "{summary}");
        let rows = found(&app, "").await["rows"].clone();
        // One is edited, one was spoken to, the others are as they came.
        let input = json!({
            "code": 1, "kind": "person", "name": "Pessoa Corrigida", "trade_name": "", "document": "",
            "birth_date": "", "mother_name": "", "contact_name": "", "segment": "retail", "responsible_id": null,
            "contact_points": [], "addresses": [],
        });
        let update =
            json!({ "id": rows[0]["id"], "version": 1, "input": input, "asked_by": { "kind": "holder" } });
        app.admin.call("customers.update", update).await.unwrap();
        let contact = json!({
            "customer_id": rows[1]["id"], "reason": "support", "channel": "phone", "answered": true,
            "text": "Pediu para ligar à tarde.", "link": "",
        });
        app.admin.call("customers.log_contact", contact).await.unwrap();

        let recent = app.admin.call("imports.recent", json!({ "target": "customers" })).await.unwrap();
        assert_eq!((&recent[0]["made"], &recent[0]["lines_done"]), (&json!(1_400), &json!(700)));
        let undone = undo(&app.admin, &import).await;
        assert_eq!((&undone["customers"], &undone["kept_count"]), (&json!(698), &json!(2)), "{undone}");
        let mut kept: Vec<(i64, &str)> = undone["kept"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| (it["code"].as_i64().unwrap(), it["reason"].as_str().unwrap()))
            .collect();
        kept.sort_unstable();
        assert_eq!(kept, [(1, "changed_since"), (2, "in_use")]);
        assert_eq!(found(&app, "").await["total"], 2);
        assert_eq!(found(&app, "fulano").await["total"], 0);
        // A second attempt finds the same two in its way, and the file comes in anew.
        assert_eq!(undo(&app.admin, &import).await["kept_count"], 2);
        let (again, _) = run(&app.admin, request(&path, false)).await;
        // The two lines of those that stayed are known, whatever they are called now.
        assert_eq!((&again["created"], &again["unchanged"]), (&json!(698), &json!(2)), "{again}");
        let verified = app.admin.call("maintenance.verify", json!({})).await.unwrap();
        assert_eq!(verified["audit_broken_at"], json!([]));
    }
);

/// A number in letters, for a name has no digits.
fn code_words(code: u32) -> String {
    code.to_string().bytes().map(|digit| char::from(b'a' + digit - b'0')).collect()
}

story!(
    async fn sys_5_an_import_that_was_stopped_goes_on_where_it_stopped(app: TestApp) {
        let mut text = "Código;Nome;CPF\n;Errada;123\n".to_owned();
        for code in 1..5_000 {
            text.push_str(&format!("{code};Pessoa {};\n", code_words(code)));
        }
        let path = file(&app, "grande.csv", text);
        let started = app.admin.call("imports.run", request(&path, false)).await.unwrap();
        app.admin.call("jobs.cancel", started.clone()).await.unwrap();
        let stopped = ended(&app.admin, &started).await;
        assert_eq!(stopped["state"], "cancelled");
        let inspect = json!({ "target": "customers", "path": path });
        let seen = app.admin.call("imports.inspect", inspect.clone()).await.unwrap();
        let lines_done = seen["unfinished"]["lines_done"].as_i64().unwrap();
        assert!((2_000..5_000).contains(&lines_done), "{lines_done}");
        let (summary, import) = run(&app.admin, request(&path, true)).await;
        assert_eq!(
            [&summary["created"], &summary["unchanged"], &summary["rejected"]],
            [&json!(4_999), &json!(0), &json!(1)]
        );
        let refused = json!({ "id": import["id"], "offset": 0, "limit": 10 });
        let refused = app.admin.call("imports.rejections", refused).await.unwrap();
        assert_eq!((&refused["total"], &refused["rejections"][0]["line"]), (&json!(1), &json!(2)));
        assert_eq!(found(&app, "").await["total"], 4_999);
        let seen = app.admin.call("imports.inspect", inspect).await.unwrap();
        assert_eq!(seen["unfinished"], Value::Null);
        // What the two halves made is taken back as one.
        assert_eq!(undo(&app.admin, &import).await["customers"], 4_999);
        assert_eq!(found(&app, "").await["total"], 0);
    }
);

story!(
    async fn sys_5_only_imports_of_customers_of_ones_own_are_taken_back(app: TestApp) {
        let path = file(&app, "precos.csv", "Código;Produto;Preço\nA1;Cabo;10,00\n");
        let mut products = request(&path, false);
        products["target"] = json!("products");
        let (_, import) = run(&app.admin, products).await;
        let refused = app.admin.call("imports.undo", json!({ "id": import["id"] })).await.unwrap_err();
        assert_eq!(issues(&refused)["id"], "not_undoable");
        let path = file(&app, "um.csv", "Nome;Telefone\nAna Lima;19984880034\n");
        let (_, import) = run(&app.admin, request(&path, false)).await;
        let other = app.person("Rita Prado", "back_office").await;
        let refused = other.call("imports.undo", json!({ "id": import["id"] })).await.unwrap_err();
        assert_eq!(refused.code(), "not_found");
    }
);
