//! Every column that points at a customer. A merge moves them all to the surviving ficha (DUP-4); a test fails
//! when a new table with such a column is missing here.

/// Table and column, by table.
pub const CUSTOMER_REFERENCES: &[(&str, &str)] = &[
    ("activity", "customer_id"),
    ("address", "customer_id"),
    ("appointment", "customer_id"),
    ("contact_point", "customer_id"),
    ("contract", "customer_id"),
    ("customer", "merged_into"),
    ("onboarding", "customer_id"),
    ("outbox_message", "customer_id"),
    ("quote", "customer_id"),
    ("receivable", "customer_id"),
    ("registration", "customer_id"),
    ("ticket", "customer_id"),
];
