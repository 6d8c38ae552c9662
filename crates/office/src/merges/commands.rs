//! Merging, and what is known of merges.

use std::collections::BTreeMap;

use crate::customers::commands as customers;
use crate::customers::merging::{self, Snapshot};
use crate::customers::model::{Customer, CustomerId};
use crate::customers::search::{ActivityKind, NewActivity};
use crate::db::numbers::next_number;
use crate::dispatch::Cx;
use crate::duplicates::commands as duplicates;
use crate::error::{Error, Issues, Result};
use crate::merges::model::{
    ConflictRow, Merge, MergeConflict, MergeFichas, MergeId, MergePage, MergePreview, MergeRecord, MergeRow,
    PreviewMerge, ReadMerges, RowCount,
};
use crate::merges::store::{self, NewMerge};
use crate::merges::{model::MergedFicha, rules};
use crate::onboarding::commands as onboarding;
use crate::onboarding::model::{OnboardingCause, OnboardingId, OnboardingsOf};

/// The table of welcomes, of which one of a cause is under way at a time.
const WELCOMES: &str = "onboarding";

/// Fichas side by side, and what a merge would do (DUP-3, DUP-8).
pub async fn preview(cx: &mut Cx, request: PreviewMerge) -> Result<MergePreview> {
    rules::check_fichas(request.survivor_id, &request.ids)?;
    let mut records = Vec::new();
    for id in request.ids {
        records.push(record(cx, id).await?);
    }
    let fichas: Vec<Snapshot> = records.iter().map(|record| record.ficha.clone()).collect();
    let own = request.survivor_id;
    let others: Vec<(CustomerId, Snapshot)> =
        records.iter().filter(|one| one.id != own).map(|one| (one.id, one.ficha.clone())).collect();
    let survivor =
        records.iter().find(|one| one.id == own).ok_or(Error::NotFound { entity: "customer" })?.ficha.clone();
    Ok(MergePreview {
        differing: rules::differing(&fichas),
        united: rules::unite(&survivor, &others, &[], own),
        moving: sum(records.iter().filter(|record| record.id != own).flat_map(|record| &record.rows)),
        conflicts: conflicts(cx, &records).await?,
        records,
    })
}

async fn record(cx: &mut Cx, id: CustomerId) -> Result<MergeRecord> {
    let (customer, ficha) = merging::read(cx, id).await?;
    Ok(MergeRecord {
        id,
        code: customer.code,
        version: customer.version,
        responsible_name: crate::customers::store::responsible_name(&mut cx.tx, id).await?,
        created_at: customer.created_at,
        updated_at: customer.updated_at,
        updated_by: customer.updated_by,
        rows: store::rows_of(&mut cx.tx, id).await?,
        ficha,
    })
}

fn sum<'a>(rows: impl Iterator<Item = &'a RowCount>) -> Vec<RowCount> {
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for row in rows {
        *counts.entry(&row.kind).or_default() += row.count;
    }
    counts.into_iter().map(|(kind, count)| RowCount { kind: kind.to_owned(), count }).collect()
}

/// What points at fichas, by table.
pub(super) async fn moving(cx: &mut Cx, ids: impl Iterator<Item = CustomerId>) -> Result<Vec<RowCount>> {
    let mut rows = Vec::new();
    for id in ids {
        rows.extend(store::rows_of(&mut cx.tx, id).await?);
    }
    Ok(sum(rows.iter()))
}

/// Welcomes of one cause that are under way on more than one of the fichas.
async fn conflicts(cx: &mut Cx, records: &[MergeRecord]) -> Result<Vec<MergeConflict>> {
    let mut open: BTreeMap<OnboardingCause, Vec<ConflictRow>> = BTreeMap::new();
    for record in records {
        let found = onboarding::of_customer(cx, OnboardingsOf { customer_id: record.id }).await?;
        for one in found.into_iter().map(|row| row.onboarding).filter(|one| one.completed_at.is_none()) {
            open.entry(one.cause).or_default().push(ConflictRow {
                id: one.id,
                customer_id: record.id,
                code: record.code,
                opened_at: one.opened_at,
                done: one.done,
            });
        }
    }
    let many = open.into_iter().filter(|(_, rows)| rows.len() > 1);
    Ok(many.map(|(cause, rows)| MergeConflict { cause, rows }).collect())
}

