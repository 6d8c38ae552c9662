//! What may be exported, and how a row's values are written.

use std::collections::BTreeMap;
use std::path::PathBuf;

use brazil::document::Document;
use brazil::phone::Phone;
use chrono_tz::Tz;

use crate::customers::export::model::{CustomerColumn, ExportCustomers};
use crate::customers::search::CustomerRow;
use crate::error::{Error, Issues, Result};
use crate::sheet::write::{TableFormat, Value, XLSX_ROWS_MAX};

const TITLE_CHARACTERS_MAX: usize = 200;
const LABELS_MAX: usize = 50;

/// An export that can begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedExport {
    /// Where to.
    pub target: PathBuf,
    /// As what.
    pub format: TableFormat,
    /// In their order.
    pub columns: Vec<CustomerColumn>,
    /// What stands above them.
    pub titles: Vec<String>,
}

/// Checks file, columns and words.
///
/// # Errors
/// `Invalid` with everything that is wrong.
pub fn check(request: &ExportCustomers) -> Result<CheckedExport> {
    let mut issues = Issues::default();
    let target = PathBuf::from(request.file.trim());
    let format = TableFormat::of(&target);
    if format.is_none() {
        issues.add("file", "file_ending");
    }
    if request.columns.is_empty() {
        issues.add("columns", "required");
    }
    let columns: Vec<CustomerColumn> = request.columns.iter().map(|column| column.column).collect();
    let mut titles = Vec::with_capacity(columns.len());
    for (index, column) in request.columns.iter().enumerate() {
        if columns[..index].contains(&column.column) {
            issues.add(format!("columns.{index}.column"), "column_twice");
        }
        let title = brazil::text::strip_invisible(&column.title);
        too_long(&mut issues, format!("columns.{index}.title"), &title);
        titles.push(title);
    }
    if request.labels.len() > LABELS_MAX {
        issues.add_with("labels", "too_many", [("max", LABELS_MAX.to_string())]);
    }
    for (key, label) in request.labels.iter().take(LABELS_MAX) {
        too_long(&mut issues, format!("labels.{key}"), label);
    }
    issues.finish(format.map(|format| CheckedExport { target, format, columns, titles }))
}

fn too_long(issues: &mut Issues, field: String, text: &str) {
    if text.chars().count() > TITLE_CHARACTERS_MAX {
        issues.add_with(field, "too_long", [("max", TITLE_CHARACTERS_MAX.to_string())]);
    }
}

/// Refuses more rows than the file can hold.
///
/// # Errors
/// `Invalid` on `file`.
pub fn fits(format: TableFormat, rows: i64) -> Result<()> {
    if format == TableFormat::Csv || rows <= XLSX_ROWS_MAX {
        return Ok(());
    }
    let mut issues = Issues::default();
    issues.add_with(
        "file",
        "too_many_rows",
        [
            ("max", brazil::money::format_plain(XLSX_ROWS_MAX * 100)),
            ("found", brazil::money::format_plain(rows * 100)),
        ]
        .map(|(name, figure)| (name, figure.trim_end_matches(",00").to_owned())),
    );
    Err(Error::Invalid(issues.into_list()))
}

