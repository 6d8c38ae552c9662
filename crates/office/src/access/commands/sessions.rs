//! Who came in, who is in, and putting somebody out from elsewhere.

use chrono::TimeDelta;

use crate::access::model::{OpenSessions, ReadSignIns, SessionChoice, SignInPage};
use crate::access::store::sessions as store;
use crate::dispatch::{Cx, Nothing};
use crate::error::{Error, Result};

/// Entries on a page.
const PAGE: usize = 50;
/// Sessions begun longer ago are not shown: their window is long closed.
const SHOWN_FOR: TimeDelta = TimeDelta::days(30);

/// A page of sign-ins, the latest first.
pub async fn sign_ins(cx: &mut Cx, request: ReadSignIns) -> Result<SignInPage> {
    let before = request.before.map(|place| (place.at, place.id));
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut entries = store::sign_ins(&mut cx.tx, request.user_id, request.refused, before, limit).await?;
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    Ok(SignInPage { entries, more })
}

/// The sessions that nobody ended.
pub async fn sessions(cx: &mut Cx, _: Nothing) -> Result<OpenSessions> {
    let since = cx.now - SHOWN_FOR;
    let sessions = store::open_sessions(&mut cx.tx, since).await?;
    Ok(OpenSessions { sessions, own: cx.session.get().map(|session| session.id) })
}

/// Ends somebody's session: their window is signed out at its next step, and told by whom.
pub async fn end_session(cx: &mut Cx, request: SessionChoice) -> Result<Nothing> {
    if cx.session.get().is_some_and(|session| session.id == request.id) {
        return Err(Error::field("id", "not_oneself"));
    }
    let session = store::open_session(&mut cx.tx, request.id).await?;
    let session = session.ok_or(Error::NotFound { entity: "session" })?;
    let by = cx.actor.name.clone();
    store::end_session(&mut cx.tx, request.id, &by, cx.now).await?;
    cx.audit("session", request.id, Some(&session), None::<&()>)?;
    Ok(Nothing {})
}
