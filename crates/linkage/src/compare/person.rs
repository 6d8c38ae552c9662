//! Full names as Brazilians write them.

use super::{Outcome, within};
use crate::table::{Column, MOST_WORDS, Words};

/// How likely a random word begins with a given letter.
const CHANCE_OF_A_LETTER: f32 = 0.1;
const COMPATIBLE: u8 = 2;
const SIMILAR: u8 = 3;
const GENERATION: u8 = 4;
const GIVEN_AND_SURNAME: u8 = 5;
const GIVEN_ONLY: u8 = 6;
const SURNAME_ONLY: u8 = 7;
const DIFFERENT: u8 = 8;

/// How two words agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Agreement {
    None,
    Initial,
    Close,
    Same,
}

/// What two lists of words have in common.
#[derive(Debug, Default)]
struct Match {
    same: usize,
    close: usize,
    initial: usize,
    /// The first words agree, as equal or close.
    given: bool,
    given_initial: bool,
    /// Words behind the first that are equal or close.
    surnames: usize,
    /// Product of the chances of what is shared.
    chance: f32,
}

/// Compares two names that are not equal.
pub(super) fn compare(column: &Column, one: u32, other: u32) -> Outcome {
    let Some(words) = column.words() else { return Outcome::plain(DIFFERENT) };
    let (left, right) = (words.of(one), words.of(other));
    let (shorter, longer) = if left.len() <= right.len() { (left, right) } else { (right, left) };
    let found = pair_up(column, words, shorter, longer);
    let mut level = level_of(&found, shorter.len(), longer.len());
    if level <= SIMILAR && column.flag(one) != column.flag(other) {
        level = GENERATION;
    }
    if level == DIFFERENT {
        return Outcome::plain(DIFFERENT);
    }
    // What is alike is never rarer than the names themselves: else alike would weigh more than equal.
    let whole = if level <= GENERATION { column.chance(one).max(column.chance(other)) } else { 0.0 };
    Outcome { level, chance: found.chance.max(whole) }
}

fn level_of(found: &Match, shorter: usize, longer: usize) -> u8 {
    let paired = found.same + found.close + found.initial;
    let all = paired == shorter;
    if found.same == shorter && shorter == longer {
        return COMPATIBLE; // another order
    }
    let given = found.given || found.given_initial;
    if all && shorter >= 2 && given && found.close == 0 && found.same > 0 {
        return COMPATIBLE;
    }
    if all && shorter >= 2 && given && found.same + found.close > 0 {
        return SIMILAR;
    }
    match (found.given, found.surnames > 0) {
        (true, true) => GIVEN_AND_SURNAME,
        (true, false) => GIVEN_ONLY,
        (false, true) => SURNAME_ONLY,
        (false, false) => DIFFERENT,
    }
}

/// Gives each word of the shorter list the best partner that is left: equal ones first.
fn pair_up(column: &Column, words: &Words, shorter: &[u32], longer: &[u32]) -> Match {
    let mut found = Match { chance: 1.0, ..Match::default() };
    let mut left = [false; MOST_WORDS];
    let mut right = [false; MOST_WORDS];
    for (at, &word) in shorter.iter().enumerate() {
        let free = |place: &usize| !right[*place] && longer[*place] == word;
        // The same place first: "Ana Ana" is rare, but "Silva Silva" is not.
        let place = Some(at).filter(free).or_else(|| (0..longer.len()).find(free));
        if let Some(place) = place {
            (left[at], right[place]) = (true, true);
            found.take(column, Agreement::Same, (at, word), (place, word));
        }
    }
    for (at, &word) in shorter.iter().enumerate().filter(|(at, _)| !left[*at]) {
        let mut best = (Agreement::None, 0);
        for (place, &other) in longer.iter().enumerate().filter(|(place, _)| !right[*place]) {
            // A given name is not a surname: only words on the same side of the first place are compared loosely.
            if (at == 0) == (place == 0) {
                let agreement = agree(words, word, other);
                if agreement > best.0 {
                    best = (agreement, place);
                }
            }
        }
        if best.0 > Agreement::None {
            right[best.1] = true;
            found.take(column, best.0, (at, word), (best.1, longer[best.1]));
        }
    }
    found
}

