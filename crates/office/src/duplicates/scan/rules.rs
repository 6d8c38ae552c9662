//! From the engine's records to groups of fichas, and from its stages to one bar.

use std::collections::HashMap;

use linkage::{Config, Field, Linkage, Pair, Stage, Table};

use crate::customers::model::CustomerId;
use crate::duplicates::reports::model::DuplicateReport;
use crate::duplicates::scan::model::{
    ComparedField, DuplicateGroup, GroupReport, ScanRule, ScanStatistics, ScoreBand, SetScanSettings,
    SuspectPair, SuspectPart,
};
use crate::error::{Issues, Result};

/// Pairs of one group that are told; more would not be read.
const PAIRS_MAX: usize = 15;

/// Of a hundred parts of the whole: reading, then the engine, then writing.
pub const READ: usize = 35;
/// Where writing begins.
pub const LINKED: usize = 90;

/// Fichas that may be one customer, as found.
#[derive(Debug, Clone, PartialEq)]
pub struct FoundGroup {
    /// Its fichas.
    pub members: Vec<CustomerId>,
    /// Of its least probable pair, in millionths.
    pub probability_ppm: i64,
    /// The engine would merge every pair of it without asking.
    pub automatic: bool,
    /// Why, the most probable pair first.
    pub pairs: Vec<SuspectPair>,
}

/// A report as a group of the queue.
pub fn reported(report: DuplicateReport) -> DuplicateGroup {
    DuplicateGroup {
        id: report.id.0.into(),
        probability_ppm: 0,
        automatic: false,
        fichas: report.fichas,
        pairs: Vec::new(),
        report: Some(GroupReport { by: report.reported_by, at: report.reported_at, reason: report.reason }),
    }
}

/// How far a share of a stage is on a bar of a hundred parts.
pub fn percent(stage: Stage, done: u64, total: u64) -> usize {
    let (from, to) = match stage {
        Stage::Blocking => (READ, 45),
        Stage::Learning => (45, 55),
        Stage::Scoring => (55, 85),
        Stage::Clustering => (85, LINKED),
    };
    from + share(done, total, to - from)
}

/// `done` of `total`, on a scale of `parts`.
pub fn share(done: u64, total: u64, parts: usize) -> usize {
    let parts = u64::try_from(parts).unwrap_or(0);
    usize::try_from(done.min(total) * parts / total.max(1)).unwrap_or(0)
}

/// The groups of two and more, with why. `ids` gives the ficha of each record.
pub fn groups(table: &Table, config: &Config, linkage: &Linkage, ids: &[CustomerId]) -> Vec<FoundGroup> {
    let mut pairs_of: HashMap<u32, Vec<&Pair>> = HashMap::new();
    for pair in &linkage.pairs {
        let group = linkage.clusters.of(pair.one);
        if group == linkage.clusters.of(pair.other) {
            pairs_of.entry(group).or_default().push(pair);
        }
    }
    let found = linkage.clusters.groups().into_iter().filter_map(|records| {
        let pairs = pairs_of.remove(records.first()?)?;
        let all = records.len() * (records.len() - 1) / 2;
        let least = pairs.iter().map(|pair| pair.score.probability).fold(1.0, f64::min);
        Some(FoundGroup {
            probability_ppm: ppm(least),
            automatic: pairs.len() == all && pairs.iter().all(|pair| linkage.is_automatic(config, pair)),
            pairs: pairs.iter().take(PAIRS_MAX).filter_map(|pair| told(table, linkage, pair, ids)).collect(),
            members: records.iter().filter_map(|record| ids.get(*record as usize).copied()).collect(),
        })
    });
    found.collect()
}

/// Where the bands of the chart begin, in millionths.
const BANDS_PPM: [i64; 7] = [10_000, 500_000, 750_000, 900_000, 990_000, 999_000, 999_900];
/// Pairs shown of each band.
const SAMPLES: usize = 3;

