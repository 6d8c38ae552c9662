//! Text files: encoding, delimiter, quotes that nobody closed. They are read once from beginning to end, in memory that
//! does not grow with them.
//!
//! Fields of a line with quotes are split by the `csv` crate. What it does not do is decide what a quote
//! that never closes means: it would swallow the rest of the file. Here a record may run over several lines
//! only when that gives exactly one record of the usual width; otherwise the line stands alone.

use std::io::Read;

use super::lines::Lines;
use super::{
    CELL_CHARACTERS_MAX, COLUMNS_MAX, Cell, ROWS_MAX, Row, cell_too_long, refuse, too_many_columns,
    too_many_rows,
};
use crate::error::Result;

/// Most lines that one quoted field may run over.
const LINES_OF_A_RECORD_MAX: usize = 100;
/// Lines looked at to tell the delimiter and the usual number of fields.
const SAMPLE_LINES: usize = 200;
/// Lines among which those are looked for.
const SAMPLE_WITHIN: usize = 2_000;

/// The rows of a text file, one after the other.
pub struct Rows<R> {
    lines: Lines<R>,
    delimiter: u8,
    width: usize,
    /// Rows given that have something in them.
    given: usize,
}

impl<R: Read> Rows<R> {
    /// Looks at the beginning of a file and tells how it is written.
    ///
    /// # Errors
    /// `Invalid` on `path` when it is no text or cannot be read.
    pub fn open(reader: R) -> Result<Self> {
        let mut lines = Lines::open(reader)?;
        let (mut filled, mut within) = (0, 0);
        while filled < SAMPLE_LINES && within < SAMPLE_WITHIN {
            let Some(line) = lines.ahead(within)? else { break };
            filled += usize::from(!line.trim().is_empty());
            within += 1;
        }
        if looks_binary(lines.read_ahead()) {
            return Err(not_text());
        }
        let declared = lines.ahead(0)?.and_then(declared_delimiter);
        if declared.is_some() {
            lines.blank();
        }
        let sample: Vec<&str> =
            lines.read_ahead().filter(|line| !line.trim().is_empty()).take(SAMPLE_LINES).collect();
        let delimiter = declared.unwrap_or_else(|| sniff_delimiter(&sample));
        let width = usual_width(&sample, delimiter);
        Ok(Self { lines, delimiter, width, given: 0 })
    }

    /// Name of the encoding as far as the file was read, such as `windows-1252`.
    pub fn encoding(&self) -> String {
        self.lines.encoding()
    }

    /// What stands between the fields.
    pub fn delimiter(&self) -> char {
        char::from(self.delimiter)
    }

    /// The next row that has something in it.
    ///
    /// # Errors
    /// `Invalid` on `path` when the table exceeds its limits or the file cannot be read.
    pub fn next(&mut self) -> Result<Option<Row>> {
        while let Some(row) = self.record()? {
            if row.cells.len() > COLUMNS_MAX {
                return Err(too_many_columns(row.cells.len()));
            }
            let too_long = |cell: &Cell| matches!(cell, Cell::Text(text) if text.len() > CELL_CHARACTERS_MAX);
            if row.cells.iter().any(too_long) {
                return Err(cell_too_long(row.line));
            }
            if row.cells.iter().all(Cell::is_empty) {
                continue;
            }
            self.given += 1;
            return if self.given > ROWS_MAX { Err(too_many_rows()) } else { Ok(Some(row)) };
        }
        Ok(None)
    }

    /// The record that starts at the next line.
    fn record(&mut self) -> Result<Option<Row>> {
        let number = self.lines.number();
        let Some(line) = self.lines.ahead(0)?.map(str::to_owned) else { return Ok(None) };
        let row = |cells| Row { line: number, cells, flaw: None };
        if quotes(&line).is_multiple_of(2) {
            self.lines.pass(1);
            return Ok(Some(row(self.split(&line, true).unwrap_or_default())));
        }
        if let Some((cells, lines)) = self.over_several_lines(&line)? {
            self.lines.pass(lines);
            return Ok(Some(row(cells)));
        }
        self.lines.pass(1);
        for quoting in [true, false] {
            match self.split(&line, quoting) {
                Some(cells) if cells.len() == self.width => return Ok(Some(row(cells))),
                _ => {}
            }
        }
        let cells = self.split(&line, false).unwrap_or_default();
        Ok(Some(Row { flaw: Some("broken_quotes"), ..row(cells) }))
    }

