//! Where a test of the window plays: a database, a data folder, a display and a driver, all its own.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

use futures_util::FutureExt;
use office::{App, AppConfig};
use tempfile::TempDir;
use thirtyfour::{Capabilities, WebDriver};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::page::Window;
use super::processes::{Running, free_port, wait_for_port};

/// Windows open at the same time. More only makes each of them slower.
static SEATS: Semaphore = Semaphore::const_new(2);

/// Which database the window works on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file in the data folder.
    Sqlite,
    /// A new database on the server of `scripts/with-postgres`.
    Postgres,
}

/// One test's surroundings.
pub struct Stage {
    /// Name of the test, for its pictures.
    pub name: String,
    /// Address of the database.
    pub url: String,
    folder: TempDir,
    pictures: PathBuf,
    extra_environment: Vec<(String, String)>,
    last: Arc<Mutex<Option<Window>>>,
    _seat: SemaphorePermit<'static>,
}

impl Stage {
    /// Runs a test to its end; when it panics, keeps a picture of what the window showed.
    pub fn play<F: Future<Output = ()>>(name: &str, engine: Engine, act: impl FnOnce(Self) -> F) {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .expect("a runtime");
        runtime.block_on(async {
            let stage = Self::new(&format!("{name}-{engine:?}").to_lowercase(), engine).await;
            let last = stage.last.clone();
            let result = std::panic::AssertUnwindSafe(act(stage)).catch_unwind().await;
            let window = last.lock().unwrap_or_else(PoisonError::into_inner).take();
            if let Some(window) = window {
                if result.is_err() {
                    window.keep_evidence().await;
                }
                window.close().await;
            }
            if let Err(panic) = result {
                std::panic::resume_unwind(panic);
            }
        });
    }

    /// An empty database and an empty folder.
    pub async fn new(name: &str, engine: Engine) -> Self {
        let seat = SEATS.acquire().await.expect("never closed");
        let folder = TempDir::with_prefix("retaguarda-e2e.").expect("a temporary folder");
        // What slides or fades is where it belongs at once: the desktop's own setting, as people choose it.
        let settings = folder.path().join("config/gtk-3.0");
        std::fs::create_dir_all(&settings).expect("a folder for the desktop's settings");
        std::fs::write(settings.join("settings.ini"), "[Settings]\ngtk-enable-animations=0\n")
            .expect("the desktop's settings");
        let url = match engine {
            Engine::Sqlite => format!("sqlite://{}", folder.path().join("retaguarda.db").display()),
            Engine::Postgres => stories::fresh_postgres_database().await,
        };
        let pictures = build_folder().parent().expect("target").join("e2e").join(name);
        std::fs::remove_dir_all(&pictures).ok();
        Self {
            name: name.to_owned(),
            url,
            folder,
            pictures,
            extra_environment: Vec::new(),
            last: Arc::default(),
            _seat: seat,
        }
    }

    /// The data folder of the application.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Puts screenshots into another folder.
    pub fn pictures_in(mut self, folder: impl Into<PathBuf>) -> Self {
        self.pictures = folder.into();
        self
    }

    /// Sets a variable in the window's environment.
    pub fn with_env(mut self, name: &str, value: &str) -> Self {
        self.extra_environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// As people have it: tests leave out what pays only after minutes.
    pub fn as_installed(self) -> Self {
        self.with_env("JSC_useFTLJIT", "1")
    }

    /// The application on the same database without a window, to prepare what a test needs.
    pub async fn app(&self) -> Arc<App> {
        let config = AppConfig {
            database_url: Some(self.url.clone()),
            data_dir: Some(self.folder.path().to_path_buf()),
            ..AppConfig::default()
        };
        App::open(config).await.expect("the application opens")
    }

    /// The headless companion, to be run on the same database.
    pub fn companion(&self) -> Command {
        let mut command = Command::new(build_folder().join("retaguarda"));
        self.surround(&mut command);
        command
    }

    /// Fills the database with the demo people and their customers, always the same.
    pub fn make_demo(&self, customers: u32) {
        let arguments =
            ["demo", "--seed", "1", "--customers", &customers.to_string(), "--database", &self.url];
        let made =
            self.companion().args(arguments).stdout(Stdio::null()).status().expect("the companion runs");
        assert!(made.success(), "the demo base was not made");
    }

    /// Opens the window. A test may open it again after closing it.
    pub async fn window(&self) -> Window {
        let program = build_folder().join("retaguarda-desktop");
        assert!(program.exists(), "{} is missing: cargo build --workspace --bins", program.display());
        let (display, display_name) = Running::display();
        let (port, native_port) = (free_port(), free_port());
        let mut command = Command::new(tauri_driver());
        command
            .args(["--port", &port.to_string(), "--native-port", &native_port.to_string()])
            .env("DISPLAY", &display_name)
            .env_remove("WAYLAND_DISPLAY")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        self.surround(&mut command);
        let driver = Running::start(&mut command);
        wait_for_port(port);
        wait_for_port(native_port);

        let mut wanted = Capabilities::new();
        wanted.set("browserName", "wry").expect("a capability");
        let application = serde_json::json!({ "application": program });
        wanted.set("tauri:options", application).expect("a capability");
        let session = WebDriver::new(&format!("http://127.0.0.1:{port}"), wanted).await.expect("a session");
        let window = Window::new(session, display_name, vec![driver, display], self.pictures.clone());
        *self.last.lock().unwrap_or_else(PoisonError::into_inner) = Some(window.clone());
        window
    }

    /// Everything a process of ours may write goes into the test's own folder.
    fn surround(&self, command: &mut Command) {
        let folder = self.folder.path();
        command
            .env("HOME", folder)
            .env("XDG_DATA_HOME", folder.join("share"))
            .env("XDG_CONFIG_HOME", folder.join("config"))
            .env("XDG_CACHE_HOME", folder.join("cache"))
            .env("RETAGUARDA_DATA_DIR", folder)
            .env("RETAGUARDA_DATABASE", &self.url)
            .env("RETAGUARDA_SECRETS_IN_FILE", "1")
            .env("LANG", "C.UTF-8")
            .env("NO_AT_BRIDGE", "1")
            // A window of a test lives for seconds: what the last tier of the script compiler makes comes too late.
            .env("JSC_useFTLJIT", "0")
            .envs(self.extra_environment.iter().cloned());
    }
}

/// Where cargo put the programs: beside the test that runs.
pub fn build_folder() -> PathBuf {
    let mut folder = std::env::current_exe().expect("this program's path");
    folder.pop();
    if folder.ends_with("deps") || folder.ends_with("examples") {
        folder.pop();
    }
    folder
}

fn tauri_driver() -> PathBuf {
    let cargo = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = std::env::var_os("HOME").map(|home| Path::new(&home).join(".cargo"));
    let found = cargo.or(home).map(|folder| folder.join("bin/tauri-driver")).filter(|path| path.exists());
    found.unwrap_or_else(|| PathBuf::from("tauri-driver"))
}
