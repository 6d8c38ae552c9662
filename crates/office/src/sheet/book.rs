//! Workbooks, read by calamine. Formulas give the value their program stored; dates are told by their format.

use std::io::{Cursor, Read};

use calamine::{Data, DataRef, Ods, Reader, SheetVisible, Xls, Xlsx, XlsxError};
use chrono::NaiveDate;

use super::header::{self, Field};
use super::{
    CELL_CHARACTERS_MAX, COLUMNS_MAX, Cell, FileKind, ROWS_MAX, Row, cell_too_long, refuse, too_many_columns,
    too_many_rows,
};
use crate::error::{Error, Result};

/// Most bytes an archive may unpack to.
const UNPACKED_BYTES_MAX: u64 = 1024 * 1024 * 1024;
/// Most files in an archive.
const ENTRIES_MAX: usize = 10_000;
/// Most sheets looked at.
const SHEETS_MAX: usize = 50;

/// Reads the sheet whose header knows most of `fields`; visible ones come first.
pub fn read(bytes: &[u8], told: FileKind, fields: &[Field]) -> Result<(FileKind, String, Vec<Row>)> {
    match told {
        FileKind::Xls => {
            let mut book = Xls::new(Cursor::new(bytes)).map_err(|error| refuse_xls(bytes, &error))?;
            let names = sheet_names(book.sheets_metadata());
            best(FileKind::Xls, names, fields, |name| {
                book.worksheet_range(name).map(|range| range_rows(&range)).map_err(corrupted)?
            })
        }
        _ if check_archive(bytes)? => {
            let mut book = Ods::new(Cursor::new(bytes)).map_err(corrupted)?;
            let names = sheet_names(book.sheets_metadata());
            best(FileKind::Ods, names, fields, |name| {
                book.worksheet_range(name).map(|range| range_rows(&range)).map_err(corrupted)?
            })
        }
        _ => {
            let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| match error {
                XlsxError::Password => refuse("file_encrypted", []),
                error => corrupted(error),
            })?;
            let names = sheet_names(book.sheets_metadata());
            best(FileKind::Xlsx, names, fields, |name| xlsx_rows(&mut book, name))
        }
    }
}

fn sheet_names(sheets: &[calamine::Sheet]) -> Vec<String> {
    let (visible, hidden): (Vec<_>, Vec<_>) =
        sheets.iter().partition(|sheet| sheet.visible == SheetVisible::Visible);
    visible.into_iter().chain(hidden).take(SHEETS_MAX).map(|sheet| sheet.name.clone()).collect()
}

