//! What is asked about a person's data, and what comes of it.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::customers::model::CustomerId;

crate::id!(AnonymisationId, "A person made anonymous.");

crate::text_enum! {
    /// Of headings and coded values in a file.
    pub enum Language {
        /// As spoken in Brazil.
        Portuguese,
        /// As spoken elsewhere.
        English,
    }
}

impl Language {
    /// One of two texts.
    pub fn choose<'a>(self, portuguese: &'a str, english: &'a str) -> &'a str {
        match self {
            Self::Portuguese => portuguese,
            Self::English => english,
        }
    }
}

/// Everything that is held about a person, to be written to a file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ExportPerson {
    /// Who.
    pub customer_id: CustomerId,
    /// Where to; ends in `.xlsx`.
    pub file: String,
    /// Of headings and coded values.
    pub language: Language,
}

/// What an export came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PersonExported {
    /// Sheets with something in them.
    pub sheets: i64,
    /// Rows in all of them.
    pub rows: i64,
}

/// Names a person whose data is asked about.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct PersonRef {
    /// Who.
    pub customer_id: CustomerId,
}

crate::text_enum! {
    /// Why name, document and address stay for now.
    pub enum KeepReason {
        /// Money is still owed.
        OpenReceivables,
        /// Money was paid or due in the years tax law looks at.
        Receivables,
        /// A contract runs.
        ActiveContracts,
        /// A contract ended in those years.
        Contracts,
        /// A sale was approved in those years.
        Sales,
    }
}

/// Something that has to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Keep {
    /// Why.
    pub reason: KeepReason,
    /// How many.
    pub count: i64,
    /// Until which day, as things stand today.
    pub until: NaiveDate,
}

/// Rows of one table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct HeldRows {
    /// The table, in the words of its sheet, in Portuguese.
    pub title_portuguese: String,
    /// In English.
    pub title_english: String,
    /// How many.
    pub count: i64,
    /// They go whole, or lose words; otherwise nothing in them changes.
    pub touched: bool,
}

/// How far a person was made anonymous.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, sqlx::FromRow)]
pub struct Anonymisation {
    /// Which.
    pub id: AnonymisationId,
    /// Who.
    pub customer_id: CustomerId,
    /// When (UTC).
    pub at: DateTime<Utc>,
    /// By whom.
    pub by_name: String,
    /// Why.
    pub reason: String,
    /// Until when name, document and address stay; none where nothing stays.
    pub kept_until: Option<NaiveDate>,
    /// When the last of it was removed (UTC).
    pub completed_at: Option<DateTime<Utc>>,
}

/// How far a person was made anonymous, if at all.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct PrivacyStanding {
    /// None for everybody else.
    pub anonymisation: Option<Anonymisation>,
}

/// What anonymising would do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AnonymisePreview {
    /// The customer's code, which is typed to confirm.
    pub code: i64,
    /// Their name.
    pub name: String,
    /// The version that is looked at.
    pub version: i64,
    /// What is held, table by table; tables without anything are left out.
    pub held: Vec<HeldRows>,
    /// What makes name, document and address stay.
    pub keeps: Vec<Keep>,
    /// Until when they stay; none where nothing stays.
    pub kept_until: Option<NaiveDate>,
    /// Sales on their way, which must be decided first.
    pub open_sales: i64,
}

/// A person to make anonymous. It cannot be undone.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct Anonymise {
    /// Who.
    pub customer_id: CustomerId,
    /// The version that was looked at.
    pub version: i64,
    /// Until when name, document and address stay, as it was shown.
    pub kept_until: Option<NaiveDate>,
    /// The customer's code, typed by whoever does it.
    pub typed_code: String,
    /// On whose request and why; must say something (CUS-2), and not who it was: it stays.
    pub reason: String,
}

/// How many people's last data was removed because its day had come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct FinishedAnonymisations {
    /// How many.
    pub finished: i64,
}
