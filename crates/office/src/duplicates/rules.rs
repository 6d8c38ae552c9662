//! How much two records agree: a sum of points, each of which can be read out.

use brazil::document::Document;
use brazil::email::Email;
use brazil::phone::Phone;
use brazil::place::Cep;
use chrono::NaiveDate;

use crate::customers::model::{ContactKind, CustomerId, CustomerInput};
use crate::duplicates::model::{Probe, ProbeAddress, SuspectCode, SuspectReason};

/// Fewest points to be shown. A name, a household (address and phone) or an e-mail alone stay below it.
pub const SHOWN_FROM: i64 = 40;
/// Points from which another ficha is worth an alert: less than that a household reaches too (DUP-2).
pub const ALERT_FROM: i64 = 60;
/// Characters of a typed name that are compared, and contact points that are looked at.
const NAME_CHARACTERS_MAX: usize = 200;
const CONTACTS_MAX: usize = 20;
/// Most points without the same document: only that is certain (DUP-2).
const UNCERTAIN_MAX: i64 = 99;
/// How alike two words must be (Jaro–Winkler, 0 to 1) to pass for the same one mistyped.
const ALIKE: f64 = 0.9;
/// Words that tell relatives of one name apart (BRAZIL.md).
const KIN: [&str; 6] = ["filho", "filha", "junior", "jr", "neto", "sobrinho"];
/// Words that carry little in a name.
const PARTICLES: [&str; 6] = ["de", "da", "do", "das", "dos", "e"];

/// A customer found by an index, with what the look-ups already told.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Candidate {
    /// Name as folded for searching.
    pub name_key: String,
    /// Canonical, where known.
    pub document: Option<String>,
    /// Where known.
    pub birth_date: Option<NaiveDate>,
    /// As stored.
    pub mother_name: String,
    /// Has a phone of the probe.
    pub same_phone: bool,
    /// Has an e-mail address of the probe.
    pub same_email: bool,
    /// Has the probe's CEP and number.
    pub same_address: bool,
}

/// What is typed so far as it is compared with known customers. Half typed values say nothing.
pub fn probe(own_id: Option<CustomerId>, typed: &CustomerInput) -> Probe {
    let of = |email: bool| {
        typed.contact_points.iter().filter(move |contact| (contact.kind == ContactKind::Email) == email)
    };
    let phones = of(false).filter_map(|contact| Phone::parse(&contact.value).ok());
    let emails = of(true).filter_map(|contact| Email::parse(contact.value.trim()).ok());
    let address = typed.addresses.first().and_then(|address| {
        let cep = Cep::parse(&address.cep).ok()?.as_str().to_owned();
        Some(ProbeAddress { cep, street: address.street.clone(), number: address.number.clone() })
    });
    Probe {
        own_id,
        name: typed.name.chars().take(NAME_CHARACTERS_MAX).collect(),
        document: Document::parse(&typed.document).map(|known| known.as_str().to_owned()).unwrap_or_default(),
        birth_date: typed.birth_date.trim().parse().ok(),
        mother_name: typed.mother_name.chars().take(NAME_CHARACTERS_MAX).collect(),
        phones: phones.map(|phone| phone.as_e164().to_owned()).take(CONTACTS_MAX).collect(),
        emails: emails.map(|email| email.as_str().to_owned()).take(CONTACTS_MAX).collect(),
        address,
    }
}

/// Score (0 to 100) and reasons, weightiest first.
pub fn score(probe: &Probe, candidate: &Candidate) -> (i64, Vec<SuspectReason>) {
    let mut reasons: Vec<SuspectReason> = [
        document_points(probe, candidate),
        birth_points(probe, candidate),
        name_points(&brazil::text::fold(&probe.name), &candidate.name_key),
        candidate.same_phone.then_some((SuspectCode::SamePhone, 20)),
        candidate.same_email.then_some((SuspectCode::SameEmail, 25)),
        candidate.same_address.then_some((SuspectCode::SameAddress, 15)),
    ]
    .into_iter()
    .flatten()
    .map(|(code, points)| SuspectReason { code, points })
    .collect();
    reasons.sort_by_key(|reason| std::cmp::Reverse(reason.points));
    let sum: i64 = reasons.iter().map(|reason| reason.points).sum();
    let certain = reasons.iter().any(|reason| reason.code == SuspectCode::SameDocument);
    (sum.clamp(0, if certain { 100 } else { UNCERTAIN_MAX }), reasons)
}

fn document_points(probe: &Probe, candidate: &Candidate) -> Option<(SuspectCode, i64)> {
    match &candidate.document {
        Some(known) if !known.is_empty() && !probe.document.is_empty() => Some(if *known == probe.document {
            (SuspectCode::SameDocument, 100)
        } else {
            (SuspectCode::DifferentDocument, -30)
        }),
        _ => None,
    }
}

fn birth_points(probe: &Probe, candidate: &Candidate) -> Option<(SuspectCode, i64)> {
    let (typed, known) = (probe.birth_date?, candidate.birth_date?);
    if typed != known {
        return Some((SuspectCode::DifferentBirth, -30));
    }
    let (typed, known) = (brazil::text::fold(&probe.mother_name), brazil::text::fold(&candidate.mother_name));
    if !typed.is_empty() && typed == known {
        Some((SuspectCode::SameMotherAndBirth, 60))
    } else {
        Some((SuspectCode::SameBirth, 15))
    }
}

