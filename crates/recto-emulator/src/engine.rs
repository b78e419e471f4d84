//! The pipeline of a request, in the order the service checks things (notion-api 0).

pub(crate) mod blocks;
pub(crate) mod comments;
pub(crate) mod context;
mod copies;
pub(crate) mod databases;
pub(crate) mod emojis;
pub(crate) mod files;
mod formulas;
pub(crate) mod icon;
pub(crate) mod input;
pub(crate) mod jobs;
mod look;
pub(crate) mod markdown;
pub(crate) mod pages;
pub(crate) mod paging;
pub(crate) mod plan;
pub(crate) mod relations;
pub(crate) mod rich_text;
pub(crate) mod rollups;
pub(crate) mod schema;
pub(crate) mod search;
pub(crate) mod shapes;
pub(crate) mod sources;
mod sow;
pub(crate) mod tasks;
pub(crate) mod templates;
pub(crate) mod uploads;
pub(crate) mod users;
pub(crate) mod values;
pub(crate) mod views;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError, TryLockError};

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Response, header};
use recto_api::endpoint::{self, Operation};
use recto_api::error::ErrorCode;
use recto_api::version::Version;
use rusqlite::{Transaction, TransactionBehavior};
use serde_json::{Value, json};

pub(crate) use context::{Context, Workspace};
pub(crate) use input::{Call, Input, Raw};

use self::jobs::Jobs;
use self::sources::{Indexes, Sessions};
use crate::clock::Clock;
use crate::counts::RequestCounts;
use crate::ids::Ids;
use crate::problem::Problem;
use crate::store::Store;
use crate::store::disk::{Disk, Ticket};
use crate::store::sources::Cache;
use crate::{
    access, admin, events, faults, log, oauth, openapi, rates, replies, reply, version_edge,
};

/// How long background work waits unless it is told otherwise: long enough to be noticed.
const BACKGROUND_MILLIS: i64 = 250;

/// A workspace that answers requests.
#[derive(Debug)]
pub(crate) struct Engine {
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) workspace: Workspace,
    pub(crate) counts: Mutex<RequestCounts>,
    pub(crate) faults: faults::Faults,
    pub(crate) access: access::Directory,
    pub(crate) log: log::Log,
    pub(crate) replies: replies::Replies,
    /// Milliseconds that background work waits; `None`: as the clock is.
    background_delay: Option<i64>,
    /// When commits are on the disk.
    pub(crate) disk: Arc<Disk>,
    /// What fetches files from the web, if that may be done.
    fetch: Option<uploads::Fetch>,
    pub(crate) tickets: oauth::Tickets,
    pub(crate) rates: rates::Rates,
    pub(crate) events: events::Events,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    store: Store,
    sources: Cache,
    queries: Sessions,
    jobs: Jobs,
    indexes: Indexes,
}

impl Engine {
    /// An engine over an open store.
    pub(crate) fn new(store: Store, workspace: Workspace, ids: Ids, clock: Clock) -> Self {
        let first = access::Caller::first(workspace.clone(), ids.clone());
        Self {
            clock,
            ids,
            workspace,
            access: access::Directory::new(first),
            tickets: oauth::Tickets::default(),
            rates: rates::Rates::default(),
            events: events::Events::default(),
            counts: Mutex::default(),
            faults: faults::Faults::default(),
            log: log::Log::default(),
            replies: replies::Replies::default(),
            background_delay: None,
            disk: Arc::clone(&store.disk),
            fetch: None,
            state: Mutex::new(State {
                indexes: Indexes::new(store.changes.clone()),
                store,
                sources: Cache::default(),
                queries: Sessions::default(),
                jobs: Jobs::default(),
            }),
        }
    }

    /// The same engine with background work that waits so many milliseconds.
    pub(crate) fn with_background_delay(mut self, millis: Option<i64>) -> Self {
        self.background_delay = millis;
        self
    }

    /// The same engine with something that fetches files from the web.
    pub(crate) fn with_fetch(mut self, fetch: Option<uploads::Fetch>) -> Self {
        self.fetch = fetch;
        self
    }

    /// Milliseconds that background work waits. A clock that stands still would make it wait for
    /// ever, so there it only waits for the next request.
    pub(crate) fn background_delay(&self) -> i64 {
        let by_clock = if self.clock.is_still() {
            0
        } else {
            BACKGROUND_MILLIS
        };
        self.background_delay.unwrap_or(by_clock)
    }

