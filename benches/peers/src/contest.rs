//! Who is measured, and how each reads an answer.

use std::hint::black_box;
use std::time::{Duration, Instant};

use crate::memory::{self, Taken};

/// Reads an answer as one library does, and gives the time for `times` of it. What was read is
/// dropped within the time, as every program must in the end.
pub struct Contestant {
    /// Crate and version.
    pub name: &'static str,
    /// What it reads into.
    pub into: &'static str,
    run: fn(&[u8], u32) -> Duration,
    once: fn(&[u8]) -> Result<Taken, String>,
}

fn run<T: Read>(text: &[u8], times: u32) -> Duration {
    let start = Instant::now();
    for _ in 0..times {
        black_box(T::read(black_box(text)).is_ok());
    }
    start.elapsed()
}

fn once<T: Read>(text: &[u8]) -> Result<Taken, String> {
    // The first reading may fill caches that live on.
    if !T::read(text)?.whole() {
        return Err("not all of it was read".to_owned());
    }
    let (result, taken) = memory::measure(|| T::read(text));
    drop(result?);
    Ok(taken)
}

/// A type of an answer.
trait Read: Sized {
    fn read(text: &[u8]) -> Result<Self, String>;

    fn whole(&self) -> bool {
        true
    }
}

impl Contestant {
    const fn of<T: Read>(name: &'static str, into: &'static str) -> Self {
        Self {
            name,
            into,
            run: run::<T>,
            once: once::<T>,
        }
    }

    /// The time for so many readings.
    pub fn time(&self, text: &[u8], times: u32) -> Duration {
        (self.run)(text, times)
    }

    /// What one reading allocates; an error says that the answer cannot be read.
    pub fn memory(&self, text: &[u8]) -> Result<Taken, String> {
        (self.once)(text)
    }
}

macro_rules! by_serde_json {
    ($($type:ty),*) => {$(
        impl Read for $type {
            fn read(text: &[u8]) -> Result<Self, String> {
                serde_json::from_slice(text).map_err(|error| error.to_string())
            }
        }
    )*};
}

type NotionrsRows =
    notionrs_types::object::response::ListResponse<notionrs_types::object::page::PageResponse>;
type NotionrsBlocks =
    notionrs_types::object::response::ListResponse<notionrs_types::object::block::BlockResponse>;
use notion_client::endpoints::blocks::retrieve::response::RetrieveBlockChilerenResponse;
use notion_client::endpoints::databases::query::response::QueryDatabaseResponse;

by_serde_json!(
    serde_json::Value,
    NotionrsRows,
    NotionrsBlocks,
    QueryDatabaseResponse,
    RetrieveBlockChilerenResponse
);

#[cfg(feature = "recto")]
mod recto {
    use recto_api::endpoint::{Endpoint, ListBlockChildren, QueryDataSource};
    use recto_api::list::{Element, List};
    use recto_api::wire::Decode;

    use super::Read;

    impl<T> Read for List<T>
    where
        Self: Decode,
    {
        fn read(text: &[u8]) -> Result<Self, String> {
            Self::decode(text).map_err(|error| error.to_string())
        }

        // An element that cannot be read is kept as text, which would be cheating here.
        fn whole(&self) -> bool {
            let valid = |element: &Element<T>| matches!(element, Element::Valid(_));
            self.results.len() == 100 && self.results.iter().all(valid)
        }
    }

    pub(super) type Rows = <QueryDataSource as Endpoint>::Output;
    pub(super) type Blocks = <ListBlockChildren as Endpoint>::Output;
}

const VALUE: Contestant = Contestant::of::<serde_json::Value>("serde_json", "Value");

/// Those who read rows; the first is the measure.
pub fn of_rows() -> Vec<Contestant> {
    vec![
        VALUE,
        #[cfg(feature = "recto")]
        Contestant::of::<recto::Rows>("recto", "output of QueryDataSource"),
        Contestant::of::<NotionrsRows>("notionrs 0.32", "ListResponse<PageResponse>"),
        Contestant::of::<QueryDatabaseResponse>("notion-client 1.1", "QueryDatabaseResponse"),
    ]
}

/// Those who read blocks; the first is the measure.
pub fn of_blocks() -> Vec<Contestant> {
    vec![
        VALUE,
        #[cfg(feature = "recto")]
        Contestant::of::<recto::Blocks>("recto", "output of ListBlockChildren"),
        Contestant::of::<NotionrsBlocks>("notionrs 0.32", "ListResponse<BlockResponse>"),
        Contestant::of::<RetrieveBlockChilerenResponse>(
            "notion-client 1.1",
            "RetrieveBlockChilerenResponse",
        ),
    ]
}