impl Match {
    fn take(&mut self, column: &Column, agreement: Agreement, one: (usize, u32), other: (usize, u32)) {
        let firsts = one.0 == 0 && other.0 == 0;
        let behind = one.0 > 0 && other.0 > 0;
        match agreement {
            Agreement::Same => self.same += 1,
            Agreement::Close => self.close += 1,
            Agreement::Initial => self.initial += 1,
            Agreement::None => return,
        }
        let full = agreement != Agreement::Initial;
        self.given |= firsts && full;
        self.given_initial |= firsts && !full;
        self.surnames += usize::from(behind && full);
        self.chance *= if !full {
            CHANCE_OF_A_LETTER
        } else if firsts {
            column.chance_first(one.1).max(column.chance_first(other.1))
        } else {
            column.chance_behind(one.1).max(column.chance_behind(other.1))
        };
    }
}

fn agree(words: &Words, one: u32, other: u32) -> Agreement {
    let (left, right) = (words.text(one), words.text(other));
    let shortest = left.len().min(right.len());
    if shortest == 1 {
        let initial = left.as_bytes().first() == right.as_bytes().first();
        return if initial { Agreement::Initial } else { Agreement::None };
    }
    let alike = words.same_sound(one, other) && shortest >= 3 && ends_alike(left, right);
    let edits = usize::from(shortest >= 4) + usize::from(shortest >= 8);
    let typed = edits > 0 && within(left, right, edits) && ends_alike(left, right);
    let cut = shortest >= 3
        && (left.starts_with(right) || right.starts_with(left))
        && left.len().abs_diff(right.len()) > 1;
    if alike || typed || cut { Agreement::Close } else { Agreement::None }
}

/// Mario and Maria, Paulo and Paula are two people: the last vowel a or o must not differ.
fn ends_alike(left: &str, right: &str) -> bool {
    // Nor are Rafael and Rafaela one, Luiz and Luiza.
    if left.strip_suffix('a') == Some(right) || right.strip_suffix('a') == Some(left) {
        return false;
    }
    let gender = |text: &str| match text.as_bytes().last() {
        Some(b'a') => 1,
        Some(b'o') => 2,
        _ => 0,
    };
    let (one, other) = (gender(left), gender(right));
    one == other || one == 0 || other == 0
}

#[cfg(test)]
mod tests {
    use crate::config::Config;
    use crate::kind::Kind;
    use crate::table::Table;

    fn level(one: &str, other: &str) -> &'static str {
        let config = Config::from_toml(
            "[[field]]\nname='name'\nkind='person_name'\n[[block]]\nkeys=['name:sounds']\n",
        )
        .unwrap();
        let mut table = Table::new(&config);
        table.push(&[one]);
        table.push(&[other]);
        table.finish();
        let forth = super::super::compare(&table, 0, 0, 1);
        let back = super::super::compare(&table, 0, 1, 0);
        assert_eq!(forth.level, back.level, "{one} / {other}");
        Kind::PersonName.level_name(forth.level)
    }

    #[test]
    fn dup_2_names_are_compared_as_brazilians_write_them() {
        for (one, other, expected) in [
            ("Maria da Silva", "MARIA SILVA", "exact"),
            ("José Carlos Souza", "Souza José Carlos", "compatible"),
            ("João Carlos da Silva", "J. Carlos Silva", "compatible"),
            ("João Carlos da Silva", "João C Silva", "compatible"),
            ("João Carlos da Silva", "João Silva", "compatible"),
            ("Thiago Souza", "Tiago Sousa", "similar"),
            ("Mateus Oliveira", "Matues Oliveira", "similar"),
            ("José da Silva", "José da Silva Filho", "generation"),
            ("José da Silva Neto", "José da Silva Filho", "generation"),
            ("José da Silva Jr", "José da Silva Júnior", "exact"),
            ("Ana Paula Ferreira", "Ana Paula Ferreira Costa", "compatible"),
            ("Ana Ferreira Lima", "Ana Ferreira Costa", "given_and_surname"),
            ("Ana Ferreira", "Ana Costa", "given_only"),
            ("Ana Ferreira", "Beatriz Ferreira", "surname_only"),
            ("Paulo Ferreira", "Paula Ferreira", "surname_only"),
            ("Rafael Ferreira", "Rafaela Ferreira", "surname_only"),
            ("Ana Ferreira", "Carlos Moreira", "different"),
        ] {
            assert_eq!(level(one, other), expected, "{one} / {other}");
        }
    }
}
