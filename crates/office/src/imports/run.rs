//! Opening a file, taking its lines batch by batch, and keeping what was not taken.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use chrono::TimeDelta;
use sha2::{Digest, Sha256};

use crate::clock;
use crate::dispatch::{Cx, TaskCx};
use crate::error::{Error, Issues, Result};
use crate::imports::judging::{Judge, Lines, judged};
use crate::imports::model::{ImportFile, ImportSummary, ImportTarget, Made, Rejection};
use crate::imports::store::{self, memory};
use crate::imports::{customers, products};
use crate::jobs::{Progress, model::JobId};
use crate::sheet::columns::{Columns, Flaw};
use crate::sheet::header::{self, Field};
use crate::sheet::pieces::Pieces;
use crate::sheet::write::harmless;
use crate::sheet::{self, Row, Sheet};

/// Lines taken in one transaction.
pub const BATCH: usize = 4_000;
/// Between two transactions, so that people who work at the same time get their turn.
const PAUSE: Duration = Duration::from_millis(2);
/// An import whose program ended has stood still for so long.
pub const QUIET: TimeDelta = TimeDelta::seconds(30);
/// Characters of a value that is shown beside its reason.
const VALUE_CHARACTERS_MAX: usize = 200;

/// The columns that a target is looked for.
pub fn fields(target: ImportTarget) -> &'static [Field] {
    match target {
        ImportTarget::Customers => crate::customers::import::FIELDS,
        ImportTarget::Products => crate::products::import::FIELDS,
    }
}

/// The fields that must have a column.
pub fn required(target: ImportTarget) -> &'static [&'static str] {
    match target {
        ImportTarget::Customers => crate::customers::import::REQUIRED,
        ImportTarget::Products => crate::products::import::REQUIRED,
    }
}

/// A file with its header found.
pub struct Opened {
    /// The table.
    pub sheet: Sheet,
    /// Index of the header among the rows.
    pub header: usize,
}

impl Opened {
    /// Reads a file and finds its header.
    ///
    /// # Errors
    /// `Invalid` on `path`.
    pub async fn open(target: ImportTarget, path: &str) -> Result<Self> {
        let fields = fields(target);
        let sheet = sheet::open(path, fields).await?;
        let found = header::find(&sheet.first, fields);
        let expected = || fields.iter().take(6).map(|field| field.names[0]).collect::<Vec<_>>().join(", ");
        let (header, _) = found.ok_or_else(|| sheet::refuse("file_no_header", [("expected", expected())]))?;
        Ok(Self { sheet, header })
    }

    /// The header's row.
    pub fn header(&self) -> &Row {
        &self.sheet.first[self.header]
    }

    /// The rows above it.
    pub fn titles(&self) -> &[Row] {
        &self.sheet.first[..self.header]
    }

    /// The first rows below it.
    pub fn sample(&self) -> &[Row] {
        &self.sheet.first[self.header + 1..]
    }

    /// How many rows there are below it.
    pub fn lines(&self) -> usize {
        self.sheet.count - self.header - 1
    }

    /// The rows below it without the first `done`, in pieces of `size`.
    fn pieces(&self, done: usize, size: usize) -> Pieces {
        self.sheet.pieces(self.header + 1 + done, size)
    }

    /// What the header is known by again: a digest of its titles.
    pub fn header_key(&self) -> String {
        let titles: Vec<String> =
            self.header().cells.iter().map(|cell| brazil::text::fold(&cell.text())).collect();
        crate::ids::hex(&Sha256::digest(titles.join("\u{1f}")))
    }

    /// The fields of the columns: as recognised, or as a person chose.
    ///
    /// # Errors
    /// `Invalid` when a chosen field does not exist or stands twice, or one that must be there does not.
    pub fn mapping(
        &self,
        target: ImportTarget,
        chosen: Option<&[Option<String>]>,
    ) -> Result<Vec<Option<&'static Field>>> {
        let fields = fields(target);
        let mapping = match chosen {
            None => header::map(self.header(), fields),
            Some(chosen) => choose(fields, chosen)?,
        };
        let missing: Vec<&str> = missing(target, &mapping);
        if missing.is_empty() {
            return Ok(mapping);
        }
        let mut issues = Issues::default();
        issues.add_with("columns", "columns_missing", [("fields", missing.join(", "))]);
        Err(Error::Invalid(issues.into_list()))
    }
}

