use super::*;
use crate::customers::model::Segment;
use crate::customers::search::ContactReason;
use crate::error::Error;
use crate::ids::Ids;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn person() -> CustomerInput {
    CustomerInput {
        code: None,
        kind: CustomerKind::Person,
        name: "Aparecida Gonçalves Teles".into(),
        trade_name: String::new(),
        document: "529.982.247-25".into(),
        birth_date: "1987-08-14".into(),
        mother_name: "Maria Gonçalves Teles".into(),
        contact_name: String::new(),
        segment: Segment::Retail,
        responsible_id: None,
        contact_points: vec![contact(ContactKind::Mobile, "(19) 99812-4471")],
        addresses: vec![AddressInput {
            street: "Rua das Acácias".into(),
            number: "214".into(),
            city: "Campinas".into(),
            uf: "sp".into(),
            cep: "13087-534".into(),
            ..AddressInput::default()
        }],
    }
}

fn contact(kind: ContactKind, value: &str) -> ContactInput {
    ContactInput { kind, value: value.into(), label: String::new() }
}

fn codes(input: &CustomerInput) -> Vec<(String, String)> {
    match check(input, today()) {
        Err(Error::Invalid(list)) => list.into_iter().map(|issue| (issue.field, issue.code)).collect(),
        Ok(_) => Vec::new(),
        Err(other) => panic!("{other}"),
    }
}

#[test]
fn cus_5_cus_6_values_are_stored_canonical() {
    let checked = check(&person(), today()).unwrap().input;
    assert_eq!(checked.document, "52998224725");
    assert_eq!(checked.contact_points[0].value, "+5519998124471");
    assert_eq!(checked.addresses[0].uf, "SP");
    assert_eq!(checked.addresses[0].cep, "13087534");
}

#[test]
fn cus_5_a_company_has_a_cnpj_also_with_letters() {
    let mut company = CustomerInput { kind: CustomerKind::Company, ..person() };
    company.document = "12.abc.345/01de-35".into();
    assert_eq!(check(&company, today()).unwrap().input.document, "12ABC34501DE35");
    company.document = "12ABC34501DE36".into();
    assert_eq!(codes(&company), [("document".into(), "document_check_digits".into())]);
    company.document = "529.982.247-25".into();
    assert_eq!(codes(&company)[0].0, "document");
}

#[test]
fn reg_1_everything_wrong_is_told_at_once() {
    let wrong = CustomerInput {
        name: " \u{202e} ".into(),
        document: "111.111.111-11".into(),
        birth_date: "9999-12-31".into(),
        contact_points: vec![
            contact(ContactKind::Email, "a@b.com\r\nBcc: x@y.com"),
            contact(ContactKind::Mobile, "(19) 3251-0087"),
        ],
        addresses: vec![AddressInput { uf: "XX".into(), ..AddressInput::default() }],
        ..person()
    };
    let fields: Vec<_> = codes(&wrong).into_iter().map(|(field, _)| field).collect();
    for field in [
        "name",
        "document",
        "birth_date",
        "contact_points.0.value",
        "contact_points.1.value",
        "addresses.0.street",
        "addresses.0.uf",
        "addresses.0.cep",
    ] {
        assert!(fields.contains(&field.to_owned()), "{field} in {fields:?}");
    }
}

#[test]
fn cus_6_dates_far_away_and_names_without_end_are_refused() {
    for date in ["0001-01-01", "9999-12-31", "2026-11-24"] {
        let wrong = CustomerInput { birth_date: date.into(), ..person() };
        assert_eq!(codes(&wrong), [("birth_date".into(), "date_range".into())]);
    }
    let long = CustomerInput { name: "é".repeat(10_000), ..person() };
    assert_eq!(codes(&long), [("name".into(), "too_long".into())]);
    let odd = CustomerInput { name: "<b>=cmd|' /C calc'!A0 𝕏 😀".into(), ..person() };
    assert_eq!(check(&odd, today()).unwrap().input.name, "<b>=cmd|' /C calc'!A0 𝕏 😀");
}

#[test]
fn sys_7_search_ignores_case_accents_order_and_punctuation() {
    let SearchText { content, words } = search_text(1042, &check(&person(), today()).unwrap().input);
    assert!(words.contains(&"goncalves".to_owned()) && !words.contains(&"da".to_owned()), "{words:?}");
    for typed in ["TELES aparecida", "gonçalves", "529.982.247-25", "(19) 99812", "+55 19 99812-4471", "1042"]
    {
        let words = search_words(typed);
        assert!(!words.is_empty() && words.iter().all(|word| content.contains(word)), "{typed}: {words:?}");
    }
    assert_eq!(search_words("12.ABC.345/01DE-35"), ["12abc34501de35"]);
    assert!(search_words("  % _ ").is_empty());
    let whole = ("maria silva12".to_owned(), "maria silva12 gm".to_owned());
    assert_eq!(typed_email(" Maria.Silva12@gm"), Some(whole), "the part that tells people apart leads");
    assert_eq!(
        (typed_email("@gmail.com"), typed_email("ana lima @"), typed_email("ana")),
        (None, None, None)
    );
}

fn log(channel: ContactChannel, text: &str, link: &str) -> LogContact {
    LogContact {
        customer_id: Ids::seeded(1).next(chrono::DateTime::UNIX_EPOCH),
        reason: ContactReason::Sale,
        channel,
        answered: true,
        text: text.into(),
        link: link.into(),
    }
}

#[test]
fn cus_2_a_text_must_say_something() {
    for nothing in ["", "  ", "...", "—", "aaaaaa", "?!"] {
        assert!(check_contact(&log(ContactChannel::Phone, nothing, "")).is_err(), "{nothing:?}");
    }
    assert!(check_contact(&log(ContactChannel::Phone, "Sônia pediu câmera", "")).is_ok());
}

#[test]
fn cus_3_links_are_asked_for_and_lead_only_to_the_web() {
    let said = "Sônia pediu câmera";
    assert!(check_contact(&log(ContactChannel::Bitrix, said, "")).is_err());
    assert!(check_contact(&log(ContactChannel::Bitrix, said, "https://x.bitrix24.com.br/crm/1")).is_ok());
    for bad in
        ["javascript:alert(1)", "file:///etc/passwd", "https://", "https://a b", "http://u@evil", "ftp://x"]
    {
        assert!(check_contact(&log(ContactChannel::Phone, said, bad)).is_err(), "{bad}");
    }
}
