//! Beginning a scan, and the queue it leaves.

use linkage::Config;

use crate::customers::model::CustomerId;
use crate::customers::rules::search_words;
use crate::dispatch::{Cx, Nothing, Tag, TaskCx};
use crate::duplicates::reports::store as reports;
use crate::duplicates::scan::model::{
    Certainty, DuplicateQueue, ReadDuplicateQueue, ScanReport, ScanSettings, ScanStatistics, ScanUnderWay,
    SetScanSettings,
};
use crate::duplicates::scan::{Scan, rules, store};
use crate::error::{Error, Result};
use crate::jobs;
use crate::jobs::model::JobRef;

/// What a scan is called among jobs.
const JOB: &str = "scan_duplicates";
/// Most groups given at once.
const LIMIT_MAX: i64 = 200;

/// Begins to compare the whole base with itself (DUP-1). One that is under way is stopped: the newer knows more.
pub async fn scan(task: TaskCx, _: Nothing) -> Result<JobRef> {
    let mut cx = task.write().await?;
    for job in jobs::running(&mut cx.tx, JOB).await? {
        jobs::stop(&mut cx.tx, job.id).await?;
    }
    let total = store::count(&mut cx.tx).await?;
    let settings = store::settings(&mut cx.tx).await?;
    let (id, now, by) = (cx.id(), cx.now, cx.actor.name.clone());
    store::begin(&mut cx.tx, id, now, &by).await?;
    task.commit(cx).await?;
    let work = task.clone();
    let started = jobs::start(&task, JOB, "", &[Tag::Merges], |_, progress| async move {
        Ok(serde_json::to_value(Scan { task: work, progress, id, total, settings }.run().await?)?)
    });
    Ok(JobRef { id: started.await? })
}

/// The groups to be decided (DUP-3): first what people reported, the longest waiting first; then what the latest scan
/// found, most certain first.
pub async fn queue(cx: &mut Cx, request: ReadDuplicateQueue) -> Result<DuplicateQueue> {
    let running = jobs::running(&mut cx.tx, JOB).await?.into_iter().next().map(|job| ScanUnderWay {
        job: job.id,
        percent: job.done,
        by: job.started_by_name,
        own: job.started_by.is_some() && job.started_by == cx.actor.id,
    });
    let scan = store::latest(&mut cx.tx).await?;
    let reported = reports::count_open(&mut cx.tx).await?;
    let mut queue =
        DuplicateQueue { running, open: reported, total: 0, decided: 0, groups: Vec::new(), scan: None };
    let words = search_words(&request.text);
    let (mut offset, limit) = (request.offset.max(0), request.limit.clamp(1, LIMIT_MAX));
    if matches!(request.certainty, None | Some(Certainty::Reported)) {
        queue.total = reports::count_matching(&mut cx.tx, &words).await?;
        let found = reports::matching(&mut cx.tx, &words, (offset, limit)).await?;
        queue.groups.extend(found.into_iter().map(rules::reported));
        offset = (offset - queue.total).max(0);
    }
    let Some(scan) = scan else { return Ok(queue) };
    let open = store::count_open(&mut cx.tx, scan.id).await?;
    queue.open += open;
    queue.decided = scan.found - open;
    let left = limit - i64::try_from(queue.groups.len()).unwrap_or(limit);
    if request.certainty != Some(Certainty::Reported) {
        queue.total += store::count_matching(&mut cx.tx, scan.id, request.certainty, &words).await?;
        if left > 0 {
            let page = (offset, left);
            queue.groups.extend(store::matching(&mut cx.tx, scan.id, request.certainty, &words, page).await?);
        }
    }
    queue.scan = Some(scan);
    Ok(queue)
}

/// How the latest scan decided (DUP-2), with a few pairs of each degree of certainty.
pub async fn report(cx: &mut Cx, _: Nothing) -> Result<ScanReport> {
    let config = Config::from_toml(linkage::BRAZIL).map_err(Error::internal)?;
    let mut report = ScanReport {
        scan: store::latest(&mut cx.tx).await?,
        fields: rules::compared_fields(&config),
        settings: store::settings(&mut cx.tx).await?,
        statistics: ScanStatistics::default(),
        fichas: Vec::new(),
    };
    if let Some(scan) = &report.scan {
        report.statistics = store::statistics(&mut cx.tx, scan.id).await?;
        let samples = report.statistics.bands.iter().flat_map(|band| &band.samples);
        let ids: Vec<CustomerId> = samples.flat_map(|pair| [pair.one_id, pair.other_id]).collect();
        report.fichas = store::fichas(&mut cx.tx, &ids).await?;
    }
    Ok(report)
}

/// Sets what scans compare and what they put together. The next scan goes by it, and from now on whom a typed customer
/// might be already (DUP-1).
pub async fn set_settings(cx: &mut Cx, request: SetScanSettings) -> Result<ScanSettings> {
    let config = Config::from_toml(linkage::BRAZIL).map_err(Error::internal)?;
    let left_out = rules::check_settings(&config, &request)?;
    let before = store::settings(&mut cx.tx).await?;
    let by = cx.actor.name.clone();
    let wanted = (request.threshold_ppm, request.version);
    let saved = store::save_settings(&mut cx.tx, &left_out, wanted, cx.now, &by).await?;
    let after = store::settings(&mut cx.tx).await?;
    if !saved {
        return Err(Error::Conflict {
            by: after.updated_by.clone().unwrap_or_default(),
            at: after.updated_at.unwrap_or(cx.now),
            current: Box::new(serde_json::to_value(&after)?),
        });
    }
    cx.audit_changed("duplicate_scan_setting", 1, &before, &after)?;
    Ok(after)
}
