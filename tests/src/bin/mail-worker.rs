//! A mail worker in a process of its own, for the story that kills it: `mail-worker DATABASE_URL DATA_DIR`.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use office::mailings::worker::{self, WorkerOptions};
use office::{App, AppConfig};

#[tokio::main]
async fn main() {
    let mut arguments = std::env::args().skip(1);
    let database_url = arguments.next();
    let data_dir = arguments.next().map(Into::into);
    let app = App::open(AppConfig { database_url, data_dir, secrets_in_file: true, ..AppConfig::default() })
        .await
        .unwrap();
    let options = WorkerOptions {
        lease: Duration::from_millis(700),
        poll: Duration::from_millis(50),
        batch: 5,
        ..WorkerOptions::default()
    };
    worker::run_with(app, options, std::future::pending()).await;
}
