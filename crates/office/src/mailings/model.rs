//! Messages, their states and the account they go out through.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::customers::model::CustomerId;
use crate::ids::random_token;
use crate::secrets::SecretsKind;

crate::id!(MessageId, "A message to one recipient.");
crate::id!(AccountId, "An account that messages go out through.");
crate::id!(AttachmentId, "A file that goes with a message.");

crate::text_enum! {
    /// Where a message stands: `queued → claimed → sending → sent | failed | in_doubt`, or `cancelled`.
    pub enum MessageState {
        /// Waits for its time, an account or a free worker.
        Queued,
        /// A worker has taken it and is talking to the server; goes back to the queue when the lease ends.
        Claimed,
        /// Being handed over; committed right before the first byte of it leaves.
        Sending,
        /// The server took it.
        Sent,
        /// The server refused it for good.
        Failed,
        /// Handed over, but the server's answer was lost. A person decides; it is never sent again by itself.
        InDoubt,
        /// Taken back by a person before it left.
        Cancelled,
    }
}

crate::text_enum! {
    /// Why a message stands where it stands, beside the server's own words.
    pub enum Reason {
        /// Nothing to say.
        None,
        /// The server took it.
        Accepted,
        /// The server said no for good (5xx).
        Refused,
        /// The server asked to come back later (4xx).
        Postponed,
        /// The connection broke before the message was handed over.
        Disconnected,
        /// The connection broke, or no answer came, after the message was handed over.
        AnswerLost,
        /// The worker died while handing it over.
        WorkerLost,
        /// It was postponed for too many days.
        GaveUp,
        /// It could not be written as a mail.
        Unwritable,
        /// A person said that it arrived.
        SettledSent,
        /// A person had it sent again.
        SentAgain,
        /// The base went back to a copy in which it had not been sent yet.
        Restored,
    }
}

/// A message to queue.
#[derive(Debug, Clone)]
pub struct NewMessage {
    /// What it is for, such as `quote`; with `purpose_key` and the recipient it makes the message unique.
    pub purpose: String,
    /// Which one, such as the id of the version of the quote and the round of sending.
    pub purpose_key: String,
    /// Whose timeline shows it.
    pub customer_id: Option<CustomerId>,
    /// As shown beside the address; may be empty.
    pub recipient_name: String,
    /// One e-mail address.
    pub recipient_address: String,
    /// One line.
    pub subject: String,
    /// The message as plain text.
    pub body_text: String,
    /// The message as HTML, already escaped where it holds values; made from the text when empty.
    pub body_html: String,
    /// In the order shown.
    pub attachments: Vec<NewAttachment>,
}

/// A file to go with a message.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct NewAttachment {
    /// Accents welcome.
    pub file_name: String,
    /// Such as `application/pdf`.
    pub mime_type: String,
    /// At most 10 MiB.
    pub content: Vec<u8>,
}

/// A message as it is stored at first.
#[derive(Debug, Clone)]
pub struct QueuedMessage {
    /// Which.
    pub id: MessageId,
    /// What was asked for, checked and cleaned.
    pub message: NewMessage,
    /// `<…@…>`, fixed from now on.
    pub message_id: String,
    /// When (UTC).
    pub queued_at: DateTime<Utc>,
    /// Name of who queued it.
    pub queued_by: String,
}

impl QueuedMessage {
    /// A new Message-ID under `domain` (RFC 5322 § 3.6.4).
    pub fn new_message_id(domain: &str) -> String {
        format!("<{}@{domain}>", random_token())
    }
}

/// What a worker needs of a message.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct OutgoingMessage {
    /// As shown beside the address.
    pub recipient_name: String,
    /// One e-mail address.
    pub recipient_address: String,
    /// One line.
    pub subject: String,
    /// The plain text.
    pub body_text: String,
    /// The HTML.
    pub body_html: String,
    /// `<…@…>`.
    pub message_id: String,
    /// Times it was tried before.
    pub attempts: i64,
    /// Since when it waits (UTC); also its Date.
    pub queued_at: DateTime<Utc>,
}

/// What the outbox shows.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OutboxFilter {
    /// Which states.
    pub view: OutboxView,
    /// Words of recipient and subject; empty for all.
    pub text: String,
    /// Of one customer only.
    pub customer_id: Option<CustomerId>,
    /// How many to pass over.
    pub offset: i64,
    /// How many to give, at most 500.
    pub limit: i64,
}

crate::text_enum! {
    /// Groups of states.
    pub enum OutboxView {
        /// Every message.
        All,
        /// On their way: queued, claimed, sending.
        Waiting,
        /// A person must look: failed, in doubt.
        Attention,
        /// Taken by the server.
        Sent,
        /// Taken back.
        Cancelled,
    }
}

/// A line of the outbox.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct OutboxRow {
    /// Which.
    pub id: MessageId,
    /// Whose timeline shows it.
    pub customer_id: Option<CustomerId>,
    /// As shown beside the address.
    pub recipient_name: String,
    /// One e-mail address.
    pub recipient_address: String,
    /// One line.
    pub subject: String,
    /// What it is for.
    pub purpose: String,
    /// Where it stands.
    pub state: MessageState,
    /// Why.
    pub reason: Reason,
    /// The server's own words.
    pub server_reply: String,
    /// Times it was postponed.
    pub attempts: i64,
    /// When it was queued (UTC).
    pub queued_at: DateTime<Utc>,
    /// By whom.
    pub queued_by: String,
    /// When it is tried next, while queued (UTC).
    pub next_attempt_at: DateTime<Utc>,
    /// When the server took it (UTC).
    pub sent_at: Option<DateTime<Utc>>,
}

