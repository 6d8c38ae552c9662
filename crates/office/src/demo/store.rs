//! The demo base, written in bulk.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::access::model::Colleague;
use crate::customers::model::ContactKind;
use crate::customers::rules::{SearchText, found_by};
use crate::customers::store::insert_words;
use crate::db::Tx;
use crate::demo::sales::{SaleRow, second_phone};
use crate::demo::words;
use crate::demo::work::Batch;
use crate::error::Result;
use crate::jobs::model::JobState;
use crate::{execute, fetch_one, fetch_optional, insert_many};

pub mod course;

/// The name under which the demo base signs.
const BY: &str = "Demonstração";

/// Whether somebody already works with this database.
pub async fn is_in_use(tx: &mut Tx) -> Result<bool> {
    let (count,) = fetch_one!(
        tx,
        (i64,),
        "select (select count(*) from app_user) + (select count(*) from customer) + (select count(*) from product)"
    )?;
    Ok(count > 0)
}

/// How far the making of a demo base is: state, customers made, of how many; none for a base that is no demo.
pub async fn making(tx: &mut Tx) -> Result<Option<(JobState, i64, Option<i64>)>> {
    fetch_optional!(
        tx,
        (JobState, i64, Option<i64>),
        "select state, done, total from job where kind = 'demo' order by started_at limit 1"
    )
}

/// Writes a batch of customers with everything that happened.
pub async fn insert_batch(tx: &mut Tx, batch: &Batch, people: &[Colleague]) -> Result<()> {
    insert_customers(tx, batch).await?;
    insert_contracts(tx, batch).await?;
    insert_contacts(tx, batch, people).await?;
    insert_many!(
        tx,
        "insert into appointment (id, customer_id, owner_id, kind, service, due_on, status, outcome, created_at, \
           closed_at, version, updated_at, updated_by) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 1, $11, $12)",
        batch.appointments,
        |row| row.id,
        row.customer_id,
        people[row.owner].id,
        row.kind,
        &row.service,
        row.due_on,
        if row.outcome.is_some() { "done" } else { "open" },
        row.outcome.unwrap_or_default(),
        row.created_at,
        row.outcome.map(|_| row.created_at),
        row.created_at,
        &people[row.owner].name
    )?;
    insert_many!(
        tx,
        "insert into ticket (id, customer_id, number, kind, subject, opened_at, closed_at) \
         values ($1, $2, $3, $4, $5, $6, $7)",
        batch.tickets,
        |row| row.id,
        row.customer_id,
        &row.number,
        row.kind,
        row.subject,
        row.opened_at,
        row.closed_at
    )
}

async fn insert_customers(tx: &mut Tx, batch: &Batch) -> Result<()> {
    insert_many!(
        tx,
        "insert into customer (id, code, kind, name, name_key, trade_name, document, birth_date, mother_name, \
           contact_name, segment, status, status_reason, city_key, uf, phone_key, email_key, created_at, created_by, \
           version, updated_at, updated_by) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 1, $20, $21)",
        batch.people,
        |row| row.id,
        row.code,
        row.kind,
        &row.name,
        brazil::text::fold(&row.name),
        &row.trade_name,
        &row.document,
        row.birth_date,
        &row.mother_name,
        &row.contact_name,
        row.segment,
        row.status,
        if row.status == "inactive" { "Mudou de cidade" } else { "" },
        brazil::text::fold(row.city.name),
        row.city.uf,
        row.phone(),
        row.email().to_ascii_lowercase(),
        row.created_at,
        BY,
        row.created_at,
        BY
    )?;
    insert_customer_parts(tx, batch).await
}

