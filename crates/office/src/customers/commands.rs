//! Registering and changing customers, and writing to their timelines.

use crate::clock::Calendar;
use crate::customers::model::{
    AddressInput, Alerts, ChangeStatus, ContactInput, Customer, CustomerId, CustomerInput, CustomerRef,
    CustomerStatus, Ficha, NewContract, RegisterCustomer, UpdateCustomer,
};
use crate::customers::positions::{self, Positions};
use crate::customers::search::{
    ActivityKind, AnyCustomer, CustomerHit, CustomerPage, ListCustomers, LogContact, NewActivity,
    QuickSearch, ReadTimeline, Timeline,
};
use crate::customers::store::{self, Stamp, list::Lead, timeline::ActivityRow};
use crate::customers::{model::ActivityId, ranked, rules};
use crate::dispatch::Cx;
use crate::dispatch::Nothing;
use crate::error::{Error, Issues, Result};

/// A part of the list.
pub async fn list(cx: &mut Cx, request: ListCustomers) -> Result<CustomerPage> {
    let words = rules::search_words(&request.text);
    let calendar = cx.calendar();
    let (offset, limit) = (request.offset.max(0), request.limit.clamp(1, 500));
    let request = rules::in_order(request);
    if ranked::is_found(&request, &words) {
        return ranked::page(cx, &request, &words, (offset, limit)).await;
    }
    let total = total(cx, &request, calendar).await?;
    if ranked::is_few(&request, total) {
        return ranked::page(cx, &request, &words, (offset, limit)).await;
    }
    Positions::refresh(&cx.app, &request, total, calendar);
    let window = positions::window(offset, limit, request.descending, total);
    // Near the beginning, counting is as quick and always exact.
    let place = if offset < positions::STEP {
        None
    } else {
        cx.app.customer_positions.before(&positions::name(&request), window.first)
    };
    let rows = match place {
        Some((key, skip)) => {
            let range = (skip, window.count);
            let mut rows = store::list::page_after(&mut cx.tx, &request, calendar, key, range).await?;
            if request.descending {
                rows.reverse();
            }
            rows
        }
        None => {
            let led = (words.as_slice(), Lead::Rows);
            store::list::page(&mut cx.tx, &request, led, calendar, (offset, limit)).await?
        }
    };
    Ok(CustomerPage { rows, total, more: false })
}

/// Whether there is a customer yet; a new base teaches the first steps.
pub async fn any(cx: &mut Cx, _: Nothing) -> Result<AnyCustomer> {
    Ok(AnyCustomer { any: store::any(&mut cx.tx).await? })
}

/// How many customers the filter finds, counted anew after every change.
async fn total(cx: &mut Cx, request: &ListCustomers, calendar: Calendar) -> Result<i64> {
    let list = positions::name(request);
    if let Some(total) = cx.app.customer_positions.total(&list, cx.now) {
        return Ok(total);
    }
    let as_of = cx.app.customer_positions.as_of();
    let total = store::list::count(&mut cx.tx, request, &[], calendar).await?;
    cx.app.customer_positions.counted(&list, total, cx.now, as_of);
    Ok(total)
}

/// A few hits while typing. A code leads to its ficha, also after a merge.
pub async fn quick_search(cx: &mut Cx, request: QuickSearch) -> Result<Vec<CustomerHit>> {
    if let Some((local, whole)) = rules::typed_email(&request.text) {
        return store::quick::by_email(&mut cx.tx, &local, &whole).await;
    }
    let words = rules::search_words(&request.text);
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mut hits = Vec::new();
    if let [word] = words.as_slice()
        && let Ok(code) = word.parse::<i64>()
    {
        hits = store::quick::by_code(&mut cx.tx, code).await?;
    }
    for hit in store::quick::quick(&mut cx.tx, &words).await? {
        if !hits.iter().any(|known| known.id == hit.id) {
            hits.push(hit);
        }
    }
    hits.truncate(store::quick::HITS);
    Ok(hits)
}

