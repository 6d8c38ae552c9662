//! Appointments and holidays.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::access::model::UserId;
use crate::customers::model::CustomerId;

crate::id!(AppointmentId, "A day on which somebody gets back to a customer.");

crate::text_enum! {
    /// Why somebody gets back to a customer. The codes are fixed, their labels are the screen's.
    pub enum AppointmentKind {
        /// Sale or negotiation, the customer was reached.
        SaleWithContact,
        /// Sale, nobody was reached.
        SaleWithoutContact,
        /// Negotiation, nobody was reached.
        NegotiationWithoutContact,
        /// First contact of the onboarding.
        Onboarding,
        /// Support.
        Support,
    }
}

crate::text_enum! {
    /// How an appointment stands.
    pub enum AppointmentStatus {
        /// To be kept.
        Open,
        /// Kept, with what was done.
        Done,
        /// Called off, with the reason.
        Cancelled,
    }
}

crate::text_enum! {
    /// Where an open appointment stands against today.
    pub enum AppointmentTerm {
        /// Its day has passed.
        Overdue,
        /// Its day is today.
        Today,
        /// Its day comes.
        Next,
    }
}

/// One appointment as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Appointment {
    /// Which.
    pub id: AppointmentId,
    /// With whom.
    pub customer_id: CustomerId,
    /// Whose.
    pub owner_id: UserId,
    /// Why.
    pub kind: AppointmentKind,
    /// The product or service spoken of (AGE-4).
    pub service: String,
    /// The day.
    pub due_on: NaiveDate,
    /// The day past which it may not be renewed (AGE-1); none where no term binds.
    pub latest_on: Option<NaiveDate>,
    /// How often it was renewed.
    pub renewals: i64,
    /// The quote version it follows up.
    pub quote_version_id: Option<Uuid>,
    /// How it stands.
    pub status: AppointmentStatus,
    /// What was done, once closed.
    pub outcome: String,
    /// When it was booked (UTC).
    pub created_at: DateTime<Utc>,
    /// When it was closed (UTC).
    pub closed_at: Option<DateTime<Utc>>,
    /// For saving over (SYS-2).
    pub version: i64,
}

/// One line of somebody's agenda.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AgendaEntry {
    /// The appointment.
    #[serde(flatten)]
    pub appointment: Appointment,
    /// The customer's number.
    pub customer_code: i64,
    /// The customer's name.
    pub customer_name: String,
    /// Where it stands against today.
    pub term: AppointmentTerm,
    /// The day it would move to when renewed now; none when it cannot be renewed.
    pub renewable_to: Option<NaiveDate>,
}

/// What is open for one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Agenda {
    /// Today, where the company is.
    pub today: NaiveDate,
    /// Overdue first, then today, then what comes; at most 500.
    pub entries: Vec<AgendaEntry>,
}

/// An appointment to book, from the system side: what a quote, an onboarding or a person asks for.
#[derive(Debug, Clone)]
pub struct NewAppointment {
    /// With whom.
    pub customer_id: CustomerId,
    /// Whose.
    pub owner_id: UserId,
    /// Why.
    pub kind: AppointmentKind,
    /// The product or service spoken of (AGE-4).
    pub service: String,
    /// The day; none takes the kind's own term.
    pub due_on: Option<NaiveDate>,
    /// The quote version it follows up; its term is then that of AGE-1.
    pub quote_version_id: Option<Uuid>,
}

/// An appointment that a person books for themselves.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct BookAppointment {
    /// With whom.
    pub customer_id: CustomerId,
    /// Why.
    pub kind: AppointmentKind,
    /// The product or service spoken of (AGE-4).
    pub service: String,
    /// The day; none takes two business days from now.
    pub due_on: Option<NaiveDate>,
}

/// Which appointment to renew.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RenewAppointment {
    /// Which.
    pub id: AppointmentId,
    /// The version that was read.
    pub version: i64,
}

/// Which appointment to close, and what was done.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CloseAppointment {
    /// Which.
    pub id: AppointmentId,
    /// The version that was read.
    pub version: i64,
    /// What was done (CUS-2).
    pub outcome: String,
    /// Called off instead of kept.
    pub cancelled: bool,
}

/// Whose appointments, with one customer.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct AppointmentsOfCustomer {
    /// With whom.
    pub customer_id: CustomerId,
}

crate::text_enum! {
    /// Where a holiday is kept.
    pub enum HolidayScope {
        /// In the whole country.
        National,
        /// In one state.
        State,
        /// In one city.
        City,
        /// In the company only.
        Company,
    }
}

/// A day on which nobody works, besides the national holidays that the program knows by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Holiday {
    /// The day.
    pub day: NaiveDate,
    /// Its name.
    pub name: String,
    /// Where it is kept.
    pub scope: HolidayScope,
}

/// The days of a year on which nobody works.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct HolidayYearRequest {
    /// From 1 to 9999.
    pub year: i32,
}

/// One day off in the calendar of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct DayOff {
    /// The day.
    pub day: NaiveDate,
    /// Its name; empty where the program knows it by `code`, which the screen translates.
    pub name: String,
    /// Code of a national holiday, such as `christmas`; none for one of the company's table.
    pub code: Option<String>,
    /// Where it is kept.
    pub scope: HolidayScope,
}
