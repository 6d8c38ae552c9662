//! The state machine of a sale, what it needs to be submitted (REG-1), and how two submissions differ.

use chrono::{Datelike, NaiveDate};

use brazil::document::Document;
use brazil::email::Email;
use brazil::phone::Phone;
use brazil::place::{Cep, Uf};

use crate::customers::model::CustomerKind;
use crate::error::{Error, Issues, Result};
use crate::registrations::form_rules::Form;
use crate::registrations::model::{
    CancelSale, FieldChange, FieldReason, Plan, RegistrationContent, RegistrationState as State, ReviewTarget,
};

/// Most characters of a short field.
const SHORT_MAX: usize = 200;
/// Most characters of a note or reason.
pub const NOTE_MAX: usize = 2_000;
/// Fields of the content, in the order of the form; what a reason may be on.
pub const FIELDS: [&str; 21] = [
    "kind",
    "segment",
    "name",
    "document",
    "mother_name",
    "birth_date",
    "phone_1",
    "phone_2",
    "email",
    "cep",
    "street",
    "address_number",
    "complement",
    "district",
    "city",
    "uf",
    "carrier",
    "plan_id",
    "due_day",
    "installation_period",
    "note",
];

/// What somebody does to a sale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Move {
    /// The seller writes on.
    Save,
    /// The seller sends it.
    Submit,
    /// A reviewer takes it, or takes it on when a claim ran out.
    Claim,
    /// The reviewer puts it back.
    Release,
    /// The reviewer passes it on.
    HandOver,
    /// The reviewer accepts it.
    Approve,
    /// The reviewer sends it back.
    Return,
    /// The reviewer refuses it.
    Deny,
    /// Somebody calls it off.
    Cancel,
}

impl Move {
    /// Every move.
    pub const ALL: [Self; 9] = [
        Self::Save,
        Self::Submit,
        Self::Claim,
        Self::Release,
        Self::HandOver,
        Self::Approve,
        Self::Return,
        Self::Deny,
        Self::Cancel,
    ];
}

/// The state after a move; none when the move is not allowed.
///
/// Approved, denied and cancelled sales stay so: what follows an approval (installation and on) has states of its
/// own, and calling off an approved sale is ending a contract, not a registration.
pub fn next_state(state: State, action: Move) -> Option<State> {
    match (state, action) {
        (State::Draft | State::Returned, Move::Save) => Some(state),
        (State::Draft | State::Returned, Move::Submit) | (State::InReview, Move::Release) => {
            Some(State::Submitted)
        }
        (State::Submitted | State::InReview, Move::Claim) | (State::InReview, Move::HandOver) => {
            Some(State::InReview)
        }
        (State::InReview, Move::Approve) => Some(State::Approved),
        (State::InReview, Move::Return) => Some(State::Returned),
        (State::InReview, Move::Deny) => Some(State::Denied),
        (State::Draft | State::Submitted | State::InReview | State::Returned, Move::Cancel) => {
            Some(State::Cancelled)
        }
        _ => None,
    }
}

/// The state after a move.
///
/// # Errors
/// `Invalid` with `move_not_allowed` and the present state.
pub fn moved(state: State, action: Move) -> Result<State> {
    next_state(state, action).ok_or_else(|| {
        let mut issues = Issues::default();
        issues.add_with("state", "move_not_allowed", [("state", state.as_text())]);
        Error::Invalid(issues.into_list())
    })
}

/// The content as stored: nothing invisible, no spaces around, and canonical where it parses. Never refuses:
/// what is half typed stays as typed.
pub fn cleaned(typed: &RegistrationContent) -> RegistrationContent {
    let plain = |text: &str| brazil::text::strip_invisible(text).trim().to_owned();
    let or_typed = |parsed: Option<String>, text: &str| parsed.unwrap_or_else(|| plain(text));
    let phone = |text: &str| or_typed(Phone::parse(text).ok().map(|it| it.as_e164().to_owned()), text);
    let person = typed.kind == CustomerKind::Person;
    RegistrationContent {
        kind: typed.kind,
        segment: typed.segment,
        name: plain(&typed.name),
        document: or_typed(
            Document::parse(&typed.document).ok().map(|it| it.as_str().to_owned()),
            &typed.document,
        ),
        email: or_typed(Email::parse(&typed.email).ok().map(|it| it.as_str().to_owned()), &typed.email),
        mother_name: if person { plain(&typed.mother_name) } else { String::new() },
        birth_date: if person { typed.birth_date } else { None },
        phone_1: phone(&typed.phone_1),
        phone_2: phone(&typed.phone_2),
        street: plain(&typed.street),
        address_number: plain(&typed.address_number),
        complement: plain(&typed.complement),
        district: plain(&typed.district),
        city: plain(&typed.city),
        uf: or_typed(Uf::parse(&typed.uf).ok().map(|it| it.code().to_owned()), &typed.uf),
        cep: or_typed(Cep::parse(&typed.cep).ok().map(|it| it.as_str().to_owned()), &typed.cep),
        carrier: plain(&typed.carrier),
        plan_id: typed.plan_id,
        due_day: typed.due_day,
        installation_period: typed.installation_period,
        note: brazil::text::strip_invisible_lines(&typed.note).trim().to_owned(),
    }
}

