//! `retaguarda move`: everything from a file to a server, or nothing, also when the program is killed (SYS-1). Only a file
//! can be moved, only to a server.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::disallowed_methods)]

use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use stories::{fresh_postgres_database, seen_on_server as seen};
use tempfile::TempDir;

fn command(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_retaguarda"));
    command.env_remove("RETAGUARDA_DATABASE").args(["--secrets-in-file", "--data-dir"]).arg(folder.path());
    command.args(arguments).stdin(Stdio::null());
    command
}

fn retaguarda(folder: &TempDir, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

fn json_of(output: &Output) -> Value {
    serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"))
}

fn told(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn demo(customers: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    let made = retaguarda(&folder, &["demo", "--customers", customers, "--today", "2026-11-23"]);
    assert!(made.status.success(), "{made:?}");
    folder
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_1_a_base_is_moved_from_the_command_line_and_the_file_says_so() {
    let folder = demo("300");
    let url = fresh_postgres_database().await;
    let moved = retaguarda(&folder, &["move", "--to", &url]);
    assert_eq!(moved.status.code(), Some(0), "{moved:?}");
    assert!(told(&moved).contains("counts and checksums are the same"), "{moved:?}");
    assert!(told(&moved).contains("  customer "), "{moved:?}");
    let found = retaguarda(&folder, &["--database", &url, "verify"]);
    assert_eq!(found.status.code(), Some(0), "{found:?}");
    // The file says where its data are, in both languages, and is not written to.
    let old = retaguarda(&folder, &["verify"]);
    assert_eq!(old.status.code(), Some(4), "{old:?}");
    assert!(told(&old).contains("moved to a server") && told(&old).contains("127.0.0.1/story_"), "{old:?}");
    let old = retaguarda(&folder, &["--lang", "pt-BR", "verify"]);
    assert!(told(&old).contains("foram movidos para um servidor"), "{old:?}");
    let again = retaguarda(&folder, &["--json", "move", "--to", &url]);
    assert_eq!(json_of(&again)["error"]["params"]["reason"], "relocation_target_used");
    let back = retaguarda(&folder, &["move", "--back"]);
    assert_eq!(back.status.code(), Some(0), "{back:?}");
    assert_eq!(retaguarda(&folder, &["verify"]).status.code(), Some(0));
    assert_eq!(retaguarda(&folder, &["move"]).status.code(), Some(2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn sys_1_a_move_killed_in_the_middle_leaves_the_file_whole_and_the_server_empty() {
    let folder = demo("4000");
    let url = fresh_postgres_database().await;
    let mut moving = command(&folder, &["move", "--to", &url]).spawn().unwrap();
    let begun = Instant::now();
    while seen(&url).await.0 == 0 {
        assert!(moving.try_wait().unwrap().is_none(), "it ended before it was killed");
        assert!(begun.elapsed() < Duration::from_secs(60));
    }
    moving.kill().unwrap();
    moving.wait().unwrap();
    while seen(&url).await.1 > 0 {
        assert!(begun.elapsed() < Duration::from_secs(90), "tables stay behind");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(retaguarda(&folder, &["verify"]).status.code(), Some(0));
    let moved = retaguarda(&folder, &["--json", "move", "--to", &url]);
    assert_eq!(moved.status.code(), Some(0), "{moved:?}");
    assert!(json_of(&moved)["rows"].as_i64().unwrap() > 10_000);
}
