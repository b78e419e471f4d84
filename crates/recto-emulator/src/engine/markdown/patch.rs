//! `PATCH /v1/pages/{page_id}/markdown`

use std::sync::LazyLock;

use recto_markdown::{Dialect, Node as Tree};
use rusqlite::Transaction;
use serde_json::Value;

use super::super::pages::set_trash;
use super::super::{Context, Input};
use super::{answer, dialect_of, edit, load, make, replace, version_shape, writer};
use crate::problem::Problem;
use crate::store::nodes::{self, Kind, Node, Parent, Place};
use crate::validate::{self, Shape, literals, object as members, optional, required, text, union};

/// Replacements of one request, at most (documented).
const UPDATES: usize = 100;

/// What a request may hold: one of four commands.
pub(crate) fn shape() -> &'static Shape {
    static SHAPE: LazyLock<Shape> = LazyLock::new(|| {
        let leave = || optional("allow_deleting_content", Shape::Boolean);
        let sought = Shape::Text {
            min: 1,
            max: usize::MAX,
        };
        let update = members([
            required("old_str", sought),
            required("new_str", text()),
            optional("replace_all_matches", Shape::Boolean),
        ]);
        let updates = Shape::Array {
            item: Box::new(update),
            min: 1,
            max: UPDATES,
        };
        let place = members([required("type", literals(&["start", "end"]))]);
        let command = |name: &'static [&'static str; 1], payload: Shape| {
            members([
                required("type", literals(name)),
                required(name[0], payload),
                optional("allow_async", Shape::Boolean),
                // Measured: it counts only inside the command.
                optional("allow_deleting_content", Shape::Any),
                version_shape(),
            ])
        };
        union([
            command(
                &["update_content"],
                members([required("content_updates", updates), leave()]),
            ),
            command(
                &["replace_content"],
                members([required("new_str", text()), leave()]),
            ),
            command(
                &["insert_content"],
                members([
                    required("content", text()),
                    optional("after", text()),
                    optional("position", place),
                ]),
            ),
            command(
                &["replace_content_range"],
                members([
                    required("content", text()),
                    required("content_range", text()),
                    leave(),
                ]),
            ),
        ])
    });
    &SHAPE
}

/// `PATCH /v1/pages/{page_id}/markdown`: answers with what is on the page then.
pub(crate) fn update(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let id = input.id("page_id")?;
    validate::body(&input.body, shape())?;
    let dialect = dialect_of(&input.body);
    let mut page = page(tx, ctx, &id)?;
    set_trash(tx, &mut page, None)?;
    let kind = input
        .member("type")
        .and_then(Value::as_str)
        .unwrap_or_default();
    let command = input.member(kind).unwrap_or(&Value::Null);
    let edit = Edit {
        tx,
        ctx,
        page: &page,
        dialect,
        command,
    };
    match kind {
        "insert_content" => edit.insert()?,
        "replace_content" => {
            let new = edit.text("new_str");
            edit.replace(&new, "new_str")?;
        }
        "replace_content_range" => {
            let text = edit.current()?;
            let (from, until) = edit::selected(&text, &edit.text("content_range"))?;
            let content = edit.text("content");
            let new = format!("{}{}{}", &text[..from], content, &text[until..]);
            edit.replace(&new, "content")?;
        }
        _ => {
            let text = edit.current()?;
            let updates = command.get("content_updates").and_then(Value::as_array);
            let updates = updates.map_or(&[][..], Vec::as_slice);
            let new = edit::update(&text, updates, dialect)?;
            edit.replace(&new, "new_str")?;
        }
    }
    nodes::touch(tx, &page.id, ctx.minute, ctx.user())?;
    answer(tx, ctx, &page, dialect)
}

/// The page of an id; a database or a block is refused as such (documented; its words are assumed).
fn page(tx: &Transaction<'_>, ctx: &Context<'_>, id: &str) -> Result<Node, Problem> {
    match nodes::get(tx, id)? {
        Some(node) if node.kind == Kind::Block => Err(Problem::validation(format!(
            "Provided ID {id} is a block, not a page."
        ))),
        _ => super::super::pages::find(tx, ctx, id),
    }
}

/// A change to a page.
struct Edit<'a> {
    tx: &'a Transaction<'a>,
    ctx: &'a Context<'a>,
    page: &'a Node,
    dialect: Dialect,
    command: &'a Value,
}

impl Edit<'_> {
    fn text(&self, member: &str) -> String {
        let value = self.command.get(member).and_then(Value::as_str);
        value.unwrap_or_default().to_owned()
    }

    fn parent(&self) -> Parent {
        Parent::Page(self.page.id.clone())
    }

    fn blocks(&self) -> Result<Vec<Tree>, Problem> {
        let loaded = load::load(self.tx, self.ctx, self.page)?;
        if loaded.cut {
            // That it is refused, and how it is marked, is documented.
            return Err(
                Problem::validation("This page is too large to be edited as Markdown.")
                    .with("limit_kind", "page_record_count"),
            );
        }
        Ok(loaded.blocks)
    }

    /// The text of the page as it is.
    fn current(&self) -> Result<String, Problem> {
        let writer = writer(self.tx, self.ctx, self.page, self.dialect)?;
        Ok(writer.write(&self.blocks()?).markdown)
    }

    fn replace(&self, text: &str, member: &str) -> Result<(), Problem> {
        let old = self.blocks()?;
        let new = recto_markdown::read(text, self.dialect).blocks;
        let leave = self.command.get("allow_deleting_content") == Some(&Value::Bool(true));
        if !leave {
            replace::protect(&old, &new, member)?;
        }
        let parent = self.parent();
        replace::replace(self.tx, self.ctx, &parent, &old, &new, self.dialect)
    }

    fn insert(&self) -> Result<(), Problem> {
        let content = self.text("content");
        let after = self.command.get("after").and_then(Value::as_str);
        let position = self.command.get("position");
        if let (Some(_), Some(position)) = (after, position) {
            // That both are refused is documented.
            return Err(validate::failed(
                "body",
                "body.insert_content.position",
                "not present",
                position,
            ));
        }
        if let Some(after) = after {
            let text = self.current()?;
            let (_, until) = edit::selected(&text, after)?;
            let new = edit::insert_behind(&text, until, &content, self.dialect);
            return self.replace(&new, "content");
        }
        let start = position
            .and_then(|place| place.get("type"))
            .and_then(Value::as_str)
            == Some("start");
        let place = if start { Place::Start } else { Place::End };
        let blocks = recto_markdown::read(&content, self.dialect).blocks;
        make::insert(self.tx, self.ctx, &self.parent(), &blocks, place)
    }
}
