//! Customers, their contact points, addresses and contracts, and the timeline.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::access::model::UserId;

crate::id!(CustomerId, "A customer.");
crate::id!(ContactPointId, "One way to reach a customer.");
crate::id!(AddressId, "One address of a customer.");
crate::id!(ContractId, "One contract of a customer.");
crate::id!(ActivityId, "One entry of a timeline.");

crate::text_enum! {
    /// Pessoa física or jurídica.
    pub enum CustomerKind {
        /// With a CPF.
        Person,
        /// With a CNPJ.
        Company,
    }
}

crate::text_enum! {
    /// Whose queue and prices apply.
    pub enum Segment {
        /// Varejo.
        Retail,
        /// Corporativo.
        Corporate,
    }
}

crate::text_enum! {
    /// Whether the customer is served.
    pub enum CustomerStatus {
        /// Served.
        Active,
        /// Set aside; never deleted (CUS-7).
        Inactive,
    }
}

crate::text_enum! {
    /// How a contact point is used.
    pub enum ContactKind {
        /// Mobile telephone.
        Mobile,
        /// Fixed line or service number.
        Phone,
        /// WhatsApp on a mobile number.
        Whatsapp,
        /// E-mail.
        Email,
    }
}

/// A customer as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Customer {
    /// Which.
    pub id: CustomerId,
    /// The number people use.
    pub code: i64,
    /// Person or company.
    pub kind: CustomerKind,
    /// Full name or registered name.
    pub name: String,
    /// Trading name, or empty.
    pub trade_name: String,
    /// CPF or CNPJ, canonical; none when unknown.
    pub document: Option<String>,
    /// Of a person.
    pub birth_date: Option<NaiveDate>,
    /// Of a person; empty when unknown.
    pub mother_name: String,
    /// Whom to ask for at a company.
    pub contact_name: String,
    /// Retail or corporate.
    pub segment: Segment,
    /// Active or inactive.
    pub status: CustomerStatus,
    /// Why inactive.
    pub status_reason: String,
    /// Who looks after them.
    pub responsible_id: Option<UserId>,
    /// The surviving ficha, where this one was merged.
    pub merged_into: Option<CustomerId>,
    /// When registered (UTC).
    pub created_at: DateTime<Utc>,
    /// By whom.
    pub created_by: String,
    /// For saving over (SYS-2).
    pub version: i64,
    /// Last change (UTC).
    pub updated_at: DateTime<Utc>,
    /// By whom.
    pub updated_by: String,
}

/// One way to reach a customer, in order of preference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct ContactPoint {
    /// Which.
    pub id: ContactPointId,
    /// How.
    pub kind: ContactKind,
    /// E.164 or an e-mail address.
    pub value: String,
    /// Such as `loja` or `Sônia`.
    pub label: String,
}

/// One address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Address {
    /// Which.
    pub id: AddressId,
    /// Logradouro.
    pub street: String,
    /// As written: `214`, `s/n`, `km 3`.
    pub number: String,
    /// Apartment, block.
    pub complement: String,
    /// Bairro.
    pub district: String,
    /// City.
    pub city: String,
    /// Two letters.
    pub uf: String,
    /// Eight digits.
    pub cep: String,
}

/// What a customer pays for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Contract {
    /// Which.
    pub id: ContractId,
    /// Name of the plan.
    pub plan: String,
    /// Day of the month a slip is due.
    pub due_day: Option<i64>,
    /// Monthly price in cents.
    pub monthly_cents: i64,
    /// When signed.
    pub signed_on: Option<NaiveDate>,
    /// `active`, `suspended` or `ended`.
    pub status: String,
}

/// A contract to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewContract {
    /// Name of the plan.
    pub plan: String,
    /// Day of the month a slip is due.
    pub due_day: Option<i64>,
    /// Monthly price in cents.
    pub monthly_cents: i64,
    /// When signed.
    pub signed_on: Option<NaiveDate>,
}

