//! One connection to the account's server, spoken to step by step, so that the caller knows before which byte
//! something broke. lettre writes and reads the protocol; the stream is ours, because lettre's own never sets
//! TCP_NODELAY and then waits 40 ms for each command.

use std::error::Error as _;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, AsyncTokioStream, Certificate, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Response;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, RootCertStore, crypto};

use crate::mailings::model::{MailAccount, MailSecurity};

/// How long to wait for what; the values RFC 5321 § 4.5.3.2 asks for, but for connecting.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// For the network, TLS, the greeting and the sign-in together.
    pub connect: Duration,
    /// For the answer to a command.
    pub command: Duration,
    /// For the answer to the whole message, besides the time to send it.
    pub content: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(60),
            command: Duration::from_secs(300),
            content: Duration::from_secs(600),
        }
    }
}

/// Why a step did not succeed, with the server's words or the network's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// 5xx.
    Refused(String),
    /// 4xx.
    Postponed(String),
    /// No answer, or the connection is gone.
    Broken(String),
}

impl Failure {
    /// The words.
    pub fn words(&self) -> &str {
        let (Self::Refused(words) | Self::Postponed(words) | Self::Broken(words)) = self;
        words
    }
}

/// An open, signed-in connection.
pub struct Connection {
    inner: AsyncSmtpConnection,
    patience: Patience,
    /// Messages handed over through it.
    pub handed_over: u64,
}

impl Connection {
    /// Connects as the account says and signs in.
    ///
    /// # Errors
    /// What went wrong, in the server's, TLS's or the network's words.
    pub async fn open(
        account: &MailAccount,
        password: Option<String>,
        patience: Patience,
    ) -> Result<Self, String> {
        let opened = timeout(patience.connect, connect(account, password)).await;
        let inner = opened.map_err(|_| {
            format!("{}:{}: no answer within {:?}", account.host, account.port, patience.connect)
        })??;
        Ok(Self { inner, patience, handed_over: 0 })
    }

    /// `MAIL FROM`: the server's word on the account.
    pub async fn sender(&mut self, from: &Address) -> Result<(), Failure> {
        self.step(Mail::new(Some(from.clone()), Vec::new())).await.map(drop)
    }

    /// `RCPT TO`: the server's word on the recipient.
    pub async fn recipient(&mut self, to: &Address) -> Result<(), Failure> {
        self.step(Rcpt::new(to.clone(), Vec::new())).await.map(drop)
    }

    /// `DATA`: whether the server wants the content. Nothing of the message has left yet.
    pub async fn data(&mut self) -> Result<(), Failure> {
        self.step(Data).await.map(drop)
    }

    /// The content, up to the server's final answer.
    pub async fn content(&mut self, bytes: &[u8]) -> Result<String, Failure> {
        // A slow line of 8 kB/s may take its time for the content itself.
        let sending = Duration::from_secs(bytes.len() as u64 / 8_000);
        let answer = timeout(self.patience.content + sending, self.inner.message(bytes)).await;
        self.handed_over += 1;
        judge(answer, self.patience.content).map(|response| words_of(&response))
    }

    /// `RSET`: forgets a message that was not handed over. False when the connection is of no more use.
    pub async fn reset(&mut self) -> bool {
        self.step(Rset).await.is_ok()
    }

    /// Says goodbye, briefly.
    pub async fn close(mut self) {
        timeout(Duration::from_secs(2), self.inner.quit()).await.ok();
    }

    async fn step(&mut self, command: impl std::fmt::Display) -> Result<Response, Failure> {
        let answer = timeout(self.patience.command, self.inner.command(command)).await;
        judge(answer, self.patience.command)
    }
}

fn judge(
    answer: Result<Result<Response, SmtpError>, tokio::time::error::Elapsed>,
    patience: Duration,
) -> Result<Response, Failure> {
    match answer {
        Err(_) => Err(Failure::Broken(format!("no answer within {patience:?}"))),
        Ok(Ok(response)) => Ok(response),
        Ok(Err(error)) => {
            let words = words_of_error(&error);
            // 421: the server is closing the connection (RFC 5321 § 3.8).
            Err(match error.status().map(|code| code.to_string()) {
                Some(code) if code == "421" => Failure::Broken(words),
                Some(_) if error.is_permanent() => Failure::Refused(words),
                Some(_) => Failure::Postponed(words),
                None => Failure::Broken(words),
            })
        }
    }
}

