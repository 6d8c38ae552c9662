//! Customers in bulk: what is there already, and many new ones with few statements.

use chrono::{DateTime, Utc};

use super::Candidate;
use crate::customers::model::{
    AddressId, AddressInput, ContactInput, ContactKind, ContactPointId, ContractId, CustomerId, NewContract,
};
use crate::customers::rules::{self, SearchText};
use crate::customers::store::{clear_search, insert_words};
use crate::db::Tx;
use crate::error::Result;
use crate::{execute, fetch_in, insert_many};

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
           contact_name, segment, status, status_reason, city_key, uf, phone_key, email_key, created_at, created_by, \
           version, updated_at, updated_by) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, 1, $20, $21)",
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
        row.candidate
            .customer
            .input
            .addresses
            .first()
            .map_or_else(String::new, |main| brazil::text::fold(&main.city)),
        row.candidate.customer.input.addresses.first().map_or("", |main| &main.uf),
        first(&row.candidate.customer.input.contact_points, false),
        first(&row.candidate.customer.input.contact_points, true).to_ascii_lowercase(),
        now,
        by,
        now,
        by
    )?;
    insert_parts(tx, rows).await?;
    insert_search(tx, rows).await
}

/// The first e-mail, or else telephone; empty where there is none.
fn first(contacts: &[ContactInput], email: bool) -> &str {
    contacts.iter().find(|contact| (contact.kind == ContactKind::Email) == email).map_or("", |one| &one.value)
}

async fn insert_search(tx: &mut Tx, rows: &[NewRow]) -> Result<()> {
    let texts: Vec<(i64, SearchText)> = rows
        .iter()
        .map(|row| (row.code, rules::search_text(row.code, &row.candidate.customer.input)))
        .collect();
    insert_many!(
        tx,
        "insert into customer_search (rowid, content) values ($1, $2)",
        texts,
        |row| row.0,
        &row.1.content
    )?;
    // In the order of the table, so that neighbours are written together.
    let mut words: Vec<(&String, i64)> =
        texts.iter().flat_map(|(code, text)| text.words.iter().map(|word| (word, *code))).collect();
    words.sort_unstable();
    insert_words(tx, &words).await
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

/// A ficha as far as taking it back must know.
#[derive(Debug, Clone, serde::Serialize, sqlx::FromRow)]
pub struct ImportedFicha {
    /// Which.
    pub id: CustomerId,
    /// The number people use.
    pub code: i64,
    /// Name.
    pub name: String,
    /// CPF or CNPJ.
    pub document: Option<String>,
    /// 1 until somebody changes it.
    pub version: i64,
}

/// A contract as far as taking it back must know.
#[derive(Debug, Clone, serde::Serialize, sqlx::FromRow)]
pub struct ImportedContract {
    /// Which.
    pub id: ContractId,
    /// Whose.
    pub customer_id: CustomerId,
    /// The customer's number.
    pub code: i64,
    /// The customer's name.
    pub name: String,
    /// What it is about.
    pub plan: String,
    /// 1 until somebody changes it.
    pub version: i64,
}

/// Those of the fichas that are still there.
pub async fn fichas(tx: &mut Tx, ids: &[CustomerId]) -> Result<Vec<ImportedFicha>> {
    fetch_in!(
        tx,
        ImportedFicha,
        "select id, code, name, document, version from customer where id in ($1)",
        ids
    )
}

/// Those of the contracts that are still there.
pub async fn contracts(tx: &mut Tx, ids: &[ContractId]) -> Result<Vec<ImportedContract>> {
    fetch_in!(
        tx,
        ImportedContract,
        "select k.id, k.customer_id, c.code, c.name, k.plan, k.version \
         from contract k join customer c on c.id = k.customer_id where k.id in ($1)",
        ids
    )
}

/// All contracts of the customers.
pub async fn contracts_of(tx: &mut Tx, customers: &[CustomerId]) -> Result<Vec<ImportedContract>> {
    fetch_in!(
        tx,
        ImportedContract,
        "select k.id, k.customer_id, c.code, c.name, k.plan, k.version \
         from contract k join customer c on c.id = k.customer_id where k.customer_id in ($1)",
        customers
    )
}

/// Removes a contract.
///
/// # Errors
/// `Invalid` when something points at it.
pub async fn remove_contract(tx: &mut Tx, id: ContractId) -> Result<()> {
    execute!(tx, "delete from contract where id = $1", id)?;
    Ok(())
}

/// Removes a ficha with its contact points and addresses.
///
/// # Errors
/// `Invalid` when anything else points at it.
pub async fn remove(tx: &mut Tx, id: CustomerId, code: i64) -> Result<()> {
    execute!(tx, "delete from contact_point where customer_id = $1", id)?;
    execute!(tx, "delete from address where customer_id = $1", id)?;
    clear_search(tx, code).await?;
    execute!(tx, "delete from customer where id = $1", id)?;
    Ok(())
}
