use super::*;
use crate::column::FieldError;

fn table() -> TableMap {
    TableMap {
        name: "documents".to_owned(),
        hash: String::new(),
        key: vec!["id".to_owned()],
        external_property: "External ID".to_owned(),
        fields: Vec::new(),
        fallback: vec!["Name".to_owned(), "Subsystem".to_owned()],
        document: None,
    }
}

fn values(external: &str, name: &str, subsystem: &str) -> Snapshot {
    [
        ("External ID", external),
        ("Name", name),
        ("Subsystem", subsystem),
    ]
    .into_iter()
    .map(|(property, text)| (property.to_owned(), Value::text(text)))
    .collect()
}

fn page(number: u8, external: &str, name: &str) -> Seen {
    Seen {
        id: page_id(number),
        created: format!("2026-01-01T00:{number:02}:00.000Z"),
        edited: None,
        values: values(external, name, "net"),
        cut: Vec::new(),
    }
}

fn page_id(number: u8) -> PageId {
    PageId::parse(&format!("{number:032x}")).expect("an id")
}

fn row(key: &str, name: &str) -> Wanted {
    Wanted {
        key: key.to_owned(),
        values: values(key, name, "net"),
        failure: None,
        left_out: Vec::new(),
    }
}

fn linked(key: &str, page: u8) -> (String, Link) {
    let mut link = Link::new(key, key);
    link.page_id = Some(page_id(page).to_string());
    link.state = LinkState::Linked;
    (key.to_owned(), link)
}

struct Case {
    pages: Vec<Seen>,
    links: HashMap<String, Link>,
    open: HashSet<String>,
    complete: bool,
}

impl Case {
    fn pages(pages: Vec<Seen>) -> Self {
        Self {
            pages,
            links: HashMap::new(),
            open: HashSet::new(),
            complete: true,
        }
    }

    fn run(&self, rows: &[Wanted]) -> Matched {
        let table = table();
        let known = Known {
            table: &table,
            pages: &self.pages,
            complete: self.complete,
            links: &self.links,
            open: &self.open,
        };
        matching(&known, rows)
    }

    fn outcome(&self, row: Wanted) -> Outcome {
        match &self.run(&[row]).decisions[0] {
            Decision::Stop { outcome, .. } => *outcome,
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_link_comes_first_then_the_external_id_then_the_fallback_key() {
    let mut case = Case::pages(vec![
        page(1, "b", "x"),
        page(2, "a", "y"),
        page(3, "", "  Third "),
    ]);
    case.links.extend([linked("a", 1)]);
    // Page 1 carries the id of "b", but belongs to "a" and will be stamped so.
    let matched = case.run(&[
        row("a", "x"),
        row("b", "q"),
        row("c", "third"),
        row("d", "new"),
    ]);
    assert_eq!(
        matched.decisions,
        [
            Decision::Linked(0),
            Decision::Create,
            Decision::Adopt(2),
            Decision::Create
        ]
    );
    assert_eq!(matched.unmatched, 1);
}

#[test]
fn white_space_around_a_key_is_part_of_it() {
    let case = Case::pages(vec![page(1, " a ", "x"), page(2, "  ", "y")]);
    let matched = case.run(&[row(" a ", "q"), row("a", "r")]);
    assert_eq!(matched.decisions, [Decision::Adopt(0), Decision::Create]);
}

#[test]
fn several_pages_with_one_fallback_key_are_ambiguous() {
    let case = Case::pages(vec![page(1, "", "x"), page(2, "", "X")]);
    assert_eq!(case.outcome(row("a", "x")), Outcome::AmbiguousKey);
}

#[test]
fn several_rows_with_one_fallback_key_are_ambiguous() {
    let case = Case::pages(vec![page(1, "", "x")]);
    let matched = case.run(&[row("a", "x"), row("b", "x")]);
    for decision in matched.decisions {
        assert!(matches!(
            decision,
            Decision::Stop {
                outcome: Outcome::AmbiguousKey,
                ..
            }
        ));
    }
}

#[test]
fn a_page_with_a_foreign_external_id_is_a_collision() {
    let case = Case::pages(vec![page(1, "of another system", "x")]);
    assert_eq!(case.outcome(row("a", "x")), Outcome::KeyCollision);
}

#[test]
fn a_page_of_another_row_does_not_stand_in_the_way() {
    // Two rows of one name, of which the first was created before a crash.
    let case = Case::pages(vec![page(1, "a", "x")]);
    let matched = case.run(&[row("a", "x"), row("b", "x")]);
    assert_eq!(matched.decisions, [Decision::Adopt(0), Decision::Create]);
}

#[test]
fn of_two_pages_with_one_external_id_the_oldest_is_taken() {
    let mut case = Case::pages(vec![page(9, "a", "x"), page(2, "a", "y")]);
    let matched = case.run(&[row("a", "x")]);
    assert_eq!(matched.decisions, [Decision::Adopt(1)]);
    assert_eq!(matched.duplicates, [("a".to_owned(), vec![page_id(9)])]);
    // Unless the row is linked to the younger one.
    case.links.extend([linked("a", 9)]);
    let matched = case.run(&[row("a", "x")]);
    assert_eq!(matched.decisions, [Decision::Linked(0)]);
    assert_eq!(matched.duplicates, [("a".to_owned(), vec![page_id(2)])]);
    assert_eq!(matched.unmatched, 0);
}

#[test]
fn an_incomplete_scan_forbids_creating() {
    let mut case = Case::pages(vec![page(1, "a", "x")]);
    case.complete = false;
    assert_eq!(case.run(&[row("a", "x")]).decisions, [Decision::Adopt(0)]);
    assert_eq!(case.outcome(row("b", "z")), Outcome::Skipped);
}

#[test]
fn a_linked_page_out_of_sight_is_asked_for() {
    let mut case = Case::pages(Vec::new());
    case.links.extend([linked("a", 7)]);
    assert_eq!(
        case.run(&[row("a", "x")]).decisions,
        [Decision::Missing(page_id(7))]
    );
}

#[test]
fn a_row_with_an_open_create_is_uncertain_unless_its_page_is_there() {
    let mut case = Case::pages(vec![page(1, "a", "x")]);
    case.open.extend(["a".to_owned(), "b".to_owned()]);
    let matched = case.run(&[row("a", "x"), row("b", "y")]);
    assert_eq!(matched.decisions, [Decision::Adopt(0), Decision::Uncertain]);
}

#[test]
fn an_invalid_row_is_never_matched() {
    let case = Case::pages(vec![page(1, "a", "x")]);
    let mut invalid = row("a", "x");
    invalid.failure = Some((
        Some("Notes".to_owned()),
        FieldError::new("too_long", "too long"),
    ));
    assert_eq!(case.outcome(invalid), Outcome::Failed);
}
