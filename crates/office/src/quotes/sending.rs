//! The quote as PDF, and its way to the customer (QUO-4, QUO-6). The PDF is rendered outside any transaction.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use chrono::NaiveDate;
use sha2::{Digest, Sha256};

use crate::access;
use crate::access::model::UserId;
use crate::agenda;
use crate::agenda::model::{AppointmentKind, NewAppointment};
use crate::company;
use crate::dispatch::{Cx, TaskCx};
use crate::error::{Error, Issues, Result};
use crate::ids::hex;
use crate::mailings;
use crate::mailings::model::{NewAttachment, NewMessage};
use crate::permission as may;
use crate::products::rules::{lines as clean_lines, one_line};
use crate::quotes::commands::{Loaded, conflict, decide, discount_limit, load, notify, tell};
use crate::quotes::document::{self, DocumentParty, QuoteDocument};
use crate::quotes::model::{
    GetQuote, PreviewQuote, QuoteContent, QuoteDecision, QuotePdf, QuoteStatus, SendQuote, SendSheet,
};
use crate::quotes::rules::{self, Step};
use crate::quotes::{store, totals};

/// What the editor holds, as it would be printed; nothing is stored.
pub async fn preview_pdf(task: TaskCx, request: PreviewQuote) -> Result<QuotePdf> {
    let mut cx = task.read().await?;
    let mut loaded = load(&mut cx, request.id).await?;
    loaded.content = rules::check_content(&request.content)?;
    let document = document_of(&mut cx, &loaded).await?;
    cx.tx.rollback().await?;
    let pdf = render(document).await?;
    answer(&loaded, &pdf)
}

/// A version's PDF: as it was sent, or as the draft would print now.
pub async fn pdf(task: TaskCx, request: GetQuote) -> Result<QuotePdf> {
    let mut cx = task.read().await?;
    let loaded = load(&mut cx, request.id).await?;
    let frozen = store::frozen_pdf(&mut cx.tx, request.id).await?;
    let document = document_of(&mut cx, &loaded).await?;
    cx.tx.rollback().await?;
    let pdf = match frozen {
        Some(pdf) => pdf,
        None => render(document).await?,
    };
    answer(&loaded, &pdf)
}

fn answer(loaded: &Loaded, pdf: &[u8]) -> Result<QuotePdf> {
    Ok(QuotePdf {
        pdf_base64: STANDARD.encode(pdf),
        file_name: rules::file_name(&loaded.number, loaded.version.version_number),
        totals: totals::totals(&loaded.content)?,
    })
}

/// What sending would do, for a last look before it is done.
pub async fn send_sheet(cx: &mut Cx, request: GetQuote) -> Result<SendSheet> {
    let loaded = load(cx, request.id).await?;
    let mut issues = Issues::default();
    rules::check_sendable(&mut issues, &loaded.content, &loaded.party, cx.today());
    let limit = discount_limit(cx).await?;
    let discount = totals::largest_discount_bp(&loaded.content);
    let calendar = agenda::store::calendar(&mut cx.tx).await?;
    Ok(SendSheet {
        addresses: loaded.party.emails.clone(),
        subject: format!("Orçamento {} · {}", loaded.number, loaded.company.name),
        message: rules::default_message(&loaded.number, &loaded.version, &loaded.party, &cx.actor.name),
        file_name: rules::file_name(&loaded.number, loaded.version.version_number),
        needs_approval: rules::needs_approval(discount, limit, loaded.version.approved_bp),
        follow_up_on: agenda::rules::quote_term(&calendar, cx.today()).map(|term| term.due_on),
        issues: issues.into_list(),
    })
}

/// Sends a draft: renders its PDF, then in one transaction freezes it, queues the e-mail and books the
/// follow-up (AGE-1). Beyond the sender's discount limit it waits for approval instead (QUO-2).
///
/// # Errors
/// `Invalid` with everything that keeps it from being sent; `Conflict` when it changed meanwhile.
pub async fn send(task: TaskCx, request: SendQuote) -> Result<QuoteDecision> {
    let mut cx = task.read().await?;
    let loaded = load(&mut cx, request.id).await?;
    let letter = check_letter(&cx, &loaded, &request)?;
    if loaded.version.version != request.version {
        return Err(conflict(&mut cx, &loaded).await?);
    }
    let limit = discount_limit(&mut cx).await?;
    let discount = totals::largest_discount_bp(&loaded.content);
    let waits = rules::needs_approval(discount, limit, loaded.version.approved_bp);
    let document = document_of(&mut cx, &loaded).await?;
    cx.tx.rollback().await?;
    if waits {
        return ask_for_approval(&task, &request, discount).await;
    }
    let pdf = render(document).await?;
    let mut cx = task.write().await?;
    let decision = freeze_and_queue(&mut cx, &letter, &pdf).await?;
    task.commit(cx).await?;
    Ok(decision)
}

async fn ask_for_approval(task: &TaskCx, request: &SendQuote, discount_bp: i64) -> Result<QuoteDecision> {
    let mut cx = task.write().await?;
    let loaded = load(&mut cx, request.id).await?;
    let decision = decide(&mut cx, &loaded, request.version, QuoteStatus::AwaitingApproval, "").await?;
    let approvers = access::store::approvers(&mut cx.tx, may::QUOTES_WRITE.0, discount_bp).await?;
    for person in rules::whom_to_ask(&approvers, cx.actor.id.map(UserId::from)) {
        notify(&mut cx, person, "quote_awaiting_approval", &loaded, "").await?;
    }
    task.commit(cx).await?;
    Ok(decision)
}

