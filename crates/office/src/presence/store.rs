//! Leases in the database.

use chrono::{DateTime, Utc};

use crate::access::model::{SessionId, UserId};
use crate::db::Tx;
use crate::error::Result;
use crate::presence::model::{PresenceAt, Present};
use crate::{execute, fetch_all, fetch_optional};

/// What this session is known to do with a record.
pub async fn editing(
    tx: &mut Tx,
    at: PresenceAt,
    session: SessionId,
    now: DateTime<Utc>,
) -> Result<Option<bool>> {
    let found = fetch_optional!(
        tx,
        (bool,),
        "select editing from presence \
         where subject_kind = $1 and subject_id = $2 and session_id = $3 and until > $4",
        at.kind,
        at.id,
        session,
        now
    )?;
    Ok(found.map(|(editing,)| editing))
}

/// Holds a record open for longer.
pub async fn hold(
    tx: &mut Tx,
    at: PresenceAt,
    session: SessionId,
    user: UserId,
    editing: bool,
    until: DateTime<Utc>,
) -> Result<()> {
    execute!(
        tx,
        "insert into presence (subject_kind, subject_id, session_id, user_id, editing, until) \
         values ($1, $2, $3, $4, $5, $6) on conflict (subject_kind, subject_id, session_id) \
         do update set editing = excluded.editing, until = excluded.until",
        at.kind,
        at.id,
        session,
        user,
        editing,
        until
    )?;
    Ok(())
}

/// Ends a lease; gives whether there was one.
pub async fn leave(tx: &mut Tx, at: PresenceAt, session: SessionId) -> Result<bool> {
    let ended = execute!(
        tx,
        "delete from presence where subject_kind = $1 and subject_id = $2 and session_id = $3",
        at.kind,
        at.id,
        session
    )?;
    Ok(ended > 0)
}

/// Forgets leases that ended.
pub async fn forget_ended(tx: &mut Tx, now: DateTime<Utc>) -> Result<()> {
    execute!(tx, "delete from presence where until <= $1", now)?;
    Ok(())
}

/// Who else has a record open, one line for each window, those who change it first.
pub async fn others(tx: &mut Tx, at: PresenceAt, except: UserId, now: DateTime<Utc>) -> Result<Vec<Present>> {
    fetch_all!(
        tx,
        Present,
        "select p.user_id, u.name, p.editing from presence p join app_user u on u.id = p.user_id \
         where p.subject_kind = $1 and p.subject_id = $2 and p.user_id <> $3 and p.until > $4 \
         order by p.editing desc, u.name, p.user_id limit 50",
        at.kind,
        at.id,
        except,
        now
    )
}
