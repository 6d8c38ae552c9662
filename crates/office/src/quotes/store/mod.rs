//! Quotes in the database.

mod list;

pub use list::{list, of_customer};

use chrono::{DateTime, NaiveDate, Utc};

use crate::company::model::CompanyId;
use crate::customers::model::CustomerId;
use crate::db::Tx;
use crate::error::Result;
use crate::quotes::model::{
    Quote, QuoteContent, QuoteId, QuoteLine, QuoteLineId, QuoteParty, QuoteSettings, QuoteStatus,
    QuoteVersion, QuoteVersionId, VersionSummary,
};
use crate::quotes::rules;
use crate::{execute, fetch_all, fetch_one, fetch_optional};

/// Adds a quote.
pub async fn insert(tx: &mut Tx, quote: &Quote, by: &str) -> Result<()> {
    execute!(
        tx,
        "insert into quote (id, company_id, year, number, customer_id, owner_id, created_at, version, \
           updated_at, updated_by) values ($1, $2, $3, $4, $5, $6, $7, 1, $7, $8)",
        quote.id,
        quote.company_id,
        quote.year,
        quote.number,
        quote.customer_id,
        quote.owner_id,
        quote.created_at,
        by
    )?;
    Ok(())
}

/// One quote.
pub async fn get(tx: &mut Tx, id: QuoteId) -> Result<Option<Quote>> {
    fetch_optional!(
        tx,
        Quote,
        "select id, company_id, year, number, customer_id, owner_id, accepted_version_id, created_at, version \
         from quote where id = $1",
        id
    )
}

/// Notes which version the customer took.
pub async fn set_accepted(
    tx: &mut Tx,
    id: QuoteId,
    version: QuoteVersionId,
    now: DateTime<Utc>,
    by: &str,
) -> Result<()> {
    execute!(
        tx,
        "update quote set accepted_version_id = $2, version = version + 1, updated_at = $3, updated_by = $4 \
         where id = $1",
        id,
        version,
        now,
        by
    )?;
    Ok(())
}

/// Adds a draft without lines.
pub async fn insert_version(tx: &mut Tx, version: &QuoteVersion, now: DateTime<Utc>, by: &str) -> Result<()> {
    execute!(
        tx,
        "insert into quote_version (id, quote_id, version_number, status, contact_name, valid_until, \
           one_off_discount_bp, monthly_discount_bp, tax_bp, introduction, terms, one_off_cents, monthly_cents, \
           created_at, version, updated_at, updated_by) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 1, $14, $15)",
        version.id,
        version.quote_id,
        version.version_number,
        version.status,
        &version.contact_name,
        version.valid_until,
        version.one_off_discount_bp,
        version.monthly_discount_bp,
        version.tax_bp,
        &version.introduction,
        &version.terms,
        version.one_off_cents,
        version.monthly_cents,
        now,
        by
    )?;
    Ok(())
}

/// One version as it stands `today`.
pub async fn version(tx: &mut Tx, id: QuoteVersionId, today: NaiveDate) -> Result<Option<QuoteVersion>> {
    let found = fetch_optional!(
        tx,
        QuoteVersion,
        "select id, quote_id, version_number, status, status_reason, contact_name, valid_until, \
           one_off_discount_bp, monthly_discount_bp, tax_bp, introduction, terms, one_off_cents, monthly_cents, \
           approved_bp, approved_by, sent_at, sent_to, pdf_sha256, version from quote_version where id = $1",
        id
    )?;
    Ok(found.map(|version| QuoteVersion {
        status: rules::status_on(version.status, version.valid_until, today),
        ..version
    }))
}

/// The lines of a version in order.
pub async fn lines(tx: &mut Tx, version: QuoteVersionId) -> Result<Vec<QuoteLine>> {
    fetch_all!(
        tx,
        QuoteLine,
        "select product_id, description, unit, charge, quantity_milli, unit_price_cents, list_price_cents, \
           discount_bp, optional from quote_line where quote_version_id = $1 order by position limit 500",
        version
    )
}

/// Takes all lines of a version away.
pub async fn delete_lines(tx: &mut Tx, version: QuoteVersionId) -> Result<()> {
    execute!(tx, "delete from quote_line where quote_version_id = $1", version)?;
    Ok(())
}

/// Adds one line.
pub async fn insert_line(
    tx: &mut Tx,
    id: QuoteLineId,
    version: QuoteVersionId,
    position: i64,
    line: &QuoteLine,
) -> Result<()> {
    execute!(
        tx,
        "insert into quote_line (id, quote_version_id, position, product_id, description, unit, charge, \
           quantity_milli, unit_price_cents, list_price_cents, discount_bp, optional) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        id,
        version,
        position,
        line.product_id,
        &line.description,
        &line.unit,
        line.charge,
        line.quantity_milli,
        line.unit_price_cents,
        line.list_price_cents,
        line.discount_bp,
        line.optional
    )?;
    Ok(())
}

