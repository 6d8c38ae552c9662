//! What a customer owes, and what else to know before speaking to them (CUS-4).

use chrono::NaiveDate;

use crate::customers::model::{
    Alerts, AppointmentAlert, CustomerId, DuplicateAlert, OpenReceivable, ProblemAlert,
};
use crate::db::Tx;
use crate::error::Result;
use crate::{fetch_all, fetch_one, fetch_optional};

/// Everything that must be seen at once. `today` is the company's date.
pub async fn alerts(tx: &mut Tx, id: CustomerId, today: NaiveDate) -> Result<Alerts> {
    let (overdue_count, overdue_cents, overdue_since) = fetch_one!(
        tx,
        (i64, i64, Option<NaiveDate>),
        "select count(*), cast(coalesce(sum(amount_cents), 0) as bigint), min(due_on) from receivable \
         where customer_id = $1 and due_on < $2 and paid_on is null and withdrawn_on is null",
        id,
        today
    )?;
    let (open_disputes,) = fetch_one!(
        tx,
        (i64,),
        "select count(*) from receivable where customer_id = $1 and dispute_opened_on is not null \
           and dispute_closed_on is null",
        id
    )?;
    Ok(Alerts {
        overdue_count,
        overdue_cents,
        overdue_since,
        open_disputes,
        appointment: appointment(tx, id).await?,
        duplicate: same_document(tx, id).await?,
        problem: problem(tx, id).await?,
    })
}

async fn appointment(tx: &mut Tx, id: CustomerId) -> Result<Option<AppointmentAlert>> {
    fetch_optional!(
        tx,
        AppointmentAlert,
        "select a.kind, a.service, a.due_on, a.latest_on, u.name as owner_name from appointment a \
         join app_user u on u.id = a.owner_id where a.customer_id = $1 and a.status = 'open' \
         order by a.due_on, a.id limit 1",
        id
    )
}

async fn same_document(tx: &mut Tx, id: CustomerId) -> Result<Option<DuplicateAlert>> {
    fetch_optional!(
        tx,
        DuplicateAlert,
        "select o.id, o.code, o.name from customer c join customer o on o.document = c.document \
         where c.id = $1 and o.id <> c.id and o.merged_into is null order by o.code limit 1",
        id
    )
}

async fn problem(tx: &mut Tx, id: CustomerId) -> Result<Option<ProblemAlert>> {
    fetch_optional!(
        tx,
        ProblemAlert,
        "select number, subject from ticket where customer_id = $1 and kind = 'problem' and closed_at is null \
         order by opened_at limit 1",
        id
    )
}

/// Receivables neither paid nor withdrawn, oldest due first.
pub async fn open_receivables(tx: &mut Tx, id: CustomerId) -> Result<Vec<OpenReceivable>> {
    fetch_all!(
        tx,
        OpenReceivable,
        "select description, due_on, amount_cents, \
           (dispute_opened_on is not null and dispute_closed_on is null) as disputed \
         from receivable where customer_id = $1 and paid_on is null and withdrawn_on is null \
         order by due_on, id limit 12",
        id
    )
}
