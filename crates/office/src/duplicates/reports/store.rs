//! Reports in the database.

use std::collections::HashMap;

use chrono::{DateTime, Utc};

use crate::access::model::UserId;
use crate::customers::model::CustomerId;
use crate::customers::store::list::{WORDS_MAX, patterns};
use crate::db::Tx;
use crate::duplicates::reports::model::{DuplicateReport, DuplicateReportId, ReportState};
use crate::duplicates::scan::model::GroupFicha;
use crate::error::Result;
use crate::{dynamic_statements, execute, fetch_all, fetch_all_words, fetch_in, insert_many};

/// A report as stored, without its fichas.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Row {
    /// Which.
    pub id: DuplicateReportId,
    /// What became of it.
    pub state: ReportState,
    /// Why.
    pub reason: String,
    /// Who said so.
    pub reporter_id: UserId,
    /// Their name.
    pub reported_by: String,
    /// When (UTC).
    pub reported_at: DateTime<Utc>,
}

/// Adds an open report.
pub async fn insert(tx: &mut Tx, row: &Row, members: &[CustomerId]) -> Result<()> {
    execute!(
        tx,
        "insert into duplicate_report (id, state, reason, reporter_id, reported_by, reported_at) \
         values ($1, $2, $3, $4, $5, $6)",
        row.id,
        row.state,
        &row.reason,
        row.reporter_id,
        &row.reported_by,
        row.reported_at
    )?;
    insert_many!(
        tx,
        "insert into duplicate_report_member (report_id, customer_id) values ($1, $2)",
        members,
        |member| row.id,
        *member
    )
}

/// Notes what became of a report; open again, nobody decided it.
pub async fn set_state(
    tx: &mut Tx,
    id: DuplicateReportId,
    state: ReportState,
    decided: Option<(DateTime<Utc>, &str)>,
) -> Result<()> {
    execute!(
        tx,
        "update duplicate_report set state = $2, decided_at = $3, decided_by = $4 where id = $1",
        id,
        state,
        decided.map(|(at, _)| at),
        decided.map(|(_, by)| by)
    )?;
    Ok(())
}

/// Reports that name a ficha or one that leads to it, the latest first.
pub async fn of_customer(tx: &mut Tx, customer: CustomerId) -> Result<Vec<Row>> {
    fetch_all!(
        tx,
        Row,
        "select r.id, r.state, r.reason, r.reporter_id, r.reported_by, r.reported_at from duplicate_report r \
         where r.id in (select m.report_id from duplicate_report_member m where m.customer_id = $1 \
           union select m.report_id from customer c join duplicate_report_member m on m.customer_id = c.id \
             where c.merged_into = $1) \
         order by r.reported_at desc, r.id desc limit 50",
        customer
    )
}

/// Where the fichas of a report lead now; anonymous ones are left out.
pub async fn roots(tx: &mut Tx, id: DuplicateReportId) -> Result<Vec<(CustomerId,)>> {
    fetch_all!(
        tx,
        (CustomerId,),
        "select distinct s.id from duplicate_report_member m join customer c on c.id = m.customer_id \
           join customer s on s.id = coalesce(c.merged_into, c.id) \
         where m.report_id = $1 and s.anonymised_at is null",
        id
    )
}

/// The pairs of where its fichas lead that somebody told apart since.
pub async fn apart(tx: &mut Tx, id: DuplicateReportId) -> Result<Vec<(CustomerId, CustomerId)>> {
    fetch_all!(
        tx,
        (CustomerId, CustomerId),
        "select n.one_id, n.other_id from duplicate_report r \
           join duplicate_report_member ma on ma.report_id = r.id join customer a on a.id = ma.customer_id \
           join not_duplicate n on n.one_id = coalesce(a.merged_into, a.id) \
           join duplicate_report_member mb on mb.report_id = r.id \
           join customer b on b.id = mb.customer_id and coalesce(b.merged_into, b.id) = n.other_id \
         where r.id = $1 and n.decided_at >= r.reported_at",
        id
    )
}

/// How many reports wait.
pub async fn count_open(tx: &mut Tx) -> Result<i64> {
    count_matching(tx, &[]).await
}

/// The reports in a state, of which a ficha has all the words. The words follow the parameter `$1`, `more` of others
/// between them.
fn filter(words: usize, more: usize) -> String {
    let mut filter = "r.state = $1 and (select count(distinct s.id) from duplicate_report_member m \
         join customer c on c.id = m.customer_id join customer s on s.id = coalesce(c.merged_into, c.id) \
       where m.report_id = r.id and s.anonymised_at is null) > 1"
        .to_owned();
    if words > 0 {
        let from = 2 + more;
        let likes: Vec<String> =
            (from..from + words).map(|number| format!("s.content like ${number}")).collect();
        filter.push_str(&format!(
            " and r.id in (select m.report_id from customer_search s join customer c on c.code = s.rowid \
               join duplicate_report_member m on m.customer_id = c.id where {})",
            likes.join(" and ")
        ));
    }
    filter
}

fn count_sql(words: usize) -> String {
    format!("select count(*) from duplicate_report r where {}", filter(words, 0))
}

fn page_sql(words: usize) -> String {
    format!(
        "select r.id, r.state, r.reason, r.reporter_id, r.reported_by, r.reported_at from duplicate_report r \
         where {} order by r.reported_at, r.id limit $2 offset $3",
        filter(words, 2)
    )
}

dynamic_statements!(|| (0..=WORDS_MAX).flat_map(|words| [count_sql(words), page_sql(words)]).collect());

/// How many waiting reports match.
pub async fn count_matching(tx: &mut Tx, words: &[String]) -> Result<i64> {
    let patterns = patterns(words);
    let found = fetch_all_words!(tx, (i64,), count_sql(patterns.len()), patterns, ReportState::Open)?;
    Ok(found.first().map_or(0, |(count,)| *count))
}

/// A page of those, the longest waiting first.
pub async fn matching(
    tx: &mut Tx,
    words: &[String],
    (offset, limit): (i64, i64),
) -> Result<Vec<DuplicateReport>> {
    let patterns = patterns(words);
    let sql = page_sql(patterns.len());
    let rows = fetch_all_words!(tx, Row, sql, patterns, ReportState::Open, limit, offset)?;
    with_fichas(tx, rows).await
}

/// Reports with their fichas.
pub async fn with_fichas(tx: &mut Tx, rows: Vec<Row>) -> Result<Vec<DuplicateReport>> {
    let ids: Vec<DuplicateReportId> = rows.iter().map(|row| row.id).collect();
    let members = fetch_in!(
        tx,
        (DuplicateReportId, CustomerId, i64, String),
        "select distinct m.report_id, s.id, s.code, s.name from duplicate_report_member m \
           join customer c on c.id = m.customer_id join customer s on s.id = coalesce(c.merged_into, c.id) \
         where m.report_id in ($1) and s.anonymised_at is null order by s.code",
        ids
    )?;
    let mut fichas_of: HashMap<DuplicateReportId, Vec<GroupFicha>> = HashMap::new();
    for (report, id, code, name) in members {
        fichas_of.entry(report).or_default().push(GroupFicha { id, code, name });
    }
    let told = |row: Row| DuplicateReport {
        fichas: fichas_of.remove(&row.id).unwrap_or_default(),
        id: row.id,
        state: row.state,
        reason: row.reason,
        reported_by: row.reported_by,
        reported_at: row.reported_at,
    };
    Ok(rows.into_iter().map(told).collect())
}
