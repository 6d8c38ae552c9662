//! The signs of life of a page of the base: for each active ficha a few looks into indexes that begin with the customer.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::clock::local_date;
use crate::customers::model::CustomerId;
use crate::db::Tx;
use crate::error::Result;
use crate::inactivity::rules::Life;
use crate::{fetch_all, fetch_one};

/// A ficha and what is known of its life.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct LifeRow {
    /// Which.
    pub id: CustomerId,
    /// As read.
    pub version: i64,
    served: bool,
    created_at: DateTime<Utc>,
    timeline_at: Option<DateTime<Utc>>,
    signed_on: Option<NaiveDate>,
    ended_at: Option<DateTime<Utc>>,
    paid_on: Option<NaiveDate>,
    sale_at: Option<DateTime<Utc>>,
    quote_at: Option<DateTime<Utc>>,
    appointment_at: Option<DateTime<Utc>>,
}

impl LifeRow {
    /// By the days of where the company is.
    pub fn life(&self, zone: Tz) -> Life {
        let day = |at: Option<DateTime<Utc>>| at.map(|at| local_date(at, zone));
        Life {
            served: self.served,
            registered_on: local_date(self.created_at, zone),
            timeline_on: day(self.timeline_at),
            purchase_on: self.signed_on,
            contract_end_on: day(self.ended_at),
            payment_on: self.paid_on,
            sale_on: day(self.sale_at),
            quote_on: day(self.quote_at),
            appointment_on: day(self.appointment_at),
        }
    }
}

/// How many fichas there are, and the code of the last one.
pub async fn extent(tx: &mut Tx) -> Result<(i64, Option<i64>)> {
    fetch_one!(tx, (i64, Option<i64>), "select count(*), max(code) from customer")
}

/// The code at which the page after `after` ends, and how many fichas stand on it.
pub async fn page_end(tx: &mut Tx, after: i64, fichas: i64) -> Result<(Option<i64>, i64)> {
    fetch_one!(
        tx,
        (Option<i64>, i64),
        "select max(p.code), count(*) from (select code from customer where code > $1 order by code limit $2) p",
        after,
        fichas
    )
}

/// The active fichas after a code, up to another, that were made before an instant: merged ones, those of people made
/// anonymous and those set aside already are no business of the rule.
pub async fn page(tx: &mut Tx, after: i64, until: i64, before: DateTime<Utc>) -> Result<Vec<LifeRow>> {
    fetch_all!(
        tx,
        LifeRow,
        "select c.id, c.version, c.created_at, \
           (exists (select 1 from contract k where k.customer_id = c.id and k.status <> 'ended') \
             or exists (select 1 from receivable v where v.customer_id = c.id and v.paid_on is null \
               and v.withdrawn_on is null) \
             or exists (select 1 from appointment p where p.customer_id = c.id and p.status = 'open') \
             or exists (select 1 from ticket i where i.customer_id = c.id and i.closed_at is null) \
             or exists (select 1 from quote q join quote_version w on w.quote_id = q.id \
               where q.customer_id = c.id and w.status in ('draft', 'awaiting_approval', 'sent', 'viewed')) \
             or exists (select 1 from registration r left join sale_course s on s.registration_id = r.id \
               where r.customer_id = c.id and (r.state in ('draft', 'submitted', 'in_review', 'returned') \
                 or r.state = 'approved' and coalesce(s.stage, 'approved') not in ('completed', 'cancelled'))) \
             or c.document is not null and exists (select 1 from registration r where r.document = c.document \
               and r.state in ('draft', 'submitted', 'in_review', 'returned'))) as served, \
           (select max(a.at) from activity a where a.customer_id = c.id) as timeline_at, \
           (select max(k.signed_on) from contract k where k.customer_id = c.id) as signed_on, \
           (select max(k.updated_at) from contract k where k.customer_id = c.id and k.status = 'ended') as ended_at, \
           (select max(v.paid_on) from receivable v where v.customer_id = c.id) as paid_on, \
           (select max(r.updated_at) from registration r where r.customer_id = c.id) as sale_at, \
           (select max(w.updated_at) from quote q join quote_version w on w.quote_id = q.id \
             where q.customer_id = c.id) as quote_at, \
           (select max(coalesce(p.closed_at, p.created_at)) from appointment p where p.customer_id = c.id) \
             as appointment_at \
         from customer c where c.code > $1 and c.code <= $2 and c.status = 'active' and c.merged_into is null \
           and c.anonymised_at is null and c.created_at < $3 order by c.code",
        after,
        until,
        before
    )
}
