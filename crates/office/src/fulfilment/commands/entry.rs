//! Entry into the carrier's system: the sheet, the protocol numbers, and the hand-over to the installers (REG-5).

use crate::dispatch::Cx;
use crate::error::{Error, Issues, Result};
use crate::fulfilment::commands::{enter, finish, load, open};
use crate::fulfilment::model::{
    CourseDetail, CourseRef, CourseStage, EntrySheet, Protocol, RecordProtocol, StartInstallation,
};
use crate::fulfilment::rules::{self, Move};
use crate::fulfilment::store::{self, setup};

/// The sale's data in the order in which its carrier asks for it.
pub async fn sheet(cx: &mut Cx, request: CourseRef) -> Result<EntrySheet> {
    let course = load(cx, request.id).await?;
    let sale = crate::registrations::store::get(&mut cx.tx, request.id)
        .await?
        .ok_or(Error::NotFound { entity: "registration" })?;
    let others = [
        ("plan_name", course.plan_name.unwrap_or_default()),
        ("seller_name", course.seller_name),
        ("number", course.number.unwrap_or_default()),
    ];
    let order = match setup::sheet(&mut cx.tx, &course.carrier).await? {
        Some(sheet) => sheet.fields,
        None => rules::SHEET_FIELDS.map(str::to_owned).to_vec(),
    };
    Ok(rules::entry_sheet(&sale.content, &others, &order))
}

/// Notes a number that a carrier gave.
pub async fn record_protocol(cx: &mut Cx, request: RecordProtocol) -> Result<CourseDetail> {
    let (carrier, protocol) = rules::check_protocol(&request.carrier, &request.protocol)?;
    let before = open(cx, request.id, request.version, Move::RecordProtocol).await?;
    let new =
        Protocol { id: cx.id(), carrier, protocol, recorded_at: cx.now, recorded_by: cx.actor.name.clone() };
    if !store::insert_protocol(&mut cx.tx, request.id, &new).await? {
        return Err(Error::field("protocol", "already_exists"));
    }
    finish(cx, before).await
}

/// Hands the sale to the installers, with the date the customer was promised. Needs a protocol of its carrier.
pub async fn start_installation(cx: &mut Cx, request: StartInstallation) -> Result<CourseDetail> {
    let mut issues = Issues::default();
    let promised = rules::check_day(&mut issues, "promised_on", request.promised_on, cx.today());
    let promised = issues.finish(promised)?;
    let before = open(cx, request.id, request.version, Move::StartInstallation).await?;
    let carrier = &before.course.carrier;
    if !before.protocols.iter().any(|known| known.carrier == *carrier) {
        let mut issues = Issues::default();
        issues.add_with("protocol", "protocol_missing", [("carrier", carrier.clone())]);
        issues.check()?;
    }
    store::set_promise(&mut cx.tx, request.id, promised).await?;
    let numbers: Vec<_> =
        before.protocols.iter().map(|known| format!("{} {}", known.carrier, known.protocol)).collect();
    enter(cx, &before.course, CourseStage::Installation, "course_installation", &numbers.join(", ")).await?;
    finish(cx, before).await
}
