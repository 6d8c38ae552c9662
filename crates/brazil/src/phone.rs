//! Brazilian phone numbers (CUS-6), stored as E.164.
//!
//! Sources: Anatel's numbering rules (Resolução 749/2022, which took in the ninth digit of Resolução
//! 553/2010): 67 area codes; mobiles have nine digits and start with 9, land lines eight and start
//! with 2–5. Non-geographic numbers are kept the way the libphonenumber metadata for Brazil has them, country
//! code and number without the leading zero: 0800 722 6001 is `+558007226001`, 4004-1234 is `+5540041234`.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::place::Uf;
use crate::text::is_invisible;

/// Longest text looked at, in characters.
const MAX_INPUT_CHARS: usize = 64;

/// Why a text is not a Brazilian phone number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// No digit given.
    #[error("no phone number given")]
    Empty,
    /// Something other than digits and the usual punctuation.
    #[error("a character that a phone number cannot have")]
    Characters,
    /// Too few or too many digits.
    #[error("too few or too many digits for a phone number")]
    Length,
    /// Eight or nine digits: the number without its area code.
    #[error("the area code is missing")]
    AreaMissing,
    /// Two digits that are none of the 67 area codes.
    #[error("not a Brazilian area code")]
    AreaCode,
    /// A mobile as it was before the ninth digit; see [`Phone::suggest`].
    #[error("a mobile number from before the ninth digit")]
    OldMobile,
    /// The number after the area code starts with a digit that no subscriber has.
    #[error("no subscriber's number starts like this")]
    Number,
    /// A number of another country.
    #[error("not a Brazilian number")]
    Foreign,
}

impl PhoneError {
    /// Stable code for translation.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "phone_empty",
            Self::Characters => "phone_characters",
            Self::Length => "phone_length",
            Self::AreaMissing => "phone_area_missing",
            Self::AreaCode => "phone_area_code",
            Self::OldMobile => "phone_old_mobile",
            Self::Number => "phone_number",
            Self::Foreign => "phone_foreign",
        }
    }
}

/// What a number is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PhoneKind {
    /// Nine digits starting with 9, with area code.
    Mobile,
    /// Eight digits starting with 2–5, with area code.
    Landline,
    /// 0800, free for the caller; has no area code.
    TollFree,
    /// 0300, 0303, 3003, 3004, 4000–4009 and 4020, shared or local cost; has no area code.
    SharedCost,
}

/// A Brazilian phone number.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Phone(String);

impl Phone {
    /// Reads a number with area code: punctuation, `+55` or `0055`, a leading 0 and a carrier code
    /// (`0 15 19 …`, also written `0xx19`) are accepted. 0800, 0300, 4004 and their like are recognised.
    pub fn parse(text: &str) -> Result<Self, PhoneError> {
        let national = national_digits(text)?;
        check_national(&national)?;
        Ok(Self(format!("+55{national}")))
    }

    /// For a mobile from before the ninth digit, the same number with the 9 before it: a repair to
    /// offer, never to apply. `None` for anything else.
    pub fn suggest(text: &str) -> Option<Self> {
        let national = national_digits(text).ok()?;
        match check_national(&national) {
            Err(PhoneError::OldMobile) => {
                Self::parse(&format!("{}9{}", national.get(..2)?, national.get(2..)?)).ok()
            }
            _ => None,
        }
    }

    /// `+5519984880034`.
    pub fn as_e164(&self) -> &str {
        &self.0
    }

    /// As people write it: `(19) 98488-0034`, `(19) 3825-1234`, `0800 722 6001`, `4004-1234`.
    pub fn formatted(&self) -> String {
        let n = self.national();
        match self.kind() {
            PhoneKind::Mobile => format!("({}) {}-{}", &n[..2], &n[2..7], &n[7..]),
            PhoneKind::Landline => format!("({}) {}-{}", &n[..2], &n[2..6], &n[6..]),
            _ if n.len() == 8 => format!("{}-{}", &n[..4], &n[4..]),
            _ if n.len() == 9 => format!("0{} {}", &n[..3], &n[3..]),
            _ => format!("0{} {} {}", &n[..3], &n[3..6], &n[6..]),
        }
    }

    /// The area code; `None` for numbers that have none, such as 0800.
    pub fn ddd(&self) -> Option<u8> {
        match self.kind() {
            PhoneKind::Mobile | PhoneKind::Landline => self.national()[..2].parse().ok(),
            PhoneKind::TollFree | PhoneKind::SharedCost => None,
        }
    }

    /// The state of the area code, or its main one; see [`ddd_uf`].
    pub fn uf(&self) -> Option<Uf> {
        self.ddd().and_then(ddd_uf)
    }

    /// Whether it is a mobile number.
    pub fn is_mobile(&self) -> bool {
        self.kind() == PhoneKind::Mobile
    }

    /// What the number is for.
    pub fn kind(&self) -> PhoneKind {
        // A stored number was checked, so its kind is always found.
        check_national(self.national()).unwrap_or(PhoneKind::SharedCost)
    }

    /// The digits after the country code.
    fn national(&self) -> &str {
        &self.0[3..]
    }
}