/// Everything the ficha shows at once.
pub async fn ficha(cx: &mut Cx, request: CustomerRef) -> Result<Ficha> {
    let customer = find(cx, request.id).await?;
    let id = customer.id;
    Ok(Ficha {
        responsible_name: store::responsible_name(&mut cx.tx, id).await?,
        contact_points: store::contact_points(&mut cx.tx, id).await?,
        addresses: store::addresses(&mut cx.tx, id).await?,
        contracts: store::contracts(&mut cx.tx, id).await?,
        alerts: alerts(cx, request).await?,
        open_receivables: store::money::open_receivables(&mut cx.tx, id).await?,
        customer,
    })
}

/// The alerts that need no comparison with other fichas (CUS-4); `duplicates` adds who else this one might be.
pub async fn alerts(cx: &mut Cx, request: CustomerRef) -> Result<Alerts> {
    let today = cx.today();
    store::money::alerts(&mut cx.tx, request.id, today).await
}

/// The customer of that id.
///
/// # Errors
/// `NotFound`.
pub async fn find(cx: &mut Cx, id: CustomerId) -> Result<Customer> {
    store::get(&mut cx.tx, id).await?.ok_or(Error::NotFound { entity: "customer" })
}

/// Registers a customer a person typed in. One whose document another ficha has already is registered only when that
/// was seen (DUP-1).
pub async fn register(cx: &mut Cx, request: RegisterCustomer) -> Result<Customer> {
    let checked = rules::check(&request.input, cx.today())?;
    refuse_unseen(cx, None, &checked.input.document, &request.accepted_suspects).await?;
    create(cx, request.input).await
}

/// Refuses a document that other fichas have, unless all of them were seen: it is the same customer, or one of the
/// documents is wrong (DUP-2). Each of them is named, to be opened or accepted.
pub(crate) async fn refuse_unseen(
    cx: &mut Cx,
    own: Option<CustomerId>,
    document: &str,
    seen: &[CustomerId],
) -> Result<()> {
    if document.is_empty() {
        return Ok(());
    }
    let mut known = store::with_document(&mut cx.tx, document).await?;
    known.retain(|ficha| Some(ficha.id) != own);
    if known.iter().all(|ficha| seen.contains(&ficha.id)) {
        return Ok(());
    }
    let mut issues = Issues::default();
    for ficha in known {
        let (id, code) = (ficha.id.to_string(), ficha.code.to_string());
        issues.add_with("document", "document_known", [("id", id), ("code", code), ("name", ficha.name)]);
    }
    issues.check()
}

/// Registers a customer, whoever else has the same document.
pub async fn create(cx: &mut Cx, input: CustomerInput) -> Result<Customer> {
    let checked = rules::check(&input, cx.today())?;
    let code = match checked.input.code {
        Some(code) if store::with_code(&mut cx.tx, code).await?.is_some() => {
            return Err(Error::field("code", "already_exists"));
        }
        Some(code) => code,
        None => store::next_code(&mut cx.tx).await?,
    };
    let id: CustomerId = cx.id();
    let by = cx.actor.name.clone();
    store::insert(&mut cx.tx, id, code, &checked, Stamp { now: cx.now, by: &by }).await?;
    insert_parts(cx, id, &checked.input.contact_points, &checked.input.addresses).await?;
    store::set_search(&mut cx.tx, code, &rules::search_text(code, &checked.input)).await?;
    cx.audit_created("customer", id, &checked.input)?;
    find(cx, id).await
}

/// Adds contact points and addresses in their order.
pub(crate) async fn insert_parts(
    cx: &mut Cx,
    id: CustomerId,
    contacts: &[ContactInput],
    addresses: &[AddressInput],
) -> Result<()> {
    for (position, contact) in (0..).zip(contacts) {
        let part = cx.id();
        store::insert_contact_point(&mut cx.tx, part, id, position, contact).await?;
    }
    for (position, address) in (0..).zip(addresses) {
        let part = cx.id();
        store::insert_address(&mut cx.tx, part, id, position, address).await?;
    }
    Ok(())
}