/// Changes the content of a draft whose version is still the one read; gives whether it was.
pub async fn update_content(
    tx: &mut Tx,
    id: QuoteVersionId,
    version: i64,
    content: &QuoteContent,
    sums: (i64, i64),
    now: DateTime<Utc>,
    by: &str,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "update quote_version set status = 'draft', contact_name = $3, valid_until = $4, \
           one_off_discount_bp = $5, monthly_discount_bp = $6, tax_bp = $7, introduction = $8, terms = $9, \
           one_off_cents = $10, monthly_cents = $11, version = version + 1, updated_at = $12, updated_by = $13 \
         where id = $1 and version = $2",
        id,
        version,
        &content.contact_name,
        content.valid_until,
        content.one_off_discount_bp,
        content.monthly_discount_bp,
        content.tax_bp,
        &content.introduction,
        &content.terms,
        sums.0,
        sums.1,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Changes the status of a version whose version is still the one read; gives whether it was.
pub async fn set_status(
    tx: &mut Tx,
    id: QuoteVersionId,
    version: i64,
    status: QuoteStatus,
    reason: &str,
    now: DateTime<Utc>,
    by: &str,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "update quote_version set status = $3, status_reason = $4, version = version + 1, updated_at = $5, \
           updated_by = $6 where id = $1 and version = $2",
        id,
        version,
        status,
        reason,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Notes up to which discount somebody approved.
pub async fn set_approval(
    tx: &mut Tx,
    id: QuoteVersionId,
    approved_bp: i64,
    now: DateTime<Utc>,
    by: &str,
) -> Result<()> {
    execute!(
        tx,
        "update quote_version set approved_bp = $2, approved_by = $4, approved_at = $3 where id = $1",
        id,
        approved_bp,
        now,
        by
    )?;
    Ok(())
}

/// A PDF as it goes out.
#[derive(Debug)]
pub struct Frozen<'a> {
    /// The file.
    pub pdf: &'a [u8],
    /// Its SHA-256, hexadecimal.
    pub sha256: &'a str,
    /// To which address.
    pub sent_to: &'a str,
}

/// Freezes a version with its PDF if it is still the one read; gives whether it was.
pub async fn freeze(
    tx: &mut Tx,
    id: QuoteVersionId,
    version: i64,
    frozen: &Frozen<'_>,
    now: DateTime<Utc>,
    by: &str,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "update quote_version set status = 'sent', status_reason = '', pdf = $3, pdf_sha256 = $4, sent_to = $5, \
           sent_at = $6, version = version + 1, updated_at = $6, updated_by = $7 \
         where id = $1 and version = $2 and status = 'draft'",
        id,
        version,
        frozen.pdf,
        frozen.sha256,
        frozen.sent_to,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// The PDF as it was sent.
pub async fn frozen_pdf(tx: &mut Tx, id: QuoteVersionId) -> Result<Option<Vec<u8>>> {
    let row = fetch_optional!(tx, (Option<Vec<u8>>,), "select pdf from quote_version where id = $1", id)?;
    Ok(row.and_then(|(pdf,)| pdf))
}

/// Who changed a version last, and when; for a conflict.
pub async fn last_change(tx: &mut Tx, id: QuoteVersionId) -> Result<(String, DateTime<Utc>)> {
    fetch_one!(
        tx,
        (String, DateTime<Utc>),
        "select updated_by, updated_at from quote_version where id = $1",
        id
    )
}

/// The highest version number of a quote.
pub async fn last_version_number(tx: &mut Tx, quote: QuoteId) -> Result<i64> {
    let (number,) = fetch_one!(
        tx,
        (i64,),
        "select coalesce(max(version_number), 0) from quote_version where quote_id = $1",
        quote
    )?;
    Ok(number)
}

/// All versions of a quote as they stand `today`, the newest first.
pub async fn versions(tx: &mut Tx, quote: QuoteId, today: NaiveDate) -> Result<Vec<VersionSummary>> {
    let mut found = fetch_all!(
        tx,
        VersionSummary,
        "select id, version_number, status, valid_until, one_off_cents, monthly_cents, sent_at \
         from quote_version where quote_id = $1 order by version_number desc limit 200",
        quote
    )?;
    for version in &mut found {
        version.status = rules::status_on(version.status, version.valid_until, today);
    }
    Ok(found)
}

/// What was sent and whose validity ended before `today`, not yet noted as expired.
pub async fn due_to_expire(tx: &mut Tx, today: NaiveDate) -> Result<Vec<(QuoteVersionId, i64)>> {
    fetch_all!(
        tx,
        (QuoteVersionId, i64),
        "select id, version from quote_version where status in ('sent', 'viewed') and valid_until < $1 \
         order by valid_until, id limit 200",
        today
    )
}

/// The name of who follows a quote up.
pub async fn owner_name(tx: &mut Tx, quote: QuoteId) -> Result<String> {
    let (name,) = fetch_one!(
        tx,
        (String,),
        "select u.name from quote q join app_user u on u.id = q.owner_id where q.id = $1",
        quote
    )?;
    Ok(name)
}

/// What new quotes of a company begin with.
pub async fn settings(tx: &mut Tx, company: CompanyId) -> Result<Option<QuoteSettings>> {
    fetch_optional!(
        tx,
        QuoteSettings,
        "select validity_days, introduction, terms, accept_expired, version from quote_setting \
         where company_id = $1",
        company
    )
}

/// Keeps what new quotes begin with if it is still as read; gives whether it was.
pub async fn save_settings(
    tx: &mut Tx,
    company: CompanyId,
    settings: &QuoteSettings,
    now: DateTime<Utc>,
    by: &str,
) -> Result<bool> {
    let changed = execute!(
        tx,
        "insert into quote_setting (company_id, validity_days, introduction, terms, accept_expired, version, \
           updated_at, updated_by) values ($1, $2, $3, $4, $5, 1, $7, $8) \
         on conflict (company_id) do update set validity_days = excluded.validity_days, \
           introduction = excluded.introduction, terms = excluded.terms, \
           accept_expired = excluded.accept_expired, version = quote_setting.version + 1, \
           updated_at = excluded.updated_at, updated_by = excluded.updated_by \
         where quote_setting.version = $6",
        company,
        settings.validity_days,
        &settings.introduction,
        &settings.terms,
        settings.accept_expired,
        settings.version,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Who changed the settings last, and when; for a conflict.
pub async fn last_settings_change(tx: &mut Tx, company: CompanyId) -> Result<(String, DateTime<Utc>)> {
    fetch_one!(
        tx,
        (String, DateTime<Utc>),
        "select updated_by, updated_at from quote_setting where company_id = $1",
        company
    )
}

#[derive(sqlx::FromRow)]
struct PartyRow {
    id: CustomerId,
    code: i64,
    name: String,
    document: Option<String>,
    contact_name: String,
    segment: String,
}

/// The customer as the quote needs them.
pub async fn party(tx: &mut Tx, id: CustomerId) -> Result<Option<QuoteParty>> {
    let found = fetch_optional!(
        tx,
        PartyRow,
        "select id, code, name, document, contact_name, segment from customer where id = $1",
        id
    )?;
    let Some(row) = found else { return Ok(None) };
    let points = fetch_all!(
        tx,
        (String, String),
        "select kind, value from contact_point where customer_id = $1 order by position limit 100",
        id
    )?;
    let address = fetch_optional!(
        tx,
        (String, String, String, String, String, String, String),
        "select street, number, complement, district, city, uf, cep from address where customer_id = $1 \
         order by position limit 1",
        id
    )?;
    let uf = address.as_ref().map(|address| address.5.clone());
    let address = address.map(address_lines).unwrap_or_default();
    let phone = points.iter().find(|(kind, _)| kind != "email").map(|(_, value)| value.clone());
    let emails = points.into_iter().filter(|(kind, _)| kind == "email").map(|(_, value)| value).collect();
    let PartyRow { id, code, name, document, contact_name, segment } = row;
    Ok(Some(QuoteParty { id, code, name, document, contact_name, segment, uf, address, phone, emails }))
}

fn address_lines(
    (street, number, complement, district, city, uf, cep): (
        String,
        String,
        String,
        String,
        String,
        String,
        String,
    ),
) -> Vec<String> {
    let joined = |parts: &[&str], between: &str| {
        let full: Vec<&str> = parts.iter().copied().filter(|part| !part.is_empty()).collect();
        full.join(between)
    };
    let cep = brazil::place::Cep::parse(&cep).map(|cep| cep.formatted()).unwrap_or(cep);
    let lines = [
        joined(&[&street, &number, &complement], ", "),
        district,
        joined(&[&cep, &joined(&[&city, &uf], ", ")], " "),
    ];
    lines.into_iter().filter(|line| !line.is_empty()).collect()
}