/// A value as the list shows it.
pub fn value(
    row: &CustomerRow,
    column: CustomerColumn,
    labels: &BTreeMap<String, String>,
    zone: Tz,
) -> Value {
    let text = |text: Option<&str>| match text {
        None | Some("") => Value::Empty,
        Some(text) => Value::Text(text.to_owned()),
    };
    let label = |code: String| Value::Text(labels.get(&code).cloned().unwrap_or(code));
    match column {
        CustomerColumn::Code => Value::Whole(row.code),
        CustomerColumn::Name => text(Some(&row.name)),
        CustomerColumn::Document => {
            let known = row.document.as_deref();
            let written = known.and_then(|known| Document::parse_lenient(known).ok()).map(|d| d.to_string());
            text(written.as_deref().or(known))
        }
        CustomerColumn::City => {
            let parts = [row.city.as_deref(), row.uf.as_deref()];
            let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
            text(Some(&parts.join("/")))
        }
        CustomerColumn::Phone => {
            let known = row.phone.as_deref();
            let written = known.and_then(|known| Phone::parse(known).ok()).map(|phone| phone.formatted());
            text(written.as_deref().or(known))
        }
        CustomerColumn::Overdue if row.overdue_cents == 0 => Value::Empty,
        CustomerColumn::Overdue => Value::Cents(row.overdue_cents),
        CustomerColumn::Status => label(row.status.as_text()),
        CustomerColumn::Email => text(row.email.as_deref()),
        CustomerColumn::Segment => label(row.segment.as_text()),
        CustomerColumn::UpdatedAt => Value::At(row.updated_at.with_timezone(&zone).naive_local()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn request(file: &str, columns: &[&str]) -> ExportCustomers {
        let columns: Vec<_> =
            columns.iter().map(|column| json!({ "column": column, "title": "Título" })).collect();
        serde_json::from_value(json!({
            "file": file, "columns": columns, "labels": { "active": "Ativo" },
            "filter": {
                "text": "", "status": null, "kind": null, "segment": null, "uf": null, "overdue": false,
                "sort": "name", "descending": false, "offset": 0, "limit": 1,
            },
        }))
        .unwrap()
    }

    fn codes(refused: Result<impl std::fmt::Debug>) -> Vec<(String, String)> {
        let error = refused.unwrap_err();
        error.issues().iter().map(|issue| (issue.field.clone(), issue.code.clone())).collect()
    }

    #[test]
    fn sys_5_the_ending_says_the_format_and_columns_stand_once() {
        assert_eq!(check(&request(" /tmp/a.XLSX", &["code"])).unwrap().format, TableFormat::Xlsx);
        assert_eq!(check(&request("/tmp/a.csv", &["code", "name"])).unwrap().format, TableFormat::Csv);
        let pair = |field: &str, code: &str| (field.to_owned(), code.to_owned());
        assert_eq!(
            codes(check(&request("/tmp/a.pdf", &["code", "code"]))),
            [pair("file", "file_ending"), pair("columns.1.column", "column_twice")]
        );
        assert_eq!(
            codes(check(&request("", &[]))),
            [pair("file", "file_ending"), pair("columns", "required")]
        );
    }

    #[test]
    fn sys_5_more_rows_than_an_xlsx_holds_are_refused_before_beginning() {
        assert!(fits(TableFormat::Xlsx, 1_048_575).is_ok());
        assert!(fits(TableFormat::Csv, 1_048_576).is_ok());
        let refused = fits(TableFormat::Xlsx, 1_048_576).unwrap_err();
        let [issue] = refused.issues() else { panic!("{refused:?}") };
        assert_eq!((issue.field.as_str(), issue.code.as_str()), ("file", "too_many_rows"));
        assert_eq!(
            (issue.params["max"].as_str(), issue.params["found"].as_str()),
            ("1.048.575", "1.048.576")
        );
    }

    #[test]
    fn sys_5_values_are_written_as_the_list_shows_them() {
        let row: CustomerRow = serde_json::from_value(json!({
            "id": uuid::Uuid::nil(), "code": 7, "kind": "person", "name": "Ana", "document": "52998224725",
            "segment": "retail", "status": "active", "city": "Campinas", "uf": "SP", "phone": "+5519984880034",
            "email": null, "overdue_cents": 0, "updated_at": "2026-11-24T01:30:00Z",
        }))
        .unwrap();
        let labels = BTreeMap::from([("active".to_owned(), "Ativo".to_owned())]);
        let of = |column| value(&row, column, &labels, chrono_tz::America::Sao_Paulo);
        let text = |text: &str| Value::Text(text.to_owned());
        assert_eq!(of(CustomerColumn::Document), text("529.982.247-25"));
        assert_eq!(of(CustomerColumn::Phone), text("(19) 98488-0034"));
        assert_eq!(of(CustomerColumn::City), text("Campinas/SP"));
        assert_eq!(
            (of(CustomerColumn::Status), of(CustomerColumn::Segment)),
            (text("Ativo"), text("retail"))
        );
        assert_eq!((of(CustomerColumn::Overdue), of(CustomerColumn::Email)), (Value::Empty, Value::Empty));
        let Value::At(at) = of(CustomerColumn::UpdatedAt) else { panic!() };
        assert_eq!(at.to_string(), "2026-11-23 22:30:00");
    }
}