    /// A record whose quoted field holds line breaks, and how many lines it has: joined until the quotes close, if that
    /// gives one record of the usual width and no joined line is such a record by itself.
    fn over_several_lines(&mut self, first: &str) -> Result<Option<(Vec<Cell>, usize)>> {
        let mut joined = first.to_owned();
        for offset in 1..=LINES_OF_A_RECORD_MAX {
            let Some(line) = self.lines.ahead(offset)?.map(str::to_owned) else { return Ok(None) };
            if joined.len() > CELL_CHARACTERS_MAX {
                return Ok(None);
            }
            if self.width > 2 && self.split(&line, true).is_some_and(|cells| cells.len() == self.width) {
                return Ok(None);
            }
            joined.push('\n');
            joined.push_str(&line);
            if !quotes(&line).is_multiple_of(2) {
                let cells = self.split(&joined, true).filter(|cells| cells.len() == self.width);
                return Ok(cells.map(|cells| (cells, offset + 1)));
            }
        }
        Ok(None)
    }

    /// The fields of a record, if it is exactly one.
    fn split(&self, record: &str, quoting: bool) -> Option<Vec<Cell>> {
        if !quoting || !record.contains('"') {
            let clean = |field: &str| Cell::from_text(field.trim().trim_matches('"'));
            return Some(record.split(char::from(self.delimiter)).map(clean).collect());
        }
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(self.delimiter)
            .buffer_capacity(record.len() + 1)
            .from_reader(record.as_bytes());
        let mut records = reader.records();
        let cells = records.next()?.ok()?.iter().map(Cell::from_text).collect();
        if records.next().is_some() { None } else { Some(cells) }
    }
}

/// Control characters that no text has.
fn looks_binary<'a>(lines: impl Iterator<Item = &'a str>) -> bool {
    let strange =
        |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1a}' | '\u{80}'..);
    lines.flat_map(str::chars).take(8192).filter(strange).count() > 8
}

/// A file that holds something else than text.
pub(super) fn not_text() -> crate::error::Error {
    refuse("file_not_a_table", [("kind", "binary".to_owned())])
}

/// `sep=;`, the line spreadsheet programs understand as a declaration.
fn declared_delimiter(first_line: &str) -> Option<u8> {
    let declared = first_line.trim().to_lowercase();
    match declared.strip_prefix("sep=")?.as_bytes() {
        [delimiter] => Some(*delimiter),
        _ => None,
    }
}

/// The candidate that most lines have in the same number, and many of. Commas inside amounts and addresses
/// are regular too, but fewer.
fn sniff_delimiter(sample: &[&str]) -> u8 {
    let score = |delimiter: u8| {
        let counts: Vec<usize> = sample.iter().map(|line| count_outside_quotes(line, delimiter)).collect();
        let (usual, share) = mode(&counts);
        usual * share
    };
    [b';', b'\t', b'|', b','].into_iter().rev().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b';')
}

fn count_outside_quotes(line: &str, delimiter: u8) -> usize {
    let mut quoted = false;
    line.bytes()
        .filter(|byte| {
            quoted ^= *byte == b'"';
            !quoted && *byte == delimiter
        })
        .count()
}

/// The most common number above zero, and how often it occurs; the larger one of two equally common.
fn mode(counts: &[usize]) -> (usize, usize) {
    let mut sorted: Vec<usize> = counts.iter().copied().filter(|count| *count > 0).collect();
    sorted.sort_unstable();
    sorted
        .chunk_by(|a, b| a == b)
        .map(|run| (run[0], run.len()))
        .max_by_key(|(_, times)| *times)
        .unwrap_or((0, 0))
}

fn usual_width(sample: &[&str], delimiter: u8) -> usize {
    let even = sample.iter().filter(|line| quotes(line).is_multiple_of(2));
    let counts: Vec<usize> = even.map(|line| count_outside_quotes(line, delimiter)).collect();
    mode(&counts).0 + 1
}

fn quotes(line: &str) -> usize {
    line.bytes().filter(|byte| *byte == b'"').count()
}
