//! The work of a run, part by part: each in a transaction of its own that first makes sure that the run is still this
//! worker's.

use chrono::TimeDelta;
use serde_json::Value;

use crate::clock::start_of_day;
use crate::customers::commands as customers;
use crate::dispatch::{Cx, TaskCx};
use crate::error::{Error, Result};
use crate::inactivity::model::{FindingState, InactivityState, RunAtWork};
use crate::inactivity::rules;
use crate::inactivity::store::{self, findings, life};
use crate::jobs::Progress;

/// Fichas looked at in one reading transaction.
const PAGE: i64 = 2_000;
/// Customers set aside or taken back in one transaction.
const BATCH: i64 = 100;
/// Findings of replaced previews removed in one transaction.
const REMOVED_AT_ONCE: i64 = 2_000;
/// Between two transactions, so that people who work at the same time get their turn.
const PAUSE: std::time::Duration = std::time::Duration::from_millis(2);

/// A run in the hands of its worker.
pub struct Work {
    /// Who asked, and the transactions.
    pub task: TaskCx,
    /// Its job.
    pub progress: Progress,
    /// As far as it is.
    pub run: RunAtWork,
}

impl Work {
    /// Goes on where the run stands until it waits for a person or has ended; the job's result is its id.
    pub async fn go(mut self) -> Result<Value> {
        if self.run.state == InactivityState::Finding {
            self.tidy().await?;
            self.find().await?;
        }
        if self.run.state == InactivityState::Applying {
            self.settle(FindingState::Found).await?;
        }
        if self.run.state == InactivityState::Undoing {
            self.settle(FindingState::Inactivated).await?;
        }
        Ok(serde_json::json!({ "run": self.run.id, "state": self.run.state }))
    }

