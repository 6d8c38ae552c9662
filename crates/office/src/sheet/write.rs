//! Tables to files, row by row in constant memory: CSV as Brazilian spreadsheet programs open it, and XLSX.
//!
//! What is written stands under a name of its own beside the file until [`Finished::keep`] gives it its name; dropped
//! before, it is removed, so that nobody takes half a table for a whole one.

use std::io::Write;
use std::path::{Path, PathBuf};

use chrono::NaiveDateTime;
use rust_xlsxwriter::{Format, Workbook, Worksheet};
use tempfile::NamedTempFile;

use crate::error::{Error, Result};

/// Rows of an XLSX sheet below its header; the format has no more.
pub const XLSX_ROWS_MAX: i64 = 1_048_575;

/// What a table is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    /// Semicolons, UTF-8 with a byte order mark, decimal commas.
    Csv,
    /// Office Open XML.
    Xlsx,
}

impl TableFormat {
    /// By a file's ending.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "csv" | "txt" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            _ => None,
        }
    }
}

/// A cell to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing in it.
    Empty,
    /// Words; never run as a formula, whatever they begin with.
    Text(String),
    /// A whole number.
    Whole(i64),
    /// Money in cents, shown with two decimals.
    Cents(i64),
    /// Day and time where the company is.
    At(NaiveDateTime),
}

/// A cell that a spreadsheet program would run as a formula, with an apostrophe before it (MAI-7).
pub fn harmless(cell: &str) -> String {
    if is_dangerous(cell) { format!("'{cell}") } else { cell.to_owned() }
}

fn is_dangerous(cell: &str) -> bool {
    cell.starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A table on its way to a file.
pub struct TableWriter {
    target: PathBuf,
    form: Form,
}

enum Form {
    Csv(Box<csv::Writer<NamedTempFile>>),
    Xlsx(Box<Book>),
}

/// Rows go to a temporary file as they come; the workbook holds none of them.
struct Book {
    workbook: Workbook,
    file: NamedTempFile,
    row: u32,
    looks: Looks,
}

struct Looks {
    text: Format,
    quoted: Format,
    money: Format,
    instant: Format,
}

fn unwritten(error: impl ToString) -> Error {
    Error::unavailable("file_not_written", error)
}

impl TableWriter {
    /// Begins a table that will be called `target`, with a header.
    ///
    /// # Errors
    /// `Unavailable` when nothing can be written in that folder.
    pub fn create(target: &Path, format: TableFormat, titles: &[String]) -> Result<Self> {
        let (file, folder) = begin_file(target)?;
        let form = match format {
            TableFormat::Csv => Form::Csv(Box::new(begin_csv(file, titles)?)),
            TableFormat::Xlsx => Form::Xlsx(Box::new(begin_book(file, folder, titles)?)),
        };
        Ok(Self { target: target.to_owned(), form })
    }

    /// Adds rows below the last one.
    ///
    /// # Errors
    /// `Unavailable` when the disk does not take them.
    pub fn add(&mut self, rows: &[Vec<Value>]) -> Result<()> {
        for row in rows {
            match &mut self.form {
                Form::Csv(writer) => writer.write_record(row.iter().map(csv_text)).map_err(unwritten)?,
                Form::Xlsx(book) => book.add(row)?,
            }
        }
        Ok(())
    }

    /// Writes what is left; the file does not have its name yet.
    ///
    /// # Errors
    /// `Unavailable` when the disk does not take it.
    pub fn finish(self) -> Result<Finished> {
        let file = match self.form {
            Form::Csv(writer) => writer.into_inner().map_err(unwritten)?,
            Form::Xlsx(mut book) => {
                book.workbook.save_to_writer(book.file.as_file_mut()).map_err(unwritten)?;
                book.file
            }
        };
        file.as_file().sync_all().map_err(unwritten)?;
        Ok(Finished { target: self.target, file })
    }
}

/// A whole table that has no name yet.
pub struct Finished {
    target: PathBuf,
    file: NamedTempFile,
}

impl Finished {
    /// Gives the file its name; one of that name is replaced at once, never half.
    ///
    /// # Errors
    /// `Unavailable` when it cannot have that name.
    pub fn keep(self) -> Result<()> {
        self.file.persist(&self.target).map(drop).map_err(unwritten)
    }
}

/// One sheet of a workbook, small enough to be held whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// At most 31 characters, different from the others.
    pub name: String,
    /// What stands above the columns.
    pub titles: Vec<String>,
    /// In their order.
    pub rows: Vec<Vec<Value>>,
}

