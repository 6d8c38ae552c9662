//! What the checks need to know of customers: who owes, who has the document. Reads tables of `customers`.

use chrono::{DateTime, NaiveDate, Utc};

use crate::customers::model::CustomerId;
use crate::db::Tx;
use crate::error::Result;
use crate::fetch_all;
use crate::registrations::check_rules::Debtor;
use crate::registrations::model::{KnownCustomer, RegistrationContent};

/// Overdue receivables, neither disputed nor withdrawn, of customers with a document.
pub async fn debtors_with_document(tx: &mut Tx, document: &str, today: NaiveDate) -> Result<Vec<Debtor>> {
    if document.is_empty() {
        return Ok(Vec::new());
    }
    fetch_all!(
        tx,
        Debtor,
        "select c.id as customer_id, c.code, c.name, count(*) as count, \
           cast(sum(v.amount_cents) as bigint) as total_cents, min(v.due_on) as oldest_due_on \
         from customer c join receivable v on v.customer_id = c.id \
         where c.document = $1 and c.merged_into is null and v.due_on < $2 and v.paid_on is null \
           and v.withdrawn_on is null and (v.dispute_opened_on is null or v.dispute_closed_on is not null) \
         group by c.id, c.code, c.name order by min(v.due_on), c.code limit 5",
        document,
        today
    )
}

/// The same for customers with a phone or e-mail address, those of the sale's own document left out.
pub async fn debtors_with_contact(
    tx: &mut Tx,
    value: &str,
    own_document: &str,
    today: NaiveDate,
) -> Result<Vec<Debtor>> {
    if value.is_empty() {
        return Ok(Vec::new());
    }
    fetch_all!(
        tx,
        Debtor,
        "select c.id as customer_id, c.code, c.name, count(*) as count, \
           cast(sum(v.amount_cents) as bigint) as total_cents, min(v.due_on) as oldest_due_on \
         from customer c join receivable v on v.customer_id = c.id \
         where c.id in (select customer_id from contact_point where value = $1) and c.merged_into is null \
           and coalesce(c.document, '') <> $2 and v.due_on < $3 and v.paid_on is null and v.withdrawn_on is null \
           and (v.dispute_opened_on is null or v.dispute_closed_on is not null) \
         group by c.id, c.code, c.name order by min(v.due_on), c.code limit 5",
        value,
        own_document,
        today
    )
}

/// The same for customers at an address: same CEP, street and number, however they are written.
pub async fn debtors_at_address(
    tx: &mut Tx,
    content: &RegistrationContent,
    today: NaiveDate,
) -> Result<Vec<Debtor>> {
    if content.cep.is_empty() || content.street.is_empty() {
        return Ok(Vec::new());
    }
    #[derive(sqlx::FromRow)]
    struct Row {
        street: String,
        number: String,
        #[sqlx(flatten)]
        debtor: Debtor,
    }
    let rows = fetch_all!(
        tx,
        Row,
        "select a.street, a.number, c.id as customer_id, c.code, c.name, count(*) as count, \
           cast(sum(v.amount_cents) as bigint) as total_cents, min(v.due_on) as oldest_due_on \
         from address a join customer c on c.id = a.customer_id join receivable v on v.customer_id = c.id \
         where a.cep = $1 and c.merged_into is null and coalesce(c.document, '') <> $2 and v.due_on < $3 \
           and v.paid_on is null and v.withdrawn_on is null \
           and (v.dispute_opened_on is null or v.dispute_closed_on is not null) \
         group by a.id, a.street, a.number, c.id, c.code, c.name order by min(v.due_on), c.code limit 500",
        &content.cep,
        &content.document,
        today
    )?;
    let fold = brazil::text::fold;
    let (street, number) = (fold(&content.street), fold(&content.address_number));
    let same = rows.into_iter().filter(|row| fold(&row.street) == street && fold(&row.number) == number);
    Ok(same.map(|row| row.debtor).take(5).collect())
}

/// How a timeline tells that a customer was set aside after replying.
pub const INACTIVATED_REPLIED: &str = "customer_inactivated_replied";

/// The latest setting aside of each inactive customer with a document, where it was by hand: customer, code, by whom,
/// when, how. One by the rule binds nobody, and neither does what was before it (SAL-5).
pub async fn inactivated_since(
    tx: &mut Tx,
    document: &str,
    since: DateTime<Utc>,
) -> Result<Vec<(CustomerId, i64, String, DateTime<Utc>, String)>> {
    if document.is_empty() {
        return Ok(Vec::new());
    }
    fetch_all!(
        tx,
        (CustomerId, i64, String, DateTime<Utc>, String),
        "select c.id, c.code, a.author_name, a.at, a.title \
         from customer c join activity a on a.customer_id = c.id \
         where c.document = $1 and c.merged_into is null and c.status = 'inactive' and a.at >= $2 \
           and a.title in ('customer_inactivated', 'customer_inactivated_replied') \
           and not exists (select 1 from activity l where l.customer_id = c.id and l.at > a.at \
             and l.title in ('customer_inactivated', 'customer_inactivated_replied', 'customer_inactivated_by_rule')) \
         order by a.at desc, c.code limit 5",
        document,
        since
    )
}

/// Fichas that have a document.
pub async fn with_document(tx: &mut Tx, document: &str) -> Result<Vec<KnownCustomer>> {
    if document.is_empty() {
        return Ok(Vec::new());
    }
    fetch_all!(
        tx,
        KnownCustomer,
        "select id, code, name, mother_name, birth_date from customer \
         where document = $1 and merged_into is null order by code limit 10",
        document
    )
}
