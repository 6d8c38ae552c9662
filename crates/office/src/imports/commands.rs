//! Looking at files, importing them, and listing what was not taken.

use crate::dispatch::Nothing;
use crate::dispatch::{Actor, Cx, Tag, TaskCx};
use crate::error::{Error, Result};
use crate::imports::model::{
    ColumnFound, ImportFile, ImportTarget, InspectFile, Inspection, PastImport, ReadPastImports,
    ReadRejections, RejectionPage, SaveRejections,
};
use crate::imports::run::{self, Opened};
use crate::imports::store::{self, memory};
use crate::imports::{products, undo};
use crate::jobs::{self, model::JobId, model::JobRef};
use crate::permission::{CUSTOMERS_IMPORT, PRODUCTS_WRITE};
use crate::sheet::{self, Cell, header};

/// Values shown of each column.
const SAMPLES: usize = 3;
/// Rows read at once when the list of what was not taken is saved.
const PAGE: i64 = 500;

fn may_import(actor: &Actor, target: ImportTarget) -> Result<()> {
    actor.require(match target {
        ImportTarget::Customers => CUSTOMERS_IMPORT,
        ImportTarget::Products => PRODUCTS_WRITE,
    })
}

/// What is recognised in a file: kind, header, columns, first values. Changes nothing.
pub async fn inspect(task: TaskCx, request: InspectFile) -> Result<Inspection> {
    may_import(&task.actor, request.target)?;
    let opened = Opened::open(request.target, &request.path).await?;
    let fields = run::fields(request.target);
    let recognised = header::map(opened.header(), fields);
    let mut cx = task.read().await?;
    let noted = memory::mapping(&mut cx.tx, request.target, &opened.header_key()).await?;
    let quiet = cx.now - run::QUIET;
    let sha256 = &opened.sheet.source.sha256;
    let unfinished = memory::unfinished(&mut cx.tx, request.target, sha256, &task.actor, quiet).await?;
    drop(cx);
    // A field that no longer exists makes the whole choice worthless.
    let noted =
        noted.and_then(|chosen| run::choose(fields, &chosen).ok()).filter(|chosen| *chosen != recognised);
    let remembered = noted.is_some();
    let mapping = noted.unwrap_or(recognised);
    let columns = opened.header().cells.iter().zip(&mapping).enumerate().map(|(index, (title, field))| {
        let values = opened.sample().iter().map(|row| row.cell(index)).filter(|cell| !cell.is_empty());
        ColumnFound {
            title: title.text(),
            field: field.map(|field| field.key.to_owned()),
            samples: values
                .take(SAMPLES)
                .map(Cell::text)
                .map(|text| text.chars().take(60).collect())
                .collect(),
        }
    });
    let price_table = match request.target {
        ImportTarget::Customers => None,
        ImportTarget::Products => Some(products::price_table(&opened, &request.path).name),
    };
    Ok(Inspection {
        header_line: opened.header().line,
        columns: columns.collect(),
        rows: i64::try_from(opened.lines()).unwrap_or(i64::MAX),
        fields: fields.iter().map(|field| field.key.to_owned()).collect(),
        missing: run::missing(request.target, &mapping).into_iter().map(str::to_owned).collect(),
        price_table,
        remembered,
        unfinished: unfinished.map(|(_, standing)| standing),
        source: opened.sheet.source,
    })
}

/// Judges every line in the background and changes nothing.
pub async fn dry_run(task: TaskCx, request: ImportFile) -> Result<JobRef> {
    start(task, request, true).await
}

/// Imports in the background.
pub async fn run(task: TaskCx, request: ImportFile) -> Result<JobRef> {
    start(task, request, false).await
}

async fn start(task: TaskCx, request: ImportFile, dry_run: bool) -> Result<JobRef> {
    may_import(&task.actor, request.target)?;
    let (kind, stales): (_, &'static [Tag]) = match (request.target, dry_run) {
        (_, true) => ("import_dry_run", &[]),
        (ImportTarget::Customers, _) => ("import_customers", &[Tag::Customers]),
        (ImportTarget::Products, _) => ("import_products", &[Tag::Products]),
    };
    let title = sheet::title(&request.path);
    let work = task.clone();
    let started = jobs::start(&task, kind, &title, stales, |id, progress| async move {
        Ok(serde_json::to_value(run::import(work, request, dry_run, id, progress).await?)?)
    });
    Ok(JobRef { id: started.await? })
}

/// The latest imports of the person who asks, or of everybody for the system.
pub async fn recent(cx: &mut Cx, request: ReadPastImports) -> Result<Vec<PastImport>> {
    may_import(&cx.actor, request.target)?;
    memory::recent(&mut cx.tx, cx.actor.id, request.target).await
}

/// Takes an import of customers back in the background: what it made is removed unless it was changed or used since.
pub async fn undo(task: TaskCx, request: JobRef) -> Result<JobRef> {
    let mut cx = task.read().await?;
    own(&mut cx, request.id).await?;
    let Some((target, title, ended)) = memory::run(&mut cx.tx, request.id).await? else {
        return Err(Error::NotFound { entity: "import" });
    };
    drop(cx);
    may_import(&task.actor, target)?;
    if target != ImportTarget::Customers {
        return Err(Error::field("id", "not_undoable"));
    }
    if !ended {
        return Err(Error::field("id", "still_running"));
    }
    let (work, import) = (task.clone(), request.id);
    let started = jobs::start(&task, "import_undo", &title, &[Tag::Customers], |_, progress| async move {
        Ok(serde_json::to_value(undo::take_back(work, import, progress).await?)?)
    });
    Ok(JobRef { id: started.await? })
}

/// A page of the lines that were not taken.
pub async fn rejections(cx: &mut Cx, request: ReadRejections) -> Result<RejectionPage> {
    own(cx, request.id).await?;
    Ok(RejectionPage {
        rejections: store::page(&mut cx.tx, request.id, request.offset.max(0), request.limit.clamp(1, PAGE))
            .await?,
        total: store::count(&mut cx.tx, request.id).await?,
    })
}

/// Writes the lines that were not taken to a CSV file.
pub async fn save_rejections(task: TaskCx, request: SaveRejections) -> Result<Nothing> {
    let mut cx = task.read().await?;
    own(&mut cx, request.id).await?;
    let mut all = Vec::new();
    loop {
        let from = i64::try_from(all.len()).unwrap_or(i64::MAX);
        let mut page = store::page(&mut cx.tx, request.id, from, PAGE).await?;
        if page.is_empty() {
            break;
        }
        all.append(&mut page);
    }
    cx.tx.rollback().await?;
    let bytes = run::csv_of(&request.titles, &all, &request.reasons)?;
    tokio::fs::write(request.file.trim(), bytes)
        .await
        .map_err(|error| Error::unavailable("file_not_written", error))?;
    Ok(Nothing {})
}

/// Only whoever imported sees what was in the file.
async fn own(cx: &mut Cx, id: JobId) -> Result<()> {
    match store::started_by(&mut cx.tx, id).await? {
        Some(by) if cx.actor.system || by == cx.actor.id => Ok(()),
        _ => Err(Error::NotFound { entity: "import" }),
    }
}