/// How to reach the customers, where they live, and what a search finds them by.
async fn insert_customer_parts(tx: &mut Tx, batch: &Batch) -> Result<()> {
    let points: Vec<(Uuid, usize, &str, &str)> = batch
        .people
        .iter()
        .flat_map(|person| {
            let points = person.points.iter().enumerate();
            points.map(|(position, (kind, value))| (person.id, position, *kind, value.as_str()))
        })
        .collect();
    insert_many!(
        tx,
        "insert into contact_point (id, customer_id, position, kind, value) values ($1, $2, $3, $4, $5)",
        points,
        |row| derived(row.0, 0x10 + u8::try_from(row.1).unwrap_or(0)),
        row.0,
        i64::try_from(row.1).unwrap_or(0),
        row.2,
        row.3
    )?;
    insert_many!(
        tx,
        "insert into address (id, customer_id, position, street, number, complement, district, city, \
           city_key, uf, cep) values ($1, $2, 0, $3, $4, $5, $6, $7, $8, $9, $10)",
        batch.people,
        |row| derived(row.id, 0x20),
        row.id,
        &row.street,
        &row.number,
        &row.complement,
        row.district,
        row.city.name,
        brazil::text::fold(row.city.name),
        row.city.uf,
        &row.cep
    )?;
    let texts: Vec<(i64, SearchText)> = batch
        .people
        .iter()
        .map(|row| {
            let kind = |key: &str| if key == "email" { ContactKind::Email } else { ContactKind::Mobile };
            let contacts = row.points.iter().map(|(key, value)| (kind(key), value.as_str()));
            let document = row.document.as_deref().unwrap_or_default();
            let names = [row.name.as_str(), &row.trade_name, &row.contact_name];
            (row.code, found_by(row.code, names, document, contacts))
        })
        .collect();
    insert_many!(
        tx,
        "insert into customer_search (rowid, content) values ($1, $2)",
        texts,
        |row| row.0,
        &row.1.content
    )?;
    let words: Vec<(&String, i64)> =
        texts.iter().flat_map(|(code, text)| text.words.iter().map(|word| (word, *code))).collect();
    insert_words(tx, &words).await
}

/// An id that follows from another, so that rows of one customer need no chance of their own.
fn derived(id: Uuid, part: u8) -> Uuid {
    let mut bytes = *id.as_bytes();
    bytes[15] ^= part;
    Uuid::from_bytes(bytes)
}

async fn insert_contracts(tx: &mut Tx, batch: &Batch) -> Result<()> {
    insert_many!(
        tx,
        "insert into contract (id, customer_id, plan, due_day, monthly_cents, signed_on, status, version, \
           updated_at, updated_by) values ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9)",
        batch.contracts,
        |row| row.id,
        row.customer_id,
        &row.plan,
        row.due_day,
        row.monthly_cents,
        row.signed_on,
        row.status,
        midnight(row.signed_on),
        BY
    )?;
    insert_many!(
        tx,
        "insert into receivable (id, customer_id, contract_id, description, due_on, amount_cents, paid_on, \
           dispute_opened_on) values ($1, $2, $3, $4, $5, $6, $7, $8)",
        batch.bills,
        |row| row.id,
        row.customer_id,
        row.contract_id,
        &row.description,
        row.due_on,
        row.amount_cents,
        row.paid_on,
        row.disputed_on
    )
}

fn midnight(day: NaiveDate) -> DateTime<Utc> {
    day.and_time(chrono::NaiveTime::MIN).and_utc()
}

async fn insert_contacts(tx: &mut Tx, batch: &Batch, people: &[Colleague]) -> Result<()> {
    insert_many!(
        tx,
        "insert into activity (id, customer_id, at, author_id, author_name, kind, reason, channel, answered, text) \
         values ($1, $2, $3, $4, $5, 'contact', $6, $7, $8, $9)",
        batch.contacts,
        |row| row.id,
        row.customer_id,
        row.at,
        people[row.author].id,
        &people[row.author].name,
        row.reason,
        row.channel,
        row.answered,
        row.text
    )
}

