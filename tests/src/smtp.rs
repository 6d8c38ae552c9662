//! A mail server that writes down what it took, and misbehaves when told to.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufStream};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use tokio_rustls::rustls::{ServerConfig, crypto};

/// What the server does with one message; those that nothing is said about are taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mood {
    /// Takes it.
    Take,
    /// Takes it after a while.
    TakeSlowly(Duration),
    /// 550 for the recipient.
    RefuseRecipient,
    /// 451 for the recipient.
    PostponeRecipient,
    /// 530 for the sender.
    RefuseSender,
    /// 554 for the content.
    RefuseContent,
    /// 452 for the content.
    PostponeContent,
    /// Hangs up on RCPT.
    HangUpOnRecipient,
    /// Hangs up on DATA, before any content.
    HangUpOnData,
    /// Hangs up in the middle of the content and forgets it.
    HangUpInContent,
    /// Takes the content and hangs up without a word.
    TakeAndHangUp,
    /// Takes it, and hangs up once it has said so.
    TakeThenHangUp,
}

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Protection {
    /// Not at all; STARTTLS is not offered.
    Plain,
    /// STARTTLS is offered.
    Starttls,
    /// TLS from the first byte.
    Tls,
}

/// A message the server took.
#[derive(Debug, Clone)]
pub struct Taken {
    /// Envelope recipient.
    pub to: String,
    /// Headers and body, with LF.
    pub content: String,
    /// The connection it came through, counted from 1.
    pub connection: usize,
}

impl Taken {
    /// The value of a header, unfolded.
    pub fn header(&self, name: &str) -> Option<String> {
        let (head, _) = self.content.split_once("\n\n")?;
        let head = head.replace("\n ", " ").replace("\n\t", " ");
        head.lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(':'))
            .map(|value| value.trim().to_owned())
    }
}

/// The running server; it ends with the test's runtime.
#[derive(Clone)]
pub struct MailServer {
    /// Where it listens.
    pub port: u16,
    /// The certificate of its authority.
    pub ca_pem: String,
    book: Arc<Mutex<Book>>,
}

#[derive(Default)]
struct Book {
    taken: Vec<Taken>,
    moods: VecDeque<Mood>,
    default: Option<Mood>,
    credentials: Vec<String>,
    connections: usize,
}

