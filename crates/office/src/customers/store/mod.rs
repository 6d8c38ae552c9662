//! Customers in the database: the ficha and its parts.

pub mod anonymity;
pub mod contracts;
mod filter;
pub mod list;
pub mod merging;
pub mod money;
pub mod quick;
pub mod ranked;
pub mod receivables;
pub mod timeline;

pub use filter::narrows;

use std::ops::RangeInclusive;

use chrono::{DateTime, Utc};

use crate::access::model::UserId;
use crate::customers::model::{
    Address, AddressId, AddressInput, ContactInput, ContactPoint, ContactPointId, Contract, ContractId,
    Customer, CustomerId, CustomerStatus, NewContract, Segment,
};
use crate::customers::rules::SearchText;
use crate::customers::search::CheckedCustomer;
use crate::db::Tx;
use crate::db::numbers::next_numbers;
use crate::error::Result;
use crate::{execute, fetch_all, fetch_one, fetch_optional, insert_many};

/// One customer.
pub async fn get(tx: &mut Tx, id: CustomerId) -> Result<Option<Customer>> {
    fetch_optional!(
        tx,
        Customer,
        "select id, code, kind, name, trade_name, document, birth_date, mother_name, contact_name, segment, \
           status, status_reason, responsible_id, merged_into, created_at, created_by, version, updated_at, \
           updated_by from customer where id = $1",
        id
    )
}

/// The live fichas with a document, oldest first.
pub async fn with_document(tx: &mut Tx, document: &str) -> Result<Vec<Customer>> {
    fetch_all!(
        tx,
        Customer,
        "select id, code, kind, name, trade_name, document, birth_date, mother_name, contact_name, segment, \
           status, status_reason, responsible_id, merged_into, created_at, created_by, version, updated_at, \
           updated_by from customer where document = $1 and merged_into is null order by code limit 20",
        document
    )
}

/// The customer with a code.
pub async fn with_code(tx: &mut Tx, code: i64) -> Result<Option<CustomerId>> {
    let row = fetch_optional!(tx, (CustomerId,), "select id from customer where code = $1", code)?;
    Ok(row.map(|(id,)| id))
}

/// How to reach a customer, in order of preference.
pub async fn contact_points(tx: &mut Tx, id: CustomerId) -> Result<Vec<ContactPoint>> {
    fetch_all!(
        tx,
        ContactPoint,
        "select id, kind, value, label from contact_point where customer_id = $1 order by position, id limit 100",
        id
    )
}

/// A customer's addresses, the main one first.
pub async fn addresses(tx: &mut Tx, id: CustomerId) -> Result<Vec<Address>> {
    fetch_all!(
        tx,
        Address,
        "select id, street, number, complement, district, city, uf, cep from address where customer_id = $1 \
         order by position, id limit 100",
        id
    )
}

/// A customer's contracts, newest first.
pub async fn contracts(tx: &mut Tx, id: CustomerId) -> Result<Vec<Contract>> {
    fetch_all!(
        tx,
        Contract,
        "select id, plan, due_day, monthly_cents, signed_on, status from contract where customer_id = $1 \
         order by status, signed_on desc, id limit 100",
        id
    )
}

/// Name of a person, for whoever looks after a customer.
pub async fn responsible_name(tx: &mut Tx, id: CustomerId) -> Result<Option<String>> {
    let row = fetch_optional!(
        tx,
        (String,),
        "select u.name from customer c join app_user u on u.id = c.responsible_id where c.id = $1",
        id
    )?;
    Ok(row.map(|(name,)| name))
}

/// The next free code. Locks the counter until the transaction ends; codes kept from imports are passed over.
pub async fn next_code(tx: &mut Tx) -> Result<i64> {
    Ok(*next_codes(tx, 1).await?.end())
}

/// The next `count` free codes, like [`next_code`].
pub async fn next_codes(tx: &mut Tx, count: i64) -> Result<RangeInclusive<i64>> {
    let (highest,) = fetch_one!(tx, (i64,), "select coalesce(max(code), 0) from customer")?;
    let last = next_numbers(tx, "customer", 0, highest, count).await?;
    Ok(last - count + 1..=last)
}

/// Who writes, and when.
#[derive(Debug, Clone, Copy)]
pub struct Stamp<'a> {
    /// When (UTC).
    pub now: DateTime<Utc>,
    /// Their name.
    pub by: &'a str,
}

/// Adds a customer without its parts.
pub async fn insert(
    tx: &mut Tx,
    id: CustomerId,
    code: i64,
    checked: &CheckedCustomer,
    stamp: Stamp<'_>,
) -> Result<()> {
    let input = &checked.input;
    execute!(
        tx,
        "insert into customer (id, code, kind, name, name_key, trade_name, document, birth_date, mother_name, \
           contact_name, segment, status, responsible_id, created_at, created_by, version, updated_at, updated_by) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'active', $12, $13, $14, 1, $13, $14)",
        id,
        code,
        input.kind,
        &input.name,
        brazil::text::fold(&input.name),
        &input.trade_name,
        document(&input.document),
        checked.birth_date,
        &input.mother_name,
        &input.contact_name,
        input.segment,
        input.responsible_id,
        stamp.now,
        stamp.by
    )?;
    Ok(())
}

