//! Accepting a sale: makes or completes the ficha, makes the contract, writes the timeline (REG-3).

use crate::customers::commands as customers;
use crate::customers::model::{
    AddressInput, ChangeStatus, ContactInput, ContactKind, CustomerId, CustomerInput, CustomerStatus,
    NewContract, UpdateCustomer,
};
use crate::customers::search::{ActivityKind, NewActivity};
use crate::dispatch::Cx;
use crate::error::{Error, Issues, Result};
use crate::registrations::commands::detail;
use crate::registrations::commands::review::{finish, ready};
use crate::registrations::form_rules::has_address;
use crate::registrations::model::{
    ApproveSale, Plan, Registration, RegistrationContent, RegistrationDetail, ReviewDecision,
};
use crate::registrations::rules::{self, Move};
use crate::registrations::store::{self, facts};

/// Accepts a sale. Where a ficha has its document already, it must be joined: two would be duplicates at once.
pub async fn approve(cx: &mut Cx, request: ApproveSale) -> Result<RegistrationDetail> {
    rules::check_take(&request.take)?;
    let before = ready(cx, request.id, request.round, Move::Approve).await?;
    let plan = super::plan(&mut cx.tx, &before.content).await?.ok_or(Error::NotFound { entity: "plan" })?;
    let customer = match request.customer_id {
        Some(id) => complete(cx, &before, id, &request.take).await?,
        None => create(cx, &before).await?,
    };
    let today = cx.today();
    let contract = NewContract {
        plan: format!("{} {}", plan.carrier, plan.name),
        due_day: before.content.due_day,
        monthly_cents: plan.monthly_cents,
        signed_on: Some(today),
    };
    customers::add_contract(cx, customer, contract).await?;
    write_timeline(cx, &before, customer, &plan).await?;
    store::set_customer(&mut cx.tx, before.id, customer).await?;
    let after = finish(cx, &before, ReviewDecision::Approved, "", &[]).await?;
    detail(cx, after).await
}

async fn write_timeline(cx: &mut Cx, sale: &Registration, customer: CustomerId, plan: &Plan) -> Result<()> {
    let number = sale.number.clone().unwrap_or_default();
    let entry = NewActivity {
        customer_id: customer,
        kind: ActivityKind::Registration,
        title: "registration_approved".to_owned(),
        text: format!("{number} · {} {}", plan.carrier, plan.name),
        subject_kind: Some("registration".to_owned()),
        subject_id: Some(sale.id.0),
    };
    customers::log(cx, entry).await.map(drop)
}

/// A new ficha from the sale.
async fn create(cx: &mut Cx, sale: &Registration) -> Result<CustomerId> {
    let known = facts::with_document(&mut cx.tx, &sale.content.document).await?;
    if let Some(known) = known.first() {
        let mut issues = Issues::default();
        let params = [
            ("code", known.code.to_string()),
            ("name", known.name.clone()),
            ("customer_id", known.id.to_string()),
        ];
        issues.add_with("customer_id", "ficha_exists", params);
        issues.check()?;
    }
    let content = &sale.content;
    let input = CustomerInput {
        code: None,
        kind: content.kind,
        name: content.name.clone(),
        trade_name: String::new(),
        document: content.document.clone(),
        birth_date: content.birth_date.map(|date| date.to_string()).unwrap_or_default(),
        mother_name: content.mother_name.clone(),
        contact_name: String::new(),
        segment: content.segment,
        responsible_id: Some(sale.seller_id),
        contact_points: contacts(content),
        addresses: has_address(content).then(|| address(content)).into_iter().collect(),
    };
    Ok(customers::create(cx, input).await?.id)
}

/// The ficha that exists, with what the reviewer chose to take over. One without a document gets the sale's; one
/// with another is somebody else.
async fn complete(cx: &mut Cx, sale: &Registration, id: CustomerId, take: &[String]) -> Result<CustomerId> {
    let mut customer = customers::find(cx, id).await?;
    let other_document = customer.document.as_ref().is_some_and(|known| *known != sale.content.document);
    if customer.merged_into.is_some() || other_document {
        return Err(Error::field("customer_id", "ficha_of_another"));
    }
    if customer.status == CustomerStatus::Inactive {
        let request = ChangeStatus {
            id,
            version: customer.version,
            reason: sale.number.clone().unwrap_or_default(),
            customer_replied: true,
        };
        customer = customers::reactivate(cx, request).await?;
    }
    let before = customers::as_input(cx, id).await?;
    let after = taken_over(&before, &sale.content, take);
    if after != before {
        customers::update(cx, UpdateCustomer { id, version: customer.version, input: after }).await?;
    }
    Ok(id)
}

/// The ficha's data with the chosen parts of the sale. Contact points and addresses are added, never replaced.
fn taken_over(ficha: &CustomerInput, content: &RegistrationContent, take: &[String]) -> CustomerInput {
    let mut ficha = ficha.clone();
    let takes = |part: &str| take.iter().any(|taken| taken == part);
    ficha.document.clone_from(&content.document);
    if takes("name") {
        ficha.name.clone_from(&content.name);
    }
    if takes("mother_name") && !content.mother_name.is_empty() {
        ficha.mother_name.clone_from(&content.mother_name);
    }
    if let Some(date) = content.birth_date.filter(|_| takes("birth_date")) {
        ficha.birth_date = date.to_string();
    }
    if takes("contacts") {
        for contact in contacts(content) {
            let known = ficha.contact_points.iter().any(|known| known.value == contact.value);
            if !known {
                ficha.contact_points.push(contact);
            }
        }
    }
    if takes("address") && has_address(content) {
        let new = address(content);
        let place = |address: &AddressInput| {
            let fold = brazil::text::fold;
            (address.cep.clone(), fold(&address.street), fold(&address.number), fold(&address.complement))
        };
        if !ficha.addresses.iter().any(|known| place(known) == place(&new)) {
            ficha.addresses.insert(0, new);
        }
    }
    ficha
}

fn contacts(content: &RegistrationContent) -> Vec<ContactInput> {
    let contact = |kind, value: &str| ContactInput { kind, value: value.to_owned(), label: String::new() };
    let phone = |value: &str| {
        let mobile = brazil::phone::Phone::parse(value).is_ok_and(|phone| phone.is_mobile());
        contact(if mobile { ContactKind::Mobile } else { ContactKind::Phone }, value)
    };
    let mut all =
        vec![phone(&content.phone_1), phone(&content.phone_2), contact(ContactKind::Email, &content.email)];
    // The form of a carrier need not ask for all of them (REG-1).
    all.retain(|contact| !contact.value.is_empty());
    all
}

fn address(content: &RegistrationContent) -> AddressInput {
    AddressInput {
        street: content.street.clone(),
        number: content.address_number.clone(),
        complement: content.complement.clone(),
        district: content.district.clone(),
        city: content.city.clone(),
        uf: content.uf.clone(),
        cep: content.cep.clone(),
    }
}
