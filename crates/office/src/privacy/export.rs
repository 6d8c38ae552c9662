//! Everything that is held about a person as one workbook, a sheet a subject (CUS-8, LGPD art. 18 II and V).

use std::path::{Path, PathBuf};

use serde_json::json;

use crate::customers;
use crate::dispatch::TaskCx;
use crate::error::{Error, Result};
use crate::permission::CUSTOMERS_READ;
use crate::privacy::model::{ExportPerson, PersonExported};
use crate::privacy::tables::HELD;
use crate::privacy::{rules, store};
use crate::sheet;
use crate::sheet::write::{Sheet, TableFormat, Value, write_book};

/// Writes the file; it has its name only once it is whole and noted in the audit.
pub async fn export(task: TaskCx, request: ExportPerson) -> Result<PersonExported> {
    task.actor.require(CUSTOMERS_READ)?;
    let target = PathBuf::from(request.file.trim());
    if TableFormat::of(&target) != Some(TableFormat::Xlsx) {
        return Err(Error::field("file", "file_ending"));
    }
    let sheets = read(&task, &request).await?;
    let filled = sheets.iter().skip(1).filter(|sheet| !sheet.rows.is_empty());
    let (mut count, mut rows) = (0, 0);
    for sheet in filled {
        count += 1;
        rows += i64::try_from(sheet.rows.len()).unwrap_or(0);
    }
    let finished = {
        let target = target.clone();
        tokio::task::spawn_blocking(move || write_book(&target, &sheets)).await.map_err(Error::internal)??
    };
    note(&task, &request, &target, rows).await?;
    tokio::task::spawn_blocking(move || finished.keep()).await.map_err(Error::internal)??;
    Ok(PersonExported { sheets: count, rows })
}

/// The first sheet says what there is and what there is not; the others hold it.
async fn read(task: &TaskCx, request: &ExportPerson) -> Result<Vec<Sheet>> {
    let language = request.language;
    let zone = task.app.zone();
    let mut cx = task.read().await?;
    customers::commands::find(&mut cx, request.customer_id).await?;
    let mut contents = Vec::new();
    let mut sheets = Vec::new();
    for table in HELD {
        let columns: Vec<_> = store::shown(table).collect();
        if columns.is_empty() {
            continue;
        }
        let found = store::rows(&mut cx.tx, table, request.customer_id).await?;
        let name = language.choose(table.titles.0, table.titles.1).to_owned();
        let count = i64::try_from(found.len()).unwrap_or(i64::MAX);
        contents.push(vec![Value::Text(name.clone()), Value::Whole(count)]);
        if found.is_empty() {
            continue;
        }
        let titles =
            columns.iter().map(|column| language.choose(column.titles.0, column.titles.1).to_owned());
        let rows = found.iter().map(|row| {
            let cells = columns.iter().zip(row);
            cells.map(|(column, text)| rules::cell(column.kind, text, language, zone)).collect()
        });
        sheets.push(Sheet { name, titles: titles.collect(), rows: rows.collect() });
    }
    cx.tx.rollback().await?;
    let first = Sheet {
        name: language.choose("Conteúdo", "Contents").to_owned(),
        titles: [("Assunto", "Subject"), ("Registros", "Records")]
            .map(|(portuguese, english)| language.choose(portuguese, english).to_owned())
            .to_vec(),
        rows: contents,
    };
    Ok(std::iter::once(first).chain(sheets).collect())
}

/// Who took whose data to a file of which name (SYS-3).
async fn note(task: &TaskCx, request: &ExportPerson, target: &Path, rows: i64) -> Result<()> {
    let mut cx = task.write().await?;
    let after = json!({ "file_name": sheet::title(&target.display().to_string()), "rows": rows });
    cx.audit_created("person_export", request.customer_id, &after)?;
    task.commit(cx).await
}
