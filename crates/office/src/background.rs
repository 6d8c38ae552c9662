//! What goes on while nobody looks: mail is sent, quotes whose validity ended expire (QUO-3), the payments of sales in
//! post-sale are looked through (REG-8), the database is copied (SYS-6), what law kept of
//! people made anonymous goes when its day has come (CUS-8), customers without a sign of life are set aside where a rule
//! says so (CUS-7), the index of duplicates follows what changed (DUP-1), other programs' changes are heard. The window
//! and the headless worker run it; several may run on the same database.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;

use crate::app::App;
use crate::changes;
use crate::clock;
use crate::duplicates::index::keeping;
use crate::error::Result;
use crate::inactivity::commands as inactivity;
use crate::mailings::worker;
use crate::maintenance::copies;
use crate::privacy;
use crate::quotes;
use crate::session::Client;

/// How often to look for quotes whose validity ended.
const EXPIRY_POLL: Duration = Duration::from_secs(60);
/// How often to look whether the day's copy of the database is due.
const COPY_POLL: Duration = Duration::from_secs(5 * 60);
/// How often to look whether the last of a person's data may go.
const ANONYMISATIONS_POLL: Duration = Duration::from_secs(60 * 60);
/// How often to look through the payments of sales in post-sale.
const PAYMENTS_POLL: Duration = Duration::from_secs(60 * 60);

/// How often to look whether the day's look for silent customers is due, or one that was cut off waits.
const INACTIVITY_POLL: Duration = Duration::from_secs(10 * 60);

/// Works until `stop` ends; a message under way is then finished or given back. Rests while somebody asks for it. Where
/// each person signs in by a role of their own, a window does no more than that person may: it hears of changes; the work
/// is the worker's.
pub async fn run(app: Arc<App>, stop: impl Future<Output = ()>) {
    if app.is_at_the_door() {
        return tokio::select! {
            () = stop => {}
            () = changes::run_inside(app) => {}
        };
    }
    tokio::pin!(stop);
    let mut stopped = false;
    while !stopped {
        let working = tokio::select! {
            () = &mut stop => return,
            working = app.rest.work() => working,
        };
        let until = async {
            tokio::select! {
                () = &mut stop => stopped = true,
                () = app.rest.asked() => {}
            }
        };
        work(Arc::clone(&app), until).await;
        drop(working);
    }
}

async fn work(app: Arc<App>, stop: impl Future<Output = ()>) {
    tokio::select! {
        () = worker::run(Arc::clone(&app), stop) => {}
        () = expire_quotes(Arc::clone(&app), EXPIRY_POLL) => {}
        () = review_payments(Arc::clone(&app), PAYMENTS_POLL) => {}
        () = finish_anonymisations(Arc::clone(&app), ANONYMISATIONS_POLL) => {}
        () = set_silent_aside(Arc::clone(&app), INACTIVITY_POLL) => {}
        () = copy_daily(Arc::clone(&app), COPY_POLL) => {}
        () = keeping::run(Arc::clone(&app)) => {}
        () = changes::run(app) => {}
    }
}

/// Lets quotes expire as their day passes, looking every `poll`. Never ends; failures are logged and tried again.
pub async fn expire_quotes(app: Arc<App>, poll: Duration) {
    loop {
        if let Err(error) = expire_due(&app).await {
            tracing::warn!(%error, "quotes could not expire");
        }
        tokio::time::sleep(poll).await;
    }
}

/// Looks first, so that a base with nothing to expire is not written to.
async fn expire_due(app: &Arc<App>) -> Result<()> {
    let today = clock::local_date(app.clock.now(), app.zone());
    let mut tx = app.db.begin_read().await?;
    let due = quotes::store::due_to_expire(&mut tx, today).await?;
    tx.rollback().await?;
    if due.is_empty() {
        return Ok(());
    }
    let expired = Client::system(Arc::clone(app), "background").call("quotes.expire", json!({})).await?;
    tracing::info!(expired = expired["expired"].as_i64(), "quotes expired");
    Ok(())
}

/// Removes what law kept of people made anonymous once its day has come (CUS-8), looking every `poll`. Never ends;
/// failures are logged and tried again.
pub async fn finish_anonymisations(app: Arc<App>, poll: Duration) {
    loop {
        if let Err(error) = finish_due(&app).await {
            tracing::warn!(%error, "anonymisations could not be finished");
        }
        tokio::time::sleep(poll).await;
    }
}

/// Looks first, so that a base with nothing to finish is not written to.
async fn finish_due(app: &Arc<App>) -> Result<()> {
    let today = clock::local_date(app.clock.now(), app.zone());
    let mut tx = app.db.begin_read().await?;
    let due = privacy::store::due(&mut tx, today).await?;
    tx.rollback().await?;
    if !due.is_empty() {
        Client::system(Arc::clone(app), "background").call("privacy.finish_due", json!({})).await?;
    }
    Ok(())
}

/// Sets customers aside by the rule once a day where it is switched on, looking every `poll`. Never ends; failures are
/// logged and tried again.
pub async fn set_silent_aside(app: Arc<App>, poll: Duration) {
    loop {
        match inactivity::work_due(&app).await {
            Ok(true) => tracing::info!("silent customers are looked for"),
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "silent customers could not be looked for"),
        }
        tokio::time::sleep(poll).await;
    }
}

/// Copies the database once a day where a plan says so, looking every `poll`. Never ends; failures are logged.
pub async fn copy_daily(app: Arc<App>, poll: Duration) {
    loop {
        match copies::make_due(&app).await {
            Ok(true) => tracing::info!("the day's copy was made"),
            Ok(false) => {}
            Err(error) => tracing::warn!(%error, "the day's copy could not be made"),
        }
        tokio::time::sleep(poll).await;
    }
}

/// Completes sales paid on time and opens contacts for late months, looking every `poll`. Never ends; failures are
/// logged and tried again.
pub async fn review_payments(app: Arc<App>, poll: Duration) {
    let client = Client::system(Arc::clone(&app), "background");
    loop {
        match client.call("fulfilment.review_payments", json!({})).await {
            Ok(reviewed) if reviewed["completed"] == 0 && reviewed["contacts"] == 0 => {}
            Ok(reviewed) => tracing::info!(%reviewed, "payments looked through"),
            Err(error) => tracing::warn!(%error, "payments could not be looked through"),
        }
        tokio::time::sleep(poll).await;
    }
}
