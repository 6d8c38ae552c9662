//! Making, changing, comparing and deciding on quotes. Rendering and sending are in [`crate::quotes::sending`].

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use crate::access;
use crate::access::model::UserId;
use crate::agenda::model::{AppointmentKind, NewAppointment};
use crate::agenda::{commands as agenda, store as agenda_store};
use crate::company;
use crate::company::model::Company;
use crate::customers::commands as customers;
use crate::customers::search::{ActivityKind, NewActivity};
use crate::db::numbers::next_number;
use crate::dispatch::Cx;
use crate::dispatch::Nothing;
use crate::error::{Error, Result};
use crate::notices::commands as notices;
use crate::notices::model::NewNotice;
use crate::products::store as products;
use crate::quotes::comparison::{self, QuoteComparison};
use crate::quotes::model::{
    ApproveQuote, ChangeQuote, CompareQuotes, CreateQuote, ExpiredQuotes, GetQuote, ListQuotes, Quote,
    QuoteContent, QuoteDecision, QuoteDetails, QuotePage, QuoteParty, QuoteRow, QuoteSettings, QuoteStatus,
    QuoteVersion, QuoteVersionId, QuotesOfCustomer, RefuseQuote, SaveDraft, SavedDraft,
};
use crate::quotes::rules::{self, Step};
use crate::quotes::{store, totals};
use chrono::Datelike;

/// A version with all that belongs to it.
pub(crate) struct Loaded {
    pub quote: Quote,
    pub number: String,
    pub version: QuoteVersion,
    pub content: QuoteContent,
    pub party: QuoteParty,
    pub company: Company,
    pub owner_name: String,
}

/// Loads a version as it stands today.
pub(crate) async fn load(cx: &mut Cx, id: QuoteVersionId) -> Result<Loaded> {
    let missing = || Error::NotFound { entity: "quote" };
    let today = cx.today();
    let version = store::version(&mut cx.tx, id, today).await?.ok_or_else(missing)?;
    let quote = store::get(&mut cx.tx, version.quote_id).await?.ok_or_else(missing)?;
    let party = store::party(&mut cx.tx, quote.customer_id).await?.ok_or_else(missing)?;
    let company = company::commands::get(cx, Nothing {}).await?;
    let owner_name = store::owner_name(&mut cx.tx, quote.id).await?;
    let content = QuoteContent {
        contact_name: version.contact_name.clone(),
        valid_until: version.valid_until,
        one_off_discount_bp: version.one_off_discount_bp,
        monthly_discount_bp: version.monthly_discount_bp,
        tax_bp: version.tax_bp,
        introduction: version.introduction.clone(),
        terms: version.terms.clone(),
        lines: store::lines(&mut cx.tx, id).await?,
    };
    let number = rules::number_text(quote.year, quote.number);
    Ok(Loaded { quote, number, version, content, party, company, owner_name })
}

/// What the caller may give without approval; the system asks nobody.
pub(crate) async fn discount_limit(cx: &mut Cx) -> Result<i64> {
    match cx.actor.id {
        Some(id) => access::store::discount_limit(&mut cx.tx, id.into()).await,
        None => Ok(totals::WHOLE_BP),
    }
}

/// A page of quotes.
pub async fn list(cx: &mut Cx, request: ListQuotes) -> Result<QuotePage> {
    let (owner, today) = (cx.actor.id.unwrap_or_default(), cx.today());
    let (quotes, total) = store::list(&mut cx.tx, &request, owner, today).await?;
    Ok(QuotePage { quotes, total })
}

/// Every version of every quote of a customer, as they stand today.
pub async fn for_customer(cx: &mut Cx, request: QuotesOfCustomer) -> Result<Vec<QuoteRow>> {
    let today = cx.today();
    let mut rows = store::of_customer(&mut cx.tx, request.customer_id).await?;
    for row in &mut rows {
        row.status = rules::status_on(row.status, row.valid_until, today);
    }
    Ok(rows)
}

/// One version with all that the editor shows.
pub async fn get(cx: &mut Cx, request: GetQuote) -> Result<QuoteDetails> {
    let today = cx.today();
    let loaded = load(cx, request.id).await?;
    let totals = totals::totals(&loaded.content)?;
    let versions = store::versions(&mut cx.tx, loaded.quote.id, today).await?;
    let accept_expired = settings_of(cx, &loaded.company).await?.accept_expired;
    let Loaded { quote, number, version, content, party, owner_name, .. } = loaded;
    let limit_bp = discount_limit(cx).await?;
    Ok(QuoteDetails {
        quote,
        number,
        version,
        content,
        totals,
        customer: party,
        owner_name,
        versions,
        limit_bp,
        accept_expired,
    })
}

