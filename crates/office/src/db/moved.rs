//! A file whose data went to a server says so, and to whoever opens it. The mark is a step of the schema that no program
//! ever reaches: programs of any age refuse to work in such a file, this one tells where the data are now.

use chrono::{DateTime, Utc};

use super::{Db, Tx};
use crate::error::{Error, Result};
use crate::{execute, fetch_optional};

/// The step that marks a file.
pub(super) const MOVED: i64 = 1_000_000_000;

impl Tx {
    /// Marks the base as one whose data are elsewhere now.
    pub async fn mark_moved(&mut self, place: &str, now: DateTime<Utc>) -> Result<()> {
        execute!(
            self,
            "insert into schema_migration (version, name, applied_at) values ($1, $2, $3)",
            MOVED,
            place,
            now
        )?;
        Ok(())
    }

    /// Where the data of a marked base are.
    pub(super) async fn moved_to(&mut self) -> Result<Option<String>> {
        let found =
            fetch_optional!(self, (String,), "select name from schema_migration where version = $1", MOVED)?;
        Ok(found.map(|(place,)| place))
    }
}

impl Db {
    /// Whether the data of a base of this program are elsewhere now.
    pub async fn is_moved(&self) -> Result<bool> {
        let mut tx = self.begin_read().await?;
        let place = tx.moved_to().await?;
        tx.rollback().await?;
        Ok(place.is_some())
    }

    /// Takes the mark off again: people go on in the file, and what was done on the server since is not in it. Gives where
    /// the data had gone.
    ///
    /// # Errors
    /// `Unavailable` with `relocation_not_moved` when there is no mark.
    pub async fn take_back(&self) -> Result<String> {
        let not_moved = || Error::unavailable("relocation_not_moved", self.label());
        if self.schema_version().await?.is_none() {
            return Err(not_moved());
        }
        let mut tx = self.begin_write().await?;
        let place = tx.moved_to().await?.ok_or_else(not_moved)?;
        execute!(&mut tx, "delete from schema_migration where version = $1", MOVED)?;
        tx.commit().await?;
        Ok(place)
    }
}
