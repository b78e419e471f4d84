//! The endpoint table: every operation with its method, path and the versions it is mounted for.
//!
//! One table, two readers. The client sends an [`Endpoint`]; the emulator looks an incoming
//! request up with [`route`]. A path or method can only be changed for both.

pub mod multipart;

mod payload;
mod requests;

pub use payload::{Credential, Payload};
pub use requests::*;

use std::borrow::Cow;

use http::Method;

use crate::version::Version;
use crate::wire::{Decode, DecodeError};

macro_rules! operations {
    ($(#[doc = $about:literal] $name:ident = $method:ident $path:literal $since:ident..$until:ident;)*) => {
        /// An operation of the API.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum Operation { $(#[doc = $about] $name,)* }

        /// Every operation with its route.
        pub const TABLE: &[Route] = &[$(Route {
            operation: Operation::$name,
            method: Method::$method,
            path: $path,
            about: $about,
            since: operations!(@v $since),
            until: operations!(@v $until),
        },)*];
    };
    (@v OLDEST) => { Version::V2021_05_11 };
    (@v NEWEST) => { Version::NEWEST };
    (@v $version:ident) => { Version::$version };
}

operations! {
    /// The bot of the token.
    GetSelf = GET "/v1/users/me" OLDEST..NEWEST;
    /// One user.
    GetUser = GET "/v1/users/{user_id}" OLDEST..NEWEST;
    /// People and bots of the workspace.
    ListUsers = GET "/v1/users" OLDEST..NEWEST;
    /// Pages and data sources by title.
    Search = POST "/v1/search" OLDEST..NEWEST;
    /// A new database with its first data source.
    CreateDatabase = POST "/v1/databases" OLDEST..NEWEST;
    /// A database (the container).
    GetDatabase = GET "/v1/databases/{database_id}" OLDEST..NEWEST;
    /// Attributes of a database.
    UpdateDatabase = PATCH "/v1/databases/{database_id}" OLDEST..NEWEST;
    /// Rows of a database, before data sources existed.
    QueryDatabase = POST "/v1/databases/{database_id}/query" OLDEST..V2022_06_28;
    /// A further data source of a database.
    CreateDataSource = POST "/v1/data_sources" V2025_09_03..NEWEST;
    /// A data source with its schema.
    GetDataSource = GET "/v1/data_sources/{data_source_id}" V2025_09_03..NEWEST;
    /// Title, icon or schema of a data source.
    UpdateDataSource = PATCH "/v1/data_sources/{data_source_id}" V2025_09_03..NEWEST;
    /// Rows of a data source.
    QueryDataSource = POST "/v1/data_sources/{data_source_id}/query" V2025_09_03..NEWEST;
    /// A new page.
    CreatePage = POST "/v1/pages" OLDEST..NEWEST;
    /// A page with its properties.
    GetPage = GET "/v1/pages/{page_id}" OLDEST..NEWEST;
    /// Properties, icon, cover or trash flag of a page.
    UpdatePage = PATCH "/v1/pages/{page_id}" OLDEST..NEWEST;
    /// A new parent for a page.
    MovePage = POST "/v1/pages/{page_id}/move" OLDEST..NEWEST;
    /// A page, or a block and what is below it, as Markdown.
    GetPageMarkdown = GET "/v1/pages/{page_id}/markdown" OLDEST..NEWEST;
    /// Content of a page, by Markdown.
    UpdatePageMarkdown = PATCH "/v1/pages/{page_id}/markdown" OLDEST..NEWEST;
    /// One property of a page, whole.
    GetPageProperty = GET "/v1/pages/{page_id}/properties/{property_id}" OLDEST..NEWEST;
    /// One block.
    GetBlock = GET "/v1/blocks/{block_id}" OLDEST..NEWEST;
    /// Content or trash flag of a block.
    UpdateBlock = PATCH "/v1/blocks/{block_id}" OLDEST..NEWEST;
    /// Moves a block to the trash.
    DeleteBlock = DELETE "/v1/blocks/{block_id}" OLDEST..NEWEST;
    /// Direct children of a block or page.
    ListBlockChildren = GET "/v1/blocks/{block_id}/children" OLDEST..NEWEST;
    /// New children of a block or page.
    AppendBlockChildren = PATCH "/v1/blocks/{block_id}/children" OLDEST..NEWEST;
    /// Meeting notes from a recording.
    CreateMeetingNotes = POST "/v1/blocks/meeting_notes" V2025_09_03..NEWEST;
    /// Meeting notes that match.
    QueryMeetingNotes = POST "/v1/blocks/meeting_notes/query" V2025_09_03..NEWEST;
    /// Views of a database or data source.
    ListViews = GET "/v1/views" V2025_09_03..NEWEST;
    /// A new view.
    CreateView = POST "/v1/views" V2025_09_03..NEWEST;
    /// One view.
    GetView = GET "/v1/views/{view_id}" V2025_09_03..NEWEST;
    /// Name, filter, sorts or look of a view.
    UpdateView = PATCH "/v1/views/{view_id}" V2025_09_03..NEWEST;
    /// Deletes a view.
    DeleteView = DELETE "/v1/views/{view_id}" V2025_09_03..NEWEST;
    /// Takes a snapshot of a view's rows.
    CreateViewQuery = POST "/v1/views/{view_id}/queries" V2025_09_03..NEWEST;
    /// Rows of such a snapshot.
    GetViewQuery = GET "/v1/views/{view_id}/queries/{query_id}" V2025_09_03..NEWEST;
    /// Forgets such a snapshot.
    DeleteViewQuery = DELETE "/v1/views/{view_id}/queries/{query_id}" V2025_09_03..NEWEST;
    /// Templates of a data source.
    ListTemplates = GET "/v1/data_sources/{data_source_id}/templates" V2025_09_03..NEWEST;
    /// A new comment, or the first of a discussion.
    CreateComment = POST "/v1/comments" OLDEST..NEWEST;
    /// Open comments of a page or block.
    ListComments = GET "/v1/comments" OLDEST..NEWEST;
    /// One comment.
    GetComment = GET "/v1/comments/{comment_id}" OLDEST..NEWEST;
    /// What a comment says.
    UpdateComment = PATCH "/v1/comments/{comment_id}" OLDEST..NEWEST;
    /// Deletes a comment.
    DeleteComment = DELETE "/v1/comments/{comment_id}" OLDEST..NEWEST;
    /// A new file upload.
    CreateFileUpload = POST "/v1/file_uploads" OLDEST..NEWEST;
    /// File uploads, newest first.
    ListFileUploads = GET "/v1/file_uploads" OLDEST..NEWEST;
    /// One file upload.
    GetFileUpload = GET "/v1/file_uploads/{file_upload_id}" OLDEST..NEWEST;
    /// The file of an upload, or a part of it.
    SendFileUpload = POST "/v1/file_uploads/{file_upload_id}/send" OLDEST..NEWEST;
    /// Ends an upload in parts.
    CompleteFileUpload = POST "/v1/file_uploads/{file_upload_id}/complete" OLDEST..NEWEST;
    /// Emojis of the workspace.
    ListCustomEmojis = GET "/v1/custom_emojis" OLDEST..NEWEST;
    /// A piece of background work.
    GetAsyncTask = GET "/v1/async_tasks/{task_id}" OLDEST..NEWEST;
    /// Tokens for a code or refresh token.
    CreateToken = POST "/v1/oauth/token" OLDEST..NEWEST;
    /// What a token is good for.
    IntrospectToken = POST "/v1/oauth/introspect" OLDEST..NEWEST;
    /// Makes a token useless.
    RevokeToken = POST "/v1/oauth/revoke" OLDEST..NEWEST;
    /// Agents that match.
    QueryAgents = POST "/v1/agents/query" OLDEST..NEWEST;
    /// Changes to many agents.
    BatchAgents = POST "/v1/agents/batch" OLDEST..NEWEST;
    /// One agent.
    GetAgent = GET "/v1/agents/{agent_id}" OLDEST..NEWEST;
    /// What an agent used up.
    GetAgentInsights = GET "/v1/agents/{agent_id}/insights" OLDEST..NEWEST;
    /// The credit limit of an agent.
    UpdateAgentCreditLimit = PATCH "/v1/agents/{agent_id}/credit_limit" OLDEST..NEWEST;
    /// Whether an agent can run.
    UpdateAgentStatus = PATCH "/v1/agents/{agent_id}/status" OLDEST..NEWEST;
    /// Deletes an agent.
    DeleteAgent = DELETE "/v1/agents/{agent_id}" OLDEST..NEWEST;
    /// Says something to a session, new or not.
    UpdateSession = POST "/v1/sessions" OLDEST..NEWEST;
    /// Sessions that match.
    QuerySessions = POST "/v1/sessions/query" OLDEST..NEWEST;
    /// One session.
    GetSession = GET "/v1/sessions/{session_id}" OLDEST..NEWEST;
    /// Calls off what a session is doing.
    CancelSession = POST "/v1/sessions/{session_id}/cancel" OLDEST..NEWEST;
    /// What happened in a session.
    QuerySessionEvents = POST "/v1/sessions/{session_id}/events/query" OLDEST..NEWEST;
}

/// One row of the endpoint table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// What it does.
    pub operation: Operation,
    /// The HTTP method.
    pub method: Method,
    /// The path with its parameters in braces, such as `/v1/pages/{page_id}`.
    pub path: &'static str,
    /// What it is about, in a line.
    pub about: &'static str,
    /// The first version it is mounted for.
    pub since: Version,
    /// The last version it is mounted for.
    pub until: Version,
}

