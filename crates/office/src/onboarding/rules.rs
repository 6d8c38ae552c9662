//! Which steps a welcome has, and when it is complete (REG-9).

use crate::error::{Issues, Result};
use crate::onboarding::model::{OnboardingCause as Cause, OnboardingMark, OnboardingStep as Step};

/// Most characters of what came of a step.
const NOTE_MAX: usize = 2_000;

/// The steps of a welcome, in order. One after a merge has three more, and they come first: the rest is built on data
/// the customer agreed to.
pub fn steps(cause: Cause) -> Vec<Step> {
    let merged =
        |step: &Step| matches!(step, Step::ToldOfDuplicate | Step::RegistrationCorrected | Step::FichaToKeep);
    Step::ALL.iter().copied().filter(|step| cause == Cause::Merged || !merged(step)).collect()
}

/// What came of a step, cleaned. Which ficha to keep must be said; anything said must say something (CUS-2).
///
/// # Errors
/// `Invalid` at `step` or `note`.
pub fn check_mark(cause: Cause, step: Step, typed: &str) -> Result<String> {
    let mut issues = Issues::default();
    if !steps(cause).contains(&step) {
        issues.add("step", "step_unknown");
    }
    let note = brazil::text::strip_invisible_lines(typed).trim().to_owned();
    if note.is_empty() {
        if step == Step::FichaToKeep {
            issues.add("note", "required");
        }
    } else if !brazil::text::is_meaningful(&note) {
        issues.add("note", "says_nothing");
    } else if note.chars().count() > NOTE_MAX {
        issues.add_with("note", "too_long", [("max", NOTE_MAX.to_string())]);
    }
    issues.finish(Some(note))
}

/// Whether every step was done.
pub fn is_complete(cause: Cause, marks: &[OnboardingMark]) -> bool {
    steps(cause).iter().all(|step| marks.iter().any(|mark| mark.step == *step))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reg_9_a_merged_ficha_has_three_steps_more_and_they_come_first() {
        let (new, merged) = (steps(Cause::New), steps(Cause::Merged));
        assert_eq!(new.len(), 7);
        assert_eq!(&merged[..3], [Step::ToldOfDuplicate, Step::RegistrationCorrected, Step::FichaToKeep]);
        assert_eq!(&merged[3..], new);
    }

    #[test]
    fn reg_9_which_ficha_to_keep_must_be_said() {
        assert!(check_mark(Cause::Merged, Step::FichaToKeep, " ").is_err());
        assert!(check_mark(Cause::Merged, Step::FichaToKeep, "...").is_err());
        assert_eq!(check_mark(Cause::Merged, Step::FichaToKeep, " 1042 ").unwrap(), "1042");
        assert!(check_mark(Cause::New, Step::FichaToKeep, "1042").is_err());
        assert_eq!(check_mark(Cause::New, Step::WelcomeCall, "").unwrap(), "");
        assert!(check_mark(Cause::New, Step::WelcomeCall, &"palavras ".repeat(300)).is_err());
    }
}
