//! What the system tells about each field of a sale (REG-2): pure, from facts that were looked up before.
//!
//! Nothing here stops a sale: a reviewer decides. Debts warn and never fail (SAL-7).

use std::collections::BTreeMap;

use brazil::document::Document;
use brazil::email::{Email, suggest_domain};
use brazil::phone::{Phone, PhoneKind};
use brazil::place::{Cep, Uf};
use chrono::{Datelike, NaiveDate};

use crate::customers::model::{CustomerId, CustomerKind};
use crate::duplicates::{Suspect, SuspectCode};
use crate::registrations::form_rules::Form;
use crate::registrations::model::{CheckOutcome, Plan, RegistrationContent, SaleCheck};

/// Age from which a person may sign a contract alone (Código Civil, art. 5).
const AGE_OF_MAJORITY: i32 = 18;
/// Days during which a manual inactivation binds whoever made it (SAL-4).
pub const INACTIVATION_DAYS: i64 = 15;
/// Days after which a debt is written off when the customer comes back (SAL-6).
const OLD_DEBT_DAYS: i64 = 365;

/// Somebody with overdue receivables.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Debtor {
    /// Who.
    pub customer_id: CustomerId,
    /// Code of the ficha.
    pub code: i64,
    /// Name.
    pub name: String,
    /// How many receivables are overdue and undisputed.
    pub count: i64,
    /// Their sum in cents.
    pub total_cents: i64,
    /// The oldest due date.
    pub oldest_due_on: NaiveDate,
}

/// A customer who was inactivated by hand not long ago.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inactivation {
    /// Who.
    pub customer_id: CustomerId,
    /// Code of the ficha.
    pub code: i64,
    /// By whom.
    pub by: String,
    /// When, where the company is.
    pub on: NaiveDate,
    /// Whether the customer had replied, which binds (SAL-4).
    pub replied: bool,
}

/// What was looked up for one sale.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// The plan it names.
    pub plan: Option<Plan>,
    /// Customers who might be the same, likeliest first.
    pub suspects: Vec<Suspect>,
    /// Overdue receivables of customers with this document.
    pub own_debts: Vec<Debtor>,
    /// Debtors with the first phone.
    pub phone_1_debtors: Vec<Debtor>,
    /// Debtors with the second phone.
    pub phone_2_debtors: Vec<Debtor>,
    /// Debtors at this address.
    pub address_debtors: Vec<Debtor>,
    /// Inactivations of customers with this document in the last fifteen days.
    pub inactivations: Vec<Inactivation>,
}

/// All checks, in the order of the form. That something is missing is told where the form requires it.
pub fn checks(content: &RegistrationContent, form: &Form, facts: &Facts, today: NaiveDate) -> Vec<SaleCheck> {
    let mut list = Checks::default();
    check_name(&mut list, content, facts);
    check_document(&mut list, content, facts);
    if content.kind == CustomerKind::Person {
        check_mother(&mut list, content);
        check_age(&mut list, content, today);
    }
    check_phone(&mut list, "phone_1", &content.phone_1, &content.uf, &facts.phone_1_debtors);
    check_phone(&mut list, "phone_2", &content.phone_2, &content.uf, &facts.phone_2_debtors);
    check_email(&mut list, content);
    check_address(&mut list, content, facts);
    check_plan(&mut list, content, facts);
    check_debts(&mut list, content, facts, today);
    list.0.retain(|check| check.code != "missing" || form.requires(&check.field, content));
    list.0
}

#[derive(Default)]
struct Checks(Vec<SaleCheck>);

impl Checks {
    fn add<const N: usize>(
        &mut self,
        field: &str,
        code: &str,
        outcome: CheckOutcome,
        params: [(&str, String); N],
    ) {
        let params: BTreeMap<_, _> = params.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
        self.0.push(SaleCheck { field: field.to_owned(), code: code.to_owned(), outcome, params });
    }

    fn missing(&mut self, field: &str) {
        self.add(field, "missing", CheckOutcome::Fail, []);
    }
}

