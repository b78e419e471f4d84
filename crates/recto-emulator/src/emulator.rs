//! The emulator's handle and how one is opened.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use jiff::Timestamp;
use recto_api::ids::{PageId, UserId};
use rusqlite::params;
use serde_json::{Value, json};

use crate::clock::Clock;
use crate::counts::RequestCounts;
use crate::engine::uploads::{Fetch, WebFile};
use crate::engine::{Engine, Workspace, lock, templates};
use crate::error::Error;
use crate::faults::Fault;
use crate::http::{self as server, Proxy, Service};
use crate::ids::Ids;
use crate::import::Imported;
use crate::log::{LogEntry, LogFilter};
use crate::problem::{Integration, Problem};
use crate::replies::Reply;
use crate::store::emojis::{self, Emoji};
use crate::store::nodes::{self, Kind, Node, Parent};
use crate::store::{Store, copies, meta};
use crate::time;

/// A running Notion workspace.
///
/// Clones are handles to the same workspace; it ends (and a file is released) with the last one.
#[derive(Debug, Clone)]
pub struct Emulator {
    engine: Arc<Engine>,
    root: PageId,
}

/// How an emulator is to be opened.
#[derive(Debug, Clone)]
#[must_use = "nothing runs until `start`"]
pub struct Builder {
    file: Option<PathBuf>,
    clock: Clock,
    seed: Option<u64>,
    sown: Option<Value>,
    token: Option<String>,
    workspace_name: Option<String>,
    integration_name: Option<String>,
    link_base: String,
    background_delay: Option<Duration>,
    fetch: Option<Fetch>,
    ids: [Option<String>; 3],
    bare: bool,
    as_of: Option<Timestamp>,
}

/// Keeps the seeds of the starts of one file apart (an odd number with its bits spread).
const START: u64 = 0x9e37_79b9_7f4a_7c15;

impl Builder {
    /// Keeps the workspace in a file, made if there is none. Default: in memory.
    pub fn file(mut self, path: impl Into<PathBuf>) -> Self {
        self.file = Some(path.into());
        self
    }

    /// The time the workspace lives in. Default: the machine's.
    pub fn clock(mut self, clock: Clock) -> Self {
        self.clock = clock;
        self
    }

    /// What is in a new workspace, as [`Emulator::seed`] takes it; a reset goes back to that. A file
    /// that holds a workspace already stays as it is.
    pub fn seed(mut self, seed: Value) -> Self {
        self.sown = Some(seed);
        self
    }

    /// Makes the same ids for the same requests. Default: random ones.
    pub fn seed_ids(mut self, seed: u64) -> Self {
        self.seed = Some(seed);
        self
    }

    /// The token that is accepted, such as `ntn_…`. Default: the file's, or a new one.
    pub fn token(mut self, token: impl Into<String>) -> Self {
        self.token = Some(token.into());
        self
    }

    /// The name of a new workspace. Default: `recto`.
    pub fn workspace_name(mut self, name: impl Into<String>) -> Self {
        self.workspace_name = Some(name.into());
        self
    }

    /// The name of a new workspace's integration and its bot. Default: `recto`.
    pub fn integration_name(mut self, name: impl Into<String>) -> Self {
        self.integration_name = Some(name.into());
        self
    }

    /// Where links of pages point. Default: `https://app.notion.com/p/`; workspaces that were not
    /// moved in 2026 have `https://www.notion.so/`.
    pub fn link_base(mut self, base: impl Into<String>) -> Self {
        self.link_base = base.into();
        self
    }

    /// How long work in the background waits: templates, async tasks, imports of files. Default: 250
    /// milliseconds; with a clock that stands still until the next request.
    pub fn background_delay(mut self, delay: Duration) -> Self {
        self.background_delay = Some(delay);
        self
    }

    /// Lets file uploads be imported from the web (`external_url`), and says how: `fetch` gets an
    /// address that begins with `https://` and answers with the file, or with what went wrong. It may
    /// take its time, other requests go on meanwhile. Default: nothing is fetched, every import fails.
    pub fn import_from_web(
        mut self,
        fetch: impl Fn(&str) -> Result<WebFile, String> + Send + Sync + 'static,
    ) -> Self {
        self.fetch = Some(Fetch(Arc::new(fetch)));
        self
    }

