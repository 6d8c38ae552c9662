//! The file for whoever helps tells much of the program and nothing of anybody; nor do the logs it is made from (SYS-3).

use std::collections::BTreeSet;
use std::io::{Read, Write};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use office::Client;
use serde_json::{Value, json};
use stories::smtp::{MailServer, Mood, Protection};
use stories::{PASSWORD, TestApp, story};

use crate::mailings::{message, queue};
use crate::merges::ended;

/// Everything that this process logs, of all stories that run meanwhile.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn log() -> Log {
    static LOG: OnceLock<Log> = OnceLock::new();
    LOG.get_or_init(|| {
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt().with_env_filter("info").with_ansi(false);
        subscriber.with_writer(move || writer.clone()).try_init().ok();
        log
    })
    .clone()
}

/// What the base says of people: names, documents, addresses, telephones, what was written about them.
async fn said_of_people(app: &TestApp) -> BTreeSet<String> {
    let columns = [
        ("customer", "name"),
        ("customer", "document"),
        ("customer", "mother_name"),
        ("contact_point", "value"),
        ("address", "street"),
        ("activity", "text"),
        ("app_user", "name"),
        ("app_user", "email"),
        ("company", "name"),
        ("company", "document"),
        ("registration", "name"),
        ("outbox_message", "recipient_name"),
        ("outbox_message", "recipient_address"),
        ("outbox_message", "subject"),
        ("outbox_message", "body_text"),
    ];
    let mut said = BTreeSet::new();
    let mut tx = app.app.db.begin_read().await.unwrap();
    for (table, column) in columns {
        let sql = sqlx::AssertSqlSafe(format!("select {column} from {table}"));
        let found: Vec<(Option<String>,)> = match &mut tx {
            office::db::Tx::Sqlite(tx, _) => sqlx::query_as(sql).fetch_all(&mut **tx).await.unwrap(),
            office::db::Tx::Postgres(tx) => sqlx::query_as(sql).fetch_all(&mut **tx).await.unwrap(),
        };
        said.extend(found.into_iter().filter_map(|(value,)| value));
    }
    tx.rollback().await.unwrap();
    // What is as short as a word of a program proves nothing.
    said.retain(|value| value.chars().count() >= 8);
    said
}

/// The first of them that is found.
fn found<'a>(text: &str, said: &'a BTreeSet<String>) -> Option<&'a String> {
    said.iter().find(|value| text.contains(value.as_str()))
}

fn unpacked(file: &str) -> String {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(file).unwrap()).unwrap();
    let mut text = String::new();
    for index in 0..zip.len() {
        let mut entry = zip.by_index(index).unwrap();
        text.push_str(&format!("== {:?}\n", entry.name()));
        entry.read_to_string(&mut text).unwrap();
    }
    text
}

/// Does what goes wrong in offices: refusals, a file of nonsense, a mail server that turns people away.
async fn trouble(app: &TestApp) {
    let path = app.folder.path().join("sujo.csv");
    std::fs::write(&path, "Nome;CPF;E-mail\nAparecida Gonçalves Teles;123;aparecida.teles@\n").unwrap();
    let request = json!({ "target": "customers", "path": path, "sha256": null, "columns": null });
    let started = app.admin.call("imports.run", request).await.unwrap();
    ended(&app.admin, &started).await;
    let wrong = json!({ "username": "aparecida.teles", "password": "senha errada" });
    Client::new(app.app.clone()).call("access.sign_in", wrong).await.unwrap_err();
    app.admin.call("customers.create", json!({ "name": "Aparecida Gonçalves Teles" })).await.unwrap_err();
    app.admin.call("customers.list", json!("Aparecida Gonçalves Teles")).await.unwrap_err();
    let server = MailServer::start(Protection::Plain).await;
    server.always(Mood::RefuseRecipient);
    let account = json!({
        "version": 0, "from_name": "ACME Serviços", "from_address": "vendas@acme.com.br", "reply_to": "",
        "host": "127.0.0.1", "port": server.port, "security": "none", "username": "vendas",
        "password": "segredo do correio", "per_minute": 1000, "per_day": 100_000, "active": true, "ca_pem": "",
    });
    app.admin.call("mailings.save_account", account).await.unwrap();
    queue(app, message("1", "aparecida.teles@exemplo.com.br")).await;
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let working = tokio::spawn(office::background::run(app.app.clone(), async {
        stopped.await.ok();
    }));
    tokio::time::sleep(std::time::Duration::from_secs(2)).await;
    stop.send(()).ok();
    working.await.unwrap();
    // What a defect of ours would log, with words of others in it.
    drop(office::Error::internal(
        "invalid type: string \"Aparecida Gonçalves Teles\", Key (email)=(aparecida.teles@exemplo.com.br)",
    ));
}

