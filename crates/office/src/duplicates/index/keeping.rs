//! Writes the keys of what changed, soon afterwards, and sees that the index is whole.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::{Duration, Instant};

use linkage::Keys;
use uuid::Uuid;

use crate::app::App;
use crate::customers::model::CustomerId;
use crate::db::Tx;
use crate::duplicates::index::store::{self, Ficha, Indexed};
use crate::error::Result;

/// Notes worked off in one transaction: others write in between.
const BATCH: i64 = 400;
/// How often to look for notes.
const POLL: Duration = Duration::from_secs(1);
/// How often to look whether the index is whole.
const CHECK: Duration = Duration::from_secs(24 * 60 * 60);
/// Least pause between two batches.
const BREATH: Duration = Duration::from_millis(20);
/// Fichas whose keys are looked for in the index, to see whether it is whole.
const SAMPLE: i64 = 50;
/// What waits in line on Postgres: two programs would write the same keys.
const LINE: &str = "duplicate_index";

/// Keeps the index current. Never ends; failures are logged and tried again.
pub async fn run(app: Arc<App>) {
    let mut checked: Option<Instant> = None;
    loop {
        let began = Instant::now();
        let pause = match catch_up(&app).await {
            Ok(0) => {
                if checked.is_none_or(|at| at.elapsed() > CHECK) {
                    checked = Some(began);
                    if let Err(error) = mend(&app).await {
                        tracing::warn!(%error, "the index of duplicates could not be checked");
                    }
                }
                POLL
            }
            Ok(_) => began.elapsed().max(BREATH),
            Err(error) => {
                tracing::warn!(%error, "the index of duplicates could not be written");
                POLL
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Works off some of the notes; gives how many.
pub async fn catch_up(app: &App) -> Result<usize> {
    // Looks first, so that a base with nothing to do is not written to.
    let mut tx = app.db.begin_read().await?;
    let version = store::keys_version(&mut tx).await?;
    let idle = store::notes(&mut tx, 1).await?.is_empty();
    app.suspects.refresh(&mut tx).await?;
    tx.rollback().await?;
    if version < Keys::VERSION {
        begin_anew(app).await?;
    } else if idle || version > Keys::VERSION {
        // The keys of a newer program are left to it.
        return Ok(0);
    }
    let mut tx = app.db.begin_write().await?;
    tx.in_line(LINE).await?;
    let notes = store::notes(&mut tx, BATCH).await?;
    let ids: BTreeSet<CustomerId> = notes.iter().map(|(_, id)| *id).collect();
    let ids: Vec<CustomerId> = ids.into_iter().collect();
    let fichas = store::of_ids(&mut tx, &ids).await?;
    write(&mut tx, app, &ids, &fichas).await?;
    let seqs: Vec<i64> = notes.iter().map(|(seq, _)| *seq).collect();
    store::remove_notes(&mut tx, &seqs).await?;
    tx.commit().await?;
    Ok(notes.len())
}

/// Makes the keys of fichas anew. Those of `ids` that are not among the live ones lose theirs.
async fn write(tx: &mut Tx, app: &App, ids: &[CustomerId], fichas: &[Ficha]) -> Result<()> {
    let mut held = Vec::with_capacity(fichas.len());
    let mut added = Vec::new();
    let mut keys_of: HashMap<CustomerId, Vec<i64>> = HashMap::with_capacity(fichas.len());
    for ficha in fichas {
        let keys = app.suspects.keys(&ficha.compared);
        added.extend(keys.iter().map(|key| (*key, ficha.code)));
        let text = serde_json::to_string(&keys)?;
        held.push(Indexed { customer_id: ficha.id, code: ficha.code, keys: text });
        keys_of.insert(ficha.id, keys);
    }
    for before in store::indexed(tx, ids).await? {
        let now = keys_of.get(&before.customer_id).map(Vec::as_slice).unwrap_or_default();
        let known: Vec<i64> = serde_json::from_str(&before.keys)?;
        for key in known.into_iter().filter(|key| !now.contains(key)) {
            store::remove_key(tx, key, before.code).await?;
        }
    }
    added.sort_unstable();
    store::add_keys(tx, &added).await?;
    store::forget(tx, ids).await?;
    store::hold(tx, &held).await
}

/// Looks whether the index is whole and of this program's version; if not, everything is noted to be made anew.
pub async fn mend(app: &App) -> Result<bool> {
    let mut tx = app.db.begin_read().await?;
    app.suspects.refresh(&mut tx).await?;
    let whole = is_whole(&mut tx, app).await?;
    tx.rollback().await?;
    if whole {
        return Ok(true);
    }
    begin_anew(app).await?;
    Ok(false)
}

/// Notes everybody, unless somebody else was faster or a newer program keeps the index.
async fn begin_anew(app: &App) -> Result<()> {
    let mut tx = app.db.begin_write().await?;
    tx.in_line(LINE).await?;
    let known = store::keys_version(&mut tx).await?;
    let idle = store::notes(&mut tx, 1).await?.is_empty();
    if known < Keys::VERSION || (known == Keys::VERSION && idle) {
        store::note_all(&mut tx, Keys::VERSION).await?;
        tracing::info!("the index of duplicates is made anew");
    }
    tx.commit().await
}

async fn is_whole(tx: &mut Tx, app: &App) -> Result<bool> {
    let (fichas, held) = store::counts(tx).await?;
    if store::keys_version(tx).await? != Keys::VERSION || fichas != held {
        return Ok(false);
    }
    // A different part of the base each time.
    let chance = app.ids.next::<Uuid>(app.clock.now()).as_u128() & u128::from(u32::MAX);
    let highest = u128::try_from(store::highest_code(tx).await?).unwrap_or(0);
    let from = i64::try_from(chance % (highest + 1)).unwrap_or(0);
    let codes: Vec<i64> = store::sample(tx, from, SAMPLE).await?.into_iter().map(|(code,)| code).collect();
    let mut wanted = Vec::new();
    for ficha in store::of_codes(tx, &codes).await? {
        wanted.extend(app.suspects.keys(&ficha.compared).into_iter().map(|key| (key, ficha.code)));
    }
    let keys: Vec<i64> = wanted.iter().map(|(key, _)| *key).collect();
    let present: BTreeSet<(i64, i64)> = store::present(tx, &keys).await?.into_iter().collect();
    Ok(wanted.iter().all(|one| present.contains(one)))
}
