//! The list of customers. The statements differ by sort order and number of words;
//! every variant is prepared by a test.

use chrono::NaiveDate;

use crate::customers::rules::INDEXED_CHARACTERS_MIN;
use crate::customers::search::{CustomerPage, CustomerRow, CustomerSort, ListCustomers};
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
/// Number of the first parameter that is a word, in the list and its count.
const LIST_WORDS_FROM: usize = 8;
/// Most words a statement takes.
pub(super) const WORDS_MAX: usize = 5;

/// A part of the list and the count of all that match. `today` is the company's date.
pub async fn page(
    tx: &mut Tx,
    request: &ListCustomers,
    words: &[String],
    today: NaiveDate,
) -> Result<CustomerPage> {
    let patterns = patterns(words);
    let (limit, offset) = (request.limit.clamp(1, 500), request.offset.max(0));
    let rows = fetch_all_words!(
        tx,
        CustomerRow,
        list_sql(request.sort, request.descending, patterns.len(), limit, offset),
        patterns,
        today,
        request.status,
        request.kind,
        request.segment,
        request.uf.clone(),
        request.overdue,
        request.responsible_id
    )?;
    let count = fetch_all_words!(
        tx,
        (i64,),
        count_sql(patterns.len()),
        patterns,
        today,
        request.status,
        request.kind,
        request.segment,
        request.uf.clone(),
        request.overdue,
        request.responsible_id
    )?;
    Ok(CustomerPage { rows, total: count.first().map_or(0, |(total,)| *total) })
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

/// The page's ids are found first, on few columns; what is shown is looked up for those only.
fn list_sql(sort: CustomerSort, descending: bool, words: usize, limit: i64, offset: i64) -> String {
    let key = match sort {
        CustomerSort::Name => "c.name_key",
        CustomerSort::Code => "c.code",
        CustomerSort::City => "coalesce(a.city_key, '')",
        CustomerSort::UpdatedAt => "c.updated_at",
    };
    let way = if descending { "desc" } else { "asc" };
    let matches = matches(words, LIST_WORDS_FROM);
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
               where {FILTERS}{matches} order by {key} {way}, c.code {way} limit {limit} offset {offset}) page \
         join customer c on c.id = page.page_id \
         left join address a on a.customer_id = c.id and a.position = 0 \
         order by {key} {way}, c.code {way}"
    )
}

fn count_sql(words: usize) -> String {
    let matches = matches(words, LIST_WORDS_FROM);
    format!(
        "select count(*) from customer c left join address a on a.customer_id = c.id and a.position = 0 \
         where {FILTERS}{matches}"
    )
}

dynamic_statements!(|| {
    let sorts = CustomerSort::ALL.iter().flat_map(|sort| [(*sort, false), (*sort, true)]);
    let lists = sorts.flat_map(|(sort, way)| (0..=WORDS_MAX).map(move |n| list_sql(sort, way, n, 50, 0)));
    let counts = (0..=WORDS_MAX).map(count_sql);
    lists.chain(counts).collect()
});
