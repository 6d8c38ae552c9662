//! When a group needs nobody's decision.

use std::collections::BTreeSet;

use brazil::text::fold;
use chrono::NaiveDate;

use crate::access::model::UserId;
use crate::customers::model::{CustomerId, CustomerKind, CustomerStatus, Segment};

/// Most fichas merged without asking: as many as are read side by side.
const FICHAS_MAX: usize = 6;

/// What a ficha says in the fields of which one value survives a merge.
#[derive(Debug, Clone, sqlx::FromRow)]
#[cfg_attr(test, derive(PartialEq))]
pub struct Said {
    /// Which.
    pub id: CustomerId,
    /// Person or company.
    pub kind: CustomerKind,
    /// Name.
    pub name: String,
    /// Trading name.
    pub trade_name: String,
    /// CPF or CNPJ.
    pub document: Option<String>,
    /// Birth date.
    pub birth_date: Option<NaiveDate>,
    /// Mother's name.
    pub mother_name: String,
    /// Whom to ask for.
    pub contact_name: String,
    /// Retail or corporate.
    pub segment: Segment,
    /// Who looks after them.
    pub responsible_id: Option<UserId>,
    /// Active or inactive.
    pub status: CustomerStatus,
    /// Why inactive.
    pub status_reason: String,
}

impl Said {
    /// Field by field; empty where it says nothing. Case and accents make no difference.
    fn fields(&self) -> [String; 10] {
        [
            self.kind.as_text().to_owned(),
            fold(&self.name),
            fold(&self.trade_name),
            self.document.clone().unwrap_or_default(),
            self.birth_date.map(|day| day.to_string()).unwrap_or_default(),
            fold(&self.mother_name),
            fold(&self.contact_name),
            self.segment.as_text().to_owned(),
            self.responsible_id.map(|user| user.to_string()).unwrap_or_default(),
            format!("{} {}", self.status.as_text(), self.status_reason),
        ]
    }
}

/// Whether there are at least two fichas, not too many, and no field says two different things: what is empty says
/// nothing.
pub fn is_clean(fichas: &[&Said]) -> bool {
    if !(2..=FICHAS_MAX).contains(&fichas.len()) {
        return false;
    }
    let mut agreed: [String; 10] = Default::default();
    for ficha in fichas {
        for (known, says) in agreed.iter_mut().zip(ficha.fields()) {
            if known.is_empty() {
                *known = says;
            } else if !says.is_empty() && *known != says {
                return false;
            }
        }
    }
    true
}

/// Whether nothing is there twice.
pub fn all_differ<'a>(values: impl Iterator<Item = &'a String>) -> bool {
    let mut seen = BTreeSet::new();
    values.into_iter().all(|value| seen.insert(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ficha(name: &str, document: &str) -> Said {
        Said {
            id: uuid::Uuid::nil().into(),
            kind: CustomerKind::Person,
            name: name.to_owned(),
            trade_name: String::new(),
            document: Some(document.to_owned()).filter(|text| !text.is_empty()),
            birth_date: None,
            mother_name: String::new(),
            contact_name: String::new(),
            segment: Segment::Retail,
            responsible_id: None,
            status: CustomerStatus::Active,
            status_reason: String::new(),
        }
    }

    #[test]
    fn dup_9_what_is_empty_says_nothing_and_accents_make_no_difference() {
        let one = ficha("Aparecida Gonçalves", "52998224725");
        assert!(is_clean(&[&one, &ficha("APARECIDA GONCALVES", "")]));
        assert!(!is_clean(&[&one, &ficha("Aparecida G.", "")]));
        // The one between them says nothing of the document; those at both ends contradict each other.
        let other = ficha("Aparecida Gonçalves", "11144477735");
        assert!(!is_clean(&[&one, &ficha("Aparecida Gonçalves", ""), &other]));
        let inactive = Said { status: CustomerStatus::Inactive, ..one.clone() };
        assert!(!is_clean(&[&one, &inactive]));
        let assigned = Said { responsible_id: Some(uuid::Uuid::max().into()), ..one.clone() };
        assert!(is_clean(&[&one, &assigned]));
    }

    #[test]
    fn dup_9_one_alone_and_more_than_are_read_side_by_side_wait_for_a_person() {
        let one = ficha("Aparecida Gonçalves", "");
        assert!(!is_clean(&[&one]));
        assert!(is_clean(&[&one; 6]));
        assert!(!is_clean(&[&one; 7]));
        let causes = ["new".to_owned(), "merged".to_owned(), "new".to_owned()];
        assert!(all_differ(causes[..2].iter()) && !all_differ(causes.iter()));
    }
}
