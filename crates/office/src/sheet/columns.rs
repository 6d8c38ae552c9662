//! A table with its columns known: rows give values by the key of a field.

use std::collections::BTreeMap;

use brazil::text::fold;
use chrono::NaiveDate;

use super::header::Field;
use super::value::{self, DateOrder, Decimal};
use super::{Cell, Row};

/// Rows looked at to tell how a column writes dates and amounts.
pub const SAMPLE_ROWS: usize = 5_000;
/// First words of the lines that sum up or close a table, folded.
const CLOSING: &[&str] =
    &["total", "totais", "subtotal", "soma", "quantidade", "registros", "pagina", "emitido", "fim"];
/// Words that stand beside them.
const BESIDE_CLOSING: &[&str] =
    &["geral", "de", "do", "da", "dos", "clientes", "produtos", "itens", "linhas", "registros"];

/// Something wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Key of the field; empty when the whole row is meant.
    pub field: &'static str,
    /// Code of the reason.
    pub code: String,
    /// Values for its text.
    pub params: BTreeMap<String, String>,
}

impl Flaw {
    /// A flaw without values.
    pub fn new(field: &'static str, code: &str) -> Self {
        Self { field, code: code.to_owned(), params: BTreeMap::new() }
    }
}

/// Where each field stands.
#[derive(Debug, Clone)]
pub struct Columns {
    titles: Vec<String>,
    places: BTreeMap<&'static str, Vec<usize>>,
    orders: BTreeMap<usize, DateOrder>,
    decimals: BTreeMap<usize, Decimal>,
}

impl Columns {
    /// The columns of a table whose header and data are known.
    pub fn new(header: &Row, data: &[Row], fields: &[Option<&'static Field>]) -> Self {
        let mut columns = Self {
            titles: header.cells.iter().map(Cell::text).collect(),
            places: BTreeMap::new(),
            orders: BTreeMap::new(),
            decimals: BTreeMap::new(),
        };
        for (column, field) in fields.iter().enumerate() {
            let Some(field) = field else { continue };
            columns.places.entry(field.key).or_default().push(column);
            let sample = || data.iter().take(SAMPLE_ROWS).map(|row| row.cell(column));
            columns.orders.insert(column, DateOrder::of(sample()));
            columns.decimals.insert(column, Decimal::of(sample()));
        }
        columns
    }

    /// Whether any column holds the field.
    pub fn has(&self, key: &str) -> bool {
        self.places.contains_key(key)
    }

    /// The cells of a field that have something in them.
    pub fn cells<'r>(&self, row: &'r Row, key: &str) -> impl Iterator<Item = &'r Cell> {
        let places = self.places.get(key).map(Vec::as_slice).unwrap_or_default().to_vec();
        places.into_iter().map(|column| row.cell(column)).filter(|cell| !cell.is_empty())
    }

    /// The text of a field, empty where there is none.
    pub fn text(&self, row: &Row, key: &str) -> String {
        self.cells(row, key).next().map(Cell::text).unwrap_or_default()
    }

    /// The text of a field, without what people type for "nothing".
    pub fn optional(&self, row: &Row, key: &str) -> String {
        self.cells(row, key).next().map(value::optional_text).unwrap_or_default()
    }

    /// The date of a field.
    pub fn date(&self, row: &Row, key: &'static str, latest_year: i32) -> Result<Option<NaiveDate>, Flaw> {
        self.read(row, key, |cell, column| {
            value::date(cell, self.orders.get(&column).copied().unwrap_or_default(), latest_year)
        })
    }

    /// The amount of a field, in cents.
    pub fn cents(&self, row: &Row, key: &'static str) -> Result<Option<i64>, Flaw> {
        self.read(row, key, |cell, column| {
            value::cents(cell, self.decimals.get(&column).copied().unwrap_or_default())
        })
    }

    /// The day of the month of a field.
    pub fn day_of_month(&self, row: &Row, key: &'static str) -> Result<Option<i64>, Flaw> {
        self.read(row, key, |cell, _| value::day_of_month(cell))
    }

    fn read<T>(
        &self,
        row: &Row,
        key: &'static str,
        parse: impl Fn(&Cell, usize) -> Result<Option<T>, &'static str>,
    ) -> Result<Option<T>, Flaw> {
        for column in self.places.get(key).map(Vec::as_slice).unwrap_or_default() {
            let found = parse(row.cell(*column), *column).map_err(|code| Flaw::new(key, code))?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    /// Title and content of the column a flaw is about, for the list of what was not taken.
    pub fn evidence(&self, row: &Row, key: &str) -> (String, String) {
        let places = self.places.get(key).map(Vec::as_slice).unwrap_or_default();
        let filled = places.iter().find(|column| !row.cell(**column).is_empty()).or(places.first());
        match filled {
            Some(column) => (self.titles.get(*column).cloned().unwrap_or_default(), row.cell(*column).text()),
            None => (
                String::new(),
                row.cells.iter().map(Cell::text).collect::<Vec<_>>().join(" ").trim().to_owned(),
            ),
        }
    }

    /// A row that is no data: the header again on the next page, a total, a lone remark. What stands alone in
    /// the column of `alone` is data all the same.
    pub fn is_no_data(&self, row: &Row, name: &str, alone: Option<&str>) -> bool {
        let filled: Vec<&Cell> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
        let repeats_header =
            filled.len() > 1 && row.cells.iter().zip(&self.titles).all(|(cell, title)| cell.text() == *title);
        let stands_alone = alone.is_some_and(|key| self.cells(row, key).next().is_some());
        let lone = filled.len() == 1 && self.places.len() > 2 && !stands_alone;
        repeats_header || lone || self.closes(row, &filled, name)
    }

    /// A total, a subtotal, a page's foot: its word comes first, and there is little beside it or no name.
    fn closes(&self, row: &Row, filled: &[&Cell], name: &str) -> bool {
        let first = fold(&filled.first().map(|cell| cell.text()).unwrap_or_default());
        let closing = |word: &str| CLOSING.contains(&word);
        if !first.split(' ').next().is_some_and(closing) {
            return false;
        }
        let named = fold(&self.text(row, name));
        let nameless = !named.chars().any(char::is_alphabetic)
            || named.split(' ').all(|word| closing(word) || BESIDE_CLOSING.contains(&word));
        nameless || filled.len() * 2 <= self.places.len().max(2)
    }

    /// Something stands beyond the last column of the header: a delimiter inside a value shifted the row.
    pub fn is_shifted(&self, row: &Row) -> bool {
        row.cells.iter().skip(self.titles.len()).any(|cell| !cell.is_empty())
    }
}
