//! Many people at once, with an oracle: `people [--kill] SECONDS`. Sixteen processes on one SQLite file and sixty on
//! one Postgres (that `scripts/with-postgres` starts) review sales; printed is a row of figures for each.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use stories::people::{Crowd, Kill, office_on, work};

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let killing = arguments.iter().any(|argument| argument == "--kill");
    let kill = if killing { Kill::PeopleAndServer } else { Kill::Nothing };
    let seconds = arguments.iter().find_map(|argument| argument.parse().ok()).unwrap_or(30);
    let program = std::env::current_exe().unwrap().parent().unwrap().join("../reviewer");
    println!(
        "| engine | processes | decisions | a second | slowest of the mean | conflicts | database away | command, median | 95 % | longest |"
    );
    println!("|---|---|---|---|---|---|---|---|---|---|");
    for (postgres, processes) in [(false, 16), (true, 60)] {
        let crowd = Crowd { program: program.clone(), processes, time: Duration::from_secs(seconds), kill };
        let app = office_on(postgres).await;
        let found = work(&app, &crowd).await;
        println!(
            "| {} | {processes} | {} | {} | {:.2} | {} | {} | {} ms | {} ms | {} |",
            app.app.db.engine(),
            found.decisions(),
            found.decisions() / usize::try_from(seconds).unwrap(),
            found.slowest_share(),
            found.conflicts,
            found.unavailable,
            found.percentile(50),
            found.percentile(95),
            found.longest(),
        );
    }
}
