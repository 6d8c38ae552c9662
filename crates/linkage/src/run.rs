//! The whole work: blocks, learning, scores, threshold, groups.

use std::sync::atomic::{AtomicU64, Ordering};

use rayon::prelude::*;

use crate::blocks::{Blocks, pairs_of};
use crate::cluster::{self, Clusters, Verdicts};
use crate::config::{Config, ConfigError};
use crate::learn::learn;
use crate::model::{Model, ModelError, Score, Scorer, Sums};
use crate::table::Table;
use crate::watch::{Cancelled, Stage, Watch};

/// How much below the cut a pair may be while the share of duplicates is only guessed, as a logarithm.
const SLACK: f64 = 2.5;
/// Blocks between two reports of progress.
const STEP: usize = 4_096;

/// Two records that may be one person.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// The record with the lower number.
    pub one: u32,
    /// The record with the higher number.
    pub other: u32,
    /// What they weigh.
    pub score: Score,
}

/// What was done.
#[derive(Debug, Clone, PartialEq, Default, serde::Serialize)]
pub struct Statistics {
    /// Records read.
    pub records: usize,
    /// Pairs compared, each once.
    pub compared: u64,
    /// Pairs compared that no earlier rule brought, by rule.
    pub compared_by_rule: Vec<u64>,
    /// Records in blocks that were too large and were divided, by rule.
    pub divided_by_rule: Vec<usize>,
    /// Duplicates there are by the model's own estimate, among the pairs compared.
    pub expected_pairs: f64,
    /// Precision of the links by the model's own estimate.
    pub expected_precision: f64,
    /// Recall of the links by the model's own estimate, among the pairs compared.
    pub expected_recall: f64,
}

/// The result.
#[derive(Debug)]
pub struct Linkage {
    /// Pairs worth a look, the most probable first.
    pub pairs: Vec<Pair>,
    /// What belongs together.
    pub clusters: Clusters,
    /// The model used.
    pub model: Model,
    /// What was done.
    pub statistics: Statistics,
}

/// Why there is no result.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// The configuration is wrong.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// The given model is for other fields.
    #[error(transparent)]
    Model(#[from] ModelError),
    /// Stopped from outside.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl Linkage {
    /// Whether a pair may be merged without a person asking.
    pub fn is_automatic(&self, config: &Config, pair: &Pair) -> bool {
        pair.score.undisputed && pair.score.probability >= config.linking.automatic
    }
}

/// Finds the duplicates in a finished table. Learns a model when none is given.
///
/// # Errors
/// The configuration or the model is wrong, or the watch stopped the work.
pub fn link(
    table: &Table,
    config: &Config,
    model: Option<Model>,
    verdicts: &Verdicts,
    watch: &Watch<'_>,
) -> Result<Linkage, LinkError> {
    config.check()?;
    watch.tell(Stage::Blocking, 0, 1);
    let blocks = Blocks::build(table, config)?;
    watch.go_on()?;
    watch.tell(Stage::Learning, 0, 1);
    let fresh = model.is_none();
    let mut model = match model {
        Some(model) => {
            model.check(config)?;
            model
        }
        None => learn(table, config, &blocks),
    };
    watch.go_on()?;
    let cut = odds(config.limits.keep) - model.prior_person.ln() - SLACK;
    let (mut sums, compared_by_rule) = compare_all(table, &blocks, &Scorer::new(&model, table), cut, watch)?;
    let divided_by_rule = blocks.divided.clone();
    drop(blocks);
    sums.par_sort_unstable_by_key(|(one, other, _)| (*one, *other));
    if fresh {
        settle_priors(&mut model, table, &sums);
    }
    watch.tell(Stage::Clustering, 0, 1);
    let pairs = kept(&model, config, verdicts, sums);
    let mut statistics = Statistics {
        records: table.len(),
        compared: compared_by_rule.iter().sum(),
        compared_by_rule,
        divided_by_rule,
        ..Statistics::default()
    };
    model.threshold = config.linking.threshold.unwrap_or_else(|| best_threshold(&pairs));
    estimate(&pairs, model.threshold, &mut statistics);
    let clusters = cluster::group(table, config, &Scorer::new(&model, table), &pairs, verdicts);
    Ok(Linkage { pairs, clusters, model, statistics })
}

