//! Views of lists.

use std::collections::BTreeMap;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::access::model::UserId;

crate::id!(ViewId, "A view of a list.");

crate::text_enum! {
    /// A list that views can be saved of.
    pub enum ViewedList {
        /// The list of customers.
        Customers,
    }
}

/// What a list shows, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ViewContent {
    /// The words searched for; may be empty.
    pub text: String,
    /// Filters that are set, by name.
    pub filters: BTreeMap<String, String>,
    /// Order; none is the list's own.
    pub sort: Option<ViewSort>,
    /// All columns in their order.
    pub columns: Vec<ViewColumn>,
}

/// Order of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ViewSort {
    /// The list's name of what is sorted by.
    pub by: String,
    /// Backwards.
    pub descending: bool,
}

/// A column of a view.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ViewColumn {
    /// The list's name of it.
    pub id: String,
    /// Whether it is seen.
    pub shown: bool,
    /// In pixels; none is the list's own.
    pub width: Option<i64>,
}

/// A saved view, as one person sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SavedView {
    /// Which.
    pub id: ViewId,
    /// Of which list.
    pub list: ViewedList,
    /// What it is called.
    pub name: String,
    /// Seen by everybody who sees the list.
    pub shared: bool,
    /// What the list shows, and how.
    pub content: ViewContent,
    /// Whose.
    pub owner_name: String,
    /// The caller's own.
    pub mine: bool,
    /// The caller may change it and take it away.
    pub may_change: bool,
    /// The caller's list opens with it.
    pub starts: bool,
    /// For saving over (SYS-2).
    pub version: i64,
    /// Last change (UTC).
    pub updated_at: DateTime<Utc>,
    /// By whom.
    pub updated_by: String,
}

/// A view as stored.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct ViewRow {
    /// Which.
    pub id: ViewId,
    /// Of which list.
    pub list: ViewedList,
    /// Whose.
    pub owner_id: UserId,
    /// Their name.
    pub owner_name: String,
    /// What it is called.
    pub name: String,
    /// Seen by all.
    pub shared: bool,
    /// As JSON.
    pub content: String,
    /// When it was taken away (UTC).
    pub removed_at: Option<DateTime<Utc>>,
    /// For saving over.
    pub version: i64,
    /// Last change (UTC).
    pub updated_at: DateTime<Utc>,
    /// By whom.
    pub updated_by: String,
}

/// Views of one list.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct ListViews {
    /// Of which list.
    pub list: ViewedList,
}

/// A view to save for the first time.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NewView {
    /// Of which list.
    pub list: ViewedList,
    /// What to call it.
    pub name: String,
    /// For everybody who sees the list.
    pub shared: bool,
    /// What the list shows, and how.
    pub content: ViewContent,
}

/// A change of a view that was read at `version`.
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct SaveView {
    /// Which.
    pub id: ViewId,
    /// The version that was read.
    pub version: i64,
    /// What to call it.
    pub name: String,
    /// For everybody who sees the list.
    pub shared: bool,
    /// What the list shows, and how.
    pub content: ViewContent,
}

/// A view that was read at `version`.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct ViewChoice {
    /// Which.
    pub id: ViewId,
    /// The version that was read.
    pub version: i64,
}

/// Which view the caller's list opens with.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, TS)]
pub struct StartView {
    /// Which list.
    pub list: ViewedList,
    /// The view; none opens the list as it was left.
    pub id: Option<ViewId>,
}
