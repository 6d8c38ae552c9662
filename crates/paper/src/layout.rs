//! Blocks to fragments to pages: the dispatcher of layout.

use std::sync::Arc;

use crate::display::{DisplayList, Item};
use crate::error::Error;
use crate::flow::{Flow, Fragment, Keep, Room, paginate, side_by_side, stack};
use crate::fonts::Fonts;
use crate::image;
use crate::model::{Align, Block, Code, Color, Columns, Document, Heading, Image, List, Page, Paragraph};
use crate::model::{Rule, Style, Text, Weight};
use crate::paragraph::{break_lines, set_line, single_line};
use crate::shape::{Glyphs, shape};
use crate::{facts, signatures, table, totals};

/// Smallest width and height of the room between the margins, in points.
const MIN_ROOM: f32 = 120.0;
/// Largest share of the page's height a header may take.
const HEADER_SHARE: f32 = 1.0 / 3.0;
/// Space between the header and the content, in points.
const HEADER_GAP: f32 = 12.0;
/// Height of the pieces side-by-side columns are cut into when no page can hold them.
pub(crate) const BAND: f32 = 60.0;
/// Indentation of list items, in points.
const LIST_INDENT: f32 = 14.0;

/// What every block's layout needs to know.
#[derive(Clone, Copy)]
pub(crate) struct Context {
    pub fonts: &'static Fonts,
    /// Height of the content on a page.
    pub room: f32,
    /// Whether the language's hyphenation is known.
    pub hyphenate: bool,
}

/// Lays a document out.
///
/// # Errors
/// [`Error`] for what no page can show: see its variants.
pub fn layout(document: &Document) -> Result<DisplayList, Error> {
    let page = document.page;
    let (width, height) = room_of(&page)?;
    let hyphenate = document.language.get(..2).is_some_and(|tag| tag.eq_ignore_ascii_case("pt"));
    let context = Context { fonts: Fonts::get()?, room: height, hyphenate };
    let header = header(&context, document, width)?;
    let header_height = header.as_ref().map_or(0.0, |header| header.height + HEADER_GAP);
    let on_first = document.header.on_first_page;
    let room = Room {
        left: page.left,
        first_top: page.top + if on_first { header_height } else { 0.0 },
        other_top: page.top + header_height,
        bottom: page.height - page.bottom,
    };
    let context = Context { room: height - header_height, ..context };
    let mut flow = Flow::default();
    context.blocks(&document.blocks, width, &mut flow)?;
    let mut pages = paginate(flow.fragments, room);
    let count = pages.len();
    for (index, items) in pages.iter_mut().enumerate() {
        if let Some(header) = header.as_ref().filter(|_| index > 0 || on_first) {
            let mut all = shifted(header.items.clone(), page.left, page.top);
            all.append(items);
            *items = all;
        }
        items.extend(footer(&context, document, width, index + 1, count));
    }
    Ok(DisplayList { width: page.width, height: page.height, pages })
}

fn room_of(page: &Page) -> Result<(f32, f32), Error> {
    let width = page.width - page.left - page.right;
    let height = page.height - page.top - page.bottom;
    let margins = [page.left, page.right, page.top, page.bottom];
    let sane =
        margins.iter().all(|margin| *margin >= 0.0) && page.width <= 14_400.0 && page.height <= 14_400.0;
    if sane && width >= MIN_ROOM && height >= MIN_ROOM { Ok((width, height)) } else { Err(Error::Page) }
}

fn shifted(mut items: Vec<Item>, dx: f32, dy: f32) -> Vec<Item> {
    items.iter_mut().for_each(|item| item.shift(dx, dy));
    items
}

