//! Telephones and e-mails.

use super::{one_slip, within};

/// Levels: 2 same line in another or no area, 3 slip, 4 different.
pub(super) fn level_of_phone(left: &str, right: &str) -> u8 {
    let line = |text: &str| text.len().checked_sub(8).map(|from| text.as_bytes()[from..].to_vec());
    if line(left).is_some() && line(left) == line(right) {
        return 2;
    }
    if one_slip(left.as_bytes(), right.as_bytes()) || (left.len() >= 8 && within(left, right, 1)) {
        3
    } else {
        4
    }
}

/// Levels: 2 same name at another place, 3 slip in the name at the same place, 4 different.
pub(super) fn level_of_email(left: &str, right: &str) -> u8 {
    let (Some((name, place)), Some((other, elsewhere))) = (left.split_once('@'), right.split_once('@'))
    else {
        return 4;
    };
    if name == other {
        return if name.len() >= 4 || within(place, elsewhere, 2) { 2 } else { 4 };
    }
    let near = place == elsewhere || within(place, elsewhere, 1);
    if near && name.len() >= 5 && within(name, other, 1) { 3 } else { 4 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phones() {
        assert_eq!(level_of_phone("11987654321", "987654321"), 2);
        assert_eq!(level_of_phone("11987654321", "21987654321"), 2);
        assert_eq!(level_of_phone("11987654321", "11987645321"), 3);
        assert_eq!(level_of_phone("11987654321", "11912345678"), 4);
    }

    #[test]
    fn mails() {
        assert_eq!(level_of_email("ana.lima@gmail.com", "ana.lima@gmial.com"), 2);
        assert_eq!(level_of_email("ana.lima@gmail.com", "ana.lina@gmail.com"), 3);
        assert_eq!(level_of_email("ana@gmail.com", "ana@uol.com.br"), 4);
        assert_eq!(level_of_email("ana.lima@gmail.com", "bia.lima@gmail.com"), 4);
    }
}
