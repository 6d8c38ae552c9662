//! Sends what is queued. The promise: no message is lost, none is sent twice unless a person decides it, and a
//! crash leaves at most one message in doubt per connection.
//!
//! A message is claimed with a lease, offered to the server (MAIL, RCPT), marked `sending` in a commit of its
//! own, and only then handed over (DATA). While the worker waits for the final answer it renews the lease. A
//! `sending` message whose lease has run out belongs to a dead worker: whoever looks next puts it in doubt, and
//! it is never sent again by itself. A claim that runs out simply goes back to the queue. Every update names
//! the worker, so that one that was given up for dead changes nothing of what others took over.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::broadcast;
use tokio::time::Instant;

use crate::app::App;
use crate::audit::{self, Author, Draft};
use crate::changes::Change;
use crate::db::Tx;
use crate::dispatch::Tag;
use crate::error::{Error, Result};
use crate::ids;
use crate::mailings::commands::password_key;
use crate::mailings::mime::{self, Mail};
use crate::mailings::model::{MailAccount, MessageId, MessageState};
use crate::mailings::rules::{self, Outcome, Verdict};
use crate::mailings::smtp::{Connection, Failure, Patience};
use crate::mailings::store::{account as accounts, delivery};

/// How a worker works; the defaults are right outside tests.
#[derive(Debug, Clone, Copy)]
pub struct WorkerOptions {
    /// After this long without a sign of life a worker counts as dead.
    pub lease: Duration,
    /// How often to look for work when nothing announces it.
    pub poll: Duration,
    /// Most messages claimed at a time.
    pub batch: i64,
    /// How long to wait for the server.
    pub patience: Patience,
}

impl Default for WorkerOptions {
    fn default() -> Self {
        Self {
            lease: Duration::from_secs(90),
            poll: Duration::from_secs(2),
            batch: 20,
            patience: Patience::default(),
        }
    }
}

/// A connection unused for longer is closed; servers do so too, without a word.
const IDLE_CONNECTION: Duration = Duration::from_secs(30);
/// How long a message being handed over may hold up the end of the program.
const LAST_MESSAGE: Duration = Duration::from_secs(15);
/// How long to wait before asking the database again after it failed.
const AFTER_FAILURE: Duration = Duration::from_secs(5);
/// How often to try to note an outcome that is known, before giving it up as in doubt.
const NOTE_ATTEMPTS: usize = 300;

/// Sends until `stop` ends; then finishes or gives back what it holds. Failures are logged, never fatal.
pub async fn run(app: Arc<App>, stop: impl Future<Output = ()>) {
    run_with(app, WorkerOptions::default(), stop).await;
}

/// The same with options, for tests.
pub async fn run_with(app: Arc<App>, options: WorkerOptions, stop: impl Future<Output = ()>) {
    let mut changes = app.changes.subscribe();
    let mut worker = Worker::new(app, options);
    let stopping = Arc::clone(&worker.stopping);
    tokio::pin!(stop);
    loop {
        let pass = async {
            match worker.pass().await {
                Ok(Pass::Worked) => Duration::ZERO,
                Ok(Pass::Idle) => options.poll,
                Err(error) => {
                    tracing::warn!(%error, "the mail worker could not work");
                    AFTER_FAILURE.max(options.poll)
                }
            }
        };
        tokio::pin!(pass);
        let pause = tokio::select! {
            biased;
            () = &mut stop => {
                stopping.store(true, Ordering::Relaxed);
                tokio::time::timeout(LAST_MESSAGE, pass).await.ok();
                break;
            }
            pause = &mut pass => pause,
        };
        tokio::select! {
            biased;
            () = &mut stop => break,
            () = tokio::time::sleep(pause) => {}
            () = mail_announced(&mut changes), if !pause.is_zero() => {}
        }
    }
    worker.stop().await;
}

async fn mail_announced(changes: &mut broadcast::Receiver<Change>) {
    loop {
        match changes.recv().await {
            Ok(Change::Stale { tags, .. }) if tags.contains(&Tag::Mailings) => return,
            Ok(_) => {}
            Err(broadcast::error::RecvError::Lagged(_)) => return,
            Err(broadcast::error::RecvError::Closed) => std::future::pending().await,
        }
    }
}

/// What a pass over the outbox came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pass {
    /// Messages were handled; more may be due.
    Worked,
    /// Nothing to do, or nothing can be done now.
    Idle,
}

