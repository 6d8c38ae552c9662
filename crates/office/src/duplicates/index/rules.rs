//! A ficha in the engine's words, and what the engine says in ours.

use linkage::{Config, Explanation, Part};

use crate::duplicates::model::{Probe, SuspectCode, SuspectReason};
use crate::duplicates::scan::rules::tenths;

/// Least probability, in hundredths, to be shown.
pub const SHOWN_FROM: i64 = 10;
/// Least probability, in hundredths, to be an alert on the ficha.
pub const ALERT_FROM: i64 = 50;
/// Without the same document nothing is certain (DUP-2).
const UNCERTAIN_MAX: i64 = 99;

/// What is compared of a ficha or of what is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Compared {
    /// Full name.
    pub name: String,
    /// `YYYY-MM-DD`, or empty.
    pub birth: String,
    /// CPF or CNPJ, or empty.
    pub document: String,
    /// Of a person, or empty.
    pub mother: String,
    /// In order of preference.
    pub phones: Vec<String>,
    /// In order of preference.
    pub emails: Vec<String>,
    /// Street with number, in order of preference.
    pub streets: Vec<String>,
    /// Of the addresses.
    pub ceps: Vec<String>,
}

/// The values of each field, in the order of the engine's declaration for Brazil.
pub type Record<'a> = [&'a [String]; 8];

/// Fields that are not compared here, by their place in the engine's declaration.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeftOut([bool; 8]);

impl LeftOut {
    /// The fields of these names.
    pub fn new(config: &Config, names: &[String]) -> Self {
        let mut places = [false; 8];
        for (place, field) in places.iter_mut().zip(&config.fields) {
            *place = names.contains(&field.name);
        }
        Self(places)
    }

    /// A record without them: what is missing speaks neither for nor against anybody.
    pub fn of<'a>(&self, mut record: Record<'a>) -> Record<'a> {
        for (values, left_out) in record.iter_mut().zip(self.0) {
            if left_out {
                *values = &[];
            }
        }
        record
    }
}

impl From<&Probe> for Compared {
    fn from(probe: &Probe) -> Self {
        let mut compared = Self {
            name: probe.name.clone(),
            birth: probe.birth_date.map(|day| day.to_string()).unwrap_or_default(),
            document: probe.document.clone(),
            mother: probe.mother_name.clone(),
            phones: probe.phones.iter().filter(|phone| !phone.is_empty()).cloned().collect(),
            emails: probe.emails.iter().filter(|email| !email.is_empty()).cloned().collect(),
            ..Self::default()
        };
        if let Some(one) = &probe.address {
            compared.add_address(&one.street, &one.number, one.cep.clone());
        }
        compared
    }
}

impl Compared {
    /// Notes a further address.
    pub fn add_address(&mut self, street: &str, number: &str, cep: String) {
        self.streets.push(format!("{street} {number}").trim().to_owned());
        self.ceps.push(cep);
    }

    /// As the engine takes it.
    pub fn record(&self) -> Record<'_> {
        let one = std::slice::from_ref;
        [
            one(&self.name),
            one(&self.birth),
            one(&self.document),
            one(&self.mother),
            &self.phones,
            &self.emails,
            &self.streets,
            &self.ceps,
        ]
    }
}

/// How probable a pair is in hundredths, and why, weightiest first; nothing where only a household is shared. The same
/// document is certain unless one of them is wrong (DUP-2).
pub fn verdict(why: &Explanation) -> Option<(i64, Vec<SuspectReason>)> {
    let same_document = why.parts.iter().any(|part| code(part) == Some(SuspectCode::SameDocument));
    let speaks =
        |part: &&Part| matches!(part.field.as_str(), "name" | "birth" | "document") && part.weight > 0.0;
    why.parts.iter().find(speaks)?;
    let hundredths = if same_document { 100 } else { hundredths(why.probability).min(UNCERTAIN_MAX) };
    (hundredths >= SHOWN_FROM).then(|| (hundredths, reasons(why)))
}

#[expect(clippy::cast_possible_truncation, reason = "from 0 to 100")]
fn hundredths(probability: f64) -> i64 {
    (probability * 100.0).floor() as i64
}

fn reasons(why: &Explanation) -> Vec<SuspectReason> {
    let mut reasons: Vec<SuspectReason> = why
        .parts
        .iter()
        .filter_map(|part| Some(SuspectReason { code: code(part)?, weight_tenths: tenths(part.weight) }))
        .collect();
    let place = |code| reasons.iter().position(|reason: &SuspectReason| reason.code == code);
    // Said together, as people say it.
    if let (Some(mother), Some(birth)) = (place(SuspectCode::SameMother), place(SuspectCode::SameBirth)) {
        let weight = reasons[mother].weight_tenths + reasons[birth].weight_tenths;
        reasons[mother] = SuspectReason { code: SuspectCode::SameMotherAndBirth, weight_tenths: weight };
        reasons.retain(|reason| reason.code != SuspectCode::SameBirth);
    }
    // The address says it already.
    if reasons
        .iter()
        .any(|reason| matches!(reason.code, SuspectCode::SameAddress | SuspectCode::SimilarAddress))
    {
        reasons.retain(|reason| reason.code != SuspectCode::SameCep);
    }
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.weight_tenths));
    reasons
}

