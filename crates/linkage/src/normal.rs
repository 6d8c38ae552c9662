//! One spelling for values that mean the same: what is left is compared byte by byte.

use std::fmt::Write;

use unicode_normalization::UnicodeNormalization;

use crate::kind::Kind;

/// Longest value that is looked at, in bytes; the rest of a longer one is left out.
const LONGEST: usize = 400;
const PARTICLES: [&str; 6] = ["da", "de", "do", "das", "dos", "e"];
const GENERATIONS: [(&str, &str); 11] = [
    ("junior", "junior"),
    ("jr", "junior"),
    ("jnr", "junior"),
    ("jun", "junior"),
    ("filho", "filho"),
    ("fo", "filho"),
    ("neto", "neto"),
    ("nt", "neto"),
    ("sobrinho", "sobrinho"),
    ("sob", "sobrinho"),
    ("segundo", "segundo"),
];
const STREETS: [(&str, &str); 24] = [
    ("r", "rua"),
    ("av", "avenida"),
    ("aven", "avenida"),
    ("tv", "travessa"),
    ("trav", "travessa"),
    ("al", "alameda"),
    ("pc", "praca"),
    ("pca", "praca"),
    ("rod", "rodovia"),
    ("est", "estrada"),
    ("estr", "estrada"),
    ("lgo", "largo"),
    ("vl", "vila"),
    ("jd", "jardim"),
    ("dr", "doutor"),
    ("dra", "doutora"),
    ("prof", "professor"),
    ("profa", "professora"),
    ("cel", "coronel"),
    ("gen", "general"),
    ("pres", "presidente"),
    ("sta", "santa"),
    ("sto", "santo"),
    ("cap", "capitao"),
];

/// The mark of the generation at the end of a name (0 = none), in the order of [`GENERATIONS`].
pub(crate) fn generation(word: &str) -> u8 {
    GENERATIONS.iter().position(|(_, full)| *full == word).map_or(0, |at| u8::try_from(at + 1).unwrap_or(0))
}

/// Writes the normal form of a value to `out`; empty means missing.
pub(crate) fn normalise(kind: Kind, raw: &str, scratch: &mut String, out: &mut String) {
    out.clear();
    let raw = cut(raw.trim());
    if raw.is_empty() {
        return;
    }
    match kind {
        Kind::PersonName => {
            fold(raw, scratch);
            person_name(scratch, out);
        }
        Kind::Name | Kind::Text => fold(raw, out),
        Kind::Address => {
            fold(raw, scratch);
            street(scratch, out);
        }
        Kind::Date => date(raw, out),
        Kind::Document => document(raw, out),
        Kind::Code => {
            fold(raw, out);
            out.retain(|letter| letter != ' ');
        }
        Kind::Phone => phone(raw, out),
        Kind::Email => email(raw, out),
    }
}

fn cut(text: &str) -> &str {
    let mut end = text.len().min(LONGEST);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Lower case without accents, words of `a-z0-9` with one space between; apostrophes join.
fn fold(raw: &str, out: &mut String) {
    out.clear();
    let mut space = false;
    let mut put = |letter: char| match letter {
        'a'..='z' | '0'..='9' => {
            if space && !out.is_empty() {
                out.push(' ');
            }
            space = false;
            out.push(letter);
        }
        'A'..='Z' => {
            if space && !out.is_empty() {
                out.push(' ');
            }
            space = false;
            out.push(letter.to_ascii_lowercase());
        }
        '\'' | '’' | '`' | '´' | '\u{300}'..='\u{36f}' => {}
        _ => space = true,
    };
    if raw.is_ascii() {
        raw.bytes().for_each(|byte| put(char::from(byte)));
    } else {
        raw.nfkd().for_each(put);
    }
}

fn push_word(word: &str, out: &mut String) {
    if !out.is_empty() {
        out.push(' ');
    }
    out.push_str(word);
}

fn person_name(folded: &str, out: &mut String) {
    let count = folded.split(' ').count();
    for (at, word) in folded.split(' ').enumerate() {
        if PARTICLES.contains(&word) && (word.len() > 1 || at + 1 < count) {
            continue;
        }
        let mark = (at > 0 && at + 1 == count)
            .then(|| GENERATIONS.iter().find(|(short, _)| *short == word))
            .flatten()
            .map_or(word, |(_, full)| full);
        push_word(mark, out);
    }
}

fn street(folded: &str, out: &mut String) {
    for word in folded.split(' ') {
        let word = STREETS.iter().find(|(short, _)| *short == word).map_or(word, |(_, full)| full);
        if !PARTICLES.contains(&word) {
            push_word(word, out);
        }
    }
}

fn digits(raw: &str, out: &mut String) {
    out.extend(raw.chars().filter(char::is_ascii_digit));
}

/// `yyyymmdd`, also for dates that do not exist; other numbers of digits as they are.
fn date(raw: &str, out: &mut String) {
    let mut parts = raw.split(|letter: char| !letter.is_ascii_digit()).filter(|part| !part.is_empty());
    if let (Some(one), Some(two), Some(three)) = (parts.next(), parts.next(), parts.next()) {
        let (year, month, day) = if one.len() == 4 { (one, two, three) } else { (three, two, one) };
        if year.len() == 4 && month.len() <= 2 && day.len() <= 2 {
            write!(out, "{year}{month:0>2}{day:0>2}").ok();
            return;
        }
    }
    digits(raw, out);
}

/// Digits and capitals; zeros that a spreadsheet took off the front come back where the check digits then fit.
fn document(raw: &str, out: &mut String) {
    out.extend(raw.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase()));
    let first = out.bytes().next();
    if out.bytes().all(|byte| Some(byte) == first) {
        out.clear();
        return;
    }
    let full = match out.len() {
        8..=10 => 11,
        12 | 13 => 14,
        _ => return,
    };
    let padded = format!("{out:0>full$}");
    if brazil::document::Document::parse(&padded).is_ok() {
        *out = padded;
    }
}

