//! The list of customers. The statements differ by sort order and number of words;
//! every variant is prepared by a test.

use chrono::{DateTime, Utc};

use crate::clock::Calendar;
use crate::customers::model::CustomerId;
use crate::customers::positions::{Key, STEP};
use crate::customers::rules::INDEXED_CHARACTERS_MIN;
use crate::customers::search::{CustomerRow, CustomerSort, ListCustomers};
use crate::customers::store::filter::{FILTERS, Shape, fetch_list};
use crate::db::Tx;
use crate::error::Result;
use crate::{dynamic_statements, fetch_all_dynamic, fetch_all_words};

/// Most words a statement takes.
pub(crate) const WORDS_MAX: usize = 5;

/// Orders that an index holds; the others are put in order by [`ranked`](crate::customers::ranked), or by name where there
/// is too much of it.
pub(super) const KEYED: [CustomerSort; 9] = [
    CustomerSort::Name,
    CustomerSort::Code,
    CustomerSort::Document,
    CustomerSort::City,
    CustomerSort::Phone,
    CustomerSort::Email,
    CustomerSort::Status,
    CustomerSort::Segment,
    CustomerSort::UpdatedAt,
];

/// How many customers match.
pub async fn count(
    tx: &mut Tx,
    request: &ListCustomers,
    words: &[String],
    calendar: Calendar,
) -> Result<i64> {
    let patterns = patterns(words);
    let found =
        fetch_list!(tx, (i64,), count_sql(Shape::of(request), patterns.len()), patterns, request, calendar)?;
    Ok(found.first().map_or(0, |(total,)| *total))
}

/// How many customers have all the words, counted up to `limit`.
pub async fn count_words(tx: &mut Tx, words: &[String], limit: i64) -> Result<i64> {
    let patterns = patterns(words);
    let found: Vec<(i64,)> = fetch_all_words!(tx, (i64,), count_words_sql(patterns.len()), patterns, limit)?;
    Ok(found.first().map_or(0, |(total,)| *total))
}

/// How many customers match, each looked at for the words, counted up to `limit`.
pub async fn count_rows(
    tx: &mut Tx,
    request: &ListCustomers,
    words: &[String],
    calendar: Calendar,
    limit: i64,
) -> Result<i64> {
    let patterns = patterns(words);
    let sql = count_rows_sql(Shape::of(request), patterns.len());
    let found: Vec<(i64,)> = fetch_list!(tx, (i64,), sql, patterns, request, calendar, limit)?;
    Ok(found.first().map_or(0, |(total,)| *total))
}

/// `limit` rows after the first `offset`, in the order asked for.
pub async fn page(
    tx: &mut Tx,
    request: &ListCustomers,
    (words, lead): (&[String], Lead),
    calendar: Calendar,
    (offset, limit): (i64, i64),
) -> Result<Vec<CustomerRow>> {
    let patterns = patterns(words);
    let sql = page_sql(Shape::of(request), request.sort, request.descending, (patterns.len(), lead));
    fetch_list!(tx, CustomerRow, sql, patterns, request, calendar, limit, offset)
}

/// `limit` rows in ascending order, the first of them `skip` rows after a known key.
pub async fn page_after(
    tx: &mut Tx,
    request: &ListCustomers,
    calendar: Calendar,
    key: Key,
    (skip, limit): (i64, i64),
) -> Result<Vec<CustomerRow>> {
    let sql = page_after_sql(Shape::of(request), request.sort);
    let none: [String; 0] = [];
    match key {
        Key::Text(text, code) => {
            fetch_list!(tx, CustomerRow, sql, none, request, calendar, limit, skip, code, text)
        }
        Key::UpdatedAt(at, code) => {
            fetch_list!(tx, CustomerRow, sql, none, request, calendar, limit, skip, code, at)
        }
        Key::Code(code) => fetch_list!(tx, CustomerRow, sql, none, request, calendar, limit, skip, code),
    }
}

/// The next `limit` rows below a known one, in the order asked for; from the top where none is known. A list is walked
/// from end to end by it, each page found by an index.
pub async fn page_below(
    tx: &mut Tx,
    request: &ListCustomers,
    words: &[String],
    calendar: Calendar,
    (last, limit): (Option<&Key>, i64),
) -> Result<Vec<CustomerRow>> {
    let Some(key) = last else {
        return page(tx, request, (words, Lead::Words), calendar, (0, limit)).await;
    };
    let patterns = patterns(words);
    let sql = page_below_sql(Shape::of(request), request.sort, request.descending, patterns.len());
    match key.clone() {
        Key::Text(text, code) => {
            fetch_list!(tx, CustomerRow, sql, patterns, request, calendar, limit, 0_i64, code, text)
        }
        Key::UpdatedAt(at, code) => {
            fetch_list!(tx, CustomerRow, sql, patterns, request, calendar, limit, 0_i64, code, at)
        }
        Key::Code(code) => {
            fetch_list!(tx, CustomerRow, sql, patterns, request, calendar, limit, 0_i64, code)
        }
    }
}