/// What to do after one message.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Then {
    /// The next one.
    Next,
    /// Give the rest back; the connection is gone or the account is in trouble.
    Stop,
}

/// One sender with at most one connection.
pub struct Worker {
    app: Arc<App>,
    options: WorkerOptions,
    id: String,
    connection: Option<(Connection, i64)>,
    last_used: Instant,
    failures: usize,
    not_before: Option<DateTime<Utc>>,
    /// The account's version that `not_before` is about.
    seen_version: i64,
    stopping: Arc<AtomicBool>,
}

impl Worker {
    /// A worker under a name of its own.
    pub fn new(app: Arc<App>, options: WorkerOptions) -> Self {
        Self {
            app,
            options,
            id: format!("worker-{}", ids::random_token()),
            connection: None,
            last_used: Instant::now(),
            failures: 0,
            not_before: None,
            seen_version: 0,
            stopping: Arc::default(),
        }
    }

    /// Sends one batch of what is due.
    ///
    /// # Errors
    /// When the database does not answer; nothing is lost by it.
    pub async fn pass(&mut self) -> Result<Pass> {
        self.recover().await?;
        let now = self.app.clock.now();
        let mut tx = self.app.db.begin_read().await?;
        let account = accounts::find(&mut tx).await?.filter(|account| account.active);
        let due = delivery::any_due(&mut tx, now).await?;
        tx.rollback().await?;
        let Some(account) = account else {
            self.disconnect().await;
            return Ok(Pass::Idle);
        };
        let old = self.connection.as_ref().is_some_and(|(_, version)| *version != account.version);
        if old || self.last_used.elapsed() > IDLE_CONNECTION {
            self.disconnect().await;
        }
        if self.seen_version != account.version {
            self.seen_version = account.version;
            self.not_before = None;
        }
        if !due || self.not_before.is_some_and(|at| now < at) {
            return Ok(Pass::Idle);
        }
        if !self.connect(&account).await? {
            return Ok(Pass::Idle);
        }
        let batch = self.claim(&account).await?;
        if batch.is_empty() {
            return Ok(Pass::Idle);
        }
        for id in batch {
            if self.stopping.load(Ordering::Relaxed) || self.deliver(&account, id).await? == Then::Stop {
                break;
            }
            self.app.tell_everybody(&[Tag::Mailings]);
        }
        self.release().await?;
        self.app.tell_everybody(&[Tag::Mailings]);
        Ok(Pass::Worked)
    }

    /// Gives back what is claimed and closes the connection.
    pub async fn stop(&mut self) {
        if let Err(error) = self.release().await {
            tracing::warn!(%error, "claims are left to run out");
        }
        self.disconnect().await;
    }

    async fn recover(&self) -> Result<()> {
        let now = self.app.clock.now();
        let mut tx = self.app.db.begin_read().await?;
        let over = delivery::any_lease_over(&mut tx, now).await?;
        tx.rollback().await?;
        if !over {
            return Ok(());
        }
        let mut tx = self.app.db.begin_write().await?;
        let mut drafts = Vec::new();
        for id in delivery::recover(&mut tx, now).await? {
            tracing::warn!(%id, "a worker died while handing over; the message is in doubt");
            drafts.push(transition(id, MessageState::Sending, MessageState::InDoubt, "worker_lost")?);
        }
        audit::write(&mut tx, &author(), now, drafts).await?;
        tx.commit().await?;
        self.app.tell_everybody(&[Tag::Mailings]);
        Ok(())
    }

    /// Makes sure of a connection before any message is touched. Without one the account rests for a while.
    async fn connect(&mut self, account: &MailAccount) -> Result<bool> {
        if self.connection.is_some() {
            return Ok(true);
        }
        let app = Arc::clone(&self.app);
        let key = password_key(account.id);
        let password = tokio::task::spawn_blocking(move || app.secrets.get(&key));
        let password = password.await.map_err(Error::internal)?;
        let opened = match password {
            // Passwords stay on the machine they were typed at: another one that knows it sends.
            Ok(None) if !account.username.is_empty() => {
                tracing::info!("the mail account's password is not on this machine");
                let rest = TimeDelta::seconds(rules::account_pause_seconds(usize::MAX));
                self.not_before = Some(self.app.clock.now() + rest);
                return Ok(false);
            }
            Ok(password) => Connection::open(account, password, self.options.patience).await,
            Err(error) => Err(error.to_string()),
        };
        match opened {
            Ok(connection) => {
                self.connection = Some((connection, account.version));
                self.last_used = Instant::now();
                if !account.last_error.is_empty() {
                    self.note_trouble(account, "").await?;
                }
                Ok(true)
            }
            Err(words) => {
                self.trouble(account, &words).await?;
                Ok(false)
            }
        }
    }

