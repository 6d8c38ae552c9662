//! The commands along the course of a sale, and what they share.

use crate::customers::commands as customers;
use crate::customers::search::{ActivityKind, NewActivity};
use crate::dispatch::Cx;
use crate::error::{Error, Result};
use crate::fulfilment::model::{
    CancelCourse, Course, CourseDetail, CourseList, CourseRef, CourseRow, CourseStage, ListCourses,
    VisitOutcome,
};
use crate::fulfilment::rules::{self, Move};
use crate::fulfilment::store::{self, visits};
use crate::permission as may;
use crate::registrations::model::RegistrationId;

mod activation;
mod billing;
mod entry;
mod feedback;
mod installation;
mod payments;
mod setup;

pub use activation::{complete_activation, mark_activation};
pub use billing::{bill_month, note_month_paid, withdraw_month};
pub use entry::{record_protocol, sheet, start_installation};
pub use feedback::take_feedback;
pub use installation::{close_visit, schedule, visits};
pub use payments::review_payments;
pub use setup::{save_sheet, save_team, sheets, teams};

/// The sales at a stage: all for the back office, their own for sellers.
pub async fn list(cx: &mut Cx, request: ListCourses) -> Result<CourseList> {
    let seller = only_seller(cx)?;
    let today = cx.today();
    let found = store::at_stage(&mut cx.tx, request.stage, seller).await?;
    let items = found.into_iter().map(|course| CourseRow { late_days: late_days(&course, today), course });
    Ok(CourseList { items: items.collect(), totals: store::totals(&mut cx.tx, seller).await? })
}

/// One sale with all that happened on its course.
pub async fn get(cx: &mut Cx, request: CourseRef) -> Result<CourseDetail> {
    let course = load(cx, request.id).await?;
    detail(cx, course).await
}

/// Calls a sale off, at any stage before the last. The visit to come is called off with it.
pub async fn cancel(cx: &mut Cx, request: CancelCourse) -> Result<CourseDetail> {
    let reason = rules::check_reason(&request.reason)?;
    let before = open(cx, request.id, request.version, Move::Cancel).await?;
    let by = cx.actor.name.clone();
    visits::close(&mut cx.tx, request.id, VisitOutcome::Cancelled, &reason, cx.now, &by).await?;
    store::set_closed_reason(&mut cx.tx, request.id, &reason).await?;
    enter(cx, &before.course, CourseStage::Cancelled, "course_cancelled", &reason).await?;
    finish(cx, before).await
}

/// Whose sales the caller is limited to.
fn only_seller(cx: &Cx) -> Result<Option<crate::access::model::UserId>> {
    if cx.actor.may(may::FULFILMENT_WORK) { Ok(None) } else { cx.actor.user().map(Some) }
}

/// The sale, where the caller may see it.
///
/// # Errors
/// `NotFound` also for somebody else's sale, so that its existence stays untold.
async fn load(cx: &mut Cx, id: RegistrationId) -> Result<Course> {
    let seller = only_seller(cx)?;
    let found = store::get(&mut cx.tx, id).await?;
    found
        .filter(|course| seller.is_none_or(|seller| seller == course.seller_id))
        .ok_or(Error::NotFound { entity: "registration" })
}

fn late_days(course: &Course, today: chrono::NaiveDate) -> i64 {
    if course.stage == CourseStage::Cancelled {
        return 0;
    }
    rules::late_days(course.promised_on, course.installed_on, course.visit_on, today)
}

async fn detail(cx: &mut Cx, course: Course) -> Result<CourseDetail> {
    let (id, today) = (course.registration_id, cx.today());
    let calendar = crate::agenda::store::calendar(&mut cx.tx).await?;
    let payments = match course.stage {
        CourseStage::PostSale | CourseStage::Completed => Some(payments::progress(cx, &course).await?),
        _ => None,
    };
    Ok(CourseDetail {
        late_days: late_days(&course, today),
        proposed_promise: calendar.add_business_days(today, rules::PROMISE_DAYS),
        stages: store::stages(&mut cx.tx, id).await?,
        protocols: store::protocols(&mut cx.tx, id).await?,
        visits: visits::of_sale(&mut cx.tx, id).await?,
        activation: store::marks(&mut cx.tx, id).await?,
        payments,
        billing: billing::billing(cx, &course).await?,
        feedback: store::feedback::of_sale(&mut cx.tx, id).await?,
        course,
    })
}

/// Begins a change: checks that the move is allowed and that nobody else was faster, and takes the next version.
async fn open(cx: &mut Cx, id: RegistrationId, version: i64, action: Move) -> Result<CourseDetail> {
    let course = load(cx, id).await?;
    let before = detail(cx, course).await?;
    let by = cx.actor.name.clone();
    store::begin(&mut cx.tx, &before.course).await?;
    if !store::take_version(&mut cx.tx, id, version, cx.now, &by).await? {
        return Err(Error::Conflict {
            by: before.course.updated_by.clone(),
            at: before.course.updated_at,
            current: Box::new(serde_json::to_value(&before)?),
        });
    }
    rules::moved(before.course.stage, action)?;
    Ok(before)
}

/// Moves to a stage and writes it on the customer's timeline.
async fn enter(cx: &mut Cx, course: &Course, stage: CourseStage, title: &str, text: &str) -> Result<()> {
    let by = cx.actor.name.clone();
    store::enter(&mut cx.tx, course.registration_id, stage, cx.now, &by).await?;
    tell(cx, course, ActivityKind::Registration, title, text).await
}

/// Writes on the customer's timeline.
async fn tell(cx: &mut Cx, course: &Course, kind: ActivityKind, title: &str, text: &str) -> Result<()> {
    let Some(customer_id) = course.customer_id else { return Ok(()) };
    let number = course.number.clone().unwrap_or_default();
    let text = if text.is_empty() { number } else { format!("{number} · {text}") };
    let entry = NewActivity {
        customer_id,
        kind,
        title: title.to_owned(),
        text,
        subject_kind: Some("sale_course".to_owned()),
        subject_id: Some(course.registration_id.0),
    };
    customers::log(cx, entry).await.map(drop)
}

/// Ends a change: notes it for the audit and gives the sale as it stands now.
async fn finish(cx: &mut Cx, before: CourseDetail) -> Result<CourseDetail> {
    let id = before.course.registration_id;
    let course = load(cx, id).await?;
    let after = detail(cx, course).await?;
    cx.audit_changed("sale_course", id, &before, &after)?;
    Ok(after)
}
