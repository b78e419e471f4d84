//! Trees of any depth and size, appended in the fewest requests.
//!
//! A request takes 100 children in each list, two levels below a block, 1,000 blocks and 500 KB
//! (documented). A larger tree goes in several requests, and those that go to a block made by an
//! earlier one need its id, which only the answer to the request that made it, or a listing, tells.
//! [`plan`] cuts a tree so that all these requests together are as few as possible:
//!
//! * Ids come from answers. A block that gets requests of its own is sent at the top of the request
//!   that makes it, so that nothing has to be listed. Only columns, which have to be made within
//!   their list, and the first blocks of a new page are listed, once for each list.
//! * Each block's children go in order, from the first to the last, so that a failure leaves no
//!   holes among them. Among all plans that do, none has fewer requests: each block is sent in all
//!   the ways that matter (whole, or with so many of its first children), and the best groups of
//!   neighbours are found for each of them. (Where more than 24 ways are equally good, not all of
//!   them are followed.)
//!
//! A tree that no request fills up takes one request, and one more for each block that has more
//! than two levels below it (columns are no level): fewer are not possible, in whatever order.

mod error;
mod fit;
mod forest;
mod job;
mod limits;
mod look;
mod pack;
mod shape;
mod steps;
mod ways;

use recto_api::block::NewBlock;

pub use self::error::AppendError;
pub use self::fit::Unfit;
use self::forest::Forest;
pub use self::job::{Appended, Appending};
use self::limits::Limits;
pub use self::steps::{At, Step};
use self::steps::{Maker, Plan};
use self::ways::Ways;

/// Plans how to append blocks to a block or page.
///
/// Texts that are too long for one run become several; see [`Unfit`] for what cannot be helped.
///
/// # Errors
///
/// A block that no request can hold.
///
/// ```
/// use recto_api::block::{BlockContent, NewBlock};
/// use recto_client::append::{self, At, Step};
///
/// // Four levels: the outermost block is sent first, the rest goes into it.
/// let mut tree = BlockContent::toggle("3");
/// for text in ["2", "1", "0"] {
///     tree = BlockContent::toggle(text).children([tree]);
/// }
/// let steps = append::plan(vec![NewBlock::from(tree)])?;
/// assert_eq!(steps.len(), 2);
/// assert!(matches!(&steps[0], Step::Append { to: At::Root, numbers, .. } if *numbers == [0]));
/// assert!(matches!(&steps[1], Step::Append { to: At::Block(0), numbers, .. } if *numbers == [1]));
/// # Ok::<(), append::Unfit>(())
/// ```
pub fn plan(blocks: Vec<NewBlock>) -> Result<Vec<Step>, Unfit> {
    plan_within(blocks, &Limits::NOTION).map(|plan| plan.steps)
}

fn plan_within(blocks: Vec<NewBlock>, limits: &Limits) -> Result<Plan, Unfit> {
    let mut forest = Forest::grow(blocks)?;
    let ways = Ways::find(&forest, limits);
    ways.check()?;
    Ok(Maker::new(&mut forest, &ways, limits).all())
}

/// Plans how to make a page together with its content; the other members of the request that makes
/// it have `bytes` bytes.
fn plan_page(blocks: Vec<NewBlock>, bytes: usize, limits: &Limits) -> Result<Plan, Unfit> {
    let mut forest = Forest::grow(blocks)?;
    let ways = Ways::find(&forest, limits);
    ways.check()?;
    Ok(Maker::new(&mut forest, &ways, limits).behind(bytes))
}

#[cfg(test)]
mod tests;