    /// The account cannot be used: tell people, and rest a while.
    async fn trouble(&mut self, account: &MailAccount, words: &str) -> Result<()> {
        self.failures += 1;
        let seconds = rules::account_pause_seconds(self.failures);
        let now = self.app.clock.now();
        self.not_before = Some(now + TimeDelta::seconds(seconds));
        tracing::warn!(words, seconds, "the mail account cannot be used");
        self.note_trouble(account, words).await
    }

    async fn note_trouble(&self, account: &MailAccount, words: &str) -> Result<()> {
        let words = rules::clean_words(words);
        let at = (!words.is_empty()).then(|| self.app.clock.now());
        let mut tx = self.app.db.begin_write().await?;
        accounts::set_trouble(&mut tx, account.id, &words, at).await?;
        tx.commit().await?;
        self.app.tell_everybody(&[Tag::Mailings]);
        Ok(())
    }

    async fn claim(&self, account: &MailAccount) -> Result<Vec<MessageId>> {
        let now = self.app.clock.now();
        let mut tx = self.app.db.begin_write().await?;
        accounts::take_turn(&mut tx, account.id).await?;
        let allowed = allowance(&mut tx, account, now).await?.min(self.options.batch);
        if allowed == 0 {
            tx.rollback().await?;
            return Ok(Vec::new());
        }
        let claimed =
            delivery::claim(&mut tx, &self.id, account.id, now, self.lease_from(now), allowed).await?;
        tx.commit().await?;
        Ok(claimed)
    }

    async fn release(&self) -> Result<()> {
        let mut tx = self.app.db.begin_write().await?;
        delivery::release(&mut tx, &self.id).await?;
        tx.commit().await
    }

    async fn deliver(&mut self, account: &MailAccount, id: MessageId) -> Result<Then> {
        let mut tx = self.app.db.begin_read().await?;
        let message = delivery::outgoing(&mut tx, id, &self.id).await?;
        let files = crate::mailings::store::attachment_contents(&mut tx, id).await?;
        tx.rollback().await?;
        // Taken back by a person, or by another worker after this one seemed dead.
        let Some(message) = message else { return Ok(Then::Next) };
        let attempts = message.attempts;
        let mail = match mime::build(account, &message, files) {
            Ok(mail) => mail,
            Err(words) => {
                self.finish(id, Outcome::Unwritable, &words, attempts).await?;
                return Ok(Then::Next);
            }
        };
        let Some((mut connection, version)) = self.connection.take() else { return Ok(Then::Stop) };
        self.last_used = Instant::now();
        let then = self.hand_over(&mut connection, account, id, attempts, &mail).await?;
        if then == Then::Next {
            self.connection = Some((connection, version));
            self.failures = 0;
        }
        Ok(then)
    }

    /// MAIL, RCPT, commit, DATA. Each way out knows whether anything may have arrived.
    async fn hand_over(
        &mut self,
        connection: &mut Connection,
        account: &MailAccount,
        id: MessageId,
        attempts: i64,
        mail: &Mail,
    ) -> Result<Then> {
        if let Err(failure) = connection.sender(&mail.from).await {
            // A connection that worked and then is gone was closed by the server for its age: open another.
            if connection.handed_over == 0 || !matches!(failure, Failure::Broken(_)) {
                self.trouble(account, failure.words()).await?;
            }
            return Ok(Then::Stop);
        }
        if let Err(failure) = connection.recipient(&mail.to).await {
            return self.not_begun(connection, id, attempts, failure).await;
        }
        if !self.begin_sending(id).await? {
            return Ok(if connection.reset().await { Then::Next } else { Then::Stop });
        }
        if let Err(failure) = connection.data().await {
            return self.not_begun(connection, id, attempts, failure).await;
        }
        let (outcome, words) = match self.content(connection, id, &mail.bytes).await {
            Ok(words) => (Outcome::Accepted, words),
            Err(Failure::Refused(words)) => (Outcome::Refused, words),
            Err(Failure::Postponed(words)) => (Outcome::Postponed, words),
            Err(Failure::Broken(words)) => (Outcome::AnswerLost, words),
        };
        self.finish(id, outcome, &words, attempts).await?;
        Ok(if outcome == Outcome::AnswerLost { Then::Stop } else { Then::Next })
    }

