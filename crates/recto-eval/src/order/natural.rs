//! Natural order of text.

use std::cmp::Ordering;
use std::iter::Peekable;
use std::str::Chars;

/// Compares texts letter by letter without regard to case, and runs of digits by the number they
/// write.
///
/// Letters compare by code point after folding: there is no locale, `é` comes after `z`.
pub(crate) fn compare(left: &str, right: &str) -> Ordering {
    let (mut left, mut right) = (left.chars().peekable(), right.chars().peekable());
    loop {
        let order = match (left.peek().copied(), right.peek().copied()) {
            (None, None) => return Ordering::Equal,
            (None, Some(_)) => Ordering::Less,
            (Some(_), None) => Ordering::Greater,
            (Some(a), Some(b)) if a.is_ascii_digit() && b.is_ascii_digit() => {
                digits(&mut left, &mut right)
            }
            (Some(a), Some(b)) => {
                left.next();
                right.next();
                a.to_lowercase().cmp(b.to_lowercase())
            }
        };
        if order.is_ne() {
            return order;
        }
    }
}

/// Compares the two runs of digits and goes past them. Zeros in front do not count.
fn digits<'a>(left: &mut Peekable<Chars<'a>>, right: &mut Peekable<Chars<'a>>) -> Ordering {
    for letters in [&mut *left, &mut *right] {
        while letters.next_if_eq(&'0').is_some() {}
    }
    let mut first_difference = Ordering::Equal;
    loop {
        let a = left.next_if(char::is_ascii_digit);
        let b = right.next_if(char::is_ascii_digit);
        match (a, b) {
            (None, None) => return first_difference,
            // With the zeros gone, the longer run is the greater number.
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) => first_difference = first_difference.then(a.cmp(&b)),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_in_text_go_by_value() {
        let sorted = [
            "",
            "1",
            "01b",
            "2",
            "10",
            "10 a",
            "100",
            "Article 4",
            "article 10",
            "Article 10b",
            "b007",
            "B8",
            "b8a",
            "b10",
            "file 9 v2",
            "file 9 v10",
            "Zoo",
            "ä",
            "日本",
        ];
        for pair in sorted.windows(2) {
            assert_eq!(compare(pair[0], pair[1]), Ordering::Less, "{pair:?}");
        }
        assert_eq!(compare("ARTICLE 010", "article 10"), Ordering::Equal);
        let huge = "9".repeat(60);
        assert_eq!(
            compare(&format!("1{huge}"), &format!("x{huge}")),
            Ordering::Less
        );
        assert_eq!(
            compare(&format!("a{huge}0"), &format!("a{huge}")),
            Ordering::Greater
        );
    }

    proptest! {
        #[test]
        fn it_is_an_order(a in "[a-cA-C0-2 ]{0,6}", b in "[a-cA-C0-2 ]{0,6}", c in "[a-cA-C0-2 ]{0,6}") {
            prop_assert_eq!(compare(&a, &b), compare(&b, &a).reverse());
            prop_assert_eq!(compare(&a, &a), Ordering::Equal);
            if compare(&a, &b).is_le() && compare(&b, &c).is_le() {
                prop_assert!(compare(&a, &c).is_le());
            }
        }
    }
}
