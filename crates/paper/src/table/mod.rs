//! Tables as their author sees them.

mod set;
mod widths;

use crate::model::{Align, Text};

pub(crate) use set::set;

/// A table.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// The columns, from left to right.
    pub columns: Vec<Column>,
    /// The rows, from top to bottom.
    pub rows: Vec<Row>,
    /// Its look.
    pub style: TableStyle,
    /// Appended to a section's title where it is set again on a further page, such as
    /// ` (continuação)`; empty for no repetition of sections.
    pub continued: String,
}

/// The look of a table.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TableStyle {
    /// Size of the text, in points.
    pub size: f32,
    /// Space above and below the text of a row, in points.
    pub padding: f32,
    /// A light band behind every second item.
    pub zebra: bool,
    /// A hairline under every item.
    pub hairlines: bool,
    /// Whether the columns' titles are printed.
    pub titles: bool,
}

impl Default for TableStyle {
    fn default() -> Self {
        Self { size: 8.5, padding: 3.6, zebra: false, hairlines: true, titles: true }
    }
}

/// How wide a column is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Width {
    /// So many points.
    Fixed(f32),
    /// As wide as its widest content.
    Auto,
    /// A share of what the others leave.
    Share(f32),
}

/// One column.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// Title in the header.
    pub title: Text,
    /// How wide it is.
    pub width: Width,
    /// Alignment of title and cells. Right-aligned and decimal columns have tabular figures.
    pub align: Align,
}

impl Column {
    /// A column that takes the width the others leave, flush left.
    pub fn text(title: impl Into<Text>) -> Self {
        Self { title: title.into(), width: Width::Share(1.0), align: Align::Left }
    }

    /// A column as wide as its content.
    pub fn auto(title: impl Into<Text>, align: Align) -> Self {
        Self { title: title.into(), width: Width::Auto, align }
    }
}

/// What a row is; its look follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RowKind {
    /// An ordinary row.
    #[default]
    Item,
    /// Belongs to the row above: indented and in secondary colour.
    Sub,
    /// Title of the rows below: a band in semi-bold.
    Section,
    /// The sum of rows above, in semi-bold.
    Subtotal,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// The cells from left to right. Fewer than columns are fine.
    pub cells: Vec<Cell>,
    /// Never parted from the next row.
    pub keep_with_next: bool,
}

impl Row {
    /// A row of a kind.
    pub fn new(kind: RowKind, cells: impl IntoIterator<Item = Cell>) -> Self {
        Self { kind, cells: cells.into_iter().collect(), keep_with_next: kind == RowKind::Section }
    }

    /// An ordinary row.
    pub fn item(cells: impl IntoIterator<Item = Cell>) -> Self {
        Self::new(RowKind::Item, cells)
    }

    /// The title of the rows below, over the whole width.
    pub fn section(title: impl Into<Text>) -> Self {
        Self::new(RowKind::Section, [Cell { span: usize::MAX, ..Cell::from(title.into()) }])
    }
}

/// One cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Cell {
    /// The words or the figure.
    pub text: Text,
    /// Small secondary text below.
    pub note: Text,
    /// Columns it covers, cut to those there are.
    pub span: usize,
    /// Alignment, if not the column's.
    pub align: Option<Align>,
}

impl From<Text> for Cell {
    fn from(text: Text) -> Self {
        Self { text, note: Text::new(), span: 1, align: None }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Text::from(text).into()
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Text::from(text).into()
    }
}

impl Cell {
    /// Adds small secondary text below.
    #[must_use]
    pub fn note(mut self, note: impl Into<Text>) -> Self {
        self.note = note.into();
        self
    }

    /// Covers so many columns.
    #[must_use]
    pub fn span(mut self, span: usize) -> Self {
        self.span = span;
        self
    }

    /// Is aligned in a way of its own.
    #[must_use]
    pub fn align(mut self, align: Align) -> Self {
        self.align = Some(align);
        self
    }
}
