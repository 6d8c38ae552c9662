//! An SQLite file that is open, and how another one takes its place (SYS-6). Every program that has it open holds a
//! shared lock on a file beside it; who exchanges it must hold that lock alone. The new file is whole on the disk before
//! the old one is moved aside, and each step is a rename: killed at any point, the next program finds one or the other.

use std::fs::{self, File, OpenOptions};
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{ConnectOptions, Connection};

use super::queue::{Queue, Turn};
use super::{Db, SQLITE_PATIENCE, Tx, network};
use crate::error::{Error, Result};

/// How long connections of this program may take to end.
const FAREWELL: Duration = Duration::from_secs(20);
/// How long the file may be held by what has not noticed yet.
const LAST_HOLD: Duration = Duration::from_secs(3);

/// An open file. Its connections are exchanged with it.
#[derive(Debug, Clone)]
pub struct OpenFile {
    path: PathBuf,
    pool: Arc<RwLock<SqlitePool>>,
    in_use: Option<Arc<File>>,
}

/// Nobody else has the file open, and nobody writes to it.
#[derive(Debug)]
pub struct Alone {
    in_use: Arc<File>,
    _turn: Turn,
}

impl Drop for Alone {
    fn drop(&mut self) {
        share(&self.in_use);
    }
}

fn share(file: &File) {
    if let Err(error) = file.lock_shared() {
        tracing::warn!(%error, "the file that says who has the database open");
    }
}