/// What not even a draft may hold: texts beyond any use.
pub fn check_lengths(content: &RegistrationContent) -> Issues {
    let mut issues = Issues::default();
    let short = [
        ("name", &content.name),
        ("document", &content.document),
        ("email", &content.email),
        ("mother_name", &content.mother_name),
        ("phone_1", &content.phone_1),
        ("phone_2", &content.phone_2),
        ("street", &content.street),
        ("address_number", &content.address_number),
        ("complement", &content.complement),
        ("district", &content.district),
        ("city", &content.city),
        ("uf", &content.uf),
        ("cep", &content.cep),
        ("carrier", &content.carrier),
    ];
    for (field, text) in short {
        if text.chars().count() > SHORT_MAX {
            issues.add_with(path(field), "too_long", [("max", SHORT_MAX.to_string())]);
        }
    }
    if content.note.chars().count() > NOTE_MAX {
        issues.add_with(path("note"), "too_long", [("max", NOTE_MAX.to_string())]);
    }
    issues
}

/// Everything that keeps a sale from being submitted (REG-1), all fields at once. `content` is [`cleaned`];
/// `form` says what is required of it; `plan` is the plan it names, where there is one.
pub fn check_content(
    content: &RegistrationContent,
    form: &Form,
    plan: Option<&Plan>,
    today: NaiveDate,
) -> Issues {
    let mut issues = check_lengths(content);
    let texts = as_texts(content);
    for field in form.0.iter().map(|known| known.field.as_str()) {
        let blank = texts.get(field).is_some_and(String::is_empty);
        if blank && is_asked(content, field) && form.requires(field, content) {
            issues.add(path(field), "required");
        }
    }
    check_identity(&mut issues, content, today);
    check_reach(&mut issues, content);
    check_sale(&mut issues, content, plan);
    issues
}

/// A company has neither mother nor birthday.
fn is_asked(content: &RegistrationContent, field: &str) -> bool {
    content.kind == CustomerKind::Person || !matches!(field, "mother_name" | "birth_date")
}

/// Notes a text that stands but does not parse.
fn check_form<T>(issues: &mut Issues, field: &str, text: &str, parsed: Result<T, &'static str>) -> Option<T> {
    if text.is_empty() { None } else { issues.take(&path(field), parsed) }
}

fn check_identity(issues: &mut Issues, content: &RegistrationContent, today: NaiveDate) {
    if !content.name.is_empty() && brazil::text::fold(&content.name).is_empty() {
        issues.add(path("name"), "name_letters");
    }
    let person = content.kind == CustomerKind::Person;
    let document = Document::parse(&content.document).map_err(|error| error.code());
    match check_form(issues, "document", &content.document, document) {
        Some(Document::Cpf(_)) if !person => issues.add(path("document"), "document_needs_cnpj"),
        Some(Document::Cnpj(_)) if person => issues.add(path("document"), "document_needs_cpf"),
        _ => {}
    }
    let far = |date: NaiveDate| date > today || date.year() < today.year() - 120;
    if person && content.birth_date.is_some_and(far) {
        issues.add(path("birth_date"), "birth_date_range");
    }
}

fn check_reach(issues: &mut Issues, content: &RegistrationContent) {
    for (field, text) in [("phone_1", &content.phone_1), ("phone_2", &content.phone_2)] {
        check_form(issues, field, text, Phone::parse(text).map_err(|error| error.code()));
    }
    if !content.phone_2.is_empty() && content.phone_1 == content.phone_2 {
        issues.add(path("phone_2"), "same_contact");
    }
    check_form(issues, "email", &content.email, Email::parse(&content.email).map_err(|error| error.code()));
    check_form(issues, "cep", &content.cep, Cep::parse(&content.cep).map_err(|error| error.code()));
    check_form(issues, "uf", &content.uf, Uf::parse(&content.uf).map_err(|error| error.code()));
}

fn check_sale(issues: &mut Issues, content: &RegistrationContent, plan: Option<&Plan>) {
    match plan {
        // Named, and gone since.
        None if content.plan_id.is_some() => issues.add(path("plan_id"), "required"),
        Some(plan) if plan.carrier != content.carrier => issues.add(path("plan_id"), "plan_of_other_carrier"),
        Some(plan) if !plan.active => issues.add(path("plan_id"), "plan_not_sold"),
        _ => {}
    }
    if content.due_day.is_some_and(|day| !(1..=31).contains(&day)) {
        issues.add(path("due_day"), "due_day_range");
    }
}

/// The place of a field in a request.
fn path(field: &str) -> String {
    format!("content.{field}")
}

