//! The sums under a table.

use crate::display::Item;
use crate::flow::{Flow, Fragment, Keep, side_by_side, stack};
use crate::layout::{BAND, Context};
use crate::model::{Align, Color, Figure, Style, Text, TotalLine, Totals, Weight};
use crate::shape::shape;

/// Space between a label and its amount, and between two figures, in points.
const GAP: f32 = 28.0;
/// Largest share of the width the amounts may take.
const AMOUNT_SHARE: f32 = 0.45;

pub(crate) fn set(context: &Context, totals: &Totals, width: f32, flow: &mut Flow) {
    flow.keep_last(Keep::Hard);
    let first = flow.fragments.len();
    set_lines(context, &totals.lines, width, flow);
    if !totals.figures.is_empty() {
        flow.gap(if totals.lines.is_empty() { 3.0 } else { 9.0 });
        set_figures(context, &totals.figures, width, flow);
    }
    flow.keep_from(first, Keep::Soft);
    flow.gap(6.0);
}

fn set_lines(context: &Context, lines: &[TotalLine], width: f32, flow: &mut Flow) {
    let base = Style { size: 8.5, tabular: true, ..Style::default() };
    let natural = |line: &TotalLine| natural(context, &line.amount, &amount_style(&base, line));
    let amounts = lines.iter().map(natural).fold(0.0, f32::max).min(width * AMOUNT_SHARE);
    for line in lines {
        let color = if line.strong { Color::INK } else { Color::MUTED };
        let style = Style { color, ..amount_style(&base, line) };
        let label_width = (width - amounts - GAP).max(1.0);
        let label = context.lines(&line.label, &style, label_width, Align::Right, false);
        let amount = context.lines(&line.amount, &amount_style(&base, line), amounts, Align::Right, false);
        let columns = vec![(0.0, label), (width - amounts, amount)];
        side_by_side(columns, context.room, BAND).into_iter().for_each(|band| flow.push(band));
        flow.gap(2.0);
    }
}

fn amount_style(base: &Style, line: &TotalLine) -> Style {
    Style { weight: if line.strong { Weight::SemiBold } else { Weight::Regular }, ..*base }
}

fn natural(context: &Context, text: &Text, style: &Style) -> f32 {
    context.natural_width(&shape(context.fonts, text, style)) + 0.5
}

/// The final figures, side by side, the last one flush right.
fn set_figures(context: &Context, figures: &[Figure], width: f32, flow: &mut Flow) {
    let small = Style { size: 8.0, color: Color::MUTED, ..Style::default() };
    let large = Style { size: 14.0, weight: Weight::Bold, leading: 1.35, tabular: true, ..Style::default() };
    let count = figures.len() as f32;
    let most = ((width - GAP * (count - 1.0)) / count).max(1.0);
    let mut right = width;
    let mut columns = Vec::new();
    for figure in figures.iter().rev() {
        let parts = [(&figure.label, &small), (&figure.amount, &large), (&figure.note, &small)];
        let wanted = parts.iter().map(|(text, style)| natural(context, text, style)).fold(0.0, f32::max);
        let column = wanted.min(most);
        let lines = parts
            .iter()
            .filter(|(text, _)| !text.is_empty())
            .flat_map(|(text, style)| context.lines(text, style, column, Align::Right, false));
        columns.push((right - column, lines.collect()));
        right -= column + GAP;
    }
    columns.reverse();
    let left = (right + GAP).max(0.0);
    let rule = Item::Line { x: left, y: 0.4, w: width - left, thickness: 0.8, color: Color::INK };
    flow.push(Fragment { height: 0.8, items: vec![rule], ..Fragment::default() });
    flow.gap(5.0);
    let bands = side_by_side(columns, context.room, BAND);
    if bands.len() == 1 { flow.push(stack(bands)) } else { bands.into_iter().for_each(|b| flow.push(b)) }
}