/// A customer as typed or imported: nothing is trusted yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CustomerInput {
    /// A code to keep (imports); none takes the next.
    pub code: Option<i64>,
    /// Person or company.
    pub kind: CustomerKind,
    /// Full name or registered name.
    pub name: String,
    /// Trading name.
    pub trade_name: String,
    /// CPF or CNPJ, with or without punctuation; may be empty.
    pub document: String,
    /// `YYYY-MM-DD`, or empty.
    pub birth_date: String,
    /// Of a person.
    pub mother_name: String,
    /// Whom to ask for.
    pub contact_name: String,
    /// Retail or corporate.
    pub segment: Segment,
    /// Who looks after them.
    pub responsible_id: Option<UserId>,
    /// In order of preference.
    pub contact_points: Vec<ContactInput>,
    /// The first is the main one.
    pub addresses: Vec<AddressInput>,
}

/// One contact point as typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ContactInput {
    /// How.
    pub kind: ContactKind,
    /// As typed.
    pub value: String,
    /// May be empty.
    pub label: String,
}

/// One address as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AddressInput {
    /// Logradouro.
    pub street: String,
    /// As written.
    pub number: String,
    /// Apartment, block.
    pub complement: String,
    /// Bairro.
    pub district: String,
    /// City.
    pub city: String,
    /// Two letters or the state's name.
    pub uf: String,
    /// With or without hyphen.
    pub cep: String,
}

/// A customer to register.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct RegisterCustomer {
    /// Who.
    #[serde(flatten)]
    pub input: CustomerInput,
    /// Fichas with the same document that were seen: it shall be registered all the same.
    #[serde(default)]
    pub accepted_suspects: Vec<CustomerId>,
}

/// A change of a customer that was read at `version`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UpdateCustomer {
    /// Which.
    pub id: CustomerId,
    /// The version that was read.
    pub version: i64,
    /// Everything as it should be.
    pub input: CustomerInput,
}

/// A customer to look up.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CustomerRef {
    /// Which.
    pub id: CustomerId,
}

/// Everything the ficha shows at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Ficha {
    /// Who.
    pub customer: Customer,
    /// Name of who looks after them.
    pub responsible_name: Option<String>,
    /// How to reach them.
    pub contact_points: Vec<ContactPoint>,
    /// Where.
    pub addresses: Vec<Address>,
    /// What they pay for.
    pub contracts: Vec<Contract>,
    /// What to know before speaking (CUS-4).
    pub alerts: Alerts,
    /// Open receivables, oldest due first, at most twelve.
    pub open_receivables: Vec<OpenReceivable>,
}

/// What whoever opens a ficha must see at once (CUS-4). Alerts never block a sale (SAL-7).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Alerts {
    /// How many receivables are overdue.
    pub overdue_count: i64,
    /// Their sum in cents.
    pub overdue_cents: i64,
    /// The oldest due date among them.
    pub overdue_since: Option<NaiveDate>,
    /// How many disputes are open.
    pub open_disputes: i64,
    /// The next open appointment.
    pub appointment: Option<AppointmentAlert>,
    /// Another live ficha: with the same document, or much alike.
    pub duplicate: Option<DuplicateAlert>,
    /// A problem in progress.
    pub problem: Option<ProblemAlert>,
}

/// An open appointment and its owner.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct AppointmentAlert {
    /// What kind, as in the agenda.
    pub kind: String,
    /// Product or service.
    pub service: String,
    /// For when.
    pub due_on: NaiveDate,
    /// Latest day it may be moved to.
    pub latest_on: Option<NaiveDate>,
    /// Whose.
    pub owner_name: String,
}

/// Another ficha of what seems to be the same customer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct DuplicateAlert {
    /// Which.
    pub id: CustomerId,
    /// Its code.
    pub code: i64,
    /// Its name.
    pub name: String,
}

/// A problem ticket in progress.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct ProblemAlert {
    /// Its number.
    pub number: String,
    /// What it is about.
    pub subject: String,
}

/// A receivable that is neither paid nor withdrawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct OpenReceivable {
    /// What for.
    pub description: String,
    /// When due.
    pub due_on: NaiveDate,
    /// How much, in cents.
    pub amount_cents: i64,
    /// Under dispute.
    pub disputed: bool,
}

/// Why to set a customer aside (CUS-7).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ChangeStatus {
    /// Which.
    pub id: CustomerId,
    /// The version that was read.
    pub version: i64,
    /// In words; must say something.
    pub reason: String,
    /// Whether the customer replied, even with a no (SAL-4).
    pub customer_replied: bool,
}
