//! What may be queued, and what each outcome of sending means.

use std::collections::HashSet;
use std::sync::LazyLock;

use ammonia::Builder;
use brazil::email::Email;
use brazil::text::{fold, strip_invisible, strip_invisible_lines};
use chrono::{DateTime, TimeDelta, Utc};

use crate::error::{Error, Issues, Result};
use crate::mailings::model::{
    MailAccount, MailAccountInput, MailSecurity, MessageState, NewAttachment, NewMessage, Reason, Settlement,
};

/// Longest subject in characters; longer ones are cut by readers of mail anyway.
pub const SUBJECT_CHARS_MAX: usize = 200;
/// Longest text in characters, plain or as HTML.
pub const BODY_CHARS_MAX: usize = 200_000;
/// Most files with one message.
pub const ATTACHMENTS_MAX: usize = 10;
/// Largest file in bytes (FUP-3).
pub const ATTACHMENT_BYTES_MAX: usize = 10 * 1024 * 1024;
/// Largest sum of files in bytes; most servers take 25 MB after Base64 adds a third.
pub const ATTACHMENTS_BYTES_MAX: usize = 18 * 1024 * 1024;

/// Longest name of a recipient in characters.
const NAME_CHARS_MAX: usize = 200;
/// Longest file name in characters; file systems take 255 bytes.
const FILE_NAME_CHARS_MAX: usize = 120;

/// Checks and cleans a message; nothing in it can add a header, a recipient or a script (MAI-7).
///
/// # Errors
/// `Invalid` with every wrong field.
pub fn check_message(given: NewMessage) -> Result<NewMessage> {
    let mut issues = Issues::default();
    let recipient_address = issues.take(
        "recipient_address",
        Email::parse(&given.recipient_address)
            .map(|email| email.as_str().to_owned())
            .map_err(|error| error.code()),
    );
    let recipient_name = cut(strip_invisible(&given.recipient_name).trim(), NAME_CHARS_MAX);
    let subject = cut(strip_invisible(&given.subject).trim(), SUBJECT_CHARS_MAX);
    if subject.is_empty() {
        issues.add("subject", "required");
    }
    let body_text = strip_invisible_lines(&given.body_text).trim_end().to_owned();
    if body_text.trim().is_empty() {
        issues.add("body_text", "required");
    }
    if body_text.chars().count() > BODY_CHARS_MAX {
        issues.add_with("body_text", "too_long", [("max", BODY_CHARS_MAX.to_string())]);
    }
    let body_html = match given.body_html.trim() {
        "" => text_to_html(&body_text),
        html => clean_html(html),
    };
    if body_html.chars().count() > 2 * BODY_CHARS_MAX {
        issues.add_with("body_html", "too_long", [("max", (2 * BODY_CHARS_MAX).to_string())]);
    }
    let attachments = check_attachments(&mut issues, given.attachments);
    issues.finish(recipient_address.map(|recipient_address| NewMessage {
        purpose: given.purpose,
        purpose_key: given.purpose_key,
        customer_id: given.customer_id,
        recipient_name,
        recipient_address,
        subject,
        body_text,
        body_html,
        attachments,
    }))
}

fn check_attachments(issues: &mut Issues, given: Vec<NewAttachment>) -> Vec<NewAttachment> {
    if given.len() > ATTACHMENTS_MAX {
        issues.add_with("attachments", "too_many", [("max", ATTACHMENTS_MAX.to_string())]);
    }
    if given.iter().map(|file| file.content.len()).sum::<usize>() > ATTACHMENTS_BYTES_MAX {
        issues.add("attachments", "file_too_large");
    }
    let mut checked = Vec::new();
    for (index, file) in given.into_iter().enumerate() {
        let file_name = clean_file_name(&file.file_name);
        if file_name.is_empty() {
            issues.add(format!("attachments.{index}.file_name"), "required");
        }
        if lettre::message::header::ContentType::parse(&file.mime_type).is_err() {
            issues.add(format!("attachments.{index}.mime_type"), "malformed");
        }
        if file.content.len() > ATTACHMENT_BYTES_MAX {
            issues.add(format!("attachments.{index}.content"), "file_too_large");
        }
        checked.push(NewAttachment { file_name, ..file });
    }
    checked
}

/// A file name that means nothing but itself on any system: no folders, no reserved characters, no leading dot.
pub fn clean_file_name(given: &str) -> String {
    let plain: String = strip_invisible(given)
        .chars()
        .map(|c| if matches!(c, '/' | '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|') { '-' } else { c })
        .collect();
    cut(plain.trim().trim_start_matches('.').trim(), FILE_NAME_CHARS_MAX)
}

