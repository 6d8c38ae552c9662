//! A Postgres that is really stopped while people work, and started again: what was answered stands, nothing is half
//! done, and everybody goes on by themselves. Only a server can be stopped.

use std::sync::Arc;
use std::time::{Duration, Instant};

use office::Client;
use office::clock::Clock;
use serde_json::{Value, json};
use stories::server::Server;
use stories::{TestApp, monday_morning};
use tempfile::TempDir;

const QUOTES: usize = 40;
const LINES: usize = 12_000;

fn content() -> Value {
    json!({
        "contact_name": "", "valid_until": "2026-12-08", "one_off_discount_bp": 0, "monthly_discount_bp": 0,
        "tax_bp": null, "introduction": "", "terms": "", "lines": [{
            "product_id": null, "description": "Câmera IP 4 MP", "unit": "un", "charge": "one_off",
            "quantity_milli": 6_000, "unit_price_cents": 49_504, "list_price_cents": null, "discount_bp": 0,
            "optional": false,
        }],
    })
}

/// A draft ready to be sent: the request that sends it.
async fn draft(app: &TestApp, number: usize) -> Value {
    let customer = json!({
        "code": null, "kind": "person", "name": format!("Padaria {number}"), "trade_name": "", "document": "",
        "birth_date": "", "mother_name": "", "contact_name": "", "segment": "retail", "responsible_id": null,
        "contact_points": [{ "kind": "email", "value": format!("padaria{number}@exemplo.com.br"), "label": "" }], "addresses": [],
    });
    let customer = app.admin.call("customers.create", customer).await.unwrap();
    let quote = app.admin.call("quotes.create", json!({ "customer_id": customer["id"] })).await.unwrap();
    let id = quote["version"]["id"].clone();
    let save = json!({ "id": id, "version": quote["version"]["version"], "content": content() });
    let saved = app.admin.call("quotes.save_draft", save).await.unwrap();
    json!({
        "id": id, "version": saved["version"], "address": format!("padaria{number}@exemplo.com.br"),
        "subject": "Seu orçamento", "message": "Segue o orçamento.",
    })
}

/// Sends one quote after the other; gives how each ended. A failure is told as a server out of reach.
async fn send_all(client: Client, letters: Vec<Value>) -> Vec<bool> {
    let mut sent = Vec::new();
    for letter in letters {
        match client.call("quotes.send", letter).await {
            Ok(_) => sent.push(true),
            Err(error) => {
                let told = error.to_json();
                assert_eq!(told["code"], "unavailable", "{told}");
                assert_eq!(told["params"]["reason"], "database_unreachable", "{told}");
                sent.push(false);
            }
        }
    }
    sent
}

async fn import(app: &TestApp, path: &str, resume: bool) -> Value {
    let request =
        json!({ "target": "customers", "path": path, "sha256": null, "columns": null, "resume": resume });
    app.admin.call("imports.run", request).await.unwrap()["id"].clone()
}

/// The job once it has ended, however often the database is away meanwhile.
async fn ended(app: &TestApp, id: &Value) -> Value {
    let begun = Instant::now();
    loop {
        if let Ok(job) = app.admin.call("jobs.get", json!({ "id": id })).await
            && !job["ended_at"].is_null()
        {
            return job;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "the job does not end");
        tokio::time::sleep(Duration::from_millis(30)).await;
    }
}

async fn total(app: &TestApp, command: &str, filter: Value) -> i64 {
    app.admin.call(command, filter).await.unwrap()["total"].as_i64().unwrap()
}

