//! Dates: what goes wrong when they are typed.

use super::one_slip;

/// Levels: 2 slip (one digit, neighbours swapped, day and month swapped), 3 two of the three parts, 4 year only,
/// 5 different.
pub(super) fn level(left: &str, right: &str) -> u8 {
    let (left, right) = (left.as_bytes(), right.as_bytes());
    if left.len() != 8 || right.len() != 8 {
        return 5;
    }
    if one_slip(left, right) {
        return 2;
    }
    let (year, month, day) = (left[..4] == right[..4], left[4..6] == right[4..6], left[6..] == right[6..]);
    if year && left[4..6] == right[6..] && left[6..] == right[4..6] {
        return 2;
    }
    match (year, month, day) {
        (true, true, _) | (true, _, true) | (_, true, true) => 3,
        (true, ..) => 4,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_of_dates_are_told_from_other_dates() {
        assert_eq!(level("19800307", "19800703"), 2, "day and month");
        assert_eq!(level("19800307", "19800308"), 2, "one digit");
        assert_eq!(level("19800307", "19080307"), 2, "neighbours");
        assert_eq!(level("19800307", "19800325"), 3, "day");
        assert_eq!(level("19800307", "19951112"), 5);
        assert_eq!(level("19800307", "19801121"), 4, "year");
        assert_eq!(level("19800307", "1980"), 5, "no date");
    }
}