/// A page of the outbox.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OutboxPage {
    /// Newest first.
    pub rows: Vec<OutboxRow>,
    /// All that match.
    pub total: i64,
}

/// Names a message.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MessageChoice {
    /// Which.
    pub id: MessageId,
}

/// A whole message.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct OutboxMessage {
    /// Its line in the outbox.
    pub row: OutboxRow,
    /// `<…@…>`.
    pub message_id: String,
    /// The plain text.
    pub body_text: String,
    /// The HTML for a frame without scripts; nothing in it is fetched.
    pub preview_html: String,
    /// The files, without their content.
    pub attachments: Vec<OutboxAttachment>,
}

/// A file of a message.
#[derive(Debug, Clone, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct OutboxAttachment {
    /// Which.
    pub id: AttachmentId,
    /// As the recipient sees it.
    pub file_name: String,
    /// Such as `application/pdf`.
    pub mime_type: String,
    /// Size.
    pub bytes: i64,
}

/// Names a file of a message.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AttachmentChoice {
    /// Which.
    pub id: AttachmentId,
}

/// A file as it was sent (MAI-5).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AttachmentContent {
    /// As the recipient sees it.
    pub file_name: String,
    /// Such as `application/pdf`.
    pub mime_type: String,
    /// Base64 (RFC 4648).
    pub content_base64: String,
}

crate::text_enum! {
    /// What a person decides about a message in doubt.
    pub enum Settlement {
        /// It arrived.
        Sent,
        /// Send it again, at the risk that it arrives twice.
        SendAgain,
    }
}

/// A decision about a message in doubt.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SettleMessage {
    /// Which.
    pub id: MessageId,
    /// What.
    pub decision: Settlement,
}

crate::text_enum! {
    /// How the connection to the server is protected.
    pub enum MailSecurity {
        /// TLS from the first byte (port 465, RFC 8314).
        Tls,
        /// STARTTLS, and nothing is sent without it (port 587, RFC 3207).
        Starttls,
        /// Not at all: for a server on the same machine or network.
        None,
    }
}

/// The account that messages go out through. Its password is in the secrets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct MailAccount {
    /// Which.
    pub id: AccountId,
    /// As recipients see the sender.
    pub from_name: String,
    /// The sender's address.
    pub from_address: String,
    /// Where answers go, when elsewhere.
    pub reply_to: Option<String>,
    /// Name or address of the server.
    pub host: String,
    /// Usually 465, 587 or 25.
    pub port: i64,
    /// How the connection is protected.
    pub security: MailSecurity,
    /// Empty when the server asks for no sign-in.
    pub username: String,
    /// Most messages in any minute (MAI-4).
    pub per_minute: i64,
    /// Most messages in any 24 hours.
    pub per_day: i64,
    /// False while sending is paused.
    pub active: bool,
    /// PEM of a private server's own authority, or empty.
    pub ca_pem: String,
    /// What last kept the account from being used; empty when it works.
    pub last_error: String,
    /// When (UTC).
    pub last_error_at: Option<DateTime<Utc>>,
    /// For saving over (SYS-2).
    pub version: i64,
}

/// The account as typed.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MailAccountInput {
    /// The version that was read; 0 when there was none.
    pub version: i64,
    /// As recipients see the sender.
    pub from_name: String,
    /// The sender's address.
    pub from_address: String,
    /// Empty when answers go to the sender's address.
    pub reply_to: String,
    /// Name or address of the server.
    pub host: String,
    /// Port.
    pub port: i64,
    /// How the connection is protected.
    pub security: MailSecurity,
    /// Empty when the server asks for no sign-in.
    pub username: String,
    /// None keeps the one there is.
    pub password: Option<String>,
    /// Most messages in any minute.
    pub per_minute: i64,
    /// Most messages in any 24 hours.
    pub per_day: i64,
    /// False pauses sending.
    pub active: bool,
    /// PEM, or empty.
    pub ca_pem: String,
}

/// The account and where its password is. Never the password.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MailAccountState {
    /// None until set up.
    pub account: Option<MailAccount>,
    /// Whether a password is kept.
    pub has_password: bool,
    /// Where passwords are kept.
    pub secrets: SecretsKind,
}

/// Whom to send a test to.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MailTest {
    /// One e-mail address.
    pub recipient_address: String,
}

/// How the test went.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MailTestResult {
    /// The server took it.
    pub accepted: bool,
    /// The server's words, or why it could not be reached.
    pub words: String,
}

crate::text_enum! {
    /// Whether messages can leave.
    pub enum SendingCondition {
        /// No account is set up: messages wait.
        NoAccount,
        /// Paused by a person: messages wait.
        Paused,
        /// The server cannot be reached or refuses the account: messages wait.
        Failing,
        /// The limit of the minute or the day is reached: messages wait for it.
        AtLimit,
        /// Messages leave.
        Ready,
    }
}

/// The outbox at a glance.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MailSummary {
    /// Whether messages can leave.
    pub condition: SendingCondition,
    /// What keeps the account from being used.
    pub last_error: String,
    /// Queued, claimed or being handed over.
    pub waiting: i64,
    /// Refused for good and not yet dealt with.
    pub failed: i64,
    /// In doubt.
    pub in_doubt: i64,
    /// Handed over in the last 24 hours.
    pub sent_last_day: i64,
    /// Since when the oldest one waits (UTC).
    pub oldest_queued_at: Option<DateTime<Utc>>,
}
