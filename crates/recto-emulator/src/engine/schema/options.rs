//! Options of select, multi-select and status properties.

use serde_json::{Value, json};

use crate::engine::Context;
use crate::problem::Problem;
use crate::store::sources::Column;

/// An option to be made.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NewOption<'a> {
    pub(crate) name: &'a str,
    pub(crate) color: Option<&'a str>,
    pub(crate) description: Option<&'a str>,
}

impl<'a> NewOption<'a> {
    fn read(sent: &'a Value) -> Self {
        let text = |name: &str| sent.get(name).and_then(Value::as_str);
        Self {
            name: text("name").unwrap_or_default(),
            color: text("color"),
            description: text("description"),
        }
    }

    /// The stored form. Without a colour it is `default` (recorded, 28 of 28).
    fn store(self, ctx: &Context<'_>) -> Value {
        json!({
            "id": ctx.ids.random(),
            "name": self.name,
            "color": self.color.unwrap_or("default"),
            "description": self.description,
        })
    }
}

/// Refuses names that a select or multi-select cannot have.
fn check_name(kind: &str, name: &str) -> Result<(), Problem> {
    if kind != "status" && name.contains(',') {
        return Err(Problem::validation(format!(
            "Invalid select option, commas not allowed: {name}"
        )));
    }
    Ok(())
}

/// Adds an option that a page value names; answers with its id.
pub(crate) fn add(
    ctx: &Context<'_>,
    column: &mut Column,
    option: NewOption<'_>,
) -> Result<String, Problem> {
    check_name(&column.kind, option.name)?;
    let stored = option.store(ctx);
    let id = id_of(&stored).to_owned();
    if let Some(options) = column
        .config
        .get_mut("options")
        .and_then(Value::as_array_mut)
    {
        options.push(stored);
    }
    Ok(id)
}

/// The options after a request: those sent, in their order, those known by id or name unchanged.
pub(super) fn replace(
    ctx: &Context<'_>,
    kind: &str,
    known: &[Value],
    sent: &[Value],
) -> Result<Vec<Value>, Problem> {
    let mut out: Vec<Value> = Vec::with_capacity(sent.len());
    for option in sent {
        let text = |name: &str| option.get(name).and_then(Value::as_str);
        let by_id = known.iter().find(|have| Some(id_of(have)) == text("id"));
        let found = by_id.or_else(|| {
            known
                .iter()
                .find(|have| have.get("name") == option.get("name"))
        });
        let next = match found {
            Some(have) => update(kind, have, option)?,
            None => {
                let new = NewOption::read(option);
                check_name(kind, new.name)?;
                if out.iter().any(|have| have["name"] == new.name) {
                    continue;
                }
                new.store(ctx)
            }
        };
        if !out.iter().any(|have| id_of(have) == id_of(&next)) {
            out.push(next);
        }
    }
    Ok(out)
}

/// A known option with what a request may change of it: the description. Another colour is
/// refused; another name is ignored (both probed).
fn update(kind: &str, have: &Value, sent: &Value) -> Result<Value, Problem> {
    if let Some(color) = sent.get("color")
        && Some(color) != have.get("color")
    {
        let message = match sent.get("id").and_then(Value::as_str) {
            Some(id) => format!("Cannot update color of {kind} with id: {id}"),
            None => format!(
                "Cannot update color of {kind} with name: {}.",
                have["name"].as_str().unwrap_or_default()
            ),
        };
        return Err(Problem::validation(message));
    }
    let mut out = have.clone();
    if let Some(description) = sent.get("description") {
        out["description"] = description.clone();
    }
    Ok(out)
}

/// A status property's configuration. Options that a request made are all in the first group, and
/// groups sent are ignored (recorded); without options there are the three defaults.
pub(super) fn status(ctx: &Context<'_>, known: &Value, sent: &Value) -> Result<Value, Problem> {
    let list = |value: &Value, name: &str| {
        value
            .get(name)
            .and_then(Value::as_array)
            .cloned()
            .unwrap_or_default()
    };
    let sent = list(sent, "options");
    if !list(known, "groups").is_empty() {
        if sent.is_empty() {
            return Ok(known.clone());
        }
        let options = replace(ctx, "status", &list(known, "options"), &sent)?;
        return Ok(regroup(options, list(known, "groups")));
    }
    let groups = |ids: [Vec<&str>; 3]| -> Vec<Value> {
        let names = [
            ("To-do", "gray"),
            ("In progress", "blue"),
            ("Complete", "green"),
        ];
        let made = names.into_iter().zip(ids).map(|((name, color), ids)| {
            json!({"id": ctx.ids.random(), "name": name, "color": color, "option_ids": ids})
        });
        made.collect()
    };
    if sent.is_empty() {
        let defaults = [
            ("Not started", "default"),
            ("In progress", "blue"),
            ("Done", "green"),
        ];
        let options: Vec<Value> = defaults
            .into_iter()
            .map(|(name, color)| {
                NewOption {
                    name,
                    color: Some(color),
                    description: None,
                }
                .store(ctx)
            })
            .collect();
        let id = |index: usize| vec![options.get(index).map_or("", id_of)];
        let groups = groups([id(0), id(1), id(2)]);
        return Ok(json!({"options": options, "groups": groups}));
    }
    let options = replace(ctx, "status", &[], &sent)?;
    Ok(regroup(options, groups([vec![], vec![], vec![]])))
}

/// Drops options from groups that are gone and puts new ones in the first.
fn regroup(options: Vec<Value>, mut groups: Vec<Value>) -> Value {
    let mut loose: Vec<Value> = options.iter().map(|option| option["id"].clone()).collect();
    for group in &mut groups {
        if let Some(ids) = group.get_mut("option_ids").and_then(Value::as_array_mut) {
            ids.retain(|id| loose.contains(id));
            loose.retain(|id| !ids.contains(id));
        }
    }
    if let Some(first) = groups
        .first_mut()
        .and_then(|group| group["option_ids"].as_array_mut())
    {
        first.append(&mut loose);
    }
    json!({"options": options, "groups": groups})
}

fn id_of(option: &Value) -> &str {
    option.get("id").and_then(Value::as_str).unwrap_or_default()
}
