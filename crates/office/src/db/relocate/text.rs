//! Stored values as the server writes them in a copy (`COPY … TO`, text format): the one form in which both sides can be
//! compared byte by byte.

use std::fmt::Write;

use chrono::{DateTime, NaiveDate, Timelike, Utc};
use sha2::{Digest, Sha256};
use sqlx::sqlite::{Sqlite, SqliteValueRef};
use sqlx::{Decode, TypeInfo, ValueRef};
use uuid::Uuid;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    Truth,
    Text,
    Day,
    Instant,
    Id,
    Bytes,
}

impl Kind {
    /// By the name that the server gives the type; none for one that no table of ours has.
    pub(super) fn of(name: &str) -> Option<Self> {
        Some(match name {
            "bigint" => Self::Number,
            "boolean" => Self::Truth,
            "text" => Self::Text,
            "date" => Self::Day,
            "timestamp with time zone" => Self::Instant,
            "uuid" => Self::Id,
            "bytea" => Self::Bytes,
            _ => return None,
        })
    }
}

/// Adds a value to a line; none when it is not what the column may hold on the other side.
pub(super) fn write(line: &mut Vec<u8>, kind: Kind, value: SqliteValueRef<'_>) -> Option<()> {
    if value.is_null() {
        line.extend_from_slice(b"\\N");
        return Some(());
    }
    let stored = value.type_info().name().to_owned();
    match (kind, stored.as_str()) {
        (Kind::Number, "INTEGER") => plain(line, &number(value)?.to_string()),
        (Kind::Truth, "INTEGER" | "BOOLEAN") => line.push(match number(value)? {
            0 => b'f',
            1 => b't',
            _ => return None,
        }),
        (Kind::Text, "TEXT") => text(line, <&str as Decode<Sqlite>>::decode(value).ok()?)?,
        (Kind::Day, "TEXT") => {
            let day = <NaiveDate as Decode<Sqlite>>::decode(value).ok()?;
            plain(line, &day.format("%Y-%m-%d").to_string());
        }
        (Kind::Instant, "TEXT") => {
            plain(line, &instant(<DateTime<Utc> as Decode<Sqlite>>::decode(value).ok()?)?);
        }
        (Kind::Id, "BLOB") => {
            let id = <Uuid as Decode<Sqlite>>::decode(value).ok()?;
            plain(line, &id.hyphenated().to_string());
        }
        (Kind::Bytes, "BLOB") => bytes(line, <&[u8] as Decode<Sqlite>>::decode(value).ok()?),
        _ => return None,
    }
    Some(())
}

fn number(value: SqliteValueRef<'_>) -> Option<i64> {
    <i64 as Decode<Sqlite>>::decode(value).ok()
}

fn plain(line: &mut Vec<u8>, word: &str) {
    line.extend_from_slice(word.as_bytes());
}

/// The server keeps no zero character.
fn text(line: &mut Vec<u8>, word: &str) -> Option<()> {
    for byte in word.bytes() {
        let short = match byte {
            0 => return None,
            b'\\' => b'\\',
            0x08 => b'b',
            0x0c => b'f',
            b'\n' => b'n',
            b'\r' => b'r',
            b'\t' => b't',
            0x0b => b'v',
            _ => {
                line.push(byte);
                continue;
            }
        };
        line.extend_from_slice(&[b'\\', short]);
    }
    Some(())
}

/// The server keeps microseconds and writes no zeros behind them; what is finer or before our era is not ours.
fn instant(at: DateTime<Utc>) -> Option<String> {
    if !at.nanosecond().is_multiple_of(1_000) {
        return None;
    }
    let mut told = at.format("%Y-%m-%d %H:%M:%S").to_string();
    let micros = at.nanosecond() / 1_000;
    if micros != 0 {
        write!(told, ".{micros:06}").ok()?;
        told.truncate(told.trim_end_matches('0').len());
    }
    told.push_str("+00");
    Some(told)
}

fn bytes(line: &mut Vec<u8>, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    line.extend_from_slice(b"\\\\x");
    for byte in bytes {
        line.push(DIGITS[usize::from(byte >> 4)]);
        line.push(DIGITS[usize::from(byte & 15)]);
    }
}

/// What is in a table, whatever the order of its rows: how many there are, and the sum of what each hashes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Contents {
    /// Rows.
    pub rows: i64,
    /// Half of the SHA-256 of each row, added up.
    pub sum: u128,
}

impl Contents {
    /// Adds a row, without the end of its line.
    pub(super) fn add(&mut self, line: &[u8]) {
        let hash = Sha256::digest(line);
        let mut half = [0_u8; 16];
        half.copy_from_slice(&hash[..16]);
        self.rows += 1;
        self.sum = self.sum.wrapping_add(u128::from_le_bytes(half));
    }

    /// As people compare it.
    pub fn checksum(&self) -> String {
        format!("{:032x}", self.sum)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeZone;

    use super::*;

    #[test]
    fn sys_1_texts_and_bytes_are_written_as_the_server_does() {
        let mut line = Vec::new();
        text(&mut line, "a\\b\tc\nd\r\u{8}\u{b}\u{c}ç€").unwrap();
        assert_eq!(String::from_utf8(line).unwrap(), "a\\\\b\\tc\\nd\\r\\b\\v\\fç€");
        assert_eq!(text(&mut Vec::new(), "a\0b"), None);
        let mut line = Vec::new();
        bytes(&mut line, &[0, 255, 16]);
        assert_eq!(line, b"\\\\x00ff10");
    }

    #[test]
    fn sys_1_instants_are_written_as_the_server_does() {
        let at = Utc.with_ymd_and_hms(2026, 11, 23, 9, 5, 7).unwrap();
        let micros = |micros| at + chrono::TimeDelta::microseconds(micros);
        assert_eq!(instant(at).unwrap(), "2026-11-23 09:05:07+00");
        assert_eq!(instant(micros(500_000)).unwrap(), "2026-11-23 09:05:07.5+00");
        assert_eq!(instant(micros(120)).unwrap(), "2026-11-23 09:05:07.00012+00");
        assert_eq!(instant(at + chrono::TimeDelta::nanoseconds(1)), None);
    }

    #[test]
    fn sys_1_contents_do_not_depend_on_the_order_and_notice_a_change() {
        let of = |lines: &[&[u8]]| {
            let mut contents = Contents::default();
            lines.iter().for_each(|line| contents.add(line));
            contents
        };
        assert_eq!(of(&[b"a", b"b"]), of(&[b"b", b"a"]));
        assert_ne!(of(&[b"a", b"b"]), of(&[b"a", b"c"]));
        // Two of the same do not cancel out.
        assert_ne!(of(&[b"a", b"a"]), of(&[b"b", b"b"]));
    }
}
