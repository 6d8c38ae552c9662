//! Saving a ficha on somebody's word, and the holder's answer to what waits (CUS-9).

use crate::access;
use crate::company;
use crate::customers::commands as customers;
use crate::customers::model::{ContactKind, Customer, CustomerId, CustomerInput, UpdateCustomer};
use crate::customers::rules as customer_rules;
use crate::customers::search::{ActivityKind, ContactReason, LogContact, NewActivity};
use crate::dispatch::{Cx, Nothing, Tag};
use crate::error::{Error, Issues, Result};
use crate::holder_changes::model::{
    AnswerHolderChange, Asker, AskerKind, HolderChange, HolderChangeId, HolderChangeState, HolderChangesOf,
    SaveCustomer, SavedCustomer, SensitiveChange, SensitiveField, WaitingChanges, WithdrawHolderChange,
};
use crate::holder_changes::{letter, rules, store};
use crate::mailings::commands as mailings;
use crate::mailings::model::NewMessage;

/// Changes a customer: what the holder asks for at once; on the word of a third party all but who the customer is,
/// which waits.
pub async fn save(cx: &mut Cx, request: SaveCustomer) -> Result<SavedCustomer> {
    let mut issues = Issues::default();
    let asker = rules::check_asker(&mut issues, &request.asked_by);
    let checked = match customer_rules::check(&request.input, cx.today()) {
        Ok(checked) => checked,
        Err(Error::Invalid(mut list)) => {
            list.extend(issues.into_list());
            return Err(Error::Invalid(list));
        }
        Err(other) => return Err(other),
    };
    issues.check()?;
    let SaveCustomer { id, version, input, accepted_suspects, .. } = request;
    let standing = customers::as_input(cx, id).await?;
    // A document that was there already was seen when it came.
    if standing.document != checked.input.document {
        customers::refuse_unseen(cx, Some(id), &checked.input.document, &accepted_suspects).await?;
    }
    if asker.kind == AskerKind::Holder {
        let customer = customers::update(cx, UpdateCustomer { id, version, input }).await?;
        return Ok(SavedCustomer { customer, waiting: None });
    }
    let address = holder_address(&standing);
    let (at_once, fields) = rules::split(&standing, &checked.input);
    // Also where nothing else changes: of two at the same time, one has to see the other's.
    let customer = customers::update(cx, UpdateCustomer { id, version, input: at_once }).await?;
    cx.makes_stale(Tag::Activities);
    if fields.is_empty() {
        let who = format!("{} · {}", asker.name, asker.relation);
        tell(cx, id, None, "changed_for_third_party", who).await?;
        return Ok(SavedCustomer { customer, waiting: None });
    }
    let waiting = keep_waiting(cx, &customer, &asker, fields, address).await?;
    Ok(SavedCustomer { customer, waiting: Some(waiting) })
}

/// The ficha's first e-mail, as it stood before the change: a third party may have put in another.
fn holder_address(standing: &CustomerInput) -> Option<String> {
    let email = standing.contact_points.iter().find(|point| point.kind == ContactKind::Email);
    email.map(|point| point.value.clone())
}

async fn keep_waiting(
    cx: &mut Cx,
    customer: &Customer,
    asker: &Asker,
    fields: Vec<SensitiveChange>,
    holder_address: Option<String>,
) -> Result<HolderChange> {
    let known = store::of_customer(&mut cx.tx, customer.id).await?;
    let known = known.into_iter().find(|change| change.state == HolderChangeState::Waiting);
    let fields = named(cx, fields).await?;
    let company_address = company::store::find(&mut cx.tx).await?.map(|company| company.email);
    let by = cx.actor.name.clone();
    let change = HolderChange {
        id: known.as_ref().map_or_else(|| cx.id(), |known| known.id),
        customer_id: customer.id,
        customer_code: customer.code,
        customer_name: customer.name.clone(),
        state: HolderChangeState::Waiting,
        requester_name: asker.name.clone(),
        requester_relation: asker.relation.clone(),
        fields: rules::combine(known.as_ref().map_or(&[][..], |known| &known.fields), fields),
        copy_to_holder: holder_address.is_some(),
        copy_sent_to: holder_address.or(company_address).unwrap_or_default(),
        asked_at: cx.now,
        asked_by: by.clone(),
        channel: None,
        note: String::new(),
        decided_at: None,
        decided_by: None,
        version: known.as_ref().map_or(1, |known| known.version + 1),
        updated_at: cx.now,
        updated_by: by,
    };
    match &known {
        Some(before) => {
            if !store::replace(&mut cx.tx, before.version, &change).await? {
                return Err(conflict(cx, before.id).await?);
            }
            cx.audit_changed("holder_change", change.id, before, &change)?;
        }
        None => {
            store::insert(&mut cx.tx, &change).await?;
            cx.audit_created("holder_change", change.id, &change)?;
        }
    }
    let who = format!("{} · {}", asker.name, asker.relation);
    tell(cx, customer.id, Some(change.id), "holder_change_waiting", who).await?;
    send_copy(cx, &change).await?;
    Ok(change)
}