/// Each quote is sent with its message and its appointment, or a draft with neither.
async fn nothing_is_half_sent(app: &TestApp, letters: &[Value], answered: &[bool]) -> usize {
    let mut sent = 0;
    for (letter, answered) in letters.iter().zip(answered) {
        let quote = app.admin.call("quotes.get", json!({ "id": letter["id"] })).await.unwrap();
        let filter = json!({
            "view": "all", "text": letter["address"], "customer_id": null, "offset": 0, "limit": 10,
        });
        let messages = total(app, "mailings.outbox", filter).await;
        let ficha =
            app.admin.call("customers.ficha", json!({ "id": quote["quote"]["customer_id"] })).await.unwrap();
        let booked = !ficha["alerts"]["appointment"].is_null();
        let status = quote["version"]["status"].as_str().unwrap();
        assert_eq!((messages, booked), if status == "sent" { (1, true) } else { (0, false) }, "{quote}");
        // An answer may be lost on its way; one that came is never untrue.
        assert!(status == "sent" || !answered, "{quote}");
        sent += usize::from(status == "sent");
    }
    sent
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_8_a_server_stopped_in_mid_command_is_told_and_everybody_goes_on_afterwards() {
    let server = Arc::new(tokio::task::spawn_blocking(Server::start).await.unwrap());
    let app = TestApp::open_by(TempDir::new().unwrap(), server.url(), Clock::fixed(monday_morning())).await;
    let mut letters = Vec::new();
    for number in 0..QUOTES {
        letters.push(draft(&app, number).await);
    }
    let mut text = "Nome;Telefone\n".to_owned();
    (0..LINES).for_each(|number| text.push_str(&format!("Pessoa {number:05};1932{number:06}\n")));
    let path = app.folder.path().join("longo.csv").display().to_string();
    std::fs::write(&path, text).unwrap();

    let import_id = import(&app, &path, false).await;
    let begun = Instant::now();
    loop {
        let recent = app.admin.call("imports.recent", json!({ "target": "customers" })).await.unwrap();
        if recent[0]["lines_done"].as_i64().unwrap_or(0) > 0 {
            break;
        }
        assert!(begun.elapsed() < Duration::from_secs(60), "{recent}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    // Both are in the middle of their work: some lines are taken and some letters sent, not all.
    let sending = tokio::spawn(send_all(app.admin.clone(), letters.clone()));
    let all = json!({ "view": "all", "text": "", "customer_id": null, "offset": 0, "limit": 1 });
    while total(&app, "mailings.outbox", all.clone()).await == 0 {
        assert!(begun.elapsed() < Duration::from_secs(60), "no letter is sent");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let stopping = server.clone();
    tokio::task::spawn_blocking(move || stopping.stop_at_once()).await.unwrap();
    let told = app.admin.call("company.get", json!({})).await.unwrap_err().to_json();
    assert_eq!(told["params"]["reason"], "database_unreachable", "{told}");
    let starting = server.clone();
    tokio::task::spawn_blocking(move || starting.start_again()).await.unwrap();

    // Without anybody starting the program anew: the rest is answered, the job says why it ended.
    let answered = sending.await.unwrap();
    let job = ended(&app, &import_id).await;
    assert_eq!((&job["state"], &job["result"]["code"]), (&json!("failed"), &json!("unavailable")), "{job}");
    assert_eq!(job["result"]["params"]["reason"], "database_unreachable", "{job}");
    let sent = nothing_is_half_sent(&app, &letters, &answered).await;
    println!(
        "{sent} of {QUOTES} quotes were sent, {} answered",
        answered.iter().filter(|sent| **sent).count()
    );
    let missing: Vec<Value> =
        letters.into_iter().zip(&answered).filter(|(_, sent)| !**sent).map(|(letter, _)| letter).collect();
    assert!(!missing.is_empty(), "the server was stopped too late");
    // Whose answer was lost is told that it was sent already.
    for letter in missing {
        match app.admin.call("quotes.send", letter).await {
            Ok(done) => assert_eq!(done["status"], "sent"),
            Err(error) => assert!(matches!(error.code(), "conflict" | "invalid"), "{error:?}"),
        }
    }

    // The import is taken up where it stopped: every line once.
    let inspect = json!({ "target": "customers", "path": path });
    let seen = app.admin.call("imports.inspect", inspect).await.unwrap();
    let before = seen["unfinished"]["lines_done"].as_i64().unwrap();
    assert!(before > 0 && before < LINES as i64, "{seen}");
    let again = import(&app, &path, true).await;
    let done = ended(&app, &again).await;
    assert_eq!((&done["state"], &done["result"]["created"]), (&json!("done"), &json!(LINES)), "{done}");
    let list = json!({
        "text": "", "status": null, "kind": null, "segment": null, "uf": null, "overdue": false, "sort": "code",
        "descending": false, "offset": 0, "limit": 1,
    });
    assert_eq!(total(&app, "customers.list", list).await, (LINES + QUOTES) as i64);
    let found = app.admin.call("maintenance.verify", json!({})).await.unwrap();
    assert_eq!((&found["audit_broken_at"], &found["integrity"]), (&json!([]), &json!([])), "{found}");
}
