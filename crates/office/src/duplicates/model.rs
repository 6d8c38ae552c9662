//! What is compared, and what comes out.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::customers::model::{CustomerId, CustomerInput};

/// Whom to look for. Empty fields say nothing. Values are canonical: documents without punctuation, phones
/// E.164, CEPs of eight digits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Probe {
    /// The ficha the data belongs to already, which is no duplicate of itself.
    pub own_id: Option<CustomerId>,
    /// As typed.
    pub name: String,
    /// CPF or CNPJ.
    pub document: String,
    /// Of a person.
    pub birth_date: Option<NaiveDate>,
    /// Of a person, as typed.
    pub mother_name: String,
    /// Phones; the first eight count.
    pub phones: Vec<String>,
    /// E-mail addresses; the first eight count.
    pub emails: Vec<String>,
    /// Where they live or work.
    pub address: Option<ProbeAddress>,
}

/// An address as far as it is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProbeAddress {
    /// Eight digits.
    pub cep: String,
    /// As typed.
    pub street: String,
    /// As typed; may be empty.
    pub number: String,
}

/// A customer who might be the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Suspect {
    /// The ficha.
    pub customer_id: CustomerId,
    /// Its code.
    pub code: i64,
    /// Its name.
    pub name: String,
    /// 0 to 100: the sum of the points, cut at both ends. No probability yet; 100 is certain unless a document is wrong.
    pub score: i64,
    /// Why, weightiest first.
    pub reasons: Vec<SuspectReason>,
}

/// One agreement or disagreement, and what it weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SuspectReason {
    /// Which.
    pub code: SuspectCode,
    /// Added to the score; negative when it speaks against.
    pub points: i64,
}

crate::text_enum! {
    /// What two records agree or disagree in.
    pub enum SuspectCode {
        /// The same CPF or CNPJ.
        SameDocument,
        /// The same mother's name and birth date.
        SameMotherAndBirth,
        /// The same birth date, another or no mother's name.
        SameBirth,
        /// The same name, case and accents aside.
        SameName,
        /// First and last names alike, no sign of father and son.
        SimilarName,
        /// A phone in common.
        SamePhone,
        /// An e-mail address in common.
        SameEmail,
        /// The same CEP and number.
        SameAddress,
        /// Both have a document, and they differ.
        DifferentDocument,
        /// Both have a birth date, and they differ.
        DifferentBirth,
    }
}

/// A customer being typed in, to be compared with those known (DUP-1).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct FindSimilar {
    /// The ficha being corrected; none for a new one.
    pub id: Option<CustomerId>,
    /// As typed so far; what is half typed says nothing yet.
    pub input: CustomerInput,
}

/// Fichas that a person looked at and found to be different customers (DUP-3).
#[derive(Debug, Clone, Serialize, Deserialize, TS)]
pub struct NotDuplicate {
    /// All of them: each pair is told apart.
    pub ids: Vec<CustomerId>,
}
