//! What a page gets from its template.

use jiff::tz::TimeZone;
use rusqlite::Transaction;
use serde_json::{Map, Value, json};

use crate::engine::{Context, users, values};
use crate::problem::Problem;
use crate::store::nodes::{self, Kind, Node, Parent, Place};

/// What the variables of a template stand for.
#[derive(Debug)]
pub(super) struct Variables<'a> {
    /// Whom `@Me` means.
    pub(super) user: &'a str,
    /// In which zone it is `@Today` or `@Now`.
    pub(super) zone: TimeZone,
}

/// Values, icon and cover, where the page has none. Relations and what is counted are not copied.
pub(super) fn values(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    template: &Node,
    page: &mut Node,
) -> Result<(), Problem> {
    let source = crate::engine::pages::source_of(tx, ctx, template)?;
    let same = crate::engine::pages::source_of(tx, ctx, page)?.id == source.id;
    let of = |node: &Node, name: &str| {
        node.body
            .get(name)
            .filter(|value| !value.is_null())
            .cloned()
    };
    for name in ["icon", "cover"] {
        if let (None, Some(value)) = (of(page, name), of(template, name)) {
            crate::store::set(&mut page.body, name, value);
        }
    }
    let mut own: Map<String, Value> = match of(page, "properties") {
        Some(Value::Object(own)) => own,
        _ => Map::new(),
    };
    let Some(Value::Object(theirs)) = of(template, "properties") else {
        return Ok(());
    };
    for (id, value) in theirs {
        let kind = source.column(&id).map(|column| column.kind.as_str());
        let wanted = id == "title" || (same && kind != Some("unique_id"));
        if wanted && !own.contains_key(&id) {
            own.insert(id, value);
        }
    }
    if page.title.is_empty() {
        page.title.clone_from(&template.title);
    }
    crate::store::set(&mut page.body, "properties", Value::Object(own));
    Ok(())
}

/// The blocks of a template and what is below them, behind those of the page. Pages are copied with
/// their content; databases are not.
pub(super) fn content(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    template: &Node,
    page: &Node,
    variables: &Variables<'_>,
) -> Result<(), Problem> {
    let mut open = vec![(template.id.clone(), Parent::Page(page.id.clone()))];
    let sql = format!(
        "SELECT {} FROM node WHERE parent_id = ?1 AND in_trash = 0 ORDER BY position, seq",
        nodes::COLUMNS
    );
    while let Some((from, to)) = open.pop() {
        let children: Vec<Node> = tx
            .prepare_cached(&sql)?
            .query_map([&from], nodes::read)?
            .collect::<Result<_, _>>()?;
        for mut child in children {
            let below = match child.kind {
                Kind::Database => continue,
                Kind::Page => Parent::Page as fn(String) -> Parent,
                Kind::Block => Parent::Block,
            };
            let original = std::mem::replace(&mut child.id, ctx.ids.node(ctx.now));
            child.parent = to.clone();
            child.position = nodes::position(tx, to.id(), Place::End)?.unwrap_or_default();
            child.created_time = ctx.minute;
            child.last_edited_time = ctx.minute;
            variables.user.clone_into(&mut child.created_by);
            variables.user.clone_into(&mut child.last_edited_by);
            variables.resolve(tx, ctx, &mut child.body)?;
            nodes::insert(tx, &child)?;
            open.push((original, below(child.id)));
        }
    }
    Ok(())
}

impl Variables<'_> {
    /// Puts dates and people in the place of the variables in rich text, wherever it is.
    fn resolve(
        &self,
        tx: &Transaction<'_>,
        ctx: &Context<'_>,
        value: &mut Value,
    ) -> Result<(), Problem> {
        match value {
            Value::Array(items) => items
                .iter_mut()
                .try_for_each(|item| self.resolve(tx, ctx, item)),
            Value::Object(members) => {
                let variable = members
                    .get("mention")
                    .and_then(|mention| mention.get("template_mention"));
                let Some(variable) = variable else {
                    return members
                        .values_mut()
                        .try_for_each(|member| self.resolve(tx, ctx, member));
                };
                let (mention, plain) = self.meaning(tx, ctx, variable)?;
                members.insert("mention".to_owned(), mention);
                members.insert("plain_text".to_owned(), Value::from(plain));
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// The mention that stands for a variable, and its plain text.
    fn meaning(
        &self,
        tx: &Transaction<'_>,
        ctx: &Context<'_>,
        variable: &Value,
    ) -> Result<(Value, String), Problem> {
        if variable.get("template_mention_user").is_some() {
            let user = users::full(tx, self.user)?;
            let name = user.get("name").and_then(Value::as_str).unwrap_or_default();
            let plain = format!("@{name}");
            return Ok((json!({"type": "user", "user": user}), plain));
        }
        let now = ctx.now.to_zoned(self.zone.clone());
        let day = variable
            .get("template_mention_date")
            .and_then(Value::as_str)
            != Some("now");
        let start = match day {
            true => now.date().to_string(),
            false => now.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string(),
        };
        let date = values::date(&json!({"start": start}))?;
        let plain = date
            .get("start")
            .and_then(Value::as_str)
            .unwrap_or_default();
        let plain = plain.to_owned();
        Ok((json!({"type": "date", "date": date}), plain))
    }
}
