//! Lists in an order that no index holds, or only with much else between: what a text finds, best first, who owes most,
//! and the few that a filter leaves of many. The order is read once, as codes, and holds as long as a count does; every
//! page is cut from it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::clock::Calendar;
use crate::customers::model::CustomerStatus;
use crate::customers::positions::{self, Noted};
use crate::customers::search::{CustomerPage, CustomerSort, ListCustomers};
use crate::customers::store;
use crate::customers::store::list::Lead;
use crate::dispatch::Cx;
use crate::error::Result;

/// Most finds that are counted and put in order. Whoever finds more has typed too little for either to help: the first of
/// those come by name.
const RANKED_MAX: i64 = 5_000;
/// Texts remembered; whoever types leaves one behind with each letter.
const FINDS_MAX: usize = 64;

/// What a list found.
#[derive(Debug, Clone)]
struct Found {
    total: i64,
    /// There are more: counting stopped.
    more: bool,
    /// In their order; none where an index gives it.
    codes: Option<Arc<Vec<i64>>>,
}

impl Found {
    fn whole(order: Vec<i64>) -> Self {
        let total = i64::try_from(order.len()).unwrap_or(i64::MAX);
        Self { total, more: false, codes: Some(Arc::new(order)) }
    }
}

/// What was found lately.
#[derive(Debug, Default)]
pub struct Finds(Mutex<HashMap<String, (Found, Noted)>>);

