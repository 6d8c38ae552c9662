//! What the survivor becomes by a merge, and again when it is taken back.

use serde_json::{Value, json};

use crate::customers::merging::Snapshot;
use crate::customers::model::{AddressInput, ContactInput, CustomerId, CustomerKind};
use crate::error::{Issues, Result};
use crate::merges::model::{FieldChoice, MergeFichas, MergeField, UndoConflict, UndoDecision};

/// Most fichas merged at once: as many as are read side by side.
pub const FICHAS_MAX: usize = 6;
/// From 99 % up to the last millionth below certainty.
const THRESHOLD_PPM: std::ops::RangeInclusive<i64> = 990_000..=999_999;
/// Most telephones, e-mails or addresses a ficha shows.
const PARTS_MAX: usize = 100;
/// Length of a CPF; a CNPJ is longer.
const CPF_LENGTH: usize = 11;

/// Whether the fichas are at least two, different, and the survivor among them.
pub fn check_fichas(survivor: CustomerId, ids: &[CustomerId]) -> Result<()> {
    let mut issues = Issues::default();
    let distinct: std::collections::BTreeSet<_> = ids.iter().collect();
    if distinct.len() < 2 || distinct.len() != ids.len() {
        issues.add("records", "fichas_two");
    } else if ids.len() > FICHAS_MAX {
        issues.add_with("records", "too_many", [("max", FICHAS_MAX.to_string())]);
    }
    if !ids.contains(&survivor) {
        issues.add("survivor_id", "required");
    }
    issues.check()
}

/// A field of a ficha as it is compared and shown.
pub fn value(ficha: &Snapshot, field: MergeField) -> Value {
    let input = &ficha.input;
    match field {
        MergeField::Kind => json!(input.kind),
        MergeField::Name => json!(input.name),
        MergeField::TradeName => json!(input.trade_name),
        MergeField::Document => json!(input.document),
        MergeField::BirthDate => json!(input.birth_date),
        MergeField::MotherName => json!(input.mother_name),
        MergeField::ContactName => json!(input.contact_name),
        MergeField::Segment => json!(input.segment),
        MergeField::ResponsibleId => json!(input.responsible_id),
        MergeField::Status => json!([ficha.status, ficha.status_reason]),
        MergeField::ContactPoints => json!(input.contact_points),
        MergeField::Addresses => json!(input.addresses),
    }
}

/// Gives a ficha another's value of a field.
fn take(ficha: &mut Snapshot, field: MergeField, from: &Snapshot) {
    let (input, source) = (&mut ficha.input, &from.input);
    match field {
        MergeField::Kind => input.kind = source.kind,
        MergeField::Name => input.name.clone_from(&source.name),
        MergeField::TradeName => input.trade_name.clone_from(&source.trade_name),
        MergeField::Document => input.document.clone_from(&source.document),
        MergeField::BirthDate => input.birth_date.clone_from(&source.birth_date),
        MergeField::MotherName => input.mother_name.clone_from(&source.mother_name),
        MergeField::ContactName => input.contact_name.clone_from(&source.contact_name),
        MergeField::Segment => input.segment = source.segment,
        MergeField::ResponsibleId => input.responsible_id = source.responsible_id,
        MergeField::Status => {
            ficha.status = from.status;
            ficha.status_reason.clone_from(&from.status_reason);
        }
        MergeField::ContactPoints => input.contact_points.clone_from(&source.contact_points),
        MergeField::Addresses => input.addresses.clone_from(&source.addresses),
    }
}

/// Fields with one value, of which one ficha's survives.
pub fn single() -> impl Iterator<Item = MergeField> {
    let many = [MergeField::ContactPoints, MergeField::Addresses];
    MergeField::ALL.iter().copied().filter(move |field| !many.contains(field))
}

/// What is not the same in all fichas.
pub fn differing(fichas: &[Snapshot]) -> Vec<MergeField> {
    let differs = |field: &MergeField| {
        fichas.windows(2).any(|pair| match pair {
            [one, other] => value(one, *field) != value(other, *field),
            _ => false,
        })
    };
    single().filter(differs).collect()
}

/// Whether a supervisor may set this threshold, in millionths: high enough that few are wrong, below certainty.
pub fn check_threshold(automatic_ppm: Option<i64>) -> Result<()> {
    let mut issues = Issues::default();
    if automatic_ppm.is_some_and(|ppm| !THRESHOLD_PPM.contains(&ppm)) {
        issues.add("automatic_ppm", "threshold_range");
    }
    issues.check()
}

/// The survivor after a merge: its own values, or those chosen; telephones, e-mails and addresses of all, without
/// repeats (DUP-4). Where the survivor has nothing, the first of the others that has something fills it in, unless
/// another choice was made.
pub fn unite(
    survivor: &Snapshot,
    others: &[(CustomerId, Snapshot)],
    choices: &[FieldChoice],
    own: CustomerId,
) -> Snapshot {
    let mut united = survivor.clone();
    for field in single() {
        let chosen = choices.iter().find(|choice| choice.field == field);
        let source = match chosen {
            Some(choice) if choice.from == own => None,
            Some(choice) => others.iter().find(|(id, _)| *id == choice.from),
            None if is_empty(&value(survivor, field)) => {
                others.iter().find(|(_, other)| {
                    // A company's CNPJ is no person's document.
                    let fits = field != MergeField::Document || other.input.kind == united.input.kind;
                    fits && !is_empty(&value(other, field))
                })
            }
            None => None,
        };
        if let Some((_, source)) = source {
            take(&mut united, field, source);
        }
    }
    for (_, other) in others {
        add_contacts(&mut united.input.contact_points, &other.input.contact_points);
        add_addresses(&mut united.input.addresses, &other.input.addresses);
    }
    united
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(str::is_empty)
}

