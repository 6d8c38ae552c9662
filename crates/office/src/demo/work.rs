//! What happened with a customer: contracts, bills and how they were paid, contacts, appointments, tickets.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, Utc};
use rand::Rng;
use rand::seq::IndexedRandom;
use uuid::Uuid;

use crate::demo::people::{Maker, Person};
use crate::demo::words;
use crate::ids::Ids;

/// A contract to store.
pub struct ContractRow {
    /// Identity.
    pub id: Uuid,
    /// Whose.
    pub customer_id: Uuid,
    /// Carrier and name of the plan.
    pub plan: String,
    /// Day of the month.
    pub due_day: i64,
    /// Price.
    pub monthly_cents: i64,
    /// Since when.
    pub signed_on: NaiveDate,
    /// `active` or `ended`.
    pub status: &'static str,
}

/// A bill to store.
pub struct BillRow {
    /// Identity.
    pub id: Uuid,
    /// Whose.
    pub customer_id: Uuid,
    /// Of which contract.
    pub contract_id: Uuid,
    /// What for.
    pub description: String,
    /// When it is or was due.
    pub due_on: NaiveDate,
    /// How much.
    pub amount_cents: i64,
    /// When it was paid, if it was.
    pub paid_on: Option<NaiveDate>,
    /// Since when the customer contests it.
    pub disputed_on: Option<NaiveDate>,
}

/// An entry of a timeline to store.
pub struct ContactRow {
    /// Identity.
    pub id: Uuid,
    /// Whose.
    pub customer_id: Uuid,
    /// When (UTC).
    pub at: DateTime<Utc>,
    /// Index of who wrote it.
    pub author: usize,
    /// Why.
    pub reason: &'static str,
    /// Over what.
    pub channel: &'static str,
    /// Somebody answered.
    pub answered: bool,
    /// What was said.
    pub text: &'static str,
}

/// An appointment to store.
pub struct AppointmentRow {
    /// Identity.
    pub id: Uuid,
    /// With whom.
    pub customer_id: Uuid,
    /// Index of the seller.
    pub owner: usize,
    /// Kind (AGE).
    pub kind: &'static str,
    /// On what.
    pub service: String,
    /// Until when.
    pub due_on: NaiveDate,
    /// When it was made (UTC).
    pub created_at: DateTime<Utc>,
    /// Done with this outcome; open when none.
    pub outcome: Option<&'static str>,
}

/// A ticket to store.
pub struct TicketRow {
    /// Identity.
    pub id: Uuid,
    /// Whose.
    pub customer_id: Uuid,
    /// The number people quote.
    pub number: String,
    /// `incident`, `request` or `problem`.
    pub kind: &'static str,
    /// In a few words.
    pub subject: &'static str,
    /// When (UTC).
    pub opened_at: DateTime<Utc>,
    /// When it was closed, if it was (UTC).
    pub closed_at: Option<DateTime<Utc>>,
}

/// All rows of one batch.
#[derive(Default)]
pub struct Batch {
    /// Customers.
    pub people: Vec<Person>,
    /// Contracts.
    pub contracts: Vec<ContractRow>,
    /// Bills.
    pub bills: Vec<BillRow>,
    /// Contacts.
    pub contacts: Vec<ContactRow>,
    /// Appointments.
    pub appointments: Vec<AppointmentRow>,
    /// Tickets.
    pub tickets: Vec<TicketRow>,
}

/// Bills per contract: the months behind, and the one ahead.
const MONTHS_BACK: u32 = 3;

impl Batch {
    /// Adds a customer with everything that happened.
    pub fn add(&mut self, maker: &mut Maker, ids: &Ids, person: Person, sellers: usize) {
        if let Some(plan) = person.plan {
            self.contract(maker, ids, &person, plan);
        }
        for _ in 0..maker.chance.random_range(0..4) {
            self.contact(maker, ids, &person, sellers);
        }
        if maker.chance.random_ratio(1, 14) {
            self.appointment(maker, ids, &person, sellers);
        }
        if maker.chance.random_ratio(1, 25) {
            self.ticket(maker, ids, &person);
        }
        self.people.push(person);
    }

