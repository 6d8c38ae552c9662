//! CPF and CNPJ: reading, checking, formatting (CUS-5).
//!
//! CPF: nine digits and two check digits modulo 11 with the weights 10…2 and 11…2, as Receita Federal checks them;
//! eleven equal digits pass that arithmetic and are not issued.
//! CNPJ: twelve positions `[0-9A-Z]` and two numeric check digits modulo 11 with the weights 2…9
//! cycling from the right, the value of a character being its ASCII code − 48 (IN RFB 2.229/2024, annex,
//! which adds letters for registrations since July 2026; numbers issued earlier stay as they are). Fourteen
//! zeros are the only repetition that passes the arithmetic.
//!
//! What the check digits cannot see: 10 and 0 share one check digit, so that a few single-digit
//! errors pass, and in an alphanumeric CNPJ two characters whose values differ by 11 (such as `A`
//! and `L`) are interchangeable. A valid document is a plausible one, not a proven one.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::text::is_invisible;

/// Longest text looked at, in characters; more cannot be a document with its punctuation.
const MAX_INPUT_CHARS: usize = 64;

/// Why a text is not a CPF or CNPJ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DocumentError {
    /// Nothing but spaces or punctuation was given.
    #[error("no document given")]
    Empty,
    /// Not 11 characters (CPF) or 14 (CNPJ), punctuation aside.
    #[error("a CPF has 11 digits and a CNPJ 14 characters")]
    Length,
    /// A character that has no place there, such as a letter in a CPF or in the check digits.
    #[error("a character that a document cannot have")]
    Characters,
    /// The check digits do not fit the rest.
    #[error("the check digits do not fit")]
    CheckDigits,
    /// One digit repeated throughout, which passes the arithmetic of a CPF and is never issued.
    #[error("one repeated character is not a document")]
    Repeated,
}

impl DocumentError {
    /// Stable code for translation.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "document_empty",
            Self::Length => "document_length",
            Self::Characters => "document_characters",
            Self::CheckDigits => "document_check_digits",
            Self::Repeated => "document_repeated",
        }
    }
}

/// A person's taxpayer number: eleven digits with valid check digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cpf(String);

impl Cpf {
    /// Reads a CPF with or without punctuation. Leading zeros must be there; see [`Cpf::parse_lenient`].
    pub fn parse(text: &str) -> Result<Self, DocumentError> {
        Self::from_compact(&compact(text)?)
    }

    /// Like [`Cpf::parse`], but also takes nine or ten digits that lost their leading zeros in a
    /// spreadsheet, when the check digits fit once the zeros are back. For imports, not for typing.
    pub fn parse_lenient(text: &str) -> Result<Self, DocumentError> {
        Self::from_compact(&pad(compact(text)?, 11))
    }

    /// Completes nine digits (punctuation allowed) with their check digits.
    pub fn from_base(base: &str) -> Result<Self, DocumentError> {
        let base = compact(base)?;
        require_digits(&base)?;
        if base.len() != 9 {
            return Err(DocumentError::Length);
        }
        let number = format!("{base}{}", cpf_check_digits(&base));
        Self::from_compact(&number)
    }

    /// Valid CPFs one swap of neighbouring digits away from an invalid one: a repair to offer, never
    /// to apply. Empty when the text is already valid, is not eleven digits, or no swap helps.
    pub fn suggest_repairs(text: &str) -> Vec<Self> {
        let Ok(number) = compact(text) else { return Vec::new() };
        if number.len() != 11 || Self::from_compact(&number).is_ok() {
            return Vec::new();
        }
        let mut repairs = Vec::new();
        for left in 0..10 {
            let mut swapped: Vec<char> = number.chars().collect();
            swapped.swap(left, left + 1);
            if let Ok(repair) = Self::from_compact(&swapped.into_iter().collect::<String>()) {
                repairs.push(repair);
            }
        }
        repairs
    }

