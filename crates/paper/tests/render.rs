//! The promises of `paper::render`, seen from outside: through the file and the display list.

#[path = "../examples/quote/document.rs"]
mod document;
mod support;

use paper::*;
use support::{page_texts, pdf_text, with_blocks};

#[test]
fn quo_4_same_input_gives_same_bytes() {
    let first = render(&document::quote()).unwrap();
    assert_eq!(render(&document::quote()).unwrap(), first);
    let elsewhere = std::thread::spawn(|| render(&document::quote()).unwrap()).join().unwrap();
    assert_eq!(elsewhere, first);
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
fn an_empty_document_has_one_page() {
    let rendered = render(&Document::new("")).unwrap();
    assert_eq!(rendered.pages, 1);
    assert_eq!(pdf_text(&rendered.bytes), "");
}

#[test]
fn mai_7_markup_is_printed_as_it_is() {
    let words = "<b>Ana</b> <script>alert('x')</script> &amp; {{nome}} -> (1x2) %PDF \\n";
    let document = with_blocks(vec![Paragraph::block(words)]);
    assert_eq!(page_texts(&document), [words]);
    assert_eq!(pdf_text(&render(&document).unwrap().bytes).trim_end(), words);
}
