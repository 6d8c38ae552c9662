//! What may become of a contract. Pure.

use crate::customers::contracts::model::{ChangeContract, ContractDetail, ContractStatus as Status};
use crate::customers::rules::meaningful;
use crate::error::{Issues, Result};

/// Most characters of a plan's name.
const PLAN_MAX: usize = 120;
/// The most a month may cost, in cents.
const MONTHLY_MAX: i64 = 100_000_000;

/// Whether a contract may go from one status to another: what has ended stays so.
pub fn may_become(from: Status, to: Status) -> bool {
    matches!(
        (from, to),
        (Status::Active, Status::Suspended | Status::Ended)
            | (Status::Suspended, Status::Active | Status::Ended)
    )
}

/// A change, cleaned.
///
/// # Errors
/// `Invalid`, everything at once; also when nothing would change.
pub fn check_change(typed: ChangeContract, before: &ContractDetail) -> Result<ChangeContract> {
    let mut issues = Issues::default();
    let plan = brazil::text::strip_invisible(&typed.plan).trim().to_owned();
    if plan.is_empty() {
        issues.add("plan", "required");
    } else if plan.chars().count() > PLAN_MAX {
        issues.add_with("plan", "too_long", [("max", PLAN_MAX.to_string())]);
    }
    if typed.due_day.is_some_and(|day| !(1..=31).contains(&day)) {
        issues.add("due_day", "due_day_range");
    }
    if !(0..=MONTHLY_MAX).contains(&typed.monthly_cents) {
        issues.add("monthly_cents", "monthly_range");
    }
    let reason = meaningful(&mut issues, "reason", &typed.reason);
    if before.status == Status::Ended {
        issues.add("", "contract_ended");
    } else if (&plan, typed.due_day, typed.monthly_cents)
        == (&before.plan, before.due_day, before.monthly_cents)
    {
        issues.add("", "nothing_changed");
    }
    issues.check()?;
    Ok(ChangeContract { plan, reason, ..typed })
}

/// What a change did, one line for each field, and why: as the timeline tells it.
pub fn told(before: &ContractDetail, after: &ChangeContract) -> String {
    let mut lines = Vec::new();
    if before.plan != after.plan {
        lines.push(format!("{} → {}", before.plan, after.plan));
    } else {
        lines.push(after.plan.clone());
    }
    if before.due_day != after.due_day {
        let day = |day: Option<i64>| day.map_or_else(|| "—".to_owned(), |day| day.to_string());
        lines.push(format!("vencimento: dia {} → {}", day(before.due_day), day(after.due_day)));
    }
    if before.monthly_cents != after.monthly_cents {
        let money = brazil::money::format_brl;
        lines.push(format!("{} → {}", money(before.monthly_cents), money(after.monthly_cents)));
    }
    lines.push(after.reason.clone());
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::model::{ContractId, CustomerId};

    fn contract(status: Status) -> ContractDetail {
        ContractDetail {
            id: ContractId(uuid::Uuid::nil()),
            customer_id: CustomerId(uuid::Uuid::nil()),
            plan: "Fibra 600".to_owned(),
            due_day: Some(10),
            monthly_cents: 14_990,
            signed_on: None,
            status,
            version: 1,
            updated_at: chrono::DateTime::UNIX_EPOCH,
            updated_by: String::new(),
        }
    }

    fn change() -> ChangeContract {
        ChangeContract {
            id: ContractId(uuid::Uuid::nil()),
            version: 1,
            plan: " Fibra 800 ".to_owned(),
            due_day: None,
            monthly_cents: 17_990,
            reason: "Cliente pediu mais velocidade".to_owned(),
        }
    }

    fn codes(outcome: Result<ChangeContract>) -> Vec<(String, String)> {
        let Err(crate::error::Error::Invalid(issues)) = outcome else { return Vec::new() };
        issues.into_iter().map(|issue| (issue.field, issue.code)).collect()
    }

    #[test]
    fn what_has_ended_stays_so() {
        for from in Status::ALL.iter().copied() {
            assert!(!may_become(from, from));
            assert!(!may_become(Status::Ended, from));
            assert_eq!(may_become(from, Status::Ended), from != Status::Ended);
        }
        assert!(
            may_become(Status::Active, Status::Suspended) && may_become(Status::Suspended, Status::Active)
        );
    }

    #[test]
    fn a_change_is_checked_whole_and_told_field_by_field() {
        let before = contract(Status::Suspended);
        let checked = check_change(change(), &before).unwrap();
        assert_eq!(
            told(&before, &checked),
            "Fibra 600 → Fibra 800\nvencimento: dia 10 → —\nR$\u{a0}149,90 → R$\u{a0}179,90\nCliente pediu mais velocidade"
        );
        let wrong = ChangeContract {
            plan: " ".to_owned(),
            due_day: Some(32),
            monthly_cents: -1,
            reason: "...".to_owned(),
            ..change()
        };
        let fields: Vec<_> =
            codes(check_change(wrong, &before)).into_iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["plan", "due_day", "monthly_cents", "reason"]);
        let same = ChangeContract {
            plan: before.plan.clone(),
            due_day: Some(10),
            monthly_cents: 14_990,
            ..change()
        };
        assert_eq!(codes(check_change(same, &before)), [(String::new(), "nothing_changed".to_owned())]);
        let ended = codes(check_change(change(), &contract(Status::Ended)));
        assert_eq!(ended, [(String::new(), "contract_ended".to_owned())]);
    }
}
