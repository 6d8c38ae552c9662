//! How an entry reads: which fields changed, and what the record was called.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::audit::Entry;
use crate::audit::model::{AuditEntry, AuditField, ChangeKind};

/// Most fields shown of one entry.
const FIELDS_MAX: usize = 200;
/// Most characters shown of one value.
const VALUE_CHARACTERS_MAX: usize = 2_000;
/// What every save changes and nobody asks for, and the key, which says nothing to people.
const UNTOLD: [&str; 4] = ["id", "version", "updated_at", "updated_by"];
/// Fields that name a record, the best first.
const NAMES: [&str; 6] = ["name", "number", "title", "subject", "username", "label"];

/// The entry as people read it.
pub fn shown(entry: Entry) -> AuditEntry {
    let parse = |text: &Option<String>| text.as_ref().and_then(|text| serde_json::from_str(text).ok());
    let (before, after): (Option<Value>, Option<Value>) = (parse(&entry.before), parse(&entry.after));
    let mut fields = changes(before.as_ref(), after.as_ref());
    let left_out = fields.len().saturating_sub(FIELDS_MAX);
    fields.truncate(FIELDS_MAX);
    AuditEntry {
        label: after.as_ref().or(before.as_ref()).map(label).unwrap_or_default(),
        kind: match (&entry.before, &entry.after) {
            (None, _) => ChangeKind::Created,
            (_, None) => ChangeKind::Removed,
            _ => ChangeKind::Changed,
        },
        fields,
        fields_left_out: i64::try_from(left_out).unwrap_or(i64::MAX),
        seq: entry.seq,
        at: entry.at,
        actor_name: entry.actor_name,
        command: entry.command,
        entity: entry.entity,
        entity_id: entry.entity_id,
        hash: entry.hash,
    }
}

/// The fields in which two states of a record differ, by their place.
pub fn changes(before: Option<&Value>, after: Option<&Value>) -> Vec<AuditField> {
    let mut places: BTreeMap<String, (Option<String>, Option<String>)> = BTreeMap::new();
    for (field, text) in before.map(leaves).unwrap_or_default() {
        places.entry(field).or_default().0 = Some(text);
    }
    for (field, text) in after.map(leaves).unwrap_or_default() {
        places.entry(field).or_default().1 = Some(text);
    }
    let told = |field: &str| !UNTOLD.contains(&field.rsplit('.').next().unwrap_or(field));
    places
        .into_iter()
        .filter(|(field, (before, after))| before != after && told(field))
        .map(|(field, (before, after))| AuditField { field, before, after })
        .collect()
}

/// Every value that is not itself a record or list, by its place. Empty texts and nulls are nothing.
fn leaves(value: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    collect(value, String::new(), &mut found);
    found
}

fn collect(value: &Value, place: String, found: &mut Vec<(String, String)>) {
    let below = |part: &str| if place.is_empty() { part.to_owned() } else { format!("{place}.{part}") };
    match value {
        Value::Null => {}
        Value::Object(fields) => fields.iter().for_each(|(name, value)| collect(value, below(name), found)),
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                collect(value, below(&index.to_string()), found);
            }
        }
        Value::String(text) if text.is_empty() => {}
        Value::String(text) => found.push((place, text.chars().take(VALUE_CHARACTERS_MAX).collect())),
        other => found.push((place, other.to_string())),
    }
}

/// What a record is called.
fn label(record: &Value) -> String {
    let named = |name: &str| record.get(name).or_else(|| record.get("content")?.get(name));
    let text = NAMES.iter().filter_map(|name| named(name)).find_map(|value| match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    });
    text.unwrap_or_default().chars().take(120).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn sys_3_a_change_is_told_field_by_field_wherever_it_stands() {
        let before = json!({ "name": "Ana", "version": 1, "updated_by": "x", "addresses": [{ "city": "Campinas" }],
            "active": true, "email": null });
        let after = json!({ "name": "Ana Lima", "version": 2, "updated_by": "y",
            "addresses": [{ "city": "Santos" }, { "city": "Itu" }], "active": false, "email": "" });
        let told: Vec<_> = changes(Some(&before), Some(&after))
            .into_iter()
            .map(|it| (it.field, it.before.unwrap_or_default(), it.after.unwrap_or_default()))
            .collect();
        let expected = [
            ("active", "true", "false"),
            ("addresses.0.city", "Campinas", "Santos"),
            ("addresses.1.city", "", "Itu"),
            ("name", "Ana", "Ana Lima"),
        ];
        let expected = expected.map(|(a, b, c)| (a.to_owned(), b.to_owned(), c.to_owned()));
        assert_eq!(told, expected);
    }

    #[test]
    fn sys_3_what_was_made_or_removed_shows_one_side_only() {
        let record = json!({ "label": "Natal", "on": "2026-12-25" });
        let made = changes(None, Some(&record));
        assert!(made.iter().all(|it| it.before.is_none() && it.after.is_some()));
        let removed = changes(Some(&record), None);
        assert!(removed.iter().all(|it| it.before.is_some() && it.after.is_none()));
        assert_eq!(label(&record), "Natal");
        assert_eq!(label(&json!({ "content": { "name": "Cida" } })), "Cida");
    }
}
