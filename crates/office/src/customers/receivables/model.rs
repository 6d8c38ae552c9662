//! A receivable.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::customers::model::{ContractId, CustomerId};

crate::id!(ReceivableId, "Something a customer is billed.");

/// Something to bill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReceivable {
    /// Whom.
    pub customer_id: CustomerId,
    /// For which contract.
    pub contract_id: Option<ContractId>,
    /// What for.
    pub description: String,
    /// When it is due.
    pub due_on: NaiveDate,
    /// How much, in cents.
    pub amount_cents: i64,
    /// When it was paid, where it was already.
    pub paid_on: Option<NaiveDate>,
}

/// Something billed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Receivable {
    /// Which.
    pub id: ReceivableId,
    /// Whom.
    pub customer_id: CustomerId,
    /// For which contract.
    pub contract_id: Option<ContractId>,
    /// What for.
    pub description: String,
    /// When it is due.
    pub due_on: NaiveDate,
    /// How much, in cents.
    pub amount_cents: i64,
    /// When it was paid.
    pub paid_on: Option<NaiveDate>,
    /// When it was taken back: it no longer counts.
    pub withdrawn_on: Option<NaiveDate>,
    /// Disputed, and not decided.
    pub disputed: bool,
}
