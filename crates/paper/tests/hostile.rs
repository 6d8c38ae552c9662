//! Any text in any block: rendering never fails, loses nothing, and stays inside the page.

mod support;

use paper::*;
use proptest::prelude::*;
use support::{page_texts, with_blocks};

/// Words as people and machines write them: plain, long, in other scripts, invisible, broken.
fn words() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zA-ZãõáéíóúçÂÊ ]{0,30}",
        2 => "[0-9.,R$ %/-]{0,20}",
        1 => "\\PC{0,12}",
        1 => any::<String>(),
        1 => "[\u{300}-\u{36f}\u{200b}-\u{200f}\u{202a}-\u{202e}\u{2066}-\u{2069}\n\r\t\u{0}\u{ad}]{0,8}",
        1 => "[\u{1f600}-\u{1f64f}\u{4e00}-\u{4eff}\u{5d0}-\u{5ea}]{0,8}",
        1 => "[a-z]{200,900}",
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn number() -> impl Strategy<Value = f32> {
    prop_oneof![6 => 0.0_f32..400.0, 1 => Just(f32::NAN), 1 => Just(f32::INFINITY), 1 => -1e9_f32..1e9]
}

fn text() -> impl Strategy<Value = Text> {
    let size = prop::option::of(number());
    let weight =
        prop::option::of(prop::sample::select(vec![Weight::Regular, Weight::SemiBold, Weight::Bold]));
    let run =
        (words(), size, weight).prop_map(|(text, size, weight)| Run { text, size, weight, color: None });
    prop::collection::vec(run, 0..4).prop_map(Text)
}

fn align() -> impl Strategy<Value = Align> {
    prop::sample::select(vec![Align::Left, Align::Right, Align::Center, Align::Decimal])
}

fn table() -> impl Strategy<Value = Block> {
    let width =
        prop_oneof![number().prop_map(Width::Fixed), number().prop_map(Width::Share), Just(Width::Auto)];
    let column = (text(), width, align()).prop_map(|(title, width, align)| Column { title, width, align });
    let kind = prop::sample::select(vec![RowKind::Item, RowKind::Sub, RowKind::Section, RowKind::Subtotal]);
    let cell =
        (text(), text(), 1_usize..4).prop_map(|(words, note, span)| Cell::from(words).note(note).span(span));
    let row = (kind, prop::collection::vec(cell, 0..3)).prop_map(|(kind, cells)| Row::new(kind, cells));
    (prop::collection::vec(column, 0..5), prop::collection::vec(row, 0..12), number(), any::<bool>())
        .prop_map(|(columns, rows, size, zebra)| {
            let style = TableStyle { size, padding: size, zebra, ..TableStyle::default() };
            Block::Table(Table { columns, rows, style, continued: " …".into() })
        })
}

fn block() -> impl Strategy<Value = Block> {
    let style = (number(), number()).prop_map(|(size, leading)| Style { size, leading, ..Style::default() });
    let paragraph = (text(), style, align(), number(), any::<bool>()).prop_map(
        |(text, style, align, space_after, hyphenate)| {
            Block::Paragraph(Paragraph { text, style, align, space_after, hyphenate })
        },
    );
    let facts =
        prop::collection::vec(prop::collection::vec((text(), text()), 0..4), 0..4).prop_map(|columns| {
            let fact = |(label, value)| Fact { label, value };
            let columns = columns.into_iter().map(|column| column.into_iter().map(fact).collect()).collect();
            Block::Facts(Facts { columns, shares: vec![2.0] })
        });
    let totals = prop::collection::vec((text(), text(), text()), 0..4).prop_map(|figures| {
        let line = |(label, amount, _): &(Text, Text, Text)| TotalLine {
            label: label.clone(),
            amount: amount.clone(),
            strong: true,
        };
        let lines = figures.iter().map(line).collect();
        let figure = |(label, amount, note)| Figure { label, amount, note };
        Block::Totals(Totals { lines, figures: figures.into_iter().map(figure).collect() })
    });
    let signatures = (text(), prop::collection::vec((text(), text()), 0..5)).prop_map(|(intro, slots)| {
        let slots = slots.into_iter().map(|(name, details)| Signature { name, details }).collect();
        Block::Signatures(Signatures { intro, slots })
    });
    let list = (prop::collection::vec(text(), 0..4), any::<bool>())
        .prop_map(|(items, numbered)| Block::List(List { items, numbered, style: Style::default() }));
    let rule = (number(), number())
        .prop_map(|(thickness, before)| Block::Rule(Rule { thickness, before, ..Rule::default() }));
    let leaf = prop_oneof![
        (text(), any::<u8>()).prop_map(|(text, level)| Block::Heading(Heading { text, level })),
        paragraph,
        facts,
        totals,
        signatures,
        list,
        rule,
        table(),
        number().prop_map(Block::Spacer),
        Just(Block::PageBreak),
    ];
    leaf.prop_recursive(2, 12, 4, |inner| {
        let columns = prop::collection::vec((number(), prop::collection::vec(inner.clone(), 0..3)), 0..4);
        prop_oneof![
            prop::collection::vec(inner, 0..4).prop_map(Block::KeepTogether),
            (columns, number()).prop_map(|(columns, gap)| Block::Columns(Columns { columns, gap })),
        ]
    })
}

