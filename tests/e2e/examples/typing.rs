//! From a key press to the painted result, in the release window on a big base: `make bench-typing`.
//!
//! `DATABASE` is a demo base, such as the one that `make bench-customers` leaves in `target/bench`.

use e2e::{Engine, Stage, Window};

/// Rare and frequent names, words in another order, a document, a telephone, an address of e-mail.
const TYPED: [&str; 10] = [
    "maria",
    "silva",
    "wanderleia",
    "souza ana",
    "joao pereira",
    "padaria",
    "529.982",
    "99123",
    "carla.",
    "zwick",
];

fn main() {
    let database = std::env::var("DATABASE").expect("DATABASE names a demo base");
    Stage::play("typing", Engine::Sqlite, async |stage| {
        let mut stage = stage.as_installed();
        stage.url = database;
        let window = stage.window().await;
        window.sign_in_as("ana").await;
        println!("| what | keys | median | 95th percentile | worst |\n|---|---|---|---|---|");
        window.press("Control+k").await;
        window.by_css("[class*=Spotlight-search]").await;
        row("Ctrl+K, key press to painted hits", measure(&window, "[class*=Spotlight-content]").await);
        window.press("Escape").await;
        window.visit("/customers").await;
        window.press("/").await;
        row("list of customers, key press to painted rows", measure(&window, "main").await);
    });
}

async fn measure(window: &Window, results: &str) -> Vec<f64> {
    window.watch_keys(results).await;
    let mut times = Vec::new();
    for text in TYPED {
        times.extend(window.type_timed(text).await);
        window.press("Control+a").await;
        window.press("Delete").await;
        tokio::time::sleep(std::time::Duration::from_millis(600)).await;
        window.type_timed("").await;
    }
    times
}

fn row(what: &str, mut times: Vec<f64>) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| times[((times.len() - 1) as f64 * share) as usize];
    println!("| {what} | {} | {:.0} ms | {:.0} ms | {:.0} ms |", times.len(), at(0.5), at(0.95), at(1.0));
}
