//! `retaguarda worker` as a service manager has it: it sends, ends when asked, and may be killed (MAI-3). And what
//! was sent, as `quote render` writes it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};
use stories::smtp::{MailServer, Mood, Protection};
use stories::{TestApp, story};

/// The real program, once it says that it works.
fn start_worker(app: &TestApp) -> Child {
    let mut worker = Command::new(env!("CARGO_BIN_EXE_retaguarda"))
        .args(["--database", &app.url, "--secrets-in-file", "--json", "--data-dir"])
        .arg(app.folder.path())
        .arg("worker")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut first = String::new();
    BufReader::new(worker.stdout.take().unwrap()).read_line(&mut first).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&first).unwrap()["state"], "working", "{first}");
    worker
}

fn terminate(worker: &mut Child) -> ExitStatus {
    let told = Command::new("kill").args(["-TERM", &worker.id().to_string()]).status().unwrap();
    assert!(told.success());
    worker.wait().unwrap()
}

/// By the machine's clock, which the worker has, with an account that needs its password.
async fn ready(app: TestApp, server: &MailServer) -> TestApp {
    app.clock.advance(Utc::now() - app.clock.now() - TimeDelta::seconds(5));
    // Who did nothing all the while is locked out.
    let app = TestApp { admin: app.sign_in("ana").await, ..app };
    let account = json!({
        "version": 0, "from_name": "ACME Serviços", "from_address": "vendas@acme.com.br", "reply_to": "",
        "host": "127.0.0.1", "port": server.port, "security": "none", "username": "vendas",
        "password": "segredo do correio", "per_minute": 1000, "per_day": 100_000, "active": true, "ca_pem": "",
    });
    app.admin.call("mailings.save_account", account).await.unwrap();
    app
}

/// A quote that waits in the outbox for somebody at this address; gives the id of its version.
async fn quote_to(app: &TestApp, address: &str) -> String {
    let customer = json!({
        "code": null, "kind": "person", "name": format!("Freguês {address}"), "trade_name": "", "document": "",
        "birth_date": "", "mother_name": "", "contact_name": "", "segment": "retail", "responsible_id": null,
        "contact_points": [{ "kind": "email", "value": address, "label": "" }], "addresses": [],
    });
    let customer = app.admin.call("customers.create", customer).await.unwrap();
    let quote = app.admin.call("quotes.create", json!({ "customer_id": customer["id"] })).await.unwrap();
    let until = (app.clock.now() + TimeDelta::days(15)).format("%Y-%m-%d").to_string();
    let content = json!({
        "contact_name": "", "valid_until": until, "one_off_discount_bp": 0, "monthly_discount_bp": 0,
        "tax_bp": null, "introduction": "", "terms": "", "lines": [{
            "product_id": null, "description": "Roteador Wi-Fi 6", "unit": "un", "charge": "one_off",
            "quantity_milli": 2_000, "unit_price_cents": 42_900, "list_price_cents": null, "discount_bp": 0,
            "optional": false,
        }],
    });
    let id = quote["version"]["id"].as_str().unwrap().to_owned();
    let draft = json!({ "id": id, "version": quote["version"]["version"], "content": content });
    let draft = app.admin.call("quotes.save_draft", draft).await.unwrap();
    let send = json!({
        "id": id, "version": draft["version"], "address": address, "subject": "Seu orçamento",
        "message": "Segue o orçamento.",
    });
    assert_eq!(app.admin.call("quotes.send", send).await.unwrap()["status"], "sent");
    id
}

/// State and address of each message.
async fn outbox(app: &TestApp) -> Vec<(String, String)> {
    let filter = json!({ "view": "all", "text": "", "customer_id": null, "offset": 0, "limit": 100 });
    let page = app.admin.call("mailings.outbox", filter).await.unwrap();
    let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
    let rows = page["rows"].as_array().unwrap();
    rows.iter().map(|row| (text(row, "state"), text(row, "recipient_address"))).collect()
}

async fn all_sent(app: &TestApp) {
    let begun = Instant::now();
    while outbox(app).await.iter().any(|(state, _)| state != "sent") {
        assert!(begun.elapsed() < Duration::from_secs(30), "{:?}", outbox(app).await);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The addresses of what arrived; what waits for the same instant has no order.
fn arrived(server: &MailServer) -> Vec<String> {
    let mut addresses: Vec<String> = server.taken().into_iter().map(|taken| taken.to).collect();
    addresses.sort();
    addresses
}

story!(
    async fn mai_3_the_worker_sends_and_ends_cleanly_when_asked(app: TestApp) {
        let server = MailServer::start(Protection::Plain).await;
        let app = ready(app, &server).await;
        let id = quote_to(&app, "um@exemplo.com.br").await;
        let mut worker = start_worker(&app);
        all_sent(&app).await;
        let taken = &server.taken()[0];
        assert_eq!(taken.to, "um@exemplo.com.br");
        assert!(taken.content.contains("application/pdf"), "{}", taken.content);
        assert_eq!(server.credentials().len(), 1, "the password came from the file of secrets");

        // What is being handed over when it is asked to end is finished first, and noted.
        server.next([Mood::TakeSlowly(Duration::from_millis(900))]);
        quote_to(&app, "dois@exemplo.com.br").await;
        while server.taken().len() < 2 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        let asked = Instant::now();
        assert_eq!(terminate(&mut worker).code(), Some(0));
        assert!(asked.elapsed() < Duration::from_secs(10), "{:?}", asked.elapsed());
        assert!(outbox(&app).await.iter().all(|(state, _)| state == "sent"), "{:?}", outbox(&app).await);

        // The stored quote, as it went out.
        let file = app.folder.path().join("enviado.pdf");
        let render = Command::new(env!("CARGO_BIN_EXE_retaguarda"))
            .args(["--database", &app.url, "--data-dir"])
            .arg(app.folder.path())
            .args(["quote", "render", &id, "--output"])
            .arg(&file)
            .output()
            .unwrap();
        assert_eq!(render.status.code(), Some(0), "{render:?}");
        let pdf = std::fs::read(file).unwrap();
        assert!(pdf.starts_with(b"%PDF-") && pdf.len() > 5_000, "{} bytes", pdf.len());
    }
);

story!(
    async fn mai_3_a_worker_killed_between_messages_loses_and_repeats_nothing(app: TestApp) {
        let server = MailServer::start(Protection::Plain).await;
        let app = ready(app, &server).await;
        quote_to(&app, "um@exemplo.com.br").await;
        let mut worker = start_worker(&app);
        all_sent(&app).await;
        worker.kill().unwrap();
        worker.wait().unwrap();
        quote_to(&app, "dois@exemplo.com.br").await;
        quote_to(&app, "tres@exemplo.com.br").await;
        assert_eq!(arrived(&server), ["um@exemplo.com.br"]);
        let mut worker = start_worker(&app);
        all_sent(&app).await;
        assert_eq!(terminate(&mut worker).code(), Some(0));
        let all = ["dois@exemplo.com.br", "tres@exemplo.com.br", "um@exemplo.com.br"];
        assert_eq!(arrived(&server), all, "each once");
    }
);
