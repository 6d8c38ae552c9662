//! A realistic quote of 60 items, shared by the example, the bench and the tests.

use paper::*;

/// Cents as `1.234,56`.
fn amount(cents: i64) -> String {
    let digits = (cents / 100).to_string();
    let mut grouped = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push('.');
        }
        grouped.push(digit);
    }
    format!("{grouped},{:02}", cents % 100)
}

fn money(cents: i64) -> String {
    let sign = if cents < 0 { "− " } else { "" };
    format!("{sign}R$\u{a0}{}", amount(cents.abs()))
}

const IMPLEMENTATION: &[(&str, &str, &str, &str, i64)] = &[
    ("Câmera IP bullet 4 MP com visão noturna colorida", "CAM-4MP-B", "6", "pç", 49_504),
    ("Câmera IP dome 4 MP antivandalismo IK10", "CAM-4MP-D", "4", "pç", 56_290),
    ("Câmera speed dome PTZ 25× com rastreamento automático", "CAM-PTZ25", "1", "pç", 418_900),
    ("Gravador de vídeo em rede, 16 canais PoE", "NVR-16P", "1", "pç", 289_000),
    ("Disco rígido 8 TB para vigilância", "HD-8T", "2", "pç", 139_990),
    ("Cabo UTP Cat. 6, caixa com 305 m", "CB-UTP6", "2,5", "cx", 73_261),
    ("Conector RJ45 blindado", "CN-RJ45", "48", "pç", 385),
    ("Eletroduto galvanizado 3/4\", barra de 3 m", "EL-34", "36", "br", 3_190),
    ("Caixa de passagem de sobrepor 15 × 15 cm", "CX-1515", "14", "pç", 2_875),
    (
        "Switch gerenciável 24 portas PoE+ com 4 portas SFP+ 10 Gb, orçamento de 370 W e montagem em rack padrão de 19 polegadas",
        "SW-24P",
        "1",
        "pç",
        342_500,
    ),
    ("Nobreak senoidal 3 kVA com módulo de baterias", "NB-3K", "1", "pç", 498_700),
    ("Rack de parede 12U com bandeja e guias", "RK-12", "1", "pç", 78_440),
    ("Patch panel 24 portas Cat. 6 descarregado", "PP-24", "1", "pç", 31_200),
    ("Patch cord Cat. 6 1,5 m azul", "PC-15", "24", "pç", 1_490),
    ("Central de alarme monitorada 64 zonas", "AL-64", "1", "pç", 158_300),
    ("Sensor infravermelho passivo com imunidade a animais", "SN-PET", "12", "pç", 13_980),
    ("Sensor magnético de abertura para porta de aço", "SN-MAG", "5", "pç", 4_650),
    ("Sirene externa com lâmpada estroboscópica", "SR-EXT", "2", "pç", 11_720),
    ("Teclado sem fio com tela sensível ao toque", "TC-TSF", "2", "pç", 61_800),
    ("Controle de acesso facial para ambiente externo", "AC-FAC", "3", "pç", 187_650),
    ("Fechadura eletroímã 300 kgf", "FE-300", "3", "pç", 24_310),
    ("Botoeira de saída sem toque", "BT-ST", "3", "pç", 9_870),
    ("Instalação e configuração", "SV-INST", "16", "h", 14_800),
    ("Passagem de cabos em altura (NR-35)", "SV-ALT", "22,5", "h", 18_900),
    ("Treinamento da equipe no local", "SV-TRE", "4", "h", 16_500),
    ("Projeto executivo com memorial descritivo e ART", "SV-PROJ", "1", "un", 235_000),
    ("Deslocamento técnico", "SV-DESL", "184", "km", 290),
];

const MONTHLY: &[(&str, &str, &str, &str, i64)] = &[
    ("Gravação em nuvem, 30 dias", "MS-NUV30", "11", "câm.", 1_990),
    ("Monitoramento de alarme 24 horas", "MS-MON", "1", "mês", 18_900),
    ("Locação do controle de acesso", "MS-LOC", "3", "mês", 8_450),
    ("Chip de dados M2M com franquia de 1 GB", "MS-M2M", "2", "mês", 2_790),
];

/// The quote.
pub fn quote() -> Document {
    let mut document = Document::new("Orçamento 2026/0417");
    document.author = "ACME Serviços Técnicos Ltda.".into();
    document.header.blocks = vec![
        Block::Columns(Columns {
            gap: 12.0,
            columns: vec![
                (1.0, vec![small(Text::new().strong("ACME Serviços Técnicos Ltda."), Align::Left)]),
                (1.0, vec![small("Orçamento 2026/0417 · Panificadora Trigo Bom Ltda", Align::Right)]),
            ],
        }),
        Block::Rule(Rule { color: Color::LINE, thickness: 0.5, before: 3.0, after: 0.0 }),
    ];
    document.footer = Footer {
        text: "ACME Serviços Técnicos Ltda. · CNPJ 98.765.432/0001-98 · (11) 4004-1234".into(),
        page_label: "página {page} de {pages}".into(),
    };
    document.blocks = letterhead();
    document.blocks.push(items());
    document.blocks.push(totals());
    document.blocks.extend(terms());
    document
}

fn small(text: impl Into<Text>, align: Align) -> Block {
    let style = Style { size: 8.0, color: Color::MUTED, ..Style::default() };
    Block::Paragraph(Paragraph { text: text.into(), style, align, ..Paragraph::default() })
}

