//! Child processes that never outlive their test: stopped one by one, by their ids, with all they started.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// How long a helper may take to answer for the first time on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// Pixels of a display, across and down.
pub(super) const WIDTH: u16 = 1920;
pub(super) const HEIGHT: u16 = 1200;

/// What a child says.
pub type Heard = BufReader<ChildStdout>;

/// A running child; dropped, it and its descendants are stopped.
pub struct Running(Child);

impl Running {
    /// Starts a command.
    pub fn start(command: &mut Command) -> Self {
        let program = command.get_program().to_owned();
        let child = command.spawn().unwrap_or_else(|error| panic!("{}: {error}", program.display()));
        Self(child)
    }

    /// Starts an X server without a screen on a display number of its own choice; gives both.
    pub fn display() -> (Self, String) {
        let mut command = Command::new("Xvfb");
        let screen = format!("{WIDTH}x{HEIGHT}x24");
        command.args(["-displayfd", "1", "-screen", "0", &screen, "-nolisten", "tcp", "-noreset"]);
        let (running, number, _) = Self::start_and_hear(command.stderr(Stdio::null()));
        assert!(!number.trim().is_empty(), "Xvfb did not start");
        (running, format!(":{}", number.trim()))
    }

    /// Starts a command and waits for its first line; gives that and the rest of its output, which must be kept
    /// as long as the child may write.
    pub fn start_and_hear(command: &mut Command) -> (Self, String, Heard) {
        let mut running = Self::start(command.stdout(Stdio::piped()));
        let mut output = BufReader::new(running.0.stdout.take().expect("a pipe"));
        let mut line = String::new();
        output.read_line(&mut line).expect("a first line");
        (running, line, output)
    }

    /// Its descendants, children first.
    pub fn descendants(&self) -> Vec<i32> {
        let parents = parents();
        let mut found = vec![self.0.id().cast_signed()];
        let mut at = 0;
        while at < found.len() {
            let above = found[at];
            found.extend(parents.iter().filter(|(_, parent)| **parent == above).map(|(pid, _)| *pid));
            at += 1;
        }
        found.remove(0);
        found
    }
}

impl Running {
    /// Kills its descendants, which get no chance to put anything away.
    pub fn kill_descendants(&self) {
        for pid in self.descendants() {
            signal(pid, Signal::KILL);
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let family = self.descendants();
        signal(self.0.id().cast_signed(), Signal::TERM);
        for pid in &family {
            signal(*pid, Signal::TERM);
        }
        let until = Instant::now() + Duration::from_secs(3);
        while Instant::now() < until {
            let gone = self.0.try_wait().ok().flatten().is_some();
            if gone && family.iter().all(|pid| !alive(*pid)) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        for pid in family.into_iter().filter(|pid| alive(*pid)) {
            signal(pid, Signal::KILL);
        }
        self.0.kill().ok();
        self.0.wait().ok();
    }
}

fn signal(pid: i32, signal: Signal) {
    if let Some(pid) = Pid::from_raw(pid) {
        kill_process(pid, signal).ok();
    }
}

fn alive(pid: i32) -> bool {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap_or_default();
    stat.rsplit(')').next().is_some_and(|rest| !rest.is_empty() && !rest.trim_start().starts_with('Z'))
}

/// The parent of every process on the machine, from `/proc/PID/stat`: `pid (name) state parent …`.
fn parents() -> BTreeMap<i32, i32> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let pids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<i32>().ok());
    pids.filter_map(|pid| {
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        let parent = stat.rsplit(')').next()?.split_whitespace().nth(1)?.parse().ok()?;
        Some((pid, parent))
    })
    .collect()
}

/// A port nobody listens on at this moment.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}

/// Waits until somebody listens on the port.
pub fn wait_for_port(port: u16) {
    let until = Instant::now() + PATIENCE;
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(Instant::now() < until, "nobody listens on port {port}");
        std::thread::sleep(Duration::from_millis(20));
    }
}
