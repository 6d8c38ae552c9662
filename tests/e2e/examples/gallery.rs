//! Takes a picture of every screen, in both themes, two sizes and English, on a demo base: `make gallery`.
//! Prints what axe objects to, and where text is cut off or a page is wider than the window.
//!
//! The folder for the pictures is the first argument; a second keeps to screens whose name contains it.

use std::path::PathBuf;

use e2e::{Engine, PEOPLE, Screen, Stage, Theme, Window};

const SIZES: [(u32, u32); 2] = [(1366, 768), (1920, 1080)];

fn main() {
    let mut arguments = std::env::args_os().skip(1);
    let folder = PathBuf::from(arguments.next().unwrap_or_else(|| "target/gallery".into()));
    let only = arguments.next().map(|text| text.to_string_lossy().into_owned()).unwrap_or_default();
    Stage::play("gallery", Engine::Sqlite, async |stage| {
        let stage = stage.pictures_in(&folder);
        if only.is_empty() {
            let window = stage.window().await;
            entrance(&window).await;
            window.close().await;
        }
        stage.make_demo(1_000);
        let window = stage.window().await;
        let mut findings = 0;
        for (person, screens) in PEOPLE {
            let wanted: Vec<&Screen> = screens.iter().filter(|screen| screen.name.contains(&only)).collect();
            if wanted.is_empty() {
                continue;
            }
            window.sign_in_as(person).await;
            for screen in wanted {
                findings += picture(&window, screen).await;
            }
        }
        println!("{findings} findings. The pictures are in {}", folder.display());
    });
}

/// The screens before there is anybody to sign in.
async fn entrance(window: &Window) {
    let (width, height) = SIZES[0];
    window.resize(width, height).await;
    window.by_role_name("textbox", "Nome da empresa").await;
    both_themes(window, "first-run").await;
    window.press("Enter").await;
    window.settle().await;
    both_themes(window, "first-run-refused").await;
}

/// All pictures of one screen; gives how much there is to object to.
async fn picture(window: &Window, screen: &Screen) -> usize {
    let mut findings = 0;
    for (at, (width, height)) in SIZES.into_iter().enumerate() {
        window.resize(width, height).await;
        // A screen is opened in each size: a menu or a drawer may not survive the change.
        window.show(screen).await;
        for cut in window.cut_off().await {
            println!("{} {width}: {cut}", screen.name);
            findings += 1;
        }
        for theme in [Theme::Light, Theme::Dark] {
            window.set_theme(theme).await;
            if at == 0 {
                for violation in window.axe(false).await {
                    println!("{} {theme:?}: {violation}", screen.name);
                    findings += 1;
                }
            }
            window.screenshot(&format!("{}-{width}-{theme:?}", screen.name).to_lowercase()).await;
        }
        window.set_theme(Theme::Light).await;
    }
    if screen.steps.is_empty() {
        let (width, height) = SIZES[0];
        window.resize(width, height).await;
        window.set_language("en").await;
        window.visit_screen(screen).await;
        window.screenshot(&format!("{}-{width}-english", screen.name)).await;
        window.set_language("pt-BR").await;
    }
    findings
}

async fn both_themes(window: &Window, name: &str) {
    for theme in [Theme::Light, Theme::Dark] {
        window.set_theme(theme).await;
        window.screenshot(&format!("{name}-{}-{theme:?}", SIZES[0].0).to_lowercase()).await;
    }
    window.set_theme(Theme::Light).await;
}
