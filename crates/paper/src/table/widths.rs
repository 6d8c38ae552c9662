//! How wide a table's columns are.

use super::set::ShapedCell;
use super::{Column, Table, Width};
use crate::layout::Context;
use crate::model::Align;
use crate::shape::Glyphs;

/// Space between two columns, in points.
const GAP: f32 = 14.0;
/// Most of the table's width that columns sized by their content take together.
const AUTO_SHARE: f32 = 0.7;

/// The places of a table's columns.
pub(super) struct Boxes {
    /// Left edge and width of each column.
    pub columns: Vec<(f32, f32)>,
    /// For decimal columns: the room from the comma to the right edge.
    pub tails: Vec<f32>,
}

impl Boxes {
    /// Fixed columns are as wide as wished, automatic ones as their content, the others share the rest.
    pub fn new(
        context: &Context,
        table: &Table,
        width: f32,
        header: &[ShapedCell],
        rows: &[Vec<ShapedCell>],
    ) -> Self {
        let tails = tails(table, rows.iter().flatten());
        let cells = header.iter().chain(rows.iter().flatten());
        let natural = natural_widths(context, table, &tails, cells);
        Self { columns: column_boxes(&table.columns, width, &natural), tails }
    }
}

fn column_boxes(columns: &[Column], width: f32, natural: &[f32]) -> Vec<(f32, f32)> {
    let gap = GAP.min(width / (columns.len().max(1) as f32 * 3.0));
    let free = width - gap * columns.len().saturating_sub(1) as f32;
    let sane = |value: f32| if value.is_finite() { value.clamp(0.0, free) } else { 0.0 };
    let wanted = |(column, natural): (&Column, &f32)| match column.width {
        Width::Fixed(points) => sane(points),
        Width::Auto => sane(natural + 0.5),
        Width::Share(_) => 0.0,
    };
    let mut wanted: Vec<f32> = columns.iter().zip(natural).map(wanted).collect();
    let share = |column: &Column| if let Width::Share(share) = column.width { sane(share) } else { 0.0 };
    let shares: f32 = columns.iter().map(share).sum();
    let taken: f32 = wanted.iter().sum();
    let most = if shares > 0.0 { free * AUTO_SHARE } else { free };
    if taken > most {
        wanted.iter_mut().for_each(|wanted| *wanted *= most / taken);
    }
    let left = (free - wanted.iter().sum::<f32>()).max(0.0);
    let mut x = 0.0;
    let mut boxes = Vec::with_capacity(wanted.len());
    for (column, wanted) in columns.iter().zip(&wanted) {
        let own = if shares > 0.0 { wanted + left * share(column) / shares } else { *wanted };
        boxes.push((x, own));
        x += own + gap;
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
fn tails<'a>(table: &Table, cells: impl Iterator<Item = &'a ShapedCell>) -> Vec<f32> {
    let mut tails = vec![0.0_f32; table.columns.len()];
    for cell in cells.filter(|cell| cell.align == Align::Decimal) {
        if !cell.text.text.contains('\n') {
            tails[cell.first] = tails[cell.first].max(tail_width(&cell.text));
        }
    }
    tails
}

/// Width from the last comma on.
pub(super) fn tail_width(glyphs: &Glyphs) -> f32 {
    match glyphs.glyphs.iter().rposition(|glyph| glyph.glyph.text.is(',')) {
        Some(comma) => glyphs.glyphs[comma..].iter().map(|glyph| glyph.width).sum(),
        None => 0.0,
    }
}
