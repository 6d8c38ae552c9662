//! The groups found, in the database.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::customers::model::CustomerId;
use crate::customers::store::list::{WORDS_MAX, patterns};
use crate::db::Tx;
use crate::duplicates::scan::model::{
    Certainty, DuplicateGroup, DuplicateGroupId, DuplicateScan, GroupFicha, ScanId, ScanSettings,
    ScanStatistics,
};
use crate::duplicates::scan::rules::FoundGroup;
use crate::duplicates::store::Verdict;
use crate::error::Result;
use crate::{
    dynamic_statements, execute, fetch_all, fetch_all_words, fetch_in, fetch_one, fetch_optional, insert_many,
};

/// How many fichas can be compared: neither merged nor anonymous.
pub async fn count(tx: &mut Tx) -> Result<i64> {
    let (count,) = fetch_one!(
        tx,
        (i64,),
        "select count(*) from customer where merged_into is null and anonymised_at is null"
    )?;
    Ok(count)
}

/// The pairs told apart whose fichas nobody touched since.
pub async fn untouched_verdicts(tx: &mut Tx) -> Result<Vec<(CustomerId, CustomerId)>> {
    fetch_all!(
        tx,
        (CustomerId, CustomerId),
        "select n.one_id, n.other_id from not_duplicate n join customer a on a.id = n.one_id \
           join customer b on b.id = n.other_id where a.updated_at < n.decided_at and b.updated_at < n.decided_at"
    )
}

/// The others: whether they still hold, their digests tell.
pub async fn touched_verdicts(tx: &mut Tx) -> Result<Vec<Verdict>> {
    fetch_all!(
        tx,
        Verdict,
        "select n.one_id, n.other_id, n.one_digest, n.other_digest from not_duplicate n \
           join customer a on a.id = n.one_id join customer b on b.id = n.other_id \
         where a.updated_at >= n.decided_at or b.updated_at >= n.decided_at order by n.one_id, n.other_id"
    )
}

/// What scans compare and put together; the default where it was never set.
pub async fn settings(tx: &mut Tx) -> Result<ScanSettings> {
    let found = fetch_optional!(
        tx,
        (String, Option<i64>, i64, DateTime<Utc>, String),
        "select left_out, threshold_ppm, version, updated_at, updated_by from duplicate_scan_setting where id = 1"
    )?;
    let Some((left_out, threshold_ppm, version, at, by)) = found else { return Ok(ScanSettings::default()) };
    Ok(ScanSettings {
        left_out: serde_json::from_str(&left_out)?,
        threshold_ppm,
        version,
        updated_at: Some(at),
        updated_by: Some(by),
    })
}

/// Keeps other settings if those before are still as read; gives whether they were.
pub async fn save_settings(
    tx: &mut Tx,
    left_out: &[String],
    (threshold_ppm, version): (Option<i64>, i64),
    now: DateTime<Utc>,
    by: &str,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "insert into duplicate_scan_setting (id, left_out, threshold_ppm, version, updated_at, updated_by) \
           values (1, $1, $2, 1, $4, $5) \
         on conflict (id) do update set left_out = excluded.left_out, threshold_ppm = excluded.threshold_ppm, \
           version = duplicate_scan_setting.version + 1, updated_at = excluded.updated_at, \
           updated_by = excluded.updated_by \
         where duplicate_scan_setting.version = $3",
        serde_json::to_string(left_out)?,
        threshold_ppm,
        version,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Notes that a scan begins.
pub async fn begin(tx: &mut Tx, id: ScanId, now: DateTime<Utc>, by: &str) -> Result<()> {
    execute!(
        tx,
        "insert into duplicate_scan (id, records, found, started_at, started_by) values ($1, 0, 0, $2, $3)",
        id,
        now,
        by
    )?;
    Ok(())
}

/// A group to be written.
#[derive(Debug)]
pub struct NewGroup<'a> {
    /// Which.
    pub id: DuplicateGroupId,
    /// As the engine found it.
    pub found: &'a FoundGroup,
    /// Why, as JSON.
    pub pairs: String,
    /// It can be merged without asking anybody.
    pub clean: bool,
}

