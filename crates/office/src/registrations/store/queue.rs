//! The queue and a seller's own list.

use chrono::{DateTime, Utc};

use crate::access::model::UserId;
use crate::customers::model::Segment;
use crate::db::Tx;
use crate::error::Result;
use crate::fetch_all;
use crate::registrations::model::{LaneCounts, RegistrationId, RegistrationState, SaleRow, StateCount};

/// What waits in a segment's lane, first submitted first.
pub async fn waiting(tx: &mut Tx, segment: Segment) -> Result<Vec<SaleRow>> {
    fetch_all!(
        tx,
        SaleRow,
        "select r.id, r.number, r.name, r.state, r.segment, p.name as plan_name, r.city, r.uf, \
           s.name as seller_name, r.round, r.submitted_at, r.decided_at, r.updated_at, r.claimed_by, \
           c.name as claimed_by_name, r.claimed_until \
         from registration r join app_user s on s.id = r.seller_id left join plan p on p.id = r.plan_id \
           left join app_user c on c.id = r.claimed_by \
         where r.state in ('submitted', 'in_review') and r.segment = $1 \
         order by r.submitted_at, r.id limit 500",
        segment
    )
}

/// What is back with its sellers, first returned first.
pub async fn returned(tx: &mut Tx) -> Result<Vec<SaleRow>> {
    fetch_all!(
        tx,
        SaleRow,
        "select r.id, r.number, r.name, r.state, r.segment, p.name as plan_name, r.city, r.uf, \
           s.name as seller_name, r.round, r.submitted_at, r.decided_at, r.updated_at, r.claimed_by, \
           c.name as claimed_by_name, r.claimed_until \
         from registration r join app_user s on s.id = r.seller_id left join plan p on p.id = r.plan_id \
           left join app_user c on c.id = r.claimed_by \
         where r.state = 'returned' order by r.decided_at, r.id limit 500"
    )
}

/// How many wait in each lane.
pub async fn counts(tx: &mut Tx) -> Result<LaneCounts> {
    let rows = fetch_all!(
        tx,
        (RegistrationState, Segment, i64),
        "select state, segment, count(*) from registration where state in ('submitted', 'in_review', 'returned') \
         group by state, segment order by state, segment limit 10"
    )?;
    let mut counts = LaneCounts::default();
    for (state, segment, count) in rows {
        *match (state, segment) {
            (RegistrationState::Returned, _) => &mut counts.returned,
            (_, Segment::Retail) => &mut counts.retail,
            (_, Segment::Corporate) => &mut counts.corporate,
        } += count;
    }
    Ok(counts)
}

/// When the waiting sales of a segment were submitted, first one first.
pub async fn submitted_at(tx: &mut Tx, segment: Segment) -> Result<Vec<DateTime<Utc>>> {
    let rows = fetch_all!(
        tx,
        (DateTime<Utc>,),
        "select submitted_at from registration where state in ('submitted', 'in_review') and segment = $1 \
           and submitted_at is not null order by submitted_at limit 10000",
        segment
    )?;
    Ok(rows.into_iter().map(|(at,)| at).collect())
}

/// Submissions of the waiting sales that came back, with the one before: sale, round, content as JSON.
pub async fn resubmissions(tx: &mut Tx, segment: Segment) -> Result<Vec<(RegistrationId, i64, String)>> {
    fetch_all!(
        tx,
        (RegistrationId, i64, String),
        "select r.id, d.round, d.content from registration r \
           join registration_round d on d.registration_id = r.id and d.round >= r.round - 1 \
         where r.state in ('submitted', 'in_review') and r.segment = $1 and r.round > 1 \
         order by r.id, d.round limit 1000",
        segment
    )
}

/// How many sales of a seller stand in each state.
pub async fn counts_of_seller(tx: &mut Tx, seller: UserId) -> Result<Vec<StateCount>> {
    fetch_all!(
        tx,
        StateCount,
        "select state, count(*) as count from registration where seller_id = $1 group by state order by state limit 10",
        seller
    )
}

/// A seller's sales, the last changed first.
pub async fn of_seller(tx: &mut Tx, seller: UserId) -> Result<Vec<SaleRow>> {
    fetch_all!(
        tx,
        SaleRow,
        "select r.id, r.number, r.name, r.state, r.segment, p.name as plan_name, r.city, r.uf, \
           s.name as seller_name, r.round, r.submitted_at, r.decided_at, r.updated_at, r.claimed_by, \
           c.name as claimed_by_name, r.claimed_until \
         from registration r join app_user s on s.id = r.seller_id left join plan p on p.id = r.plan_id \
           left join app_user c on c.id = r.claimed_by \
         where r.seller_id = $1 order by r.updated_at desc, r.id limit 500",
        seller
    )
}

/// A seller's sales in one state, the last changed first.
pub async fn of_seller_in(tx: &mut Tx, seller: UserId, state: RegistrationState) -> Result<Vec<SaleRow>> {
    fetch_all!(
        tx,
        SaleRow,
        "select r.id, r.number, r.name, r.state, r.segment, p.name as plan_name, r.city, r.uf, \
           s.name as seller_name, r.round, r.submitted_at, r.decided_at, r.updated_at, r.claimed_by, \
           c.name as claimed_by_name, r.claimed_until \
         from registration r join app_user s on s.id = r.seller_id left join plan p on p.id = r.plan_id \
           left join app_user c on c.id = r.claimed_by \
         where r.seller_id = $1 and r.state = $2 order by r.updated_at desc, r.id limit 500",
        seller,
        state
    )
}
