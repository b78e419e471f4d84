//! What a misspelt name was probably meant to be, and lists of names for errors.

use std::fmt::Write as _;

use crate::schema::Schema;

/// The candidate that a name differs from in few letters, or only in case or spaces.
pub(crate) fn nearest<'n>(
    name: &str,
    candidates: impl IntoIterator<Item = &'n str>,
) -> Option<&'n str> {
    let wanted = fold(name);
    let limit = (wanted.len() / 3).max(1);
    candidates
        .into_iter()
        .filter_map(|candidate| {
            let folded = fold(candidate);
            let close = folded.len().abs_diff(wanted.len()) <= limit;
            let distance = close.then(|| distance(&wanted, &folded))?;
            (distance <= limit && distance < wanted.len()).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Lower case, without what people put between words.
fn fold(name: &str) -> Vec<char> {
    name.chars()
        .filter(|letter| !letter.is_whitespace() && !matches!(letter, '_' | '-'))
        .flat_map(char::to_lowercase)
        .take(100)
        .collect()
}

/// How many letters must be put in, left out, replaced, or swapped with their neighbour.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let mut best = (last[j] + usize::from(x != y))
                .min(last[j + 1] + 1)
                .min(row[j] + 1);
            if i > 0 && j > 0 && x == &b[j - 1] && y == &a[i - 1] {
                best = best.min(before[j - 1] + 1);
            }
            row.push(best);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().unwrap_or_default()
}

/// How many names an error lists.
const LISTED: usize = 30;

/// `` `a`, `b`, `c` ``; of very many names the first, and how many more there are.
pub(crate) fn listed<S: AsRef<str>>(names: &[S]) -> String {
    let mut out = String::new();
    for name in names.iter().take(LISTED) {
        let gap = if out.is_empty() { "" } else { ", " };
        let _ = write!(out, "{gap}`{}`", name.as_ref());
    }
    if names.len() > LISTED {
        let _ = write!(out, " and {} more", names.len() - LISTED);
    }
    if out.is_empty() {
        out.push_str("none");
    }
    out
}

/// `` (did you mean `x`?) ``, or nothing.
pub(crate) fn hint<'n>(name: &str, candidates: impl IntoIterator<Item = &'n str>) -> String {
    nearest(name, candidates)
        .map(|near| format!(" (did you mean `{near}`?)"))
        .unwrap_or_default()
}

/// Says that a data source has no property of this name or id, and which it has.
pub(crate) fn no_such_property(property: &str, schema: &Schema) -> String {
    let names: Vec<&str> = schema.keys().collect();
    let hint = hint(property, names.iter().copied());
    format!(
        "does not exist{hint}; the data source has {}",
        listed(&names)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_misspelt_name_finds_its_neighbour() {
        let names = ["Status", "Due date", "Tags", "Owner"];
        for (wrong, right) in [
            ("status", "Status"),
            ("Stauts", "Status"),
            ("Statuss", "Status"),
            ("due_date", "Due date"),
            ("DueDate", "Due date"),
            ("tag", "Tags"),
            (" Owner ", "Owner"),
        ] {
            assert_eq!(nearest(wrong, names), Some(right), "{wrong}");
        }
        for far in ["", "x", "Priority", "Ta"] {
            let found = nearest(far, names);
            assert!(found.is_none() || far == "Ta", "{far}: {found:?}");
        }
        assert_eq!(
            nearest("Tags", ["Togs", "Tags"]),
            Some("Tags"),
            "the nearest"
        );
    }

    #[test]
    fn long_lists_are_cut() {
        let names: Vec<String> = (0..40).map(|n| n.to_string()).collect();
        assert!(listed(&names).ends_with("`29` and 10 more"));
        assert_eq!(listed::<&str>(&[]), "none");
        assert_eq!(listed(&["a", "b"]), "`a`, `b`");
    }
}
