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

/// Says of a text in eight bytes where it stands: what ranks lower compares as less, what compares
/// as less never ranks higher.
pub(crate) fn rank(text: &str) -> u64 {
    let mut rank = Rank::default();
    let mut letters = text.chars().peekable();
    while let (Some(letter), true) = (letters.next(), rank.has_room()) {
        if letter.is_ascii_digit() {
            rank.number(letter, &mut letters);
            continue;
        }
        let mut folded = letter.to_lowercase();
        let first = folded.next().unwrap_or(letter);
        rank.push(first.encode_utf8(&mut [0; 4]).as_bytes());
        if folded.next().is_some() {
            // A letter that folds to several comes after all that have the first in its place.
            rank.push(&[u8::MAX; 8]);
        }
    }
    u64::from_be_bytes(rank.bytes)
}

/// The bytes of a rank as far as they are known.
#[derive(Default)]
struct Rank {
    bytes: [u8; 8],
    used: usize,
}

impl Rank {
    fn has_room(&self) -> bool {
        self.used < self.bytes.len()
    }

    fn push(&mut self, bytes: &[u8]) {
        for (room, byte) in self.bytes.iter_mut().skip(self.used).zip(bytes) {
            *room = *byte;
        }
        self.used += bytes.len();
    }

    /// A number stands where digits stand; the longer is the greater.
    fn number(&mut self, first: char, letters: &mut Peekable<Chars<'_>>) {
        let mut digits = Vec::new();
        let mut next = Some(first);
        while let Some(digit) = next {
            if digit != '0' || !digits.is_empty() {
                digits.push(digit as u8);
            }
            next = letters.next_if(char::is_ascii_digit);
        }
        match u8::try_from(digits.len()) {
            Ok(length) if length < u8::MAX => {
                self.push(&[b'0', length]);
                self.push(&digits);
            }
            _ => {
                self.push(&[b'0', u8::MAX]);
                self.push(&[0; 8]);
            }
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

    fn agrees(a: &str, b: &str) -> bool {
        let (left, right) = (rank(a), rank(b));
        match compare(a, b) {
            Ordering::Less => left <= right,
            Ordering::Equal => left == right,
            Ordering::Greater => left >= right,
        }
    }

    #[test]
    fn ranks_agree_with_the_order() {
        let long = "7".repeat(300);
        let longer = "1".repeat(301);
        let texts = [
            "",
            "\0",
            "i",
            "İ",
            "iz",
            "i\u{307}",
            "I\u{3000}",
            "j",
            "0",
            "00",
            "1",
            "a1b",
            "a01c",
            &long,
            &longer,
            "Task 99",
            "task 100",
            "/",
            ":",
            "日本",
        ];
        for a in texts {
            for b in texts {
                assert!(agrees(a, b), "{a:?} {b:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn any_ranks_agree(a in "[a-cA-Cİ0-2 é]{0,12}", b in "[a-cA-Cİ0-2 é]{0,12}", c in "\\PC{0,4}") {
            prop_assert!(agrees(&a, &b));
            prop_assert!(agrees(&a, &c));
        }

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
