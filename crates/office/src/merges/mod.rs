//! Merging the fichas of one customer into one, and taking a merge back (DUP-4 to DUP-9).
//!
//! What differs is chosen field by field ([`rules`]); telephones, e-mails and addresses are united; every row that
//! points at a merged ficha, by the declaration in [`crate::duplicates::references`], is noted and moved to the
//! survivor. A merged ficha keeps its own data and code and leads to the survivor. Because every moved row is noted
//! and the survivor's fields are kept as they were before and after, a merge is taken back field by field and row by
//! row, whatever happened since: what only the merge changed goes back, what was added stays, what was changed on
//! top is asked. Merges on top of each other are taken back from the top.
//!
//! Uses `customers` (which alone writes fichas), `duplicates` and `onboarding` (a merged customer is welcomed).

pub mod certain;
pub mod commands;
pub mod model;
pub mod rules;
pub mod store;
pub mod undo;
