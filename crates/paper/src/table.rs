//! Tables: columns, rows, and their cutting into fragments. A row stays on one page unless no page
//! can hold it; the header, and the section a row belongs to, are set again on each further page.

use std::sync::Arc;

use crate::display::Item;
use crate::error::Error;
use crate::flow::{Flow, Fragment, Keep, side_by_side};
use crate::layout::Context;
use crate::model::{Align, Color, Style, Text, Weight};
use crate::paragraph::{balanced_lines, break_lines, set_line, set_line_at};
use crate::shape::{Glyphs, shape};

/// Space between two columns, in points.
const GAP: f32 = 14.0;
/// Most of the table's width that columns sized by their content take together.
const AUTO_SHARE: f32 = 0.7;
/// How far bands reach beyond the text at both sides, in points.
const OUTDENT: f32 = 6.0;
/// Indentation of sub-rows, in points.
const INDENT: f32 = 12.0;
/// A header taller than this share of the room is not set again.
const REPEAT_SHARE: f32 = 0.4;

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

/// A cell shaped, with its place among the columns.
struct ShapedCell {
    first: usize,
    end: usize,
    align: Align,
    style: Style,
    text: Glyphs,
    note: Option<Glyphs>,
}

/// A table whose columns have found their places.
struct Setter<'a> {
    context: &'a Context,
    table: &'a Table,
    width: f32,
    /// Left edge and width of each column.
    boxes: Vec<(f32, f32)>,
    /// For decimal columns: the room from the comma to the right edge.
    tails: Vec<f32>,
}

pub(crate) fn set(context: &Context, table: &Table, width: f32, flow: &mut Flow) -> Result<(), Error> {
    if let Some(row) = table.rows.iter().position(|row| row.cells.len() > table.columns.len()) {
        return Err(Error::TableShape { row });
    }
    let header = shape_header(context, table);
    let rows: Vec<_> = table.rows.iter().map(|row| shape_row(context, table, row)).collect();
    let tails = tails(context, table, rows.iter().flatten());
    let boxes = column_boxes(context, table, width, &tails, header.iter().chain(rows.iter().flatten()));
    let setter = Setter { context, table, width, boxes, tails };
    setter.set(&header, &rows, flow);
    Ok(())
}

fn shape_header(context: &Context, table: &Table) -> Vec<ShapedCell> {
    if !table.style.titles {
        return Vec::new();
    }
    let style = Style { size: 7.5, color: Color::MUTED, leading: 1.3, ..Style::default() };
    let cell = |(first, column): (usize, &Column)| ShapedCell {
        first,
        end: first + 1,
        align: if column.align == Align::Decimal { Align::Right } else { column.align },
        style,
        text: shape(context.fonts, &column.title, &style),
        note: None,
    };
    table.columns.iter().enumerate().map(cell).collect()
}

fn shape_row(context: &Context, table: &Table, row: &Row) -> Vec<ShapedCell> {
    let (weight, color) = match row.kind {
        RowKind::Item => (Weight::Regular, Color::INK),
        RowKind::Sub => (Weight::Regular, Color::MUTED),
        RowKind::Section | RowKind::Subtotal => (Weight::SemiBold, Color::INK),
    };
    let mut first = 0_usize;
    let mut out = Vec::with_capacity(row.cells.len());
    for cell in &row.cells {
        let end = first.saturating_add(cell.span.max(1)).min(table.columns.len());
        let Some(column) = table.columns.get(first) else { break };
        let align = cell.align.unwrap_or(column.align);
        let tabular = matches!(align, Align::Right | Align::Decimal);
        let style = Style { size: table.style.size, weight, color, leading: 1.35, tabular };
        let small =
            Style { size: table.style.size - 1.0, color: Color::MUTED, weight: Weight::Regular, ..style };
        let note = (!cell.note.is_empty()).then(|| shape(context.fonts, &cell.note, &small));
        let text = shape(context.fonts, &cell.text, &style);
        out.push(ShapedCell { first, end, align, style, text, note });
        first = end;
    }
    out
}