/// Writes the plans that are sold; gives their ids in order.
pub async fn insert_plans(tx: &mut Tx, ids: &[Uuid]) -> Result<()> {
    let plans: Vec<_> = ids.iter().zip(words::PLANS).collect();
    insert_many!(
        tx,
        "insert into plan (id, carrier, name, monthly_cents, active) values ($1, $2, $3, $4, $5)",
        plans,
        |row| *row.0,
        row.1.0,
        row.1.1,
        row.1.2,
        true
    )?;
    // The dedicated link is sold where the fibre lies.
    let regions: Vec<(Uuid, &str)> =
        ["SP", "RJ", "MG", "PR"].into_iter().filter_map(|uf| Some((*ids.get(7)?, uf))).collect();
    insert_many!(tx, "insert into plan_region (plan_id, uf) values ($1, $2)", regions, |row| row.0, row.1)
}

/// The demo company's messages have left long ago: nothing waits that a mail account set up later would send.
pub async fn note_as_sent(tx: &mut Tx) -> Result<()> {
    execute!(
        tx,
        "update outbox_message set state = 'sent', attempts = 1, sending_at = queued_at, sent_at = queued_at, \
           server_reply = $1 where state = 'queued'",
        "250 2.0.0 Ok: queued"
    )?;
    Ok(())
}

/// Takes the next number of a sale in a year.
pub use crate::registrations::store::next_number;

/// Writes sales with their rounds and reasons.
pub async fn insert_sales(
    tx: &mut Tx,
    sales: &[SaleRow],
    plan_ids: &[Uuid],
    people: &[Colleague],
    reviewer: &Colleague,
    now: DateTime<Utc>,
) -> Result<()> {
    for sale in sales {
        insert_sale(tx, sale, plan_ids, people, reviewer, now).await?;
        for round in &sale.rounds {
            execute!(
                tx,
                "insert into registration_round (id, registration_id, round, submitted_at, submitted_by, content, \
                   decision, decided_at, decided_by, note) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                round.id,
                sale.id,
                round.round,
                round.submitted_at,
                &people[sale.seller].name,
                round.content.to_string(),
                round.decision,
                round.decided_at,
                round.decision.map(|_| reviewer.name.clone()),
                round.note
            )?;
            for (field, reason) in &round.reasons {
                execute!(
                    tx,
                    "insert into registration_reason (round_id, field, reason) values ($1, $2, $3)",
                    round.id,
                    *field,
                    *reason
                )?;
            }
        }
    }
    Ok(())
}

async fn insert_sale(
    tx: &mut Tx,
    sale: &SaleRow,
    plan_ids: &[Uuid],
    people: &[Colleague],
    reviewer: &Colleague,
    now: DateTime<Utc>,
) -> Result<()> {
    let person = &sale.person;
    let claimed = sale.state == "in_review";
    execute!(
        tx,
        "insert into registration (id, number, state, segment, seller_id, customer_id, kind, name, name_key, \
           document, email, mother_name, birth_date, phone_1, phone_2, street, address_number, complement, district, \
           city, uf, cep, carrier, plan_id, due_day, installation_period, round, submitted_at, first_submitted_at, \
           claimed_by, claimed_until, decided_at, created_at, version, updated_at, updated_by) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, \
           $23, $24, $25, $26, $27, $28, $29, $30, $31, $32, $33, 1, $34, $35)",
        sale.id,
        &sale.number,
        sale.state,
        person.segment,
        people[sale.seller].id,
        (sale.state == "approved").then_some(person.id),
        person.kind,
        &person.name,
        brazil::text::fold(&person.name),
        person.document.clone().unwrap_or_default(),
        person.email(),
        &person.mother_name,
        person.birth_date,
        person.phone(),
        second_phone(person),
        &person.street,
        &person.number,
        &person.complement,
        person.district,
        person.city.name,
        person.city.uf,
        &person.cep,
        words::PLANS[sale.plan].0,
        plan_ids[sale.plan],
        person.due_day,
        sale.period,
        sale.round,
        sale.submitted_at,
        sale.first_submitted_at,
        claimed.then_some(reviewer.id),
        claimed.then(|| now + chrono::TimeDelta::minutes(30)),
        sale.decided_at,
        sale.created_at,
        sale.decided_at.unwrap_or(sale.created_at),
        &people[sale.seller].name
    )?;
    Ok(())
}
