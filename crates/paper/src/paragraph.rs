//! Glyphs to lines: where a paragraph breaks and where its lines stand.

use hypher::Lang;
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_normalization::char::is_combining_mark;

use crate::display::{Chars, Glyph, Item, TextRun};
use crate::fonts::Fonts;
use crate::model::{Align, Style};
use crate::shape::{Glyphs, Look, Shaped, sane_size};

/// A word is divided only if the line would otherwise stay emptier than this share of its width.
const RAGGED_SHARE: f32 = 0.16;
/// Letters kept before and after a division.
const HYPHEN_MARGIN: usize = 3;
/// Shortest word worth dividing.
const HYPHEN_MIN_LETTERS: usize = 7;
/// Longer ones are no words.
const HYPHEN_MAX_LETTERS: usize = 60;
/// A last line shorter than this share of the width is lonely.
const SHORT_LAST_SHARE: f32 = 0.4;
/// Most lines worth balancing.
const BALANCED_LINES: usize = 4;
/// Units that stay with their figure.
const UNITS: [&str; 30] = [
    "m", "cm", "mm", "km", "m²", "m³", "kg", "g", "t", "l", "ml", "h", "min", "s", "V", "W", "kW", "kVA",
    "VA", "A", "Ah", "Hz", "GHz", "MB", "GB", "TB", "Mb", "Gb", "MP", "pol",
];
/// Rounding slack when a line is compared with the width, in points.
const SLACK: f32 = 0.01;

/// One line of a paragraph: glyphs `start..end`, without the spaces that hang over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Line {
    pub start: usize,
    pub end: usize,
    pub width: f32,
    /// A sign set after the last glyph: `-` or `…`.
    pub suffix: Option<char>,
}

/// A line made of items, its top left corner at the origin.
#[derive(Debug, Default)]
pub(crate) struct SetLine {
    pub height: f32,
    pub items: Vec<Item>,
}

/// Breaks shaped text into lines no wider than `width`. At least one line, even of nothing.
pub(crate) fn break_lines(fonts: &Fonts, glyphs: &Glyphs, width: f32, hyphenate: bool) -> Vec<Line> {
    let breaks = &glyphs.breaks;
    let all = &glyphs.glyphs;
    let mut lines = Vec::new();
    let (mut start, mut i, mut used) = (0, 0, 0.0_f32);
    let mut last_break = None;
    while i < all.len() {
        if i > start && breaks[i] == Break::Must {
            lines.push(line(glyphs, start, i));
            (start, used, last_break) = (i, 0.0, None);
        } else if i > start && breaks[i] == Break::May {
            last_break = Some(i);
        }
        let glyph = &all[i];
        if i > start && !is_space(glyph) && used + glyph.width > width + SLACK {
            let next = Overflow { fonts, glyphs, width, start, at: i, last_break, hyphenate }.line();
            start = next.end.max(start + 1);
            lines.push(next.trimmed(glyphs));
            (i, used, last_break) = (start, 0.0, None);
            continue;
        }
        used += glyph.width;
        i += 1;
    }
    lines.push(line(glyphs, start, all.len()));
    if breaks.get(all.len()) == Some(&Break::Must) && all.last().is_some_and(|g| g.glyph.text.is('\n')) {
        lines.push(line(glyphs, all.len(), all.len()));
    }
    lines
}

/// Whether a line may end at a place.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Break {
    No,
    May,
    Must,
}

/// Whether a line may end before each glyph; one more entry for the end of the text.
pub(crate) fn breaks(text: &str, glyphs: &[Shaped]) -> Vec<Break> {
    let mut out = vec![Break::No; glyphs.len() + 1];
    let mut i = 0;
    for (offset, kind) in linebreaks(text) {
        if kind == BreakOpportunity::Allowed && splits_measure(text, offset) {
            continue;
        }
        while i < glyphs.len() && glyphs[i].at < offset {
            i += 1;
        }
        if glyphs.get(i).map_or(offset == text.len(), |glyph| glyph.at == offset) {
            out[i] = if kind == BreakOpportunity::Mandatory { Break::Must } else { Break::May };
        }
    }
    out
}

