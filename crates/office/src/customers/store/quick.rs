//! The search while typing. Each step reads a bounded number of rows, however big the base and however frequent the
//! word: what begins with the typed text by the index of names, the rest by the index of parts of words.

use crate::customers::search::CustomerHit;
use crate::customers::store::list::{WORDS_MAX, patterns};
use crate::db::Tx;
use crate::error::Result;
use crate::{dynamic_statements, fetch_all, fetch_all_words};

/// Hits shown.
pub const HITS: usize = 8;
/// Rows looked at for the best of them.
const CANDIDATES: usize = 100;

/// The best hits: the document itself, then names that begin with what was typed, then names with words that do,
/// then the rest; active customers first within each.
pub async fn quick(tx: &mut Tx, words: &[String]) -> Result<Vec<CustomerHit>> {
    let typed = words.join(" ");
    let mut hits = by_document(tx, &typed.to_uppercase()).await?;
    hits.extend(beginning_with(tx, &typed).await?);
    if hits.len() < HITS {
        hits.extend(containing(tx, words, &typed).await?);
    }
    Ok(hits)
}

/// Live fichas a code leads to; a merged one leads to its survivor (DUP-6).
pub async fn by_code(tx: &mut Tx, code: i64) -> Result<Vec<CustomerHit>> {
    fetch_all!(
        tx,
        CustomerHit,
        "select s.id, s.code, s.name, s.document from customer c \
         join customer s on s.id = coalesce(c.merged_into, c.id) where c.code = $1 limit 1",
        code
    )
}

async fn by_document(tx: &mut Tx, document: &str) -> Result<Vec<CustomerHit>> {
    fetch_all!(
        tx,
        CustomerHit,
        "select c.id, c.code, c.name, c.document from customer c where c.document = $1 and c.merged_into is null \
         order by case when c.status = 'active' then 0 else 1 end, c.name_key, c.code limit 8",
        document
    )
}

async fn beginning_with(tx: &mut Tx, typed: &str) -> Result<Vec<CustomerHit>> {
    // Every text that begins with the typed one, in the order of bytes.
    let end = format!("{typed}\u{10ffff}");
    fetch_all!(
        tx,
        CustomerHit,
        "select first.id, first.code, first.name, first.document from \
           (select c.id, c.code, c.name, c.name_key, c.document, c.status from customer c \
             where c.name_key >= $1 and c.name_key < $2 and c.merged_into is null \
             order by c.name_key, c.code limit 100) first \
         order by case when first.status = 'active' then 0 else 1 end, first.name_key, first.code limit 8",
        typed,
        end
    )
}

async fn containing(tx: &mut Tx, words: &[String], typed: &str) -> Result<Vec<CustomerHit>> {
    let patterns = patterns(words);
    let word_begins = format!("% {typed}%");
    fetch_all_words!(tx, CustomerHit, containing_sql(patterns.len()), patterns, word_begins)
}

fn containing_sql(words: usize) -> String {
    let matches: Vec<String> = (2..2 + words).map(|number| format!("content like ${number}")).collect();
    let matches = if matches.is_empty() { "true".to_owned() } else { matches.join(" and ") };
    format!(
        "select c.id, c.code, c.name, c.document from \
           (select rowid as code from customer_search where {matches} limit {CANDIDATES}) found \
         join customer c on c.code = found.code where c.merged_into is null \
         order by case when c.name_key like $1 then 0 else 1 end, \
           case when c.status = 'active' then 0 else 1 end, c.name_key, c.code limit {}",
        2 * HITS
    )
}

dynamic_statements!(|| (0..=WORDS_MAX).map(containing_sql).collect());
