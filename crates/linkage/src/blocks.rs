//! Candidates: records that share a key, in blocks of bounded size.

use rayon::prelude::*;

use crate::config::{Config, ConfigError};
use crate::keys::{KeyPart, hashes, keys_of};
use crate::table::Table;

/// The blocks of each record in each rule.
#[derive(Debug)]
pub(crate) struct Blocks {
    rules: Vec<Rule>,
    /// Records that are in several blocks of some rule; empty where none is.
    several: Vec<bool>,
    /// How many records were in blocks that had to be divided, by rule.
    pub divided: Vec<usize>,
}

/// The blocks of one rule.
#[derive(Debug, Default)]
struct Rule {
    /// The first block of each record; 0 where it is alone.
    first: Vec<u32>,
    /// Records with their further blocks, in ascending order.
    more: Vec<(u32, u32)>,
    blocks: u32,
}

impl Rule {
    fn more(&self, record: u32) -> &[(u32, u32)] {
        let from = self.more.partition_point(|(other, _)| *other < record);
        let until = self.more.partition_point(|(other, _)| *other <= record);
        &self.more[from..until]
    }

    fn of(&self, record: u32) -> impl Iterator<Item = u32> {
        let first = self.first[record as usize];
        (first != 0).then_some(first).into_iter().chain(self.more(record).iter().map(|(_, block)| *block))
    }

    /// The lowest block that two records share.
    fn shared(&self, one: u32, other: u32) -> Option<u32> {
        self.of(one).filter(|block| self.of(other).any(|their| their == *block)).min()
    }
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
        let mut blocks = Self { rules: Vec::new(), several: Vec::new(), divided: Vec::new() };
        for rule in config.rules()? {
            let (rule, divided) =
                Divider::new(table, &splits, config.limits.block).divide(keys_of(table, &rule));
            for (record, _) in &rule.more {
                blocks.several.resize(table.len(), false);
                blocks.several[*record as usize] = true;
            }
            blocks.rules.push(rule);
            blocks.divided.push(divided);
        }
        Ok(blocks)
    }

    pub fn rules(&self) -> usize {
        self.rules.len()
    }

    /// Whether an earlier rule, or an earlier block of this one, brings two records together as well, so that each pair is
    /// looked at once. `at` is the place of a block of the rule in which both are.
    pub fn met_before(&self, rule: usize, at: usize, one: u32, other: u32) -> bool {
        let is_in_several = |record: u32| self.several.get(record as usize).copied().unwrap_or(false);
        if is_in_several(one) || is_in_several(other) {
            let here = self.rules[rule].shared(one, other).is_some_and(|block| (block as usize) <= at);
            return here || self.rules[..rule].iter().any(|rule| rule.shared(one, other).is_some());
        }
        self.rules[..rule].iter().any(|rule| {
            let block = rule.first[one as usize];
            block != 0 && block == rule.first[other as usize]
        })
    }

    #[cfg(test)]
    fn meet(&self, one: u32, other: u32) -> bool {
        self.rules.iter().any(|rule| rule.shared(one, other).is_some())
    }

    /// Records by block. The block at a place has the next number.
    pub fn order(&self, rule: usize) -> Order {
        let rule = &self.rules[rule];
        let mut starts = vec![0_u32; rule.blocks as usize + 1];
        let further = rule.more.iter().map(|(_, block)| *block);
        for block in rule.first.iter().copied().filter(|block| *block != 0).chain(further) {
            starts[block as usize] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut members = vec![0; sum as usize];
        let mut add = |block: u32, record: u32| {
            let place = &mut next[block as usize - 1];
            members[*place as usize] = record;
            *place += 1;
        };
        let mut more = rule.more.iter().peekable();
        for (record, &block) in (0_u32..).zip(&rule.first).filter(|(_, block)| **block != 0) {
            add(block, record);
            while let Some((_, block)) = more.next_if(|(other, _)| *other == record) {
                add(*block, record);
            }
        }
        Order { members, starts }
    }
}

struct Divider<'a> {
    table: &'a Table,
    splits: &'a [(KeyPart, Vec<u64>)],
    limit: usize,
    rule: Rule,
    divided: usize,
}

impl<'a> Divider<'a> {
    fn new(table: &'a Table, splits: &'a [(KeyPart, Vec<u64>)], limit: usize) -> Self {
        let rule = Rule { first: vec![0; table.len()], ..Rule::default() };
        Self { table, splits, limit, rule, divided: 0 }
    }

    fn divide(mut self, mut keys: Vec<(u64, u32)>) -> (Rule, usize) {
        keys.par_sort_unstable();
        self.groups(&mut keys, 0);
        self.rule.more.sort_unstable();
        (self.rule, self.divided)
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
        self.rule.blocks += 1;
        for (_, record) in run {
            let first = &mut self.rule.first[*record as usize];
            if *first == 0 {
                *first = self.rule.blocks;
            } else {
                self.rule.more.push((*record, self.rule.blocks));
            }
        }
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
        assert!(blocks.meet(0, 2) && !blocks.met_before(0, 0, 0, 2) && blocks.met_before(1, 0, 0, 2));
        let mut met = Vec::new();
        pairs_of(blocks.order(0).block(0), table.second(), |one, other| met.push((one, other)));
        assert_eq!(met, [(0, 2), (1, 2)]);
    }

    #[test]
    fn a_second_value_brings_records_together_and_each_pair_still_once() {
        let config = Config::from_toml(
            "[[field]]\nname = 'name'\nkind = 'person_name'\n[[field]]\nname = 'phone'\nkind = 'phone'\n\
             [[block]]\nkeys = ['phone:value']\n[[block]]\nkeys = ['name:sounds']\n",
        )
        .unwrap();
        let mut table = Table::new(&config);
        let (home, work, other) = ("+551932510087", "+551932510088", "+551932510089");
        table.push_each(&[vec!["Ana Lima"], vec![home, work]]);
        table.push_each(&[vec!["Bia Reis"], vec![other, work, home]]);
        table.push_each(&[vec!["Ana Lima"], vec![other]]);
        let blocks = Blocks::build(&table, &config).unwrap();
        let mut met = Vec::new();
        for rule in 0..blocks.rules() {
            let order = blocks.order(rule);
            for at in 0..order.len() {
                assert!(order.block(at).is_sorted());
                pairs_of(order.block(at), None, |one, other| {
                    if !blocks.met_before(rule, at, one, other) {
                        met.push((one, other));
                    }
                });
            }
        }
        met.sort_unstable();
        assert_eq!(met, [(0, 1), (0, 2), (1, 2)]);
    }
}
