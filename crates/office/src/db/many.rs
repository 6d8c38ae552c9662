//! One statement for many rows or keys: what `insert_many!` and `fetch_in!` need.

use crate::db::Tx;

/// Most values bound to one statement on Postgres, where each statement is a way there and back; it takes more.
const VALUES_MAX: usize = 12_000;
/// The same on SQLite, where a statement that is known already costs little.
const VALUES_MAX_SQLITE: usize = 500;

/// How many keys one statement looks for.
pub const KEYS_AT_ONCE: usize = 500;

/// The statement of one key, for `count` of them.
pub fn with_keys(sql: &str, count: usize) -> String {
    let keys: Vec<String> = (1..=count.max(1)).map(|number| format!("${number}")).collect();
    sql.replace("in ($1)", &format!("in ({})", keys.join(", ")))
}

/// How many rows go into one statement.
pub fn rows_at_once(tx: &Tx, sql: &str) -> usize {
    let values = if matches!(tx, Tx::Sqlite(..)) { VALUES_MAX_SQLITE } else { VALUES_MAX };
    rows_of(values, sql)
}

fn rows_of(values: usize, sql: &str) -> usize {
    (values / placeholders(sql).max(1)).clamp(1, 500)
}

/// The statement of one row, with its values list `count` times. SQLite looks for a numbered placeholder among all of
/// the statement, each time; where they stand in their order, it gets them without numbers.
pub fn statement_for(tx: &Tx, sql: &str, count: usize) -> String {
    let text = repeated(sql, count);
    if !matches!(tx, Tx::Sqlite(..)) {
        return text;
    }
    without_numbers(&text).unwrap_or(text)
}

/// The statement with `?` for `$1`, `$2` and so on; nothing when they stand in another order.
fn without_numbers(text: &str) -> Option<String> {
    let mut parts = text.split('$');
    let mut plain = parts.next()?.to_owned();
    for (place, part) in (1_usize..).zip(parts) {
        let rest = part.trim_start_matches(|c: char| c.is_ascii_digit());
        if part[..part.len() - rest.len()].parse() != Ok(place) {
            return None;
        }
        plain.push('?');
        plain.push_str(rest);
    }
    Some(plain)
}

/// The values list `count` times, the placeholders numbered on.
fn repeated(sql: &str, count: usize) -> String {
    let Some(at) = sql.find("values (").map(|at| at + "values ".len()) else { return sql.to_owned() };
    let (head, tuple) = sql.split_at(at);
    let (tuple, tail) = tuple.split_at(tuple.find(" on conflict").unwrap_or(tuple.len()));
    let width = placeholders(tuple);
    let mut text = String::with_capacity(head.len() + tuple.len() * count * 2);
    text.push_str(head);
    for row in 0..count {
        if row > 0 {
            text.push_str(", ");
        }
        let mut parts = tuple.split('$');
        text.push_str(parts.next().unwrap_or_default());
        for part in parts {
            let digits = part.bytes().take_while(u8::is_ascii_digit).count();
            let number: usize = part[..digits].parse().unwrap_or(0);
            text.push('$');
            text.push_str(&(row * width + number).to_string());
            text.push_str(&part[digits..]);
        }
    }
    text.push_str(tail);
    text
}

fn placeholders(sql: &str) -> usize {
    sql.bytes().filter(|byte| *byte == b'$').count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_repeated_and_numbered_on() {
        let one = "insert into t (a, b, c) values ($1, 1, $2)";
        assert_eq!(repeated(one, 1), one);
        assert_eq!(repeated(one, 3), "insert into t (a, b, c) values ($1, 1, $2), ($3, 1, $4), ($5, 1, $6)");
        let kept = "insert into t (a) values ($1) on conflict (a) do nothing";
        assert_eq!(repeated(kept, 2), "insert into t (a) values ($1), ($2) on conflict (a) do nothing");
        let plain = without_numbers(&repeated(one, 2));
        assert_eq!(plain.as_deref(), Some("insert into t (a, b, c) values (?, 1, ?), (?, 1, ?)"));
        assert_eq!(without_numbers("values ($2, $1)"), None);
        assert_eq!(without_numbers("values ($1, $1)"), None);
        assert_eq!(
            with_keys("select a from t where b in ($1)", 3),
            "select a from t where b in ($1, $2, $3)"
        );
        assert_eq!(rows_of(12_000, one), 500);
        assert_eq!(rows_of(12_000, &format!("values ({})", "$1, ".repeat(100))), 120);
        assert_eq!(rows_of(250, &format!("values ({})", "$1, ".repeat(600))), 1);
    }
}
