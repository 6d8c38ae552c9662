//! What narrows the list of customers, as conditions of its statements and as their parameters.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use crate::clock::{Calendar, start_of_day};
use crate::customers::search::ListCustomers;

/// Which filters are in force. A statement looks only at the columns of those, so that an index alone answers it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Shape {
    kinds: bool,
    uf: bool,
    overdue: bool,
    whose: bool,
    city: bool,
    changed: bool,
    missing: bool,
}

impl Shape {
    pub(super) fn of(request: &ListCustomers) -> Self {
        Self {
            kinds: request.status.is_some() || request.kind.is_some() || request.segment.is_some(),
            uf: request.uf.is_some(),
            overdue: request.overdue,
            whose: request.responsible_id.is_some(),
            city: request.city.is_some(),
            changed: request.changed_from.is_some() || request.changed_to.is_some(),
            missing: request.missing.is_some(),
        }
    }

    /// Each condition alone, none and all: they stand side by side, so that these show every statement's parts.
    pub(super) fn each() -> Vec<Self> {
        let none = Self::default();
        vec![
            none,
            Self { kinds: true, ..none },
            Self { uf: true, ..none },
            Self { overdue: true, ..none },
            Self { whose: true, ..none },
            Self { city: true, ..none },
            Self { changed: true, ..none },
            Self { missing: true, ..none },
            Self {
                kinds: true,
                uf: true,
                overdue: true,
                whose: true,
                city: true,
                changed: true,
                missing: true,
            },
        ]
    }

    /// The conditions, with their parameters, of which there are [`FILTERS`]: today, status, kind, segment, uf, overdue only,
    /// whose, cities from and below, changed from and before, what is missing. Each is named, also where it is not looked
    /// at, so that every statement takes the same.
    pub(super) fn filters(self) -> String {
        let kinds = if self.kinds {
            "(cast($2 as text) is null or c.status = $2) and (cast($3 as text) is null or c.kind = $3) \
             and (cast($4 as text) is null or c.segment = $4)"
        } else {
            "cast($2 as text) is null and cast($3 as text) is null and cast($4 as text) is null"
        };
        let uf = if self.uf { "c.uf = $5" } else { "cast($5 as text) is null" };
        let overdue = if self.overdue {
            "$6 and c.id in (select r.customer_id from receivable r where r.due_on < $1 \
               and r.paid_on is null and r.withdrawn_on is null)"
        } else {
            "not $6 and cast($1 as date) is not null"
        };
        let whose = if self.whose { "c.responsible_id = $7" } else { "cast($7 as uuid) is null" };
        let city = if self.city {
            "c.city_key >= $8 and c.city_key < $9"
        } else {
            "cast($8 as text) is null and cast($9 as text) is null"
        };
        let changed = if self.changed {
            "c.updated_at >= $10 and c.updated_at < $11"
        } else {
            "cast($10 as timestamptz) is null and cast($11 as timestamptz) is null"
        };
        let missing = if self.missing {
            "case cast($12 as text) when 'document' then coalesce(c.document, '') when 'phone' then c.phone_key \
               when 'email' then c.email_key when 'city' then c.city_key \
               else case when c.responsible_id is null then '' else 'somebody' end end = ''"
        } else {
            "cast($12 as text) is null"
        };
        format!(
            "c.merged_into is null and {kinds} and {uf} and {overdue} and {whose} and {city} and {changed} and {missing}"
        )
    }
}

/// Whether a filter besides the text is in force.
pub fn narrows(request: &ListCustomers) -> bool {
    Shape::of(request) != Shape::default()
}

/// Parameters of the filters; what else a statement takes comes after them.
pub(super) const FILTERS: usize = 12;

/// The bounds of the cities and of the last change; none where nothing is asked of them.
pub(super) fn ranges(
    request: &ListCustomers,
    calendar: Calendar,
) -> (Between<String>, Between<DateTime<Utc>>) {
    (cities(request), changed(request, calendar.zone))
}

/// From where, and below what.
type Between<T> = (Option<T>, Option<T>);

/// The folded beginning of a city's name, and what comes after all cities that begin so.
fn cities(request: &ListCustomers) -> Between<String> {
    let begin = request.city.as_deref().map(brazil::text::fold);
    let beyond = begin.as_ref().map(|begin| format!("{begin}{}", char::MAX));
    (begin, beyond)
}

/// From when until when the last change may lie; the end is not of it.
fn changed(request: &ListCustomers, zone: Tz) -> Between<DateTime<Utc>> {
    if request.changed_from.is_none() && request.changed_to.is_none() {
        return (None, None);
    }
    let day_after = request.changed_to.and_then(|day| day.succ_opt());
    let first = NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or_default();
    let last = NaiveDate::from_ymd_opt(9999, 1, 1).unwrap_or_default();
    let begin = |day: Option<NaiveDate>, open: NaiveDate| {
        Some(start_of_day(day.unwrap_or(open).clamp(first, last), zone))
    };
    (begin(request.changed_from, first), begin(day_after, last))
}

/// Binds the filters of a list, then `$more`, then the words.
macro_rules! fetch_list {
    ($tx:expr, $row:ty, $sql:expr, $words:expr, $request:expr, $calendar:expr $(, $more:expr)* $(,)?) => {{
        let (cities, changed) = $crate::customers::store::filter::ranges($request, $calendar);
        fetch_all_words!(
            $tx, $row, $sql, $words, $calendar.today, $request.status, $request.kind, $request.segment,
            $request.uf.clone(), $request.overdue, $request.responsible_id, cities.0.clone(), cities.1.clone(),
            changed.0, changed.1, $request.missing $(, $more)*
        )
    }};
}

pub(super) use fetch_list;