    /// The id of a new workspace. Default: a random one.
    pub fn workspace_id(mut self, id: impl Into<String>) -> Self {
        self.ids[0] = Some(id.into());
        self
    }

    /// The user id of a new workspace's bot. Default: a random one.
    pub fn bot_id(mut self, id: impl Into<String>) -> Self {
        self.ids[1] = Some(id.into());
        self
    }

    /// The id of a new workspace's integration, which is not its bot's. Default: a random one.
    pub fn integration_id(mut self, id: impl Into<String>) -> Self {
        self.ids[2] = Some(id.into());
        self
    }

    /// Begins a new workspace with its bot alone: without an owner, and without the page `Home`.
    pub fn bare(mut self) -> Self {
        self.bare = true;
        self
    }

    /// Answers as the service did on a day of the past: members that it has added since are left
    /// out. Default: as it does today. What is accepted does not change.
    pub fn as_of(mut self, day: Timestamp) -> Self {
        self.as_of = Some(day);
        self
    }

    /// Opens the workspace.
    ///
    /// # Errors
    ///
    /// A file that another emulator has open, that is damaged, foreign or of a newer format (it
    /// is left as it is), or that cannot be opened or made.
    pub fn start(self) -> Result<Emulator, Error> {
        let mut store = match &self.file {
            Some(path) => Store::in_file(path)?,
            None => Store::in_memory()?,
        };
        let seed = self
            .seed
            .unwrap_or_else(|| uuid::Uuid::new_v4().as_u64_pair().0);
        let is_new = meta::get(&store.connection, "workspace_id")?.is_none();
        if is_new {
            self.populate(&store, seed)?;
        }
        if let Some(token) = &self.token {
            meta::set(&store.connection, "token", token)?;
        }
        let read = |key| Ok::<_, Error>(meta::get(&store.connection, key)?.unwrap_or_default());
        let workspace = Workspace {
            id: read("workspace_id")?,
            name: read("workspace_name")?,
            token: read("token")?,
            bot_id: read("bot_id")?,
            integration: Integration {
                id: read("integration_id")?,
                name: read("integration_name")?,
            },
            root_page_id: read("root_page_id")?,
            link_base: self.link_base,
            as_of: self.as_of,
        };
        // Ids made before must not be made again from the same seed.
        let made = meta::made(&store.connection)?;
        // Options, property ids and cursors are not counted there, but starts are.
        let starts: u64 = read("starts")?.parse().unwrap_or_default();
        meta::set(
            &store.connection,
            "starts",
            &starts.wrapping_add(1).to_string(),
        )?;
        let seed = seed
            .wrapping_add(made)
            .wrapping_add(starts.wrapping_mul(START));
        let ids = Ids::new(seed, &workspace.id);
        if self.seed.is_some() {
            ids.begin(Some(seed));
        }
        let root = PageId::parse(&workspace.root_page_id)?;
        if is_new {
            copies::keep_initial(&mut store.connection)?;
        }
        store.share_syncs()?;
        let engine = Arc::new(
            Engine::new(store, workspace, ids, self.clock)
                .with_background_delay(
                    self.background_delay
                        .map(|delay| i64::try_from(delay.as_millis()).unwrap_or(i64::MAX)),
                )
                .with_fetch(self.fetch),
        );
        engine.with_connection(|connection| {
            engine.access.refresh(connection)?;
            engine.events.refresh(connection)
        })?;
        if let (true, Some(seed)) = (is_new, &self.sown) {
            engine.sow(seed)?;
            engine.keep_initial()?;
            engine.ids.begin(engine.ids.seed());
        }
        Ok(Emulator { root, engine })
    }

