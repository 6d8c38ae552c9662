//! What may be typed about the company.

use brazil::document::Document;

use crate::app::DEFAULT_IDLE_LOCK_MINUTES;
use crate::clock::DEFAULT_TIME_ZONE;
use crate::company::model::Company;
use crate::error::{Issues, Result};

/// The company of a new database; its id is set when it is stored.
pub fn first_company(issues: &mut Issues, name: &str, document: &str) -> Company {
    let name = issues.name("company_name", name);
    let document = optional_document(issues, "company_document", document);
    Company {
        id: uuid::Uuid::nil().into(),
        legal_name: name.clone(),
        name,
        document,
        street: String::new(),
        district: String::new(),
        city: String::new(),
        uf: String::new(),
        cep: String::new(),
        phone: String::new(),
        email: String::new(),
        time_zone: DEFAULT_TIME_ZONE.name().to_owned(),
        idle_lock_minutes: DEFAULT_IDLE_LOCK_MINUTES,
        version: 1,
    }
}

/// Checks and cleans all fields at once.
///
/// # Errors
/// `Invalid` with every wrong field.
pub fn check_company(typed: &Company) -> Result<Company> {
    let mut issues = Issues::default();
    let name = issues.name("name", &typed.name);
    let legal_name = issues.name("legal_name", &typed.legal_name);
    let document = optional_document(&mut issues, "document", typed.document.as_deref().unwrap_or_default());
    let uf = optional(&mut issues, "uf", &typed.uf, |uf| {
        brazil::place::Uf::parse(uf).map(|uf| uf.code().to_owned()).map_err(|error| error.code())
    });
    let cep = optional(&mut issues, "cep", &typed.cep, |cep| {
        brazil::place::Cep::parse(cep).map(|cep| cep.as_str().to_owned()).map_err(|error| error.code())
    });
    let phone = optional(&mut issues, "phone", &typed.phone, |phone| {
        brazil::phone::Phone::parse(phone)
            .map(|phone| phone.as_e164().to_owned())
            .map_err(|error| error.code())
    });
    let email = optional(&mut issues, "email", &typed.email, |email| {
        brazil::email::Email::parse(email)
            .map(|email| email.as_str().to_owned())
            .map_err(|error| error.code())
    });
    if typed.time_zone.parse::<chrono_tz::Tz>().is_err() {
        issues.add("time_zone", "time_zone");
    }
    if !(1..=480).contains(&typed.idle_lock_minutes) {
        issues.add("idle_lock_minutes", "idle_lock_minutes");
    }
    issues.check()?;
    let clean = |text: &str| brazil::text::strip_invisible(text).trim().chars().take(200).collect::<String>();
    Ok(Company {
        name,
        legal_name,
        document,
        uf,
        cep,
        phone,
        email,
        street: clean(&typed.street),
        district: clean(&typed.district),
        city: clean(&typed.city),
        ..typed.clone()
    })
}

fn optional_document(issues: &mut Issues, field: &str, typed: &str) -> Option<String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return None;
    }
    let parsed = Document::parse(typed).map_err(|error| error.code());
    issues.take(field, parsed.map(|document| document.as_str().to_owned()))
}

fn optional(
    issues: &mut Issues,
    field: &str,
    typed: &str,
    parse: impl Fn(&str) -> Result<String, &'static str>,
) -> String {
    match typed.trim() {
        "" => String::new(),
        typed => issues.take(field, parse(typed)).unwrap_or_default(),
    }
}

/// Largest logo, decoded, in bytes; it goes into every document.
const LOGO_BYTES_MAX: usize = 512 * 1024;

/// Checks a logo the way documents will read it.
///
/// # Errors
/// The code of what is wrong with it.
pub fn check_logo(bytes: &[u8]) -> Result<(), &'static str> {
    if bytes.len() > LOGO_BYTES_MAX {
        return Err("file_too_large");
    }
    match paper::check_image(bytes) {
        Ok(_) => Ok(()),
        Err(paper::Error::Image(paper::ImageFault::UnknownFormat)) => Err("image_unknown"),
        Err(paper::Error::Image(paper::ImageFault::TooLarge)) => Err("image_too_large"),
        Err(paper::Error::Image(paper::ImageFault::Colours)) => Err("image_colours"),
        Err(_) => Err("image_damaged"),
    }
}

/// The kind of a picture that was checked before.
pub fn mime_type(bytes: &[u8]) -> &'static str {
    if bytes.starts_with(&[0xff, 0xd8, 0xff]) { "image/jpeg" } else { "image/png" }
}
