//! The back end: a display list to a PDF file. The only place that knows printpdf and lopdf.
//!
//! printpdf writes the pages and the fonts; what it cannot do is put right on its lopdf document:
//! exact widths, characters of one glyph kept apart, pictures as they came, language, dates and ids
//! that depend on the content alone.

use std::collections::{BTreeMap, HashMap};
use std::io::Write;
use std::sync::Arc;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use lopdf::{Dictionary, Object, ObjectId, Stream};
use printpdf::XObjectTransform;
use printpdf::{Codepoint, FontId, FontMetrics, Line, LinePoint, Mm, Op, PaintMode, ParsedFont, PdfDocument};
use printpdf::{PdfFont, PdfFontHandle, PdfPage, PdfSaveOptions, Point, Pt, Rect, Rgb, TextItem, XObjectId};
use subsetter::GlyphRemapper;

use crate::display::{Chars, DisplayList, Glyph, Item, TextRun};
use crate::error::Error;
use crate::fonts::{Font, Fonts};
use crate::image::{Picture, PictureData};
use crate::model::{Color, Document, Weight};

const WEIGHTS: [Weight; 3] = [Weight::Regular, Weight::SemiBold, Weight::Bold];
/// Effort of compression, 0 to 9.
const LEVEL: u32 = 6;
/// Name of the program in the file.
const PRODUCER: &str = "Retaguarda";

/// Writes the file.
pub(crate) fn write(document: &Document, list: &DisplayList) -> Result<Vec<u8>, Error> {
    let fonts = Fonts::get()?;
    let mut writer = Writer { fonts, faces: Default::default(), pictures: Vec::new() };
    let pages = list.pages.iter().map(|items| writer.page(list, items)).collect();
    let mut pdf = PdfDocument::new("");
    for (index, face) in writer.faces.iter().enumerate().filter(|(_, face)| !face.codes.is_empty()) {
        let font = face.embed(fonts.of(WEIGHTS[index]))?;
        pdf.resources.fonts.map.insert(font_id(index), PdfFont::new(font));
    }
    pdf.pages = pages;
    let options = PdfSaveOptions { image_optimization: None, ..PdfSaveOptions::default() };
    let mut lopdf = pdf.to_lopdf_document(&options, &mut Vec::new());
    writer.finish(document, &mut lopdf)?;
    compress(&mut lopdf)?;
    let mut bytes = Vec::new();
    lopdf.save_to(&mut bytes).map_err(|error| Error::Writer(error.to_string()))?;
    Ok(bytes)
}

fn font_id(index: usize) -> FontId {
    FontId(["InterRegular", "InterSemiBold", "InterBold"][index].into())
}

/// The codes of one face in the file. A code is a glyph *and* the characters it stands for, so that
/// what is copied is exact even where two characters share a glyph.
#[derive(Default)]
struct Face {
    codes: HashMap<(u16, Chars), u16>,
    glyphs: Vec<u16>,
}

impl Face {
    /// The code of a glyph; 0 stays the missing glyph.
    fn code(&mut self, glyph: &Glyph) -> u16 {
        let key = (glyph.id, glyph.text.clone());
        if let Some(code) = self.codes.get(&key) {
            return *code;
        }
        // 65,535 pairs of glyph and characters are more than a document has; beyond, glyphs repeat.
        let code = u16::try_from(self.glyphs.len() + 1).unwrap_or(u16::MAX);
        if code < u16::MAX {
            self.glyphs.push(glyph.id);
            self.codes.insert(key, code);
        }
        code
    }

    fn remapper(&self) -> GlyphRemapper {
        let mut used = self.glyphs.clone();
        used.sort_unstable();
        used.dedup();
        GlyphRemapper::new_from_glyphs_sorted(&used)
    }

