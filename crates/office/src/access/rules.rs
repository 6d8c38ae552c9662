//! What may be typed to sign in, and how long to wait after wrong passwords.

use chrono::{DateTime, TimeDelta, Utc};

use crate::access::model::{ProfileInput, Role, RoleId, RoleInput, UserInput};
use crate::error::{Issues, Result};
use crate::permission;

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

/// Checks a user to save, all fields at once; gives the cleaned name and e-mail. `known` are the roles there are.
///
/// # Errors
/// `Invalid` with every wrong field.
pub fn check_user(input: &UserInput, known: &[RoleId]) -> Result<(String, Option<String>)> {
    let mut issues = Issues::default();
    check_username(&mut issues, "username", &input.username);
    let name = issues.name("name", &input.name);
    if !input.password.is_empty() {
        check_password(&mut issues, "password", &input.password);
    }
    let email = check_email(&mut issues, "email", &input.email);
    if input.role_ids.is_empty() {
        issues.add("role_ids", "required");
    } else if input.role_ids.iter().any(|role| !known.contains(role)) {
        issues.add("role_ids", "role_unknown");
    }
    issues.check()?;
    Ok((name, email))
}

/// Checks what a person changes about themselves; gives the cleaned name and e-mail.
///
/// # Errors
/// `Invalid` with every wrong field.
pub fn check_profile(input: &ProfileInput) -> Result<(String, Option<String>)> {
    let mut issues = Issues::default();
    let name = issues.name("name", &input.name);
    let email = check_email(&mut issues, "email", &input.email);
    issues.check()?;
    Ok((name, email))
}

fn check_email(issues: &mut Issues, field: &str, typed: &str) -> Option<String> {
    if typed.trim().is_empty() {
        return None;
    }
    let email = brazil::email::Email::parse(typed).map_err(|error| error.code());
    issues.take(field, email).map(|email| email.as_str().to_owned())
}

/// The key of the role that allows everything, always.
pub const ADMINISTRATOR: &str = "administrator";

/// Checks a role to save against those there are; gives its cleaned name and its permissions in their order.
/// The administrators' role keeps all of them, or a later version's new ones would reach nobody.
///
/// # Errors
/// `Invalid` with every wrong field.
pub fn check_role(input: &RoleInput, before: Option<&Role>, all: &[Role]) -> Result<(String, Vec<String>)> {
    let mut issues = Issues::default();
    let name = issues.name("name", &input.name);
    let folded = brazil::text::fold(&name);
    if all.iter().any(|other| Some(other.id) != input.id && brazil::text::fold(&other.name) == folded) {
        issues.add("name", "already_exists");
    }
    if !(0..=10_000).contains(&input.discount_limit_bp) {
        issues.add("discount_limit_bp", "discount_limit_range");
    }
    if input.permissions.iter().any(|key| permission::ALL.iter().all(|known| known.0 != key)) {
        issues.add("permissions", "permission_unknown");
    }
    let permissions: Vec<String> = permission::ALL
        .iter()
        .map(|known| known.0.to_owned())
        .filter(|known| input.permissions.contains(known))
        .collect();
    let administrator = before.is_some_and(|role| role.key == ADMINISTRATOR);
    if administrator && permissions.len() < permission::ALL.len() {
        issues.add("permissions", "administrator_role");
    } else if permissions.is_empty() && input.permissions.is_empty() {
        issues.add("permissions", "required");
    }
    issues.check()?;
    Ok((name, permissions))
}

/// Whether a role came with the database; such a one is never taken away.
pub fn is_starting_role(role: &Role) -> bool {
    permission::STARTING_ROLES.iter().any(|(key, ..)| *key == role.key)
}

/// Letters and digits that nobody takes for one another, read out or written by hand.
const CLEAR: &[u8; 31] = b"abcdefghjkmnpqrstuvwxyz23456789";