impl Route {
    /// Whether the operation exists at this version.
    pub fn is_mounted(&self, version: Version) -> bool {
        (self.since..=self.until).contains(&version)
    }
}

impl Operation {
    /// The operation's row of [`TABLE`].
    pub fn route(self) -> &'static Route {
        // The enum and the table come from the same list, in the same order.
        &TABLE[self as usize]
    }
}

/// A route that matched a request, with the decoded values of its path parameters in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matched<'p> {
    /// The row of the table.
    pub route: &'static Route,
    /// The parameters: name without braces, percent-decoded value.
    pub params: Vec<(&'static str, Cow<'p, str>)>,
}

/// Finds the route of a method and path. Exactly one trailing slash is ignored; literal segments
/// win over parameters (`/v1/users/me` is not `/v1/users/{user_id}`); both observed.
pub fn route<'p>(method: &Method, path: &'p str) -> Option<Matched<'p>> {
    let path = path.strip_suffix('/').unwrap_or(path);
    TABLE
        .iter()
        .filter(|route| route.method == *method)
        .find_map(|route| {
            let mut params = Vec::new();
            let mut want = route.path.split('/');
            let mut have = path.split('/');
            loop {
                match (want.next(), have.next()) {
                    (None, None) => return Some(Matched { route, params }),
                    (Some(name), Some(value)) if name.starts_with('{') && !value.is_empty() => {
                        let value = percent_encoding::percent_decode_str(value)
                            .decode_utf8()
                            .ok()?;
                        params.push((name.trim_matches(['{', '}']), value));
                    }
                    (Some(want), Some(have)) if want == have => {}
                    _ => return None,
                }
            }
        })
}

