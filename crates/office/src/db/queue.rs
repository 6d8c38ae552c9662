//! Whose turn it is to write. SQLite itself lets writers try again at random moments, which starves some of them for
//! seconds; here the writers of a file wait in line instead, tasks of one process at a lock in memory, one task of each
//! process at a lock on a file beside the database. SQLite's own lock still guards the data: this one only decides who
//! tries it next, so a program that does not queue is no danger, only impolite. On Postgres there is a line before
//! each row that everybody changes.

use std::fs::{File, OpenOptions};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use tokio::sync::{Mutex, OwnedMutexGuard, oneshot};

use super::Tx;
use crate::error::{Error, Result};

/// Sets the lines of Postgres apart from other advisory locks; any constant of our own will do.
const LINES: i32 = 1_710_305;

/// The line before one file.
#[derive(Debug, Clone)]
pub struct Queue {
    here: Arc<Mutex<()>>,
    /// None where no file can be made; writers then meet at SQLite's own lock.
    file: Option<Arc<File>>,
    patience: Duration,
    held: Arc<AtomicU8>,
}

/// Whoever wants to write waits in line.
const OPEN: u8 = 0;
/// Everybody is sent away until the data are on a server.
const MOVING: u8 = 1;
/// Everybody is sent away: the data are on a server.
const MOVED: u8 = 2;

/// Whoever wants to write in this program is told at once that it is not the time; until this is dropped.
#[derive(Debug)]
pub struct Hold(Arc<AtomicU8>);

impl Hold {
    /// For as long as the program has the file open.
    pub fn for_good(self) {
        self.0.store(MOVED, Ordering::Release);
    }
}

impl Drop for Hold {
    fn drop(&mut self) {
        self.0.compare_exchange(MOVING, OPEN, Ordering::AcqRel, Ordering::Acquire).ok();
    }
}

/// The turn to write; the next one's when it is dropped. Also when this process dies: the system ends its locks.
#[derive(Debug)]
pub struct Turn {
    file: Option<Arc<File>>,
    _here: OwnedMutexGuard<()>,
}

impl Drop for Turn {
    fn drop(&mut self) {
        if let Some(Err(error)) = self.file.as_ref().map(|file| file.unlock()) {
            tracing::warn!(%error, "the queue of the database file");
        }
    }
}

impl Queue {
    /// The line before the database at `path`, in which nobody waits longer than `patience`.
    pub fn new(path: &Path, patience: Duration) -> Self {
        let mut name = path.as_os_str().to_owned();
        name.push("-queue");
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(name);
        // A folder that may not be written to: SQLite will say so with the first write.
        Self { here: Arc::default(), file: file.ok().map(Arc::new), patience, held: Arc::default() }
    }

    /// The line before a file that nobody writes to.
    pub(super) fn nobodys() -> Self {
        Self { here: Arc::default(), file: None, patience: Duration::ZERO, held: Arc::default() }
    }

    /// Sends everybody away who wants to write from now on.
    ///
    /// # Errors
    /// `Unavailable` with `database_moving` when somebody else does so.
    pub fn hold(&self) -> Result<Hold> {
        match self.held.compare_exchange(OPEN, MOVING, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => Ok(Hold(Arc::clone(&self.held))),
            Err(_) => Err(Error::unavailable("database_moving", "")),
        }
    }

    /// Waits for the turn to write.
    ///
    /// # Errors
    /// `Unavailable` with `database_busy` when somebody writes for too long, with `database_moving` or `database_moved`
    /// while nobody may write.
    pub async fn turn(&self) -> Result<Turn> {
        match self.held.load(Ordering::Acquire) {
            OPEN => self.turn_of_holder().await,
            MOVED => Err(Error::unavailable("database_moved", "")),
            _ => Err(Error::unavailable("database_moving", "")),
        }
    }

    /// Waits for the turn of whoever sent the others away, or would have to.
    pub(super) async fn turn_of_holder(&self) -> Result<Turn> {
        let waited = tokio::time::timeout(self.patience, self.wait()).await;
        waited.map_err(|_| Error::unavailable("database_busy", "another program is writing"))?
    }

    async fn wait(&self) -> Result<Turn> {
        let here = Arc::clone(&self.here).lock_owned().await;
        let Some(file) = self.file.clone() else { return Ok(Turn { file: None, _here: here }) };
        let (give, taken) = oneshot::channel();
        // A thread of its own and not of the runtime, which would wait for it when the program ends. Should nobody
        // want the turn any more when it comes, it is given back at once.
        let waiting = move || {
            let locked = file.lock().is_ok();
            give.send(Turn { file: locked.then_some(file), _here: here }).ok();
        };
        std::thread::Builder::new()
            .name("queue".to_owned())
            .spawn(waiting)
            .map_err(|error| Error::unavailable("database_busy", error))?;
        taken.await.map_err(|error| Error::unavailable("database_busy", error))
    }
}

impl Tx {
    /// Waits in line for a row that every program changes, and keeps the place until the transaction ends. Postgres
    /// lets whoever waits for a row that was just changed begin anew, which starves some for many seconds; its
    /// advisory locks are given in the order of asking. The row's own lock still guards it. On SQLite the whole
    /// transaction has waited in line.
    pub async fn in_line(&mut self, name: &str) -> Result<()> {
        if let Self::Postgres(tx) = self {
            sqlx::query("select pg_advisory_xact_lock($1, hashtext($2))")
                .bind(LINES)
                .bind(name)
                .execute(&mut **tx)
                .await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn queue(folder: &tempfile::TempDir) -> Queue {
        Queue::new(&folder.path().join("x.db"), Duration::from_millis(200))
    }

    #[tokio::test]
    async fn sys_1_one_process_at_a_time_has_the_turn() {
        let folder = tempfile::tempdir().unwrap();
        let (one, other) = (queue(&folder), queue(&folder));
        let turn = one.turn().await.unwrap();
        let refused = other.turn().await.unwrap_err();
        assert_eq!(refused.to_json()["params"]["reason"], "database_busy");
        drop(turn);
        drop(other.turn().await.unwrap());
        // What was waited for in vain was given back.
        drop(one.turn().await.unwrap());
    }

    #[tokio::test]
    async fn sys_1_tasks_of_one_process_take_turns() {
        let folder = tempfile::tempdir().unwrap();
        let queue = queue(&folder);
        let turn = queue.turn().await.unwrap();
        assert!(queue.turn().await.is_err());
        drop(turn);
        assert!(queue.turn().await.is_ok());
    }
}