fn cut(text: &str, chars_max: usize) -> String {
    text.chars().take(chars_max).collect()
}

/// `text` with what HTML would read as markup written as entities; safe as content and in quoted attributes.
pub fn escape_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Plain text as HTML: blank lines part paragraphs, line breaks stay, everything is escaped.
pub fn text_to_html(text: &str) -> String {
    text.split("\n\n")
        .map(|paragraph| paragraph.trim_matches('\n'))
        .filter(|paragraph| !paragraph.is_empty())
        .map(|paragraph| format!("<p>{}</p>\n", escape_html(paragraph).replace('\n', "<br>\n")))
        .collect()
}

/// HTML without scripts, forms, frames, event handlers and dangerous addresses.
pub fn clean_html(html: &str) -> String {
    MESSAGE_HTML.clean(html).to_string()
}

/// The same for looking at inside the program, where nothing may be fetched: without pictures too.
pub fn preview_html(html: &str) -> String {
    PREVIEW_HTML.clean(html).to_string()
}

static MESSAGE_HTML: LazyLock<Builder<'static>> = LazyLock::new(message_html);
static PREVIEW_HTML: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = message_html();
    builder.rm_tags(["img"]);
    builder
});

fn message_html() -> Builder<'static> {
    let styles: HashSet<&str> = [
        "background-color",
        "border",
        "border-bottom",
        "border-collapse",
        "border-top",
        "color",
        "font-family",
        "font-size",
        "font-weight",
        "line-height",
        "margin",
        "padding",
        "text-align",
        "vertical-align",
        "width",
    ]
    .into();
    let mut builder = Builder::default();
    builder
        .add_generic_attributes(["style"])
        .filter_style_properties(styles)
        .url_schemes(["https", "http", "mailto", "tel"].into());
    builder
}

/// Everything a person may type to find a message, folded.
pub fn search_key(message: &NewMessage) -> String {
    fold(&format!("{} {} {}", message.recipient_name, message.recipient_address, message.subject))
}

/// What became of one attempt to send.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The server took the message.
    Accepted,
    /// The server refused it for good (5xx).
    Refused,
    /// The server asked to come back later (4xx).
    Postponed,
    /// The connection broke before the content was handed over; nothing can have arrived.
    Disconnected,
    /// The answer was lost after the content was handed over; it may have arrived (RFC 1047).
    AnswerLost,
    /// The message cannot be written as a mail.
    Unwritable,
}

/// How a message stands after an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Where.
    pub state: MessageState,
    /// Why.
    pub reason: Reason,
    /// The server's own words.
    pub server_reply: String,
    /// When to try again, where it is queued again (UTC).
    pub next_attempt_at: Option<DateTime<Utc>>,
}

/// Pauses before the next attempt in minutes, each longer or as long as the one before; four days in all, as
/// RFC 5321 § 4.5.4.1 asks. After the last one the message has failed.
const PAUSES_MINUTES: [i64; 15] = [1, 5, 15, 30, 60, 120, 240, 480, 720, 720, 720, 720, 720, 720, 720];
/// Longest answer kept, in characters.
const REPLY_CHARS_MAX: usize = 1_000;

/// What an outcome means for a message that was tried `attempts` times before. Only what may have arrived is in
/// doubt; it is never tried again by itself.
pub fn verdict(outcome: Outcome, words: &str, attempts: i64, now: DateTime<Utc>) -> Verdict {
    let pause = usize::try_from(attempts).ok().and_then(|index| PAUSES_MINUTES.get(index));
    let next = pause.map(|minutes| now + TimeDelta::minutes(*minutes));
    let (state, reason, next_attempt_at) = match outcome {
        Outcome::Accepted => (MessageState::Sent, Reason::Accepted, None),
        Outcome::Refused => (MessageState::Failed, Reason::Refused, None),
        Outcome::Unwritable => (MessageState::Failed, Reason::Unwritable, None),
        Outcome::AnswerLost => (MessageState::InDoubt, Reason::AnswerLost, None),
        Outcome::Postponed if next.is_some() => (MessageState::Queued, Reason::Postponed, next),
        Outcome::Disconnected if next.is_some() => (MessageState::Queued, Reason::Disconnected, next),
        Outcome::Postponed | Outcome::Disconnected => (MessageState::Failed, Reason::GaveUp, None),
    };
    Verdict { state, reason, server_reply: clean_words(words), next_attempt_at }
}

