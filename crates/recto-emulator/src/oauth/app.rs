//! Public connections as their makers register them.

use std::fmt;

use super::allow;
use crate::Emulator;
use crate::access::Capabilities;
use crate::engine::Engine;
use crate::error::Error;
use crate::store::apps;

/// A public connection that is being registered. [`Emulator::register_app`] begins one.
#[derive(Clone)]
#[must_use = "nothing is registered until `start`"]
pub struct RegisterApp {
    emulator: Emulator,
    pub(super) plan: Plan,
}

/// What a new registration is to be.
#[derive(Clone, Default)]
pub(super) struct Plan {
    pub(super) name: String,
    pub(super) capabilities: Capabilities,
    pub(super) redirect_uris: Vec<String>,
    pub(super) client_id: Option<String>,
    pub(super) client_secret: Option<String>,
}

impl RegisterApp {
    /// What its connections may do. Default: content and users with addresses, no comments.
    pub fn capabilities(mut self, capabilities: impl Into<Capabilities>) -> Self {
        self.plan.capabilities = capabilities.into();
        self
    }

    /// Adds an address that people may be sent back to. It needs at least one.
    pub fn redirect_uri(mut self, uri: impl Into<String>) -> Self {
        self.plan.redirect_uris.push(uri.into());
        self
    }

    /// Its id and secret. Default: new ones.
    pub fn credentials(mut self, id: impl Into<String>, secret: impl Into<String>) -> Self {
        self.plan.client_id = Some(id.into());
        self.plan.client_secret = Some(secret.into());
        self
    }

    /// Registers it.
    ///
    /// # Errors
    ///
    /// It has no redirect address, its id is taken or no id, or the storage fails.
    pub fn start(self) -> Result<App, Error> {
        let row = register(self.emulator.engine(), &self.plan)?;
        Ok(App {
            emulator: self.emulator,
            id: row.id,
            secret: row.secret,
        })
    }
}

impl fmt::Debug for RegisterApp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RegisterApp")
            .field("name", &self.plan.name)
            .finish_non_exhaustive()
    }
}

/// Stores a registration.
pub(super) fn register(engine: &Engine, plan: &Plan) -> Result<apps::App, Error> {
    let refused = |told: &str| Error::Refused(told.to_owned());
    if plan.redirect_uris.is_empty() {
        return Err(refused(
            "a public connection needs an address that people are sent back to",
        ));
    }
    let made = apps::App {
        id: plan
            .client_id
            .clone()
            .unwrap_or_else(|| engine.ids.random()),
        secret: plan
            .client_secret
            .clone()
            .unwrap_or_else(|| crate::access::new_token(engine, "secret_")),
        name: plan.name.clone(),
        capabilities: plan.capabilities.to_string(),
        redirect_uris: plan.redirect_uris.clone(),
    };
    if made.id.is_empty() || made.id.contains(':') || made.secret.is_empty() {
        return Err(refused(
            "a client id has no colon, and neither id nor secret is empty",
        ));
    }
    engine.with_connection(|connection| {
        if apps::get(connection, &made.id)?.is_some() {
            return Err(refused("another public connection has this client id"));
        }
        Ok(apps::insert(connection, &made)?)
    })?;
    Ok(made)
}

/// A registered public connection. Clones are handles to the same one.
#[derive(Clone)]
pub struct App {
    emulator: Emulator,
    id: String,
    secret: String,
}

impl App {
    /// The client id.
    pub fn client_id(&self) -> &str {
        &self.id
    }

    /// The client secret.
    pub fn client_secret(&self) -> &str {
        &self.secret
    }

    /// What a click on *Allow* does: shares these pages and databases of the first workspace with
    /// it, for the person who joined first, and gives the code that the redirect would carry.
    /// `redirect_uri` as the link had it. The code works once, for ten minutes (assumed).
    ///
    /// # Errors
    ///
    /// A page that is not there, an address that is not registered, or the storage fails.
    pub fn allow<I>(&self, shared: I, redirect_uri: Option<&str>) -> Result<String, Error>
    where
        I: IntoIterator<Item: AsRef<str>>,
    {
        let shared = shared.into_iter().map(|id| id.as_ref().to_owned());
        let consent = allow::Consent {
            app_id: self.id.clone(),
            workspace: None,
            owner: None,
            shared: shared.collect(),
            redirect_uri: redirect_uri.map(str::to_owned),
        };
        allow::allow(self.emulator.engine(), &consent)
    }
}

impl fmt::Debug for App {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App")
            .field("client_id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Emulator {
    /// Begins a public connection of this name, which people allow on the page below
    /// `/v1/oauth/authorize`.
    ///
    /// ```
    /// use recto_emulator::Emulator;
    ///
    /// let emulator = Emulator::start()?;
    /// let app = emulator
    ///     .register_app("Planner")
    ///     .redirect_uri("http://localhost:3000/back")
    ///     .start()?;
    /// let code = app.allow([emulator.root_page_id()], None)?;
    /// assert!(!code.is_empty());
    /// # Ok::<(), recto_emulator::Error>(())
    /// ```
    pub fn register_app(&self, name: impl Into<String>) -> RegisterApp {
        RegisterApp {
            emulator: self.clone(),
            plan: Plan {
                name: name.into(),
                ..Plan::default()
            },
        }
    }
}