/// Begins a quote with its number and an empty draft.
pub async fn create(cx: &mut Cx, request: CreateQuote) -> Result<QuoteDetails> {
    let party = store::party(&mut cx.tx, request.customer_id).await?;
    let party = party.ok_or(Error::NotFound { entity: "customer" })?;
    let company = company::commands::get(cx, Nothing {}).await?;
    let settings = settings_of(cx, &company).await?;
    let today = cx.today();
    let days = u64::try_from(settings.validity_days).unwrap_or_default();
    let year = i64::from(today.year());
    let quote = Quote {
        id: cx.id(),
        company_id: company.id,
        year,
        number: next_number(&mut cx.tx, &format!("quote:{}", company.id), year, 0).await?,
        customer_id: request.customer_id,
        owner_id: cx.actor.user()?,
        accepted_version_id: None,
        created_at: cx.now,
        version: 1,
    };
    let by = cx.actor.name.clone();
    store::insert(&mut cx.tx, &quote, &by).await?;
    cx.audit_created("quote", quote.id, &quote)?;
    let content = QuoteContent {
        contact_name: party.contact_name,
        valid_until: today.checked_add_days(chrono::Days::new(days)).unwrap_or(today),
        one_off_discount_bp: 0,
        monthly_discount_bp: 0,
        tax_bp: None,
        introduction: settings.introduction,
        terms: settings.terms,
        lines: Vec::new(),
    };
    let id = insert_draft(cx, &quote, 1, &content).await?;
    get(cx, GetQuote { id }).await
}

/// Copies a version into a new draft; the copied one lives on (QUO-3).
pub async fn new_version(cx: &mut Cx, request: GetQuote) -> Result<QuoteDetails> {
    let loaded = load(cx, request.id).await?;
    let last = store::last_version_number(&mut cx.tx, loaded.quote.id).await?;
    let settings = settings_of(cx, &loaded.company).await?;
    let today = cx.today();
    let mut content = loaded.content;
    if content.valid_until < today {
        let days = u64::try_from(settings.validity_days).unwrap_or_default();
        content.valid_until = today.checked_add_days(chrono::Days::new(days)).unwrap_or(today);
    }
    let id = insert_draft(cx, &loaded.quote, last + 1, &content).await?;
    get(cx, GetQuote { id }).await
}

async fn insert_draft(
    cx: &mut Cx,
    quote: &Quote,
    version_number: i64,
    content: &QuoteContent,
) -> Result<QuoteVersionId> {
    let sums = totals::totals(content)?;
    let version = QuoteVersion {
        id: cx.id(),
        quote_id: quote.id,
        version_number,
        status: QuoteStatus::Draft,
        status_reason: String::new(),
        contact_name: content.contact_name.clone(),
        valid_until: content.valid_until,
        one_off_discount_bp: content.one_off_discount_bp,
        monthly_discount_bp: content.monthly_discount_bp,
        tax_bp: content.tax_bp,
        introduction: content.introduction.clone(),
        terms: content.terms.clone(),
        one_off_cents: sums.one_off.total_cents,
        monthly_cents: sums.monthly.total_cents,
        approved_bp: None,
        approved_by: None,
        sent_at: None,
        sent_to: None,
        pdf_sha256: None,
        version: 1,
    };
    let by = cx.actor.name.clone();
    store::insert_version(&mut cx.tx, &version, cx.now, &by).await?;
    insert_lines(cx, version.id, content).await?;
    cx.audit_created("quote_version", version.id, &version)?;
    Ok(version.id)
}

async fn insert_lines(cx: &mut Cx, version: QuoteVersionId, content: &QuoteContent) -> Result<()> {
    for (position, line) in (1..).zip(&content.lines) {
        let id = cx.id();
        store::insert_line(&mut cx.tx, id, version, position, line).await?;
    }
    Ok(())
}

/// Keeps what the editor holds. A draft that waited for approval is an ordinary draft again.
///
/// # Errors
/// `Invalid` with every wrong field; `Conflict` with the stored content over somebody's change.
pub async fn save_draft(cx: &mut Cx, request: SaveDraft) -> Result<SavedDraft> {
    let before = load(cx, request.id).await?;
    rules::check_step(before.version.status, Step::Edit)?;
    let mut content = rules::check_content(&request.content)?;
    price_from_tables(cx, &mut content, &before.party).await?;
    let totals = totals::totals(&content)?;
    let sums = (totals.one_off.total_cents, totals.monthly.total_cents);
    let by = cx.actor.name.clone();
    let saved =
        store::update_content(&mut cx.tx, request.id, request.version, &content, sums, cx.now, &by).await?;
    if !saved {
        return Err(conflict(cx, &before).await?);
    }
    store::delete_lines(&mut cx.tx, request.id).await?;
    insert_lines(cx, request.id, &content).await?;
    if before.content != content {
        cx.audit_changed("quote_version", request.id, &before.content, &content)?;
    }
    Ok(SavedDraft { version: request.version + 1, status: QuoteStatus::Draft, totals })
}

