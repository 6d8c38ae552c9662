//! Long work with progress that can be cancelled (SYS-8): a row in the database that the work moves forward
//! between its short transactions, and that anybody can read.

pub mod commands;
pub mod model;
mod store;

use std::future::Future;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use serde_json::Value;

use crate::app::App;
use crate::db::Tx;
use crate::dispatch::{Tag, TaskCx};
use crate::error::{Error, Result};
use crate::jobs::model::{JobId, JobState, RunningJob};

/// How often to try to note the end of a job.
const NOTE_ATTEMPTS: usize = 300;
/// And after how long again.
const NOTE_AGAIN: Duration = Duration::from_secs(1);

/// One more piece of long work in this process, until it is dropped.
struct UnderWay(Arc<AtomicUsize>);

impl UnderWay {
    fn begin(app: &App) -> Self {
        app.jobs_under_way.fetch_add(1, Ordering::AcqRel);
        Self(Arc::clone(&app.jobs_under_way))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

/// The job, as its own work sees it.
#[derive(Debug, Clone)]
pub struct Progress {
    app: Arc<App>,
    id: JobId,
}

impl Progress {
    /// Says how far the work is; gives whether it shall go on, which it shall not once cancelled.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn advance(&self, done: usize, total: usize) -> Result<bool> {
        let number = |count: usize| i64::try_from(count).unwrap_or(i64::MAX);
        let mut tx = self.app.db.begin_write().await?;
        let goes_on = store::advance(&mut tx, self.id, number(done), number(total)).await?;
        tx.commit().await?;
        self.app.tell_everybody(&[Tag::Jobs]);
        Ok(goes_on)
    }
}

/// Work of a kind under way, the latest first.
///
/// # Errors
/// Those of the database.
pub async fn running(tx: &mut Tx, kind: &str) -> Result<Vec<RunningJob>> {
    store::running(tx, kind).await
}

/// Asks work under way to stop, for a feature whose newer work takes its place.
///
/// # Errors
/// Those of the database.
pub async fn stop(tx: &mut Tx, id: JobId) -> Result<()> {
    store::cancel(tx, id).await.map(drop)
}

/// Starts work in the background and gives its job at once.
///
/// # Errors
/// Those of the database while the job is noted; errors of the work itself end up in the job.
pub async fn start<W, F>(
    task: &TaskCx,
    kind: &'static str,
    title: &str,
    stales: &'static [Tag],
    work: W,
) -> Result<JobId>
where
    W: FnOnce(JobId, Progress) -> F,
    F: Future<Output = Result<Value>> + Send + 'static,
{
    let mut cx = task.write().await?;
    let id: JobId = cx.id();
    store::insert(&mut cx.tx, id, kind, title, &task.actor, cx.now).await?;
    task.commit(cx).await?;
    let app = Arc::clone(&task.app);
    let running = work(id, Progress { app: Arc::clone(&app), id });
    let under_way = UnderWay::begin(&app);
    tokio::spawn(async move {
        let _under_way = under_way;
        let (state, result) = match running.await {
            Ok(result) => (JobState::Done, result),
            Err(error) => (JobState::Failed, error.to_json()),
        };
        finish(&app, id, state, &result).await;
        app.tell_everybody(stales);
        app.tell_everybody(&[Tag::Jobs]);
    });
    Ok(id)
}

/// Notes the end. A database that is away is asked again and again: a job whose work stopped would otherwise seem to
/// run for ever.
async fn finish(app: &App, id: JobId, state: JobState, result: &Value) {
    for attempt in 1..=NOTE_ATTEMPTS {
        match note_end(app, id, state, result).await {
            Ok(()) => return,
            Err(error) => {
                tracing::warn!(%error, job = %id, attempt, "the end of a job could not be noted yet")
            }
        }
        tokio::time::sleep(NOTE_AGAIN).await;
    }
    tracing::error!(job = %id, "the end of a job could not be noted");
}

async fn note_end(app: &App, id: JobId, state: JobState, result: &Value) -> Result<(), Error> {
    let mut tx = app.db.begin_write().await?;
    store::finish(&mut tx, id, state, result, app.clock.now()).await?;
    tx.commit().await
}
