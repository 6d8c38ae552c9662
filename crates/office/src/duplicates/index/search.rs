//! Who among all customers might be the one being looked at.

use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

use linkage::MOST_VALUES;

use crate::app::App;
use crate::db::Tx;
use crate::duplicates::index::rules::{self, Compared};
use crate::duplicates::index::store::{self, Ficha};
use crate::duplicates::model::{Probe, Suspect};
use crate::duplicates::verdicts;
use crate::error::Result;

/// Fichas that are weighed: those that most keys lead to.
const CANDIDATES_MAX: usize = 150;
/// Fichas changed a moment ago that are weighed besides, until they have their keys.
const FRESH_MAX: i64 = 100;
/// Most suspects given back; more would not be read.
const SUSPECTS_MAX: usize = 10;

/// Customers who might be the probed one, likeliest first. Every look-up goes through an index and is limited: what
/// hundreds share tells nobody apart.
pub async fn suspects(tx: &mut Tx, app: &App, probe: &Probe) -> Result<Vec<Suspect>> {
    app.suspects.refresh(tx).await?;
    let compared = Compared::from(probe);
    let codes = candidates(tx, app, &compared).await?;
    let fichas = store::of_codes(tx, &codes).await?;
    let mut suspects: Vec<Suspect> = fichas
        .into_iter()
        .filter(|ficha| Some(ficha.id) != probe.own_id)
        .filter_map(|ficha| weigh(app, &compared, ficha))
        .collect();
    suspects.sort_by_key(|suspect| (Reverse(suspect.score), suspect.code));
    suspects.truncate(SUSPECTS_MAX);
    if let (Some(own), false) = (probe.own_id, suspects.is_empty()) {
        let apart = verdicts::told_apart(tx, own).await?;
        suspects.retain(|suspect| !apart.contains(&suspect.customer_id));
    }
    Ok(suspects)
}

fn weigh(app: &App, probe: &Compared, ficha: Ficha) -> Option<Suspect> {
    let why = app.suspects.compare(probe, &ficha.compared)?;
    let (score, reasons) = rules::verdict(&why)?;
    Some(Suspect { customer_id: ficha.id, code: ficha.code, name: ficha.compared.name, score, reasons })
}

/// Codes of the fichas worth weighing.
async fn candidates(tx: &mut Tx, app: &App, probe: &Compared) -> Result<Vec<i64>> {
    let mut hits: HashMap<i64, usize> = HashMap::new();
    for code in store::of_keys(tx, &app.suspects.keys(probe)).await? {
        *hits.entry(code).or_default() += 1;
    }
    let mut by_hits: Vec<(usize, i64)> = hits.into_iter().map(|(code, hits)| (hits, code)).collect();
    by_hits.sort_by_key(|(hits, code)| (Reverse(*hits), *code));
    let mut codes: BTreeSet<i64> = by_hits.into_iter().map(|(_, code)| code).take(CANDIDATES_MAX).collect();
    // What is exactly the same needs no key: also on a base whose index is not written yet.
    if !probe.document.is_empty() {
        codes.extend(store::with_document(tx, &probe.document).await?.into_iter().map(|(code,)| code));
    }
    let contacts = probe.phones.iter().take(MOST_VALUES).chain(probe.emails.iter().take(MOST_VALUES));
    for value in contacts {
        codes.extend(store::with_contact(tx, value).await?.into_iter().map(|(code,)| code));
    }
    codes.extend(store::fresh(tx, FRESH_MAX).await?.into_iter().map(|(code,)| code));
    Ok(codes.into_iter().collect())
}
