//! Notices to people.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::access::model::UserId;

crate::id!(NoticeId, "A notice to one person.");

/// A notice to give.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewNotice {
    /// To whom.
    pub user_id: UserId,
    /// Code the screen translates, such as `registration_returned`.
    pub kind: &'static str,
    /// What it is about, such as a customer's name and a sale's number.
    pub title: String,
    /// Words of a person, such as the reasons given; may be empty.
    pub text: String,
    /// What opens on a click, such as `registration`.
    pub subject_kind: &'static str,
    /// Which one.
    pub subject_id: Uuid,
}

/// A notice as shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Notice {
    /// Which.
    pub id: NoticeId,
    /// When (UTC).
    pub at: DateTime<Utc>,
    /// Code the screen translates.
    pub kind: String,
    /// What it is about.
    pub title: String,
    /// Words of a person; may be empty.
    pub text: String,
    /// What opens on a click.
    pub subject_kind: String,
    /// Which one.
    #[ts(type = "string")]
    pub subject_id: Uuid,
    /// When it was read (UTC); none while new.
    pub read_at: Option<DateTime<Utc>>,
}

/// One's own notices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Notices {
    /// How many were not read, also beyond those listed.
    pub unread: i64,
    /// The latest fifty, newest first.
    pub list: Vec<Notice>,
}

/// What was read.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MarkRead {
    /// Which one; none for all of one's own.
    pub id: Option<NoticeId>,
}
