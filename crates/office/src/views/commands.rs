//! Saving, changing, sharing and taking away views.

use crate::access::model::UserId;
use crate::dispatch::{Cx, Nothing};
use crate::error::{Error, Issues, Result};
use crate::permission::VIEWS_SHARE;
use crate::views::lists::shape;
use crate::views::model::{
    ListViews, NewView, SaveView, SavedView, StartView, ViewChoice, ViewContent, ViewId, ViewRow, ViewedList,
};
use crate::views::{rules, store};

/// The caller's own views of a list and those that are shared, by name.
pub async fn list(cx: &mut Cx, request: ListViews) -> Result<Vec<SavedView>> {
    let user = caller(cx, request.list)?;
    let start = store::start(&mut cx.tx, request.list, user).await?;
    let rows = store::seen_by(&mut cx.tx, request.list, user).await?;
    rows.into_iter().map(|row| shown(cx, row, start)).collect()
}

/// Saves what a list shows under a new name.
pub async fn create(cx: &mut Cx, request: NewView) -> Result<SavedView> {
    let user = caller(cx, request.list)?;
    if request.shared {
        cx.actor.require(VIEWS_SHARE)?;
    }
    let checked = rules::check(&shape(request.list), &request.name, request.content)?;
    if store::count(&mut cx.tx, request.list, user).await? >= rules::VIEWS_MAX {
        let mut issues = Issues::default();
        issues.add_with("", "views_too_many", [("max", rules::VIEWS_MAX.to_string())]);
        return Err(Error::Invalid(issues.into_list()));
    }
    let row = ViewRow {
        id: cx.id(),
        list: request.list,
        owner_id: user,
        owner_name: cx.actor.name.clone(),
        name: checked.name,
        shared: request.shared,
        content: serde_json::to_string(&checked.content)?,
        removed_at: None,
        version: 1,
        updated_at: cx.now,
        updated_by: cx.actor.name.clone(),
    };
    let key = free_name(cx, &row).await?;
    store::insert(&mut cx.tx, &row, &key).await?;
    cx.audit_created("list_view", row.id, &noted(&row)?)?;
    answer(cx, row.id, user).await
}

/// Changes a view's name, content or who sees it.
pub async fn save(cx: &mut Cx, request: SaveView) -> Result<SavedView> {
    let before = changeable(cx, request.id).await?;
    if before.removed_at.is_some() {
        return Err(Error::NotFound { entity: "list_view" });
    }
    if request.shared && !before.shared {
        cx.actor.require(VIEWS_SHARE)?;
    }
    let checked = rules::check(&shape(before.list), &request.name, request.content)?;
    let content = serde_json::to_string(&checked.content)?;
    let after = ViewRow { name: checked.name, shared: request.shared, content, ..before.clone() };
    write(cx, before, after, request.version).await
}

/// Takes a view away from everybody who sees it; [`restore`] brings it back.
pub async fn remove(cx: &mut Cx, request: ViewChoice) -> Result<SavedView> {
    let before = changeable(cx, request.id).await?;
    let after = ViewRow { removed_at: Some(cx.now), ..before.clone() };
    write(cx, before, after, request.version).await
}

/// Brings back a view that was taken away.
pub async fn restore(cx: &mut Cx, request: ViewChoice) -> Result<SavedView> {
    let before = changeable(cx, request.id).await?;
    let after = ViewRow { removed_at: None, ..before.clone() };
    write(cx, before, after, request.version).await
}

/// Lets the caller's list open with a view.
pub async fn set_start(cx: &mut Cx, request: StartView) -> Result<Nothing> {
    let user = caller(cx, request.list)?;
    if let Some(id) = request.id {
        let view = visible(cx, id).await?;
        if view.list != request.list || view.removed_at.is_some() {
            return Err(Error::NotFound { entity: "list_view" });
        }
    }
    let before = store::start(&mut cx.tx, request.list, user).await?;
    store::set_start(&mut cx.tx, request.list, user, request.id).await?;
    let noted = |id: Option<ViewId>| serde_json::json!({ "list": request.list, "view_id": id });
    cx.audit_changed("list_view_start", user, &noted(before), &noted(request.id))?;
    Ok(Nothing {})
}