/// Changes a customer's own fields if the version is still the one read; gives whether it was.
pub async fn update(
    tx: &mut Tx,
    id: CustomerId,
    version: i64,
    checked: &CheckedCustomer,
    stamp: Stamp<'_>,
) -> Result<bool> {
    let input = &checked.input;
    let changed = execute!(
        tx,
        "update customer set kind = $3, name = $4, name_key = $5, trade_name = $6, document = $7, \
           birth_date = $8, mother_name = $9, contact_name = $10, segment = $11, responsible_id = $12, \
           version = version + 1, updated_at = $13, updated_by = $14 where id = $1 and version = $2",
        id,
        version,
        input.kind,
        &input.name,
        brazil::text::fold(&input.name),
        &input.trade_name,
        document(&input.document),
        checked.birth_date,
        &input.mother_name,
        &input.contact_name,
        input.segment,
        input.responsible_id,
        stamp.now,
        stamp.by
    )?;
    Ok(changed == 1)
}

fn document(canonical: &str) -> Option<&str> {
    (!canonical.is_empty()).then_some(canonical)
}

/// Sets who looks after a customer, and their segment, if nobody changed it since; gives whether.
pub async fn assign(
    tx: &mut Tx,
    (id, version): (CustomerId, i64),
    responsible: Option<UserId>,
    segment: Segment,
    stamp: Stamp<'_>,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "update customer set responsible_id = $3, segment = $4, version = version + 1, updated_at = $5, \
           updated_by = $6 where id = $1 and version = $2",
        id,
        version,
        responsible,
        segment,
        stamp.now,
        stamp.by
    )?;
    Ok(changed == 1)
}

/// Sets a customer aside or takes them back, if the version is still the one read; gives whether it was.
pub async fn set_status(
    tx: &mut Tx,
    id: CustomerId,
    version: i64,
    status: CustomerStatus,
    reason: &str,
    stamp: Stamp<'_>,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "update customer set status = $3, status_reason = $4, version = version + 1, updated_at = $5, \
           updated_by = $6 where id = $1 and version = $2",
        id,
        version,
        status,
        reason,
        stamp.now,
        stamp.by
    )?;
    Ok(changed == 1)
}

/// Whether there is a customer.
pub async fn any(tx: &mut Tx) -> Result<bool> {
    let row = fetch_optional!(tx, (CustomerId,), "select id from customer limit 1")?;
    Ok(row.is_some())
}

/// Takes away a customer's contact points and addresses, before the new ones are added.
pub async fn clear_parts(tx: &mut Tx, id: CustomerId) -> Result<()> {
    execute!(tx, "delete from contact_point where customer_id = $1", id)?;
    execute!(tx, "delete from address where customer_id = $1", id)?;
    Ok(())
}

/// Adds a contact point at its place.
pub async fn insert_contact_point(
    tx: &mut Tx,
    id: ContactPointId,
    customer: CustomerId,
    position: i64,
    contact: &ContactInput,
) -> Result<()> {
    execute!(
        tx,
        "insert into contact_point (id, customer_id, position, kind, value, label) \
         values ($1, $2, $3, $4, $5, $6)",
        id,
        customer,
        position,
        contact.kind,
        &contact.value,
        &contact.label
    )?;
    Ok(())
}

/// Adds an address at its place.
pub async fn insert_address(
    tx: &mut Tx,
    id: AddressId,
    customer: CustomerId,
    position: i64,
    address: &AddressInput,
) -> Result<()> {
    execute!(
        tx,
        "insert into address (id, customer_id, position, street, number, complement, district, city, city_key, \
           uf, cep) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        id,
        customer,
        position,
        &address.street,
        &address.number,
        &address.complement,
        &address.district,
        &address.city,
        brazil::text::fold(&address.city),
        &address.uf,
        &address.cep
    )?;
    Ok(())
}

/// Adds an active contract.
pub async fn insert_contract(
    tx: &mut Tx,
    id: ContractId,
    customer: CustomerId,
    contract: &NewContract,
    stamp: Stamp<'_>,
) -> Result<()> {
    execute!(
        tx,
        "insert into contract (id, customer_id, plan, due_day, monthly_cents, signed_on, status, version, \
           updated_at, updated_by) values ($1, $2, $3, $4, $5, $6, 'active', 1, $7, $8)",
        id,
        customer,
        &contract.plan,
        contract.due_day,
        contract.monthly_cents,
        contract.signed_on,
        stamp.now,
        stamp.by
    )?;
    Ok(())
}

/// Replaces what a search finds a customer by.
pub async fn set_search(tx: &mut Tx, code: i64, text: &SearchText) -> Result<()> {
    clear_search(tx, code).await?;
    execute!(tx, "insert into customer_search (rowid, content) values ($1, $2)", code, &text.content)?;
    insert_words(tx, &text.words.iter().map(|word| (word, code)).collect::<Vec<_>>()).await
}

/// Adds words that customers, known by their codes, are found by.
pub async fn insert_words(tx: &mut Tx, words: &[(&String, i64)]) -> Result<()> {
    insert_many!(tx, "insert into customer_word (word, code) values ($1, $2)", words, |row| row.0, row.1)
}

/// Takes a ficha out of the search.
pub async fn clear_search(tx: &mut Tx, code: i64) -> Result<()> {
    execute!(tx, "delete from customer_search where rowid = $1", code)?;
    execute!(tx, "delete from customer_word where code = $1", code)?;
    Ok(())
}