    /// Answers one request. Never panics on what comes from outside.
    pub(crate) fn handle(&self, request: &Request<Bytes>) -> Response<Bytes> {
        if request.uri().path().starts_with(uploads::PATH) {
            return uploads::serve(self, request);
        }
        if admin::is_own(request.uri().path()) {
            return admin::handle(self, request);
        }
        if let Some(response) = oauth::handle(self, request) {
            return response;
        }
        if request.uri().path() == openapi::PATH && request.method() == Method::GET {
            return openapi::serve(&origin(request));
        }
        let request_id = self.ids.request();
        let head = request.method() == Method::HEAD;
        let mut response = match self.answer(request, &request_id) {
            Ok(response) => response,
            Err(problem) => reply::refusal(&problem, &request_id),
        };
        if head {
            let length = response.body().len();
            response
                .headers_mut()
                .insert(header::CONTENT_LENGTH, length.into());
            *response.body_mut() = Bytes::new();
        }
        response
    }

    fn answer(
        &self,
        request: &Request<Bytes>,
        request_id: &str,
    ) -> Result<Response<Bytes>, Problem> {
        let method = if request.method() == Method::HEAD {
            &Method::GET
        } else {
            request.method()
        };
        let matched =
            endpoint::route(method, request.uri().path()).ok_or_else(Problem::invalid_url)?;
        let operation = matched.route.operation;
        lock(&self.counts).add(operation);
        // Recorded: an unreadable body is refused before the credential is looked at.
        let (body, raw) = match operation {
            Operation::SendFileUpload => (json!({}), raw(request)),
            _ => (body(method, request.body())?, Raw::default()),
        };
        let caller = self.authorize(request.headers())?;
        self.rates.take(&caller, self.clock.now())?;
        let version = version(request.headers())?;
        if !matched.route.is_mounted(version) {
            return Err(Problem::invalid_url());
        }
        if let Some(scripted) = self.replies.take(operation, request, request_id) {
            return Ok(scripted);
        }
        let mut raw = raw;
        if let (Operation::CreateFileUpload, Some(fetch)) = (operation, &self.fetch) {
            raw.web = fetch.of(&body);
        }
        let input = Input {
            params: matched
                .params
                .into_iter()
                .map(|(name, value)| (name, value.into_owned()))
                .collect(),
            query: input::query(request.uri().query().unwrap_or_default()),
            body,
            raw,
        };
        let origin = origin(request);
        let body = self.transact(&caller, &origin, |tx, ctx| {
            let call = Call { operation, input };
            let mut answer = if tasks::wants(&call) {
                tasks::accept(tx, ctx, version, call)?
            } else {
                version_edge::run(tx, ctx, version, call)?
            };
            crate::store::imports::complete(tx, &mut answer)?;
            if let Some(day) = self.workspace.as_of {
                crate::era::lower(&mut answer, version, day);
            }
            self.sign(tx, ctx, &origin, &mut answer)?;
            Ok(answer)
        })?;
        Ok(reply::success(operation, body, request_id))
    }

    /// Makes addresses of files in an answer such that they work for a while.
    fn sign(
        &self,
        tx: &Transaction<'_>,
        ctx: &Context<'_>,
        origin: &str,
        answer: &mut Value,
    ) -> Result<(), Problem> {
        if crate::store::uploads::any(tx)? {
            let signer = uploads::Signer {
                origin,
                secret: &self.workspace.token,
                now: ctx.now,
            };
            signer.sign(answer);
        }
        Ok(())
    }

