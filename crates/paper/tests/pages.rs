//! Where things stand on the pages: breaking, repetition, keeping together, alignment.

#[path = "../examples/quote/document.rs"]
mod document;
mod support;

use paper::*;
use support::{describe, page_texts, text_runs, with_blocks};

fn item(name: &str, quantity: &str) -> Row {
    Row::item([Cell::from(name), quantity.into()])
}

fn table(rows: Vec<Row>) -> Block {
    let columns = vec![Column::text("Item"), Column::auto("Qtd.", Align::Decimal)];
    Block::Table(Table { columns, rows, continued: " (cont.)".into(), ..Table::default() })
}

#[test]
fn the_first_page_of_the_quote_looks_as_it_did() {
    let list = layout(&document::quote()).unwrap();
    insta::assert_snapshot!(describe(&list.pages[0]));
}

#[test]
fn quo_4_a_row_taller_than_a_page_is_cut_between_lines_and_nothing_is_lost() {
    let lines: Vec<String> = (0..300).map(|i| format!("linha {i};")).collect();
    let document =
        with_blocks(vec![table(vec![item("antes", "1"), item(&lines.join("\n"), "2"), item("depois", "3")])]);
    let pages = page_texts(&document);
    assert!(pages.len() > 3, "{}", pages.len());
    for page in &pages {
        assert_eq!(page.matches("Qtd.").count(), 1);
    }
    let all = pages.concat();
    assert!(lines.iter().all(|line| all.matches(line.as_str()).count() == 1));
    assert!(pages.last().unwrap().contains("depois"));
}

#[test]
fn a_header_too_tall_to_repeat_is_printed_once() {
    let columns = vec![Column::text("título\n".repeat(80))];
    let rows = (0..200).map(|i| Row::item([Cell::from(format!("item {i}"))])).collect();
    let pages = page_texts(&with_blocks(vec![Block::Table(Table { columns, rows, ..Table::default() })]));
    let all = pages.concat();
    assert_eq!(all.matches("título").count(), 80);
    assert!((0..200).all(|i| all.contains(&format!("item {i}"))));
}

#[test]
fn a_section_never_ends_a_page_and_is_named_on_the_next() {
    for before in 20..45 {
        let mut rows: Vec<Row> = (0..before).map(|i| item(&format!("a{i}"), "1")).collect();
        rows.push(Row::section("Mensal"));
        rows.extend((0..40).map(|i| item(&format!("b{i}"), "1")));
        for page in page_texts(&with_blocks(vec![table(rows)])) {
            assert!(!page.trim_end().ends_with("Mensal"), "{before}");
            if !page.contains("Mensal\n") && page.contains("b3") {
                assert!(page.contains("Mensal (cont.)"), "{before}: {page}");
            }
        }
    }
}

#[test]
fn totals_are_never_alone_on_a_page() {
    for count in 25..45 {
        let rows = (0..count).map(|i| item(&format!("item {i}"), "1")).collect();
        let figure = Figure { label: "Único".into(), amount: "R$ 1,00".into(), note: Text::new() };
        let totals = Block::Totals(Totals { figures: vec![figure], ..Totals::default() });
        let pages = page_texts(&with_blocks(vec![table(rows), totals]));
        let page = pages.iter().find(|page| page.contains("Único")).unwrap();
        assert!(
            page.contains(&format!("item {}", count - 1)) && page.contains(&format!("item {}", count - 2))
        );
    }
}

#[test]
fn headings_stay_with_their_text_and_no_line_is_left_alone() {
    for filler in 30..60 {
        let mut blocks: Vec<Block> =
            (0..filler).map(|i| Paragraph::block(format!("enchimento {i}"))).collect();
        blocks.push(Heading::block(2, "Título"));
        blocks.push(Paragraph::block("primeira\nsegunda\nterceira\nquarta\nquinta"));
        for page in page_texts(&with_blocks(blocks)) {
            assert!(!page.ends_with("Título") && !page.ends_with("primeira"), "{filler}");
            assert!(!page.starts_with("quinta"), "{filler}");
        }
    }
}