/// Widths: fixed ones as wished, automatic ones by their content, the rest by share.
fn column_boxes<'a>(
    context: &Context,
    table: &Table,
    width: f32,
    tails: &[f32],
    cells: impl Iterator<Item = &'a ShapedCell>,
) -> Vec<(f32, f32)> {
    let natural = natural_widths(context, table, tails, cells);
    let gap = GAP.min(width / (table.columns.len().max(1) as f32 * 3.0));
    let free = width - gap * table.columns.len().saturating_sub(1) as f32;
    let sane = |value: f32| if value.is_finite() { value.clamp(0.0, free) } else { 0.0 };
    let mut wanted: Vec<f32> = table
        .columns
        .iter()
        .zip(&natural)
        .map(|(column, natural)| match column.width {
            Width::Fixed(points) => sane(points),
            Width::Auto => sane(natural + 0.5),
            Width::Share(_) => 0.0,
        })
        .collect();
    let share = |column: &Column| if let Width::Share(share) = column.width { sane(share) } else { 0.0 };
    let shares: f32 = table.columns.iter().map(share).sum();
    let taken: f32 = wanted.iter().sum();
    let most = if shares > 0.0 { free * AUTO_SHARE } else { free };
    if taken > most {
        wanted.iter_mut().for_each(|wanted| *wanted *= most / taken);
    }
    let left = (free - wanted.iter().sum::<f32>()).max(0.0);
    let mut x = 0.0;
    let mut boxes = Vec::with_capacity(wanted.len());
    for (column, wanted) in table.columns.iter().zip(&wanted) {
        let column_width = if shares > 0.0 { wanted + left * share(column) / shares } else { *wanted };
        boxes.push((x, column_width));
        x += column_width + gap;
    }
    boxes
}

/// The width each automatic column needs for its content on one line.
fn natural_widths<'a>(
    context: &Context,
    table: &Table,
    tails: &[f32],
    cells: impl Iterator<Item = &'a ShapedCell>,
) -> Vec<f32> {
    let mut natural = vec![0.0_f32; table.columns.len()];
    for cell in cells.filter(|cell| cell.end == cell.first + 1) {
        if table.columns[cell.first].width == Width::Auto {
            let mut widest = context.natural_width(&cell.text);
            if cell.align == Align::Decimal {
                widest += tails[cell.first] - tail_width(&cell.text);
            }
            let note = cell.note.as_ref().map_or(0.0, |note| context.natural_width(note));
            natural[cell.first] = natural[cell.first].max(widest).max(note);
        }
    }
    natural
}

/// The room each decimal column keeps right of the comma's left edge.
fn tails<'a>(context: &Context, table: &Table, cells: impl Iterator<Item = &'a ShapedCell>) -> Vec<f32> {
    let mut tails = vec![0.0_f32; table.columns.len()];
    for cell in cells.filter(|cell| cell.align == Align::Decimal) {
        if break_lines(context.fonts, &cell.text, f32::INFINITY, false).len() == 1 {
            tails[cell.first] = tails[cell.first].max(tail_width(&cell.text));
        }
    }
    tails
}

/// Width from the last comma on.
fn tail_width(glyphs: &Glyphs) -> f32 {
    match glyphs.glyphs.iter().rposition(|glyph| glyph.glyph.text.is(',')) {
        Some(comma) => glyphs.glyphs[comma..].iter().map(|glyph| glyph.width).sum(),
        None => 0.0,
    }
}

