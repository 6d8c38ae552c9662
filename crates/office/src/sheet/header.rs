//! Which row is the header, and which column is which field.

use brazil::text::fold;

use super::{Cell, Row};

/// Rows looked at for the header; titles and notes stand above it.
pub const WITHIN_ROWS: usize = 60;

/// A field that columns are looked for.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// Stable key, as in the request's mapping.
    pub key: &'static str,
    /// Several columns may hold it.
    pub many: bool,
    /// What people call it, folded (lower case, no accents or punctuation). The first is the usual one.
    pub names: &'static [&'static str],
}

/// Words that say nothing about which field it is.
const NOISE: &[&str] = &[
    "a",
    "as",
    "o",
    "os",
    "da",
    "das",
    "de",
    "do",
    "dos",
    "e",
    "em",
    "para",
    "no",
    "na",
    "cliente",
    "clientes",
    "titular",
    "assinante",
    "the",
    "of",
    "customer",
    "client",
    "p",
    "obrigatorio",
    "opcional",
    "brl",
    "r",
];

/// A header cell, folded once for all comparisons.
struct Title {
    folded: String,
    bare: String,
    /// What stands between slashes, such as `Nome/Razão`; none when there are none.
    parts: Vec<String>,
}

impl Title {
    fn new(text: &str) -> Self {
        let bare = without_parentheses(text);
        let parts: Vec<String> = bare.split(['/', '|']).map(fold).filter(|part| !part.is_empty()).collect();
        Self {
            folded: fold(text),
            bare: fold(&bare),
            parts: if parts.len() > 1 { parts } else { Vec::new() },
        }
    }

    /// How well it names a field: 5 exactly, 4 without what is in parentheses, 3 without noise words or with the
    /// dots of `C.E.P.` left out, 2 when each part between slashes does, 1 abbreviated.
    fn likeness(&self, field: &Field) -> usize {
        let names = field.names;
        if names.contains(&self.folded.as_str()) {
            return 5;
        }
        if names.contains(&self.bare.as_str()) {
            return 4;
        }
        let key = words(&self.bare);
        let initials = initials(&self.bare);
        if names
            .iter()
            .any(|name| (!key.is_empty() && words(name) == key) || initials.as_deref() == Some(name))
        {
            return 3;
        }
        let names_it = |part: &String| names.contains(&part.as_str());
        if !self.parts.is_empty() && self.parts.iter().all(names_it) {
            return 2;
        }
        usize::from(!key.is_empty() && names.iter().any(|name| abbreviates(&key, &words(name))))
    }
}

/// `c e p` → `cep`; none when a word has more than one letter.
fn initials(folded: &str) -> Option<String> {
    let letters: Vec<&str> = folded.split(' ').collect();
    let single = letters.len() > 1 && letters.iter().all(|word| word.chars().count() == 1);
    single.then(|| letters.concat())
}

/// Whether each word is the other's beginning: `preco unit` for `preco unitario`.
fn abbreviates(short: &[&str], full: &[&str]) -> bool {
    let begins =
        |(short, full): (&&str, &&str)| short == full || (short.len() >= 3 && full.starts_with(short));
    short.len() == full.len() && short.iter().zip(full).all(begins)
}

fn without_parentheses(header: &str) -> String {
    let mut depth = 0_usize;
    header
        .chars()
        .filter(|character| {
            match character {
                '(' | '[' => depth += 1,
                ')' | ']' => {
                    depth = depth.saturating_sub(1);
                    return false;
                }
                _ => {}
            }
            depth == 0
        })
        .collect()
}

fn words(text: &str) -> Vec<&str> {
    text.split(' ').filter(|word| !word.is_empty() && !NOISE.contains(word)).collect()
}

/// The field of each column. A field that may stand only once goes to the column that names it best, the
/// first of equals.
pub fn map<'f>(header: &Row, fields: &'f [Field]) -> Vec<Option<&'f Field>> {
    let mut columns: Vec<Option<&Field>> = vec![None; header.cells.len()];
    let mut scored: Vec<(usize, usize, usize)> = Vec::new();
    for (column, cell) in header.cells.iter().enumerate() {
        let Cell::Text(text) = cell else { continue };
        let title = Title::new(text);
        for (index, field) in fields.iter().enumerate() {
            let score = title.likeness(field);
            if score > 0 {
                scored.push((score, column, index));
            }
        }
    }
    scored.sort_by_key(|(score, column, index)| (std::cmp::Reverse(*score), *column, *index));
    let mut taken = vec![false; fields.len()];
    for (_, column, index) in scored {
        if columns[column].is_none() && (fields[index].many || !taken[index]) {
            columns[column] = Some(&fields[index]);
            taken[index] = true;
        }
    }
    columns
}

/// The index of the header among the rows and how many different fields it names; none when no row names two.
pub fn find(rows: &[Row], fields: &[Field]) -> Option<(usize, usize)> {
    let known = |row: &Row| {
        let mut keys: Vec<&str> = map(row, fields).into_iter().flatten().map(|field| field.key).collect();
        keys.sort_unstable();
        keys.dedup();
        keys.len()
    };
    rows.iter()
        .take(WITHIN_ROWS)
        .enumerate()
        .map(|(index, row)| (index, known(row)))
        .rev()
        .max_by_key(|(_, known)| *known)
        .filter(|(_, known)| *known >= 2)
}