    /// Makes a new workspace: a bot, its owner, and a page shared with the bot.
    fn populate(&self, store: &Store, seed: u64) -> Result<(), Error> {
        let ids = Ids::new(seed, "");
        let [workspace_id, bot, integration] = &self.ids;
        let workspace_id = workspace_id.clone().unwrap_or_else(|| ids.random());
        let ids = Ids::new(seed.wrapping_add(1), &workspace_id);
        let now = self.clock.now();
        let bot = bot.clone().unwrap_or_else(|| ids.random());
        let (owner, root) = (ids.random(), ids.node(now));
        let name = self.integration_name.as_deref().unwrap_or("recto");
        let tx = store.connection.unchecked_transaction()?;
        let token = ids.random().replace('-', "") + &ids.random()[..8];
        for (key, value) in [
            ("workspace_id", workspace_id.as_str()),
            (
                "workspace_name",
                self.workspace_name.as_deref().unwrap_or("recto"),
            ),
            ("token", &format!("ntn_{token}")),
            ("bot_id", &bot),
            (
                "integration_id",
                &integration.clone().unwrap_or_else(|| ids.random()),
            ),
            ("integration_name", name),
            ("root_page_id", &root),
        ] {
            meta::set(&tx, key, value)?;
        }
        add_user(&tx, &bot, "bot", name, None)?;
        if self.bare {
            tx.commit()?;
            return Ok(());
        }
        add_user(&tx, &owner, "person", "Owner", Some("owner@example.com"))?;
        let minute = time::minute_of(now);
        let home = Node {
            id: root,
            kind: Kind::Page,
            block_type: "child_page".to_owned(),
            parent: Parent::Workspace,
            position: 0,
            created_time: minute,
            created_by: owner.clone(),
            last_edited_time: minute,
            last_edited_by: owner,
            in_trash: false,
            title: "Home".to_owned(),
            body: json!({"properties": {"title": crate::engine::plain_rich_text("Home")}}),
        };
        nodes::insert(&tx, &home)
            .map_err(|_| Error::Storage(rusqlite::Error::QueryReturnedNoRows))?;
        tx.commit()?;
        Ok(())
    }
}

fn add_user(
    connection: &rusqlite::Connection,
    id: &str,
    kind: &str,
    name: &str,
    email: Option<&str>,
) -> Result<(), Error> {
    connection.execute(
        "INSERT INTO user (id, kind, name, email) VALUES (?1, ?2, ?3, ?4)",
        params![id, kind, name, email],
    )?;
    Ok(())
}

fn refused(problem: Problem) -> Error {
    Error::Refused(problem.message().to_owned())
}

impl Emulator {
    /// How to open one otherwise than with the defaults.
    pub fn builder() -> Builder {
        Builder {
            file: None,
            clock: Clock::system(),
            seed: None,
            sown: None,
            token: None,
            workspace_name: None,
            integration_name: None,
            link_base: "https://app.notion.com/p/".to_owned(),
            background_delay: None,
            fetch: None,
            ids: [None, None, None],
            bare: false,
            as_of: None,
        }
    }

    /// A new workspace in memory, with the machine's clock and random ids.
    ///
    /// # Errors
    ///
    /// SQLite has no memory.
    pub fn start() -> Result<Self, Error> {
        Self::builder().start()
    }

    /// Answers one request, as the service would. A fault that only takes time takes none here.
    pub fn handle(&self, request: Request<Bytes>) -> Response<Bytes> {
        server::exchange(&self.engine, &request).whole()
    }

    /// The emulator as a `tower` service.
    pub fn service(&self) -> Service {
        Service(self.clone())
    }

    /// Answers what comes to `listener` until `shutdown` is ready, then lets open requests end.
    ///
    /// # Errors
    ///
    /// The listener fails.
    pub async fn serve(
        &self,
        listener: tokio::net::TcpListener,
        shutdown: impl Future<Output = ()> + Send + 'static,
    ) -> Result<(), Error> {
        server::serve(self.clone(), listener, shutdown).await
    }

