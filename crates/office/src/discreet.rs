//! What may stand in a log: nothing that could be about a person. Words of other programs (an engine, a mail server, a
//! parser) quote what they were given; quotes, addresses, numbers as long as a document or a telephone and paths are
//! left out of them.

use chrono::DateTime;
use uuid::Uuid;

/// So many digits together may be a document or a telephone.
const DIGITS_MAX: usize = 6;
/// What stands for what was left out.
const LEFT_OUT: &str = "…";

/// A text without what could be about a person. Words between quotes stay where `known` says that they are ours.
pub fn without_people(text: &str, known: &dyn Fn(&str) -> bool) -> String {
    let unquoted = without_quotes(text, known);
    let words: Vec<String> = unquoted.split(' ').map(word).collect();
    without_numbers(&words)
}

/// Leaves out what stands between quotes, and between the brackets in which an engine tells a row's values. A quote that is
/// never closed leaves out the rest.
fn without_quotes(text: &str, known: &dyn Fn(&str) -> bool) -> String {
    let mut told = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((at, open, close)) = first_quote(rest) {
        told.push_str(&rest[..at]);
        let inside = &rest[at + open.len_utf8()..];
        let end = inside.find(close);
        let quoted = end.map_or(inside, |end| &inside[..end]);
        told.push(open);
        told.push_str(if known(quoted) { quoted } else { LEFT_OUT });
        told.push(close);
        rest = end.map_or("", |end| &inside[end + close.len_utf8()..]);
    }
    told.push_str(rest);
    told
}

fn first_quote(text: &str) -> Option<(usize, char, char)> {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let close = match c {
            '"' | '`' => Some(c),
            // Not the one inside a word.
            '\'' if !before.is_alphanumeric() => Some('\''),
            '“' => Some('”'),
            '«' => Some('»'),
            '(' if before == '=' => Some(')'),
            _ => None,
        };
        if let Some(close) = close {
            return Some((at, c, close));
        }
        before = c;
    }
    None
}

/// Addresses of people, and paths, which begin with the name of whoever is at home there.
fn word(word: &str) -> String {
    let value = word.split_once('=').map_or(word, |(_, value)| value);
    let named = &word[..word.len() - value.len()];
    if value.contains('@') || value.contains('/') || value.contains('\\') {
        format!("{named}{LEFT_OUT}")
    } else {
        word.to_owned()
    }
}

/// Leaves out long numbers, also with spaces and signs between their digits. Instants and ids are no numbers of anybody.
fn without_numbers(words: &[String]) -> String {
    let mut told: Vec<String> = Vec::with_capacity(words.len());
    let mut run: Vec<&str> = Vec::new();
    for word in words {
        if is_number(word) {
            run.push(word);
            continue;
        }
        end_run(&mut told, &mut run);
        told.push(if is_ours(word) { word.clone() } else { shortened(word) });
    }
    end_run(&mut told, &mut run);
    told.join(" ")
}

fn end_run(told: &mut Vec<String>, run: &mut Vec<&str>) {
    if digits(&run.concat()) > DIGITS_MAX {
        told.push(LEFT_OUT.to_owned());
    } else {
        told.extend(run.iter().map(|word| (*word).to_owned()));
    }
    run.clear();
}

fn digits(word: &str) -> usize {
    word.chars().filter(char::is_ascii_digit).count()
}

fn is_number(word: &str) -> bool {
    digits(word) > 0 && word.chars().all(|c| c.is_ascii_digit() || "+-.,/()".contains(c))
}

fn is_ours(word: &str) -> bool {
    let bare = word.split_once('=').map_or(word, |(_, value)| value).trim_end_matches([',', ':', '}']);
    DateTime::parse_from_rfc3339(bare).is_ok() || Uuid::parse_str(bare).is_ok()
}

/// A word with a long number in it, such as `phone=5519998124471`.
fn shortened(word: &str) -> String {
    let mut told = String::new();
    let mut run = String::new();
    for c in word.chars().chain([' ']) {
        if c.is_ascii_digit() || (!run.is_empty() && "-.".contains(c)) {
            run.push(c);
            continue;
        }
        told.push_str(if digits(&run) > DIGITS_MAX { LEFT_OUT } else { &run });
        run.clear();
        told.push(c);
    }
    told.pop();
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clean(text: &str) -> String {
        without_people(text, &|word| word == "quotes.create")
    }

    #[test]
    fn sys_3_what_others_quote_is_left_out() {
        for (text, told) in [
            (
                "2026-11-28T21:39:39.123456Z ERROR command{name=\"quotes.create\"}: office::error: internal error id=\"A1\" \
                 error=invalid type: string \"João Ávila\", expected a date",
                "2026-11-28T21:39:39.123456Z ERROR command{name=\"quotes.create\"}: office::error: internal error id=\"…\" \
                 error=invalid type: string \"…\", expected a date",
            ),
            ("550 5.1.1 <joao@exemplo.com.br>: no such user", "550 5.1.1 … no such user"),
            ("Key (name)=(João da Silva) already exists", "Key (name)=(…) already exists"),
            ("calls +55 (19) 99812-4471 now", "calls … now"),
            ("document 529.982.247-25 and doc=52998224725", "document … and doc=…"),
            ("milliseconds=120 rows=123456", "milliseconds=120 rows=123456"),
            ("opened /home/joana/retaguarda.db", "opened …"),
            ("url=postgres://ana:segredo@servidor/base", "url=…"),
            (
                "a job=019a5d2e-1111-7000-8000-123456789012 ended",
                "a job=019a5d2e-1111-7000-8000-123456789012 ended",
            ),
            ("it doesn't end 'João", "it doesn't end '…'"),
            ("said “João” and «Maria»", "said “…” and «…»"),
        ] {
            assert_eq!(clean(text), told);
        }
    }
}
