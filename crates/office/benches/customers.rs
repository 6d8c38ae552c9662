//! The list of customers, the search as people type, and whom a typed customer might be already (DUP-1), on a big demo
//! base: the commands as the window calls them.
//! `make bench-customers`, or `cargo bench -p office --bench customers --profile release`
//!
//! `CUSTOMERS=1000000` says how big, `DATABASE=postgres://…/an_empty_database` on what; without it an SQLite file
//! under `target/bench`, which is kept for the next run.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use office::clock::Clock;
use office::duplicates::index::keeping;
use office::ids::{Ids, seeded};
use office::{App, AppConfig, Client};
use rand::Rng;
use rand::seq::IndexedRandom;
use serde_json::{Value, json};

const ROUNDS: usize = 200;

fn main() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(measure());
}

async fn measure() {
    let customers: i64 = std::env::var("CUSTOMERS").map_or(1_000_000, |text| text.parse().expect("a number"));
    let folder = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../target/bench"));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join(format!("customers-{customers}.db"));
    let url = std::env::var("DATABASE").unwrap_or_else(|_| format!("sqlite://{}", file.display()));
    let config = AppConfig {
        database_url: Some(url.clone()),
        data_dir: Some(folder),
        clock: Clock::system(),
        ids: Ids::random(),
        secrets_in_file: true,
    };
    let client = Client::system(App::open(config).await.unwrap(), "bench");
    make(&client, customers).await;
    let total = page(&client, "code", false, 0).await["total"].as_i64().unwrap();
    let engine = url.split(':').next().unwrap_or_default();
    println!(
        "{total} customers on {engine}\n\n| what | median | 95th percentile | worst |\n|---|---|---|---|"
    );
    let words = typed(&client, total).await;
    search(&client, &words).await;
    for sort in ["name", "code", "document", "city", "phone", "email", "status", "segment", "updated_at"] {
        pages(&client, sort, total).await;
    }
    let owing = page(&client, "overdue", true, 0).await["total"].as_i64().unwrap();
    pages(&client, "overdue", owing).await;
    lists(&client, &words).await;
    narrowed(&client, total).await;
    index(&client).await;
    suspects(&client, total).await;
    client.app().db.close().await;
}

/// The demo base, where there is none yet.
async fn make(client: &Client, customers: i64) {
    let request = json!({ "customers": customers, "seed": 1, "today": null });
    let Ok(job) = client.call("demo.create", request).await else { return };
    let began = Instant::now();
    loop {
        tokio::time::sleep(Duration::from_millis(500)).await;
        let state = client.call("jobs.get", job.clone()).await.unwrap();
        if !state["ended_at"].is_null() {
            assert_eq!(state["state"], "done", "{state}");
            break;
        }
    }
    println!("made in {} s", began.elapsed().as_secs());
}

fn first_page(sort: &str) -> Value {
    json!({
        "text": "", "status": null, "kind": null, "segment": null, "uf": null, "overdue": false, "sort": sort,
        "descending": false, "offset": 0, "limit": 100,
    })
}

async fn page(client: &Client, sort: &str, descending: bool, offset: i64) -> Value {
    let mut request = first_page(sort);
    request["descending"] = json!(descending);
    request["offset"] = json!(offset);
    client.call("customers.list", request).await.unwrap()
}

/// What people type: beginnings of names, words in another order, rare and frequent ones, parts of documents and
/// phones, codes, addresses of e-mail.
async fn typed(client: &Client, total: i64) -> Vec<String> {
    let mut chance = seeded(7);
    let mut typed = Vec::new();
    for _ in 0..5 {
        let rows = page(client, "code", false, chance.random_range(0..total)).await["rows"].clone();
        for row in rows.as_array().unwrap().iter().step_by(4) {
            let name = row["name"].as_str().unwrap().to_lowercase();
            let words: Vec<&str> = name.split(' ').collect();
            let digits = row["document"].as_str().unwrap_or("52998224725");
            let phone = row["phone"].as_str().unwrap();
            typed.push(match typed.len() % 8 {
                0 => name.chars().take(chance.random_range(2..9)).collect(),
                1 => words[0].to_owned(),
                2 => words[words.len() - 1].to_owned(),
                3 => words.iter().rev().copied().collect::<Vec<_>>().join(" "),
                4 => digits.chars().take(6).collect(),
                5 => phone[phone.len() - 8..].to_owned(),
                6 => row["code"].to_string(),
                _ => row["email"].as_str().unwrap_or("ana@").to_owned(),
            });
        }
    }
    typed.extend(
        ["maria", "silva", "maria silva", "jo", "a", "souza ana", "11 9", "zwick"].map(str::to_owned),
    );
    typed
}

async fn search(client: &Client, typed: &[String]) {
    let mut chance = seeded(8);
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let text = typed.choose(&mut chance).unwrap();
        let began = Instant::now();
        client.call("customers.quick_search", json!({ "text": text })).await.unwrap();
        times.push((began.elapsed(), text.clone()));
    }
    let slowest = row("search as people type", &mut times);
    println!("\nslowest searches: {slowest:?}\n");
}