    /// Runs `work` for a connection, in one transaction that comes true only if it succeeds, after
    /// the background work that is due.
    pub(crate) fn transact<T>(
        &self,
        caller: &access::Caller,
        origin: &str,
        work: impl FnOnce(&Transaction<'_>, &Context<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let state = &mut *lock(&self.state);
        self.catch_up(state, self.clock.now().as_millisecond())?;
        self.attempt(state, caller, origin, work)
    }

    /// Does all background work now, due or not; answers how many pieces there were.
    pub(crate) fn settle(&self) -> Result<u64, Problem> {
        self.catch_up(&mut lock(&self.state), i64::MAX)
    }

    /// Does the background work that is due by a time, each piece for the connection that asked
    /// for it and in a transaction of its own.
    fn catch_up(&self, state: &mut State, until: i64) -> Result<u64, Problem> {
        let mut done = 0;
        while let Some(connection) = state.jobs.next(&state.store.connection, until)? {
            let caller = self
                .access
                .of_connection(&state.store.connection, &connection)
                .map_err(|error| Problem::internal(&error))?;
            self.attempt(state, &caller, "", |tx, ctx| jobs::run(tx, ctx, until))?;
            done += 1;
        }
        Ok(done)
    }

    fn attempt<T>(
        &self,
        state: &mut State,
        caller: &access::Caller,
        origin: &str,
        work: impl FnOnce(&Transaction<'_>, &Context<'_>) -> Result<T, Problem>,
    ) -> Result<T, Problem> {
        let before = state.store.connection.total_changes();
        let context = Context::new(
            self,
            caller,
            origin,
            &state.sources,
            &state.queries,
            &state.jobs,
            &state.indexes,
        );
        self.events.begin(&state.store.connection)?;
        state.sources.begin();
        state.indexes.begin();
        let outcome = state
            .store
            .connection
            .transaction_with_behavior(TransactionBehavior::Deferred)
            .map_err(Problem::from)
            .and_then(|tx| {
                let value = work(&tx, &context)?;
                self.events.end(self, &tx, &context)?;
                tx.commit()?;
                Ok(value)
            });
        if outcome.is_err() {
            state.sources.roll_back();
            state.indexes.roll_back();
        } else if state.store.connection.total_changes() != before {
            self.disk.committed();
        }
        outcome
    }

    /// Runs `work` on the storage, outside any request; what it writes is on the disk then.
    pub(crate) fn with_connection<T>(
        &self,
        work: impl FnOnce(&rusqlite::Connection) -> Result<T, crate::Error>,
    ) -> Result<T, crate::Error> {
        let state = lock(&self.state);
        let before = state.store.connection.total_changes();
        let outcome = work(&state.store.connection)?;
        if state.store.connection.total_changes() != before {
            self.disk.committed();
        }
        drop(state);
        self.await_disk().map_err(crate::Error::Disk)?;
        Ok(outcome)
    }

    /// Waits until what this thread has committed is on the disk.
    pub(crate) fn await_disk(&self) -> std::io::Result<()> {
        self.disk.wait(Ticket::take())
    }

    /// Whether a request would not have to wait for another.
    pub(crate) fn is_free(&self) -> bool {
        !matches!(self.state.try_lock(), Err(TryLockError::WouldBlock))
    }

    fn authorize(&self, headers: &HeaderMap) -> Result<Arc<access::Caller>, Problem> {
        let refusal = |message: &str| Problem::new(ErrorCode::Unauthorized, message);
        let malformed = || refusal("Authorization header must use the format \"Bearer <token>\".");
        let value = headers
            .get(header::AUTHORIZATION)
            .and_then(|value| value.to_str().ok())
            .ok_or_else(malformed)?;
        let mut words = value.split_ascii_whitespace();
        match (words.next(), words.next(), words.next()) {
            (Some(scheme), Some(token), None) if scheme.eq_ignore_ascii_case("bearer") => {
                let found = self.access.find(self, token);
                let found = found.map_err(|error| Problem::internal(&error))?;
                found.ok_or_else(|| refusal("API token is invalid."))
            }
            _ => Err(malformed()),
        }
    }
}

/// Runs one operation of the newest version.
pub(crate) fn dispatch(
    tx: &Transaction<'_>,
    ctx: &Context<'_>,
    call: &Call,
) -> Result<Value, Problem> {
    let input = &call.input;
    match call.operation {
        Operation::GetSelf => users::me(tx, ctx, input),
        Operation::GetUser => users::get(tx, ctx, input),
        Operation::ListUsers => users::list(tx, ctx, input),
        Operation::Search => search::search(tx, ctx, input),
        Operation::CreateDatabase => databases::create(tx, ctx, input),
        Operation::GetDatabase => databases::get(tx, ctx, input),
        Operation::UpdateDatabase => databases::update(tx, ctx, input),
        Operation::CreateDataSource => sources::create(tx, ctx, input),
        Operation::GetDataSource => sources::get(tx, ctx, input),
        Operation::UpdateDataSource => sources::update(tx, ctx, input),
        Operation::QueryDataSource => sources::query(tx, ctx, input),
        Operation::CreatePage => pages::create(tx, ctx, input),
        Operation::GetPage => pages::get(tx, ctx, input),
        Operation::UpdatePage => pages::update(tx, ctx, input),
        Operation::GetPageMarkdown => markdown::get(tx, ctx, input),
        Operation::UpdatePageMarkdown => markdown::update(tx, ctx, input),
        Operation::GetPageProperty => pages::property(tx, ctx, input),
        Operation::GetBlock => blocks::get(tx, ctx, input),
        Operation::UpdateBlock => blocks::update(tx, ctx, input),
        Operation::DeleteBlock => blocks::delete(tx, ctx, input),
        Operation::ListBlockChildren => blocks::list_children(tx, ctx, input),
        Operation::AppendBlockChildren => blocks::append_children(tx, ctx, input),
        Operation::CreateComment => comments::create(tx, ctx, input),
        Operation::ListComments => comments::list(tx, ctx, input),
        Operation::GetComment => comments::get(tx, ctx, input),
        Operation::UpdateComment => comments::update(tx, ctx, input),
        Operation::DeleteComment => comments::delete(tx, ctx, input),
        Operation::CreateFileUpload => uploads::create(tx, ctx, input),
        Operation::ListFileUploads => uploads::list(tx, ctx, input),
        Operation::GetFileUpload => uploads::get(tx, ctx, input),
        Operation::SendFileUpload => uploads::send(tx, ctx, input),
        Operation::CompleteFileUpload => uploads::complete(tx, ctx, input),
        Operation::ListViews => views::list(tx, ctx, input),
        Operation::CreateView => views::create(tx, ctx, input),
        Operation::GetView => views::get(tx, ctx, input),
        Operation::UpdateView => views::update(tx, ctx, input),
        Operation::DeleteView => views::delete(tx, ctx, input),
        Operation::CreateViewQuery => views::create_query(tx, ctx, input),
        Operation::GetViewQuery => views::get_query(tx, ctx, input),
        Operation::DeleteViewQuery => views::delete_query(tx, ctx, input),
        Operation::ListTemplates => templates::list(tx, ctx, input),
        Operation::MovePage => pages::move_to(tx, ctx, input),
        Operation::ListCustomEmojis => emojis::list(tx, ctx, input),
        Operation::GetAsyncTask => tasks::get(tx, ctx, input),
        Operation::QueryMeetingNotes => plan::query_meeting_notes(tx, ctx, input),
        Operation::CreateMeetingNotes => plan::refused("AI meeting notes"),
        Operation::QueryAgents
        | Operation::BatchAgents
        | Operation::GetAgent
        | Operation::GetAgentInsights
        | Operation::UpdateAgentCreditLimit
        | Operation::UpdateAgentStatus
        | Operation::DeleteAgent
        | Operation::UpdateSession
        | Operation::QuerySessions
        | Operation::GetSession
        | Operation::CancelSession
        | Operation::QuerySessionEvents => plan::refused("agents"),
        // Raised to the query of a data source before it gets here.
        Operation::QueryDatabase => Err(Problem::invalid_url()),
        other => Err(Problem::not_built(&format!(
            "{} {}",
            other.route().method,
            other.route().path
        ))),
    }
}

/// One unformatted text as a stored rich text array.
pub(crate) fn plain_rich_text(content: &str) -> Value {
    json!([{
        "type": "text",
        "text": {"content": content, "link": null},
        "annotations": {
            "bold": false,
            "italic": false,
            "strikethrough": false,
            "underline": false,
            "code": false,
            "color": "default",
        },
        "plain_text": content,
        "href": null,
    }])
}

/// The value behind a lock; a panic elsewhere rolled its transaction back, so it is sound.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The body as JSON; an empty one of a writing method counts as `{}`.
fn body(method: &Method, bytes: &[u8]) -> Result<Value, Problem> {
    if matches!(*method, Method::GET | Method::DELETE) || bytes.is_empty() {
        return Ok(json!({}));
    }
    if bytes.len() > recto_api::limits::BODY_BYTES {
        return Err(Problem::validation(format!(
            "Request body is too large: {} bytes, at most {} are accepted.",
            bytes.len(),
            recto_api::limits::BODY_BYTES
        )));
    }
    serde_json::from_slice(bytes).map_err(|_| Problem::invalid_json())
}

/// The body of a request that sends a file.
fn raw(request: &Request<Bytes>) -> Raw {
    let content_type = request.headers().get(header::CONTENT_TYPE);
    Raw {
        bytes: request.body().clone(),
        content_type: content_type
            .and_then(|value| value.to_str().ok())
            .map(str::to_owned),
        web: None,
    }
}

/// Where the caller reaches the emulator: what stands in the request, or in its `Host`.
fn origin(request: &Request<Bytes>) -> String {
    let uri = request.uri();
    if let (Some(scheme), Some(authority)) = (uri.scheme(), uri.authority()) {
        return format!("{scheme}://{authority}");
    }
    let host = request.headers().get(header::HOST);
    let host = host.and_then(|value| value.to_str().ok());
    format!("http://{}", host.unwrap_or("localhost"))
}

/// The version the request asks for.
fn version(headers: &HeaderMap) -> Result<Version, Problem> {
    let refusal = |expectation: &str, instead: &str| {
        Problem::new(
            ErrorCode::MissingVersion,
            format!(
                "Notion-Version header failed validation: Notion-Version header should be \
                 {expectation}, instead was `{instead}`."
            ),
        )
    };
    let Some(value) = headers.get("notion-version") else {
        return Err(refusal("defined", "undefined"));
    };
    let text = String::from_utf8_lossy(value.as_bytes());
    text.parse().map_err(|_| {
        let all: Vec<&str> = Version::ALL.into_iter().map(Version::as_str).collect();
        refusal(
            &crate::validate::alternatives(&all),
            &Value::from(text.as_ref()).to_string(),
        )
    })
}
