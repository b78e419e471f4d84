//! Waiting until what was written can be read.

use std::time::Duration;

use futures::stream::TryStreamExt;
use recto_api::endpoint::{GetBlock, GetPage, QueryDataSource, Search};
use recto_api::ids::{BlockId, DataSourceId, PageId};
use recto_api::limits::PAGE_SIZE;
use recto_api::list::{Element, List};
use recto_api::object::Object;
use recto_api::query::{Direction, Sort};
use recto_api::wire::Field;
use tokio::time::Instant;

use crate::call::Client;
use crate::error::Error;

/// How long to wait, and how often to look.
///
/// The pause between two looks doubles up to the longest; every look is one request or more, within
/// the pace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wait {
    /// When to give up. The last look begins no later.
    pub limit: Duration,
    /// The pause after the first look.
    pub first_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
}

impl Default for Wait {
    /// A minute, looking after half a second first and every eight seconds in the end.
    fn default() -> Self {
        Self {
            limit: Duration::from_secs(60),
            first_pause: Duration::from_millis(500),
            longest_pause: Duration::from_secs(8),
        }
    }
}

impl Wait {
    /// No longer than this.
    pub fn at_most(limit: Duration) -> Self {
        Self {
            limit,
            ..Self::default()
        }
    }
}

/// Something to be seen, and where.
///
/// Reads by id show what was written at once, queries within a second or so, searches after seconds
/// or minutes (documented).
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Visible {
    /// A page that can be retrieved by its id.
    Page(PageId),
    /// A block that can be retrieved by its id.
    Block(BlockId),
    /// A page, data source or database, by id, among the results of a query. All pages of the
    /// results are looked through: give it a filter that finds little.
    InQuery(Box<QueryDataSource>, String),
    /// A row among the 100 of its data source that were edited last.
    InDataSource(DataSourceId, PageId),
    /// A page or data source, by id, among the first 100 results of a search.
    InSearch(Box<Search>, String),
}

impl Client {
    /// Waits until something can be seen: after it was made, moved or changed.
    ///
    /// # Errors
    ///
    /// [`Error::NotVisible`] when the time is up; other errors end the waiting at once, but for "not
    /// found", which is what is waited out.
    ///
    /// ```
    /// # use recto_client::{Client, Token, Transport};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use recto_api::endpoint::{CreatePage, Search};
    /// use recto_api::page::NewPage;
    /// use recto_client::{Visible, Wait};
    ///
    /// # let emulator = recto_emulator::Emulator::start()?;
    /// # let token = Token::parse(emulator.token())?;
    /// # let client = Client::builder(token).transport(Transport::new(emulator.service())).build()?;
    /// # let home = emulator.root_page_id();
    /// let page = client.send(&CreatePage::new(NewPage::new(home).title("Minutes"))).await?;
    /// let search = Box::new(Search::new("Minutes"));
    /// client
    ///     .wait_until_visible(&Visible::InSearch(search, page.id.to_string()), &Wait::default())
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub async fn wait_until_visible(&self, what: &Visible, wait: &Wait) -> Result<(), Error> {
        self.wait_until(&what.to_string(), wait, |client| async move {
            match what.show(&client).await {
                Ok(true) => Ok(Some(())),
                Ok(false) => Ok(None),
                Err(error) if error.is_not_found() => Ok(None),
                Err(error) => Err(error),
            }
        })
        .await
    }

    /// Waits until a look finds something: until `look` gives a value.
    ///
    /// `what` names what is waited for, for the error. `look` gets this client, past its cache.
    ///
    /// # Errors
    ///
    /// [`Error::NotVisible`] when the time is up; an error of `look` at once.
    ///
    /// ```
    /// # use recto_client::{Client, Token, Transport};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use recto_api::endpoint::GetPage;
    /// use recto_client::Wait;
    ///
    /// # let emulator = recto_emulator::Emulator::start()?;
    /// # let token = Token::parse(emulator.token())?;
    /// # let client = Client::builder(token).transport(Transport::new(emulator.service())).build()?;
    /// # let id = emulator.root_page_id();
    /// let get = &GetPage::new(id);
    /// let title = client
    ///     .wait_until("the title", &Wait::default(), |client| async move {
    ///         Ok(client.send(get).await?.title())
    ///     })
    ///     .await?;
    /// assert_eq!(title, "Home");
    /// # Ok(())
    /// # }
    /// ```
    pub async fn wait_until<T, F>(
        &self,
        what: &str,
        wait: &Wait,
        mut look: impl FnMut(Self) -> F,
    ) -> Result<T, Error>
    where
        F: Future<Output = Result<Option<T>, Error>>,
    {
        let client = self.fresh();
        let start = Instant::now();
        let mut pause = wait.first_pause;
        let mut attempts = 0;
        loop {
            attempts += 1;
            if let Some(found) = look(client.clone()).await? {
                return Ok(found);
            }
            let left = wait.limit.saturating_sub(start.elapsed());
            if left.is_zero() {
                return Err(Error::NotVisible {
                    what: what.to_owned(),
                    waited: start.elapsed(),
                    attempts,
                });
            }
            // The last look is at the end of the time.
            tokio::time::sleep(pause.clamp(Duration::from_millis(1), left)).await;
            pause = pause.saturating_mul(2).min(wait.longest_pause);
        }
    }
}

impl Visible {
    async fn show(&self, client: &Client) -> Result<bool, Error> {
        match self {
            Self::Page(id) => client.send(&GetPage::new(id.clone())).await.map(|_| true),
            Self::Block(id) => client.send(&GetBlock::new(id.clone())).await.map(|_| true),
            Self::InQuery(query, id) => {
                let mut pages = std::pin::pin!(client.pages((**query).clone()));
                while let Some(list) = pages.try_next().await? {
                    if holds(&list, id) {
                        return Ok(true);
                    }
                }
                Ok(false)
            }
            Self::InDataSource(source, id) => {
                let newest = Sort::last_edited_time(Direction::Descending);
                let query = QueryDataSource::new(source.clone()).sorts([newest]);
                Ok(holds(&client.send(&query).await?, id.as_str()))
            }
            Self::InSearch(search, id) => {
                let mut search = (**search).clone();
                search.body.page_size =
                    u32::try_from(PAGE_SIZE).map_or(Field::Absent, Field::Value);
                Ok(holds(&client.send(&search).await?, id))
            }
        }
    }
}

fn holds(list: &List<Object>, id: &str) -> bool {
    list.results.iter().any(|element| match element {
        Element::Valid(Object::Page(page)) => page.id.as_str() == id,
        Element::Valid(Object::DataSource(source)) => source.id.as_str() == id,
        Element::Valid(Object::Database(database)) => database.id.as_str() == id,
        Element::Valid(Object::Unknown(value)) => value.get("id").is_some_and(|own| own == id),
        Element::Invalid(invalid) => invalid.id.as_deref() == Some(id),
    })
}

impl std::fmt::Display for Visible {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Page(id) => write!(f, "page {id}"),
            Self::Block(id) => write!(f, "block {id}"),
            Self::InQuery(query, id) => write!(f, "{id} in a query of {}", query.data_source_id),
            Self::InDataSource(source, id) => write!(f, "page {id} in data source {source}"),
            Self::InSearch(_, id) => write!(f, "{id} in a search"),
        }
    }
}
