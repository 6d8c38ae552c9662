//! Plans and targets in the database.

use crate::customers::model::Segment;
use crate::db::Tx;
use crate::error::Result;
use crate::registrations::model::{Plan, PlanId, ReviewTarget};
use crate::{execute, fetch_all, fetch_one, fetch_optional};

type PlanRow = (PlanId, String, String, i64, bool, i64);

fn plan((id, carrier, name, monthly_cents, active, version): PlanRow, regions: Vec<String>) -> Plan {
    Plan { id: Some(id), carrier, name, monthly_cents, active, regions, version }
}

/// All plans with their regions, by carrier and name.
pub async fn plans(tx: &mut Tx) -> Result<Vec<Plan>> {
    let rows = fetch_all!(
        tx,
        PlanRow,
        "select id, carrier, name, monthly_cents, active, version from plan order by carrier, name limit 5000"
    )?;
    let regions = fetch_all!(
        tx,
        (PlanId, String),
        "select plan_id, uf from plan_region order by plan_id, uf limit 100000"
    )?;
    let of = |id: PlanId| regions.iter().filter(|(plan, _)| *plan == id).map(|(_, uf)| uf.clone()).collect();
    Ok(rows.into_iter().map(|row| plan(row.clone(), of(row.0))).collect())
}

/// One plan with its regions.
pub async fn plan_of(tx: &mut Tx, id: PlanId) -> Result<Option<Plan>> {
    let row = fetch_optional!(
        tx,
        PlanRow,
        "select id, carrier, name, monthly_cents, active, version from plan where id = $1",
        id
    )?;
    let Some(row) = row else { return Ok(None) };
    let regions =
        fetch_all!(tx, (String,), "select uf from plan_region where plan_id = $1 order by uf limit 27", id)?;
    Ok(Some(plan(row, regions.into_iter().map(|(uf,)| uf).collect())))
}

/// Adds a plan without regions.
pub async fn insert_plan(tx: &mut Tx, id: PlanId, plan: &Plan) -> Result<()> {
    execute!(
        tx,
        "insert into plan (id, carrier, name, monthly_cents, active, version) values ($1, $2, $3, $4, $5, 1)",
        id,
        &plan.carrier,
        &plan.name,
        plan.monthly_cents,
        plan.active
    )?;
    Ok(())
}

/// Changes a plan whose version is still the one read; gives whether it was.
pub async fn update_plan(tx: &mut Tx, id: PlanId, plan: &Plan) -> Result<bool> {
    let changed = execute!(
        tx,
        "update plan set carrier = $3, name = $4, monthly_cents = $5, active = $6, version = version + 1 \
         where id = $1 and version = $2",
        id,
        plan.version,
        &plan.carrier,
        &plan.name,
        plan.monthly_cents,
        plan.active
    )?;
    Ok(changed == 1)
}

/// Replaces a plan's regions.
pub async fn set_regions(tx: &mut Tx, id: PlanId, regions: &[String]) -> Result<()> {
    execute!(tx, "delete from plan_region where plan_id = $1", id)?;
    for uf in regions {
        execute!(tx, "insert into plan_region (plan_id, uf) values ($1, $2)", id, uf)?;
    }
    Ok(())
}

/// Whether a carrier has another plan of that name.
pub async fn plan_named(tx: &mut Tx, carrier: &str, name: &str, other_than: Option<PlanId>) -> Result<bool> {
    let found = fetch_optional!(
        tx,
        (PlanId,),
        "select id from plan where carrier = $1 and name = $2",
        carrier,
        name
    )?;
    Ok(found.is_some_and(|(id,)| Some(id) != other_than))
}

/// All targets.
pub async fn targets(tx: &mut Tx) -> Result<Vec<ReviewTarget>> {
    fetch_all!(
        tx,
        ReviewTarget,
        "select segment, target_minutes, soon_minutes, claim_minutes from review_target \
         order by target_minutes, segment limit 10"
    )
}

/// The target of a segment.
pub async fn target(tx: &mut Tx, segment: Segment) -> Result<ReviewTarget> {
    fetch_one!(
        tx,
        ReviewTarget,
        "select segment, target_minutes, soon_minutes, claim_minutes from review_target where segment = $1",
        segment
    )
}

/// Changes the target of a segment that is still as it was read; gives whether it was.
pub async fn save_target(tx: &mut Tx, read: &ReviewTarget, target: &ReviewTarget) -> Result<bool> {
    let changed = execute!(
        tx,
        "update review_target set target_minutes = $2, soon_minutes = $3, claim_minutes = $4 \
         where segment = $1 and target_minutes = $5 and soon_minutes = $6 and claim_minutes = $7",
        target.segment,
        target.target_minutes,
        target.soon_minutes,
        target.claim_minutes,
        read.target_minutes,
        read.soon_minutes,
        read.claim_minutes
    )?;
    Ok(changed == 1)
}
