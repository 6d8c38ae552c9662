//! Places in the long list of customers. A page in the middle of a million rows is found from the nearest of the keys
//! noted here, one each [`STEP`] rows, instead of by passing over everything before it. The keys of a filter and an
//! order are read once in the background; changes since then move a page by as many rows at most, until they are read
//! again. What is asked before they are there is answered by counting, only slower.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};

use crate::app::App;
use crate::clock::Calendar;
use crate::customers::search::ListCustomers;
use crate::customers::store;
use crate::error::Result;

/// Rows between two noted keys.
pub const STEP: i64 = 500;
/// Shorter lists are counted through.
const WORTH_FROM: i64 = 10_000;
/// How long a count holds when nobody in this program changed a customer: others may have.
const COUNT_HOLDS: TimeDelta = TimeDelta::seconds(5);
/// How long keys hold before they are read again.
const KEYS_HOLD: TimeDelta = TimeDelta::seconds(60);
/// Filters and orders remembered; a person uses a handful.
const LISTS_MAX: usize = 64;

/// The sort key of a row, with its code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Key {
    /// By name, document, city, telephone, e-mail, status or segment.
    Text(String, i64),
    /// By code.
    Code(i64),
    /// By last change.
    UpdatedAt(DateTime<Utc>, i64),
}

/// What is known of the lists people look at.
#[derive(Debug, Default)]
pub struct Positions {
    lists: Mutex<HashMap<String, Known>>,
    changes: AtomicU64,
}

#[derive(Debug, Default)]
struct Known {
    total: Option<(i64, Noted)>,
    keys: Option<(Arc<Vec<Key>>, Noted)>,
    reading: bool,
}

/// When something was read, and after how many changes.
#[derive(Debug, Clone, Copy)]
pub struct Noted {
    at: DateTime<Utc>,
    changes: u64,
}

/// Rows of a list in ascending order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Rows before the first.
    pub first: i64,
    /// How many.
    pub count: i64,
}

/// The rows of a page as the ascending list has them; the descending list is the same read backwards.
pub fn window(offset: i64, limit: i64, descending: bool, total: i64) -> Window {
    let count = limit.min(total - offset).max(0);
    let first = if descending { total - offset - count } else { offset };
    Window { first: first.max(0), count }
}

impl Positions {
    /// Notes that customers changed.
    pub fn changed(&self) {
        self.changes.fetch_add(1, Ordering::Relaxed);
    }

    fn lists(&self) -> MutexGuard<'_, HashMap<String, Known>> {
        self.lists.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// When something is read, and as of which changes.
    pub fn noted(&self, at: DateTime<Utc>) -> Noted {
        Noted { at, changes: self.changes.load(Ordering::Relaxed) }
    }

    fn holds(&self, noted: Noted, now: DateTime<Utc>, limit: TimeDelta) -> bool {
        noted.changes == self.changes.load(Ordering::Relaxed) && (now - noted.at).abs() < limit
    }

    /// Whether what was noted then may be shown still.
    pub fn is_current(&self, noted: Noted, now: DateTime<Utc>) -> bool {
        self.holds(noted, now, COUNT_HOLDS)
    }

    /// How many rows the list has, where that is known.
    pub fn total(&self, list: &str, now: DateTime<Utc>) -> Option<i64> {
        let (total, noted) = self.lists().get(list)?.total?;
        self.holds(noted, now, COUNT_HOLDS).then_some(total)
    }

    /// Remembers how many rows the list has; `as_of` is what [`Positions::as_of`] gave before counting.
    pub fn counted(&self, list: &str, total: i64, now: DateTime<Utc>, as_of: u64) {
        let mut lists = self.lists();
        if lists.len() >= LISTS_MAX && !lists.contains_key(list) {
            lists.retain(|_, known| known.reading);
        }
        lists.entry(list.to_owned()).or_default().total = Some((total, Noted { at: now, changes: as_of }));
    }

    /// Changes noted so far.
    pub fn as_of(&self) -> u64 {
        self.changes.load(Ordering::Relaxed)
    }

