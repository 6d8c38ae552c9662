//! What stands on the virtual display, as a picture: what a person sees, not what the web view says it drew.
//!
//! The web view's own screenshot waits for a next frame, which a page at rest that is drawn without OpenGL never has.

use std::time::Duration;

use x11rb::connection::Connection;
use x11rb::protocol::xproto::{ConnectionExt, ImageFormat};

/// Between two looks at the display.
const BLINK: Duration = Duration::from_millis(60);
/// Looks until the display is taken to change for ever, as a running progress bar does.
const LOOKS: usize = 20;

/// The left upper `width` × `height` pixels of the display, at rest, as PNG.
pub(super) async fn of_display(name: &str, width: u16, height: u16) -> Vec<u8> {
    let (display, _) = x11rb::connect(Some(name)).expect("the display");
    let mut before = Vec::new();
    for _ in 0..LOOKS {
        tokio::time::sleep(BLINK).await;
        let now = seen(&display, width, height);
        if now == before {
            break;
        }
        before = now;
    }
    as_png(&pixels(&before), width, height)
}

/// What stands there: 24 bits a pixel, given in four bytes: blue, green, red, nothing.
fn seen(display: &impl Connection, width: u16, height: u16) -> Vec<u8> {
    let root = display.setup().roots[0].root;
    let image = display
        .get_image(ImageFormat::Z_PIXMAP, root, 0, 0, width, height, u32::MAX)
        .expect("asking for an image")
        .reply()
        .expect("an image");
    image.data
}

/// Red, green, blue of each pixel.
fn pixels(seen: &[u8]) -> Vec<u8> {
    seen.chunks_exact(4).flat_map(|pixel| [pixel[2], pixel[1], pixel[0]]).collect()
}

fn as_png(pixels: &[u8], width: u16, height: u16) -> Vec<u8> {
    let mut png = Vec::new();
    let mut encoder = png::Encoder::new(&mut png, width.into(), height.into());
    encoder.set_color(png::ColorType::Rgb);
    let mut writer = encoder.write_header().expect("a PNG header");
    writer.write_image_data(pixels).expect("a PNG");
    writer.finish().expect("a PNG");
    png
}