/// Bottom edge and text baseline of what is printed.
fn lowest(item: &Item) -> f32 {
    match item {
        Item::Text(run) => run.y,
        Item::Rect { y, h, .. } | Item::Image { y, h, .. } => y + h,
        Item::Line { y, .. } => *y,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_document_renders_inside_its_pages(blocks in prop::collection::vec(block(), 0..8), header in block()) {
        let mut document = with_blocks(blocks);
        document.header.blocks = vec![header];
        let is_shape = |result: &Result<DisplayList, Error>| matches!(result, Err(Error::TableShape { .. }));
        let list = layout(&document);
        prop_assume!(!is_shape(&list));
        for item in list.unwrap().pages.iter().flatten() {
            let bottom = lowest(item);
            prop_assert!(bottom.is_finite() && bottom <= 841.89 - 62.0 + 0.1, "{item:?}");
        }
        let rendered = render(&document).unwrap();
        prop_assert!(rendered.pages >= 1 && rendered.bytes.starts_with(b"%PDF-1.7"));
    }

    #[test]
    fn no_letter_is_lost(words in "[a-zà-ü😀漢]{1,60}( [a-z]{1,40}){0,40}") {
        let row = Row::item([Cell::from(words.as_str()), Cell::from("1,5")]);
        let columns = vec![Column::text(""), Column::auto("", Align::Decimal)];
        let table = Table { columns, rows: vec![row], ..Table::default() };
        let paragraph = Paragraph { text: words.as_str().into(), ..Paragraph::default() };
        for block in [Block::Table(table), Block::Paragraph(paragraph)] {
            let printed: String = page_texts(&with_blocks(vec![block])).concat();
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert!(letters(&printed).starts_with(&letters(&words)), "{printed}");
        }
    }
}

#[test]
fn a_word_of_ten_thousand_letters_breaks_wherever_it_stands() {
    let word = "ã".repeat(10_000);
    let text = || Text::from(word.as_str());
    let figure = Figure { label: text(), amount: text(), note: text() };
    let blocks = vec![
        Heading::block(1, text()),
        Paragraph::block(text()),
        Block::Facts(Facts { columns: vec![vec![Fact::new(text(), text())], vec![]], shares: vec![] }),
        Block::Table(Table {
            columns: vec![Column::text(text()), Column::auto(text(), Align::Decimal)],
            rows: vec![
                Row::section(text()),
                Row::item([Cell::from(text()), Cell::from(text()).note(text())]),
            ],
            ..Table::default()
        }),
        Block::Totals(Totals { figures: vec![figure.clone(), figure], ..Totals::default() }),
        Block::Signatures(Signatures {
            slots: vec![Signature { name: text(), details: text() }],
            ..Signatures::default()
        }),
    ];
    let mut document = with_blocks(blocks);
    document.footer = Footer { text: text(), page_label: word.clone() };
    document.header.blocks = vec![Paragraph::block(text())];
    for item in layout(&document).unwrap().pages.iter().flatten() {
        let Item::Text(run) = item else { continue };
        let units: i32 = run.glyphs.iter().map(|glyph| glyph.advance).sum();
        let right = run.x + units as f32 * run.size / 2048.0;
        assert!(run.x >= 51.9 && right <= 595.28 - 51.9, "{} to {right}", run.x);
    }
    assert!(render(&document).unwrap().pages > 10);
}
