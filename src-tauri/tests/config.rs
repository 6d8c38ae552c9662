//! What the window may do is small, and stays small: a line added here is a decision.
#![allow(clippy::unwrap_used)]

use serde_json::Value;

fn read(path: &str) -> Value {
    let path = format!("{}/{path}", env!("CARGO_MANIFEST_DIR"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn content_comes_from_the_program_alone() {
    let security = &read("tauri.conf.json")["app"]["security"];
    let policy = security["csp"].as_object().expect("an explicit policy");
    for directive in
        ["default-src", "script-src", "style-src", "img-src", "font-src", "connect-src", "worker-src"]
    {
        let sources = policy[directive].as_str().unwrap();
        for source in sources.split_whitespace() {
            let own = ["'self'", "data:", "blob:", "ipc:", "http://ipc.localhost", "'unsafe-inline'"];
            assert!(own.contains(&source), "{directive} {source}");
        }
    }
    assert_eq!(policy["script-src"], "'self'");
    assert_eq!(policy["object-src"], "'none'");
    assert_eq!(policy["base-uri"], "'none'");
    assert_eq!(security["pattern"]["use"], "isolation");
}

#[test]
fn the_screens_may_call_our_commands_listen_and_zoom_and_nothing_else() {
    let capability = read("capabilities/main.json");
    let allowed: Vec<&str> =
        capability["permissions"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert_eq!(
        allowed,
        [
            "core:event:allow-listen",
            "core:event:allow-unlisten",
            "core:webview:allow-set-webview-zoom", // Ctrl and +, -, 0
            "allow-rpc",
            "allow-setup", // where the base is, asked before there is one
            "allow-ready",
            "allow-open-link",
            "allow-pick-file",
            "allow-pick-folder", // where copies of the database go
            "allow-save-file",
            "allow-quit",
        ]
    );
    let files = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/capabilities")).unwrap();
    assert_eq!(files.count(), 1, "one window, one capability");
}

#[test]
fn what_the_screens_may_call_gets_through_the_isolation() {
    let guard = include_str!("../isolation/isolation.js");
    let capability = read("capabilities/main.json");
    let own = capability["permissions"].as_array().unwrap().iter().filter_map(Value::as_str);
    let own: Vec<String> =
        own.filter_map(|name| name.strip_prefix("allow-")).map(|name| name.replace('-', "_")).collect();
    assert!(own.len() > 5, "{own:?}");
    for command in own {
        assert!(guard.contains(&format!("\"{command}\"")), "{command} waits for ever");
    }
}

#[test]
fn the_window_has_one_size_for_everybody_and_a_smallest_one() {
    let windows = read("tauri.conf.json")["app"]["windows"].clone();
    assert_eq!(windows.as_array().map(Vec::len), Some(1));
    assert_eq!([&windows[0]["width"], &windows[0]["height"]], [1366, 768]);
    assert_eq!([&windows[0]["minWidth"], &windows[0]["minHeight"]], [1024, 640]);
}

#[test]
fn the_program_refuses_what_it_does_not_know() {
    let program = env!("CARGO_BIN_EXE_retaguarda-desktop");
    let refused = std::process::Command::new(program).arg("--databse").arg("x").output().unwrap();
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("--database"));
}

#[test]
fn installers_of_other_systems_change_nothing_but_how_they_are_packed() {
    // Not tried: nobody has built them yet. What can be held here is that they are read, and touch no permission.
    for (file, targets) in
        [("tauri.windows.conf.json", ["nsis", "msi"]), ("tauri.macos.conf.json", ["app", "dmg"])]
    {
        let config = read(file);
        let keys: Vec<&String> = config.as_object().unwrap().keys().filter(|key| *key != "$schema").collect();
        assert_eq!(keys, ["bundle"], "{file}");
        assert_eq!(config["bundle"]["targets"], serde_json::json!(targets), "{file}");
    }
}
