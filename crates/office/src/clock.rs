//! The only place that asks what time it is. Instants are UTC, cut to microseconds, the finest Postgres keeps.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, DurationRound, NaiveDate, TimeDelta, Utc};
use chrono_tz::Tz;

/// The time zone a company starts with; a setting of the company afterwards.
pub const DEFAULT_TIME_ZONE: Tz = chrono_tz::America::Sao_Paulo;

/// Tells the time: the machine's, or one that a test moves by hand.
#[derive(Debug, Clone, Default)]
pub struct Clock(Option<Arc<Mutex<DateTime<Utc>>>>);

impl Clock {
    /// The machine's clock.
    pub fn system() -> Self {
        Self(None)
    }

    /// A clock that stands at `at` until moved.
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self(Some(Arc::new(Mutex::new(at))))
    }

    /// Moves a fixed clock; a system clock stays as it is.
    pub fn advance(&self, by: TimeDelta) {
        if let Some(fixed) = &self.0 {
            let mut at = fixed.lock().unwrap_or_else(PoisonError::into_inner);
            *at += by;
        }
    }

    /// The present instant (UTC, whole microseconds).
    #[allow(clippy::disallowed_methods)]
    pub fn now(&self) -> DateTime<Utc> {
        let now = match &self.0 {
            Some(fixed) => *fixed.lock().unwrap_or_else(PoisonError::into_inner),
            None => Utc::now(),
        };
        now.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(now)
    }
}

/// What a company means by days.
#[derive(Debug, Clone, Copy)]
pub struct Calendar {
    /// Its date.
    pub today: NaiveDate,
    /// Where its days begin.
    pub zone: Tz,
}

/// The calendar date in `zone` at the instant `at`.
pub fn local_date(at: DateTime<Utc>, zone: Tz) -> NaiveDate {
    at.with_timezone(&zone).date_naive()
}

/// The instant at which a calendar day begins in `zone`; an hour later where the clock skips its midnight.
pub fn start_of_day(day: NaiveDate, zone: Tz) -> DateTime<Utc> {
    let midnight = day.and_time(chrono::NaiveTime::MIN);
    let begun = midnight.and_local_timezone(zone).earliest();
    let begun = begun.or_else(|| (midnight + TimeDelta::hours(1)).and_local_timezone(zone).earliest());
    begun.map_or_else(|| midnight.and_utc(), |at| at.with_timezone(&Utc))
}
