use super::*;

/// The quote of `tests/data/quote.json`, also what the command line is shown with.
fn sample() -> QuoteDocument {
    serde_json::from_str(include_str!("../../tests/data/quote.json")).unwrap()
}

fn text_of(quote: &QuoteDocument) -> String {
    let totals = totals::totals(&quote.content).unwrap();
    let list = paper::layout(&document(quote, &totals, None)).unwrap();
    let mut text = String::new();
    for (index, page) in list.pages.iter().enumerate() {
        text.push_str(&format!("== {}\n", index + 1));
        let mut last = None;
        for item in page {
            let paper::Item::Text(run) = item else { continue };
            text.push_str(match last {
                None => "",
                Some(y) if y == run.y => " | ",
                Some(_) => "\n",
            });
            text.push_str(&run.text());
            last = Some(run.y);
        }
        text.push('\n');
    }
    text
}

#[test]
fn quo_4_the_document_is_as_it_was_looked_at() {
    let found = text_of(&sample());
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/quote.txt");
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(file, &found).unwrap();
    }
    assert_eq!(found, std::fs::read_to_string(file).unwrap_or_default());
}

#[test]
fn quo_4_same_input_gives_same_bytes() {
    let first = render(&sample()).unwrap();
    assert_eq!(render(&sample()).unwrap(), first);
    assert!(first.bytes.starts_with(b"%PDF-"));
}

#[test]
fn quo_4_items_break_over_pages_with_the_header_repeated() {
    let mut quote = sample();
    let line = quote.content.lines[0].clone();
    quote.content.lines.extend(std::iter::repeat_n(line, 60));
    let text = text_of(&quote);
    let pages: Vec<&str> = text.split("== ").skip(1).collect();
    assert!(pages.len() >= 3, "{} pages", pages.len());
    for (index, page) in pages.iter().take(2).enumerate() {
        assert!(page.contains("Preço (R$)"), "page {}", index + 1);
    }
    for (index, page) in pages.iter().enumerate() {
        assert!(page.contains(&format!("página {} de {}", index + 1, pages.len())), "{page}");
    }
    assert_eq!(text.matches("Local e data:").count(), 1);
}

#[test]
fn quo_4_a_logo_that_cannot_be_read_is_left_out() {
    let mut quote = sample();
    quote.logo_base64 = Some(STANDARD.encode(b"\x89PNG\r\n\x1a\nbroken"));
    assert_eq!(render(&quote).unwrap().bytes, render(&sample()).unwrap().bytes);
}

#[test]
fn mai_7_hostile_words_print_as_they_are_and_numbers_out_of_range_are_refused() {
    let mut quote = sample();
    quote.customer.name = "<script>alert(1)</script> =cmd|' /C calc'!A0".into();
    quote.content.lines[0].description = "{{nome}} \u{202e}txt".into();
    assert!(text_of(&quote).contains("<script>alert(1)</script>"));
    render(&quote).unwrap();
    quote.content.lines[0].unit_price_cents = i64::MAX;
    assert_eq!(render(&quote).unwrap_err().issues()[0].code, "amount_too_large");
}

#[test]
fn quantities_and_percentages_read_as_people_write_them() {
    assert_eq!(["1", "1,5", "0,125", "1.234"], [1_000, 1_500, 125, 1_234_000].map(quantity).map(|q| q));
    assert_eq!(percent(500), "5\u{a0}%");
    assert_eq!(percent(1_250), "12,5\u{a0}%");
    assert_eq!(percent(10_000), "100\u{a0}%");
}
