//! What is asked before fichas are merged, and what is known of merges.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

use crate::customers::merging::Snapshot;
use crate::customers::model::CustomerId;
use crate::onboarding::model::{OnboardingCause, OnboardingId};

crate::id!(MergeId, "A merge of fichas.");

crate::text_enum! {
    /// What of a ficha is chosen or asked.
    pub enum MergeField {
        /// Person or company, with the document that goes with it.
        Kind,
        /// Name.
        Name,
        /// Trading name.
        TradeName,
        /// CPF or CNPJ.
        Document,
        /// Birth date.
        BirthDate,
        /// Mother's name.
        MotherName,
        /// Whom to ask for.
        ContactName,
        /// Retail or corporate.
        Segment,
        /// Who looks after them.
        ResponsibleId,
        /// Active or inactive, with its reason.
        Status,
        /// Telephones and e-mails: united by a merge, asked when it is taken back.
        ContactPoints,
        /// Addresses: likewise.
        Addresses,
    }
}

/// Fichas to look at side by side.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PreviewMerge {
    /// The one that would stay.
    pub survivor_id: CustomerId,
    /// All of them.
    pub ids: Vec<CustomerId>,
}

/// Fichas side by side, and what a merge would do.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MergePreview {
    /// Each ficha, in the order asked for.
    pub records: Vec<MergeRecord>,
    /// What differs.
    pub differing: Vec<MergeField>,
    /// The survivor as it would be without choosing anything.
    pub united: Snapshot,
    /// Rows that would move, by table.
    pub moving: Vec<RowCount>,
    /// Rows of which only one may stay open.
    pub conflicts: Vec<MergeConflict>,
}

/// One ficha of a comparison.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MergeRecord {
    /// Which.
    pub id: CustomerId,
    /// Its number.
    pub code: i64,
    /// As read: a merge is refused when it changed meanwhile (DUP-7).
    pub version: i64,
    /// Its data.
    pub ficha: Snapshot,
    /// Name of who looks after them.
    pub responsible_name: Option<String>,
    /// When registered (UTC).
    pub created_at: DateTime<Utc>,
    /// Last change (UTC).
    pub updated_at: DateTime<Utc>,
    /// By whom.
    pub updated_by: String,
    /// What points at it, by table; tables without any are left out.
    pub rows: Vec<RowCount>,
}

/// How many rows of one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RowCount {
    /// The table, such as `quote`.
    pub kind: String,
    /// How many.
    pub count: i64,
}

/// Welcomes of one cause under way on more than one ficha: one stays open on the survivor (DUP-8).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MergeConflict {
    /// Which cause.
    pub cause: OnboardingCause,
    /// Which may stay; the others rest with a merged ficha until the merge is taken back.
    pub rows: Vec<ConflictRow>,
}

/// One of several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ConflictRow {
    /// Which.
    pub id: OnboardingId,
    /// Whose.
    pub customer_id: CustomerId,
    /// That ficha's number.
    pub code: i64,
    /// When begun (UTC).
    pub opened_at: DateTime<Utc>,
    /// Steps done.
    pub done: i64,
}

/// Fichas to merge.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MergeFichas {
    /// The one that stays.
    pub survivor_id: CustomerId,
    /// All of them, as they were read; the survivor among them.
    pub records: Vec<RecordRead>,
    /// Where a field's value comes from, when not from the survivor.
    pub choices: Vec<FieldChoice>,
    /// For each conflict, the row that stays open.
    pub keep_open: Vec<OnboardingId>,
}

/// A ficha as it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RecordRead {
    /// Which.
    pub id: CustomerId,
    /// The version that was read.
    pub version: i64,
}

/// Whose value a field gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FieldChoice {
    /// Which field.
    pub field: MergeField,
    /// From which ficha.
    pub from: CustomerId,
}

/// A merge as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Merge {
    /// Which.
    pub id: MergeId,
    /// The number people use.
    pub number: i64,
    /// The ficha that stayed.
    pub survivor_id: CustomerId,
    /// Its number.
    pub survivor_code: i64,
    /// Its name.
    pub survivor_name: String,
    /// Rows that were moved.
    pub rows_moved: i64,
    /// The welcome it began.
    pub onboarding_id: Option<OnboardingId>,
    /// When (UTC).
    pub merged_at: DateTime<Utc>,
    /// By whom.
    pub merged_by: String,
    /// When taken back (UTC).
    pub undone_at: Option<DateTime<Utc>>,
    /// By whom.
    pub undone_by: Option<String>,
}

/// A ficha that was merged into another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct MergedFicha {
    /// By which merge.
    pub merge_id: MergeId,
    /// Which.
    pub id: CustomerId,
    /// Its number.
    pub code: i64,
    /// Its name.
    pub name: String,
}

/// A merge with the fichas that went into the survivor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MergeRow {
    /// The merge.
    pub merge: Merge,
    /// The fichas.
    pub fichas: Vec<MergedFicha>,
}

/// A part of the history.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReadMerges {
    /// Of one customer, or of all.
    pub customer_id: Option<CustomerId>,
    /// Rows to pass over.
    pub offset: i64,
    /// Rows wanted, at most 200.
    pub limit: i64,
}

/// A part of the history, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct MergePage {
    /// The merges.
    pub rows: Vec<MergeRow>,
    /// How many there are.
    pub total: i64,
}

/// A merge to look at.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MergeRef {
    /// Which.
    pub id: MergeId,
}

/// A merge with everything that taking it back asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct MergeDetail {
    /// The merge.
    pub merge: Merge,
    /// The fichas that would return.
    pub fichas: Vec<MergedFicha>,
    /// The survivor as it is read now.
    pub survivor_version: i64,
    /// Rows that would return, by table.
    pub returning: Vec<RowCount>,
    /// Merges that stand on top and must be taken back first, the latest first.
    pub blocked_by: Vec<MergeRow>,
    /// Fields that somebody changed after the merge did.
    pub conflicts: Vec<UndoConflict>,
}

/// A field that the merge changed, and somebody again after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UndoConflict {
    /// Which.
    pub field: MergeField,
    /// Before the merge: what would come back.
    #[ts(type = "unknown")]
    pub before: Value,
    /// What the merge made of it.
    #[ts(type = "unknown")]
    pub after: Value,
    /// What it is now.
    #[ts(type = "unknown")]
    pub now: Value,
}

/// A merge to take back.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UndoMerge {
    /// Which.
    pub id: MergeId,
    /// The survivor's version that was read.
    pub survivor_version: i64,
    /// One for each conflict.
    pub decisions: Vec<UndoDecision>,
}

/// What becomes of a field changed since the merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UndoDecision {
    /// Which field.
    pub field: MergeField,
    /// It stays as it is now; otherwise it is what it was before the merge.
    pub keep: bool,
}
