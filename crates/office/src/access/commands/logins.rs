//! Switching login roles on, and looking whether they are as they should be (decision 13). Only the owner may, from the
//! command line: a window never has the owner's rights.

use crate::access::model::{EnableLogins, LoginDeviation, LoginsChecked, LoginsEnabled, NewLogin, UserId};
use crate::access::password::{self, Kept};
use crate::access::{rules, store};
use crate::dispatch::{Cx, Nothing, TaskCx};
use crate::error::{Error, Result};
use crate::ids;

/// Makes groups, rights and roles. Whoever had a password of the program gets one of the server that works once, and is
/// signed out everywhere. May be repeated: what is there stays.
pub async fn enable_logins(task: TaskCx, request: EnableLogins) -> Result<LoginsEnabled> {
    by_owner(&task)?;
    let worker = made().await?;
    let mut cx = task.write().await?;
    let (new, worker_role) = cx.tx.enable_logins().await?;
    if !new.is_empty() {
        store::forget_passwords(&mut cx.tx).await?;
    }
    let mut people = Vec::new();
    for id in new.into_iter().map(UserId::from) {
        people.extend(enable(&mut cx, id).await?);
    }
    cx.tx.sync_logins().await?;
    let given = cx.tx.set_worker_password(worker.1.verifier(), request.renew_worker).await?;
    task.commit(cx).await?;
    let worker = NewLogin { username: String::new(), role: worker_role, password: worker.0 };
    Ok(LoginsEnabled { people, worker: given.then_some(worker) })
}

async fn enable(cx: &mut Cx, id: UserId) -> Result<Option<NewLogin>> {
    let user = store::user(&mut cx.tx, id).await?.ok_or(Error::NotFound { entity: "user" })?;
    let (now, by) = (cx.now, cx.actor.name.clone());
    store::sessions::end_sessions_of(&mut cx.tx, id, None, &by, now).await?;
    cx.audit("user", id, None::<&()>, Some(&serde_json::json!({ "login_role": "made" })))?;
    if !user.active {
        return Ok(None);
    }
    let (password, kept) = made().await?;
    store::set_password_due(&mut cx.tx, id, true).await?;
    cx.tx.set_login_password(id.0, kept.verifier()).await?;
    let role = cx.tx.login_name(id.0).await?.unwrap_or_default();
    Ok(Some(NewLogin { username: user.username, role, password }))
}

/// A password to hand over, and what the server keeps of it.
async fn made() -> Result<(String, Kept)> {
    let password = rules::one_time_password(ids::random_bytes());
    let kept = password::keep(true, "password", password.clone()).await?;
    Ok((password, kept))
}

/// Compares the server's roles and rights with what they should be.
pub async fn check_logins(task: TaskCx, _: Nothing) -> Result<LoginsChecked> {
    by_owner(&task)?;
    let mut cx = task.read().await?;
    let found = cx.tx.login_deviations().await?;
    let enabled = found.is_some();
    let shown = found.into_iter().flatten().map(|odd| LoginDeviation {
        kind: odd.kind.to_owned(),
        role: odd.role,
        what: odd.what,
    });
    Ok(LoginsChecked { enabled, deviations: shown.collect() })
}

fn by_owner(task: &TaskCx) -> Result<()> {
    if !task.actor.system {
        return Err(Error::unavailable("logins_by_owner", ""));
    }
    if task.app.db.is_file() {
        return Err(Error::unavailable("logins_by_server", ""));
    }
    Ok(())
}
