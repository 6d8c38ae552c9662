//! The list of customers as a file (SYS-5), written by a job while people go on working.
//!
//! Memory stays the same however long the list is: one page of [`PAGE`] rows is read, written and forgotten before
//! the next, and neither form of file holds rows back (`sheet::write`). Each page is found by the key of the row
//! before it in a reading transaction of its own, so that no snapshot is held for minutes; a customer whose place in
//! the order changes meanwhile may therefore stand in the file twice or not at all, as on the screen that is scrolled.
//! Only an order that no index holds is read before, as codes: eight bytes a row.

pub mod model;
pub mod rules;

use serde_json::json;

use crate::clock::Calendar;
use crate::customers::export::model::{ExportCustomers, ExportSummary};
use crate::customers::export::rules::CheckedExport;
use crate::customers::positions::Key;
use crate::customers::ranked;
use crate::customers::rules::{in_order, search_words};
use crate::customers::search::CustomerRow;
use crate::customers::store;
use crate::dispatch::{Cx, TaskCx};
use crate::error::{Error, Result};
use crate::jobs::model::{JobId, JobRef};
use crate::jobs::{self, Progress};
use crate::permission::CUSTOMERS_READ;
use crate::sheet::{self, write::TableWriter};

/// Rows read in one transaction.
const PAGE: usize = 2_000;

/// Begins to write the list to a file; what cannot go well is refused before.
pub async fn export(task: TaskCx, request: ExportCustomers) -> Result<JobRef> {
    task.actor.require(CUSTOMERS_READ)?;
    let checked = rules::check(&request)?;
    let mut cx = task.read().await?;
    let calendar = cx.calendar();
    let words = search_words(&request.filter.text);
    let request = ExportCustomers { filter: in_order(request.filter), ..request };
    let total = store::list::count(&mut cx.tx, &request.filter, &words, calendar).await?;
    let codes = ranked::codes(&mut cx, &request.filter, &words, calendar).await?;
    cx.tx.rollback().await?;
    rules::fits(checked.format, total)?;
    let (target, format, titles) = (checked.target.clone(), checked.format, checked.titles.clone());
    let table = aside(move || TableWriter::create(&target, format, &titles)).await?;
    let title = sheet::title(&request.file);
    let work = task.clone();
    let started = jobs::start(&task, "export_customers", &title, &[], |job, progress| async move {
        let export = Export { task: work, request, checked, words, codes, calendar, total, job, progress };
        Ok(serde_json::to_value(ExportSummary { rows: export.write(table).await? })?)
    });
    Ok(JobRef { id: started.await? })
}

/// Where a page begins.
enum Place {
    /// Below the row of this key; at the top where there is none.
    Below(Option<Key>),
    /// At this one of the codes.
    At(usize),
}

/// An export under way.
struct Export {
    task: TaskCx,
    request: ExportCustomers,
    checked: CheckedExport,
    words: Vec<String>,
    /// All it has, where no index gives the order.
    codes: Option<Vec<i64>>,
    calendar: Calendar,
    total: i64,
    job: JobId,
    progress: Progress,
}

impl Export {
    /// Gives how many rows the file has; none when it was cancelled and there is no file.
    async fn write(self, mut table: TableWriter) -> Result<i64> {
        let zone = self.task.app.zone();
        let mut place = if self.codes.is_some() { Place::At(0) } else { Place::Below(None) };
        let mut done = 0;
        loop {
            let (rows, next) = self.page(&place).await?;
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
            match next {
                Some(next) => place = next,
                None => break,
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

    /// The page at a place, and the next place where more may follow.
    async fn page(&self, place: &Place) -> Result<(Vec<CustomerRow>, Option<Place>)> {
        let mut cx = self.task.read().await?;
        let page = match place {
            Place::At(begin) => self.page_of_codes(&mut cx, *begin).await?,
            Place::Below(key) => self.page_below(&mut cx, key.as_ref()).await?,
        };
        cx.tx.rollback().await?;
        Ok(page)
    }

    async fn page_of_codes(&self, cx: &mut Cx, begin: usize) -> Result<(Vec<CustomerRow>, Option<Place>)> {
        let left = self.codes.as_deref().and_then(|codes| codes.get(begin..)).unwrap_or_default();
        let rows =
            store::ranked::rows(&mut cx.tx, &left[..left.len().min(PAGE)], self.calendar.today).await?;
        Ok((rows, (left.len() > PAGE).then_some(Place::At(begin + PAGE))))
    }

    async fn page_below(&self, cx: &mut Cx, last: Option<&Key>) -> Result<(Vec<CustomerRow>, Option<Place>)> {
        let filter = &self.request.filter;
        let range = (last, i64::try_from(PAGE).unwrap_or(i64::MAX));
        let rows = store::list::page_below(&mut cx.tx, filter, &self.words, self.calendar, range).await?;
        let next = match rows.last() {
            Some(row) if rows.len() == PAGE => store::list::key_of(&mut cx.tx, filter.sort, row.id).await?,
            _ => None,
        };
        Ok((rows, next.map(|key| Place::Below(Some(key)))))
    }

    async fn goes_on(&self, done: i64) -> Result<bool> {
        let figure = |rows: i64| usize::try_from(rows).unwrap_or(0);
        self.progress.advance(figure(done), figure(self.total.max(done))).await
    }

    /// Who took how many customers of which filter to a file of which name (SYS-3).
    async fn note(&self, rows: i64) -> Result<()> {
        // All of the filter but which part of the list was on the screen.
        let mut filter = serde_json::to_value(&self.request.filter).map_err(Error::internal)?;
        if let Some(fields) = filter.as_object_mut() {
            fields.retain(|name, _| name != "offset" && name != "limit");
        }
        let after = json!({
            "file_name": sheet::title(&self.request.file), "rows": rows, "columns": self.checked.columns,
            "filter": filter,
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
