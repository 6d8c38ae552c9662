//! Teams and entry sheets, kept by supervisors.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::dispatch::Cx;
use crate::dispatch::Nothing;
use crate::error::{Error, Result};
use crate::fulfilment::model::{CarrierSheet, CarrierSheets, Team};
use crate::fulfilment::rules;
use crate::fulfilment::store::setup as store;

/// All teams, also those no longer sent.
pub async fn teams(cx: &mut Cx, _: Nothing) -> Result<Vec<Team>> {
    store::teams(&mut cx.tx).await
}

/// Adds or changes a team.
pub async fn save_team(cx: &mut Cx, request: Team) -> Result<Team> {
    let team = rules::check_team(&request)?;
    if store::team_named(&mut cx.tx, &team.name, team.id).await? {
        return Err(Error::field("name", "already_exists"));
    }
    let by = cx.actor.name.clone();
    let (id, before) = match team.id {
        None => {
            let id = cx.id();
            store::insert_team(&mut cx.tx, id, &team, cx.now, &by).await?;
            (id, None)
        }
        Some(id) => {
            let before = store::team(&mut cx.tx, id).await?.ok_or(Error::NotFound { entity: "team" })?;
            if !store::update_team(&mut cx.tx, id, &team, cx.now, &by).await? {
                let change = store::team_change(&mut cx.tx, id).await?;
                return Err(conflict(cx, change, &before)?);
            }
            (id, Some(before))
        }
    };
    let after = store::team(&mut cx.tx, id).await?.ok_or(Error::NotFound { entity: "team" })?;
    cx.audit("installation_team", id, before.as_ref(), Some(&after))?;
    Ok(after)
}

/// The sheet of each carrier that plans name.
pub async fn sheets(cx: &mut Cx, _: Nothing) -> Result<CarrierSheets> {
    let mut sheets = Vec::new();
    for carrier in store::carriers(&mut cx.tx).await? {
        sheets.push(sheet_of(cx, &carrier).await?);
    }
    Ok(CarrierSheets { sheets, fields: rules::SHEET_FIELDS.map(str::to_owned).to_vec() })
}

async fn sheet_of(cx: &mut Cx, carrier: &str) -> Result<CarrierSheet> {
    let known = store::sheet(&mut cx.tx, carrier).await?;
    Ok(known.unwrap_or_else(|| CarrierSheet {
        carrier: carrier.to_owned(),
        fields: rules::SHEET_FIELDS.map(str::to_owned).to_vec(),
        version: 0,
    }))
}

/// Changes what a carrier's sheet asks for, and in which order.
pub async fn save_sheet(cx: &mut Cx, request: CarrierSheet) -> Result<CarrierSheet> {
    let sheet = rules::check_sheet(&request)?;
    let before = sheet_of(cx, &sheet.carrier).await?;
    let by = cx.actor.name.clone();
    let saved = if sheet.version == 0 {
        store::insert_sheet(&mut cx.tx, &sheet, cx.now, &by).await?
    } else {
        store::update_sheet(&mut cx.tx, &sheet, cx.now, &by).await?
    };
    if !saved {
        let change = store::sheet_change(&mut cx.tx, &sheet.carrier).await?;
        return Err(conflict(cx, change, &before)?);
    }
    let after = sheet_of(cx, &sheet.carrier).await?;
    cx.audit_changed("carrier_sheet", &sheet.carrier, &before, &after)?;
    Ok(after)
}

/// That somebody else was faster, with what stands there now.
fn conflict(cx: &Cx, change: Option<(String, DateTime<Utc>)>, current: &impl Serialize) -> Result<Error> {
    let (by, at) = change.unwrap_or_else(|| (String::new(), cx.now));
    Ok(Error::Conflict { by, at, current: Box::new(serde_json::to_value(current)?) })
}
