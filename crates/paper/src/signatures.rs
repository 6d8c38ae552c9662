//! Lines to sign on.

use crate::display::Item;
use crate::flow::{Flow, Fragment, Keep, side_by_side};
use crate::layout::{BAND, Context, push_lines, share_out};
use crate::model::{Align, Color, Signature, Signatures, Style, Weight};

/// Most lines side by side.
const PER_ROW: usize = 3;
/// Space to write in above a line, in points.
const ROOM_TO_SIGN: f32 = 42.0;
/// Space between two lines, in points.
const GAP: f32 = 32.0;

pub(crate) fn set(context: &Context, signatures: &Signatures, width: f32, flow: &mut Flow) {
    let first = flow.fragments.len();
    flow.gap(2.0);
    if !signatures.intro.is_empty() {
        push_lines(context.lines(&signatures.intro, &Style::default(), width, Align::Left, true), flow);
    }
    for row in signatures.slots.chunks(PER_ROW) {
        flow.gap(ROOM_TO_SIGN);
        let boxes = share_out(&vec![1.0; row.len().max(2)], width, GAP);
        let columns =
            row.iter().zip(boxes).map(|(slot, (x, width))| (x, set_slot(context, slot, width))).collect();
        side_by_side(columns, context.room, BAND).into_iter().for_each(|band| flow.push(band));
    }
    flow.keep_from(first, Keep::Soft);
}

fn set_slot(context: &Context, slot: &Signature, width: f32) -> Vec<Fragment> {
    let name = Style { size: 8.5, weight: Weight::SemiBold, ..Style::default() };
    let details = Style { size: 8.0, color: Color::MUTED, ..Style::default() };
    let line = Item::Line { x: 0.0, y: 0.3, w: width, thickness: 0.6, color: Color::INK };
    let mut out = vec![Fragment { height: 5.0, items: vec![line], ..Fragment::default() }];
    out.extend(context.lines(&slot.name, &name, width, Align::Left, false));
    if !slot.details.is_empty() {
        out.extend(context.lines(&slot.details, &details, width, Align::Left, false));
    }
    out
}
