//! Steps 5 and 6: documents are in normal form, and every row is accounted for.

use crate::error::Error;
use crate::mapping::DocumentMap;
use crate::report::{Normalised, Outcome};
use crate::value::Snapshot;

/// The documents of one table, as they were pushed.
pub(crate) struct Documents<'a> {
    pub(crate) rules: &'a DocumentMap,
    pub(crate) values: Vec<&'a Snapshot>,
}

/// Holds the pushed documents against their normal form and says in one line what was found.
///
/// The normal form is made before the push, so that it travels inside the one create of each
/// document; here it is checked that nothing came between.
pub(crate) fn documents(tables: &[Documents<'_>], counts: &Normalised) -> String {
    if tables.is_empty() {
        return "no documents".to_owned();
    }
    let all: usize = tables.iter().map(|table| table.values.len()).sum();
    let normal: usize = tables
        .iter()
        .map(|table| {
            table
                .values
                .iter()
                .filter(|values| table.rules.is_normal(values))
                .count()
        })
        .sum();
    format!(
        "{normal} of {all} documents in normal form; put right: {} titles, {} URLs, {} categories, \
         {} subsystems",
        counts.titles, counts.urls, counts.categories, counts.subsystems
    )
}

/// Checks that every row has an outcome.
///
/// # Errors
/// [`Error::Unaccounted`], which is a bug.
pub(crate) fn accounted(outcomes: &[Vec<Option<Outcome>>]) -> Result<(), Error> {
    let open = outcomes
        .iter()
        .flatten()
        .filter(|outcome| outcome.is_none())
        .count();
    if open == 0 {
        return Ok(());
    }
    Err(Error::Unaccounted(format!("{open} rows have no outcome")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalize::Names;
    use crate::value::Value;

    #[test]
    fn a_row_without_outcome_is_an_error() {
        assert!(accounted(&[vec![Some(Outcome::Created)], vec![]]).is_ok());
        let error = accounted(&[vec![Some(Outcome::Created), None]]).expect_err("one is open");
        assert!(
            error.to_string().contains("1 rows have no outcome"),
            "{error}"
        );
    }

    #[test]
    fn counts_documents_in_normal_form() {
        let rules = DocumentMap {
            title: Some("Name".to_owned()),
            categories: Names::default(),
            ..DocumentMap::default()
        };
        let good = Snapshot::from([("Name".to_owned(), Value::text("Disk full"))]);
        let bad = Snapshot::from([("Name".to_owned(), Value::text(" Disk  full"))]);
        let tables = [Documents {
            rules: &rules,
            values: vec![&good, &bad],
        }];
        let line = documents(&tables, &Normalised::default());
        assert!(
            line.starts_with("1 of 2 documents in normal form"),
            "{line}"
        );
        assert_eq!(documents(&[], &Normalised::default()), "no documents");
    }
}
