//! The whole base compared with itself (DUP-1), by a job while people go on working, and the queue of groups found
//! (DUP-3).
//!
//! The fichas are read page by page, each in a reading transaction of its own; the engine of the crate `linkage`
//! learns from them and groups them; the groups are written beside those of the scan before and take their place at
//! the end, so that nobody sees half a result. Pairs told apart are not put together again while their data stays. A
//! newer scan stops one under way. `docs/linkage.md` tells the method.

pub mod clean;
pub mod commands;
pub mod model;
pub mod rules;
mod store;

pub use store::{count_certain, latest, lesson, open_group, settings, settle};

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use linkage::{Config, LinkError, Stage, Table, Verdicts, Watch};
use uuid::Uuid;

use crate::customers::model::CustomerId;
use crate::dispatch::TaskCx;
use crate::duplicates::index::learned::Lesson;
use crate::duplicates::index::rules::LeftOut;
use crate::duplicates::index::store as fichas;
use crate::duplicates::scan::model::{ScanId, ScanSettings, ScanStatistics, ScanSummary};
use crate::duplicates::scan::rules::FoundGroup;
use crate::duplicates::scan::store::NewGroup;
use crate::duplicates::verdicts;
use crate::error::{Error, Result};
use crate::jobs::Progress;

/// How often the engine's progress is passed on.
const LOOK_AGAIN: Duration = Duration::from_millis(250);
/// Fichas read at once.
const PAGE: i64 = 5_000;
/// Groups written in one transaction.
const GROUPS_AT_ONCE: usize = 2_000;

/// A scan under way.
struct Scan {
    task: TaskCx,
    progress: Progress,
    id: ScanId,
    total: i64,
    settings: ScanSettings,
}

/// What the engine found and learned.
struct Linked {
    groups: Vec<FoundGroup>,
    statistics: ScanStatistics,
    lesson: Lesson,
}

/// The records read, and the ficha of each.
struct Read {
    table: Table,
    ids: Vec<CustomerId>,
}

impl Scan {
    /// Gives what came of it. One that was cancelled or failed leaves nothing behind.
    async fn run(&self) -> Result<ScanSummary> {
        let outcome = self.find().await;
        if !matches!(outcome, Ok(Some(_))) {
            self.discard(self.id).await?;
        }
        Ok(outcome?.unwrap_or(ScanSummary { records: 0, groups: 0 }))
    }

    /// Nothing when it was cancelled.
    async fn find(&self) -> Result<Option<ScanSummary>> {
        let mut config = Config::from_toml(linkage::BRAZIL).map_err(Error::internal)?;
        config.linking.threshold = self.settings.threshold_ppm.map(rules::probability);
        let config = Arc::new(config);
        let Some(read) = self.read(&config).await? else { return Ok(None) };
        let records = i64::try_from(read.ids.len()).unwrap_or(i64::MAX);
        let told_apart = self.verdicts(&read.ids).await?;
        let Some(linked) = self.link(read, config, told_apart).await? else { return Ok(None) };
        let found = i64::try_from(linked.groups.len()).unwrap_or(i64::MAX);
        let kept = self.keep(&linked, records).await?;
        Ok(kept.then_some(ScanSummary { records, groups: found }))
    }

    async fn read(&self, config: &Config) -> Result<Option<Read>> {
        let total = u64::try_from(self.total).unwrap_or(0);
        let (mut table, mut ids) = (Table::new(config), Vec::new());
        let left_out = LeftOut::new(config, &self.settings.left_out);
        let mut last = CustomerId::from(Uuid::nil());
        loop {
            let mut cx = self.task.read().await?;
            let page = fichas::page(&mut cx.tx, last, PAGE).await?;
            cx.tx.rollback().await?;
            let Some(end) = page.last() else { break };
            last = end.id;
            for ficha in &page {
                table.push_each(&left_out.of(ficha.compared.record()));
                ids.push(ficha.id);
            }
            let done = u64::try_from(ids.len()).unwrap_or(0);
            if !self.progress.advance(rules::share(done, total, rules::READ), 100).await? {
                return Ok(None);
            }
        }
        table.finish();
        Ok(Some(Read { table, ids }))
    }