fn odds(probability: f64) -> f64 {
    (probability / (1.0 - probability).max(1e-12)).ln()
}

type Weighed = (u32, u32, Sums);

/// Weighs each candidate once; keeps those above the cut.
#[expect(clippy::cast_possible_truncation, reason = "a weight needs no more than seven figures")]
fn compare_all(
    table: &Table,
    blocks: &Blocks,
    scorer: &Scorer<'_>,
    cut: f64,
    watch: &Watch<'_>,
) -> Result<(Vec<Weighed>, Vec<u64>), Cancelled> {
    let total = blocks.rules() as u64;
    let mut all = Vec::new();
    let mut by_rule = Vec::new();
    for rule in 0..blocks.rules() {
        let order = blocks.order(rule);
        let compared = AtomicU64::new(0);
        let steps = order.len().div_ceil(STEP);
        let found: Result<Vec<Vec<Weighed>>, Cancelled> = (0..steps)
            .into_par_iter()
            .map(|step| {
                watch.go_on()?;
                let mut found = Vec::new();
                let mut count = 0;
                for at in step * STEP..((step + 1) * STEP).min(order.len()) {
                    pairs_of(order.block(at), table.second(), |one, other| {
                        if !blocks.met_before(rule, at, one, other) {
                            count += 1;
                            found.extend(scorer.sums(one, other, cut as f32).map(|sums| (one, other, sums)));
                        }
                    });
                }
                compared.fetch_add(count, Ordering::Relaxed);
                Ok(found)
            })
            .collect();
        for part in found? {
            all.extend(part);
        }
        by_rule.push(compared.into_inner());
        watch.tell(Stage::Scoring, rule as u64 + 1, total);
    }
    Ok((all, by_rule))
}

/// The share of duplicates that the scores themselves speak for.
fn settle_priors(model: &mut Model, table: &Table, sums: &[Weighed]) {
    let possible = table.possible_pairs().max(1.0);
    for _ in 0..25 {
        let found: f64 = sums.iter().map(|(_, _, sums)| model.score(*sums).probability).sum();
        let prior = (found.max(0.5) / possible).clamp(1e-12, 0.5);
        let settled = (prior / model.prior_person).ln().abs() < 1e-4;
        model.prior_person = prior;
        if settled {
            return;
        }
    }
}

fn kept(model: &Model, config: &Config, verdicts: &Verdicts, sums: Vec<Weighed>) -> Vec<Pair> {
    let pair = |(one, other, sums): Weighed| Pair { one, other, score: model.score(sums) };
    let worth = |pair: &Pair| {
        pair.score.probability >= config.limits.keep && !verdicts.are_different(pair.one, pair.other)
    };
    let mut pairs: Vec<Pair> = sums.into_iter().map(pair).filter(worth).collect();
    pairs.par_sort_unstable_by(|one, other| {
        let order = other.score.probability.total_cmp(&one.score.probability);
        order.then((one.one, one.other).cmp(&(other.one, other.other)))
    });
    pairs
}

/// The threshold with the best F1 that the probabilities promise, without any truth (Lipton et al. 2014).
fn best_threshold(pairs: &[Pair]) -> f64 {
    let all: f64 = pairs.iter().map(|pair| pair.score.probability).sum();
    let mut best = (0.0, 0.5);
    let (mut right, mut count) = (0.0, 0.0);
    for pair in pairs {
        right += pair.score.probability;
        count += 1.0;
        let f1 = 2.0 * right / (count + all);
        if f1 >= best.0 {
            best = (f1, pair.score.probability);
        }
    }
    best.1
}

fn estimate(pairs: &[Pair], threshold: f64, statistics: &mut Statistics) {
    let linked = pairs.iter().filter(|pair| pair.score.probability >= threshold);
    let (right, count) =
        linked.fold((0.0, 0.0), |(right, count), pair| (right + pair.score.probability, count + 1.0));
    statistics.expected_pairs = pairs.iter().map(|pair| pair.score.probability).sum();
    statistics.expected_precision = if count > 0.0 { right / count } else { 1.0 };
    let all = statistics.expected_pairs;
    statistics.expected_recall = if all > 0.0 { right / all } else { 1.0 };
}
