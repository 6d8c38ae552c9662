//! What changed from one version of a quote to another (QUO-3). Pure.

use brazil::text::fold;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::error::Result;
use crate::quotes::model::{LineTotals, QuoteContent, QuoteLine, QuoteTotals};
use crate::quotes::totals::totals;

crate::text_enum! {
    /// What became of a line.
    pub enum LineChange {
        /// As it was.
        Same,
        /// In both, but different.
        Changed,
        /// Only in the later one.
        Added,
        /// Only in the earlier one.
        Removed,
    }
}

/// A line with what it comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct ComparedLine {
    /// As written.
    pub line: QuoteLine,
    /// What it comes to.
    pub totals: LineTotals,
}

/// One line of the comparison.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LineDifference {
    /// What became of it.
    pub change: LineChange,
    /// In the earlier version.
    pub before: Option<ComparedLine>,
    /// In the later version.
    pub after: Option<ComparedLine>,
    /// Names of the fields that differ.
    pub fields: Vec<String>,
}

/// Two versions side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct QuoteComparison {
    /// Lines in the order of the later version; removed ones after the line they followed.
    pub lines: Vec<LineDifference>,
    /// Names of the fields beside the lines that differ.
    pub fields: Vec<String>,
    /// The earlier content.
    pub before: QuoteContent,
    /// The later content.
    pub after: QuoteContent,
    /// What the earlier comes to.
    pub before_totals: QuoteTotals,
    /// What the later comes to.
    pub after_totals: QuoteTotals,
}

/// Puts two contents side by side. Lines belong together by product and charge, or by their words; among
/// several alike, in their order.
///
/// # Errors
/// `Invalid` when one of them has amounts beyond all limits.
pub fn compare(before: QuoteContent, after: QuoteContent) -> Result<QuoteComparison> {
    let (before_totals, after_totals) = (totals(&before)?, totals(&after)?);
    let mut taken = vec![false; before.lines.len()];
    let mut partners = Vec::with_capacity(after.lines.len());
    for line in &after.lines {
        let found = (0..taken.len()).find(|index| !taken[*index] && belongs(&before.lines[*index], line));
        if let Some(index) = found {
            taken[index] = true;
        }
        partners.push(found);
    }
    let old = |index: usize| ComparedLine {
        line: before.lines[index].clone(),
        totals: before_totals.lines.get(index).copied().unwrap_or_default(),
    };
    let removed = |from: usize, lines: &mut Vec<LineDifference>| {
        for index in (from..taken.len()).take_while(|index| !taken[*index]) {
            lines.push(difference(Some(old(index)), None));
        }
    };
    let mut lines = Vec::new();
    removed(0, &mut lines);
    for ((line, partner), line_totals) in after.lines.iter().zip(partners).zip(&after_totals.lines) {
        let new = ComparedLine { line: line.clone(), totals: *line_totals };
        lines.push(difference(partner.map(old), Some(new)));
        if let Some(index) = partner {
            removed(index + 1, &mut lines);
        }
    }
    let fields = content_fields(&before, &after);
    Ok(QuoteComparison { lines, fields, before, after, before_totals, after_totals })
}

fn belongs(one: &QuoteLine, other: &QuoteLine) -> bool {
    let same_thing = match (one.product_id, other.product_id) {
        (Some(one), Some(other)) => one == other,
        (None, None) => fold(&one.description) == fold(&other.description),
        _ => false,
    };
    same_thing && one.charge == other.charge
}

fn difference(before: Option<ComparedLine>, after: Option<ComparedLine>) -> LineDifference {
    let (change, fields) = match (&before, &after) {
        (Some(before), Some(after)) => {
            let fields = line_fields(&before.line, &after.line);
            (if fields.is_empty() { LineChange::Same } else { LineChange::Changed }, fields)
        }
        (None, _) => (LineChange::Added, Vec::new()),
        (_, None) => (LineChange::Removed, Vec::new()),
    };
    LineDifference { change, before, after, fields }
}

fn line_fields(before: &QuoteLine, after: &QuoteLine) -> Vec<String> {
    named([
        ("description", before.description != after.description),
        ("unit", before.unit != after.unit),
        ("quantity_milli", before.quantity_milli != after.quantity_milli),
        ("unit_price_cents", before.unit_price_cents != after.unit_price_cents),
        ("discount_bp", before.discount_bp != after.discount_bp),
        ("optional", before.optional != after.optional),
    ])
}

fn content_fields(before: &QuoteContent, after: &QuoteContent) -> Vec<String> {
    named([
        ("contact_name", before.contact_name != after.contact_name),
        ("valid_until", before.valid_until != after.valid_until),
        ("one_off_discount_bp", before.one_off_discount_bp != after.one_off_discount_bp),
        ("monthly_discount_bp", before.monthly_discount_bp != after.monthly_discount_bp),
        ("tax_bp", before.tax_bp != after.tax_bp),
        ("introduction", before.introduction != after.introduction),
        ("terms", before.terms != after.terms),
    ])
}

fn named<const N: usize>(fields: [(&str, bool); N]) -> Vec<String> {
    fields.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::products::model::Charge;

    fn content(lines: &[(&str, i64)]) -> QuoteContent {
        let line = |(description, price): &(&str, i64)| QuoteLine {
            product_id: None,
            description: (*description).to_owned(),
            unit: "un".into(),
            charge: Charge::OneOff,
            quantity_milli: 1_000,
            unit_price_cents: *price,
            list_price_cents: None,
            discount_bp: 0,
            optional: false,
        };
        QuoteContent {
            contact_name: "Sônia".into(),
            valid_until: chrono::NaiveDate::from_ymd_opt(2026, 12, 8).unwrap(),
            one_off_discount_bp: 0,
            monthly_discount_bp: 0,
            tax_bp: None,
            introduction: String::new(),
            terms: String::new(),
            lines: lines.iter().map(line).collect(),
        }
    }

    #[test]
    fn quo_3_versions_are_compared_line_by_line() {
        let before = content(&[("Câmera", 100), ("Cabo", 50), ("Rack", 70)]);
        let after = content(&[("Rack", 70), ("CAMERA", 90), ("Visita", 30)]);
        let found = compare(before, after).unwrap();
        let told: Vec<_> = found
            .lines
            .iter()
            .map(|line| {
                let words = line.after.as_ref().or(line.before.as_ref()).unwrap();
                (line.change, words.line.description.as_str())
            })
            .collect();
        let expected = [
            (LineChange::Same, "Rack"),
            (LineChange::Changed, "CAMERA"),
            (LineChange::Removed, "Cabo"),
            (LineChange::Added, "Visita"),
        ];
        assert_eq!(told, expected);
        assert_eq!(found.lines[1].fields, ["description", "unit_price_cents"]);
        assert_eq!(found.before_totals.one_off.total_cents, 220);
        assert_eq!(found.after_totals.one_off.total_cents, 190);
    }

    #[test]
    fn quo_3_a_version_does_not_differ_from_itself() {
        let quote = content(&[("Câmera", 100), ("Câmera", 100), ("Cabo", 50)]);
        let found = compare(quote.clone(), quote).unwrap();
        assert!(found.fields.is_empty());
        assert!(found.lines.iter().all(|line| line.change == LineChange::Same));
    }

    #[test]
    fn quo_3_other_fields_are_named() {
        let before = content(&[]);
        let after = QuoteContent { tax_bp: Some(5), terms: "À vista".into(), ..before.clone() };
        assert_eq!(compare(before, after).unwrap().fields, ["tax_bp", "terms"]);
    }
}
