//! Whether two answers agree.

use serde_json::{Map, Number, Value};

use super::ids::Ids;

/// A place where two answers do not agree.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unequal {
    /// Where, such as `results[3].properties.Name`.
    pub(crate) path: String,
    /// The same without indices and names of properties.
    pub(crate) sort: String,
    /// What was recorded; nothing where the member is not to be there.
    pub(crate) recorded: Option<Value>,
    /// What was answered; nothing where the member is missing.
    pub(crate) answered: Option<Value>,
}

/// Members that never count.
const IGNORED: &[&str] = &["request_id", "avatar_url", "developer_survey"];

/// Every place where two answers do not agree; learns which ids stand for each other.
pub(crate) fn differences(recorded: &Value, answered: &Value, ids: &mut Ids) -> Vec<Unequal> {
    let mut work = Work {
        ids,
        path: Vec::new(),
        out: Vec::new(),
    };
    work.compare(recorded, answered);
    work.out
}

#[derive(Debug, Clone)]
enum Step {
    Member(String),
    Index(usize),
}

struct Work<'a> {
    ids: &'a mut Ids,
    path: Vec<Step>,
    out: Vec<Unequal>,
}

impl Work<'_> {
    fn compare(&mut self, recorded: &Value, answered: &Value) {
        match (recorded, answered) {
            (Value::Object(left), Value::Object(right)) => {
                self.learn_properties(left, right);
                // Ids first: what follows is told by them.
                let names = left
                    .keys()
                    .chain(right.keys().filter(|name| !left.contains_key(*name)));
                let (ids, others): (Vec<_>, Vec<_>) = names.partition(|name| *name == "id");
                for name in ids.into_iter().chain(others) {
                    if IGNORED.contains(&name.as_str()) {
                        continue;
                    }
                    self.path.push(Step::Member(name.clone()));
                    match (left.get(name), right.get(name)) {
                        (Some(left), Some(right)) => self.member(name, left, right),
                        (left, right) => self.differ(left, right),
                    }
                    self.path.pop();
                }
            }
            (Value::Array(left), Value::Array(right)) => {
                for index in 0..left.len().max(right.len()) {
                    self.path.push(Step::Index(index));
                    match (left.get(index), right.get(index)) {
                        (Some(left), Some(right)) => self.compare(left, right),
                        (left, right) => self.differ(left, right),
                    }
                    self.path.pop();
                }
            }
            (Value::Number(left), Value::Number(right)) if same_number(left, right) => {}
            (Value::String(left), Value::String(right)) => {
                if !self.ids.agree(left, right) && !same_stored_file(left, right) {
                    self.differ(Some(recorded), Some(answered));
                }
            }
            (left, right) if left == right => {}
            (left, right) => self.differ(Some(left), Some(right)),
        }
    }

    /// Learns the ids of a schema before its formulas, which name properties that come later.
    fn learn_properties(&mut self, left: &Map<String, Value>, right: &Map<String, Value>) {
        if !matches!(self.path.last(), Some(Step::Member(name)) if name == "properties") {
            return;
        }
        let id = |property: &Value| property.get("id")?.as_str().map(str::to_owned);
        for (name, property) in left {
            if let (Some(left), Some(right)) = (id(property), right.get(name).and_then(id)) {
                self.ids.agree_short(&left, &right);
            }
        }
    }

    fn member(&mut self, name: &str, recorded: &Value, answered: &Value) {
        let agree = match (name, recorded, answered) {
            ("next_cursor", Value::String(left), Value::String(right)) => {
                self.ids.cursor(left, right);
                true
            }
            (name, Value::String(_), Value::String(_)) if name.ends_with("_time") => true,
            (
                "next_url" | "upload_url" | "complete_url",
                Value::String(left),
                Value::String(right),
            ) => {
                let path = |url: &str| {
                    let url = url.split('?').next().unwrap_or_default();
                    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
                    rest.split_once('/').map_or("", |(_, path)| path).to_owned()
                };
                let short = |url: &str| path(url).rsplit('/').next().unwrap_or_default().to_owned();
                let (left, right) = (path(left), path(right));
                self.ids.agree(&left, &right)
                    || (self.ids.agree_short(&short(&left), &short(&right))
                        && left.split('/').count() == right.split('/').count())
            }
            ("id", Value::String(left), Value::String(right)) => self.ids.agree_short(left, right),
            (name, Value::String(left), Value::String(right)) if name.ends_with("property_id") => {
                self.ids.agree_short(left, right)
            }
            _ => return self.compare(recorded, answered),
        };
        if !agree {
            self.differ(Some(recorded), Some(answered));
        }
    }

    fn differ(&mut self, recorded: Option<&Value>, answered: Option<&Value>) {
        let (mut path, mut sort) = (String::new(), String::new());
        let mut of_properties = false;
        for step in &self.path {
            match step {
                Step::Member(name) => {
                    if !path.is_empty() {
                        path.push('.');
                        sort.push('.');
                    }
                    path.push_str(name);
                    sort.push_str(if of_properties { "*" } else { name });
                    of_properties = !of_properties && name == "properties";
                }
                Step::Index(index) => {
                    path.push_str(&format!("[{index}]"));
                    sort.push_str("[]");
                }
            }
        }
        self.out.push(Unequal {
            path,
            sort,
            recorded: recorded.cloned(),
            answered: answered.cloned(),
        });
    }
}

fn same_number(left: &Number, right: &Number) -> bool {
    left == right || left.as_f64() == right.as_f64()
}

/// Whether two addresses are of one file, each stored and signed by its server.
fn same_stored_file(recorded: &str, answered: &str) -> bool {
    const STORES: [&str; 4] = [
        "amazonaws.com",
        "/_emulator/files/",
        "file.notion.so",
        "notion-static.com",
    ];
    let stored = |url: &str| STORES.iter().any(|store| url.contains(store));
    let name = |url: &str| {
        let path = url.split('?').next().unwrap_or_default();
        path.rsplit('/').next().unwrap_or_default().to_owned()
    };
    stored(recorded) && stored(answered) && name(recorded) == name(answered)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn sorts(recorded: &Value, answered: &Value) -> Vec<String> {
        let found = differences(recorded, answered, &mut Ids::default());
        found.into_iter().map(|found| found.sort).collect()
    }

    #[test]
    fn what_depends_on_the_server_does_not_count() {
        let recorded = json!({"id": "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e111", "request_id": "a",
            "created_time": "2024-01-01T00:00:00.000Z", "number": 5, "next_cursor": "a",
            "file": {"url": "https://s3.amazonaws.com/x/a.png?X-Amz-Date=1"}});
        let answered = json!({"id": "3c0a5f4e-0f5b-81aa-9d54-d3a3c2a0e222", "number": 5.0,
            "created_time": "2025-01-01T00:00:00.000Z", "next_cursor": "b",
            "file": {"url": "http://127.0.0.1/_emulator/files/1/a.png?signature=1"}});
        assert_eq!(sorts(&recorded, &answered), [""; 0]);
    }

    #[test]
    fn everything_else_counts() {
        let recorded = json!({"results": [{"properties": {"A": {"number": 1}}, "archived": false}],
            "next_cursor": null, "created_time": null});
        let answered = json!({"results": [{"properties": {"A": {"number": 2}}}, 1],
            "next_cursor": "a", "created_time": "2024-01-01T00:00:00.000Z"});
        assert_eq!(
            sorts(&recorded, &answered),
            [
                "results[].properties.*.number",
                "results[].archived",
                "results[]",
                "next_cursor",
                "created_time"
            ]
        );
    }
}