/// Changes a customer.
pub async fn update(cx: &mut Cx, request: UpdateCustomer) -> Result<Customer> {
    let before = as_input(cx, request.id).await?;
    let customer = find(cx, request.id).await?;
    refuse_closed(cx, &customer).await?;
    let checked = rules::check(&request.input, cx.today())?;
    let by = cx.actor.name.clone();
    let stamp = Stamp { now: cx.now, by: &by };
    if !store::update(&mut cx.tx, request.id, request.version, &checked, stamp).await? {
        return Err(conflict(&customer, &before)?);
    }
    store::clear_parts(&mut cx.tx, request.id).await?;
    insert_parts(cx, request.id, &checked.input.contact_points, &checked.input.addresses).await?;
    refresh_search(cx, request.id, customer.code, &checked.input).await?;
    cx.audit_changed("customer", request.id, &before, &checked.input)?;
    find(cx, request.id).await
}

/// What a search finds a customer by, with the codes of the fichas that were merged into this one (DUP-6).
pub(crate) async fn refresh_search(
    cx: &mut Cx,
    id: CustomerId,
    code: i64,
    input: &CustomerInput,
) -> Result<()> {
    let mut text = rules::search_text(code, input);
    for code in store::merging::codes_leading_to(&mut cx.tx, id).await? {
        text.content.push_str(&format!(" {code}"));
    }
    store::set_search(&mut cx.tx, code, &text).await
}

/// A merged ficha is changed no more; the one it leads to is (DUP-6). Nor is one of a person made anonymous (CUS-8).
pub(crate) async fn refuse_closed(cx: &mut Cx, customer: &Customer) -> Result<()> {
    if customer.merged_into.is_some() {
        return Err(Error::field("", "ficha_merged"));
    }
    refuse_anonymous(cx, customer.id).await
}

/// What was removed about a person does not come back (CUS-8).
pub(crate) async fn refuse_anonymous(cx: &mut Cx, id: CustomerId) -> Result<()> {
    let marked = store::anonymity::is_marked(&mut cx.tx, id).await?;
    if marked { Err(Error::field("", "ficha_anonymised")) } else { Ok(()) }
}

/// What a search finds a customer by, made anew from what there is.
pub async fn search_again(cx: &mut Cx, id: CustomerId) -> Result<()> {
    let input = as_input(cx, id).await?;
    refresh_search(cx, id, input.code.unwrap_or_default(), &input).await
}

fn conflict(customer: &Customer, current: &CustomerInput) -> Result<Error> {
    Ok(Error::Conflict {
        by: customer.updated_by.clone(),
        at: customer.updated_at,
        current: Box::new(serde_json::json!({ "version": customer.version, "input": current })),
    })
}

/// A stored customer in the form it is typed in: for the audit and conflicts.
pub async fn as_input(cx: &mut Cx, id: CustomerId) -> Result<CustomerInput> {
    let customer = find(cx, id).await?;
    let contact_points = store::contact_points(&mut cx.tx, id).await?;
    let addresses = store::addresses(&mut cx.tx, id).await?;
    Ok(CustomerInput {
        code: Some(customer.code),
        kind: customer.kind,
        name: customer.name,
        trade_name: customer.trade_name,
        document: customer.document.unwrap_or_default(),
        birth_date: customer.birth_date.map(|date| date.to_string()).unwrap_or_default(),
        mother_name: customer.mother_name,
        contact_name: customer.contact_name,
        segment: customer.segment,
        responsible_id: customer.responsible_id,
        contact_points: contact_points
            .into_iter()
            .map(|point| ContactInput { kind: point.kind, value: point.value, label: point.label })
            .collect(),
        addresses: addresses
            .into_iter()
            .map(|address| AddressInput {
                street: address.street,
                number: address.number,
                complement: address.complement,
                district: address.district,
                city: address.city,
                uf: address.uf,
                cep: address.cep,
            })
            .collect(),
    })
}

/// Adds a contract to a customer. Amount and plan were checked by the caller's rules.
pub async fn add_contract(cx: &mut Cx, id: CustomerId, contract: NewContract) -> Result<()> {
    let contract_id = cx.id();
    let by = cx.actor.name.clone();
    store::insert_contract(&mut cx.tx, contract_id, id, &contract, Stamp { now: cx.now, by: &by }).await?;
    let after = serde_json::json!({
        "customer_id": id, "plan": contract.plan, "due_day": contract.due_day,
        "monthly_cents": contract.monthly_cents, "signed_on": contract.signed_on,
    });
    cx.audit_created("contract", contract_id, &after)
}

