//! A quote on paper (QUO-4): data in, blocks of `paper` out. Pure, so that the same quote gives the same bytes.
//! The document speaks Portuguese whatever the screens speak; its reader is the customer.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use brazil::document::Document as RegistrationNumber;
use brazil::money::format_brl;
use brazil::phone::Phone;
use chrono::NaiveDate;
use paper::{
    Align, Block, Cell, Color, Column, Columns, Document, Fact, Facts, Figure, Footer, Heading, Image, List,
    Paragraph, Rendered, Row, RowKind, Rule, Signature, Signatures, Style, Table, Text, TotalLine, Totals,
    Weight, Width,
};
use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::products::model::Charge;
use crate::quotes::model::{QuoteContent, QuoteLine, QuoteTotals, SectionTotals};
use crate::quotes::{rules, totals};

/// Everything printed on a quote.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct QuoteDocument {
    /// `2026/0417`.
    pub number: String,
    /// 1, 2, 3 …
    pub version_number: i64,
    /// The day it is sent, or printed as a draft.
    pub issued_on: NaiveDate,
    /// Who offers.
    pub company: DocumentParty,
    /// Its logo as PNG or JPEG in Base64; one that cannot be read is left out.
    #[serde(default)]
    pub logo_base64: Option<String>,
    /// To whom.
    pub customer: DocumentParty,
    /// Who follows it up.
    pub seller_name: String,
    /// What is offered.
    pub content: QuoteContent,
}

/// A party of the quote; what is empty is not printed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct DocumentParty {
    /// Name.
    pub name: String,
    /// CPF or CNPJ.
    pub document: Option<String>,
    /// Line by line.
    pub address: Vec<String>,
    /// With or without punctuation.
    pub phone: Option<String>,
    /// E-mail address.
    pub email: Option<String>,
}

impl DocumentParty {
    fn document_text(&self) -> Option<String> {
        let text = self.document.as_deref().filter(|text| !text.is_empty())?;
        Some(match RegistrationNumber::parse(text) {
            Ok(RegistrationNumber::Cpf(cpf)) => format!("CPF {cpf}"),
            Ok(RegistrationNumber::Cnpj(cnpj)) => format!("CNPJ {cnpj}"),
            Err(_) => text.to_owned(),
        })
    }

    fn phone_text(&self) -> Option<String> {
        let text = self.phone.as_deref().filter(|text| !text.is_empty())?;
        Some(Phone::parse(text).map(|phone| phone.formatted()).unwrap_or_else(|_| text.to_owned()))
    }

    fn email_text(&self) -> Option<String> {
        self.email.clone().filter(|text| !text.is_empty())
    }
}

/// The quote as PDF. Pure: no clock, no chance, no file.
///
/// # Errors
/// `Invalid` when the content is out of range; text of any kind prints.
pub fn render(quote: &QuoteDocument) -> Result<Rendered> {
    let content = rules::check_content(&quote.content)?;
    let totals = totals::totals(&content)?;
    let quote = QuoteDocument { content, ..quote.clone() };
    let with_logo = document(&quote, &totals, logo(&quote));
    match paper::render(&with_logo) {
        Err(paper::Error::Image(_)) => paper::render(&document(&quote, &totals, None)),
        rendered => rendered,
    }
    .map_err(Error::internal)
}

fn logo(quote: &QuoteDocument) -> Option<Vec<u8>> {
    STANDARD.decode(quote.logo_base64.as_deref()?).ok()
}

/// The blocks of a quote.
pub fn document(quote: &QuoteDocument, totals: &QuoteTotals, logo: Option<Vec<u8>>) -> Document {
    let title = format!("Orçamento {}", quote.number);
    let mut document = Document::new(title.as_str());
    document.author.clone_from(&quote.company.name);
    document.header.blocks = running_header(quote, &title);
    let identity = [Some(quote.company.name.clone()), quote.company.document_text()];
    let contact = [quote.company.phone_text(), quote.company.email_text()];
    document.footer = Footer {
        text: joined(identity.into_iter().chain(contact)).into(),
        page_label: "página {page} de {pages}".into(),
    };
    document.blocks = letterhead(quote, logo);
    document.blocks.push(Heading::block(1, title));
    document.blocks.push(small(
        format!(
            "{} · válido até {} · versão {}",
            date(quote.issued_on),
            date(quote.content.valid_until),
            quote.version_number
        ),
        Align::Left,
    ));
    document.blocks.push(Block::Spacer(12.0));
    document.blocks.push(parties(quote));
    document.blocks.push(Block::Spacer(14.0));
    document.blocks.extend(paragraphs(&quote.content.introduction));
    if !quote.content.lines.is_empty() {
        document.blocks.push(items(&quote.content, totals));
        document.blocks.push(sums(&quote.content, totals));
    }
    document.blocks.extend(conditions(&quote.content.terms));
    document.blocks.push(acceptance(quote));
    document
}

