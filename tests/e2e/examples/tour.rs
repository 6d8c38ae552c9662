//! Plays the main job in the real window and leaves a picture of each step, the message as it was received and the
//! PDF that came with it: `make tour`. The folder for all that is the first argument.

use std::path::PathBuf;

use e2e::{Engine, PostOffice, Stage, Walk};

fn main() {
    let folder = PathBuf::from(std::env::args_os().nth(1).unwrap_or_else(|| "target/tour".into()));
    Stage::play("tour", Engine::Sqlite, async |stage| {
        let stage = stage.pictures_in(&folder);
        let post = PostOffice::open(&folder);
        let told = Walk::begin(&stage, &post, false).await.play().await;
        let letter = post.letter(2).await;
        println!("Sale {} became quote {}, received as “{}”", told.sale, told.quote, letter.subject);
        for attachment in &letter.attachments {
            println!("{}", post.path(attachment).display());
        }
    });
}
