//! Everything that asks for a password. A guess is counted before it is looked at and taken back when it proves
//! right, so that guesses made at the same time see each other and no more of them are tried than may be.

use chrono::{DateTime, Utc};

use super::{login, open_session};
use crate::access::model::{ChangePassword, Credentials, SignIn, SignInOutcome, Unlock, UserId};
use crate::access::{password, rules, store};
use crate::dispatch::{Nothing, TaskCx};
use crate::error::{Error, Issues, Result};

/// Whose password is guessed at.
enum Whose {
    /// Of a name somebody typed, in the form in which names are compared.
    Name(String),
    /// Of a person who is known.
    User(UserId),
}

/// What comes of a guess.
enum Guess {
    Right(Credentials),
    /// Wrong; seconds until another is looked at.
    Wrong(i64),
    /// Not looked at: so many seconds too early.
    TooEarly(i64),
}

/// A guess that may be looked at, and was counted.
struct Counted {
    known: Option<Credentials>,
    /// Guesses counted before this one.
    failed: i64,
    at: DateTime<Utc>,
}

/// Signs a person in. Each wrong password makes the next attempt wait longer.
pub async fn sign_in(task: TaskCx, request: SignIn) -> Result<Nothing> {
    if !task.app.shares_a_role() {
        return login::sign_in(&task, request).await;
    }
    let mut cx = task.read().await?;
    let guarded = cx.tx.guarded().await?;
    cx.tx.rollback().await?;
    if guarded {
        return Err(Error::unavailable("database_guarded", ""));
    }
    let known = let_in(&task, Whose::Name(rules::username_key(&request.username)), request.password).await?;

    let mut cx = task.write().await?;
    store::clear_failures(&mut cx.tx, known.id).await?;
    let session = open_session(&mut cx, known.id).await?;
    cx.actor.id = Some(known.id.0);
    cx.actor.name.clone_from(&known.name);
    cx.audit_created("session", session.id, &serde_json::json!({ "user": known.id }))?;
    task.commit(cx).await?;
    task.session.set(Some(session));
    Ok(Nothing {})
}

/// Opens a locked session again.
pub async fn unlock(task: TaskCx, request: Unlock) -> Result<Nothing> {
    if !task.app.shares_a_role() {
        return login::unlock(&task, request).await;
    }
    let Some(session) = task.session.get() else {
        return Err(Error::Unauthenticated { retry_in_seconds: None });
    };
    let known = let_in(&task, Whose::User(session.user), request.password).await?;

    let mut cx = task.write().await?;
    store::clear_failures(&mut cx.tx, known.id).await?;
    let now = cx.now;
    task.commit(cx).await?;
    task.session.update(|session| {
        session.locked = false;
        session.last_active = now;
    });
    Ok(Nothing {})
}

/// Replaces one's own password, and signs oneself out everywhere else. Guesses at the present one wait like those at
/// the door: whoever finds a window open may not try them faster here.
pub async fn change_password(task: TaskCx, request: ChangePassword) -> Result<Nothing> {
    if !task.app.shares_a_role() {
        return login::change_password(&task, request).await;
    }
    let user: UserId = task.actor.user()?;
    let mut issues = Issues::default();
    rules::check_password(&mut issues, "new", &request.new);
    issues.check()?;
    let mut cx = task.read().await?;
    let known = store::credentials_of(&mut cx.tx, user).await?;
    cx.tx.rollback().await?;
    let known = known.ok_or(Error::Unauthenticated { retry_in_seconds: None })?;
    if !known.must_replace_password {
        check_present(&task, user, request.current).await?;
    }
    if password::verify(request.new.clone(), Some(known.password_hash)).await? {
        return Err(Error::field("new", "password_same"));
    }
    let hash = password::hash(request.new).await?;
    let mut cx = task.write().await?;
    store::set_password(&mut cx.tx, user, &hash, false).await?;
    let own = task.session.get().map(|session| session.id);
    let now = cx.now;
    let by = cx.actor.name.clone();
    store::sessions::end_sessions_of(&mut cx.tx, user, own, &by, now).await?;
    cx.audit("user", user, None::<&()>, Some(&serde_json::json!({ "password": "changed" })))?;
    task.commit(cx).await?;
    Ok(Nothing {})
}

