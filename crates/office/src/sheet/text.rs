//! Text files: encoding, delimiter, quotes that nobody closed.
//!
//! Fields of a line with quotes are split by the `csv` crate. What it does not do is decide what a quote
//! that never closes means: it would swallow the rest of the file. Here a record may run over several lines
//! only when that gives exactly one record of the usual width; otherwise the line stands alone.

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::{
    CELL_CHARACTERS_MAX, COLUMNS_MAX, Cell, ROWS_MAX, Row, cell_too_long, refuse, too_many_columns,
    too_many_rows,
};
use crate::error::Result;

/// Most lines that one quoted field may run over.
const LINES_OF_A_RECORD_MAX: usize = 100;
/// Lines looked at to tell the delimiter and the usual number of fields.
const SAMPLE_LINES: usize = 200;

/// A text file taken apart.
pub struct Table {
    /// Name of the encoding, such as `windows-1252`.
    pub encoding: String,
    /// What stands between the fields.
    pub delimiter: String,
    /// Rows that have something in them.
    pub rows: Vec<Row>,
}

/// Reads a text file.
pub fn read(bytes: &[u8]) -> Result<Table> {
    let (text, encoding) = decode(bytes);
    if looks_binary(&text) {
        return Err(refuse("file_not_a_table", [("kind", "binary".to_owned())]));
    }
    let mut lines: Vec<&str> = if text.contains('\n') {
        text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).collect()
    } else {
        text.split('\r').collect()
    };
    let declared = declared_delimiter(&lines);
    if declared.is_some() {
        lines[0] = "";
    }
    let delimiter = declared.unwrap_or_else(|| sniff_delimiter(&lines));
    let rows = Records { lines: &lines, delimiter, width: usual_width(&lines, delimiter) }.read()?;
    Ok(Table { encoding, delimiter: char::from(delimiter).to_string(), rows })
}

/// The text and the name of its encoding. Without a byte order mark each line is UTF-8 where it can be, and
/// Windows-1252 (which has Latin-1 in it) otherwise: files put together from two sources are no rarity.
fn decode(bytes: &[u8]) -> (String, String) {
    if let Some((encoding, skipped)) = Encoding::for_bom(bytes) {
        let text = encoding.decode_without_bom_handling(&bytes[skipped..]).0;
        return (text.into_owned(), encoding.name().to_lowercase());
    }
    if let Some(encoding) = utf_16_without_mark(bytes) {
        return (encoding.decode_without_bom_handling(bytes).0.into_owned(), encoding.name().to_lowercase());
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return (text.to_owned(), "utf-8".to_owned());
    }
    let mut text = String::with_capacity(bytes.len() + bytes.len() / 16);
    let mut unicode_lines = false;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        match std::str::from_utf8(line) {
            Ok(line) => {
                unicode_lines |= !line.is_ascii();
                text.push_str(line);
            }
            Err(_) => text.push_str(&WINDOWS_1252.decode_without_bom_handling(line).0),
        }
    }
    let name = if unicode_lines { "windows-1252 + utf-8" } else { "windows-1252" };
    (text, name.to_owned())
}

/// UTF-16 whose mark was lost: every other byte of western text is zero.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(1000)];
    let zeros = |offset: usize| sample.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let (even, odd) = (zeros(0), zeros(1));
    let most = sample.len() * 2 / 5;
    match () {
        () if sample.len() < 4 => None,
        () if odd > most && even == 0 => Some(UTF_16LE),
        () if even > most && odd == 0 => Some(UTF_16BE),
        () => None,
    }
}

/// Control characters that no text has.
fn looks_binary(text: &str) -> bool {
    let strange =
        |c: &char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}' | '\u{1a}' | '\u{80}'..);
    let count = text.chars().take(8192).filter(strange).count();
    text.contains('\0') || count > 8
}

