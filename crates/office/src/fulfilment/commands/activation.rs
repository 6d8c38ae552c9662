//! The activation with its four steps (REG-7).

use crate::dispatch::Cx;
use crate::error::Result;
use crate::fulfilment::commands::{enter, finish, open};
use crate::fulfilment::model::{CourseChange, CourseDetail, CourseStage, MarkActivation};
use crate::fulfilment::rules::{self, Move};
use crate::fulfilment::store;

/// Notes a step with who and when, or takes it back.
pub async fn mark_activation(cx: &mut Cx, request: MarkActivation) -> Result<CourseDetail> {
    let before = open(cx, request.id, request.version, Move::Mark).await?;
    let by = cx.actor.name.clone();
    if request.done {
        store::mark(&mut cx.tx, request.id, request.step, cx.now, &by).await?;
    } else {
        store::unmark(&mut cx.tx, request.id, request.step).await?;
    }
    finish(cx, before).await
}

/// Completes an activation that has all four; from now on the payments are watched.
pub async fn complete_activation(cx: &mut Cx, request: CourseChange) -> Result<CourseDetail> {
    let before = open(cx, request.id, request.version, Move::Activated).await?;
    rules::check_activated(&before.activation)?;
    let course = &before.course;
    if let (Some(customer), Some(plan)) = (course.customer_id, &course.plan_name) {
        let plan = format!("{} {plan}", course.carrier);
        if let Some(contract) = store::contract_of(&mut cx.tx, customer, &plan).await? {
            store::set_contract(&mut cx.tx, request.id, contract).await?;
        }
    }
    enter(cx, &before.course, CourseStage::PostSale, "course_post_sale", "").await?;
    finish(cx, before).await
}
