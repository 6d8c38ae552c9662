//! Views in the database.

use crate::access::model::UserId;
use crate::db::Tx;
use crate::error::Result;
use crate::views::model::{ViewId, ViewRow, ViewedList};
use crate::{execute, fetch_all, fetch_one, fetch_optional};

/// A person's own views of a list and those that are shared, by name.
pub async fn seen_by(tx: &mut Tx, list: ViewedList, user: UserId) -> Result<Vec<ViewRow>> {
    fetch_all!(
        tx,
        ViewRow,
        "select v.id, v.list, v.owner_id, u.name as owner_name, v.name, v.shared, v.content, v.removed_at, \
           v.version, v.updated_at, v.updated_by \
         from list_view v join app_user u on u.id = v.owner_id \
         where v.list = $1 and v.removed_at is null and (v.owner_id = $2 or v.shared) \
         order by v.name_key, v.id limit 1000",
        list,
        user
    )
}

/// The view of that id, also one that was taken away.
pub async fn get(tx: &mut Tx, id: ViewId) -> Result<Option<ViewRow>> {
    fetch_optional!(
        tx,
        ViewRow,
        "select v.id, v.list, v.owner_id, u.name as owner_name, v.name, v.shared, v.content, v.removed_at, \
           v.version, v.updated_at, v.updated_by \
         from list_view v join app_user u on u.id = v.owner_id where v.id = $1",
        id
    )
}

/// A person's view of that folded name.
pub async fn named(tx: &mut Tx, list: ViewedList, owner: UserId, key: &str) -> Result<Option<ViewId>> {
    let found = fetch_optional!(
        tx,
        (ViewId,),
        "select id from list_view \
         where list = $1 and owner_id = $2 and name_key = $3 and removed_at is null",
        list,
        owner,
        key
    )?;
    Ok(found.map(|(id,)| id))
}

/// How many views of a list a person keeps.
pub async fn count(tx: &mut Tx, list: ViewedList, owner: UserId) -> Result<i64> {
    let (count,) = fetch_one!(
        tx,
        (i64,),
        "select count(*) from list_view where list = $1 and owner_id = $2 and removed_at is null",
        list,
        owner
    )?;
    Ok(count)
}

/// Adds a view.
pub async fn insert(tx: &mut Tx, row: &ViewRow, key: &str) -> Result<()> {
    execute!(
        tx,
        "insert into list_view (id, list, owner_id, name, name_key, shared, content, version, updated_at, \
           updated_by) values ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9)",
        row.id,
        row.list,
        row.owner_id,
        &row.name,
        key,
        row.shared,
        &row.content,
        row.updated_at,
        &row.updated_by
    )?;
    Ok(())
}

/// Changes a view if its version is still `row.version`; gives whether it was.
pub async fn update(tx: &mut Tx, row: &ViewRow, key: &str) -> Result<bool> {
    let changed = execute!(
        tx,
        "update list_view set name = $3, name_key = $4, shared = $5, content = $6, removed_at = $7, \
           version = version + 1, updated_at = $8, updated_by = $9 where id = $1 and version = $2",
        row.id,
        row.version,
        &row.name,
        key,
        row.shared,
        &row.content,
        row.removed_at,
        row.updated_at,
        &row.updated_by
    )?;
    Ok(changed == 1)
}

/// Which view a person's list opens with.
pub async fn start(tx: &mut Tx, list: ViewedList, user: UserId) -> Result<Option<ViewId>> {
    let found = fetch_optional!(
        tx,
        (ViewId,),
        "select view_id from list_view_start where user_id = $1 and list = $2",
        user,
        list
    )?;
    Ok(found.map(|(id,)| id))
}

/// Lets a person's list open with a view, or as it was left.
pub async fn set_start(tx: &mut Tx, list: ViewedList, user: UserId, view: Option<ViewId>) -> Result<()> {
    execute!(tx, "delete from list_view_start where user_id = $1 and list = $2", user, list)?;
    if let Some(view) = view {
        execute!(
            tx,
            "insert into list_view_start (user_id, list, view_id) values ($1, $2, $3)",
            user,
            list,
            view
        )?;
    }
    Ok(())
}