impl Finds {
    fn kept(&self) -> MutexGuard<'_, HashMap<String, (Found, Noted)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether pages of this list are cut from what it finds.
pub fn is_found(request: &ListCustomers, words: &[String]) -> bool {
    !words.is_empty() || request.sort == CustomerSort::Overdue
}

/// Whether a filter leaves so few that their order is read whole.
pub fn is_few(request: &ListCustomers, total: i64) -> bool {
    total <= RANKED_MAX && store::narrows(request)
}

/// A page of such a list.
pub async fn page(
    cx: &mut Cx,
    request: &ListCustomers,
    words: &[String],
    (offset, limit): (i64, i64),
) -> Result<CustomerPage> {
    let calendar = cx.calendar();
    let Found { total, more, codes } = found(cx, request, words, calendar).await?;
    let rows = match codes {
        Some(codes) => {
            store::ranked::rows(&mut cx.tx, &cut(&codes, backwards(request), offset, limit), calendar.today)
                .await?
        }
        None => {
            let limit = limit.min(total - offset).max(0);
            let led = (words, Lead::Rows);
            store::list::page(&mut cx.tx, request, led, calendar, (offset, limit)).await?
        }
    };
    Ok(CustomerPage { rows, total, more })
}

/// The codes in the order asked for, where that is one of these; none where an index gives it.
pub async fn codes(
    cx: &mut Cx,
    request: &ListCustomers,
    words: &[String],
    calendar: Calendar,
) -> Result<Option<Vec<i64>>> {
    if !is_found(request, words) {
        return Ok(None);
    }
    let found = found(cx, request, words, calendar).await?.codes;
    Ok(found.map(|codes| cut(&codes, backwards(request), 0, i64::MAX)))
}

/// Codes are kept with the best match, who owes most, or otherwise the lowest first.
fn backwards(request: &ListCustomers) -> bool {
    match request.sort {
        CustomerSort::Overdue => !request.descending,
        CustomerSort::Relevance => false,
        _ => request.descending,
    }
}

async fn found(cx: &mut Cx, request: &ListCustomers, words: &[String], calendar: Calendar) -> Result<Found> {
    let app = Arc::clone(&cx.app);
    let (positions, finds) = (&app.customer_positions, &app.customer_finds);
    let list = format!("{} {words:?} {}", positions::name(request), calendar.today);
    if let Some((found, noted)) = finds.kept().get(&list)
        && positions.is_current(*noted, cx.now)
    {
        return Ok(found.clone());
    }
    let noted = positions.noted(cx.now);
    let found = find(cx, request, words, calendar).await?;
    let mut kept = finds.kept();
    if kept.len() >= FINDS_MAX {
        kept.clear();
    }
    kept.insert(list, (found.clone(), noted));
    Ok(found)
}

async fn find(cx: &mut Cx, request: &ListCustomers, words: &[String], calendar: Calendar) -> Result<Found> {
    if request.sort == CustomerSort::Overdue {
        let codes = store::ranked::owing(&mut cx.tx, request, words, calendar).await?;
        return Ok(Found::whole(codes));
    }
    let Some(lead) = lead(cx, request, words, calendar).await? else {
        return Ok(Found { total: RANKED_MAX, more: true, codes: None });
    };
    let led = (words, lead);
    if words.is_empty() || request.sort != CustomerSort::Relevance {
        return Ok(Found::whole(store::ranked::ordered(&mut cx.tx, request, led, calendar).await?));
    }
    let mut candidates = store::ranked::candidates(&mut cx.tx, request, led, calendar).await?;
    candidates.sort_by_cached_key(|candidate| {
        let inactive = candidate.status != CustomerStatus::Active;
        (level(words, candidate), inactive, candidate.name_key.clone(), candidate.code)
    });
    let codes: Vec<i64> = candidates.iter().map(|candidate| candidate.code).collect();
    Ok(Found::whole(codes))
}

/// What leads to those that are found quickest; nothing where there are too many to count.
async fn lead(
    cx: &mut Cx,
    request: &ListCustomers,
    words: &[String],
    calendar: Calendar,
) -> Result<Option<Lead>> {
    let most = RANKED_MAX + 1;
    if words.is_empty() {
        return Ok(Some(Lead::Rows));
    }
    if store::list::count_words(&mut cx.tx, words, most).await? < most {
        return Ok(Some(Lead::Words));
    }
    let is_countable = store::narrows(request)
        && store::list::count_rows(&mut cx.tx, request, words, calendar, most).await? < most;
    Ok(is_countable.then_some(Lead::Rows))
}

/// A customer that has what was typed somewhere.
#[derive(Debug, Clone, sqlx::FromRow)]
pub struct Candidate {
    /// Its code.
    pub code: i64,
    /// Its name, folded.
    pub name_key: String,
    /// Its CPF or CNPJ.
    pub document: Option<String>,
    /// Its status.
    pub status: CustomerStatus,
}

/// How well a customer fits folded words; less is better: its code or document, then the name that was typed, names that
/// begin so, names with a word that begins so for each typed one, names that have the words inside, then the rest of the
/// ficha.
pub fn level(words: &[String], candidate: &Candidate) -> u8 {
    let typed = words.join(" ");
    let is_document = candidate.document.as_deref().is_some_and(|known| typed.eq_ignore_ascii_case(known));
    if is_document || typed.parse() == Ok(candidate.code) {
        return 0;
    }
    let name = &candidate.name_key;
    match name.strip_prefix(&typed) {
        Some("") => return 1,
        Some(rest) if rest.starts_with(' ') => return 2,
        Some(_) => return 3,
        None => {}
    }
    let begins = |word: &String| name.split(' ').any(|part| part.starts_with(word.as_str()));
    if words.iter().all(|word| name.split(' ').any(|part| part == word)) {
        4
    } else if words.iter().all(begins) {
        5
    } else if words.iter().all(|word| name.contains(word.as_str())) {
        6
    } else {
        7
    }
}

fn cut(codes: &[i64], backwards: bool, offset: i64, limit: i64) -> Vec<i64> {
    let (offset, limit) = (usize::try_from(offset).unwrap_or(0), usize::try_from(limit).unwrap_or(0));
    if backwards {
        codes.iter().rev().skip(offset).take(limit).copied().collect()
    } else {
        codes.iter().skip(offset).take(limit).copied().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::customers::rules::search_words;

    fn candidate(code: i64, name: &str, document: Option<&str>) -> Candidate {
        Candidate {
            code,
            name_key: brazil::text::fold(name),
            document: document.map(str::to_owned),
            status: CustomerStatus::Active,
        }
    }

    #[test]
    fn lists_the_nearer_the_name_to_what_was_typed_the_better() {
        let ladder = [
            candidate(1, "Ana Lima", None),
            candidate(2, "Ana Lima Souza", None),
            candidate(3, "Ana Limaverde", None),
            candidate(4, "Lima, Ana", None),
            candidate(5, "Limaverde Ana", None),
            candidate(6, "Joana Limão", None),
            candidate(7, "Padaria do Zé", None),
        ];
        let words = search_words("Ana Lima");
        let levels: Vec<u8> = ladder.iter().map(|one| level(&words, one)).collect();
        assert_eq!(levels, [1, 2, 3, 4, 5, 6, 7]);
    }

    #[test]
    fn lists_a_code_or_a_document_leads() {
        let owner = candidate(77, "Ana", Some("52998224725"));
        assert_eq!(level(&search_words("529.982.247-25"), &owner), 0);
        assert_eq!(level(&search_words("77"), &owner), 0);
        let company = candidate(9, "ACME", Some("12ABC34501DE35"));
        assert_eq!(level(&search_words("12.ABC.345/01DE-35"), &company), 0);
        assert_ne!(level(&search_words("7"), &owner), 0);
        assert_ne!(level(&[], &candidate(1, "Ana", None)), 0);
    }

    #[test]
    fn a_page_is_cut_from_either_end() {
        let codes = [5, 4, 3, 2, 1];
        assert_eq!(cut(&codes, false, 1, 2), [4, 3]);
        assert_eq!(cut(&codes, true, 1, 2), [2, 3]);
        assert_eq!(cut(&codes, false, 4, 9), [1]);
        assert_eq!(cut(&codes, false, 9, 9), [0_i64; 0]);
    }
}
