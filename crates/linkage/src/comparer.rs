//! One record against a few others, by a model and the frequencies of the base they come from: what an index found is
//! weighed as a scan of the whole base would weigh it.

use crate::config::Config;
use crate::explain::{Explanation, explain};
use crate::frequencies::Frequencies;
use crate::model::Model;
use crate::run::LinkError;
use crate::table::Table;

/// Weighs pairs of records that are in no table.
#[derive(Debug)]
pub struct Comparer {
    /// Holds what is common and no record; a pair is in it while it is compared.
    table: Table,
    model: Model,
}

impl Comparer {
    /// Compares by a model learned before, or by [`Model::defaults`].
    ///
    /// # Errors
    /// The configuration or the model is wrong.
    pub fn new(config: &Config, model: Model, frequencies: &Frequencies) -> Result<Self, LinkError> {
        config.check()?;
        model.check(config)?;
        Ok(Self { table: Table::with_frequencies(config, frequencies), model })
    }

    /// What two records weigh and why; of each the values of its fields. The first record comes first in the explanation.
    pub fn compare<V: AsRef<[S]>, S: AsRef<str>>(&mut self, one: &[V], other: &[V]) -> Explanation {
        let marks = self.table.marks();
        self.table.push_each(one);
        let between = self.table.marks();
        self.table.push_each(other);
        let found = explain(&self.table, &self.model, 0, 1);
        self.table.take_last(&between);
        self.table.take_last(&marks);
        found
    }
}
