//! The list of customers. The statements differ by sort order and number of words;
//! every variant is prepared by a test.

use chrono::{DateTime, NaiveDate, Utc};

use crate::customers::positions::{Key, STEP};
use crate::customers::rules::INDEXED_CHARACTERS_MIN;
use crate::customers::search::{CustomerRow, CustomerSort, ListCustomers};
use crate::db::Tx;
use crate::error::Result;
use crate::{dynamic_statements, fetch_all_words};

/// Fixed parameters of the list: today, status, kind, segment, uf, overdue only, whose.
const FILTERS: &str = "c.merged_into is null \
    and (cast($2 as text) is null or c.status = $2) \
    and (cast($3 as text) is null or c.kind = $3) \
    and (cast($4 as text) is null or c.segment = $4) \
    and (cast($5 as text) is null or a.uf = $5) \
    and (not $6 or c.id in (select r.customer_id from receivable r where r.due_on < $1 \
           and r.paid_on is null and r.withdrawn_on is null)) \
    and (cast($7 as uuid) is null or c.responsible_id = $7)";
/// Most words a statement takes.
pub(super) const WORDS_MAX: usize = 5;

/// Binds the filters of a list, then `$more`, then the words.
macro_rules! fetch_list {
    ($tx:expr, $row:ty, $sql:expr, $words:expr, $request:expr, $today:expr $(, $more:expr)* $(,)?) => {
        fetch_all_words!(
            $tx, $row, $sql, $words, $today, $request.status, $request.kind, $request.segment,
            $request.uf.clone(), $request.overdue, $request.responsible_id $(, $more)*
        )
    };
}

/// How many customers match. `today` is the company's date.
pub async fn count(tx: &mut Tx, request: &ListCustomers, words: &[String], today: NaiveDate) -> Result<i64> {
    let patterns = patterns(words);
    let found = fetch_list!(tx, (i64,), count_sql(patterns.len()), patterns, request, today)?;
    Ok(found.first().map_or(0, |(total,)| *total))
}

/// `limit` rows after the first `offset`, in the order asked for.
pub async fn page(
    tx: &mut Tx,
    request: &ListCustomers,
    words: &[String],
    today: NaiveDate,
    (offset, limit): (i64, i64),
) -> Result<Vec<CustomerRow>> {
    let patterns = patterns(words);
    let sql = page_sql(request.sort, request.descending, patterns.len());
    fetch_list!(tx, CustomerRow, sql, patterns, request, today, limit, offset)
}

/// `limit` rows in ascending order, the first of them `skip` rows after a known key.
pub async fn page_after(
    tx: &mut Tx,
    request: &ListCustomers,
    today: NaiveDate,
    key: Key,
    (skip, limit): (i64, i64),
) -> Result<Vec<CustomerRow>> {
    let sql = page_after_sql(request.sort);
    let none: [String; 0] = [];
    match key {
        Key::Name(name, code) => {
            fetch_list!(tx, CustomerRow, sql, none, request, today, limit, skip, code, name)
        }
        Key::UpdatedAt(at, code) => {
            fetch_list!(tx, CustomerRow, sql, none, request, today, limit, skip, code, at)
        }
        Key::Code(code) => fetch_list!(tx, CustomerRow, sql, none, request, today, limit, skip, code),
    }
}

/// The sort keys of every [`STEP`]th row, ascending.
pub async fn keys(tx: &mut Tx, request: &ListCustomers, today: NaiveDate) -> Result<Vec<Key>> {
    let sql = keys_sql(request.sort);
    let none: [String; 0] = [];
    Ok(match request.sort {
        CustomerSort::Name => {
            let found = fetch_list!(tx, (String, i64), sql, none, request, today)?;
            found.into_iter().map(|(name, code)| Key::Name(name, code)).collect()
        }
        CustomerSort::UpdatedAt => {
            let found = fetch_list!(tx, (DateTime<Utc>, i64), sql, none, request, today)?;
            found.into_iter().map(|(at, code)| Key::UpdatedAt(at, code)).collect()
        }
        CustomerSort::Code => {
            let found = fetch_list!(tx, (i64, i64), sql, none, request, today)?;
            found.into_iter().map(|(code, _)| Key::Code(code)).collect()
        }
        // No index holds customers by their main address' city.
        CustomerSort::City => Vec::new(),
    })
}

