use proptest::prelude::*;

use super::*;
use crate::customers::model::Segment;
use crate::registrations::model::{InstallationPeriod, PlanId};

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn plan() -> Plan {
    Plan {
        id: Some(PlanId(uuid::Uuid::nil())),
        carrier: "Vivo".to_owned(),
        name: "Fibra 600".to_owned(),
        monthly_cents: 14_990,
        active: true,
        regions: Vec::new(),
        version: 1,
    }
}

fn content() -> RegistrationContent {
    RegistrationContent {
        kind: CustomerKind::Person,
        segment: Segment::Retail,
        name: " Aparecida Gonçalves Teles ".to_owned(),
        document: "529.982.247-25".to_owned(),
        email: "cida.teles@gmail.com".to_owned(),
        mother_name: "Maria Gonçalves Teles".to_owned(),
        birth_date: NaiveDate::from_ymd_opt(1987, 8, 14),
        phone_1: "(19) 99812-4471".to_owned(),
        phone_2: "(19) 3251-0087".to_owned(),
        street: "Rua das Acácias".to_owned(),
        address_number: "214".to_owned(),
        complement: "ap. 31".to_owned(),
        district: "Jardim das Paineiras".to_owned(),
        city: "Campinas".to_owned(),
        uf: "sp".to_owned(),
        cep: "13087-534".to_owned(),
        carrier: "Vivo".to_owned(),
        plan_id: Some(PlanId(uuid::Uuid::nil())),
        due_day: Some(10),
        installation_period: Some(InstallationPeriod::Morning),
        note: String::new(),
    }
}

fn empty() -> RegistrationContent {
    RegistrationContent {
        name: String::new(),
        document: String::new(),
        email: String::new(),
        mother_name: String::new(),
        birth_date: None,
        phone_1: String::new(),
        phone_2: String::new(),
        street: String::new(),
        address_number: String::new(),
        complement: String::new(),
        district: String::new(),
        city: String::new(),
        uf: String::new(),
        cep: String::new(),
        carrier: String::new(),
        plan_id: None,
        due_day: None,
        installation_period: None,
        ..content()
    }
}

/// Field and code of each issue of the cleaned content.
fn found(content: &RegistrationContent, plan: Option<&Plan>) -> Vec<(String, String)> {
    let mut list: Vec<_> = check_content(&cleaned(content), &Form::base(), plan, today())
        .into_list()
        .into_iter()
        .map(|issue| (issue.field.replace("content.", ""), issue.code))
        .collect();
    list.sort();
    list
}

fn pairs<const N: usize>(expected: [(&str, &str); N]) -> Vec<(String, String)> {
    expected.into_iter().map(|(field, code)| (field.to_owned(), code.to_owned())).collect()
}

#[test]
fn reg_1_a_complete_sale_has_no_issue_and_is_canonical() {
    assert_eq!(found(&content(), Some(&plan())), []);
    let stored = cleaned(&content());
    assert_eq!(stored.document, "52998224725");
    assert_eq!(stored.phone_1, "+5519998124471");
    assert_eq!((stored.uf.as_str(), stored.cep.as_str()), ("SP", "13087534"));
    assert_eq!(stored.name, "Aparecida Gonçalves Teles");
}

#[test]
fn reg_1_everything_missing_is_told_at_once() {
    let missing = [
        "address_number",
        "birth_date",
        "carrier",
        "cep",
        "city",
        "district",
        "document",
        "due_day",
        "email",
        "installation_period",
        "mother_name",
        "name",
        "phone_1",
        "phone_2",
        "plan_id",
        "street",
        "uf",
    ];
    assert_eq!(found(&empty(), None), pairs(missing.map(|field| (field, "required"))));
}

#[test]
fn reg_1_a_company_needs_neither_mother_nor_birth_date() {
    let company = RegistrationContent {
        kind: CustomerKind::Company,
        document: "12.ABC.345/01DE-35".to_owned(),
        ..content()
    };
    assert_eq!(found(&company, Some(&plan())), []);
    let stored = cleaned(&company);
    assert_eq!((stored.mother_name.as_str(), stored.birth_date), ("", None));
    let with_cpf = RegistrationContent { document: content().document, ..company };
    assert_eq!(found(&with_cpf, Some(&plan())), pairs([("document", "document_needs_cnpj")]));
}

