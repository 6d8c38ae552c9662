//! Groups merged several at once.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::duplicates::scan::model::{DuplicateGroupId, GroupFicha};
use crate::merges::model::{MergeId, RecordRead, RowCount};

/// From which probability on groups are merged several at once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct DuplicateSettings {
    /// In millionths; none for never.
    pub automatic_ppm: Option<i64>,
    /// As read; 0 before it was ever set.
    pub version: i64,
    /// When set (UTC).
    pub updated_at: Option<DateTime<Utc>>,
    /// By whom.
    pub updated_by: Option<String>,
}

/// A new threshold.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct SetDuplicateSettings {
    /// In millionths, 990,000 to 999,999; none for never.
    pub automatic_ppm: Option<i64>,
    /// The version that was read.
    pub version: i64,
}

/// What may be merged at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CertainGroups {
    /// The threshold, with who set it.
    pub settings: DuplicateSettings,
    /// Open groups that reach it.
    pub candidates: i64,
    /// The most certain of them without a conflict, at most 50.
    pub groups: Vec<CertainGroup>,
    /// Looked at before those and left for a person: their fields conflict.
    pub conflicting: i64,
}

/// A group that may be merged without asking.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CertainGroup {
    /// Which.
    pub id: DuplicateGroupId,
    /// Of its least probable pair, in millionths.
    pub probability_ppm: i64,
    /// The ficha that would stay: the oldest.
    pub survivor: GroupFicha,
    /// Those that would go into it.
    pub others: Vec<GroupFicha>,
    /// All of them as read, the survivor first.
    pub records: Vec<RecordRead>,
    /// Rows that would move, by table.
    pub moving: Vec<RowCount>,
}

/// Groups to merge, as they were shown.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MergeCertain {
    /// At most 50.
    pub groups: Vec<CertainRead>,
}

/// A group as it was shown.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct CertainRead {
    /// Which.
    pub id: DuplicateGroupId,
    /// Its fichas, the survivor first.
    pub records: Vec<RecordRead>,
}

/// What came of merging several groups.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CertainSummary {
    /// The merges made, in their order.
    pub merged: Vec<MergeId>,
    /// Groups left as they are: somebody changed or decided them meanwhile.
    pub passed_over: i64,
}

/// Merges to take back together.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct UndoMerges {
    /// In the order they were made, at most 50.
    pub ids: Vec<MergeId>,
}

/// What came of taking several back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UndoMergesSummary {
    /// Taken back.
    pub undone: i64,
    /// Left for a person: changed since, or another merge stands on top.
    pub kept: i64,
}