    /// A proxy for clients that have the host of the service built in, with a new authority whose
    /// certificate they must trust.
    ///
    /// ```
    /// # async fn run() -> Result<(), Box<dyn std::error::Error>> {
    /// let emulator = recto_emulator::Emulator::start()?;
    /// let proxy = emulator.proxy()?;
    /// std::fs::write("ca.pem", proxy.certificate_pem())?;
    /// let listener = tokio::net::TcpListener::bind("127.0.0.1:8788").await?;
    /// // HTTPS_PROXY=http://127.0.0.1:8788 SSL_CERT_FILE=ca.pem some-client
    /// proxy.serve(listener, std::future::pending()).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// The certificates cannot be made.
    pub fn proxy(&self) -> Result<Proxy, Error> {
        Proxy::new(self.clone())
    }

    /// Makes requests go wrong as a rule says. Rules count requests from when they are given; of
    /// several that are due, the one given first happens.
    pub fn fault(&self, fault: Fault) {
        self.engine.faults.add(fault);
    }

    /// Forgets all fault rules.
    pub fn clear_faults(&self) {
        self.engine.faults.clear();
    }

    /// Says something in the place of an operation, such as those of agents and sessions.
    pub fn reply(&self, reply: Reply) {
        self.engine.replies.add(reply);
    }

    /// Forgets all scripted replies.
    pub fn clear_replies(&self) {
        self.engine.replies.clear();
    }

    /// Does all background work now, due or not: templates, async tasks, imports of files. Answers
    /// how many pieces there were.
    ///
    /// # Errors
    ///
    /// The storage fails.
    pub fn settle(&self) -> Result<u64, Error> {
        let done = self.engine.settle().map_err(refused)?;
        self.engine.await_disk().map_err(Error::Disk)?;
        Ok(done)
    }

    /// Makes a row a template of its data source, which only the app can; by choice the one that is
    /// meant by `default`.
    ///
    /// # Errors
    ///
    /// There is no such page, or it is no row ([`Error::Refused`]).
    pub fn make_template(&self, page: &PageId, is_default: bool) -> Result<(), Error> {
        let page = page.to_string();
        self.engine
            .transact(self.engine.access.first(), "", |tx, ctx| {
                templates::make(tx, ctx, &page, is_default)
            })
            .map_err(refused)
    }

    /// Adds a custom emoji, which only the app can; answers with its id.
    ///
    /// # Errors
    ///
    /// The storage fails.
    pub fn add_custom_emoji(&self, name: &str, url: &str) -> Result<String, Error> {
        let emoji = Emoji {
            id: self.engine.ids.random(),
            name: name.to_owned(),
            url: url.to_owned(),
        };
        self.engine
            .with_connection(|connection| Ok(emojis::put(connection, &emoji)?))?;
        Ok(emoji.id)
    }

    pub(crate) fn engine(&self) -> &Engine {
        &self.engine
    }

    /// The token that is accepted.
    pub fn token(&self) -> &str {
        &self.engine.workspace.token
    }

    /// The page, named `Home`, that is shared with the token's bot.
    pub fn root_page_id(&self) -> PageId {
        self.root.clone()
    }

    /// Brings objects into the workspace as the API gives them (pages, databases of before and after
    /// data sources, data sources, blocks, users, comments, file uploads, property items, and lists
    /// of these), with their ids, their order and their times; those it has already are replaced.
    ///
    /// A list may carry the `parent` of its blocks, or the `page_id` of its property items, which the
    /// API does not tell in every version. What is referred to and not given is made as a stand-in:
    /// reachable by id, shown in no list. Members that the emulator does not know are kept.
    ///
    /// # Errors
    ///
    /// Something given is no object of a known kind or has no id ([`Error::Import`]); nothing is
    /// imported then.
    pub fn import(&self, objects: &[serde_json::Value]) -> Result<Imported, Error> {
        self.engine
            .transact(self.engine.access.first(), "", |tx, ctx| {
                crate::import::run(tx, ctx, objects)
            })
            .map_err(|problem| Error::Import(problem.message().to_owned()))
    }

    /// How many requests of which kind were answered.
    pub fn requests(&self) -> RequestCounts {
        lock(&self.engine.counts).clone()
    }

    /// The time the workspace lives in; moving it moves the workspace's.
    pub fn clock(&self) -> &Clock {
        &self.engine.clock
    }