/// Area and line without country and trunk prefix. Eight-digit mobiles of before 2016 get their ninth digit.
fn phone(raw: &str, out: &mut String) {
    digits(raw, out);
    let kept = out.trim_start_matches('0');
    let kept = if kept.len() >= 12 { kept.strip_prefix("55").unwrap_or(kept) } else { kept };
    let old_mobile = kept.len() == 10 && matches!(kept.as_bytes().get(2), Some(b'6'..=b'9'));
    let text = if old_mobile { format!("{}9{}", &kept[..2], &kept[2..]) } else { kept.to_owned() };
    *out = if text.len() < 6 { String::new() } else { text };
}

fn email(raw: &str, out: &mut String) {
    out.extend(raw.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase));
    if !out.contains('@') || out.starts_with('@') {
        out.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn normal(kind: Kind, raw: &str) -> String {
        let (mut scratch, mut out) = (String::new(), String::new());
        normalise(kind, raw, &mut scratch, &mut out);
        out
    }

    #[test]
    fn names_lose_accents_particles_and_short_marks() {
        assert_eq!(normal(Kind::PersonName, "  José  da SILVA Jr. "), "jose silva junior");
        assert_eq!(normal(Kind::PersonName, "Joana D'Ávila e Souza"), "joana davila souza");
        assert_eq!(normal(Kind::PersonName, "Filho"), "filho");
        assert_eq!(normal(Kind::PersonName, "--"), "");
    }

    #[test]
    fn dates_of_all_spellings_become_one() {
        for text in ["1980-03-07", "07/03/1980", "7/3/1980", "19800307"] {
            assert_eq!(normal(Kind::Date, text), "19800307", "{text}");
        }
    }

    #[test]
    fn documents_get_their_zeros_back_only_where_check_digits_fit() {
        assert_eq!(normal(Kind::Document, "000.000.001-91"), "00000000191");
        assert_eq!(normal(Kind::Document, "1234567"), "1234567");
        assert_eq!(normal(Kind::Document, "12.ABC.345/01DE-35"), "12ABC34501DE35");
        assert_eq!(normal(Kind::Document, "111.111.111-11"), "");
        assert_eq!(normal(Kind::Document, "5299822472"), "5299822472");
    }

    #[test]
    fn phones_lose_prefixes_and_gain_the_ninth_digit() {
        for text in ["+55 (11) 98765-4321", "011 8765-4321", "11987654321", "5511987654321"] {
            assert_eq!(normal(Kind::Phone, text), "11987654321", "{text}");
        }
        assert_eq!(normal(Kind::Phone, "11 3265-4321"), "1132654321");
        assert_eq!(normal(Kind::Phone, "123"), "");
    }

    #[test]
    fn streets_and_mails() {
        assert_eq!(normal(Kind::Address, "R. Dr. João de Barros"), "rua doutor joao barros");
        assert_eq!(normal(Kind::Email, " Ana.Lima@Exemplo.com "), "ana.lima@exemplo.com");
        assert_eq!(normal(Kind::Email, "não tem"), "");
        assert_eq!(normal(Kind::Code, "01.310-100"), "01310100");
    }
}
