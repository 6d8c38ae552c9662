//! How a folded word sounds in Brazilian Portuguese, so that Thiago and Tiago, Souza and Sousa, Wilson and Vilson,
//! Philippe and Felipe, Luiz and Luís share a code.
//!
//! Rules of ours after the usual regularities of Portuguese spelling (as in BuscaBR and Metaphone-pt): the first
//! letter's sound is kept, then consonants; inner vowels are left out, doubled sounds become one.

/// Appends the code of a word of `a-z` and `0-9` to `code`. A code is never longer than its word plus one.
pub(crate) fn sound(word: &str, code: &mut String) {
    let letters = word.as_bytes();
    let begin = code.len();
    let mut at = 0;
    while at < letters.len() {
        let (sounds, used) = step(letters, at);
        for &sound in sounds {
            let first = code.len() == begin;
            let vowel = matches!(sound, b'A' | b'E' | b'I' | b'O' | b'U');
            let doubled = !first && code.as_bytes().last() == Some(&sound);
            if (!vowel || first) && !doubled {
                code.push(char::from(if first && sound == b'E' { b'I' } else { sound }));
            }
        }
        at += used;
    }
    // A final sibilant or nasal is heard little: Gomes, Gome; Joaquim, Joaquin.
    if code.len() > begin + 2 && code.ends_with(['S', 'M']) {
        code.pop();
    }
}

/// The sounds of the letters at a place, and how many letters they take.
fn step(letters: &[u8], at: usize) -> (&'static [u8], usize) {
    let here = letters[at];
    let next = letters.get(at + 1).copied().unwrap_or(b' ');
    let soft = matches!(next, b'e' | b'i' | b'y');
    let last = at + 1 == letters.len();
    match (here, next) {
        // Doubled letters sound as one: Anna, Giovanna, Mello.
        _ if here == next => (b"", 1),
        (b'c' | b's', b'h') => (b"X", 2),
        (b'p', b'h') => (b"F", 2),
        (b'l', b'h') => (b"L", 2),
        (b'n', b'h') => (b"N", 2),
        (b't' | b'r' | b'd' | b'g', b'h') => (one(here), 2),
        (b's', b'c') if matches!(letters.get(at + 2), Some(b'e' | b'i' | b'y')) => (b"S", 2),
        (b'q' | b'g', b'u') if matches!(letters.get(at + 2), Some(b'e' | b'i' | b'y')) => (one(here), 2),
        (b'c', _) if soft => (b"S", 1),
        (b'g', _) if soft => (b"J", 1),
        (b'x', _) if at > 0 => (b"S", 1),
        (b'l', _) if last || !is_vowel(next) => (b"U", 1),
        (b'n' | b'm', _) => (if last || !is_vowel(next) { b"M" } else { one(here) }, 1),
        _ => (one(here), 1),
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y' | b'l' | b'h')
}

fn one(letter: u8) -> &'static [u8] {
    match letter {
        b'a' => b"A",
        b'b' => b"B",
        b'c' | b'k' | b'q' => b"K",
        b'd' => b"D",
        b'e' => b"E",
        b'f' => b"F",
        b'g' => b"G",
        b'i' | b'y' => b"I",
        b'j' => b"J",
        b'l' => b"L",
        b'm' => b"M",
        b'n' => b"N",
        b'o' => b"O",
        b'p' => b"P",
        b'r' => b"R",
        b's' | b'z' => b"S",
        b't' => b"T",
        b'u' => b"U",
        b'v' | b'w' => b"V",
        b'x' => b"X",
        b'0' => b"0",
        b'1' => b"1",
        b'2' => b"2",
        b'3' => b"3",
        b'4' => b"4",
        b'5' => b"5",
        b'6' => b"6",
        b'7' => b"7",
        b'8' => b"8",
        b'9' => b"9",
        _ => b"",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(word: &str) -> String {
        let mut code = String::new();
        sound(word, &mut code);
        code
    }

    #[test]
    fn spellings_that_sound_alike_share_a_code() {
        for (one, other) in [
            ("thiago", "tiago"),
            ("souza", "sousa"),
            ("wilson", "vilson"),
            ("luiz", "luis"),
            ("philippe", "felipe"),
            ("matheus", "mateus"),
            ("kely", "kelly"),
            ("cesar", "sesar"),
            ("giovana", "jiovana"),
            ("giovanna", "giovana"),
            ("anna", "ana"),
            ("lucca", "luca"),
            ("elaine", "ilaine"),
            ("joaquim", "joaquin"),
            ("karla", "carla"),
            ("rafael", "raphael"),
            ("hugo", "ugo"),
            ("queiroz", "keiros"),
            ("conceicao", "consseicao"),
        ] {
            assert_eq!(code(one), code(other), "{one} {other}");
        }
    }

    #[test]
    fn other_names_have_other_codes() {
        for (one, other) in [("jose", "joana"), ("silva", "santos"), ("ana", "eva")] {
            assert_ne!(code(one), code(other), "{one} {other}");
        }
        assert_ne!(code("paulo"), code("pedro"));
        assert_ne!(code("carlos"), code("carmem"));
    }

    #[test]
    fn odd_words_do_no_harm() {
        for word in ["", "y", "h", "qu", "gu", "sc", "x", "lll", "9a9"] {
            assert!(code(word).len() <= word.len() + 1, "{word}");
        }
    }
}
