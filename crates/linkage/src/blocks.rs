//! Candidates: records that share a key, in blocks of bounded size.

use rayon::prelude::*;

use crate::config::{Config, ConfigError};
use crate::keys::{KeyPart, hashes, keys_of};
use crate::table::Table;

/// The block of each record in each rule; 0 where it is alone.
#[derive(Debug)]
pub(crate) struct Blocks {
    rules: Vec<Vec<u32>>,
    /// How many records were in blocks that had to be divided, by rule.
    pub divided: Vec<usize>,
}

/// A rule's records in the order of their blocks.
#[derive(Debug)]
pub(crate) struct Order {
    members: Vec<u32>,
    starts: Vec<u32>,
}

impl Order {
    /// How many blocks there are.
    pub fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The records of a block in ascending order.
    pub fn block(&self, at: usize) -> &[u32] {
        &self.members[self.starts[at] as usize..self.starts[at + 1] as usize]
    }
}

impl Blocks {
    pub fn build(table: &Table, config: &Config) -> Result<Self, ConfigError> {
        let splits: Vec<(KeyPart, Vec<u64>)> =
            config.splits()?.into_iter().map(|part| (part, hashes(table, part))).collect();
        let mut blocks = Self { rules: Vec::new(), divided: Vec::new() };
        for rule in config.rules()? {
            let (ids, divided) =
                Divider::new(table, &splits, config.limits.block).divide(&keys_of(table, &rule));
            blocks.rules.push(ids);
            blocks.divided.push(divided);
        }
        Ok(blocks)
    }

    pub fn rules(&self) -> usize {
        self.rules.len()
    }

    /// Whether an earlier rule brings two records together as well, so that each pair is looked at once.
    pub fn met_before(&self, rule: usize, one: u32, other: u32) -> bool {
        self.rules[..rule]
            .iter()
            .any(|ids| ids[one as usize] != 0 && ids[one as usize] == ids[other as usize])
    }

    #[cfg(test)]
    fn meet(&self, one: u32, other: u32) -> bool {
        self.met_before(self.rules.len(), one, other)
    }

    /// Records by block.
    pub fn order(&self, rule: usize) -> Order {
        let ids = &self.rules[rule];
        let blocks = ids.iter().copied().max().unwrap_or(0) as usize;
        let mut starts = vec![0_u32; blocks + 1];
        for &id in ids.iter().filter(|&&id| id != 0) {
            starts[id as usize] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut members = vec![0; sum as usize];
        for (record, &id) in (0_u32..).zip(ids).filter(|(_, id)| **id != 0) {
            let place = &mut next[id as usize - 1];
            members[*place as usize] = record;
            *place += 1;
        }
        Order { members, starts }
    }
}

struct Divider<'a> {
    table: &'a Table,
    splits: &'a [(KeyPart, Vec<u64>)],
    limit: usize,
    ids: Vec<u32>,
    next: u32,
    divided: usize,
}

impl<'a> Divider<'a> {
    fn new(table: &'a Table, splits: &'a [(KeyPart, Vec<u64>)], limit: usize) -> Self {
        Self { table, splits, limit, ids: vec![0; table.len()], next: 1, divided: 0 }
    }

    fn divide(mut self, keys: &[u64]) -> (Vec<u32>, usize) {
        let mut sorted: Vec<(u64, u32)> =
            keys.iter().copied().zip(0_u32..).filter(|(key, _)| *key != 0).collect();
        sorted.par_sort_unstable();
        self.groups(&mut sorted, 0);
        (self.ids, self.divided)
    }

    /// Gives each run of equal keys a block; runs that are too long are divided by the next part.
    fn groups(&mut self, sorted: &mut [(u64, u32)], level: usize) {
        for run in sorted.chunk_by_mut(|one, other| one.0 == other.0) {
            if run.len() <= self.limit {
                self.assign(run);
                continue;
            }
            self.divided += if level == 0 { run.len() } else { 0 };
            let Some((part, hashes)) = self.splits.get(level) else {
                // Nothing is left to tell them apart by: neighbours only.
                for piece in run.chunks(self.limit) {
                    self.assign(piece);
                }
                continue;
            };
            for (key, record) in run.iter_mut() {
                *key = hashes[self.table.value(*record as usize, part.field) as usize];
            }
            run.sort_unstable();
            self.groups(run, level + 1);
        }
    }

    fn assign(&mut self, run: &[(u64, u32)]) {
        let apart = |second: usize| {
            let of_first = run.iter().filter(|(_, record)| (*record as usize) < second).count();
            of_first == 0 || of_first == run.len()
        };
        if run.len() < 2 || self.table.second().is_some_and(apart) {
            return;
        }
        for (_, record) in run {
            self.ids[*record as usize] = self.next;
        }
        self.next += 1;
    }
}

/// Calls `visit` with each pair of a block that may be linked.
pub(crate) fn pairs_of(block: &[u32], second: Option<usize>, mut visit: impl FnMut(u32, u32)) {
    let cut =
        second.map_or(block.len(), |second| block.partition_point(|&record| (record as usize) < second));
    if second.is_some() {
        for &one in &block[..cut] {
            block[cut..].iter().for_each(|&other| visit(one, other));
        }
        return;
    }
    for (at, &one) in block.iter().enumerate() {
        block[at + 1..].iter().for_each(|&other| visit(one, other));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(limit: usize) -> Config {
        Config::from_toml(&format!(
            "split = ['name:first']\n[[field]]\nname = 'name'\nkind = 'person_name'\n[[field]]\nname = 'birth'\n\
             kind = 'date'\n[[block]]\nkeys = ['birth:year']\n[[block]]\nkeys = ['name:sounds']\n[limits]\nblock = {limit}\n"
        ))
        .unwrap()
    }

    #[test]
    fn oversized_blocks_are_divided_and_stay_bounded() {
        let config = config(10);
        let mut table = Table::new(&config);
        for at in 0..1000 {
            table.push(&[if at % 100 == 0 { "Ana Lima" } else { "Bia Reis" }, "1980-01-02"]);
        }
        let blocks = Blocks::build(&table, &config).unwrap();
        assert_eq!(blocks.divided[0], 1000);
        let order = blocks.order(0);
        assert!((0..order.len()).all(|at| order.block(at).len() <= 10));
        assert!((0..10).all(|at| blocks.meet(0, at * 100)), "the ten Anas of one year meet");
        assert!(!blocks.meet(0, 1));
    }

    #[test]
    fn a_pair_is_met_once_and_files_meet_across_only() {
        let config = config(80);
        let mut table = Table::new(&config);
        table.push(&["Ana Lima", "1980-01-02"]);
        table.push(&["Ana Lima", "1980-05-02"]);
        table.begin_second();
        table.push(&["Ana Lima", "1980-05-03"]);
        let blocks = Blocks::build(&table, &config).unwrap();
        assert!(blocks.meet(0, 2) && !blocks.met_before(0, 0, 2) && blocks.met_before(1, 0, 2));
        let mut met = Vec::new();
        pairs_of(blocks.order(0).block(0), table.second(), |one, other| met.push((one, other)));
        assert_eq!(met, [(0, 2), (1, 2)]);
    }
}
