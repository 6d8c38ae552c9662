//! Learning without labels: strangers from random pairs, people and households by expectation maximisation.
//!
//! Each blocking rule is a look at the data of its own: among the pairs it brings together, the fields it blocks on
//! say nothing (they agree by construction), so they are left out there and learned from the other rules' pairs. All
//! looks share the parameters; each has its own mixture.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::blocks::{Blocks, pairs_of};
use crate::compare;
use crate::config::{Config, Field};
use crate::interner::mix;
use crate::kind::Kind;
use crate::model::{FieldModel, Model, Scorer, cap, level_at};
use crate::table::Table;

/// Pairs that stand behind the defaults.
const LEAN_STRANGERS: f64 = 1_000.0;
const LEAN_CLASSES: f64 = 40.0;
/// The least part of the default that a household agrees exactly in what it shares.
const LEAST_SHARED: f64 = 0.6;
const ROUNDS: usize = 60;
/// Below this much rarity per step, patterns count as equal.
const RARITY_STEP: f32 = 0.5;
/// Pairs of a level among strangers from which its usual chance is measured.
const ENOUGH: f64 = 30.0;
/// The most that what speaks against one person may be seen among records of one person.
const MOST_CONFLICT: f64 = 0.003;

/// One pattern of levels: the rule that found it, the levels, the rarity in steps.
type Pattern = (usize, u64, i16);

/// Learns the parameters from the records themselves.
pub(crate) fn learn(table: &Table, config: &Config, blocks: &Blocks) -> Model {
    let mut model = Model::defaults(config);
    if table.len() < 2 {
        return model;
    }
    strangers(table, config, &mut model);
    let sizes: Vec<f64> = (0..blocks.rules()).map(|rule| pairs_in(table, blocks, rule)).collect();
    let patterns = patterns(table, config, blocks, &model, &sizes);
    if patterns.is_empty() {
        return model;
    }
    let masks = masks(config);
    let mut mixture = vec![[0.1, if model.prior_household > 0.0 { 0.1 } else { 0.0 }, 0.8]; blocks.rules()];
    for _ in 0..ROUNDS {
        let before = model.clone();
        round(&mut model, config, &masks, &patterns, &mut mixture);
        if distance(&before, &model) < 1e-4 {
            break;
        }
    }
    let most = |class: usize| {
        sizes.iter().zip(&mixture).map(|(size, shares)| size * shares[class]).fold(0.0, f64::max)
    };
    let possible = table.possible_pairs().max(1.0);
    model.prior_person = (most(0).max(0.5) / possible).clamp(1e-12, 0.5);
    if model.prior_household > 0.0 {
        model.prior_household = most(1).clamp(most(0) * 0.05 + 0.5, most(0) * 20.0 + 1.0) / possible;
    }
    model.learned = true;
    model
}

/// A number below `end` that looks random.
pub(crate) fn pick(seed: u64, at: u64, end: usize) -> usize {
    ((u128::from(mix(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).wrapping_add(mix(at + 1)))) * end as u128)
        >> 64) as usize
}

fn random_pair(table: &Table, seed: u64, at: u64) -> Option<(u32, u32)> {
    let all = table.len();
    let (one, other) = match table.second() {
        Some(second) => (pick(seed, 2 * at, second), second + pick(seed, 2 * at + 1, all - second)),
        None => (pick(seed, 2 * at, all), pick(seed, 2 * at + 1, all)),
    };
    (one != other && other < all).then(|| Some((u32::try_from(one).ok()?, u32::try_from(other).ok()?)))?
}

