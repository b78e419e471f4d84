//! Which properties of a page may be cut.

use super::Page;
use crate::limits::INLINE_REFERENCES;
use crate::property::{Property, PropertyValue, RollupResult};
use crate::rich_text::{MentionTarget, RichText, RichTextContent};

impl Page {
    /// The names of the properties whose value may be cut: only the property endpoint has them
    /// whole.
    ///
    /// A page shows 25 references of a property (documented). A relation says in `has_more` whether
    /// there are more (recordings). People, and pages or people mentioned in a text, do not: those
    /// with exactly 25 may be cut. So may a rollup that shows 25 values, that is incomplete, or that
    /// stands beside a relation that is cut, as it may be computed from it. Numbers that formulas
    /// compute from a relation of more than 25 pages are wrong everywhere (documented), and not
    /// named here.
    ///
    /// ```
    /// use recto_api::page::Page;
    ///
    /// let page: Page = serde_json::from_str(
    ///     r#"{"object":"page","id":"3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111","properties":{
    ///         "Tasks":{"id":"a","type":"relation","relation":[],"has_more":true},
    ///         "Owner":{"id":"b","type":"people","people":[]}}}"#,
    /// )?;
    /// assert_eq!(page.truncated().collect::<Vec<_>>(), ["Tasks"]);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn truncated(&self) -> impl Iterator<Item = &str> {
        let relation_is_cut = self.properties.values().any(|property| {
            matches!(property.value, PropertyValue::Relation(_)) && is_cut(property, false)
        });
        self.properties
            .iter()
            .filter(move |(_, property)| is_cut(property, relation_is_cut))
            .map(|(name, _)| name)
    }
}

fn is_cut(property: &Property, relation_is_cut: bool) -> bool {
    if let Some(more) = property.has_more.value() {
        return *more;
    }
    match &property.value {
        PropertyValue::Relation(pages) => pages.len() == INLINE_REFERENCES,
        PropertyValue::People(people) => people.len() == INLINE_REFERENCES,
        PropertyValue::Title(runs) | PropertyValue::RichText(runs) => {
            runs.iter().filter(|run| is_reference(run)).count() == INLINE_REFERENCES
        }
        PropertyValue::Rollup(rollup) => {
            relation_is_cut
                || match &rollup.result {
                    RollupResult::Array(values) => values.len() == INLINE_REFERENCES,
                    RollupResult::Incomplete(_) => true,
                    _ => false,
                }
        }
        _ => false,
    }
}

/// Whether a run refers to a page, a database or a person.
fn is_reference(run: &RichText) -> bool {
    match &run.content {
        RichTextContent::Mention(mention) => matches!(
            mention.target,
            MentionTarget::User(_) | MentionTarget::Page(_) | MentionTarget::Database(_)
        ),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    const ID: &str = "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111";

    fn truncated(properties: Value) -> Vec<String> {
        let page = json!({"object": "page", "id": ID, "properties": properties});
        let page: Page = serde_json::from_value(page).unwrap();
        page.truncated().map(str::to_owned).collect()
    }

    fn people(count: usize) -> Value {
        let user = json!({"object": "user", "id": ID});
        json!({"type": "people", "people": vec![user; count]})
    }

    fn text(mentions: usize) -> Value {
        let user = json!({"object": "user", "id": ID});
        let mention = json!({"type": "mention", "mention": {"type": "user", "user": user}});
        let mut runs = vec![mention; mentions];
        runs.extend(vec![json!({"type": "text", "text": {"content": "x"}}); 30]);
        json!({"type": "rich_text", "rich_text": runs})
    }

    #[test]
    fn what_may_be_cut_is_named() {
        assert_eq!(
            truncated(json!({
                "a": people(24), "b": people(25), "c": people(26), "d": text(3), "e": text(25),
                "f": {"type": "number", "number": 25},
            })),
            ["b", "e"]
        );
    }

    #[test]
    fn a_relation_says_so_itself_and_spoils_rollups() {
        let relation = |more: bool| {
            let pages = vec![json!({"id": ID}); 25];
            json!({"type": "relation", "relation": pages, "has_more": more})
        };
        let sum = json!({"type": "rollup", "rollup":
            {"type": "number", "number": 4, "function": "sum"}});
        assert_eq!(
            truncated(json!({"r": relation(true), "s": sum})),
            ["r", "s"]
        );
        assert!(truncated(json!({"r": relation(false), "s": sum})).is_empty());
        let open = json!({"type": "rollup", "rollup":
            {"type": "incomplete", "incomplete": {}, "function": "sum"}});
        assert_eq!(truncated(json!({"s": open})), ["s"]);
    }
}