fn words_of(response: &Response) -> String {
    let lines: Vec<&str> = response.message().collect();
    format!("{} {}", response.code(), lines.join("\n"))
}

/// The code and the server's words; for the network and TLS the chain of causes.
fn words_of_error(error: &SmtpError) -> String {
    if let (Some(code), Some(words)) = (error.status(), error.source()) {
        return format!("{code} {words}");
    }
    let mut words = error.to_string();
    let mut cause = error.source();
    while let Some(source) = cause {
        let text = source.to_string();
        if !words.contains(&text) {
            words = format!("{words}: {text}");
        }
        cause = source.source();
    }
    words
}

async fn connect(account: &MailAccount, password: Option<String>) -> Result<AsyncSmtpConnection, String> {
    let place = format!("{}:{}", account.host, account.port);
    let port = u16::try_from(account.port).map_err(|error| error.to_string())?;
    let stream =
        TcpStream::connect((account.host.as_str(), port)).await.map_err(|e| format!("{place}: {e}"))?;
    stream.set_nodelay(true).map_err(|e| format!("{place}: {e}"))?;
    let hello = match stream.local_addr().map(|address| address.ip()) {
        Ok(IpAddr::V4(address)) => ClientId::Ipv4(address),
        Ok(IpAddr::V6(address)) => ClientId::Ipv6(address),
        Err(_) => ClientId::default(),
    };
    let stream: Box<dyn AsyncTokioStream> = match account.security {
        MailSecurity::Tls => Box::new(wrap(account, stream).await.map_err(|e| format!("{place}: TLS: {e}"))?),
        MailSecurity::Starttls | MailSecurity::None => Box::new(stream),
    };
    let mut inner =
        AsyncSmtpConnection::connect_with_transport(stream, &hello).await.map_err(|e| words_of_error(&e))?;
    if account.security == MailSecurity::Starttls {
        if !inner.can_starttls() {
            return Err(format!("{place}: STARTTLS is not offered"));
        }
        let tls = starttls_parameters(account).map_err(|e| words_of_error(&e))?;
        inner.starttls(tls, &hello).await.map_err(|e| words_of_error(&e))?;
    }
    if !account.username.is_empty() {
        let credentials = Credentials::new(account.username.clone(), password.unwrap_or_default());
        let mechanisms = [Mechanism::Plain, Mechanism::Login];
        inner.auth(&mechanisms, &credentials).await.map_err(|e| words_of_error(&e))?;
    }
    Ok(inner)
}

fn starttls_parameters(account: &MailAccount) -> Result<TlsParameters, SmtpError> {
    let mut builder = TlsParameters::builder(account.host.clone());
    if !account.ca_pem.is_empty() {
        builder = builder.add_root_certificate(Certificate::from_pem(account.ca_pem.as_bytes())?);
    }
    builder.build()
}

/// TLS from the first byte.
async fn wrap(account: &MailAccount, stream: TcpStream) -> Result<Wrapped, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    for certificate in CertificateDer::pem_slice_iter(account.ca_pem.as_bytes()) {
        let certificate = certificate.map_err(|error| error.to_string())?;
        roots.add(certificate).map_err(|error| error.to_string())?;
    }
    let provider = Arc::new(crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from(account.host.clone()).map_err(|error| error.to_string())?;
    let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
    connector.connect(name, stream).await.map(Wrapped).map_err(|error| error.to_string())
}

/// A stream in TLS as lettre takes it.
#[derive(Debug)]
struct Wrapped(TlsStream<TcpStream>);

impl AsyncTokioStream for Wrapped {
    fn peer_addr(&self) -> io::Result<SocketAddr> {
        self.0.get_ref().0.peer_addr()
    }
}

impl AsyncRead for Wrapped {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Wrapped {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.0).poll_write(cx, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.0).poll_shutdown(cx)
    }
}
