//! A walk through a tree: lists are fetched side by side, blocks come out in order.

use std::collections::HashSet;

use futures::future::{BoxFuture, FutureExt};
use futures::stream::{FuturesUnordered, StreamExt};
use recto_api::block::Block;
use recto_api::endpoint::{Endpoint, ListBlockChildren};
use recto_api::ids::BlockId;
use recto_api::list::{Element, List};

use super::entry::{Entry, entry};
use super::{Below, Cut, Gap, TreeRequest, Visit};
use crate::cursor;
use crate::error::Error;

type Answer = (Job, Result<List<Block>, Error>);

/// A walk that is under way.
pub(super) struct Walk {
    request: TreeRequest,
    /// Every block that was seen, and the root, which is the first.
    places: Vec<Place>,
    /// Lists that are still to be fetched, the next one last.
    waiting: Vec<Job>,
    flying: FuturesUnordered<BoxFuture<'static, Answer>>,
    /// Where the walk stands: the places it is inside of, each with its list and the child that
    /// comes next.
    path: Vec<(usize, usize, usize)>,
    pub(super) requests: u64,
}

/// A block, and the lists that show what is inside it.
#[derive(Debug)]
struct Place {
    /// Until it has come out.
    block: Option<Box<Element<Block>>>,
    below: Below,
    parent: Option<usize>,
    depth: usize,
    lists: Vec<Listing>,
}

/// The children of one block, as far as they were fetched.
#[derive(Debug)]
struct Listing {
    of: BlockId,
    children: Vec<usize>,
    cursors: HashSet<String>,
    done: bool,
    failed: Option<Error>,
}

/// One page of a list.
#[derive(Debug)]
struct Job {
    place: usize,
    list: usize,
    cursor: Option<String>,
}

impl Walk {
    pub(super) fn new(request: TreeRequest) -> Self {
        let mut walk = Self {
            places: vec![Place {
                block: None,
                below: Below::Read,
                parent: None,
                depth: 0,
                lists: Vec::new(),
            }],
            waiting: Vec::new(),
            flying: FuturesUnordered::new(),
            path: vec![(0, 0, 0)],
            requests: 0,
            request,
        };
        if walk.request.depth > 0 {
            let root = walk.request.root.clone();
            walk.enter(0, vec![root]);
        }
        walk
    }

    /// What comes next in document order; none at the end.
    pub(super) async fn next(&mut self) -> Result<Option<Visit>, Error> {
        while let Some((place, list, child)) = self.path.pop() {
            let depth = self.depth_inside(place);
            let Some(listing) = self.places[place].lists.get_mut(list) else {
                continue;
            };
            if let Some(next) = listing.children.get(child).copied() {
                self.path.push((place, list, child + 1));
                self.path.push((next, 0, 0));
                let next = &mut self.places[next];
                let below = next.below;
                let block = next.block.take();
                return Ok(block.map(|block| Visit::Block {
                    depth,
                    block,
                    below,
                }));
            }
            if !listing.done {
                self.path.push((place, list, child));
                self.fetch().await?;
                continue;
            }
            let failed = listing.failed.take();
            let parent = listing.of.clone();
            self.path.push((place, list + 1, 0));
            if let Some(error) = failed {
                return Ok(Some(Visit::Gap(Gap {
                    depth,
                    parent,
                    error,
                })));
            }
        }
        Ok(None)
    }

    /// The depth of what is inside a place; the root has none itself.
    fn depth_inside(&self, place: usize) -> usize {
        match place {
            0 => 0,
            _ => self.places[place].depth + 1,
        }
    }

