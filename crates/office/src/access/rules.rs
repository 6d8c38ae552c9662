//! What may be typed to sign in, and how long to wait after wrong passwords.

use chrono::{DateTime, TimeDelta, Utc};

use crate::access::model::UserInput;
use crate::error::{Issues, Result};

/// Wrong passwords that cost nothing; people mistype.
const FREE_FAILURES: i64 = 3;
/// The longest wait, in seconds.
const LONGEST_WAIT_SECONDS: i64 = 300;
/// Fewest characters of a password (NIST SP 800-63B asks for 8 and no composition rules).
pub const PASSWORD_CHARACTERS_MIN: usize = 10;
/// Most characters; hashing time must stay bounded.
const PASSWORD_CHARACTERS_MAX: usize = 200;

/// Seconds still to wait before another password is looked at: 0, then 1, 2, 4 … up to five minutes.
pub fn wait_seconds(failed: i64, last_failed_at: Option<DateTime<Utc>>, now: DateTime<Utc>) -> i64 {
    let Some(last) = last_failed_at else { return 0 };
    if failed < FREE_FAILURES {
        return 0;
    }
    let exponent = u32::try_from(failed - FREE_FAILURES).unwrap_or(u32::MAX).min(20);
    let wait = TimeDelta::seconds((1_i64 << exponent).min(LONGEST_WAIT_SECONDS));
    let left = last + wait - now;
    // Rounded up: at 0.2 s left the answer is 1, not 0.
    (left.num_milliseconds() + 999).div_euclid(1000).max(0)
}

/// The form in which user names are compared.
pub fn username_key(username: &str) -> String {
    username.trim().to_lowercase()
}

/// Notes what is wrong with a user name: 2 to 40 letters, digits, dots, hyphens, underscores.
pub fn check_username(issues: &mut Issues, field: &str, username: &str) {
    let key = username_key(username);
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    if key.is_empty() {
        issues.add(field, "required");
    } else if key.len() < 2 || key.len() > 40 || !key.chars().all(allowed) {
        issues.add(field, "username_form");
    }
}

/// Notes what is wrong with a new password.
pub fn check_password(issues: &mut Issues, field: &str, password: &str) {
    let characters = password.chars().count();
    if characters < PASSWORD_CHARACTERS_MIN {
        issues.add_with(field, "password_short", [("min", PASSWORD_CHARACTERS_MIN.to_string())]);
    } else if characters > PASSWORD_CHARACTERS_MAX {
        issues.add_with(field, "too_long", [("max", PASSWORD_CHARACTERS_MAX.to_string())]);
    }
}

/// Notes what is wrong with a person's or company's name; gives it cleaned.
pub fn check_name(issues: &mut Issues, field: &str, name: &str) -> String {
    let name = brazil::text::strip_invisible(name);
    let name = name.trim();
    if name.is_empty() {
        issues.add(field, "required");
    } else if name.chars().count() > 200 {
        issues.add_with(field, "too_long", [("max", "200".to_owned())]);
    }
    name.to_owned()
}

/// Checks a user to save, all fields at once; gives the cleaned name and e-mail.
///
/// # Errors
/// `Invalid` with every wrong field.
pub fn check_user(input: &UserInput) -> Result<(String, Option<String>)> {
    let mut issues = Issues::default();
    check_username(&mut issues, "username", &input.username);
    let name = check_name(&mut issues, "name", &input.name);
    if input.id.is_none() || !input.password.is_empty() {
        check_password(&mut issues, "password", &input.password);
    }
    let email = match input.email.trim() {
        "" => None,
        typed => issues
            .take("email", brazil::email::Email::parse(typed).map_err(|error| error.code()))
            .map(|email| email.as_str().to_owned()),
    };
    if input.role_ids.is_empty() {
        issues.add("role_ids", "required");
    }
    issues.check()?;
    Ok((name, email))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_400_000 + second, 0).unwrap()
    }

    #[test]
    fn sys_4_the_wait_grows_with_each_wrong_password_and_is_bounded() {
        let waits: Vec<i64> = (0..14).map(|failed| wait_seconds(failed, Some(at(0)), at(0))).collect();
        assert_eq!(waits, [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
        assert_eq!(wait_seconds(i64::MAX, Some(at(0)), at(0)), 300);
    }

    #[test]
    fn sys_4_the_wait_passes() {
        assert_eq!(wait_seconds(5, Some(at(0)), at(3)), 1);
        assert_eq!(wait_seconds(5, Some(at(0)), at(4)), 0);
        assert_eq!(wait_seconds(5, None, at(0)), 0);
    }

    #[test]
    fn sys_4_user_names_are_plain() {
        let codes = |username: &str| {
            let mut issues = Issues::default();
            check_username(&mut issues, "username", username);
            issues.into_list().into_iter().map(|issue| issue.code).collect::<Vec<_>>()
        };
        assert!(codes("Caio.Menezes").is_empty());
        assert_eq!(codes("  "), ["required"]);
        assert_eq!(codes("a"), ["username_form"]);
        assert_eq!(codes("caio menezes"), ["username_form"]);
        assert_eq!(codes("caio\u{202e}"), ["username_form"]);
    }
}
