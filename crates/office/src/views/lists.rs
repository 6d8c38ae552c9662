//! The lists that views are saved of: who sees them, and what they can be asked.

use chrono::NaiveDate;
use uuid::Uuid;

use crate::customers::export::model::CustomerColumn;
use crate::customers::model::{CustomerKind, CustomerStatus, Segment};
use crate::customers::search::{CustomerSort, Missing};
use crate::permission::{CUSTOMERS_READ, Permission};
use crate::views::model::ViewedList;

/// What a list can be asked.
#[derive(Debug)]
pub struct Shape {
    /// Who sees the list.
    pub permission: Permission,
    /// Each filter with what it takes.
    pub filters: Vec<(&'static str, Takes)>,
    /// What it is sorted by.
    pub sorts: Vec<String>,
    /// Its columns.
    pub columns: Vec<String>,
}

/// What a filter takes.
#[derive(Debug)]
pub enum Takes {
    /// One of these words.
    OneOf(Vec<String>),
    /// What people type, a hundred characters at most.
    Typed,
    /// A calendar day, `YYYY-MM-DD`.
    Day,
    /// Which record.
    Id,
}

impl Takes {
    /// Whether a view may hold this value.
    pub fn takes(&self, value: &str) -> bool {
        match self {
            Self::OneOf(words) => words.iter().any(|word| word == value),
            Self::Typed => !value.trim().is_empty() && value.chars().count() <= TYPED_CHARACTERS_MAX,
            Self::Day => value.parse::<NaiveDate>().is_ok(),
            Self::Id => Uuid::try_parse(value).is_ok(),
        }
    }
}

const TYPED_CHARACTERS_MAX: usize = 100;

macro_rules! words {
    ($name:ty) => {
        <$name>::ALL.iter().map(|value| value.as_text()).collect()
    };
}

/// The shape of that list.
pub fn shape(list: ViewedList) -> Shape {
    let on = || Takes::OneOf(vec!["true".to_owned()]);
    match list {
        ViewedList::Customers => Shape {
            permission: CUSTOMERS_READ,
            filters: vec![
                ("status", Takes::OneOf(words!(CustomerStatus))),
                ("kind", Takes::OneOf(words!(CustomerKind))),
                ("segment", Takes::OneOf(words!(Segment))),
                ("uf", Takes::OneOf(brazil::place::Uf::ALL.iter().map(|uf| uf.code().to_owned()).collect())),
                ("city", Takes::Typed),
                ("changed_from", Takes::Day),
                ("changed_to", Takes::Day),
                ("missing", Takes::OneOf(words!(Missing))),
                ("responsible_id", Takes::Id),
                ("overdue", on()),
                // Whoever looks at the view, not whoever saved it.
                ("mine", on()),
            ],
            sorts: words!(CustomerSort),
            columns: words!(CustomerColumn),
        },
    }
}