    /// The subset of the face as printpdf wants it.
    fn embed(&self, font: &Font) -> Result<ParsedFont, Error> {
        let subset = subsetter::subset(font.bytes, 0, &self.remapper())
            .map_err(|error| Error::Writer(format!("{}: {error}", font.name)))?;
        let widths = self.glyphs.iter().zip(1..).map(|(glyph, code)| (code, font.width(*glyph))).collect();
        let metrics = FontMetrics { ascent: font.face.ascender(), descent: font.face.descender() };
        let name = format!("{}+{}", self.tag(), font.name);
        let units = font.face.as_ref().units_per_em();
        let mut parsed =
            ParsedFont::with_glyph_data(subset, 0, Some(name), BTreeMap::new(), widths, units, metrics);
        let bounds = font.face.global_bounding_box();
        parsed.pdf_font_metrics.x_min = bounds.x_min;
        parsed.pdf_font_metrics.y_min = bounds.y_min;
        parsed.pdf_font_metrics.x_max = bounds.x_max;
        parsed.pdf_font_metrics.y_max = bounds.y_max;
        parsed.pdf_font_metrics.us_weight_class = font.face.weight().to_number();
        Ok(parsed)
    }

    /// Six capital letters made of the subset's content (ISO 32000-1, 9.6.4).
    fn tag(&self) -> String {
        let mut hash = fnv(0, self.glyphs.iter().flat_map(|glyph| glyph.to_be_bytes()));
        let mut letter = || {
            let letter = char::from(b'A' + (hash % 26) as u8);
            hash /= 26;
            letter
        };
        std::iter::repeat_with(&mut letter).take(6).collect()
    }

    /// `/W`: the widths of codes 1, 2, 3 …, in thousandths of an em, exact to a hundredth.
    fn widths(&self, font: &Font) -> Object {
        let exact = |glyph: &u16| f32::from(font.width(*glyph)) * 1000.0 / font.units_per_em;
        let widths = self.glyphs.iter().map(|glyph| Object::Real(hundredths(exact(glyph)))).collect();
        Object::Array(vec![Object::Integer(1), Object::Array(widths)])
    }

    /// `/CIDToGIDMap`: the subset's glyph of each code.
    fn glyph_map(&self) -> Stream {
        let remapper = self.remapper();
        let mut bytes = vec![0, 0];
        for glyph in &self.glyphs {
            bytes.extend(remapper.get(*glyph).unwrap_or(0).to_be_bytes());
        }
        Stream::new(Dictionary::new(), bytes)
    }
}

