//! The window: opens the application, hands every `rpc` to it, and does what only a desktop can
//! (dialogs, links, the window itself). It decides nothing; what is refused is refused in `office`.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

#[cfg(target_os = "linux")]
mod drawing;
mod journal;
mod mail_worker;
mod office_door;
mod shell;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use office::AppConfig;
use tauri::{Manager, RunEvent};
use tauri_plugin_window_state::StateFlags;

use crate::mail_worker::MailWorker;
use crate::office_door::OfficeDoor;

/// Opens the window of Retaguarda.
#[derive(Debug, Parser)]
#[command(name = "retaguarda-desktop", version)]
struct Arguments {
    /// The database: `sqlite:///path/file.db`, `postgres://role@server/base`, or `postgres://server/base` where each
    /// person signs in by a role of their own. The one chosen at the first start when none is given.
    #[arg(long, value_name = "URL", env = "RETAGUARDA_DATABASE", hide_env_values = true)]
    database: Option<String>,
    /// The folder for the database, the log and the secrets. The system's usual one when none is given.
    #[arg(long, value_name = "FOLDER", env = "RETAGUARDA_DATA_DIR")]
    data_dir: Option<PathBuf>,
    /// Keeps passwords in a file of the person's own even where there is a keyring.
    #[arg(long, env = "RETAGUARDA_SECRETS_IN_FILE", value_parser = clap::builder::FalseyValueParser::new())]
    secrets_in_file: bool,
}

fn main() -> ExitCode {
    #[cfg(target_os = "linux")]
    drawing::without_a_card_plainly();
    let arguments = Arguments::parse();
    if let Some(folder) = arguments.data_dir.clone().or_else(|| office::app::default_data_dir().ok()) {
        journal::start(&folder);
    }
    tracing::info!(version = env!("CARGO_PKG_VERSION"), "starting");
    let door = OfficeDoor::new(AppConfig {
        // An empty one is none: nobody is kept from choosing by a variable that says nothing.
        database_url: arguments.database.filter(|url| !url.is_empty()),
        data_dir: arguments.data_dir,
        secrets_in_file: arguments.secrets_in_file,
        ..AppConfig::default()
    });
    match run(door) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(%error, "the window could not open");
            eprintln!("retaguarda: the window could not open: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(door: OfficeDoor) -> tauri::Result<()> {
    let remembered = StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED;
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .plugin(tauri_plugin_window_state::Builder::new().with_state_flags(remembered).build())
        .manage(door)
        .manage(MailWorker::default())
        .setup(|app| {
            // The database opens while the web view is still loading the screens.
            tauri::async_runtime::spawn(office_door::keep_open(app.handle().clone()));
            Ok(())
        })
        .invoke_handler(tauri::generate_handler![
            office_door::rpc,
            office_door::setup,
            shell::ready,
            shell::open_link,
            shell::pick_file,
            shell::pick_folder,
            shell::save_file,
            shell::quit,
        ])
        .build(tauri::generate_context!())?
        .run(|app, event| {
            if let RunEvent::Exit = event {
                office_door::leave(app);
                app.state::<MailWorker>().finish();
                tracing::info!("ended");
            }
        });
    Ok(())
}
