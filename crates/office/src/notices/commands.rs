//! Telling people, and reading what one was told.

use crate::access::model::UserId;
use crate::dispatch::Cx;
use crate::dispatch::Nothing;
use crate::error::Result;
use crate::notices::model::{MarkRead, NewNotice, NoticeId, Notices};
use crate::notices::store;

/// Characters of a title or text that are kept; the rest stands where the notice leads.
const CHARACTERS_MAX: usize = 500;

/// Leaves a notice for somebody. Called by other features inside their own command.
pub async fn tell(cx: &mut Cx, notice: NewNotice) -> Result<NoticeId> {
    let id = cx.id();
    let short = |text: &str| -> String {
        brazil::text::strip_invisible_lines(text).trim().chars().take(CHARACTERS_MAX).collect()
    };
    let notice = NewNotice { title: short(&notice.title), text: short(&notice.text), ..notice };
    store::insert(&mut cx.tx, id, &notice, cx.now).await?;
    Ok(id)
}

/// One's own notices.
pub async fn list(cx: &mut Cx, _: Nothing) -> Result<Notices> {
    let user: UserId = cx.actor.user()?;
    Ok(Notices {
        unread: store::unread(&mut cx.tx, user).await?,
        list: store::latest(&mut cx.tx, user).await?,
    })
}

/// Marks one or all of one's own notices as read. One that is read already, or another person's, changes nothing.
pub async fn mark_read(cx: &mut Cx, request: MarkRead) -> Result<Nothing> {
    let user: UserId = cx.actor.user()?;
    match request.id {
        Some(id) => store::mark_one(&mut cx.tx, user, id, cx.now).await.map(drop)?,
        None => store::mark_all(&mut cx.tx, user, cx.now).await?,
    }
    Ok(Nothing {})
}