/// How often strangers reach each level, and how common what they share then is.
fn strangers(table: &Table, config: &Config, model: &mut Model) {
    let wanted = config.limits.random_pairs.min(table.len().saturating_mul(40)) as u64;
    let pairs: Vec<(u32, u32)> =
        (0..wanted).filter_map(|at| random_pair(table, config.limits.seed, at)).collect();
    model.fields.par_iter_mut().enumerate().for_each(|(at, field)| {
        let mut counts = vec![0.0_f64; field.stranger.len()];
        let mut chances = vec![0.0_f64; field.stranger.len()];
        for &(one, other) in &pairs {
            let outcome = compare::compare(table, at, one, other);
            if let Some(level) = usize::from(outcome.level).checked_sub(1) {
                counts[level] += 1.0;
                chances[level] += if outcome.chance > 0.0 { f64::from(outcome.chance).ln() } else { 0.0 };
            }
        }
        let total: f64 = counts.iter().sum();
        let column = table.column(at);
        let known = f64::from(column.total()) * (f64::from(column.total()) - 1.0).max(0.0) / 2.0;
        for level in 0..counts.len() {
            let (seen, of) = if level == 0 {
                (column.chance_of_equality() * known, known)
            } else {
                (counts[level], total)
            };
            field.stranger[level] = (seen + LEAN_STRANGERS * field.stranger[level]) / (of + LEAN_STRANGERS);
            let measured = level > 0 && counts[level] >= ENOUGH && chances[level] < 0.0;
            field.usual[level] =
                if measured { chances[level] / counts[level] } else { field.stranger[level].ln() };
        }
    });
}

#[expect(clippy::cast_precision_loss, reason = "a number of pairs needs no exactness")]
fn pairs_in(table: &Table, blocks: &Blocks, rule: usize) -> f64 {
    let order = blocks.order(rule);
    let of = |at: usize| {
        let block = order.block(at);
        let first = table.second().map(|second| block.partition_point(|&record| (record as usize) < second));
        first.map_or(block.len() * (block.len() - 1) / 2, |first| first * (block.len() - first)) as f64
    };
    (0..order.len()).map(of).sum()
}

/// Patterns of a sample of each rule's pairs with their numbers.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of u64"
)]
fn patterns(
    table: &Table,
    config: &Config,
    blocks: &Blocks,
    model: &Model,
    sizes: &[f64],
) -> Vec<(Pattern, f64)> {
    let scorer = Scorer::new(model, table);
    let masks = masks(config);
    let wanted = config.limits.sample_pairs as f64 / blocks.rules().max(1) as f64;
    let mut all = BTreeMap::new();
    for rule in 0..blocks.rules() {
        let order = blocks.order(rule);
        let share = (wanted / sizes[rule].max(1.0)).min(1.0);
        let limit = (share * u64::MAX as f64) as u64;
        let found =
            (0..order.len()).into_par_iter().fold(BTreeMap::new, |mut found: BTreeMap<Pattern, f64>, at| {
                pairs_of(order.block(at), table.second(), |one, other| {
                    let key = mix((u64::from(one) << 32 | u64::from(other)) ^ mix(config.limits.seed));
                    if key <= limit {
                        let (levels, rarity) = scorer.levels(one, other, masks[rule]);
                        *found.entry((rule, levels, (rarity / RARITY_STEP).round() as i16)).or_default() +=
                            1.0;
                    }
                });
                found
            });
        // Whole numbers: the sum does not depend on the order of the threads.
        let merged = found.reduce(BTreeMap::new, |mut one, other| {
            other.into_iter().for_each(|(pattern, count)| *one.entry(pattern).or_default() += count);
            one
        });
        all.extend(merged);
    }
    all.into_iter().collect()
}

/// The fields a rule blocks on, as bits.
fn masks(config: &Config) -> Vec<u64> {
    let rules = config.rules().unwrap_or_default();
    rules.iter().map(|parts| parts.iter().fold(0, |mask, part| mask | 1 << part.field)).collect()
}

