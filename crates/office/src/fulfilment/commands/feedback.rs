//! What the customer says at each stage (REG-11).

use crate::customers::search::ActivityKind;
use crate::dispatch::Cx;
use crate::error::Result;
use crate::fulfilment::commands::{finish, open, tell};
use crate::fulfilment::model::{CourseDetail, CourseStage, StageFeedback, TakeFeedback};
use crate::fulfilment::rules::{self, Move};
use crate::fulfilment::store::feedback as store;

/// Notes score and words, also by the seller on their own sale. The timeline says so.
pub async fn take_feedback(cx: &mut Cx, request: TakeFeedback) -> Result<CourseDetail> {
    let before = open(cx, request.id, request.version, Move::Feedback).await?;
    let mut reached: Vec<_> = before.stages.iter().map(|entry| entry.stage).collect();
    reached.push(CourseStage::Approved);
    let (score, words) = rules::check_feedback(request.stage, &reached, request.score, &request.words)?;
    let text = if words.is_empty() { format!("{score}/10") } else { format!("{score}/10 · {words}") };
    let taken_by = cx.actor.name.clone();
    let said = StageFeedback { stage: request.stage, score, words, taken_at: cx.now, taken_by };
    store::save(&mut cx.tx, request.id, &said).await?;
    tell(cx, &before.course, ActivityKind::Registration, "course_feedback", &text).await?;
    finish(cx, before).await
}
