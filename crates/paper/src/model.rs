//! The document as its author sees it: blocks of text, tables and figures; no coordinates.
//!
//! All lengths are in points (1/72 inch). Sizes out of any reasonable range are clamped and text of
//! any content is accepted, so that data can never make a document fail.

use chrono::{DateTime, Utc};

use crate::table::Table;

/// One document: what is rendered into one PDF.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Title shown by the viewer in its window.
    pub title: String,
    /// Who issues the document.
    pub author: String,
    /// BCP 47 tag of the text's language, such as `pt-BR`; it also chooses the hyphenation.
    pub language: String,
    /// Moment written into the file. `None` writes no date at all.
    pub created: Option<DateTime<Utc>>,
    /// Size and margins of every page.
    pub page: Page,
    /// Repeated on top of the pages.
    pub header: Header,
    /// Repeated at the bottom of the pages.
    pub footer: Footer,
    /// The content, from top to bottom.
    pub blocks: Vec<Block>,
}

impl Document {
    /// An empty A4 document in Brazilian Portuguese without header and footer.
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            author: String::new(),
            language: "pt-BR".into(),
            created: None,
            page: Page::default(),
            header: Header::default(),
            footer: Footer::default(),
            blocks: Vec::new(),
        }
    }
}

/// Size and margins of the page, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Page {
    /// Width of the sheet.
    pub width: f32,
    /// Height of the sheet.
    pub height: f32,
    /// Free space above the content (and above the header).
    pub top: f32,
    /// Free space right of the content.
    pub right: f32,
    /// Free space below the content; the footer stands in it.
    pub bottom: f32,
    /// Free space left of the content.
    pub left: f32,
}

impl Default for Page {
    /// A4 upright.
    fn default() -> Self {
        Self { width: 595.28, height: 841.89, top: 44.0, right: 52.0, bottom: 62.0, left: 52.0 }
    }
}

/// What stands above the content of a page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Header {
    /// Blocks set above the content. What exceeds a third of the page is left out.
    pub blocks: Vec<Block>,
    /// Whether the first page carries it too; a letterhead on the first page is usually a part of
    /// [`Document::blocks`] instead.
    pub on_first_page: bool,
}

/// What stands below the content of every page.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Footer {
    /// Text at the left, cut to one line.
    pub text: Text,
    /// Text at the right with `{page}` and `{pages}` in it, such as `página {page} de {pages}`.
    pub page_label: String,
}

/// An opaque RGB colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Color(pub u8, pub u8, pub u8);

impl Color {
    /// Body text.
    pub const INK: Self = Self(0x1c, 0x1c, 0x1a);
    /// Labels and secondary text.
    pub const MUTED: Self = Self(0x63, 0x63, 0x60);
    /// The petrol of rules and accents.
    pub const ACCENT: Self = Self(0x0f, 0x76, 0x6e);
    /// Hairlines between rows.
    pub const LINE: Self = Self(0xd9, 0xd9, 0xd6);
    /// Background of bands.
    pub const BAND: Self = Self(0xf4, 0xf4, 0xf2);
    /// Overdue and warnings.
    pub const RED: Self = Self(0xb4, 0x23, 0x18);
}

/// How heavy letters are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Weight {
    /// Body text.
    Regular,
    /// Headings and labels.
    SemiBold,
    /// Names and totals.
    Bold,
}

/// A piece of text with one look. What is `None` comes from the block around it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Run {
    /// The characters. `\n` begins a new line; control and bidi characters are dropped.
    pub text: String,
    /// Weight, if not the block's.
    pub weight: Option<Weight>,
    /// Colour, if not the block's.
    pub color: Option<Color>,
    /// Size in points, if not the block's.
    pub size: Option<f32>,
}

/// Text made of runs.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Text(pub Vec<Run>);

impl Text {
    /// Text without any run.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds characters in the block's own look.
    #[must_use]
    pub fn plain(self, text: impl Into<String>) -> Self {
        self.run(Run { text: text.into(), ..Run::default() })
    }

    /// Adds bold characters.
    #[must_use]
    pub fn bold(self, text: impl Into<String>) -> Self {
        self.run(Run { text: text.into(), weight: Some(Weight::Bold), ..Run::default() })
    }

    /// Adds semi-bold characters.
    #[must_use]
    pub fn strong(self, text: impl Into<String>) -> Self {
        self.run(Run { text: text.into(), weight: Some(Weight::SemiBold), ..Run::default() })
    }

    /// Adds characters in the colour of secondary text.
    #[must_use]
    pub fn muted(self, text: impl Into<String>) -> Self {
        self.run(Run { text: text.into(), color: Some(Color::MUTED), ..Run::default() })
    }

    /// Adds a run.
    #[must_use]
    pub fn run(mut self, run: Run) -> Self {
        self.0.push(run);
        self
    }

    /// Whether there is nothing to print.
    pub fn is_empty(&self) -> bool {
        self.0.iter().all(|run| run.text.is_empty())
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self::new().plain(text)
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self::new().plain(text)
    }
}

/// Where lines stand between the left and the right edge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    /// Flush left, ragged right.
    #[default]
    Left,
    /// Flush right; figures are tabular.
    Right,
    /// Centred.
    Center,
    /// In a table's column: decimal commas under each other, figures tabular. Flush right elsewhere.
    Decimal,
}

/// The look a block gives its text.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// Size in points, clamped to 4–72.
    pub size: f32,
    /// Weight of runs which name none.
    pub weight: Weight,
    /// Colour of runs which name none.
    pub color: Color,
    /// Distance between baselines as a multiple of the size.
    pub leading: f32,
    /// Figures of equal width.
    pub tabular: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self { size: 9.0, weight: Weight::Regular, color: Color::INK, leading: 1.45, tabular: false }
    }
}

