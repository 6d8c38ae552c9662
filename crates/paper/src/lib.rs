//! Documents on paper: a model of blocks, laid out into pages, written as PDF.
//!
//! [`render`] takes a [`Document`] and gives the file's bytes. It is pure: the same document gives the
//! same bytes on every run, no clock, no randomness, no file is touched. Text of any content prints:
//! what the bundled face (Inter) lacks shows as a replacement sign, and nothing in it is read as markup.
//!
//! The way of a document: `model` (blocks) → `shape` (glyphs) → `paragraph`, `table`, … (fragments)
//! → `flow` (pages) → `display` (neutral display list) → `pdf` (the writer, exchangeable).

mod clean;
mod display;
mod error;
mod facts;
mod flow;
mod fonts;
mod image;
mod layout;
mod model;
mod paragraph;
mod pdf;
mod shape;
mod signatures;
mod table;
mod totals;

pub use display::{Chars, DisplayList, Glyph, Item, TextRun};
pub use error::{Error, ImageFault};
pub use image::{MAX_IMAGE_SIDE, Picture, PictureData};
pub use layout::layout;
pub use model::*;
pub use table::{Cell, Column, Row, RowKind, Table, TableStyle, Width};

/// A finished file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
}

/// Whether a file can be used as a picture: PNG is decoded, JPEG is checked as far as its frame. Gives width
/// and height in pixels.
///
/// # Errors
/// [`Error::Image`] if the file is damaged, too large or of another kind.
pub fn check_image(bytes: &[u8]) -> Result<(u32, u32), Error> {
    image::read(bytes).map(|picture| (picture.width, picture.height))
}

/// Lays a document out and writes it as PDF.
///
/// # Errors
/// [`Error::Page`] for a page without room, [`Error::Image`] for an unusable picture,
/// [`Error::TableShape`] and [`Error::CodeShape`] for contradictory blocks. Text never fails.
pub fn render(document: &Document) -> Result<Rendered, Error> {
    let list = layout(document)?;
    let bytes = pdf::write(document, &list)?;
    Ok(Rendered { bytes, pages: list.pages.len() })
}