/// Merges fichas (DUP-4): all or nothing.
pub async fn merge(cx: &mut Cx, request: MergeFichas) -> Result<MergeRow> {
    let ids: Vec<CustomerId> = request.records.iter().map(|record| record.id).collect();
    rules::check_fichas(request.survivor_id, &ids)?;
    merging::hold_open(cx, &ids).await?;
    let seen = preview(cx, PreviewMerge { survivor_id: request.survivor_id, ids: ids.clone() }).await?;
    refuse_changed(cx, &request, &seen).await?;
    let set_aside = set_aside(&seen.conflicts, &request.keep_open)?;
    let (survivor, before) = merging::read(cx, request.survivor_id).await?;
    let mut others = Vec::new();
    for record in seen.records.iter().filter(|record| record.id != survivor.id) {
        others.push(merging::read(cx, record.id).await?);
    }
    let sources: Vec<(CustomerId, Snapshot)> =
        others.iter().map(|(customer, ficha)| (customer.id, ficha.clone())).collect();
    let after = rules::unite(&before, &sources, &request.choices, survivor.id);
    rules::check_choices(&request, &after)?;
    let id = insert(cx, &survivor, (&before, &after)).await?;
    let moved = move_all(cx, id, &survivor, &others, &set_aside).await?;
    merging::replace(cx, &survivor, &before, &after).await?;
    let welcome = welcome(cx, survivor.id).await?;
    store::settle(&mut cx.tx, id, i64::try_from(moved).unwrap_or(i64::MAX), welcome).await?;
    duplicates::settle(cx, &ids).await?;
    let merged = one(cx, id).await?;
    tell(cx, survivor.id, &merged, "customers_merged").await?;
    cx.audit_created("merge", id, &merged)?;
    Ok(merged)
}

/// Somebody changed or merged one of the fichas meanwhile: who, when, and all as it is now (DUP-7).
async fn refuse_changed(cx: &mut Cx, request: &MergeFichas, seen: &MergePreview) -> Result<()> {
    for record in &request.records {
        let customer = customers::find(cx, record.id).await?;
        if customer.version != record.version || customer.merged_into.is_some() {
            let current = serde_json::json!({ "merged_into": customer.merged_into, "preview": seen });
            return Err(Error::Conflict {
                by: customer.updated_by,
                at: customer.updated_at,
                current: Box::new(current),
            });
        }
    }
    Ok(())
}

/// The rows that rest with a merged ficha because another of their kind stays open on the survivor.
fn set_aside(conflicts: &[MergeConflict], keep_open: &[OnboardingId]) -> Result<Vec<ConflictRow>> {
    let mut issues = Issues::default();
    let mut aside = Vec::new();
    for (index, conflict) in conflicts.iter().enumerate() {
        let kept = conflict.rows.iter().filter(|row| keep_open.contains(&row.id)).count();
        if kept != 1 {
            issues.add(format!("keep_open.{index}"), "choose_one");
        }
        aside.extend(conflict.rows.iter().filter(|row| !keep_open.contains(&row.id)).cloned());
    }
    issues.finish(Some(aside))
}

async fn insert(
    cx: &mut Cx,
    survivor: &Customer,
    (before, after): (&Snapshot, &Snapshot),
) -> Result<MergeId> {
    let id: MergeId = cx.id();
    let number = next_number(&mut cx.tx, "merge", 0, 0).await?;
    let by = cx.actor.name.clone();
    let merge = NewMerge {
        id,
        number,
        survivor: survivor.id,
        before: serde_json::to_string(before)?,
        after: serde_json::to_string(after)?,
        now: cx.now,
        by: &by,
    };
    store::insert(&mut cx.tx, &merge).await?;
    Ok(id)
}

