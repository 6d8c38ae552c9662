//! When a copy is due, what it is called, and which old ones go.

use std::path::Path;

use chrono::{NaiveDate, NaiveDateTime, Timelike};

use crate::error::{Issues, Result};
use crate::maintenance::model::BackupPlan;

/// What the names of our own copies begin with: nothing else in the folder is ever touched.
const PREFIX: &str = "retaguarda-";

/// The plan as it may be saved; an empty folder means no copies.
///
/// # Errors
/// `Invalid` on each field that cannot be.
pub fn check(plan: &BackupPlan) -> Result<BackupPlan> {
    let mut issues = Issues::default();
    let folder = plan.folder.trim();
    if !folder.is_empty() && !Path::new(folder).is_absolute() {
        issues.add("folder", "folder_not_absolute");
    }
    if !(0..=23).contains(&plan.at_hour) {
        issues.add_with("at_hour", "out_of_range", range(0, 23));
    }
    if !(1..=365).contains(&plan.keep_copies) {
        issues.add_with("keep_copies", "out_of_range", range(1, 365));
    }
    issues.finish(Some(BackupPlan { folder: folder.to_owned(), ..plan.clone() }))
}

fn range(min: i64, max: i64) -> [(&'static str, String); 2] {
    [("min", min.to_string()), ("max", max.to_string())]
}

/// Whether today's copy is due: once a day from the chosen hour on, also when the program was not running then.
pub fn is_due(plan: &BackupPlan, now: NaiveDateTime, last_day: Option<NaiveDate>) -> bool {
    !plan.folder.is_empty()
        && i64::from(now.hour()) >= plan.at_hour
        && last_day.is_none_or(|day| day < now.date())
}

/// The name of a copy made now, with the time where the company is.
pub fn file_name(now: NaiveDateTime) -> String {
    format!("{PREFIX}{}.db", now.format("%Y-%m-%d-%H%M%S"))
}

/// Whether a file is a copy of ours.
pub fn is_copy(name: &str) -> bool {
    let stamp = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(".db"));
    stamp.is_some_and(|stamp| NaiveDateTime::parse_from_str(stamp, "%Y-%m-%d-%H%M%S").is_ok())
}

/// The copies beyond the newest `keep`; their names tell their age.
pub fn to_remove(mut names: Vec<String>, keep: i64) -> Vec<String> {
    names.retain(|name| is_copy(name));
    names.sort_unstable_by(|a, b| b.cmp(a));
    names.split_off(usize::try_from(keep.max(1)).unwrap_or(1).min(names.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(folder: &str) -> BackupPlan {
        BackupPlan { folder: folder.to_owned(), at_hour: 12, ..BackupPlan::default() }
    }

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").unwrap()
    }

    #[test]
    fn sys_6_a_copy_is_due_once_a_day_from_its_hour_on() {
        let yesterday = Some(at("2026-11-22 12:00").date());
        assert!(!is_due(&plan("/copias"), at("2026-11-23 11:59"), yesterday));
        assert!(is_due(&plan("/copias"), at("2026-11-23 12:00"), yesterday));
        // The machine was off at noon.
        assert!(is_due(&plan("/copias"), at("2026-11-23 23:10"), yesterday));
        assert!(!is_due(&plan("/copias"), at("2026-11-23 23:10"), Some(at("2026-11-23 12:00").date())));
        assert!(is_due(&plan("/copias"), at("2026-11-23 12:00"), None));
        assert!(!is_due(&plan(""), at("2026-11-23 12:00"), None));
    }

    #[test]
    fn sys_6_only_old_copies_of_ours_go() {
        let names = [
            "retaguarda-2026-11-23-120000.db",
            "retaguarda-2026-11-21-120000.db",
            "retaguarda-2026-11-22-120000.db",
            "retaguarda-minha.db",
            "fotos.zip",
        ];
        let names = names.map(str::to_owned).to_vec();
        assert_eq!(to_remove(names.clone(), 2), ["retaguarda-2026-11-21-120000.db"]);
        assert_eq!(to_remove(names, 5), Vec::<String>::new());
        assert!(is_copy(&file_name(at("2026-11-23 12:00"))));
    }
}