fn name_points(typed: &str, known: &str) -> Option<(SuspectCode, i64)> {
    if typed.is_empty() {
        None
    } else if typed == known {
        Some((SuspectCode::SameName, 34))
    } else {
        names_alike(typed, known).then_some((SuspectCode::SimilarName, 30))
    }
}

/// Whether two folded names have like first and last words, particles aside. "Filho" against none is a father
/// and his son, not a mistyped name.
pub fn names_alike(one: &str, other: &str) -> bool {
    let (one, kin_of_one) = words(one);
    let (other, kin_of_other) = words(other);
    if kin_of_one != kin_of_other || one.len() < 2 || other.len() < 2 {
        return false;
    }
    let alike = |a: Option<&&str>, b: Option<&&str>| match (a, b) {
        (Some(a), Some(b)) => strsim::jaro_winkler(a, b) >= ALIKE,
        _ => false,
    };
    alike(one.first(), other.first()) && alike(one.last(), other.last())
}

/// The words of a folded name that tell people apart, and those that tell relatives apart.
fn words(name: &str) -> (Vec<&str>, Vec<&str>) {
    name.split(' ')
        .filter(|word| !word.is_empty() && !PARTICLES.contains(word))
        .partition(|word| !KIN.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn probe() -> Probe {
        Probe {
            name: "Aparecida Gonçalves Teles".to_owned(),
            document: "52998224725".to_owned(),
            birth_date: NaiveDate::from_ymd_opt(1987, 8, 14),
            mother_name: "Maria Gonçalves Teles".to_owned(),
            ..Probe::default()
        }
    }

    fn candidate() -> Candidate {
        Candidate { name_key: "aparecida g telles".to_owned(), ..Candidate::default() }
    }

    fn codes(reasons: &[SuspectReason]) -> Vec<SuspectCode> {
        reasons.iter().map(|reason| reason.code).collect()
    }

    #[test]
    fn dup_2_same_document_is_certain() {
        let known = Candidate { document: Some("52998224725".to_owned()), ..Candidate::default() };
        assert_eq!(score(&probe(), &known).0, 100);
    }

    #[test]
    fn dup_2_same_mother_birth_and_a_like_name_say_why() {
        let known = Candidate {
            birth_date: NaiveDate::from_ymd_opt(1987, 8, 14),
            mother_name: "MARIA GONCALVES TELES".to_owned(),
            ..candidate()
        };
        let (score, reasons) = score(&probe(), &known);
        assert_eq!(score, 90);
        assert_eq!(codes(&reasons), [SuspectCode::SameMotherAndBirth, SuspectCode::SimilarName]);
    }

    #[test]
    fn dup_2_nothing_but_the_document_is_certain() {
        let known = Candidate {
            birth_date: NaiveDate::from_ymd_opt(1987, 8, 14),
            mother_name: "Maria Gonçalves Teles".to_owned(),
            same_phone: true,
            same_email: true,
            ..candidate()
        };
        assert_eq!(score(&probe(), &known).0, 99);
    }

    #[test]
    fn dup_2_a_household_is_not_the_same_person() {
        let sister = Candidate {
            name_key: "joana goncalves teles".to_owned(),
            same_phone: true,
            same_address: true,
            ..Candidate::default()
        };
        assert!(score(&probe(), &sister).0 < SHOWN_FROM);
    }

    #[test]
    fn dup_2_a_homonym_alone_is_no_suspect() {
        let homonym = Candidate { name_key: "aparecida goncalves teles".to_owned(), ..Candidate::default() };
        assert!(score(&probe(), &homonym).0 < SHOWN_FROM);
    }

    #[test]
    fn dup_2_father_and_son_have_no_like_names() {
        assert!(names_alike("joao batista de moura", "joao baptista moura"));
        assert!(!names_alike("joao batista de moura filho", "joao batista de moura"));
        assert!(!names_alike("joao", "joao"));
        assert!(!names_alike("maria da silva", "marcos da silva"));
    }

    #[test]
    fn dup_2_what_speaks_against_lowers_the_score() {
        let against = Candidate {
            document: Some("11144477735".to_owned()),
            birth_date: NaiveDate::from_ymd_opt(1990, 1, 1),
            same_phone: true,
            same_email: true,
            ..candidate()
        };
        let (sum, reasons) = score(&probe(), &against);
        assert_eq!(sum, 15);
        assert_eq!(codes(&reasons)[3..], [SuspectCode::DifferentDocument, SuspectCode::DifferentBirth]);
    }

    proptest! {
        #[test]
        fn dup_2_the_score_stays_between_0_and_100(
            name in "\\PC{0,40}", key in "[a-z ]{0,40}", document in "[0-9]{0,11}", known in "[0-9]{0,11}",
            phone: bool, email: bool, address: bool,
        ) {
            let probe = Probe { name, document, ..probe() };
            let known = Candidate {
                name_key: key, document: Some(known), same_phone: phone, same_email: email, same_address: address,
                ..Candidate::default()
            };
            let (score, reasons) = score(&probe, &known);
            prop_assert!((0..=100).contains(&score));
            prop_assert!(reasons.is_sorted_by(|a, b| a.points >= b.points));
        }

        #[test]
        fn dup_2_likeness_of_names_is_mutual(one in "[a-z]{1,6} [a-z]{1,6}", other in "[a-z]{1,6} [a-z]{1,6}") {
            prop_assert_eq!(names_alike(&one, &other), names_alike(&other, &one));
        }
    }
}
