//! Looking at jobs and stopping them.

use crate::dispatch::Cx;
use crate::dispatch::Nothing;
use crate::error::{Error, Result};
use crate::jobs::model::{Job, JobRef};
use crate::jobs::store;

const NOT_FOUND: Error = Error::NotFound { entity: "job" };

/// A job and how far it is; only for whoever started it.
pub async fn get(cx: &mut Cx, request: JobRef) -> Result<Job> {
    own(cx, request).await?;
    store::get(&mut cx.tx, request.id).await?.ok_or(NOT_FOUND)
}

/// Asks a job to stop; it does after the part at hand. One that has ended stays as it is.
pub async fn cancel(cx: &mut Cx, request: JobRef) -> Result<Nothing> {
    own(cx, request).await?;
    store::cancel(&mut cx.tx, request.id).await?;
    Ok(Nothing {})
}

async fn own(cx: &mut Cx, request: JobRef) -> Result<()> {
    match store::started_by(&mut cx.tx, request.id).await? {
        Some(by) if cx.actor.system || by == cx.actor.id => Ok(()),
        _ => Err(NOT_FOUND),
    }
}
