//! Rows to fragments. A row stays on one page unless it would fill most of it; the header, and the
//! section a row belongs to, are set again on each further page.

use std::sync::Arc;

use super::widths::{Boxes, tail_width};
use super::{Column, Row, RowKind, Table, TableStyle};
use crate::display::Item;
use crate::error::Error;
use crate::flow::{Flow, Fragment, Keep, side_by_side, stack};
use crate::layout::Context;
use crate::model::{Align, Color, Run, Style, Weight};
use crate::paragraph::{balanced_lines, set_line, set_line_at};
use crate::shape::{Glyphs, shape};

/// How far bands reach beyond the text at both sides, in points.
const OUTDENT: f32 = 6.0;
/// Tall rows are cut into pieces of this height or one line, in points.
const LINE: f32 = 10.0;
/// Space above a section, in points.
const SECTION_GAP: f32 = 5.0;
/// Space below a table, in points.
const AFTER: f32 = 8.0;
/// Indentation of sub-rows, in points.
const INDENT: f32 = 12.0;
/// A header taller than this share of the room is not set again, and a row that leaves less than
/// this share of it free is cut between its lines.
const REPEAT_SHARE: f32 = 0.4;

/// A cell shaped, with its place among the columns.
pub(super) struct ShapedCell {
    pub first: usize,
    pub end: usize,
    pub align: Align,
    pub style: Style,
    pub text: Glyphs,
    pub note: Option<Glyphs>,
}

/// A table whose columns have found their places.
struct Setter<'a> {
    context: &'a Context,
    table: &'a Table,
    width: f32,
    boxes: Boxes,
}

pub(crate) fn set(context: &Context, table: &Table, width: f32, flow: &mut Flow) -> Result<(), Error> {
    let header = shape_header(context, table);
    let rows = table.rows.iter().enumerate();
    let rows: Vec<_> = rows
        .map(|(index, row)| shape_row(context, table, row).ok_or(Error::TableShape { row: index }))
        .collect::<Result<_, _>>()?;
    let boxes = Boxes::new(context, table, width, &header, &rows);
    Setter { context, table, width, boxes }.set(&header, &rows, flow);
    flow.gap(AFTER);
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

/// The cells of a row with their places; none if there are more than columns.
fn shape_row(context: &Context, table: &Table, row: &Row) -> Option<Vec<ShapedCell>> {
    let (weight, color) = match row.kind {
        RowKind::Item => (Weight::Regular, Color::INK),
        RowKind::Sub => (Weight::Regular, Color::MUTED),
        RowKind::Section | RowKind::Subtotal => (Weight::SemiBold, Color::INK),
    };
    let mut first = 0_usize;
    let mut out = Vec::with_capacity(row.cells.len());
    for cell in &row.cells {
        let end = first.saturating_add(cell.span.max(1)).min(table.columns.len());
        let column = table.columns.get(first)?;
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
    Some(out)
}

impl Setter<'_> {
    fn set(&self, header: &[ShapedCell], rows: &[Vec<ShapedCell>], flow: &mut Flow) {
        let most = self.context.room * REPEAT_SHARE;
        let header = self.header(header);
        let titles = match header.as_slice() {
            [whole] if whole.height <= most => Some(Arc::new(whole.clone())),
            _ => None,
        };
        let mut repeat = titles.clone();
        header.into_iter().for_each(|part| flow.push(part));
        flow.keep_last(Keep::Hard);
        let count = rows.len();
        let mut items = 0;
        for (index, (row, cells)) in self.table.rows.iter().zip(rows).enumerate() {
            if row.kind == RowKind::Section {
                items = 0;
                flow.gap(if index == 0 { 2.0 } else { SECTION_GAP });
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

    /// The columns' titles with a line below: one fragment, or several if they are very tall.
    fn header(&self, cells: &[ShapedCell]) -> Vec<Fragment> {
        let columns = cells.iter().map(|cell| (self.boxes.columns[cell.first].0, self.cell_lines(cell, 0.0)));
        let mut parts = side_by_side(columns.collect(), self.tallest(), LINE);
        if let Some(last) = parts.last_mut() {
            last.height += 4.0;
            let (y, w) = (last.height - 0.4, self.width);
            last.items.push(Item::Line { x: 0.0, y, w, thickness: 0.8, color: Color::INK });
        }
        parts
    }

    /// The tallest content that is not cut: with a repeated header above and space around, it still
    /// fits on a page.
    fn tallest(&self) -> f32 {
        (self.context.room * (1.0 - REPEAT_SHARE) - 2.0 * self.padding() - SECTION_GAP).max(0.0)
    }

    /// The columns' titles and the section's title again, for a further page.
    fn continued(&self, section: &Row, titles: Option<&Fragment>, most: f32) -> Option<Fragment> {
        if self.table.continued.is_empty() {
            return None;
        }
        let mut row = section.clone();
        row.cells.truncate(1);
        row.cells.first_mut()?.text.0.push(Run {
            text: self.table.continued.clone(),
            weight: Some(Weight::Regular),
            color: Some(Color::MUTED),
            size: None,
        });
        let cells = shape_row(self.context, self.table, &row)?;
        let mut parts: Vec<Fragment> = titles.cloned().into_iter().collect();
        for (index, mut part) in self.row(&row, &cells, false).into_iter().enumerate() {
            part.before = if index == 0 { 2.0 } else { 0.0 };
            parts.push(part);
        }
        let both = stack(parts);
        (both.height <= most).then_some(both)
    }

    /// One row: one fragment, or several if no page could hold it.
    fn row(&self, row: &Row, cells: &[ShapedCell], striped: bool) -> Vec<Fragment> {
        let padding = self.padding();
        let indent = if row.kind == RowKind::Sub { INDENT } else { 0.0 };
        let columns =
            cells.iter().map(|cell| (self.boxes.columns[cell.first].0, self.cell_lines(cell, indent)));
        let mut parts = side_by_side(columns.collect(), self.tallest(), LINE);
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
            if index != last && (index == 0 || index + 1 == last) {
                part.keep = Keep::Hard;
            }
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
        let (x, _) = self.boxes.columns[cell.first];
        let (last_x, last_width) = self.boxes.columns[cell.end.max(cell.first + 1) - 1];
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
        let tail = self.boxes.tails.get(cell.first).copied().unwrap_or(0.0);
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
