//! What reviewers and sellers ask for.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::access::model::UserId;
use crate::customers::model::CustomerId;
use crate::registrations::model::{FieldReason, RegistrationId};

/// Passing a claimed sale to a colleague.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct HandOverSale {
    /// Which.
    pub id: RegistrationId,
    /// To whom.
    pub to: UserId,
}

/// Accepting a sale.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ApproveSale {
    /// Which.
    pub id: RegistrationId,
    /// The submission that was read; another one since is a conflict.
    pub round: i64,
    /// The ficha to join; none to make one, which is refused while one has the document.
    pub customer_id: Option<CustomerId>,
    /// What the joined ficha takes over: `name`, `mother_name`, `birth_date`, `contacts`, `address`.
    pub take: Vec<String>,
}

/// Sending a sale back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReturnSale {
    /// Which.
    pub id: RegistrationId,
    /// The submission that was read.
    pub round: i64,
    /// At least one, each with words that say something.
    pub reasons: Vec<FieldReason>,
    /// Words on the whole; may be empty.
    pub note: String,
}

/// Refusing a sale.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct DenySale {
    /// Which.
    pub id: RegistrationId,
    /// The submission that was read.
    pub round: i64,
    /// Why.
    pub reason: String,
}

/// Calling a sale off.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CancelSale {
    /// Which.
    pub id: RegistrationId,
    /// The version that was read.
    pub version: i64,
    /// Why; may be empty for a draft.
    pub reason: String,
}
