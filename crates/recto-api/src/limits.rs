//! Notion's limits as data. No other room holds such a number.
//!
//! Source: Notion's page "Request limits" (documented), unless an item says otherwise.

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
/// Pixels of the narrowest column of a table view.
pub const VIEW_COLUMN_WIDTH: u32 = 32;
/// Requests in one window for each connection on most plans.
pub const REQUESTS_PER_WINDOW: u32 = 180;
/// The window of [`REQUESTS_PER_WINDOW`].
pub const RATE_WINDOW: Duration = Duration::from_secs(60);
/// How long the service may still work on a request whose client gave up.
pub const REQUEST_LIFE: Duration = Duration::from_secs(60);
/// Files of a comment.
pub const COMMENT_ATTACHMENTS: usize = 3;
/// Changes in one batch of agents.
pub const AGENT_OPERATIONS: usize = 100;
/// Bytes of a file that is uploaded in one part.
pub const UPLOAD_SINGLE_BYTES: u64 = 20 * 1024 * 1024;
/// Bytes that every part of a file but the last has at least.
pub const UPLOAD_PART_MIN_BYTES: u64 = 5 * 1024 * 1024;
/// Bytes that a part of a file has at most.
pub const UPLOAD_PART_MAX_BYTES: u64 = 20 * 1024 * 1024;
/// Parts of a file (the API's description; Notion's guide says 1,000).
pub const UPLOAD_PARTS: u64 = 10_000;
/// Bytes of a file on the plans that allow most; 5 MiB on the free plan.
pub const UPLOAD_BYTES: u64 = 5 * 1024 * 1024 * 1024;
/// Bytes of a file's name, its extension included.
pub const FILENAME_BYTES: usize = 900;
/// How long an upload may take, from its creation until it is attached.
pub const UPLOAD_LIFE: Duration = Duration::from_secs(60 * 60);