/// The repeated header, cut to its share of the page.
fn header(context: &Context, document: &Document, width: f32) -> Result<Option<Fragment>, Error> {
    let mut flow = Flow::default();
    context.blocks(&document.header.blocks, width, &mut flow)?;
    let mut left = document.page.height * HEADER_SHARE;
    let fitting: Vec<_> = flow
        .fragments
        .into_iter()
        .take_while(|fragment| {
            left -= fragment.before + fragment.height;
            left >= 0.0
        })
        .collect();
    let header = stack(fitting);
    let too_little_room = context.room - header.height - HEADER_GAP < MIN_ROOM / 2.0;
    Ok((!header.items.is_empty() && !too_little_room).then_some(header))
}

/// The footer of one page: a hairline, the text at the left, the page's number at the right.
fn footer(context: &Context, document: &Document, width: f32, number: usize, count: usize) -> Vec<Item> {
    let page = &document.page;
    let footer = &document.footer;
    if footer.text.is_empty() && footer.page_label.is_empty() {
        return Vec::new();
    }
    let style = Style { size: 7.5, color: Color::MUTED, ..Style::default() };
    let label = footer.page_label.replace("{page}", &number.to_string());
    let label = label.replace("{pages}", &count.to_string());
    let label = context.one_line(&Text::from(label), &style, width, Align::Right);
    let label_width = label.items.iter().map(text_width).sum::<f32>();
    let left = (width - label_width - 16.0).max(40.0);
    let text = context.one_line(&footer.text, &style, left, Align::Left);
    let y = page.height - page.bottom + (page.bottom * 0.38).min(24.0);
    let rule = Item::Line { x: page.left, y, w: width, thickness: 0.5, color: Color::LINE };
    let mut items = vec![rule];
    items.extend(shifted(text.items, page.left, y + 5.0));
    items.extend(shifted(label.items, page.left, y + 5.0));
    items
}

fn text_width(item: &Item) -> f32 {
    match item {
        Item::Text(run) => {
            let units: i32 = run.glyphs.iter().map(|glyph| glyph.advance).sum();
            Fonts::get().map_or(0.0, |fonts| units as f32 * run.size / fonts.of(run.weight).units_per_em)
        }
        _ => 0.0,
    }
}

impl Context {
    /// Lays blocks out under each other.
    pub fn blocks(&self, blocks: &[Block], width: f32, flow: &mut Flow) -> Result<(), Error> {
        blocks.iter().try_for_each(|block| self.block(block, width, flow))
    }

    fn block(&self, block: &Block, width: f32, flow: &mut Flow) -> Result<(), Error> {
        match block {
            Block::Heading(heading) => self.heading(heading, width, flow),
            Block::Paragraph(paragraph) => self.paragraph(paragraph, width, flow),
            Block::List(list) => self.list(list, width, flow),
            Block::Spacer(points) => flow.gap(*points),
            Block::Rule(rule) => self.rule(rule, width, flow),
            Block::Facts(facts) => facts::set(self, facts, width, flow),
            Block::Table(table) => table::set(self, table, width, flow)?,
            Block::Totals(totals) => totals::set(self, totals, width, flow),
            Block::Columns(columns) => self.columns(columns, width, flow)?,
            Block::Image(image) => self.image(image, width, flow)?,
            Block::Code(code) => self.code(code, width, flow)?,
            Block::Signatures(signatures) => signatures::set(self, signatures, width, flow),
            Block::PageBreak => flow.break_page(),
            Block::KeepTogether(blocks) => {
                let first = flow.fragments.len();
                self.blocks(blocks, width, flow)?;
                flow.keep_from(first, Keep::Soft);
            }
        }
        Ok(())
    }

    /// Text as lines under each other, one fragment each, without any keeping together.
    pub fn lines(
        &self,
        text: &Text,
        style: &Style,
        width: f32,
        align: Align,
        hyphenate: bool,
    ) -> Vec<Fragment> {
        self.shaped_lines(&shape(self.fonts, text, style), style, width, align, hyphenate)
    }

    /// As [`Self::lines`], for text that is shaped already.
    pub fn shaped_lines(
        &self,
        glyphs: &Glyphs,
        style: &Style,
        width: f32,
        align: Align,
        hyphenate: bool,
    ) -> Vec<Fragment> {
        break_lines(self.fonts, glyphs, width, hyphenate && self.hyphenate)
            .iter()
            .map(|line| {
                let set = set_line(self.fonts, glyphs, line, width, align, style);
                Fragment { height: set.height, items: set.items, ..Fragment::default() }
            })
            .collect()
    }

