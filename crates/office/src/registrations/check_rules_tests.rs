use super::*;
use crate::customers::model::Segment;
use crate::duplicates::SuspectReason;
use crate::registrations::model::PlanId;

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 23).unwrap()
}

fn content() -> RegistrationContent {
    RegistrationContent {
        kind: CustomerKind::Person,
        segment: Segment::Retail,
        name: "Aparecida Gonçalves Teles".to_owned(),
        document: "52998224725".to_owned(),
        email: "cida.teles@gmail.com".to_owned(),
        mother_name: "Maria Gonçalves Teles".to_owned(),
        birth_date: NaiveDate::from_ymd_opt(1987, 8, 14),
        phone_1: "+5519998124471".to_owned(),
        phone_2: "+551932510087".to_owned(),
        street: "Rua das Acácias".to_owned(),
        address_number: "214".to_owned(),
        complement: String::new(),
        district: "Centro".to_owned(),
        city: "Campinas".to_owned(),
        uf: "SP".to_owned(),
        cep: "13087534".to_owned(),
        carrier: "Vivo".to_owned(),
        plan_id: None,
        due_day: Some(10),
        installation_period: None,
        note: String::new(),
    }
}

fn plan(regions: &[&str]) -> Plan {
    Plan {
        id: Some(PlanId(uuid::Uuid::nil())),
        carrier: "Vivo".to_owned(),
        name: "Fibra 600".to_owned(),
        monthly_cents: 14_990,
        active: true,
        regions: regions.iter().map(|uf| (*uf).to_owned()).collect(),
        version: 1,
    }
}

fn facts() -> Facts {
    Facts { plan: Some(plan(&[])), ..Facts::default() }
}

fn debtor(oldest_due_on: NaiveDate) -> Debtor {
    Debtor {
        customer_id: CustomerId(uuid::Uuid::nil()),
        code: 77,
        name: "Teles Autopeças".to_owned(),
        count: 2,
        total_cents: 29_980,
        oldest_due_on,
    }
}

/// `field code outcome` of every check of one field.
fn of(field: &str, content: &RegistrationContent, facts: &Facts) -> Vec<(String, CheckOutcome)> {
    checks(content, &Form::base(), facts, today())
        .into_iter()
        .filter(|check| check.field == field)
        .map(|check| (check.code, check.outcome))
        .collect()
}

fn one(code: &str, outcome: CheckOutcome) -> Vec<(String, CheckOutcome)> {
    vec![(code.to_owned(), outcome)]
}

#[test]
fn reg_2_a_sound_sale_passes_every_check() {
    let found = checks(&content(), &Form::base(), &facts(), today());
    let codes: Vec<_> = found.iter().map(|check| check.code.as_str()).collect();
    assert_eq!(
        codes,
        [
            "name_complete",
            "document_ok",
            "informed",
            "age",
            "phone_mobile",
            "phone_landline",
            "email_ok",
            "cep_in_uf",
            "plan_sold_here",
            "no_debts"
        ]
    );
    assert!(found.iter().all(|check| check.outcome == CheckOutcome::Pass));
    assert_eq!(found[3].params["age"], "39");
}

#[test]
fn reg_2_check_digits_fail_and_a_swap_is_offered() {
    let wrong = RegistrationContent { document: "52989224725".to_owned(), ..content() };
    let found = checks(&wrong, &Form::base(), &facts(), today());
    let check = found.iter().find(|check| check.field == "document").unwrap();
    assert_eq!((check.code.as_str(), check.outcome), ("document_swapped", CheckOutcome::Fail));
    assert_eq!(check.params["suggestion"], "52998224725");
    let hopeless = RegistrationContent { document: "52998224752".to_owned(), ..content() };
    assert_eq!(of("document", &hopeless, &facts()), one("document_check_digits", CheckOutcome::Fail));
}

#[test]
fn reg_2_age_of_majority_on_the_very_day() {
    let born = |year, month, day| RegistrationContent {
        birth_date: NaiveDate::from_ymd_opt(year, month, day),
        ..content()
    };
    assert_eq!(of("birth_date", &born(2008, 11, 23), &facts()), one("age", CheckOutcome::Pass));
    assert_eq!(of("birth_date", &born(2008, 11, 24), &facts()), one("minor", CheckOutcome::Fail));
    assert_eq!(of("birth_date", &born(1, 1, 1), &facts()), one("birth_date_range", CheckOutcome::Fail));
    let leap = NaiveDate::from_ymd_opt(2008, 2, 29).unwrap();
    assert_eq!(age(leap, NaiveDate::from_ymd_opt(2026, 2, 28).unwrap()), 17);
    assert_eq!(age(leap, NaiveDate::from_ymd_opt(2026, 3, 1).unwrap()), 18);
}

