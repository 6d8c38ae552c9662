//! Signing in where each person has a role of the server's own (decision 13): the server looks at the password, and
//! guesses are counted in this process, because nobody can write to the database before they are in.

use std::sync::Arc;

use super::open_session;
use crate::access::model::{AccessState, AppStatus, ChangePassword, DatabaseStatus, SignIn, Unlock, UserId};
use crate::access::{password, rules, store};
use crate::app::App;
use crate::dispatch::{Nothing, TaskCx};
use crate::error::{Error, Issues, Result};

/// What the screen has to show while nobody is signed in: the database is not asked, it would not answer.
pub fn status_at_the_door(task: &TaskCx) -> AppStatus {
    AppStatus {
        state: AccessState::SignedOut,
        user: None,
        signed_out_by: task.session.signed_out_by(),
        database: DatabaseStatus {
            engine: task.app.db.engine().to_owned(),
            connected: true,
            label: task.app.db.label(),
            guarded: true,
        },
        version: env!("CARGO_PKG_VERSION").to_owned(),
        idle_lock_minutes: task.app.idle_limit().num_minutes(),
        company_name: None,
        time_zone: task.app.zone().name().to_owned(),
    }
}

/// Opens the database as the person, and a session in it.
pub async fn sign_in(task: &TaskCx, request: SignIn) -> Result<Nothing> {
    let key = rules::username_key(&request.username);
    let wait = count(task, &key).map_err(waiting)?;
    // A name that no user can have is no role of ours either.
    let mut issues = Issues::default();
    rules::check_username(&mut issues, "username", &key);
    let app = if issues.is_empty() { task.app.as_person(&key, &request.password).await? } else { None };
    let app = app.ok_or_else(|| waiting(wait))?;
    task.app.strangers.forget(&key);
    let own = TaskCx { app: Arc::clone(&app), ..task.clone() };
    let mut cx = own.write().await?;
    let user: UserId = cx.tx.login_user().await?.ok_or_else(not_a_person)?.into();
    let known = store::current_user(&mut cx.tx, user).await?.ok_or_else(not_a_person)?;
    let session = open_session(&mut cx, user).await?;
    cx.actor.id = Some(user.0);
    cx.actor.name = known.name;
    cx.audit_created("session", session.id, &serde_json::json!({ "user": user }))?;
    own.commit(cx).await?;
    task.session.enter(session, app);
    Ok(Nothing {})
}

fn not_a_person() -> Error {
    Error::unavailable("database_role_refused", "")
}

/// Opens a locked session again.
pub async fn unlock(task: &TaskCx, request: Unlock) -> Result<Nothing> {
    let Some(session) = task.session.get() else {
        return Err(Error::Unauthenticated { retry_in_seconds: None });
    };
    if let Some(wait) = proves(task, session.user, &request.password).await? {
        return Err(waiting(wait));
    }
    let now = task.app.clock.now();
    task.session.update(|session| {
        session.locked = false;
        session.last_active = now;
    });
    Ok(Nothing {})
}

/// Replaces one's own password at the server, opens the database anew with it, and signs oneself out everywhere else.
pub async fn change_password(task: &TaskCx, request: ChangePassword) -> Result<Nothing> {
    let user: UserId = task.actor.user()?;
    let mut issues = Issues::default();
    rules::check_password(&mut issues, "new", &request.new);
    issues.check()?;
    if !task.actor.password_due
        && let Some(wait) = proves(task, user, &request.current).await?
    {
        return Err(wrong_present(wait));
    }
    let kept = password::keep(true, "new", request.new.clone()).await?;
    if task.app.db.proves(&request.new).await? {
        return Err(Error::field("new", "password_same"));
    }
    let mut cx = task.write().await?;
    let known = store::current_user(&mut cx.tx, user).await?.ok_or_else(not_a_person)?;
    cx.tx.set_own_login_password(kept.verifier()).await?;
    let own = task.session.get();
    let (now, by) = (cx.now, cx.actor.name.clone());
    store::sessions::end_sessions_of(&mut cx.tx, user, own.map(|session| session.id), &by, now).await?;
    cx.audit("user", user, None::<&()>, Some(&serde_json::json!({ "password": "changed" })))?;
    task.commit(cx).await?;
    let app = reopened(task, &known.username, &request.new).await?;
    if let Some(session) = own {
        task.session.enter(session, app);
    }
    Ok(Nothing {})
}

async fn reopened(task: &TaskCx, username: &str, password: &str) -> Result<Arc<App>> {
    let app = task.app.as_person(&rules::username_key(username), password).await?;
    app.ok_or(Error::Unauthenticated { retry_in_seconds: None })
}

/// Whether the server takes the password; otherwise the seconds until another is looked at.
async fn proves(task: &TaskCx, user: UserId, password: &str) -> Result<Option<i64>> {
    let key = user.to_string();
    let wait = match count(task, &key) {
        Ok(wait) => wait,
        Err(wait) => return Ok(Some(wait)),
    };
    if !task.app.db.proves(password).await? {
        return Ok(Some(wait));
    }
    task.app.strangers.forget(&key);
    Ok(None)
}

/// Counts a guess before it is looked at; gives the seconds to wait after it should it be wrong.
///
/// # Errors
/// The seconds still to wait before one may be looked at.
fn count(task: &TaskCx, key: &str) -> Result<i64, i64> {
    let now = task.app.clock.now();
    let failed = task.app.strangers.count_guess(key, now)?;
    Ok(rules::wait_seconds(failed + 1, Some(now), now))
}

fn waiting(seconds: i64) -> Error {
    Error::Unauthenticated { retry_in_seconds: Some(seconds) }
}

fn wrong_present(wait: i64) -> Error {
    if wait == 0 {
        return Error::field("current", "password_wrong");
    }
    let mut issues = Issues::default();
    issues.add_with("current", "password_wait", [("seconds", wait.to_string())]);
    Error::Invalid(issues.into_list())
}
