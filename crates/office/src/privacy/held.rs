//! Everything that is held about a customer, table by table and column by column: how an export shows it, and what
//! becomes of it when the customer is made anonymous (CUS-8). A test compares this with the schema, so that a table or
//! a column added later is thought about. The list itself is in [`super::tables`].

/// How a value is read and shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Words.
    Text,
    /// A code, such as `active`: shown by [`super::words`].
    Code,
    /// A whole number.
    Whole,
    /// Money in cents.
    Cents,
    /// A date.
    Day,
    /// An instant.
    At,
    /// Yes or no.
    Flag,
    /// Keys, versions and folded copies of what another column shows: nothing a person can read.
    Inside,
}

/// How JSON says that there is no date, to whoever reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoDate {
    /// By an empty text.
    Empty,
    /// By null.
    Null,
}

/// What becomes of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erase {
    /// Says nothing about who they are.
    Stays,
    /// Becomes empty.
    Emptied,
    /// Becomes null.
    Nulled,
    /// Becomes empty, once nothing has to be kept by law any more.
    EmptiedLater,
    /// Becomes null, once nothing has to be kept by law any more.
    NulledLater,
    /// JSON whose words are taken out.
    Redacted(NoDate),
    /// JSON whose words are taken out, once nothing has to be kept by law any more.
    RedactedLater(NoDate),
    /// Becomes what this says in SQL.
    Becomes(&'static str),
    /// Becomes what this says in SQL, once nothing has to be kept by law any more.
    BecomesLater(&'static str),
}

impl Erase {
    /// Whether it waits for the end of what has to be kept.
    pub fn is_later(self) -> bool {
        matches!(
            self,
            Self::EmptiedLater | Self::NulledLater | Self::RedactedLater(_) | Self::BecomesLater(_)
        )
    }
}

/// What becomes of the rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// They stay, without what their columns lose.
    Stay,
    /// They go.
    Go,
    /// They go, once nothing has to be kept by law any more.
    GoLater,
}

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// In the schema.
    pub name: &'static str,
    /// How it is shown.
    pub kind: Kind,
    /// Its heading, in Portuguese and English; empty for what is not shown.
    pub titles: (&'static str, &'static str),
    /// What becomes of it.
    pub erase: Erase,
}

/// A table.
#[derive(Debug, Clone, Copy)]
pub struct Table {
    /// In the schema.
    pub name: &'static str,
    /// Which of its rows are about the customer `$1` and the fichas merged into it.
    pub within: &'static str,
    /// Its sheet's name, in Portuguese and English, at most 31 characters.
    pub titles: (&'static str, &'static str),
    /// What becomes of its rows.
    pub rows: Rows,
    /// All its columns.
    pub columns: &'static [Column],
}

use Erase::Stays;
use Kind::Inside;

/// A column that is shown.
pub const fn shown(
    name: &'static str,
    kind: Kind,
    titles: (&'static str, &'static str),
    erase: Erase,
) -> Column {
    Column { name, kind, titles, erase }
}

/// A column that nobody reads and that says nothing about who they are.
pub const fn inside(name: &'static str) -> Column {
    hidden(name, Stays)
}

/// A column that nobody reads, but that holds something.
pub const fn hidden(name: &'static str, erase: Erase) -> Column {
    Column { name, kind: Inside, titles: ("", ""), erase }
}

/// A table.
pub const fn table(
    name: &'static str,
    within: &'static str,
    titles: (&'static str, &'static str),
    rows: Rows,
    columns: &'static [Column],
) -> Table {
    Table { name, within, titles, rows, columns }
}