#[test]
fn reg_1_what_is_malformed_is_told_per_field() {
    let wrong = RegistrationContent {
        document: "52998224726".to_owned(),
        email: "cida@gmail.com\r\nBcc: all@example.com".to_owned(),
        birth_date: NaiveDate::from_ymd_opt(9999, 1, 1),
        phone_1: "19 8812-4471".to_owned(),
        cep: "1308".to_owned(),
        uf: "XX".to_owned(),
        due_day: Some(32),
        ..content()
    };
    let expected = [
        ("birth_date", "birth_date_range"),
        ("cep", "cep_length"),
        ("document", "document_check_digits"),
        ("due_day", "due_day_range"),
        ("email", "email_characters"),
        ("phone_1", "phone_old_mobile"),
        ("uf", "uf_unknown"),
    ];
    assert_eq!(found(&wrong, Some(&plan())), pairs(expected));
}

#[test]
fn reg_1_two_contact_points_must_differ_however_they_are_typed() {
    let same = RegistrationContent { phone_2: "+55 19 99812 4471".to_owned(), ..content() };
    assert_eq!(found(&same, Some(&plan())), pairs([("phone_2", "same_contact")]));
}

#[test]
fn reg_1_a_name_of_signs_alone_is_no_name() {
    let signs = RegistrationContent { name: "---".to_owned(), ..content() };
    assert_eq!(found(&signs, Some(&plan())), pairs([("name", "name_letters")]));
}

#[test]
fn reg_1_the_plan_belongs_to_the_carrier_and_is_sold() {
    let other = Plan { carrier: "Claro".to_owned(), ..plan() };
    assert_eq!(found(&content(), Some(&other)), pairs([("plan_id", "plan_of_other_carrier")]));
    let old = Plan { active: false, ..plan() };
    assert_eq!(found(&content(), Some(&old)), pairs([("plan_id", "plan_not_sold")]));
}

#[test]
fn reg_1_a_draft_may_be_half_typed_but_not_endless() {
    assert!(check_lengths(&cleaned(&empty())).is_empty());
    let endless = RegistrationContent { name: "a".repeat(10_000), ..empty() };
    assert_eq!(check_lengths(&cleaned(&endless)).into_list()[0].code, "too_long");
}

#[test]
fn reg_3_a_return_needs_a_reason_on_each_wrong_field() {
    let reason =
        |field: &str, reason: &str| FieldReason { field: field.to_owned(), reason: reason.to_owned() };
    let codes = |reasons: &[FieldReason]| -> Vec<(String, String)> {
        let error = check_reasons(reasons).unwrap_err();
        error.issues().iter().map(|issue| (issue.field.clone(), issue.code.clone())).collect()
    };
    assert_eq!(codes(&[]), pairs([("reasons", "required")]));
    assert_eq!(codes(&[reason("phone_2", "...")]), pairs([("reasons.0.reason", "says_nothing")]));
    assert_eq!(codes(&[reason("password", "não confere")]), pairs([("reasons.0.field", "field_unknown")]));
    let twice = [reason("email", "não confere"), reason("email", "outra vez")];
    assert_eq!(codes(&twice), pairs([("reasons.1.field", "already_exists")]));
    assert_eq!(check_reasons(&twice[..1]).unwrap(), twice[..1]);
}

#[test]
fn reg_3_the_seller_s_corrections_are_told_apart() {
    let after = RegistrationContent { phone_2: "(19) 3251-0088".to_owned(), due_day: Some(15), ..content() };
    let changed = changes(&cleaned(&content()), &cleaned(&after));
    let told: Vec<_> =
        changed.iter().map(|it| (it.field.as_str(), it.before.as_str(), it.after.as_str())).collect();
    assert_eq!(told, [("phone_2", "+551932510087", "+551932510088"), ("due_day", "10", "15")]);
    assert_eq!(changes(&content(), &content()), []);
}

#[test]
fn reg_3_every_field_of_the_form_can_have_a_reason() {
    let texts = as_texts(&content());
    let known: std::collections::BTreeSet<_> = FIELDS.iter().map(|field| (*field).to_owned()).collect();
    assert_eq!(texts.keys().cloned().collect::<std::collections::BTreeSet<_>>(), known);
}

fn walk(moves: &[Move]) -> Option<State> {
    moves.iter().try_fold(State::Draft, |state, action| next_state(state, *action))
}

