//! Guesses at names that nobody has. They wait like those at a known name, so that the wait does not tell which names
//! exist. What was typed is not kept, only a digest of it that no other run of the program would make; and only in
//! this process, for a table of them would be filled from outside. Where each person signs in to the server by a role of
//! their own (decision 13), guesses at known names are counted here too: nobody can write before they are in.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, PoisonError};

use chrono::{DateTime, Utc};

use crate::access::rules;

/// Names remembered at once; the one guessed at longest ago makes room.
const NAMES_MAX: usize = 10_000;

/// Names that nobody has and how often each was tried.
#[derive(Debug, Default)]
pub struct Strangers {
    digest: RandomState,
    tried: Mutex<HashMap<u64, (i64, DateTime<Utc>)>>,
}

impl Strangers {
    /// Counts a guess and gives how many there were before it.
    ///
    /// # Errors
    /// The seconds still to wait, when that is not over; the guess then does not count.
    pub fn count_guess(&self, username_key: &str, now: DateTime<Utc>) -> Result<i64, i64> {
        let name = self.digest.hash_one(username_key);
        let mut tried = self.tried.lock().unwrap_or_else(PoisonError::into_inner);
        let (failed, last) = tried.get(&name).copied().unzip();
        let failed = failed.unwrap_or(0);
        let wait = rules::wait_seconds(failed, last, now);
        if wait > 0 {
            return Err(wait);
        }
        if tried.len() >= NAMES_MAX && !tried.contains_key(&name) {
            let oldest = tried.iter().min_by_key(|(_, (_, last))| *last).map(|(name, _)| *name);
            oldest.and_then(|oldest| tried.remove(&oldest));
        }
        tried.insert(name, (failed.saturating_add(1), now));
        Ok(failed)
    }

    /// Forgets guesses at a name after the right password.
    pub fn forget(&self, username_key: &str) {
        let name = self.digest.hash_one(username_key);
        self.tried.lock().unwrap_or_else(PoisonError::into_inner).remove(&name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_400_000 + second, 0).unwrap()
    }

    #[test]
    fn sys_4_a_name_nobody_has_waits_like_a_known_one() {
        let strangers = Strangers::default();
        let guesses: Vec<_> = (0..5).map(|_| strangers.count_guess("zé", at(0))).collect();
        assert_eq!(guesses, [Ok(0), Ok(1), Ok(2), Err(1), Err(1)]);
        assert_eq!(strangers.count_guess("zé", at(1)), Ok(3));
        assert_eq!(strangers.count_guess("zé", at(2)), Err(1));
        assert_eq!(strangers.count_guess("outro", at(2)), Ok(0));
        strangers.forget("zé");
        assert_eq!(strangers.count_guess("zé", at(2)), Ok(0));
    }

    #[test]
    fn sys_4_names_nobody_has_take_bounded_memory() {
        let strangers = Strangers::default();
        for number in 0..=NAMES_MAX {
            let second = i64::try_from(number).unwrap();
            assert_eq!(strangers.count_guess(&number.to_string(), at(second)), Ok(0));
        }
        assert_eq!(strangers.tried.lock().unwrap().len(), NAMES_MAX);
        let later = at(i64::try_from(NAMES_MAX).unwrap());
        assert_eq!(strangers.count_guess("0", later), Ok(0), "the oldest made room");
        assert_eq!(strangers.count_guess("2", later), Ok(1));
    }
}