    /// Fetches until one more list has come.
    async fn fetch(&mut self) -> Result<(), Error> {
        while self.flying.len() < self.request.concurrency
            && let Some(job) = self.waiting.pop()
        {
            self.requests += 1;
            let client = self.request.client.clone();
            let listing = &self.places[job.place].lists[job.list];
            let mut list = ListBlockChildren::new(listing.of.clone());
            list.start_cursor.clone_from(&job.cursor);
            let answer = async move {
                let answer = client.send(&list).await;
                (job, answer)
            };
            self.flying.push(answer.boxed());
        }
        match self.flying.next().await {
            Some((job, Ok(list))) => self.take(&job, list),
            Some((job, Err(error))) if is_gap(&error) && job.place > 0 => self.fail(&job, error),
            Some((_, Err(error))) => return Err(error),
            // Nothing is left to fetch: whatever is still open stays as it is.
            None => self.close(),
        }
        Ok(())
    }

    fn take(&mut self, job: &Job, list: List<Block>) {
        let listing = &mut self.places[job.place].lists[job.list];
        let more = cursor::next(&list, &mut listing.cursors);
        let first = self.places.len();
        let depth = self.depth_inside(job.place);
        for block in list.results {
            self.places.push(Place {
                below: Below::Empty,
                block: Some(Box::new(block)),
                parent: Some(job.place),
                depth,
                lists: Vec::new(),
            });
        }
        let last = self.places.len();
        self.places[job.place].lists[job.list]
            .children
            .extend(first..last);
        match more {
            // Behind the lists of the children: blocks are wanted in order.
            Ok(Some(cursor)) => self.waiting.push(Job {
                place: job.place,
                list: job.list,
                cursor: Some(cursor),
            }),
            Ok(None) => self.places[job.place].lists[job.list].done = true,
            Err(reason) => {
                let items = self.places[job.place].lists[job.list].children.len() as u64;
                let operation = ListBlockChildren::OPERATION;
                self.fail(
                    job,
                    Error::Cursor {
                        operation,
                        items,
                        reason,
                    },
                );
            }
        }
        for child in (first..last).rev() {
            self.look_into(child);
        }
    }

    /// Decides whether a block is entered, and asks for its lists.
    fn look_into(&mut self, place: usize) {
        let Some(block) = &self.places[place].block else {
            return;
        };
        self.places[place].below = match entry(block, self.request.child_pages) {
            Entry::Empty => Below::Empty,
            Entry::Cut(cut) => Below::NotEntered(cut),
            Entry::Lists(_) if self.places[place].depth + 1 >= self.request.depth => {
                Below::NotEntered(Cut::Depth)
            }
            Entry::Lists(lists) if lists.iter().any(|list| self.is_around(place, list)) => {
                Below::NotEntered(Cut::Cycle)
            }
            Entry::Lists(lists) => {
                self.enter(place, lists);
                Below::Read
            }
        };
    }

    /// Whether a place is inside of what this list shows.
    fn is_around(&self, place: usize, list: &BlockId) -> bool {
        let mut around = self.places[place].parent;
        while let Some(place) = around {
            let place = &self.places[place];
            if place.lists.iter().any(|other| other.of == *list) {
                return true;
            }
            around = place.parent;
        }
        false
    }

    fn enter(&mut self, place: usize, lists: Vec<BlockId>) {
        for list in (0..lists.len()).rev() {
            self.waiting.push(Job {
                place,
                list,
                cursor: None,
            });
        }
        self.places[place].lists = lists
            .into_iter()
            .map(|of| Listing {
                of,
                children: Vec::new(),
                cursors: HashSet::new(),
                done: false,
                failed: None,
            })
            .collect();
    }

    fn fail(&mut self, job: &Job, error: Error) {
        let listing = &mut self.places[job.place].lists[job.list];
        listing.done = true;
        listing.failed = Some(error);
    }

    fn close(&mut self) {
        for (place, list, _) in &self.path {
            if let Some(listing) = self.places[*place].lists.get_mut(*list) {
                listing.done = true;
            }
        }
    }
}

/// Whether an error says that these blocks cannot be read, and not that nothing can.
fn is_gap(error: &Error) -> bool {
    match error {
        Error::Api(error) => matches!(error.status.as_u16(), 400 | 403 | 404),
        Error::Decode { .. } => true,
        _ => false,
    }
}
