//! The headless companion as a person at a shell meets it, on both engines.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use stories::{TestApp, another_database, story};

fn retaguarda(app: &TestApp, database: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_retaguarda"))
        .args(["--database", database, "--data-dir"])
        .arg(app.folder.path())
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn example(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/data").join(name).display().to_string()
}

fn json_of(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
}

fn text_of(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

story!(
    async fn sys_5_the_command_line_imports_what_the_window_imports(app: TestApp) {
        let url = app.url.clone();
        let dry =
            retaguarda(&app, &url, &["--json", "import", "customers", &example("clientes.csv"), "--dry-run"]);
        assert_eq!((dry.status.code(), &json_of(&dry)["created"]), (Some(0), &json!(240)), "{dry:?}");
        let run = retaguarda(&app, &url, &["import", "customers", &example("clientes.csv")]);
        assert_eq!(text_of(&run.stdout), "Added 240, changed 0, left 0 as they were, rejected 0.\n");
        let again =
            retaguarda(&app, &url, &["--lang", "pt-BR", "import", "customers", &example("clientes.csv")]);
        assert!(text_of(&again.stdout).starts_with("Entraram 0"), "{again:?}");
        let prices =
            retaguarda(&app, &url, &["--json", "import", "products", &example("tabela-de-precos.xlsx")]);
        assert_eq!((prices.status.code(), &json_of(&prices)["created"]), (Some(0), &json!(60)));
        let sound = retaguarda(&app, &url, &["verify"]);
        assert_eq!(sound.status.code(), Some(0), "{sound:?}");
    }
);

story!(
    async fn sys_5_rejected_lines_are_told_and_written_and_give_code_3(app: TestApp) {
        let path = app.folder.path().join("sujo.csv");
        std::fs::write(&path, "Nome;CPF;E-mail\nAna;529.982.247-25;ana@exemplo.com.br\nEva;123;eva@\n")
            .unwrap();
        let csv = app.folder.path().join("recusadas.csv");
        let arguments = ["import", "customers", path.to_str().unwrap(), "--rejected", csv.to_str().unwrap()];
        let run = retaguarda(&app, &app.url.clone(), &arguments);
        assert_eq!(run.status.code(), Some(3), "{run:?}");
        let told = text_of(&run.stdout);
        assert!(told.contains("Added 1") && told.contains("rejected 1") && told.contains("line 3"), "{told}");
        assert!(told.contains("A CPF has 11 digits"), "{told}");
        let written = std::fs::read_to_string(csv).unwrap();
        assert!(written.contains("A CPF has 11 digits"), "{written}");
    }
);

story!(
    async fn sys_1_wrong_input_gives_a_sentence_and_its_code(app: TestApp) {
        let url = app.url.clone();
        let picture = app.folder.path().join("foto.xlsx");
        std::fs::write(&picture, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR").unwrap();
        let refused = retaguarda(&app, &url, &["import", "customers", picture.to_str().unwrap()]);
        assert_eq!(refused.status.code(), Some(3), "{refused:?}");
        assert!(text_of(&refused.stderr).contains("PNG"), "{refused:?}");
        let usage = retaguarda(&app, &url, &["import", "clients", "x.csv"]);
        assert_eq!(usage.status.code(), Some(2));
        let nowhere = retaguarda(&app, "postgres://nobody@127.0.0.1:1/none", &["verify"]);
        assert_eq!(nowhere.status.code(), Some(4), "{nowhere:?}");
        let address = retaguarda(&app, "mysql://x", &["--json", "verify"]);
        assert_eq!(json_of(&address)["error"]["params"]["reason"], "database_url");
        let demo = retaguarda(&app, &url, &["demo"]);
        assert_eq!(demo.status.code(), Some(3), "{demo:?}");
        let help = retaguarda(&app, &url, &["--help"]);
        assert_eq!(help.status.code(), Some(0));
        assert!(text_of(&help.stdout).contains("Exit codes:"));
    }
);

story!(
    async fn sys_1_the_demo_base_and_a_damaged_audit_from_the_command_line(app: TestApp) {
        let url = another_database(&app).await;
        let arguments = ["--json", "demo", "--customers", "60", "--seed", "3", "--today", "2026-11-23"];
        let made = retaguarda(&app, &url, &arguments);
        assert_eq!((made.status.code(), &json_of(&made)["customers"]), (Some(0), &json!(60)), "{made:?}");
        let migrated = retaguarda(&app, &url, &["--json", "migrate"]);
        assert!(json_of(&migrated)["schema_version"].as_i64().unwrap() >= 7);
        let copy = app.folder.path().join("copia.db");
        let backup = retaguarda(&app, &url, &["backup", copy.to_str().unwrap()]);
        let expected = if url.starts_with("postgres") { 4 } else { 0 };
        assert_eq!(backup.status.code(), Some(expected), "{backup:?}");
        let sound = retaguarda(&app, &url, &["--json", "verify"]);
        assert_eq!(sound.status.code(), Some(0), "{sound:?}");
        stories::run_sql(&app, "update audit_head set last_hash = 'x'".to_owned()).await;
        let broken = retaguarda(&app, &app.url.clone(), &["--json", "verify"]);
        assert_eq!(broken.status.code(), Some(5), "{broken:?}");
        assert_ne!(json_of(&broken)["audit_broken_at"], json!([]));
    }
);

story!(
    async fn sys_1_a_reader_that_goes_away_is_no_failure(app: TestApp) {
        let mut child = Command::new(env!("CARGO_BIN_EXE_retaguarda"))
            .args(["--database", &app.url, "--data-dir"])
            .arg(app.folder.path())
            .arg("verify")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        assert!(!text_of(&output.stderr).contains("panicked"));
    }
);

story!(
    async fn quo_4_a_quote_is_rendered_from_a_file_and_gives_the_same_bytes(app: TestApp) {
        let quote = json!({
            "number": "2026/0001", "version_number": 1, "issued_on": "2026-11-23",
            "company": { "name": "Conecta Telecom", "document": "11222333000181" },
            "customer": { "name": "Ana D'Ávila" }, "seller_name": "Caio Menezes",
            "content": {
                "contact_name": "", "valid_until": "2026-12-10", "one_off_discount_bp": 0, "monthly_discount_bp": 0,
                "tax_bp": null, "introduction": "", "terms": "", "lines": [{
                    "product_id": null, "description": "Roteador Wi-Fi 6", "unit": "un", "charge": "one_off",
                    "quantity_milli": 2000, "unit_price_cents": 42900, "list_price_cents": null, "discount_bp": 0,
                    "optional": false,
                }],
            },
        });
        let input = app.folder.path().join("quote.json");
        std::fs::write(&input, quote.to_string()).unwrap();
        let mut made = Vec::new();
        for name in ["um.pdf", "dois.pdf"] {
            let output = app.folder.path().join(name);
            let arguments =
                ["quote", "render", "--input", input.to_str().unwrap(), "--output", output.to_str().unwrap()];
            let run = retaguarda(&app, &app.url.clone(), &arguments);
            assert_eq!(run.status.code(), Some(0), "{run:?}");
            made.push(std::fs::read(output).unwrap());
        }
        assert!(made[0].starts_with(b"%PDF-"));
        assert_eq!(made[0], made[1]);
        let unknown = ["quote", "render", "00000000-0000-0000-0000-000000000000", "--output", "x.pdf"];
        assert_eq!(retaguarda(&app, &app.url.clone(), &unknown).status.code(), Some(3));
        let missing = ["quote", "render", "--input", "missing.json", "--output", "x.pdf"];
        let refused = retaguarda(&app, &app.url.clone(), &missing);
        assert_eq!(refused.status.code(), Some(4));
        let told = text_of(&refused.stderr);
        assert!(told.contains("the file could not be read; check its name"), "{told}");
    }
);

/// Root may write anywhere: the program then runs as somebody who may not, from where they can reach it.
fn as_nobody(app: &TestApp, arguments: &[&str]) -> Output {
    let program = Path::new(env!("CARGO_BIN_EXE_retaguarda"));
    let root =
        std::fs::metadata("/proc/self").is_ok_and(|found| std::os::unix::fs::MetadataExt::uid(&found) == 0);
    let mut command = if root {
        let reachable = app.folder.path().join("retaguarda");
        if std::fs::hard_link(program, &reachable).is_err() && !reachable.exists() {
            std::fs::copy(program, &reachable).unwrap();
        }
        let mut command = Command::new("setpriv");
        command.args(["--reuid=65534", "--regid=65534", "--clear-groups"]).arg(reachable);
        command
    } else {
        Command::new(program)
    };
    let own = app.folder.path().join("own");
    command.args(["--database", &app.url, "--data-dir"]).arg(own).args(arguments);
    command.stdin(Stdio::null()).output().unwrap()
}

fn allow(path: &Path, mode: u32) {
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode)).unwrap();
}

/// Only a file can be read-only in this way: a server says so by the rights of its roles.
#[tokio::test]
async fn a_file_that_only_allows_reading_is_told_and_left_as_it_is() {
    let app = TestApp::sqlite().await;
    app.app.db.close().await;
    let file = app.folder.path().join("story.db");
    let clients = app.folder.path().join("clientes.csv");
    std::fs::copy(example("clientes.csv"), &clients).unwrap();
    std::fs::create_dir(app.folder.path().join("own")).unwrap();
    allow(&app.folder.path().join("own"), 0o777);
    allow(&clients, 0o444);
    let before = std::fs::read(&file).unwrap();
    // The folder may be written to or not: SQLite needs it for its journal, people lock either.
    for folder_mode in [0o777, 0o555] {
        allow(&file, 0o444);
        allow(app.folder.path(), folder_mode);
        let refused = as_nobody(&app, &["import", "customers", clients.to_str().unwrap()]);
        allow(app.folder.path(), 0o755);
        assert_eq!(refused.status.code(), Some(4), "{refused:?}");
        assert!(text_of(&refused.stderr).contains("the database only allows reading"), "{refused:?}");
        assert_eq!(std::fs::read(&file).unwrap(), before, "nothing is half done");
    }
}

story!(
    async fn sys_1_a_defect_gives_code_1_and_a_number_to_quote(app: TestApp) {
        // What no program of ours does to its own database.
        stories::run_sql(&app, "alter table quote rename to quote_gone".to_owned()).await;
        let broken = retaguarda(&app, &app.url.clone(), &["--json", "verify"]);
        assert_eq!(broken.status.code(), Some(1), "{broken:?}");
        let told = json_of(&broken);
        assert_eq!(told["error"]["code"], "internal");
        let id = told["error"]["params"]["id"].as_str().unwrap();
        assert!(text_of(&broken.stderr).contains(id), "{broken:?}");
    }
);

story!(
    async fn sys_8_ctrl_c_stops_an_import_between_batches_and_gives_code_6(app: TestApp) {
        let mut text = "Nome;Telefone\n".to_owned();
        for number in 0..60_000 {
            text.push_str(&format!("Pessoa {number:05};1932{number:06}\n"));
        }
        let path = app.folder.path().join("longo.csv");
        std::fs::write(&path, text).unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_retaguarda"))
            .args(["--database", &app.url, "--data-dir"])
            .arg(app.folder.path())
            .args(["import", "customers", path.to_str().unwrap()])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let system = office::Client::system(app.app.clone(), "story");
        let imports = async || system.call("imports.recent", json!({ "target": "customers" })).await.unwrap();
        while imports().await[0]["lines_done"].as_i64().unwrap_or(0) == 0 {
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
        let stopped = child.wait_with_output().unwrap();
        assert_eq!(stopped.status.code(), Some(6), "{stopped:?}");
        assert!(text_of(&stopped.stderr).contains("what was done stays"), "{stopped:?}");
        let done = imports().await[0]["lines_done"].as_i64().unwrap();
        assert!(done > 0 && done < 60_000, "{done}");
    }
);