/// One round of expectation maximisation.
fn round(
    model: &mut Model,
    config: &Config,
    masks: &[u64],
    patterns: &[(Pattern, f64)],
    mixture: &mut [[f64; 3]],
) {
    let mut person: Vec<Vec<f64>> = lean(config, |field| &field.person);
    let mut household: Vec<Vec<f64>> = lean(config, |field| &field.household);
    let mut shares = vec![[0.5, if model.prior_household > 0.0 { 0.5 } else { 0.0 }, 5.0]; mixture.len()];
    for &((rule, levels, rarity), count) in patterns {
        let lift = (f64::from(rarity) * f64::from(RARITY_STEP)).exp();
        let mut likely = [mixture[rule][0] * lift, mixture[rule][1] * lift, mixture[rule][2]];
        let told = |field: &usize| masks[rule] >> field & 1 == 0 && level_at(levels, *field) > 0;
        for field in (0..model.fields.len()).filter(told) {
            let level = usize::from(level_at(levels, field)) - 1;
            likely[0] *= model.fields[field].person[level];
            likely[1] *= model.fields[field].household[level];
            likely[2] *= model.fields[field].stranger[level];
        }
        let all = likely.iter().sum::<f64>().max(f64::MIN_POSITIVE);
        let part = likely.map(|likely| count * likely / all);
        for (share, part) in shares[rule].iter_mut().zip(part) {
            *share += part;
        }
        for field in (0..model.fields.len()).filter(told) {
            let level = usize::from(level_at(levels, field)) - 1;
            person[field][level] += part[0];
            household[field][level] += part[1];
        }
    }
    let families = model.prior_household > 0.0;
    for (at, field) in model.fields.iter_mut().enumerate() {
        field.person = normal(&person[at]);
        field.household = normal(&household[at]);
        if config.fields[at].household {
            bind(field.kind, &mut field.household);
        } else {
            cap(field.kind, &mut field.household);
        }
        bound_person(&config.fields[at], families, &mut field.person);
    }
    for (mixture, shares) in mixture.iter_mut().zip(shares) {
        let all: f64 = shares.iter().sum();
        *mixture = shares.map(|share| share / all);
    }
}

/// What one person does not do, whatever the records seem to show: have two valid documents, or, where brothers and
/// sisters are about, another given name.
fn bound_person(field: &Field, families: bool, shares: &mut [f64]) {
    for (share, level) in shares.iter_mut().zip(field.kind.levels()) {
        let other_given_name =
            families && field.identity && matches!(level.name, "surname_only" | "different");
        if field.kind == Kind::PersonName && other_given_name || field.conflict && level.name == "conflict" {
            *share = share.min(MOST_CONFLICT);
        }
    }
}

/// A household shares what it is declared to share: else the class would drift to namesakes.
fn bind(kind: Kind, shares: &mut [f64]) {
    let least = kind.levels()[0].household * LEAST_SHARED;
    let (first, rest) = shares.split_at_mut(1);
    if first[0] < least {
        let shrink = (1.0 - least) / (1.0 - first[0]);
        rest.iter_mut().for_each(|share| *share *= shrink);
        first[0] = least;
    }
}

/// The counts a round begins with: the defaults, as if so many pairs had shown them.
fn lean(config: &Config, of: impl Fn(&FieldModel) -> &[f64]) -> Vec<Vec<f64>> {
    let defaults = Model::defaults(config);
    defaults.fields.iter().map(|field| of(field).iter().map(|share| share * LEAN_CLASSES).collect()).collect()
}

fn normal(counts: &[f64]) -> Vec<f64> {
    let all: f64 = counts.iter().sum();
    counts.iter().map(|count| count / all.max(f64::MIN_POSITIVE)).collect()
}

fn distance(one: &Model, other: &Model) -> f64 {
    let shares = |model: &Model| -> Vec<f64> {
        model
            .fields
            .iter()
            .flat_map(|field| field.person.iter().chain(&field.household).copied().collect::<Vec<_>>())
            .collect()
    };
    shares(one).iter().zip(shares(other)).map(|(one, other)| (one - other).abs()).fold(0.0, f64::max)
}
