//! What a customer's data must be, and what an activity must say.

use brazil::document::{Cnpj, Cpf, Document};
use brazil::email::Email;
use brazil::phone::Phone;
use brazil::place::{Cep, Uf};
use brazil::text::{fold, is_meaningful, strip_invisible, strip_invisible_lines};
use chrono::{Datelike, NaiveDate};

use crate::customers::model::{AddressInput, ContactInput, ContactKind, CustomerInput, CustomerKind};
use crate::customers::search::{CheckedCustomer, ContactChannel, CustomerSort, ListCustomers, LogContact};
use crate::error::{Issues, Result};

/// Longest name; the longest civil names known stay well below.
const NAME_CHARACTERS_MAX: usize = 200;
/// Longest text of an activity.
const TEXT_CHARACTERS_MAX: usize = 10_000;
/// Most contact points or addresses of one customer.
const PARTS_MAX: usize = 20;
/// Nobody alive was born before.
const BIRTH_YEAR_MIN: i32 = 1900;
/// Words of a search that are looked at; more narrow nothing that matters.
const WORDS_MAX: usize = 5;
/// Fewest letters the trigram index can look up.
pub const INDEXED_CHARACTERS_MIN: usize = 3;

/// Checks everything at once and gives it cleaned and canonical (CUS-5, CUS-6).
///
/// # Errors
/// `Invalid` with every wrong field.
pub fn check(typed: &CustomerInput, today: NaiveDate) -> Result<CheckedCustomer> {
    let mut issues = Issues::default();
    let birth_date = check_birth_date(&mut issues, &typed.birth_date, today);
    let input = CustomerInput {
        code: check_code(&mut issues, typed.code),
        kind: typed.kind,
        name: required_line(&mut issues, "name", &typed.name),
        trade_name: line(&mut issues, "trade_name", &typed.trade_name),
        document: check_document(&mut issues, typed.kind, &typed.document),
        birth_date: birth_date.map(|date| date.to_string()).unwrap_or_default(),
        mother_name: line(&mut issues, "mother_name", &typed.mother_name),
        contact_name: line(&mut issues, "contact_name", &typed.contact_name),
        segment: typed.segment,
        responsible_id: typed.responsible_id,
        contact_points: check_contact_points(&mut issues, &typed.contact_points),
        addresses: check_addresses(&mut issues, &typed.addresses),
    };
    issues.finish(Some(CheckedCustomer { input, birth_date }))
}

fn check_code(issues: &mut Issues, code: Option<i64>) -> Option<i64> {
    if code.is_some_and(|code| !(1..=999_999_999).contains(&code)) {
        issues.add("code", "code_range");
    }
    code
}

fn line(issues: &mut Issues, field: &str, typed: &str) -> String {
    let text = strip_invisible(typed).trim().to_owned();
    if text.chars().count() > NAME_CHARACTERS_MAX {
        issues.add_with(field, "too_long", [("max", NAME_CHARACTERS_MAX.to_string())]);
    }
    text
}

fn required_line(issues: &mut Issues, field: &str, typed: &str) -> String {
    let text = line(issues, field, typed);
    if text.is_empty() {
        issues.add(field, "required");
    } else if fold(&text).is_empty() {
        // Only signs: nobody could find or address it.
        issues.add(field, "name_letters");
    }
    text
}

fn check_document(issues: &mut Issues, kind: CustomerKind, typed: &str) -> String {
    let typed = typed.trim();
    if typed.is_empty() {
        return String::new();
    }
    let parsed = match kind {
        CustomerKind::Person => Cpf::parse(typed).map(|cpf| cpf.as_str().to_owned()),
        CustomerKind::Company => Cnpj::parse(typed).map(|cnpj| cnpj.as_str().to_owned()),
    };
    issues.take("document", parsed.map_err(|error| error.code())).unwrap_or_default()
}

