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

crate::text_enum! {
    /// How sure a scan was of a group, or that a person was.
    pub enum Certainty {
        /// The engine would merge every pair of it without asking.
        Certain,
        /// Somebody has to look at it.
        Probable,
        /// A person reported it.
        Reported,
    }
}

/// Which groups are asked for.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReadDuplicateQueue {
    /// Words of a name, a code, a document or a telephone of one of the fichas; empty for all.
    pub text: String,
    /// Only these; none for all.
    pub certainty: Option<Certainty>,
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
    /// Those of them that were asked for.
    pub total: i64,
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
    /// Who reported it; none for what a scan found. It has no probability then, nor pairs.
    pub report: Option<GroupReport>,
}

/// A person's word for a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct GroupReport {
    /// Who.
    pub by: String,
    /// When (UTC).
    pub at: DateTime<Utc>,
    /// Why, in their words.
    pub reason: String,
}

/// A ficha of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
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

/// How a scan decided: what was compared, and how many pairs fell where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ScanReport {
    /// Which scan; none before the first.
    pub scan: Option<DuplicateScan>,
    /// What is compared.
    pub fields: Vec<ComparedField>,
    /// What the next scan compares and puts together.
    pub settings: ScanSettings,
    /// What came of it.
    pub statistics: ScanStatistics,
    /// The fichas of the samples that are still there.
    pub fichas: Vec<GroupFicha>,
}

/// What scans compare, and what they put together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ScanSettings {
    /// Fields that are left out, by the engine's names.
    pub left_out: Vec<String>,
    /// From which probability on two fichas are held for one, in millionths; none for one that each scan finds for itself.
    pub threshold_ppm: Option<i64>,
    /// As read; 0 before they were ever set.
    pub version: i64,
    /// When set (UTC).
    pub updated_at: Option<DateTime<Utc>>,
    /// By whom.
    pub updated_by: Option<String>,
}

/// Other settings.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SetScanSettings {
    /// Fields to leave out; what tells who somebody is, is always compared.
    pub left_out: Vec<String>,
    /// In millionths, 500,000 to 999,999; none for one that each scan finds for itself.
    pub threshold_ppm: Option<i64>,
    /// The version that was read.
    pub version: i64,
}

/// A field that is compared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ComparedField {
    /// The field by the engine's name, such as `birth`.
    pub field: String,
    /// It tells who somebody is.
    pub identity: bool,
    /// Who lives together shares it.
    pub household: bool,
    /// Two different valid ones never end in one group.
    pub conflict: bool,
}

/// What a scan counted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default)]
pub struct ScanStatistics {
    /// Pairs compared, each once.
    pub compared: i64,
    /// From which probability on two fichas were held for one, in millionths.
    pub threshold_ppm: i64,
    /// A person set that; otherwise the scan found it.
    pub threshold_set: bool,
    /// Fields that were left out, by the engine's names.
    pub left_out: Vec<String>,
    /// Of the pairs put together, how many are right by the model's own estimate, in millionths.
    pub precision_ppm: i64,
    /// Of the duplicates met, how many were put together by the model's own estimate, in millionths.
    pub recall_ppm: i64,
    /// How many pairs fell where, the least probable first; pairs below one per cent are not kept.
    pub bands: Vec<ScoreBand>,
    /// How pairs met.
    pub rules: Vec<ScanRule>,
}

/// Pairs of about the same probability.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ScoreBand {
    /// From here, in millionths, up to the next band.
    pub from_ppm: i64,
    /// How many.
    pub pairs: i64,
    /// A few of them.
    pub samples: Vec<SuspectPair>,
}

/// One way for pairs to meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ScanRule {
    /// What must be equal, by the engine's names.
    pub keys: Vec<String>,
    /// Pairs that met here first.
    pub compared: i64,
    /// Fichas in groups so large that they were divided.
    pub divided: i64,
}

/// What came of a scan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ScanSummary {
    /// Fichas compared.
    pub records: i64,
    /// Groups found.
    pub groups: i64,
}