    /// A text on one line, cut with an ellipsis where it is too long.
    pub fn one_line(&self, text: &Text, style: &Style, width: f32, align: Align) -> Fragment {
        let glyphs = shape(self.fonts, text, style);
        let line = single_line(self.fonts, &glyphs, width);
        let set = set_line(self.fonts, &glyphs, &line, width, align, style);
        Fragment { height: set.height, items: set.items, ..Fragment::default() }
    }

    /// Width of the widest line of a text when nothing but its own breaks end a line.
    pub fn natural_width(&self, glyphs: &Glyphs) -> f32 {
        let lines = break_lines(self.fonts, glyphs, f32::INFINITY, false);
        lines.iter().map(|line| line.width).fold(0.0, f32::max)
    }

    fn heading(&self, heading: &Heading, width: f32, flow: &mut Flow) {
        let (size, weight, color, before, after) = match heading.level {
            0 | 1 => (15.0, Weight::Bold, Color::INK, 2.0, 3.0),
            2 => (10.0, Weight::SemiBold, Color::INK, 14.0, 4.0),
            _ => (7.5, Weight::SemiBold, Color::MUTED, 8.0, 2.0),
        };
        let style = Style { size, weight, color, leading: 1.3, tabular: false };
        flow.gap(before);
        let first = flow.fragments.len();
        for line in self.lines(&heading.text, &style, width, Align::Left, false) {
            flow.push(line);
        }
        flow.keep_from(first, Keep::Hard);
        flow.keep_last(Keep::Hard);
        flow.gap(after);
    }

    fn paragraph(&self, paragraph: &Paragraph, width: f32, flow: &mut Flow) {
        let lines =
            self.lines(&paragraph.text, &paragraph.style, width, paragraph.align, paragraph.hyphenate);
        push_lines(lines, flow);
        flow.gap(paragraph.space_after);
    }

    fn list(&self, list: &List, width: f32, flow: &mut Flow) {
        for (index, item) in list.items.iter().enumerate() {
            let marker = if list.numbered { format!("{}.", index + 1) } else { "•".to_owned() };
            let style = Style { color: Color::MUTED, tabular: true, ..list.style };
            let marker = self.one_line(&Text::from(marker), &style, LIST_INDENT, Align::Left);
            let indent = if index >= 99 { LIST_INDENT * 1.8 } else { LIST_INDENT };
            let mut lines =
                self.lines(item, &list.style, (width - indent).max(LIST_INDENT), Align::Left, true);
            for (i, line) in lines.iter_mut().enumerate() {
                line.items.iter_mut().for_each(|item| item.shift(indent, 0.0));
                if i == 0 {
                    line.items.splice(0..0, marker.items.clone());
                }
            }
            push_lines(lines, flow);
            flow.gap(2.5);
        }
    }

    fn rule(&self, rule: &Rule, width: f32, flow: &mut Flow) {
        let thickness = if rule.thickness.is_finite() { rule.thickness.clamp(0.2, 20.0) } else { 0.5 };
        let line = Item::Line { x: 0.0, y: thickness / 2.0, w: width, thickness, color: rule.color };
        flow.keep_last(Keep::Soft);
        flow.gap(rule.before);
        flow.push(Fragment { height: thickness, items: vec![line], ..Fragment::default() });
        flow.gap(rule.after);
    }

    fn columns(&self, columns: &Columns, width: f32, flow: &mut Flow) -> Result<(), Error> {
        let shares: Vec<f32> = columns.columns.iter().map(|(share, _)| *share).collect();
        let boxes = share_out(&shares, width, columns.gap);
        let mut set = Vec::with_capacity(boxes.len());
        for ((_, blocks), (x, column_width)) in columns.columns.iter().zip(boxes) {
            let mut column = Flow::default();
            self.blocks(blocks, column_width, &mut column)?;
            set.push((x, column.fragments));
        }
        side_by_side(set, self.room, BAND).into_iter().for_each(|band| flow.push(band));
        Ok(())
    }

