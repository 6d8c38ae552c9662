//! Pictures and codes: what is accepted, what is refused, and how they stand.

#![allow(clippy::unwrap_used, clippy::panic, reason = "helpers of tests")]

mod support;

use paper::*;
use support::with_blocks;

fn png(color: png::ColorType, depth: png::BitDepth, side: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side, side);
    encoder.set_color(color);
    encoder.set_depth(depth);
    if color == png::ColorType::Indexed {
        encoder.set_palette(vec![0, 0, 0, 255, 0, 0]);
        encoder.set_trns(vec![0, 255]);
    }
    let size = color.samples() * depth as usize * side as usize;
    let data = vec![0b0101_0101; size.div_ceil(8) * side as usize];
    encoder.write_header().unwrap().write_image_data(&data).unwrap();
    bytes
}

/// The smallest frame of a JPEG: signature, frame header, end.
fn jpeg(channels: u8, width: u16) -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0, 0, 4, 0, 0, 0xff, 0xc0, 0, 8 + 3 * channels, 8, 0, 40];
    bytes.extend(width.to_be_bytes());
    bytes.push(channels);
    bytes.extend(vec![0; 3 * usize::from(channels)]);
    bytes.extend([0xff, 0xda, 0, 2, 0xff, 0xd9]);
    bytes
}

fn picture(bytes: Vec<u8>) -> Block {
    Block::Image(Image { bytes, max_width: 80.0, max_height: 40.0, align: Align::Left })
}

fn fault(bytes: Vec<u8>) -> ImageFault {
    match render(&with_blocks(vec![picture(bytes)])) {
        Err(Error::Image(fault)) => fault,
        other => panic!("{other:?}"),
    }
}

fn image_count(bytes: &[u8]) -> usize {
    let pdf = lopdf::Document::load_mem(bytes).unwrap();
    let is_image = |object: &&lopdf::Object| {
        object.as_stream().is_ok_and(|s| {
            s.dict.get(b"Subtype").is_ok_and(|kind| kind.as_name().is_ok_and(|name| name == b"Image"))
        })
    };
    pdf.objects.values().filter(is_image).count()
}

#[test]
fn every_kind_of_png_is_printed() {
    use png::{BitDepth, ColorType};
    for (color, depth) in [
        (ColorType::Grayscale, BitDepth::One),
        (ColorType::Grayscale, BitDepth::Sixteen),
        (ColorType::GrayscaleAlpha, BitDepth::Eight),
        (ColorType::Rgb, BitDepth::Eight),
        (ColorType::Rgba, BitDepth::Eight),
        (ColorType::Rgba, BitDepth::Sixteen),
        (ColorType::Indexed, BitDepth::Four),
    ] {
        let rendered = render(&with_blocks(vec![picture(png(color, depth, 8))]));
        assert!(rendered.is_ok_and(|rendered| image_count(&rendered.bytes) >= 1), "{color:?} {depth:?}");
    }
}

#[test]
fn a_picture_used_on_every_page_is_written_once() {
    let logo = picture(png(png::ColorType::Rgb, png::BitDepth::Eight, 16));
    let mut document =
        with_blocks(vec![logo.clone(), Block::PageBreak, logo.clone(), Block::PageBreak, logo.clone()]);
    document.header.blocks = vec![logo];
    let rendered = render(&document).unwrap();
    assert_eq!((rendered.pages, image_count(&rendered.bytes)), (3, 1));
}

#[test]
fn a_jpeg_is_passed_on_as_it_is() {
    let file = jpeg(3, 80);
    let rendered = render(&with_blocks(vec![picture(file.clone())])).unwrap();
    assert!(rendered.bytes.windows(file.len()).any(|window| window == file));
}

#[test]
fn unusable_pictures_are_errors() {
    let good = png(png::ColorType::Rgb, png::BitDepth::Eight, 64);
    assert_eq!(fault(Vec::new()), ImageFault::UnknownFormat);
    assert_eq!(fault(b"GIF89a".to_vec()), ImageFault::UnknownFormat);
    for length in [8, 20, 33, good.len() / 2] {
        assert_eq!(fault(good[..length].to_vec()), ImageFault::Damaged, "{length}");
    }
    let mut broken = good;
    let middle = broken.len() / 2;
    broken[middle] ^= 0x55;
    assert_eq!(fault(broken), ImageFault::Damaged);
    assert_eq!(
        fault(png(png::ColorType::Grayscale, png::BitDepth::One, MAX_IMAGE_SIDE + 1)),
        ImageFault::TooLarge
    );
    assert_eq!(fault(jpeg(4, 80)), ImageFault::Colours);
    assert_eq!(fault(jpeg(3, 0)), ImageFault::Damaged);
    assert_eq!(fault(jpeg(3, 5000)), ImageFault::TooLarge);
    let short = jpeg(3, 80);
    for length in 3..short.len() {
        assert_eq!(fault(short[..length].to_vec()), ImageFault::Damaged, "{length}");
    }
}

#[test]
fn a_picture_keeps_its_proportions_inside_its_box() {
    let list = layout(&with_blocks(vec![picture(jpeg(1, 80))])).unwrap();
    let Item::Image { w, h, .. } = &list.pages[0][0] else { panic!("no image") };
    assert_eq!((*w, *h), (80.0, 40.0));
}

#[test]
fn dark_squares_of_a_code_are_drawn_and_joined() {
    let dark = vec![true, true, false, false, true, true, true, true, true];
    let code = |dark: Vec<bool>| Block::Code(Code { side: 3, dark, size: 110.0, align: Align::Center });
    let list = layout(&with_blocks(vec![code(dark)])).unwrap();
    let widths: Vec<f32> = list.pages[0]
        .iter()
        .map(|item| if let Item::Rect { w, h, .. } = item { w / h } else { 0.0 })
        .collect();
    assert_eq!(widths, [2.0, 2.0, 3.0]);
    let wrong = layout(&with_blocks(vec![code(vec![true; 8])]));
    assert!(matches!(wrong, Err(Error::CodeShape { side: 3, cells: 8 })));
}