/// How many pairs fell where, and by which rules they met.
pub fn statistics(table: &Table, config: &Config, linkage: &Linkage, ids: &[CustomerId]) -> ScanStatistics {
    let mut bands: Vec<ScoreBand> =
        BANDS_PPM.iter().map(|from| ScoreBand { from_ppm: *from, pairs: 0, samples: Vec::new() }).collect();
    for pair in &linkage.pairs {
        let probability = ppm(pair.score.probability);
        let Some(band) = bands.iter_mut().rev().find(|band| probability >= band.from_ppm) else { continue };
        band.pairs += 1;
        if band.samples.len() < SAMPLES {
            band.samples.extend(told(table, linkage, pair, ids));
        }
    }
    let found = &linkage.statistics;
    let rules = config.blocks.iter().enumerate().map(|(at, rule)| ScanRule {
        keys: rule.keys.clone(),
        compared: found.compared_by_rule.get(at).map_or(0, |count| i64::try_from(*count).unwrap_or(i64::MAX)),
        divided: found.divided_by_rule.get(at).map_or(0, |count| i64::try_from(*count).unwrap_or(i64::MAX)),
    });
    ScanStatistics {
        compared: i64::try_from(found.compared).unwrap_or(i64::MAX),
        threshold_ppm: ppm(linkage.model.threshold),
        threshold_set: config.linking.threshold.is_some(),
        left_out: Vec::new(),
        precision_ppm: ppm(found.expected_precision),
        recall_ppm: ppm(found.expected_recall),
        bands,
        rules: rules.collect(),
    }
}

/// What the declaration says of each field.
pub fn compared_fields(config: &Config) -> Vec<ComparedField> {
    let field = |field: &Field| ComparedField {
        field: field.name.clone(),
        identity: field.identity,
        household: field.household,
        conflict: field.conflict,
    };
    config.fields.iter().map(field).collect()
}

/// Thresholds a person may set, in millionths: below, it would rather not be one customer.
const THRESHOLD_PPM: std::ops::RangeInclusive<i64> = 500_000..=999_999;

/// Checks settings; gives the fields to leave out in the order of the declaration, each once. What tells who somebody is
/// stays: without it nothing is left to find anybody by.
///
/// # Errors
/// `Invalid` with everything that is wrong.
pub fn check_settings(config: &Config, request: &SetScanSettings) -> Result<Vec<String>> {
    let mut issues = Issues::default();
    if request.threshold_ppm.is_some_and(|ppm| !THRESHOLD_PPM.contains(&ppm)) {
        issues.add("threshold_ppm", "scan_threshold_range");
    }
    let is_optional =
        |name: &String| config.fields.iter().any(|field| field.name == *name && !field.identity);
    if !request.left_out.iter().all(is_optional) {
        issues.add("left_out", "scan_field_needed");
    }
    let names = config.fields.iter().map(|field| field.name.clone());
    issues.finish(Some(names.filter(|name| request.left_out.contains(name)).collect()))
}

/// Millionths as the engine has them.
#[expect(clippy::cast_precision_loss, reason = "at most a million")]
pub fn probability(ppm: i64) -> f64 {
    ppm as f64 / 1_000_000.0
}

fn told(table: &Table, linkage: &Linkage, pair: &Pair, ids: &[CustomerId]) -> Option<SuspectPair> {
    let why = linkage::explain(table, &linkage.model, pair.one, pair.other);
    let mut parts: Vec<SuspectPart> = why
        .parts
        .into_iter()
        .map(|part| SuspectPart {
            field: part.field,
            level: part.level.to_owned(),
            weight_tenths: tenths(part.weight),
        })
        .filter(|part| part.level != "missing")
        .collect();
    parts.sort_by_key(|part| std::cmp::Reverse(part.weight_tenths));
    Some(SuspectPair {
        one_id: *ids.get(pair.one as usize)?,
        other_id: *ids.get(pair.other as usize)?,
        probability_ppm: ppm(pair.score.probability),
        parts,
    })
}

/// A weight of the engine in tenths.
pub fn tenths(weight: f64) -> i64 {
    whole(weight * 10.0)
}

fn ppm(probability: f64) -> i64 {
    whole(probability * 1_000_000.0).clamp(0, 1_000_000)
}

