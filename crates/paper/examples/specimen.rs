//! Every block once, and text that tries to do harm: `cargo run -p paper --example specimen -- out.pdf`.

use paper::*;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "specimen.pdf".into());
    let mut document = Document::new("Mostruário");
    document.header.blocks = vec![Paragraph::small("Mostruário")];
    document.footer = Footer {
        text: "um rodapé tão comprido que não cabe numa linha só e por isso termina com reticências, em vez de invadir o número da página ao lado".into(),
        page_label: "página {page} de {pages}".into(),
    };
    document.blocks = vec![letterhead()?, Block::Rule(Rule::default())];
    document.blocks.extend(text());
    document.blocks.push(kit());
    document.blocks.push(payment());
    document.blocks.extend(hostile());
    let rendered = render(&document)?;
    std::fs::write(&path, &rendered.bytes)?;
    println!("{path}: {} pages, {} bytes", rendered.pages, rendered.bytes.len());
    Ok(())
}

/// A logo with soft edges, drawn here.
fn logo() -> Result<Vec<u8>, png::EncodingError> {
    let side = 120;
    let mut pixels = Vec::new();
    for y in 0..side {
        for x in 0..side * 2 {
            let (dx, dy) = (x as f32 - 60.0, y as f32 - 60.0);
            let (ex, ey) = (x as f32 - 170.0, y as f32 - 60.0);
            let edge = |r: f32, dx: f32, dy: f32| (r - (dx * dx + dy * dy).sqrt()).clamp(0.0, 1.0);
            let alpha = edge(56.0, dx, dy).max(edge(56.0, ex, ey) * 0.5);
            pixels.extend([0x0f, 0x76, 0x6e, (alpha * 255.0) as u8]);
        }
    }
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, side * 2, side);
    encoder.set_color(png::ColorType::Rgba);
    encoder.write_header()?.write_image_data(&pixels)?;
    Ok(bytes)
}

fn letterhead() -> Result<Block, png::EncodingError> {
    let logo = Block::Image(Image { bytes: logo()?, max_width: 90.0, max_height: 40.0, align: Align::Left });
    let style = Style { size: 8.0, color: Color::MUTED, ..Style::default() };
    let text = Text::new().run(Run {
        text: "ACME Serviços Técnicos Ltda.\n".into(),
        weight: Some(Weight::Bold),
        color: Some(Color::INK),
        size: Some(10.0),
    });
    let text = text.plain("CNPJ 98.765.432/0001-98\nRua das Acácias, 1200, São Paulo");
    let address = Block::Paragraph(Paragraph { text, style, align: Align::Right, ..Paragraph::default() });
    Ok(Block::Columns(Columns { columns: vec![(1.0, vec![logo]), (2.0, vec![address])], gap: 16.0 }))
}

fn text() -> Vec<Block> {
    let long = "Informamos que, a partir de janeiro, o valor do contrato será reajustado pela variação acumulada do \
        índice nos últimos doze meses, conforme a cláusula sétima. ";
    let run = Text::new()
        .plain(long)
        .strong("Percentual de 4,62%. ")
        .muted("Em caso de dúvida, responda a esta carta.");
    let narrow = Paragraph::block(
        "Responsabilidade extraordinária, desenvolvimento e telecomunicações numa coluna estreita.",
    );
    let column = |block: Block| (1.0, vec![Heading::block(3, "Coluna"), block]);
    vec![
        Heading::block(1, "Um título de primeiro nível"),
        Paragraph::block(run),
        Heading::block(2, "Colunas"),
        Block::Columns(Columns {
            columns: vec![
                column(narrow.clone()),
                column(narrow.clone()),
                column(narrow.clone()),
                column(narrow),
            ],
            gap: 18.0,
        }),
        Heading::block(2, "Lista"),
        Block::List(List {
            items: vec!["primeiro item".into(), long.into(), "último".into()],
            ..List::default()
        }),
        Block::Spacer(10.0),
    ]
}

fn kit() -> Block {
    let row = |kind, name: &str, quantity: &str, price: &str| {
        Row::new(kind, [Cell::from(name), quantity.into(), price.into()])
    };
    Block::Table(Table {
        columns: vec![
            Column::text("Kit"),
            Column::auto("Quantidade", Align::Decimal),
            Column::auto("Valor (R$)", Align::Right),
        ],
        rows: vec![
            row(RowKind::Item, "Kit de segurança residencial", "1", "1.920,00"),
            row(RowKind::Sub, "Central com 8 zonas", "1", ""),
            row(RowKind::Sub, "Cabo blindado (m)", "12,75", ""),
            row(RowKind::Item, "Kit comercial", "100", "12.305,90"),
            row(RowKind::Item, "Desconto", "", "− 120,00"),
            row(RowKind::Subtotal, "Soma", "", "14.105,90"),
        ],
        style: TableStyle { zebra: true, hairlines: false, ..TableStyle::default() },
        ..Table::default()
    })
}

fn payment() -> Block {
    let side = 29;
    let finder = |x: usize, y: usize| {
        let ring = x.abs_diff(3).max(y.abs_diff(3));
        x < 7 && y < 7 && ring != 2
    };
    let dark = (0..side * side).map(|i| {
        let (x, y) = (i % side, i / side);
        let corner = (x.min(side - 1 - x) < 8 && y < 8) || (x < 8 && y > 20);
        let mark = finder(x, y) || finder(side - 1 - x, y) || finder(x, side - 1 - y);
        if corner { mark } else { (x * 7 + y * 11 + x * y) % 3 == 0 }
    });
    let code = Block::Code(Code { side, dark: dark.collect(), size: 100.0, align: Align::Left });
    let words = vec![
        Heading::block(3, "Pix copia e cola"),
        Paragraph::small(
            "00020126580014br.gov.bcb.pix0136123e4567-e89b-12d3-a456-4266141740005204000053039865406125.905802BR",
        ),
        Heading::block(3, "Linha digitável"),
        Paragraph::block("23793.38128 60007.827136 95000.063305 9 84660000012590"),
    ];
    Block::Columns(Columns { columns: vec![(1.0, vec![code]), (3.4, words)], gap: 14.0 })
}

fn hostile() -> Vec<Block> {
    let lines = [
        "<b>negrito</b> <script>alert(1)</script> &amp; {{cliente}} -> 10x20",
        "emoji 😀👨‍👩‍👧 e 漢字 e עברית e العربية",
        "\u{202e}invertido\u{202c} \u{200f}direita\u{200e}",
        "a\u{30d}\u{30d}\u{30d}\u{30d}\u{30d}\u{30d}\u{30d}\u{30d} zalgo, c\u{327}a\u{303}o decomposto, \u{1}\u{7f}controle",
        "Ωμέγα Привет ﬁ ½ ² ™ € £ ñ ß ø",
    ];
    let mut blocks = vec![Heading::block(2, "Textos hostis")];
    blocks.extend(lines.map(Paragraph::block));
    blocks.push(Paragraph::block("x".repeat(400)));
    blocks
}
