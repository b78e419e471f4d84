use super::*;
use recto_api::ids::DataSourceId;
use serde_json::json;

const SOURCE: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";

fn window() -> Window {
    Window::new(QueryDataSource::new(DataSourceId::parse(SOURCE).unwrap())).unwrap()
}

fn row(id: u32, minute: u32) -> Element<Object> {
    let page = json!({
        "object": "page", "id": id.to_string(), "properties": {},
        "created_time": format!("2026-03-01T10:{minute:02}:00.000Z"),
    });
    Element::Valid(serde_json::from_value(page).unwrap())
}

fn admitted(window: &mut Window, rows: &[(u32, u32)]) -> Vec<u32> {
    rows.iter()
        .filter(|(id, minute)| window.admit(&row(*id, *minute)))
        .map(|(id, _)| *id)
        .collect()
}

#[test]
fn rows_of_the_minute_where_windows_meet_come_once() {
    let mut window = window();
    assert_eq!(
        admitted(&mut window, &[(1, 0), (2, 1), (3, 2), (4, 2)]),
        [1, 2, 3, 4]
    );
    window.advance().unwrap();
    let filter = serde_json::to_value(window.query().unwrap().body.filter).unwrap();
    assert_eq!(
        filter["created_time"]["on_or_after"],
        "2026-03-01T10:02:00.000Z"
    );
    assert_eq!(
        admitted(&mut window, &[(4, 2), (3, 2), (5, 2), (6, 7)]),
        [5, 6]
    );
    assert_eq!(window.seen.len(), 1, "only the newest minute is held");
    window.advance().unwrap();
    assert_eq!(admitted(&mut window, &[(6, 7), (7, 8)]), [7]);
}

#[test]
fn a_window_of_one_minute_cannot_be_left() {
    let mut window = window();
    admitted(&mut window, &[(1, 3), (2, 3)]);
    let error = window.advance().unwrap_err();
    assert!(error.contains("2026-03-01T10:03:00.000Z"), "{error}");
}

#[test]
fn rows_without_a_time_cannot_lead_on() {
    let mut window = window();
    let bare = |id: &str| {
        let page = json!({"object": "page", "id": id, "properties": {}});
        Element::Valid(serde_json::from_value(page).unwrap())
    };
    assert!(window.admit(&bare("a")));
    assert!(!window.admit(&bare("a")));
    assert!(window.advance().unwrap_err().contains("do not say when"));
}

#[test]
fn rows_that_cannot_be_read_still_have_a_time() {
    let raw =
        r#"{"object":"page","id":"x","created_time":"2026-03-01T10:03:59.000Z","properties":1}"#;
    let invalid = recto_api::list::Invalid {
        id: Some("x".to_owned()),
        error: String::new(),
        raw: raw.to_owned(),
    };
    let minute = minute(&Element::Invalid(invalid)).unwrap();
    assert_eq!(minute.start.to_string(), "2026-03-01T10:03:00Z");
}

#[test]
fn sorts_are_refused_but_for_the_windows_own() {
    let query = || QueryDataSource::new(DataSourceId::parse(SOURCE).unwrap());
    let error = Window::new(query().sorts([Sort::ascending("Name")])).unwrap_err();
    assert!(matches!(&error, Error::Request(text) if text.contains("sorts")));
    assert!(Window::new(query().sorts([])).is_ok());
    assert!(Window::new(query().sorts([Sort::created_time(Direction::Ascending)])).is_ok());
}