fn check_birth_date(issues: &mut Issues, typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    match typed.parse::<NaiveDate>() {
        Ok(date) if date.year() >= BIRTH_YEAR_MIN && date <= today => Some(date),
        Ok(_) => {
            issues.add("birth_date", "date_range");
            None
        }
        Err(_) => {
            issues.add("birth_date", "date_form");
            None
        }
    }
}

fn check_contact_points(issues: &mut Issues, typed: &[ContactInput]) -> Vec<ContactInput> {
    if typed.len() > PARTS_MAX {
        issues.add_with("contact_points", "too_many", [("max", PARTS_MAX.to_string())]);
        return Vec::new();
    }
    let mut checked: Vec<ContactInput> = Vec::new();
    for (index, contact) in typed.iter().enumerate() {
        let field = format!("contact_points.{index}.value");
        let parsed = match contact.kind {
            ContactKind::Email => Email::parse(contact.value.trim())
                .map(|email| email.as_str().to_owned())
                .map_err(|e| e.code()),
            _ => Phone::parse(&contact.value).map_err(|error| error.code()).and_then(|phone| {
                let fits = match contact.kind {
                    ContactKind::Mobile | ContactKind::Whatsapp => phone.is_mobile(),
                    _ => true,
                };
                if fits { Ok(phone.as_e164().to_owned()) } else { Err("phone_not_mobile") }
            }),
        };
        let label = line(issues, &format!("contact_points.{index}.label"), &contact.label);
        if let Some(value) = issues.take(&field, parsed) {
            let kind = contact.kind;
            if checked.iter().any(|other| other.kind == kind && other.value == value) {
                continue;
            }
            checked.push(ContactInput { kind, value, label });
        }
    }
    checked
}

fn check_addresses(issues: &mut Issues, typed: &[AddressInput]) -> Vec<AddressInput> {
    if typed.len() > PARTS_MAX {
        issues.add_with("addresses", "too_many", [("max", PARTS_MAX.to_string())]);
        return Vec::new();
    }
    let mut checked = Vec::new();
    for (index, address) in typed.iter().enumerate() {
        let at = |field: &str| format!("addresses.{index}.{field}");
        let uf = Uf::parse(&address.uf).map(|uf| uf.code().to_owned()).map_err(|error| error.code());
        let cep = Cep::parse(&address.cep).map(|cep| cep.as_str().to_owned()).map_err(|error| error.code());
        checked.push(AddressInput {
            street: required_line(issues, &at("street"), &address.street),
            number: line(issues, &at("number"), &address.number),
            complement: line(issues, &at("complement"), &address.complement),
            district: line(issues, &at("district"), &address.district),
            city: required_line(issues, &at("city"), &address.city),
            uf: issues.take(&at("uf"), uf).unwrap_or_default(),
            cep: issues.take(&at("cep"), cep).unwrap_or_default(),
        });
    }
    checked
}

/// What a search finds a customer by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchText {
    /// Everything a person may type, folded.
    pub content: String,
    /// The words of the names.
    pub words: Vec<String>,
}

/// What this customer is found by.
pub fn search_text(code: i64, input: &CustomerInput) -> SearchText {
    let contacts = input.contact_points.iter().map(|contact| (contact.kind, contact.value.as_str()));
    found_by(code, [&input.name, &input.trade_name, &input.contact_name], &input.document, contacts)
}

/// The same from its parts; `names` are name, trade name and whom to ask for.
pub fn found_by<'a>(
    code: i64,
    names: [&str; 3],
    document: &str,
    contacts: impl Iterator<Item = (ContactKind, &'a str)>,
) -> SearchText {
    let mut parts = vec![code.to_string()];
    parts.extend(names.map(fold));
    parts.push(document.to_lowercase());
    parts.extend(contacts.map(|(kind, value)| match kind {
        ContactKind::Email => fold(value),
        _ => value.trim_start_matches("+55").to_owned(),
    }));
    parts.retain(|part| !part.is_empty());
    // The space in front lets a short word be looked for at the beginning of a word.
    SearchText { content: format!(" {}", parts.join(" ")), words: brazil::text::name_words(&names.join(" ")) }
}

