//! What is exported and how.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::customers::search::ListCustomers;

crate::text_enum! {
    /// A column of the list of customers.
    pub enum CustomerColumn {
        /// Code.
        Code,
        /// Name.
        Name,
        /// CPF or CNPJ, punctuated.
        Document,
        /// City and state of the main address.
        City,
        /// The first phone.
        Phone,
        /// Overdue money; empty when there is none.
        Overdue,
        /// Active or inactive.
        Status,
        /// The first e-mail.
        Email,
        /// Retail or corporate.
        Segment,
        /// Last change, by the company's clock.
        UpdatedAt,
    }
}

/// The list of customers as it stands on a screen, to be written to a file.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ExportCustomers {
    /// Where to; its ending says whether CSV or XLSX.
    pub file: String,
    /// What the list shows, and in which order. All rows are taken, whatever part it names.
    pub filter: ListCustomers,
    /// The columns in their order.
    pub columns: Vec<ExportColumn>,
    /// Words for coded values (`active`, `inactive`, `retail`, `corporate`); the code itself where one is missing.
    pub labels: BTreeMap<String, String>,
}

/// A column and its title in the person's language.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ExportColumn {
    /// Which.
    pub column: CustomerColumn,
    /// What stands above it.
    pub title: String,
}

/// What an export came to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ExportSummary {
    /// Customers in the file.
    pub rows: i64,
}
