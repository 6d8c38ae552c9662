//! Memory of the window after long work: every screen of a person again and again. `make bench-hour`, or with
//! `MINUTES=10` a shorter time. Prints the proportional memory of all its processes each few minutes.

use std::path::Path;
use std::time::{Duration, Instant};

use e2e::{Engine, PEOPLE, Stage};

fn main() {
    let minutes = std::env::var("MINUTES").map_or(60, |text| text.parse().expect("a number"));
    Stage::play("endurance", Engine::Sqlite, async |stage| {
        let stage = stage.as_installed();
        stage.make_demo(1_000);
        let window = stage.window().await;
        let (person, screens) =
            PEOPLE.iter().find(|(name, _)| *name == "silvia").expect("she is of the demo");
        window.sign_in_as(person).await;
        tokio::time::sleep(Duration::from_secs(5)).await;
        println!(
            "| minute | screens shown | memory |\n|---|---|---|\n| 0 | 1 | {} MB |",
            memory(stage.folder())
        );
        let (begun, mut shown, mut told) = (Instant::now(), 1, 0);
        for screen in screens.iter().cycle() {
            window.show(screen).await;
            shown += 1;
            let now = begun.elapsed().as_secs() / 60;
            if now >= told + 5 || now >= minutes {
                println!("| {now} | {shown} | {} MB |", memory(stage.folder()));
                told = now;
            }
            if now >= minutes {
                break;
            }
        }
    });
}

/// Proportional memory, in MB, of the processes of the window whose data are in this folder. The driver is not counted.
fn memory(folder: &Path) -> u64 {
    let mine = format!("RETAGUARDA_DATA_DIR={}", folder.display());
    let processes = std::fs::read_dir("/proc").expect("the processes").flatten();
    let kilobytes: u64 = processes
        .filter(|process| {
            let environment = std::fs::read(process.path().join("environ")).unwrap_or_default();
            let name = std::fs::read_to_string(process.path().join("comm")).unwrap_or_default();
            environment.split(|byte| *byte == 0).any(|pair| pair == mine.as_bytes())
                && (name.starts_with("retaguarda")
                    || name.starts_with("WebKit") && !name.starts_with("WebKitWebDriv"))
        })
        .filter_map(|process| {
            let rollup = std::fs::read_to_string(process.path().join("smaps_rollup")).ok()?;
            let line = rollup.lines().find(|line| line.starts_with("Pss:"))?;
            line.split_whitespace().nth(1)?.parse::<u64>().ok()
        })
        .sum();
    kilobytes / 1024
}