#[expect(clippy::cast_possible_truncation, reason = "both callers stay far inside")]
fn whole(number: f64) -> i64 {
    number.round() as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use linkage::{Verdicts, Watch};
    use proptest::prelude::*;
    use uuid::Uuid;

    fn table(config: &Config, records: &[[&str; 8]]) -> Table {
        let mut table = Table::new(config);
        for record in records {
            table.push(record);
        }
        table.finish();
        table
    }

    #[test]
    fn dup_2_a_group_tells_probability_and_why() {
        let config = Config::from_toml(linkage::BRAZIL).unwrap();
        let one = ["Aparecida Gonçalves Teles", "1987-08-14", "52998224725", "Maria Teles", "", "", "", ""];
        let again = ["Aparecida G. Teles", "1987-08-14", "529.982.247-25", "", "", "", "", ""];
        let other = ["Bruno Kowalski", "1971-01-30", "", "Ana Kowalski", "", "", "", ""];
        let table = table(&config, &[one, other, again]);
        let found = linkage::link(&table, &config, None, &Verdicts::default(), &Watch::nobody()).unwrap();
        let ids: Vec<CustomerId> = (1..4_u128).map(|id| Uuid::from_u128(id).into()).collect();
        let groups = groups(&table, &config, &found, &ids);
        let counted = statistics(&table, &config, &found, &ids);
        assert_eq!(counted.bands.iter().map(|band| band.pairs).sum::<i64>(), 1);
        assert_eq!(
            counted.bands.iter().filter(|band| band.pairs == 1).map(|band| band.samples.len()).sum::<usize>(),
            1
        );
        assert_eq!(counted.rules.iter().map(|rule| rule.compared).sum::<i64>(), counted.compared);
        assert_eq!(groups.len(), 1);
        assert_eq!(groups[0].members, [ids[0], ids[2]]);
        assert!(groups[0].probability_ppm > 990_000, "{groups:?}");
        let why: Vec<(&str, &str)> =
            groups[0].pairs[0].parts.iter().map(|part| (part.field.as_str(), part.level.as_str())).collect();
        assert!(why.contains(&("document", "exact")) && why.contains(&("birth", "exact")), "{why:?}");
        assert!(!why.iter().any(|(field, _)| *field == "mother"), "one has none: {why:?}");
    }

    #[test]
    fn dup_2_what_tells_who_somebody_is_is_always_compared() {
        let config = Config::from_toml(linkage::BRAZIL).unwrap();
        let check = |left_out: &[&str], threshold_ppm| {
            let left_out = left_out.iter().map(|name| (*name).to_owned()).collect();
            check_settings(&config, &SetScanSettings { left_out, threshold_ppm, version: 0 })
        };
        assert_eq!(check(&["cep", "phone", "phone"], Some(900_000)).unwrap(), ["phone", "cep"]);
        assert_eq!(check(&[], None).unwrap(), [""; 0]);
        for wrong in ["name", "birth", "document", "surname"] {
            assert!(check(&[wrong], None).is_err(), "{wrong}");
        }
        for wrong in [499_999, 1_000_000, -1, i64::MAX] {
            assert!(check(&[], Some(wrong)).is_err(), "{wrong}");
        }
        let all = config.fields.iter().filter(|field| !field.identity).count();
        assert_eq!(all, 5, "mother, telephone, e-mail, address and CEP may be left out");
    }

    proptest! {
        #[test]
        fn sys_8_the_bar_never_goes_back(done in 0..5_000_u64, more in 0..5_000_u64, total in 1..5_000_u64) {
            let stages = [Stage::Blocking, Stage::Learning, Stage::Scoring, Stage::Clustering];
            for (stage, next) in stages.iter().zip(&stages[1..]) {
                prop_assert!(percent(*stage, done, total) <= percent(*stage, done + more, total));
                prop_assert!(percent(*stage, done, total) <= percent(*next, 0, total));
            }
            prop_assert!((READ..=LINKED).contains(&percent(Stage::Clustering, done, total)));
        }
    }
}
