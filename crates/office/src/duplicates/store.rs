//! Candidates from indexes, scored.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use crate::customers::model::CustomerId;
use crate::db::Tx;
use crate::duplicates::model::{Probe, ProbeAddress, Suspect};
use crate::duplicates::rules::{self, Candidate};
use crate::duplicates::verdicts;
use crate::error::Result;
use crate::{execute, fetch_all};

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
    let mut suspects = found.into_suspects(probe);
    if let (Some(own), false) = (probe.own_id, suspects.is_empty()) {
        let apart = verdicts::told_apart(tx, own).await?;
        suspects.retain(|suspect| !apart.contains(&suspect.customer_id));
    }
    Ok(suspects)
}

/// That two fichas are not the same customer, and what they were when somebody said so.
#[derive(Debug, sqlx::FromRow)]
pub struct Verdict {
    /// The smaller id.
    pub one_id: CustomerId,
    /// The other.
    pub other_id: CustomerId,
    /// Of what was compared of the one.
    pub one_digest: String,
    /// Of what was compared of the other.
    pub other_digest: String,
}

/// What was said of a ficha and others.
pub async fn verdicts(tx: &mut Tx, id: CustomerId) -> Result<Vec<Verdict>> {
    fetch_all!(
        tx,
        Verdict,
        "select one_id, other_id, one_digest, other_digest from not_duplicate where one_id = $1 or other_id = $1 \
         order by decided_at desc, one_id, other_id limit 100",
        id
    )
}

/// Notes that two fichas are not the same customer.
pub async fn tell_apart(tx: &mut Tx, verdict: &Verdict, now: DateTime<Utc>, by: &str) -> Result<()> {
    execute!(
        tx,
        "insert into not_duplicate (one_id, other_id, one_digest, other_digest, decided_at, decided_by) \
         values ($1, $2, $3, $4, $5, $6) on conflict (one_id, other_id) do update set one_digest = $3, \
           other_digest = $4, decided_at = $5, decided_by = $6",
        verdict.one_id,
        verdict.other_id,
        &verdict.one_digest,
        &verdict.other_digest,
        now,
        by
    )?;
    Ok(())
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