#[test]
fn what_is_kept_together_moves_as_one_unless_no_page_can_hold_it() {
    let short: Vec<Block> = (0..20).map(|i| Paragraph::block(format!("junto {i}"))).collect();
    let mut blocks: Vec<Block> = (0..30).map(|i| Paragraph::block(format!("antes {i}"))).collect();
    blocks.push(Block::KeepTogether(short));
    let pages = page_texts(&with_blocks(blocks));
    assert_eq!(pages.len(), 2);
    assert!(!pages[0].contains("junto") && pages[1].starts_with("junto 0"));

    let long: Vec<Block> = (0..200).map(|i| Paragraph::block(format!("junto {i}"))).collect();
    let pages = page_texts(&with_blocks(vec![Paragraph::block("antes"), Block::KeepTogether(long)]));
    assert!(pages.len() > 3 && pages[0].contains("antes\njunto 0"));
}

#[test]
fn page_breaks_make_no_empty_pages() {
    let word = |word: &str| Paragraph::block(word);
    let blocks = vec![
        Block::PageBreak,
        word("um"),
        Block::PageBreak,
        Block::PageBreak,
        word("dois"),
        Block::PageBreak,
    ];
    assert_eq!(page_texts(&with_blocks(blocks)), ["um", "dois"]);
}

#[test]
fn the_header_leaves_out_the_first_page_unless_asked() {
    let mut document = with_blocks(vec![Paragraph::block("um"), Block::PageBreak, Paragraph::block("dois")]);
    document.header.blocks = vec![Paragraph::small("ACME")];
    assert_eq!(page_texts(&document), ["um", "ACME\ndois"]);
    document.header.on_first_page = true;
    assert_eq!(page_texts(&document), ["ACME\num", "ACME\ndois"]);
    document.header.blocks = (0..500).map(|i| Paragraph::small(format!("{i}"))).collect();
    let pages = page_texts(&document);
    assert!(pages.len() == 2 && pages[1].ends_with("dois") && !pages[1].contains("499"));
}

#[test]
fn decimal_commas_stand_under_each_other() {
    let quantities = ["6", "22,5", "184", "1.000,125"];
    let document = with_blocks(vec![table(quantities.iter().map(|q| item("x", q)).collect())]);
    let runs = text_runs(&document);
    let comma = |text: &str| {
        let (x, run) = runs.iter().find(|(_, run)| run.text() == text).map(|(x, run)| (*x, run)).unwrap();
        let scale = run.size / 2048.0;
        let whole = run.glyphs.iter().take_while(|glyph| !glyph.text.is(','));
        x + whole.map(|glyph| glyph.advance as f32 * scale).sum::<f32>()
    };
    let first = comma(quantities[0]);
    for quantity in quantities {
        assert!((comma(quantity) - first).abs() < 0.01, "{quantity}");
    }
}

#[test]
fn figures_in_number_columns_are_of_equal_width() {
    let document = with_blocks(vec![table(vec![item("a", "1111"), item("b", "8888")])]);
    let widths: Vec<i32> = text_runs(&document)
        .iter()
        .filter(|(_, run)| ["1111", "8888"].contains(&run.text().as_str()))
        .map(|(_, run)| run.glyphs.iter().map(|glyph| glyph.advance).sum())
        .collect();
    assert_eq!(widths.len(), 2);
    assert_eq!(widths[0], widths[1]);
}

#[test]
fn text_is_kerned() {
    let runs = text_runs(&with_blocks(vec![Paragraph::block("AVAVAVAV")]));
    let kerned: i32 = runs[0].1.glyphs.iter().map(|glyph| glyph.advance).sum();
    let single =
        |letter: &str| text_runs(&with_blocks(vec![Paragraph::block(letter)]))[0].1.glyphs[0].advance;
    assert!(kerned < 4 * (single("A") + single("V")));
}

#[test]
fn cells_beyond_the_columns_are_an_error_not_a_loss() {
    let row = Row::item([Cell::from("a").span(2), Cell::from("b")]);
    let result = layout(&with_blocks(vec![table(vec![item("x", "1"), row])]));
    assert!(matches!(result, Err(Error::TableShape { row: 1 })), "{result:?}");
}

#[test]
fn a_page_without_room_is_an_error() {
    for (left, width) in
        [(500.0, 595.0), (f32::NAN, 595.0), (52.0, f32::INFINITY), (-10.0, 595.0), (52.0, 90.0)]
    {
        let mut document = with_blocks(vec![Paragraph::block("x")]);
        document.page = Page { left, width, ..Page::default() };
        assert!(matches!(render(&document), Err(Error::Page)), "{left} {width}");
    }
}
