//! E-mail addresses: syntax and frequent typos (CUS-6). Whether the mailbox exists only sending tells.

use std::fmt;
use std::str::FromStr;

use email_address::{EmailAddress, Options};
use serde::{Deserialize, Serialize};

use crate::text::is_invisible;

/// Longest address in octets (RFC 5321 § 4.5.3.1.3, less the angle brackets).
const MAX_OCTETS: usize = 254;
/// Longest part before the at sign in octets (RFC 5321 § 4.5.3.1.1).
const MAX_LOCAL_OCTETS: usize = 64;

/// Why a text is not an e-mail address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EmailError {
    /// Nothing given.
    #[error("no e-mail address given")]
    Empty,
    /// More than 254 octets, or more than 64 before the at sign.
    #[error("the e-mail address is too long")]
    Length,
    /// A control character, a line break, a space inside, or a letter outside ASCII before the at sign.
    #[error("a character that an e-mail address cannot have")]
    Characters,
    /// The form is wrong: no at sign, no domain, two dots in a row …
    #[error("not the form of an e-mail address")]
    Syntax,
}

impl EmailError {
    /// Stable code for translation.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "email_empty",
            Self::Length => "email_length",
            Self::Characters => "email_characters",
            Self::Syntax => "email_syntax",
        }
    }
}

/// An e-mail address whose domain is in lower case; the part before the at sign stays as typed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Email(String);

impl Email {
    /// Checks the syntax of RFC 5322, without the forms nobody means: display names, quoted local
    /// parts, address literals, domains without a dot. Spaces around are dropped; a control character
    /// or line break anywhere is refused, so that no address can add a header to a message.
    pub fn parse(text: &str) -> Result<Self, EmailError> {
        if text.len() > MAX_OCTETS * 4 {
            return Err(EmailError::Length);
        }
        if text.chars().any(char::is_control) {
            return Err(EmailError::Characters);
        }
        let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
        let address = visible.trim();
        if address.is_empty() {
            return Err(EmailError::Empty);
        }
        if address.chars().any(char::is_whitespace) {
            return Err(EmailError::Characters);
        }
        let (local, domain) = address.rsplit_once('@').ok_or(EmailError::Syntax)?;
        if !local.is_ascii() {
            return Err(EmailError::Characters);
        }
        if local.len() > MAX_LOCAL_OCTETS {
            return Err(EmailError::Length);
        }
        if local.contains('"') {
            return Err(EmailError::Syntax);
        }
        let domain = domain.to_lowercase();
        let address = format!("{local}@{domain}");
        if address.len() > MAX_OCTETS {
            return Err(EmailError::Length);
        }
        let options = Options::default().with_required_tld().without_display_text().without_domain_literal();
        EmailAddress::parse_with_options(&address, options).map_err(|_| EmailError::Syntax)?;
        if is_host_name(&domain) { Ok(Self(address)) } else { Err(EmailError::Syntax) }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What stands before the at sign.
    pub fn local(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(local, _)| local)
    }

    /// What stands after the at sign, in lower case.
    pub fn domain(&self) -> &str {
        self.0.rsplit_once('@').map_or("", |(_, domain)| domain)
    }
}

/// Letters, digits and hyphens only (accents too: .br registers them), ending in a name and not in a number.
fn is_host_name(domain: &str) -> bool {
    let allowed = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
    let ending = domain.rsplit('.').next().unwrap_or("");
    domain.chars().all(allowed) && ending.chars().count() >= 2 && !ending.chars().all(|c| c.is_ascii_digit())
}

/// Frequent domains whose names are no ordinary words, most frequent first: typos inside the name count.
const FREQUENT: [&str; 9] = [
    "gmail.com",
    "hotmail.com",
    "outlook.com",
    "yahoo.com.br",
    "yahoo.com",
    "icloud.com",
    "outlook.com.br",
    "hotmail.com.br",
    "ymail.com",
];
/// Frequent domains with short or ordinary names: only typos in the ending count.
const FREQUENT_EXACT: [&str; 10] = [
    "uol.com.br",
    "bol.com.br",
    "terra.com.br",
    "ig.com.br",
    "globo.com",
    "live.com",
    "msn.com",
    "globomail.com",
    "r7.com",
    "oi.com.br",
];
/// Real domains that look like typos, and are none.
const REAL_NEIGHBOURS: [&str; 8] =
    ["mail.com", "email.com", "gmx.com", "aol.com", "yahoo.co", "mac.com", "me.com", "rocketmail.com"];