story!(
    async fn sys_3_a_file_for_the_support_speaks_of_the_program_and_of_nobody(app: TestApp) {
        let log = log();
        trouble(&app).await;
        let customer = crate::merges::customer(
            &app.admin,
            "Aparecida Gonçalves Teles",
            "529.982.247-25",
            "(19) 99812-4471",
        )
        .await;
        app.admin.call("quotes.create", json!({ "customer_id": customer["id"] })).await.unwrap();
        let mut said = said_of_people(&app).await;
        for word in [
            "aparecida.teles",
            "segredo do correio",
            PASSWORD,
            "529.982.247-25",
            "99812-4471",
            "senha errada",
        ] {
            said.insert(word.to_owned());
        }
        assert!(said.len() > 8, "{said:?}");
        let logged = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert!(logged.contains("internal error"), "{logged}");
        assert_eq!(found(&logged, &said), None, "in the log itself");

        // A log by an earlier version, or with words that nobody foresaw.
        let worse = format!(
            "{logged}2026-11-28T21:39:39.123456Z  WARN command{{name=\"quotes.send\"}}: office: 550 \
             <aparecida.teles@exemplo.com.br> \"Aparecida Gonçalves Teles\" 52998224725 (19) 99812-4471 {}\n",
            app.url
        );
        std::fs::write(app.folder.path().join("retaguarda.log"), worse).unwrap();
        let file = app.folder.path().join("suporte.zip").display().to_string();
        let made = app.admin.call("maintenance.support", json!({ "file": file })).await.unwrap();
        assert!(made["bytes"].as_i64().unwrap() > 500);
        let text = unpacked(&file);
        assert_eq!(found(&text, &said), None, "in the file");
        for secret in ["52998224725", app.url.as_str(), "vendas@acme"] {
            assert!(!text.contains(secret), "{secret}");
        }
        for told in [
            "\"customer\": 1",
            "\"version\"",
            "quotes.send",
            "\"per_minute\": 1000",
            app.app.db.engine(),
            "internal error",
        ] {
            assert!(text.contains(told), "{told} in {text}");
        }
        let again =
            app.admin.call("maintenance.support", json!({ "file": file })).await.unwrap_err().to_json();
        assert_eq!(again["params"]["reason"], "file_exists");
        let nowhere = json!({ "file": app.folder.path().join("nao/ha/suporte.zip") });
        let refused = app.admin.call("maintenance.support", nowhere).await.unwrap_err().to_json();
        assert_eq!(refused["params"]["reason"], "file_not_written");
        let seller = app.person("Caio Menezes", "commercial").await;
        let refused: Value =
            seller.call("maintenance.support", json!({ "file": file })).await.unwrap_err().to_json();
        assert_eq!(refused["code"], "forbidden");
    }
);

story!(
    async fn sys_3_of_a_whole_demo_base_nothing_is_in_the_file(app: TestApp) {
        let url = stories::another_database(&app).await;
        let base = crate::demo::base(&app, &url).await;
        let app = TestApp { app: base, ..app };
        let system = Client::system(app.app.clone(), "story");
        let file = app.folder.path().join("suporte.zip").display().to_string();
        system.call("maintenance.support", json!({ "file": file })).await.unwrap();
        let said = said_of_people(&app).await;
        assert!(said.len() > 500, "{}", said.len());
        assert_eq!(found(&unpacked(&file), &said), None);
    }
);
