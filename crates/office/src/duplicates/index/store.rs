//! Keys, notes, and what is compared of the fichas they lead to.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::customers::model::CustomerId;
use crate::db::Tx;
use crate::duplicates::index::rules::Compared;
use crate::error::Result;
use crate::{execute, fetch_all, fetch_in, fetch_one, insert_many};

/// Fichas of one document, telephone or e-mail address that are looked at: what more share tells nobody apart.
const SHARED_MAX: i64 = 50;
/// Keys looked up by one statement.
const KEYS_AT_ONCE: usize = 16;

/// A ficha as it is compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ficha {
    /// Which.
    pub id: CustomerId,
    /// Its code.
    pub code: i64,
    /// What is compared.
    pub compared: Compared,
}

/// What the index holds of a ficha.
#[derive(Debug, sqlx::FromRow)]
pub struct Indexed {
    /// Which.
    pub customer_id: CustomerId,
    /// Its code.
    pub code: i64,
    /// Its keys, as JSON.
    pub keys: String,
}

macro_rules! of_key {
    ($number:literal) => {
        concat!(
            "select code from (select code from duplicate_key where key = $",
            $number,
            " order by code limit 200) k",
            $number
        )
    };
}
macro_rules! of_keys {
    ($first:literal $($number:literal)*) => { concat!(of_key!($first) $(, " union all ", of_key!($number))*) };
}

/// The codes that keys lead to, once for each key; at most 200 of a key.
pub async fn of_keys(tx: &mut Tx, keys: &[i64]) -> Result<Vec<i64>> {
    let mut found = Vec::new();
    for chunk in keys.chunks(KEYS_AT_ONCE) {
        // No key is negative.
        let key = |at: usize| chunk.get(at).copied().unwrap_or(-1);
        let rows = fetch_all!(
            tx,
            (i64,),
            of_keys!(1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16),
            key(0),
            key(1),
            key(2),
            key(3),
            key(4),
            key(5),
            key(6),
            key(7),
            key(8),
            key(9),
            key(10),
            key(11),
            key(12),
            key(13),
            key(14),
            key(15)
        )?;
        found.extend(rows.into_iter().map(|(code,)| code));
    }
    Ok(found)
}

/// The codes of live fichas with a document.
pub async fn with_document(tx: &mut Tx, document: &str) -> Result<Vec<(i64,)>> {
    fetch_all!(
        tx,
        (i64,),
        "select code from customer where document = $1 and merged_into is null order by code limit $2",
        document,
        SHARED_MAX
    )
}

/// The codes of live fichas with a telephone or e-mail address.
pub async fn with_contact(tx: &mut Tx, value: &str) -> Result<Vec<(i64,)>> {
    fetch_all!(
        tx,
        (i64,),
        "select distinct c.code from contact_point p join customer c on c.id = p.customer_id \
         where p.value = $1 and c.merged_into is null order by c.code limit $2",
        value,
        SHARED_MAX
    )
}

/// The codes of live fichas that changed last and wait for their keys.
pub async fn fresh(tx: &mut Tx, limit: i64) -> Result<Vec<(i64,)>> {
    fetch_all!(
        tx,
        (i64,),
        "select c.code from (select customer_id from duplicate_stale order by seq desc limit $1) s \
           join customer c on c.id = s.customer_id where c.merged_into is null",
        limit
    )
}

type Row = (CustomerId, i64, String, Option<NaiveDate>, Option<String>, String);
type Contact = (CustomerId, String, String);
type Address = (CustomerId, String, String, String);

/// Fichas by their codes; merged and anonymous ones are left out.
pub async fn of_codes(tx: &mut Tx, codes: &[i64]) -> Result<Vec<Ficha>> {
    let rows = fetch_in!(
        tx,
        Row,
        "select id, code, name, birth_date, document, mother_name from customer \
         where code in ($1) and merged_into is null and anonymised_at is null order by code",
        codes
    )?;
    with_values(tx, rows).await
}

/// Fichas by their ids; merged and anonymous ones are left out.
pub async fn of_ids(tx: &mut Tx, ids: &[CustomerId]) -> Result<Vec<Ficha>> {
    let rows = fetch_in!(
        tx,
        Row,
        "select id, code, name, birth_date, document, mother_name from customer \
         where id in ($1) and merged_into is null and anonymised_at is null order by code",
        ids
    )?;
    with_values(tx, rows).await
}

/// Fichas behind `last`, by id; merged and anonymous ones are left out.
pub async fn page(tx: &mut Tx, last: CustomerId, limit: i64) -> Result<Vec<Ficha>> {
    let rows = fetch_all!(
        tx,
        Row,
        "select id, code, name, birth_date, document, mother_name from customer \
         where id > $1 and merged_into is null and anonymised_at is null order by id limit $2",
        last,
        limit
    )?;
    let Some((until, ..)) = rows.last() else { return Ok(Vec::new()) };
    let contacts = fetch_all!(
        tx,
        Contact,
        "select customer_id, kind, value from contact_point where customer_id > $1 and customer_id <= $2 \
         order by customer_id, position",
        last,
        *until
    )?;
    let addresses = fetch_all!(
        tx,
        Address,
        "select customer_id, street, number, cep from address where customer_id > $1 and customer_id <= $2 \
         order by customer_id, position",
        last,
        *until
    )?;
    Ok(assemble(rows, contacts, addresses))
}

