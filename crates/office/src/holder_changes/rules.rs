//! What waits for the holder, what may be saved at once, and when a confirmed change still fits (CUS-9).

use brazil::text::{fold, strip_invisible};

use crate::customers::model::{CustomerInput, CustomerKind};
use crate::error::Issues;
use crate::holder_changes::model::{Asker, AskerKind, SensitiveChange, SensitiveField as Field};

/// Longest relation to the holder; a few words.
const RELATION_CHARACTERS_MAX: usize = 100;

/// Who asked, cleaned. A third party is named and says what they are to the holder; of the holder nothing is kept.
pub fn check_asker(issues: &mut Issues, typed: &Asker) -> Asker {
    if typed.kind == AskerKind::Holder {
        return Asker { kind: AskerKind::Holder, name: String::new(), relation: String::new() };
    }
    let name = issues.name("asked_by.name", &typed.name);
    if !name.is_empty() && fold(&name).is_empty() {
        issues.add("asked_by.name", "name_letters");
    }
    let relation = strip_invisible(&typed.relation).trim().to_owned();
    if relation.is_empty() {
        issues.add("asked_by.relation", "required");
    } else if fold(&relation).is_empty() {
        issues.add("asked_by.relation", "says_nothing");
    } else if relation.chars().count() > RELATION_CHARACTERS_MAX {
        issues.add_with("asked_by.relation", "too_long", [("max", RELATION_CHARACTERS_MAX.to_string())]);
    }
    Asker { kind: AskerKind::ThirdParty, name, relation }
}

/// What stands in a field; empty for nothing.
pub fn value(input: &CustomerInput, field: Field) -> String {
    match field {
        Field::Kind => input.kind.as_text(),
        Field::Name => input.name.clone(),
        Field::Document => input.document.clone(),
        Field::BirthDate => input.birth_date.clone(),
        Field::MotherName => input.mother_name.clone(),
        Field::ResponsibleId => input.responsible_id.map(|id| id.to_string()).unwrap_or_default(),
    }
}

/// Puts a value into a field. One that cannot be read, which nothing stores, leaves the field as it is.
fn put(input: &mut CustomerInput, field: Field, value: &str) {
    match field {
        Field::Kind => {
            let known = CustomerKind::ALL.iter().find(|kind| kind.as_text() == value);
            input.kind = known.copied().unwrap_or(input.kind);
        }
        Field::Name => value.clone_into(&mut input.name),
        Field::Document => value.clone_into(&mut input.document),
        Field::BirthDate => value.clone_into(&mut input.birth_date),
        Field::MotherName => value.clone_into(&mut input.mother_name),
        Field::ResponsibleId => {
            input.responsible_id = value.parse::<uuid::Uuid>().ok().map(Into::into);
        }
    }
}

/// Splits a change: what may be saved at once, and what waits. Both inputs are canonical.
pub fn split(standing: &CustomerInput, wanted: &CustomerInput) -> (CustomerInput, Vec<SensitiveChange>) {
    let mut at_once = wanted.clone();
    let mut waits = Vec::new();
    for field in Field::ALL.iter().copied() {
        let (before, after) = (value(standing, field), value(wanted, field));
        put(&mut at_once, field, &before);
        if before != after {
            let none = String::new();
            waits.push(SensitiveChange { field, before, after, before_name: none.clone(), after_name: none });
        }
    }
    (at_once, waits)
}

/// What waits after another request: the newer word on a field counts, and what it does not speak of stays.
pub fn combine(waiting: &[SensitiveChange], newer: Vec<SensitiveChange>) -> Vec<SensitiveChange> {
    let not_again = |known: &&SensitiveChange| newer.iter().all(|change| change.field != known.field);
    let mut fields: Vec<SensitiveChange> = waiting.iter().filter(not_again).cloned().collect();
    fields.extend(newer);
    fields.sort_by_key(|change| change.field);
    fields
}

/// Fields in which something else stands by now than when the change was asked for, and not what is wanted either.
pub fn moved_on(standing: &CustomerInput, fields: &[SensitiveChange]) -> Vec<Field> {
    let differs = |change: &&SensitiveChange| {
        let now = value(standing, change.field);
        now != change.before && now != change.after
    };
    fields.iter().filter(differs).map(|change| change.field).collect()
}