/// On every page but the first, so that no sheet is taken for another's.
fn running_header(quote: &QuoteDocument, title: &str) -> Vec<Block> {
    let left = vec![small(Text::new().strong(quote.company.name.as_str()), Align::Left)];
    let right = vec![small(format!("{title} · {}", quote.customer.name), Align::Right)];
    vec![
        Block::Columns(Columns { gap: 12.0, columns: vec![(1.0, left), (1.4, right)] }),
        Block::Rule(Rule { color: Color::LINE, thickness: 0.5, before: 3.0, after: 0.0 }),
    ]
}

fn letterhead(quote: &QuoteDocument, logo: Option<Vec<u8>>) -> Vec<Block> {
    let company = &quote.company;
    let style = Style { size: 11.0, weight: Weight::Bold, ..Style::default() };
    let mut words = vec![Block::Paragraph(Paragraph {
        text: company.name.as_str().into(),
        style,
        ..Paragraph::default()
    })];
    let address = company.address.iter().filter(|line| !line.is_empty()).cloned().map(Some);
    let identity = joined(std::iter::once(company.document_text()).chain(address));
    let contact = joined([company.phone_text(), company.email_text()]);
    words.extend(
        [identity, contact].into_iter().filter(|line| !line.is_empty()).map(|line| small(line, Align::Left)),
    );
    let head = match logo {
        None => words,
        Some(bytes) => {
            let image = Image { bytes, max_width: 130.0, max_height: 42.0, align: Align::Right };
            vec![Block::Columns(Columns {
                gap: 18.0,
                columns: vec![(3.0, words), (1.0, vec![Block::Image(image)])],
            })]
        }
    };
    head.into_iter().chain([Block::Rule(Rule::default())]).collect()
}

fn parties(quote: &QuoteDocument) -> Block {
    let customer = &quote.customer;
    let mut who = Text::new().strong(customer.name.as_str());
    for line in customer.document_text().into_iter().chain(customer.address.iter().cloned()) {
        who = who.plain(format!("\n{line}"));
    }
    let contact = [
        Some(quote.content.contact_name.clone()).filter(|name| !name.is_empty()),
        customer.phone_text(),
        customer.email_text(),
    ];
    let contact: Vec<String> = contact.into_iter().flatten().collect();
    let mut columns = vec![vec![Fact::new("Cliente", who)]];
    let mut shares = vec![1.4];
    if !contact.is_empty() {
        let heading = if quote.content.contact_name.is_empty() { "Contato" } else { "Aos cuidados de" };
        columns.push(vec![Fact::new(heading, contact.join("\n"))]);
        shares.push(1.5);
    }
    if !quote.seller_name.is_empty() {
        columns.push(vec![Fact::new("Vendedor", quote.seller_name.as_str())]);
        shares.push(0.8);
    }
    Block::Facts(Facts { columns, shares })
}

fn items(content: &QuoteContent, totals: &QuoteTotals) -> Block {
    let discounts = content.lines.iter().any(|line| line.discount_bp > 0);
    let mut columns = vec![
        Column::text("Item"),
        Column::auto("Qtd.", Align::Decimal),
        Column { title: "Un.".into(), width: Width::Auto, align: Align::Left },
        Column::auto("Preço (R$)", Align::Right),
    ];
    if discounts {
        columns.push(Column::auto("Desc.", Align::Right));
    }
    columns.push(Column::auto("Total (R$)", Align::Right));
    let span = columns.len() - 1;
    let mut rows = Vec::new();
    let sections = [
        (Charge::OneOff, "Valores únicos", totals.one_off),
        (Charge::Monthly, "Valores mensais", totals.monthly),
    ];
    for (charge, title, section) in sections {
        let lines = content.lines.iter().zip(&totals.lines).filter(|(line, _)| line.charge == charge);
        let item_rows: Vec<Row> = lines.map(|(line, sums)| item(line, sums.total_cents, discounts)).collect();
        if item_rows.is_empty() {
            continue;
        }
        rows.push(Row::section(title));
        rows.extend(item_rows);
        let words = if charge == Charge::OneOff { "Subtotal dos valores únicos" } else { "Subtotal mensal" };
        let cells = [Cell::from(words).span(span), Cell::from(amount(section.subtotal_cents))];
        rows.push(Row::new(RowKind::Subtotal, cells));
    }
    Block::Table(Table { columns, rows, continued: " (continuação)".into(), ..Table::default() })
}