    /// The pairs told apart that still hold (DUP-3). `ids` are in ascending order.
    async fn verdicts(&self, ids: &[CustomerId]) -> Result<Verdicts> {
        let mut cx = self.task.read().await?;
        let mut apart = store::untouched_verdicts(&mut cx.tx).await?;
        for verdict in store::touched_verdicts(&mut cx.tx).await? {
            if verdicts::holds(&mut cx.tx, &verdict).await? {
                apart.push((verdict.one_id, verdict.other_id));
            }
        }
        cx.tx.rollback().await?;
        let record = |id: &CustomerId| u32::try_from(ids.binary_search(id).ok()?).ok();
        let mut known = Verdicts::default();
        for (one, other) in apart.iter().filter_map(|(one, other)| record(one).zip(record(other))) {
            known.different(one, other);
        }
        Ok(known)
    }

    /// The engine's work, aside from everything that answers people; nothing when it was cancelled.
    async fn link(&self, read: Read, config: Arc<Config>, told_apart: Verdicts) -> Result<Option<Linked>> {
        let (stop, at) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicUsize::new(rules::READ)));
        let (stopped, told) = (Arc::clone(&stop), Arc::clone(&at));
        let left_out = self.settings.left_out.clone();
        let mut work = tokio::task::spawn_blocking(move || {
            let tell = |stage: Stage, done: u64, total: u64| {
                told.store(rules::percent(stage, done, total), Ordering::Relaxed);
            };
            let watch = Watch::new(&stopped, &tell);
            let found = linkage::link(&read.table, &config, None, &told_apart, &watch)?;
            Ok(Linked {
                groups: rules::groups(&read.table, &config, &found, &read.ids),
                statistics: ScanStatistics {
                    left_out,
                    ..rules::statistics(&read.table, &config, &found, &read.ids)
                },
                lesson: Lesson { frequencies: read.table.frequencies(), model: found.model },
            })
        });
        loop {
            tokio::select! {
                done = &mut work => return match done.map_err(Error::internal)? {
                    Ok(done) => Ok(Some(done)),
                    Err(LinkError::Cancelled(_)) => Ok(None),
                    Err(error) => Err(Error::internal(error)),
                },
                () = tokio::time::sleep(LOOK_AGAIN) => {
                    if !self.progress.advance(at.load(Ordering::Relaxed), 100).await? {
                        stop.store(true, Ordering::Relaxed);
                    }
                }
            }
        }
    }

    /// Writes the groups and makes them the queue; gives whether it was let.
    async fn keep(&self, linked: &Linked, records: i64) -> Result<bool> {
        let groups = &linked.groups;
        let mut done = 0;
        for chunk in groups.chunks(GROUPS_AT_ONCE) {
            let mut cx = self.task.write().await?;
            let members: Vec<Vec<CustomerId>> = chunk.iter().map(|group| group.members.clone()).collect();
            let clean = clean::of_members(&mut cx.tx, &members).await?;
            let mut rows = Vec::with_capacity(chunk.len());
            for (found, clean) in chunk.iter().zip(clean) {
                let pairs = serde_json::to_string(&found.pairs)?;
                rows.push(NewGroup { id: cx.id(), found, pairs, clean });
            }
            store::insert_groups(&mut cx.tx, self.id, &rows).await?;
            self.task.commit(cx).await?;
            done += chunk.len();
            let (done, all) = (done as u64, groups.len() as u64);
            let at = rules::LINKED + rules::share(done, all, 100 - rules::LINKED);
            if !self.progress.advance(at, 100).await? {
                return Ok(false);
            }
        }
        let mut cx = self.task.write().await?;
        let (found, now) = (i64::try_from(groups.len()).unwrap_or(i64::MAX), cx.now);
        let (statistics, lesson) =
            (serde_json::to_string(&linked.statistics)?, serde_json::to_string(&linked.lesson)?);
        store::finish(&mut cx.tx, self.id, (records, found), (&statistics, &lesson), now).await?;
        let after = serde_json::json!({ "records": records, "groups": found });
        cx.audit_created("duplicate_scan", self.id, &after)?;
        for (ficha,) in store::decided_meanwhile(&mut cx.tx, self.id).await? {
            store::settle(&mut cx.tx, ficha).await?;
        }
        let others = store::others(&mut cx.tx, self.id).await?;
        self.task.commit(cx).await?;
        for (other,) in others {
            self.discard(other).await?;
        }
        Ok(true)
    }

    async fn discard(&self, id: ScanId) -> Result<()> {
        let mut cx = self.task.write().await?;
        store::discard(&mut cx.tx, id).await?;
        self.task.commit(cx).await
    }
}
