//! What was learned: how often people, households and strangers reach each level, and what a pair weighs by it.

use serde::{Deserialize, Serialize};

use crate::compare::{self, Outcome};
use crate::config::Config;
use crate::kind::{Kind, Stance};
use crate::table::Table;

/// The most the rarity of a value may add or take, in natural logarithm.
const MOST_RARITY: f64 = 9.0;
/// The least share of a level among a household, as a part of the most.
const LEAST_APART: f64 = 0.4;
/// How much the rarity counts where values are alike and not equal.
const RARITY_OF_ALIKE: f64 = 0.7;

/// Shares of one field's levels, from the strongest level to the weakest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FieldModel {
    /// The field's name.
    pub name: String,
    /// How it is compared.
    pub kind: Kind,
    /// Among pairs of one person.
    pub person: Vec<f64>,
    /// Among pairs of one household.
    pub household: Vec<f64>,
    /// Among strangers.
    pub stranger: Vec<f64>,
    /// Logarithm of the usual chance of what strangers share at a level.
    pub usual: Vec<f64>,
    /// Whether rarity counts.
    pub frequency: bool,
    /// Whether it tells who somebody is.
    pub identity: bool,
}

/// Parameters of the three classes. Can be kept and used on other records of the same kind.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Model {
    /// By field, in the order of the configuration.
    pub fields: Vec<FieldModel>,
    /// Share of pairs of one person among all possible pairs.
    pub prior_person: f64,
    /// Share of pairs of one household; 0 where no field is shared by households.
    pub prior_household: f64,
    /// Least probability of a link.
    pub threshold: f64,
    /// Whether the shares were learned, or are defaults.
    pub learned: bool,
}

/// What a pair weighs.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Score {
    /// That both are one person, 0 to 1.
    pub probability: f64,
    /// That both are two people of one household, 0 to 1.
    pub household: f64,
    /// Whether the fields that tell who somebody is allow a merge without a person: two agree, none differs.
    pub undisputed: bool,
}

/// The sums of a pair: logarithms of how much likelier its levels are in a class than among strangers.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Sums {
    pub person: f32,
    pub household: f32,
    /// Four bits per field.
    pub levels: u64,
}

/// The model does not fit the configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the model was learned for other fields")]
pub struct ModelError;

impl Model {
    /// The model nothing was learned for.
    pub fn defaults(config: &Config) -> Self {
        let fields: Vec<FieldModel> = config
            .fields
            .iter()
            .map(|field| {
                let levels = field.kind.levels();
                let household =
                    levels.iter().map(|level| if field.household { level.household } else { level.stranger });
                let mut household: Vec<f64> = household.collect();
                if !field.household {
                    cap(field.kind, &mut household);
                }
                FieldModel {
                    name: field.name.clone(),
                    kind: field.kind,
                    person: levels.iter().map(|level| level.person).collect(),
                    household,
                    stranger: levels.iter().map(|level| level.stranger).collect(),
                    usual: levels.iter().map(|level| level.stranger.ln()).collect(),
                    frequency: field.frequency,
                    identity: field.identity,
                }
            })
            .collect();
        let families = config.fields.iter().any(|field| field.household);
        Self {
            fields,
            prior_person: 1e-6,
            prior_household: if families { 2e-6 } else { 0.0 },
            threshold: 0.5,
            learned: false,
        }
    }

    /// Whether it can be used with a configuration.
    ///
    /// # Errors
    /// The fields or their kinds are others.
    pub fn check(&self, config: &Config) -> Result<(), ModelError> {
        let same = self.fields.len() == config.fields.len()
            && self.fields.iter().zip(&config.fields).all(|(one, other)| {
                let size = one.kind.levels().len();
                let sizes = [&one.person, &one.household, &one.stranger, &one.usual]
                    .iter()
                    .all(|list| list.len() == size);
                one.kind == other.kind && one.name == other.name && sizes
            });
        if same { Ok(()) } else { Err(ModelError) }
    }

    pub(crate) fn score(&self, sums: Sums) -> Score {
        let person = f64::from(sums.person) + self.prior_person.ln();
        let household = f64::from(sums.household) + self.prior_household.ln();
        let most = person.max(household).max(0.0);
        let (person, household, stranger) = ((person - most).exp(), (household - most).exp(), (-most).exp());
        let all = person + household + stranger;
        Score {
            probability: person / all,
            household: household / all,
            undisputed: self.undisputed(sums.levels),
        }
    }

    fn undisputed(&self, levels: u64) -> bool {
        let mut agreeing = 0;
        let mut unsure = false;
        let mut certain = false;
        for (at, field) in self.fields.iter().enumerate().filter(|(_, field)| field.identity) {
            match field.kind.stance(level_at(levels, at)) {
                Stance::Against => return false,
                Stance::Agrees => {
                    agreeing += 1;
                    certain |= field.kind == Kind::Document;
                }
                Stance::Slips => unsure = true,
                Stance::Silent => {}
            }
        }
        agreeing >= 2 && (certain || !unsure)
    }
}

/// The level of a field in the four bits of each.
pub(crate) fn level_at(levels: u64, field: usize) -> u8 {
    ((levels >> (4 * field)) & 15) as u8
}

