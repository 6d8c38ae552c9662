//! The application: one folder per feature; the only crate with SQL.
