//! All rows of a table in pieces, so that a long text needs no more memory than a short one.

use std::sync::Arc;

use sha2::{Digest, Sha256};
use tokio::sync::mpsc::{Receiver, Sender, channel};

use super::text::Rows;
use super::{Digesting, Row, Sheet, opened, refuse};
use crate::error::Result;

/// The rows of a table from one on.
pub struct Pieces {
    rows: Source,
    /// Rows to come.
    left: usize,
    size: usize,
}

enum Source {
    Here(Arc<Vec<Row>>),
    /// Read ahead by a thread of their own.
    File(Receiver<Result<Vec<Row>>>),
}

impl Sheet {
    /// The rows from the one at `from` on, up to `size` of them in each piece.
    pub fn pieces(&self, from: usize, size: usize) -> Pieces {
        let (left, size) = (self.count.saturating_sub(from), size.max(1));
        if self.count == self.first.len() {
            return Pieces { rows: Source::Here(Arc::clone(&self.first)), left, size };
        }
        let (sender, receiver) = channel(1);
        let sheet = self.clone();
        tokio::task::spawn_blocking(move || {
            if let Err(error) = sheet.read_again(from, size, &sender) {
                let _ = sender.blocking_send(Err(error));
            }
        });
        Pieces { rows: Source::File(receiver), left, size }
    }

    /// Reads the file a second time. One that changed since it was looked at is refused at the latest at its end.
    fn read_again(&self, from: usize, size: usize, sender: &Sender<Result<Vec<Row>>>) -> Result<()> {
        let mut digest = Sha256::new();
        let mut rows = Rows::open(Digesting { file: opened(&self.path)?, digest: &mut digest })?;
        let (mut piece, mut at) = (Vec::with_capacity(size), 0);
        while let Some(row) = rows.next()? {
            at += 1;
            if at > from {
                piece.push(row);
            }
            // The last piece waits for the digest.
            if piece.len() == size && at < self.count {
                let full = std::mem::replace(&mut piece, Vec::with_capacity(size));
                if sender.blocking_send(Ok(full)).is_err() {
                    return Ok(());
                }
            }
        }
        drop(rows);
        if at != self.count || crate::ids::hex(&digest.finalize()) != self.source.sha256 {
            return Err(refuse("file_changed", []));
        }
        let _ = sender.blocking_send(Ok(piece));
        Ok(())
    }
}

impl Pieces {
    /// The next piece; none behind the last one.
    ///
    /// # Errors
    /// `Invalid` on `path` when the file is not what it was.
    pub async fn next(&mut self) -> Result<Option<Vec<Row>>> {
        if self.left == 0 {
            return Ok(None);
        }
        let piece = match &mut self.rows {
            Source::Here(rows) => {
                let from = rows.len().saturating_sub(self.left);
                rows[from..].iter().take(self.size).cloned().collect()
            }
            Source::File(receiver) => match receiver.recv().await {
                Some(piece) => piece?,
                None => return Err(refuse("file_changed", [])),
            },
        };
        self.left = self.left.saturating_sub(piece.len());
        Ok(Some(piece))
    }
}
