//! Moving a base from its file to a server: a bar while it goes on, Ctrl+C to stop it, and the comparison at the end.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use office::relocation::model::Relocated;
use office::relocation::watch::Watch;
use office::{AppConfig, Error, relocation};
use serde_json::json;

use crate::arguments::Move;
use crate::outcome::{Exit, Screen};

/// How often the bar moves.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

/// Moves, or takes a move back.
pub async fn run(config: &AppConfig, screen: &Screen, request: &Move) -> Result<Exit, Error> {
    match &request.to {
        Some(to) => forth(config, screen, to).await,
        None => back(config, screen).await,
    }
}

async fn forth(config: &AppConfig, screen: &Screen, to: &str) -> Result<Exit, Error> {
    let watch = Watch::default();
    let moved = tokio::select! {
        moved = relocation::from_outside(config, to, "retaguarda", &watch) => moved,
        never = look_on(&watch) => match never {},
    };
    match moved {
        Ok(done) => {
            tell(screen, &done)?;
            Ok(Exit::Fine)
        }
        Err(error @ Error::Unavailable { reason: "relocation_cancelled", .. }) => {
            screen.fail(&error);
            Ok(Exit::Stopped)
        }
        Err(error) => Err(error),
    }
}

/// Shows how far it is, and stops it at Ctrl+C; ends with whoever looks on.
async fn look_on(watch: &Watch) -> std::convert::Infallible {
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{msg:30} {bar:40} {pos}/{len} {eta}") {
        bar.set_style(style);
    }
    let interrupted = tokio::signal::ctrl_c();
    tokio::pin!(interrupted);
    let mut stopping = false;
    loop {
        let progress = watch.progress();
        bar.set_length(u64::try_from(progress.total).unwrap_or(0));
        bar.set_position(u64::try_from(progress.done).unwrap_or(0));
        bar.set_message(format!("{} {}", progress.phase.as_text(), progress.table));
        tokio::select! {
            () = tokio::time::sleep(LOOK_AGAIN) => {}
            _ = &mut interrupted, if !stopping => {
                stopping = true;
                watch.cancel();
            }
        }
    }
}

fn tell(screen: &Screen, done: &Relocated) -> Result<(), Error> {
    let (rows, tables, to) = (done.rows, done.tables.len(), &done.to);
    screen.tell(
        &screen.say(
            format!("Moved {rows} rows of {tables} tables to {to}; counts and checksums are the same."),
            format!("{rows} registros de {tables} tabelas movidos para {to}; contagens e somas conferem."),
        ),
        &serde_json::to_value(done)?,
    );
    for table in done.tables.iter().filter(|table| table.rows_before > 0) {
        let short = table.checksum_after.get(..12).unwrap_or_default();
        screen.add(&format!(
            "  {:32} {:>10} = {:>10}  {short}",
            table.table, table.rows_before, table.rows_after
        ));
    }
    let from = &done.from;
    screen.add(&if done.marked {
        screen.say(
            format!("{from} is kept, says where its data are and opens no more; `move --back` undoes that."),
            format!(
                "{from} fica guardado, diz onde estão os dados e não abre mais; `move --back` desfaz isso."
            ),
        )
    } else {
        screen.say(
            format!("{from} could not be marked: do not work in it any more."),
            format!("{from} não pôde ser marcado: não trabalhe mais nele."),
        )
    });
    Ok(())
}

async fn back(config: &AppConfig, screen: &Screen) -> Result<Exit, Error> {
    let place = relocation::back(config).await?;
    screen.tell(
        &screen.say(
            format!("The file opens again. What was done at {place} since is not in it."),
            format!("O arquivo abre de novo. O que foi feito em {place} desde então não está nele."),
        ),
        &json!({ "was_at": place }),
    );
    Ok(Exit::Fine)
}
