//! Documents and other numbers.

use super::{one_slip, within};

/// Levels: 2 slip, 3 same company (first eight of a CNPJ), 4 different, 5 conflict (different and both valid).
pub(super) fn level(left: &str, right: &str, both_valid: bool) -> u8 {
    if left.len() == 14 && right.len() == 14 && left.as_bytes()[..8] == right.as_bytes()[..8] {
        return 3;
    }
    if both_valid {
        return 5;
    }
    if one_slip(left.as_bytes(), right.as_bytes()) || within(left, right, 1) { 2 } else { 4 }
}

/// Levels: 2 slip, 3 near (same first five of at least seven, or two edits in at least six), 4 different.
pub(super) fn level_of_code(left: &str, right: &str) -> u8 {
    let shortest = left.len().min(right.len());
    if shortest >= 2 && within(left, right, 1) {
        return 2;
    }
    let prefix = shortest >= 7 && left.as_bytes()[..5] == right.as_bytes()[..5];
    if prefix || (shortest >= 6 && within(left, right, 2)) { 3 } else { 4 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_slip_or_stand_against_each_other() {
        assert_eq!(level("52998224725", "52998227425", false), 2, "neighbours");
        assert_eq!(level("52998224725", "5299822472", false), 2, "one is missing");
        assert_eq!(level("52998224725", "11144477735", true), 5);
        assert_eq!(level("52998224725", "11144477736", false), 4);
        assert_eq!(level("11222333000181", "11222333000262", true), 3, "another branch");
    }

    #[test]
    fn codes() {
        assert_eq!(level_of_code("2119", "2191"), 2);
        assert_eq!(level_of_code("01310100", "01310930"), 3);
        assert_eq!(level_of_code("1", "2"), 4);
    }
}
