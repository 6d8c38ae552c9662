//! One person at work: takes a sale from the queue, reads it, decides, and takes the next. Whatever was answered
//! stands in the diary (standard output), one line each.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use chrono::Utc;
use office::{App, AppConfig, Client, Error, changes};
use serde_json::{Value, json};

use crate::PASSWORD;

/// How long a person waits before trying again what the database could not do.
const BREATH: Duration = Duration::from_millis(100);

/// Works from the signal `go` in `folder` until the end that it names.
pub async fn work(url: String, username: String, password: String, folder: PathBuf) {
    let app = loop {
        let config = AppConfig {
            database_url: Some(url.clone()),
            data_dir: Some(folder.clone()),
            secrets_in_file: true,
            ..AppConfig::default()
        };
        match App::open(config).await {
            Ok(app) => break app,
            Err(error) => note_failure("open", &error),
        }
        tokio::time::sleep(BREATH).await;
    };
    // As every window does.
    tokio::spawn(changes::run(app.clone()));
    let reviewer = signed_in(&app, &username, &password).await;
    let seller = signed_in(&app, "nivea.torres", PASSWORD).await;
    println!("ready");
    let end = loop {
        let go = std::fs::read_to_string(folder.join("go")).ok();
        match go.and_then(|text| text.parse::<i64>().ok()) {
            Some(end) => break end,
            None => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    };
    let mut turn = username.bytes().map(usize::from).sum::<usize>();
    while Utc::now().timestamp_millis() < end {
        turn += 1;
        if let Err((what, error)) = one_sale(&reviewer, &seller, turn).await {
            match error.code() {
                "conflict" => println!("conflict {what}"),
                _ => {
                    note_failure(what, &error);
                    tokio::time::sleep(BREATH).await;
                }
            }
        }
    }
}

async fn signed_in(app: &std::sync::Arc<App>, username: &str, password: &str) -> Client {
    let client = Client::new(app.clone());
    let request = json!({ "username": username, "password": password });
    while let Err(error) = client.call("access.sign_in", request.clone()).await {
        // Many processes of one person at the door at once are told to wait, as guesses are.
        if let Some(seconds) = error.to_json()["params"]["retry_in_seconds"].as_u64() {
            tokio::time::sleep(Duration::from_secs(seconds)).await;
            continue;
        }
        note_failure("sign_in", &error);
        tokio::time::sleep(BREATH).await;
    }
    client
}

fn note_failure(what: &str, error: &Error) {
    println!("failed {what} {} {}", error.code(), error.to_json()["params"]["reason"]);
}

type Attempt<T> = Result<T, (&'static str, Error)>;

async fn timed(client: &Client, command: &'static str, request: Value) -> Attempt<Value> {
    let begun = Instant::now();
    let answer = client.call(command, request).await.map_err(|error| (command, error));
    println!("took {command} {}", begun.elapsed().as_millis());
    answer
}

/// From the queue to the decision; the seller sends it, or a new one, again.
async fn one_sale(reviewer: &Client, seller: &Client, turn: usize) -> Attempt<()> {
    let queue = timed(reviewer, "registrations.queue", json!({ "lane": "retail" })).await?;
    let free: Vec<&Value> = queue["items"]
        .as_array()
        .into_iter()
        .flatten()
        .filter(|item| item["claimed_by_other"] == false)
        .take(40)
        .collect();
    let Some(item) = free.get(turn % free.len().max(1)) else {
        tokio::time::sleep(BREATH).await;
        return Ok(());
    };
    let sale = json!({ "id": item["sale"]["id"] });
    timed(reviewer, "registrations.claim", sale.clone()).await?;
    let detail = timed(reviewer, "registrations.get", sale.clone()).await?;
    let (id, round) = (&sale["id"], &detail["registration"]["round"]);
    let deny = turn.is_multiple_of(4);
    let decided = if deny {
        let request = json!({ "id": id, "round": round, "reason": "documento de outra pessoa" });
        timed(reviewer, "registrations.deny", request).await?
    } else {
        let reasons = json!([{ "field": "phone_2", "reason": "ninguém conhece a cliente neste número" }]);
        let request = json!({ "id": id, "round": round, "note": "", "reasons": reasons });
        timed(reviewer, "registrations.return", request).await?
    };
    println!("decided {} {round}", id.as_str().unwrap_or_default());
    let version = if deny { json!(0) } else { decided["registration"]["version"].clone() };
    let again = json!({
        "id": if deny { Value::Null } else { id.clone() }, "version": version,
        "content": decided["rounds"][0]["content"],
    });
    timed(seller, "registrations.submit", again).await.map(drop)
}
