//! Moving from the window: begun, looked at and stopped there; the work goes on in this process.

use std::sync::Arc;

use crate::app::App;
use crate::db::migrations::MIGRATIONS;
use crate::dispatch::{Nothing, TaskCx};
use crate::error::{Error, Result};
use crate::relocation::model::{Relocated, RelocationStanding};
use crate::relocation::run::{self, By};
use crate::relocation::watch::Watch;
use crate::setup::model::{Place, ServerInput};
use crate::setup::rules;

/// Where the data are, and how a move stands.
pub async fn standing(task: TaskCx, _: Nothing) -> Result<RelocationStanding> {
    let (progress, done, failed) = task.app.relocation.told();
    Ok(RelocationStanding {
        place: task.app.db.label(),
        is_file: task.app.db.is_file(),
        schema_version: MIGRATIONS.last().map_or(0, |step| step.version),
        given: task.app.settings.given(),
        progress,
        done,
        failed,
    })
}

/// Begins to move everything to a server. Refused while long work goes on here, or another program has the base open.
pub async fn begin(task: TaskCx, request: ServerInput) -> Result<RelocationStanding> {
    // Roles of people come after the move: somebody makes the tables.
    let request = ServerInput { own_users: false, ..request };
    let place = Place::Server(rules::check_server(&request)?);
    if !task.app.db.is_file() {
        return Err(Error::unavailable("relocation_from_file", ""));
    }
    if task.app.at_work() {
        return Err(Error::unavailable("work_under_way", ""));
    }
    let watch = task.app.relocation.begin()?;
    let by = By { id: task.actor.id, name: task.actor.name.clone(), now: task.app.clock.now() };
    let app = Arc::clone(&task.app);
    tokio::spawn(async move {
        let moved = work(&app, place, &request.password, &by, &watch).await;
        app.relocation.end(moved);
    });
    standing(task, Nothing {}).await
}

/// Mail under way is finished first, and nothing else begins until the move has ended.
async fn work(app: &Arc<App>, place: Place, password: &str, by: &By, watch: &Watch) -> Result<Relocated> {
    let Place::Server(server) = &place else {
        return Err(Error::unavailable("relocation_only_to_server", ""));
    };
    let resting = app.rest.ask().await?;
    let mut moved = run::relocate(&app.db, &server.url(password), by, watch).await?;
    // What sends mail would only be turned away at the file; it works on at the server.
    resting.for_good();
    moved.remembered = remember(app, place, password).await;
    Ok(moved)
}

async fn remember(app: &Arc<App>, place: Place, password: &str) -> bool {
    if app.settings.given() {
        return false;
    }
    let (settings, secrets, password) = (app.settings.clone(), app.secrets.clone(), password.to_owned());
    let kept = tokio::task::spawn_blocking(move || settings.remember(&secrets, &place, &password)).await;
    match kept.map_err(Error::internal) {
        Ok(Ok(())) => true,
        Ok(Err(error)) | Err(error) => {
            tracing::warn!(code = error.code(), "where the data are now could not be noted");
            false
        }
    }
}

/// Stops a move; the file is as it was then, and the server too. At its very end it cannot be stopped any more.
pub async fn cancel(task: TaskCx, _: Nothing) -> Result<RelocationStanding> {
    task.app.relocation.cancel();
    standing(task, Nothing {}).await
}
