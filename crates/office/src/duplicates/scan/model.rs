//! What a scan finds.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::customers::model::CustomerId;
use crate::jobs::model::JobId;

crate::id!(ScanId, "A search of the whole base for duplicates.");
crate::id!(DuplicateGroupId, "Fichas that may be one customer.");

/// A scan that went through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct DuplicateScan {
    /// Which.
    pub id: ScanId,
    /// Fichas compared.
    pub records: i64,
    /// Groups found.
    pub found: i64,
    /// When it began (UTC).
    pub started_at: DateTime<Utc>,
    /// Who asked for it.
    pub started_by: String,
}

/// Which groups are asked for.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct ReadDuplicateQueue {
    /// How many to leave out.
    pub offset: i64,
    /// How many, at most 200.
    pub limit: i64,
}

/// The groups still to be decided, most certain first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DuplicateQueue {
    /// The latest scan that went through; none before the first.
    pub scan: Option<DuplicateScan>,
    /// The scan under way, whoever began it.
    pub running: Option<ScanUnderWay>,
    /// Groups to be decided.
    pub open: i64,
    /// Groups of the scan that were decided.
    pub decided: i64,
    /// A page of those to be decided.
    pub groups: Vec<DuplicateGroup>,
}

/// A scan that has not ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ScanUnderWay {
    /// Its job, for whoever began it to watch and stop.
    pub job: JobId,
    /// How far it is, in hundredths.
    pub percent: i64,
    /// Who began it.
    pub by: String,
    /// It was the reader.
    pub own: bool,
}

/// Fichas that may be one customer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct DuplicateGroup {
    /// Which.
    pub id: DuplicateGroupId,
    /// Of its least probable pair, in millionths.
    pub probability_ppm: i64,
    /// The engine would merge every pair of it without asking.
    pub automatic: bool,
    /// Those not merged yet, by code.
    pub fichas: Vec<GroupFicha>,
    /// Why, pair by pair.
    pub pairs: Vec<SuspectPair>,
}

/// A ficha of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GroupFicha {
    /// Which.
    pub id: CustomerId,
    /// Its code.
    pub code: i64,
    /// Its name.
    pub name: String,
}

/// Two fichas that may be one customer, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SuspectPair {
    /// The one.
    pub one_id: CustomerId,
    /// The other.
    pub other_id: CustomerId,
    /// That they are one customer, in millionths.
    pub probability_ppm: i64,
    /// Field by field; those that say nothing are left out.
    pub parts: Vec<SuspectPart>,
}

/// What one field says of a pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SuspectPart {
    /// The field by the engine's name, such as `birth`.
    pub field: String,
    /// How much they agree in it, such as `exact`.
    pub level: String,
    /// For (above 0) or against (below 0) one customer: tenths of a binary logarithm of how much likelier this is
    /// for one customer than for two strangers.
    pub weight_tenths: i64,
}

/// What came of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ScanSummary {
    /// Fichas compared.
    pub records: i64,
    /// Groups found.
    pub groups: i64,
}