/// Writes a workbook of several sheets that will be called `target`.
///
/// # Errors
/// `Unavailable` when nothing can be written in that folder.
pub fn write_book(target: &Path, sheets: &[Sheet]) -> Result<Finished> {
    let (mut file, _) = begin_file(target)?;
    let (mut workbook, looks) = (Workbook::new(), Looks::new());
    for one in sheets {
        let sheet = workbook.add_worksheet();
        sheet.set_name(&one.name).map_err(unwritten)?;
        begin_sheet(sheet, &one.titles)?;
        for (row, values) in (1..).zip(&one.rows) {
            for (column, value) in (0..).zip(values) {
                put(sheet, (row, column), value, &looks)?;
            }
        }
    }
    workbook.save_to_writer(file.as_file_mut()).map_err(unwritten)?;
    file.as_file().sync_all().map_err(unwritten)?;
    Ok(Finished { target: target.to_owned(), file })
}

/// A file without its name yet, and the folder it is in.
fn begin_file(target: &Path) -> Result<(NamedTempFile, &Path)> {
    let folder = match target.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let file = tempfile::Builder::new().prefix(".retaguarda-").suffix(".part").tempfile_in(folder);
    Ok((file.map_err(unwritten)?, folder))
}

fn begin_sheet(sheet: &mut Worksheet, titles: &[String]) -> Result<()> {
    let heading = Format::new().set_bold();
    sheet.set_freeze_panes(1, 0).map_err(unwritten)?;
    for (column, title) in (0..).zip(titles) {
        sheet.set_column_width(column, 18).map_err(unwritten)?;
        sheet.write_string_with_format(0, column, title, &heading).map_err(unwritten)?;
    }
    Ok(())
}

fn begin_csv(mut file: NamedTempFile, titles: &[String]) -> Result<csv::Writer<NamedTempFile>> {
    file.write_all("\u{feff}".as_bytes()).map_err(unwritten)?;
    let mut writer = csv::WriterBuilder::new().delimiter(b';').from_writer(file);
    writer.write_record(titles.iter().map(|title| harmless(title))).map_err(unwritten)?;
    Ok(writer)
}

fn csv_text(value: &Value) -> String {
    match value {
        Value::Empty => String::new(),
        Value::Text(text) => harmless(text),
        Value::Whole(number) => number.to_string(),
        Value::Cents(cents) => brazil::money::format_plain(*cents).replace('.', ""),
        Value::At(at) => at.format("%d/%m/%Y %H:%M").to_string(),
    }
}

fn begin_book(file: NamedTempFile, folder: &Path, titles: &[String]) -> Result<Book> {
    let mut workbook = Workbook::new();
    // The unpacked rows of a million customers are larger than what some systems give to temporary files.
    workbook.set_tempdir(folder).map_err(unwritten)?;
    let sheet = workbook.add_worksheet_with_constant_memory().map_err(unwritten)?;
    begin_sheet(sheet, titles)?;
    Ok(Book { workbook, file, row: 1, looks: Looks::new() })
}

impl Looks {
    fn new() -> Self {
        Self {
            text: Format::new(),
            quoted: Format::new().set_quote_prefix(),
            money: Format::new().set_num_format("#,##0.00"),
            instant: Format::new().set_num_format("dd/mm/yyyy hh:mm"),
        }
    }
}

impl Book {
    fn add(&mut self, row: &[Value]) -> Result<()> {
        let sheet = self.workbook.worksheet_from_index(0).map_err(unwritten)?;
        for (column, value) in (0..).zip(row) {
            put(sheet, (self.row, column), value, &self.looks)?;
        }
        self.row += 1;
        Ok(())
    }
}

