//! What the model has no name for: counted while a value is written.

use std::cell::RefCell;
use std::collections::BTreeMap;

use serde::Serialize;

thread_local! {
    /// The count under way on this thread.
    static UNDER_WAY: RefCell<Option<Census>> = const { RefCell::new(None) };
}

/// What a value holds that the model has no name for. Nothing of it is lost; it is only not typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Census {
    /// Kinds and texts without a variant, as `(enum, kind)`, with how often each was seen.
    pub unknown: BTreeMap<(&'static str, String), u64>,
    /// Kinds that have a variant and came without their payload or with another form of it, and
    /// members that came with another form than their field has, as `(struct, member)`.
    pub odd: BTreeMap<(&'static str, String), u64>,
    /// List elements that could not be read.
    pub invalid: u64,
}

impl Census {
    /// Walks a typed value and counts.
    ///
    /// ```
    /// use recto_api::property::Property;
    /// use recto_api::wire::Census;
    ///
    /// let text = r#"{"id": "a", "type": "weather", "weather": {"sky": "blue"}}"#;
    /// let property: Property = serde_json::from_str(text)?;
    /// let census = Census::of(&property);
    /// assert_eq!(census.unknown[&("PropertyValue", "weather".to_owned())], 1);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn of<T: Serialize + ?Sized>(value: &T) -> Self {
        let outer = UNDER_WAY.replace(Some(Self::default()));
        // A value that cannot be written is counted as far as it goes.
        let _ = serde_json::to_writer(std::io::sink(), value);
        UNDER_WAY.replace(outer).unwrap_or_default()
    }

    /// Whether everything has a name and a form the model knows.
    pub fn is_empty(&self) -> bool {
        self.unknown.is_empty() && self.odd.is_empty() && self.invalid == 0
    }
}

fn count(add: impl FnOnce(&mut Census)) {
    UNDER_WAY.with_borrow_mut(|census| {
        if let Some(census) = census {
            add(census);
        }
    });
}

/// Counts a kind that is being written from an `Unknown`; `known` are the kinds with a variant.
pub(crate) fn kind(of: &'static str, known: &[&str], kind: &str) {
    // Without a kind there is nothing that could have a name.
    if kind.is_empty() {
        return;
    }
    count(|census| {
        let map = if known.contains(&kind) {
            &mut census.odd
        } else {
            &mut census.unknown
        };
        *map.entry((of, kind.to_owned())).or_default() += 1;
    });
}

/// Counts a text without a variant that is being written.
pub fn unknown_text(of: &'static str, text: &str) {
    kind(of, &[], text);
}

/// Counts a member whose field cannot hold it.
pub(crate) fn odd_member(of: &'static str, name: &str) {
    count(|census| *census.odd.entry((of, name.to_owned())).or_default() += 1);
}

/// Counts a list element that is written as it came.
pub(crate) fn invalid() {
    count(|census| census.invalid += 1);
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::list::List;
    use crate::object::Object;
    use crate::page::Page;

    #[test]
    fn everything_without_a_name_is_counted_once() {
        let page = json!({"object": "page", "id": "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111",
        "icon": {"type": "hologram", "hologram": 1},
        "properties": {
            "a": {"id": "a", "type": "weather", "weather": 1},
            "b": {"id": "b", "type": "weather", "weather": 2},
            "c": {"id": "c", "type": "number"},
            "d": {"id": "d"},
            "e": {"id": "e", "type": "select", "select": {"name": "x", "color": "infrared"}}
        }});
        let read: Page = serde_json::from_value(page.clone()).unwrap();
        let census = Census::of(&read);
        let unknown: Vec<_> = census.unknown.iter().collect();
        assert_eq!(
            unknown,
            [
                (&("IconKind", "hologram".to_owned()), &1),
                (&("OptionColor", "infrared".to_owned()), &1),
                (&("PropertyValue", "weather".to_owned()), &2),
            ]
        );
        let odd: Vec<_> = census.odd.iter().collect();
        assert_eq!(odd, [(&("PropertyValue", "number".to_owned()), &1)]);
        let list = json!({"object": "list", "results": [page, {"object": "page", "id": 7},
            {"object": "planet"}]});
        let list: List<Object> = serde_json::from_value(list).unwrap();
        let census = Census::of(&list);
        assert_eq!(census.invalid, 1);
        assert_eq!(census.unknown[&("Object", "planet".to_owned())], 1);
        assert!(
            Census::of(&Page::clone(
                &serde_json::from_value(json!({"object": "page",
            "id": "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111", "properties": {}}))
                .unwrap()
            ))
            .is_empty()
        );
    }
}
