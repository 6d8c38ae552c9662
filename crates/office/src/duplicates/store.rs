//! Candidates from indexes, scored.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::customers::model::CustomerId;
use crate::db::Tx;
use crate::duplicates::model::{Probe, ProbeAddress, Suspect};
use crate::duplicates::rules::{self, Candidate};
use crate::error::Result;
use crate::fetch_all;

/// Most contact points of a probe that are looked up.
const CONTACTS_MAX: usize = 8;
/// Most suspects given back; more would not be read.
const SUSPECTS_MAX: usize = 10;

/// Customers who might be the probed one, likeliest first. Every look-up goes through an index and is limited:
/// a document, phone or name that more than fifty share tells nobody apart.
pub async fn suspects(tx: &mut Tx, probe: &Probe) -> Result<Vec<Suspect>> {
    let mut found = Found::default();
    by_document(tx, probe, &mut found).await?;
    by_birth_date(tx, probe, &mut found).await?;
    by_name(tx, probe, &mut found).await?;
    by_contacts(tx, probe, &mut found).await?;
    by_address(tx, probe, &mut found).await?;
    Ok(found.into_suspects(probe))
}

/// A row of `customer` as far as it is compared.
#[derive(sqlx::FromRow)]
struct Row {
    id: CustomerId,
    code: i64,
    name: String,
    name_key: String,
    document: Option<String>,
    birth_date: Option<NaiveDate>,
    mother_name: String,
}

#[derive(Default)]
struct Found(BTreeMap<CustomerId, (i64, String, Candidate)>);

impl Found {
    fn note(&mut self, row: Row) -> &mut Candidate {
        let entry = self.0.entry(row.id).or_insert_with(|| {
            let candidate = Candidate {
                name_key: row.name_key,
                document: row.document,
                birth_date: row.birth_date,
                mother_name: row.mother_name,
                ..Candidate::default()
            };
            (row.code, row.name, candidate)
        });
        &mut entry.2
    }

    fn into_suspects(self, probe: &Probe) -> Vec<Suspect> {
        let mut suspects: Vec<Suspect> = self
            .0
            .into_iter()
            .filter(|(id, _)| Some(*id) != probe.own_id)
            .map(|(customer_id, (code, name, candidate))| {
                let (score, reasons) = rules::score(probe, &candidate);
                Suspect { customer_id, code, name, score, reasons }
            })
            .filter(|suspect| suspect.score >= rules::SHOWN_FROM)
            .collect();
        suspects.sort_by_key(|suspect| (std::cmp::Reverse(suspect.score), suspect.code));
        suspects.truncate(SUSPECTS_MAX);
        suspects
    }
}

async fn by_document(tx: &mut Tx, probe: &Probe, found: &mut Found) -> Result<()> {
    if probe.document.is_empty() {
        return Ok(());
    }
    let rows = fetch_all!(
        tx,
        Row,
        "select id, code, name, name_key, document, birth_date, mother_name from customer \
         where document = $1 and merged_into is null order by code limit 50",
        &probe.document
    )?;
    for row in rows {
        found.note(row);
    }
    Ok(())
}

async fn by_birth_date(tx: &mut Tx, probe: &Probe, found: &mut Found) -> Result<()> {
    let Some(birth_date) = probe.birth_date else { return Ok(()) };
    // A date has dozens of people in a large base: those of the same mother or a like name are told apart here.
    let rows = fetch_all!(
        tx,
        Row,
        "select id, code, name, name_key, document, birth_date, mother_name from customer \
         where birth_date = $1 and merged_into is null order by code limit 500",
        birth_date
    )?;
    let name = brazil::text::fold(&probe.name);
    let mother = brazil::text::fold(&probe.mother_name);
    for row in rows {
        let same_mother = !mother.is_empty() && mother == brazil::text::fold(&row.mother_name);
        if same_mother || row.name_key == name || rules::names_alike(&name, &row.name_key) {
            found.note(row);
        }
    }
    Ok(())
}

async fn by_name(tx: &mut Tx, probe: &Probe, found: &mut Found) -> Result<()> {
    let name = brazil::text::fold(&probe.name);
    if name.is_empty() {
        return Ok(());
    }
    let rows = fetch_all!(
        tx,
        Row,
        "select id, code, name, name_key, document, birth_date, mother_name from customer \
         where name_key = $1 and merged_into is null order by code limit 50",
        name
    )?;
    for row in rows {
        found.note(row);
    }
    Ok(())
}

async fn by_contacts(tx: &mut Tx, probe: &Probe, found: &mut Found) -> Result<()> {
    for phone in probe.phones.iter().filter(|phone| !phone.is_empty()).take(CONTACTS_MAX) {
        for row in of_contact(tx, phone).await? {
            found.note(row).same_phone = true;
        }
    }
    for email in probe.emails.iter().filter(|email| !email.is_empty()).take(CONTACTS_MAX) {
        for row in of_contact(tx, email).await? {
            found.note(row).same_email = true;
        }
    }
    Ok(())
}

async fn of_contact(tx: &mut Tx, value: &str) -> Result<Vec<Row>> {
    fetch_all!(
        tx,
        Row,
        "select distinct c.id, c.code, c.name, c.name_key, c.document, c.birth_date, c.mother_name \
         from contact_point p join customer c on c.id = p.customer_id \
         where p.value = $1 and c.merged_into is null order by c.code limit 50",
        value
    )
}

async fn by_address(tx: &mut Tx, probe: &Probe, found: &mut Found) -> Result<()> {
    let Some(ProbeAddress { cep, street, number }) = &probe.address else { return Ok(()) };
    if cep.is_empty() {
        return Ok(());
    }
    // A small town has one CEP for all its streets, so that the street counts as well as the number.
    let rows = fetch_all!(
        tx,
        (CustomerId, String, String),
        "select customer_id, street, number from address where cep = $1 order by id limit 500",
        cep
    )?;
    let (street, number) = (brazil::text::fold(street), brazil::text::fold(number));
    let same = rows.into_iter().filter(|(_, known_street, known_number)| {
        brazil::text::fold(known_street) == street && brazil::text::fold(known_number) == number
    });
    for (customer, ..) in same.take(50) {
        if let Some(row) = of_id(tx, customer).await?.into_iter().next() {
            found.note(row).same_address = true;
        }
    }
    Ok(())
}

async fn of_id(tx: &mut Tx, id: CustomerId) -> Result<Vec<Row>> {
    fetch_all!(
        tx,
        Row,
        "select id, code, name, name_key, document, birth_date, mother_name from customer \
         where id = $1 and merged_into is null order by code limit 1",
        id
    )
}
