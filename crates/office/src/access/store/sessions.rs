//! Sessions and sign-ins in the database.

use chrono::{DateTime, Utc};

use crate::access::model::{OpenSession, SessionId, SignInEntry, SignInId, SignInOutcome, UserId};
use crate::db::Tx;
use crate::error::Result;
use crate::{execute, fetch_all, fetch_optional, place};

/// Opens a session on this machine.
pub async fn insert_session(tx: &mut Tx, id: SessionId, user: UserId, now: DateTime<Utc>) -> Result<()> {
    execute!(
        tx,
        "insert into session (id, user_id, started_at, machine, program) values ($1, $2, $3, $4, $5)",
        id,
        user,
        now,
        place::machine(),
        place::program()
    )?;
    Ok(())
}

/// Ends a session; `by` names whoever ends it for somebody else. Gives whether it was open.
pub async fn end_session(tx: &mut Tx, id: SessionId, by: &str, now: DateTime<Utc>) -> Result<bool> {
    let changed = execute!(
        tx,
        "update session set ended_at = $2, ended_by = $3 where id = $1 and ended_at is null",
        id,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Ends all open sessions of a person but one: they are signed out at their next step.
pub async fn end_sessions_of(
    tx: &mut Tx,
    user: UserId,
    but: Option<SessionId>,
    by: &str,
    now: DateTime<Utc>,
) -> Result<()> {
    execute!(
        tx,
        "update session set ended_at = $2, ended_by = $4 where user_id = $1 and ended_at is null \
           and (id <> $3 or $3 is null)",
        user,
        now,
        but,
        by
    )?;
    Ok(())
}

/// Who ended a session from elsewhere; none while it is open, or when its own person did.
pub async fn ended_by(tx: &mut Tx, id: SessionId) -> Result<Option<String>> {
    let row = fetch_optional!(tx, (String,), "select ended_by from session where id = $1", id)?;
    Ok(row.map(|(by,)| by).filter(|by| !by.is_empty()))
}

/// Sessions that nobody ended, begun since an instant, the latest first.
pub async fn open_sessions(tx: &mut Tx, since: DateTime<Utc>) -> Result<Vec<OpenSession>> {
    fetch_all!(
        tx,
        OpenSession,
        "select s.id, s.user_id, u.name as user_name, s.started_at, s.machine, s.program \
         from session s join app_user u on u.id = s.user_id and u.active \
         where s.ended_at is null and s.started_at >= $1 order by s.started_at desc, s.id limit 500",
        since
    )
}

/// An open session.
pub async fn open_session(tx: &mut Tx, id: SessionId) -> Result<Option<OpenSession>> {
    fetch_optional!(
        tx,
        OpenSession,
        "select s.id, s.user_id, u.name as user_name, s.started_at, s.machine, s.program \
         from session s join app_user u on u.id = s.user_id where s.ended_at is null and s.id = $1",
        id
    )
}

/// Notes that somebody came in or was refused, from this machine.
pub async fn insert_sign_in(
    tx: &mut Tx,
    id: SignInId,
    user: Option<UserId>,
    outcome: SignInOutcome,
    now: DateTime<Utc>,
) -> Result<()> {
    execute!(
        tx,
        "insert into sign_in (id, at, user_id, outcome, machine, program) values ($1, $2, $3, $4, $5, $6)",
        id,
        now,
        user,
        outcome,
        place::machine(),
        place::program()
    )?;
    Ok(())
}

/// Sign-ins before an entry (all when none), the latest first; of one person where one is given, only the refused
/// ones where asked.
pub async fn sign_ins(
    tx: &mut Tx,
    user: Option<UserId>,
    refused: bool,
    before: Option<(DateTime<Utc>, SignInId)>,
    limit: i64,
) -> Result<Vec<SignInEntry>> {
    let (at, id) = before.unzip();
    fetch_all!(
        tx,
        SignInEntry,
        "select i.id, i.at, i.user_id, u.name as user_name, i.outcome, i.machine, i.program \
         from sign_in i left join app_user u on u.id = i.user_id \
         where (cast($1 as uuid) is null or i.user_id = $1) and (not $2 or i.outcome <> 'signed_in') \
           and (cast($3 as timestamptz) is null or i.at < $3 or (i.at = $3 and i.id < $4)) \
         order by i.at desc, i.id desc limit $5",
        user,
        refused,
        at,
        id,
        limit
    )
}
