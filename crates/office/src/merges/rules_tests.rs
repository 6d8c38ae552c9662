use proptest::prelude::*;
use uuid::Uuid;

use super::*;
use crate::customers::model::{ContactKind, CustomerInput, CustomerStatus, Segment};

fn ficha(name: &str, document: &str, phones: &[(&str, &str)]) -> Snapshot {
    let contact = |(value, label): &(&str, &str)| ContactInput {
        kind: ContactKind::Phone,
        value: (*value).to_owned(),
        label: (*label).to_owned(),
    };
    Snapshot {
        input: CustomerInput {
            code: None,
            kind: CustomerKind::Person,
            name: name.to_owned(),
            trade_name: String::new(),
            document: document.to_owned(),
            birth_date: String::new(),
            mother_name: String::new(),
            contact_name: String::new(),
            segment: Segment::Retail,
            responsible_id: None,
            contact_points: phones.iter().map(contact).collect(),
            addresses: Vec::new(),
        },
        status: CustomerStatus::Active,
        status_reason: String::new(),
    }
}

fn id(number: u128) -> CustomerId {
    Uuid::from_u128(number).into()
}

#[test]
fn dup_4_what_the_survivor_lacks_is_filled_in_and_what_is_chosen_wins() {
    let survivor = ficha("Cida", "", &[("+551932510087", "loja")]);
    let other = ficha("Aparecida", "52998224725", &[("+551932510087", ""), ("+551932510088", "")]);
    let united = unite(&survivor, &[(id(2), other.clone())], &[], id(1));
    assert_eq!((united.input.name.as_str(), united.input.document.as_str()), ("Cida", "52998224725"));
    assert_eq!(united.input.contact_points.len(), 2);
    assert_eq!(united.input.contact_points[0].label, "loja");
    let choices = [
        FieldChoice { field: MergeField::Name, from: id(2) },
        FieldChoice { field: MergeField::Document, from: id(1) },
    ];
    let united = unite(&survivor, &[(id(2), other)], &choices, id(1));
    assert_eq!((united.input.name.as_str(), united.input.document.as_str()), ("Aparecida", ""));
}

#[test]
fn dup_4_a_company_s_document_does_not_fill_in_a_person_s() {
    let survivor = ficha("Cida", "", &[]);
    let mut company = ficha("Cida ME", "11222333000181", &[]);
    company.input.kind = CustomerKind::Company;
    assert_eq!(unite(&survivor, &[(id(2), company)], &[], id(1)).input.document, "");
}

#[test]
fn dup_5_a_label_put_on_what_the_merge_brought_is_asked() {
    let before = ficha("Cida", "", &[]);
    let after = ficha("Cida", "", &[("+551932510087", "")]);
    let now = ficha("Cida", "", &[("+551932510087", "recado")]);
    let (_, conflicts) = take_back(&before, &after, &now, &[]);
    assert_eq!(conflicts.iter().map(|one| one.field).collect::<Vec<_>>(), [MergeField::ContactPoints]);
    assert!(check_decisions(&conflicts, &[]).is_err());
    let restore = [UndoDecision { field: MergeField::ContactPoints, keep: false }];
    assert_eq!(take_back(&before, &after, &now, &restore).0, before);
}

#[test]
fn dup_9_a_threshold_is_none_or_from_99_per_cent_on() {
    for fine in [None, Some(990_000), Some(999_999)] {
        assert!(check_threshold(fine).is_ok(), "{fine:?}");
    }
    for wrong in [0, -1, 989_999, 1_000_000, i64::MAX] {
        assert!(check_threshold(Some(wrong)).is_err(), "{wrong}");
    }
}

fn any_ficha() -> impl Strategy<Value = Snapshot> {
    let phones = prop::collection::btree_set("\\+55193251[0-9]", 0..4);
    ("[ABC]{1,2}", "[0-9]{0,1}", phones).prop_map(|(name, document, phones)| {
        let phones: Vec<(&str, &str)> = phones.iter().map(|phone| (phone.as_str(), "")).collect();
        ficha(&name, &document, &phones)
    })
}

proptest! {
    #[test]
    fn dup_5_a_merge_taken_back_at_once_leaves_nothing(one in any_ficha(), two in any_ficha(), choose: bool) {
        let choices = [FieldChoice { field: MergeField::Name, from: id(2) }];
        let choices = if choose { &choices[..] } else { &[] };
        let after = unite(&one, &[(id(2), two)], choices, id(1));
        let (restored, conflicts) = take_back(&one, &after, &after, &[]);
        prop_assert_eq!(restored, one);
        prop_assert!(conflicts.is_empty());
    }

    #[test]
    fn dup_5_what_was_changed_since_is_never_lost_unasked(one in any_ficha(), two in any_ficha(), now in any_ficha()) {
        let after = unite(&one, &[(id(2), two)], &[], id(1));
        let (restored, conflicts) = take_back(&one, &after, &now, &[]);
        for field in single() {
            let asked = conflicts.iter().any(|conflict| conflict.field == field);
            let changed = value(&now, field) != value(&after, field);
            // Without a decision a changed field stays as it is; it is asked when the merge had changed it too.
            prop_assert!(!changed || value(&restored, field) == value(&now, field));
            prop_assert!(!asked || changed);
        }
    }
}