fn put(sheet: &mut Worksheet, (row, column): (u32, u16), value: &Value, looks: &Looks) -> Result<()> {
    let text = |sheet: &mut Worksheet, text: &str| {
        let look = if is_dangerous(text) { &looks.quoted } else { &looks.text };
        sheet.write_string_with_format(row, column, text, look).map(drop)
    };
    match value {
        Value::Empty => Ok(()),
        Value::Text(words) => text(sheet, words),
        Value::Whole(number) => match i32::try_from(*number) {
            Ok(number) => sheet.write_number(row, column, number).map(drop),
            Err(_) => text(sheet, &number.to_string()),
        },
        Value::Cents(cents) => match spreadsheet_number(*cents) {
            Some(number) => sheet.write_number_with_format(row, column, number, &looks.money).map(drop),
            None => text(sheet, &brazil::money::format_plain(*cents)),
        },
        Value::At(at) => sheet.write_datetime_with_format(row, column, at, &looks.instant).map(drop),
    }
    .map_err(unwritten)
}

/// The number nearest to an amount, as a spreadsheet program takes it when somebody types it: they know no other.
fn spreadsheet_number(cents: i64) -> Option<f64> {
    let (sign, size) = (if cents < 0 { "-" } else { "" }, cents.unsigned_abs());
    format!("{sign}{}.{:02}", size / 100, size % 100).parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Vec<Vec<Value>> {
        let at = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap().and_hms_opt(9, 5, 0).unwrap();
        vec![vec![
            Value::Whole(7),
            Value::Text("=cmd|' /C calc'!A0".to_owned()),
            Value::Cents(123_456),
            Value::At(at),
            Value::Empty,
        ]]
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).unwrap();
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn sys_5_mai_7_a_csv_opens_in_brazilian_spreadsheets_and_runs_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("clientes.csv");
        let titles = ["Código", "Nome", "Em atraso", "Mudou", "+E-mail"].map(str::to_owned);
        let mut table = TableWriter::create(&target, TableFormat::Csv, &titles).unwrap();
        table.add(&rows()).unwrap();
        table.finish().unwrap().keep().unwrap();
        assert_eq!(
            std::fs::read_to_string(target).unwrap(),
            "\u{feff}Código;Nome;Em atraso;Mudou;'+E-mail\n7;'=cmd|' /C calc'!A0;1234,56;23/11/2026 09:05;\n"
        );
    }

    #[test]
    fn sys_5_mai_7_an_xlsx_has_numbers_and_words_and_no_formula() {
        use calamine::{Data, DataType, Reader, Xlsx, open_workbook};
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("clientes.XLSX");
        let titles = ["Código", "Nome", "Em atraso", "Mudou", "E-mail"].map(str::to_owned);
        let mut table = TableWriter::create(&target, TableFormat::of(&target).unwrap(), &titles).unwrap();
        table.add(&rows()).unwrap();
        table.finish().unwrap().keep().unwrap();
        let mut book: Xlsx<_> = open_workbook(&target).unwrap();
        let sheet = book.worksheet_range_at(0).unwrap().unwrap();
        assert_eq!(sheet.get_value((1, 0)), Some(&Data::Float(7.0)));
        assert_eq!(sheet.get_value((1, 1)), Some(&Data::String("=cmd|' /C calc'!A0".to_owned())));
        assert_eq!(sheet.get_value((1, 2)), Some(&Data::Float(1234.56)));
        assert!(sheet.get_value((1, 3)).unwrap().is_datetime());
        let formulas = book.worksheet_formula("Sheet1").unwrap();
        assert!(formulas.used_cells().next().is_none());
    }

    #[test]
    fn sys_5_a_table_that_is_not_finished_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let target = folder.path().join("clientes.xlsx");
        std::fs::write(&target, "antes").unwrap();
        for format in [TableFormat::Csv, TableFormat::Xlsx] {
            let mut table = TableWriter::create(&target, format, &["Nome".to_owned()]).unwrap();
            table.add(&[vec![Value::Text("Ana".to_owned())]]).unwrap();
            drop(table);
            let table = TableWriter::create(&target, format, &["Nome".to_owned()]).unwrap();
            drop(table.finish().unwrap());
        }
        assert_eq!(names(folder.path()), ["clientes.xlsx"]);
        assert_eq!(std::fs::read_to_string(&target).unwrap(), "antes");
        let elsewhere = folder.path().join("nenhuma/clientes.csv");
        let refused = TableWriter::create(&elsewhere, TableFormat::Csv, &[]).err().unwrap();
        assert_eq!(refused.code(), "unavailable");
    }
}
