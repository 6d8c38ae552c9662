//! What was set for the form, in the database.

use chrono::{DateTime, Utc};

use crate::db::Tx;
use crate::error::Result;
use crate::registrations::model::{FieldSetting, FormId};
use crate::{execute, fetch_all, fetch_optional};

/// What stands for a scope.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct FormRow {
    /// Which.
    pub id: FormId,
    /// For saving over.
    pub version: i64,
    /// When it was set last (UTC).
    pub updated_at: DateTime<Utc>,
    /// By whom.
    pub updated_by: String,
}

/// The row of a scope, where something was set.
pub async fn of_scope(tx: &mut Tx, scope: &str) -> Result<Option<FormRow>> {
    fetch_optional!(
        tx,
        FormRow,
        "select id, version, updated_at, updated_by from registration_form where scope = $1",
        scope
    )
}

/// What a scope says.
pub async fn settings(tx: &mut Tx, scope: &str) -> Result<Vec<FieldSetting>> {
    fetch_all!(
        tx,
        FieldSetting,
        "select s.field, s.need, s.hint from registration_form_field s \
         join registration_form f on f.id = s.form_id where f.scope = $1 order by s.field limit 100",
        scope
    )
}

/// The scopes for which something is set.
pub async fn scopes(tx: &mut Tx) -> Result<Vec<String>> {
    let rows = fetch_all!(
        tx,
        (String,),
        "select scope from registration_form f \
         where exists (select 1 from registration_form_field s where s.form_id = f.id) \
         order by scope limit 5000"
    )?;
    Ok(rows.into_iter().map(|(scope,)| scope).collect())
}

/// Begins a scope; gives whether nobody had.
pub async fn insert(tx: &mut Tx, id: FormId, scope: &str, now: DateTime<Utc>, by: &str) -> Result<bool> {
    let changed = execute!(
        tx,
        "insert into registration_form (id, scope, version, updated_at, updated_by) values ($1, $2, 1, $3, $4) \
         on conflict (scope) do nothing",
        id,
        scope,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Counts a scope's version up where it is still the one read; gives whether it was.
pub async fn touch(tx: &mut Tx, id: FormId, version: i64, now: DateTime<Utc>, by: &str) -> Result<bool> {
    let changed = execute!(
        tx,
        "update registration_form set version = version + 1, updated_at = $3, updated_by = $4 \
         where id = $1 and version = $2",
        id,
        version,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Replaces what a scope says.
pub async fn replace_settings(tx: &mut Tx, id: FormId, settings: &[FieldSetting]) -> Result<()> {
    execute!(tx, "delete from registration_form_field where form_id = $1", id)?;
    for setting in settings {
        execute!(
            tx,
            "insert into registration_form_field (form_id, field, need, hint) values ($1, $2, $3, $4)",
            id,
            &setting.field,
            setting.need,
            &setting.hint
        )?;
    }
    Ok(())
}
