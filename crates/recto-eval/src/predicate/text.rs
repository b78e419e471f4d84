//! Tests of plain text.
//!
//! Upper and lower case are the same; the service does not document it, so this is an assumption
//! (notion-api 4.2, 9.1).

use std::borrow::Cow;

use recto_api::property::{FormulaResult, PropertyValue};
use recto_api::query::TextCondition;
use recto_api::rich_text::{self, RichText};

#[derive(Debug, Clone)]
pub(crate) struct TextTest {
    kind: Kind,
    /// What the answer must be.
    wanted: bool,
}

#[derive(Debug, Clone)]
enum Kind {
    Equals(Folded),
    Contains(Folded),
    StartsWith(Folded),
    EndsWith(Folded),
    Empty,
}

/// A text in lower case, letter by letter.
#[derive(Debug, Clone)]
struct Folded(Vec<char>);

fn fold(text: &str) -> impl Iterator<Item = char> {
    text.chars().flat_map(char::to_lowercase)
}

impl Folded {
    fn new(text: &str) -> Self {
        Self(fold(text).collect())
    }

    /// Tells whether `letters` begin with this text.
    fn leads(&self, mut letters: impl Iterator<Item = char>) -> bool {
        self.0.iter().all(|letter| letters.next() == Some(*letter))
    }

    fn is(&self, text: &str) -> bool {
        fold(text).eq(self.0.iter().copied())
    }

    fn is_in(&self, text: &str) -> bool {
        // An end is a place to look as well: the empty text is in every text.
        let starts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
        starts.into_iter().any(|at| self.leads(fold(&text[at..])))
    }

    fn ends(&self, text: &str) -> bool {
        let mut letters = text
            .chars()
            .rev()
            .flat_map(|letter| letter.to_lowercase().rev());
        self.0
            .iter()
            .rev()
            .all(|letter| letters.next() == Some(*letter))
    }
}

impl TextTest {
    pub(super) fn new(condition: &TextCondition) -> Self {
        let (kind, wanted) = match condition {
            TextCondition::Equals(text) => (Kind::Equals(Folded::new(text)), true),
            TextCondition::DoesNotEqual(text) => (Kind::Equals(Folded::new(text)), false),
            TextCondition::Contains(text) => (Kind::Contains(Folded::new(text)), true),
            TextCondition::DoesNotContain(text) => (Kind::Contains(Folded::new(text)), false),
            TextCondition::StartsWith(text) => (Kind::StartsWith(Folded::new(text)), true),
            TextCondition::EndsWith(text) => (Kind::EndsWith(Folded::new(text)), true),
            TextCondition::IsEmpty => (Kind::Empty, true),
            _ => (Kind::Empty, false),
        };
        Self { kind, wanted }
    }

    pub(crate) fn matches(&self, text: &str) -> bool {
        let is = match &self.kind {
            Kind::Equals(operand) => operand.is(text),
            Kind::Contains(operand) => operand.is_in(text),
            Kind::StartsWith(operand) => operand.leads(fold(text)),
            Kind::EndsWith(operand) => operand.ends(text),
            Kind::Empty => text.is_empty(),
        };
        is == self.wanted
    }
}

/// Gives a value's plain text to `read`; the empty text where there is none.
pub(super) fn with_plain<R>(value: Option<&PropertyValue>, read: impl FnOnce(&str) -> R) -> R {
    read(&value.map(plain).unwrap_or_default())
}

/// Gives a value's plain text; allocates only to join several runs.
pub(crate) fn plain(value: &PropertyValue) -> Cow<'_, str> {
    let text = match value {
        PropertyValue::Title(runs) | PropertyValue::RichText(runs) => return plain_runs(runs),
        PropertyValue::Url(text)
        | PropertyValue::Email(text)
        | PropertyValue::PhoneNumber(text) => text.as_deref(),
        PropertyValue::Formula(formula) => match &formula.result {
            FormulaResult::String(text) => text.as_deref(),
            _ => None,
        },
        _ => None,
    };
    Cow::Borrowed(text.unwrap_or_default())
}

fn plain_runs(runs: &[RichText]) -> Cow<'_, str> {
    match runs {
        [] => Cow::Borrowed(""),
        [run] => Cow::Borrowed(run.plain()),
        runs => Cow::Owned(rich_text::plain(runs)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn test(condition: TextCondition, text: &str) -> bool {
        TextTest::new(&condition).matches(text)
    }

    #[test]
    fn letters_that_fold_to_several_are_found() {
        assert!(test(
            TextCondition::Contains("i\u{307}stanbul".into()),
            "in İSTANBUL"
        ));
        assert!(test(TextCondition::EndsWith("İ".into()), "aİ"));
        assert!(test(TextCondition::Equals("ÄÖÜ".into()), "äöü"));
        assert!(!test(TextCondition::Equals("strasse".into()), "Straße"));
    }

    #[test]
    fn the_empty_operand_is_in_everything() {
        for condition in [
            TextCondition::Contains,
            TextCondition::StartsWith,
            TextCondition::EndsWith,
        ] {
            assert!(test(condition(String::new()), ""));
            assert!(test(condition(String::new()), "x"));
        }
    }

    #[test]
    fn a_longer_operand_is_in_nothing_shorter() {
        assert!(!test(TextCondition::Contains("abc".into()), "ab"));
        assert!(!test(TextCondition::StartsWith("abc".into()), "ab"));
        assert!(!test(TextCondition::EndsWith("abc".into()), "bc"));
    }
}
