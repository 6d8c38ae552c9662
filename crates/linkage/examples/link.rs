//! Links files and times each step: `link CONFIG ID TRUTH|- INPUT [INPUT]`, for measuring. Prints one line of JSON.

use std::path::PathBuf;
use std::time::Instant;

use linkage::files;
use linkage::{Config, Verdicts, Watch, link};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [config, id, truth, inputs @ ..] = arguments.as_slice() else {
        return Err("usage: link CONFIG ID TRUTH|- INPUT [INPUT]".into());
    };
    let config = Config::from_toml(&std::fs::read_to_string(config)?)?;
    let inputs: Vec<PathBuf> = inputs.iter().map(PathBuf::from).collect();
    let start = Instant::now();
    let input = files::read(&inputs, &config, id)?;
    let read = start.elapsed();
    let linkage = link(&input.table, &config, None, &Verdicts::default(), &Watch::nobody())?;
    let linked = start.elapsed();
    let out = std::env::temp_dir();
    let name = |kind: &str| out.join(format!("linkage-{}-{kind}.csv", std::process::id()));
    files::write_clusters(&name("clusters"), &input, &linkage)?;
    let written = start.elapsed();
    std::fs::remove_file(name("clusters"))?;
    let mut line = serde_json::json!({
        "read_seconds": read.as_secs_f64(),
        "link_seconds": (linked - read).as_secs_f64(),
        "total_seconds": written.as_secs_f64(),
        "threshold": linkage.model.threshold,
        "statistics": linkage.statistics,
    });
    if truth != "-" {
        let report = files::evaluate(&PathBuf::from(truth), &input, &config, &linkage)?;
        for (kind, quality) in
            [("pairs", report.pairs), ("clusters", report.clusters), ("automatic", report.automatic)]
        {
            line[kind] = serde_json::json!({
                "precision": quality.precision(), "recall": quality.recall(), "f1": quality.f1(), "counts": quality,
            });
        }
    }
    println!("{line}");
    if let Ok(path) = std::env::var("LINKAGE_PAIRS") {
        files::write_pairs(&PathBuf::from(path), &input, &config, &linkage)?;
    }
    if let Ok(path) = std::env::var("LINKAGE_MODEL") {
        std::fs::write(path, serde_json::to_string_pretty(&linkage.model)?)?;
    }
    Ok(())
}