/// One part of the content.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading; it never stands alone at the foot of a page.
    Heading(Heading),
    /// A paragraph; no single line of it is left alone on a page.
    Paragraph(Paragraph),
    /// Items with bullets or numbers.
    List(List),
    /// Empty space of so many points; it vanishes at the top of a page.
    Spacer(f32),
    /// A horizontal line over the whole width.
    Rule(Rule),
    /// Facts with their labels, in columns.
    Facts(Facts),
    /// A table which breaks over pages and repeats its header.
    Table(Table),
    /// The sums under a table.
    Totals(Totals),
    /// Blocks side by side.
    Columns(Columns),
    /// A picture.
    Image(Image),
    /// A QR code or another grid of dark and light squares.
    Code(Code),
    /// Lines to sign on.
    Signatures(Signatures),
    /// What follows begins on a new page.
    PageBreak,
    /// Blocks which stay on one page if one page can hold them.
    KeepTogether(Vec<Block>),
}

/// A heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// The words.
    pub text: Text,
    /// 1 is the document's title, 2 a section, 3 and above a label.
    pub level: u8,
}

impl Heading {
    /// A heading block.
    pub fn block(level: u8, text: impl Into<Text>) -> Block {
        Block::Heading(Self { text: text.into(), level })
    }
}

/// A paragraph.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Paragraph {
    /// The words.
    pub text: Text,
    /// The look of runs which do not name their own.
    pub style: Style,
    /// Alignment of the lines.
    pub align: Align,
    /// Space below, in points.
    pub space_after: f32,
    /// Whether long words may be divided, where the language's rules are known (Portuguese).
    pub hyphenate: bool,
}

impl Paragraph {
    /// A paragraph block in the default look, hyphenated.
    pub fn block(text: impl Into<Text>) -> Block {
        Block::Paragraph(Self { text: text.into(), space_after: 4.0, hyphenate: true, ..Self::default() })
    }

    /// A paragraph block of secondary text.
    pub fn small(text: impl Into<Text>) -> Block {
        let style = Style { size: 8.0, color: Color::MUTED, ..Style::default() };
        Block::Paragraph(Self { text: text.into(), style, space_after: 2.0, ..Self::default() })
    }
}

/// Items with bullets or numbers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct List {
    /// The items.
    pub items: Vec<Text>,
    /// Numbers instead of bullets.
    pub numbered: bool,
    /// The look of the items.
    pub style: Style,
}

/// A horizontal line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rule {
    /// Colour of the line.
    pub color: Color,
    /// Thickness in points.
    pub thickness: f32,
    /// Space above, in points.
    pub before: f32,
    /// Space below, in points.
    pub after: f32,
}

impl Default for Rule {
    fn default() -> Self {
        Self { color: Color::ACCENT, thickness: 0.9, before: 7.0, after: 12.0 }
    }
}

/// Facts with their labels: each column is a list, the columns stand side by side.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Facts {
    /// The columns, from left to right.
    pub columns: Vec<Vec<Fact>>,
    /// Share of the width each column takes; empty for equal shares.
    pub shares: Vec<f32>,
}

/// A label with its value below it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Fact {
    /// Short label in secondary colour.
    pub label: Text,
    /// The value; `\n` begins a new line.
    pub value: Text,
}

impl Fact {
    /// A label with its value.
    pub fn new(label: impl Into<Text>, value: impl Into<Text>) -> Self {
        Self { label: label.into(), value: value.into() }
    }
}

/// The sums under a table: lines of detail, then the figures that count, flush right. The block stays
/// together and with the end of what stands above it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Totals {
    /// Details such as subtotal and discount.
    pub lines: Vec<TotalLine>,
    /// The final figures, side by side.
    pub figures: Vec<Figure>,
}

/// One line of detail above the totals.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TotalLine {
    /// What it is.
    pub label: Text,
    /// How much.
    pub amount: Text,
    /// In semi-bold.
    pub strong: bool,
}

/// One of the final figures.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Figure {
    /// Small words above.
    pub label: Text,
    /// The amount, in bold.
    pub amount: Text,
    /// Small words below.
    pub note: Text,
}

/// Blocks side by side.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns {
    /// The columns from left to right: share of the width, and content.
    pub columns: Vec<(f32, Vec<Block>)>,
    /// Space between two columns.
    pub gap: f32,
}

/// A picture: PNG, or JPEG in grey or RGB.
#[derive(Debug, Clone, PartialEq)]
pub struct Image {
    /// The file's bytes.
    pub bytes: Vec<u8>,
    /// The box, in points, which the picture fills as far as its proportions allow.
    pub max_width: f32,
    /// See `max_width`.
    pub max_height: f32,
    /// Where it stands in the width.
    pub align: Align,
}

/// A square grid of dark and light squares, such as a QR code.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    /// Squares a side.
    pub side: usize,
    /// `side * side` squares, row by row; `true` is dark.
    pub dark: Vec<bool>,
    /// Printed width and height in points, quiet zone included.
    pub size: f32,
    /// Where it stands in the width.
    pub align: Align,
}

/// Lines to sign on, up to three side by side. The block stays together.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Signatures {
    /// Words above, such as place and date.
    pub intro: Text,
    /// Who signs.
    pub slots: Vec<Signature>,
}

/// One line to sign on.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Signature {
    /// Name under the line.
    pub name: Text,
    /// Further lines: role, document.
    pub details: Text,
}