fn item(line: &QuoteLine, total: i64, discounts: bool) -> Row {
    let mut words = line.description.lines();
    let mut name = Cell::from(words.next().unwrap_or_default());
    let mut notes: Vec<&str> = words.collect();
    if line.optional {
        notes.push("Opcional, não incluído no total");
    }
    if !notes.is_empty() {
        name = name.note(notes.join("\n"));
    }
    let mut cells = vec![
        name,
        quantity(line.quantity_milli).into(),
        Text::new().muted(line.unit.as_str()).into(),
        amount(line.unit_price_cents).into(),
    ];
    if discounts {
        let discount = if line.discount_bp > 0 { percent(line.discount_bp) } else { String::new() };
        cells.push(discount.into());
    }
    let total = if line.optional { Text::new().muted(amount(total)) } else { amount(total).into() };
    cells.push(total.into());
    Row::item(cells)
}

fn sums(content: &QuoteContent, totals: &QuoteTotals) -> Block {
    let mut lines = Vec::new();
    let mut figures = Vec::new();
    let sections = [
        (Charge::OneOff, "valores únicos", "Único", content.one_off_discount_bp, totals.one_off),
        (Charge::Monthly, "valores mensais", "Por mês", content.monthly_discount_bp, totals.monthly),
    ];
    for (charge, words, label, discount_bp, section) in sections {
        if content.lines.iter().all(|line| line.charge != charge) {
            continue;
        }
        if section.discount_cents > 0 {
            let label = format!("Desconto de {} nos {words}", percent(discount_bp));
            lines.push(TotalLine {
                label: label.into(),
                amount: format_brl(-section.discount_cents).replace('-', "− ").into(),
                strong: false,
            });
        }
        figures.push(figure(label, &section, content.tax_bp));
    }
    Block::Totals(Totals { lines, figures })
}

fn figure(label: &str, section: &SectionTotals, tax_bp: Option<i64>) -> Figure {
    let mut notes = Vec::new();
    if section.with_optional_cents != section.total_cents {
        notes.push(format!("com opcionais {}", format_brl(section.with_optional_cents)));
    }
    if let (Some(tax), Some(tax_bp)) = (section.tax_cents, tax_bp) {
        notes.push(format!("tributos incluídos {} ({})", format_brl(tax), percent(tax_bp)));
    }
    Figure {
        label: label.into(),
        amount: format_brl(section.total_cents).into(),
        note: notes.join("\n").into(),
    }
}

fn conditions(terms: &str) -> Vec<Block> {
    let items: Vec<Text> =
        terms.lines().map(str::trim).filter(|term| !term.is_empty()).map(Text::from).collect();
    if items.is_empty() {
        return Vec::new();
    }
    let style = Style { size: 8.5, ..Style::default() };
    let numbered = items.len() > 1;
    vec![Heading::block(2, "Condições gerais"), Block::List(List { items, numbered, style })]
}

fn acceptance(quote: &QuoteDocument) -> Block {
    let slot = |name: &str, details: &str| Signature { name: name.into(), details: details.into() };
    Block::KeepTogether(vec![
        Heading::block(2, "Aceite"),
        Block::Signatures(Signatures {
            intro: "De acordo com os itens, valores e condições acima.\nLocal e data:".into(),
            slots: vec![
                slot(&quote.customer.name, &quote.content.contact_name),
                slot(&quote.company.name, &quote.seller_name),
            ],
        }),
    ])
}

fn paragraphs(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = text
        .split("\n\n")
        .map(str::trim)
        .filter(|paragraph| !paragraph.is_empty())
        .map(Paragraph::block)
        .collect();
    if !blocks.is_empty() {
        blocks.push(Block::Spacer(8.0));
    }
    blocks
}

fn small(text: impl Into<Text>, align: Align) -> Block {
    let style = Style { size: 8.0, color: Color::MUTED, ..Style::default() };
    Block::Paragraph(Paragraph { text: text.into(), style, align, ..Paragraph::default() })
}

fn joined(parts: impl IntoIterator<Item = Option<String>>) -> String {
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(" · ")
}

fn date(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

fn amount(cents: i64) -> String {
    brazil::money::format_plain(cents)
}

/// `1,5`: thousandths without zeros at the end.
fn quantity(milli: i64) -> String {
    let whole = brazil::money::format_plain(milli.div_euclid(1_000).saturating_mul(100));
    let whole = whole.trim_end_matches(",00");
    let thousandths = format!("{:03}", milli.rem_euclid(1_000));
    match thousandths.trim_end_matches('0') {
        "" => whole.to_owned(),
        decimals => format!("{whole},{decimals}"),
    }
}

/// `12,5 %` with a no-break space.
fn percent(basis_points: i64) -> String {
    let plain = brazil::money::format_plain(basis_points);
    let plain = plain.trim_end_matches('0').trim_end_matches(',');
    format!("{plain}\u{a0}%")
}

#[cfg(test)]
#[path = "document_tests.rs"]
mod tests;