/// What a field says, where it is worth saying: people move and change their telephones, so that another one is not.
fn code(part: &Part) -> Option<SuspectCode> {
    use SuspectCode as Code;
    let for_one = part.weight > 0.0;
    Some(match (part.field.as_str(), part.level) {
        (_, "missing") => return None,
        ("name", "exact") => Code::SameName,
        ("name", "generation") => Code::OtherGeneration,
        ("name", _) if for_one => Code::SimilarName,
        ("name", _) => Code::DifferentName,
        ("birth", "exact") => Code::SameBirth,
        ("birth", _) if for_one => Code::SimilarBirth,
        ("birth", _) => Code::DifferentBirth,
        ("document", "exact") => Code::SameDocument,
        ("document", "root") => Code::SameRoot,
        ("document", _) if for_one => Code::SimilarDocument,
        ("document", _) => Code::DifferentDocument,
        ("mother", "exact") => Code::SameMother,
        ("mother", _) if for_one => Code::SimilarMother,
        ("mother", _) => Code::DifferentMother,
        ("phone", "exact" | "other_area") => Code::SamePhone,
        ("phone", "slip") => Code::SimilarPhone,
        ("email", "exact") => Code::SameEmail,
        ("email", _) if for_one => Code::SimilarEmail,
        ("address", "exact") => Code::SameAddress,
        ("address", _) if for_one => Code::SimilarAddress,
        ("cep", "exact") => Code::SameCep,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use linkage::{Comparer, Frequencies, Model};
    use proptest::prelude::*;

    use super::*;

    fn teles() -> Compared {
        Compared {
            name: "Aparecida Gonçalves Teles".to_owned(),
            birth: "1987-08-14".to_owned(),
            document: "52998224725".to_owned(),
            mother: "Maria Gonçalves Teles".to_owned(),
            phones: vec!["+551932510087".to_owned(), "+5519998124471".to_owned()],
            emails: vec!["cida@teles.com.br".to_owned()],
            streets: vec!["Rua das Acácias 214".to_owned()],
            ceps: vec!["13087534".to_owned()],
        }
    }

    fn named(name: &str) -> Compared {
        Compared { name: name.to_owned(), ..Compared::default() }
    }

    fn compare(one: &Compared, other: &Compared) -> Option<(i64, Vec<SuspectCode>)> {
        let config = Config::from_toml(linkage::BRAZIL).unwrap();
        let mut comparer = Comparer::new(&config, Model::defaults(&config), &Frequencies::default()).unwrap();
        let (hundredths, reasons) = verdict(&comparer.compare(&one.record(), &other.record()))?;
        assert!(reasons.is_sorted_by(|a, b| a.weight_tenths >= b.weight_tenths), "{reasons:?}");
        Some((hundredths, reasons.into_iter().map(|reason| reason.code).collect()))
    }

    #[test]
    fn dup_2_same_document_is_certain() {
        let known = Compared { document: "52998224725".to_owned(), ..named("Outra Pessoa") };
        let (hundredths, why) = compare(&teles(), &known).unwrap();
        assert_eq!((hundredths, why[0]), (100, SuspectCode::SameDocument));
        assert!(why.contains(&SuspectCode::DifferentName), "what speaks against is said too: {why:?}");
    }

    #[test]
    fn dup_2_same_mother_birth_and_a_like_name_say_why() {
        let known = Compared {
            birth: "1987-08-14".to_owned(),
            mother: "MARIA GONCALVES TELES".to_owned(),
            ..named("Aparecida G. Telles")
        };
        let (hundredths, why) = compare(&teles(), &known).unwrap();
        assert_eq!(why, [SuspectCode::SameMotherAndBirth, SuspectCode::SimilarName]);
        assert_eq!(hundredths, 99, "nothing but the document is certain");
    }

    #[test]
    fn dup_2_a_digit_off_and_swapped_dates_are_seen() {
        let known = Compared {
            document: "52998224752".to_owned(),
            birth: "1987-08-15".to_owned(),
            ..named("Cida Gonçalves Teles")
        };
        let (_, why) = compare(&teles(), &known).unwrap();
        assert!(
            why.contains(&SuspectCode::SimilarDocument) && why.contains(&SuspectCode::SimilarBirth),
            "{why:?}"
        );
    }

    #[test]
    fn dup_2_a_household_is_not_the_same_person() {
        let sister = Compared {
            name: "Joana Gonçalves Teles".to_owned(),
            birth: "1990-02-03".to_owned(),
            document: String::new(),
            ..teles()
        };
        assert_eq!(compare(&teles(), &sister), None);
        let nobody =
            Compared { name: String::new(), birth: String::new(), document: String::new(), ..teles() };
        assert_eq!(compare(&teles(), &nobody), None, "one home, and nothing of who lives there");
    }

    #[test]
    fn dup_2_a_homonym_alone_is_no_suspect() {
        assert_eq!(compare(&teles(), &named("Aparecida Gonçalves Teles")), None);
    }

    #[test]
    fn dup_1_any_telephone_of_both_counts() {
        let known = Compared {
            phones: vec!["+5511911112222".to_owned(), "+5519998124471".to_owned()],
            ..named("Aparecida Gonçalves Teles")
        };
        let (_, why) = compare(&teles(), &known).unwrap();
        assert!(why.contains(&SuspectCode::SamePhone), "{why:?}");
    }

    proptest! {
        #[test]
        fn dup_2_who_is_asked_about_makes_no_difference(
            name in "[a-z]{2,6} [a-z]{2,6}", other in "[a-z]{2,6} [a-z]{2,6}", same_birth: bool, same_phone: bool,
        ) {
            let one = Compared { name, ..teles() };
            let birth = if same_birth { one.birth.clone() } else { String::new() };
            let phones = if same_phone { one.phones.clone() } else { Vec::new() };
            let two = Compared { birth, phones, document: String::new(), ..named(&other) };
            prop_assert_eq!(compare(&one, &two).map(|found| found.0), compare(&two, &one).map(|found| found.0));
        }
    }
}