    fn image(&self, image: &Image, width: f32, flow: &mut Flow) -> Result<(), Error> {
        let picture = Arc::new(image::read(&image.bytes)?);
        let (pixels_x, pixels_y) = (picture.width as f32, picture.height as f32);
        let max_width = finite(image.max_width, width).clamp(1.0, width.max(1.0));
        let max_height = finite(image.max_height, self.room).clamp(1.0, self.room.max(1.0));
        let scale = (max_width / pixels_x).min(max_height / pixels_y);
        let (w, h) = (pixels_x * scale, pixels_y * scale);
        let x = offset(image.align, width, w);
        let items = vec![Item::Image { x, y: 0.0, w, h, picture }];
        flow.push(Fragment { height: h, items, ..Fragment::default() });
        Ok(())
    }

    /// Dark squares, those of a row joined, on a quiet zone of four squares.
    fn code(&self, code: &Code, width: f32, flow: &mut Flow) -> Result<(), Error> {
        let side = code.side;
        if side == 0 || side.checked_mul(side) != Some(code.dark.len()) {
            return Err(Error::CodeShape { side, cells: code.dark.len() });
        }
        let size = finite(code.size, 90.0).clamp(20.0, width.min(self.room).max(20.0));
        let step = size / (side + 8) as f32;
        // At the edge of the column the margin is quiet enough: the squares stand flush.
        let quiet = match code.align {
            Align::Left => 0.0,
            Align::Center => 4.0,
            Align::Right | Align::Decimal => 8.0,
        };
        let left = offset(code.align, width, size) + quiet * step;
        let mut items = Vec::new();
        for (row, squares) in code.dark.chunks_exact(side).enumerate() {
            let y = (row + 4) as f32 * step;
            let mut column = 0;
            for run in squares.chunk_by(|a, b| a == b) {
                if run[0] {
                    let x = left + column as f32 * step;
                    items.push(Item::Rect {
                        x,
                        y,
                        w: run.len() as f32 * step,
                        h: step,
                        color: Color(0, 0, 0),
                    });
                }
                column += run.len();
            }
        }
        flow.push(Fragment { height: size, items, ..Fragment::default() });
        Ok(())
    }
}

fn finite(value: f32, otherwise: f32) -> f32 {
    if value.is_finite() { value } else { otherwise }
}

fn offset(align: Align, width: f32, used: f32) -> f32 {
    match align {
        Align::Left => 0.0,
        Align::Right | Align::Decimal => width - used,
        Align::Center => (width - used) / 2.0,
    }
}

/// Lines of a paragraph; neither the first nor the last one is left alone.
pub(crate) fn push_lines(lines: Vec<Fragment>, flow: &mut Flow) {
    let count = lines.len();
    for (index, mut line) in lines.into_iter().enumerate() {
        if index + 1 < count && (index == 0 || index + 2 == count) {
            line.keep = Keep::Hard;
        }
        flow.push(line);
    }
}

/// Left edge and width of columns which share a width.
pub(crate) fn share_out(shares: &[f32], width: f32, gap: f32) -> Vec<(f32, f32)> {
    let gap = finite(gap, 0.0).clamp(0.0, 100.0).min(width / (shares.len().max(1) as f32 * 2.0));
    let sane = |share: f32| if share.is_finite() && share > 0.0 { share.min(1e6) } else { 1.0 };
    let sum: f32 = shares.iter().copied().map(sane).sum();
    let free = width - gap * shares.len().saturating_sub(1) as f32;
    let mut x = 0.0;
    let mut boxes = Vec::with_capacity(shares.len());
    for share in shares {
        let column = free * sane(*share) / sum;
        boxes.push((x, column));
        x += column + gap;
    }
    boxes
}
