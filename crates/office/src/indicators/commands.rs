//! Reading the figures of a period, and the sales behind one of them.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use crate::access::model::UserId;
use crate::clock::{local_date, start_of_day};
use crate::dispatch::Cx;
use crate::error::Result;
use crate::fulfilment::store::figures as courses;
use crate::indicators::behind;
use crate::indicators::model::{Behind, BehindRequest, Indicators, IndicatorsRequest};
use crate::indicators::rules::{self, Facts};
use crate::registrations::store::figures as reviews;

/// Most rows behind a figure that are shown.
const BEHIND_MAX: usize = 500;

/// The figures of a period (REG-10).
pub async fn figures(cx: &mut Cx, request: IndicatorsRequest) -> Result<Indicators> {
    let facts = facts(cx, request.from, request.until, request.seller_id).await?;
    let zone = cx.app.zone();
    Ok(rules::indicators(&facts, |at| local_date(at, zone)))
}

/// The sales behind one figure, the latest first.
pub async fn sales_behind(cx: &mut Cx, request: BehindRequest) -> Result<Behind> {
    let facts = facts(cx, request.from, request.until, request.seller_id).await?;
    let zone = cx.app.zone();
    let mut rows = behind::rows(&facts, &request, |day| start_of_day(day, zone));
    rows.sort_by_key(|row| std::cmp::Reverse(row.at));
    let total = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    rows.truncate(BEHIND_MAX);
    Ok(Behind { total, rows })
}

async fn facts(cx: &mut Cx, from: NaiveDate, until: NaiveDate, seller: Option<UserId>) -> Result<Facts> {
    rules::check_span(from, until)?;
    let zone = cx.app.zone();
    let begin: DateTime<Utc> = start_of_day(from, zone);
    let end = start_of_day(until + TimeDelta::days(1), zone);
    let tx = &mut cx.tx;
    let facts = Facts {
        submissions: reviews::submissions(tx, begin, end).await?,
        decisions: reviews::decisions(tx, begin, end).await?,
        reasons: reviews::reasons(tx, begin, end).await?,
        spans: courses::spans(tx, begin, end).await?,
        installed: courses::installed(tx, from, until).await?,
        watched: courses::watched(tx, begin, end).await?,
        opinions: courses::opinions(tx, begin, end).await?,
    };
    Ok(match seller {
        Some(seller) => facts.of_seller(seller),
        None => facts,
    })
}
