//! Files, what was recognised in them, and what was not taken.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use uuid::Uuid;

use crate::customers::model::CustomerId;
use crate::jobs::model::JobId;
use crate::sheet::Source;

crate::text_enum! {
    /// What a file holds.
    pub enum ImportTarget {
        /// Customers.
        Customers,
        /// Products with prices.
        Products,
    }
}

/// A file to look at.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct InspectFile {
    /// What it should hold.
    pub target: ImportTarget,
    /// Where it is.
    pub path: String,
}

/// What was recognised in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Inspection {
    /// Kind, encoding, delimiter, sheet.
    pub source: Source,
    /// Line of the header, from 1.
    pub header_line: i64,
    /// Its columns.
    pub columns: Vec<ColumnFound>,
    /// Rows below the header.
    pub rows: i64,
    /// Every field a column may be, in the usual order.
    pub fields: Vec<String>,
    /// Fields that must be there and are not.
    pub missing: Vec<String>,
    /// For products: name of the price table that the prices go to.
    pub price_table: Option<String>,
    /// The fields are those somebody chose for the same header before.
    pub remembered: bool,
    /// An import of the same file by the same person that did not reach its end.
    pub unfinished: Option<Unfinished>,
}

/// How far an import came that was stopped, or whose program ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Unfinished {
    /// Rows below the header that were done.
    pub lines_done: i64,
    /// When it began (UTC).
    pub started_at: DateTime<Utc>,
}

/// A column of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ColumnFound {
    /// Its title in the file.
    pub title: String,
    /// The field it was taken for; none is passed over.
    pub field: Option<String>,
    /// Its first values.
    pub samples: Vec<String>,
}

/// A file to import.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ImportFile {
    /// What it holds.
    pub target: ImportTarget,
    /// Where it is.
    pub path: String,
    /// The file that was looked at; another one under the same name is refused.
    pub sha256: Option<String>,
    /// The field of each column, in order; none takes what was recognised.
    pub columns: Option<Vec<Option<String>>>,
    /// Goes on where an unfinished import of the file stopped.
    #[serde(default)]
    pub resume: bool,
}

/// What came out of an import, or would.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ImportSummary {
    /// New ones.
    pub created: i64,
    /// Known ones that the file adds something to.
    pub updated: i64,
    /// Known ones that stay as they are.
    pub unchanged: i64,
    /// Lines that were not taken.
    pub rejected: i64,
    /// Lines that are no data: totals, repeated headers, remarks.
    pub skipped: i64,
    /// New customers whose code another customer has; they got the next free one.
    pub renumbered: i64,
    /// New customers whose address stays out because the file has no column for a part of it.
    pub without_address: i64,
    /// Lines that were not taken by the code of their reason.
    pub reasons: BTreeMap<String, i64>,
    /// Nothing was changed.
    pub dry_run: bool,
}

/// A line that was not taken, with one reason; a line with several reasons is there several times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Rejection {
    /// Line of the file, from 1.
    pub line: i64,
    /// Key of the field; empty when the whole line is meant.
    pub field: String,
    /// Title of the column in the file.
    pub column: String,
    /// Code of the reason.
    pub code: String,
    /// Values for its text.
    #[ts(type = "Record<string, string>")]
    pub params: BTreeMap<String, String>,
    /// What stands there.
    pub value: String,
}

/// Which lines to list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReadRejections {
    /// Of which import.
    pub id: JobId,
    /// How many to skip.
    pub offset: i64,
    /// At most 500.
    pub limit: i64,
}

/// A page of lines that were not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct RejectionPage {
    /// The page.
    pub rejections: Vec<Rejection>,
    /// How many there are in all.
    pub total: i64,
}

/// Where to write the lines that were not taken, and in which words.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SaveRejections {
    /// Of which import.
    pub id: JobId,
    /// The CSV file; one that exists is replaced.
    pub file: String,
    /// Titles of the columns: line, column, value, reason.
    pub titles: [String; 4],
    /// The sentence of each code, with `{{name}}` for its values.
    pub reasons: BTreeMap<String, String>,
}

crate::text_enum! {
    /// What an import makes and can take back.
    pub enum MadeKind {
        /// A customer.
        Customer,
        /// A contract, of a new customer or one known before.
        Contract,
    }
}

/// Something an import made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// What.
    pub kind: MadeKind,
    /// Its id.
    pub made_id: Uuid,
    /// Digest of its line, where that names no document; none for contracts.
    pub line_key: Option<String>,
}

/// Which past imports to list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ReadPastImports {
    /// What they took in.
    pub target: ImportTarget,
}

/// An import of the past.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PastImport {
    /// Its job.
    pub id: JobId,
    /// What it took in.
    pub target: ImportTarget,
    /// Name of the file.
    pub title: String,
    /// Rows below the header that were done, of how many.
    pub lines_done: i64,
    /// All rows below the header.
    pub lines_total: i64,
    /// What came out.
    pub summary: ImportSummary,
    /// Who imported.
    pub started_by_name: String,
    /// When it began (UTC).
    pub started_at: DateTime<Utc>,
    /// When it was taken back (UTC).
    pub undone_at: Option<DateTime<Utc>>,
    /// What can still be taken back: customers and contracts it made.
    pub made: i64,
}

/// What taking an import back came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct UndoSummary {
    /// Customers removed.
    pub customers: i64,
    /// Contracts removed.
    pub contracts: i64,
    /// What stays, and why; the first 200.
    pub kept: Vec<Kept>,
    /// How many stay in all.
    pub kept_count: i64,
}

/// A customer that an undone import leaves where it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Kept {
    /// Which.
    pub customer_id: CustomerId,
    /// The number people use.
    pub code: i64,
    /// Name.
    pub name: String,
    /// `changed_since`, `contract_changed` or `in_use`.
    pub reason: String,
}