fn check_name(list: &mut Checks, content: &RegistrationContent, facts: &Facts) {
    let words = brazil::text::fold(&content.name).split(' ').filter(|word| !word.is_empty()).count();
    match words {
        0 => list.missing("name"),
        1 if content.kind == CustomerKind::Person => {
            list.add("name", "name_single_word", CheckOutcome::Warning, []);
        }
        _ => list.add("name", "name_complete", CheckOutcome::Pass, []),
    }
    // One with the same document is told beside the document.
    let likeliest = facts.suspects.iter().find(|suspect| !has_same_document(suspect));
    if let Some(suspect) = likeliest {
        let params = [
            ("name", suspect.name.clone()),
            ("code", suspect.code.to_string()),
            ("score", suspect.score.to_string()),
            ("customer_id", suspect.customer_id.to_string()),
        ];
        list.add("name", "duplicate_suspect", CheckOutcome::Warning, params);
    }
}

fn has_same_document(suspect: &Suspect) -> bool {
    suspect.reasons.iter().any(|reason| reason.code == SuspectCode::SameDocument)
}

fn check_document(list: &mut Checks, content: &RegistrationContent, facts: &Facts) {
    let person = content.kind == CustomerKind::Person;
    match Document::parse(&content.document) {
        _ if content.document.is_empty() => list.missing("document"),
        Ok(Document::Cpf(_)) if !person => {
            list.add("document", "document_needs_cnpj", CheckOutcome::Fail, [])
        }
        Ok(Document::Cnpj(_)) if person => list.add("document", "document_needs_cpf", CheckOutcome::Fail, []),
        Ok(_) => list.add("document", "document_ok", CheckOutcome::Pass, []),
        // Two ways to repair it are none: only the customer knows.
        Err(error) => match &brazil::document::Cpf::suggest_repairs(&content.document)[..] {
            [repair] if person => {
                let params = [("suggestion", repair.as_str().to_owned())];
                list.add("document", "document_swapped", CheckOutcome::Fail, params);
            }
            _ => list.add("document", error.code(), CheckOutcome::Fail, []),
        },
    }
    if let Some(known) = facts.suspects.iter().find(|suspect| has_same_document(suspect)) {
        let params = [
            ("name", known.name.clone()),
            ("code", known.code.to_string()),
            ("customer_id", known.customer_id.to_string()),
        ];
        list.add("document", "document_known", CheckOutcome::Warning, params);
    }
    for inactivation in &facts.inactivations {
        let code = if inactivation.replied { "inactivated_replied" } else { "inactivated" };
        let params = [
            ("by", inactivation.by.clone()),
            ("on", inactivation.on.to_string()),
            ("code", inactivation.code.to_string()),
            ("customer_id", inactivation.customer_id.to_string()),
        ];
        list.add("document", code, CheckOutcome::Warning, params);
    }
}

fn check_mother(list: &mut Checks, content: &RegistrationContent) {
    let mother = brazil::text::fold(&content.mother_name);
    if mother.is_empty() {
        list.missing("mother_name");
    } else if mother == brazil::text::fold(&content.name) {
        list.add("mother_name", "mother_same_name", CheckOutcome::Warning, []);
    } else if !mother.contains(' ') {
        list.add("mother_name", "name_single_word", CheckOutcome::Warning, []);
    } else {
        list.add("mother_name", "informed", CheckOutcome::Pass, []);
    }
}

fn check_age(list: &mut Checks, content: &RegistrationContent, today: NaiveDate) {
    let Some(birth) = content.birth_date else { return list.missing("birth_date") };
    let age = age(birth, today);
    if !(0..=120).contains(&age) {
        list.add("birth_date", "birth_date_range", CheckOutcome::Fail, []);
    } else if age < AGE_OF_MAJORITY {
        list.add("birth_date", "minor", CheckOutcome::Fail, [("age", age.to_string())]);
    } else {
        list.add("birth_date", "age", CheckOutcome::Pass, [("age", age.to_string())]);
    }
}

/// Whole years; who is born on 29 February comes of age on 1 March in other years.
pub fn age(birth: NaiveDate, today: NaiveDate) -> i32 {
    let had_birthday = (today.month(), today.day()) >= (birth.month(), birth.day());
    today.year() - birth.year() - i32::from(!had_birthday)
}

