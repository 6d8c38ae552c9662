//! Groups merged several at once.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::duplicates::scan::model::{DuplicateGroupId, GroupFicha};
use crate::jobs::model::JobId;
use crate::merges::model::RowCount;

crate::id!(CertainRunId, "Many groups merged one after the other.");

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

/// Which part of the groups is asked for.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct ReadCertain {
    /// How many to leave out.
    pub offset: i64,
    /// How many, at most 100.
    pub limit: i64,
}

/// What may be merged at once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CertainGroups {
    /// The threshold, with who set it.
    pub settings: DuplicateSettings,
    /// Open groups that reach it.
    pub candidates: i64,
    /// Those of them in which nothing conflicts; the others wait for a person.
    pub clean: i64,
    /// A page of the clean ones, the most certain first.
    pub groups: Vec<CertainGroup>,
    /// Merging or taking back under way, whoever began it.
    pub running: Option<CertainWork>,
    /// The latest runs, newest first.
    pub runs: Vec<CertainRun>,
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
    /// Rows that would move, by table.
    pub moving: Vec<RowCount>,
}

/// Work on many merges that has not ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CertainWork {
    /// Its job, for whoever began it to watch and stop.
    pub job: JobId,
    /// It takes a run back; otherwise it merges.
    pub undoing: bool,
    /// How many groups are done.
    pub done: i64,
    /// Of how many; none until known.
    pub total: Option<i64>,
    /// Who began it.
    pub by: String,
    /// It was the reader.
    pub own: bool,
}

/// Many groups merged one after the other.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct CertainRun {
    /// Which.
    pub id: CertainRunId,
    /// From which probability on, in millionths.
    pub automatic_ppm: i64,
    /// Groups it set out to merge.
    pub total: i64,
    /// Groups it merged.
    pub merged: i64,
    /// Those of its merges that were not taken back.
    pub standing: i64,
    /// Groups left as they were: somebody changed or decided them meanwhile.
    pub passed_over: i64,
    /// When begun (UTC).
    pub started_at: DateTime<Utc>,
    /// By whom.
    pub started_by: String,
    /// When it ended (UTC); none while under way, or where the program did not live to note it.
    pub ended_at: Option<DateTime<Utc>>,
}

/// All clean groups to merge, however many there are.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct MergeCertain {
    /// The threshold as it was shown, in millionths.
    pub automatic_ppm: i64,
    /// Except these, at most 1,000.
    pub without: Vec<DuplicateGroupId>,
}

/// What came of merging them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct CertainSummary {
    /// The run, to take back.
    pub run: CertainRunId,
    /// Groups merged.
    pub merged: i64,
    /// Groups left as they are: somebody changed or decided them meanwhile.
    pub passed_over: i64,
}

/// A run to take back.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct UndoCertain {
    /// Which.
    pub run: CertainRunId,
}

/// What came of taking a run back.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UndoCertainSummary {
    /// Taken back.
    pub undone: i64,
    /// Left for a person: changed since, or another merge stands on top.
    pub kept: i64,
}
