//! Pages as Markdown: read (documented; the shape of the answer from recordings).

mod load;

use recto_markdown::{Dialect, Node as Tree, Writer, Written};
use rusqlite::Transaction;
use serde_json::{Value, json};

use super::{Context, Input};
use crate::problem::Problem;
use crate::store::nodes::{self, Kind, Node};
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
    if dialect == Dialect::V2 {
        return Err(Problem::not_built("`markdown_version: \"v2\"`"));
    }
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

/// The blocks of a page or block.
#[derive(Debug)]
struct Loaded {
    blocks: Vec<Tree>,
    /// Whether there are more than one answer shows.
    cut: bool,
}
