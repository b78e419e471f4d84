//! Plans carried out.

use std::collections::VecDeque;
use std::future::IntoFuture;
use std::pin::Pin;
use std::time::Duration;

use recto_api::block::{AppendChildren, Block, NewBlock};
use recto_api::endpoint::{AppendBlockChildren, CreatePage};
use recto_api::ids::BlockId;
use recto_api::list::{Element, List};
use recto_api::page::{NewPage, Page};
use recto_api::wire::Field;
use tokio::time::Instant;

use super::error::AppendError;
use super::fit::Unfit;
use super::forest::length;
use super::limits::Limits;
use super::steps::{At, Plan, Step};
use crate::call::Client;
use crate::error::Error;

impl Client {
    /// Plans to append trees of blocks, however large and deep, at the end of a block or page.
    ///
    /// Nothing is sent until the answer is awaited. It takes the fewest requests: see
    /// [`crate::append`].
    ///
    /// # Errors
    ///
    /// A block that no request can hold. Awaited, see [`AppendError`].
    ///
    /// ```
    /// # use recto_client::{Client, Token, Transport};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use recto_api::block::BlockContent;
    ///
    /// # let emulator = recto_emulator::Emulator::start()?;
    /// # let token = Token::parse(emulator.token())?;
    /// # let client = Client::builder(token).transport(Transport::new(emulator.service())).build()?;
    /// # let home = emulator.root_page_id();
    /// let lines = (1..=250).map(|number| BlockContent::paragraph(format!("Line {number}")));
    /// let list = BlockContent::toggle("All lines").children(lines);
    ///
    /// let job = client.append_tree(home, [list])?;
    /// assert_eq!(job.requests(), 3);
    /// let appended = job.await?;
    /// assert_eq!(appended.blocks, 251);
    /// assert_eq!(appended.top().count(), 1);
    /// # Ok(())
    /// # }
    /// ```
    pub fn append_tree<Blocks>(
        &self,
        to: impl Into<BlockId>,
        blocks: Blocks,
    ) -> Result<Appending, Unfit>
    where
        Blocks: IntoIterator<Item: Into<NewBlock>>,
    {
        let blocks = blocks.into_iter().map(Into::into).collect();
        let plan = super::plan_within(blocks, &Limits::NOTION)?;
        Ok(Appending::new(self, Root::Block(to.into()), plan))
    }

    /// Plans to make a page with all its content, however large and deep.
    ///
    /// The page's `children` may be more than a request takes: the first request carries as many of
    /// them as keeps the requests fewest. [`Appended::page`] is the new page.
    ///
    /// # Errors
    ///
    /// As for [`Client::append_tree`].
    ///
    /// ```
    /// # use recto_client::{Client, Token, Transport};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use recto_api::block::{BlockContent, NewBlock};
    /// use recto_api::page::NewPage;
    ///
    /// # let emulator = recto_emulator::Emulator::start()?;
    /// # let token = Token::parse(emulator.token())?;
    /// # let client = Client::builder(token).transport(Transport::new(emulator.service())).build()?;
    /// # let home = emulator.root_page_id();
    /// let lines: Vec<NewBlock> = (1..=150)
    ///     .map(|number| BlockContent::paragraph(format!("Line {number}")).into())
    ///     .collect();
    /// let made = client.create_page_tree(NewPage::new(home).title("Lines").children(lines))?.await?;
    /// assert_eq!(made.page.as_ref().and_then(|page| page.title()).as_deref(), Some("Lines"));
    /// assert_eq!((made.blocks, made.requests), (150, 2));
    /// # Ok(())
    /// # }
    /// ```
    pub fn create_page_tree(&self, mut page: NewPage) -> Result<Appending, Unfit> {
        let blocks = std::mem::take(&mut page.children)
            .into_value()
            .unwrap_or_default();
        let bytes = length(&page).map_err(|error| Unfit::new(0, error.to_string()))?;
        let mut plan = super::plan_page(blocks, bytes, &Limits::NOTION)?;
        let first = std::mem::take(&mut plan.first);
        let count = first.len();
        if count > 0 {
            page.children = Field::Value(first);
        }
        let create = Box::new(CreatePage::new(page));
        Ok(Appending::new(self, Root::Page { create, count }, plan))
    }
}

/// Requests that append trees of blocks, planned and not yet sent.
///
/// Await it, or [`Appending::run`] it.
#[derive(Debug)]
#[must_use = "nothing is sent until it is awaited"]
pub struct Appending {
    pub(super) client: Client,
    pub(super) root: Root,
    pub(super) place: Place,
    pub(super) steps: VecDeque<Step>,
    /// How many children each block has by now.
    pub(super) made: Vec<usize>,
    /// How many blocks were put into the root by now.
    pub(super) made_in_root: usize,
    /// The last block put into the root.
    pub(super) last: Option<BlockId>,
    /// How many of its children go along with each block.
    along: Vec<usize>,
    /// The numbers of the blocks inside each block.
    inside: Vec<Vec<usize>>,
    pub(super) done: Appended,
    pub(super) doubt: Option<Doubt>,
}

