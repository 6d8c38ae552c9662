//! What is typed, as it is compared.

use brazil::document::Document;
use brazil::email::Email;
use brazil::phone::Phone;
use brazil::place::Cep;

use crate::customers::model::{ContactKind, CustomerId, CustomerInput};
use crate::duplicates::model::{Probe, ProbeAddress};

/// Characters of a typed name that are compared, and contact points that are looked at.
const NAME_CHARACTERS_MAX: usize = 200;
const CONTACTS_MAX: usize = 20;

/// What is typed so far as it is compared with known customers. Half typed values say nothing.
pub fn probe(own_id: Option<CustomerId>, typed: &CustomerInput) -> Probe {
    let of = |email: bool| {
        typed.contact_points.iter().filter(move |contact| (contact.kind == ContactKind::Email) == email)
    };
    let phones = of(false).filter_map(|contact| Phone::parse(&contact.value).ok());
    let emails = of(true).filter_map(|contact| Email::parse(contact.value.trim()).ok());
    let address = typed.addresses.first().and_then(|address| {
        let cep = Cep::parse(&address.cep).ok()?.as_str().to_owned();
        Some(ProbeAddress { cep, street: address.street.clone(), number: address.number.clone() })
    });
    Probe {
        own_id,
        name: typed.name.chars().take(NAME_CHARACTERS_MAX).collect(),
        document: Document::parse(&typed.document).map(|known| known.as_str().to_owned()).unwrap_or_default(),
        birth_date: typed.birth_date.trim().parse().ok(),
        mother_name: typed.mother_name.chars().take(NAME_CHARACTERS_MAX).collect(),
        phones: phones.map(|phone| phone.as_e164().to_owned()).take(CONTACTS_MAX).collect(),
        emails: emails.map(|email| email.as_str().to_owned()).take(CONTACTS_MAX).collect(),
        address,
    }
}
