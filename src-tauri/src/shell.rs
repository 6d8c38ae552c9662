//! What only a desktop can do, checked here again whatever the screens checked before.

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::{Value, json};
use tauri::{AppHandle, Url};
use tauri_plugin_dialog::DialogExt;

/// What a file is for: decides the endings the dialog offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileKind {
    /// A list to import or export.
    Table,
    /// A document.
    Pdf,
    /// A picture, such as the company's logo.
    Image,
    /// A copy of the database.
    Backup,
    /// Anything.
    Any,
}

impl FileKind {
    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Table => &["csv", "txt", "xlsx"],
            Self::Pdf => &["pdf"],
            Self::Image => &["png", "jpg", "jpeg"],
            Self::Backup => &["db"],
            Self::Any => &[],
        }
    }
}

/// The screens can be used now. The log tells `make bench` how long that took.
#[tauri::command]
pub fn ready() {
    tracing::info!("first usable screen");
}

/// Opens a page in the system's browser.
#[tauri::command]
pub fn open_link(url: &str) -> Result<(), Value> {
    let url = checked_link(url).ok_or_else(|| refusal("link"))?;
    tauri_plugin_opener::open_url(url.as_str(), None::<&str>).map_err(|error| {
        tracing::warn!(%error, "the browser did not open");
        json!({ "code": "unavailable", "params": { "reason": "browser" }, "issues": [] })
    })
}

/// Only web pages: never a file, a script or another program's own scheme.
fn checked_link(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let web = matches!(url.scheme(), "https" | "http");
    (web && url.host_str().is_some() && url.username().is_empty() && url.password().is_none()).then_some(url)
}

/// Asks for a file to read; `null` when the person gave up.
#[tauri::command]
pub async fn pick_file(app: AppHandle, title: String, kind: FileKind) -> Option<PathBuf> {
    let (answer, chosen) = tokio::sync::oneshot::channel();
    dialog(&app, title, kind).pick_file(|path| {
        answer.send(path).ok();
    });
    chosen.await.ok().flatten()?.into_path().ok()
}

/// Asks for a folder; `null` when the person gave up.
#[tauri::command]
pub async fn pick_folder(app: AppHandle, title: String) -> Option<PathBuf> {
    let (answer, chosen) = tokio::sync::oneshot::channel();
    app.dialog().file().set_title(title).pick_folder(|path| {
        answer.send(path).ok();
    });
    chosen.await.ok().flatten()?.into_path().ok()
}

/// Asks where to write a file; `null` when the person gave up.
#[tauri::command]
pub async fn save_file(app: AppHandle, title: String, kind: FileKind, file_name: String) -> Option<PathBuf> {
    let (answer, chosen) = tokio::sync::oneshot::channel();
    dialog(&app, title, kind).set_file_name(clean_file_name(&file_name)).save_file(|path| {
        answer.send(path).ok();
    });
    chosen.await.ok().flatten()?.into_path().ok()
}

fn dialog(
    app: &AppHandle,
    title: String,
    kind: FileKind,
) -> tauri_plugin_dialog::FileDialogBuilder<tauri::Wry> {
    let dialog = app.dialog().file().set_title(title);
    let endings = kind.endings();
    if endings.is_empty() { dialog } else { dialog.add_filter(endings.join(", "), endings) }
}

/// A suggestion never names a folder, whatever a customer is called.
fn clean_file_name(name: &str) -> String {
    let forbidden = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];
    let kept = |c: char| if c.is_control() || forbidden.contains(&c) { '-' } else { c };
    name.chars().map(kept).take(120).collect::<String>().trim_start_matches('.').trim().to_owned()
}

fn refusal(field: &str) -> Value {
    let issue = json!({ "field": field, "code": "invalid", "params": {} });
    json!({ "code": "invalid", "params": {}, "issues": [issue] })
}

/// Closes the program as the window's own button does.
#[tauri::command]
pub fn quit(app: AppHandle) {
    app.exit(0);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_web_pages_are_opened() {
        assert!(checked_link("https://www.correios.com.br/busca?cep=01001-000").is_some());
        assert!(checked_link("http://exemplo.com.br").is_some());
        for refused in [
            "file:///etc/passwd",
            "javascript:alert(1)",
            "data:text/html,x",
            "ftp://exemplo.com.br/x",
            "tauri://localhost",
            "https://banco.com.br@golpe.example/",
            "www.exemplo.com.br",
            "/bin/sh",
            "",
        ] {
            assert!(checked_link(refused).is_none(), "{refused}");
        }
    }

    #[test]
    fn a_suggested_file_name_names_no_folder() {
        assert_eq!(clean_file_name("Orçamento 12 - A/C José.pdf"), "Orçamento 12 - A-C José.pdf");
        assert_eq!(clean_file_name("../../.bashrc"), "-..-.bashrc");
        assert_eq!(clean_file_name("a\nb\0c.pdf"), "a-b-c.pdf");
        assert_eq!(clean_file_name(&"x".repeat(500)).len(), 120);
    }
}
