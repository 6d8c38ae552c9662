//! Months of a sale in post-sale noted by hand as billed, paid or taken back (REG-8), until the receivables come from
//! files. The count follows at once.

use chrono::NaiveDate;

use crate::clock::local_date;
use crate::customers::model::ContractId;
use crate::customers::receivables::commands as receivables;
use crate::customers::receivables::model::{NewReceivable, ReceivableId};
use crate::customers::search::ActivityKind;
use crate::dispatch::Cx;
use crate::error::{Error, Result};
use crate::fulfilment::billing_rules as rules;
use crate::fulfilment::commands::{detail, finish, load, open, payments, tell};
use crate::fulfilment::model::{
    BillMonth, Billing, Course, CourseDetail, CourseStage, NoteMonthPaid, PaymentsReviewed, WatchedMonth,
    WithdrawMonth,
};
use crate::fulfilment::rules::{Move, check_reason};
use crate::fulfilment::store;

/// Notes a month as billed, and perhaps paid already.
pub async fn bill_month(cx: &mut Cx, request: BillMonth) -> Result<CourseDetail> {
    let before = open(cx, request.id, request.version, Move::Payment).await?;
    let (since, today) = (since(cx, &before.course).await?, cx.today());
    let known = before.billing.as_ref().map(|billing| billing.months.as_slice()).unwrap_or_default();
    let due_on =
        rules::check_billed(request.due_on, request.amount_cents, request.paid_on, known, since, today)?;
    let course = &before.course;
    let customer_id = course.customer_id.ok_or(Error::NotFound { entity: "customer" })?;
    let plan = course.plan_name.clone().unwrap_or_default();
    let new = NewReceivable {
        customer_id,
        contract_id: course.contract_id.map(ContractId),
        description: format!("{} {plan} {}", course.carrier, due_on.format("%m/%Y")).trim().to_owned(),
        due_on,
        amount_cents: request.amount_cents,
        paid_on: request.paid_on,
    };
    receivables::bill(cx, &new).await?;
    let mut text = told(due_on, request.amount_cents);
    if let Some(paid) = request.paid_on {
        text = format!("{text} · paga em {}", paid.format("%d/%m/%Y"));
    }
    tell(cx, course, ActivityKind::Finance, "month_billed", &text).await?;
    close(cx, before).await
}

/// Notes on which day a month was paid, or that it was not after all.
pub async fn note_month_paid(cx: &mut Cx, request: NoteMonthPaid) -> Result<CourseDetail> {
    let before = open(cx, request.id, request.version, Move::Payment).await?;
    let month = watched(&before, request.receivable_id)?;
    rules::check_payment(month.due_on, request.paid_on, cx.today())?;
    receivables::set_paid(cx, month.id, request.paid_on).await?;
    let text = told(month.due_on, month.amount_cents);
    let (title, text) = match request.paid_on {
        Some(paid) => ("month_paid", format!("{text} · paga em {}", paid.format("%d/%m/%Y"))),
        None => ("month_unpaid", text),
    };
    tell(cx, &before.course, ActivityKind::Finance, title, &text).await?;
    close(cx, before).await
}

/// Takes a month back that was noted by mistake.
pub async fn withdraw_month(cx: &mut Cx, request: WithdrawMonth) -> Result<CourseDetail> {
    let reason = check_reason(&request.reason)?;
    let before = open(cx, request.id, request.version, Move::Payment).await?;
    let month = watched(&before, request.receivable_id)?;
    receivables::withdraw(cx, month.id).await?;
    let text = format!("{} · {reason}", told(month.due_on, month.amount_cents));
    tell(cx, &before.course, ActivityKind::Finance, "month_withdrawn", &text).await?;
    close(cx, before).await
}

/// What is watched of a sale, and what comes next; nothing before post-sale.
pub(super) async fn billing(cx: &mut Cx, course: &Course) -> Result<Option<Billing>> {
    let Some(customer) = course.customer_id else { return Ok(None) };
    if !matches!(course.stage, CourseStage::PostSale | CourseStage::Completed) {
        return Ok(None);
    }
    let since = since(cx, course).await?;
    let months = store::watched(&mut cx.tx, customer, course.contract_id, since).await?;
    let next = match course.contract_id {
        Some(contract) if course.stage == CourseStage::PostSale => {
            let (due_day, cents) = store::contract_terms(&mut cx.tx, contract).await?;
            rules::next_month(&months, due_day, cents, since)
        }
        _ => None,
    };
    Ok(Some(Billing { months, next }))
}

/// From which day on the payments are watched.
pub(super) async fn since(cx: &mut Cx, course: &Course) -> Result<NaiveDate> {
    let stages = store::stages(&mut cx.tx, course.registration_id).await?;
    let began = stages.iter().find(|entry| entry.stage == CourseStage::PostSale);
    Ok(local_date(began.map_or(course.stage_since, |entry| entry.entered_at), cx.app.zone()))
}

fn watched(before: &CourseDetail, id: ReceivableId) -> Result<WatchedMonth> {
    let mut months = before.billing.iter().flat_map(|billing| &billing.months);
    months.find(|month| month.id == id).cloned().ok_or(Error::NotFound { entity: "receivable" })
}

fn told(due_on: NaiveDate, amount_cents: i64) -> String {
    format!(
        "{} · {} · vence em {}",
        due_on.format("%m/%Y"),
        brazil::money::format_brl(amount_cents),
        due_on.format("%d/%m/%Y")
    )
}

/// Notes the change, lets the count follow, and gives the sale as it stands then.
async fn close(cx: &mut Cx, before: CourseDetail) -> Result<CourseDetail> {
    let id = before.course.registration_id;
    finish(cx, before).await?;
    payments::review(cx, id, &mut PaymentsReviewed::default()).await?;
    let course = load(cx, id).await?;
    detail(cx, course).await
}
