//! One statement for many rows or keys: what `insert_many!` and `fetch_in!` need.

/// Most values bound to one statement; both engines take more.
const VALUES_MAX: usize = 12_000;

/// How many keys one statement looks for.
pub const KEYS_AT_ONCE: usize = 500;

/// The statement of one key, for `count` of them.
pub fn with_keys(sql: &str, count: usize) -> String {
    let keys: Vec<String> = (1..=count.max(1)).map(|number| format!("${number}")).collect();
    sql.replace("in ($1)", &format!("in ({})", keys.join(", ")))
}

/// How many rows go into one statement.
pub fn rows_at_once(sql: &str) -> usize {
    (VALUES_MAX / placeholders(sql).max(1)).clamp(1, 500)
}

/// The statement of one row, with its values list `count` times and the placeholders numbered on.
pub fn repeated(sql: &str, count: usize) -> String {
    let Some(at) = sql.find("values (").map(|at| at + "values ".len()) else { return sql.to_owned() };
    let (head, tuple) = sql.split_at(at);
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
        assert_eq!(
            with_keys("select a from t where b in ($1)", 3),
            "select a from t where b in ($1, $2, $3)"
        );
        assert_eq!(rows_at_once(one), 500);
        assert_eq!(rows_at_once(&format!("values ({})", "$1, ".repeat(100))), 120);
    }
}
