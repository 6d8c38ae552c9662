//! What each permission needs of the tables, as rights of a Postgres server (decision 13). The list is made from the
//! source by a test (`tests/stories/architecture/rights.rs`), which also fails when it is stale.

use std::collections::{BTreeMap, BTreeSet};

/// The list: `[group]`, then a line for each table.
const LIST: &str = include_str!("rights.txt");

/// What everybody who is signed in needs.
pub const PERSON: &str = "person";
/// What the background work needs.
pub const WORKER: &str = "worker";

/// One right: the table, the column (empty for the whole table), and `select`, `insert`, `update` or `delete`.
pub type Right = (String, String, String);

/// The rights of a group on one table, in the words of a `grant`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OnTable {
    /// The table.
    pub table: &'static str,
    /// Such as `select, update (name, version)`.
    pub rights: &'static str,
}

/// The groups in their order, each with its rights.
pub fn groups() -> Vec<(&'static str, Vec<OnTable>)> {
    let mut groups: Vec<(&str, Vec<OnTable>)> = Vec::new();
    for line in LIST.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            groups.push((name, Vec::new()));
        } else if let (Some((_, tables)), Some((table, rights))) = (groups.last_mut(), line.split_once(": "))
        {
            tables.push(OnTable { table, rights });
        }
    }
    groups
}

/// A group's rights one by one.
pub fn single(tables: &[OnTable]) -> BTreeSet<Right> {
    let mut found = BTreeSet::new();
    for OnTable { table, rights } in tables {
        for part in rights.split_inclusive(')').flat_map(|part| split_outside(part)) {
            let (kind, columns) = part.split_once(" (").unwrap_or((part, ")"));
            for column in columns.trim_end_matches(')').split(", ") {
                found.insert(((*table).to_owned(), column.to_owned(), kind.to_owned()));
            }
        }
    }
    found
}

/// The parts of a list between commas that stand outside of parentheses.
fn split_outside(text: &'static str) -> Vec<&'static str> {
    let (plain, listed) = match text.find('(') {
        Some(at) => text.split_at(text[..at].rfind(", ").map_or(0, |comma| comma + 2)),
        None => (text, ""),
    };
    let parts = plain.split(", ").chain(std::iter::once(listed));
    parts.map(|part| part.trim_matches([',', ' '])).filter(|part| !part.is_empty()).collect()
}

/// What everybody in these groups may do.
pub fn of(held: &BTreeSet<String>) -> BTreeSet<Right> {
    let groups: BTreeMap<_, _> = groups().into_iter().collect();
    held.iter().filter_map(|name| groups.get(name.as_str())).flat_map(|tables| single(tables)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sys_4_rights_are_read_one_by_one() {
        let on = [OnTable { table: "t", rights: "select, insert, update (a, b), delete" }];
        let right = |column: &str, kind: &str| ("t".to_owned(), column.to_owned(), kind.to_owned());
        let all = [right("", "select"), right("", "insert"), right("a", "update"), right("b", "update")];
        let all: BTreeSet<_> = all.into_iter().chain([right("", "delete")]).collect();
        assert_eq!(single(&on), all);
        let columns = [OnTable { table: "t", rights: "select (a), update (b)" }];
        assert_eq!(single(&columns), BTreeSet::from([right("a", "select"), right("b", "update")]));
    }

    #[test]
    fn sys_4_every_permission_has_its_group() {
        let named: BTreeSet<&str> = groups().into_iter().map(|(name, _)| name).collect();
        let wanted = crate::permission::ALL.iter().map(|permission| permission.0);
        assert_eq!(named, wanted.chain([PERSON, WORKER]).collect());
    }
}