/// FNV-1a: names parts of the file; protects nothing.
fn fnv(seed: u64, bytes: impl IntoIterator<Item = u8>) -> u64 {
    let start = 0xcbf2_9ce4_8422_2325 ^ seed;
    bytes.into_iter().fold(start, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

fn hundredths(value: f32) -> f32 {
    (value * 100.0).round() / 100.0
}

fn pt(value: f32) -> Pt {
    Pt(hundredths(value))
}

fn color_of(color: Color) -> printpdf::Color {
    let part = |value: u8| (f32::from(value) / 255.0 * 1000.0).round() / 1000.0;
    printpdf::Color::Rgb(Rgb { r: part(color.0), g: part(color.1), b: part(color.2), icc_profile: None })
}

struct Writer {
    fonts: &'static Fonts,
    faces: [Face; 3],
    pictures: Vec<Arc<Picture>>,
}

impl Writer {
    fn page(&mut self, list: &DisplayList, items: &[Item]) -> PdfPage {
        let mut ops = Vec::with_capacity(items.len() * 6);
        let mut fill = None;
        for item in items {
            match item {
                Item::Text(run) => self.text(list.height, run, &mut fill, &mut ops),
                Item::Rect { x, y, w, h, color } => {
                    set_fill(*color, &mut fill, &mut ops);
                    let (width, height) = (pt(*w), pt(*h));
                    let (x, y) = (pt(*x), pt(list.height - y - h));
                    let (mode, winding_order) = (Some(PaintMode::Fill), None);
                    let rectangle = Rect { x, y, width, height, mode, winding_order };
                    ops.push(Op::DrawRectangle { rectangle });
                }
                Item::Line { x, y, w, thickness, color } => {
                    ops.push(Op::SetOutlineColor { col: color_of(*color) });
                    ops.push(Op::SetOutlineThickness { pt: pt(*thickness) });
                    let end =
                        |x: f32| LinePoint { p: Point { x: pt(x), y: pt(list.height - y) }, bezier: false };
                    let line = Line { points: vec![end(*x), end(x + w)], is_closed: false };
                    ops.push(Op::DrawLine { line });
                }
                Item::Image { x, y, w, h, picture } => {
                    let id = self.picture(picture);
                    let transform = XObjectTransform {
                        translate_x: Some(pt(*x)),
                        translate_y: Some(pt(list.height - y - h)),
                        scale_x: Some(hundredths(*w)),
                        scale_y: Some(hundredths(*h)),
                        no_auto_scale: true,
                        ..XObjectTransform::default()
                    };
                    ops.push(Op::UseXobject { id, transform });
                }
            }
        }
        let size = |points: f32| Mm(points * 25.4 / 72.0);
        PdfPage::new(size(list.width), size(list.height), ops)
    }

    /// One text block a run; marks that stand higher or lower get a block of their own.
    fn text(&mut self, page: f32, run: &TextRun, fill: &mut Option<Color>, ops: &mut Vec<Op>) {
        set_fill(run.color, fill, ops);
        let font = self.fonts.of(run.weight);
        let index = run.weight as usize;
        let scale = run.size / font.units_per_em;
        let mut pen = run.x;
        for group in run.glyphs.chunk_by(|a, b| a.dy == b.dy) {
            let (x, y) = (pt(pen), pt(page - run.y - group[0].dy as f32 * scale));
            ops.push(Op::StartTextSection);
            ops.push(Op::SetFont { font: PdfFontHandle::External(font_id(index)), size: Pt(run.size) });
            ops.push(Op::SetTextCursor { pos: Point { x, y } });
            ops.push(Op::ShowText { items: show(&mut self.faces[index], font, group) });
            ops.push(Op::EndTextSection);
            pen += group.iter().map(|glyph| glyph.advance).sum::<i32>() as f32 * scale;
        }
    }

    fn picture(&mut self, picture: &Arc<Picture>) -> XObjectId {
        let known = self.pictures.iter().position(|other| Arc::ptr_eq(other, picture) || other == picture);
        let index = known.unwrap_or_else(|| {
            self.pictures.push(picture.clone());
            self.pictures.len() - 1
        });
        XObjectId(format!("Im{index}"))
    }
}

fn set_fill(color: Color, current: &mut Option<Color>, ops: &mut Vec<Op>) {
    if *current != Some(color) {
        ops.push(Op::SetFillColor { col: color_of(color) });
        *current = Some(color);
    }
}

/// Glyphs of one height: pieces of codes with the corrections that carry kerning between them.
fn show(face: &mut Face, font: &Font, glyphs: &[Glyph]) -> Vec<TextItem> {
    let thousandths = |units: i32| units as f32 * 1000.0 / font.units_per_em;
    let mut items = Vec::new();
    let mut codes = Vec::new();
    // What the pen of the viewer is ahead of ours, in thousandths of an em.
    let mut ahead = 0.0_f32;
    for glyph in glyphs {
        let correction = (ahead - thousandths(glyph.dx)).round();
        if correction != 0.0 {
            if !codes.is_empty() {
                items.push(TextItem::GlyphIds(std::mem::take(&mut codes)));
            }
            items.push(TextItem::Offset(correction));
            ahead -= correction;
        }
        let mut text = String::new();
        glyph.text.append_to(&mut text);
        codes.push(Codepoint { gid: face.code(glyph), offset: 0.0, cid: Some(text) });
        ahead += thousandths(i32::from(font.width(glyph.id)) - glyph.advance);
    }
    items.push(TextItem::GlyphIds(codes));
    items
}

fn fault(error: lopdf::Error) -> Error {
    Error::Writer(error.to_string())
}

impl Writer {
    /// Puts right what printpdf leaves out.
    fn finish(&self, document: &Document, lopdf: &mut lopdf::Document) -> Result<(), Error> {
        lopdf.version = "1.7".into();
        let pages: Vec<ObjectId> = lopdf.page_iter().collect();
        for page in pages {
            let content = lopdf.get_page_contents(page);
            for id in content {
                let stream = lopdf.get_object_mut(id).and_then(Object::as_stream_mut).map_err(fault)?;
                stream.set_content(join_strings(&stream.content));
            }
        }
        self.finish_fonts(lopdf)?;
        self.add_pictures(lopdf)?;
        let catalog = lopdf.catalog_mut().map_err(fault)?;
        catalog.set("Lang", text_string(&document.language));
        catalog.set("PageMode", Object::Name(b"UseNone".to_vec()));
        let mut preferences = Dictionary::new();
        preferences.set("DisplayDocTitle", true);
        catalog.set("ViewerPreferences", preferences);
        let info = lopdf.trailer.get(b"Info").and_then(Object::as_reference).map_err(fault)?;
        lopdf.objects.insert(info, Object::Dictionary(information(document)));
        let id = content_id(lopdf);
        lopdf.trailer.set("ID", Object::Array(vec![id.clone(), id]));
        Ok(())
    }

    /// Gives each font its exact widths and the map from codes to glyphs.
    fn finish_fonts(&self, lopdf: &mut lopdf::Document) -> Result<(), Error> {
        let fonts: Vec<ObjectId> = lopdf
            .objects
            .iter()
            .filter(|(_, object)| object.as_dict().is_ok_and(|dict| dict.has(b"DescendantFonts")))
            .map(|(id, _)| *id)
            .collect();
        for id in fonts {
            let name =
                lopdf.get_dictionary(id).and_then(|dict| dict.get(b"BaseFont")?.as_name()).map_err(fault)?;
            let index =
                WEIGHTS.iter().position(|weight| name.ends_with(self.fonts.of(*weight).name.as_bytes()));
            let Some(index) = index else { continue };
            let (face, font) = (&self.faces[index], self.fonts.of(WEIGHTS[index]));
            let map = lopdf.add_object(face.glyph_map());
            let dict = lopdf.get_object_mut(id).and_then(Object::as_dict_mut).map_err(fault)?;
            let descendants =
                dict.get_mut(b"DescendantFonts").and_then(Object::as_array_mut).map_err(fault)?;
            for descendant in descendants {
                let descendant = descendant.as_dict_mut().map_err(fault)?;
                descendant.set("W", face.widths(font));
                descendant.set("CIDToGIDMap", Object::Reference(map));
            }
        }
        Ok(())
    }

    /// Adds the pictures to the resources of all pages.
    fn add_pictures(&self, lopdf: &mut lopdf::Document) -> Result<(), Error> {
        if self.pictures.is_empty() {
            return Ok(());
        }
        let mut pictures = Dictionary::new();
        for (index, picture) in self.pictures.iter().enumerate() {
            let id = add_picture(lopdf, picture);
            pictures.set(format!("Im{index}"), Object::Reference(id));
        }
        let pictures = lopdf.add_object(pictures);
        let pages: Vec<ObjectId> = lopdf.page_iter().collect();
        for page in pages {
            let resources = lopdf
                .get_dictionary(page)
                .and_then(|page| page.get(b"Resources")?.as_reference())
                .and_then(|id| lopdf.get_object_mut(id)?.as_dict_mut())
                .map_err(fault)?;
            resources.set("XObject", Object::Reference(pictures));
        }
        Ok(())
    }
}

fn add_picture(lopdf: &mut lopdf::Document, picture: &Picture) -> ObjectId {
    let dictionary = |channels: u8| {
        let mut dict = Dictionary::new();
        dict.set("Type", Object::Name(b"XObject".to_vec()));
        dict.set("Subtype", Object::Name(b"Image".to_vec()));
        dict.set("Width", i64::from(picture.width));
        dict.set("Height", i64::from(picture.height));
        let space: &[u8] = if channels == 1 { b"DeviceGray" } else { b"DeviceRGB" };
        dict.set("ColorSpace", Object::Name(space.to_vec()));
        dict.set("BitsPerComponent", 8);
        dict
    };
    match &picture.data {
        PictureData::Pixels { channels, color, alpha } => {
            let mut dict = dictionary(*channels);
            if let Some(alpha) = alpha {
                let mask = lopdf.add_object(Stream::new(dictionary(1), alpha.clone()));
                dict.set("SMask", Object::Reference(mask));
            }
            lopdf.add_object(Stream::new(dict, color.clone()))
        }
        PictureData::Jpeg { channels, bytes } => {
            let mut dict = dictionary(*channels);
            dict.set("Filter", Object::Name(b"DCTDecode".to_vec()));
            lopdf.add_object(Stream::new(dict, bytes.clone()).with_compression(false))
        }
    }
}

/// A text string in UTF-16 with its byte order mark; plain ASCII as it is (ISO 32000-1, 7.9.2.2).
fn text_string(text: &str) -> Object {
    let text = crate::clean::clean(text).replace('\n', " ");
    let bytes = if text.is_ascii() {
        text.into_bytes()
    } else {
        let units = std::iter::once(0xfeff).chain(text.encode_utf16());
        units.flat_map(u16::to_be_bytes).collect()
    };
    Object::String(bytes, lopdf::StringFormat::Hexadecimal)
}

fn information(document: &Document) -> Dictionary {
    let mut info = Dictionary::new();
    info.set("Title", text_string(&document.title));
    info.set("Author", text_string(&document.author));
    info.set("Creator", text_string(PRODUCER));
    info.set("Producer", text_string(PRODUCER));
    if let Some(created) = document.created {
        let date = created.format("D:%Y%m%d%H%M%SZ").to_string();
        info.set("CreationDate", text_string(&date));
        info.set("ModDate", text_string(&date));
    }
    info
}

/// An identifier that depends on everything in the file and nothing else.
fn content_id(lopdf: &lopdf::Document) -> Object {
    let mut hash = [0_u64, 1];
    for object in lopdf.objects.values() {
        let digest = match object {
            Object::Stream(stream) => stream.content.clone(),
            other => format!("{other:?}").into_bytes(),
        };
        hash = [fnv(hash[0], digest.iter().copied()), fnv(hash[1].rotate_left(7), digest)];
    }
    let bytes = hash.iter().flat_map(|half| half.to_be_bytes()).collect();
    Object::String(bytes, lopdf::StringFormat::Hexadecimal)
}

/// Compresses every stream; lopdf's own way takes a third longer for half a percent less.
fn compress(lopdf: &mut lopdf::Document) -> Result<(), Error> {
    let fault = |error: std::io::Error| Error::Writer(error.to_string());
    for object in lopdf.objects.values_mut() {
        let Object::Stream(stream) = object else { continue };
        if stream.dict.has(b"Filter") {
            continue;
        }
        let mut encoder =
            ZlibEncoder::new(Vec::with_capacity(stream.content.len() / 2), Compression::new(LEVEL));
        encoder.write_all(&stream.content).map_err(fault)?;
        stream.set_content(encoder.finish().map_err(fault)?);
        stream.dict.set("Filter", Object::Name(b"FlateDecode".to_vec()));
    }
    Ok(())
}

/// printpdf writes a string for each glyph, `<0001><0002>`; joined they are half as long. Nothing else
/// in a content stream of ours holds these brackets.
fn join_strings(content: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(content.len());
    let mut rest = content;
    while let Some(end) = rest.iter().position(|byte| *byte == b'>') {
        let (before, after) = rest.split_at(end);
        out.extend_from_slice(before);
        let next = &after[1..];
        match next.strip_prefix(b" <").or_else(|| next.strip_prefix(b"<")) {
            Some(joined) => rest = joined,
            None => {
                out.push(b'>');
                rest = next;
            }
        }
    }
    out.extend_from_slice(rest);
    out
}
