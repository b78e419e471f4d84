//! The order of texts.

use std::cmp::Ordering;

/// Numbers in texts go by value and case counts last, small letters first: `a < A < b < B`
/// (reported of the app). Letters go by code point; there is no locale.
pub(super) fn compare(one: &str, two: &str) -> Ordering {
    crate::order::natural(one, two).then_with(|| {
        one.chars()
            .zip(two.chars())
            .map(|(a, b)| b.is_lowercase().cmp(&a.is_lowercase()))
            .find(|order| order.is_ne())
            .unwrap_or_else(|| one.cmp(two))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_counts_last() {
        let mut letters = ["B", "A", "b", "a", "10", "9"];
        letters.sort_by(|one, two| compare(one, two));
        assert_eq!(letters, ["9", "10", "a", "A", "b", "B"]);
        assert_eq!(compare("ab", "Aa"), Ordering::Greater);
    }
}