/// `like` patterns; a word too short for the index must begin a word.
pub(super) fn patterns(words: &[String]) -> Vec<String> {
    words
        .iter()
        .take(WORDS_MAX)
        .map(|word| {
            if word.chars().count() < INDEXED_CHARACTERS_MIN {
                format!("% {word}%")
            } else {
                format!("%{word}%")
            }
        })
        .collect()
}

fn matches(words: usize, from: usize) -> String {
    (from..from + words)
        .map(|number| {
            format!(" and c.code in (select rowid from customer_search where content like ${number})")
        })
        .collect()
}

/// What the list is sorted by.
fn key(sort: CustomerSort) -> &'static str {
    match sort {
        CustomerSort::Name => "c.name_key",
        CustomerSort::Code => "c.code",
        CustomerSort::City => "coalesce(a.city_key, '')",
        CustomerSort::UpdatedAt => "c.updated_at",
    }
}

/// The page's ids are found first, on few columns; what is shown is looked up for those only. `$8` is how many rows,
/// `$9` how many to pass over.
fn rows_sql(sort: CustomerSort, way: &str, more: &str) -> String {
    let key = key(sort);
    format!(
        "select c.id, c.code, c.kind, c.name, c.document, c.segment, c.status, a.city, a.uf, \
           (select p.value from contact_point p where p.customer_id = c.id and p.kind <> 'email' \
             order by p.position limit 1) as phone, \
           (select p.value from contact_point p where p.customer_id = c.id and p.kind = 'email' \
             order by p.position limit 1) as email, \
           (select cast(coalesce(sum(r.amount_cents), 0) as bigint) from receivable r \
             where r.customer_id = c.id and r.due_on < $1 and r.paid_on is null and r.withdrawn_on is null) \
             as overdue_cents, \
           c.updated_at \
         from (select c.id as page_id from customer c \
               left join address a on a.customer_id = c.id and a.position = 0 \
               where {FILTERS}{more} order by {key} {way}, c.code {way} limit $8 offset $9) page \
         join customer c on c.id = page.page_id \
         left join address a on a.customer_id = c.id and a.position = 0 \
         order by {key} {way}, c.code {way}"
    )
}

fn page_sql(sort: CustomerSort, descending: bool, words: usize) -> String {
    rows_sql(sort, if descending { "desc" } else { "asc" }, &matches(words, 10))
}

fn page_after_sql(sort: CustomerSort) -> String {
    let from = match sort {
        CustomerSort::Code => " and c.code >= $10".to_owned(),
        _ => format!(" and ({}, c.code) >= ($11, $10)", key(sort)),
    };
    rows_sql(sort, "asc", &from)
}

fn keys_sql(sort: CustomerSort) -> String {
    let key = key(sort);
    format!(
        "select numbered.sort_key, numbered.code from \
           (select {key} as sort_key, c.code, row_number() over (order by {key}, c.code) as place from customer c \
            left join address a on a.customer_id = c.id and a.position = 0 where {FILTERS}) numbered \
         where (numbered.place - 1) % {STEP} = 0 order by numbered.place"
    )
}

fn count_sql(words: usize) -> String {
    let matches = matches(words, 8);
    format!(
        "select count(*) from customer c left join address a on a.customer_id = c.id and a.position = 0 \
         where {FILTERS}{matches}"
    )
}

dynamic_statements!(|| {
    let sorts = CustomerSort::ALL.iter().flat_map(|sort| [(*sort, false), (*sort, true)]);
    let pages = sorts.flat_map(|(sort, way)| (0..=WORDS_MAX).map(move |words| page_sql(sort, way, words)));
    let positions = CustomerSort::ALL.iter().flat_map(|sort| [page_after_sql(*sort), keys_sql(*sort)]);
    pages.chain(positions).chain((0..=WORDS_MAX).map(count_sql)).collect()
});
