//! Pictures as files to what a page needs: PNG is decoded, JPEG is checked and passed on as it is.

use std::io::Cursor;

use crate::error::{Error, ImageFault};

/// Most pixels a picture may have in width or height: 15 cm at 600 dpi and more.
pub const MAX_IMAGE_SIDE: u32 = 4096;

/// A picture ready to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Its pixels.
    pub data: PictureData,
}

/// The pixels of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PictureData {
    /// Eight bits a channel: one channel (grey) or three (RGB), transparency apart.
    Pixels {
        /// 1 or 3.
        channels: u8,
        /// `width * height * channels` bytes.
        color: Vec<u8>,
        /// `width * height` bytes, 255 being opaque.
        alpha: Option<Vec<u8>>,
    },
    /// A whole JPEG file.
    Jpeg {
        /// 1 or 3.
        channels: u8,
        /// The file.
        bytes: Vec<u8>,
    },
}

/// Reads a picture.
///
/// # Errors
/// [`Error::Image`] if the file is damaged, too large or of another kind.
pub(crate) fn read(bytes: &[u8]) -> Result<Picture, Error> {
    let picture = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") {
        read_png(bytes)
    } else if bytes.starts_with(&[0xff, 0xd8, 0xff]) {
        read_jpeg(bytes)
    } else {
        Err(ImageFault::UnknownFormat)
    };
    picture.map_err(Error::Image)
}

fn check_size(width: u32, height: u32) -> Result<(), ImageFault> {
    match (width, height) {
        (0, _) | (_, 0) => Err(ImageFault::Damaged),
        _ if width > MAX_IMAGE_SIDE || height > MAX_IMAGE_SIDE => Err(ImageFault::TooLarge),
        _ => Ok(()),
    }
}

fn read_png(bytes: &[u8]) -> Result<Picture, ImageFault> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::normalize_to_color8());
    let mut reader = decoder.read_info().map_err(|_| ImageFault::Damaged)?;
    let (width, height) = (reader.info().width, reader.info().height);
    check_size(width, height)?;
    let size = reader.output_buffer_size().ok_or(ImageFault::TooLarge)?;
    let mut buffer = vec![0; size];
    let frame = reader.next_frame(&mut buffer).map_err(|_| ImageFault::Damaged)?;
    buffer.truncate(frame.buffer_size());
    let (channels, has_alpha) = match frame.color_type {
        png::ColorType::Grayscale => (1, false),
        png::ColorType::GrayscaleAlpha => (1, true),
        png::ColorType::Rgb => (3, false),
        png::ColorType::Rgba => (3, true),
        png::ColorType::Indexed => return Err(ImageFault::Colours),
    };
    let (color, alpha) = if has_alpha { split_alpha(&buffer, channels) } else { (buffer, None) };
    Ok(Picture { width, height, data: PictureData::Pixels { channels: channels as u8, color, alpha } })
}

/// Colours and transparency apart; transparency that is opaque everywhere is dropped.
fn split_alpha(buffer: &[u8], channels: usize) -> (Vec<u8>, Option<Vec<u8>>) {
    let mut color = Vec::with_capacity(buffer.len());
    let mut alpha = Vec::with_capacity(buffer.len() / (channels + 1));
    for pixel in buffer.chunks_exact(channels + 1) {
        color.extend_from_slice(&pixel[..channels]);
        alpha.push(pixel[channels]);
    }
    let opaque = alpha.iter().all(|&value| value == 255);
    (color, (!opaque).then_some(alpha))
}

/// Walks the segments of a JPEG file to its frame header (ITU T.81, B.2.2).
fn read_jpeg(bytes: &[u8]) -> Result<Picture, ImageFault> {
    let mut at = 2;
    loop {
        let marker = match bytes.get(at..at + 4) {
            Some([0xff, 0xff, ..]) => {
                at += 1;
                continue;
            }
            Some([0xff, marker, ..]) => *marker,
            _ => return Err(ImageFault::Damaged),
        };
        let length = be16(bytes, at + 2)? as usize;
        let is_frame = matches!(marker, 0xc0..=0xcf) && !matches!(marker, 0xc4 | 0xc8 | 0xcc);
        if is_frame {
            let (height, width) = (be16(bytes, at + 5)?, be16(bytes, at + 7)?);
            check_size(width, height)?;
            let channels = *bytes.get(at + 9).ok_or(ImageFault::Damaged)?;
            // Baseline, extended and progressive with eight bits are what PDF readers decode.
            if !matches!(marker, 0xc0..=0xc2) || bytes.get(at + 4) != Some(&8) || !matches!(channels, 1 | 3) {
                return Err(ImageFault::Colours);
            }
            if !bytes.windows(2).skip(at).any(|pair| pair == [0xff, 0xd9]) {
                return Err(ImageFault::Damaged);
            }
            let data = PictureData::Jpeg { channels, bytes: bytes.to_vec() };
            return Ok(Picture { width, height, data });
        }
        if length < 2 || marker == 0xda {
            return Err(ImageFault::Damaged);
        }
        at += 2 + length;
    }
}

fn be16(bytes: &[u8], at: usize) -> Result<u32, ImageFault> {
    match bytes.get(at..at + 2) {
        Some([high, low]) => Ok(u32::from(*high) << 8 | u32::from(*low)),
        _ => Err(ImageFault::Damaged),
    }
}
