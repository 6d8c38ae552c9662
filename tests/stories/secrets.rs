//! Where passwords of outside accounts are kept: a real keyring, none, and one that never answers.
//! Each question is asked in a process of its own, because a process knows one session bus.

use std::io::BufRead;
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const SECRET: &str = "segredo-que-ninguem-ve";

fn ask(bus: &str, folder: &Path, question: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_secrets-probe"))
        .arg(folder)
        .args(question)
        .env("DBUS_SESSION_BUS_ADDRESS", bus)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn file(folder: &Path) -> String {
    std::fs::read_to_string(folder.join("secrets.json")).unwrap()
}

/// A bus that starts nothing by itself: asked before the test's keyring is there, the system's configuration would
/// start another, locked one, which would keep the name.
const BUS: &str = r#"<busconfig>
  <type>session</type>
  <listen>unix:dir=FOLDER</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>"#;

/// A session bus with an opened GNOME keyring on it, all in a folder of its own; ends with the test.
struct Desktop {
    bus: String,
    processes: Vec<Child>,
    _home: TempDir,
}

impl Desktop {
    fn start() -> Self {
        let home = TempDir::new().unwrap();
        let config = home.path().join("bus.conf");
        std::fs::write(&config, BUS.replace("FOLDER", &home.path().display().to_string())).unwrap();
        let mut daemon = Command::new("dbus-daemon")
            .args(["--nofork", "--nopidfile", "--print-address=1"])
            .arg(format!("--config-file={}", config.display()))
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("dbus-daemon: run scripts/install-deps test");
        let mut bus = String::new();
        std::io::BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut bus).unwrap();
        let bus = bus.trim().to_owned();
        let keyring = Command::new("sh")
            .args(["-c", "printf abc | exec gnome-keyring-daemon --foreground --unlock --components=secrets"])
            .env("DBUS_SESSION_BUS_ADDRESS", &bus)
            .env("HOME", home.path())
            .env("XDG_DATA_HOME", home.path().join("share"))
            .env("XDG_RUNTIME_DIR", home.path())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("gnome-keyring-daemon: run scripts/install-deps test");
        Self { bus, processes: vec![keyring, daemon], _home: home }
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        for process in &mut self.processes {
            process.kill().ok();
            process.wait().ok();
        }
    }
}

#[test]
fn a_keyring_keeps_the_password_and_the_file_does_not() {
    let desktop = Desktop::start();
    let folder = TempDir::new().unwrap();
    let until = Instant::now() + Duration::from_secs(120);
    // The keyring may still be opening: what went into the file meanwhile is typed again.
    while ask(&desktop.bus, folder.path(), &["set", "mail", SECRET]) != "keyring" {
        assert!(Instant::now() < until, "the keyring never took it");
        std::thread::sleep(Duration::from_millis(100));
    }
    assert!(!file(folder.path()).contains(SECRET));
    assert_eq!(ask(&desktop.bus, folder.path(), &["get", "mail"]), SECRET);
    assert_eq!(ask(&desktop.bus, folder.path(), &["kind", "mail"]), "keyring");
    assert_eq!(ask(&desktop.bus, folder.path(), &["set", "mail", "outro"]), "keyring");
    assert_eq!(ask(&desktop.bus, folder.path(), &["get", "mail"]), "outro");
    assert_eq!(ask(&desktop.bus, folder.path(), &["get", "another"]), "");

    let bus = desktop.bus.clone();
    drop(desktop);
    let gone = ask(&bus, folder.path(), &["get", "mail"]);
    assert!(gone.starts_with("unavailable: keyring"), "{gone}");
}

#[test]
fn without_a_session_bus_the_file_keeps_it_at_once() {
    let folder = TempDir::new().unwrap();
    let nowhere = format!("unix:path={}", folder.path().join("no-bus").display());
    let begun = Instant::now();
    assert_eq!(ask(&nowhere, folder.path(), &["kind", "mail"]), "file");
    assert_eq!(ask(&nowhere, folder.path(), &["set", "mail", SECRET]), "file");
    assert_eq!(ask(&nowhere, folder.path(), &["get", "mail"]), SECRET);
    assert!(begun.elapsed() < Duration::from_secs(10), "{:?}", begun.elapsed());
    assert!(file(folder.path()).contains(SECRET));
}

#[test]
fn a_bus_that_never_answers_holds_nothing_up() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("mute-bus");
    // Takes connections and says nothing.
    let _mute = UnixListener::bind(&path).unwrap();
    let mute = format!("unix:path={}", path.display());
    let begun = Instant::now();
    assert_eq!(ask(&mute, folder.path(), &["kind", "mail"]), "file");
    assert!(begun.elapsed() < Duration::from_secs(6), "{:?}", begun.elapsed());
    // What was kept in the file is read without asking the bus.
    std::fs::write(folder.path().join("secrets.json"), format!(r#"{{"mail":"{SECRET}"}}"#)).unwrap();
    let begun = Instant::now();
    assert_eq!(ask(&mute, folder.path(), &["get", "mail"]), SECRET);
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}
