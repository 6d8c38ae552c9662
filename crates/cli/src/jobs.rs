//! Waiting for long work with a bar, and stopping it with Ctrl+C.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use office::{Client, Error};
use serde_json::{Value, json};

/// How often the job is looked at.
const LOOK_AGAIN: Duration = Duration::from_millis(60);

/// The job once it has ended. The bar shows on a terminal only.
pub async fn wait(client: &Client, started: &Value) -> Result<Value, Error> {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{bar:40} {pos}/{len} {per_sec} {eta}") {
        bar.set_style(style);
    }
    let request = json!({ "id": started["id"] });
    let mut stopping = false;
    // One listener for all of the time: Ctrl+C must count also while the job is asked how far it is.
    let interrupted = tokio::signal::ctrl_c();
    tokio::pin!(interrupted);
    loop {
        let job = client.call("jobs.get", request.clone()).await?;
        bar.set_length(job["total"].as_u64().unwrap_or(0));
        bar.set_position(job["done"].as_u64().unwrap_or(0));
        if !job["ended_at"].is_null() {
            bar.finish_and_clear();
            return Ok(job);
        }
        tokio::select! {
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            stop = &mut interrupted, if !stopping => {
                if stop.is_ok() {
                    client.call("jobs.cancel", request.clone()).await?;
                }
                stopping = true;
            }
        }
    }
}
