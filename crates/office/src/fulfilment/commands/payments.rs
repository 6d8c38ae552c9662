//! Five months paid on time complete a sale; a late one opens a collection contact (REG-8).

use uuid::Uuid;

use crate::agenda::commands as agenda;
use crate::agenda::model::{AppointmentKind, NewAppointment};
use crate::customers::search::ActivityKind;
use crate::dispatch::Nothing;
use crate::dispatch::{Cx, TaskCx};
use crate::error::Result;
use crate::fulfilment::commands::{billing, detail, enter, finish, load, tell};
use crate::fulfilment::model::{Course, CourseStage, MonthState, PaymentProgress, PaymentsReviewed};
use crate::fulfilment::rules::{self, Title};
use crate::fulfilment::store;
use crate::registrations::model::RegistrationId;

/// How the months since the activation were paid: of the sale's contract, and of what names no contract.
pub async fn progress(cx: &mut Cx, course: &Course) -> Result<PaymentProgress> {
    let calendar = crate::agenda::store::calendar(&mut cx.tx).await?;
    let today = cx.today();
    let Some(customer) = course.customer_id else { return Ok(rules::progress(&[], &calendar, today)) };
    let since = billing::since(cx, course).await?;
    let months = store::watched(&mut cx.tx, customer, course.contract_id, since).await?;
    let titles: Vec<Title> = months
        .into_iter()
        .map(|month| Title { due_on: month.due_on, paid_on: month.paid_on, disputed: month.disputed })
        .collect();
    Ok(rules::progress(&titles, &calendar, today))
}

/// Looks through the payments of all sales in post-sale: completes what has its five months, and opens one
/// collection contact for each month that came late. A second look changes nothing. Reads page by page, and writes
/// each sale that changes in a transaction of its own, so that nobody waits for the rest.
pub async fn review_payments(task: TaskCx, _: Nothing) -> Result<PaymentsReviewed> {
    let mut told = PaymentsReviewed::default();
    let mut after = RegistrationId(Uuid::nil());
    loop {
        let mut cx = task.read().await?;
        let page = store::in_post_sale(&mut cx.tx, after).await?;
        let mut changing = Vec::new();
        for id in &page {
            if changes(&mut cx, *id).await? {
                changing.push(*id);
            }
        }
        cx.tx.rollback().await?;
        for id in changing {
            let mut cx = task.write().await?;
            review(&mut cx, id, &mut told).await?;
            task.commit(cx).await?;
        }
        let Some(last) = page.last() else { return Ok(told) };
        after = *last;
    }
}

/// Whether a review would change the sale.
async fn changes(cx: &mut Cx, id: RegistrationId) -> Result<bool> {
    let course = load(cx, id).await?;
    let progress = progress(cx, &course).await?;
    if progress.on_time >= progress.needed {
        return Ok(true);
    }
    let noted = store::late_months(&mut cx.tx, id).await?;
    let late = progress.months.iter().filter(|month| month.state == MonthState::Late);
    Ok(late.into_iter().any(|month| !noted.contains(&month.month)))
}

/// Lets what was paid show: completes the sale, or opens a contact for each month that came late.
pub(super) async fn review(cx: &mut Cx, id: RegistrationId, told: &mut PaymentsReviewed) -> Result<()> {
    let course = load(cx, id).await?;
    if course.stage != CourseStage::PostSale {
        // Called off since it was read.
        return Ok(());
    }
    let progress = progress(cx, &course).await?;
    let completed = progress.on_time >= progress.needed;
    for month in progress.months.iter().filter(|month| month.state == MonthState::Late && !completed) {
        if store::note_late_month(&mut cx.tx, id, month.month, cx.now).await? {
            open_contact(cx, &course, &month.month.format("%m/%Y").to_string()).await?;
            told.contacts += 1;
        }
    }
    if completed {
        let before = detail(cx, course).await?;
        let by = cx.actor.name.clone();
        store::take_version(&mut cx.tx, id, before.course.version, cx.now, &by).await?;
        enter(cx, &before.course, CourseStage::Completed, "course_completed", "").await?;
        finish(cx, before).await?;
        told.completed += 1;
    }
    Ok(())
}

/// An appointment of the seller's to speak to the customer about the month, and a line on the timeline.
async fn open_contact(cx: &mut Cx, course: &Course, month: &str) -> Result<()> {
    let Some(customer_id) = course.customer_id else { return Ok(()) };
    let plan = course.plan_name.clone().unwrap_or_default();
    let contact = NewAppointment {
        customer_id,
        owner_id: course.seller_id,
        kind: AppointmentKind::Support,
        service: format!("Cobrança {month} · {} {plan}", course.carrier),
        due_on: None,
        quote_version_id: None,
    };
    agenda::book(cx, contact).await?;
    tell(cx, course, ActivityKind::Finance, "payment_late", month).await
}