fn same_contact(one: &ContactInput, other: &ContactInput) -> bool {
    one.kind == other.kind && one.value == other.value
}

fn same_address(one: &AddressInput, other: &AddressInput) -> bool {
    let key = |address: &AddressInput| {
        [&address.street, &address.number, &address.complement, &address.city]
            .map(|text| brazil::text::fold(text))
    };
    one.cep == other.cep && key(one) == key(other)
}

fn add_contacts(own: &mut Vec<ContactInput>, more: &[ContactInput]) {
    for contact in more {
        if !own.iter().any(|known| same_contact(known, contact)) {
            own.push(contact.clone());
        }
    }
}

fn add_addresses(own: &mut Vec<AddressInput>, more: &[AddressInput]) {
    for address in more {
        if !own.iter().any(|known| same_address(known, address)) {
            own.push(address.clone());
        }
    }
}

/// Whether the choices name fields and fichas there are, and make sense together.
pub fn check_choices(request: &MergeFichas, united: &Snapshot) -> Result<()> {
    let mut issues = Issues::default();
    for (index, choice) in request.choices.iter().enumerate() {
        let twice = request.choices.iter().take(index).any(|earlier| earlier.field == choice.field);
        let known = request.records.iter().any(|record| record.id == choice.from);
        if twice || !known || !single().any(|field| field == choice.field) {
            issues.add(format!("choices.{index}"), "choice_unknown");
        }
    }
    let document = united.input.document.len();
    let fits = match united.input.kind {
        CustomerKind::Person => document == CPF_LENGTH,
        CustomerKind::Company => document > CPF_LENGTH,
    };
    if document > 0 && !fits {
        issues.add("document", "document_other_kind");
    }
    let parts = united.input.contact_points.len().max(united.input.addresses.len());
    if parts > PARTS_MAX {
        issues.add_with("contact_points", "too_many", [("max", PARTS_MAX.to_string())]);
    }
    issues.check()
}

/// The survivor after its merge is taken back, and what must be decided for that (DUP-5). A field that the merge
/// left alone stays as it is now; one it changed goes back, unless somebody changed it again: that is a conflict.
pub fn take_back(
    before: &Snapshot,
    after: &Snapshot,
    now: &Snapshot,
    decisions: &[UndoDecision],
) -> (Snapshot, Vec<UndoConflict>) {
    let mut restored = now.clone();
    let mut conflicts = Vec::new();
    for field in MergeField::ALL.iter().copied() {
        let [was, made, is] = [before, after, now].map(|ficha| value(ficha, field));
        if was == made || is == was {
            continue;
        }
        let untouched = match field {
            MergeField::ContactPoints => contacts_untouched(before, after, now),
            MergeField::Addresses => addresses_untouched(before, after, now),
            _ => is == made,
        };
        let keep = match decisions.iter().find(|decision| decision.field == field) {
            _ if untouched => false,
            Some(decision) => decision.keep,
            None => true,
        };
        if !untouched {
            conflicts.push(UndoConflict { field, before: was, after: made, now: is });
        }
        if !keep {
            give_back(&mut restored, field, before, after);
        }
    }
    (restored, conflicts)
}

fn give_back(ficha: &mut Snapshot, field: MergeField, before: &Snapshot, after: &Snapshot) {
    match field {
        // What the merge brought goes; what was the survivor's or added since stays.
        MergeField::ContactPoints => {
            let brought = brought_contacts(before, after);
            let parts = &mut ficha.input.contact_points;
            parts.retain(|part| !brought.iter().any(|one| same_contact(one, part)));
        }
        MergeField::Addresses => {
            let brought = brought_addresses(before, after);
            ficha.input.addresses.retain(|part| !brought.iter().any(|one| same_address(one, part)));
        }
        _ => take(ficha, field, before),
    }
}

fn brought_contacts<'a>(before: &Snapshot, after: &'a Snapshot) -> Vec<&'a ContactInput> {
    let own = &before.input.contact_points;
    after
        .input
        .contact_points
        .iter()
        .filter(|part| !own.iter().any(|known| same_contact(known, part)))
        .collect()
}

fn brought_addresses<'a>(before: &Snapshot, after: &'a Snapshot) -> Vec<&'a AddressInput> {
    let own = &before.input.addresses;
    after.input.addresses.iter().filter(|part| !own.iter().any(|known| same_address(known, part))).collect()
}

/// Whether what the merge brought is still there as it came, or gone; a changed label makes it somebody's own.
fn contacts_untouched(before: &Snapshot, after: &Snapshot, now: &Snapshot) -> bool {
    let now = &now.input.contact_points;
    brought_contacts(before, after)
        .iter()
        .all(|brought| now.iter().all(|part| !same_contact(brought, part) || part == *brought))
}

fn addresses_untouched(before: &Snapshot, after: &Snapshot, now: &Snapshot) -> bool {
    let now = &now.input.addresses;
    brought_addresses(before, after)
        .iter()
        .all(|brought| now.iter().all(|part| !same_address(brought, part) || part == *brought))
}

/// Each conflict needs its decision.
pub fn check_decisions(conflicts: &[UndoConflict], decisions: &[UndoDecision]) -> Result<()> {
    let mut issues = Issues::default();
    for conflict in conflicts {
        if !decisions.iter().any(|decision| decision.field == conflict.field) {
            issues.add(format!("decisions.{}", conflict.field.as_text()), "changed_since_merge");
        }
    }
    issues.check()
}

#[cfg(test)]
#[path = "rules_tests.rs"]
mod tests;
