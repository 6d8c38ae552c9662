//! Making people anonymous (CUS-8). It cannot be undone.

use chrono::NaiveDate;

use crate::customers;
use crate::customers::model::{Customer, CustomerId};
use crate::customers::search::{ActivityKind, NewActivity};
use crate::dispatch::{Cx, Nothing};
use crate::error::{Error, Result};
pub use crate::privacy::export::export;
use crate::privacy::model::{
    Anonymisation, Anonymise, AnonymisePreview, FinishedAnonymisations, HeldRows, PersonRef, PrivacyStanding,
};
use crate::privacy::tables::HELD;
use crate::privacy::{rules, store};

/// How far a person was made anonymous, if at all.
pub async fn standing(cx: &mut Cx, request: PersonRef) -> Result<PrivacyStanding> {
    Ok(PrivacyStanding { anonymisation: store::anonymisation(&mut cx.tx, request.customer_id).await? })
}

/// What goes and what stays, and why.
pub async fn preview(cx: &mut Cx, request: PersonRef) -> Result<AnonymisePreview> {
    let customer = customers::commands::find(cx, request.customer_id).await?;
    let facts = store::facts(&mut cx.tx, customer.id).await?;
    let keeps = rules::keeps(&facts, cx.today());
    let kept_until = rules::kept_until(&keeps);
    let mut held = Vec::new();
    for table in HELD {
        let count = store::count(&mut cx.tx, table, customer.id).await?;
        if count > 0 {
            held.push(HeldRows {
                title_portuguese: table.titles.0.to_owned(),
                title_english: table.titles.1.to_owned(),
                count,
                touched: store::touches(table, kept_until.is_none()),
            });
        }
    }
    let Customer { code, name, version, .. } = customer;
    Ok(AnonymisePreview { code, name, version, held, keeps, kept_until, open_sales: facts.open_sales })
}

/// Makes a person anonymous: at once all that nothing makes stay, the rest when its day has come.
pub async fn anonymise(cx: &mut Cx, request: Anonymise) -> Result<Anonymisation> {
    let id = request.customer_id;
    customers::merging::hold_open(cx, &[id]).await?;
    let customer = customers::commands::find(cx, id).await?;
    let facts = store::facts(&mut cx.tx, id).await?;
    let reason = rules::check(&request, &customer, &facts)?;
    let kept_until = rules::kept_until(&rules::keeps(&facts, cx.today()));
    // Something was sold or paid since it was looked at: what stays is another thing now.
    if customer.version != request.version || kept_until != request.kept_until {
        let current = preview(cx, PersonRef { customer_id: id }).await?;
        return Err(Error::Conflict {
            by: customer.updated_by,
            at: customer.updated_at,
            current: Box::new(serde_json::to_value(current)?),
        });
    }
    let by = cx.actor.name.clone();
    customers::store::anonymity::mark(&mut cx.tx, id, cx.now, &by).await?;
    store::erase(&mut cx.tx, id, kept_until.is_none()).await?;
    customers::commands::search_again(cx, id).await?;
    let done = Anonymisation {
        id: cx.id(),
        customer_id: id,
        at: cx.now,
        by_name: by,
        reason,
        kept_until,
        completed_at: kept_until.is_none().then_some(cx.now),
    };
    store::insert(&mut cx.tx, &done).await?;
    tell(cx, id, kept_until).await?;
    cx.audit_created("anonymisation", done.id, &done)?;
    Ok(done)
}

/// Removes the rest of those whose day has come. One who owes or bought something new meanwhile is kept longer.
pub async fn finish_due(cx: &mut Cx, _: Nothing) -> Result<FinishedAnonymisations> {
    let today = cx.today();
    let mut finished = 0;
    for before in store::due(&mut cx.tx, today).await? {
        let facts = store::facts(&mut cx.tx, before.customer_id).await?;
        let kept_until = rules::kept_until(&rules::keeps(&facts, today));
        let completed_at = kept_until.is_none().then_some(cx.now);
        if completed_at.is_some() {
            store::erase(&mut cx.tx, before.customer_id, true).await?;
            customers::commands::search_again(cx, before.customer_id).await?;
            tell(cx, before.customer_id, None).await?;
            finished += 1;
        }
        store::settle(&mut cx.tx, before.id, kept_until, completed_at).await?;
        let after = Anonymisation { kept_until, completed_at, ..before.clone() };
        cx.audit_changed("anonymisation", before.id, &before, &after)?;
    }
    Ok(FinishedAnonymisations { finished })
}

async fn tell(cx: &mut Cx, customer_id: CustomerId, kept_until: Option<NaiveDate>) -> Result<()> {
    let (title, text) = match kept_until {
        Some(day) => ("anonymised_in_part", day.format("%d/%m/%Y").to_string()),
        None => ("anonymised", String::new()),
    };
    let entry = NewActivity {
        customer_id,
        kind: ActivityKind::Record,
        title: title.to_owned(),
        text,
        subject_kind: None,
        subject_id: None,
    };
    customers::commands::log(cx, entry).await.map(drop)
}