/// Puts the names of people of ours beside their ids.
async fn named(cx: &mut Cx, mut fields: Vec<SensitiveChange>) -> Result<Vec<SensitiveChange>> {
    for change in fields.iter_mut().filter(|change| change.field == SensitiveField::ResponsibleId) {
        change.before_name = person(cx, &change.before).await?;
        change.after_name = person(cx, &change.after).await?;
        if !change.after.is_empty() && change.after_name.is_empty() {
            return Err(Error::field("responsible_id", "unknown"));
        }
    }
    Ok(fields)
}

async fn person(cx: &mut Cx, id: &str) -> Result<String> {
    let Ok(id) = id.parse::<uuid::Uuid>() else { return Ok(String::new()) };
    let user = access::store::user(&mut cx.tx, id.into()).await?;
    Ok(user.map(|user| user.name).unwrap_or_default())
}

async fn send_copy(cx: &mut Cx, change: &HolderChange) -> Result<()> {
    if change.copy_sent_to.is_empty() {
        return Ok(());
    }
    let company = company::store::find(&mut cx.tx).await?;
    let name = match &company {
        Some(company) if !change.copy_to_holder => company.name.clone(),
        _ => change.customer_name.clone(),
    };
    let message = NewMessage {
        purpose: "holder_change".to_owned(),
        purpose_key: format!("{}:{}", change.id, change.version),
        customer_id: Some(change.customer_id),
        recipient_name: name,
        recipient_address: change.copy_sent_to.clone(),
        subject: letter::subject(change),
        body_text: letter::body(change, company.as_ref(), cx.today()),
        body_html: String::new(),
        attachments: Vec::new(),
    };
    mailings::enqueue(cx, message).await?;
    cx.makes_stale(Tag::Mailings);
    Ok(())
}

/// A customer's changes, those that wait and those that waited, the latest first.
pub async fn of_customer(cx: &mut Cx, request: HolderChangesOf) -> Result<Vec<HolderChange>> {
    store::of_customer(&mut cx.tx, request.customer_id).await
}

/// All that wait, the oldest first.
pub async fn waiting(cx: &mut Cx, _: Nothing) -> Result<WaitingChanges> {
    let items = store::waiting(&mut cx.tx).await?;
    Ok(WaitingChanges { items, total: store::count_waiting(&mut cx.tx).await? })
}

/// The holder agrees: the change is applied, unless something else stands there by now and nobody looked at it.
pub async fn confirm(cx: &mut Cx, request: AnswerHolderChange) -> Result<HolderChange> {
    let before = open(cx, request.id, request.version).await?;
    let said = heard(&before, &request)?;
    let customer = customers::find(cx, before.customer_id).await?;
    let standing = customers::as_input(cx, customer.id).await?;
    let moved_on = rules::moved_on(&standing, &before.fields);
    if !moved_on.is_empty() && request.over_version != Some(customer.version) {
        return Err(Error::Conflict {
            by: customer.updated_by.clone(),
            at: customer.updated_at,
            current: Box::new(serde_json::json!({
                "version": customer.version, "input": standing, "fields": moved_on,
            })),
        });
    }
    let wanted = rules::applied(&standing, &before.fields);
    if wanted != standing {
        let change = UpdateCustomer { id: customer.id, version: customer.version, input: wanted };
        customers::update(cx, change).await?;
    }
    let channel = Some(request.channel);
    let text = said.text.clone();
    customers::log_contact(cx, said).await?;
    decide(cx, before, HolderChangeState::Confirmed, channel, &text).await
}

