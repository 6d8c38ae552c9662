//! Quotes as PDF files.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use office::quotes::document::{self, QuoteDocument};
use office::{Client, Error};
use serde_json::json;

use crate::arguments::Render;
use crate::outcome::{Exit, Screen};
use crate::run::absolute;

/// The PDF of a stored version.
pub async fn render_stored(client: &Client, screen: &Screen, render: &Render) -> Result<Exit, Error> {
    let answer = client.call("quotes.pdf", json!({ "id": render.id })).await?;
    let pdf = STANDARD.decode(answer["pdf_base64"].as_str().unwrap_or_default()).map_err(Error::internal)?;
    write(screen, &render.output, &pdf)
}

/// The PDF of a quote described in a file; needs no database.
pub fn render_file(screen: &Screen, input: &Path, output: &Path) -> Result<Exit, Error> {
    let text =
        std::fs::read_to_string(input).map_err(|error| Error::unavailable("file_unreadable", error))?;
    let quote: QuoteDocument = match serde_json::from_str(&text) {
        Ok(quote) => quote,
        Err(error) => {
            screen.complain(&format!("{}: {error}", input.display()));
            return Ok(Exit::Refused);
        }
    };
    write(screen, output, &document::render(&quote)?.bytes)
}

fn write(screen: &Screen, output: &Path, pdf: &[u8]) -> Result<Exit, Error> {
    std::fs::write(output, pdf).map_err(|error| Error::unavailable("file_not_written", error))?;
    let (file, bytes) = (absolute(output), pdf.len());
    screen.tell(
        &screen.say(format!("Wrote {file}, {bytes} bytes."), format!("{file} gravado, {bytes} bytes.")),
        &json!({ "file": file, "bytes": bytes }),
    );
    Ok(Exit::Fine)
}