/// The sort key of one row.
pub async fn key_of(tx: &mut Tx, sort: CustomerSort, id: CustomerId) -> Result<Option<Key>> {
    let sql = key_of_sql(sort);
    let key = match sort {
        CustomerSort::UpdatedAt => {
            let found = fetch_all_dynamic!(tx, (DateTime<Utc>, i64), sql, id)?;
            found.into_iter().next().map(|(at, code)| Key::UpdatedAt(at, code))
        }
        CustomerSort::Code => {
            let found = fetch_all_dynamic!(tx, (i64, i64), sql, id)?;
            found.into_iter().next().map(|(code, _)| Key::Code(code))
        }
        _ => {
            let found = fetch_all_dynamic!(tx, (String, i64), sql, id)?;
            found.into_iter().next().map(|(text, code)| Key::Text(text, code))
        }
    };
    Ok(key)
}

/// The sort keys of every [`STEP`]th row, ascending.
pub async fn keys(tx: &mut Tx, request: &ListCustomers, calendar: Calendar) -> Result<Vec<Key>> {
    let sql = keys_sql(Shape::of(request), request.sort);
    let none: [String; 0] = [];
    Ok(match request.sort {
        CustomerSort::UpdatedAt => {
            let found = fetch_list!(tx, (DateTime<Utc>, i64), sql, none, request, calendar)?;
            found.into_iter().map(|(at, code)| Key::UpdatedAt(at, code)).collect()
        }
        CustomerSort::Code => {
            let found = fetch_list!(tx, (i64, i64), sql, none, request, calendar)?;
            found.into_iter().map(|(code, _)| Key::Code(code)).collect()
        }
        _ => {
            let found = fetch_list!(tx, (String, i64), sql, none, request, calendar)?;
            found.into_iter().map(|(text, code)| Key::Text(text, code)).collect()
        }
    })
}

/// `like` patterns; a word too short for the index must begin a word.
pub(crate) fn patterns(words: &[String]) -> Vec<String> {
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

/// What leads to the customers that have all the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Lead {
    /// The index of parts of words: few have them.
    Words,
    /// The order, or what else narrows the list: so many have the words that each row is looked at for them.
    Rows,
}

pub(super) fn matches(words: usize, from: usize, lead: Lead) -> String {
    if words == 0 {
        return String::new();
    }
    let likes = |content: &str| {
        let likes: Vec<String> =
            (from..from + words).map(|number| format!("{content} like ${number}")).collect();
        likes.join(" and ")
    };
    match lead {
        Lead::Words => {
            format!(" and c.code in (select rowid from customer_search where {})", likes("content"))
        }
        // Put together with nothing, so that no engine begins at the index all the same.
        Lead::Rows => format!(
            " and exists (select 1 from customer_search s where s.rowid = c.code and {})",
            likes("(s.content || '')")
        ),
    }
}

/// What the list is sorted by; an index holds each, with the code.
pub(super) fn key(sort: CustomerSort) -> &'static str {
    match sort {
        CustomerSort::Name | CustomerSort::Relevance | CustomerSort::Overdue => "c.name_key",
        CustomerSort::Code => "c.code",
        CustomerSort::Document => "coalesce(c.document, '')",
        CustomerSort::City => "c.city_key",
        CustomerSort::Phone => "c.phone_key",
        CustomerSort::Email => "c.email_key",
        CustomerSort::Status => "c.status",
        CustomerSort::Segment => "c.segment",
        CustomerSort::UpdatedAt => "c.updated_at",
    }
}

fn order(sort: CustomerSort, way: &str) -> String {
    match sort {
        CustomerSort::Code => format!("c.code {way}"),
        _ => format!("{} {way}, c.code {way}", key(sort)),
    }
}

/// The page's ids are found first, on few columns; what is shown is looked up for those only. `$13` is how many rows,
/// `$14` how many to pass over.
fn rows_sql(shape: Shape, sort: CustomerSort, way: &str, more: &str) -> String {
    let (filters, order) = (shape.filters(), order(sort, way));
    let page = format!(
        "(select c.code as page_code from customer c where {filters}{more} order by {order} limit $13 offset $14) page"
    );
    format!("{} order by {order}", columns_sql(&page))
}

