//! A move, how far it is, and what it came to.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use ts_rs::TS;

crate::text_enum! {
    /// What a move is at.
    pub enum RelocationPhase {
        /// Looking at the server, waiting until nobody writes.
        Preparing,
        /// Carrying rows over.
        Copying,
        /// Checking references, putting indexes and numbers in order.
        Arranging,
        /// Reading everything back.
        Comparing,
        /// Checking that all fits together, as `maintenance.verify` does.
        Checking,
        /// Making it last; it cannot be stopped any more.
        Ending,
    }
}

/// How far a move is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RelocationProgress {
    /// At what.
    pub phase: RelocationPhase,
    /// The table at hand; empty between tables.
    pub table: String,
    /// Rows dealt with in this phase.
    pub done: i64,
    /// Of how many.
    pub total: i64,
}

/// One table on both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RelocatedTable {
    /// Its name.
    pub table: String,
    /// Rows in the file.
    pub rows_before: i64,
    /// Rows on the server.
    pub rows_after: i64,
    /// What the rows sent add up to.
    pub checksum_before: String,
    /// What the rows read back add up to.
    pub checksum_after: String,
}

/// A move that came about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Relocated {
    /// The file.
    pub from: String,
    /// The server and its base.
    pub to: String,
    /// Every table.
    pub tables: Vec<RelocatedTable>,
    /// Rows in all of them.
    pub rows: i64,
    /// Entries of the audit whose chain was walked on the server.
    pub audit_entries: i64,
    /// The file says that its data are on the server now, and opens no more.
    pub marked: bool,
    /// The program will open the server by itself; else it was started with an address, which must be changed.
    pub remembered: bool,
}

/// Where the data are, and how a move stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, TS)]
pub struct RelocationStanding {
    /// Where: the file, or server and base.
    pub place: String,
    /// They are in a file and can be moved.
    pub is_file: bool,
    /// Version of the schema.
    pub schema_version: i64,
    /// The program was started with this address: another choice would not count.
    pub given: bool,
    /// A move under way.
    pub progress: Option<RelocationProgress>,
    /// The last one, where it came about.
    pub done: Option<Relocated>,
    /// Why the last one did not, as a command's refusal.
    #[ts(type = "{ code: string; params: Record<string, string>; issues: FieldIssue[] } | null")]
    pub failed: Option<Value>,
}
