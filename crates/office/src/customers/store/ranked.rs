//! What lists that are put in order by [`ranked`](crate::customers::ranked) are made of.

use std::collections::HashMap;

use chrono::NaiveDate;

use crate::clock::Calendar;
use crate::customers::ranked::Candidate;
use crate::customers::search::{CustomerRow, CustomerSort, ListCustomers};
use crate::customers::store::filter::{FILTERS, Shape, fetch_list};
use crate::customers::store::list::{KEYED, Lead, WORDS_MAX, columns_sql, key, matches, patterns};
use crate::db::Tx;
use crate::error::Result;
use crate::{dynamic_statements, fetch_all_words};

/// How many codes a statement takes; the last is repeated where there are fewer.
const SIZES: [usize; 3] = [20, 100, 500];

/// All customers that match, in no order.
pub async fn candidates(
    tx: &mut Tx,
    request: &ListCustomers,
    (words, lead): (&[String], Lead),
    calendar: Calendar,
) -> Result<Vec<Candidate>> {
    let patterns = patterns(words);
    let sql = candidates_sql(Shape::of(request), (patterns.len(), lead));
    fetch_list!(tx, Candidate, sql, patterns, request, calendar)
}

/// The codes of who matches and owes something overdue, the most first.
pub async fn owing(
    tx: &mut Tx,
    request: &ListCustomers,
    words: &[String],
    calendar: Calendar,
) -> Result<Vec<i64>> {
    // Whoever owes is all that is looked at: the filter would look for them once more.
    let request = ListCustomers { overdue: false, ..request.clone() };
    let patterns = patterns(words);
    let sql = owing_sql(Shape::of(&request), patterns.len());
    let found: Vec<(i64,)> = fetch_list!(tx, (i64,), sql, patterns, &request, calendar)?;
    Ok(found.into_iter().map(|(code,)| code).collect())
}

/// The codes of who matches, in ascending order. All of them are found first, by what narrows the list most, and put in
/// order then: in the index of the order, a few among a million are far apart.
pub async fn ordered(
    tx: &mut Tx,
    request: &ListCustomers,
    (words, lead): (&[String], Lead),
    calendar: Calendar,
) -> Result<Vec<i64>> {
    let patterns = patterns(words);
    let sql = ordered_sql(Shape::of(request), request.sort, (patterns.len(), lead));
    let found: Vec<(i64,)> = fetch_list!(tx, (i64,), sql, patterns, request, calendar)?;
    Ok(found.into_iter().map(|(code,)| code).collect())
}

/// The rows of these codes, in their order.
pub async fn rows(tx: &mut Tx, codes: &[i64], today: NaiveDate) -> Result<Vec<CustomerRow>> {
    let mut rows = Vec::with_capacity(codes.len());
    for chunk in codes.chunks(SIZES[SIZES.len() - 1]) {
        let size = SIZES.into_iter().find(|size| *size >= chunk.len()).unwrap_or(chunk.len());
        let last = chunk.last().copied().unwrap_or_default();
        let asked: Vec<i64> = chunk.iter().copied().chain(std::iter::repeat(last)).take(size).collect();
        let found = fetch_all_words!(tx, CustomerRow, rows_sql(size), asked, today)?;
        let mut by_code: HashMap<i64, CustomerRow> = found.into_iter().map(|row| (row.code, row)).collect();
        rows.extend(chunk.iter().filter_map(|code| by_code.remove(code)));
    }
    Ok(rows)
}

fn candidates_sql(shape: Shape, (words, lead): (usize, Lead)) -> String {
    format!(
        "select c.code, c.name_key, c.document, c.status from customer c where {}{}",
        shape.filters(),
        matches(words, FILTERS + 1, lead)
    )
}

fn owing_sql(shape: Shape, words: usize) -> String {
    format!(
        "select c.code from (select r.customer_id, sum(r.amount_cents) as owed from receivable r \
           where r.due_on < $1 and r.paid_on is null and r.withdrawn_on is null group by r.customer_id) debt \
         join customer c on c.id = debt.customer_id where {}{} order by debt.owed desc, c.code",
        shape.filters(),
        matches(words, FILTERS + 1, Lead::Words)
    )
}

fn ordered_sql(shape: Shape, sort: CustomerSort, (words, lead): (usize, Lead)) -> String {
    format!(
        "with found as materialized (select {} as sort_key, c.code from customer c where {}{}) \
         select code from found order by sort_key, code",
        key(sort),
        shape.filters(),
        matches(words, FILTERS + 1, lead)
    )
}

fn rows_sql(codes: usize) -> String {
    let codes: Vec<String> = (2..2 + codes).map(|number| format!("${number}")).collect();
    columns_sql(&format!(
        "(select code as page_code from customer where code in ({})) page",
        codes.join(", ")
    ))
}

dynamic_statements!(|| {
    let words = (0..=WORDS_MAX).flat_map(|n| [(n, Lead::Words), (n, Lead::Rows)]);
    let of_shape = |shape: Shape| {
        let found = words.clone().flat_map(move |led| [candidates_sql(shape, led), owing_sql(shape, led.0)]);
        let orders =
            words.clone().flat_map(move |led| KEYED.iter().map(move |sort| ordered_sql(shape, *sort, led)));
        found.chain(orders)
    };
    let found = Shape::each().into_iter().flat_map(of_shape);
    found.chain(SIZES.into_iter().map(rows_sql)).collect()
});