/// Reasons to return a sale: at least one, each on a field of the form and in words that say something.
///
/// # Errors
/// `Invalid` with everything that is wrong, at `reasons.N`.
pub fn check_reasons(typed: &[FieldReason]) -> Result<Vec<FieldReason>> {
    let mut issues = Issues::default();
    if typed.is_empty() {
        issues.add("reasons", "required");
    }
    let mut reasons: Vec<FieldReason> = Vec::new();
    for (index, typed) in typed.iter().take(FIELDS.len()).enumerate() {
        let reason = check_words(&mut issues, &format!("reasons.{index}.reason"), &typed.reason);
        if !FIELDS.contains(&typed.field.as_str()) {
            issues.add(format!("reasons.{index}.field"), "field_unknown");
        } else if reasons.iter().any(|known| known.field == typed.field) {
            issues.add(format!("reasons.{index}.field"), "already_exists");
        }
        reasons.push(FieldReason { field: typed.field.clone(), reason });
    }
    issues.finish(Some(reasons))
}

/// Parts of a ficha that an approval may take over.
pub const TAKEABLE: [&str; 5] = ["name", "mother_name", "birth_date", "contacts", "address"];

/// Checks what an approval is to take over.
///
/// # Errors
/// `Invalid` at `take.N` for what is no such part.
pub fn check_take(take: &[String]) -> Result<()> {
    let mut issues = Issues::default();
    for (index, part) in take.iter().enumerate() {
        if !TAKEABLE.contains(&part.as_str()) {
            issues.add(format!("take.{index}"), "field_unknown");
        }
    }
    issues.check()
}

/// Words that must say something; gives them cleaned.
pub fn check_words(issues: &mut Issues, field: &str, typed: &str) -> String {
    let words = brazil::text::strip_invisible_lines(typed).trim().to_owned();
    if words.is_empty() {
        issues.add(field, "required");
    } else if !brazil::text::is_meaningful(&words) {
        issues.add(field, "says_nothing");
    } else if words.chars().count() > NOTE_MAX {
        issues.add_with(field, "too_long", [("max", NOTE_MAX.to_string())]);
    }
    words
}

/// The reason a sale is called off for; a draft needs none.
///
/// # Errors
/// `Invalid` when it says nothing.
pub fn check_cancel(request: &CancelSale, state: State) -> Result<String> {
    let mut issues = Issues::default();
    if state == State::Draft && request.reason.trim().is_empty() {
        return Ok(String::new());
    }
    let reason = check_words(&mut issues, "reason", &request.reason);
    issues.finish(Some(reason))
}

/// A plan to store.
///
/// # Errors
/// `Invalid` with every wrong field.
pub fn check_plan(typed: &Plan) -> Result<Plan> {
    let mut issues = Issues::default();
    let mut short = |field: &str, text: &str| {
        let text = brazil::text::strip_invisible(text).trim().to_owned();
        if text.is_empty() {
            issues.add(field, "required");
        } else if text.chars().count() > SHORT_MAX {
            issues.add_with(field, "too_long", [("max", SHORT_MAX.to_string())]);
        }
        text
    };
    let (carrier, name) = (short("carrier", &typed.carrier), short("name", &typed.name));
    if !(0..=100_000_000).contains(&typed.monthly_cents) {
        issues.add("monthly_cents", "money_range");
    }
    let mut regions = Vec::new();
    for (index, region) in typed.regions.iter().take(Uf::ALL.len()).enumerate() {
        let parsed = Uf::parse(region).map_err(|error| error.code());
        regions.extend(issues.take(&format!("regions.{index}"), parsed).map(|uf| uf.code().to_owned()));
    }
    regions.sort();
    regions.dedup();
    issues.finish(Some(Plan { carrier, name, regions, ..typed.clone() }))
}

/// Targets to store.
///
/// # Errors
/// `Invalid` where a figure makes no sense.
pub fn check_targets(targets: &[ReviewTarget]) -> Result<()> {
    const WEEK: i64 = 5 * 10 * 60;
    let mut issues = Issues::default();
    for (index, target) in targets.iter().enumerate() {
        for (field, minutes) in [
            ("target_minutes", target.target_minutes),
            ("soon_minutes", target.soon_minutes),
            ("claim_minutes", target.claim_minutes),
        ] {
            if !(1..=WEEK).contains(&minutes) {
                issues.add_with(
                    format!("targets.{index}.{field}"),
                    "minutes_range",
                    [("max", WEEK.to_string())],
                );
            }
        }
    }
    issues.check()
}

/// The fields in which two submissions differ, in the order of the form.
pub fn changes(before: &RegistrationContent, after: &RegistrationContent) -> Vec<FieldChange> {
    let (before, after) = (as_texts(before), as_texts(after));
    FIELDS
        .iter()
        .filter_map(|field| {
            let (old, new) = (before.get(*field)?, after.get(*field)?);
            (old != new).then(|| FieldChange {
                field: (*field).to_owned(),
                before: old.clone(),
                after: new.clone(),
            })
        })
        .collect()
}

/// Each field as plain text, as the change list shows it.
fn as_texts(content: &RegistrationContent) -> std::collections::BTreeMap<String, String> {
    let value = serde_json::to_value(content).unwrap_or_default();
    let fields = value.as_object().cloned().unwrap_or_default();
    let text = |value: serde_json::Value| match value {
        serde_json::Value::Null => String::new(),
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    };
    fields.into_iter().map(|(field, value)| (field, text(value))).collect()
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
