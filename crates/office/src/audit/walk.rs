//! Walking the chain, page by page, up to the end it had when the walk began: what others add meanwhile is no break.

use serde::Serialize;

use crate::audit::store;
use crate::db::Tx;
use crate::error::Result;

/// A walk along the chain.
#[derive(Debug, Clone)]
pub struct Walk {
    end: (i64, String),
    last: i64,
    previous: String,
    verdict: Verdict,
}

/// What walking the chain found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// How many entries there are.
    pub entries: i64,
    /// Where the chain does not hold; empty when sound.
    pub broken_at: Vec<i64>,
}

impl Walk {
    /// Notes where the chain ends now.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn begin(tx: &mut Tx) -> Result<Self> {
        let end = store::head(tx).await?;
        Ok(Self { end, last: 0, previous: String::new(), verdict: Verdict::default() })
    }

    /// Walks one page; gives whether another follows.
    ///
    /// # Errors
    /// Only of the database; a broken chain is an answer, not an error.
    pub async fn step(&mut self, tx: &mut Tx) -> Result<bool> {
        let page = store::page(tx, self.last, self.end.0).await?;
        if page.is_empty() {
            let (seq, hash) = &self.end;
            let beyond = store::last_seq(tx).await?;
            if self.last != *seq || self.previous != *hash {
                self.verdict.broken_at.push(*seq);
            } else if beyond > store::head(tx).await?.0 {
                // Read in this order, so that what others add meanwhile is never taken for a forgery.
                self.verdict.broken_at.push(beyond);
            }
            return Ok(false);
        }
        for entry in page {
            if entry.seq != self.last + 1 || entry.hash != entry.expected_hash(&self.previous) {
                self.verdict.broken_at.push(entry.seq);
            }
            self.last = entry.seq;
            self.previous = entry.hash;
            self.verdict.entries += 1;
        }
        Ok(true)
    }

    /// How many entries were walked, and of how many.
    pub fn progress(&self) -> (usize, usize) {
        let number = |count: i64| usize::try_from(count).unwrap_or(0);
        (number(self.verdict.entries), number(self.end.0))
    }

    /// What was found so far.
    pub fn verdict(self) -> Verdict {
        self.verdict
    }
}

/// Walks the whole chain in one transaction.
///
/// # Errors
/// Only of the database; a broken chain is an answer, not an error.
pub async fn verify(tx: &mut Tx) -> Result<Verdict> {
    let mut walk = Walk::begin(tx).await?;
    while walk.step(tx).await? {}
    Ok(walk.verdict())
}