impl Setter<'_> {
    fn set(&self, header: &[ShapedCell], rows: &[Vec<ShapedCell>], flow: &mut Flow) {
        let header = self.header(header);
        let most = self.context.room * REPEAT_SHARE;
        let mut repeat = header.as_ref().filter(|header| header.height <= most).cloned().map(Arc::new);
        let titles = repeat.clone();
        if let Some(header) = header {
            flow.push(Fragment { keep: Keep::Hard, ..header });
        }
        let count = rows.len();
        let mut items = 0;
        for (index, (row, cells)) in self.table.rows.iter().zip(rows).enumerate() {
            if row.kind == RowKind::Section {
                items = 0;
                flow.gap(if index == 0 { 2.0 } else { 5.0 });
            }
            let striped = self.table.style.zebra && row.kind == RowKind::Item && items % 2 == 1;
            items += usize::from(row.kind == RowKind::Item);
            let last = index + 1 == count;
            let before_sum =
                self.table.rows.get(index + 1).is_some_and(|next| next.kind == RowKind::Subtotal);
            let lonely = index == 0 || index + 2 == count || before_sum;
            let keep = !last && (row.keep_with_next || lonely || row.kind == RowKind::Section);
            for mut fragment in self.row(row, cells, striped) {
                fragment.repeat = if row.kind == RowKind::Section { titles.clone() } else { repeat.clone() };
                flow.push(fragment);
            }
            if keep {
                flow.keep_last(Keep::Hard);
            }
            if row.kind == RowKind::Section {
                repeat =
                    self.continued(row, titles.as_deref(), most).map(Arc::new).or_else(|| titles.clone());
            }
        }
    }

    fn header(&self, cells: &[ShapedCell]) -> Option<Fragment> {
        if cells.is_empty() {
            return None;
        }
        let columns = cells.iter().map(|cell| (self.boxes[cell.first].0, self.cell_lines(cell, 0.0)));
        let mut header = side_by_side(columns.collect(), f32::INFINITY, 0.0).into_iter().next()?;
        header.height += 4.0;
        let rule =
            Item::Line { x: 0.0, y: header.height - 0.4, w: self.width, thickness: 0.8, color: Color::INK };
        header.items.push(rule);
        Some(header)
    }

    /// The columns' titles and the section's title again, for a further page.
    fn continued(&self, section: &Row, titles: Option<&Fragment>, most: f32) -> Option<Fragment> {
        if self.table.continued.is_empty() {
            return None;
        }
        let mut row = section.clone();
        row.cells.truncate(1);
        row.cells.first_mut()?.text.0.push(crate::model::Run {
            text: self.table.continued.clone(),
            weight: Some(Weight::Regular),
            color: Some(Color::MUTED),
            size: None,
        });
        let cells = shape_row(self.context, self.table, &row);
        let mut parts: Vec<Fragment> = titles.cloned().into_iter().collect();
        for (index, mut part) in self.row(&row, &cells, false).into_iter().enumerate() {
            part.before = if index == 0 { 2.0 } else { 0.0 };
            parts.push(part);
        }
        let both = crate::flow::stack(parts);
        (both.height <= most).then_some(both)
    }

    /// One row: one fragment, or several if no page could hold it.
    fn row(&self, row: &Row, cells: &[ShapedCell], striped: bool) -> Vec<Fragment> {
        let padding = self.padding();
        let indent = if row.kind == RowKind::Sub { INDENT } else { 0.0 };
        let columns = cells.iter().map(|cell| (self.boxes[cell.first].0, self.cell_lines(cell, indent)));
        let room = self.context.room * (1.0 - REPEAT_SHARE) - 2.0 * padding;
        let mut parts = side_by_side(columns.collect(), room, self.table.style.size);
        if parts.is_empty() {
            parts.push(Fragment::default());
        }
        let last = parts.len() - 1;
        for (index, part) in parts.iter_mut().enumerate() {
            if index == 0 {
                part.items.iter_mut().for_each(|item| item.shift(0.0, padding));
                part.height += padding;
            }
            if index == last {
                part.height += padding;
            }
            self.decorate(row.kind, striped, index == 0, index == last, part);
        }
        parts
    }

    fn padding(&self) -> f32 {
        let padding = self.table.style.padding;
        if padding.is_finite() { padding.clamp(0.0, 30.0) } else { TableStyle::default().padding }
    }

    /// Bands behind and lines around a row.
    fn decorate(&self, kind: RowKind, striped: bool, first: bool, last: bool, part: &mut Fragment) {
        if striped || kind == RowKind::Section {
            let (x, w) = (-OUTDENT, self.width + 2.0 * OUTDENT);
            part.items.insert(0, Item::Rect { x, y: 0.0, w, h: part.height, color: Color::BAND });
        }
        let line =
            |y: f32, thickness: f32, color: Color| Item::Line { x: 0.0, y, w: self.width, thickness, color };
        if kind == RowKind::Subtotal && first {
            part.items.push(line(0.0, 0.6, Color::INK));
        }
        if self.table.style.hairlines && last && matches!(kind, RowKind::Item | RowKind::Sub) {
            part.items.push(line(part.height - 0.25, 0.5, Color::LINE));
        }
    }

    /// The lines of a cell, relative to the left edge of its first column.
    fn cell_lines(&self, cell: &ShapedCell, indent: f32) -> Vec<Fragment> {
        let (x, _) = self.boxes[cell.first];
        let (last_x, last_width) = self.boxes[cell.end.max(cell.first + 1) - 1];
        let indent = if cell.first == 0 { indent } else { 0.0 };
        let width = (last_x + last_width - x - indent).max(1.0);
        let mut lines = self.text_lines(cell, width);
        if let Some(note) = &cell.note {
            let small = Style { size: cell.style.size - 1.0, ..cell.style };
            let align = if cell.align == Align::Decimal { Align::Right } else { cell.align };
            lines.extend(self.context.shaped_lines(note, &small, width, align, false));
        }
        for line in &mut lines {
            line.items.iter_mut().for_each(|item| item.shift(indent, 0.0));
        }
        lines
    }

    fn text_lines(&self, cell: &ShapedCell, width: f32) -> Vec<Fragment> {
        let fonts = self.context.fonts;
        let lines = balanced_lines(fonts, &cell.text, width);
        let tail = self.tails.get(cell.first).copied().unwrap_or(0.0);
        let single = lines.len() == 1 && cell.align == Align::Decimal;
        lines
            .iter()
            .map(|line| {
                let head = line.width - tail_width(&cell.text);
                let set = if single && head + tail <= width {
                    set_line_at(fonts, &cell.text, line, width - tail - head, &cell.style)
                } else {
                    set_line(fonts, &cell.text, line, width, cell.align, &cell.style)
                };
                Fragment { height: set.height, items: set.items, ..Fragment::default() }
            })
            .collect()
    }
}
