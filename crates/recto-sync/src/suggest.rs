//! Finds the name somebody probably meant.

/// Returns the candidate closest to `name`, when it is close enough to be worth suggesting.
///
/// Letter case and the difference between `_`, `-` and a space count for nothing; otherwise up to
/// a third of the letters may be wrong (adjacent letters swapped count once).
pub fn nearest<'a, I, S>(name: &str, candidates: I) -> Option<&'a str>
where
    I: IntoIterator<Item = &'a S>,
    S: AsRef<str> + ?Sized + 'a,
{
    let wanted = fold(name);
    let limit = (wanted.len() / 3).max(1);
    candidates
        .into_iter()
        .map(AsRef::as_ref)
        .filter_map(|candidate: &str| {
            let distance = distance(&wanted, &fold(candidate));
            (distance <= limit).then_some((distance, candidate))
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// Returns `, did you mean "x"?` for the nearest candidate, or an empty string.
pub(crate) fn hint<'a, I, S>(name: &str, candidates: I) -> String
where
    I: IntoIterator<Item = &'a S>,
    S: AsRef<str> + ?Sized + 'a,
{
    nearest(name, candidates)
        .map(|found| format!("; did you mean \"{found}\"?"))
        .unwrap_or_default()
}

fn fold(name: &str) -> Vec<char> {
    name.chars()
        .flat_map(char::to_lowercase)
        .map(|c| if matches!(c, '-' | ' ') { '_' } else { c })
        .collect()
}

/// Optimal string alignment: edits and swaps of neighbours, each costing one.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = vec![0; b.len() + 1];
    let mut previous: Vec<usize> = (0..=b.len()).collect();
    let mut current = previous.clone();
    for i in 1..=a.len() {
        current[0] = i;
        for j in 1..=b.len() {
            let changed = usize::from(a[i - 1] != b[j - 1]);
            let mut best = (previous[j] + 1)
                .min(current[j - 1] + 1)
                .min(previous[j - 1] + changed);
            if i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] {
                best = best.min(before[j - 2] + 1);
            }
            current[j] = best;
        }
        std::mem::swap(&mut before, &mut previous);
        std::mem::swap(&mut previous, &mut current);
    }
    previous[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_typing_errors_and_swaps() {
        let names = ["projects", "people", "tasks"];
        assert_eq!(nearest("porjects", &names), Some("projects"));
        assert_eq!(nearest("Task", &names), Some("tasks"));
        assert_eq!(nearest("peopel", &names), Some("people"));
        assert_eq!(nearest("invoices", &names), None);
    }

    #[test]
    fn ignores_case_and_separators() {
        assert_eq!(
            nearest("External-ID", &["external_id", "id"]),
            Some("external_id")
        );
    }

    #[test]
    fn counts_a_swap_once() {
        let count = |a: &str, b: &str| distance(&fold(a), &fold(b));
        assert_eq!(count("ab", "ba"), 1);
        assert_eq!(count("kitten", "sitting"), 3);
        assert_eq!(count("", "abc"), 3);
    }
}
