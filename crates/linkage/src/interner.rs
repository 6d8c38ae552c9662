//! Each distinct text once, under a small number.

use std::hash::Hasher;

use hashbrown::HashTable;
use rustc_hash::FxHasher;

/// Distinct texts in one block of memory. Number 0 is the empty text.
#[derive(Debug)]
pub(crate) struct Interner {
    text: String,
    ends: Vec<u32>,
    /// Part of the hash beside the number, so that growing and most comparing need not look at the text.
    seen: HashTable<(u32, u32)>,
}

/// A hash that is the same on every machine and in every run of this program.
pub(crate) fn hash_of(bytes: &[u8]) -> u64 {
    let mut hasher = FxHasher::default();
    hasher.write(bytes);
    mix(hasher.finish() ^ bytes.len() as u64)
}

/// Spreads the bits of a number over all 64 (the finaliser of SplitMix64).
pub(crate) fn mix(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

impl Default for Interner {
    fn default() -> Self {
        Self { text: String::new(), ends: vec![0], seen: HashTable::new() }
    }
}

impl Interner {
    /// The number of a text, and whether it is new. Beyond 4 GB of distinct text further values count as missing.
    pub fn intern(&mut self, text: &str) -> (u32, bool) {
        if text.is_empty() {
            return (0, false);
        }
        let (all, ends) = (&self.text, &self.ends);
        let short = short_hash(text);
        let same = |&(other, id): &(u32, u32)| other == short && get(all, ends, id) == text;
        if let Some(&(_, id)) = self.seen.find(spread(short), same) {
            return (id, false);
        }
        let Ok(end) = u32::try_from(self.text.len() + text.len()) else { return (0, false) };
        let Ok(id) = u32::try_from(self.ends.len()) else { return (0, false) };
        self.text.push_str(text);
        self.ends.push(end);
        self.seen.insert_unique(spread(short), (short, id), |(short, _)| spread(*short));
        (id, true)
    }

    /// The text of a number that [`Self::intern`] gave.
    pub fn get(&self, id: u32) -> &str {
        get(&self.text, &self.ends, id)
    }

    /// How many numbers there are, 0 included.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Forgets the numbers from `len` on.
    pub fn forget(&mut self, len: usize) {
        while self.ends.len() > len.max(1) {
            let Ok(id) = u32::try_from(self.ends.len() - 1) else { return };
            let hash = spread(short_hash(self.get(id)));
            if let Ok(entry) = self.seen.find_entry(hash, |(_, seen)| *seen == id) {
                entry.remove();
            }
            self.ends.pop();
            self.text.truncate(self.ends.last().map_or(0, |end| *end as usize));
        }
    }

    /// Gives back what only interning needs.
    pub fn seal(&mut self) {
        self.seen = HashTable::new();
        self.text.shrink_to_fit();
        self.ends.shrink_to_fit();
    }
}

fn short_hash(text: &str) -> u32 {
    (hash_of(text.as_bytes()) >> 32) as u32
}

/// A hash for the table out of its half.
fn spread(short: u32) -> u64 {
    mix(u64::from(short) + 1)
}

fn get<'a>(text: &'a str, ends: &[u32], id: u32) -> &'a str {
    let Some(before) = (id as usize).checked_sub(1) else { return "" };
    &text[ends[before] as usize..ends[id as usize] as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_texts_share_a_number_and_the_empty_text_is_zero() {
        let mut interner = Interner::default();
        assert_eq!(interner.intern(""), (0, false));
        let (ana, fresh) = interner.intern("ana");
        assert!(fresh && ana == 1);
        let (bia, _) = interner.intern("bia");
        assert_eq!(interner.intern("ana"), (ana, false));
        assert_eq!((interner.get(ana), interner.get(bia), interner.get(0)), ("ana", "bia", ""));
        assert_eq!(interner.len(), 3);
    }
}
