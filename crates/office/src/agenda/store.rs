//! Appointments and holidays in the database.

use brazil::calendar::BusinessCalendar;
use chrono::{DateTime, NaiveDate, Utc};

use crate::access::model::UserId;
use crate::agenda::model::{Appointment, AppointmentId, Holiday};
use crate::customers::model::CustomerId;
use crate::db::Tx;
use crate::error::Result;
use crate::{execute, fetch_all, fetch_one, fetch_optional};

/// The business days of the company: national holidays and those in its table.
pub async fn calendar(tx: &mut Tx) -> Result<BusinessCalendar> {
    let days = fetch_all!(tx, (NaiveDate,), "select distinct day from holiday order by day limit 10000")?;
    Ok(BusinessCalendar::new(days.into_iter().map(|(day,)| day)))
}

/// Holidays of the table from a day on.
pub async fn holidays(tx: &mut Tx, from: NaiveDate) -> Result<Vec<Holiday>> {
    fetch_all!(
        tx,
        Holiday,
        "select day, name, scope from holiday where day >= $1 order by day, name limit 1000",
        from
    )
}

/// Holidays of the table from one day to another, both included.
pub async fn holidays_between(tx: &mut Tx, first: NaiveDate, last: NaiveDate) -> Result<Vec<Holiday>> {
    fetch_all!(
        tx,
        Holiday,
        "select day, name, scope from holiday where day between $1 and $2 order by day, name limit 1000",
        first,
        last
    )
}

/// Adds a holiday; gives whether it was not there yet.
pub async fn insert_holiday(tx: &mut Tx, holiday: &Holiday) -> Result<bool> {
    let added = execute!(
        tx,
        "insert into holiday (day, name, scope) values ($1, $2, $3) on conflict (day, name) do nothing",
        holiday.day,
        &holiday.name,
        holiday.scope
    )?;
    Ok(added == 1)
}

/// Takes a holiday away; gives whether it was there.
pub async fn delete_holiday(tx: &mut Tx, holiday: &Holiday) -> Result<bool> {
    let gone = execute!(tx, "delete from holiday where day = $1 and name = $2", holiday.day, &holiday.name)?;
    Ok(gone == 1)
}

/// One appointment.
pub async fn get(tx: &mut Tx, id: AppointmentId) -> Result<Option<Appointment>> {
    fetch_optional!(
        tx,
        Appointment,
        "select id, customer_id, owner_id, kind, service, due_on, latest_on, renewals, quote_version_id, \
           status, outcome, created_at, closed_at, version from appointment where id = $1",
        id
    )
}

/// What is open for one person, the earliest first.
pub async fn open_of_owner(tx: &mut Tx, owner: UserId) -> Result<Vec<Appointment>> {
    fetch_all!(
        tx,
        Appointment,
        "select id, customer_id, owner_id, kind, service, due_on, latest_on, renewals, quote_version_id, \
           status, outcome, created_at, closed_at, version from appointment \
         where owner_id = $1 and status = 'open' order by due_on, created_at, id limit 500",
        owner
    )
}

/// Number and name of the customers that somebody has open appointments with.
pub async fn customers_of_owner(tx: &mut Tx, owner: UserId) -> Result<Vec<(CustomerId, i64, String)>> {
    fetch_all!(
        tx,
        (CustomerId, i64, String),
        "select id, code, name from customer where id in \
           (select customer_id from appointment where owner_id = $1 and status = 'open') limit 500",
        owner
    )
}

/// All appointments with a customer, the newest first.
pub async fn of_customer(tx: &mut Tx, customer: CustomerId) -> Result<Vec<Appointment>> {
    fetch_all!(
        tx,
        Appointment,
        "select id, customer_id, owner_id, kind, service, due_on, latest_on, renewals, quote_version_id, \
           status, outcome, created_at, closed_at, version from appointment \
         where customer_id = $1 order by due_on desc, created_at desc, id limit 200",
        customer
    )
}

/// Open appointments that follow one quote version up.
pub async fn open_of_quote_version(tx: &mut Tx, version: uuid::Uuid) -> Result<Vec<Appointment>> {
    fetch_all!(
        tx,
        Appointment,
        "select id, customer_id, owner_id, kind, service, due_on, latest_on, renewals, quote_version_id, \
           status, outcome, created_at, closed_at, version from appointment \
         where quote_version_id = $1 and status = 'open' order by due_on, id limit 50",
        version
    )
}

/// Adds an appointment.
pub async fn insert(tx: &mut Tx, appointment: &Appointment, by: &str) -> Result<()> {
    execute!(
        tx,
        "insert into appointment (id, customer_id, owner_id, kind, service, due_on, latest_on, renewals, \
           quote_version_id, status, outcome, created_at, closed_at, version, updated_at, updated_by) \
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1, $12, $14)",
        appointment.id,
        appointment.customer_id,
        appointment.owner_id,
        appointment.kind,
        &appointment.service,
        appointment.due_on,
        appointment.latest_on,
        appointment.renewals,
        appointment.quote_version_id,
        appointment.status,
        &appointment.outcome,
        appointment.created_at,
        appointment.closed_at,
        by
    )?;
    Ok(())
}

/// Changes day and state of an appointment whose version is still the one read; gives whether it was.
pub async fn update(tx: &mut Tx, appointment: &Appointment, now: DateTime<Utc>, by: &str) -> Result<bool> {
    let changed = execute!(
        tx,
        "update appointment set due_on = $3, renewals = $4, status = $5, outcome = $6, closed_at = $7, \
           version = version + 1, updated_at = $8, updated_by = $9 where id = $1 and version = $2",
        appointment.id,
        appointment.version,
        appointment.due_on,
        appointment.renewals,
        appointment.status,
        &appointment.outcome,
        appointment.closed_at,
        now,
        by
    )?;
    Ok(changed == 1)
}

/// Who changed an appointment last, and when; for a conflict.
pub async fn last_change(tx: &mut Tx, id: AppointmentId) -> Result<(String, DateTime<Utc>)> {
    fetch_one!(
        tx,
        (String, DateTime<Utc>),
        "select updated_by, updated_at from appointment where id = $1",
        id
    )
}