fn letterhead() -> Vec<Block> {
    let company = Style { size: 11.0, weight: Weight::Bold, ..Style::default() };
    vec![
        Block::Paragraph(Paragraph {
            text: "ACME Serviços Técnicos Ltda.".into(),
            style: company,
            ..Paragraph::default()
        }),
        small("CNPJ 98.765.432/0001-98 · Rua das Acácias, 1200 · 04578-000 São Paulo, SP", Align::Left),
        Block::Rule(Rule::default()),
        Heading::block(1, "Orçamento 2026/0417"),
        small("23/11/2026 · válido até 08/12/2026 · versão 2", Align::Left),
        Block::Spacer(14.0),
        Block::Facts(Facts {
            columns: vec![
                vec![Fact::new(
                    "Cliente",
                    Text::new().strong("Panificadora Trigo Bom Ltda").plain(
                        "\nCNPJ 12.ABC.345/01DE-35\nAv. Conceição, 845, sala 12\n09920-000 Diadema, SP",
                    ),
                )],
                vec![Fact::new("Aos cuidados de", "Sônia Prado\n(11) 99876-5432\nsonia@trigobom.example")],
                vec![
                    Fact::new("Vendedor", "Wagner Antunes"),
                    Fact::new("Condição", "28 dias, boleto ou Pix"),
                ],
            ],
            shares: vec![1.5, 1.2, 1.0],
        }),
        Block::Spacer(18.0),
    ]
}

fn item(row: &(&str, &str, &str, &str, i64), note: Option<&str>) -> Row {
    let (name, code, quantity, unit, price) = *row;
    let tenths: i64 = match quantity.split_once(',') {
        Some((whole, tenth)) => whole.parse::<i64>().unwrap_or(0) * 10 + tenth.parse::<i64>().unwrap_or(0),
        None => quantity.parse::<i64>().unwrap_or(0) * 10,
    };
    let total = (tenths * price + 5) / 10;
    let mut name = Cell::from(name);
    if let Some(note) = note {
        name = name.note(note);
    }
    Row::item([
        Cell::from(Text::new().muted(code)),
        name,
        quantity.into(),
        Text::new().muted(unit).into(),
        amount(price).into(),
        amount(total).into(),
    ])
}

fn items() -> Block {
    let mut rows = vec![Row::section("Implantação")];
    let twice = IMPLEMENTATION.iter().chain(IMPLEMENTATION).take(50);
    for (index, row) in twice.enumerate() {
        let note = match index {
            2 => Some("Inclui suporte de parede, fonte e licença do analítico por 12 meses"),
            30 => Some("Opcional, não incluído no total"),
            _ => None,
        };
        rows.push(item(row, note));
    }
    rows.push(Row::new(
        RowKind::Subtotal,
        [Cell::from("Subtotal da implantação").span(5), Cell::from("92.411,87")],
    ));
    rows.push(Row::section("Mensal"));
    for row in MONTHLY.iter().chain(MONTHLY).take(9) {
        rows.push(item(row, None));
    }
    rows.push(item(
        &("Suporte prioritário com atendimento em 4 horas", "MS-SUP4", "1", "mês", 7_900),
        Some("Opcional, não incluído no total"),
    ));
    rows.push(Row::new(RowKind::Subtotal, [Cell::from("Subtotal mensal").span(5), Cell::from("1.263,38")]));
    Block::Table(Table {
        columns: vec![
            Column { title: "Código".into(), width: Width::Auto, align: Align::Left },
            Column::text("Item"),
            Column::auto("Qtd.", Align::Decimal),
            Column::auto("Un.", Align::Left),
            Column::auto("Preço (R$)", Align::Right),
            Column::auto("Total (R$)", Align::Right),
        ],
        rows,
        continued: " (continuação)".into(),
        ..Table::default()
    })
}

fn totals() -> Block {
    let line = |label: &str, cents: i64| TotalLine {
        label: label.into(),
        amount: money(cents).into(),
        strong: false,
    };
    Block::Totals(Totals {
        lines: vec![line("Subtotal", 9_241_187), line("Desconto comercial 5\u{a0}%", -462_059)],
        figures: vec![
            Figure { label: "Único".into(), amount: money(8_779_128).into(), note: Text::new() },
            Figure {
                label: "Por mês".into(),
                amount: money(126_338).into(),
                note: format!("com opcionais {}", money(134_238)).into(),
            },
        ],
    })
}

fn terms() -> Vec<Block> {
    let terms = [
        "O prazo de execução é de 20 dias úteis a contar da aprovação deste orçamento e do recebimento do sinal, \
         salvo impedimento de acesso ao local por responsabilidade do cliente.",
        "Equipamentos têm garantia de 12 meses contra defeitos de fabricação; serviços, de 90 dias. A garantia não cobre \
         descargas atmosféricas, vandalismo nem intervenção de terceiros.",
        "Os valores mensais são reajustados a cada 12 meses pela variação acumulada do IPCA ou do índice que vier a \
         substituí-lo, na forma da Lei 10.192/2001.",
        "Obras civis, pontos de energia e liberação junto ao condomínio correm por conta do cliente.",
        "Este orçamento perde a validade na data indicada, podendo ser renovado mediante consulta de disponibilidade.",
    ];
    let signature = |name: &str, details: &str| Signature { name: name.into(), details: details.into() };
    vec![
        Heading::block(2, "Condições gerais"),
        Block::List(List {
            items: terms.iter().map(|term| Text::from(*term)).collect(),
            numbered: true,
            style: Style { size: 8.5, ..Style::default() },
        }),
        Block::KeepTogether(vec![
            Heading::block(2, "Aceite"),
            Block::Signatures(Signatures {
                intro: "De acordo com os itens, valores e condições acima.\nLocal e data:".into(),
                slots: vec![
                    signature("Panificadora Trigo Bom Ltda", "Sônia Prado, sócia administradora\nCPF"),
                    signature("ACME Serviços Técnicos Ltda.", "Wagner Antunes, comercial"),
                ],
            }),
        ]),
    ]
}
