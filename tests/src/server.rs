//! A Postgres of a story's own, which it may stop in the middle of work, start again, and give a certificate.
//! `scripts/with-postgres` starts the one that all other stories share.

use std::fs;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

/// The password of its owner.
const PASSWORD: &str = "senha do servidor";

/// The server; it is stopped and its data removed when it is dropped.
pub struct Server {
    programs: PathBuf,
    folder: TempDir,
    port: u16,
}

impl Server {
    /// Starts one on a free port of this machine.
    pub fn start() -> Self {
        Self::start_with(|_| Vec::new())
    }

    /// The same, with settings such as `ssl=on` that may name files written to its folder.
    pub fn start_with(settings: impl FnOnce(&Path) -> Vec<String>) -> Self {
        let folder = TempDir::new().unwrap();
        fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
        fs::write(folder.path().join("password"), PASSWORD).unwrap();
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let server = Self { programs: programs(), folder, port };
        let settings = settings(server.folder.path());
        if as_root() {
            run(Command::new("chown").arg("-R").arg("postgres:").arg(server.folder.path()));
        }
        let password = format!("--pwfile={}", server.folder.path().join("password").display());
        let options =
            ["-U", "postgres", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"];
        run(server.program("initdb").arg("-D").arg(server.data()).args(options).arg(password));
        let place = server.folder.path().display();
        // Not waiting for the disk is safe here: only the server is stopped, never the machine.
        let mut text = format!(
            "listen_addresses = '127.0.0.1'\nport = {port}\nunix_socket_directories = '{place}'\n\
             fsync = off\nfull_page_writes = off\nshared_buffers = 32MB\n"
        );
        settings.into_iter().for_each(|line| text.push_str(&format!("{line}\n")));
        let file = server.data().join("postgresql.auto.conf");
        fs::write(&file, text).unwrap();
        server.start_again();
        server
    }

    /// The address of its first database.
    pub fn url(&self) -> String {
        let password = PASSWORD.replace(' ', "%20");
        format!("postgres://postgres:{password}@127.0.0.1:{}/postgres", self.port)
    }

    /// Where it keeps its files.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Ends all its processes at once, as a crash of the server would.
    pub fn stop_at_once(&self) {
        run(self.program("pg_ctl").arg("-D").arg(self.data()).args(["-m", "immediate", "-s", "-w", "stop"]));
    }

    /// Starts it on the same data and port.
    pub fn start_again(&self) {
        let log = self.folder.path().join("data/server.log");
        // Its output must not be ours: a pipe that stays open would be waited for.
        run(self
            .program("pg_ctl")
            .arg("-D")
            .arg(self.data())
            .arg("-l")
            .arg(log)
            .args(["-s", "-w", "-t", "30", "start"])
            .stdout(std::process::Stdio::null())
            .stderr(std::process::Stdio::null()));
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// One of its programs, by somebody who may run it: Postgres refuses root.
    fn program(&self, name: &str) -> Command {
        let program = self.programs.join(name);
        let mut command = if as_root() {
            let mut command = Command::new("setpriv");
            command
                .args(["--reuid=postgres", "--regid=postgres", "--init-groups", "--reset-env"])
                .arg(program);
            command
        } else {
            Command::new(program)
        };
        command.current_dir("/");
        command
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let mut stop = self.program("pg_ctl");
        stop.arg("-D").arg(self.data()).args(["-m", "immediate", "-s", "stop"]).output().ok();
    }
}

fn as_root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|found| std::os::unix::fs::MetadataExt::uid(&found) == 0)
}

/// Where the server's programs are: the newest of the system.
fn programs() -> PathBuf {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten();
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| {
            let entry = entry.ok()?;
            Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin")))
        })
        .collect();
    found.sort();
    found.pop().map(|(_, folder)| folder).expect("no Postgres found; run scripts/install-deps test")
}

fn run(command: &mut Command) {
    let done = command.output().unwrap();
    assert!(done.status.success(), "{command:?}: {}", String::from_utf8_lossy(&done.stderr));
}