    /// Removes what previews found that nobody applied.
    async fn tidy(&self) -> Result<()> {
        loop {
            let mut cx = self.task.write().await?;
            let removed = findings::remove_replaced(&mut cx.tx, REMOVED_AT_ONCE).await?;
            self.task.commit(cx).await?;
            if removed == 0 {
                return Ok(());
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Looks through the base.
    async fn find(&mut self) -> Result<()> {
        let mut cx = self.task.read().await?;
        let (total, _) = life::extent(&mut cx.tx).await?;
        drop(cx);
        let total = usize::try_from(total).unwrap_or(0);
        while self.look_at_a_page().await? {
            let seen = usize::try_from(self.run.seen).unwrap_or(0);
            if !self.progress.advance(seen, total.max(seen)).await? {
                return self.end(InactivityState::Replaced).await;
            }
            tokio::time::sleep(PAUSE).await;
        }
        let next = match (self.run.daily, self.run.found) {
            _ if self.run.state != InactivityState::Finding => return Ok(()),
            (true, 1..) => InactivityState::Applying,
            (true, _) => InactivityState::Done,
            (false, _) => InactivityState::Found,
        };
        self.end(next).await
    }

    /// Gives whether there was one.
    async fn look_at_a_page(&mut self) -> Result<bool> {
        let mut cx = self.task.read().await?;
        let (zone, run) = (cx.app.zone(), &self.run);
        let (until, seen) = life::page_end(&mut cx.tx, run.after_code, PAGE).await?;
        let Some(until) = until else { return Ok(false) };
        let silent = rules::silent_since(run.months, run.as_of);
        let before = start_of_day(silent, zone) + TimeDelta::days(1);
        let rows = life::page(&mut cx.tx, run.after_code, until, before).await?;
        drop(cx);
        let found: Vec<_> = rows
            .iter()
            .filter_map(|row| {
                let (sign, on) = rules::inactive(&row.life(zone), run.months, run.as_of)?;
                Some((row.id, sign, on))
            })
            .collect();
        let mut cx = self.task.write().await?;
        if !store::hold(&mut cx.tx, &self.run, cx.now).await? {
            return self.lost().await.map(|()| false);
        }
        findings::insert(&mut cx.tx, self.run.id, &found).await?;
        self.run.after_code = until;
        self.run.seen += seen;
        self.run.found += i64::try_from(found.len()).unwrap_or(0);
        store::looked(&mut cx.tx, &self.run).await?;
        self.task.commit(cx).await?;
        Ok(true)
    }

    /// Sets those found aside, or takes back those set aside, until none is left.
    async fn settle(&mut self, from: FindingState) -> Result<()> {
        let undoing = from == FindingState::Inactivated;
        let all = if undoing { self.run.inactivated } else { self.run.found };
        let total = usize::try_from(all).unwrap_or(0);
        let mut done = 0;
        loop {
            let mut cx = self.task.write().await?;
            if !store::hold(&mut cx.tx, &self.run, cx.now).await? {
                return self.lost().await;
            }
            let batch = findings::next(&mut cx.tx, self.run.id, from, BATCH).await?;
            if batch.is_empty() {
                break;
            }
            let mut counts = [0; 4];
            for (id, code, version) in &batch {
                let (state, version) = if undoing {
                    take_back(&mut cx, *id, version.unwrap_or(0)).await?
                } else {
                    set_aside(&mut cx, &self.run, *code).await?
                };
                findings::settle(&mut cx.tx, self.run.id, *id, state, version).await?;
                match state {
                    FindingState::Found => {}
                    FindingState::Inactivated => counts[0] += 1,
                    FindingState::PassedOver => counts[1] += 1,
                    FindingState::Restored => counts[2] += 1,
                    FindingState::Kept => counts[3] += 1,
                }
            }
            store::count(&mut cx.tx, self.run.id, counts).await?;
            self.task.commit(cx).await?;
            done += batch.len();
            if !self.progress.advance(done, total.max(done)).await? {
                return self.end(InactivityState::Stopped).await;
            }
            tokio::time::sleep(PAUSE).await;
        }
        self.end(if undoing { InactivityState::Undone } else { InactivityState::Done }).await
    }

    /// Moves on to a state, unless somebody else has the run by now.
    async fn end(&mut self, state: InactivityState) -> Result<()> {
        let mut cx = self.task.write().await?;
        if !store::hold(&mut cx.tx, &self.run, cx.now).await? {
            return self.lost().await;
        }
        store::set_state(&mut cx.tx, self.run.id, state).await?;
        let by = cx.actor.name.clone();
        match state {
            InactivityState::Applying => store::set_applied(&mut cx.tx, self.run.id, cx.now, &by).await?,
            InactivityState::Undone => store::set_undone(&mut cx.tx, self.run.id, cx.now, &by).await?,
            _ => {}
        }
        self.run.state = state;
        if state != InactivityState::Replaced {
            cx.audit_created(
                "inactivity_run",
                self.run.id,
                &serde_json::json!({
                    "state": state, "months": self.run.months, "found": self.run.found,
                }),
            )?;
        }
        self.task.commit(cx).await
    }

    /// Another worker has taken the run over: it is no longer this one's to touch.
    async fn lost(&mut self) -> Result<()> {
        self.run.state = InactivityState::Replaced;
        Ok(())
    }
}

/// Judges a customer once more and sets them aside if the rule still holds.
async fn set_aside(cx: &mut Cx, run: &RunAtWork, code: i64) -> Result<(FindingState, Option<i64>)> {
    let rows = life::page(&mut cx.tx, code - 1, code, cx.now).await?;
    let zone = cx.app.zone();
    let judged = rows.first().and_then(|row| {
        let (sign, on) = rules::inactive(&row.life(zone), run.months, run.as_of)?;
        Some((row, rules::words(run.months, sign, on)))
    });
    let Some((row, words)) = judged else { return Ok((FindingState::PassedOver, None)) };
    match customers::inactivate_by_rule(cx, row.id, row.version, words).await {
        Ok(after) => Ok((FindingState::Inactivated, Some(after.version))),
        Err(Error::Invalid(_) | Error::Conflict { .. } | Error::NotFound { .. }) => {
            Ok((FindingState::PassedOver, None))
        }
        Err(error) => Err(error),
    }
}

/// Takes a customer back unless the ficha was changed since.
async fn take_back(
    cx: &mut Cx,
    id: crate::customers::model::CustomerId,
    version: i64,
) -> Result<(FindingState, Option<i64>)> {
    match customers::undo_inactivation_by_rule(cx, id, version).await {
        Ok(_) => Ok((FindingState::Restored, None)),
        Err(Error::Invalid(_) | Error::Conflict { .. } | Error::NotFound { .. }) => {
            Ok((FindingState::Kept, Some(version)))
        }
        Err(error) => Err(error),
    }
}
