//! How good a result is when the truth is known.

use std::collections::HashMap;

use crate::cluster::Clusters;

/// Pairwise quality: a pair is right when both records are one person in truth.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Quality {
    /// Pairs that were found and are right.
    pub right: u64,
    /// Pairs that were found.
    pub found: u64,
    /// Pairs there are.
    pub actual: u64,
}

#[expect(clippy::cast_precision_loss, reason = "a share needs no exactness")]
impl Quality {
    /// The share of what was found that is right; 1 where nothing was found.
    pub fn precision(&self) -> f64 {
        if self.found == 0 { 1.0 } else { self.right as f64 / self.found as f64 }
    }

    /// The share of what there is that was found; 1 where there is nothing.
    pub fn recall(&self) -> f64 {
        if self.actual == 0 { 1.0 } else { self.right as f64 / self.actual as f64 }
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(&self) -> f64 {
        let both = self.found + self.actual;
        if both == 0 { 1.0 } else { 2.0 * self.right as f64 / both as f64 }
    }
}

/// Quality of single pairs. `truth` gives each record its person; of two files only pairs across count.
pub fn quality_of_pairs<T: Eq + std::hash::Hash>(
    pairs: impl IntoIterator<Item = (u32, u32)>,
    truth: &[T],
    second: Option<usize>,
) -> Quality {
    let mut quality = Quality { actual: pairs_within(truth, second), ..Quality::default() };
    for (one, other) in pairs {
        quality.found += 1;
        quality.right += u64::from(truth[one as usize] == truth[other as usize]);
    }
    quality
}

/// Quality of groups: all pairs of a group count as found.
pub fn quality_of_clusters<T: Eq + std::hash::Hash>(
    clusters: &Clusters,
    truth: &[T],
    second: Option<usize>,
) -> Quality {
    let both: Vec<(u32, &T)> = clusters.all().iter().copied().zip(truth).collect();
    Quality {
        right: pairs_within(&both, second),
        found: pairs_within(clusters.all(), second),
        actual: pairs_within(truth, second),
    }
}

/// How many pairs of records share a value.
fn pairs_within<T: Eq + std::hash::Hash>(values: &[T], second: Option<usize>) -> u64 {
    let mut counts: HashMap<&T, (u64, u64)> = HashMap::new();
    for (record, value) in values.iter().enumerate() {
        let count = counts.entry(value).or_default();
        let of_second = second.is_some_and(|second| record >= second);
        if of_second { count.1 += 1 } else { count.0 += 1 }
    }
    let pairs = |(one, other): &(u64, u64)| match second {
        Some(_) => one * other,
        None => one * one.saturating_sub(1) / 2,
    };
    counts.values().map(pairs).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quality_counts_pairs() {
        let truth = [1, 1, 1, 2, 2];
        let quality = quality_of_pairs([(0, 1), (2, 3)], &truth, None);
        assert_eq!(quality, Quality { right: 1, found: 2, actual: 4 });
        assert!((quality.f1() - 2.0 / 6.0).abs() < 1e-12);
        let across = quality_of_pairs([(0, 2)], &truth, Some(2));
        assert_eq!(across, Quality { right: 1, found: 1, actual: 2 });
    }
}
