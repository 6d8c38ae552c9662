//! What happened on the courses of sales during a period, row by row, for the indicators.

use chrono::{DateTime, NaiveDate, Utc};

use crate::access::model::UserId;
use crate::db::Tx;
use crate::error::Result;
use crate::fetch_all;
use crate::fulfilment::model::CourseStage;
use crate::registrations::model::RegistrationId;

/// A stage that a sale left.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct SpanRow {
    /// Which sale.
    pub registration_id: RegistrationId,
    /// Its number.
    pub number: Option<String>,
    /// The customer's name.
    pub name: String,
    /// Whose sale.
    pub seller_id: UserId,
    /// Their name.
    pub seller_name: String,
    /// The stage that was left.
    pub stage: CourseStage,
    /// Since when it stood there (UTC).
    pub entered_at: DateTime<Utc>,
    /// For which stage it was left.
    pub next_stage: CourseStage,
    /// When (UTC).
    pub left_at: DateTime<Utc>,
    /// Through whom.
    pub left_by: String,
}

/// A sale that was installed.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct InstalledRow {
    /// Which sale.
    pub registration_id: RegistrationId,
    /// Its number.
    pub number: Option<String>,
    /// The customer's name.
    pub name: String,
    /// Whose sale.
    pub seller_id: UserId,
    /// Their name.
    pub seller_name: String,
    /// Until when it was promised.
    pub promised_on: NaiveDate,
    /// When it was installed.
    pub installed_on: NaiveDate,
    /// Who went.
    pub team_name: String,
}

/// A sale whose payments began to be watched.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct WatchedRow {
    /// Which sale.
    pub registration_id: RegistrationId,
    /// Its number.
    pub number: Option<String>,
    /// The customer's name.
    pub name: String,
    /// Whose sale.
    pub seller_id: UserId,
    /// Their name.
    pub seller_name: String,
    /// Since when (UTC).
    pub since: DateTime<Utc>,
    /// Where it stands now.
    pub stage: CourseStage,
}

/// What a customer said.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct OpinionRow {
    /// Which sale.
    pub registration_id: RegistrationId,
    /// Its number.
    pub number: Option<String>,
    /// The customer's name.
    pub name: String,
    /// Whose sale.
    pub seller_id: UserId,
    /// Their name.
    pub seller_name: String,
    /// About which stage.
    pub stage: CourseStage,
    /// From 0 to 10.
    pub score: i64,
    /// In their words.
    pub words: String,
    /// When (UTC).
    pub taken_at: DateTime<Utc>,
    /// Who asked.
    pub taken_by: String,
}

/// The stages that were left from an instant up to another, in order.
pub async fn spans(tx: &mut Tx, from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<SpanRow>> {
    fetch_all!(
        tx,
        SpanRow,
        "select r.id as registration_id, r.number, r.name, r.seller_id, s.name as seller_name, e.stage, e.entered_at, \
           n.stage as next_stage, n.entered_at as left_at, n.entered_by as left_by \
         from sale_course_stage n \
           join sale_course_stage e on e.registration_id = n.registration_id and e.stage <> n.stage \
             and e.entered_at = (select max(b.entered_at) from sale_course_stage b \
               where b.registration_id = n.registration_id and b.entered_at <= n.entered_at and b.stage <> n.stage) \
           join registration r on r.id = n.registration_id join app_user s on s.id = r.seller_id \
         where n.entered_at >= $1 and n.entered_at < $2 and n.stage <> 'approved' \
         order by n.entered_at, r.id limit 200000",
        from,
        until
    )
}

/// The sales installed on the days from one to another, both included, that had a promise.
pub async fn installed(tx: &mut Tx, from: NaiveDate, until: NaiveDate) -> Result<Vec<InstalledRow>> {
    fetch_all!(
        tx,
        InstalledRow,
        "select r.id as registration_id, r.number, r.name, r.seller_id, s.name as seller_name, c.promised_on, \
           c.installed_on, coalesce(t.name, '') as team_name \
         from sale_course c join registration r on r.id = c.registration_id join app_user s on s.id = r.seller_id \
           left join installation_visit v on v.registration_id = r.id and v.outcome = 'done' \
           left join installation_team t on t.id = v.team_id \
         where c.installed_on between $1 and $2 and c.promised_on is not null \
         order by c.installed_on, r.id limit 200000",
        from,
        until
    )
}

/// The sales whose payments began to be watched from an instant up to another, in order.
pub async fn watched(tx: &mut Tx, from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<WatchedRow>> {
    fetch_all!(
        tx,
        WatchedRow,
        "select r.id as registration_id, r.number, r.name, r.seller_id, s.name as seller_name, e.entered_at as since, \
           c.stage \
         from sale_course_stage e join sale_course c on c.registration_id = e.registration_id \
           join registration r on r.id = e.registration_id join app_user s on s.id = r.seller_id \
         where e.stage = 'post_sale' and e.entered_at >= $1 and e.entered_at < $2 \
         order by e.entered_at, r.id limit 200000",
        from,
        until
    )
}

/// What customers said from an instant up to another, the latest first.
pub async fn opinions(tx: &mut Tx, from: DateTime<Utc>, until: DateTime<Utc>) -> Result<Vec<OpinionRow>> {
    fetch_all!(
        tx,
        OpinionRow,
        "select r.id as registration_id, r.number, r.name, r.seller_id, s.name as seller_name, f.stage, f.score, \
           f.words, f.taken_at, f.taken_by \
         from stage_feedback f join registration r on r.id = f.registration_id \
           join app_user s on s.id = r.seller_id \
         where f.taken_at >= $1 and f.taken_at < $2 order by f.taken_at desc, r.id, f.stage limit 200000",
        from,
        until
    )
}