/// The holder does not agree: the ficha stays as it is.
pub async fn refuse(cx: &mut Cx, request: AnswerHolderChange) -> Result<HolderChange> {
    let before = open(cx, request.id, request.version).await?;
    let said = heard(&before, &request)?;
    let channel = Some(request.channel);
    let text = said.text.clone();
    customers::log_contact(cx, said).await?;
    decide(cx, before, HolderChangeState::Refused, channel, &text).await
}

/// Takes a change back that should not have been asked for.
pub async fn withdraw(cx: &mut Cx, request: WithdrawHolderChange) -> Result<HolderChange> {
    let before = open(cx, request.id, request.version).await?;
    let mut issues = Issues::default();
    let text = customer_rules::meaningful(&mut issues, "text", &request.text);
    issues.check()?;
    decide(cx, before, HolderChangeState::Withdrawn, None, &text).await
}

/// The change, which waits still and is the one that was read.
async fn open(cx: &mut Cx, id: HolderChangeId, version: i64) -> Result<HolderChange> {
    let change = find(cx, id).await?;
    if change.state != HolderChangeState::Waiting || change.version != version {
        return Err(conflict(cx, id).await?);
    }
    Ok(change)
}

async fn find(cx: &mut Cx, id: HolderChangeId) -> Result<HolderChange> {
    store::get(&mut cx.tx, id).await?.ok_or(Error::NotFound { entity: "holder_change" })
}

async fn conflict(cx: &mut Cx, id: HolderChangeId) -> Result<Error> {
    let current = find(cx, id).await?;
    Ok(Error::Conflict {
        by: current.updated_by.clone(),
        at: current.updated_at,
        current: Box::new(serde_json::to_value(&current)?),
    })
}

/// What the holder said, as a contact on the timeline (CUS-1 to CUS-3).
fn heard(change: &HolderChange, request: &AnswerHolderChange) -> Result<LogContact> {
    let contact = LogContact {
        customer_id: change.customer_id,
        reason: ContactReason::Other,
        channel: request.channel,
        answered: true,
        text: request.text.clone(),
        link: request.link.clone(),
    };
    let (text, link) = customer_rules::check_contact(&contact)?;
    Ok(LogContact { text, link: link.unwrap_or_default(), ..contact })
}

async fn decide(
    cx: &mut Cx,
    before: HolderChange,
    state: HolderChangeState,
    channel: Option<crate::customers::search::ContactChannel>,
    note: &str,
) -> Result<HolderChange> {
    let by = cx.actor.name.clone();
    let decision = store::Decision { state, channel, note, now: cx.now, by: &by };
    if !store::decide(&mut cx.tx, before.id, before.version, decision).await? {
        return Err(conflict(cx, before.id).await?);
    }
    let after = find(cx, before.id).await?;
    cx.audit_changed("holder_change", after.id, &before, &after)?;
    let title = match state {
        HolderChangeState::Confirmed => "holder_change_confirmed",
        HolderChangeState::Refused => "holder_change_refused",
        HolderChangeState::Withdrawn | HolderChangeState::Waiting => "holder_change_withdrawn",
    };
    let text = if state == HolderChangeState::Withdrawn { note.to_owned() } else { String::new() };
    tell(cx, after.customer_id, Some(after.id), title, text).await?;
    Ok(after)
}

/// Writes on the customer's timeline.
async fn tell(
    cx: &mut Cx,
    customer_id: CustomerId,
    change: Option<HolderChangeId>,
    title: &str,
    text: String,
) -> Result<()> {
    let entry = NewActivity {
        customer_id,
        kind: ActivityKind::Record,
        title: title.to_owned(),
        text,
        subject_kind: change.map(|_| "holder_change".to_owned()),
        subject_id: change.map(|change| change.0),
    };
    customers::log(cx, entry).await.map(drop)
}
