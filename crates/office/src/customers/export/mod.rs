//! The list of customers as a file (SYS-5), written by a job while people go on working.
//!
//! Memory stays the same however long the list is: one page of [`PAGE`] rows is read, written and forgotten before
//! the next, and neither form of file holds rows back (`sheet::write`). Each page is found by the key of the row
//! before it in a reading transaction of its own, so that no snapshot is held for minutes; a customer whose place in
//! the order changes meanwhile may therefore stand in the file twice or not at all, as on the screen that is scrolled.

pub mod model;
pub mod rules;

use serde_json::json;

use crate::customers::export::model::{ExportCustomers, ExportSummary};
use crate::customers::export::rules::CheckedExport;
use crate::customers::positions::Key;
use crate::customers::rules::search_words;
use crate::customers::search::{CustomerRow, ListCustomers};
use crate::customers::store;
use crate::dispatch::TaskCx;
use crate::error::{Error, Result};
use crate::jobs::model::{JobId, JobRef};
use crate::jobs::{self, Progress};
use crate::permission::CUSTOMERS_READ;
use crate::sheet::{self, write::TableWriter};

/// Rows read in one transaction.
const PAGE: i64 = 2_000;

/// Begins to write the list to a file; what cannot go well is refused before.
pub async fn export(task: TaskCx, request: ExportCustomers) -> Result<JobRef> {
    task.actor.require(CUSTOMERS_READ)?;
    let checked = rules::check(&request)?;
    let mut cx = task.read().await?;
    let today = cx.today();
    let words = search_words(&request.filter.text);
    let total = store::list::count(&mut cx.tx, &request.filter, &words, today).await?;
    cx.tx.rollback().await?;
    rules::fits(checked.format, total)?;
    let (target, format, titles) = (checked.target.clone(), checked.format, checked.titles.clone());
    let table = aside(move || TableWriter::create(&target, format, &titles)).await?;
    let title = sheet::title(&request.file);
    let work = task.clone();
    let started = jobs::start(&task, "export_customers", &title, &[], |job, progress| async move {
        let export = Export { task: work, request, checked, words, today, total, job, progress };
        Ok(serde_json::to_value(ExportSummary { rows: export.write(table).await? })?)
    });
    Ok(JobRef { id: started.await? })
}

/// An export under way.
struct Export {
    task: TaskCx,
    request: ExportCustomers,
    checked: CheckedExport,
    words: Vec<String>,
    today: chrono::NaiveDate,
    total: i64,
    job: JobId,
    progress: Progress,
}

impl Export {
    /// Gives how many rows the file has; none when it was cancelled and there is no file.
    async fn write(self, mut table: TableWriter) -> Result<i64> {
        let zone = self.task.app.zone();
        let mut last = None;
        let mut done = 0;
        loop {
            let (rows, next) = self.page(last.as_ref()).await?;
            let values: Vec<_> = rows
                .iter()
                .map(|row| {
                    let columns = self.checked.columns.iter();
                    columns.map(|column| rules::value(row, *column, &self.request.labels, zone)).collect()
                })
                .collect();
            done += i64::try_from(rows.len()).unwrap_or(0);
            // Customers registered since the count are taken too, as far as the file holds them.
            rules::fits(self.checked.format, done)?;
            table = aside(move || table.add(&values).map(|()| table)).await?;
            if !self.goes_on(done).await? {
                return Ok(0);
            }
            last = next;
            if last.is_none() {
                break;
            }
        }
        let finished = aside(move || table.finish()).await?;
        // Packing takes seconds: somebody may have cancelled meanwhile.
        if !self.goes_on(done).await? {
            return Ok(0);
        }
        // First the note, then the file: none is handed out that nobody knows of.
        self.note(done).await?;
        aside(move || finished.keep()).await?;
        Ok(done)
    }

    /// The page below a row, and the key of its own last row where more may follow.
    async fn page(&self, last: Option<&Key>) -> Result<(Vec<CustomerRow>, Option<Key>)> {
        let filter = &self.request.filter;
        let mut cx = self.task.read().await?;
        let range = (last, PAGE);
        let rows = store::list::page_below(&mut cx.tx, filter, &self.words, self.today, range).await?;
        let whole = i64::try_from(rows.len()).is_ok_and(|found| found == PAGE);
        let next = match rows.last() {
            Some(row) if whole => store::list::key_of(&mut cx.tx, filter.sort, row.id).await?,
            _ => None,
        };
        cx.tx.rollback().await?;
        Ok((rows, next))
    }

    async fn goes_on(&self, done: i64) -> Result<bool> {
        let figure = |rows: i64| usize::try_from(rows).unwrap_or(0);
        self.progress.advance(figure(done), figure(self.total.max(done))).await
    }

    /// Who took how many customers of which filter to a file of which name (SYS-3).
    async fn note(&self, rows: i64) -> Result<()> {
        let ListCustomers {
            text, status, kind, segment, uf, overdue, responsible_id, sort, descending, ..
        } = &self.request.filter;
        let after = json!({
            "file_name": sheet::title(&self.request.file), "rows": rows, "columns": self.checked.columns,
            "filter": {
                "text": text, "status": status, "kind": kind, "segment": segment, "uf": uf, "overdue": overdue,
                "responsible_id": responsible_id, "sort": sort, "descending": descending,
            },
        });
        let mut cx = self.task.write().await?;
        cx.audit_created("customer_export", self.job, &after)?;
        self.task.commit(cx).await
    }
}

/// Runs what writes to the disk where nobody waits for it.
async fn aside<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}