/// Whether a break would part a figure from its unit or its currency: `305 m`, `R$ 10`, `5 %`.
fn splits_measure(text: &str, offset: usize) -> bool {
    let (before, after) = (&text[..offset], &text[offset..]);
    let Some(before) = before.strip_suffix(' ') else { return false };
    if before.ends_with('$') {
        return after.starts_with(|c: char| c.is_ascii_digit());
    }
    let unit = after.find(|c: char| !c.is_alphabetic() && !"%°²³/".contains(c)).unwrap_or(after.len());
    let unit = &after[..unit];
    before.ends_with(|c: char| c.is_ascii_digit())
        && !unit.is_empty()
        && (UNITS.contains(&unit) || unit.starts_with(['%', '°']))
}

fn is_space(glyph: &Shaped) -> bool {
    glyph.glyph.text.is(' ') || glyph.glyph.text.is('\n')
}

fn width_of(glyphs: &[Shaped]) -> f32 {
    glyphs.iter().map(|glyph| glyph.width).sum()
}

/// A line without hyphen, its trailing spaces left out.
fn line(glyphs: &Glyphs, start: usize, end: usize) -> Line {
    Line { start, end, width: 0.0, suffix: None }.trimmed(glyphs)
}

impl Line {
    fn trimmed(mut self, glyphs: &Glyphs) -> Self {
        if self.suffix.is_none() {
            while self.end > self.start && is_space(&glyphs.glyphs[self.end - 1]) {
                self.end -= 1;
            }
            self.width = width_of(&glyphs.glyphs[self.start..self.end]);
        }
        self
    }
}

/// A line that has become too long at glyph `at`.
struct Overflow<'a> {
    fonts: &'a Fonts,
    glyphs: &'a Glyphs,
    width: f32,
    start: usize,
    at: usize,
    last_break: Option<usize>,
    hyphenate: bool,
}

impl Overflow<'_> {
    /// Ends the line at the last opportunity, inside the word by the rules, or anywhere if it must.
    fn line(&self) -> Line {
        let word = self.last_break.unwrap_or(self.start);
        let before = line(self.glyphs, self.start, word);
        let ragged = self.width - before.width > self.width * RAGGED_SHARE;
        if self.hyphenate
            && ragged
            && let Some(divided) = self.divided(word)
        {
            return divided;
        }
        let end = self.last_break.unwrap_or_else(|| self.not_before_mark(self.at));
        Line { start: self.start, end, width: 0.0, suffix: None }
    }

    /// An accent stays with its letter.
    fn not_before_mark(&self, mut at: usize) -> usize {
        let is_mark = |i: usize| self.glyphs.glyphs[i].glyph.text.first().is_none_or(is_combining_mark);
        while at > self.start + 1 && is_mark(at) {
            at -= 1;
        }
        at
    }

    /// The longest start of the word at glyph `word` that fits with a hyphen.
    fn divided(&self, word: usize) -> Option<Line> {
        let all = &self.glyphs.glyphs;
        let first = (word..self.at).find(|&i| starts_with_letter(&all[i]))?;
        let from = all[first].at;
        let rest = self.glyphs.text.get(from..)?;
        let mut ends = rest.char_indices().take(HYPHEN_MAX_LETTERS + 1);
        let (length, _) = ends.find(|(_, c)| !c.is_alphabetic()).unwrap_or((rest.len(), ' '));
        let points = division_points(rest.get(..length)?);
        points.into_iter().rev().find_map(|point| {
            let end = first + all[first..].iter().position(|glyph| glyph.at == from + point)?;
            let look = self.glyphs.looks[all[end - 1].look];
            let width = width_of(&all[self.start..end]) + sign_width(self.fonts, '-', &look);
            (end <= self.at && width <= self.width + SLACK).then_some(Line {
                start: self.start,
                end,
                width,
                suffix: Some('-'),
            })
        })
    }
}

fn starts_with_letter(glyph: &Shaped) -> bool {
    glyph.glyph.text.first().is_some_and(char::is_alphabetic)
}

