//! Judging the lines of a file by themselves, one piece ahead of the transaction that takes them.
//!
//! What needs no database is done while the piece before is written: the import takes less time, and whoever else
//! writes waits for less.

use std::sync::Arc;

use chrono::NaiveDate;
use tokio::task::JoinHandle;

use crate::error::{Error, Result};
use crate::imports::customers::{self, Judged};
use crate::imports::model::ImportTarget;
use crate::sheet::Row;
use crate::sheet::columns::{Columns, Flaw};
use crate::sheet::pieces::Pieces;

/// The lines that say something.
pub enum Lines {
    /// Of customers, each with what it says.
    Customers(Vec<Judged>),
    /// Of products, which are judged with what the file has shown so far.
    Products(Vec<Row>),
}

/// Some lines in their order.
pub struct Piece {
    /// How many rows of the file they were.
    pub rows: usize,
    /// Those of them that say nothing.
    pub skipped: i64,
    /// Rows that cannot be trusted whatever they say.
    pub broken: Vec<(Row, Flaw)>,
    /// All others.
    pub lines: Lines,
}

/// How lines are judged.
#[derive(Clone)]
pub struct Judge {
    /// What the file holds.
    pub target: ImportTarget,
    /// Where each field stands.
    pub columns: Arc<Columns>,
    /// Local date.
    pub today: NaiveDate,
}

/// A piece that is being judged; none behind the last one.
pub type Ahead = Option<JoinHandle<Result<Piece>>>;

impl Judge {
    /// Begins with the next piece.
    ///
    /// # Errors
    /// `Invalid` on `path` when the file is not what it was.
    pub async fn ahead(&self, pieces: &mut Pieces) -> Result<Ahead> {
        let Some(rows) = pieces.next().await? else { return Ok(None) };
        let judge = self.clone();
        Ok(Some(tokio::task::spawn_blocking(move || judge.piece(rows))))
    }

    fn piece(&self, rows: Vec<Row>) -> Result<Piece> {
        // A customer may be a name and nothing else; a product has a code too, so that a lone name heads a section.
        let alone = (self.target == ImportTarget::Customers).then_some("name");
        let (count, mut skipped, mut broken) = (rows.len(), 0, Vec::new());
        let mut lines = Vec::with_capacity(count);
        for row in rows {
            if self.columns.is_no_data(&row, "name", alone) {
                skipped += 1;
            } else if let Some(flaw) = distrust(&self.columns, &row) {
                broken.push((row, flaw));
            } else {
                lines.push(row);
            }
        }
        let lines = match self.target {
            ImportTarget::Customers => Lines::Customers(customers::judge(&self.columns, lines, self.today)?),
            ImportTarget::Products => Lines::Products(lines),
        };
        Ok(Piece { rows: count, skipped, broken, lines })
    }
}

/// Waits until a piece is judged.
///
/// # Errors
/// What judging it failed with.
pub async fn judged(piece: JoinHandle<Result<Piece>>) -> Result<Piece> {
    piece.await.map_err(Error::internal)?
}

fn distrust(columns: &Columns, row: &Row) -> Option<Flaw> {
    match row.flaw {
        Some(code) => Some(Flaw::new("", code)),
        None if columns.is_shifted(row) => Some(Flaw::new("", "row_shifted")),
        None => None,
    }
}