/// A name beside the file.
fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// The file that is about to take the place, whole and checked.
fn next_of(path: &Path) -> PathBuf {
    beside(path, "-restoring")
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .create_if_missing(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .busy_timeout(SQLITE_PATIENCE)
        .foreign_keys(true)
        .pragma("cache_size", "-32768")
        // In pages. Much that is written at once changes the same pages again; they are carried over seldom.
        .pragma("wal_autocheckpoint", "8000")
        .pragma("trusted_schema", "off")
}

fn pool_options() -> SqlitePoolOptions {
    SqlitePoolOptions::new().max_connections(4).acquire_timeout(SQLITE_PATIENCE)
}

impl OpenFile {
    /// Opens the file at `path`, made if absent, once nobody is exchanging it.
    pub(super) async fn open(path: &Path) -> Result<Self> {
        let opened = Self::closed(path).await?;
        let pool = pool_options().connect_with(options(path)).await?;
        let (found,): (String,) = sqlx::query_as("select sqlite_version()").fetch_one(&pool).await?;
        tracing::debug!(sqlite = found, "database open");
        opened.set_pool(pool);
        Ok(opened)
    }

    /// The same without looking into the file, which may be damaged or missing.
    pub(super) async fn closed(path: &Path) -> Result<Self> {
        network::refuse(path)?;
        let in_use = OpenOptions::new().create(true).truncate(false).write(true).open(beside(path, "-open"));
        // A folder that may not be written to: nothing can be exchanged in it either.
        let in_use = in_use.ok().map(Arc::new);
        if let Some(file) = in_use.clone() {
            let waiting = tokio::task::spawn_blocking(move || share(&file));
            let waited = tokio::time::timeout(SQLITE_PATIENCE, waiting).await;
            waited.map_err(|_| Error::unavailable("database_busy", "the database is being restored"))?.ok();
        }
        let next = next_of(path);
        if next.exists() {
            // An exchange was killed: before the old file went aside nothing has happened, after it only this is left.
            let done = if path.exists() { fs::remove_file(next) } else { fs::rename(next, path) };
            done.map_err(|error| Error::unavailable("database_cannot_open", error))?;
        }
        let pool = pool_options().connect_lazy_with(options(path));
        Ok(Self { path: path.to_owned(), pool: Arc::new(RwLock::new(pool)), in_use })
    }

    /// Opens a file for reading. Where it stands alone, nothing is left beside it; one in use, or left by a crash, has a
    /// log beside it that belongs to it and is read too.
    async fn look(path: &Path) -> Result<Self> {
        let alone = !beside(path, "-wal").exists();
        let found = SqliteConnectOptions::new().filename(path).read_only(true).immutable(alone);
        let pool = pool_options().connect_with(found).await?;
        Ok(Self { path: path.to_owned(), pool: Arc::new(RwLock::new(pool)), in_use: None })
    }

    /// The connections to the file as it is now.
    pub fn pool(&self) -> SqlitePool {
        self.pool.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn set_pool(&self, pool: SqlitePool) {
        *self.pool.write().unwrap_or_else(PoisonError::into_inner) = pool;
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Ends all connections and folds the write-ahead log into the file; false while somebody else has it open. A file
    /// that is too damaged for that is as good as closed.
    async fn fold(&self) -> Result<bool> {
        let pool = self.pool();
        if tokio::time::timeout(FAREWELL, pool.close()).await.is_err() {
            return Ok(false);
        }
        if !self.path.exists() {
            return Ok(true);
        }
        let begun = Instant::now();
        loop {
            let folding = async {
                let brief = options(&self.path).journal_mode(SqliteJournalMode::Delete);
                let connection = brief.busy_timeout(Duration::from_millis(100)).connect().await?;
                connection.close().await
            };
            match folding.await.map_err(Error::from) {
                Ok(()) => return Ok(true),
                Err(Error::Unavailable { reason: "database_busy", .. }) if begun.elapsed() < LAST_HOLD => {
                    tokio::time::sleep(Duration::from_millis(100)).await;
                }
                Err(Error::Unavailable { reason: "database_busy", .. }) => return Ok(false),
                Err(error) => {
                    tracing::warn!(%error, "the file that is put aside cannot be read");
                    return Ok(true);
                }
            }
        }
    }

    /// Moves this file to `aside` and `new` into its place.
    fn swap(&self, new: &Path, aside: &Path) -> std::io::Result<()> {
        let next = next_of(&self.path);
        fs::rename(new, &next)?;
        if self.path.exists() {
            // What could not be folded belongs to the old file.
            for ending in ["-wal", "-shm"] {
                if beside(&self.path, ending).exists() {
                    fs::rename(beside(&self.path, ending), beside(aside, ending))?;
                }
            }
            fs::rename(&self.path, aside)?;
        }
        fs::rename(&next, &self.path)?;
        sync_folder(&self.path)
    }
}

/// Makes renames last. Windows has no such thing.
fn sync_folder(path: &Path) -> std::io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    if cfg!(unix) { File::open(folder.unwrap_or(Path::new(".")))?.sync_all() } else { Ok(()) }
}

/// A copy beside the database, being prepared to take its place; removed unless it does.
#[derive(Debug)]
pub struct Staged {
    /// The copy, open.
    pub db: Db,
    path: PathBuf,
}

impl Drop for Staged {
    fn drop(&mut self) {
        for ending in ["", "-wal", "-shm", "-queue", "-open"] {
            fs::remove_file(beside(&self.path, ending)).ok();
        }
    }
}

impl Db {
    /// The file an address names, without looking into it: it may be damaged, or made by a newer program.
    ///
    /// # Errors
    /// `Unavailable` with `restore_by_server` where the address is a server's.
    pub async fn unopened(url: &str) -> Result<Self> {
        if super::is_server(url) {
            return Err(Error::unavailable("restore_by_server", ""));
        }
        let path = super::sqlite_path(url)?;
        let file = OpenFile::closed(&path).await?;
        Ok(Self::Sqlite(file, Queue::new(&path, SQLITE_PATIENCE)))
    }

    /// Opens a copy for reading only.
    ///
    /// # Errors
    /// `Unavailable` when there is no such file, or it is no database.
    pub async fn open_copy(path: &Path) -> Result<Self> {
        if !path.is_file() {
            return Err(Error::unavailable("copy_missing", path.display()));
        }
        let queue = Queue::nobodys();
        Ok(Self::Sqlite(OpenFile::look(path).await?, queue))
    }

    /// The version of the schema; none when this program never made one there.
    pub async fn schema_version(&self) -> Result<Option<i64>> {
        let mut tx = self.begin_read().await?;
        let there = match &mut tx {
            Tx::Sqlite(tx, _) => {
                let sql = "select count(*) from sqlite_master where type = 'table' \
                    and name in ('schema_migration', 'audit_head', 'customer')";
                sqlx::query_as::<_, (i64,)>(sql).fetch_one(&mut **tx).await?.0 == 3
            }
            Tx::Postgres(_) => true,
        };
        let version = if there {
            let (version,) = crate::fetch_one!(
                &mut tx,
                (i64,),
                "select coalesce(max(version), 0) from schema_migration where version < $1",
                super::moved::MOVED
            )?;
            Some(version)
        } else {
            None
        };
        tx.rollback().await?;
        Ok(version)
    }

    /// Copies a file beside the database and opens that: the copy itself is never touched.
    ///
    /// # Errors
    /// `Unavailable` on Postgres, and when there is no room.
    pub async fn stage(&self, from: &Path) -> Result<Staged> {
        let Self::Sqlite(file, _) = self else { return Err(Error::unavailable("restore_by_server", "")) };
        if !from.is_file() {
            return Err(Error::unavailable("copy_missing", from.display()));
        }
        if fs::canonicalize(from).ok() == fs::canonicalize(&file.path).ok() {
            return Err(Error::field("file", "copy_is_in_use"));
        }
        let path = beside(&file.path, "-incoming");
        let (source, target) = (from.to_owned(), path.clone());
        let copied = tokio::task::spawn_blocking(move || {
            // Left by a program that was killed: its log would be read into the new copy.
            for ending in ["-wal", "-shm"] {
                fs::remove_file(beside(&target, ending)).ok();
            }
            fs::copy(&source, &target)?;
            // A copy made by other means may have its last changes beside it.
            if beside(&source, "-wal").exists() {
                fs::copy(beside(&source, "-wal"), beside(&target, "-wal"))?;
            }
            File::open(&target)?.sync_all()
        });
        if let Err(error) = copied.await.map_err(Error::internal)? {
            fs::remove_file(&path).ok();
            return Err(match error.kind() {
                std::io::ErrorKind::StorageFull => Error::unavailable("disk_full", error),
                _ => Error::unavailable("copy_unreadable", error),
            });
        }
        let db = Self::unopened(&Self::file_url(&path)).await?;
        Ok(Staged { db, path })
    }

    /// Makes sure that no other program has the file open, and keeps everybody from writing to it.
    ///
    /// # Errors
    /// `Unavailable` with `database_in_use` when one has.
    pub async fn alone(&self) -> Result<Alone> {
        let Self::Sqlite(file, queue) = self else { return Err(Error::unavailable("restore_by_server", "")) };
        let Some(in_use) = file.in_use.clone() else {
            return Err(Error::unavailable("database_read_only", file.path.display()));
        };
        let turn = queue.turn_of_holder().await?;
        // A lock that is shared cannot become one's own without letting go first.
        in_use.unlock().ok();
        if in_use.try_lock().is_err() {
            share(&in_use);
            return Err(Error::unavailable("database_in_use", ""));
        }
        Ok(Alone { in_use, _turn: turn })
    }

    /// Puts a staged copy into the place of the file, which goes to `aside`, and opens it. Nothing has happened when it
    /// fails.
    ///
    /// # Errors
    /// `Unavailable` when the file is still held by something, or may not be moved.
    pub async fn exchange(&self, alone: Alone, staged: Staged, aside: &Path) -> Result<()> {
        let Self::Sqlite(file, _) = self else { return Err(Error::unavailable("restore_by_server", "")) };
        staged.db.close().await;
        let swapped = match file.fold().await {
            Ok(true) => file
                .swap(&staged.path, aside)
                .map_err(|error| Error::unavailable("database_cannot_open", error)),
            Ok(false) => Err(Error::unavailable("database_in_use", "")),
            Err(error) => Err(error),
        };
        if swapped.is_err() && !file.path.exists() && aside.exists() {
            fs::rename(aside, &file.path).ok();
        }
        let reopened = pool_options().connect_with(options(&file.path)).await;
        file.set_pool(reopened?);
        drop(alone);
        swapped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn file_with(folder: &tempfile::TempDir, name: &str, word: &str) -> PathBuf {
        let path = folder.path().join(name);
        let file = OpenFile::open(&path).await.unwrap();
        let sql = format!("create table t (word text); insert into t values ('{word}')");
        sqlx::raw_sql(sqlx::AssertSqlSafe(sql)).execute(&file.pool()).await.unwrap();
        file.pool().close().await;
        path
    }

    async fn word(path: &Path) -> String {
        let file = OpenFile::open(path).await.unwrap();
        let (word,): (String,) = sqlx::query_as("select word from t").fetch_one(&file.pool()).await.unwrap();
        file.pool().close().await;
        word
    }

    #[tokio::test]
    async fn sys_6_an_exchange_killed_anywhere_leaves_the_old_file_or_the_new_one() {
        let folder = tempfile::tempdir().unwrap();
        let path = file_with(&folder, "base.db", "old").await;
        // Killed after the new file got its name: the old one is still in its place.
        let new = file_with(&folder, "new.db", "new").await;
        fs::rename(&new, next_of(&path)).unwrap();
        assert_eq!(word(&path).await, "old");
        assert!(!next_of(&path).exists());
        // Killed after the old one went aside.
        let new = file_with(&folder, "new.db", "new").await;
        fs::rename(&new, next_of(&path)).unwrap();
        fs::rename(&path, folder.path().join("aside.db")).unwrap();
        assert_eq!(word(&path).await, "new");
        assert!(!next_of(&path).exists());
        assert_eq!(word(&folder.path().join("aside.db")).await, "old");
    }
}
