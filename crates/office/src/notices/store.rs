//! Notices in the database.

use chrono::{DateTime, Utc};

use crate::access::model::UserId;
use crate::db::Tx;
use crate::error::Result;
use crate::notices::model::{NewNotice, Notice, NoticeId};
use crate::{execute, fetch_all, fetch_one};

/// Adds a notice.
pub async fn insert(tx: &mut Tx, id: NoticeId, notice: &NewNotice, now: DateTime<Utc>) -> Result<()> {
    execute!(
        tx,
        "insert into notice (id, user_id, at, kind, title, text, subject_kind, subject_id) \
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id,
        notice.user_id,
        now,
        notice.kind,
        &notice.title,
        &notice.text,
        notice.subject_kind,
        notice.subject_id
    )?;
    Ok(())
}

/// The latest notices of a person, newest first.
pub async fn latest(tx: &mut Tx, user: UserId) -> Result<Vec<Notice>> {
    fetch_all!(
        tx,
        Notice,
        "select id, at, kind, title, text, subject_kind, subject_id, read_at from notice \
         where user_id = $1 order by at desc, id desc limit 50",
        user
    )
}

/// How many notices a person has not read.
pub async fn unread(tx: &mut Tx, user: UserId) -> Result<i64> {
    let (count,) =
        fetch_one!(tx, (i64,), "select count(*) from notice where user_id = $1 and read_at is null", user)?;
    Ok(count)
}

/// Marks one notice of a person as read; gives whether it was new.
pub async fn mark_one(tx: &mut Tx, user: UserId, id: NoticeId, now: DateTime<Utc>) -> Result<bool> {
    let changed = execute!(
        tx,
        "update notice set read_at = $3 where id = $2 and user_id = $1 and read_at is null",
        user,
        id,
        now
    )?;
    Ok(changed == 1)
}

/// Marks all notices of a person as read.
pub async fn mark_all(tx: &mut Tx, user: UserId, now: DateTime<Utc>) -> Result<()> {
    execute!(tx, "update notice set read_at = $2 where user_id = $1 and read_at is null", user, now)?;
    Ok(())
}
