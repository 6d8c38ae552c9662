//! The lists that views are saved of: who sees them, and what they can be asked.

use crate::customers::export::model::CustomerColumn;
use crate::customers::model::{CustomerKind, CustomerStatus, Segment};
use crate::customers::search::CustomerSort;
use crate::permission::{CUSTOMERS_READ, Permission};
use crate::views::model::ViewedList;

/// What a list can be asked.
#[derive(Debug)]
pub struct Shape {
    /// Who sees the list.
    pub permission: Permission,
    /// Each filter with the values it takes.
    pub filters: Vec<(&'static str, Vec<String>)>,
    /// What it is sorted by.
    pub sorts: Vec<String>,
    /// Its columns.
    pub columns: Vec<String>,
}

macro_rules! words {
    ($name:ty) => {
        <$name>::ALL.iter().map(|value| value.as_text()).collect()
    };
}

/// The shape of that list.
pub fn shape(list: ViewedList) -> Shape {
    let on = || vec!["true".to_owned()];
    match list {
        ViewedList::Customers => Shape {
            permission: CUSTOMERS_READ,
            filters: vec![
                ("status", words!(CustomerStatus)),
                ("kind", words!(CustomerKind)),
                ("segment", words!(Segment)),
                ("uf", brazil::place::Uf::ALL.iter().map(|uf| uf.code().to_owned()).collect()),
                ("overdue", on()),
                // Whoever looks at the view, not whoever saved it.
                ("mine", on()),
            ],
            sorts: words!(CustomerSort),
            columns: words!(CustomerColumn),
        },
    }
}