/// Checks everything about the sending, all at once; gives the letter cleaned.
fn check_letter(cx: &Cx, loaded: &Loaded, request: &SendQuote) -> Result<SendQuote> {
    rules::check_step(loaded.version.status, Step::Send)?;
    let mut issues = Issues::default();
    rules::check_sendable(&mut issues, &loaded.content, &loaded.party, cx.today());
    if !loaded.party.emails.is_empty() && !loaded.party.emails.contains(&request.address) {
        issues.add("address", "address_of_another");
    }
    let subject = one_line(&mut issues, "subject", &request.subject, 200, true);
    let message = clean_lines(&mut issues, "message", &request.message, 10_000);
    if message.is_empty() {
        issues.add("message", "required");
    }
    issues.finish(Some(SendQuote { subject, message, ..request.clone() }))
}

/// Everything that sending stores, within one transaction.
async fn freeze_and_queue(cx: &mut Cx, letter: &SendQuote, pdf: &[u8]) -> Result<QuoteDecision> {
    let loaded = load(cx, letter.id).await?;
    let sha256 = hex(&Sha256::digest(pdf));
    let frozen = store::Frozen { pdf, sha256: &sha256, sent_to: &letter.address };
    let by = cx.actor.name.clone();
    if !store::freeze(&mut cx.tx, letter.id, letter.version, &frozen, cx.now, &by).await? {
        return Err(conflict(cx, &loaded).await?);
    }
    let today = cx.today();
    let sent = store::version(&mut cx.tx, letter.id, today).await?;
    cx.audit_changed("quote_version", letter.id, &loaded.version, &sent)?;
    mailings::commands::enqueue(cx, message(&loaded, letter, pdf)).await?;
    let sums = format!("{} · {}", letter.address, rules::sums_text(&loaded.version));
    tell(cx, &loaded, "quote_sent", &sums).await?;
    let appointment = NewAppointment {
        customer_id: loaded.quote.customer_id,
        owner_id: loaded.quote.owner_id,
        kind: AppointmentKind::SaleWithContact,
        service: rules::service_text(&loaded.number, &loaded.content),
        due_on: None,
        quote_version_id: Some(letter.id.0),
    };
    agenda::commands::book(cx, appointment).await?;
    Ok(QuoteDecision { id: letter.id, status: QuoteStatus::Sent, version: letter.version + 1 })
}

fn message(loaded: &Loaded, letter: &SendQuote, pdf: &[u8]) -> NewMessage {
    let name = &loaded.version.contact_name;
    NewMessage {
        purpose: "quote".to_owned(),
        purpose_key: letter.id.to_string(),
        customer_id: Some(loaded.quote.customer_id),
        recipient_name: if name.is_empty() { loaded.party.name.clone() } else { name.clone() },
        recipient_address: letter.address.clone(),
        subject: letter.subject.clone(),
        body_text: letter.message.clone(),
        body_html: String::new(),
        attachments: vec![NewAttachment {
            file_name: rules::file_name(&loaded.number, loaded.version.version_number),
            mime_type: "application/pdf".to_owned(),
            content: pdf.to_vec(),
        }],
    }
}

async fn render(document: QuoteDocument) -> Result<Vec<u8>> {
    let rendered = tokio::task::spawn_blocking(move || document::render(&document));
    Ok(rendered.await.map_err(Error::internal)??.bytes)
}

/// Everything printed on a version.
async fn document_of(cx: &mut Cx, loaded: &Loaded) -> Result<QuoteDocument> {
    let logo = company::store::logo(&mut cx.tx).await?;
    Ok(document_from(loaded, &loaded.content, logo.as_deref(), cx.today()))
}

fn document_from(
    loaded: &Loaded,
    content: &QuoteContent,
    logo: Option<&[u8]>,
    issued_on: NaiveDate,
) -> QuoteDocument {
    let (company, party) = (&loaded.company, &loaded.party);
    let cep = brazil::place::Cep::parse(&company.cep).map(|cep| cep.formatted()).unwrap_or_default();
    let city = [company.city.as_str(), company.uf.as_str()];
    let city: Vec<&str> = city.into_iter().filter(|part| !part.is_empty()).collect();
    // CEP, city and state stay on one line.
    let city = format!("{cep} {}", city.join(", ")).trim().replace(' ', "\u{a0}");
    let address = [company.street.as_str(), company.district.as_str(), city.as_str()];
    QuoteDocument {
        number: loaded.number.clone(),
        version_number: loaded.version.version_number,
        issued_on,
        company: DocumentParty {
            name: company.name.clone(),
            document: company.document.clone(),
            address: address.into_iter().filter(|line| !line.is_empty()).map(str::to_owned).collect(),
            phone: Some(company.phone.clone()),
            email: Some(company.email.clone()),
        },
        logo_base64: logo.map(|bytes| STANDARD.encode(bytes)),
        customer: DocumentParty {
            name: party.name.clone(),
            document: party.document.clone(),
            address: party.address.clone(),
            phone: party.phone.clone(),
            email: party.emails.first().cloned(),
        },
        seller_name: loaded.owner_name.clone(),
        content: content.clone(),
    }
}