    /// The eleven digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    fn from_compact(number: &str) -> Result<Self, DocumentError> {
        require_digits(number)?;
        if number.len() != 11 {
            return Err(DocumentError::Length);
        }
        require_variety(number)?;
        if number[9..] != cpf_check_digits(&number[..9]) {
            return Err(DocumentError::CheckDigits);
        }
        Ok(Self(number.to_owned()))
    }
}

/// `529.982.247-25`.
impl fmt::Display for Cpf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = &self.0;
        write!(f, "{}.{}.{}-{}", &n[..3], &n[3..6], &n[6..9], &n[9..])
    }
}

/// An establishment's taxpayer number: twelve digits or capital letters and two check digits.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cnpj(String);

impl Cnpj {
    /// Reads a CNPJ, numeric or alphanumeric, with or without punctuation, in either case.
    pub fn parse(text: &str) -> Result<Self, DocumentError> {
        Self::from_compact(&compact(text)?)
    }

    /// Like [`Cnpj::parse`], but also takes twelve or thirteen digits that lost their leading zeros
    /// in a spreadsheet, when the check digits fit once the zeros are back.
    pub fn parse_lenient(text: &str) -> Result<Self, DocumentError> {
        Self::from_compact(&pad(compact(text)?, 14))
    }

    /// Completes twelve digits or letters (punctuation allowed) with their check digits.
    pub fn from_base(base: &str) -> Result<Self, DocumentError> {
        let base = compact(base)?;
        if base.len() != 12 {
            return Err(DocumentError::Length);
        }
        let number = format!("{base}{}", cnpj_check_digits(&base));
        Self::from_compact(&number)
    }

    /// The fourteen characters, letters in upper case.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The first eight characters, common to all establishments of one company.
    pub fn root(&self) -> &str {
        &self.0[..8]
    }

    /// The four characters that tell establishments apart; `0001` is usually the head office.
    pub fn establishment(&self) -> &str {
        &self.0[8..12]
    }

    fn from_compact(number: &str) -> Result<Self, DocumentError> {
        if number.len() != 14 {
            return Err(DocumentError::Length);
        }
        require_digits(&number[12..])?;
        require_variety(number)?;
        if number[12..] != cnpj_check_digits(&number[..12]) {
            return Err(DocumentError::CheckDigits);
        }
        Ok(Self(number.to_owned()))
    }
}

/// `12.ABC.345/01DE-35`.
impl fmt::Display for Cnpj {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = &self.0;
        write!(f, "{}.{}.{}/{}-{}", &n[..2], &n[2..5], &n[5..8], &n[8..12], &n[12..])
    }
}

/// Either document; which one is told by its length.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum Document {
    /// A natural person's.
    Cpf(Cpf),
    /// An establishment's.
    Cnpj(Cnpj),
}

impl Document {
    /// Reads whichever of the two has the length of the text.
    pub fn parse(text: &str) -> Result<Self, DocumentError> {
        let number = compact(text)?;
        match number.len() {
            11 => Cpf::from_compact(&number).map(Self::Cpf),
            14 => Cnpj::from_compact(&number).map(Self::Cnpj),
            _ => Err(DocumentError::Length),
        }
    }

    /// Like [`Document::parse`], with the leading zeros that a spreadsheet dropped put back:
    /// nine or ten digits are tried as a CPF, twelve or thirteen as a CNPJ.
    pub fn parse_lenient(text: &str) -> Result<Self, DocumentError> {
        let number = compact(text)?;
        match number.len() {
            9..=11 => Cpf::from_compact(&pad(number, 11)).map(Self::Cpf),
            12..=14 => Cnpj::from_compact(&pad(number, 14)).map(Self::Cnpj),
            _ => Err(DocumentError::Length),
        }
    }

    /// The canonical characters, without punctuation.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Cpf(cpf) => cpf.as_str(),
            Self::Cnpj(cnpj) => cnpj.as_str(),
        }
    }
}

