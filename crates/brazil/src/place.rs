//! The 27 federative units and postal codes (CUS-6).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::text::{fold, is_invisible};

macro_rules! federative_units {
    ($($code:ident $name:literal),*) => {
        /// One of the 26 states or the Federal District, in alphabetical order of their codes.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Uf {
            $(#[doc = $name] $code),*
        }

        impl Uf {
            /// All 27, in alphabetical order of their codes.
            pub const ALL: [Self; 27] = [$(Self::$code),*];

            /// The two letters, such as `SP`.
            pub fn code(self) -> &'static str {
                match self { $(Self::$code => stringify!($code)),* }
            }

            /// The name in Portuguese, such as `São Paulo`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$code => $name),* }
            }
        }
    };
}

federative_units!(
    AC "Acre", AL "Alagoas", AM "Amazonas", AP "Amapá", BA "Bahia", CE "Ceará", DF "Distrito Federal",
    ES "Espírito Santo", GO "Goiás", MA "Maranhão", MG "Minas Gerais", MS "Mato Grosso do Sul",
    MT "Mato Grosso", PA "Pará", PB "Paraíba", PE "Pernambuco", PI "Piauí", PR "Paraná",
    RJ "Rio de Janeiro", RN "Rio Grande do Norte", RO "Rondônia", RR "Roraima", RS "Rio Grande do Sul",
    SC "Santa Catarina", SE "Sergipe", SP "São Paulo", TO "Tocantins"
);

impl Uf {
    /// Reads the two letters or the name, whatever the case and the accents.
    pub fn parse(text: &str) -> Result<Self, PlaceError> {
        let folded = fold(text);
        if folded.is_empty() {
            return Err(PlaceError::UfEmpty);
        }
        Self::ALL
            .into_iter()
            .find(|uf| folded.eq_ignore_ascii_case(uf.code()) || folded == fold(uf.name()))
            .ok_or(PlaceError::UfUnknown)
    }
}

impl fmt::Display for Uf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl FromStr for Uf {
    type Err = PlaceError;
    fn from_str(text: &str) -> Result<Self, PlaceError> {
        Self::parse(text)
    }
}

/// Why a text is not a postal code or a federative unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PlaceError {
    /// No postal code given.
    #[error("no postal code given")]
    CepEmpty,
    /// Not eight digits.
    #[error("a postal code has eight digits")]
    CepLength,
    /// Something other than digits and punctuation.
    #[error("a character that a postal code cannot have")]
    CepCharacters,
    /// Below 01000-000, where no postal code lies.
    #[error("no postal code starts with 00")]
    CepUnknown,
    /// No federative unit given.
    #[error("no federative unit given")]
    UfEmpty,
    /// None of the 27.
    #[error("not one of the 27 federative units")]
    UfUnknown,
}

impl PlaceError {
    /// Stable code for translation.
    pub fn code(&self) -> &'static str {
        match self {
            Self::CepEmpty => "cep_empty",
            Self::CepLength => "cep_length",
            Self::CepCharacters => "cep_characters",
            Self::CepUnknown => "cep_unknown",
            Self::UfEmpty => "uf_empty",
            Self::UfUnknown => "uf_unknown",
        }
    }
}

/// A postal code of eight digits. It tells the federative unit, not the street: small towns share one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cep(String);

/// First and last five digits of each range with its unit; source: Correios, "Faixas de CEP" by UF
/// (Busca CEP). AM, DF and GO have two ranges each. 78900–78999 was Rondônia's and is free today.
const CEP_RANGES: [(u32, u32, Uf); 30] = [
    (1000, 19999, Uf::SP),
    (20000, 28999, Uf::RJ),
    (29000, 29999, Uf::ES),
    (30000, 39999, Uf::MG),
    (40000, 48999, Uf::BA),
    (49000, 49999, Uf::SE),
    (50000, 56999, Uf::PE),
    (57000, 57999, Uf::AL),
    (58000, 58999, Uf::PB),
    (59000, 59999, Uf::RN),
    (60000, 63999, Uf::CE),
    (64000, 64999, Uf::PI),
    (65000, 65999, Uf::MA),
    (66000, 68899, Uf::PA),
    (68900, 68999, Uf::AP),
    (69000, 69299, Uf::AM),
    (69300, 69399, Uf::RR),
    (69400, 69899, Uf::AM),
    (69900, 69999, Uf::AC),
    (70000, 72799, Uf::DF),
    (72800, 72999, Uf::GO),
    (73000, 73699, Uf::DF),
    (73700, 76799, Uf::GO),
    (76800, 76999, Uf::RO),
    (77000, 77999, Uf::TO),
    (78000, 78899, Uf::MT),
    (79000, 79999, Uf::MS),
    (80000, 87999, Uf::PR),
    (88000, 89999, Uf::SC),
    (90000, 99999, Uf::RS),
];

impl Cep {
    /// Reads eight digits, with or without punctuation (`13170-738`, `13.170-738`).
    pub fn parse(text: &str) -> Result<Self, PlaceError> {
        Self::from_digits(cep_digits(text)?)
    }

    /// Like [`Cep::parse`], but takes seven digits as a code whose leading zero a spreadsheet
    /// dropped (only São Paulo's codes start with one). For imports, not for typing.
    pub fn parse_lenient(text: &str) -> Result<Self, PlaceError> {
        let digits = cep_digits(text)?;
        Self::from_digits(if digits.len() == 7 { format!("0{digits}") } else { digits })
    }

    /// The eight digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// `13170-738`.
    pub fn formatted(&self) -> String {
        format!("{}-{}", &self.0[..5], &self.0[5..])
    }

    /// The federative unit whose range holds this code; `None` in the gap nobody uses.
    pub fn uf(&self) -> Option<Uf> {
        let prefix: u32 = self.0[..5].parse().ok()?;
        CEP_RANGES.iter().find(|(first, last, _)| (*first..=*last).contains(&prefix)).map(|(_, _, uf)| *uf)
    }

    fn from_digits(digits: String) -> Result<Self, PlaceError> {
        if digits.len() != 8 {
            return Err(PlaceError::CepLength);
        }
        if digits.starts_with("00") {
            return Err(PlaceError::CepUnknown);
        }
        Ok(Self(digits))
    }
}

fn cep_digits(text: &str) -> Result<String, PlaceError> {
    let mut digits = String::with_capacity(8);
    for character in text.chars() {
        match character {
            '0'..='9' if digits.len() > 8 => return Err(PlaceError::CepLength),
            '0'..='9' => digits.push(character),
            '.' | '-' | '‐' | '‑' | '–' | '—' => {}
            _ if character.is_whitespace() || is_invisible(character) => {}
            _ => return Err(PlaceError::CepCharacters),
        }
    }
    if digits.is_empty() { Err(PlaceError::CepEmpty) } else { Ok(digits) }
}

impl fmt::Display for Cep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.formatted())
    }
}

impl FromStr for Cep {
    type Err = PlaceError;
    fn from_str(text: &str) -> Result<Self, PlaceError> {
        Self::parse(text)
    }
}

impl TryFrom<String> for Cep {
    type Error = PlaceError;
    fn try_from(text: String) -> Result<Self, PlaceError> {
        Self::parse(&text)
    }
}

impl From<Cep> for String {
    fn from(cep: Cep) -> String {
        cep.0
    }
}

#[cfg(test)]
mod tests;
