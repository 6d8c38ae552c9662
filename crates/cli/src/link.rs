//! Linking files: no database, no application, only the engine.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use linkage::files::{self, FileError, Report};
use linkage::{Config, LinkError, Linkage, Quality, Stage, Verdicts, Watch};
use serde_json::{Value, json};

use crate::arguments::{Language, Link, Ready};
use crate::outcome::{Exit, Screen};

/// Why nothing came of it.
struct Failure {
    exit: Exit,
    code: &'static str,
    reason: String,
}

impl From<FileError> for Failure {
    fn from(error: FileError) -> Self {
        let (exit, code) = match error {
            FileError::File(..) => (Exit::Unavailable, "unavailable"),
            _ => (Exit::Refused, "invalid"),
        };
        Self { exit, code, reason: error.to_string() }
    }
}

impl From<LinkError> for Failure {
    fn from(error: LinkError) -> Self {
        let (exit, code) = match error {
            LinkError::Cancelled(_) => (Exit::Stopped, "cancelled"),
            _ => (Exit::Refused, "invalid"),
        };
        Self { exit, code, reason: error.to_string() }
    }
}

/// Links until done or until Ctrl+C.
pub async fn run(screen: &Screen, files: Link) -> Exit {
    if let Some(ready) = files.print_config {
        screen.add(match ready {
            Ready::Brazil => linkage::BRAZIL.trim_end(),
            Ready::Febrl => linkage::FEBRL.trim_end(),
        });
        return Exit::Fine;
    }
    let stop = Arc::new(AtomicBool::new(false));
    let (told, screen_there) = (stop.clone(), *screen);
    let work = tokio::task::spawn_blocking(move || link(&screen_there, &files, &told));
    let interrupted = async {
        tokio::signal::ctrl_c().await.ok();
        stop.store(true, Ordering::Relaxed);
        std::future::pending::<()>().await;
    };
    let result = tokio::select! {
        result = work => result,
        () = interrupted => return Exit::Stopped,
    };
    match result {
        Ok(Ok(())) => Exit::Fine,
        Ok(Err(failure)) => {
            screen.complain(&failure.reason);
            if screen.json {
                let error = json!({ "code": failure.code, "params": { "reason": failure.reason } });
                screen.tell("", &json!({ "error": error }));
            }
            failure.exit
        }
        Err(error) => {
            screen.complain(&error.to_string());
            Exit::Internal
        }
    }
}

fn link(screen: &Screen, files: &Link, stop: &AtomicBool) -> Result<(), Failure> {
    let started = Instant::now();
    let config = configuration(files.config.as_deref())?;
    let input = files::read(&files.input, &config, &files.id)?;
    let bar = ProgressBar::new(1).with_style(
        ProgressStyle::with_template("{msg:24} {bar:40} {pos}/{len}")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let language = screen.language;
    let tell = |stage: Stage, done: u64, total: u64| {
        bar.set_length(total);
        bar.set_position(done);
        bar.set_message(name_of(stage, language));
    };
    let linkage = linkage::link(&input.table, &config, None, &Verdicts::default(), &Watch::new(stop, &tell))?;
    bar.finish_and_clear();
    if let Some(path) = &files.pairs {
        files::write_pairs(path, &input, &config, &linkage)?;
    }
    if let Some(path) = &files.clusters {
        files::write_clusters(path, &input, &linkage)?;
    }
    let report =
        files.truth.as_deref().map(|path| files::evaluate(path, &input, &config, &linkage)).transpose()?;
    tell_result(screen, &config, &linkage, report.as_ref(), started.elapsed().as_secs_f64());
    Ok(())
}

fn configuration(path: Option<&Path>) -> Result<Config, Failure> {
    let text = match path {
        None => linkage::BRAZIL.to_owned(),
        Some(path) => std::fs::read_to_string(path).map_err(|error| Failure {
            exit: Exit::Unavailable,
            code: "unavailable",
            reason: format!("{}: {error}", path.display()),
        })?,
    };
    let place = path.map_or_else(String::new, |path| format!("{}: ", path.display()));
    Config::from_toml(&text).map_err(|error| Failure {
        exit: Exit::Refused,
        code: "invalid",
        reason: format!("{place}{error}"),
    })
}

fn name_of(stage: Stage, language: Language) -> &'static str {
    let (english, portuguese) = match stage {
        Stage::Blocking => ("finding candidates", "procurando candidatos"),
        Stage::Learning => ("learning", "aprendendo"),
        Stage::Scoring => ("comparing", "comparando"),
        Stage::Clustering => ("forming groups", "formando grupos"),
    };
    if language == Language::English { english } else { portuguese }
}

fn tell_result(screen: &Screen, config: &Config, linkage: &Linkage, report: Option<&Report>, seconds: f64) {
    let groups = linkage.clusters.groups();
    let grouped: usize = groups.iter().map(Vec::len).sum();
    let automatic = linkage.pairs.iter().filter(|pair| linkage.is_automatic(config, pair)).count();
    let threshold = linkage.model.threshold;
    let statistics = &linkage.statistics;
    let mut value = json!({
        "groups": groups.len(), "records_in_groups": grouped, "pairs": linkage.pairs.len(), "automatic_pairs": automatic,
        "threshold": threshold, "seconds": seconds, "statistics": statistics,
    });
    if let Some(report) = report {
        value["quality"] = json!({
            "pairs": figures(report.pairs), "clusters": figures(report.clusters), "automatic": figures(report.automatic),
        });
    }
    let (records, compared) = (statistics.records, statistics.compared);
    screen.tell(
        &screen.say(
            format!("{records} records, {compared} pairs compared: {} groups with {grouped} records, from probability {threshold:.4} on ({seconds:.1} s).", groups.len()),
            format!("{records} registros, {compared} pares comparados: {} grupos com {grouped} registros, a partir da probabilidade {threshold:.4} ({seconds:.1} s).", groups.len()),
        ),
        &value,
    );
    let Some(report) = report else { return };
    for (name, quality) in [
        (screen.say("pairs", "pares"), report.pairs),
        (screen.say("groups", "grupos"), report.clusters),
        (screen.say("automatic", "automáticos"), report.automatic),
    ] {
        let (precision, recall, f1) = (quality.precision(), quality.recall(), quality.f1());
        screen.add(&screen.say(
            format!("{name}: precision {precision:.5}, recall {recall:.5}, F1 {f1:.5}"),
            format!("{name}: precisão {precision:.5}, cobertura {recall:.5}, F1 {f1:.5}"),
        ));
    }
}

fn figures(quality: Quality) -> Value {
    json!({
        "precision": quality.precision(), "recall": quality.recall(), "f1": quality.f1(),
        "right": quality.right, "found": quality.found, "actual": quality.actual,
    })
}