/// Byte offsets in a word where Portuguese may divide it. Abbreviations and codes stay whole.
fn division_points(word: &str) -> Vec<usize> {
    let letters = word.chars().take(HYPHEN_MAX_LETTERS + 1).count();
    if !(HYPHEN_MIN_LETTERS..=HYPHEN_MAX_LETTERS).contains(&letters) {
        return Vec::new();
    }
    let lower = word.to_lowercase();
    let shouted = word.chars().skip(1).any(char::is_uppercase);
    if shouted || lower.len() != word.len() {
        return Vec::new();
    }
    let mut points = Vec::new();
    let mut at = 0;
    for syllable in hypher::hyphenate_bounded(&lower, Lang::Portuguese, HYPHEN_MARGIN, HYPHEN_MARGIN) {
        at += syllable.len();
        if at < word.len() {
            points.push(at);
        }
    }
    points
}

/// The glyph of a sign that layout adds by itself.
fn sign(fonts: &Fonts, sign: char, look: &Look) -> Glyph {
    let font = fonts.of(look.weight);
    let id = font.face.glyph_index(sign).map_or(font.replacement, |glyph| glyph.0);
    Glyph { id, advance: i32::from(font.width(id)), dx: 0, dy: 0, text: Chars::One(sign) }
}

fn sign_width(fonts: &Fonts, added: char, look: &Look) -> f32 {
    sign(fonts, added, look).advance as f32 * look.size / fonts.of(look.weight).units_per_em
}

/// All of a text on one line no wider than `width`, cut with an ellipsis where it is longer.
pub(crate) fn single_line(fonts: &Fonts, glyphs: &Glyphs, width: f32) -> Line {
    let mut lines = break_lines(fonts, glyphs, width, false);
    if lines.len() > 1
        && let Some(look) = glyphs.looks.first()
    {
        let room = width - sign_width(fonts, '…', look);
        lines = break_lines(fonts, glyphs, room, false);
        lines[0].suffix = Some('…');
        lines[0].width += width - room;
    }
    lines[0]
}

/// Lines of nearly equal length where greedy breaking leaves a short last one: the narrowest width
/// that needs no more lines.
pub(crate) fn balanced_lines(fonts: &Fonts, glyphs: &Glyphs, width: f32) -> Vec<Line> {
    let mut best = break_lines(fonts, glyphs, width, false);
    let short = |lines: &[Line]| lines.last().is_some_and(|last| last.width < width * SHORT_LAST_SHARE);
    if !(2..=BALANCED_LINES).contains(&best.len()) || !short(&best) {
        return best;
    }
    let (mut low, mut high) = (width / 2.0, width);
    for _ in 0..6 {
        let middle = (low + high) / 2.0;
        let lines = break_lines(fonts, glyphs, middle, false);
        if lines.len() == best.len() {
            (best, high) = (lines, middle);
        } else {
            low = middle;
        }
    }
    best
}

/// Places a line's glyphs in a box of the given width.
pub(crate) fn set_line(
    fonts: &Fonts,
    glyphs: &Glyphs,
    line: &Line,
    width: f32,
    align: Align,
    style: &Style,
) -> SetLine {
    let x = match align {
        Align::Left => 0.0,
        Align::Right | Align::Decimal => width - line.width,
        Align::Center => (width - line.width) / 2.0,
    };
    set_line_at(fonts, glyphs, line, x, style)
}

/// Places a line's glyphs with the first one at `x`.
pub(crate) fn set_line_at(fonts: &Fonts, glyphs: &Glyphs, line: &Line, x: f32, style: &Style) -> SetLine {
    let shaped = &glyphs.glyphs[line.start..line.end];
    let (height, baseline) = vertical(fonts, glyphs, shaped, style);
    let mut items = Vec::new();
    let mut pen = x;
    for group in shaped.chunk_by(|a, b| a.look == b.look) {
        let look = glyphs.looks[group[0].look];
        let mut run = TextRun {
            x: pen,
            y: baseline,
            weight: look.weight,
            size: look.size,
            color: look.color,
            glyphs: group.iter().map(|glyph| glyph.glyph.clone()).collect(),
        };
        pen += width_of(group);
        if let Some(added) = line.suffix
            && group.as_ptr_range().end == shaped.as_ptr_range().end
        {
            run.glyphs.push(sign(fonts, added, &look));
        }
        items.push(Item::Text(run));
    }
    SetLine { height, items }
}