    /// The server said no, or was gone, before any content left.
    async fn not_begun(
        &self,
        connection: &mut Connection,
        id: MessageId,
        attempts: i64,
        failure: Failure,
    ) -> Result<Then> {
        let outcome = match failure {
            Failure::Refused(_) => Outcome::Refused,
            Failure::Postponed(_) => Outcome::Postponed,
            Failure::Broken(_) => Outcome::Disconnected,
        };
        self.finish(id, outcome, failure.words(), attempts).await?;
        let usable = outcome != Outcome::Disconnected && connection.reset().await;
        Ok(if usable { Then::Next } else { Then::Stop })
    }

    async fn begin_sending(&self, id: MessageId) -> Result<bool> {
        let now = self.app.clock.now();
        let mut tx = self.app.db.begin_write().await?;
        let ours = delivery::begin_sending(&mut tx, id, &self.id, now, self.lease_from(now)).await?;
        tx.commit().await?;
        Ok(ours)
    }

    /// Hands the content over, giving signs of life until the answer is here.
    async fn content(
        &self,
        connection: &mut Connection,
        id: MessageId,
        bytes: &[u8],
    ) -> Result<String, Failure> {
        let answer = connection.content(bytes);
        tokio::pin!(answer);
        loop {
            tokio::select! {
                biased;
                answer = &mut answer => return answer,
                () = tokio::time::sleep(self.options.lease / 3) => {
                    if let Err(error) = self.renew(id).await {
                        tracing::warn!(%error, "no sign of life could be given");
                    }
                }
            }
        }
    }

    async fn renew(&self, id: MessageId) -> Result<()> {
        let until = self.lease_from(self.app.clock.now());
        let mut tx = self.app.db.begin_write().await?;
        delivery::renew(&mut tx, id, &self.id, until).await?;
        tx.commit().await
    }

    /// Notes an outcome. It is known for certain only here, so a database that is away is asked again and again;
    /// if it stays away the lease runs out, and a message handed over is in doubt.
    async fn finish(&self, id: MessageId, outcome: Outcome, words: &str, attempts: i64) -> Result<()> {
        let verdict = rules::verdict(outcome, words, attempts, self.app.clock.now());
        let mut tries = 1;
        loop {
            match self.note(id, &verdict).await {
                Ok(()) => return Ok(()),
                Err(error) if tries == NOTE_ATTEMPTS => return Err(error),
                Err(error) => tracing::warn!(%error, tries, "the outcome could not be noted yet"),
            }
            tries += 1;
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    async fn note(&self, id: MessageId, verdict: &Verdict) -> Result<()> {
        let now = self.app.clock.now();
        let mut tx = self.app.db.begin_write().await?;
        if delivery::finish(&mut tx, id, &self.id, verdict, now).await? {
            let drafts = match verdict.state {
                MessageState::Queued => Vec::new(),
                state => vec![transition(id, MessageState::Claimed, state, &verdict.server_reply)?],
            };
            audit::write(&mut tx, &author(), now, drafts).await?;
        } else {
            tracing::warn!(%id, state = %verdict.state.as_text(), "somebody else decided about the message");
        }
        tx.commit().await
    }

    fn lease_from(&self, now: DateTime<Utc>) -> DateTime<Utc> {
        now + TimeDelta::from_std(self.options.lease).unwrap_or(TimeDelta::minutes(2))
    }

    async fn disconnect(&mut self) {
        if let Some((connection, _)) = self.connection.take() {
            connection.close().await;
        }
    }
}

/// How many more messages the limits allow now, counting those of all workers.
pub async fn allowance(tx: &mut Tx, account: &MailAccount, now: DateTime<Utc>) -> Result<i64> {
    let (minute, day, about_to) =
        accounts::handed_over(tx, account.id, now - TimeDelta::minutes(1), now - TimeDelta::days(1)).await?;
    Ok(rules::allowance(account, minute, day, about_to))
}

fn author() -> Author {
    Author { id: None, name: "worker".to_owned(), command: "worker" }
}

fn transition(id: MessageId, before: MessageState, after: MessageState, words: &str) -> Result<Draft> {
    Draft::new(
        "message",
        id,
        Some(&serde_json::json!({ "state": before })),
        Some(&serde_json::json!({ "state": after, "words": words })),
    )
}
