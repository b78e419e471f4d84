//! Notion's limits as data. No other room holds such a number.
//!
//! Source: notion-api section 5, unless an item says otherwise.

use std::time::Duration;

/// Items in one page of a list, and the default page size.
pub const PAGE_SIZE: usize = 100;
/// Rows one query can reach; the last page then says `query_result_limit_reached`.
pub const QUERY_ROWS: usize = 10_000;
/// Elements of any `children` array in one request.
pub const CHILDREN: usize = 100;
/// Block elements in one request, all levels together.
pub const BLOCKS_PER_REQUEST: usize = 1_000;
/// Levels of `children` below a block of a request.
pub const CHILD_LEVELS: usize = 2;
/// Items of a rich text array.
pub const RICH_TEXT_ITEMS: usize = 100;
/// UTF-16 code units of one `text.content`.
pub const TEXT_UNITS: usize = 2_000;
/// UTF-16 code units of an equation.
pub const EQUATION_UNITS: usize = 1_000;
/// UTF-16 code units of a URL.
pub const URL_UNITS: usize = 2_000;
/// UTF-16 code units of an e-mail address or a phone number.
pub const EMAIL_UNITS: usize = 200;
/// UTF-16 code units of the name of a select, multi-select or status option.
pub const OPTION_NAME_UNITS: usize = 100;
/// Options of a schema in one request.
pub const OPTIONS: usize = 100;
/// Values of a multi-select, relation, people or files property in one request.
pub const VALUES: usize = 100;
/// References (relation, people, mentions) a page shows inline for each property.
pub const INLINE_REFERENCES: usize = 25;
/// Bytes of a request body.
pub const BODY_BYTES: usize = 500 * 1024;
/// Elements of an `and`/`or` array of a filter.
pub const FILTER_ITEMS: usize = 100;
/// Levels of `and`/`or` in a filter.
pub const FILTER_LEVELS: usize = 2;
/// Entries of `filter_properties`.
pub const FILTER_PROPERTIES: usize = 100;
/// Requests in one window for each connection on most plans.
pub const REQUESTS_PER_WINDOW: u32 = 180;
/// The window of [`REQUESTS_PER_WINDOW`].
pub const RATE_WINDOW: Duration = Duration::from_secs(60);
/// How long the service may still work on a request whose client gave up.
pub const REQUEST_LIFE: Duration = Duration::from_secs(60);