/// The federative unit of an area code; `None` for a number that is no area code. 61 also serves the
/// towns of Goiás around Brasília; a few border towns use their neighbour's code.
pub fn ddd_uf(ddd: u8) -> Option<Uf> {
    Some(match ddd {
        11..=19 => Uf::SP,
        21 | 22 | 24 => Uf::RJ,
        27 | 28 => Uf::ES,
        31..=35 | 37 | 38 => Uf::MG,
        41..=46 => Uf::PR,
        47..=49 => Uf::SC,
        51 | 53..=55 => Uf::RS,
        61 => Uf::DF,
        62 | 64 => Uf::GO,
        63 => Uf::TO,
        65 | 66 => Uf::MT,
        67 => Uf::MS,
        68 => Uf::AC,
        69 => Uf::RO,
        71 | 73..=75 | 77 => Uf::BA,
        79 => Uf::SE,
        81 | 87 => Uf::PE,
        82 => Uf::AL,
        83 => Uf::PB,
        84 => Uf::RN,
        85 | 88 => Uf::CE,
        86 | 89 => Uf::PI,
        91 | 93 | 94 => Uf::PA,
        92 | 97 => Uf::AM,
        95 => Uf::RR,
        96 => Uf::AP,
        98 | 99 => Uf::MA,
        _ => return None,
    })
}

/// All digits, and whether a plus sign stood before them.
fn dialled_digits(text: &str) -> Result<(bool, String), PhoneError> {
    let mut plus = false;
    let mut digits = String::with_capacity(16);
    for (position, character) in text.trim().chars().enumerate() {
        match character {
            _ if position >= MAX_INPUT_CHARS => return Err(PhoneError::Length),
            '0'..='9' => digits.push(character),
            '+' if digits.is_empty() && !plus => plus = true,
            // The carrier code left open: 0xx19, 0**19.
            'x' | 'X' | '*' if digits == "0" => {}
            '(' | ')' | '-' | '.' | '/' | '‐' | '‑' | '–' | '—' => {}
            _ if character.is_whitespace() || is_invisible(character) => {}
            _ => return Err(PhoneError::Characters),
        }
    }
    if digits.is_empty() { Err(PhoneError::Empty) } else { Ok((plus, digits)) }
}

/// The number as dialled inside the country: without country code, trunk zero and carrier code.
fn national_digits(text: &str) -> Result<String, PhoneError> {
    let (plus, digits) = dialled_digits(text)?;
    let international = if plus { Some(digits.as_str()) } else { digits.strip_prefix("00") };
    if let Some(number) = international {
        let national = number.strip_prefix("55").ok_or(PhoneError::Foreign)?;
        return Ok(national.strip_prefix('0').unwrap_or(national).to_owned());
    }
    if let Some(number) = digits.strip_prefix('0') {
        // 0 + carrier code + area code + number; 0800 and the like are shorter.
        let carrier = matches!(number.len(), 12 | 13);
        return Ok(number[if carrier { 2 } else { 0 }..].to_owned());
    }
    // 55 is also the area code of Santa Maria (RS): only the length tells the country code.
    match digits.strip_prefix("55") {
        Some(national) if matches!(digits.len(), 12..) => {
            Ok(national.strip_prefix('0').unwrap_or(national).to_owned())
        }
        _ => Ok(digits),
    }
}

fn check_national(national: &str) -> Result<PhoneKind, PhoneError> {
    if let Some(kind) = non_geographic(national) {
        return Ok(kind);
    }
    match national.len() {
        10 | 11 => {}
        8 | 9 => return Err(PhoneError::AreaMissing),
        _ => return Err(PhoneError::Length),
    }
    let (ddd, number) = national.split_at(2);
    if ddd.parse().ok().and_then(ddd_uf).is_none() {
        return Err(PhoneError::AreaCode);
    }
    match (number.len(), number.as_bytes()[0]) {
        (9, b'9') => Ok(PhoneKind::Mobile),
        (8, b'2'..=b'5') => Ok(PhoneKind::Landline),
        (8, b'6'..=b'9') => Err(PhoneError::OldMobile),
        _ => Err(PhoneError::Number),
    }
}

/// Numbers without an area code: 800 and 300 before six or seven digits (0 taken off), and the
/// nationwide eight-digit ones.
fn non_geographic(national: &str) -> Option<PhoneKind> {
    let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| national.starts_with(prefix));
    match national.len() {
        9 | 10 if starts(&["800"]) => Some(PhoneKind::TollFree),
        10 if starts(&["300", "303"]) => Some(PhoneKind::SharedCost),
        8 if starts(&["400", "4020", "3003", "3004"]) => Some(PhoneKind::SharedCost),
        _ => None,
    }
}

impl fmt::Display for Phone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.formatted())
    }
}

impl FromStr for Phone {
    type Err = PhoneError;
    fn from_str(text: &str) -> Result<Self, PhoneError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Phone {
    type Error = PhoneError;
    fn try_from(text: String) -> Result<Self, PhoneError> {
        Self::parse(&text)
    }
}

impl From<Phone> for String {
    fn from(phone: Phone) -> String {
        phone.0
    }
}

#[cfg(test)]
mod tests;
