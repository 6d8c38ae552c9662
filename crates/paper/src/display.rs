//! The neutral result of layout: pages of positioned things. Knows no PDF, so that the writer can be
//! exchanged. The origin is the top left corner of the page, y grows downwards, units are points.

use std::sync::Arc;

use crate::image::Picture;
use crate::model::{Color, Weight};

/// All pages of a document.
#[derive(Debug, Clone, Default)]
pub struct DisplayList {
    /// Width of every page.
    pub width: f32,
    /// Height of every page.
    pub height: f32,
    /// The pages in order.
    pub pages: Vec<Vec<Item>>,
}

/// Something at a place.
#[derive(Debug, Clone)]
pub enum Item {
    /// Glyphs on one baseline in one look.
    Text(TextRun),
    /// A filled rectangle.
    Rect {
        /// Left edge.
        x: f32,
        /// Top edge.
        y: f32,
        /// Width.
        w: f32,
        /// Height.
        h: f32,
        /// Colour of the filling.
        color: Color,
    },
    /// A horizontal line, `y` being its middle.
    Line {
        /// Left end.
        x: f32,
        /// Middle of the line.
        y: f32,
        /// Length.
        w: f32,
        /// Thickness.
        thickness: f32,
        /// Colour of the line.
        color: Color,
    },
    /// A picture stretched into a box.
    Image {
        /// Left edge.
        x: f32,
        /// Top edge.
        y: f32,
        /// Width.
        w: f32,
        /// Height.
        h: f32,
        /// The picture.
        picture: Arc<Picture>,
    },
}

/// Glyphs on one baseline in one look.
#[derive(Debug, Clone)]
pub struct TextRun {
    /// Where the first glyph's origin stands.
    pub x: f32,
    /// The baseline.
    pub y: f32,
    /// Which face.
    pub weight: Weight,
    /// Size in points.
    pub size: f32,
    /// Colour of the glyphs.
    pub color: Color,
    /// The glyphs from left to right.
    pub glyphs: Vec<Glyph>,
}

/// One glyph of a face, in font units.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glyph {
    /// Number in the face.
    pub id: u16,
    /// How far the pen moves, kerning included.
    pub advance: i32,
    /// Shift to the right of the pen, for marks.
    pub dx: i32,
    /// Shift upwards, for marks.
    pub dy: i32,
    /// The characters it stands for, as copied from the page.
    pub text: Chars,
}

/// The characters behind a glyph: nearly always one, which needs no memory of its own.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Chars {
    /// One character.
    One(char),
    /// None, or several.
    Other(Box<str>),
}

impl From<&str> for Chars {
    fn from(text: &str) -> Self {
        let mut chars = text.chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) => Self::One(c),
            _ => Self::Other(text.into()),
        }
    }
}

impl Chars {
    /// The first character, if any.
    pub fn first(&self) -> Option<char> {
        match self {
            Self::One(c) => Some(*c),
            Self::Other(text) => text.chars().next(),
        }
    }

    /// Whether this is exactly one character `c`.
    pub fn is(&self, c: char) -> bool {
        *self == Self::One(c)
    }

    /// Appends the characters to a text.
    pub fn append_to(&self, out: &mut String) {
        match self {
            Self::One(c) => out.push(*c),
            Self::Other(text) => out.push_str(text),
        }
    }
}

impl TextRun {
    /// The characters of the run.
    pub fn text(&self) -> String {
        let mut out = String::with_capacity(self.glyphs.len());
        self.glyphs.iter().for_each(|glyph| glyph.text.append_to(&mut out));
        out
    }
}

impl Item {
    /// Moves the item.
    pub(crate) fn shift(&mut self, dx: f32, dy: f32) {
        let (x, y) = match self {
            Self::Text(run) => (&mut run.x, &mut run.y),
            Self::Rect { x, y, .. } | Self::Line { x, y, .. } | Self::Image { x, y, .. } => (x, y),
        };
        *x += dx;
        *y += dy;
    }
}
