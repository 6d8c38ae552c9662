//! Python's aiosmtpd as the server that receives what the application sends: `scripts/receive-mail.py`.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use serde::Deserialize;

use super::processes::{Heard, Running};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../scripts/receive-mail.py");
/// How long a message may take from the outbox to here on a busy machine.
const PATIENCE: Duration = Duration::from_secs(30);

/// The account that may send through it.
pub const USERNAME: &str = "horizonte";
/// Its password.
pub const PASSWORD: &str = "segredo do correio";

/// A mail server that asks for STARTTLS and a sign-in, and keeps each message as a file.
pub struct PostOffice {
    /// Where it listens, on this machine.
    pub port: u16,
    folder: PathBuf,
    _running: Running,
    _output: Heard,
}

/// A message as a mail program shows it.
#[derive(Debug, Clone, Deserialize)]
pub struct Letter {
    /// Name and address of the sender.
    pub from: String,
    /// Name and address of the recipient.
    pub to: String,
    /// The address it was delivered to.
    pub envelope_to: String,
    /// Whether it came over TLS.
    pub tls: bool,
    /// Its subject.
    pub subject: String,
    /// The plain words.
    pub text: String,
    /// What came with it.
    pub attachments: Vec<Attachment>,
}

/// A file that came with a message.
#[derive(Debug, Clone, Deserialize)]
pub struct Attachment {
    /// Its name in the server's folder: the message's number, then the name the sender gave.
    pub file: String,
    /// Its media type.
    #[serde(rename = "type")]
    pub media_type: String,
}

impl PostOffice {
    /// Opens the server on a free port; messages land in `folder`.
    pub fn open(folder: &Path) -> Self {
        std::fs::create_dir_all(folder).expect("a folder for messages");
        let mut command = Command::new(SCRIPT);
        command.arg(folder).args(["--unpack", "--starttls", "--user", USERNAME, "--password", PASSWORD]);
        let (running, line, output) = Running::start_and_hear(&mut command);
        let port = line.strip_prefix("listening ").and_then(|port| port.trim().parse().ok());
        let port = port.unwrap_or_else(|| panic!("{SCRIPT} said: {line}"));
        Self { port, folder: folder.to_path_buf(), _running: running, _output: output }
    }

    /// The certificate a sender has to trust, in PEM.
    pub fn certificate(&self) -> String {
        std::fs::read_to_string(self.folder.join("certificate.pem")).expect("the server made a certificate")
    }

    /// The letter that came as the `number`-th, counted from 1, once it is there.
    pub async fn letter(&self, number: usize) -> Letter {
        let path = self.folder.join(format!("{number:03}.json"));
        let until = Instant::now() + PATIENCE;
        while !path.exists() {
            assert!(Instant::now() < until, "letter {number} did not come");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        serde_json::from_slice(&std::fs::read(&path).expect("a letter")).expect("a readable letter")
    }

    /// How many letters came so far.
    pub fn count(&self) -> usize {
        let entries = std::fs::read_dir(&self.folder).expect("the server's folder");
        entries.flatten().filter(|entry| entry.path().extension().is_some_and(|end| end == "eml")).count()
    }

    /// Where an attachment is.
    pub fn path(&self, attachment: &Attachment) -> PathBuf {
        self.folder.join(&attachment.file)
    }

    /// The words of a PDF that came, read by a program that is not ours (poppler).
    pub fn words_of(&self, attachment: &Attachment) -> String {
        let path = self.path(attachment);
        let read =
            Command::new("pdftotext").arg("-layout").arg(&path).arg("-").output().expect("pdftotext runs");
        assert!(read.status.success(), "{}: {}", path.display(), String::from_utf8_lossy(&read.stderr));
        String::from_utf8(read.stdout).expect("UTF-8")
    }
}