/// Bounds the shares of a field that tells people apart from above, and from below: there are twins and namesakes
/// in a house however few the records show. The weakest levels take or give the difference.
pub(crate) fn cap(kind: Kind, shares: &mut [f64]) {
    let mut over = 0.0;
    for (share, level) in shares.iter_mut().zip(kind.levels()).filter(|(_, level)| level.apart < 1.0) {
        let bounded = share.clamp(level.apart * LEAST_APART, level.apart);
        over += *share - bounded;
        *share = bounded;
    }
    let free = |at: usize| kind.levels()[at].apart >= 1.0;
    let all: f64 = (0..shares.len()).filter(|at| free(*at)).map(|at| shares[at]).sum();
    for at in (0..shares.len()).filter(|at| free(*at)) {
        let part = if all > 0.0 { shares[at] / all } else { 1.0 };
        shares[at] = (shares[at] + over * part).max(1e-6);
    }
}

/// The model made ready for many pairs.
pub(crate) struct Scorer<'a> {
    model: &'a Model,
    table: &'a Table,
    fields: Vec<Ready>,
    /// Fields from the cheapest comparison to the dearest.
    order: Vec<usize>,
}

struct Ready {
    person: [f32; 16],
    household: [f32; 16],
    usual: [f32; 16],
    /// The most that values that are not equal may weigh.
    alike: f32,
    frequency: bool,
}

impl<'a> Scorer<'a> {
    pub fn new(model: &'a Model, table: &'a Table) -> Self {
        let mut order: Vec<usize> = (0..model.fields.len()).collect();
        order.sort_by_key(|&field| model.fields[field].kind.cost());
        let fields = model.fields.iter().map(Ready::new).collect();
        Self { model, table, fields, order }
    }

    /// The weight of a pair, or nothing when its probability stays below the cut (a logarithm of odds without prior).
    pub fn sums(&self, one: u32, other: u32, cut: f32) -> Option<Sums> {
        let (left, right) = (self.table.row(one), self.table.row(other));
        let several = self.table.several(one) | self.table.several(other);
        let mut sums = Sums { person: 0.0, household: 0.0, levels: 0 };
        let mut bound = 0.0;
        for (field, ready) in self.fields.iter().enumerate() {
            if left[field] == 0 || right[field] == 0 {
                continue;
            }
            if several >> field & 1 == 1 {
                bound += ready.add(&mut sums, field, compare::closest(self.table, field, one, other).0);
            } else if left[field] == right[field] {
                let chance = self.table.column(field).chance(left[field]);
                bound += ready.add(&mut sums, field, Outcome { level: 1, chance });
            } else {
                bound += ready.alike;
            }
        }
        for &field in &self.order {
            let done = left[field] == right[field] || several >> field & 1 == 1;
            if done || left[field] == 0 || right[field] == 0 {
                continue;
            }
            if bound < cut {
                return None;
            }
            let outcome = compare::values(self.table.column(field), left[field], right[field]);
            bound += self.fields[field].add(&mut sums, field, outcome) - self.fields[field].alike;
        }
        (bound >= cut).then_some(sums)
    }

    /// What one field weighs, as logarithms for person and household, and its level.
    pub fn part(&self, field: usize, one: u32, other: u32) -> (f32, f32, u8) {
        let outcome = compare::compare(self.table, field, one, other);
        let mut sums = Sums { person: 0.0, household: 0.0, levels: 0 };
        self.fields[field].add(&mut sums, field, outcome);
        (sums.person, sums.household, outcome.level)
    }

    /// The levels of a pair, and the rarity of what it shares in fields outside of the mask.
    pub fn levels(&self, one: u32, other: u32, mask: u64) -> (u64, f32) {
        let mut levels = 0;
        let mut rarity = 0.0;
        for (field, ready) in self.fields.iter().enumerate().filter(|(field, _)| mask >> field & 1 == 0) {
            let outcome = compare::compare(self.table, field, one, other);
            levels |= u64::from(outcome.level & 15) << (4 * field);
            rarity += ready.rarity(outcome);
        }
        (levels, rarity)
    }

    pub fn model(&self) -> &Model {
        self.model
    }
}

impl Ready {
    fn new(field: &FieldModel) -> Self {
        let mut ready = Self {
            person: [0.0; 16],
            household: [0.0; 16],
            usual: [0.0; 16],
            alike: 0.0,
            frequency: field.frequency,
        };
        for at in 0..field.person.len().min(15) {
            let stranger = field.stranger[at].max(1e-12);
            let weight = |share: f64| single((share.max(1e-9) / stranger).ln());
            ready.person[at + 1] = weight(field.person[at]);
            ready.household[at + 1] = weight(field.household[at]);
            ready.usual[at + 1] = single(field.usual[at]);
        }
        let rarity = if field.frequency && field.kind.has_words() {
            single(MOST_RARITY * RARITY_OF_ALIKE)
        } else {
            0.0
        };
        ready.alike = ready.person[2..=field.person.len()].iter().copied().fold(f32::MIN, f32::max) + rarity;
        ready
    }

    /// Adds a field's outcome; gives what it weighs for the person.
    fn add(&self, sums: &mut Sums, field: usize, outcome: Outcome) -> f32 {
        let level = usize::from(outcome.level & 15);
        let rarity = self.rarity(outcome);
        sums.levels |= (level as u64) << (4 * field);
        sums.person += self.person[level] + rarity;
        sums.household += self.household[level] + rarity;
        self.person[level] + rarity
    }

    fn rarity(&self, outcome: Outcome) -> f32 {
        if !self.frequency || outcome.chance <= 0.0 || outcome.level == 0 {
            return 0.0;
        }
        let most = single(MOST_RARITY);
        let rarity = (self.usual[usize::from(outcome.level & 15)] - outcome.chance.ln()).clamp(-most, most);
        if outcome.level == 1 { rarity } else { rarity * single(RARITY_OF_ALIKE) }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "weights need no more than seven figures")]
fn single(number: f64) -> f32 {
    number as f32
}
