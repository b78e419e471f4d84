//! Whole trees of blocks, several lists at a time.

mod entry;
mod walk;

use std::future::IntoFuture;
use std::pin::Pin;

use futures::stream::Stream;
use recto_api::block::Block;
use recto_api::ids::BlockId;
use recto_api::list::Element;

use self::walk::Walk;
use crate::call::Client;
use crate::error::Error;
use crate::generate::generate;

impl Client {
    /// All blocks of a page or block, at every level, in document order.
    ///
    /// Costs one request for each block that has children, and one more for every further 100 of
    /// them. Up to six are under way at a time, within the pace.
    ///
    /// * Pages and databases inside the page are shown and not entered, unless
    ///   [`TreeRequest::child_pages`] asks for the pages.
    /// * A synced copy shows the blocks of its original, meeting notes those of their summary, notes
    ///   and transcript (documented). A copy inside its own original is not entered.
    /// * What cannot be read (404, 403, 400, or an answer that makes no sense) leaves a [`Gap`]; the
    ///   rest is read all the same. Any other failure ends the reading, as does one of the page or
    ///   block itself.
    ///
    /// # Errors
    ///
    /// Awaited, see [`Error`].
    ///
    /// ```
    /// # use recto_client::{Client, Token, Transport};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use recto_api::block::{AppendChildren, BlockContent};
    /// use recto_api::endpoint::AppendBlockChildren;
    ///
    /// # let emulator = recto_emulator::Emulator::start()?;
    /// # let token = Token::parse(emulator.token())?;
    /// # let client = Client::builder(token).transport(Transport::new(emulator.service())).build()?;
    /// # let page = emulator.root_page_id();
    /// let inside = BlockContent::paragraph("and inside");
    /// let blocks = [BlockContent::toggle("Outside").children([inside])];
    /// client.send(&AppendBlockChildren::new(page.clone(), AppendChildren::new(blocks))).await?;
    ///
    /// let tree = client.tree(page).await?;
    /// let lines: Vec<String> = tree
    ///     .blocks()
    ///     .map(|(depth, block)| format!("{}{}", "  ".repeat(depth), block.plain_text()))
    ///     .collect();
    /// assert_eq!(lines, ["Outside", "  and inside"]);
    /// assert!(tree.is_whole());
    /// assert_eq!(tree.requests, 2);
    /// # Ok(())
    /// # }
    /// ```
    pub fn tree(&self, root: impl Into<BlockId>) -> TreeRequest {
        TreeRequest {
            client: self.clone(),
            root: root.into(),
            depth: usize::MAX,
            concurrency: 6,
            child_pages: false,
        }
    }
}

/// A tree to be read; await it, or take it as a stream.
#[derive(Debug, Clone)]
#[must_use = "nothing is read until it is awaited"]
pub struct TreeRequest {
    client: Client,
    root: BlockId,
    depth: usize,
    concurrency: usize,
    child_pages: bool,
}

impl TreeRequest {
    /// Reads so many levels; 1 are the direct children. All of them by default.
    pub fn depth(mut self, levels: usize) -> Self {
        self.depth = levels;
        self
    }

    /// How many requests are under way at a time: at least 1, 6 by default.
    pub fn concurrency(mut self, requests: usize) -> Self {
        self.concurrency = requests.max(1);
        self
    }

    /// Enters the pages inside the page too. A database has no blocks: query its data sources.
    pub fn child_pages(mut self) -> Self {
        self.child_pages = true;
        self
    }

    /// The blocks in document order, each as soon as all before it are there.
    ///
    /// An error ends the stream.
    ///
    /// ```no_run
    /// # async fn example(client: recto_client::Client, page: recto_api::ids::PageId)
    /// #     -> Result<(), recto_client::Error> {
    /// use futures::{TryStreamExt, pin_mut};
    /// use recto_api::list::Element;
    /// use recto_client::tree::Visit;
    ///
    /// let visits = client.tree(page).stream();
    /// pin_mut!(visits);
    /// while let Some(visit) = visits.try_next().await? {
    ///     match visit {
    ///         Visit::Block { depth, block, .. } => {
    ///             if let Element::Valid(block) = *block {
    ///                 let _line = format!("{}{}", "  ".repeat(depth), block.plain_text());
    ///             }
    ///         }
    ///         Visit::Gap(gap) => return Err(gap.error),
    ///     }
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub fn stream(self) -> impl Stream<Item = Result<Visit, Error>> + Send + Unpin + use<> {
        generate(|mut out| async move {
            let mut walk = Walk::new(self);
            while let Some(visit) = walk.next().await? {
                out.put(visit).await;
            }
            Ok(())
        })
    }

