//! Reporting fichas as one customer, and telling the reporter what became of it.

use std::collections::{BTreeMap, BTreeSet};

use crate::access::model::UserId;
use crate::access::store as access;
use crate::customers::commands as customers;
use crate::customers::model::{CustomerId, CustomerRef};
use crate::dispatch::{Cx, Tag};
use crate::duplicates::reports::model::{DuplicateReport, DuplicateReportId, ReportDuplicate, ReportState};
use crate::duplicates::reports::rules;
use crate::duplicates::reports::store::{self, Row};
use crate::error::{Error, Issues, Result};
use crate::notices::commands::tell;
use crate::notices::model::NewNotice;
use crate::permission;

/// Reports fichas as one customer (DUP-9); the central team hears of it.
pub async fn report(cx: &mut Cx, request: ReportDuplicate) -> Result<DuplicateReport> {
    let (ids, reason) = rules::check(&request)?;
    let mut names = Vec::new();
    for id in &ids {
        let customer = customers::find(cx, *id).await?;
        customers::refuse_closed(cx, &customer).await?;
        names.push(format!("{} {}", customer.code, customer.name));
    }
    refuse_known(cx, &ids).await?;
    let reporter: UserId = cx.actor.user()?;
    let row = Row {
        id: cx.id(),
        state: ReportState::Open,
        reason: reason.clone(),
        reporter_id: reporter,
        reported_by: cx.actor.name.clone(),
        reported_at: cx.now,
    };
    let id = row.id;
    let members: Vec<CustomerId> = ids.into_iter().collect();
    store::insert(&mut cx.tx, &row, &members).await?;
    for person in access::colleagues(&mut cx.tx, Some(permission::DUPLICATES_MERGE.0)).await? {
        if person.id == reporter {
            continue;
        }
        let notice = NewNotice {
            user_id: person.id,
            kind: "duplicate_reported",
            title: names.join(" · "),
            text: format!("{}: {reason}", row.reported_by),
            subject_kind: "duplicate_report",
            subject_id: id.0,
        };
        tell(cx, notice).await?;
    }
    let made = store::with_fichas(&mut cx.tx, vec![row]).await?;
    let made = made.into_iter().next().ok_or(Error::NotFound { entity: "duplicate_report" })?;
    cx.audit_created("duplicate_report", id, &made)?;
    Ok(made)
}

/// The same fichas wait already: by whom reported.
async fn refuse_known(cx: &mut Cx, ids: &BTreeSet<CustomerId>) -> Result<()> {
    let Some(first) = ids.first() else { return Ok(()) };
    let mut known = store::of_customer(&mut cx.tx, *first).await?;
    known.retain(|row| row.state == ReportState::Open);
    for report in store::with_fichas(&mut cx.tx, known).await? {
        let fichas: BTreeSet<CustomerId> = report.fichas.iter().map(|ficha| ficha.id).collect();
        if ids.is_subset(&fichas) {
            let mut issues = Issues::default();
            issues.add_with("ids", "report_open", [("by", report.reported_by)]);
            return issues.check();
        }
    }
    Ok(())
}

/// Reports that wait and name a ficha.
pub async fn of_customer(cx: &mut Cx, request: CustomerRef) -> Result<Vec<DuplicateReport>> {
    let mut known = store::of_customer(&mut cx.tx, request.id).await?;
    known.retain(|row| row.state == ReportState::Open);
    store::with_fichas(&mut cx.tx, known).await
}

/// Looks again at the reports of fichas after they were merged, told apart or taken back, and tells whoever reported
/// them.
pub async fn settle(cx: &mut Cx, ids: &[CustomerId]) -> Result<()> {
    let mut named: BTreeMap<DuplicateReportId, Row> = BTreeMap::new();
    for id in ids {
        named.extend(store::of_customer(&mut cx.tx, *id).await?.into_iter().map(|row| (row.id, row)));
    }
    for row in named.into_values() {
        let roots: BTreeSet<CustomerId> =
            store::roots(&mut cx.tx, row.id).await?.into_iter().map(|(id,)| id).collect();
        let apart = store::apart(&mut cx.tx, row.id).await?;
        let now = rules::state(&roots, &apart);
        if now == row.state {
            continue;
        }
        let by = cx.actor.name.clone();
        let decided = (now != ReportState::Open).then_some((cx.now, by.as_str()));
        store::set_state(&mut cx.tx, row.id, now, decided).await?;
        let states = [row.state, now].map(|state| serde_json::json!({ "state": state }));
        cx.audit_changed("duplicate_report", row.id, &states[0], &states[1])?;
        tell_reporter(cx, &row, now, &roots).await?;
    }
    Ok(())
}

async fn tell_reporter(cx: &mut Cx, row: &Row, now: ReportState, roots: &BTreeSet<CustomerId>) -> Result<()> {
    let Some(leads_to) = roots.first().copied() else { return Ok(()) };
    if cx.actor.id == Some(row.reporter_id.0) {
        return Ok(());
    }
    let mut names = Vec::new();
    for id in roots {
        let customer = customers::find(cx, *id).await?;
        names.push(format!("{} {}", customer.code, customer.name));
    }
    let notice = NewNotice {
        user_id: row.reporter_id,
        kind: match now {
            ReportState::Merged => "duplicate_report_merged",
            ReportState::Apart => "duplicate_report_apart",
            ReportState::Open => "duplicate_report_again",
        },
        title: names.join(" · "),
        text: row.reason.clone(),
        subject_kind: "customer",
        subject_id: leads_to.0,
    };
    cx.makes_stale(Tag::Notices);
    tell(cx, notice).await.map(drop)
}