#[test]
fn reg_3_the_usual_ways_through() {
    use Move::{Approve, Cancel, Claim, Deny, HandOver, Release, Return, Save, Submit};
    assert_eq!(walk(&[Save, Submit, Claim, Approve]), Some(State::Approved));
    assert_eq!(walk(&[Submit, Claim, Return, Save, Submit, Claim, HandOver, Deny]), Some(State::Denied));
    assert_eq!(walk(&[Submit, Claim, Release, Cancel]), Some(State::Cancelled));
    assert_eq!(walk(&[Submit, Approve]), None);
    assert_eq!(walk(&[Submit, Save]), None);
    assert_eq!(walk(&[Submit, Claim, Approve, Cancel]), None);
}

fn any_move() -> impl Strategy<Value = Move> {
    prop::sample::select(Move::ALL.to_vec())
}

proptest! {
    #[test]
    fn reg_3_nothing_is_decided_without_a_claim(moves in prop::collection::vec(any_move(), 0..30)) {
        let mut state = State::Draft;
        for action in moves {
            let Some(next) = next_state(state, action) else { continue };
            if matches!(action, Move::Approve | Move::Return | Move::Deny) {
                prop_assert_eq!(state, State::InReview);
            }
            state = next;
        }
    }

    #[test]
    fn reg_3_what_is_closed_stays_closed(moves in prop::collection::vec(any_move(), 0..30), last in any_move()) {
        let end = moves.into_iter().fold(State::Draft, |state, action| next_state(state, action).unwrap_or(state));
        if matches!(end, State::Approved | State::Denied | State::Cancelled) {
            prop_assert_eq!(next_state(end, last), None);
        } else {
            prop_assert_eq!(next_state(end, Move::Cancel), Some(State::Cancelled));
        }
    }

    #[test]
    fn reg_3_only_the_seller_writes(state in prop::sample::select(State::ALL.to_vec())) {
        let with_seller = matches!(state, State::Draft | State::Returned);
        prop_assert_eq!(next_state(state, Move::Save).is_some(), with_seller);
        prop_assert_eq!(next_state(state, Move::Submit).is_some(), with_seller);
    }

    #[test]
    fn reg_1_cleaning_twice_changes_nothing(name in "\\PC{0,40}", document in "\\PC{0,20}", phone in "\\PC{0,20}") {
        let typed = RegistrationContent { name, document, phone_1: phone, ..content() };
        let once = cleaned(&typed);
        prop_assert_eq!(cleaned(&once), once);
    }
}

#[test]
fn reg_1_a_form_set_freer_lets_a_field_be_empty_but_not_malformed() {
    use crate::registrations::form_rules::Form;
    use crate::registrations::model::{FieldNeed, FieldSetting, FormLevel};

    let free =
        ["mother_name", "phone_2", "email", "cep", "street", "address_number", "district", "city", "uf"];
    let settings: Vec<_> = free
        .into_iter()
        .map(|field| FieldSetting { field: field.to_owned(), need: FieldNeed::Optional, hint: String::new() })
        .chain([FieldSetting { field: "note".to_owned(), need: FieldNeed::Required, hint: String::new() }])
        .collect();
    let form = Form::base().with(FormLevel::Carrier, &settings);
    let told = |content: &RegistrationContent| {
        let mut list: Vec<_> = check_content(&cleaned(content), &form, Some(&plan()), today())
            .into_list()
            .into_iter()
            .map(|issue| (issue.field.replace("content.", ""), issue.code))
            .collect();
        list.sort();
        list
    };
    let bare = RegistrationContent {
        name: content().name,
        document: content().document,
        birth_date: content().birth_date,
        phone_1: content().phone_1,
        carrier: content().carrier,
        plan_id: content().plan_id,
        due_day: content().due_day,
        installation_period: content().installation_period,
        complement: String::new(),
        ..empty()
    };
    assert_eq!(told(&bare), pairs([("note", "required")]));
    let wrong = RegistrationContent { email: "cida@".to_owned(), note: "ok".to_owned(), ..bare.clone() };
    assert_eq!(told(&wrong).len(), 1, "malformed stays malformed");
    // Half an address is none: the rest is asked for.
    let half = RegistrationContent { street: "Rua das Acácias".to_owned(), note: "ok".to_owned(), ..bare };
    assert_eq!(told(&half), pairs([("cep", "required"), ("city", "required"), ("uf", "required")]));
}