impl fmt::Display for Document {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Cpf(cpf) => cpf.fmt(f),
            Self::Cnpj(cnpj) => cnpj.fmt(f),
        }
    }
}

impl From<Cpf> for Document {
    fn from(cpf: Cpf) -> Self {
        Self::Cpf(cpf)
    }
}

impl From<Cnpj> for Document {
    fn from(cnpj: Cnpj) -> Self {
        Self::Cnpj(cnpj)
    }
}

macro_rules! string_conversions {
    ($($kind:ty),*) => {$(
        impl FromStr for $kind {
            type Err = DocumentError;
            fn from_str(text: &str) -> Result<Self, DocumentError> {
                Self::parse(text)
            }
        }
        impl TryFrom<String> for $kind {
            type Error = DocumentError;
            fn try_from(text: String) -> Result<Self, DocumentError> {
                Self::parse(&text)
            }
        }
        impl From<$kind> for String {
            fn from(document: $kind) -> String {
                document.as_str().to_owned()
            }
        }
    )*};
}
string_conversions!(Cpf, Cnpj, Document);

/// The characters that count, in upper case; ASCII letters and digits only.
fn compact(text: &str) -> Result<String, DocumentError> {
    let mut number = String::with_capacity(14);
    for (position, character) in text.trim().chars().enumerate() {
        if position >= MAX_INPUT_CHARS {
            return Err(DocumentError::Length);
        }
        match character {
            '0'..='9' | 'A'..='Z' | 'a'..='z' => number.push(character.to_ascii_uppercase()),
            '.' | '-' | '/' | '\\' | '‐' | '‑' | '–' | '—' | '−' => {}
            _ if character.is_whitespace() || is_invisible(character) => {}
            _ => return Err(DocumentError::Characters),
        }
    }
    if number.is_empty() { Err(DocumentError::Empty) } else { Ok(number) }
}

/// Puts up to two lost leading zeros back before a number made of digits only.
fn pad(number: String, length: usize) -> String {
    let numeric = number.bytes().all(|b| b.is_ascii_digit());
    if numeric && number.len() < length && number.len() + 2 >= length {
        format!("{number:0>length$}")
    } else {
        number
    }
}

fn require_digits(number: &str) -> Result<(), DocumentError> {
    if number.bytes().all(|b| b.is_ascii_digit()) { Ok(()) } else { Err(DocumentError::Characters) }
}

fn require_variety(number: &str) -> Result<(), DocumentError> {
    let mut bytes = number.bytes();
    let first = bytes.next();
    if bytes.all(|b| Some(b) == first) { Err(DocumentError::Repeated) } else { Ok(()) }
}

fn cpf_check_digits(base: &str) -> String {
    let first = cpf_check_digit(base, 10);
    let second = cpf_check_digit(&format!("{base}{first}"), 11);
    format!("{first}{second}")
}

fn cpf_check_digit(digits: &str, first_weight: u32) -> u32 {
    let sum: u32 = digits.bytes().zip((2..=first_weight).rev()).map(|(b, weight)| value(b) * weight).sum();
    sum * 10 % 11 % 10
}

fn cnpj_check_digits(base: &str) -> String {
    let first = cnpj_check_digit(base);
    let second = cnpj_check_digit(&format!("{base}{first}"));
    format!("{first}{second}")
}

fn cnpj_check_digit(characters: &str) -> u32 {
    let sum: u32 =
        characters.bytes().rev().zip((2..=9).cycle()).map(|(b, weight): (u8, u32)| value(b) * weight).sum();
    match sum % 11 {
        0 | 1 => 0,
        rest => 11 - rest,
    }
}

/// Value of a character in the sum: its ASCII code − 48, so `0` = 0 and `A` = 17.
fn value(byte: u8) -> u32 {
    u32::from(byte.saturating_sub(b'0'))
}

#[cfg(test)]
mod tests;