/// What is shown of the customers of a `page`, a table of `page_code`. `$1` is today.
pub(super) fn columns_sql(page: &str) -> String {
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
         from {page} join customer c on c.code = page.page_code \
         left join address a on a.customer_id = c.id and a.position = 0"
    )
}

fn page_sql(shape: Shape, sort: CustomerSort, descending: bool, (words, lead): (usize, Lead)) -> String {
    rows_sql(shape, sort, if descending { "desc" } else { "asc" }, &matches(words, FILTERS + 3, lead))
}

fn page_after_sql(shape: Shape, sort: CustomerSort) -> String {
    let from = match sort {
        CustomerSort::Code => " and c.code >= $15".to_owned(),
        // Not every engine finds a pair in an index on an expression; and an "or" sends SQLite to two indexes.
        CustomerSort::Document => {
            let key = key(sort);
            format!(" and {key} >= $16 and not ({key} = $16 and c.code < $15)")
        }
        _ => format!(" and ({}, c.code) >= ($16, $15)", key(sort)),
    };
    rows_sql(shape, sort, "asc", &from)
}

fn page_below_sql(shape: Shape, sort: CustomerSort, descending: bool, words: usize) -> String {
    let (way, below) = if descending { ("desc", "<") } else { ("asc", ">") };
    let (from, first_word) = match sort {
        CustomerSort::Code => (format!(" and c.code {below} $15"), FILTERS + 4),
        // As in `page_after_sql`.
        CustomerSort::Document => {
            let key = key(sort);
            (format!(" and {key} {below}= $16 and ({key} {below} $16 or c.code {below} $15)"), FILTERS + 5)
        }
        _ => (format!(" and ({}, c.code) {below} ($16, $15)", key(sort)), FILTERS + 5),
    };
    rows_sql(shape, sort, way, &format!("{from}{}", matches(words, first_word, Lead::Words)))
}

fn key_of_sql(sort: CustomerSort) -> String {
    format!("select {} as sort_key, c.code from customer c where c.id = $1", key(sort))
}

fn keys_sql(shape: Shape, sort: CustomerSort) -> String {
    let (key, order, filters) = (key(sort), order(sort, "asc"), shape.filters());
    format!(
        "select numbered.sort_key, numbered.code from \
           (select {key} as sort_key, c.code, row_number() over (order by {order}) as place from customer c \
            where {filters}) numbered \
         where (numbered.place - 1) % {STEP} = 0 order by numbered.place"
    )
}

fn count_words_sql(words: usize) -> String {
    let likes: Vec<String> = (2..2 + words).map(|number| format!("content like ${number}")).collect();
    let likes = if likes.is_empty() { "true".to_owned() } else { likes.join(" and ") };
    format!("select count(*) from (select rowid as code from customer_search where {likes} limit $1) counted")
}

fn count_rows_sql(shape: Shape, words: usize) -> String {
    format!(
        "select count(*) from (select c.code from customer c where {}{} limit $13) counted",
        shape.filters(),
        matches(words, FILTERS + 2, Lead::Rows)
    )
}

fn count_sql(shape: Shape, words: usize) -> String {
    format!(
        "select count(*) from customer c where {}{}",
        shape.filters(),
        matches(words, FILTERS + 1, Lead::Words)
    )
}

dynamic_statements!(|| {
    let sorts = KEYED.iter().flat_map(|sort| [(*sort, false), (*sort, true)]);
    let of_shape = |shape: Shape| {
        let pages = sorts
            .clone()
            .flat_map(move |(sort, way)| (0..=WORDS_MAX).map(move |n| (sort, way, n)))
            .flat_map(move |(s, way, n)| {
                let led = |lead| page_sql(shape, s, way, (n, lead));
                [led(Lead::Words), led(Lead::Rows), page_below_sql(shape, s, way, n)]
            });
        let places = KEYED.iter().flat_map(move |s| [page_after_sql(shape, *s), keys_sql(shape, *s)]);
        let counts = (0..=WORDS_MAX).flat_map(move |n| [count_sql(shape, n), count_rows_sql(shape, n)]);
        pages.chain(places).chain(counts)
    };
    let of_one = KEYED.iter().map(|sort| key_of_sql(*sort)).chain((0..=WORDS_MAX).map(count_words_sql));
    Shape::each().into_iter().flat_map(of_shape).chain(of_one).collect()
});
