//! The installers' visits (REG-6).

use crate::customers::search::ActivityKind;
use crate::dispatch::Cx;
use crate::error::{Error, Issues, Result};
use crate::fulfilment::commands::{enter, finish, only_seller, open, tell};
use crate::fulfilment::model::{
    CloseVisit, CourseDetail, CourseStage, ScheduleVisit, Visit, VisitOutcome, VisitRow, VisitsRequest,
};
use crate::fulfilment::rules::{self, Move};
use crate::fulfilment::store::{self, setup, visits as visit_store};
use crate::onboarding::commands as onboarding;
use crate::onboarding::model::OnboardingCause;

/// Books a visit; one that is still to come is moved, with the reason in its history.
pub async fn schedule(cx: &mut Cx, request: ScheduleVisit) -> Result<CourseDetail> {
    let mut issues = Issues::default();
    let day = rules::check_day(&mut issues, "scheduled_on", request.scheduled_on, cx.today());
    let team = match request.team_id {
        Some(id) => setup::team(&mut cx.tx, id).await?.filter(|team| team.active),
        None => None,
    };
    if team.is_none() {
        issues.add("team_id", if request.team_id.is_none() { "required" } else { "team_unknown" });
    }
    let (day, team_id) = issues.finish(day.zip(request.team_id))?;
    let before = open(cx, request.id, request.version, Move::Schedule).await?;
    let by = cx.actor.name.clone();
    if before.course.visit_on.is_some() {
        let reason = rules::check_reason(&request.reason)?;
        visit_store::close(&mut cx.tx, request.id, VisitOutcome::Rescheduled, &reason, cx.now, &by).await?;
    }
    let visit = Visit {
        id: cx.id(),
        team_id,
        team_name: String::new(),
        scheduled_on: day,
        period: request.period,
        outcome: None,
        reason: String::new(),
        booked_at: cx.now,
        booked_by: by,
        closed_at: None,
        closed_by: None,
    };
    visit_store::insert(&mut cx.tx, request.id, &visit).await?;
    let team = team.map(|team| team.name).unwrap_or_default();
    let text = format!("{} · {team}", day.format("%d/%m/%Y"));
    tell(cx, &before.course, ActivityKind::Registration, "visit_booked", &text).await?;
    finish(cx, before).await
}

/// Notes that the installers were there: done leads to the activation, not done leaves it to be booked again.
pub async fn close_visit(cx: &mut Cx, request: CloseVisit) -> Result<CourseDetail> {
    let reason = if request.done { String::new() } else { rules::check_reason(&request.reason)? };
    let action = if request.done { Move::Installed } else { Move::NotInstalled };
    let before = open(cx, request.id, request.version, action).await?;
    let outcome = if request.done { VisitOutcome::Done } else { VisitOutcome::NotDone };
    let by = cx.actor.name.clone();
    if before.course.visit_on.is_some_and(|day| day > cx.today()) {
        return Err(Error::field("done", "visit_ahead"));
    }
    if !visit_store::close(&mut cx.tx, request.id, outcome, &reason, cx.now, &by).await? {
        return Err(Error::field("done", "visit_missing"));
    }
    if request.done {
        // The day it was booked for is the day they were there, also when it is noted on the next.
        let day = before.course.visit_on.unwrap_or(cx.today());
        store::set_installed(&mut cx.tx, request.id, day).await?;
        enter(cx, &before.course, CourseStage::Activation, "course_activation", "").await?;
        if let Some(customer) = before.course.customer_id {
            onboarding::begin(cx, customer, Some(request.id), OnboardingCause::New).await?;
        }
    } else {
        tell(cx, &before.course, ActivityKind::Registration, "visit_not_done", &reason).await?;
    }
    finish(cx, before).await
}

/// The teams' agenda of some days.
pub async fn visits(cx: &mut Cx, request: VisitsRequest) -> Result<Vec<VisitRow>> {
    rules::check_span(request.from, request.until)?;
    let seller = only_seller(cx)?;
    visit_store::between(&mut cx.tx, request.from, request.until, seller).await
}
