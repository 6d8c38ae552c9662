//! The promises of `paper::render`, seen in the file it writes.

#[path = "../examples/quote/document.rs"]
mod document;
mod support;

use chrono::{TimeZone, Utc};
use paper::*;
use support::{page_texts, pdf_text, with_blocks};

/// Printed by the other process of the next test.
const MARK: &str = "bytes of the quote: ";

#[test]
fn quo_4_same_input_gives_same_bytes() {
    let first = render(&document::quote()).unwrap();
    assert_eq!(render(&document::quote()).unwrap(), first);
    let elsewhere = std::thread::spawn(|| render(&document::quote()).unwrap()).join().unwrap();
    assert_eq!(elsewhere, first);
}

#[test]
fn quo_4_another_process_gives_the_same_bytes() {
    let hash = |bytes: &[u8]| {
        bytes.iter().fold(7_u64, |hash, byte| hash.wrapping_mul(0x100_0000_01b3) ^ u64::from(*byte))
    };
    let own = format!("{MARK}{:x}", hash(&render(&document::quote()).unwrap().bytes));
    if std::env::var_os("PAPER_OTHER_PROCESS").is_some() {
        println!("{own}");
        return;
    }
    let output = std::process::Command::new(std::env::current_exe().unwrap())
        .args(["quo_4_another_process_gives_the_same_bytes", "--exact", "--nocapture"])
        .env("PAPER_OTHER_PROCESS", "1")
        .output()
        .unwrap();
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(printed.contains(&own), "{own}: {printed}");
}

#[test]
fn different_content_gives_different_ids() {
    let id = |document: &Document| {
        let pdf = lopdf::Document::load_mem(&render(document).unwrap().bytes).unwrap();
        pdf.trailer.get(b"ID").unwrap().as_array().unwrap()[0].as_str().unwrap().to_vec()
    };
    let words = |words: &str| with_blocks(vec![Paragraph::block(words)]);
    assert_ne!(id(&words("ab")), id(&words("ba")));
    assert_eq!(id(&words("ab")), id(&words("ab")));
}

#[test]
fn quo_4_header_and_section_are_set_again_on_each_page() {
    let pages = page_texts(&document::quote());
    assert_eq!(pages.len(), 3);
    for (index, page) in pages.iter().enumerate() {
        assert_eq!(page.matches("Preço (R$)").count(), 1, "page {index}");
        assert!(page.contains(&format!("página {} de 3", index + 1)), "page {index}");
    }
    assert!(!pages[0].contains("(continuação)"));
    assert!(pages[1].contains("Implantação (continuação)"));
    assert!(pages[2].contains("Mensal (continuação)"));
}

#[test]
fn quo_4_text_of_the_file_is_exact() {
    let text = pdf_text(&render(&document::quote()).unwrap().bytes);
    for words in
        ["Orçamento 2026/0417", "Sônia Prado", "− R$ 4.620,59", "Instalação e configuração", "Condições"]
    {
        assert!(text.contains(words), "{words}");
    }
}

#[test]
fn characters_without_a_glyph_are_visible_and_copy_as_they_are() {
    let words = "a 😀 漢字 é Ж Ω";
    let document = with_blocks(vec![Paragraph::block(words)]);
    assert_eq!(pdf_text(&render(&document).unwrap().bytes).trim_end(), words);
    let runs = support::text_runs(&document);
    let glyphs: Vec<u16> = runs.iter().flat_map(|(_, run)| run.glyphs.iter().map(|glyph| glyph.id)).collect();
    assert_eq!(glyphs[2], glyphs[4], "one replacement for all");
    assert!(glyphs[2] != glyphs[1] && glyphs[7] != glyphs[2]);
}

#[test]
fn mai_7_direction_marks_reorder_nothing() {
    let document =
        with_blocks(vec![Paragraph::block("Total: \u{202e}00,1\u{202c} \u{200f}R$ 9\u{2067}8\u{2069}")]);
    assert_eq!(pdf_text(&render(&document).unwrap().bytes).trim_end(), "Total: 00,1 R$ 98");
}

#[test]
fn mai_7_markup_is_printed_as_it_is() {
    let words = "<b>Ana</b> <script>alert('x')</script> &amp; {{nome}} -> (1x2) %PDF \\n ) Tj ET";
    let document = with_blocks(vec![Paragraph::block(words)]);
    assert_eq!(page_texts(&document), [words]);
    assert_eq!(pdf_text(&render(&document).unwrap().bytes).trim_end(), words);
}

#[test]
fn an_empty_document_has_one_page() {
    let rendered = render(&Document::new("")).unwrap();
    assert_eq!(rendered.pages, 1);
    assert_eq!(pdf_text(&rendered.bytes), "");
}

#[test]
fn title_language_and_dates_are_written() {
    let mut document = with_blocks(vec![Paragraph::block("x")]);
    document.title = "Orçamento\n7".into();
    document.author = "ACME (Brasil)".into();
    let read = |document: &Document| lopdf::Document::load_mem(&render(document).unwrap().bytes).unwrap();
    let pdf = read(&document);
    let catalog = pdf.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"pt-BR");
    assert_eq!(catalog.get(b"PageMode").unwrap().as_name().unwrap(), b"UseNone");
    let preferences = catalog.get(b"ViewerPreferences").unwrap().as_dict().unwrap();
    assert!(preferences.get(b"DisplayDocTitle").unwrap().as_bool().unwrap());
    let info = |pdf: &lopdf::Document| {
        let id = pdf.trailer.get(b"Info").unwrap().as_reference().unwrap();
        pdf.get_dictionary(id).unwrap().clone()
    };
    let title = lopdf::decode_text_string(info(&pdf).get(b"Title").unwrap()).unwrap();
    assert_eq!(title, "Orçamento 7");
    assert!(!info(&pdf).has(b"CreationDate"));
    document.created = Utc.with_ymd_and_hms(2026, 11, 23, 14, 5, 9).single();
    let date = info(&read(&document)).get(b"CreationDate").unwrap().as_str().unwrap().to_vec();
    assert_eq!(date, b"D:20261123140509Z");
}

#[test]
fn a_glyph_used_for_two_characters_copies_as_each() {
    // No-break hyphen and hyphen, micro sign and mu may share a glyph.
    let words = "a-b a\u{2011}b \u{b5} \u{3bc} \u{2126}";
    let document = with_blocks(vec![Paragraph::block(words)]);
    let text = pdf_text(&render(&document).unwrap().bytes);
    assert_eq!(text.trim_end(), "a-b a\u{2011}b \u{b5} \u{3bc} \u{3a9}");
}
