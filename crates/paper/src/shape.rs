//! Characters to glyphs: one style at a time, always left to right.

use rustybuzz::{BufferClusterLevel, Direction, UnicodeBuffer, script};

use crate::display::{Chars, Glyph};
use crate::fonts::{Font, Fonts};
use crate::model::{Color, Style, Text, Weight};
use crate::paragraph::{Break, breaks};

/// Bounds of a text size in points.
const SIZES: std::ops::RangeInclusive<f32> = 4.0..=72.0;

/// The look of one piece of text, complete.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Look {
    pub weight: Weight,
    pub size: f32,
    pub color: Color,
    pub tabular: bool,
}

/// One glyph with what line breaking needs.
#[derive(Debug, Clone)]
pub(crate) struct Shaped {
    pub glyph: Glyph,
    /// Advance in points.
    pub width: f32,
    /// Byte offset in the paragraph of the first character it stands for.
    pub at: usize,
    /// Index into [`Glyphs::looks`].
    pub look: usize,
}

/// A whole paragraph, cleaned and shaped.
#[derive(Debug, Default)]
pub(crate) struct Glyphs {
    pub text: String,
    pub looks: Vec<Look>,
    pub glyphs: Vec<Shaped>,
    /// Whether a line may end before each glyph; one more entry for the end.
    pub breaks: Vec<Break>,
}

/// Keeps a size printable.
pub(crate) fn sane_size(size: f32) -> f32 {
    if size.is_finite() { size.clamp(*SIZES.start(), *SIZES.end()) } else { Style::default().size }
}

/// Cleans and shapes a text.
pub(crate) fn shape(fonts: &Fonts, text: &Text, style: &Style) -> Glyphs {
    let mut out = Glyphs::default();
    let mut buffer = UnicodeBuffer::new();
    for run in &text.0 {
        let look = Look {
            weight: run.weight.unwrap_or(style.weight),
            size: sane_size(run.size.unwrap_or(style.size)),
            color: run.color.unwrap_or(style.color),
            tabular: style.tabular,
        };
        let clean = crate::clean::clean(&run.text);
        if clean.is_empty() {
            continue;
        }
        out.looks.push(look);
        let base = out.text.len();
        out.text.push_str(&clean);
        let place = Place { base, look: out.looks.len() - 1 };
        buffer = shape_run(fonts.of(look.weight), &clean, &look, place, buffer, &mut out.glyphs);
    }
    out.breaks = breaks(&out.text, &out.glyphs);
    out
}

/// Where a run stands in its paragraph: byte offset and number of its look.
struct Place {
    base: usize,
    look: usize,
}

/// Shapes one run behind what `out` holds already; gives the buffer back for the next one.
fn shape_run(
    font: &Font,
    text: &str,
    look: &Look,
    place: Place,
    mut buffer: UnicodeBuffer,
    out: &mut Vec<Shaped>,
) -> UnicodeBuffer {
    buffer.set_direction(Direction::LeftToRight);
    buffer.set_script(script::LATIN);
    buffer.set_cluster_level(BufferClusterLevel::MonotoneCharacters);
    buffer.push_str(text);
    let shaped = rustybuzz::shape_with_plan(&font.face, font.plan(look.tabular), buffer);
    let infos = shaped.glyph_infos();
    let scale = look.size / font.units_per_em;
    let mut next = text.len();
    let first = out.len();
    // From the back, so that each glyph knows where the next cluster begins.
    for (info, position) in infos.iter().zip(shaped.glyph_positions()).rev() {
        let at = (info.cluster as usize).min(next);
        let chars = text.get(at..next).unwrap_or_default();
        next = at;
        let found = u16::try_from(info.glyph_id).unwrap_or(0);
        let (id, advance) = match found {
            0 => (font.replacement, i32::from(font.width(font.replacement))),
            id => (id, position.x_advance),
        };
        let advance = if chars == "\n" { 0 } else { advance };
        let glyph =
            Glyph { id, advance, dx: position.x_offset, dy: position.y_offset, text: readable(chars) };
        out.push(Shaped { glyph, width: advance as f32 * scale, at: place.base + at, look: place.look });
    }
    out[first..].reverse();
    shaped.clear()
}

/// Copied text has plain spaces: "R$ 10,00" is found by people who type a space.
fn readable(chars: &str) -> Chars {
    match Chars::from(chars) {
        Chars::One('\u{a0}' | '\u{202f}' | '\u{2009}' | '\u{2007}') => Chars::One(' '),
        chars => chars,
    }
}