/// The ficha with the changes in it.
pub fn applied(standing: &CustomerInput, fields: &[SensitiveChange]) -> CustomerInput {
    let mut input = standing.clone();
    for change in fields {
        put(&mut input, change.field, &change.after);
    }
    input
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::model::{ContactInput, ContactKind, Segment};

    fn ficha() -> CustomerInput {
        CustomerInput {
            code: Some(7),
            kind: CustomerKind::Person,
            name: "Rosa Prado".to_owned(),
            trade_name: String::new(),
            document: "52998224725".to_owned(),
            birth_date: "1970-03-02".to_owned(),
            mother_name: String::new(),
            contact_name: String::new(),
            segment: Segment::Retail,
            responsible_id: None,
            contact_points: Vec::new(),
            addresses: Vec::new(),
        }
    }

    fn asker(name: &str, relation: &str) -> Asker {
        Asker { kind: AskerKind::ThirdParty, name: name.to_owned(), relation: relation.to_owned() }
    }

    #[test]
    fn cus_9_what_says_who_they_are_waits_and_the_rest_does_not() {
        let standing = ficha();
        let mut wanted = ficha();
        wanted.name = "Rosa Prado Lima".to_owned();
        wanted.mother_name = "Ana Prado".to_owned();
        wanted.responsible_id = Some(uuid::Uuid::from_u128(9).into());
        wanted.contact_name = "Bia".to_owned();
        let mobile = ContactInput {
            kind: ContactKind::Mobile,
            value: "+5511987654321".to_owned(),
            label: String::new(),
        };
        wanted.contact_points.push(mobile);
        let (at_once, waits) = split(&standing, &wanted);
        let fields: Vec<Field> = waits.iter().map(|change| change.field).collect();
        assert_eq!(fields, [Field::Name, Field::MotherName, Field::ResponsibleId]);
        assert_eq!((at_once.name.as_str(), at_once.mother_name.as_str()), ("Rosa Prado", ""));
        assert_eq!((at_once.responsible_id, at_once.contact_name.as_str()), (None, "Bia"));
        assert_eq!(at_once.contact_points, wanted.contact_points);
        assert_eq!(applied(&at_once, &waits), wanted);
        assert!(split(&standing, &standing).1.is_empty());
    }

    #[test]
    fn cus_9_a_company_made_of_a_person_waits_with_its_document() {
        let mut wanted = ficha();
        wanted.kind = CustomerKind::Company;
        wanted.document = "12ABC34501DE35".to_owned();
        let (at_once, waits) = split(&ficha(), &wanted);
        assert_eq!(at_once, ficha());
        assert_eq!(applied(&ficha(), &waits), wanted);
    }

    #[test]
    fn cus_9_the_newer_word_on_a_field_counts() {
        let (mut one, mut two) = (ficha(), ficha());
        one.name = "Rosa P. Lima".to_owned();
        one.document = "11144477735".to_owned();
        two.name = "Rosa Lima".to_owned();
        two.birth_date = "1970-02-03".to_owned();
        let both = combine(&split(&ficha(), &one).1, split(&ficha(), &two).1);
        let after: Vec<(Field, &str)> =
            both.iter().map(|change| (change.field, change.after.as_str())).collect();
        let expected =
            [(Field::Name, "Rosa Lima"), (Field::Document, "11144477735"), (Field::BirthDate, "1970-02-03")];
        assert_eq!(after, expected);
    }

    #[test]
    fn cus_9_a_change_fits_what_stood_there_and_what_is_there_already() {
        let mut wanted = ficha();
        wanted.name = "Rosa Lima".to_owned();
        let (_, waits) = split(&ficha(), &wanted);
        assert!(moved_on(&ficha(), &waits).is_empty());
        assert!(moved_on(&wanted, &waits).is_empty());
        let mut other = ficha();
        other.name = "Rosa Dias".to_owned();
        assert_eq!(moved_on(&other, &waits), [Field::Name]);
        other.name = "Rosa Prado".to_owned();
        other.birth_date = String::new();
        assert!(moved_on(&other, &waits).is_empty());
    }

    #[test]
    fn cus_9_a_third_party_is_named_and_says_what_they_are() {
        let codes = |typed: &Asker| {
            let mut issues = Issues::default();
            check_asker(&mut issues, typed);
            issues.into_list().into_iter().map(|issue| (issue.field, issue.code)).collect::<Vec<_>>()
        };
        let missing = codes(&asker(" ", ""));
        assert_eq!(missing.len(), 2);
        assert_eq!(missing[1], ("asked_by.relation".to_owned(), "required".to_owned()));
        assert_eq!(codes(&asker("...", "--"))[1].1, "says_nothing");
        assert_eq!(codes(&asker("Bia", &"filha ".repeat(50)))[0].1, "too_long");
        assert!(codes(&asker("Bia Prado", "filha")).is_empty());
        let mut issues = Issues::default();
        let holder = Asker { kind: AskerKind::Holder, ..asker("Bia", "filha") };
        assert_eq!(check_asker(&mut issues, &holder).name, "");
        assert!(issues.is_empty());
    }
}
