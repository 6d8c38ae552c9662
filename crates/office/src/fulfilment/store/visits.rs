//! Visits of the installers in the database.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::access::model::UserId;
use crate::db::Tx;
use crate::error::Result;
use crate::fulfilment::model::{Visit, VisitOutcome, VisitRow};
use crate::registrations::model::RegistrationId;
use crate::{execute, fetch_all};

/// A sale's visits: the one to come, then the latest booked first.
pub async fn of_sale(tx: &mut Tx, id: RegistrationId) -> Result<Vec<Visit>> {
    fetch_all!(
        tx,
        Visit,
        "select v.id, v.team_id, t.name as team_name, v.scheduled_on, v.period, v.outcome, v.reason, v.booked_at, \
           v.booked_by, v.closed_at, v.closed_by \
         from installation_visit v join installation_team t on t.id = v.team_id \
         where v.registration_id = $1 order by (v.outcome is not null), v.booked_at desc, v.id desc limit 200",
        id
    )
}

/// Books a visit.
pub async fn insert(tx: &mut Tx, sale: RegistrationId, visit: &Visit) -> Result<()> {
    execute!(
        tx,
        "insert into installation_visit (id, registration_id, team_id, scheduled_on, period, booked_at, booked_by) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        visit.id,
        sale,
        visit.team_id,
        visit.scheduled_on,
        visit.period,
        visit.booked_at,
        &visit.booked_by
    )?;
    Ok(())
}

/// Notes what became of the visit to come; gives whether there was one.
pub async fn close(
    tx: &mut Tx,
    sale: RegistrationId,
    outcome: VisitOutcome,
    reason: &str,
    now: DateTime<Utc>,
    by: &str,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "update installation_visit set outcome = $2, reason = $3, closed_at = $4, closed_by = $5 \
         where registration_id = $1 and outcome is null",
        sale,
        outcome,
        reason,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// The visits of some days that took place or are to come, by day and team; with `seller`, only of their sales.
pub async fn between(
    tx: &mut Tx,
    from: NaiveDate,
    until: NaiveDate,
    seller: Option<UserId>,
) -> Result<Vec<VisitRow>> {
    fetch_all!(
        tx,
        VisitRow,
        "select v.id, v.registration_id, r.number, r.name, r.district, r.city, v.team_id, t.name as team_name, \
           v.scheduled_on, v.period, v.outcome, c.promised_on \
         from installation_visit v join registration r on r.id = v.registration_id \
           join installation_team t on t.id = v.team_id left join sale_course c on c.registration_id = r.id \
         where v.scheduled_on between $1 and $2 and (v.outcome is null or v.outcome in ('done', 'not_done')) \
           and ($3 or r.seller_id = $4) \
         order by v.scheduled_on, t.name, v.period desc, v.id limit 2000",
        from,
        until,
        seller.is_none(),
        seller.map_or(Uuid::nil(), |user| user.0)
    )
}