/// Who asks, if they may see the list.
fn caller(cx: &Cx, list: ViewedList) -> Result<UserId> {
    cx.actor.require(shape(list).permission)?;
    cx.actor.user()
}

/// A view the caller sees: of somebody else's, only the shared ones exist.
async fn visible(cx: &mut Cx, id: ViewId) -> Result<ViewRow> {
    let none = Error::NotFound { entity: "list_view" };
    let Some(row) = store::get(&mut cx.tx, id).await? else { return Err(none) };
    let user = caller(cx, row.list)?;
    if row.owner_id == user || row.shared { Ok(row) } else { Err(none) }
}

/// A view the caller may change: their own, or a shared one where their role allows that.
async fn changeable(cx: &mut Cx, id: ViewId) -> Result<ViewRow> {
    let row = visible(cx, id).await?;
    if cx.actor.id != Some(row.owner_id.into()) {
        cx.actor.require(VIEWS_SHARE)?;
    }
    Ok(row)
}

/// The folded name, if the owner has no other view of it.
async fn free_name(cx: &mut Cx, row: &ViewRow) -> Result<String> {
    let key = brazil::text::fold(&row.name);
    let taken = store::named(&mut cx.tx, row.list, row.owner_id, &key).await?;
    if row.removed_at.is_none() && taken.is_some_and(|id| id != row.id) {
        return Err(Error::field("name", "view_name_taken"));
    }
    Ok(key)
}

async fn write(cx: &mut Cx, before: ViewRow, mut after: ViewRow, version: i64) -> Result<SavedView> {
    let user = caller(cx, before.list)?;
    // Somebody else's change comes before what is wrong with one's own.
    let conflict = |row: ViewRow, current: SavedView| -> Result<Error> {
        let current = Box::new(serde_json::to_value(current)?);
        Ok(Error::Conflict { by: row.updated_by, at: row.updated_at, current })
    };
    if before.version != version {
        let current = shown(cx, before.clone(), None)?;
        return Err(conflict(before, current)?);
    }
    let key = free_name(cx, &after).await?;
    after.updated_at = cx.now;
    after.updated_by = cx.actor.name.clone();
    if !store::update(&mut cx.tx, &after, &key).await? {
        let current = answer(cx, before.id, user).await?;
        return Err(conflict(before, current)?);
    }
    cx.audit_changed("list_view", after.id, &noted(&before)?, &noted(&after)?)?;
    answer(cx, after.id, user).await
}

async fn answer(cx: &mut Cx, id: ViewId, user: UserId) -> Result<SavedView> {
    let row = store::get(&mut cx.tx, id).await?.ok_or(Error::NotFound { entity: "list_view" })?;
    let start = store::start(&mut cx.tx, row.list, user).await?;
    shown(cx, row, start)
}

fn shown(cx: &Cx, row: ViewRow, start: Option<ViewId>) -> Result<SavedView> {
    let mine = cx.actor.id == Some(row.owner_id.into());
    Ok(SavedView {
        content: serde_json::from_str::<ViewContent>(&row.content)?,
        mine,
        may_change: mine || cx.actor.may(VIEWS_SHARE),
        starts: start == Some(row.id),
        id: row.id,
        list: row.list,
        name: row.name,
        shared: row.shared,
        owner_name: row.owner_name,
        version: row.version,
        updated_at: row.updated_at,
        updated_by: row.updated_by,
    })
}

fn noted(row: &ViewRow) -> Result<serde_json::Value> {
    Ok(serde_json::json!({
        "list": row.list, "name": row.name, "shared": row.shared, "removed": row.removed_at.is_some(),
        "content": serde_json::from_str::<ViewContent>(&row.content)?,
    }))
}