/// A password to hand over, such as `k7mh-2xpf-9wqr`: almost 60 bits of the chance given, easy to read out.
pub fn one_time_password(chance: [u8; 12]) -> String {
    let letter = |byte: &u8| char::from(CLEAR[usize::from(*byte) * CLEAR.len() / 256]);
    let letters: Vec<char> = chance.iter().map(letter).collect();
    letters.chunks(4).map(|part| part.iter().collect::<String>()).collect::<Vec<_>>().join("-")
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
    fn sys_4_a_one_time_password_is_long_and_easy_to_read_out() {
        assert_eq!(one_time_password([0; 12]), "aaaa-aaaa-aaaa");
        assert_eq!(one_time_password([255; 12]), "9999-9999-9999");
        let every = std::array::from_fn(|at| u8::try_from(at * 21).unwrap());
        let password = one_time_password(every);
        assert!(password.chars().all(|c| c == '-' || CLEAR.contains(&(c as u8))), "{password}");
        let mut issues = Issues::default();
        check_password(&mut issues, "password", &password);
        assert!(issues.is_empty());
    }

    fn role(key: &str, name: &str) -> Role {
        Role {
            id: uuid::Uuid::from_u128(u128::from(key.len() as u64)).into(),
            key: key.to_owned(),
            name: name.to_owned(),
            discount_limit_bp: 0,
            permissions: Vec::new(),
            version: 1,
        }
    }

    fn typed(id: Option<RoleId>, name: &str, permissions: &[&str]) -> RoleInput {
        RoleInput {
            id,
            version: 1,
            name: name.to_owned(),
            discount_limit_bp: 0,
            permissions: permissions.iter().map(|key| (*key).to_owned()).collect(),
        }
    }

    fn codes<T>(checked: Result<T>) -> Vec<String> {
        let error = checked.err().expect("a refusal");
        error.issues().iter().map(|issue| format!("{}: {}", issue.field, issue.code)).collect()
    }

    #[test]
    fn sys_4_a_role_says_what_it_allows_and_has_a_name_of_its_own() {
        let known = [role("commercial", "Comercial"), role("finance", "Financeiro")];
        let (name, permissions) =
            check_role(&typed(None, " Estágio ", &["quotes.read", "customers.read"]), None, &known).unwrap();
        assert_eq!(name, "Estágio");
        assert_eq!(permissions, ["customers.read", "quotes.read"], "in the order of the list");
        let wrong = RoleInput { discount_limit_bp: 10_001, ..typed(None, "COMÉRCIAL", &["fly"]) };
        let expected = [
            "name: already_exists",
            "discount_limit_bp: discount_limit_range",
            "permissions: permission_unknown",
        ];
        assert_eq!(codes(check_role(&wrong, None, &known)), expected);
        assert_eq!(
            codes(check_role(&typed(None, "", &[]), None, &known)),
            ["name: required", "permissions: required"]
        );
        let same = typed(Some(known[0].id), "comercial", &["customers.read"]);
        assert!(check_role(&same, Some(&known[0]), &known).is_ok(), "its own name is free for it");
    }

    #[test]
    fn sys_4_the_administrators_role_keeps_every_permission() {
        let administrators = role(ADMINISTRATOR, "Administração");
        let all: Vec<&str> = permission::ALL.iter().map(|known| known.0).collect();
        let known = [administrators.clone()];
        let id = Some(administrators.id);
        assert!(check_role(&typed(id, "Gestão", &all), Some(&administrators), &known).is_ok());
        let less = check_role(&typed(id, "Gestão", &all[1..]), Some(&administrators), &known);
        assert_eq!(codes(less), ["permissions: administrator_role"]);
        assert!(is_starting_role(&administrators) && !is_starting_role(&role("x", "X")));
    }

    #[test]
    fn sys_4_user_names_are_plain() {
        let wrong = |username: &str| {
            let mut issues = Issues::default();
            check_username(&mut issues, "username", username);
            issues.into_list().into_iter().map(|issue| issue.code).collect::<Vec<_>>()
        };
        assert!(wrong("Caio.Menezes").is_empty());
        assert_eq!(wrong("  "), ["required"]);
        assert_eq!(wrong("a"), ["username_form"]);
        assert_eq!(wrong("caio menezes"), ["username_form"]);
        assert_eq!(wrong("caio\u{202e}"), ["username_form"]);
    }
}
