//! Groups of records that are one person, without chaining a household together.

use std::collections::HashSet;

use crate::compare;
use crate::config::Config;
use crate::kind::Kind;
use crate::model::Scorer;
use crate::run::Pair;
use crate::table::Table;

/// What a single pair may add to or take from the bond of two groups, as a logarithm of odds.
const MOST_BOND: f64 = 12.0;
/// Members of a group that are looked at when two groups meet.
const MOST_MEMBERS: usize = 24;

/// What people decided before.
#[derive(Debug, Default, Clone)]
pub struct Verdicts {
    different: HashSet<(u32, u32)>,
    same: Vec<(u32, u32)>,
}

impl Verdicts {
    /// Two records are known to be two people: they are never suggested nor grouped.
    pub fn different(&mut self, one: u32, other: u32) {
        self.different.insert((one.min(other), one.max(other)));
    }

    /// Two records are known to be one person.
    pub fn same(&mut self, one: u32, other: u32) {
        self.same.push((one.min(other), one.max(other)));
    }

    /// Whether somebody said so.
    pub fn are_different(&self, one: u32, other: u32) -> bool {
        self.different.contains(&(one.min(other), one.max(other)))
    }
}

/// The group of each record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Clusters {
    of: Vec<u32>,
}

impl Clusters {
    /// A record's group: the lowest number of a record in it.
    pub fn of(&self, record: u32) -> u32 {
        self.of[record as usize]
    }

    /// The group of each record.
    pub fn all(&self) -> &[u32] {
        &self.of
    }

    /// Groups of two and more, each with its records in ascending order.
    pub fn groups(&self) -> Vec<Vec<u32>> {
        let mut sorted: Vec<(u32, u32)> = self.of.iter().copied().zip(0..).collect();
        sorted.sort_unstable();
        let groups = sorted.chunk_by(|one, other| one.0 == other.0).filter(|group| group.len() > 1);
        groups.map(|group| group.iter().map(|(_, record)| *record).collect()).collect()
    }
}

/// Joins records from the strongest link to the weakest, as long as the two groups fit as wholes.
pub(crate) fn group(
    table: &Table,
    config: &Config,
    scorer: &Scorer<'_>,
    pairs: &[Pair],
    verdicts: &Verdicts,
) -> Clusters {
    let conflicts = (0..config.fields.len()).filter(|field| config.fields[*field].conflict).collect();
    let mut joiner = Joiner {
        table,
        scorer,
        verdicts,
        conflicts,
        of: Vec::new(),
        members: std::collections::HashMap::new(),
    };
    joiner.of = (0..u32::try_from(table.len()).unwrap_or(u32::MAX)).collect();
    for &(one, other) in &verdicts.same {
        if (other as usize) < table.len() {
            joiner.join(one, other);
        }
    }
    let one_to_one = config.linking.one_to_one && table.second().is_some();
    let threshold = scorer.model().threshold;
    for pair in pairs.iter().take_while(|pair| pair.score.probability >= threshold) {
        let (one, other) = (joiner.of[pair.one as usize], joiner.of[pair.other as usize]);
        let alone = !joiner.members.contains_key(&one) && !joiner.members.contains_key(&other);
        if one != other && (alone || !one_to_one) && joiner.fit(one, other) {
            joiner.join(one, other);
        }
    }
    Clusters { of: joiner.of }
}

struct Joiner<'a> {
    table: &'a Table,
    scorer: &'a Scorer<'a>,
    verdicts: &'a Verdicts,
    conflicts: Vec<usize>,
    of: Vec<u32>,
    /// Members of groups of two and more.
    members: std::collections::HashMap<u32, Vec<u32>>,
}

impl Joiner<'_> {
    fn members(&self, group: u32) -> Vec<u32> {
        self.members.get(&group).cloned().unwrap_or_else(|| vec![group])
    }

    /// Whether all that is known of the pairs between two groups speaks for one person.
    fn fit(&self, one: u32, other: u32) -> bool {
        let (left, right) = (self.members(one), self.members(other));
        if !self.verdicts.different.is_empty() {
            let apart = |one: &u32| right.iter().any(|other| self.verdicts.are_different(*one, *other));
            if left.iter().any(apart) {
                return false;
            }
        }
        let threshold = self.scorer.model().threshold.clamp(1e-6, 0.999_999);
        let needed = (threshold / (1.0 - threshold)).ln();
        let mut bond = 0.0;
        for &one in left.iter().take(MOST_MEMBERS) {
            for &other in right.iter().take(MOST_MEMBERS) {
                if self.contradict(one, other) {
                    return false;
                }
                let Some(sums) = self.scorer.sums(one, other, f32::MIN) else { continue };
                let probability = self.scorer.model().score(sums).probability.clamp(1e-12, 1.0 - 1e-12);
                bond += ((probability / (1.0 - probability)).ln() - needed).clamp(-MOST_BOND, MOST_BOND);
            }
        }
        bond >= 0.0
    }

    fn contradict(&self, one: u32, other: u32) -> bool {
        self.conflicts.iter().any(|&field| {
            let kind = self.table.column(field).kind();
            let last = u8::try_from(kind.levels().len()).unwrap_or(u8::MAX);
            kind == Kind::Document && compare::compare(self.table, field, one, other).level == last
        })
    }

    fn join(&mut self, one: u32, other: u32) {
        let (one, other) = (self.of[one as usize], self.of[other as usize]);
        if one == other {
            return;
        }
        let (low, high) = (one.min(other), one.max(other));
        let mut all = self.members.remove(&low).unwrap_or_else(|| vec![low]);
        all.extend(self.members.remove(&high).unwrap_or_else(|| vec![high]));
        all.sort_unstable();
        for &member in &all {
            self.of[member as usize] = low;
        }
        self.members.insert(low, all);
    }
}