/// Height of a line and its baseline: the tallest look decides, and sits in the middle.
fn vertical(fonts: &Fonts, glyphs: &Glyphs, shaped: &[Shaped], style: &Style) -> (f32, f32) {
    let leading = if style.leading.is_finite() { style.leading.clamp(1.0, 4.0) } else { 1.45 };
    let mut size = if shaped.is_empty() { sane_size(style.size) } else { 0.0 };
    for group in shaped.chunk_by(|a, b| a.look == b.look) {
        size = size.max(glyphs.looks[group[0].look].size);
    }
    let font = fonts.of(style.weight);
    let height = size * leading;
    let baseline = (height - (font.ascent + font.descent) * size) / 2.0 + font.ascent * size;
    (height, baseline)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Text;

    fn lines(text: &str, width: f32, hyphenate: bool) -> Vec<String> {
        let fonts = Fonts::get().unwrap();
        let glyphs = crate::shape::shape(fonts, &Text::from(text), &Style::default());
        break_lines(fonts, &glyphs, width, hyphenate)
            .iter()
            .map(|line| {
                assert!(line.width <= width + SLACK || line.end - line.start <= 1, "{line:?}");
                let mut text = String::new();
                glyphs.glyphs[line.start..line.end].iter().for_each(|g| g.glyph.text.append_to(&mut text));
                text.extend(line.suffix);
                text
            })
            .collect()
    }

    #[test]
    fn words_break_at_spaces_and_keep_their_order() {
        assert_eq!(lines("um dois três", 40.0, false), ["um dois", "três"]);
        assert_eq!(lines("", 40.0, false), [""]);
        assert_eq!(lines("a\n\nb\n", 40.0, false), ["a", "", "b", ""]);
    }

    #[test]
    fn a_portuguese_word_is_divided_by_the_rules_only() {
        assert_eq!(lines("a configuração", 55.0, true), ["a configura-", "ção"]);
        assert_eq!(lines("a configuração", 62.0, false), ["a", "configuração"]);
        assert!(lines("XYZCONFIGURACAO", 40.0, true).iter().all(|line| !line.ends_with('-')));
    }

    #[test]
    fn a_word_of_ten_thousand_letters_breaks_anywhere() {
        let word = "x".repeat(10_000);
        let broken = lines(&word, 200.0, true);
        assert!(broken.len() > 100);
        assert_eq!(broken.concat(), word);
    }

    #[test]
    fn a_no_break_space_holds_a_price_together() {
        assert_eq!(lines("custa R$\u{a0}10,00", 45.0, false), ["custa", "R$ 10,00"]);
    }

    #[test]
    fn a_figure_stays_with_its_unit() {
        assert_eq!(lines("caixa com 305 m", 60.0, false), ["caixa com", "305 m"]);
        assert_eq!(lines("custa R$ 10,00", 45.0, false), ["custa", "R$ 10,00"]);
        assert_eq!(lines("apartamento 3 mas", 72.0, false), ["apartamento 3", "mas"]);
    }

    #[test]
    fn a_short_last_line_is_balanced() {
        let fonts = Fonts::get().unwrap();
        let words = "um nome de produto que fica longo mais";
        let glyphs = crate::shape::shape(fonts, &Text::from(words), &Style::default());
        let greedy = break_lines(fonts, &glyphs, 160.0, false);
        let balanced = balanced_lines(fonts, &glyphs, 160.0);
        assert_eq!((greedy.len(), balanced.len()), (2, 2));
        assert!(balanced[1].width > greedy[1].width);
        assert_eq!(balanced[0].start..balanced[1].end, 0..glyphs.glyphs.len());
    }

    #[test]
    fn what_one_line_cannot_hold_ends_in_an_ellipsis() {
        let fonts = Fonts::get().unwrap();
        for words in ["um nome comprido demais", &"x".repeat(300)] {
            let glyphs = crate::shape::shape(fonts, &Text::from(words), &Style::default());
            let line = single_line(fonts, &glyphs, 50.0);
            let Item::Text(run) =
                &set_line(fonts, &glyphs, &line, 50.0, Align::Left, &Style::default()).items[0]
            else {
                panic!("no text");
            };
            assert!(run.text().ends_with('…'));
        }
    }

    #[test]
    fn a_width_of_nothing_still_ends() {
        assert_eq!(lines("abc", 0.0, true).concat(), "abc");
    }
}
