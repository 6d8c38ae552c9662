//! What a statement needs of the tables it names.

use std::collections::{BTreeMap, BTreeSet};

/// A table, a column (empty for the whole table), and what is done with it.
pub type Right = (String, String, &'static str);

/// The tables with their columns.
pub type Columns = BTreeMap<String, BTreeSet<String>>;

/// Tables of which only the columns are read that a statement names.
const BY_COLUMN: &[&str] = &["app_user", "audit_entry"];

/// Words that are no alias of the table before them.
const KEYWORDS: &[&str] = &[
    "where",
    "join",
    "left",
    "inner",
    "cross",
    "on",
    "order",
    "group",
    "limit",
    "set",
    "union",
    "for",
    "and",
    "or",
    "returning",
    "having",
    "as",
    "except",
    "select",
];

/// The words and marks of a statement, without what stands in quotes.
fn tokens(sql: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (index, part) in sql.split('\'').enumerate() {
        if index % 2 == 1 {
            continue;
        }
        let mut rest = part;
        while let Some(first) = rest.chars().next() {
            let word = |c: char| c.is_alphanumeric() || "_.{}$".contains(c);
            let length = rest.find(|c: char| !word(c)).unwrap_or(rest.len()).max(first.len_utf8());
            let (token, after) = rest.split_at(length);
            if !token.trim().is_empty() {
                found.push(token);
            }
            rest = after;
        }
    }
    found
}

/// The columns that stand on the left in the list after `set`.
fn set_columns(tokens: &[&str]) -> Vec<String> {
    let (mut columns, mut depth, mut left) = (Vec::new(), 0_i32, true);
    for (index, token) in tokens.iter().enumerate() {
        match *token {
            "(" => depth += 1,
            ")" if depth == 0 => break,
            ")" => depth -= 1,
            "from" | "where" | "returning" if depth == 0 => break,
            "," if depth == 0 => left = true,
            "=" if depth == 0 => left = false,
            column if left && depth == 0 && tokens.get(index + 1) == Some(&"=") => {
                columns.push(column.to_owned())
            }
            _ => {}
        }
    }
    columns
}

/// What a statement, or a part of one, needs.
pub fn rights(sql: &str, columns: &Columns) -> BTreeSet<Right> {
    let tokens = tokens(sql);
    let at = |index: usize| tokens.get(index).copied().unwrap_or_default();
    let known = |index: usize| columns.contains_key(at(index)).then(|| at(index).to_owned());
    let mut found = BTreeSet::new();
    let mut read = BTreeSet::new();
    let mut added = String::new();
    for index in 0..tokens.len() {
        let before = if index == 0 { "" } else { at(index - 1) };
        match at(index) {
            "from" | "join" | "using" => {
                let mut place = index + 1;
                while let Some(table) = known(place) {
                    if before == "delete" {
                        found.insert((table.clone(), String::new(), "delete"));
                    }
                    read.insert(table);
                    place += 1;
                    place += usize::from(at(place) == "as");
                    place += usize::from(at(place) != "," && !KEYWORDS.contains(&at(place)));
                    if at(place) != "," {
                        break;
                    }
                    place += 1;
                }
            }
            "into" if before == "insert" => {
                let Some(table) = known(index + 1) else { continue };
                found.insert((table.clone(), String::new(), "insert"));
                if tokens.contains(&"returning") || tokens.contains(&"conflict") {
                    read.insert(table.clone());
                }
                added = table;
            }
            "update" => {
                let table = if before == "do" { Some(added.clone()) } else { known(index + 1) };
                let Some(table) = table.filter(|table| !table.is_empty()) else { continue };
                let set = (index + 1..tokens.len().min(index + 5)).find(|place| at(*place) == "set");
                let set = set.map(|place| set_columns(&tokens[place + 1..])).unwrap_or_default();
                assert!(!set.is_empty(), "which columns are changed here? {sql}");
                found.extend(set.into_iter().map(|column| (table.clone(), column, "update")));
                read.insert(table);
            }
            _ => {}
        }
    }
    for table in read {
        if BY_COLUMN.contains(&table.as_str()) {
            let words = tokens.iter().flat_map(|token| token.split('.'));
            let named = words.filter(|word| columns[&table].contains(*word));
            found.extend(named.map(|column| (table.clone(), column.to_owned(), "select")));
        } else {
            found.insert((table, String::new(), "select"));
        }
    }
    found
}

#[test]
fn a_statement_needs_what_it_names() {
    let set = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<BTreeSet<_>>();
    let columns: Columns = BTreeMap::from([
        ("app_user".to_owned(), set(&["id", "name", "password_hash"])),
        ("quote".to_owned(), set(&["id", "status"])),
        ("customer".to_owned(), set(&["id"])),
    ]);
    let shown = |sql: &str| {
        let found = rights(sql, &columns).into_iter();
        found.map(|(table, column, kind)| format!("{kind} {table} {column}")).collect::<Vec<_>>()
    };
    assert_eq!(
        shown("select u.name from app_user u where u.id = $1"),
        ["select app_user id", "select app_user name"]
    );
    assert_eq!(shown("select 'from quote' from customer c, quote q"), ["select customer ", "select quote "]);
    assert_eq!(
        shown("update quote set status = case when a = (b, c) then d end, id = $2 where id = $1"),
        ["select quote ", "update quote id", "update quote status"]
    );
    assert_eq!(
        shown("insert into quote (id) values ($1) on conflict (id) do update set status = excluded.status"),
        ["insert quote ", "select quote ", "update quote status"]
    );
    assert_eq!(shown("delete from customer where id = $1"), ["delete customer ", "select customer "]);
}
