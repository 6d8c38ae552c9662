//! The search while typing. Each step reads a bounded number of rows, however big the base and however frequent the
//! word: what begins with the typed text by the index of names, words in any order beginning at the rarest of them,
//! the rest by the index of parts of words.

use brazil::text::is_name_word;

use crate::customers::search::CustomerHit;
use crate::customers::store::list::{WORDS_MAX, patterns};
use crate::db::Tx;
use crate::error::Result;
use crate::{dynamic_statements, fetch_all, fetch_all_words, fetch_one};

/// Hits shown.
pub const HITS: usize = 8;
/// Rows looked at for the best of them.
const CANDIDATES: usize = 100;
/// Names with the rarest of several words that are looked at for the others.
const LOOKED_AT: i64 = 20_000;

/// The best hits: the document itself, then names that begin with what was typed, then names with words that do,
/// then the rest; active customers first within each.
pub async fn quick(tx: &mut Tx, words: &[String]) -> Result<Vec<CustomerHit>> {
    let typed = words.join(" ");
    let mut hits = by_document(tx, &typed.to_uppercase()).await?;
    hits.extend(beginning_with(tx, &typed).await?);
    if hits.len() < HITS {
        let named = with_names(tx, words, &typed).await?;
        hits.extend(named);
        // Several names together, each frequent, are not looked for in the rest of the ficha: that may take seconds.
        let several = words.len() > 1 && words.iter().all(|word| is_name_word(word));
        if hits.is_empty() || hits.len() < HITS && !several {
            hits.extend(containing(tx, words, &typed).await?);
        }
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

/// Who has an e-mail address that begins so; both parts folded. What stands before the @ leads: millions share what stands
/// behind it.
pub async fn by_email(tx: &mut Tx, local: &str, whole: &str) -> Result<Vec<CustomerHit>> {
    fetch_all!(
        tx,
        CustomerHit,
        "select c.id, c.code, c.name, c.document from \
           (select rowid as code, content from customer_search where content like $1 limit 500) found \
         join customer c on c.code = found.code where found.content like $2 and c.merged_into is null \
         order by case when c.status = 'active' then 0 else 1 end, c.name_key, c.code limit 8",
        format!("% {local} %"),
        format!("% {whole}%")
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

/// Who has a name for each of the typed words, which may be beginnings. The words are looked up one by one; the rarest
/// leads, the others only narrow.
async fn with_names(tx: &mut Tx, words: &[String], typed: &str) -> Result<Vec<CustomerHit>> {
    let mut counted = Vec::new();
    for word in words.iter().take(WORDS_MAX).filter(|word| is_name_word(word)) {
        let count = if words.len() == 1 { 0 } else { count_word(tx, word).await? };
        counted.push((count, word));
    }
    counted.sort();
    if counted.is_empty() {
        return Ok(Vec::new());
    }
    let bounds: Vec<String> =
        counted.iter().flat_map(|(_, word)| [(*word).clone(), format!("{word}\u{10ffff}")]).collect();
    let word_begins = format!("% {typed}%");
    fetch_all_words!(tx, CustomerHit, named_sql(counted.len()), bounds, word_begins)
}

/// How many names have a word that begins so, counted as far as they would be looked at.
async fn count_word(tx: &mut Tx, word: &str) -> Result<i64> {
    let (count,) = fetch_one!(
        tx,
        (i64,),
        "select count(*) from (select 1 as one from customer_word where word >= $1 and word < $2 limit $3) counted",
        word,
        format!("{word}\u{10ffff}"),
        LOOKED_AT
    )?;
    Ok(count)
}

/// `$1` is the typed text inside a name; then two bounds for each word.
fn named_sql(words: usize) -> String {
    let others: String = (1..words)
        .map(|word| {
            format!(
                " and exists (select 1 from customer_word o where o.code = w.code and o.word >= ${} and o.word < ${})",
                2 * word + 2,
                2 * word + 3
            )
        })
        .collect();
    format!(
        "select c.id, c.code, c.name, c.document from \
           (select w.code from (select code from customer_word where word >= $2 and word < $3 \
              order by word, code limit {LOOKED_AT}) w where true{others} limit {CANDIDATES}) found \
         join customer c on c.code = found.code where c.merged_into is null \
         order by case when c.name_key like $1 then 0 else 1 end, \
           case when c.status = 'active' then 0 else 1 end, c.name_key, c.code limit {}",
        2 * HITS
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

dynamic_statements!(|| (0..=WORDS_MAX).map(containing_sql).chain((1..=WORDS_MAX).map(named_sql)).collect());
