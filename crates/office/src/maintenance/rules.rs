//! When a copy is due, what it is called, and which old ones go; what is wrong with a series of numbers.

use std::collections::BTreeSet;
use std::path::Path;

use chrono::{NaiveDate, NaiveDateTime, Timelike};

use crate::error::{Issues, Result};
use crate::maintenance::model::{BackupPlan, Problem};

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

/// The name under which the base at `path` is kept when a copy takes its place now.
pub fn name_aside(path: &Path, now: NaiveDateTime) -> String {
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    format!("{name}-antes-de-restaurar-{}.db", now.format("%Y-%m-%d-%H%M%S"))
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

/// What is wrong with a series of numbers, given as lowest, highest and count, whose counter stands at `last`.
pub fn series_problem(
    kind: &str,
    year: i64,
    [lowest, highest, count]: [i64; 3],
    last: i64,
) -> Option<Problem> {
    let named = |code: &str| Problem::new(code).with("series", kind).with("year", year);
    if lowest != 1 || highest != count {
        let problem = named("number_gap").with("lowest", lowest).with("highest", highest);
        return Some(problem.with("count", count));
    }
    (last != highest).then(|| named("number_counter").with("highest", highest).with("last", last))
}

/// The words that a search looks in.
pub fn words_of(content: &str) -> BTreeSet<String> {
    content.split_whitespace().map(str::to_owned).collect()
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

    #[test]
    fn numbers_run_from_one_to_where_their_counter_stands() {
        assert_eq!(series_problem("quotes", 2026, [1, 9, 9], 9), None);
        let gap = series_problem("quotes", 2026, [1, 9, 8], 9).unwrap();
        assert_eq!((gap.code.as_str(), gap.params["count"].as_str()), ("number_gap", "8"));
        assert_eq!(series_problem("quotes", 2026, [2, 9, 8], 9).unwrap().code, "number_gap");
        // The next one would be given twice, or one was lost at the end.
        for last in [8, 10] {
            assert_eq!(series_problem("quotes", 2026, [1, 9, 9], last).unwrap().code, "number_counter");
        }
    }
}
