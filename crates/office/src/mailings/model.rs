//! Messages, their states and the account they go out through.

use chrono::{DateTime, Utc};

use crate::customers::model::CustomerId;
use crate::ids::random_token;

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
#[derive(Debug, Clone)]
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