/// The words to look for: folded; a document or telephone typed with punctuation counts as one word.
pub fn search_words(typed: &str) -> Vec<String> {
    let typed = typed.trim();
    if let Ok(document) = Document::parse(typed) {
        return vec![document.as_str().to_lowercase()];
    }
    let digits: String = typed.chars().filter(char::is_ascii_digit).collect();
    let numeric = typed.chars().all(|c| c.is_ascii_digit() || " .-/()+".contains(c));
    if numeric && digits.len() >= INDEXED_CHARACTERS_MIN {
        let national = if digits.len() > 11 { digits.trim_start_matches("55") } else { &digits };
        return vec![national.to_owned()];
    }
    fold(typed).split_whitespace().take(WORDS_MAX).map(str::to_owned).collect()
}

/// The list in the order it has: the best matches are neither there without a text, nor backwards; who owes most is looked
/// for among those who owe.
pub fn in_order(mut request: ListCustomers) -> ListCustomers {
    request.city = request.city.filter(|city| !city.trim().is_empty());
    match request.sort {
        CustomerSort::Relevance if search_words(&request.text).is_empty() => {
            ListCustomers { sort: CustomerSort::Name, descending: false, ..request }
        }
        CustomerSort::Relevance => ListCustomers { descending: false, ..request },
        CustomerSort::Overdue => ListCustomers { overdue: true, ..request },
        _ => request,
    }
}

/// What stands before the @ of a typed e-mail address, and the whole of it, both folded; none where the first says nothing.
pub fn typed_email(typed: &str) -> Option<(String, String)> {
    let (local, _) =
        typed.trim().split_once('@').filter(|(local, _)| !local.contains(char::is_whitespace))?;
    let local = fold(local);
    (local.chars().count() >= INDEXED_CHARACTERS_MIN).then(|| (local, fold(typed)))
}

/// Checks a contact to record; gives its cleaned text and link (CUS-2, CUS-3).
///
/// # Errors
/// `Invalid` with every wrong field.
pub fn check_contact(typed: &LogContact) -> Result<(String, Option<String>)> {
    let mut issues = Issues::default();
    let text = meaningful(&mut issues, "text", &typed.text);
    let link = match typed.link.trim() {
        "" if needs_link(typed.channel) => {
            issues.add("link", "link_required");
            None
        }
        "" => None,
        link => issues.take("link", check_link(link)),
    };
    issues.check()?;
    Ok((text, link))
}

/// Notes a text that says nothing (CUS-2); gives it cleaned.
pub fn meaningful(issues: &mut Issues, field: &str, typed: &str) -> String {
    let text = strip_invisible_lines(typed).trim().to_owned();
    if text.is_empty() {
        issues.add(field, "required");
    } else if !is_meaningful(&text) {
        issues.add(field, "says_nothing");
    } else if text.chars().count() > TEXT_CHARACTERS_MAX {
        issues.add_with(field, "too_long", [("max", TEXT_CHARACTERS_MAX.to_string())]);
    }
    text
}

/// Conversations that happen elsewhere need their link from the first interaction on (CUS-3).
pub fn needs_link(channel: ContactChannel) -> bool {
    matches!(channel, ContactChannel::Whatsapp | ContactChannel::Chat | ContactChannel::Bitrix)
}

/// Only `https` and `http` lead outside (CUS-3).
fn check_link(link: &str) -> Result<String, &'static str> {
    let lower = link.to_ascii_lowercase();
    let rest = lower.strip_prefix("https://").or_else(|| lower.strip_prefix("http://"));
    let Some(rest) = rest else { return Err("link_scheme") };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let plain = link.chars().all(|c| !c.is_whitespace() && !c.is_control() && !"<>\"'`\\".contains(c));
    if host.is_empty() || host.contains('@') || !plain || link.len() > 2000 {
        return Err("link_form");
    }
    Ok(link.to_owned())
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