/// The sheet with the best header; of equals the first. A chart sheet or a broken one beside a good one is
/// passed over.
fn best(
    kind: FileKind,
    names: Vec<String>,
    fields: &[Field],
    mut rows_of: impl FnMut(&str) -> Result<Vec<Row>>,
) -> Result<(FileKind, String, Vec<Row>)> {
    let mut found: Option<(usize, String, Vec<Row>)> = None;
    let mut failed = None;
    for name in names {
        match rows_of(&name) {
            Ok(rows) => {
                let score = header::find(&rows, fields).map_or(0, |(_, known)| known + 1)
                    + usize::from(!rows.is_empty());
                if found.as_ref().is_none_or(|(best, ..)| score > *best) {
                    found = Some((score, name, rows));
                }
            }
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    match (found, failed) {
        (Some((0, ..)) | None, Some(error)) => Err(error),
        (Some((_, name, rows)), _) => Ok((kind, name, rows)),
        (None, None) => Err(refuse("file_empty", [])),
    }
}

/// Cells as they stream by: a lone cell in the last corner of the sheet costs nothing.
fn xlsx_rows(book: &mut Xlsx<Cursor<&[u8]>>, name: &str) -> Result<Vec<Row>> {
    let mut cells = book.worksheet_cells_reader(name).map_err(corrupted)?;
    let mut rows = Rows::default();
    while let Some(cell) = cells.next_cell().map_err(corrupted)? {
        let (row, column) = cell.get_position();
        let value = match cell.get_value() {
            DataRef::Empty => Cell::Empty,
            DataRef::String(text) => Cell::from_text(text),
            DataRef::SharedString(text) => Cell::from_text(text),
            DataRef::Int(number) => number_cell(*number as f64),
            DataRef::Float(number) => number_cell(*number),
            DataRef::Bool(value) => Cell::Text(value.to_string()),
            DataRef::DateTime(value) => date_cell(*value),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cell::from_text(text),
            DataRef::Error(error) => Cell::Fault(error.to_string()),
        };
        rows.put(row, column, value)?;
    }
    Ok(rows.done)
}

fn range_rows(range: &calamine::Range<Data>) -> Result<Vec<Row>> {
    let (top, left) = range.start().unwrap_or_default();
    let mut rows = Rows::default();
    for (row, column, value) in range.used_cells() {
        let value = match value {
            Data::Empty => Cell::Empty,
            Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => Cell::from_text(text),
            Data::Int(number) => number_cell(*number as f64),
            Data::Float(number) => number_cell(*number),
            Data::Bool(value) => Cell::Text(value.to_string()),
            Data::DateTime(value) => date_cell(*value),
            Data::Error(error) => Cell::Fault(error.to_string()),
        };
        let place =
            |offset: usize, start: u32| start.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
        rows.put(place(row, top), place(column, left), value)?;
    }
    Ok(rows.done)
}

#[derive(Default)]
struct Rows {
    done: Vec<Row>,
}

impl Rows {
    fn put(&mut self, row: u32, column: u32, value: Cell) -> Result<()> {
        if value.is_empty() {
            return Ok(());
        }
        let (line, column) = (i64::from(row) + 1, column as usize);
        if column >= COLUMNS_MAX {
            return Err(too_many_columns(column + 1));
        }
        if matches!(&value, Cell::Text(text) if text.len() > CELL_CHARACTERS_MAX * 4) {
            return Err(cell_too_long(line));
        }
        if self.done.last().is_none_or(|last| last.line != line) {
            if self.done.len() >= ROWS_MAX {
                return Err(too_many_rows());
            }
            self.done.push(Row { line, ..Row::default() });
        }
        if let Some(last) = self.done.last_mut() {
            if last.cells.len() <= column {
                last.cells.resize(column + 1, Cell::Empty);
            }
            last.cells[column] = value;
        }
        Ok(())
    }
}

fn number_cell(number: f64) -> Cell {
    if number.is_finite() { Cell::Number(number) } else { Cell::Fault("#NUM!".to_owned()) }
}

fn date_cell(value: calamine::ExcelDateTime) -> Cell {
    if value.is_duration() || value.as_f64() < 1.0 {
        return number_cell(value.as_f64());
    }
    let (year, month, day, ..) = value.to_ymd_hms_milli();
    match NaiveDate::from_ymd_opt(i32::from(year), u32::from(month), u32::from(day)) {
        Some(date) => Cell::Date(date),
        None => number_cell(value.as_f64()),
    }
}

/// Unpacks every entry to nowhere, so that what calamine builds from it is bounded whatever the archive
/// declares. Gives whether it is an OpenDocument.
fn check_archive(bytes: &[u8]) -> Result<bool> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(corrupted)?;
    if archive.len() > ENTRIES_MAX {
        return Err(refuse("file_unpacks_too_large", []));
    }
    let mut left = UNPACKED_BYTES_MAX;
    for index in 0..archive.len() {
        let entry = archive.by_index(index).map_err(|error| match error {
            zip::result::ZipError::UnsupportedArchive(reason) if reason.contains("assword") => {
                refuse("file_encrypted", [])
            }
            error => corrupted(error),
        })?;
        let unpacked = std::io::copy(&mut entry.take(left + 1), &mut std::io::sink()).map_err(corrupted)?;
        left = left.checked_sub(unpacked).ok_or_else(|| refuse("file_unpacks_too_large", []))?;
    }
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("xl/workbook.xml") || has("xl/workbook.bin") {
        return Ok(false);
    }
    if has("content.xml") { Ok(true) } else { Err(refuse("file_not_a_table", [("kind", "ZIP".to_owned())])) }
}

fn refuse_xls(bytes: &[u8], error: &calamine::XlsError) -> Error {
    // A workbook with a password is this kind of container with a stream of that name (MS-OFFCRYPTO), in UTF-16.
    let marker: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let encrypted = matches!(error, calamine::XlsError::Password)
        || bytes.windows(marker.len()).any(|window| window == marker);
    if encrypted { refuse("file_encrypted", []) } else { corrupted(error) }
}

fn corrupted(error: impl std::fmt::Display) -> Error {
    tracing::info!(%error, "a workbook could not be read");
    refuse("file_corrupted", [])
}
