//! `retaguarda`: the application without its window, for the command line, timers and servers. Everything it
//! does goes through the same list of commands as the window.

mod arguments;
mod jobs;
mod link;
mod outcome;
mod quote;
mod relocation;
mod roles;
mod run;
mod words;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;
use crate::outcome::{Exit, Screen};

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(told) => {
            // Help and version are no errors; a reader that went away is none of ours.
            let exit = if told.use_stderr() { Exit::Usage } else { Exit::Fine };
            told.print().ok();
            return exit.into();
        }
    };
    let log = std::env::var("RETAGUARDA_LOG").unwrap_or_else(|_| "warn".to_owned());
    tracing_subscriber::fmt().with_env_filter(log).with_writer(std::io::stderr).init();
    let screen = Screen::new(&arguments);
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            screen.complain(&error.to_string());
            return Exit::Internal.into();
        }
    };
    runtime.block_on(run::run(arguments, &screen)).into()
}