/// `sep=;`, the line spreadsheet programs understand as a declaration.
fn declared_delimiter(lines: &[&str]) -> Option<u8> {
    let declared = lines.first()?.trim().to_lowercase();
    match declared.strip_prefix("sep=")?.as_bytes() {
        [delimiter] => Some(*delimiter),
        _ => None,
    }
}

/// The candidate that most lines have in the same number, and many of. Commas inside amounts and addresses
/// are regular too, but fewer.
fn sniff_delimiter(lines: &[&str]) -> u8 {
    let score = |delimiter: u8| {
        let counts: Vec<usize> = sample(lines).map(|line| count_outside_quotes(line, delimiter)).collect();
        let (usual, share) = mode(&counts);
        usual * share
    };
    [b';', b'\t', b'|', b','].into_iter().rev().max_by_key(|delimiter| score(*delimiter)).unwrap_or(b';')
}

fn sample<'a>(lines: &'a [&'a str]) -> impl Iterator<Item = &'a str> {
    lines.iter().copied().filter(|line| !line.trim().is_empty()).take(SAMPLE_LINES)
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

fn usual_width(lines: &[&str], delimiter: u8) -> usize {
    let even = sample(lines).filter(|line| quotes(line).is_multiple_of(2));
    let counts: Vec<usize> = even.map(|line| count_outside_quotes(line, delimiter)).collect();
    mode(&counts).0 + 1
}

fn quotes(line: &str) -> usize {
    line.bytes().filter(|byte| *byte == b'"').count()
}

struct Records<'a> {
    lines: &'a [&'a str],
    delimiter: u8,
    width: usize,
}

impl Records<'_> {
    fn read(&self) -> Result<Vec<Row>> {
        let mut rows = Vec::new();
        let mut at = 0;
        while at < self.lines.len() {
            let (row, next) = self.record(at);
            at = next;
            if row.cells.len() > COLUMNS_MAX {
                return Err(too_many_columns(row.cells.len()));
            }
            if row
                .cells
                .iter()
                .any(|cell| matches!(cell, Cell::Text(text) if text.len() > CELL_CHARACTERS_MAX))
            {
                return Err(cell_too_long(row.line));
            }
            if row.cells.iter().any(|cell| !cell.is_empty()) {
                rows.push(row);
            }
            if rows.len() > ROWS_MAX {
                return Err(too_many_rows());
            }
        }
        Ok(rows)
    }

    /// The record that starts at a line, and the line after it.
    fn record(&self, at: usize) -> (Row, usize) {
        let line = self.lines[at];
        let row = |cells| Row { line: i64::try_from(at).unwrap_or(i64::MAX) + 1, cells, flaw: None };
        if quotes(line).is_multiple_of(2) {
            return (row(self.split(line, true).unwrap_or_default()), at + 1);
        }
        if let Some((cells, next)) = self.over_several_lines(at) {
            return (row(cells), next);
        }
        for quoting in [true, false] {
            match self.split(line, quoting) {
                Some(cells) if cells.len() == self.width => return (row(cells), at + 1),
                _ => {}
            }
        }
        let cells = self.split(line, false).unwrap_or_default();
        (Row { flaw: Some("broken_quotes"), ..row(cells) }, at + 1)
    }

    /// A record whose quoted field holds line breaks: joined until the quotes close, if that gives one record
    /// of the usual width and no joined line is such a record by itself.
    fn over_several_lines(&self, at: usize) -> Option<(Vec<Cell>, usize)> {
        let mut joined = self.lines[at].to_owned();
        for (offset, line) in self.lines[at + 1..].iter().take(LINES_OF_A_RECORD_MAX).enumerate() {
            if joined.len() > CELL_CHARACTERS_MAX {
                return None;
            }
            if self.width > 2 && self.split(line, true).is_some_and(|cells| cells.len() == self.width) {
                return None;
            }
            joined.push('\n');
            joined.push_str(line);
            if !quotes(line).is_multiple_of(2) {
                let cells = self.split(&joined, true)?;
                return (cells.len() == self.width).then_some((cells, at + offset + 2));
            }
        }
        None
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
