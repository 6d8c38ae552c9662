//! Reading a file, judging its lines, and keeping what was not taken.

use std::collections::BTreeMap;
use std::time::Duration;

use crate::dispatch::{Cx, TaskCx};
use crate::error::{Error, Issues, Result};
use crate::imports::model::{ImportFile, ImportSummary, ImportTarget, Rejection};
use crate::imports::{customers, products, store};
use crate::jobs::{Progress, model::JobId};
use crate::sheet::columns::{Columns, Flaw};
use crate::sheet::header::{self, Field};
use crate::sheet::{self, Row, Sheet};

/// Lines taken in one transaction.
pub const BATCH: usize = 1_000;
/// Between two transactions, so that people who work at the same time get their turn.
const PAUSE: Duration = Duration::from_millis(2);
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
        let found = header::find(&sheet.rows, fields);
        let expected = || fields.iter().take(6).map(|field| field.names[0]).collect::<Vec<_>>().join(", ");
        let (header, _) = found.ok_or_else(|| sheet::refuse("file_no_header", [("expected", expected())]))?;
        Ok(Self { sheet, header })
    }

    /// The header's row.
    pub fn header(&self) -> &Row {
        &self.sheet.rows[self.header]
    }

    /// The rows above it.
    pub fn titles(&self) -> &[Row] {
        &self.sheet.rows[..self.header]
    }

    /// The rows below it.
    pub fn data(&self) -> &[Row] {
        &self.sheet.rows[self.header + 1..]
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

fn choose(fields: &'static [Field], chosen: &[Option<String>]) -> Result<Vec<Option<&'static Field>>> {
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
        Ok(())
    }
}

/// A row that cannot be trusted whatever it says.
fn broken(columns: &Columns, row: &Row) -> Option<Flaw> {
    match row.flaw {
        Some(code) => Some(Flaw::new("", code)),
        None if columns.is_shifted(row) => Some(Flaw::new("", "row_shifted")),
        None => None,
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
    let columns = Columns::new(opened.header(), opened.data(), &mapping);
    let mut ledger =
        Ledger { summary: ImportSummary { dry_run, ..ImportSummary::default() }, ..Ledger::default() };
    let mut taker = match request.target {
        ImportTarget::Customers => Taker::Customers(customers::Taker::default()),
        ImportTarget::Products => {
            Taker::Products(products::Taker::open(&task, &opened, &request.path, dry_run).await?)
        }
    };
    // A customer may be a name and nothing else; a product has a code too, so that a lone name heads a section.
    let alone = (request.target == ImportTarget::Customers).then_some("name");
    let total = opened.data().len();
    let mut done = 0;
    for chunk in opened.data().chunks(BATCH) {
        let mut rows = Vec::with_capacity(chunk.len());
        for row in chunk {
            if columns.is_no_data(row, "name", alone) {
                ledger.summary.skipped += 1;
            } else if let Some(flaw) = broken(&columns, row) {
                ledger.reject(&columns, row, vec![flaw]);
            } else {
                rows.push(row);
            }
        }
        let mut cx = task.write().await?;
        match &mut taker {
            Taker::Customers(taker) => taker.take(&mut cx, &columns, &rows, &mut ledger).await?,
            Taker::Products(taker) => taker.take(&mut cx, &columns, &rows, &mut ledger).await?,
        }
        ledger.keep(&mut cx, job).await?;
        task.commit(cx).await?;
        done += chunk.len();
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

/// What people see of the file's name.
pub fn title(path: &str) -> String {
    let name = std::path::Path::new(path.trim()).file_name().map(|name| name.to_string_lossy().into_owned());
    brazil::text::strip_invisible(&name.unwrap_or_default()).chars().take(200).collect()
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

/// A cell that a spreadsheet program would run as a formula, with an apostrophe before it (MAI-7).
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{cell}") } else { cell.to_owned() }
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
