//! One record against many, with a model learned before: milliseconds instead of a scan.

use std::collections::HashMap;

use crate::config::Config;
use crate::explain::{Explanation, explain};
use crate::keys::{KeyPart, join, keys_of};
use crate::model::{Model, Score, Scorer};
use crate::run::LinkError;
use crate::table::Table;

/// Candidates of one rule that are weighed; of more only those that share another key part.
const MOST_OF_A_RULE: usize = 1_500;
/// Records of one key that are looked through for such a part.
const MOST_LOOKED_AT: usize = 30_000;

/// Records that new ones are compared with.
#[derive(Debug)]
pub struct Pool {
    table: Table,
    model: Model,
    keep: f64,
    rules: Vec<Vec<KeyPart>>,
    splits: Vec<KeyPart>,
    /// By rule: short keys with their records, sorted; what came later is in `late`.
    early: Vec<Vec<(u32, u32)>>,
    late: HashMap<(usize, u32), Vec<u32>>,
    gone: Vec<bool>,
}

/// A record that resembles the one asked about.
#[derive(Debug, Clone, PartialEq)]
pub struct Found {
    /// Its number in the pool.
    pub record: u32,
    /// What the pair weighs.
    pub score: Score,
    /// Why; the record asked about comes first.
    pub explanation: Explanation,
}

impl Pool {
    /// Takes over a table that was not finished, so that it can grow.
    ///
    /// # Errors
    /// The configuration or the model is wrong.
    pub fn new(table: Table, config: &Config, model: Model) -> Result<Self, LinkError> {
        config.check()?;
        model.check(config)?;
        let rules = config.rules()?;
        let early = rules
            .iter()
            .map(|rule| {
                let keys = keys_of(&table, rule).into_iter().zip(0..).filter(|(key, _)| *key != 0);
                let mut keys: Vec<(u32, u32)> = keys.map(|(key, record)| (short(key), record)).collect();
                keys.sort_unstable();
                keys
            })
            .collect();
        let gone = vec![false; table.len()];
        Ok(Self {
            table,
            model,
            keep: config.limits.keep,
            rules,
            splits: config.splits()?,
            early,
            late: HashMap::new(),
            gone,
        })
    }

    /// How many records it holds.
    pub fn len(&self) -> usize {
        self.gone.iter().filter(|gone| !**gone).count()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.gone.iter().all(|gone| *gone)
    }

    /// Adds a record, one text per field; gives its number.
    pub fn add<S: AsRef<str>>(&mut self, values: &[S]) -> u32 {
        let record = u32::try_from(self.table.len()).unwrap_or(u32::MAX);
        self.table.push(values);
        self.gone.push(false);
        for rule in 0..self.rules.len() {
            let key = self.key(rule, record);
            if key != 0 {
                self.late.entry((rule, short(key))).or_default().push(record);
            }
        }
        record
    }

    /// Takes a record out; it is never found again. A changed record is taken out and added.
    pub fn remove(&mut self, record: u32) {
        if let Some(gone) = self.gone.get_mut(record as usize).filter(|gone| !**gone) {
            *gone = true;
            self.table.count_out(record as usize);
        }
    }

    /// The records most like the given values, the most probable first, at most `most`.
    pub fn query<S: AsRef<str>>(&mut self, values: &[S], most: usize) -> Vec<Found> {
        let marks = self.table.marks();
        let probe = u32::try_from(self.table.len()).unwrap_or(u32::MAX);
        self.table.push(values);
        let candidates = self.candidates(probe);
        let found = self.weigh(probe, &candidates, most);
        self.table.take_last(&marks);
        found
    }

    #[expect(clippy::cast_possible_truncation, reason = "a weight needs no more than seven figures")]
    fn weigh(&self, probe: u32, candidates: &[u32], most: usize) -> Vec<Found> {
        let scorer = Scorer::new(&self.model, &self.table);
        let cut = (self.keep / (1.0 - self.keep).max(1e-12)).ln() - self.model.prior_person.ln();
        let weighed = candidates.iter().filter_map(|&record| {
            scorer.sums(probe, record, cut as f32).map(|sums| (record, self.model.score(sums)))
        });
        let mut found: Vec<(u32, Score)> =
            weighed.filter(|(_, score)| score.probability >= self.keep).collect();
        found.sort_by(|one, other| {
            other.1.probability.total_cmp(&one.1.probability).then(one.0.cmp(&other.0))
        });
        found.truncate(most);
        found
            .into_iter()
            .map(|(record, score)| Found {
                record,
                score,
                explanation: explain(&self.table, &self.model, probe, record),
            })
            .collect()
    }

    fn candidates(&self, probe: u32) -> Vec<u32> {
        let mut all = Vec::new();
        for rule in 0..self.rules.len() {
            let key = self.key(rule, probe);
            if key == 0 {
                continue;
            }
            let key = short(key);
            let early = &self.early[rule];
            let from = early.partition_point(|(other, _)| *other < key);
            let early =
                early[from..].iter().take_while(|(other, _)| *other == key).map(|(_, record)| *record);
            let late = self.late.get(&(rule, key)).into_iter().flatten().copied();
            let mut of_rule: Vec<u32> = early
                .chain(late)
                .take(MOST_LOOKED_AT)
                .filter(|record| !self.gone[*record as usize])
                .collect();
            if of_rule.len() > MOST_OF_A_RULE {
                self.thin(probe, &mut of_rule);
            }
            all.extend(of_rule);
        }
        all.sort_unstable();
        all.dedup();
        all
    }

    /// Keeps those that share one of the parts by which blocks are divided.
    fn thin(&self, probe: u32, records: &mut Vec<u32>) {
        let hash = |part: &KeyPart, record: u32| {
            part.derive.hash(self.table.column(part.field), self.table.value(record as usize, part.field))
        };
        let wanted: Vec<(&KeyPart, u64)> =
            self.splits.iter().map(|part| (part, hash(part, probe))).filter(|(_, hash)| *hash != 0).collect();
        records.retain(|&record| wanted.iter().any(|(part, wanted)| hash(part, record) == *wanted));
        records.truncate(MOST_OF_A_RULE);
    }

    /// The key of a record in a rule, as [`keys_of`] makes it; 0 where a part is missing.
    fn key(&self, rule: usize, record: u32) -> u64 {
        self.rules[rule].iter().fold(1, |key, part| {
            let value = self.table.value(record as usize, part.field);
            let hash = part.derive.hash(self.table.column(part.field), value);
            if key == 0 || hash == 0 { 0 } else { join(key, hash) }
        })
    }
}

/// Half of a key; what meets by chance is told apart by its weight.
fn short(key: u64) -> u32 {
    (key >> 32) as u32
}