#[test]
fn reg_2_phone_form_and_area_code_against_the_state() {
    let rio = RegistrationContent { phone_1: "+5521998124471".to_owned(), ..content() };
    assert_eq!(of("phone_1", &rio, &facts()), one("phone_elsewhere", CheckOutcome::Warning));
    let old = RegistrationContent { phone_1: "1998124471".to_owned(), ..content() };
    let found = checks(&old, &Form::base(), &facts(), today());
    let check = found.iter().find(|check| check.field == "phone_1").unwrap();
    assert_eq!((check.code.as_str(), check.outcome), ("phone_old_mobile", CheckOutcome::Fail));
    assert_eq!(check.params["suggestion"], "+5519998124471");
    let service = RegistrationContent { phone_1: "08007226001".to_owned(), ..content() };
    assert_eq!(of("phone_1", &service, &facts()), one("phone_of_service", CheckOutcome::Warning));
}

#[test]
fn reg_2_a_mistyped_mail_domain_is_offered_right() {
    let typo = RegistrationContent { email: "cida.teles@gmial.com".to_owned(), ..content() };
    let found = checks(&typo, &Form::base(), &facts(), today());
    let check = found.iter().find(|check| check.field == "email").unwrap();
    assert_eq!((check.code.as_str(), check.outcome), ("email_typo", CheckOutcome::Fail));
    assert_eq!(check.params["suggestion"], "cida.teles@gmail.com");
}

#[test]
fn reg_2_cep_against_the_state() {
    let minas = RegistrationContent { uf: "MG".to_owned(), ..content() };
    assert_eq!(of("cep", &minas, &facts()), one("cep_elsewhere", CheckOutcome::Fail));
}

#[test]
fn reg_2_plan_sold_in_that_region() {
    let elsewhere = Facts { plan: Some(plan(&["PR", "SC"])), ..facts() };
    assert_eq!(of("plan_id", &content(), &elsewhere), one("plan_not_here", CheckOutcome::Fail));
    let here = Facts { plan: Some(plan(&["PR", "SP"])), ..facts() };
    assert_eq!(of("plan_id", &content(), &here), one("plan_sold_here", CheckOutcome::Pass));
    assert_eq!(of("plan_id", &content(), &Facts::default()), one("missing", CheckOutcome::Fail));
}

#[test]
fn reg_2_debts_warn_and_old_ones_say_so() {
    let recent = Facts { own_debts: vec![debtor(today() - chrono::Days::new(40))], ..facts() };
    assert_eq!(of("debts", &content(), &recent), one("debts", CheckOutcome::Warning));
    let old = Facts { own_debts: vec![debtor(today() - chrono::Days::new(366))], ..facts() };
    assert_eq!(of("debts", &content(), &old), one("old_debts", CheckOutcome::Warning));
}

#[test]
fn reg_2_phone_or_address_of_a_debtor_is_told_beside_the_field() {
    let facts =
        Facts { phone_2_debtors: vec![debtor(today())], address_debtors: vec![debtor(today())], ..facts() };
    let second = of("phone_2", &content(), &facts);
    assert_eq!(second[1], ("phone_of_debtor".to_owned(), CheckOutcome::Warning));
    assert_eq!(of("cep", &content(), &facts)[1], ("address_of_debtor".to_owned(), CheckOutcome::Warning));
    assert_eq!(of("phone_1", &content(), &facts).len(), 1);
}

#[test]
fn reg_2_suspects_stand_beside_what_they_share() {
    let suspect = |code, reason| Suspect {
        customer_id: CustomerId(uuid::Uuid::nil()),
        code,
        name: "Aparecida G. Telles".to_owned(),
        score: 94,
        reasons: vec![SuspectReason { code: reason, weight_tenths: 60 }],
    };
    let facts = Facts {
        suspects: vec![suspect(1, SuspectCode::SameDocument), suspect(2, SuspectCode::SameMotherAndBirth)],
        ..facts()
    };
    assert_eq!(of("document", &content(), &facts)[1], ("document_known".to_owned(), CheckOutcome::Warning));
    assert_eq!(of("name", &content(), &facts)[1], ("duplicate_suspect".to_owned(), CheckOutcome::Warning));
}

#[test]
fn reg_2_a_recent_inactivation_is_told_with_whether_they_replied() {
    let inactivation = |replied| Inactivation {
        customer_id: CustomerId(uuid::Uuid::nil()),
        code: 5,
        by: "Caio Menezes".to_owned(),
        on: today(),
        replied,
    };
    let facts = Facts { inactivations: vec![inactivation(true), inactivation(false)], ..facts() };
    let codes: Vec<_> = of("document", &content(), &facts).into_iter().map(|(code, _)| code).collect();
    assert_eq!(codes, ["document_ok", "inactivated_replied", "inactivated"]);
}

#[test]
fn reg_2_an_empty_form_is_missing_everything_and_breaks_nothing() {
    let empty = RegistrationContent {
        name: String::new(),
        document: String::new(),
        email: String::new(),
        mother_name: String::new(),
        birth_date: None,
        phone_1: String::new(),
        phone_2: String::new(),
        uf: String::new(),
        cep: String::new(),
        ..content()
    };
    let found = checks(&empty, &Form::base(), &Facts::default(), today());
    assert!(
        found.iter().all(|check| check.code == "missing" && check.outcome == CheckOutcome::Fail),
        "{found:?}"
    );
}
