//! Teams and entry sheets in the database.

use chrono::{DateTime, Utc};

use crate::db::Tx;
use crate::error::Result;
use crate::fulfilment::model::{CarrierSheet, Team, TeamId};
use crate::{execute, fetch_all, fetch_optional};

/// All teams, those in use first.
pub async fn teams(tx: &mut Tx) -> Result<Vec<Team>> {
    fetch_all!(
        tx,
        Team,
        "select id, name, active, version from installation_team order by active desc, name limit 500"
    )
}

/// One team.
pub async fn team(tx: &mut Tx, id: TeamId) -> Result<Option<Team>> {
    fetch_optional!(tx, Team, "select id, name, active, version from installation_team where id = $1", id)
}

/// Whether another team has that name.
pub async fn team_named(tx: &mut Tx, name: &str, other_than: Option<TeamId>) -> Result<bool> {
    let found = fetch_optional!(tx, (TeamId,), "select id from installation_team where name = $1", name)?;
    Ok(found.is_some_and(|(id,)| Some(id) != other_than))
}

/// Adds a team.
pub async fn insert_team(tx: &mut Tx, id: TeamId, team: &Team, now: DateTime<Utc>, by: &str) -> Result<()> {
    execute!(
        tx,
        "insert into installation_team (id, name, active, version, updated_at, updated_by) \
         values ($1, $2, $3, 1, $4, $5)",
        id,
        &team.name,
        team.active,
        now,
        by
    )?;
    Ok(())
}

/// Changes a team whose version is still the one read; gives whether it was.
pub async fn update_team(tx: &mut Tx, id: TeamId, team: &Team, now: DateTime<Utc>, by: &str) -> Result<bool> {
    let changed = execute!(
        tx,
        "update installation_team set name = $3, active = $4, version = version + 1, updated_at = $5, updated_by = $6 \
         where id = $1 and version = $2",
        id,
        team.version,
        &team.name,
        team.active,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Who changed a team last, and when.
pub async fn team_change(tx: &mut Tx, id: TeamId) -> Result<Option<(String, DateTime<Utc>)>> {
    fetch_optional!(
        tx,
        (String, DateTime<Utc>),
        "select updated_by, updated_at from installation_team where id = $1",
        id
    )
}

/// Every carrier that plans name.
pub async fn carriers(tx: &mut Tx) -> Result<Vec<String>> {
    let rows = fetch_all!(tx, (String,), "select distinct carrier from plan order by carrier limit 500")?;
    Ok(rows.into_iter().map(|(carrier,)| carrier).collect())
}

/// The order somebody gave a carrier's sheet.
pub async fn sheet(tx: &mut Tx, carrier: &str) -> Result<Option<CarrierSheet>> {
    let row = fetch_optional!(
        tx,
        (String, String, i64),
        "select carrier, fields, version from carrier_sheet where carrier = $1",
        carrier
    )?;
    Ok(row.map(|(carrier, fields, version)| CarrierSheet {
        carrier,
        fields: fields.split(',').map(str::to_owned).collect(),
        version,
    }))
}

/// Gives a carrier's sheet its first order; gives whether it had none.
pub async fn insert_sheet(tx: &mut Tx, sheet: &CarrierSheet, now: DateTime<Utc>, by: &str) -> Result<bool> {
    let changed = execute!(
        tx,
        "insert into carrier_sheet (carrier, fields, version, updated_at, updated_by) values ($1, $2, 1, $3, $4) \
         on conflict (carrier) do nothing",
        &sheet.carrier,
        sheet.fields.join(","),
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Changes a sheet whose version is still the one read; gives whether it was.
pub async fn update_sheet(tx: &mut Tx, sheet: &CarrierSheet, now: DateTime<Utc>, by: &str) -> Result<bool> {
    let changed = execute!(
        tx,
        "update carrier_sheet set fields = $3, version = version + 1, updated_at = $4, updated_by = $5 \
         where carrier = $1 and version = $2",
        &sheet.carrier,
        sheet.version,
        sheet.fields.join(","),
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Who changed a sheet last, and when.
pub async fn sheet_change(tx: &mut Tx, carrier: &str) -> Result<Option<(String, DateTime<Utc>)>> {
    fetch_optional!(
        tx,
        (String, DateTime<Utc>),
        "select updated_by, updated_at from carrier_sheet where carrier = $1",
        carrier
    )
}
