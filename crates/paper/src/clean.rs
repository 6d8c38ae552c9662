//! Text as it comes from people and files, made safe to print: composed accents, no control and no
//! invisible characters, nothing that reorders what is read.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Marks over one letter beyond this number are dropped: stacks of them paint over the lines around.
const MAX_MARKS: usize = 2;

/// The printable form of a text. Line breaks stay as `\n`; tabs become spaces; control characters,
/// bidi controls, joiners, variation selectors and other invisible characters are dropped.
pub(crate) fn clean(text: &str) -> String {
    if text.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut marks = 0;
    for c in text.replace("\r\n", "\n").nfc() {
        if is_combining_mark(c) {
            marks += 1;
            if marks > MAX_MARKS {
                continue;
            }
        } else if !is_dropped(c) {
            marks = 0;
        }
        match c {
            '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{b}' | '\u{c}' => out.push('\n'),
            '\t' => out.push(' '),
            c if is_dropped(c) => {}
            c if is_disguise(c) => out.extend(c.nfkc().filter(|plain| !is_dropped(*plain))),
            c => out.push(c),
        }
    }
    out
}

/// Control characters and the default-ignorable ones (Unicode 16, DerivedCoreProperties), and what
/// else has no shape: interlinear annotation and language tags.
fn is_dropped(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{600}'..='\u{605}' | '\u{61c}' | '\u{6dd}' | '\u{70f}'
            | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
            | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
            | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}')
}

/// Plain letters and figures in another dress, which no text face has: ligatures, letters of
/// mathematics (fancy names from social networks), full-width forms.
fn is_disguise(c: char) -> bool {
    matches!(c, '\u{fb00}'..='\u{fb06}' | '\u{1d400}'..='\u{1d7ff}' | '\u{ff01}'..='\u{ff5e}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_are_composed_and_breaks_kept() {
        assert_eq!(clean("Sa\u{303}o Joa\u{303}o\r\nA\tB\u{2028}C"), "São João\nA B\nC");
    }

    #[test]
    fn mai_7_bidi_controls_and_invisible_characters_are_dropped() {
        assert_eq!(clean("a\u{202e}b\u{200f}c\u{2066}d\u{feff}e\u{0}f\u{1b}g\u{ad}h\u{e0041}i"), "abcdefghi");
    }

    #[test]
    fn letters_in_disguise_become_plain() {
        assert_eq!(clean("o\u{fb01}cina \u{1d40e}\u{1d42b}\u{1d41a} ＡＢ１"), "oficina Ora AB1");
    }

    #[test]
    fn stacks_of_marks_are_cut() {
        let zalgo = format!("x{}y", "\u{30d}".repeat(500));
        assert_eq!(clean(&zalgo).chars().count(), 4);
        let hidden = format!("x{}", "\u{30d}\u{200d}".repeat(500));
        assert_eq!(clean(&hidden).chars().count(), 3);
    }
}
