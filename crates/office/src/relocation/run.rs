//! The move itself: one transaction on the file that nobody writes past, one on the server that is kept or taken back whole.

use std::path::Path;
use std::time::Duration;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::app::{App, AppConfig};
use crate::audit::{self, Author, Draft};
use crate::db::probe::{Holds, Probe};
use crate::db::relocate::{Carrying, Contents};
use crate::db::{Db, Tx, is_server};
use crate::error::{Error, Result};
use crate::maintenance;
use crate::relocation::model::{Relocated, RelocatedTable, RelocationPhase as Phase};
use crate::relocation::watch::Watch;

/// How long the end of a move that came to nothing may hold up whoever stopped it.
const FAREWELL: Duration = Duration::from_secs(10);

/// Who moves, and when.
#[derive(Debug, Clone)]
pub(super) struct By {
    pub(super) id: Option<Uuid>,
    pub(super) name: String,
    pub(super) now: DateTime<Utc>,
}

/// Moves the base to a server.
///
/// # Errors
/// `Unavailable` with what keeps it from being done: the file is as it was then, and the server as it was.
pub(super) async fn relocate(source: &Db, to: &str, by: &By, watch: &Watch) -> Result<Relocated> {
    if !source.is_file() {
        return Err(Error::unavailable("relocation_from_file", ""));
    }
    if !is_server(to) {
        return Err(Error::unavailable("relocation_only_to_server", ""));
    }
    let target = Db::open(to).await?;
    let moved = tokio::select! {
        moved = carry(source, &target, by, watch) => moved,
        () = watch.cancelled() => Err(Error::unavailable("relocation_cancelled", "")),
    };
    // A server in the middle of something long ends it before it hears that it was given up.
    tokio::time::timeout(FAREWELL, target.close()).await.ok();
    match &moved {
        Ok(done) => tracing::info!(rows = done.rows, "the base is on a server now"),
        Err(error) => tracing::warn!(code = error.code(), "the base was not moved"),
    }
    moved
}

async fn carry(source: &Db, target: &Db, by: &By, watch: &Watch) -> Result<Relocated> {
    refuse_unfit(target.probe().await?.as_ref())?;
    source.migrate(by.now).await?;
    let hold = source.hold()?;
    let alone = source.alone().await?;
    let folder = tempfile::tempdir().map_err(|error| Error::unavailable("data_folder", error))?;
    let fresh = Db::open(&Db::file_url(&folder.path().join("fresh.db"))).await?;
    fresh.migrate(by.now).await?;
    let mut from = source.begin_alone(&alone).await?;
    let mut to = target.begin_write().await?;
    let places = (source.label(), target.label());
    let filled = fill((&mut from, &mut to), &fresh, places, by, watch).await;
    fresh.close().await;
    let mut moved = match filled {
        Ok(moved) => moved,
        Err(error) => {
            to.rollback().await.ok();
            from.rollback().await.ok();
            return Err(error);
        }
    };
    watch.end()?;
    to.commit().await?;
    // Everything is on the server. Killed right here, the file is still a whole base that nobody has marked.
    match from.commit().await {
        Ok(()) => hold.for_good(),
        Err(error) => {
            tracing::error!(%error, "the file could not be marked");
            moved.marked = false;
        }
    }
    Ok(moved)
}

/// Refuses a server that the program does not support, and a base that is somebody else's or in use.
fn refuse_unfit(probe: Option<&Probe>) -> Result<()> {
    let Some(probe) = probe else { return Err(Error::unavailable("relocation_only_to_server", "")) };
    if !probe.version_fits {
        return Err(Error::unavailable("server_too_old", &probe.version));
    }
    match probe.holds {
        Holds::Foreign => Err(Error::unavailable("relocation_target_foreign", "")),
        Holds::Newer => Err(Error::unavailable("database_newer", "")),
        Holds::Nothing if !probe.may_create => Err(Error::unavailable("server_no_create", "")),
        Holds::Nothing if !probe.may_search => Err(Error::unavailable("server_no_search", "")),
        _ if probe.in_use => Err(Error::unavailable("relocation_target_used", "")),
        Holds::Nothing | Holds::Older | Holds::Ours => Ok(()),
    }
}