/// Sets an active customer aside (CUS-7).
pub async fn inactivate(cx: &mut Cx, request: ChangeStatus) -> Result<Customer> {
    let title =
        if request.customer_replied { "customer_inactivated_replied" } else { "customer_inactivated" };
    change_status(cx, request, CustomerStatus::Inactive, title).await
}

/// Takes an inactive customer back.
pub async fn reactivate(cx: &mut Cx, request: ChangeStatus) -> Result<Customer> {
    change_status(cx, request, CustomerStatus::Active, "customer_reactivated").await
}

/// Sets an active customer aside because a rule says so (CUS-7): whoever serves them next, it binds nobody (SAL-5).
pub async fn inactivate_by_rule(
    cx: &mut Cx,
    id: CustomerId,
    version: i64,
    reason: String,
) -> Result<Customer> {
    let request = ChangeStatus { id, version, reason, customer_replied: false };
    change_status(cx, request, CustomerStatus::Inactive, "customer_inactivated_by_rule").await
}

/// Takes a customer back whom a rule had set aside, if the ficha is still as that left it.
pub async fn undo_inactivation_by_rule(cx: &mut Cx, id: CustomerId, version: i64) -> Result<Customer> {
    let reason = find(cx, id).await?.status_reason;
    let request = ChangeStatus { id, version, reason, customer_replied: false };
    change_status(cx, request, CustomerStatus::Active, "customer_inactivation_undone").await
}

async fn change_status(
    cx: &mut Cx,
    request: ChangeStatus,
    status: CustomerStatus,
    title: &str,
) -> Result<Customer> {
    let mut issues = Issues::default();
    let reason = rules::meaningful(&mut issues, "reason", &request.reason);
    issues.check()?;
    let before = find(cx, request.id).await?;
    refuse_closed(cx, &before).await?;
    if before.status == status {
        return Err(Error::field("", "status_already"));
    }
    let by = cx.actor.name.clone();
    let stamp = Stamp { now: cx.now, by: &by };
    if !store::set_status(&mut cx.tx, request.id, request.version, status, &reason, stamp).await? {
        let current = as_input(cx, request.id).await?;
        return Err(conflict(&before, &current)?);
    }
    let entry = NewActivity {
        customer_id: request.id,
        kind: ActivityKind::Record,
        title: title.to_owned(),
        text: reason,
        subject_kind: None,
        subject_id: None,
    };
    log(cx, entry).await?;
    let after = find(cx, request.id).await?;
    cx.audit_changed("customer", request.id, &before, &after)?;
    Ok(after)
}

/// A part of a timeline.
pub async fn timeline(cx: &mut Cx, request: ReadTimeline) -> Result<Timeline> {
    store::timeline::read(&mut cx.tx, &request).await
}

/// Records a contact attempt, also one nobody answered (CUS-1).
pub async fn log_contact(cx: &mut Cx, request: LogContact) -> Result<Nothing> {
    let (text, link) = rules::check_contact(&request)?;
    find(cx, request.customer_id).await?;
    let row = ActivityRow {
        id: cx.id(),
        customer_id: request.customer_id,
        at: cx.now,
        author_id: cx.actor.id,
        author_name: cx.actor.name.clone(),
        kind: ActivityKind::Contact,
        reason: Some(request.reason),
        channel: Some(request.channel),
        answered: Some(request.answered),
        title: String::new(),
        text,
        link,
        subject_kind: None,
        subject_id: None,
    };
    write(cx, &row).await?;
    Ok(Nothing {})
}

/// Writes an entry of a feature to a customer's timeline.
pub async fn log(cx: &mut Cx, entry: NewActivity) -> Result<ActivityId> {
    let row = ActivityRow {
        id: cx.id(),
        customer_id: entry.customer_id,
        at: cx.now,
        author_id: cx.actor.id,
        author_name: cx.actor.name.clone(),
        kind: entry.kind,
        reason: None,
        channel: None,
        answered: None,
        title: entry.title,
        text: entry.text,
        link: None,
        subject_kind: entry.subject_kind,
        subject_id: entry.subject_id,
    };
    write(cx, &row).await?;
    Ok(row.id)
}

async fn write(cx: &mut Cx, row: &ActivityRow) -> Result<()> {
    store::timeline::insert(&mut cx.tx, row).await?;
    cx.audit_created("activity", row.id, row)
}
