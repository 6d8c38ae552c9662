//! Changing many customers alike, and taking that back.

use crate::access::model::UserId;
use crate::access::store as access;
use crate::customers::commands::{find, inactivate, reactivate, refuse_closed};
use crate::customers::many::model::{
    ChangeMany, ManyBefore, ManyChange, ManySummary, UndoMany, UndoManySummary,
};
use crate::customers::model::{ChangeStatus, Customer, CustomerId, CustomerStatus, Segment};
use crate::customers::rules;
use crate::customers::store::{self, Stamp};
use crate::dispatch::{Cx, TaskCx};
use crate::error::{Error, Issues, Result};
use crate::jobs::model::JobRef;
use crate::jobs::{self, commands as job};

/// As many as can be marked in the list.
const CUSTOMERS_MAX: usize = 10_000;
/// Customers changed in one transaction.
const BATCH: usize = 100;
/// What the change is called among jobs.
const JOB: &str = "change_many";

/// Changes customers alike; the job's result is a [`ManySummary`].
pub async fn change_many(task: TaskCx, request: ChangeMany) -> Result<JobRef> {
    check(&task, &request).await?;
    let work = task.clone();
    let started = jobs::start(&task, JOB, "", task.stales, |_, progress| async move {
        let mut summary = ManySummary::default();
        let mut done = 0;
        for ids in request.ids.chunks(BATCH) {
            if !progress.advance(done, request.ids.len()).await? {
                break;
            }
            let mut cx = work.write().await?;
            let mut changed = Vec::new();
            for id in ids {
                match passing_over(change(&mut cx, *id, &request.change).await)?.flatten() {
                    Some(before) => changed.push(before),
                    None => summary.passed_over += 1,
                }
            }
            work.commit(cx).await?;
            summary.before.append(&mut changed);
            done += ids.len();
        }
        Ok(serde_json::to_value(summary)?)
    });
    Ok(JobRef { id: started.await? })
}

async fn check(task: &TaskCx, request: &ChangeMany) -> Result<()> {
    let mut issues = Issues::default();
    if request.ids.is_empty() {
        issues.add("ids", "required");
    } else if request.ids.len() > CUSTOMERS_MAX {
        issues.add_with("ids", "too_many", [("max", CUSTOMERS_MAX.to_string())]);
    }
    match &request.change {
        ManyChange::Inactivate { reason, .. } | ManyChange::Reactivate { reason } => {
            rules::meaningful(&mut issues, "reason", reason);
        }
        ManyChange::Responsible { user_id: Some(user) } => {
            let mut cx = task.read().await?;
            let found = access::user(&mut cx.tx, *user).await?;
            if found.is_none_or(|person| !person.active) {
                issues.add("user_id", "unknown");
            }
        }
        ManyChange::Responsible { user_id: None } | ManyChange::Segment { .. } => {}
    }
    issues.check()
}

/// What a refusal about one customer leaves of it: nothing. Other errors end the work.
fn passing_over<T>(outcome: Result<T>) -> Result<Option<T>> {
    match outcome {
        Ok(done) => Ok(Some(done)),
        Err(Error::Invalid(_) | Error::Conflict { .. } | Error::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

/// Gives how the customer was; nothing when it is so already.
async fn change(cx: &mut Cx, id: CustomerId, change: &ManyChange) -> Result<Option<ManyBefore>> {
    let before = find(cx, id).await?;
    let status = |reason: &String, customer_replied: bool| ChangeStatus {
        id,
        version: before.version,
        reason: reason.clone(),
        customer_replied,
    };
    // Read first: taking them back must not lose what was true of their inactivation.
    let had_replied = store::timeline::replied_when_set_aside(&mut cx.tx, id).await?;
    match change {
        ManyChange::Responsible { user_id } if before.responsible_id == *user_id => return Ok(None),
        ManyChange::Segment { segment } if before.segment == *segment => return Ok(None),
        ManyChange::Responsible { user_id } => assign(cx, &before, *user_id, before.segment).await?,
        ManyChange::Segment { segment } => assign(cx, &before, before.responsible_id, *segment).await?,
        ManyChange::Inactivate { reason, customer_replied } => {
            drop(inactivate(cx, status(reason, *customer_replied)).await?);
        }
        ManyChange::Reactivate { reason } => drop(reactivate(cx, status(reason, false)).await?),
    }
    Ok(Some(ManyBefore {
        id,
        version: before.version + 1,
        responsible_id: before.responsible_id,
        segment: before.segment,
        status: before.status,
        customer_replied: had_replied,
    }))
}

async fn assign(cx: &mut Cx, before: &Customer, responsible: Option<UserId>, segment: Segment) -> Result<()> {
    refuse_closed(cx, before).await?;
    let by = cx.actor.name.clone();
    let stamp = Stamp { now: cx.now, by: &by };
    if !store::assign(&mut cx.tx, (before.id, before.version), responsible, segment, stamp).await? {
        let current = Box::new(serde_json::Value::Null);
        return Err(Error::Conflict { by: before.updated_by.clone(), at: before.updated_at, current });
    }
    let after = find(cx, before.id).await?;
    cx.audit_changed("customer", before.id, before, &after)
}

/// Puts customers back as they were before a change of many; the job's result is an [`UndoManySummary`].
pub async fn undo_many(task: TaskCx, request: UndoMany) -> Result<JobRef> {
    let mut issues = Issues::default();
    let reason = rules::meaningful(&mut issues, "reason", &request.reason);
    issues.check()?;
    let mut cx = task.read().await?;
    let made = job::get(&mut cx, JobRef { id: request.job }).await?;
    drop(cx);
    if made.kind != JOB || made.ended_at.is_none() {
        return Err(Error::NotFound { entity: "job" });
    }
    let summary: ManySummary = serde_json::from_value(made.result)?;
    let work = task.clone();
    let started = jobs::start(&task, "undo_many", "", task.stales, |_, progress| async move {
        let mut told = UndoManySummary::default();
        let mut done = 0;
        for batch in summary.before.chunks(BATCH) {
            if !progress.advance(done, summary.before.len()).await? {
                break;
            }
            let mut cx = work.write().await?;
            for before in batch {
                match passing_over(restore(&mut cx, before, &reason).await)? {
                    Some(true) => told.restored += 1,
                    _ => told.kept += 1,
                }
            }
            work.commit(cx).await?;
            done += batch.len();
        }
        Ok(serde_json::to_value(told)?)
    });
    Ok(JobRef { id: started.await? })
}

/// Gives whether it was still as the change had left it.
async fn restore(cx: &mut Cx, was: &ManyBefore, reason: &str) -> Result<bool> {
    let now = find(cx, was.id).await?;
    if now.version != was.version {
        return Ok(false);
    }
    if now.status == was.status {
        assign(cx, &now, was.responsible_id, was.segment).await?;
        return Ok(true);
    }
    let request = ChangeStatus {
        id: was.id,
        version: now.version,
        reason: reason.to_owned(),
        customer_replied: was.customer_replied,
    };
    match was.status {
        CustomerStatus::Active => reactivate(cx, request).await?,
        CustomerStatus::Inactive => inactivate(cx, request).await?,
    };
    Ok(true)
}
