//! What a quote comes to (QUO-1), to the cent. Integers only; every rounding is half-up and done once.

use brazil::money::{multiply_milli, percent_of};

use crate::error::{Issues, Result};
use crate::products::model::Charge;
use crate::products::rules::AMOUNT_CENTS_MAX;
use crate::quotes::model::{LineTotals, QuoteContent, QuoteLine, QuoteTotals, SectionTotals};

/// A hundred per cent, in hundredths of a per cent.
pub const WHOLE_BP: i64 = 10_000;

/// Price times quantity, less the line's own discount. None when it does not fit.
pub fn line_totals(line: &QuoteLine) -> Option<LineTotals> {
    let gross = multiply_milli(line.unit_price_cents, line.quantity_milli)?;
    let discount = percent_of(gross, line.discount_bp)?;
    let total = gross.checked_sub(discount)?;
    (gross <= AMOUNT_CENTS_MAX).then_some(LineTotals {
        gross_cents: gross,
        discount_cents: discount,
        total_cents: total,
        net_cents: total,
    })
}

/// Shares an amount out by weight so that the shares add up to it exactly: each takes what the running sum,
/// rounded half-up, has grown by. No share is off by a cent or more. Weights are not negative; without any
/// weight everything stays zero.
pub fn share_out(amount: i64, weights: &[i64]) -> Vec<i64> {
    let total: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
    if total <= 0 {
        return vec![0; weights.len()];
    }
    let (mut running, mut given) = (0_i128, 0_i128);
    weights
        .iter()
        .map(|weight| {
            running += i128::from(*weight);
            let so_far = (2 * i128::from(amount) * running + total).div_euclid(2 * total);
            let share = so_far - given;
            given = so_far;
            i64::try_from(share).unwrap_or(0)
        })
        .collect()
}

/// What the content comes to.
///
/// # Errors
/// `Invalid` at each line or sum larger than the application calculates with.
pub fn totals(content: &QuoteContent) -> Result<QuoteTotals> {
    let mut issues = Issues::default();
    let mut lines = Vec::with_capacity(content.lines.len());
    for (index, line) in content.lines.iter().enumerate() {
        let fits = line_totals(line);
        if fits.is_none() {
            issues.add(format!("lines.{index}.unit_price_cents"), "amount_too_large");
        }
        lines.push(fits.unwrap_or_default());
    }
    let one_off = section(&mut issues, content, &mut lines, Charge::OneOff);
    let monthly = section(&mut issues, content, &mut lines, Charge::Monthly);
    issues.finish(Some(QuoteTotals { lines, one_off, monthly, discount_bp: largest_discount_bp(content) }))
}

fn section(
    issues: &mut Issues,
    content: &QuoteContent,
    lines: &mut [LineTotals],
    charge: Charge,
) -> SectionTotals {
    let discount_bp = section_discount_bp(content, charge);
    let of_section = |line: &QuoteLine| line.charge == charge;
    let sum = |with_optional: bool| -> i128 {
        let counted = content.lines.iter().zip(lines.iter());
        counted
            .filter(|(line, _)| of_section(line) && (with_optional || !line.optional))
            .map(|(_, totals)| i128::from(totals.total_cents))
            .sum()
    };
    let bounded = |sum: i128| i64::try_from(sum).ok().filter(|sum| *sum <= AMOUNT_CENTS_MAX);
    let (Some(subtotal), Some(everything)) = (bounded(sum(false)), bounded(sum(true))) else {
        issues.add("lines", "amount_too_large");
        return SectionTotals::default();
    };
    // Cannot fail below the limit; a discount is at most the whole.
    let discount = percent_of(subtotal, discount_bp).unwrap_or(0);
    let discount_of_all = percent_of(everything, discount_bp).unwrap_or(0);
    let weights: Vec<i64> = content
        .lines
        .iter()
        .zip(lines.iter())
        .map(|(line, totals)| if of_section(line) && !line.optional { totals.total_cents } else { 0 })
        .collect();
    for (totals, share) in lines.iter_mut().zip(share_out(discount, &weights)) {
        totals.net_cents -= share;
    }
    let total = subtotal - discount;
    SectionTotals {
        subtotal_cents: subtotal,
        discount_cents: discount,
        total_cents: total,
        with_optional_cents: everything - discount_of_all,
        tax_cents: content.tax_bp.and_then(|tax| percent_of(total, tax)),
    }
}

fn section_discount_bp(content: &QuoteContent, charge: Charge) -> i64 {
    match charge {
        Charge::OneOff => content.one_off_discount_bp,
        Charge::Monthly => content.monthly_discount_bp,
    }
}

/// The largest discount on any line, all told (QUO-2): its own, its section's, and a price typed below the
/// price table. In hundredths of a per cent, rounded up, so that nothing hides in the rounding. A price raised
/// first and discounted afterwards counts against the table.
pub fn largest_discount_bp(content: &QuoteContent) -> i64 {
    let of_line = |line: &QuoteLine| {
        let list = i128::from(line.list_price_cents.unwrap_or(line.unit_price_cents));
        let left = i128::from(WHOLE_BP - line.discount_bp)
            * i128::from(WHOLE_BP - section_discount_bp(content, line.charge));
        let paid = i128::from(line.unit_price_cents) * left;
        let whole = list * i128::from(WHOLE_BP);
        if whole <= 0 {
            return 0;
        }
        // share paid = paid / (list · WHOLE²); rounded down, so that the discount is rounded up.
        WHOLE_BP - i64::try_from(paid / whole).unwrap_or(WHOLE_BP).min(WHOLE_BP)
    };
    content.lines.iter().map(of_line).max().unwrap_or(0)
}

#[cfg(test)]
#[path = "totals_tests.rs"]
mod tests;