/// Domains that exist for nobody's mail and are always meant as another.
const ALIASES: [(&str, &str); 3] =
    [("gmail.com.br", "gmail.com"), ("gmail.br", "gmail.com"), ("icloud.com.br", "icloud.com")];

/// The given address (or bare domain) with the typo in a frequent Brazilian domain corrected:
/// `maria@gmial.com` → `maria@gmail.com`. A suggestion to offer; `None` when nothing looks wrong.
pub fn suggest_domain(address: &str) -> Option<String> {
    let address = address.trim();
    if address.len() > MAX_OCTETS {
        return None;
    }
    let (prefix, domain) = match address.rfind('@') {
        Some(at) => address.split_at(at + 1),
        None => ("", address),
    };
    let domain = domain.to_lowercase();
    nearest_domain(&domain).map(|meant| format!("{prefix}{meant}"))
}

fn nearest_domain(domain: &str) -> Option<&'static str> {
    let known = |list: &[&str]| list.contains(&domain);
    if known(&FREQUENT) || known(&FREQUENT_EXACT) || known(&REAL_NEIGHBOURS) {
        return None;
    }
    if let Some((_, meant)) = ALIASES.iter().find(|(typo, _)| *typo == domain) {
        return Some(meant);
    }
    let by_name = FREQUENT.into_iter().filter_map(|meant| Some((typo_distance(domain, meant)?, meant)));
    let by_ending = FREQUENT_EXACT.into_iter().filter_map(|meant| {
        let (name, ending) = domain.split_once('.')?;
        let (meant_name, meant_ending) = meant.split_once('.')?;
        let distance = edit_distance(ending, meant_ending);
        (name == meant_name && distance == 1).then_some((distance, meant))
    });
    by_name.chain(by_ending).min_by_key(|(distance, _)| *distance).map(|(_, meant)| meant)
}

/// How far a domain is from the one meant, `None` when too far to be a slip of the fingers: one
/// edit over all (a missing dot too), or one in the ending and one (two in long names) in the name.
fn typo_distance(domain: &str, meant: &str) -> Option<usize> {
    let total = edit_distance(domain, meant);
    if total <= 1 {
        return Some(total);
    }
    let (name, ending) = domain.split_once('.')?;
    let (meant_name, meant_ending) = meant.split_once('.')?;
    let allowed = if meant_name.len() >= 6 { 2 } else { 1 };
    let (in_name, in_ending) = (edit_distance(name, meant_name), edit_distance(ending, meant_ending));
    (in_name <= allowed && in_ending <= 1).then_some(in_name + in_ending)
}

/// Edits between two short texts: insertions, deletions, replacements and swaps of neighbours
/// (optimal string alignment).
fn edit_distance(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut rows = vec![vec![0; b.len() + 1]; a.len() + 1];
    for (i, row) in rows.iter_mut().enumerate() {
        row[0] = i;
    }
    rows[0] = (0..=b.len()).collect();
    for i in 1..=a.len() {
        for j in 1..=b.len() {
            let replace = rows[i - 1][j - 1] + usize::from(a[i - 1] != b[j - 1]);
            let mut best = replace.min(rows[i - 1][j] + 1).min(rows[i][j - 1] + 1);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(rows[i - 2][j - 2] + 1);
            }
            rows[i][j] = best;
        }
    }
    rows[a.len()][b.len()]
}

impl fmt::Display for Email {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for Email {
    type Err = EmailError;
    fn from_str(text: &str) -> Result<Self, EmailError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Email {
    type Error = EmailError;
    fn try_from(text: String) -> Result<Self, EmailError> {
        Self::parse(&text)
    }
}

impl From<Email> for String {
    fn from(email: Email) -> String {
        email.0
    }
}

#[cfg(test)]
mod tests;
