//! What a report must be, and what became of it.

use std::collections::BTreeSet;

use crate::customers::model::CustomerId;
use crate::customers::rules::meaningful;
use crate::duplicates::reports::model::{ReportDuplicate, ReportState};
use crate::error::{Issues, Result};

/// Most fichas of a report: as many as are read side by side.
const FICHAS_MAX: usize = 6;

/// The fichas, each once, and the cleaned reason.
///
/// # Errors
/// `Invalid` with every wrong field.
pub fn check(request: &ReportDuplicate) -> Result<(BTreeSet<CustomerId>, String)> {
    let mut issues = Issues::default();
    let ids: BTreeSet<CustomerId> = request.ids.iter().copied().collect();
    if ids.len() < 2 {
        issues.add("ids", "fichas_two");
    } else if ids.len() > FICHAS_MAX {
        issues.add_with("ids", "too_many", [("max", FICHAS_MAX.to_string())]);
    }
    let reason = meaningful(&mut issues, "reason", &request.reason);
    issues.finish(Some((ids, reason)))
}

/// What became of fichas: `roots` are where they lead now, `apart` the pairs told apart since the report. One ficha left
/// is a merge; several are decided when each pair of them was told apart.
pub fn state(roots: &BTreeSet<CustomerId>, apart: &[(CustomerId, CustomerId)]) -> ReportState {
    let told = |one: &CustomerId, other: &CustomerId| {
        apart.contains(&(*one, *other)) || apart.contains(&(*other, *one))
    };
    if roots.len() < 2 {
        return ReportState::Merged;
    }
    let all =
        roots.iter().enumerate().all(|(at, one)| roots.iter().skip(at + 1).all(|other| told(one, other)));
    if all { ReportState::Apart } else { ReportState::Open }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dup_9_a_report_is_decided_by_its_fichas() {
        let [a, b, c] = [1, 2, 3].map(|number| CustomerId::from(uuid::Uuid::from_u128(number)));
        let of = |ids: &[CustomerId]| ids.iter().copied().collect::<BTreeSet<_>>();
        assert_eq!(state(&of(&[a]), &[]), ReportState::Merged);
        assert_eq!(state(&of(&[a, b]), &[]), ReportState::Open);
        assert_eq!(state(&of(&[a, b]), &[(b, a)]), ReportState::Apart);
        assert_eq!(state(&of(&[a, b, c]), &[(a, b), (a, c)]), ReportState::Open, "one pair is left");
    }
}
