//! What is known of who is where.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::access::model::UserId;

crate::text_enum! {
    /// Kinds of records that people open.
    pub enum PresenceKind {
        /// A customer's ficha.
        Customer,
        /// A sale under review.
        Registration,
        /// A version of a quote.
        Quote,
    }
}

/// A record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PresenceAt {
    /// What it is.
    pub kind: PresenceKind,
    /// Which.
    #[ts(type = "string")]
    pub id: Uuid,
}

/// Somebody has a record open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PresenceHere {
    /// The record.
    pub at: PresenceAt,
    /// They are changing it.
    pub editing: bool,
}

/// Somebody else who has it open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Present {
    /// Who.
    pub user_id: UserId,
    /// Their name.
    pub name: String,
    /// They are changing it.
    pub editing: bool,
}
