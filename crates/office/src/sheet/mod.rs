//! Tables as people send them: CSV of any dialect, XLSX, XLS and ODS, read into bounded rows of cells. A long text is never
//! in memory as a whole ([`pieces`]); a workbook is.
//!
//! The file is untrusted. Its kind is told by its first bytes and never by its name; bytes, rows, columns and
//! cell lengths are bounded; an archive is unpacked once to nowhere before anything is built from it.
//! [`write`] is the way out.

mod book;
pub mod columns;
pub mod header;
mod lines;
pub mod pieces;
mod text;
pub mod value;
pub mod write;

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use ts_rs::TS;

use crate::error::{Error, Issues, Result};
use crate::sheet::header::Field;
use crate::sheet::text::Rows;

/// Largest file.
pub const BYTES_MAX: u64 = 256 * 1024 * 1024;
/// Bytes by which the kind of a file is told.
const START: usize = 8 * 1024;
/// Rows kept of a long text: enough for the header and for a sample of every column.
pub const FIRST_ROWS: usize = columns::SAMPLE_ROWS + header::WITHIN_ROWS;
/// Most rows of a table.
pub const ROWS_MAX: usize = 1_048_576;
/// Most columns; a table that has more is not a list of customers or prices.
pub const COLUMNS_MAX: usize = 500;
/// Most characters in a cell; what spreadsheet programs allow.
pub const CELL_CHARACTERS_MAX: usize = 32_767;

crate::text_enum! {
    /// What a file turned out to be.
    pub enum FileKind {
        /// Text with delimiters.
        Csv,
        /// Office Open XML.
        Xlsx,
        /// Excel before 2007.
        Xls,
        /// OpenDocument.
        Ods,
    }
}

/// One cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing in it.
    #[default]
    Empty,
    /// Text, trimmed, never blank.
    Text(String),
    /// A number; spreadsheets have no other.
    Number(f64),
    /// A number shown as a date.
    Date(NaiveDate),
    /// A formula that failed, such as `#N/D`.
    Fault(String),
}

impl Cell {
    /// A cell from text: blank is empty.
    pub fn from_text(text: &str) -> Self {
        match text.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}') {
            "" => Self::Empty,
            text => Self::Text(text.to_owned()),
        }
    }

    /// Whether nothing is in it.
    pub fn is_empty(&self) -> bool {
        matches!(self, Self::Empty)
    }

    /// What a person sees; whole numbers without decimals, dates as dd/mm/yyyy.
    pub fn text(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) | Self::Fault(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Date(date) => date.format("%d/%m/%Y").to_string(),
        }
    }
}

/// One row that has something in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// Line of the file, or row of the sheet, from 1.
    pub line: i64,
    /// Cells from the first column on; missing ones at the end are empty.
    pub cells: Vec<Cell>,
    /// Why the row itself cannot be trusted, such as `broken_quotes`.
    pub flaw: Option<&'static str>,
}

impl Row {
    /// The cell of a column; empty beyond the end.
    pub fn cell(&self, column: usize) -> &Cell {
        self.cells.get(column).unwrap_or(&Cell::Empty)
    }
}

/// What was recognised about a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Source {
    /// What it is.
    pub kind: FileKind,
    /// Character encoding of a text file; empty otherwise.
    pub encoding: String,
    /// What stands between the fields of a text file; empty otherwise.
    pub delimiter: String,
    /// The sheet that was chosen; empty for a text file.
    pub sheet: String,
    /// SHA-256 of the file, so that what is imported is what was looked at.
    pub sha256: String,
}

/// A table: its first rows, and where the others are.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// What was recognised.
    pub source: Source,
    /// The first rows that have something in them: all of a workbook, [`FIRST_ROWS`] of a text.
    pub first: Arc<Vec<Row>>,
    /// How many there are in all.
    pub count: usize,
    path: PathBuf,
}

/// Reads a file to its end. Of several sheets the one whose header knows most of `fields` is taken.
///
/// # Errors
/// `Invalid` on `path` with the reason as code.
pub async fn open(path: &str, fields: &'static [Field]) -> Result<Sheet> {
    let path = PathBuf::from(path.trim().trim_matches('"'));
    // A parser that panics on a hostile file ends its own thread and nothing else.
    tokio::task::spawn_blocking(move || read(&path, fields))
        .await
        .unwrap_or_else(|_| Err(refuse("file_corrupted", [])))
}

