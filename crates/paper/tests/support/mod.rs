//! Reading documents back: the display list as text, and the file as text.
#![allow(dead_code, clippy::unwrap_used, reason = "helpers of tests; each binary uses some")]

use paper::*;

/// A document of these blocks.
pub fn with_blocks(blocks: Vec<Block>) -> Document {
    Document { blocks, ..Document::new("Prova") }
}

/// The text of each page, one line a baseline.
pub fn page_texts(document: &Document) -> Vec<String> {
    layout(document).unwrap().pages.iter().map(|page| page_text(page)).collect()
}

/// Runs on one baseline joined, in the order they were set.
fn page_text(items: &[Item]) -> String {
    let mut out = String::new();
    let mut last: Option<(f32, f32)> = None;
    for item in items {
        let Item::Text(run) = item else { continue };
        if let Some((y, end)) = last {
            out.push_str(if y != run.y {
                "\n"
            } else if run.x > end + 1.0 {
                "\t"
            } else {
                ""
            });
        }
        out.push_str(&run.text());
        let units: i32 = run.glyphs.iter().map(|glyph| glyph.advance).sum();
        last = Some((run.y, run.x + units as f32 * run.size / 2048.0));
    }
    out
}

/// Every run of a document with its left edge.
pub fn text_runs(document: &Document) -> Vec<(f32, TextRun)> {
    let items = layout(document).unwrap().pages.into_iter().flatten();
    items.filter_map(|item| if let Item::Text(run) = item { Some((run.x, run)) } else { None }).collect()
}

/// A page as lines of text, one an item, rounded to tenths of a point.
pub fn describe(items: &[Item]) -> String {
    let line = |item: &Item| match item {
        Item::Text(run) => {
            let (weight, Color(r, g, b)) = (run.weight, run.color);
            format!(
                "{:6.1} {:6.1} text {:4.1} {weight:?} #{r:02x}{g:02x}{b:02x} {}",
                run.x,
                run.y,
                run.size,
                run.text()
            )
        }
        Item::Rect { x, y, w, h, .. } => format!("{x:6.1} {y:6.1} rect {w:.1} x {h:.1}"),
        Item::Line { x, y, w, thickness, .. } => format!("{x:6.1} {y:6.1} line {w:.1} thick {thickness:.1}"),
        Item::Image { x, y, w, h, .. } => format!("{x:6.1} {y:6.1} image {w:.1} x {h:.1}"),
    };
    items.iter().map(|item| line(item) + "\n").collect()
}

/// The text of a file, by its content streams and ToUnicode maps alone.
pub fn pdf_text(bytes: &[u8]) -> String {
    let pdf = lopdf::Document::load_mem(bytes).unwrap();
    let mut out = String::new();
    for page in pdf.page_iter() {
        let fonts = pdf.get_page_fonts(page).unwrap();
        let mut map = std::collections::HashMap::new();
        let content = lopdf::content::Content::decode(&pdf.get_page_content(page)).unwrap();
        for operation in content.operations {
            match operation.operator.as_str() {
                "Tf" => {
                    let font = fonts[operation.operands[0].as_name().unwrap()];
                    let stream = font.get(b"ToUnicode").and_then(lopdf::Object::as_reference).unwrap();
                    let stream = pdf.get_object(stream).and_then(lopdf::Object::as_stream).unwrap();
                    map = to_unicode(&stream.get_plain_content().unwrap());
                }
                "TJ" => {
                    for piece in operation.operands[0].as_array().unwrap() {
                        let Ok(codes) = piece.as_str() else { continue };
                        for code in codes.chunks(2) {
                            out.push_str(map.get(&u16::from_be_bytes([code[0], code[1]])).map_or("", |s| s));
                        }
                    }
                }
                "ET" => out.push('\n'),
                _ => {}
            }
        }
    }
    out
}

/// The pairs `<code> <UTF-16>` of a ToUnicode map.
fn to_unicode(map: &[u8]) -> std::collections::HashMap<u16, String> {
    let map = String::from_utf8_lossy(map);
    let pairs = map.lines().filter_map(|line| {
        let (code, text) = line.strip_prefix('<')?.split_once("> <")?;
        let code = u16::from_str_radix(code, 16).ok()?;
        let hex = text.strip_suffix('>')?.as_bytes();
        let units =
            hex.chunks(4).map(|unit| u16::from_str_radix(std::str::from_utf8(unit).unwrap(), 16).unwrap());
        Some((code, String::from_utf16(&units.collect::<Vec<_>>()).unwrap()))
    });
    pairs.collect()
}