/// A request of one operation, made and read without any I/O.
pub trait Endpoint: Send + Sync {
    /// Which operation this is.
    const OPERATION: Operation;
    /// How it is authorised; by the connection's token unless it says otherwise.
    const CREDENTIAL: Credential = Credential::Bearer;
    /// What a success answers with.
    type Output: Decode + Send;

    /// Values of the path parameters, in the order of the template.
    fn params(&self) -> Vec<Cow<'_, str>> {
        Vec::new()
    }

    /// Members of the query string.
    fn query(&self) -> Vec<(&'static str, String)> {
        Vec::new()
    }

    /// The JSON body; `None` sends none.
    fn body(&self) -> Option<serde_json::Result<Vec<u8>>> {
        None
    }

    /// The body with its media type: [`Endpoint::body`] as JSON unless it says otherwise.
    fn payload(&self) -> Option<serde_json::Result<Payload>> {
        Some(self.body()?.map(Payload::json))
    }

    /// The path and query string to ask for.
    fn path_and_query(&self) -> String {
        let mut params = self.params().into_iter();
        let mut out = String::new();
        for segment in Self::OPERATION.route().path.split('/').skip(1) {
            out.push('/');
            if segment.starts_with('{') {
                out.push_str(&encode(&params.next().unwrap_or_default()));
            } else {
                out.push_str(segment);
            }
        }
        for (index, (name, value)) in self.query().iter().enumerate() {
            out.push(if index == 0 { '?' } else { '&' });
            out.push_str(name);
            out.push('=');
            out.push_str(&encode(value));
        }
        out
    }

    /// Reads the body of a success.
    fn decode(bytes: &[u8]) -> Result<Self::Output, DecodeError> {
        Self::Output::decode(bytes)
    }
}

/// An endpoint that answers page by page: with a list, or with what can be taken for one.
pub trait Paged: Endpoint<Output: Into<crate::list::List<Self::Item>>> + Clone {
    /// What the list holds.
    type Item: serde::de::DeserializeOwned + Send;

    /// The same request for the page that starts at `cursor`.
    fn starting_at(self, cursor: String) -> Self;
}

/// Percent-encodes everything but unreserved characters, as `encodeURIComponent` nearly does.
fn encode(text: &str) -> String {
    const KEEP: percent_encoding::AsciiSet = percent_encoding::NON_ALPHANUMERIC
        .remove(b'-')
        .remove(b'_')
        .remove(b'.')
        .remove(b'~');
    percent_encoding::utf8_percent_encode(text, &KEEP).to_string()
}
