//! Text as people in an office write it: search keys, invisible characters, names, and whether a note says anything.

use std::iter::once;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Particles of Portuguese names, written in lower case between other names.
const PARTICLES: [&str; 6] = ["de", "da", "do", "das", "dos", "e"];
/// Words after the first that stay in capitals: numerals ("João Paulo II") and company forms ("Padaria ME").
const CAPITALS: [&str; 11] = ["II", "III", "IV", "VI", "VII", "VIII", "IX", "ME", "EPP", "MEI", "S/A"];

/// Key for searching and sorting (SYS-7): lower case, no accents, and every run of white space and
/// punctuation as one space, so that "Ávila", "avila" and "AVILA " are the same.
///
/// Invisible characters vanish instead of separating. Folding a folded text changes nothing.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut push = |character: char| {
        if character.is_alphanumeric() {
            folded.push(character);
        } else if !is_invisible(character) && !folded.is_empty() && !folded.ends_with(' ') {
            folded.push(' ');
        }
    };
    for character in text.chars() {
        if is_line_break(character) {
            push(' ');
        } else if character.is_ascii() {
            // Most of what is folded: there is nothing to take apart.
            push(character.to_ascii_lowercase());
        } else if !is_invisible(character) {
            let parts = once(character).nfkd().flat_map(char::to_lowercase).nfkd();
            parts.filter(|c| !is_combining_mark(*c)).for_each(&mut push);
        }
    }
    folded.truncate(folded.trim_end().len());
    folded
}

/// The words a name is looked for by: folded, each once, without particles, single letters and figures.
pub fn name_words(name: &str) -> Vec<String> {
    let mut words: Vec<String> =
        fold(name).split(' ').filter(|word| is_name_word(word)).map(str::to_owned).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Whether a folded word is one that names are looked for by.
pub fn is_name_word(folded: &str) -> bool {
    folded.chars().nth(1).is_some() && folded.chars().all(char::is_alphabetic) && !PARTICLES.contains(&folded)
}

/// Text of one line without what cannot be seen: control characters, direction marks and overrides
/// (U+202A–E, U+2066–9, U+200E/F), zero-width characters and the byte order mark.
///
/// Such characters come in by copying from messengers and spreadsheets; they make equal values
/// differ and can show a text other than the one stored. A line break or tab becomes one space, so
/// that the words beside it do not run together.
pub fn strip_invisible(text: &str) -> String {
    let mut stripped = String::with_capacity(text.len());
    for character in text.chars() {
        if is_line_break(character) {
            if !stripped.ends_with(' ') {
                stripped.push(' ');
            }
        } else if !is_invisible(character) {
            stripped.push(character);
        }
    }
    stripped
}

/// The same as [`strip_invisible`] for text of several lines: line feeds stay, CR LF and a lone CR
/// become a line feed, a tab becomes a space.
pub fn strip_invisible_lines(text: &str) -> String {
    let unified = text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n");
    let lines: Vec<String> = unified.split('\n').map(strip_invisible).collect();
    lines.join("\n")
}

/// Whether a text says something (CUS-2): blank, punctuation only ("...", "—") or one single
/// repeated character ("aaaa", "x") says nothing.
pub fn is_meaningful(text: &str) -> bool {
    let folded = fold(text);
    let mut characters = folded.chars().filter(|c| *c != ' ');
    match characters.next() {
        Some(first) => characters.any(|c| c != first),
        None => false,
    }
}

/// A person's name in the usual capitals: "MARIA D'ÁVILA DA SILVA" → "Maria D'Ávila da Silva".
///
/// Particles (de, da, do, das, dos, e) are lower case except at the start; parts after an
/// apostrophe or a hyphen start with a capital ("Sant'Anna", "Ana-Maria"). White space collapses.
/// Acronyms cannot be told from names, so do not apply it to company names without asking.
pub fn title_case_name(name: &str) -> String {
    let clean = strip_invisible(name);
    let words: Vec<&str> = clean.split_whitespace().collect();
    let titled: Vec<String> = words
        .iter()
        .enumerate()
        .map(|(position, word)| {
            let lower = word.to_lowercase();
            let upper = word.to_uppercase();
            if position > 0 && position + 1 < words.len() && PARTICLES.contains(&lower.as_str()) {
                lower
            } else if position > 0 && CAPITALS.contains(&upper.as_str()) {
                upper
            } else {
                title_case_word(&lower)
            }
        })
        .collect();
    titled.join(" ")
}

/// Capital at the start of each part of a lower-case word; a part is what follows a hyphen, a
/// slash, a full stop, or an apostrophe before at least two letters ("sant'anna", not "mcdonald's").
fn title_case_word(lower: &str) -> String {
    let mut titled = String::with_capacity(lower.len());
    let mut starts_part = true;
    for (index, character) in lower.char_indices() {
        if starts_part && character.is_alphanumeric() {
            titled.extend(character.to_uppercase());
            starts_part = false;
            continue;
        }
        titled.push(character);
        let rest = &lower[index + character.len_utf8()..];
        starts_part = match character {
            '\'' | '’' | '`' | '´' => rest.chars().take_while(|c| c.is_alphanumeric()).count() >= 2,
            _ => !character.is_alphanumeric() && !is_combining_mark(character),
        };
    }
    titled
}

fn is_line_break(character: char) -> bool {
    matches!(character, '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether a character has no visible form of its own: controls and the default ignorable format
/// characters of Unicode (UAX #44, `Default_Ignorable_Code_Point`), private use excepted.
pub fn is_invisible(character: char) -> bool {
    character.is_control()
        || matches!(character,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
            | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests;