async fn move_all(
    cx: &mut Cx,
    merge: MergeId,
    survivor: &Customer,
    others: &[(Customer, Snapshot)],
    set_aside: &[ConflictRow],
) -> Result<u64> {
    for (position, (customer, _)) in (0..).zip(others) {
        store::insert_part(&mut cx.tx, merge, customer.id, position).await?;
        store::note_rows(&mut cx.tx, merge, customer.id).await?;
    }
    let mut moved = 0;
    for row in set_aside {
        match others.first() {
            // The survivor's own goes to the first of the others, where it rests.
            Some((first, _)) if row.customer_id == survivor.id => {
                store::note_row(&mut cx.tx, merge, WELCOMES, row.id.0, survivor.id).await?;
                moved += store::move_rows(&mut cx.tx, merge, survivor.id, first.id).await?;
            }
            _ => store::leave_row(&mut cx.tx, merge, WELCOMES, row.id.0).await?,
        }
    }
    for (customer, _) in others {
        moved += store::move_rows(&mut cx.tx, merge, customer.id, survivor.id).await?;
        merging::lead_to(cx, customer, Some(survivor.id)).await?;
    }
    Ok(moved)
}

/// Begins the welcome of a merged customer (REG-9), unless one is under way.
async fn welcome(cx: &mut Cx, survivor: CustomerId) -> Result<Option<OnboardingId>> {
    let known = onboarding::of_customer(cx, OnboardingsOf { customer_id: survivor }).await?;
    let open = |cause, done: Option<_>| cause == OnboardingCause::Merged && done.is_none();
    if known.iter().any(|row| open(row.onboarding.cause, row.onboarding.completed_at)) {
        return Ok(None);
    }
    onboarding::begin(cx, survivor, None, OnboardingCause::Merged).await.map(Some)
}

/// Writes on the survivor's timeline.
pub(super) async fn tell(cx: &mut Cx, customer: CustomerId, row: &MergeRow, title: &str) -> Result<()> {
    let names: Vec<String> =
        row.fichas.iter().map(|ficha| format!("{} {}", ficha.code, ficha.name)).collect();
    let entry = NewActivity {
        customer_id: customer,
        kind: ActivityKind::Record,
        title: title.to_owned(),
        text: names.join("\n"),
        subject_kind: Some("merge".to_owned()),
        subject_id: Some(row.merge.id.0),
    };
    customers::log(cx, entry).await.map(drop)
}

/// One merge with its fichas.
pub(super) async fn one(cx: &mut Cx, id: MergeId) -> Result<MergeRow> {
    let merge = store::get(&mut cx.tx, id).await?.ok_or(Error::NotFound { entity: "merge" })?;
    Ok(MergeRow { fichas: store::parts(&mut cx.tx, &[id]).await?, merge })
}

/// A part of the history.
pub async fn history(cx: &mut Cx, request: ReadMerges) -> Result<MergePage> {
    let (offset, limit) = (request.offset.max(0), request.limit.clamp(1, 200));
    let merges = store::page(&mut cx.tx, request.customer_id, offset, limit).await?;
    Ok(MergePage {
        rows: with_fichas(cx, merges).await?,
        total: store::count(&mut cx.tx, request.customer_id).await?,
    })
}

pub(super) async fn with_fichas(cx: &mut Cx, merges: Vec<Merge>) -> Result<Vec<MergeRow>> {
    let ids: Vec<MergeId> = merges.iter().map(|merge| merge.id).collect();
    let parts = store::parts(&mut cx.tx, &ids).await?;
    let of = |id: MergeId| -> Vec<MergedFicha> {
        parts.iter().filter(|part| part.merge_id == id).cloned().collect()
    };
    Ok(merges.into_iter().map(|merge| MergeRow { fichas: of(merge.id), merge }).collect())
}