/// What the blocks go into.
#[derive(Debug)]
pub(super) enum Root {
    /// What is there already.
    Block(BlockId),
    /// A page that the first request makes, with so many of the blocks.
    Page {
        create: Box<CreatePage>,
        count: usize,
    },
    /// A page that was made for them.
    Made(BlockId),
}

/// Where the blocks go.
#[derive(Debug, Clone)]
pub(super) enum Place {
    End,
    Start,
    After(BlockId),
}

/// A request that may have been carried out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Doubt {
    /// When it failed.
    pub(super) since: Instant,
    /// The service says that it was.
    pub(super) saved: bool,
}

/// What was appended.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Appended {
    /// Blocks that are there, at all levels.
    pub blocks: usize,
    /// Requests that were carried out. What the client sent again is not counted: see
    /// [`Client::usage`].
    pub requests: u64,
    /// The page, where one was to be made and was.
    pub page: Option<Box<Page>>,
    ids: Vec<Option<BlockId>>,
    tops: Vec<usize>,
}

impl Appended {
    /// The id of a block, by its number: 0 for the first, counted in document order.
    ///
    /// Known are the ids that an answer told: of all blocks at the top (but for those that came with
    /// a new page), and of those that got requests of their own. [`Client::tree`] tells all.
    pub fn id(&self, number: usize) -> Option<&BlockId> {
        self.ids.get(number)?.as_ref()
    }

    /// The ids that are known, with the number of their block, in document order.
    pub fn ids(&self) -> impl Iterator<Item = (usize, &BlockId)> {
        let ids = self.ids.iter().enumerate();
        ids.filter_map(|(number, id)| Some((number, id.as_ref()?)))
    }

    /// The ids of the blocks at the top, in order, as far as they are known.
    pub fn top(&self) -> impl Iterator<Item = &BlockId> {
        self.tops.iter().filter_map(|number| self.id(*number))
    }
}

/// How often a refusal for a conflict (409) is answered by the same request.
const CONFLICTS: u32 = 3;

impl Appending {
    fn new(client: &Client, root: Root, plan: Plan) -> Self {
        Self {
            client: client.clone(),
            root,
            place: Place::End,
            steps: plan.steps.into(),
            made: vec![0; plan.along.len()],
            made_in_root: 0,
            last: None,
            done: Appended {
                ids: vec![None; plan.along.len()],
                tops: plan.tops,
                ..Appended::default()
            },
            along: plan.along,
            inside: plan.children,
            doubt: None,
        }
    }

    /// Before all that is there. Has no meaning for a new page.
    pub fn at_start(mut self) -> Self {
        self.place = Place::Start;
        self
    }

    /// Behind this child of the block or page. Has no meaning for a new page.
    pub fn after(mut self, block_id: impl Into<BlockId>) -> Self {
        self.place = Place::After(block_id.into());
        self
    }

    /// How many requests are left.
    pub fn requests(&self) -> usize {
        self.steps.len() + usize::from(matches!(self.root, Root::Page { .. }))
    }

    /// What is there by now.
    pub fn appended(&self) -> &Appended {
        &self.done
    }

    /// Whether the next request may have been carried out already.
    pub fn is_uncertain(&self) -> bool {
        self.doubt.is_some()
    }

    /// Settles a doubt: the next request was not carried out, and is to be sent again.
    pub fn not_done(mut self) -> Self {
        self.doubt = None;
        self
    }

    /// Sends the requests, one after the other.
    ///
    /// Where the service says that it saved blocks but could not answer, they count as appended. A
    /// conflict (409) is answered by the same request, three times.
    ///
    /// After a failure whose effect is uncertain, the rest looks first: at the children of blocks
    /// that it made itself, or behind the last one it put among others. What it finds it counts as
    /// done; what is not there after a minute, as long as Notion may work on a request, it sends
    /// again. Where it cannot tell (the very first blocks among others, or a new page), it stops with
    /// [`Error::Request`] and sends nothing: look, and settle it by [`Appending::not_done`].
    ///
    /// # Errors
    ///
    /// See [`AppendError`], which holds the rest of the requests.
    pub async fn run(mut self) -> Result<Appended, AppendError> {
        match self.go().await {
            Ok(()) => Ok(self.done),
            Err(error) => Err(AppendError::new(error, self.done.clone(), self)),
        }
    }

    async fn go(&mut self) -> Result<(), Error> {
        if let Root::Page { create, count } = &self.root {
            if self.doubt.is_some() {
                return Err(Error::Request(
                    "whether the page was made is not known: look for it before it is made again"
                        .to_owned(),
                ));
            }
            let count = *count;
            let page = match self.client.send(&**create).await {
                Ok(page) => page,
                Err(error) => return Err(self.failed(error)),
            };
            self.root = Root::Made(page.id.clone().into());
            self.done.page = Some(Box::new(page));
            self.done.requests += 1;
            self.arrived(At::Root, self.done.tops[..count].to_vec());
        }
        while let Some(step) = self.steps.front() {
            match step {
                Step::List { of, numbers } => {
                    let (of, numbers) = (*of, numbers.clone());
                    self.list(of, &numbers).await?;
                }
                Step::Append { .. } => {
                    if self.doubt.is_none() || !self.look().await? {
                        self.append().await?;
                    }
                }
            }
            self.steps.pop_front();
        }
        Ok(())
    }