fn check_phone(list: &mut Checks, field: &str, typed: &str, uf: &str, debtors: &[Debtor]) {
    match Phone::parse(typed) {
        _ if typed.is_empty() => list.missing(field),
        Ok(phone) => {
            let ddd = phone.ddd().map(|ddd| ddd.to_string()).unwrap_or_default();
            let elsewhere =
                phone.uf().zip(Uf::parse(uf).ok()).filter(|(of_phone, of_home)| of_phone != of_home);
            match (phone.kind(), elsewhere) {
                (PhoneKind::TollFree | PhoneKind::SharedCost, _) => {
                    list.add(field, "phone_of_service", CheckOutcome::Warning, []);
                }
                (_, Some((of_phone, _))) => {
                    let params = [("ddd", ddd), ("uf", of_phone.code().to_owned())];
                    list.add(field, "phone_elsewhere", CheckOutcome::Warning, params);
                }
                (PhoneKind::Mobile, None) => {
                    list.add(field, "phone_mobile", CheckOutcome::Pass, [("ddd", ddd)])
                }
                (PhoneKind::Landline, None) => {
                    list.add(field, "phone_landline", CheckOutcome::Pass, [("ddd", ddd)])
                }
            }
        }
        Err(error) => match Phone::suggest(typed) {
            Some(better) => {
                let params = [("suggestion", better.as_e164().to_owned())];
                list.add(field, error.code(), CheckOutcome::Fail, params);
            }
            None => list.add(field, error.code(), CheckOutcome::Fail, []),
        },
    }
    if let Some(debtor) = debtors.first() {
        list.add(field, "phone_of_debtor", CheckOutcome::Warning, debtor_params(debtor));
    }
}

fn debtor_params(debtor: &Debtor) -> [(&'static str, String); 6] {
    [
        ("name", debtor.name.clone()),
        ("code", debtor.code.to_string()),
        ("customer_id", debtor.customer_id.to_string()),
        ("count", debtor.count.to_string()),
        ("total_cents", debtor.total_cents.to_string()),
        ("oldest_due_on", debtor.oldest_due_on.to_string()),
    ]
}

fn check_email(list: &mut Checks, content: &RegistrationContent) {
    match Email::parse(&content.email) {
        _ if content.email.is_empty() => list.missing("email"),
        Err(error) => list.add("email", error.code(), CheckOutcome::Fail, []),
        Ok(email) => match suggest_domain(email.as_str()) {
            Some(suggestion) => {
                list.add("email", "email_typo", CheckOutcome::Fail, [("suggestion", suggestion)])
            }
            None => list.add("email", "email_ok", CheckOutcome::Pass, []),
        },
    }
}

fn check_address(list: &mut Checks, content: &RegistrationContent, facts: &Facts) {
    match (Cep::parse(&content.cep), Uf::parse(&content.uf)) {
        _ if content.cep.is_empty() => list.missing("cep"),
        (Err(error), _) => list.add("cep", error.code(), CheckOutcome::Fail, []),
        (_, Err(error)) => list.add("cep", error.code(), CheckOutcome::Fail, []),
        (Ok(cep), Ok(uf)) => {
            let of_cep = cep.uf().map(|uf| uf.code().to_owned()).unwrap_or_default();
            let matches = of_cep == uf.code();
            let params = [("cep", cep.as_str().to_owned()), ("uf", of_cep)];
            let (code, outcome) = match matches {
                true => ("cep_in_uf", CheckOutcome::Pass),
                false => ("cep_elsewhere", CheckOutcome::Fail),
            };
            list.add("cep", code, outcome, params);
        }
    }
    if let Some(debtor) = facts.address_debtors.first() {
        list.add("cep", "address_of_debtor", CheckOutcome::Warning, debtor_params(debtor));
    }
}

fn check_plan(list: &mut Checks, content: &RegistrationContent, facts: &Facts) {
    let Some(plan) = &facts.plan else { return list.missing("plan_id") };
    let uf = content.uf.clone();
    if !plan.active {
        list.add("plan_id", "plan_not_sold", CheckOutcome::Fail, []);
    } else if plan.regions.is_empty() || plan.regions.contains(&uf) {
        list.add("plan_id", "plan_sold_here", CheckOutcome::Pass, [("uf", uf)]);
    } else {
        let params = [("uf", uf), ("regions", plan.regions.join(", "))];
        list.add("plan_id", "plan_not_here", CheckOutcome::Fail, params);
    }
}

fn check_debts(list: &mut Checks, content: &RegistrationContent, facts: &Facts, today: NaiveDate) {
    if content.document.is_empty() {
        return;
    }
    let Some(debtor) = facts.own_debts.first() else {
        return list.add("debts", "no_debts", CheckOutcome::Pass, []);
    };
    let old = (today - debtor.oldest_due_on).num_days() > OLD_DEBT_DAYS;
    let code = if old { "old_debts" } else { "debts" };
    list.add("debts", code, CheckOutcome::Warning, debtor_params(debtor));
}

#[cfg(test)]
#[path = "check_rules_tests.rs"]
mod tests;