    fn contract(&mut self, maker: &mut Maker, ids: &Ids, person: &Person, plan: usize) {
        let (carrier, name, list_cents) = words::PLANS[plan];
        let id: Uuid = ids.next(person.created_at);
        // Older contracts pay the price of their time.
        let monthly_cents = list_cents * maker.chance.random_range(88..=100) / 100;
        let signed_on = person.created_at.date_naive();
        self.contracts.push(ContractRow {
            id,
            customer_id: person.id,
            plan: format!("{carrier} {name}"),
            due_day: person.due_day,
            monthly_cents,
            signed_on,
            status: if person.status == "active" { "active" } else { "ended" },
        });
        let unpaid = if person.late { maker.chance.random_range(1..=MONTHS_BACK) } else { 0 };
        for back in 0..=MONTHS_BACK {
            let Some(due_on) = due_date(maker.today, back, person.due_day) else { continue };
            if due_on <= signed_on || (person.status != "active" && back < 2) {
                continue;
            }
            let behind = due_on < maker.today;
            let paid = behind && (back > unpaid || unpaid == 0);
            let early = Days::new(maker.chance.random_range(0..4));
            let disputed = behind && !paid && maker.chance.random_ratio(1, 8);
            self.bills.push(BillRow {
                id: ids.next(person.created_at),
                customer_id: person.id,
                contract_id: id,
                description: format!("Mensalidade {}", due_on.format("%m/%Y")),
                due_on,
                amount_cents: monthly_cents,
                paid_on: if paid { due_on.checked_sub_days(early) } else { None },
                disputed_on: if disputed { due_on.checked_add_days(Days::new(2)) } else { None },
            });
        }
    }

    fn contact(&mut self, maker: &mut Maker, ids: &Ids, person: &Person, sellers: usize) {
        let (reason, channel, _, answered, text) =
            *words::CONTACTS.choose(&mut maker.chance).unwrap_or(&words::CONTACTS[0]);
        let at = maker.moment(120);
        self.contacts.push(ContactRow {
            // With those of the customer, so that a base of a million is written in order.
            id: ids.next(person.created_at),
            customer_id: person.id,
            at,
            author: maker.chance.random_range(0..sellers),
            reason,
            channel,
            answered,
            text,
        });
    }

    fn appointment(&mut self, maker: &mut Maker, ids: &Ids, person: &Person, sellers: usize) {
        let kind = *[
            "sale_with_contact",
            "sale_without_contact",
            "negotiation_without_contact",
            "onboarding",
            "support",
        ]
        .choose(&mut maker.chance)
        .unwrap_or(&"support");
        let (carrier, name, _) = *words::PLANS.choose(&mut maker.chance).unwrap_or(&words::PLANS[0]);
        let created_at = maker.moment(6);
        let done = maker.chance.random_ratio(2, 5);
        let days = Days::new(maker.chance.random_range(0..5));
        let due_on = created_at.date_naive().checked_add_days(days).unwrap_or(maker.today);
        self.appointments.push(AppointmentRow {
            id: ids.next(person.created_at),
            customer_id: person.id,
            owner: maker.chance.random_range(0..sellers),
            kind,
            service: format!("{carrier} {name}"),
            due_on: due_on + business_shift(due_on),
            created_at,
            outcome: done.then_some("Conversado com o cliente; segue com a proposta enviada."),
        });
    }

    fn ticket(&mut self, maker: &mut Maker, ids: &Ids, person: &Person) {
        let (kind, subject) = *words::TICKETS.choose(&mut maker.chance).unwrap_or(&words::TICKETS[0]);
        let opened_at = maker.moment(30);
        let closed = maker.chance.random_ratio(3, 5);
        let prefix = match kind {
            "incident" => "INC",
            "request" => "RITM",
            _ => "PRB",
        };
        self.tickets.push(TicketRow {
            id: ids.next(person.created_at),
            customer_id: person.id,
            number: format!("{prefix}{:07}", person.code),
            kind,
            subject,
            opened_at,
            closed_at: closed.then(|| opened_at + chrono::TimeDelta::hours(maker.chance.random_range(2..9))),
        });
    }
}

/// From Saturday or Sunday to Monday.
fn business_shift(day: NaiveDate) -> chrono::TimeDelta {
    chrono::TimeDelta::days(match day.weekday() {
        chrono::Weekday::Sat => 2,
        chrono::Weekday::Sun => 1,
        _ => 0,
    })
}

/// The due day of the month that lies `back` months before next month's.
fn due_date(today: NaiveDate, back: u32, day: i64) -> Option<NaiveDate> {
    let day = u32::try_from(day).ok()?;
    let next = today.with_day(1)?.checked_add_months(Months::new(1))?;
    next.checked_sub_months(Months::new(back))?.with_day(day.min(28))
}