/// A server's words as they may be stored and shown: no control characters, not endless.
pub fn clean_words(words: &str) -> String {
    cut(strip_invisible_lines(words).trim(), REPLY_CHARS_MAX)
}

/// Seconds without touching a server that could not be reached or refused the account, after `failures` in a row.
pub fn account_pause_seconds(failures: usize) -> i64 {
    const PAUSES: [i64; 6] = [5, 15, 30, 60, 120, 300];
    PAUSES[failures.saturating_sub(1).min(PAUSES.len() - 1)]
}

/// How many more messages the account's limits allow now (MAI-4).
pub fn allowance(account: &MailAccount, last_minute: i64, last_day: i64, about_to: i64) -> i64 {
    (account.per_minute - last_minute - about_to).min(account.per_day - last_day - about_to).max(0)
}

/// Where a person's decision leads, or the code of why it cannot be taken now.
pub fn settle(state: MessageState, decision: Settlement) -> Result<(MessageState, Reason), &'static str> {
    match (state, decision) {
        (MessageState::InDoubt, Settlement::Sent) => Ok((MessageState::Sent, Reason::SettledSent)),
        (MessageState::InDoubt, Settlement::SendAgain) => Ok((MessageState::Queued, Reason::SentAgain)),
        _ => Err("message_not_in_doubt"),
    }
}

/// Whether a person may take the message back: not once it is being handed over or has left.
pub fn may_cancel(state: MessageState) -> bool {
    matches!(state, MessageState::Queued | MessageState::Claimed | MessageState::Failed)
}

/// Whether a person may have it tried (again) now. What is in doubt is settled instead.
pub fn may_retry(state: MessageState) -> bool {
    matches!(state, MessageState::Queued | MessageState::Failed | MessageState::Cancelled)
}

/// Checks and cleans an account; `id` and what workers note are the caller's.
///
/// # Errors
/// `Invalid` with every wrong field.
pub fn check_account(typed: &MailAccountInput, before: MailAccount) -> Result<MailAccount> {
    let mut issues = Issues::default();
    let from_name = cut(strip_invisible(&typed.from_name).trim(), NAME_CHARS_MAX);
    if from_name.is_empty() {
        issues.add("from_name", "required");
    }
    let from_address = issues.take("from_address", address(&typed.from_address)).unwrap_or_default();
    let reply_to = match typed.reply_to.trim() {
        "" => None,
        typed => issues.take("reply_to", address(typed)),
    };
    let host = typed.host.trim().to_ascii_lowercase();
    if !is_host(&host) {
        issues.add("host", if host.is_empty() { "required" } else { "host" });
    }
    if !(1..=65_535).contains(&typed.port) {
        issues.add("port", "port");
    }
    let username = cut(strip_invisible(&typed.username).trim(), NAME_CHARS_MAX);
    if typed.security == MailSecurity::None && !username.is_empty() && !is_loopback(&host) {
        issues.add("security", "password_needs_tls");
    }
    for (field, limit) in [("per_minute", typed.per_minute), ("per_day", typed.per_day)] {
        if !(1..=1_000_000).contains(&limit) {
            issues.add(field, "limit");
        }
    }
    let ca_pem = typed.ca_pem.trim().to_owned();
    if !ca_pem.is_empty() && (ca_pem.len() > 100_000 || !ca_pem.contains("-----BEGIN CERTIFICATE-----")) {
        issues.add("ca_pem", "not_a_certificate");
    }
    issues.check()?;
    Ok(MailAccount {
        from_name,
        from_address,
        reply_to,
        host,
        port: typed.port,
        security: typed.security,
        username,
        per_minute: typed.per_minute,
        per_day: typed.per_day,
        active: typed.active,
        ca_pem,
        version: typed.version,
        ..before
    })
}

fn address(typed: &str) -> Result<String, &'static str> {
    Email::parse(typed).map(|email| email.as_str().to_owned()).map_err(|error| error.code())
}

fn is_host(host: &str) -> bool {
    let numeric = host.parse::<std::net::IpAddr>().is_ok();
    let named = host.len() <= 253
        && host.split('.').all(|label| {
            !label.is_empty()
                && label.len() <= 63
                && !label.starts_with('-')
                && label.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        });
    numeric || named
}

/// Whether the server is this machine, where a password cannot be overheard.
pub fn is_loopback(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// The error for a message that stands elsewhere than the person saw it.
pub fn not_there(code: &str, state: MessageState) -> Error {
    let mut issues = Issues::default();
    issues.add_with("", code, [("state", state.as_text())]);
    Error::Invalid(issues.into_list())
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
