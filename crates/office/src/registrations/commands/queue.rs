//! The queue (REG-4).

use std::collections::BTreeMap;

use crate::customers::model::Segment;
use crate::dispatch::Cx;
use crate::dispatch::Nothing;
use crate::error::Result;
use crate::registrations::model::{
    RegistrationContent, RegistrationId, RegistrationState, ReviewLane, ReviewQueue, ReviewQueueItem,
    ReviewQueueRequest, SaleRow, Urgency, WaitingCount,
};
use crate::registrations::store::{plans, queue as store};
use crate::registrations::{queue_rules, rules};

/// A lane, the most urgent first, and how many wait in each.
pub async fn queue(cx: &mut Cx, request: ReviewQueueRequest) -> Result<ReviewQueue> {
    let counts = store::counts(&mut cx.tx).await?;
    let items = match request.lane {
        ReviewLane::Returned => {
            let rows = store::returned(&mut cx.tx).await?;
            rows.into_iter().map(|sale| item(cx, sale, None, Vec::new())).collect()
        }
        ReviewLane::Retail => lane(cx, Segment::Retail).await?,
        ReviewLane::Corporate => lane(cx, Segment::Corporate).await?,
    };
    Ok(ReviewQueue { counts, items })
}

async fn lane(cx: &mut Cx, segment: Segment) -> Result<Vec<ReviewQueueItem>> {
    let rows = store::waiting(&mut cx.tx, segment).await?;
    let mut corrected = corrected(cx, segment).await?;
    let calendar = crate::agenda::store::calendar(&mut cx.tx).await?;
    let target = plans::target(&mut cx.tx, segment).await?;
    let zone = cx.app.zone();
    let items = rows.into_iter().map(|sale| {
        let submitted_at = sale.submitted_at.unwrap_or(cx.now);
        let waited = queue_rules::business_minutes(submitted_at, cx.now, zone, &calendar);
        let fields = corrected.remove(&sale.id).unwrap_or_default();
        item(cx, sale, Some(queue_rules::waiting(waited, &target)), fields)
    });
    Ok(items.collect())
}

fn item(
    cx: &Cx,
    sale: SaleRow,
    waiting: Option<crate::registrations::model::SaleWaiting>,
    corrected: Vec<String>,
) -> ReviewQueueItem {
    let held =
        sale.state == RegistrationState::InReview && sale.claimed_until.is_some_and(|until| until > cx.now);
    let mine = sale.claimed_by.map(|user| user.0) == cx.actor.id;
    ReviewQueueItem { sale, waiting, corrected, claimed_by_me: held && mine, claimed_by_other: held && !mine }
}

/// Fields that the seller corrected since the former submission, by sale.
async fn corrected(cx: &mut Cx, segment: Segment) -> Result<BTreeMap<RegistrationId, Vec<String>>> {
    let rows = store::resubmissions(&mut cx.tx, segment).await?;
    let mut contents: BTreeMap<RegistrationId, Vec<RegistrationContent>> = BTreeMap::new();
    for (id, _, content) in rows {
        contents.entry(id).or_default().push(serde_json::from_str(&content)?);
    }
    let fields = |rounds: Vec<RegistrationContent>| match &rounds[..] {
        [before, after] => rules::changes(before, after).into_iter().map(|change| change.field).collect(),
        _ => Vec::new(),
    };
    Ok(contents.into_iter().map(|(id, rounds)| (id, fields(rounds))).collect())
}

/// How many sales wait, and how many of them too long.
pub async fn waiting_count(cx: &mut Cx, _: Nothing) -> Result<WaitingCount> {
    let counts = store::counts(&mut cx.tx).await?;
    let calendar = crate::agenda::store::calendar(&mut cx.tx).await?;
    let mut overdue = 0;
    for segment in Segment::ALL {
        let target = plans::target(&mut cx.tx, *segment).await?;
        for at in store::submitted_at(&mut cx.tx, *segment).await? {
            let waited = queue_rules::business_minutes(at, cx.now, cx.app.zone(), &calendar);
            // In order of submission: after the first that is in time, all are.
            if queue_rules::waiting(waited, &target).urgency != Urgency::Overdue {
                break;
            }
            overdue += 1;
        }
    }
    Ok(WaitingCount { waiting: counts.retail + counts.corporate, overdue })
}
