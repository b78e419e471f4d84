//! Blocks from the storage as a tree.

use recto_api::block::{BlockContent, NewBlock, Unsupported};
use recto_markdown::{LEVELS, Node as Tree};
use rusqlite::Transaction;
use serde_json::{Map, Value};

use super::super::{Context, blocks, uploads};
use super::Loaded;
use crate::problem::Problem;
use crate::store::nodes::{self, Kind, Node};

/// Blocks that one answer shows (documented as about so many).
const BLOCKS: usize = 20_000;

/// What is on a page; a block with what is inside it.
pub(super) fn load(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    node: &Node,
) -> Result<Loaded, Problem> {
    let mut loader = Loader {
        tx,
        ctx,
        left: BLOCKS,
        cut: false,
    };
    let blocks = match node.kind {
        Kind::Page => loader.children(node, 0)?,
        Kind::Block | Kind::Database => vec![loader.tree(node, 0)?],
    };
    Ok(Loaded {
        blocks,
        cut: loader.cut,
    })
}

struct Loader<'a> {
    tx: &'a Transaction<'a>,
    ctx: &'a Context<'a>,
    left: usize,
    cut: bool,
}

impl Loader<'_> {
    fn children(&mut self, node: &Node, depth: usize) -> Result<Vec<Tree>, Problem> {
        // The writer puts a placeholder where this stops.
        if depth > LEVELS {
            return Ok(Vec::new());
        }
        let found = nodes::children(self.tx, blocks::content_of(node))?;
        found.iter().map(|child| self.tree(child, depth)).collect()
    }

    fn tree(&mut self, node: &Node, depth: usize) -> Result<Tree, Problem> {
        let shown = self.left > 0;
        self.left = self.left.saturating_sub(1);
        let content = if shown {
            content(self.tx, self.ctx, node)?
        } else {
            self.cut = true;
            placeholder(node)
        };
        let children = match node.kind {
            Kind::Block if shown => self.children(node, depth + 1)?,
            _ => Vec::new(),
        };
        Ok(Tree {
            id: node.id.parse().ok(),
            content,
            children,
        })
    }
}

fn content(tx: &Transaction<'_>, ctx: &Context<'_>, node: &Node) -> Result<BlockContent, Problem> {
    let mut block = Map::new();
    block.insert("type".to_owned(), Value::from(node.block_type.as_str()));
    let mut payload = blocks::payload_of(tx, ctx, node)?;
    // An address inside a text is not seen where answers are signed.
    uploads::Signer {
        origin: ctx.origin,
        secret: &ctx.workspace.token,
        now: ctx.now,
    }
    .sign(&mut payload);
    block.insert(node.block_type.clone(), payload);
    recto_api::wire::from_value::<NewBlock>(&Value::Object(block))
        .map(|block| block.content)
        .map_err(|error| Problem::internal(&error))
}

fn placeholder(node: &Node) -> BlockContent {
    BlockContent::Unsupported(Unsupported {
        block_type: node.block_type.as_str().into(),
        ..Unsupported::default()
    })
}