    /// The nearest noted key at or before a row, and how many rows lie between.
    pub fn before(&self, list: &str, row: i64) -> Option<(Key, i64)> {
        let lists = self.lists();
        let (keys, _) = lists.get(list)?.keys.as_ref()?;
        let at = usize::try_from(row / STEP).ok()?.min(keys.len().checked_sub(1)?);
        let key = keys.get(at)?.clone();
        Some((key, row - i64::try_from(at).ok()? * STEP))
    }

    /// Reads the keys of a list in the background where they are missing or old, once at a time.
    pub fn refresh(app: &Arc<App>, request: &ListCustomers, total: i64, calendar: Calendar) {
        if total < WORTH_FROM {
            return;
        }
        let list = name(request);
        let now = app.clock.now();
        let this = &app.customer_positions;
        let noted = this.noted(now);
        {
            let mut lists = this.lists();
            let known = lists.entry(list.clone()).or_default();
            let fresh = known.keys.as_ref().is_some_and(|(_, read)| this.holds(*read, now, KEYS_HOLD));
            // Reading takes a second of a processor: not after every single change.
            let just_read = known.keys.as_ref().is_some_and(|(_, read)| (now - read.at).abs() < COUNT_HOLDS);
            if fresh || just_read || known.reading {
                return;
            }
            known.reading = true;
        }
        let (app, request) = (Arc::clone(app), request.clone());
        tokio::spawn(async move {
            let keys = read(&app, &request, calendar).await;
            let mut lists = app.customer_positions.lists();
            let known = lists.entry(list).or_default();
            known.reading = false;
            match keys {
                Ok(keys) => known.keys = Some((Arc::new(keys), noted)),
                Err(error) => tracing::warn!(%error, "the places in the list could not be read"),
            }
        });
    }
}

async fn read(app: &App, request: &ListCustomers, calendar: Calendar) -> Result<Vec<Key>> {
    let mut tx = app.db.begin_read().await?;
    let keys = store::list::keys(&mut tx, request, calendar).await?;
    tx.rollback().await?;
    Ok(keys)
}

/// A list's name: its filter and order.
pub fn name(request: &ListCustomers) -> String {
    let whole =
        ListCustomers { text: String::new(), descending: false, offset: 0, limit: 0, ..request.clone() };
    format!("{whole:?}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_backwards_is_the_same_rows_from_the_other_end() {
        assert_eq!(window(0, 100, false, 1000), Window { first: 0, count: 100 });
        assert_eq!(window(950, 100, false, 1000), Window { first: 950, count: 50 });
        assert_eq!(window(0, 100, true, 1000), Window { first: 900, count: 100 });
        assert_eq!(window(950, 100, true, 1000), Window { first: 0, count: 50 });
        assert_eq!(window(2000, 100, false, 1000).count, 0);
        assert_eq!(window(2000, 100, true, 1000), Window { first: 0, count: 0 });
    }

    #[test]
    fn a_count_is_forgotten_after_a_change_and_after_a_while() {
        let positions = Positions::default();
        let now = DateTime::UNIX_EPOCH;
        positions.counted("a", 7, now, positions.as_of());
        assert_eq!(positions.total("a", now), Some(7));
        assert_eq!(positions.total("b", now), None);
        assert_eq!(positions.total("a", now + COUNT_HOLDS), None);
        positions.changed();
        assert_eq!(positions.total("a", now), None);
    }

    #[test]
    fn the_nearest_key_before_a_row_is_given_with_the_way_from_it() {
        let positions = Positions::default();
        let noted = positions.noted(DateTime::UNIX_EPOCH);
        let keys = Arc::new(vec![Key::Code(1), Key::Code(900)]);
        positions.lists().entry("a".to_owned()).or_default().keys = Some((keys, noted));
        assert_eq!(positions.before("a", 499), Some((Key::Code(1), 499)));
        assert_eq!(positions.before("a", 500), Some((Key::Code(900), 0)));
        // Rows added since lie beyond the last key.
        assert_eq!(positions.before("a", 1200), Some((Key::Code(900), 700)));
        assert_eq!(positions.before("b", 0), None);
    }
}
