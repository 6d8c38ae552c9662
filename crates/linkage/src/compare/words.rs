//! Names of one word or few, streets, texts.

use super::{Outcome, similarity, within};
use crate::table::{Column, Words};

/// Levels: 2 sounds alike or one edit, 3 close, 4 a shared word or beginning, 5 different.
pub(super) fn compare_name(column: &Column, one: u32, other: u32) -> Outcome {
    let (left, right) = (column.text(one), column.text(other));
    let commoner = column.chance(one).max(column.chance(other));
    let shortest = left.len().min(right.len());
    let alike = column.words().is_some_and(|words| all_sound_alike(words, one, other));
    if alike || (shortest >= 3 && within(left, right, 1)) || same_without_spaces(left, right) {
        return Outcome { level: 2, chance: commoner };
    }
    if shortest >= 4 && (within(left, right, 2) || similarity(left, right) >= 0.9) {
        return Outcome { level: 3, chance: commoner };
    }
    let shared = column.words().is_some_and(|words| share(words, one, other).0 > 0);
    let begins = shortest >= 1 && (left.starts_with(right) || right.starts_with(left));
    Outcome { level: if shared || begins { 4 } else { 5 }, chance: 0.0 }
}

/// Levels: 2 same words in any order or with more, 3 close, 4 half of the words, 5 different.
pub(super) fn compare_address(column: &Column, one: u32, other: u32) -> Outcome {
    let (left, right) = (column.text(one), column.text(other));
    let commoner = column.chance(one).max(column.chance(other));
    let (shared, shorter, longer) = column.words().map_or((0, 0, 0), |words| share(words, one, other));
    let contained = shared >= 2 && shared == shorter;
    if contained || same_without_spaces(left, right) {
        return Outcome { level: 2, chance: commoner };
    }
    if within(left, right, 2) || similarity(left, right) >= 0.93 {
        return Outcome { level: 3, chance: commoner };
    }
    Outcome { level: if shared * 2 >= longer && shared >= 2 { 4 } else { 5 }, chance: 0.0 }
}

/// Levels: 2 close, 3 half of the words, 4 different.
pub(super) fn compare_text(column: &Column, one: u32, other: u32) -> Outcome {
    let (left, right) = (column.text(one), column.text(other));
    let (shared, shorter, longer) = column.words().map_or((0, 0, 0), |words| share(words, one, other));
    let close = shared == shorter || within(left, right, 2) || similarity(left, right) >= 0.92;
    if close || same_without_spaces(left, right) {
        return Outcome { level: 2, chance: column.chance(one).max(column.chance(other)) };
    }
    Outcome::plain(if shared * 2 >= longer && shared > 0 { 3 } else { 4 })
}

/// How many words two values share, and the sizes of the shorter and the longer.
fn share(words: &Words, one: u32, other: u32) -> (usize, usize, usize) {
    let (left, right) = (words.of(one), words.of(other));
    let shared = left.iter().filter(|word| right.contains(word)).count();
    (shared, left.len().min(right.len()), left.len().max(right.len()))
}

fn all_sound_alike(words: &Words, one: u32, other: u32) -> bool {
    let (left, right) = (words.of(one), words.of(other));
    left.len() == right.len() && left.iter().zip(right).all(|(&one, &other)| words.same_sound(one, other))
}

fn same_without_spaces(left: &str, right: &str) -> bool {
    left.bytes().filter(|byte| *byte != b' ').eq(right.bytes().filter(|byte| *byte != b' '))
}