/// Carries everything over, compares and checks it; nothing of it lasts yet.
async fn fill(
    (from, to): (&mut Tx, &mut Tx),
    fresh: &Db,
    places: (String, String),
    by: &By,
    watch: &Watch,
) -> Result<Relocated> {
    watch.phase(Phase::Preparing, 0);
    to.migrate(by.now).await?;
    let carrying = Carrying::begin(from, to, fresh).await?;
    let tables = carrying.tables();
    let rows = tables.iter().map(|(_, rows)| rows).sum();
    watch.phase(Phase::Copying, rows);
    let mut sent = Vec::with_capacity(tables.len());
    for (table, _) in &tables {
        watch.table(table);
        sent.push(carrying.copy(table, from, to, &|rows| watch.rows(rows)).await?);
    }
    watch.phase(Phase::Arranging, 0);
    carrying.finish(to).await?;
    watch.phase(Phase::Comparing, rows);
    let mut compared = Vec::with_capacity(tables.len());
    for ((table, counted), sent) in tables.iter().zip(sent) {
        watch.table(table);
        let there = carrying.read_back(table, to, &|rows| watch.rows(rows)).await?;
        compared.push(compare(table, *counted, sent, there)?);
    }
    watch.phase(Phase::Checking, 0);
    let audit_entries = check(to).await?;
    let (from_label, to_label) = places;
    note(to, by, &from_label, rows).await?;
    from.mark_moved(&to_label, by.now).await?;
    Ok(Relocated {
        from: from_label,
        to: to_label,
        tables: compared,
        rows,
        audit_entries,
        marked: true,
        remembered: false,
    })
}

fn compare(table: &str, counted: i64, sent: Contents, there: Contents) -> Result<RelocatedTable> {
    if sent != there || sent.rows != counted {
        return Err(Error::unavailable("relocation_differs", table));
    }
    Ok(RelocatedTable {
        table: table.to_owned(),
        rows_before: sent.rows,
        rows_after: there.rows,
        checksum_before: sent.checksum(),
        checksum_after: there.checksum(),
    })
}

/// What `maintenance.verify` looks for must not be there; gives how many entries the audit's chain has.
async fn check(to: &mut Tx) -> Result<i64> {
    let findings = maintenance::checks::findings(to).await?;
    if let Some(seq) = findings.audit_broken_at.first() {
        return Err(Error::unavailable("relocation_unsound", format!("audit_entry {seq}")));
    }
    match findings.integrity.iter().chain(&findings.numbers).next() {
        Some(first) => Err(Error::unavailable("relocation_unsound", &first.code)),
        None => Ok(findings.audit_entries),
    }
}

/// The chain goes on with where the base came from.
async fn note(to: &mut Tx, by: &By, from: &str, rows: i64) -> Result<()> {
    let about = serde_json::json!({ "from": from, "rows": rows });
    let draft = Draft::new("database", "moved", None::<&()>, Some(&about))?;
    let author = Author { id: by.id, name: by.name.clone(), command: "relocation.begin" };
    audit::write(to, &author, by.now, vec![draft]).await
}

/// The file of an installation, which must be there: asking for it would make one.
async fn file_of(config: &AppConfig) -> Result<Db> {
    let address = App::address(config).await?;
    if is_server(&address) {
        return Err(Error::unavailable("relocation_from_file", ""));
    }
    let db = Db::unopened(&address).await?;
    if Path::new(&db.label()).is_file() {
        Ok(db)
    } else {
        Err(Error::unavailable("relocation_no_file", db.label()))
    }
}

/// For the command line.
///
/// # Errors
/// Those of a move.
pub async fn from_outside(config: &AppConfig, to: &str, name: &str, watch: &Watch) -> Result<Relocated> {
    let db = file_of(config).await?;
    let by = By { id: None, name: name.to_owned(), now: config.clock.now() };
    let moved = relocate(&db, to, &by, watch).await;
    db.close().await;
    moved
}

/// For the command line: people go on in the file whose data were moved; gives where these had gone.
///
/// # Errors
/// `Unavailable` with `relocation_not_moved` when nothing was moved.
pub async fn back(config: &AppConfig) -> Result<String> {
    let db = file_of(config).await?;
    let place = db.take_back().await;
    db.close().await;
    place
}
