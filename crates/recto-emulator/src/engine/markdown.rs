//! Pages as Markdown: read, changed, made from it (documented; the shape of answers from recordings).

mod edit;
mod load;
mod make;
mod patch;
mod replace;

pub(crate) use patch::{shape as update_shape, update};

use recto_api::block::BlockContent;
use recto_markdown::{Dialect, Node as Tree, Writer, Written};
use rusqlite::Transaction;
use serde_json::{Value, json};

use super::{Context, Input};
use crate::problem::Problem;
use crate::store::nodes::{self, Kind, Node, Parent, Place};
use crate::validate;

/// Ids of blocks that are not shown, at most, in one answer (documented).
const UNKNOWN_IDS: usize = 100;

/// `GET /v1/pages/{page_id}/markdown`: of a page what is on it, of a block itself.
pub(crate) fn get(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    input: &Input,
) -> Result<Value, Problem> {
    let id = input.id("page_id")?;
    let dialect = asked_dialect(input)?;
    let refuse = |member: &str, expectation: &str, instead: &str| {
        let path = format!("query.{member}");
        Err(validate::failed(
            "query",
            &path,
            expectation,
            &json!(instead),
        ))
    };
    // There are no transcripts here that it could show.
    match input.query("include_transcript") {
        None | Some("true" | "false") => {}
        Some(other) => return refuse("include_transcript", "a boolean or `undefined`", other),
    }
    let node = find(tx, ctx, &id)?;
    answer(tx, ctx, &node, dialect)
}

/// The page or block of an id.
fn find(tx: &Transaction<'_>, ctx: &Context<'_>, id: &str) -> Result<Node, Problem> {
    match nodes::get(tx, id)? {
        Some(node) if node.kind == Kind::Block => Ok(node),
        _ => super::pages::find(tx, ctx, id),
    }
}

fn asked_dialect(input: &Input) -> Result<Dialect, Problem> {
    let Some(version) = input.query("markdown_version") else {
        return Ok(Dialect::V1);
    };
    Dialect::of(version).ok_or_else(|| {
        let expectation = format!("{}, or `undefined`", "`\"v1\"`, `\"v2\"`");
        validate::failed(
            "query",
            "query.markdown_version",
            &expectation,
            &json!(version),
        )
    })
}

/// The `page_markdown` of a page or block.
fn answer(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    node: &Node,
    dialect: Dialect,
) -> Result<Value, Problem> {
    let loaded = load::load(tx, ctx, node)?;
    let written = writer(tx, ctx, node, dialect)?.write(&loaded.blocks);
    Ok(page_markdown(&node.id, &written, loaded.cut))
}

/// What writes the blocks of a page or block.
fn writer(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    node: &Node,
    dialect: Dialect,
) -> Result<Writer, Problem> {
    let writer = Writer::new(dialect).link_base(&ctx.workspace.link_base);
    let page = match node.kind {
        Kind::Page => Some(node.id.clone()),
        _ => nodes::containing_page(tx, &node.parent)?,
    };
    let page = page.and_then(|id| id.parse::<recto_api::ids::BlockId>().ok());
    Ok(match page {
        Some(page) => writer.page(page),
        None => writer,
    })
}

/// The answer, in the recorded order of members.
fn page_markdown(id: &str, written: &Written, cut: bool) -> Value {
    let unknown: Vec<&str> = written
        .unknown_block_ids
        .iter()
        .take(UNKNOWN_IDS)
        .map(AsRef::as_ref)
        .collect();
    json!({
        "object": "page_markdown",
        "id": id,
        "markdown": written.markdown,
        // Measured: a placeholder for a block that Markdown cannot show sets it, too.
        "truncated": cut || !unknown.is_empty(),
        "unknown_block_ids": unknown,
    })
}

/// Blocks for a new page; whether the first heading is its title instead.
pub(crate) struct Draft {
    blocks: Vec<Tree>,
    /// The title, as a request has it.
    pub(crate) title: Option<Value>,
}

impl Draft {
    /// Reads the `markdown` of a request. `titled`: the page has a title already; otherwise the first
    /// heading, if the text begins with one of the first level, becomes it (recorded).
    pub(crate) fn read(body: &Value, titled: bool) -> Result<Option<Self>, Problem> {
        let Some(text) = body.get("markdown").and_then(Value::as_str) else {
            return match body.get("markdown_version") {
                // That it is refused is documented.
                Some(version) => Err(validate::failed(
                    "body",
                    "body.markdown_version",
                    "not present",
                    version,
                )),
                None => Ok(None),
            };
        };
        let mut blocks = recto_markdown::read(text, dialect_of(body)).blocks;
        let heads = !titled
            && blocks.first().is_some_and(|first| {
                matches!(first.content, BlockContent::Heading1(_)) && first.children.is_empty()
            });
        let title = if heads {
            let heading = blocks.remove(0);
            let runs = serde_json::to_value(heading.content.rich_text());
            Some(runs.map_err(|error| Problem::internal(&error))?)
        } else {
            None
        };
        Ok(Some(Self { blocks, title }))
    }

    /// Puts the blocks on the page.
    pub(crate) fn insert(
        &self,
        tx: &Transaction<'_>,
        ctx: &Context<'_>,
        page: &str,
    ) -> Result<(), Problem> {
        make::insert(
            tx,
            ctx,
            &Parent::Page(page.to_owned()),
            &self.blocks,
            Place::End,
        )
    }
}

/// Rich text, written as Markdown by a comment: inline signs only (documented).
pub(crate) fn rich_text(body: &Value, text: &str) -> Result<Value, Problem> {
    let runs = recto_markdown::read_inline(text, dialect_of(body));
    serde_json::to_value(runs).map_err(|error| Problem::internal(&error))
}

/// The dialect that a body asks for, found sound by its shape.
fn dialect_of(body: &Value) -> Dialect {
    let version = body.get("markdown_version").and_then(Value::as_str);
    version.and_then(Dialect::of).unwrap_or_default()
}

/// The member that asks for a dialect.
pub(crate) fn version_shape() -> validate::Member {
    validate::optional("markdown_version", validate::literals(&["v1", "v2"]))
}

/// The blocks of a page or block.
#[derive(Debug)]
struct Loaded {
    blocks: Vec<Tree>,
    /// Whether there are more than one answer shows.
    cut: bool,
}
