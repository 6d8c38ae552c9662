//! Whether what is stored fits together beyond what the engine itself can see. Reads the whole base, in pages.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use uuid::Uuid;

use crate::audit;
use crate::customers::model::ContactKind;
use crate::customers::rules as customers;
use crate::db::Tx;
use crate::error::Result;
use crate::maintenance::model::{Findings, Problem};
use crate::maintenance::rules;
use crate::maintenance::store::checks::{self as store, Found};

/// Fichas looked at together.
const PAGE: i64 = 2_000;
/// Codes named in a finding.
const NAMED_MAX: usize = 5;

/// Everything that does not fit together, as a transaction sees it; damaged pages are the engine's to find.
pub async fn findings(tx: &mut Tx) -> Result<Findings> {
    let mut integrity: Vec<Problem> = Vec::new();
    for lost in tx.lost_references().await? {
        let problem = Problem::new("reference_lost").with("table", lost.table).with("parent", lost.parent);
        integrity.push(problem.with("count", lost.count));
    }
    let chain = audit::verify(tx).await?;
    integrity.extend(consistency(tx).await?);
    let numbers = numbers(tx).await?;
    Ok(Findings { audit_entries: chain.entries, audit_broken_at: chain.broken_at, integrity, numbers })
}

/// Rows of merged fichas left behind, messages in no possible state, and fichas a search does not find.
async fn consistency(tx: &mut Tx) -> Result<Vec<Problem>> {
    let mut found = Vec::new();
    for (table, count) in store::rows_left_behind(tx).await? {
        found.push(Problem::new("merged_rows_left").with("table", table).with("count", count));
    }
    for (state, count) in store::impossible_messages(tx).await? {
        found.push(Problem::new("message_state").with("state", state).with("count", count));
    }
    found.extend(search(tx).await?);
    Ok(found)
}

/// Series with gaps, or whose counter would give a number again.
async fn numbers(tx: &mut Tx) -> Result<Vec<Problem>> {
    let mut series: Vec<(&str, store::Series)> = Vec::new();
    for (company, year, lowest, highest, count) in store::quote_numbers(tx).await? {
        series.push(("quotes", (format!("quote:{company}"), year, lowest, highest, count)));
    }
    for (year, lowest, highest, count) in store::sale_numbers(tx).await? {
        series.push(("sales", ("registration".to_owned(), year, lowest, highest, count)));
    }
    for (lowest, highest, count) in store::merge_numbers(tx).await? {
        series.push(("merges", ("merge".to_owned(), 0, lowest, highest, count)));
    }
    let counters: HashMap<(String, i64), i64> =
        store::counters(tx).await?.into_iter().map(|(name, year, last)| ((name, year), last)).collect();
    let mut found = Vec::new();
    for (kind, (counter, year, lowest, highest, count)) in series {
        let last = counters.get(&(counter, year)).copied().unwrap_or(0);
        found.extend(rules::series_problem(kind, year, [lowest, highest, count], last));
    }
    for (kind, count) in store::broken_rows(tx).await? {
        found.push(Problem::new("rows_not_counted_on").with("table", kind).with("count", count));
    }
    Ok(found)
}

/// Codes that something is wrong with.
#[derive(Default)]
struct Codes {
    count: usize,
    named: Vec<i64>,
}

impl Codes {
    fn add(&mut self, code: i64) {
        self.count += 1;
        if self.named.len() < NAMED_MAX {
            self.named.push(code);
        }
    }

    fn problem(self, code: &str) -> Option<Problem> {
        let named: Vec<String> = self.named.iter().map(i64::to_string).collect();
        (self.count > 0).then(|| Problem::new(code).with("count", self.count).with("codes", named.join(", ")))
    }
}

/// Compares what a search looks in with the fichas it is made from.
async fn search(tx: &mut Tx) -> Result<Vec<Problem>> {
    let (mut stale, mut left) = (Codes::default(), Codes::default());
    let mut after = i64::MIN;
    loop {
        let fichas = store::fichas_after(tx, after, PAGE).await?;
        let whole = i64::try_from(fichas.len()).is_ok_and(|count| count == PAGE);
        let until = if whole { fichas.last().map_or(i64::MAX, |ficha| ficha.code) } else { i64::MAX };
        let mut contents: BTreeMap<i64, Vec<String>> = BTreeMap::new();
        for (code, content) in store::searched(tx, after, until).await? {
            contents.entry(code).or_default().push(content);
        }
        let mut words: BTreeMap<i64, BTreeSet<String>> = BTreeMap::new();
        for (code, word) in store::words(tx, after, until).await? {
            words.entry(code).or_default().insert(word);
        }
        let parts = Parts::of(tx, &fichas).await?;
        for ficha in &fichas {
            let content = contents.remove(&ficha.code).unwrap_or_default();
            let words = words.remove(&ficha.code).unwrap_or_default();
            if !parts.fits(ficha, &content, &words) {
                stale.add(ficha.code);
            }
        }
        let nobody: BTreeSet<i64> = contents.into_keys().chain(words.into_keys()).collect();
        nobody.into_iter().for_each(|code| left.add(code));
        if !whole {
            break;
        }
        after = until;
    }
    Ok([stale.problem("search_stale"), left.problem("search_left")].into_iter().flatten().collect())
}

/// What else fichas are found by.
struct Parts {
    contacts: HashMap<Uuid, Vec<(ContactKind, String)>>,
    merged: HashMap<Uuid, Vec<i64>>,
}

impl Parts {
    async fn of(tx: &mut Tx, fichas: &[Found]) -> Result<Self> {
        let ids: Vec<Uuid> = fichas.iter().map(|ficha| ficha.id).collect();
        let mut parts = Self { contacts: HashMap::new(), merged: HashMap::new() };
        for (id, kind, value) in store::contacts(tx, &ids).await? {
            parts.contacts.entry(id).or_default().push((kind, value));
        }
        for (id, code) in store::codes_leading_to(tx, &ids).await? {
            parts.merged.entry(id).or_default().push(code);
        }
        Ok(parts)
    }

    fn fits(&self, ficha: &Found, content: &[String], words: &BTreeSet<String>) -> bool {
        let none = (Vec::new(), Vec::new());
        let contacts = self.contacts.get(&ficha.id).unwrap_or(&none.0);
        let merged = self.merged.get(&ficha.id).unwrap_or(&none.1);
        let [content] = content else { return false };
        let names = [ficha.name.as_str(), &ficha.trade_name, &ficha.contact_name];
        let document = ficha.document.as_deref().unwrap_or_default();
        let contacts = contacts.iter().map(|(kind, value)| (*kind, value.as_str()));
        let expected = customers::found_by(ficha.code, names, document, contacts);
        let mut words_expected = rules::words_of(&expected.content);
        words_expected.extend(merged.iter().map(i64::to_string));
        ficha.name_key == brazil::text::fold(&ficha.name)
            && content.starts_with(' ')
            && rules::words_of(content) == words_expected
            && *words == expected.words.into_iter().collect()
    }
}
