//! The index of all fichas by the keys of the engine's blocking rules, so that one is compared with a million others
//! in milliseconds (DUP-1).
//!
//! Every change of a ficha leaves a note (a trigger of the database, so that none is forgotten); [`keeping`] writes the
//! keys soon afterwards, in whichever program gets to it. Until then the ficha is compared by its note. What the index
//! leads to is read from the fichas themselves and weighed by the engine, with what the latest scan [`learned`]: a
//! key too many costs a comparison and is never wrong.

pub mod keeping;
pub mod learned;
pub mod rules;
pub mod search;
pub(super) mod store;
