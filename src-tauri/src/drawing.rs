//! How the web view draws on Linux.

use std::os::unix::process::CommandExt;
use std::process::Command;

/// Tells WebKit to draw without OpenGL.
const PLAINLY: &str = "WEBKIT_DISABLE_COMPOSITING_MODE";
/// Where the kernel lists graphics cards that can draw.
const CARDS: &str = "/dev/dri";

/// Without a graphics card WebKit emulates one on the processor, which costs 75 MB and time and gives nothing: it is told
/// to draw plainly. It reads that from the environment of the process, so the program begins once more with it.
/// Whoever sets the variable, to whatever, decides.
pub fn without_a_card_plainly() {
    if std::env::var_os(PLAINLY).is_some() || has_card() {
        return;
    }
    let Ok(program) = std::env::current_exe() else { return };
    // Comes back only when it failed; then the window draws the costly way.
    let error = Command::new(program).args(std::env::args_os().skip(1)).env(PLAINLY, "1").exec();
    eprintln!("retaguarda: could not choose how to draw: {error}");
}

fn has_card() -> bool {
    let Ok(mut devices) = std::fs::read_dir(CARDS) else { return false };
    devices.any(|device| device.is_ok_and(|it| it.file_name().as_encoded_bytes().starts_with(b"renderD")))
}
