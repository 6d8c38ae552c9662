//! The company in the database. There is one for now; quotes are numbered per company all the same.

use chrono::{DateTime, Utc};

use crate::company::model::{Company, CompanyId};
use crate::db::Tx;
use crate::error::Result;
use crate::{execute, fetch_one, fetch_optional};

/// The company, once the first administrator made it.
pub async fn find(tx: &mut Tx) -> Result<Option<Company>> {
    fetch_optional!(
        tx,
        Company,
        "select id, name, legal_name, document, street, district, city, uf, cep, phone, email, time_zone, \
           idle_lock_minutes, version from company order by name, id limit 1"
    )
}

/// Adds the company.
pub async fn insert(tx: &mut Tx, company: &Company, now: DateTime<Utc>, by: &str) -> Result<()> {
    execute!(
        tx,
        "insert into company (id, name, legal_name, document, time_zone, idle_lock_minutes, version, \
           updated_at, updated_by) values ($1, $2, $3, $4, $5, $6, 1, $7, $8)",
        company.id,
        &company.name,
        &company.legal_name,
        &company.document,
        &company.time_zone,
        company.idle_lock_minutes,
        now,
        by
    )?;
    Ok(())
}

/// Changes the company if its version is still the one read; gives whether it was.
pub async fn update(tx: &mut Tx, company: &Company, now: DateTime<Utc>, by: &str) -> Result<bool> {
    let changed = execute!(
        tx,
        "update company set name = $3, legal_name = $4, document = $5, street = $6, district = $7, city = $8, \
           uf = $9, cep = $10, phone = $11, email = $12, time_zone = $13, idle_lock_minutes = $14, \
           version = version + 1, updated_at = $15, updated_by = $16 where id = $1 and version = $2",
        company.id,
        company.version,
        &company.name,
        &company.legal_name,
        &company.document,
        &company.street,
        &company.district,
        &company.city,
        &company.uf,
        &company.cep,
        &company.phone,
        &company.email,
        &company.time_zone,
        company.idle_lock_minutes,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Who changed the company last, and when; for a conflict.
pub async fn last_change(tx: &mut Tx, id: CompanyId) -> Result<(String, DateTime<Utc>)> {
    fetch_one!(tx, (String, DateTime<Utc>), "select updated_by, updated_at from company where id = $1", id)
}

/// The logo as PNG bytes, where there is one.
pub async fn logo(tx: &mut Tx) -> Result<Option<Vec<u8>>> {
    let row =
        fetch_optional!(tx, (Option<Vec<u8>>,), "select logo_png from company order by name, id limit 1")?;
    Ok(row.and_then(|(logo,)| logo))
}

/// Replaces the logo, or takes it away.
pub async fn set_logo(tx: &mut Tx, id: CompanyId, png: Option<Vec<u8>>) -> Result<()> {
    execute!(tx, "update company set logo_png = $2 where id = $1", id, png)?;
    Ok(())
}
