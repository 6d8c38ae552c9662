//! Drives the real application window through WebDriver, on a display of its own.
//!
//! `window_test!` runs a test on both databases, each with its own display, driver, data folder and ports,
//! so that tests never meet. A failing test leaves a picture and the page's text in `target/e2e`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

pub mod main_job;
mod page;
mod picture;
pub mod post_office;
mod processes;
mod stage;
mod typing;
mod walk;

pub use main_job::Walk;
pub use page::{Theme, Violation, Window};
pub use post_office::PostOffice;
pub use stage::{Engine, Stage};
pub use walk::{PEOPLE, Screen, Step};

/// Declares a test of the window that runs on both databases:
/// `window_test!(async fn sys_1_first_start(stage: Stage) { let window = stage.window().await; … });`
#[macro_export]
macro_rules! window_test {
    ($(#[$meta:meta])* async fn $name:ident($stage:ident: Stage) $body:block) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn act($stage: $crate::Stage) $body

            $(#[$meta])*
            #[test]
            fn on_sqlite() {
                $crate::Stage::play(stringify!($name), $crate::Engine::Sqlite, act);
            }

            $(#[$meta])*
            #[test]
            fn on_postgres() {
                $crate::Stage::play(stringify!($name), $crate::Engine::Postgres, act);
            }
        }
    };
}