/// The fields that must be there and are not.
pub fn missing(target: ImportTarget, mapping: &[Option<&'static Field>]) -> Vec<&'static str> {
    let has = |key: &&&str| !mapping.iter().flatten().any(|field| field.key == **key);
    required(target).iter().filter(has).copied().collect()
}

/// The fields that a person chose, checked.
///
/// # Errors
/// `Invalid` when one does not exist or stands twice.
pub fn choose(fields: &'static [Field], chosen: &[Option<String>]) -> Result<Vec<Option<&'static Field>>> {
    let mut issues = Issues::default();
    let mut mapping: Vec<Option<&Field>> = Vec::with_capacity(chosen.len());
    for (index, key) in chosen.iter().take(sheet::COLUMNS_MAX).enumerate() {
        let field = key.as_ref().and_then(|key| fields.iter().find(|field| field.key == key));
        if key.is_some() && field.is_none() {
            issues.add(format!("columns.{index}"), "field_unknown");
        }
        let twice = field
            .is_some_and(|field| !field.many && mapping.iter().flatten().any(|other| other.key == field.key));
        if twice {
            issues.add(format!("columns.{index}"), "field_twice");
        }
        mapping.push(field);
    }
    issues.finish(Some(mapping))
}

/// What judging collects on the way.
#[derive(Default)]
pub struct Ledger {
    /// Counts so far.
    pub summary: ImportSummary,
    /// Lines of the batch at hand that were not taken.
    pending: Vec<Rejection>,
    kept: i64,
    /// What the batch at hand makes.
    pub made: Vec<Made>,
    made_before: i64,
}

impl Ledger {
    /// Notes a line with everything that is wrong with it.
    pub fn reject(&mut self, columns: &Columns, row: &Row, flaws: Vec<Flaw>) {
        self.summary.rejected += 1;
        for flaw in flaws {
            let (column, value) = columns.evidence(row, flaw.field);
            *self.summary.reasons.entry(flaw.code.clone()).or_default() += 1;
            self.pending.push(Rejection {
                line: row.line,
                field: flaw.field.to_owned(),
                column,
                code: flaw.code,
                params: flaw.params,
                value: value.chars().take(VALUE_CHARACTERS_MAX).collect(),
            });
        }
    }

    /// Writes the pending lines.
    async fn keep(&mut self, cx: &mut Cx, job: JobId) -> Result<()> {
        self.pending.sort_by_key(|rejection| rejection.line);
        store::insert(&mut cx.tx, job, self.kept, &self.pending).await?;
        self.kept += i64::try_from(self.pending.len()).unwrap_or(0);
        self.pending.clear();
        memory::insert_made(&mut cx.tx, job, self.made_before, &self.made).await?;
        self.made_before += i64::try_from(self.made.len()).unwrap_or(0);
        self.made.clear();
        Ok(())
    }

    /// Begins an import, or goes on where one of the same file stopped; gives how many rows are done already.
    async fn begin(
        &mut self,
        task: &TaskCx,
        request: &ImportFile,
        opened: &Opened,
        job: JobId,
    ) -> Result<usize> {
        let sha256 = &opened.sheet.source.sha256;
        let mut cx = task.write().await?;
        let quiet = cx.now - QUIET;
        let before = if request.resume {
            memory::unfinished(&mut cx.tx, request.target, sha256, &task.actor, quiet).await?
        } else {
            None
        };
        let done = match before {
            Some((from, _)) => {
                let (done, summary) = memory::take_over(&mut cx.tx, from, job).await?;
                self.summary = summary;
                self.kept = store::count(&mut cx.tx, job).await?;
                self.made_before = memory::next_position(&mut cx.tx, job).await?;
                usize::try_from(done).unwrap_or(0)
            }
            None => {
                let lines_total = i64::try_from(opened.lines()).unwrap_or(i64::MAX);
                let title = sheet::title(&request.path);
                let run = memory::NewRun { job, target: request.target, sha256, title: &title, lines_total };
                memory::insert_run(&mut cx.tx, run, &task.actor, cx.now).await?;
                0
            }
        };
        if let Some(fields) = &request.columns {
            memory::set_mapping(&mut cx.tx, request.target, &opened.header_key(), fields, cx.now).await?;
        }
        task.commit(cx).await?;
        Ok(done)
    }
}

/// Judges and (unless it is a dry run) takes all lines of a file, batch by batch, while the job runs.
pub async fn import(
    task: TaskCx,
    request: ImportFile,
    dry_run: bool,
    job: JobId,
    progress: Progress,
) -> Result<ImportSummary> {
    let opened = Opened::open(request.target, &request.path).await?;
    if request.sha256.as_ref().is_some_and(|sha256| *sha256 != opened.sheet.source.sha256) {
        return Err(sheet::refuse("file_changed", []));
    }
    let mapping = opened.mapping(request.target, request.columns.as_deref())?;
    let columns = Arc::new(Columns::new(opened.header(), opened.sample(), &mapping));
    let mut ledger =
        Ledger { summary: ImportSummary { dry_run, ..ImportSummary::default() }, ..Ledger::default() };
    let mut taker = match request.target {
        ImportTarget::Customers => Taker::Customers(customers::Taker::default()),
        ImportTarget::Products => {
            Taker::Products(products::Taker::open(&task, &opened, &request.path, dry_run).await?)
        }
    };
    let total = opened.lines();
    let mut done = if dry_run { 0 } else { ledger.begin(&task, &request, &opened, job).await? };
    let mut pieces = opened.pieces(done, BATCH);
    let today = clock::local_date(task.app.clock.now(), task.app.zone());
    let judge = Judge { target: request.target, columns: Arc::clone(&columns), today };
    let mut ahead = judge.ahead(&mut pieces).await;
    while let Some(piece) = ahead? {
        let piece = judged(piece).await?;
        ahead = judge.ahead(&mut pieces).await;
        ledger.summary.skipped += piece.skipped;
        for (row, flaw) in piece.broken {
            ledger.reject(&columns, &row, vec![flaw]);
        }
        let mut cx = task.write().await?;
        taker.take(&mut cx, &columns, piece.lines, &mut ledger).await?;
        done += piece.rows;
        ledger.keep(&mut cx, job).await?;
        if !dry_run {
            let lines_done = i64::try_from(done).unwrap_or(i64::MAX);
            memory::move_run(&mut cx.tx, job, lines_done, &ledger.summary, cx.now).await?;
        }
        task.commit(cx).await?;
        if !progress.advance(done, total).await? {
            break;
        }
        tokio::time::sleep(PAUSE).await;
    }
    Ok(ledger.summary)
}

enum Taker {
    Customers(customers::Taker),
    Products(products::Taker),
}

impl Taker {
    async fn take(
        &mut self,
        cx: &mut Cx,
        columns: &Columns,
        lines: Lines,
        ledger: &mut Ledger,
    ) -> Result<()> {
        match (self, lines) {
            (Self::Customers(taker), Lines::Customers(lines)) => taker.take(cx, columns, lines, ledger).await,
            (Self::Products(taker), Lines::Products(rows)) => taker.take(cx, columns, &rows, ledger).await,
            _ => Err(Error::internal("lines of something else")),
        }
    }
}

/// Writes a CSV that spreadsheet programs open: semicolons, a byte order mark, formulas as text.
pub fn csv_of(
    titles: &[String],
    rejections: &[Rejection],
    reasons: &BTreeMap<String, String>,
) -> Result<Vec<u8>> {
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(&mut bytes);
    writer.write_record(titles.iter().map(|title| harmless(title))).map_err(Error::internal)?;
    for rejection in rejections {
        let reason = reasons.get(&rejection.code).map_or(rejection.code.as_str(), String::as_str);
        let reason = rejection
            .params
            .iter()
            .fold(reason.to_owned(), |text, (name, value)| text.replace(&format!("{{{{{name}}}}}"), value));
        let fields = [&rejection.column, &rejection.value, &reason].map(|field| harmless(field));
        let line = rejection.line.to_string();
        writer.write_record([&line, &fields[0], &fields[1], &fields[2]]).map_err(Error::internal)?;
    }
    writer.flush().map_err(Error::internal)?;
    drop(writer);
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn mai_7_formulas_leave_as_text() {
        let rejection = Rejection {
            line: 7,
            field: "name".to_owned(),
            column: "Nome".to_owned(),
            code: "too_long".to_owned(),
            params: BTreeMap::from([("max".to_owned(), "200".to_owned())]),
            value: "=cmd|' /C calc'!A0".to_owned(),
        };
        let reasons =
            BTreeMap::from([("too_long".to_owned(), "No máximo {{max}} letras; use menos.".to_owned())]);
        let titles = ["Linha", "Coluna", "Valor", "Motivo"].map(str::to_owned);
        let text = String::from_utf8(csv_of(&titles, &[rejection], &reasons).unwrap()).unwrap();
        assert_eq!(
            text,
            "\u{feff}Linha;Coluna;Valor;Motivo\n7;Nome;'=cmd|' /C calc'!A0;\"No máximo 200 letras; use menos.\"\n"
        );
    }
}