    async fn fetch(self) -> Result<Tree, Error> {
        let root = self.root.clone();
        let mut walk = Walk::new(self);
        let mut tree = Tree {
            root,
            nodes: Vec::new(),
            gaps: Vec::new(),
            requests: 0,
        };
        // The nodes around the one that comes next.
        let mut around: Vec<usize> = Vec::new();
        while let Some(visit) = walk.next().await? {
            match visit {
                Visit::Block {
                    depth,
                    block,
                    below,
                } => {
                    tree.close(&mut around, depth);
                    around.push(tree.nodes.len());
                    tree.nodes.push(Node {
                        block: *block,
                        depth,
                        below,
                        end: 0,
                    });
                }
                Visit::Gap(gap) => {
                    if let Some(node) = gap.depth.checked_sub(1).and_then(|at| around.get(at)) {
                        tree.nodes[*node].below = Below::Gap;
                    }
                    tree.gaps.push(gap);
                }
            }
        }
        tree.close(&mut around, 0);
        tree.requests = walk.requests;
        Ok(tree)
    }
}

impl IntoFuture for TreeRequest {
    type Output = Result<Tree, Error>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.fetch())
    }
}

/// What comes next in a tree.
#[derive(Debug)]
pub enum Visit {
    /// A block.
    Block {
        /// How many blocks of the tree it is inside of.
        depth: usize,
        /// The block, or what could not be read as one.
        block: Box<Element<Block>>,
        /// What is inside it.
        below: Below,
    },
    /// Blocks that are missing here.
    Gap(Gap),
}

/// What is inside a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Below {
    /// Nothing.
    Empty,
    /// The blocks that follow with a greater depth.
    Read,
    /// Blocks of which some or all could not be read.
    Gap,
    /// Perhaps something; it was not looked at.
    NotEntered(Cut),
}

/// Why it was not looked at what is inside a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// It lies deeper than was asked for.
    Depth,
    /// It is a page of its own.
    ChildPage,
    /// It is a database.
    ChildDatabase,
    /// It is a copy of what it stands in.
    Cycle,
}

/// Blocks that could not be read.
#[derive(Debug)]
pub struct Gap {
    /// The depth at which they are missing.
    pub depth: usize,
    /// The block whose children they are: the one before the gap, or the original of a copy.
    pub parent: BlockId,
    /// Why.
    pub error: Error,
}

/// All blocks inside a page or block.
#[derive(Debug)]
pub struct Tree {
    /// The page or block.
    pub root: BlockId,
    /// The blocks in document order.
    pub nodes: Vec<Node>,
    /// What could not be read.
    pub gaps: Vec<Gap>,
    /// How many requests it took. What the client sent again is not counted, what its cache answered
    /// is.
    pub requests: u64,
}

/// A block of a tree.
#[derive(Debug, Clone, PartialEq)]
pub struct Node {
    /// The block, or what could not be read as one.
    pub block: Element<Block>,
    /// How many blocks of the tree it is inside of.
    pub depth: usize,
    /// What is inside it.
    pub below: Below,
    /// The index of the first node that is not inside it.
    end: usize,
}

impl Tree {
    /// Closes the blocks that are at this depth or deeper.
    fn close(&mut self, around: &mut Vec<usize>, depth: usize) {
        let end = self.nodes.len();
        for node in around.drain(depth.min(around.len())..) {
            self.nodes[node].end = end;
        }
    }

    /// The blocks with their depth, in document order. Those that could not be read are left out.
    pub fn blocks(&self) -> impl Iterator<Item = (usize, &Block)> {
        self.nodes.iter().filter_map(|node| match &node.block {
            Element::Valid(block) => Some((node.depth, block)),
            Element::Invalid(_) => None,
        })
    }

    /// The indices of the nodes at the top.
    pub fn top(&self) -> impl Iterator<Item = usize> {
        self.siblings(0, self.nodes.len())
    }

    /// The indices of the nodes directly inside a node; none where there is no such node.
    pub fn children(&self, node: usize) -> impl Iterator<Item = usize> {
        let end = self.nodes.get(node).map_or(0, |node| node.end);
        self.siblings(node.saturating_add(1), end)
    }

    /// Whether nothing is missing: no gaps, no blocks that could not be read, and nothing deeper than
    /// was asked for. Pages and databases inside do not count.
    pub fn is_whole(&self) -> bool {
        self.gaps.is_empty()
            && self.nodes.iter().all(|node| {
                matches!(node.block, Element::Valid(_))
                    && node.below != Below::NotEntered(Cut::Depth)
            })
    }

    fn siblings(&self, from: usize, to: usize) -> impl Iterator<Item = usize> {
        let first = (from < to).then_some(from);
        std::iter::successors(first, move |node| {
            let next = self.nodes[*node].end;
            (next < to).then_some(next)
        })
    }
}
