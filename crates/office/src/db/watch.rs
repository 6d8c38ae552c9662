//! How programs on the same database learn of each other's changes. A change is told in its own transaction, so
//! that nobody hears of what was taken back: on Postgres by `pg_notify`; on SQLite by a row in `change_note`, which
//! a look at the file's data version finds (`decisions/0006-changes-by-others.md`).

use std::time::Duration;

use sqlx::postgres::{PgListener, PgPool, PgPoolOptions};
use sqlx::sqlite::SqlitePool;
use sqlx::{ConnectOptions, Connection, SqliteConnection};

use super::{CONNECT_PATIENCE, Db, Tx};
use crate::error::Result;

/// The Postgres channel.
const CHANNEL: &str = "retaguarda_changes";
/// How often to look whether an SQLite file changed.
const SQLITE_POLL: Duration = Duration::from_millis(400);
/// How often to make sure that a silent server is still there.
const SERVER_POLL: Duration = Duration::from_secs(3);
/// How long to wait before trying a lost database again.
const RETRY: Duration = Duration::from_secs(1);
/// How many changes an SQLite file remembers. Who was further behind asks for everything again.
const KEPT_NOTES: i64 = 1_000;

/// What a listener hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// `sender` changed data of these kinds, separated by commas.
    Change {
        /// The program that changed it.
        sender: String,
        /// The kinds.
        tags: String,
    },
    /// Changes may have been missed: everything may be stale.
    Missed,
    /// The database does not answer any more.
    Lost,
    /// It answers, for the first time or again.
    Connected,
}

impl Tx {
    /// Tells other programs, once this transaction is committed, that `sender` changed data of these kinds.
    pub async fn tell_others(&mut self, sender: &str, tags: &str) -> Result<()> {
        match self {
            Self::Sqlite(tx, ..) => {
                let (seq,): (i64,) =
                    sqlx::query_as("insert into change_note (sender, tags) values ($1, $2) returning seq")
                        .bind(sender)
                        .bind(tags)
                        .fetch_one(&mut **tx)
                        .await?;
                sqlx::query("delete from change_note where seq <= $1")
                    .bind(seq - KEPT_NOTES)
                    .execute(&mut **tx)
                    .await?;
            }
            Self::Postgres(tx) => {
                sqlx::query("select pg_notify($1, $2)")
                    .bind(CHANNEL)
                    .bind(format!("{sender} {tags}"))
                    .execute(&mut **tx)
                    .await?;
            }
        }
        Ok(())
    }
}

impl Db {
    /// Listens until it is dropped, and through losses of the connection.
    pub async fn listen(&self, mut tell: impl FnMut(Heard)) {
        loop {
            let ended = match self {
                Self::Sqlite(file, _) => watch_file(&file.pool(), &mut tell).await,
                Self::Postgres(pool) => watch_server(pool, &mut tell).await,
            };
            if let Err(error) = ended {
                tracing::warn!(%error, "the database cannot be listened to");
            }
            tell(Heard::Lost);
            tokio::time::sleep(RETRY).await;
        }
    }
}

async fn watch_file(pool: &SqlitePool, tell: &mut impl FnMut(Heard)) -> Result<()> {
    let mut connection = pool.connect_options().as_ref().clone().connect().await?;
    let mut version = data_version(&mut connection).await?;
    let (mut seen,): (i64,) =
        sqlx::query_as("select coalesce(max(seq), 0) from change_note").fetch_one(&mut connection).await?;
    tell(Heard::Connected);
    loop {
        tokio::time::sleep(SQLITE_POLL).await;
        if pool.is_closed() {
            // Another file is taking the place of this one, and cannot while it is held open.
            connection.close().await?;
            return Ok(());
        }
        let now = data_version(&mut connection).await?;
        if now == version {
            continue;
        }
        version = now;
        let notes: Vec<(i64, String, String)> =
            sqlx::query_as("select seq, sender, tags from change_note where seq > $1 order by seq")
                .bind(seen)
                .fetch_all(&mut connection)
                .await?;
        if notes.first().is_some_and(|(first, ..)| *first != seen + 1) {
            tell(Heard::Missed);
        }
        for (seq, sender, tags) in notes {
            seen = seq;
            tell(Heard::Change { sender, tags });
        }
    }
}

/// A number that changes with every commit of another connection; no disk is read for it.
async fn data_version(connection: &mut SqliteConnection) -> Result<i64> {
    let (version,): (i64,) = sqlx::query_as("pragma data_version").fetch_one(connection).await?;
    Ok(version)
}

async fn watch_server(pool: &PgPool, tell: &mut impl FnMut(Heard)) -> Result<()> {
    // A connection of its own: commands never wait for the listener's.
    let own = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(CONNECT_PATIENCE)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(pool.connect_options().as_ref().clone())
        .await?;
    let mut listener = PgListener::connect_with(&own).await?;
    // Reconnecting by itself it would not say that something was missed.
    listener.eager_reconnect(false);
    listener.listen(CHANNEL).await?;
    tell(Heard::Connected);
    tokio::select! {
        ended = receive(&mut listener, tell) => ended,
        ended = until_silent(pool) => ended,
    }
}

/// Passes on what arrives, until the connection ends.
async fn receive(listener: &mut PgListener, tell: &mut impl FnMut(Heard)) -> Result<()> {
    while let Some(notice) = listener.try_recv().await? {
        if let Some((sender, tags)) = notice.payload().split_once(' ') {
            tell(Heard::Change { sender: sender.to_owned(), tags: tags.to_owned() });
        }
    }
    Ok(())
}

/// A pulled cable closes no connection: ends when the server leaves a question unanswered.
async fn until_silent(pool: &PgPool) -> Result<()> {
    loop {
        tokio::time::sleep(SERVER_POLL).await;
        let answer = tokio::time::timeout(CONNECT_PATIENCE, sqlx::query("select 1").execute(pool)).await;
        let Ok(answered) = answer else { return Ok(()) };
        answered?;
    }
}