async fn with_values(tx: &mut Tx, rows: Vec<Row>) -> Result<Vec<Ficha>> {
    let ids: Vec<CustomerId> = rows.iter().map(|row| row.0).collect();
    let contacts = fetch_in!(
        tx,
        Contact,
        "select customer_id, kind, value from contact_point where customer_id in ($1) order by customer_id, position",
        ids
    )?;
    let addresses = fetch_in!(
        tx,
        Address,
        "select customer_id, street, number, cep from address where customer_id in ($1) order by customer_id, position",
        ids
    )?;
    Ok(assemble(rows, contacts, addresses))
}

fn assemble(rows: Vec<Row>, contacts: Vec<Contact>, addresses: Vec<Address>) -> Vec<Ficha> {
    let mut at = HashMap::with_capacity(rows.len());
    let mut found = Vec::with_capacity(rows.len());
    for (id, code, name, birth, document, mother) in rows {
        at.insert(id, found.len());
        let birth = birth.map(|day| day.to_string()).unwrap_or_default();
        let document = document.unwrap_or_default();
        let compared = Compared { name, birth, document, mother, ..Compared::default() };
        found.push(Ficha { id, code, compared });
    }
    for (id, kind, value) in contacts {
        let Some(ficha) = at.get(&id).map(|at| &mut found[*at]) else { continue };
        let list = if kind == "email" { &mut ficha.compared.emails } else { &mut ficha.compared.phones };
        list.push(value);
    }
    for (id, street, number, cep) in addresses {
        let Some(ficha) = at.get(&id).map(|at| &mut found[*at]) else { continue };
        ficha.compared.add_address(&street, &number, cep);
    }
    found
}

/// The oldest notes: their numbers, and who changed.
pub async fn notes(tx: &mut Tx, limit: i64) -> Result<Vec<(i64, CustomerId)>> {
    fetch_all!(
        tx,
        (i64, CustomerId),
        "select seq, customer_id from duplicate_stale order by seq limit $1",
        limit
    )
}

/// Takes notes away.
pub async fn remove_notes(tx: &mut Tx, seqs: &[i64]) -> Result<()> {
    fetch_in!(tx, (i64,), "delete from duplicate_stale where seq in ($1) returning seq", seqs)?;
    Ok(())
}

/// What the index holds of fichas.
pub async fn indexed(tx: &mut Tx, ids: &[CustomerId]) -> Result<Vec<Indexed>> {
    fetch_in!(
        tx,
        Indexed,
        "select customer_id, code, keys from duplicate_indexed where customer_id in ($1)",
        ids
    )
}

/// Takes a key of a ficha out.
pub async fn remove_key(tx: &mut Tx, key: i64, code: i64) -> Result<()> {
    execute!(tx, "delete from duplicate_key where key = $1 and code = $2", key, code)?;
    Ok(())
}

/// Adds keys of fichas; those that are there already stay.
pub async fn add_keys(tx: &mut Tx, keys: &[(i64, i64)]) -> Result<()> {
    insert_many!(
        tx,
        "insert into duplicate_key (key, code) values ($1, $2) on conflict (key, code) do nothing",
        keys,
        |row| row.0,
        row.1
    )
}

/// Forgets what is held of fichas.
pub async fn forget(tx: &mut Tx, ids: &[CustomerId]) -> Result<()> {
    fetch_in!(
        tx,
        (CustomerId,),
        "delete from duplicate_indexed where customer_id in ($1) returning customer_id",
        ids
    )?;
    Ok(())
}

/// Holds what fichas that were forgotten have now.
pub async fn hold(tx: &mut Tx, held: &[Indexed]) -> Result<()> {
    insert_many!(
        tx,
        "insert into duplicate_indexed (customer_id, code, keys) values ($1, $2, $3)",
        held,
        |row| row.customer_id,
        row.code,
        &row.keys
    )
}

/// By which version the keys were made.
pub async fn keys_version(tx: &mut Tx) -> Result<i64> {
    let (version,) = fetch_one!(tx, (i64,), "select keys_version from duplicate_index_state where id = 1")?;
    Ok(version)
}

/// Fichas that should be held, and fichas that are.
pub async fn counts(tx: &mut Tx) -> Result<(i64, i64)> {
    fetch_one!(
        tx,
        (i64, i64),
        "select (select count(*) from customer where merged_into is null and anonymised_at is null), \
           (select count(*) from duplicate_indexed)"
    )
}

/// Some fichas from a code on.
pub async fn sample(tx: &mut Tx, from_code: i64, limit: i64) -> Result<Vec<(i64,)>> {
    fetch_all!(
        tx,
        (i64,),
        "select code from customer where code >= $1 order by code limit $2",
        from_code,
        limit
    )
}

/// The highest code; 0 without fichas.
pub async fn highest_code(tx: &mut Tx) -> Result<i64> {
    let (code,) = fetch_one!(tx, (i64,), "select coalesce(max(code), 0) from customer")?;
    Ok(code)
}

/// Those of keys that are in the index, with their codes.
pub async fn present(tx: &mut Tx, keys: &[i64]) -> Result<Vec<(i64, i64)>> {
    fetch_in!(tx, (i64, i64), "select key, code from duplicate_key where key in ($1)", keys)
}

/// Notes everybody once, so that all keys are made anew by this version.
pub async fn note_all(tx: &mut Tx, keys_version: i64) -> Result<()> {
    execute!(tx, "delete from duplicate_stale")?;
    execute!(tx, "update duplicate_index_state set keys_version = $1 where id = 1", keys_version)?;
    execute!(
        tx,
        "insert into duplicate_stale (customer_id) select id from customer \
         union select customer_id from duplicate_indexed"
    )?;
    Ok(())
}
