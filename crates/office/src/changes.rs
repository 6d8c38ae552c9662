//! What became stale: told to this process' listeners at once, and to other programs on the same database within a
//! second. A command tells others in its own transaction (`dispatch`); what changes in the background is gathered
//! and told with the next look.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::broadcast;

use crate::app::App;
use crate::db::watch::Heard;
use crate::dispatch::Tag;
use crate::error::Result;
use crate::ids;
use crate::session::SessionSlot;

/// How often background changes are told to other programs.
const TELL_EVERY: Duration = Duration::from_millis(500);

/// What a listener in this process learns.
#[derive(Debug, Clone)]
pub enum Change {
    /// Answers that show these kinds of data are stale.
    Stale {
        /// The kinds.
        tags: Vec<Tag>,
        /// The caller in this process whose command it was, who knows already.
        caller: Option<SessionSlot>,
    },
    /// The database does not answer any more.
    Lost,
    /// It answers again.
    Back,
}

/// The announcements of one process.
#[derive(Debug, Clone)]
pub struct Changes {
    /// What other programs know this one by.
    sender: Arc<str>,
    here: broadcast::Sender<Change>,
    untold: Arc<Mutex<BTreeSet<Tag>>>,
}

impl Default for Changes {
    fn default() -> Self {
        let (here, _) = broadcast::channel(256);
        Self { sender: ids::random_token().into(), here, untold: Arc::default() }
    }
}

impl Changes {
    /// What other programs know this one by.
    pub fn sender(&self) -> &str {
        &self.sender
    }

    /// Listens in this process.
    pub fn subscribe(&self) -> broadcast::Receiver<Change> {
        self.here.subscribe()
    }

    /// Tells this process only.
    pub fn tell_here(&self, change: Change) {
        // Nobody listening is fine: the command line has no screen.
        self.here.send(change).ok();
    }

    /// Tells other programs with the next look.
    pub fn tell_others_soon(&self, tags: &[Tag]) {
        self.untold.lock().unwrap_or_else(PoisonError::into_inner).extend(tags);
    }

    fn take_untold(&self) -> Vec<Tag> {
        std::mem::take(&mut *self.untold.lock().unwrap_or_else(PoisonError::into_inner)).into_iter().collect()
    }
}

/// Tags as they travel between programs.
pub fn tags_to_text(tags: &[Tag]) -> String {
    tags.iter().map(|tag| tag.as_text()).collect::<Vec<_>>().join(",")
}

/// The tags in a text; those that only a newer program knows are left out.
fn tags_from_text(text: &str) -> Vec<Tag> {
    Tag::ALL.iter().copied().filter(|tag| text.split(',').any(|name| name == tag.as_text())).collect()
}

/// Hears other programs and tells them of background work. Never ends.
pub async fn run(app: Arc<App>) {
    tokio::join!(hear(&app), tell(&app));
}

/// The same as whoever is signed in by a role of their own, for as long as they are. Never ends.
pub async fn run_inside(app: Arc<App>) {
    let mut inside = app.inside();
    loop {
        let person = inside.borrow_and_update().upgrade();
        tokio::select! {
            () = async { match person { Some(app) => run(app).await, None => std::future::pending().await } } => {}
            changed = inside.changed() => if changed.is_err() { return },
        }
    }
}

async fn hear(app: &App) {
    let mut lost = false;
    app.db
        .listen(|heard| match heard {
            Heard::Change { sender, .. } if sender == app.changes.sender() => {}
            Heard::Change { tags, .. } => {
                app.tell_here(Change::Stale { tags: tags_from_text(&tags), caller: None });
            }
            Heard::Missed => {
                app.tell_here(Change::Stale { tags: Tag::ALL.to_vec(), caller: None });
            }
            Heard::Lost if !lost => {
                lost = true;
                app.tell_here(Change::Lost);
            }
            Heard::Lost => {}
            Heard::Connected if lost => {
                lost = false;
                app.tell_here(Change::Back);
            }
            Heard::Connected => {}
        })
        .await;
}

async fn tell(app: &App) {
    loop {
        tokio::time::sleep(TELL_EVERY).await;
        let tags = app.changes.take_untold();
        if tags.is_empty() {
            continue;
        }
        if let Err(error) = tell_once(app, &tags).await {
            // Kept for the next look: the database may be away for a while.
            tracing::warn!(%error, "others could not be told");
            app.changes.tell_others_soon(&tags);
        }
    }
}

async fn tell_once(app: &App, tags: &[Tag]) -> Result<()> {
    let mut tx = app.db.begin_write().await?;
    tx.tell_others(app.changes.sender(), &tags_to_text(tags)).await?;
    tx.commit().await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_travel_as_text_and_unknown_ones_are_left_out() {
        let text = tags_to_text(&[Tag::Customers, Tag::Activities]);
        assert_eq!(text, "customers,activities");
        assert_eq!(tags_from_text(&text), [Tag::Customers, Tag::Activities]);
        assert_eq!(tags_from_text("holograms,quotes"), [Tag::Quotes]);
        assert!(tags_from_text("").is_empty());
    }
}
