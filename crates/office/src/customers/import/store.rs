//! Customers in bulk: what is there already, and many new ones with few statements.

use chrono::{DateTime, Utc};

use super::Candidate;
use crate::customers::model::{
    AddressId, AddressInput, ContactInput, ContactPointId, ContractId, CustomerId, NewContract,
};
use crate::customers::rules;
use crate::db::Tx;
use crate::error::Result;
use crate::{fetch_in, insert_many};

/// A customer that is there already, as far as an import must know.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Known {
    /// Which.
    pub id: CustomerId,
    /// The number people use.
    pub code: i64,
    /// CPF or CNPJ.
    pub document: Option<String>,
    /// Folded name.
    pub name_key: String,
}

/// A customer to add.
#[derive(Debug, Clone)]
pub struct NewRow {
    /// Which.
    pub id: CustomerId,
    /// The number people use.
    pub code: i64,
    /// Everything else.
    pub candidate: Candidate,
    /// Ids of the contact points, one each.
    pub contact_ids: Vec<ContactPointId>,
    /// Ids of the addresses, one each.
    pub address_ids: Vec<AddressId>,
}

/// Customers with one of the documents.
pub async fn with_documents(tx: &mut Tx, documents: &[String]) -> Result<Vec<Known>> {
    fetch_in!(
        tx,
        Known,
        "select id, code, document, name_key from customer where merged_into is null and document in ($1)",
        documents
    )
}

/// Customers with one of the codes, also merged ones, whose codes stay theirs.
pub async fn with_codes(tx: &mut Tx, codes: &[i64]) -> Result<Vec<Known>> {
    fetch_in!(tx, Known, "select id, code, document, name_key from customer where code in ($1)", codes)
}

/// The plans that customers have.
pub async fn plans_of(tx: &mut Tx, customers: &[CustomerId]) -> Result<Vec<(CustomerId, String)>> {
    fetch_in!(
        tx,
        (CustomerId, String),
        "select customer_id, plan from contract where customer_id in ($1)",
        customers
    )
}

/// Adds customers with contact points, addresses and what a search finds them by.
pub async fn insert(tx: &mut Tx, rows: &[NewRow], now: DateTime<Utc>, by: &str) -> Result<()> {
    insert_many!(
        tx,
        "insert into customer (id, code, kind, name, name_key, trade_name, document, birth_date, mother_name, \
           contact_name, segment, status, status_reason, created_at, created_by, version, updated_at, updated_by) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, 1, $16, $17)",
        rows,
        |row| row.id,
        row.code,
        row.candidate.customer.input.kind,
        &row.candidate.customer.input.name,
        brazil::text::fold(&row.candidate.customer.input.name),
        &row.candidate.customer.input.trade_name,
        Some(&row.candidate.customer.input.document).filter(|document| !document.is_empty()),
        row.candidate.customer.birth_date,
        &row.candidate.customer.input.mother_name,
        &row.candidate.customer.input.contact_name,
        row.candidate.customer.input.segment,
        row.candidate.status,
        &row.candidate.status_reason,
        now,
        by,
        now,
        by
    )?;
    insert_parts(tx, rows).await?;
    insert_many!(
        tx,
        "insert into customer_search (rowid, content) values ($1, $2)",
        rows,
        |row| row.code,
        rules::search_content(row.code, &row.candidate.customer.input)
    )
}

async fn insert_parts(tx: &mut Tx, rows: &[NewRow]) -> Result<()> {
    let contacts: Vec<(ContactPointId, CustomerId, i64, &ContactInput)> = rows
        .iter()
        .flat_map(|row| {
            let contacts = row.contact_ids.iter().zip(&row.candidate.customer.input.contact_points);
            (0..).zip(contacts).map(|(position, (id, contact))| (*id, row.id, position, contact))
        })
        .collect();
    insert_many!(
        tx,
        "insert into contact_point (id, customer_id, position, kind, value, label) values ($1, $2, $3, $4, $5, $6)",
        contacts,
        |row| row.0,
        row.1,
        row.2,
        row.3.kind,
        &row.3.value,
        &row.3.label
    )?;
    let addresses: Vec<(AddressId, CustomerId, i64, &AddressInput)> = rows
        .iter()
        .flat_map(|row| {
            let addresses = row.address_ids.iter().zip(&row.candidate.customer.input.addresses);
            (0..).zip(addresses).map(|(position, (id, address))| (*id, row.id, position, address))
        })
        .collect();
    insert_many!(
        tx,
        "insert into address (id, customer_id, position, street, number, complement, district, city, \
           city_key, uf, cep) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        addresses,
        |row| row.0,
        row.1,
        row.2,
        &row.3.street,
        &row.3.number,
        &row.3.complement,
        &row.3.district,
        &row.3.city,
        brazil::text::fold(&row.3.city),
        &row.3.uf,
        &row.3.cep
    )
}

/// Adds contracts; those of customers set aside have ended.
pub async fn insert_contracts(
    tx: &mut Tx,
    rows: &[(ContractId, CustomerId, NewContract, bool)],
    now: DateTime<Utc>,
    by: &str,
) -> Result<()> {
    insert_many!(
        tx,
        "insert into contract (id, customer_id, plan, due_day, monthly_cents, signed_on, status, version, \
           updated_at, updated_by) values ($1, $2, $3, $4, $5, $6, $7, 1, $8, $9)",
        rows,
        |row| row.0,
        row.1,
        &row.2.plan,
        row.2.due_day,
        row.2.monthly_cents,
        row.2.signed_on,
        if row.3 { "active" } else { "ended" },
        now,
        by
    )
}