impl MailServer {
    /// Starts a server on a free port of this machine.
    pub async fn start(protection: Protection) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let certified = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        let ca_pem = certified.cert.pem();
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(certified.signing_key.serialize_der()));
        let config = ServerConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certified.cert.der().clone()], key)
            .unwrap();
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let server = Self { port, ca_pem, book: Arc::default() };
        let accepting = server.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(accepting.clone().serve(stream, acceptor.clone(), protection));
            }
        });
        server
    }

    /// What to do with the next messages, in order.
    pub fn next(&self, moods: impl IntoIterator<Item = Mood>) {
        self.book.lock().unwrap().moods.extend(moods);
    }

    /// What to do with all messages nothing else is said about.
    pub fn always(&self, mood: Mood) {
        self.book.lock().unwrap().default = Some(mood);
    }

    /// What it took so far.
    pub fn taken(&self) -> Vec<Taken> {
        self.book.lock().unwrap().taken.clone()
    }

    /// What was given at each sign-in, in Base64.
    pub fn credentials(&self) -> Vec<String> {
        self.book.lock().unwrap().credentials.clone()
    }

    /// How many connections were made.
    pub fn connections(&self) -> usize {
        self.book.lock().unwrap().connections
    }

    async fn serve(self, stream: TcpStream, tls: TlsAcceptor, protection: Protection) {
        let number = {
            let mut book = self.book.lock().unwrap();
            book.connections += 1;
            book.connections
        };
        let _ = stream.set_nodelay(true);
        if protection == Protection::Tls {
            let Ok(stream) = tls.accept(stream).await else { return };
            self.talk(&mut BufStream::new(stream), number, false, true).await;
            return;
        }
        let mut plain = BufStream::new(stream);
        if self.talk(&mut plain, number, protection == Protection::Starttls, true).await {
            let Ok(stream) = tls.accept(plain.into_inner()).await else { return };
            self.talk(&mut BufStream::new(stream), number, false, false).await;
        }
    }

    /// One dialogue; true when it goes on in TLS.
    async fn talk<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: &mut BufStream<S>,
        number: usize,
        starttls: bool,
        greet: bool,
    ) -> bool {
        if greet && !say(stream, "220 mail.example ESMTP").await {
            return false;
        }
        let (mut mood, mut to) = (Mood::Take, String::new());
        while let Some(line) = hear(stream).await {
            let answer = match line.split(' ').next().unwrap_or_default().to_uppercase().as_str() {
                "EHLO" if starttls => "250-mail.example\r\n250 STARTTLS",
                "EHLO" => "250-mail.example\r\n250 AUTH PLAIN LOGIN",
                "STARTTLS" => {
                    say(stream, "220 go ahead").await;
                    return true;
                }
                "AUTH" => {
                    let given = line.rsplit(' ').next().unwrap_or_default().to_owned();
                    self.book.lock().unwrap().credentials.push(given);
                    "235 welcome"
                }
                "MAIL" => {
                    mood = {
                        let mut book = self.book.lock().unwrap();
                        let default = book.default.clone().unwrap_or(Mood::Take);
                        book.moods.pop_front().unwrap_or(default)
                    };
                    if mood == Mood::RefuseSender { "530 5.7.0 sign in first" } else { "250 fine" }
                }
                "RCPT" => {
                    to = line.trim_start_matches("RCPT TO:<").trim_end_matches('>').to_owned();
                    match mood {
                        Mood::RefuseRecipient => "550 5.1.1 no such user here",
                        Mood::PostponeRecipient => "451 4.7.1 come back later",
                        Mood::HangUpOnRecipient => return false,
                        _ => "250 fine",
                    }
                }
                "DATA" if mood == Mood::HangUpOnData => return false,
                "DATA" => {
                    say(stream, "354 go ahead").await;
                    match self.content(stream, &mood, &to, number).await {
                        Some(answer) => answer,
                        None => return false,
                    }
                }
                "QUIT" => {
                    say(stream, "221 bye").await;
                    return false;
                }
                "RSET" | "NOOP" => "250 fine",
                _ => "500 what?",
            };
            if !say(stream, answer).await || (mood == Mood::TakeThenHangUp && answer.contains("queued")) {
                return false;
            }
        }
        false
    }

    /// Hears the content and gives the answer; none to hang up.
    async fn content<S: AsyncRead + AsyncWrite + Unpin>(
        &self,
        stream: &mut BufStream<S>,
        mood: &Mood,
        to: &str,
        connection: usize,
    ) -> Option<&'static str> {
        let mut content = String::new();
        loop {
            let line = hear(stream).await?;
            if *mood == Mood::HangUpInContent {
                return None;
            }
            if line == "." {
                break;
            }
            content.push_str(line.strip_prefix('.').unwrap_or(&line));
            content.push('\n');
        }
        match mood {
            Mood::RefuseContent => return Some("554 5.7.1 looks like spam"),
            Mood::PostponeContent => return Some("452 4.3.1 disk full"),
            _ => {}
        }
        self.book.lock().unwrap().taken.push(Taken { to: to.to_owned(), content, connection });
        if let Mood::TakeSlowly(pause) = mood {
            tokio::time::sleep(*pause).await;
        }
        (*mood != Mood::TakeAndHangUp).then_some("250 2.0.0 queued as 4F3A")
    }
}

async fn say<S: AsyncWrite + Unpin>(stream: &mut S, line: &str) -> bool {
    stream.write_all(format!("{line}\r\n").as_bytes()).await.is_ok() && stream.flush().await.is_ok()
}

async fn hear<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut BufStream<S>) -> Option<String> {
    let mut line = Vec::new();
    match stream.read_until(b'\n', &mut line).await {
        Ok(read) if read > 0 && line.ends_with(b"\n") => {
            Some(String::from_utf8_lossy(&line).trim_end_matches(['\r', '\n']).to_owned())
        }
        _ => None,
    }
}
