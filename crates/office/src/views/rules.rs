//! What a view may be.

use crate::error::{Issues, Result};
use crate::views::lists::Shape;
use crate::views::model::ViewContent;

/// Views one person keeps of one list.
pub const VIEWS_MAX: i64 = 200;
const TEXT_CHARACTERS_MAX: usize = 200;
/// Pixels; what the list itself allows.
const WIDTHS: std::ops::RangeInclusive<i64> = 56..=900;

/// A view that can be stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedView {
    /// What it is called.
    pub name: String,
    /// What the list shows, and how.
    pub content: ViewContent,
}

/// Checks a view's name, and its content against what its list can be asked. What passes is small: each filter and
/// each column stands once and has one of the list's own words.
///
/// # Errors
/// `Invalid` with everything that is wrong.
pub fn check(shape: &Shape, name: &str, content: ViewContent) -> Result<CheckedView> {
    let mut issues = Issues::default();
    let name = issues.name("name", name);
    let mut content = content;
    content.text = brazil::text::strip_invisible(&content.text).trim().to_owned();
    if content.text.chars().count() > TEXT_CHARACTERS_MAX {
        issues.add_with("content.text", "too_long", [("max", TEXT_CHARACTERS_MAX.to_string())]);
    }
    for (filter, value) in &content.filters {
        let known = shape.filters.iter().find(|(known, _)| known == filter);
        if !known.is_some_and(|(_, takes)| takes.takes(value)) {
            issues.add("content.filters", "view_filter_unknown");
            break;
        }
    }
    if content.sort.as_ref().is_some_and(|sort| !shape.sorts.contains(&sort.by)) {
        issues.add("content.sort", "view_sort_unknown");
    }
    check_columns(&mut issues, shape, &content);
    issues.finish(Some(CheckedView { name, content }))
}

fn check_columns(issues: &mut Issues, shape: &Shape, content: &ViewContent) {
    let columns = &content.columns;
    // One more than there are says all there is to say about more of them.
    for (index, column) in columns.iter().enumerate().take(shape.columns.len() + 1) {
        if !shape.columns.contains(&column.id) {
            issues.add(format!("content.columns.{index}.id"), "view_column_unknown");
        } else if columns[..index].iter().any(|before| before.id == column.id) {
            issues.add(format!("content.columns.{index}.id"), "column_twice");
        }
        if column.width.is_some_and(|width| !WIDTHS.contains(&width)) {
            issues.add(format!("content.columns.{index}.width"), "view_width");
        }
    }
    if !columns.iter().any(|column| column.shown) {
        issues.add("content.columns", "required");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::lists::shape;
    use crate::views::model::{ViewColumn, ViewSort, ViewedList};

    fn content() -> ViewContent {
        ViewContent {
            text: " silva ".to_owned(),
            filters: [("status".to_owned(), "active".to_owned()), ("uf".to_owned(), "SP".to_owned())].into(),
            sort: Some(ViewSort { by: "updated_at".to_owned(), descending: true }),
            columns: vec![
                ViewColumn { id: "name".to_owned(), shown: true, width: Some(290) },
                ViewColumn { id: "code".to_owned(), shown: false, width: None },
            ],
        }
    }

    fn codes(name: &str, content: ViewContent) -> Vec<(String, String)> {
        let error = check(&shape(ViewedList::Customers), name, content).unwrap_err();
        error.issues().iter().map(|issue| (issue.field.clone(), issue.code.clone())).collect()
    }

    #[test]
    fn a_view_holds_only_what_its_list_can_be_asked() {
        let checked = check(&shape(ViewedList::Customers), " Ativos ", content()).unwrap();
        assert_eq!((checked.name.as_str(), checked.content.text.as_str()), ("Ativos", "silva"));
        let mut wrong = content();
        wrong.text = "a".repeat(201);
        wrong.filters.insert("status".to_owned(), "deleted".to_owned());
        wrong.sort = Some(ViewSort { by: "1; drop table".to_owned(), descending: false });
        wrong.columns.push(ViewColumn { id: "name".to_owned(), shown: true, width: Some(10) });
        wrong.columns.push(ViewColumn { id: "secret".to_owned(), shown: true, width: None });
        let pair = |field: &str, code: &str| (field.to_owned(), code.to_owned());
        assert_eq!(
            codes(" ", wrong),
            [
                pair("name", "required"),
                pair("content.text", "too_long"),
                pair("content.filters", "view_filter_unknown"),
                pair("content.sort", "view_sort_unknown"),
                pair("content.columns.2.id", "column_twice"),
                pair("content.columns.2.width", "view_width"),
                pair("content.columns.3.id", "view_column_unknown"),
            ]
        );
    }

    #[test]
    fn a_view_may_filter_by_what_is_typed_a_day_or_a_person() {
        let filtered = |filter: &str, value: &str| {
            let mut content = content();
            content.filters = [(filter.to_owned(), value.to_owned())].into();
            check(&shape(ViewedList::Customers), "a", content).is_ok()
        };
        assert!(filtered("city", "são j") && !filtered("city", " ") && !filtered("city", &"a".repeat(101)));
        assert!(filtered("changed_from", "2026-11-01") && !filtered("changed_to", "01/11/2026"));
        assert!(filtered("missing", "email") && !filtered("missing", "name"));
        assert!(filtered("responsible_id", "0190f3a4-5b6c-7d8e-9fa0-b1c2d3e4f506"));
        assert!(!filtered("responsible_id", "' or 1=1"));
    }

    #[test]
    fn a_view_without_a_column_or_with_endless_ones_is_refused() {
        let mut none = content();
        none.columns.iter_mut().for_each(|column| column.shown = false);
        assert_eq!(codes("a", none), [("content.columns".to_owned(), "required".to_owned())]);
        let mut endless = content();
        endless.columns = vec![endless.columns[0].clone(); 100_000];
        assert!(codes("a", endless).len() <= 20);
    }
}
