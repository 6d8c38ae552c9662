//! Every column that points at a customer, and what a merge does with it (DUP-4); a test fails when a new table with
//! such a column is missing here.

/// What becomes of a row that points at a merged ficha.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Treatment {
    /// It points at the survivor afterwards, and at its own ficha again when the merge is taken back. The table has
    /// an `id`.
    Moved,
    /// A copy of what the survivor lacks goes there; the merged ficha keeps its own.
    United,
    /// It tells what was merged or decided, and stays as it was written.
    Kept,
}

/// One column that points at a customer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reference {
    /// The table.
    pub table: &'static str,
    /// Its column.
    pub column: &'static str,
    /// What a merge does with its rows.
    pub treatment: Treatment,
}

const fn reference(table: &'static str, column: &'static str, treatment: Treatment) -> Reference {
    Reference { table, column, treatment }
}

/// By table.
pub const CUSTOMER_REFERENCES: &[Reference] = &[
    reference("activity", "customer_id", Treatment::Moved),
    reference("address", "customer_id", Treatment::United),
    reference("anonymisation", "customer_id", Treatment::Kept),
    reference("appointment", "customer_id", Treatment::Moved),
    reference("contact_point", "customer_id", Treatment::United),
    reference("contract", "customer_id", Treatment::Moved),
    reference("customer", "merged_into", Treatment::Moved),
    reference("customer_merge", "survivor_id", Treatment::Kept),
    reference("customer_merge_part", "customer_id", Treatment::Kept),
    reference("duplicate_group_member", "customer_id", Treatment::Kept),
    reference("duplicate_report_member", "customer_id", Treatment::Kept),
    reference("holder_change", "customer_id", Treatment::Moved),
    reference("inactivity_finding", "customer_id", Treatment::Kept),
    reference("not_duplicate", "one_id", Treatment::Kept),
    reference("not_duplicate", "other_id", Treatment::Kept),
    reference("onboarding", "customer_id", Treatment::Moved),
    reference("opt_out", "customer_id", Treatment::Moved),
    reference("outbox_message", "customer_id", Treatment::Moved),
    reference("quote", "customer_id", Treatment::Moved),
    reference("receivable", "customer_id", Treatment::Moved),
    reference("registration", "customer_id", Treatment::Moved),
    reference("ticket", "customer_id", Treatment::Moved),
];

/// Those whose rows move.
pub fn moved() -> impl Iterator<Item = &'static Reference> {
    CUSTOMER_REFERENCES.iter().filter(|reference| reference.treatment == Treatment::Moved)
}