/// An error at its field unless this is the person's present password.
async fn check_present(task: &TaskCx, user: UserId, present: String) -> Result<()> {
    match guess(task, Whose::User(user), present).await? {
        Guess::Right(_) => {
            let mut cx = task.write().await?;
            store::clear_failures(&mut cx.tx, user).await?;
            cx.tx.commit().await
        }
        Guess::Wrong(_) => Err(Error::field("current", "password_wrong")),
        Guess::TooEarly(seconds) => {
            let mut issues = Issues::default();
            issues.add_with("current", "password_wait", [("seconds", seconds.to_string())]);
            issues.check()
        }
    }
}

/// The user when the password is right and no wait is due; otherwise says how long to wait.
async fn let_in(task: &TaskCx, whose: Whose, password: String) -> Result<Credentials> {
    match guess(task, whose, password).await? {
        Guess::Right(known) => Ok(known),
        Guess::Wrong(wait) | Guess::TooEarly(wait) => {
            Err(Error::Unauthenticated { retry_in_seconds: Some(wait) })
        }
    }
}

/// Looks at a password unless a wait is due. Unknown and switched-off users take as long, wait as long and sound the
/// same.
async fn guess(task: &TaskCx, whose: Whose, password: String) -> Result<Guess> {
    let counted = match count(task, &whose).await? {
        Ok(counted) => counted,
        Err(wait) => return Ok(Guess::TooEarly(wait)),
    };
    let hash = counted.known.as_ref().map(|known| known.password_hash.clone());
    let right = password::verify(password, hash).await?;
    let (user, outcome) = match counted.known {
        Some(known) if right && known.active => return Ok(Guess::Right(known)),
        Some(known) if right => (Some(known.id), SignInOutcome::SwitchedOff),
        Some(known) => (Some(known.id), SignInOutcome::WrongPassword),
        None => (None, SignInOutcome::UnknownUser),
    };
    let mut cx = task.write().await?;
    let attempt = cx.id();
    store::sessions::insert_sign_in(&mut cx.tx, attempt, user, outcome, counted.at).await?;
    task.commit(cx).await?;
    Ok(Guess::Wrong(rules::wait_seconds(counted.failed + 1, Some(counted.at), counted.at)))
}

/// Counts a guess before it is looked at, in a transaction of its own; gives the seconds still to wait where it may
/// not be looked at.
async fn count(task: &TaskCx, whose: &Whose) -> Result<Result<Counted, i64>> {
    let mut cx = task.write().await?;
    let at = cx.now;
    loop {
        let known = match whose {
            Whose::Name(key) => store::credentials(&mut cx.tx, key).await?,
            Whose::User(id) => store::credentials_of(&mut cx.tx, *id).await?,
        };
        let failed = match (&known, whose) {
            (Some(known), _) => {
                let wait = rules::wait_seconds(known.failed_sign_ins, known.last_failed_at, at);
                if wait > 0 {
                    return Ok(Err(wait));
                }
                if !store::count_guess(&mut cx.tx, known.id, known.failed_sign_ins, at).await? {
                    // Somebody else's guess was counted meanwhile: what this one may depends on it.
                    continue;
                }
                known.failed_sign_ins
            }
            (None, Whose::Name(key)) => match task.app.strangers.count_guess(key, at) {
                Ok(failed) => {
                    // Writes as much as a known name does, or the time it takes would tell them apart.
                    store::take_turn(&mut cx.tx).await?;
                    failed
                }
                Err(wait) => return Ok(Err(wait)),
            },
            (None, Whose::User(_)) => return Err(Error::Unauthenticated { retry_in_seconds: None }),
        };
        cx.tx.commit().await?;
        return Ok(Ok(Counted { known, failed, at }));
    }
}
