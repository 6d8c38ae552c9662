//! Writes a realistic quote as PDF: `cargo run -p paper --example quote -- quote.pdf`.

mod document;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "quote.pdf".into());
    let rendered = paper::render(&document::quote())?;
    std::fs::write(&path, &rendered.bytes)?;
    println!("{path}: {} pages, {} bytes", rendered.pages, rendered.bytes.len());
    Ok(())
}