    /// From now on makes the same ids for the same requests; `None`: random ones again.
    ///
    /// The ids depend on what the workspace holds, too, so that none is made twice: with the same
    /// seed a workspace makes the same ids after each [`Emulator::reset`].
    ///
    /// # Errors
    ///
    /// The storage fails.
    pub fn seed_ids(&self, seed: Option<u64>) -> Result<(), Error> {
        self.engine.seed_ids(seed)
    }

    /// Adds what a seed describes: users, pages, databases with rows, blocks, comments and custom
    /// emoji in few words, with any id and any time. What has the same key or id is replaced.
    /// `docs/emulator.md` describes seeds.
    ///
    /// ```
    /// use recto_emulator::Emulator;
    /// use serde_json::{Value, json};
    ///
    /// let emulator = Emulator::start()?;
    /// emulator.seed(&json!({
    ///     "databases": [{
    ///         "title": "Tasks",
    ///         "properties": {"Name": "title", "Status": {"select": ["Open", "Done"]}},
    ///         "rows": [{"Name": "Buy bread", "Status": "Done"}, {"Name": "Mend the bell"}],
    ///     }],
    ///     "pages": [{"title": "Notes", "blocks": ["A paragraph", {"to_do": "Look", "checked": true}]}],
    /// }))?;
    /// # Ok::<(), recto_emulator::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// Something in the seed is not understood ([`Error::Seed`]): nothing of it is there then. Or
    /// the storage fails.
    pub fn seed(&self, seed: &Value) -> Result<Imported, Error> {
        self.engine.sow(seed)
    }

    /// Makes everything as it was when the workspace was new: its content, the clock as it was
    /// given, deterministic ids from their beginning; no faults, nothing counted or logged. Token,
    /// ids of the workspace, its bot and home page, and named snapshots stay.
    ///
    /// # Errors
    ///
    /// A file of an older recto, which did not keep how it began, or the storage fails. The
    /// content then is what it was.
    pub fn reset(&self) -> Result<(), Error> {
        self.engine.reset()
    }

    /// Keeps a copy of the whole content under a name, in the place of an older one.
    ///
    /// A workspace in memory keeps it in memory. One in a file keeps it in a folder beside it,
    /// named as the file with `.snapshots` behind; it is on the disk when this returns.
    ///
    /// # Errors
    ///
    /// A name that is empty or long, or the storage fails.
    pub fn snapshot(&self, name: &str) -> Result<(), Error> {
        self.engine.snapshot(name)
    }

    /// Makes the content what it was when the snapshot was taken, all or nothing. Deterministic ids
    /// go on from there, too. The clock, faults, counts and the log stay as they are.
    ///
    /// # Errors
    ///
    /// No snapshot of this name ([`Error::NoSnapshot`]), one that is damaged or of a newer recto, or
    /// the storage fails. The content then is what it was.
    pub fn restore(&self, name: &str) -> Result<(), Error> {
        self.engine.restore(name)
    }

    /// The names of the snapshots, in order.
    ///
    /// # Errors
    ///
    /// Their folder cannot be read.
    pub fn snapshots(&self) -> Result<Vec<String>, Error> {
        let listed = self.engine.snapshots()?;
        Ok(listed.into_iter().map(|one| one.name).collect())
    }

    /// Forgets a snapshot.
    ///
    /// # Errors
    ///
    /// There is none of this name, or it cannot be removed.
    pub fn remove_snapshot(&self, name: &str) -> Result<(), Error> {
        self.engine.remove_snapshot(name)
    }

    /// The last requests with their answers, as far as they are kept, oldest first.
    pub fn log(&self, filter: &LogFilter) -> Vec<LogEntry> {
        self.engine.log.read(filter, &self.engine.workspace.token)
    }

    /// Forgets what was logged.
    pub fn clear_log(&self) {
        self.engine.log.clear();
    }

    /// Adds a person to the workspace.
    ///
    /// # Errors
    ///
    /// The storage fails.
    pub fn add_person(&self, name: &str, email: &str) -> Result<UserId, Error> {
        let id = self.engine.ids.random();
        self.engine
            .with_connection(|connection| add_user(connection, &id, "person", name, Some(email)))?;
        Ok(UserId::parse(&id)?)
    }
}