/// The list of what a typed text finds, best first.
async fn lists(client: &Client, typed: &[String]) {
    let mut times = Vec::new();
    for text in typed {
        let mut request = first_page("relevance");
        request["text"] = json!(text);
        let began = Instant::now();
        client.call("customers.list", request).await.unwrap();
        times.push((began.elapsed(), text.clone()));
    }
    let slowest = row("the list of a text, best first", &mut times);
    println!("\nslowest lists: {slowest:?}\n");
}

/// Looks at the middle until it comes quickly: the first look at an order has its places read in the background.
async fn settle(client: &Client, sort: &str, total: i64) {
    let first = Instant::now();
    loop {
        let began = Instant::now();
        page(client, sort, false, total / 2).await;
        let took = began.elapsed();
        if took < Duration::from_millis(50) || first.elapsed() > Duration::from_secs(120) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    println!("| places noted, by {sort} | {:.1} s | | |", first.elapsed().as_secs_f64());
}

async fn pages(client: &Client, sort: &str, total: i64) {
    settle(client, sort, total).await;
    let mut chance = seeded(9);
    let mut times = Vec::new();
    for _ in 0..ROUNDS / 4 {
        let (offset, descending) = (chance.random_range(0..total), chance.random_ratio(1, 2));
        let began = Instant::now();
        page(client, sort, descending, offset).await;
        times.push((began.elapsed(), String::new()));
    }
    row(&format!("a page anywhere, by {sort}"), &mut times);
}

/// Prints a line of the table; gives what the slowest three were.
fn row(what: &str, times: &mut [(Duration, String)]) -> Vec<String> {
    times.sort();
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize].0.as_secs_f64() * 1e3;
    println!("| {what} | {:.1} ms | {:.1} ms | {:.1} ms |", at(0.5), at(0.95), at(1.0));
    times.iter().rev().take(3).map(|(_, text)| text.clone()).collect()
}

/// What a filter leaves of the list: the first look at it, and its last page after that.
async fn narrowed(client: &Client, total: i64) {
    let middle = page(client, "code", false, total / 2).await["rows"][0].clone();
    let city = middle["city"].as_str().unwrap_or("São Paulo");
    let filters = [
        ("a city", json!({ "city": city })),
        ("a city's beginning", json!({ "city": "sao" })),
        ("who changed in a week", json!({ "changed_from": "2026-11-01", "changed_to": "2026-11-07" })),
        ("who lacks a telephone", json!({ "missing": "phone" })),
        ("who lacks an e-mail", json!({ "missing": "email" })),
    ];
    println!("\n| narrowed to | left | first look | last page |\n|---|---|---|---|");
    for (what, filter) in filters {
        let mut request = first_page("name");
        request.as_object_mut().unwrap().extend(filter.as_object().unwrap().clone());
        let began = Instant::now();
        let left = client.call("customers.list", request.clone()).await.unwrap()["total"].as_i64().unwrap();
        let first = began.elapsed();
        request["offset"] = json!((left - 100).max(0));
        let began = Instant::now();
        client.call("customers.list", request).await.unwrap();
        let last = began.elapsed();
        let ms = |took: Duration| took.as_secs_f64() * 1e3;
        println!("| {what} | {left} | {:.0} ms | {:.0} ms |", ms(first), ms(last));
    }
}

/// Writes the index of duplicates to its end, without the pauses of the background.
async fn index(client: &Client) {
    let began = Instant::now();
    let mut noted = 0;
    loop {
        match keeping::catch_up(client.app()).await.unwrap() {
            0 if keeping::mend(client.app()).await.unwrap() => break,
            done => noted += done,
        }
    }
    println!("\nindex of duplicates: {noted} changes in {:.1} s\n", began.elapsed().as_secs_f64());
}

/// Known customers typed in again with a slip: without document, a letter of the name off, now and then another phone.
async fn suspects(client: &Client, total: i64) {
    let mut chance = seeded(10);
    let (mut times, mut found) = (Vec::new(), 0);
    for _ in 0..ROUNDS {
        let row = page(client, "code", false, chance.random_range(0..total)).await["rows"][0].clone();
        let ficha = client.call("customers.ficha", json!({ "id": row["id"] })).await.unwrap();
        let mut input = ficha["customer"].clone();
        let mut name: Vec<char> = input["name"].as_str().unwrap().chars().collect();
        let at = chance.random_range(0..name.len());
        name.remove(at);
        input["name"] = json!(name.into_iter().collect::<String>());
        input["document"] = json!("");
        input["birth_date"] = json!(input["birth_date"].as_str().unwrap_or_default());
        input["addresses"] = ficha["addresses"].clone();
        input["contact_points"] =
            if chance.random_ratio(1, 3) { json!([]) } else { ficha["contact_points"].clone() };
        let request = json!({ "id": null, "input": input });
        let began = Instant::now();
        let suspects = client.call("duplicates.similar", request).await.unwrap();
        times.push((began.elapsed(), input["name"].to_string()));
        found += usize::from(suspects.as_array().unwrap().iter().any(|one| one["customer_id"] == row["id"]));
    }
    row("whom a typed customer might be already", &mut times);
    println!("\nthe customer meant was among the suspects {found} times of {ROUNDS}");
}
