//! Files come in (SYS-5): every dialect of them, each line with its reason, and twice changes nothing.

use std::path::{Path, PathBuf};

use office::Client;
use serde_json::{Value, json};
use stories::{TestApp, issues, story};

fn example(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name).display().to_string()
}

fn file(app: &TestApp, name: &str, content: impl AsRef<[u8]>) -> String {
    let path: PathBuf = app.folder.path().join(name);
    std::fs::write(&path, content).unwrap();
    path.display().to_string()
}

/// The job's summary once it has ended, and its id.
async fn import(client: &Client, command: &str, target: &str, path: &str) -> (Value, Value) {
    let request = json!({ "target": target, "path": path, "sha256": null, "columns": null });
    let started = client.call(command, request).await.unwrap();
    (wait(client, &started).await, started)
}

async fn wait(client: &Client, started: &Value) -> Value {
    for _ in 0..600 {
        let job = client.call("jobs.get", json!({ "id": started["id"] })).await.unwrap();
        if !job["ended_at"].is_null() {
            assert_eq!(job["state"], "done", "{job}");
            return job["result"].clone();
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the job does not end");
}

async fn reasons(client: &Client, started: &Value) -> Vec<(i64, String, String)> {
    let request = json!({ "id": started["id"], "offset": 0, "limit": 100 });
    let page = client.call("imports.rejections", request).await.unwrap();
    let rows = page["rejections"].as_array().unwrap().clone();
    let text = |row: &Value, key: &str| row[key].as_str().unwrap().to_owned();
    rows.iter().map(|row| (row["line"].as_i64().unwrap(), text(row, "field"), text(row, "code"))).collect()
}

async fn customers(app: &TestApp, text: &str) -> Value {
    let request = json!({
        "text": text, "status": null, "kind": null, "segment": null, "uf": null, "overdue": false, "sort": "code",
        "descending": false, "offset": 0, "limit": 100,
    });
    app.admin.call("customers.list", request).await.unwrap()
}

fn counts(summary: &Value) -> [i64; 4] {
    ["created", "updated", "unchanged", "rejected"].map(|key| summary[key].as_i64().unwrap())
}

story!(
    async fn sys_5_the_customers_of_a_brazilian_spreadsheet_come_in_as_they_are(app: TestApp) {
        let path = example("clientes.csv");
        let seen =
            app.admin.call("imports.inspect", json!({ "target": "customers", "path": path })).await.unwrap();
        assert_eq!(seen["source"]["encoding"], "windows-1252");
        assert_eq!((&seen["source"]["delimiter"], &seen["rows"]), (&json!(";"), &json!(240)));
        let fields: Vec<&str> = seen["columns"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|column| column["field"].as_str())
            .collect();
        assert_eq!(fields.len(), 15, "{fields:?}");
        let (summary, dry) = import(&app.admin, "imports.dry_run", "customers", &path).await;
        assert_eq!(counts(&summary), [240, 0, 0, 0], "{:?}", reasons(&app.admin, &dry).await);
        assert_eq!(customers(&app, "").await["total"], 0);
        let (summary, _) = import(&app.admin, "imports.run", "customers", &path).await;
        assert_eq!(counts(&summary), [240, 0, 0, 0]);
        let (summary, _) = import(&app.admin, "imports.run", "customers", &path).await;
        assert_eq!(counts(&summary), [0, 0, 240, 0]);
        let found = customers(&app, "angela lobao").await;
        let row = &found["rows"][0];
        assert_eq!((&row["code"], &row["document"]), (&json!(1001), &json!("10988372746")));
        let ficha = app.admin.call("customers.ficha", json!({ "id": row["id"] })).await.unwrap();
        assert_eq!(ficha["customer"]["mother_name"], "Iolanda Lobão");
        assert_eq!(ficha["customer"]["birth_date"], "1975-04-22");
        let points: Vec<&str> = ficha["contact_points"]
            .as_array()
            .unwrap()
            .iter()
            .map(|point| point["value"].as_str().unwrap())
            .collect();
        assert_eq!(points, ["+5581989730475", "+558141613632", "angela1@exemplo.com.br"]);
        let address = &ficha["addresses"][0];
        assert_eq!((&address["street"], &address["number"]), (&json!("Rua Penteado"), &json!("2031")));
        let contract = &ficha["contracts"][0];
        assert_eq!((&contract["due_day"], &contract["monthly_cents"]), (&json!(15), &json!(16_555)));
        let verified = app.admin.call("maintenance.verify", json!({})).await.unwrap();
        assert_eq!(verified["audit_broken_at"], json!([]));
    }
);

story!(
    async fn sys_5_a_price_list_with_titles_above_its_header_comes_in_as_it_is(app: TestApp) {
        let path = example("tabela-de-precos.xlsx");
        let (summary, dry) = import(&app.admin, "imports.dry_run", "products", &path).await;
        assert_eq!(counts(&summary), [60, 0, 0, 0], "{:?}", reasons(&app.admin, &dry).await);
        let (summary, _) = import(&app.admin, "imports.run", "products", &path).await;
        assert_eq!(counts(&summary), [60, 0, 0, 0]);
        let (summary, _) = import(&app.admin, "imports.run", "products", &path).await;
        assert_eq!(counts(&summary), [0, 0, 60, 0]);
        let tables = app.admin.call("products.price_tables", json!({})).await.unwrap();
        assert_eq!(tables.as_array().unwrap().len(), 1);
        assert_eq!(tables[0]["name"], "Tabela de preços (11/01/2026 a 31/12/2026)");
        assert_eq!((&tables[0]["valid_from"], &tables[0]["prices"]), (&json!("2026-01-11"), &json!(60)));
        let request = json!({
            "search": "roteador", "active_only": true, "segment": null, "uf": null, "order": "code",
            "descending": false, "limit": 5, "offset": 0,
        });
        let found = app.admin.call("products.list", request).await.unwrap();
        assert_eq!(
            (&found["products"][0]["code"], &found["products"][0]["monthly_cents"]),
            (&json!("P101"), &json!(20_779))
        );
        let details =
            app.admin.call("products.get", json!({ "id": found["products"][0]["id"] })).await.unwrap();
        assert_eq!(details["product"]["adjustable"], false);
    }
);

story!(
    async fn sys_5_a_dirty_file_gives_its_good_lines_and_a_reason_for_each_other(app: TestApp) {
        let path = file(
            &app,
            "sujo.csv",
            "Relação de clientes ativos;;;;;;\r\nEmitido em 23/11/2026;;;;;;\r\n\r\n\
             CPF ;NOME DO CLIENTE;CNPJ;Telefones;Cidade/UF;Valor (R$);Dt. Nasc.\r\n\
             52998224725;ANA D'ÁVILA;;(19) 98488-0034 / 19 3825-1234;Campinas/SP;R$ 1.234,56;22/04/75\r\n\
             ;Padaria Zero Ltda;191;+55 19 98488-0035;Sumaré - SP;-;\r\n\
             529.982.247-26;Eva;;;;;\r\n\
             ;=cmd|' /C calc'!A0;;;;10,00;\r\n\
             ;<b>Bia</b>\u{202e};;1234;;;31/02/1990\r\n\
             ;\"Caio \"\"Zé\"\";;;;9.223.372.036.854.775.807,00;\r\n\
             ;\u{1f600};;;;;\r\n\
             ;Dora;;;;;01/01/0001\r\n\
             ;Gil;;;;;31/12/9999\r\n\
             ;Leo;;;;;;sobra\r\n\
             CPF ;NOME DO CLIENTE;CNPJ;Telefones;Cidade/UF;Valor (R$);Dt. Nasc.\r\n\
             Total;8;;;;;\r\n",
        );
        let (summary, run) = import(&app.admin, "imports.run", "customers", &path).await;
        let expected = [
            (6, "cnpj", "document_length"),
            (7, "cpf", "document_check_digits"),
            (9, "birth_date", "date_form"),
            (9, "phone", "phone_length"),
            (10, "monthly", "money_overflow"),
            (11, "name", "name_letters"),
            (12, "birth_date", "date_range"),
            (13, "birth_date", "date_range"),
            (14, "", "row_shifted"),
        ];
        let expected = expected.map(|(line, field, code)| (line, field.to_owned(), code.to_owned()));
        let found = reasons(&app.admin, &run).await;
        assert_eq!(found, expected);
        assert_eq!(counts(&summary), [2, 0, 0, 8], "{summary}");
        assert_eq!(summary["skipped"], 2);
        let csv = app.folder.path().join("recusadas.csv").display().to_string();
        let request = json!({
            "id": run["id"], "file": csv, "titles": ["Linha", "Coluna", "Valor", "Motivo"],
            "reasons": { "document_check_digits": "Dígitos não conferem." },
        });
        app.admin.call("imports.save_rejections", request).await.unwrap();
        let written = std::fs::read_to_string(csv).unwrap();
        assert!(written.contains("7;CPF;529.982.247-26;Dígitos não conferem."), "{written}");
        assert_eq!(customers(&app, "cmd calc").await["total"], 1);
    }
);

story!(
    async fn sys_5_a_file_that_is_no_table_changes_nothing_and_says_why(app: TestApp) {
        let wide = vec!["Nome"; 1000].join(";");
        let cases = [
            ("foto.xlsx", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(), "file_not_a_table"),
            (
                "cortado.xlsx",
                std::fs::read(example("tabela-de-precos.xlsx")).unwrap()[..4000].to_vec(),
                "file_corrupted",
            ),
            ("vazio.csv", Vec::new(), "file_empty"),
            ("largo.csv", wide.into_bytes(), "file_too_many_columns"),
            ("sem-cabecalho.csv", b"1;2;3\n4;5;6\n".to_vec(), "file_no_header"),
        ];
        for (name, content, code) in cases {
            let request = json!({ "target": "customers", "path": file(&app, name, content) });
            let refused = app.admin.call("imports.inspect", request).await.unwrap_err();
            assert_eq!(issues(&refused)["path"], code, "{name}");
        }
        let request = json!({ "target": "customers", "path": "/nao/existe.csv" });
        let refused = app.admin.call("imports.inspect", request).await.unwrap_err();
        assert_eq!(issues(&refused)["path"], "file_missing");
        let no_name = file(&app, "sem-nome.csv", "CPF;Cidade;UF\n52998224725;Campinas;SP\n");
        let request = json!({ "target": "customers", "path": no_name, "sha256": null, "columns": null });
        let started = app.admin.call("imports.run", request).await.unwrap();
        let mut job = Value::Null;
        while job["ended_at"].is_null() {
            job = app.admin.call("jobs.get", started.clone()).await.unwrap();
        }
        assert_eq!(
            (&job["state"], &job["result"]["issues"][0]["code"]),
            (&json!("failed"), &json!("columns_missing"))
        );
        assert_eq!(customers(&app, "").await["total"], 0);
    }
);

story!(
    async fn sys_5_columns_can_be_chosen_and_the_file_must_be_the_one_looked_at(app: TestApp) {
        let path = file(&app, "livre.csv", "Quem;Nome;Aparelho\nAna Lima;Rede;(19) 98488-0034\n");
        let seen = app.admin.call("imports.inspect", json!({ "target": "customers", "path": path })).await;
        assert_eq!(issues(&seen.unwrap_err())["path"], "file_no_header");
        let path = file(&app, "livre.csv", "Quem;Nome;CPF\nAna Lima;Rede;529.982.247-25\n");
        let seen =
            app.admin.call("imports.inspect", json!({ "target": "customers", "path": path })).await.unwrap();
        let mut request = json!({
            "target": "customers", "path": path, "sha256": seen["source"]["sha256"], "columns": ["name", null, "cpf"],
        });
        let started = app.admin.call("imports.run", request.clone()).await.unwrap();
        assert_eq!(counts(&wait(&app.admin, &started).await), [1, 0, 0, 0]);
        assert_eq!(customers(&app, "529.982.247-25").await["rows"][0]["name"], "Ana Lima");
        request["sha256"] = json!("0");
        let started = app.admin.call("imports.run", request).await.unwrap();
        let mut job = Value::Null;
        while job["ended_at"].is_null() {
            job = app.admin.call("jobs.get", started.clone()).await.unwrap();
        }
        assert_eq!(job["result"]["issues"][0]["code"], "file_changed");
    }
);

story!(
    async fn sys_5_a_second_plan_joins_the_customer_and_a_taken_code_gives_way(app: TestApp) {
        let path = file(
            &app,
            "planos.csv",
            "Código;Nome;CPF;Plano;Mensalidade\n7;Ana;529.982.247-25;Fibra;99,90\n8;Ana;529.982.247-25;Móvel;50,00\n\
             7;Eva;109.883.727-46;Fibra;99,90\n",
        );
        let (summary, _) = import(&app.admin, "imports.run", "customers", &path).await;
        assert_eq!(counts(&summary), [2, 1, 0, 0], "{summary}");
        assert_eq!(summary["renumbered"], 1);
        let (summary, _) = import(&app.admin, "imports.run", "customers", &path).await;
        assert_eq!(counts(&summary), [0, 0, 3, 0]);
    }
);

story!(
    async fn sys_4_only_who_may_import_does_and_nobody_sees_anothers_file(app: TestApp) {
        let seller = app.person("Caio Menezes", "commercial").await;
        let request = json!({ "target": "customers", "path": example("clientes.csv") });
        assert_eq!(seller.call("imports.inspect", request).await.unwrap_err().code(), "forbidden");
        let (_, started) = import(&app.admin, "imports.dry_run", "customers", &example("clientes.csv")).await;
        assert_eq!(seller.call("jobs.get", started.clone()).await.unwrap_err().code(), "not_found");
        let request = json!({ "id": started["id"], "offset": 0, "limit": 10 });
        assert_eq!(seller.call("imports.rejections", request).await.unwrap_err().code(), "not_found");
    }
);

story!(
    async fn sys_8_an_import_can_be_stopped_and_goes_on_where_it_stopped(app: TestApp) {
        let lines: String =
            (0..30_000).map(|number| format!("{};Cliente Número {number}\n", number + 1)).collect();
        let path = file(&app, "muitos.csv", format!("Código;Nome\n{lines}"));
        let request = json!({ "target": "customers", "path": path, "sha256": null, "columns": null });
        let started = app.admin.call("imports.run", request).await.unwrap();
        loop {
            let job = app.admin.call("jobs.get", started.clone()).await.unwrap();
            if job["done"].as_i64().unwrap() > 0 || !job["ended_at"].is_null() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
        app.admin.call("jobs.cancel", started.clone()).await.unwrap();
        let mut job = Value::Null;
        while job["ended_at"].is_null() {
            job = app.admin.call("jobs.get", started.clone()).await.unwrap();
        }
        assert_eq!(job["state"], "cancelled");
        let stored = customers(&app, "").await["total"].as_i64().unwrap();
        assert!(stored > 0 && stored < 30_000, "{stored}");
        assert_eq!(job["result"]["created"], stored);
    }
);

/// Files as they leave other programs: what is in each, and each line that is not taken.
type Dirty = (&'static str, &'static str, [i64; 2], &'static [(i64, &'static str, &'static str)]);
const DIRTY: &[Dirty] = &[
    ("english-utf16.csv", "customers", [2, 0], &[]),
    (
        "relatorio.csv",
        "customers",
        [2, 3],
        &[
            (9, "phone", "phone_area_missing"),
            (10, "monthly", "money_characters"),
            (11, "document", "document_repeated"),
        ],
    ),
    ("cadastro.xlsx", "customers", [3, 2], &[]),
    ("clientes.xls", "customers", [2, 0], &[]),
    ("clientes.ods", "customers", [2, 0], &[]),
    ("abreviado.csv", "customers", [1, 0], &[(3, "email", "email_syntax")]),
    ("precos.csv", "products", [3, 2], &[(7, "one_off", "money_characters"), (9, "code", "code_twice")]),
    ("precos.xlsx", "products", [2, 1], &[]),
];

story!(
    async fn sys_5_dirtier_files_come_in_right_or_say_line_by_line_why_not(app: TestApp) {
        for (name, target, [created, skipped], rejected) in DIRTY {
            let path = example(&format!("dirty/{name}"));
            let (summary, dry) = import(&app.admin, "imports.dry_run", target, &path).await;
            let found = reasons(&app.admin, &dry).await;
            let expected: Vec<_> = rejected
                .iter()
                .map(|(line, field, code)| (*line, (*field).to_owned(), (*code).to_owned()))
                .collect();
            assert_eq!(found, expected, "{name}");
            assert_eq!(
                (&summary["created"], &summary["skipped"]),
                (&json!(created), &json!(skipped)),
                "{name}"
            );
        }
        let run = async |name: &str, target: &str| {
            import(&app.admin, "imports.run", target, &example(&format!("dirty/{name}"))).await.0
        };
        run("cadastro.xlsx", "customers").await;
        // A CPF that lost its zero, a phone without its punctuation, two addresses of mail in one cell.
        let found = customers(&app, "012.345.678-90").await;
        assert_eq!(found["rows"][0]["name"], "José da Silva");
        let ficha = app.admin.call("customers.ficha", json!({ "id": found["rows"][0]["id"] })).await.unwrap();
        let values: Vec<_> = ficha["contact_points"]
            .as_array()
            .unwrap()
            .iter()
            .map(|point| point["value"].as_str().unwrap().to_lowercase())
            .collect();
        assert_eq!(
            values,
            ["+5519984880034", "+551938251234", "jose@exemplo.com.br", "outro@exemplo.com.br"]
        );
        let eva = customers(&app, "109.883.727-46").await;
        let eva = app.admin.call("customers.ficha", json!({ "id": eva["rows"][0]["id"] })).await.unwrap();
        assert_eq!(eva["contact_points"][0]["label"], "recado");
        assert_eq!(eva["customer"]["birth_date"], "1980-05-01");
        assert_eq!(eva["contracts"][0]["monthly_cents"], 123_456);
        run("precos.csv", "products").await;
        let request = json!({
            "search": "", "active_only": true, "segment": null, "uf": null, "order": "code",
            "descending": false, "limit": 9, "offset": 0,
        });
        let found = app.admin.call("products.list", request).await.unwrap();
        let prices: Vec<_> = found["products"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| (row["name"].as_str().unwrap(), row["one_off_cents"].as_i64()))
            .collect();
        let expected =
            [("Câmera IP", Some(123_456)), ("=cmd|' /C calc'!A0", Some(123_456)), ("Gravação", None)];
        assert_eq!(prices, expected);
    }
);

story!(
    async fn mai_7_names_and_addresses_of_a_file_inject_nothing(app: TestApp) {
        let long = "A".repeat(10_000);
        let content = format!(
            "Nome;E-mail;Telefone\n{long};a@b.com;\nAna \u{1f600};\"a@b.com\r\nBcc: x@y.com\";\n\
             \u{202e}Bia \u{20000}<b>;b@c.com;19 98488-0034 19 98488-0035\n"
        );
        let path = file(&app, "nomes.csv", content);
        let (summary, run) = import(&app.admin, "imports.run", "customers", &path).await;
        let found = reasons(&app.admin, &run).await;
        assert_eq!((found[0].0, found[0].1.as_str(), found[0].2.as_str()), (2, "name", "too_long"));
        assert_eq!((found[1].0, found[1].1.as_str()), (3, "email"));
        assert_eq!(counts(&summary), [1, 0, 0, 2]);
        let bia = customers(&app, "bia").await;
        assert_eq!(bia["rows"][0]["name"], "Bia \u{20000}<b>");
    }
);