/// Writes the price that holds for the customer beside each price typed (QUO-2).
async fn price_from_tables(cx: &mut Cx, content: &mut QuoteContent, party: &QuoteParty) -> Result<()> {
    let today = cx.today();
    let mut known = HashMap::new();
    for line in &mut content.lines {
        let Some(product) = line.product_id else {
            line.list_price_cents = None;
            continue;
        };
        line.list_price_cents = match known.entry((product, line.charge)) {
            Entry::Occupied(price) => *price.get(),
            Entry::Vacant(gap) => {
                let known = products::get(&mut cx.tx, product).await?;
                known.ok_or(Error::NotFound { entity: "product" })?;
                let (segment, uf) = (Some(party.segment.as_str()), party.uf.as_deref());
                let price =
                    products::price_in_force(&mut cx.tx, product, line.charge, today, segment, uf).await?;
                *gap.insert(price)
            }
        };
    }
    Ok(())
}

/// The conflict over somebody's change, with the content as it is stored.
pub(crate) async fn conflict(cx: &mut Cx, stored: &Loaded) -> Result<Error> {
    let (by, at) = store::last_change(&mut cx.tx, stored.version.id).await?;
    let current = serde_json::json!({ "version": stored.version, "content": stored.content });
    Ok(rules::conflict(by, at, current))
}

/// Two versions of one quote side by side.
pub async fn compare(cx: &mut Cx, request: CompareQuotes) -> Result<QuoteComparison> {
    let before = load(cx, request.before).await?;
    let after = load(cx, request.after).await?;
    if before.quote.id != after.quote.id {
        return Err(Error::field("after", "other_quote"));
    }
    comparison::compare(before.content, after.content)
}

/// Notes that the customer answered something.
pub async fn mark_viewed(cx: &mut Cx, request: ChangeQuote) -> Result<QuoteDecision> {
    let loaded = load(cx, request.id).await?;
    rules::check_step(loaded.version.status, Step::View)?;
    let decision = decide(cx, &loaded, request.version, QuoteStatus::Viewed, "").await?;
    tell(cx, &loaded, "quote_viewed", "").await?;
    Ok(decision)
}

/// Notes that the customer took this version. Others live on; one accepted before is superseded (QUO-3).
pub async fn accept(cx: &mut Cx, request: ChangeQuote) -> Result<QuoteDecision> {
    let loaded = load(cx, request.id).await?;
    let late = settings_of(cx, &loaded.company).await?.accept_expired;
    rules::check_step(loaded.version.status, Step::Accept { late })?;
    let decision = decide(cx, &loaded, request.version, QuoteStatus::Accepted, "").await?;
    if let Some(earlier) = loaded.quote.accepted_version_id {
        let earlier = load(cx, earlier).await?;
        decide(cx, &earlier, earlier.version.version, QuoteStatus::Superseded, "").await?;
    }
    let by = cx.actor.name.clone();
    store::set_accepted(&mut cx.tx, loaded.quote.id, request.id, cx.now, &by).await?;
    let after = Quote {
        accepted_version_id: Some(request.id),
        version: loaded.quote.version + 1,
        ..loaded.quote.clone()
    };
    cx.audit_changed("quote", after.id, &loaded.quote, &after)?;
    tell(cx, &loaded, "quote_accepted", "").await?;
    Ok(decision)
}

/// Notes that the customer declined, and why.
pub async fn refuse(cx: &mut Cx, request: RefuseQuote) -> Result<QuoteDecision> {
    let reason = rules::check_reason(&request.reason)?;
    let loaded = load(cx, request.id).await?;
    rules::check_step(loaded.version.status, Step::Refuse)?;
    let decision = decide(cx, &loaded, request.version, QuoteStatus::Refused, &reason).await?;
    tell(cx, &loaded, "quote_refused", &reason).await?;
    Ok(decision)
}

/// Gives or denies the approval of a discount beyond the writer's limit (QUO-2). Either way it is a draft
/// again: approved, it can be sent; denied, it has to change.
///
/// # Errors
/// `Forbidden` when the discount is beyond the approver's own limit too.
pub async fn approve(cx: &mut Cx, request: ApproveQuote) -> Result<QuoteDecision> {
    let reason = if request.approve { String::new() } else { rules::check_reason(&request.reason)? };
    let loaded = load(cx, request.id).await?;
    rules::check_step(loaded.version.status, Step::Approve)?;
    let discount_bp = totals::largest_discount_bp(&loaded.content);
    if discount_bp > discount_limit(cx).await? {
        return Err(Error::Forbidden { permission: "discount_limit" });
    }
    let decision = decide(cx, &loaded, request.version, QuoteStatus::Draft, &reason).await?;
    if request.approve {
        let by = cx.actor.name.clone();
        store::set_approval(&mut cx.tx, request.id, discount_bp, cx.now, &by).await?;
        cx.audit_created("quote_approval", request.id, &serde_json::json!({ "approved_bp": discount_bp }))?;
    }
    let kind = if request.approve { "quote_approved" } else { "quote_not_approved" };
    notify(cx, loaded.quote.owner_id, kind, &loaded, &reason).await?;
    Ok(decision)
}

