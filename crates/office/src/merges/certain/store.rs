//! The threshold, in the database.

use chrono::{DateTime, Utc};

use crate::db::Tx;
use crate::error::Result;
use crate::merges::certain::model::{DuplicateSettings, SetDuplicateSettings};
use crate::{execute, fetch_optional};

/// The threshold; the default where none was ever set.
pub async fn settings(tx: &mut Tx) -> Result<DuplicateSettings> {
    let found = fetch_optional!(
        tx,
        DuplicateSettings,
        "select automatic_ppm, version, updated_at, updated_by from duplicate_setting where id = 1"
    )?;
    Ok(found.unwrap_or_default())
}

/// Keeps a threshold if the one before is still as read; gives whether it was.
pub async fn save_settings(
    tx: &mut Tx,
    request: SetDuplicateSettings,
    now: DateTime<Utc>,
    by: &str,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "insert into duplicate_setting (id, automatic_ppm, version, updated_at, updated_by) values (1, $1, 1, $3, $4) \
         on conflict (id) do update set automatic_ppm = excluded.automatic_ppm, \
           version = duplicate_setting.version + 1, updated_at = excluded.updated_at, \
           updated_by = excluded.updated_by \
         where duplicate_setting.version = $2",
        request.automatic_ppm,
        request.version,
        now,
        by
    )?;
    Ok(changed == 1)
}
