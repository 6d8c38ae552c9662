//! Clean groups, and what makes them so, in the database.

use chrono::{DateTime, Utc};

use crate::customers::model::CustomerId;
use crate::db::Tx;
use crate::duplicates::scan::clean::rules::Said;
use crate::duplicates::scan::model::{DuplicateGroup, DuplicateGroupId, ScanId};
use crate::duplicates::scan::store::{GroupRow, with_fichas};
use crate::error::Result;
use crate::{execute, fetch_all, fetch_in, fetch_one};

/// What fichas say; merged and anonymous ones are left out.
pub async fn said(tx: &mut Tx, ids: &[CustomerId]) -> Result<Vec<Said>> {
    fetch_in!(
        tx,
        Said,
        "select id, kind, name, trade_name, document, birth_date, mother_name, contact_name, segment, responsible_id, \
           status, status_reason \
         from customer where id in ($1) and merged_into is null and anonymised_at is null",
        ids
    )
}

/// The causes of the welcomes under way of fichas.
pub async fn open_welcomes(tx: &mut Tx, ids: &[CustomerId]) -> Result<Vec<(CustomerId, String)>> {
    fetch_in!(
        tx,
        (CustomerId, String),
        "select customer_id, cause from onboarding where customer_id in ($1) and completed_at is null",
        ids
    )
}

/// The fichas of groups.
pub async fn members(
    tx: &mut Tx,
    groups: &[DuplicateGroupId],
) -> Result<Vec<(DuplicateGroupId, CustomerId)>> {
    fetch_in!(
        tx,
        (DuplicateGroupId, CustomerId),
        "select group_id, customer_id from duplicate_group_member where group_id in ($1)",
        groups
    )
}

/// Groups that nobody looked at yet.
pub async fn not_looked_at(tx: &mut Tx, scan: ScanId, most: usize) -> Result<Vec<DuplicateGroupId>> {
    let rows = fetch_all!(
        tx,
        (DuplicateGroupId,),
        "select id from duplicate_group where scan_id = $1 and open = true and automatic = true and clean is null \
         limit $2",
        scan,
        i64::try_from(most).unwrap_or(i64::MAX)
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Since when nobody looked at what changed.
pub async fn looked_at(tx: &mut Tx, scan: ScanId) -> Result<DateTime<Utc>> {
    let (at,) = fetch_one!(
        tx,
        (DateTime<Utc>,),
        "select coalesce(looked_at, started_at) from duplicate_scan where id = $1",
        scan
    )?;
    Ok(at)
}

/// Notes until when changes were looked at.
pub async fn set_looked_at(tx: &mut Tx, scan: ScanId, at: DateTime<Utc>) -> Result<()> {
    execute!(tx, "update duplicate_scan set looked_at = $2 where id = $1", scan, at)?;
    Ok(())
}

/// Groups of fichas that somebody changed since, with what was noted of them.
pub async fn touched(
    tx: &mut Tx,
    scan: ScanId,
    since: DateTime<Utc>,
) -> Result<Vec<(DuplicateGroupId, Option<bool>)>> {
    fetch_all!(
        tx,
        (DuplicateGroupId, Option<bool>),
        "select g.id, g.clean from customer c join duplicate_group_member m on m.customer_id = c.id \
           join duplicate_group g on g.id = m.group_id \
         where c.updated_at >= $2 and g.scan_id = $1 and g.open = true and g.automatic = true \
         union \
         select g.id, g.clean from onboarding o join duplicate_group_member m on m.customer_id = o.customer_id \
           join duplicate_group g on g.id = m.group_id \
         where o.updated_at >= $2 and g.scan_id = $1 and g.open = true and g.automatic = true",
        scan,
        since
    )
}

/// Notes that groups are clean.
pub async fn note_clean(tx: &mut Tx, groups: &[DuplicateGroupId]) -> Result<()> {
    fetch_in!(
        tx,
        (DuplicateGroupId,),
        "update duplicate_group set clean = true where id in ($1) returning id",
        groups
    )
    .map(drop)
}

/// Notes that groups wait for a person.
pub async fn note_conflicting(tx: &mut Tx, groups: &[DuplicateGroupId]) -> Result<()> {
    fetch_in!(
        tx,
        (DuplicateGroupId,),
        "update duplicate_group set clean = false where id in ($1) returning id",
        groups
    )
    .map(drop)
}

/// Notes what one group is.
pub async fn note(tx: &mut Tx, group: DuplicateGroupId, clean: bool) -> Result<()> {
    execute!(tx, "update duplicate_group set clean = $2 where id = $1", group, clean)?;
    Ok(())
}

/// How many open groups are clean, from a probability on.
pub async fn count(tx: &mut Tx, scan: ScanId, threshold_ppm: i64) -> Result<i64> {
    let (count,) = fetch_one!(
        tx,
        (i64,),
        "select count(*) from duplicate_group where scan_id = $1 and open = true and automatic = true \
           and clean = true and probability_ppm >= $2",
        scan,
        threshold_ppm
    )?;
    Ok(count)
}

/// A page of those, the most certain first.
pub async fn page(
    tx: &mut Tx,
    scan: ScanId,
    threshold_ppm: i64,
    (offset, limit): (i64, i64),
) -> Result<Vec<DuplicateGroup>> {
    let rows = fetch_all!(
        tx,
        GroupRow,
        "select id, probability_ppm, automatic, pairs from duplicate_group where scan_id = $1 and open = true \
           and automatic = true and clean = true and probability_ppm >= $2 \
         order by probability_ppm desc, id limit $3 offset $4",
        scan,
        threshold_ppm,
        limit,
        offset
    )?;
    with_fichas(tx, rows).await
}

/// Those that follow one in that order; from the first where none is given.
pub async fn page_behind(
    tx: &mut Tx,
    scan: ScanId,
    threshold_ppm: i64,
    last: Option<(i64, DuplicateGroupId)>,
    limit: i64,
) -> Result<Vec<(DuplicateGroupId, i64)>> {
    let (ppm, id) = last.unwrap_or((i64::MAX, uuid::Uuid::nil().into()));
    fetch_all!(
        tx,
        (DuplicateGroupId, i64),
        "select id, probability_ppm from duplicate_group where scan_id = $1 and open = true and automatic = true \
           and clean = true and probability_ppm >= $2 and probability_ppm <= $3 \
           and (probability_ppm < $3 or id > $4) \
         order by probability_ppm desc, id limit $5",
        scan,
        threshold_ppm,
        ppm,
        id,
        limit
    )
}
