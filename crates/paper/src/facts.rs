//! Facts with their labels, in columns.

use crate::flow::{Flow, Fragment, Keep, side_by_side};
use crate::layout::{BAND, Context, share_out};
use crate::model::{Align, Color, Fact, Facts, Style, Weight};

/// Space between columns, in points.
const GAP: f32 = 22.0;
/// Space between facts of one column, in points.
const BETWEEN: f32 = 8.0;

pub(crate) fn set(context: &Context, facts: &Facts, width: f32, flow: &mut Flow) {
    let shares: Vec<f32> =
        (0..facts.columns.len()).map(|i| facts.shares.get(i).copied().unwrap_or(1.0)).collect();
    let boxes = share_out(&shares, width, GAP);
    let columns =
        facts.columns.iter().zip(boxes).map(|(column, (x, width))| (x, set_column(context, column, width)));
    let first = flow.fragments.len();
    let bands = side_by_side(columns.collect(), context.room, BAND);
    bands.into_iter().for_each(|band| flow.push(band));
    flow.keep_from(first, Keep::Soft);
}

fn set_column(context: &Context, column: &[Fact], width: f32) -> Vec<Fragment> {
    let label = Style { size: 7.5, color: Color::MUTED, weight: Weight::Regular, ..Style::default() };
    let value = Style { size: 9.0, ..Style::default() };
    let mut flow = Flow::default();
    for (index, fact) in column.iter().enumerate() {
        if index > 0 {
            flow.gap(BETWEEN);
        }
        if !fact.label.is_empty() {
            context
                .lines(&fact.label, &label, width, Align::Left, false)
                .into_iter()
                .for_each(|l| flow.push(l));
        }
        context.lines(&fact.value, &value, width, Align::Left, false).into_iter().for_each(|l| flow.push(l));
    }
    flow.fragments
}