/// Leaves a notice about a version, with its number and its customer.
pub(crate) async fn notify(
    cx: &mut Cx,
    person: UserId,
    kind: &'static str,
    loaded: &Loaded,
    text: &str,
) -> Result<()> {
    let notice = NewNotice {
        user_id: person,
        kind,
        title: format!("{} v{} · {}", loaded.number, loaded.version.version_number, loaded.party.name),
        text: text.to_owned(),
        subject_kind: "quote",
        subject_id: loaded.version.id.0,
    };
    notices::tell(cx, notice).await?;
    Ok(())
}

/// Changes the status of a version that is still the one read.
pub(crate) async fn decide(
    cx: &mut Cx,
    loaded: &Loaded,
    version: i64,
    status: QuoteStatus,
    reason: &str,
) -> Result<QuoteDecision> {
    let id = loaded.version.id;
    let by = cx.actor.name.clone();
    if !store::set_status(&mut cx.tx, id, version, status, reason, cx.now, &by).await? {
        return Err(conflict(cx, loaded).await?);
    }
    let after = QuoteVersion {
        status,
        status_reason: reason.to_owned(),
        version: version + 1,
        ..loaded.version.clone()
    };
    cx.audit_changed("quote_version", id, &loaded.version, &after)?;
    Ok(QuoteDecision { id, status, version: version + 1 })
}

/// Writes to the customer's timeline, with the number and what else is to be said.
pub(crate) async fn tell(cx: &mut Cx, loaded: &Loaded, title: &str, words: &str) -> Result<()> {
    let name = format!("{} v{}", loaded.number, loaded.version.version_number);
    let entry = NewActivity {
        customer_id: loaded.quote.customer_id,
        kind: ActivityKind::Document,
        title: title.to_owned(),
        text: if words.is_empty() { name } else { format!("{name} · {words}") },
        subject_kind: Some("quote".to_owned()),
        subject_id: Some(loaded.version.id.0),
    };
    customers::log(cx, entry).await?;
    Ok(())
}

/// Notes as expired what was sent and is no longer valid, and books the return appointment (QUO-3). Doing it
/// twice changes nothing the second time.
pub async fn expire(cx: &mut Cx, _: Nothing) -> Result<ExpiredQuotes> {
    let today = cx.today();
    let due = store::due_to_expire(&mut cx.tx, today).await?;
    let mut expired = 0;
    for (id, version) in due {
        let loaded = load(cx, id).await?;
        decide(cx, &loaded, version, QuoteStatus::Expired, "").await?;
        tell(cx, &loaded, "quote_expired", "").await?;
        expired += 1;
        if agenda_store::open_of_quote_version(&mut cx.tx, id.0).await?.is_empty() {
            let appointment = NewAppointment {
                customer_id: loaded.quote.customer_id,
                owner_id: loaded.quote.owner_id,
                kind: AppointmentKind::SaleWithContact,
                service: rules::service_text(&loaded.number, &loaded.content),
                due_on: None,
                quote_version_id: Some(id.0),
            };
            agenda::book(cx, appointment).await?;
        }
    }
    Ok(ExpiredQuotes { expired })
}

/// What new quotes begin with.
pub async fn settings(cx: &mut Cx, _: Nothing) -> Result<QuoteSettings> {
    let company = company::commands::get(cx, Nothing {}).await?;
    settings_of(cx, &company).await
}

pub(crate) async fn settings_of(cx: &mut Cx, company: &Company) -> Result<QuoteSettings> {
    Ok(store::settings(&mut cx.tx, company.id).await?.unwrap_or_else(rules::starting_settings))
}

/// Changes what new quotes begin with.
pub async fn save_settings(cx: &mut Cx, request: QuoteSettings) -> Result<QuoteSettings> {
    let settings = rules::check_settings(&request)?;
    let company = company::commands::get(cx, Nothing {}).await?;
    let before = settings_of(cx, &company).await?;
    let by = cx.actor.name.clone();
    if !store::save_settings(&mut cx.tx, company.id, &settings, cx.now, &by).await? {
        let (by, at) = store::last_settings_change(&mut cx.tx, company.id).await?;
        return Err(rules::conflict(by, at, serde_json::to_value(before)?));
    }
    let after = settings_of(cx, &company).await?;
    cx.audit_changed("quote_setting", company.id, &before, &after)?;
    Ok(after)
}
