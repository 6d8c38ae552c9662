//! Booking, renewing and closing appointments.

use std::collections::HashMap;

use crate::access::model::UserId;
use crate::agenda::model::{
    Agenda, AgendaEntry, Appointment, AppointmentId, AppointmentKind, AppointmentStatus,
    AppointmentsOfCustomer, BookAppointment, CloseAppointment, DayOff, Holiday, HolidayYearRequest,
    NewAppointment, RenewAppointment,
};
use crate::agenda::rules::{self, Term};
use crate::agenda::store;
use crate::customers::commands as customers;
use crate::customers::search::{ActivityKind, NewActivity};
use crate::dispatch::Cx;
use crate::dispatch::Nothing;
use crate::error::{Error, Issues, Result};
use crate::permission as may;

/// Books an appointment. One that follows a quote up takes the term of AGE-1, another the day asked for, or
/// two business days when none is.
///
/// # Errors
/// `Invalid` without a product or service (AGE-4).
pub async fn book(cx: &mut Cx, new: NewAppointment) -> Result<Appointment> {
    let mut issues = Issues::default();
    let service = rules::check_service(&mut issues, &new.service);
    issues.check()?;
    let calendar = store::calendar(&mut cx.tx).await?;
    let no_term = || Error::field("due_on", "date_too_far");
    let term = rules::quote_term(&calendar, cx.today()).ok_or_else(no_term)?;
    let term = if new.quote_version_id.is_some() && new.kind == AppointmentKind::SaleWithContact {
        term
    } else {
        Term { due_on: new.due_on.unwrap_or(term.due_on), latest_on: None }
    };
    let appointment = Appointment {
        id: cx.id(),
        customer_id: new.customer_id,
        owner_id: new.owner_id,
        kind: new.kind,
        service,
        due_on: term.due_on,
        latest_on: term.latest_on,
        renewals: 0,
        quote_version_id: new.quote_version_id,
        status: AppointmentStatus::Open,
        outcome: String::new(),
        created_at: cx.now,
        closed_at: None,
        version: 1,
    };
    let by = cx.actor.name.clone();
    store::insert(&mut cx.tx, &appointment, &by).await?;
    cx.audit_created("appointment", appointment.id, &appointment)?;
    tell(cx, &appointment, "appointment_booked", &appointment.service).await?;
    Ok(appointment)
}

/// Books an appointment of one's own.
pub async fn book_own(cx: &mut Cx, request: BookAppointment) -> Result<Appointment> {
    let mut issues = Issues::default();
    rules::check_service(&mut issues, &request.service);
    if let Some(due_on) = request.due_on {
        let may_supervise = cx.actor.may(may::AGENDA_SUPERVISE);
        rules::check_due_on(&mut issues, request.kind, due_on, cx.today(), may_supervise);
    }
    issues.check()?;
    let new = NewAppointment {
        customer_id: request.customer_id,
        owner_id: cx.actor.user()?,
        kind: request.kind,
        service: request.service,
        due_on: request.due_on,
        quote_version_id: None,
    };
    book(cx, new).await
}

/// One's own open appointments.
pub async fn mine(cx: &mut Cx, _: Nothing) -> Result<Agenda> {
    let owner: UserId = cx.actor.user()?;
    let today = cx.today();
    let calendar = store::calendar(&mut cx.tx).await?;
    let appointments = store::open_of_owner(&mut cx.tx, owner).await?;
    let customers: HashMap<_, _> = store::customers_of_owner(&mut cx.tx, owner)
        .await?
        .into_iter()
        .map(|(id, code, name)| (id, (code, name)))
        .collect();
    let entries = appointments.into_iter().map(|appointment| {
        let (customer_code, customer_name) =
            customers.get(&appointment.customer_id).cloned().unwrap_or_default();
        AgendaEntry {
            customer_code,
            customer_name,
            term: rules::term_of(appointment.due_on, today),
            renewable_to: rules::renewal(&calendar, &appointment, today).ok(),
            appointment,
        }
    });
    Ok(Agenda { today, entries: entries.collect() })
}

/// All appointments with one customer.
pub async fn of_customer(cx: &mut Cx, request: AppointmentsOfCustomer) -> Result<Vec<Appointment>> {
    store::of_customer(&mut cx.tx, request.customer_id).await
}

