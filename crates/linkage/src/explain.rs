//! Why two records are thought to be one: what each field says.

use serde::Serialize;

use crate::compare;
use crate::model::{Model, Scorer};
use crate::table::Table;

/// What one field says about a pair.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Part {
    /// The field's name.
    pub field: String,
    /// The level it reached, such as `exact`; `missing` where a record has no value.
    pub level: &'static str,
    /// Normal form of the first record's value; of several the one that agrees most with the other record.
    pub one: String,
    /// Normal form of the second record's value, chosen likewise.
    pub other: String,
    /// For (above 0) or against (below 0) one person: the binary logarithm of how much likelier the field is among
    /// records of one person than among strangers.
    pub weight: f64,
}

/// Why two records are thought to be one, or not.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// That both are one person, 0 to 1.
    pub probability: f64,
    /// That both are two people of one household, 0 to 1.
    pub household: f64,
    /// By field, in the order of the configuration.
    pub parts: Vec<Part>,
}

/// Explains a pair of records.
pub fn explain(table: &Table, model: &Model, one: u32, other: u32) -> Explanation {
    let scorer = Scorer::new(model, table);
    let parts = (0..model.fields.len())
        .map(|field| {
            let (weight, _, level) = scorer.part(field, one, other);
            let (_, first, second) = compare::closest(table, field, one, other);
            let column = table.column(field);
            Part {
                field: model.fields[field].name.clone(),
                level: model.fields[field].kind.level_name(level),
                one: column.text(first).to_owned(),
                other: column.text(second).to_owned(),
                weight: f64::from(weight) / std::f64::consts::LN_2,
            }
        })
        .collect();
    let score = scorer.sums(one, other, f32::MIN).map(|sums| model.score(sums));
    Explanation {
        probability: score.map_or(0.0, |score| score.probability),
        household: score.map_or(0.0, |score| score.household),
        parts,
    }
}
