//! Coming, staying, leaving, looking around.

use chrono::TimeDelta;

use crate::access::model::{SessionId, UserId};
use crate::dispatch::{Cx, Nothing, Tag};
use crate::error::{Error, Result};
use crate::presence::model::{PresenceAt, PresenceHere, Present};
use crate::presence::store;

/// How long a lease holds; the screens renew it twice within that time.
const LEASE: TimeDelta = TimeDelta::seconds(30);

/// Says that the caller has a record open, or still has. Others are told only when something changed.
pub async fn here(cx: &mut Cx, request: PresenceHere) -> Result<Nothing> {
    let (session, user) = caller(cx)?;
    let known = store::editing(&mut cx.tx, request.at, session, cx.now).await?;
    store::forget_ended(&mut cx.tx, cx.now).await?;
    store::hold(&mut cx.tx, request.at, session, user, request.editing, cx.now + LEASE).await?;
    if known != Some(request.editing) {
        cx.makes_stale(Tag::Presence);
    }
    Ok(Nothing {})
}

/// Says that the caller closed it.
pub async fn gone(cx: &mut Cx, at: PresenceAt) -> Result<Nothing> {
    let (session, _) = caller(cx)?;
    if store::leave(&mut cx.tx, at, session).await? {
        cx.makes_stale(Tag::Presence);
    }
    Ok(Nothing {})
}

/// Who else has it open, each person once.
pub async fn others(cx: &mut Cx, at: PresenceAt) -> Result<Vec<Present>> {
    let (_, user) = caller(cx)?;
    let mut found: Vec<Present> = Vec::new();
    for present in store::others(&mut cx.tx, at, user, cx.now).await? {
        if !found.iter().any(|known| known.user_id == present.user_id) {
            found.push(present);
        }
    }
    Ok(found)
}

fn caller(cx: &Cx) -> Result<(SessionId, UserId)> {
    let session = cx.session.get().ok_or(Error::Unauthenticated { retry_in_seconds: None })?;
    Ok((session.id, session.user))
}
