//! Phones, e-mails and addresses, several of which people squeeze into one cell.

use brazil::phone::{Phone, PhoneError};
use brazil::place::{Cep, Uf};
use brazil::text::fold;

use super::{contact_kind, is_blank, says_something};
use crate::customers::model::{AddressInput, ContactInput, ContactKind};
use crate::sheet::Row;
use crate::sheet::columns::Columns;
use crate::sheet::value::optional_text;

/// Every way to reach the customer with the key of its column, phones first.
pub fn contacts(columns: &Columns, row: &Row) -> Vec<(ContactInput, &'static str)> {
    let mut found: Vec<(ContactInput, &'static str)> = Vec::new();
    let ddd = columns.optional(row, "ddd");
    for key in ["mobile", "whatsapp", "phone", "email"] {
        for cell in columns.cells(row, key).filter(|cell| says_something(cell)) {
            let text = optional_text(cell);
            let parts = if key == "email" { split_emails(&text) } else { split_phones(&text) };
            for part in parts {
                let contact = if key == "email" { email(&part) } else { phone(&part, key, &ddd) };
                let known = |(other, _): &(ContactInput, _)| {
                    other.value == contact.value && other.kind == contact.kind
                };
                if !found.iter().any(known) {
                    found.push((contact, key));
                }
            }
        }
    }
    found
}

fn split_emails(text: &str) -> Vec<String> {
    text.split([';', ',', '/', ' ', '|', '\n'])
        .map(str::trim)
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Numbers between slashes, semicolons, bars or words; a slash inside one number is none of these.
fn split_phones(text: &str) -> Vec<String> {
    if Phone::parse(text).is_ok() {
        return vec![text.to_owned()];
    }
    let unified = text.replace(" ou ", ";").replace(" e ", ";").replace([',', '|', '\n', '/'], ";");
    let parts: Vec<String> =
        unified.split(';').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect();
    let whole = |part: &String| part.chars().filter(char::is_ascii_digit).count() >= 8;
    if parts.len() > 1 {
        return if parts.iter().all(whole) { parts } else { vec![text.to_owned()] };
    }
    side_by_side(text).unwrap_or_else(|| vec![text.to_owned()])
}

/// `19 98488-0034 19 98488-0035`: two numbers with nothing but a space between them.
fn side_by_side(text: &str) -> Option<Vec<String>> {
    let good = |part: &str| Phone::parse(part.trim()).is_ok();
    text.match_indices(char::is_whitespace)
        .map(|(at, _)| text.split_at(at))
        .find(|(first, second)| good(first) && good(second))
        .map(|(first, second)| vec![first.trim().to_owned(), second.trim().to_owned()])
}

fn email(text: &str) -> ContactInput {
    ContactInput { kind: ContactKind::Email, value: text.to_owned(), label: String::new() }
}

/// A phone with its area code from the column beside, its extension as label, and the kind it really has.
fn phone(text: &str, key: &str, ddd: &str) -> ContactInput {
    let (number, label) = without_extension(text);
    let number = match Phone::parse(&number) {
        Err(PhoneError::AreaMissing) if !ddd.is_empty() => format!("{ddd}{number}"),
        _ => number,
    };
    let kind = match Phone::parse(&number) {
        Ok(phone) if phone.is_mobile() && key == "whatsapp" => ContactKind::Whatsapp,
        Ok(phone) if phone.is_mobile() => ContactKind::Mobile,
        Ok(_) => ContactKind::Phone,
        Err(_) => contact_kind(key),
    };
    ContactInput { kind, value: number, label }
}

/// `(19) 3825-1234 ramal 25` without and with its extension.
fn without_extension(text: &str) -> (String, String) {
    let lower = text.to_lowercase();
    for word in ["ramal", "ram.", "r.", "ext."] {
        if let Some(at) = lower.find(word)
            && lower.is_char_boundary(at)
            && at > 7
            && let (Some(number), Some(extension)) = (text.get(..at), text.get(at + word.len()..))
        {
            return (number.trim().to_owned(), format!("ramal {}", extension.trim()));
        }
    }
    without_remark(text).unwrap_or_else(|| (text.to_owned(), String::new()))
}

/// `19 98488-0037 (recado com Rui)` without and with its remark; none when what stands before it is no number.
fn without_remark(text: &str) -> Option<(String, String)> {
    let at = text.find(char::is_alphabetic)?;
    let trim = |c: char| c.is_whitespace() || matches!(c, '(' | ')' | '-' | '–' | ':' | ',' | '.');
    let number = text[..at].trim_end_matches(|c| c != ')' && trim(c)).trim_end_matches('(').trim();
    Phone::parse(number).ok()?;
    Some((number.to_owned(), text[at..].trim_matches(trim).chars().take(60).collect()))
}

/// The address of a row. Without a column for one of the parts every address needs, none can be kept.
pub fn address(columns: &Columns, row: &Row) -> Option<AddressInput> {
    let city_has_state = |city: &str| split_city(city).is_some();
    let text = |key: &str| columns.optional(row, key);
    let complete = columns.has("street") && columns.has("city") && columns.has("cep");
    let mut address = AddressInput {
        street: text("street"),
        // A number may be 0 or a word; only the street's own column is looked at otherwise.
        number: columns.text(row, "number"),
        complement: text("complement"),
        district: text("district"),
        city: text("city"),
        uf: text("uf"),
        cep: text("cep"),
    };
    if is_blank(&address) || !complete {
        return None;
    }
    if let Ok(cep) = Cep::parse_lenient(&address.cep) {
        address.cep = cep.as_str().to_owned();
        if address.uf.is_empty() && !city_has_state(&address.city) {
            address.uf = cep.uf().map(|uf| uf.code().to_owned()).unwrap_or_default();
        }
    }
    if let Some((city, uf)) = split_city(&address.city)
        && (address.uf.is_empty() || fold(&address.uf) == fold(&uf))
    {
        address.city = city;
        address.uf = uf;
    }
    if address.number.is_empty() {
        split_street(&mut address);
    }
    Some(address)
}

/// `Campinas/SP`, `Campinas - SP`, `Campinas (SP)` in its two parts.
fn split_city(text: &str) -> Option<(String, String)> {
    let trimmed = text.trim().trim_end_matches(')');
    let at = trimmed.rfind(['/', '-', '(', ','])?;
    let (city, state) = (trimmed.get(..at)?, trimmed.get(at + 1..)?.trim());
    let uf = if state.len() == 2 { Uf::parse(state).ok()? } else { return None };
    Some((city.trim().trim_end_matches(['-', '/']).trim().to_owned(), uf.code().to_owned()))
}

/// `Rua Penteado, 1091, Ap. 2 - Centro` in its parts; a street without a number stays whole.
fn split_street(address: &mut AddressInput) {
    let text = address.street.clone();
    let Some(at) = text.find(',') else { return };
    let (street, rest) = (text[..at].trim(), text[at + 1..].trim());
    let rest = rest
        .strip_prefix("nº")
        .or_else(|| rest.strip_prefix("n°"))
        .or_else(|| rest.strip_prefix("nr"))
        .unwrap_or(rest);
    let rest = rest.trim_start_matches(['.', ' ']);
    let until = rest.find([',', '-', ' ']).unwrap_or(rest.len());
    let (number, mut remainder) =
        (rest[..until].trim(), rest[until..].trim_matches([',', '-', ' ', '–']).trim());
    let is_number = number.starts_with(|c: char| c.is_ascii_digit())
        || matches!(fold(number).as_str(), "s n" | "sn" | "km");
    if street.is_empty() || !is_number || number.len() > 12 {
        return;
    }
    if address.district.is_empty()
        && let Some((complement, district)) = remainder.rsplit_once(" - ")
    {
        address.district = district.trim().to_owned();
        remainder = complement.trim();
    }
    if address.complement.is_empty() {
        address.complement = remainder.to_owned();
    } else if !remainder.is_empty() {
        address.complement = format!("{remainder}, {}", address.complement);
    }
    address.street = street.to_owned();
    address.number = number.to_owned();
}
