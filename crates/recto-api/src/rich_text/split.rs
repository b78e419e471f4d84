//! Text of any length as runs and lists of runs that Notion accepts.

use unicode_segmentation::UnicodeSegmentation;

use super::{IntoRichText, RichText, RichTextContent};
use crate::limits;
use crate::wire::Field;

/// Splits a text into runs that Notion accepts: at most 2,000 UTF-16 units each, never inside a
/// grapheme (an emoji with its modifiers stays whole). Empty text gives no runs.
///
/// A single grapheme longer than a run (hundreds of combining marks) is cut between characters.
pub fn split(text: &str) -> Vec<RichText> {
    text.into_rich_text()
}

/// Rich text as lists of at most 100 runs, which is what one array of a request holds.
///
/// ```
/// use recto_api::rich_text::chunks;
///
/// let lists = chunks("x".repeat(300_000));
/// let lengths: Vec<usize> = lengths_of(&lists);
/// assert_eq!(lengths, [100, 50]);
/// # fn lengths_of<T>(lists: &[Vec<T>]) -> Vec<usize> { lists.iter().map(Vec::len).collect() }
/// ```
pub fn chunks(text: impl IntoRichText) -> Vec<Vec<RichText>> {
    let mut rest = text.into_rich_text();
    let mut out = Vec::with_capacity(rest.len().div_ceil(limits::RICH_TEXT_ITEMS));
    while rest.len() > limits::RICH_TEXT_ITEMS {
        let tail = rest.split_off(limits::RICH_TEXT_ITEMS);
        out.push(std::mem::replace(&mut rest, tail));
    }
    if !rest.is_empty() {
        out.push(rest);
    }
    out
}

/// Adds a text to runs.
pub(super) fn add_text(text: &str, runs: &mut Vec<RichText>) {
    if fits(text) {
        if !text.is_empty() {
            runs.push(RichText::text(text));
        }
        return;
    }
    runs.extend(split_at(text, limits::TEXT_UNITS).map(RichText::text));
}

/// Adds a run to runs; a text that is too long becomes several runs of the same look.
pub(super) fn add_run(run: RichText, runs: &mut Vec<RichText>) {
    match &run.content {
        RichTextContent::Text(text) if !fits(&text.content) => {
            for part in split_at(&text.content, limits::TEXT_UNITS) {
                let mut text = text.clone();
                part.clone_into(&mut text.content);
                runs.push(RichText {
                    content: RichTextContent::Text(text),
                    annotations: run.annotations.clone(),
                    plain_text: Field::Absent,
                    href: run.href.clone(),
                    extra: run.extra.clone(),
                });
            }
        }
        _ => runs.push(run),
    }
}

/// Whether a text is short enough for one run. A text has no more UTF-16 units than bytes.
fn fits(text: &str) -> bool {
    text.len() <= limits::TEXT_UNITS || text.encode_utf16().count() <= limits::TEXT_UNITS
}

/// The parts of a text, each of at most `limit` UTF-16 units.
fn split_at(text: &str, limit: usize) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (part, tail) = rest.split_at(part_length(rest, limit));
        rest = tail;
        Some(part)
    })
}

/// The length in bytes of the first part of a text that is not empty.
fn part_length(text: &str, limit: usize) -> usize {
    let mut room = limit;
    for (at, grapheme) in text.grapheme_indices(true) {
        let units = grapheme.encode_utf16().count();
        if units <= room {
            room -= units;
            continue;
        }
        if at > 0 {
            return at;
        }
        // One grapheme longer than a run.
        let mut length = 0;
        for letter in grapheme.chars() {
            if length > 0 && letter.len_utf16() > room {
                break;
            }
            room = room.saturating_sub(letter.len_utf16());
            length += letter.len_utf8();
        }
        return length;
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::super::{Color, Style, plain};
    use super::*;

    fn all_fit(runs: &[RichText]) -> bool {
        runs.iter()
            .all(|run| run.plain().encode_utf16().count() <= limits::TEXT_UNITS)
    }

    #[test]
    fn a_long_text_is_split_at_2000_units_and_joins_again() {
        let family = "👩‍👩‍👧‍👦"; // 11 UTF-16 units, one grapheme
        let text = format!("{}{family}{}", "a".repeat(1_995), "é".repeat(3_000));
        let runs = split(&text);
        assert!(all_fit(&runs));
        assert_eq!(plain(&runs), text);
        assert_eq!(
            runs[0].plain(),
            "a".repeat(1_995),
            "the family is not torn apart"
        );
        assert_eq!(split(""), vec![]);
        assert_eq!(split(&"x".repeat(2_000)).len(), 1);
        assert_eq!(split(&"x".repeat(2_001)).len(), 2);
        assert_eq!(split(&"é".repeat(2_000)).len(), 1, "units, not bytes");
    }

    #[test]
    fn a_grapheme_longer_than_a_run_is_cut_between_characters() {
        let text = format!("ae{}", "\u{301}".repeat(4_500));
        let runs = split(&text);
        assert_eq!(runs[0].plain(), "a");
        assert_eq!(runs.len(), 4);
        assert!(all_fit(&runs));
        assert_eq!(plain(&runs), text);
    }

    #[test]
    fn the_parts_of_a_long_run_look_like_the_run() {
        let long = "x".repeat(4_001);
        let runs = long
            .as_str()
            .bold()
            .color(Color::Blue)
            .link("https://example.com")
            .into_rich_text();
        assert_eq!(runs.len(), 3);
        assert!(all_fit(&runs));
        assert_eq!(plain(&runs), long);
        for run in &runs {
            assert!(run.is_bold());
            assert_eq!(run.annotations, runs[0].annotations);
            assert_eq!(run.link_url(), Some("https://example.com"));
        }
    }

    #[test]
    fn a_list_has_at_most_a_hundred_runs() {
        let runs: Vec<RichText> = (0..201).map(|n| n.to_string().bold()).collect();
        let lists = chunks(runs.clone());
        assert_eq!(
            lists.iter().map(Vec::len).collect::<Vec<_>>(),
            [100, 100, 1]
        );
        assert_eq!(lists.concat(), runs);
        assert_eq!(chunks(""), Vec::<Vec<RichText>>::new());
    }
}