/// Moves an appointment once by four business days more (AGE-1).
pub async fn renew(cx: &mut Cx, request: RenewAppointment) -> Result<Appointment> {
    let before = load_own(cx, request.id).await?;
    let calendar = store::calendar(&mut cx.tx).await?;
    let due_on =
        rules::renewal(&calendar, &before, cx.today()).map_err(|refused| Error::field("", refused.code()))?;
    let changed =
        Appointment { due_on, renewals: before.renewals + 1, version: request.version, ..before.clone() };
    let after = save(cx, before, changed).await?;
    tell(cx, &after, "appointment_renewed", &after.service).await?;
    Ok(after)
}

/// Closes an appointment with what was done (AGE-4).
pub async fn close(cx: &mut Cx, request: CloseAppointment) -> Result<Appointment> {
    let mut issues = Issues::default();
    let outcome = rules::check_outcome(&mut issues, &request.outcome);
    issues.check()?;
    let before = load_own(cx, request.id).await?;
    if before.status != AppointmentStatus::Open {
        return Err(Error::field("", "appointment_closed"));
    }
    let status = if request.cancelled { AppointmentStatus::Cancelled } else { AppointmentStatus::Done };
    let changed =
        Appointment { status, outcome, closed_at: Some(cx.now), version: request.version, ..before.clone() };
    let after = save(cx, before, changed).await?;
    let title = if request.cancelled { "appointment_cancelled" } else { "appointment_done" };
    tell(cx, &after, title, &after.outcome).await?;
    Ok(after)
}

/// Holidays of the company's table, from a year ago on.
pub async fn holidays(cx: &mut Cx, _: Nothing) -> Result<Vec<Holiday>> {
    let from = cx.today() - chrono::Days::new(366);
    store::holidays(&mut cx.tx, from).await
}

/// National holidays and those of the company's table in one year, in order of date.
pub async fn year(cx: &mut Cx, request: HolidayYearRequest) -> Result<Vec<DayOff>> {
    let Some((first, last)) = rules::year_bounds(request.year) else { return Ok(Vec::new()) };
    let own = store::holidays_between(&mut cx.tx, first, last).await?;
    Ok(rules::days_off(request.year, own))
}

/// Adds a holiday of state, city or company.
pub async fn add_holiday(cx: &mut Cx, request: Holiday) -> Result<Nothing> {
    let holiday = rules::check_holiday(&request, cx.today())?;
    if !store::insert_holiday(&mut cx.tx, &holiday).await? {
        return Err(Error::field("name", "already_exists"));
    }
    cx.audit_created("holiday", holiday.day, &holiday)?;
    Ok(Nothing {})
}

/// Takes a holiday away again.
pub async fn remove_holiday(cx: &mut Cx, request: Holiday) -> Result<Nothing> {
    if !store::delete_holiday(&mut cx.tx, &request).await? {
        return Err(Error::NotFound { entity: "holiday" });
    }
    cx.audit("holiday", request.day, Some(&request), None::<&()>)?;
    Ok(Nothing {})
}

/// The appointment, where it is one's own or one may see all.
async fn load_own(cx: &mut Cx, id: AppointmentId) -> Result<Appointment> {
    let found = store::get(&mut cx.tx, id).await?.ok_or(Error::NotFound { entity: "appointment" })?;
    if cx.actor.id != Some(found.owner_id.0) {
        cx.actor.require(may::AGENDA_SUPERVISE)?;
    }
    Ok(found)
}

async fn save(cx: &mut Cx, before: Appointment, changed: Appointment) -> Result<Appointment> {
    let by = cx.actor.name.clone();
    if !store::update(&mut cx.tx, &changed, cx.now, &by).await? {
        let (by, at) = store::last_change(&mut cx.tx, before.id).await?;
        return Err(Error::Conflict { by, at, current: Box::new(serde_json::to_value(before)?) });
    }
    let after = Appointment { version: changed.version + 1, ..changed };
    cx.audit_changed("appointment", after.id, &before, &after)?;
    Ok(after)
}

/// Writes to the customer's timeline.
async fn tell(cx: &mut Cx, appointment: &Appointment, title: &str, text: &str) -> Result<()> {
    let entry = NewActivity {
        customer_id: appointment.customer_id,
        kind: ActivityKind::Agenda,
        title: title.to_owned(),
        text: format!("{} · {text}", appointment.due_on.format("%d/%m/%Y")),
        subject_kind: Some("appointment".to_owned()),
        subject_id: Some(appointment.id.0),
    };
    customers::log(cx, entry).await?;
    Ok(())
}