fn read(path: &Path, fields: &[Field]) -> Result<Sheet> {
    let mut start = Vec::with_capacity(START);
    let take = opened(path)?.take(START as u64).read_to_end(&mut start);
    take.map_err(|error| cannot_read(&error))?;
    let (source, first, count) = match told_by_first_bytes(&start)? {
        FileKind::Csv => read_text(path)?,
        kind => {
            let bytes = std::fs::read(path).map_err(|error| cannot_read(&error))?;
            let sha256 = crate::ids::hex(&Sha256::digest(&bytes));
            let (kind, sheet, rows) = book::read(&bytes, kind, fields)?;
            let count = rows.len();
            (Source { kind, encoding: String::new(), delimiter: String::new(), sheet, sha256 }, rows, count)
        }
    };
    if count == 0 {
        return Err(refuse("file_empty", []));
    }
    Ok(Sheet { source, first: Arc::new(first), count, path: path.to_owned() })
}

/// Reads a text once from beginning to end, so that what is wrong with it is told before anything is taken of it.
fn read_text(path: &Path) -> Result<(Source, Vec<Row>, usize)> {
    let mut digest = Sha256::new();
    let mut rows = Rows::open(Digesting { file: opened(path)?, digest: &mut digest })?;
    let (mut first, mut count) = (Vec::new(), 0);
    while let Some(row) = rows.next()? {
        count += 1;
        if first.len() < FIRST_ROWS {
            first.push(row);
        }
    }
    let (encoding, delimiter) = (rows.encoding(), rows.delimiter().to_string());
    drop(rows);
    let sha256 = crate::ids::hex(&digest.finalize());
    Ok((Source { kind: FileKind::Csv, encoding, delimiter, sheet: String::new(), sha256 }, first, count))
}

/// A file that is digested as it is read.
struct Digesting<'a> {
    file: File,
    digest: &'a mut Sha256,
}

impl Read for Digesting<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.digest.update(&buffer[..read]);
        Ok(read)
    }
}

fn opened(path: &Path) -> Result<File> {
    let found = std::fs::metadata(path).map_err(|error| cannot_read(&error))?;
    if !found.is_file() {
        return Err(refuse("file_not_a_file", []));
    }
    if found.len() > BYTES_MAX {
        let limit = (BYTES_MAX / 1024 / 1024).to_string();
        return Err(refuse("file_too_large", [("max_mib", limit)]));
    }
    File::open(path).map_err(|error| cannot_read(&error))
}

fn cannot_read(error: &std::io::Error) -> Error {
    match error.kind() {
        std::io::ErrorKind::NotFound => refuse("file_missing", []),
        _ => refuse("file_unreadable", [("detail", error.to_string())]),
    }
}

/// First bytes of what people attach by mistake (their specifications' magic numbers).
const NOT_TABLES: &[(&[u8], &str)] = &[
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"%PDF", "PDF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"\x7fELF", "ELF"),
    (b"MZ", "EXE"),
];

/// What the first bytes say; the name of a file says nothing.
fn told_by_first_bytes(bytes: &[u8]) -> Result<FileKind> {
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(refuse("file_empty", []));
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(FileKind::Xlsx);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Ok(FileKind::Xls);
    }
    if let Some((_, name)) = NOT_TABLES.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        // Two letters are too few to convict a text that starts with them.
        if *name != "EXE" || bytes.iter().take(64).any(|byte| *byte == 0) {
            return Err(refuse("file_not_a_table", [("kind", (*name).to_owned())]));
        }
    }
    let start = String::from_utf8_lossy(&bytes[..bytes.len().min(512)]).trim_start().to_lowercase();
    if ["<html", "<!doctype", "<table", "<?xml"].iter().any(|tag| start.starts_with(tag)) {
        return Err(refuse("file_not_a_table", [("kind", "HTML/XML".to_owned())]));
    }
    Ok(FileKind::Csv)
}

/// A file that cannot be taken, with its reason.
pub(crate) fn refuse<const N: usize>(code: &str, params: [(&str, String); N]) -> Error {
    let mut issues = Issues::default();
    issues.add_with("path", code, params);
    Error::Invalid(issues.into_list())
}

fn too_many_columns(found: usize) -> Error {
    refuse("file_too_many_columns", [("max", COLUMNS_MAX.to_string()), ("found", found.to_string())])
}

fn too_many_rows() -> Error {
    refuse("file_too_many_rows", [("max", ROWS_MAX.to_string())])
}

fn cell_too_long(line: i64) -> Error {
    refuse("file_cell_too_long", [("max", CELL_CHARACTERS_MAX.to_string()), ("line", line.to_string())])
}

/// What people see of a file's name.
pub fn title(path: &str) -> String {
    let name = Path::new(path.trim()).file_name().map(|name| name.to_string_lossy().into_owned());
    brazil::text::strip_invisible(&name.unwrap_or_default()).chars().take(200).collect()
}

#[cfg(test)]
mod tests;