/// Writes groups of a scan under way.
pub async fn insert_groups(tx: &mut Tx, scan: ScanId, groups: &[NewGroup<'_>]) -> Result<()> {
    insert_many!(
        tx,
        "insert into duplicate_group (id, scan_id, probability_ppm, automatic, open, clean, pairs) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        groups,
        |row| row.id,
        scan,
        row.found.probability_ppm,
        row.found.automatic,
        true,
        row.clean,
        &row.pairs
    )?;
    let members: Vec<(DuplicateGroupId, CustomerId)> =
        groups.iter().flat_map(|row| row.found.members.iter().map(|member| (row.id, *member))).collect();
    insert_many!(
        tx,
        "insert into duplicate_group_member (group_id, customer_id) values ($1, $2)",
        members,
        |row| row.0,
        row.1
    )
}

/// A scan went through: from here on its groups are the queue.
pub async fn finish(
    tx: &mut Tx,
    id: ScanId,
    (records, found): (i64, i64),
    (statistics, lesson): (&str, &str),
    now: DateTime<Utc>,
) -> Result<()> {
    execute!(
        tx,
        "update duplicate_scan set records = $2, found = $3, statistics = $4, learned = $5, finished_at = $6 \
         where id = $1",
        id,
        records,
        found,
        statistics,
        lesson,
        now
    )?;
    Ok(())
}

/// What a scan counted.
pub async fn statistics(tx: &mut Tx, id: ScanId) -> Result<ScanStatistics> {
    let (text,) = fetch_one!(tx, (String,), "select statistics from duplicate_scan where id = $1", id)?;
    Ok(serde_json::from_str(&text)?)
}

/// What a scan learned, as JSON; empty where an older program scanned.
pub async fn lesson(tx: &mut Tx, id: ScanId) -> Result<String> {
    let (text,) = fetch_one!(tx, (String,), "select learned from duplicate_scan where id = $1", id)?;
    Ok(text)
}

/// Fichas by their ids; merged and anonymous ones are left out.
pub async fn fichas(tx: &mut Tx, ids: &[CustomerId]) -> Result<Vec<GroupFicha>> {
    fetch_in!(
        tx,
        GroupFicha,
        "select id, code, name from customer where id in ($1) and merged_into is null and anonymised_at is null \
         order by code",
        ids
    )
}

/// Fichas in groups of a scan that were merged or told apart while it ran.
pub async fn decided_meanwhile(tx: &mut Tx, id: ScanId) -> Result<Vec<(CustomerId,)>> {
    fetch_all!(
        tx,
        (CustomerId,),
        "select m.customer_id from duplicate_group g join duplicate_group_member m on m.group_id = g.id \
           join customer c on c.id = m.customer_id join duplicate_scan s on s.id = g.scan_id \
         where g.scan_id = $1 and (c.merged_into is not null \
           or exists (select 1 from not_duplicate n where n.one_id = c.id and n.decided_at >= s.started_at))",
        id
    )
}

/// Scans other than this one, whose groups are no longer needed.
pub async fn others(tx: &mut Tx, id: ScanId) -> Result<Vec<(ScanId,)>> {
    fetch_all!(
        tx,
        (ScanId,),
        "select id from duplicate_scan where id <> $1 and \
           (finished_at is not null or started_at < (select started_at from duplicate_scan where id = $1))",
        id
    )
}

/// Removes a scan with all it found.
pub async fn discard(tx: &mut Tx, id: ScanId) -> Result<()> {
    execute!(
        tx,
        "delete from duplicate_group_member where group_id in (select id from duplicate_group where scan_id = $1)",
        id
    )?;
    execute!(tx, "delete from duplicate_group where scan_id = $1", id)?;
    execute!(tx, "delete from duplicate_scan where id = $1", id)?;
    Ok(())
}

/// The latest scan that went through.
pub async fn latest(tx: &mut Tx) -> Result<Option<DuplicateScan>> {
    fetch_optional!(
        tx,
        DuplicateScan,
        "select id, records, found, started_at, started_by from duplicate_scan where finished_at is not null \
         order by finished_at desc, id desc limit 1"
    )
}

pub(super) type GroupRow = (DuplicateGroupId, i64, bool, String);

/// How many groups of a scan are open.
pub async fn count_open(tx: &mut Tx, scan: ScanId) -> Result<i64> {
    let (open,) = fetch_one!(
        tx,
        (i64,),
        "select count(*) from duplicate_group where scan_id = $1 and open = true",
        scan
    )?;
    Ok(open)
}

/// Which open groups: of a scan, by certainty, with a ficha that has all the words. The words follow the parameter
/// `$2`, `more` of others between them.
fn filter(words: usize, more: usize) -> String {
    let mut filter =
        "g.scan_id = $1 and g.open = true and (cast($2 as boolean) is null or g.automatic = $2)".to_owned();
    if words > 0 {
        let from = 3 + more;
        let likes: Vec<String> =
            (from..from + words).map(|number| format!("s.content like ${number}")).collect();
        filter.push_str(&format!(
            " and g.id in (select m.group_id from customer_search s join customer c on c.code = s.rowid \
               join duplicate_group_member m on m.customer_id = c.id where {})",
            likes.join(" and ")
        ));
    }
    filter
}

fn count_sql(words: usize) -> String {
    format!("select count(*) from duplicate_group g where {}", filter(words, 0))
}

fn page_sql(words: usize) -> String {
    format!(
        "select g.id, g.probability_ppm, g.automatic, g.pairs from duplicate_group g where {} \
         order by g.probability_ppm desc, g.id limit $3 offset $4",
        filter(words, 2)
    )
}

dynamic_statements!(|| (0..=WORDS_MAX).flat_map(|words| [count_sql(words), page_sql(words)]).collect());

fn automatic(certainty: Option<Certainty>) -> Option<bool> {
    certainty.map(|certainty| certainty == Certainty::Certain)
}

/// How many open groups of a scan match.
pub async fn count_matching(
    tx: &mut Tx,
    scan: ScanId,
    certainty: Option<Certainty>,
    words: &[String],
) -> Result<i64> {
    let patterns = patterns(words);
    let found =
        fetch_all_words!(tx, (i64,), count_sql(patterns.len()), patterns, scan, automatic(certainty))?;
    Ok(found.first().map_or(0, |(count,)| *count))
}

/// A page of those, the most certain first.
pub async fn matching(
    tx: &mut Tx,
    scan: ScanId,
    certainty: Option<Certainty>,
    words: &[String],
    (offset, limit): (i64, i64),
) -> Result<Vec<DuplicateGroup>> {
    let patterns = patterns(words);
    let sql = page_sql(patterns.len());
    let rows = fetch_all_words!(tx, GroupRow, sql, patterns, scan, automatic(certainty), limit, offset)?;
    with_fichas(tx, rows).await
}

/// How many open groups there are whose every pair the engine would merge, from a probability on.
pub async fn count_certain(tx: &mut Tx, scan: ScanId, threshold_ppm: i64) -> Result<i64> {
    let (count,) = fetch_one!(
        tx,
        (i64,),
        "select count(*) from duplicate_group where scan_id = $1 and open = true and automatic = true \
           and probability_ppm >= $2",
        scan,
        threshold_ppm
    )?;
    Ok(count)
}

/// A group that is still open.
pub async fn open_group(tx: &mut Tx, id: DuplicateGroupId) -> Result<Option<DuplicateGroup>> {
    let rows = fetch_all!(
        tx,
        GroupRow,
        "select id, probability_ppm, automatic, pairs from duplicate_group where id = $1 and open = true",
        id
    )?;
    Ok(with_fichas(tx, rows).await?.into_iter().next())
}

pub(super) async fn with_fichas(tx: &mut Tx, rows: Vec<GroupRow>) -> Result<Vec<DuplicateGroup>> {
    let ids: Vec<DuplicateGroupId> = rows.iter().map(|(id, ..)| *id).collect();
    let members = fetch_in!(
        tx,
        (DuplicateGroupId, CustomerId, i64, String),
        "select m.group_id, c.id, c.code, c.name from duplicate_group_member m join customer c on c.id = m.customer_id \
         where m.group_id in ($1) and c.merged_into is null and c.anonymised_at is null order by c.code",
        ids
    )?;
    let mut fichas_of: HashMap<DuplicateGroupId, Vec<GroupFicha>> = HashMap::new();
    for (group, id, code, name) in members {
        fichas_of.entry(group).or_default().push(GroupFicha { id, code, name });
    }
    let groups = rows.into_iter().map(|(id, probability_ppm, automatic, pairs)| {
        let fichas = fichas_of.remove(&id).unwrap_or_default();
        Ok(DuplicateGroup {
            id,
            probability_ppm,
            automatic,
            fichas,
            pairs: serde_json::from_str(&pairs)?,
            report: None,
        })
    });
    groups.collect()
}

/// Looks again whether the groups of a ficha are still to be decided, after it was merged, told apart or taken back.
pub async fn settle(tx: &mut Tx, customer: CustomerId) -> Result<()> {
    execute!(
        tx,
        "update duplicate_group set open = exists ( \
           select 1 from duplicate_group_member a \
             join duplicate_group_member b on b.group_id = a.group_id and b.customer_id > a.customer_id \
             join customer ca on ca.id = a.customer_id and ca.merged_into is null and ca.anonymised_at is null \
             join customer cb on cb.id = b.customer_id and cb.merged_into is null and cb.anonymised_at is null \
             join duplicate_scan s on s.id = duplicate_group.scan_id \
           where a.group_id = duplicate_group.id and not exists ( \
             select 1 from not_duplicate n where n.one_id = a.customer_id and n.other_id = b.customer_id \
               and n.decided_at >= s.started_at)) \
         where id in (select group_id from duplicate_group_member where customer_id = $1)",
        customer
    )?;
    Ok(())
}
