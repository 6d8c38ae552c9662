//! The lines of a text file in any usual encoding, a few of them read ahead.

use std::collections::VecDeque;
use std::io::Read;

use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::text::not_text;
use super::{CELL_CHARACTERS_MAX, COLUMNS_MAX, cannot_read, cell_too_long};
use crate::error::Result;

/// Bytes read at once, and looked at to tell the encoding.
const CHUNK: usize = 64 * 1024;
/// A line that is longer holds no cells that could be taken.
const LINE_BYTES_MAX: usize = CELL_CHARACTERS_MAX * COLUMNS_MAX;

/// The lines of a file. Without a byte order mark each line is UTF-8 where it can be, and Windows-1252 (which has
/// Latin-1 in it) otherwise: files put together from two sources are no rarity.
pub struct Lines<R> {
    reader: R,
    /// Of a file that is not read line by line as it stands, with the encoding's name.
    decoder: Option<(Decoder, &'static str)>,
    /// Bytes read and not yet taken apart, from `taken` on.
    bytes: Vec<u8>,
    taken: usize,
    ended: bool,
    /// What ends a line.
    end: u8,
    ahead: VecDeque<String>,
    /// Number of the first line of `ahead`, from 1.
    number: i64,
    /// Lines with letters beyond ASCII were seen, of either encoding.
    unicode: bool,
    windows: bool,
}

impl<R: Read> Lines<R> {
    /// Looks at the first bytes.
    pub fn open(mut reader: R) -> Result<Self> {
        let mut start = Vec::with_capacity(CHUNK);
        reader.by_ref().take(CHUNK as u64).read_to_end(&mut start).map_err(|error| cannot_read(&error))?;
        let ended = start.len() < CHUNK;
        let (encoding, mark) = match Encoding::for_bom(&start) {
            Some((encoding, mark)) => (encoding, mark),
            None => (utf_16_without_mark(&start).unwrap_or(UTF_8), 0),
        };
        let name = if encoding == UTF_16LE { "utf-16le" } else { "utf-16be" };
        let decoder = (encoding != UTF_8).then(|| (encoding.new_decoder_without_bom_handling(), name));
        let mut lines = Self {
            reader,
            decoder,
            bytes: Vec::new(),
            taken: 0,
            ended,
            end: b'\n',
            ahead: VecDeque::new(),
            number: 1,
            unicode: false,
            windows: false,
        };
        lines.add(&start[mark..]);
        if !lines.bytes.contains(&b'\n') {
            lines.end = b'\r';
        }
        Ok(lines)
    }

    /// Name of the encoding as far as was read.
    pub fn encoding(&self) -> String {
        let name = match (&self.decoder, self.windows, self.unicode) {
            (Some((_, name)), ..) => name,
            (None, false, _) => "utf-8",
            (None, true, false) => "windows-1252",
            (None, true, true) => "windows-1252 + utf-8",
        };
        name.to_owned()
    }

    /// Number of the line at place 0, from 1.
    pub fn number(&self) -> i64 {
        self.number
    }

    /// The line at a place before the reader, without its end; none behind the last one.
    pub fn ahead(&mut self, place: usize) -> Result<Option<&str>> {
        while self.ahead.len() <= place {
            let Some(line) = self.read()? else { return Ok(None) };
            self.ahead.push_back(line);
        }
        Ok(self.ahead.get(place).map(String::as_str))
    }

    /// The lines read so far and not passed.
    pub fn read_ahead(&self) -> impl Iterator<Item = &str> {
        self.ahead.iter().map(String::as_str)
    }

    /// Passes lines that were read ahead.
    pub fn pass(&mut self, count: usize) {
        let count = count.min(self.ahead.len());
        self.ahead.drain(..count);
        self.number += i64::try_from(count).unwrap_or(0);
    }

    /// Takes what the line at place 0 says away.
    pub fn blank(&mut self) {
        if let Some(line) = self.ahead.front_mut() {
            line.clear();
        }
    }

    fn read(&mut self) -> Result<Option<String>> {
        let mut searched = self.taken;
        loop {
            if let Some(length) = self.bytes[searched..].iter().position(|byte| *byte == self.end) {
                let until = searched + length;
                let line = self.decode(self.taken, until)?;
                self.taken = until + 1;
                return Ok(Some(line));
            }
            if self.bytes.len() - self.taken > LINE_BYTES_MAX {
                return Err(cell_too_long(self.number));
            }
            if self.ended {
                let (from, until) = (self.taken, self.bytes.len());
                self.taken = until;
                return if from < until { self.decode(from, until).map(Some) } else { Ok(None) };
            }
            self.bytes.drain(..std::mem::take(&mut self.taken));
            searched = self.bytes.len();
            let mut chunk = vec![0; CHUNK];
            let read = self.reader.read(&mut chunk).map_err(|error| cannot_read(&error))?;
            self.ended = read == 0;
            self.add(&chunk[..read]);
        }
    }

    /// Adds bytes as they stand, or as UTF-8 where the whole file is of another encoding.
    fn add(&mut self, read: &[u8]) {
        let Some((decoder, _)) = &mut self.decoder else {
            self.bytes.extend_from_slice(read);
            return;
        };
        let mut text = String::with_capacity(decoder.max_utf8_buffer_length(read.len()).unwrap_or(0));
        let _ = decoder.decode_to_string(read, &mut text, self.ended);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    fn decode(&mut self, from: usize, until: usize) -> Result<String> {
        let mut line = &self.bytes[from..until];
        if self.end == b'\n' {
            line = line.strip_suffix(b"\r").unwrap_or(line);
        }
        if line.contains(&0) {
            return Err(not_text());
        }
        if let Ok(line) = std::str::from_utf8(line) {
            self.unicode |= !line.is_ascii();
            return Ok(line.to_owned());
        }
        self.windows = true;
        Ok(WINDOWS_1252.decode_without_bom_handling(line).0.into_owned())
    }
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