    /// Sends the first step, an append.
    async fn append(&mut self) -> Result<(), Error> {
        let Some(Step::Append {
            to,
            blocks,
            numbers,
        }) = self.steps.front()
        else {
            return Ok(());
        };
        let (to, count) = (*to, numbers.len());
        let children = AppendChildren::new(blocks.iter().cloned());
        let children = match (to, &self.last, &self.place) {
            (At::Root, Some(last), Place::Start | Place::After(_)) => children.after(last.clone()),
            (At::Root, None, Place::Start) => children.at_start(),
            (At::Root, None, Place::After(block)) => children.after(block.clone()),
            _ => children,
        };
        let request = AppendBlockChildren::new(self.id(to)?, children);
        let mut conflicts = 0;
        let answer = loop {
            match self.client.deliver(&request).await {
                Err(error) if error.is_conflict() && conflicts < CONFLICTS => {
                    conflicts += 1;
                    tokio::time::sleep(Duration::from_secs(1 << conflicts)).await;
                }
                other => break other,
            }
        };
        let ids = match answer {
            Ok(list) => first_ids(&list, count),
            Err(error) => match error.committed() {
                None => return Err(self.failed(error)),
                Some(committed) => committed
                    .child_ids
                    .iter()
                    .map(|id| BlockId::parse(id).ok())
                    .collect::<Option<Vec<_>>>()
                    .filter(|ids| ids.len() == count),
            },
        };
        match ids {
            Some(ids) => self.appended_as(ids),
            // It was done, and did not say as what.
            None => {
                self.doubt = Some(Doubt {
                    since: Instant::now(),
                    saved: true,
                });
                self.look().await?;
            }
        }
        Ok(())
    }

    /// Notes a failure, and whether it leaves a doubt.
    fn failed(&mut self, error: Error) -> Error {
        if error.may_have_taken_effect() {
            self.doubt = Some(Doubt {
                since: Instant::now(),
                saved: error.committed().is_some(),
            });
        }
        error
    }

    /// Notes that the blocks of the first step are there, under these ids.
    pub(super) fn appended_as(&mut self, ids: Vec<BlockId>) {
        let Some(Step::Append { to, numbers, .. }) = self.steps.front() else {
            return;
        };
        let (to, numbers) = (*to, numbers.clone());
        if to == At::Root {
            self.last = ids.last().cloned().or(self.last.take());
        }
        for (number, id) in numbers.iter().zip(ids) {
            self.done.ids[*number] = Some(id);
        }
        self.done.requests += 1;
        self.doubt = None;
        self.arrived(to, numbers);
    }

    /// Notes that blocks are there, with what went along with them.
    fn arrived(&mut self, to: At, numbers: Vec<usize>) {
        match to {
            At::Root => self.made_in_root += numbers.len(),
            At::Block(parent) => self.made[parent] += numbers.len(),
        }
        let mut rest: Vec<usize> = numbers;
        while let Some(number) = rest.pop() {
            self.done.blocks += 1;
            let along = self.along[number];
            self.made[number] = along;
            rest.extend(&self.inside[number][..along]);
        }
    }

    /// Learns the ids of the first children of a block.
    async fn list(&mut self, of: At, numbers: &[usize]) -> Result<(), Error> {
        let ids = self.children(of, numbers.len()).await?;
        if ids.len() < numbers.len() {
            return Err(Error::Request(format!(
                "{} has {} blocks where {} were put: someone else is editing it",
                self.id(of)?,
                ids.len(),
                numbers.len()
            )));
        }
        self.done.requests += 1;
        for (number, id) in numbers.iter().zip(ids) {
            self.done.ids[*number] = id;
        }
        Ok(())
    }

    /// The id of a block that a step is about.
    pub(super) fn id(&self, at: At) -> Result<BlockId, Error> {
        let id = match (at, &self.root) {
            (At::Root, Root::Block(id) | Root::Made(id)) => Some(id.clone()),
            (At::Root, Root::Page { .. }) => None,
            (At::Block(number), _) => self.done.id(number).cloned(),
        };
        id.ok_or_else(|| Error::Request(format!("the id of {at:?} is not known")))
    }
}

/// The ids of the new blocks: the answer goes on with the siblings behind them (recordings).
fn first_ids(list: &List<Block>, count: usize) -> Option<Vec<BlockId>> {
    let ids = list.results.iter().take(count).map(id_of);
    ids.collect::<Option<Vec<_>>>()
        .filter(|ids| ids.len() == count)
}

/// The id of a block, also of one that cannot be read.
pub(super) fn id_of(block: &Element<Block>) -> Option<BlockId> {
    match block {
        Element::Valid(block) => Some(block.id.clone()),
        Element::Invalid(invalid) => BlockId::parse(invalid.id.as_deref()?).ok(),
    }
}

impl IntoFuture for Appending {
    type Output = Result<Appended, AppendError>;
    type IntoFuture = Pin<Box<dyn Future<Output = Self::Output> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(self.run())
    }
}
