//! The main job in the real window, by keyboard and clicks: first start, mail account, people, imports, a sale that
//! is returned, corrected and approved, its ficha, a quote with its PDF, the message, the timeline.
//!
//! The end-to-end test and `make tour` walk the same way; [`Walk::look`] is where they differ.

pub mod cast;
mod door;
mod quoting;
mod reviewing;
mod selling;
mod setting_up;
mod telling;

use std::collections::BTreeMap;

use crate::page::{Theme, Window};
use crate::post_office::PostOffice;
use crate::stage::Stage;

/// One walk through the window.
pub struct Walk<'a> {
    /// The window.
    pub window: Window,
    post: &'a PostOffice,
    accessible: bool,
    steps: usize,
    /// Passwords that work once, by user name.
    given_passwords: BTreeMap<&'static str, String>,
}

/// What came out of it.
pub struct Told {
    /// Number of the sale.
    pub sale: String,
    /// Number of the quote, such as `2026-0001`.
    pub quote: String,
    /// What the customer's timeline shows at the end, as text.
    pub timeline: String,
}

impl<'a> Walk<'a> {
    /// Opens the window on the stage's empty database. With `accessible` each step is also checked for it.
    pub async fn begin(stage: &Stage, post: &'a PostOffice, accessible: bool) -> Self {
        Self { window: stage.window().await, post, accessible, steps: 0, given_passwords: BTreeMap::new() }
    }

    /// Walks the whole way.
    pub async fn play(mut self) -> Told {
        self.first_start().await;
        self.mail_account().await;
        self.people().await;
        self.plan().await;
        self.imports().await;

        self.sign_in(cast::SELLER).await;
        let sale = self.sell().await;
        self.sign_in(cast::REVIEWER).await;
        self.send_back(&sale).await;
        self.sign_in(cast::SELLER).await;
        self.correct(&sale).await;
        self.sign_in(cast::REVIEWER).await;
        self.approve(&sale).await;

        self.sign_in(cast::SELLER).await;
        self.open_ficha().await;
        let quote = self.quote().await;
        self.send(&quote).await;
        self.outbox().await;
        let timeline = self.timeline().await;
        Told { sale, quote, timeline }
    }

    /// A step is reached: keeps its picture, numbered in order, and checks that everybody can use it.
    async fn look(&mut self, name: &str) {
        self.steps += 1;
        let path = self.window.screenshot(&format!("{:02}-{name}", self.steps)).await;
        println!("{}", path.display());
        if self.accessible {
            self.window.assert_accessible().await;
        }
    }

    /// The same in the dark.
    async fn look_in_the_dark(&mut self, name: &str) {
        self.window.set_theme(Theme::Dark).await;
        self.look(name).await;
        self.window.set_theme(Theme::Light).await;
    }
}
