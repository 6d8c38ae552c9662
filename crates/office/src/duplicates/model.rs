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
    /// How probable it is in hundredths; 100 only with the same document, which is certain unless one of them is wrong.
    pub score: i64,
    /// Why, weightiest first.
    pub reasons: Vec<SuspectReason>,
}

/// One agreement or disagreement, and what it weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SuspectReason {
    /// Which.
    pub code: SuspectCode,
    /// For (above 0) or against (below 0) one customer: tenths of a binary logarithm of how much likelier this is
    /// for one customer than for two strangers.
    pub weight_tenths: i64,
}

crate::text_enum! {
    /// What two records agree or disagree in.
    pub enum SuspectCode {
        /// The same CPF or CNPJ.
        SameDocument,
        /// A digit off or two swapped.
        SimilarDocument,
        /// The same company, another establishment.
        SameRoot,
        /// Both have a document, and they differ.
        DifferentDocument,
        /// The same mother's name and birth date.
        SameMotherAndBirth,
        /// The same birth date.
        SameBirth,
        /// A digit off, or day and month swapped.
        SimilarBirth,
        /// Both have a birth date, and they differ.
        DifferentBirth,
        /// The same name, case and accents aside.
        SameName,
        /// Abbreviated, mistyped, married or in another order.
        SimilarName,
        /// The same but for Júnior, Filho, Neto: relatives.
        OtherGeneration,
        /// Another name.
        DifferentName,
        /// The same mother's name.
        SameMother,
        /// Much the same mother's name.
        SimilarMother,
        /// Another mother's name.
        DifferentMother,
        /// A telephone in common.
        SamePhone,
        /// A digit of the telephone off.
        SimilarPhone,
        /// An e-mail address in common.
        SameEmail,
        /// The same e-mail name elsewhere, or mistyped.
        SimilarEmail,
        /// The same street and number.
        SameAddress,
        /// The same street, or one much alike.
        SimilarAddress,
        /// The same CEP.
        SameCep,
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
