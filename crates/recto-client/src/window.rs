//! All rows of a data source, past the 10,000 that one query reaches.

mod bound;

use std::collections::HashSet;

use futures::stream::{Stream, StreamExt};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use recto_api::date::DateText;
use recto_api::endpoint::{Endpoint, QueryDataSource};
use recto_api::list::Element;
use recto_api::object::Object;
use recto_api::query::{Direction, Filter, Sort};
use recto_api::wire::Field;
use serde_json::Value;

use crate::call::Client;
use crate::error::Error;
use crate::generate::generate;

impl Client {
    /// Every row that a query finds, however many there are, oldest first.
    ///
    /// One query reaches 10,000 rows and then says `query_result_limit_reached` (documented). This
    /// stream then asks again for the rows created in or after the minute of the last one, with the
    /// caller's filter kept, and leaves out those it has given before. So the order is that of
    /// creation, and a query with `sorts` is refused; [`Client::items`] follows a query in any order,
    /// up to the limit. Rows that are created meanwhile come at the end.
    ///
    /// It holds the ids of one minute's rows at a time, and costs one request for each 100 rows.
    ///
    /// # Errors
    ///
    /// The stream ends with [`Error::Incomplete`] where more rows were created within one minute
    /// than one query reaches, with [`Error::Request`] where the query has `sorts` or where the
    /// filter leaves no room for a bound, and with the errors of [`Client::items`]. It never ends
    /// early without one.
    ///
    /// ```
    /// # use recto_client::{Client, Pace, Token, Transport};
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// use futures::{TryStreamExt, pin_mut};
    /// use recto_api::database::NewDatabase;
    /// use recto_api::endpoint::{CreateDatabase, CreatePage, QueryDataSource};
    /// use recto_api::page::NewPage;
    /// # use recto_api::schema::{PropertyConfig, PropertySchema};
    ///
    /// # let emulator = recto_emulator::Emulator::start()?;
    /// # let token = Token::parse(emulator.token())?;
    /// # let client = Client::builder(token).transport(Transport::new(emulator.service())).build()?;
    /// # let home = emulator.root_page_id();
    /// # let name = PropertyConfig::from(PropertySchema::Title(Default::default()));
    /// # let schema = [("Name", name)].into_iter().collect();
    /// let database = NewDatabase::new(home, "Birds", schema);
    /// let database = client.send(&CreateDatabase::new(database)).await?;
    /// let birds = database.data_sources.value().unwrap()[0].id.clone();
    /// for _ in 0..3 {
    ///     client.send(&CreatePage::new(NewPage::new(birds.clone()))).await?;
    /// }
    ///
    /// let rows = client.rows(QueryDataSource::new(birds));
    /// pin_mut!(rows);
    /// let mut count = 0;
    /// while let Some(row) = rows.try_next().await? {
    ///     let _page = row.into_result()?;
    ///     count += 1;
    /// }
    /// assert_eq!(count, 3);
    /// # Ok(())
    /// # }
    /// ```
    pub fn rows(
        &self,
        query: QueryDataSource,
    ) -> impl Stream<Item = Result<Element<Object>, Error>> + Send + Unpin + use<> {
        let client = self.clone();
        generate(|mut out| async move {
            let mut window = Window::new(query)?;
            let mut items = 0;
            loop {
                let mut cut = None;
                let query = window.query()?;
                let mut pages = client.pages(query);
                while let Some(list) = pages.next().await {
                    let list = list?;
                    if list.is_incomplete() {
                        cut = Some(crate::cursor::reason(&list));
                    }
                    for row in list.results {
                        if window.admit(&row) {
                            items += 1;
                            out.put(row).await;
                        }
                    }
                }
                let Some(reason) = cut else { return Ok(()) };
                if let Err(why) = window.advance() {
                    return Err(Error::Incomplete {
                        operation: QueryDataSource::OPERATION,
                        items,
                        reason: format!("{reason}: {why}"),
                    });
                }
            }
        })
    }
}

/// One stretch of the rows: those that a single query reaches.
#[derive(Debug)]
struct Window {
    query: QueryDataSource,
    filter: Option<Filter>,
    /// The minute from which this window reads; the first one reads from the beginning.
    from: Option<Minute>,
    /// The minutes of the oldest and newest row of this window.
    oldest: Option<Minute>,
    newest: Option<Minute>,
    /// Ids of the rows of the newest minute.
    seen: HashSet<String>,
}

/// A minute in which rows were created.
#[derive(Debug, Clone, PartialEq)]
struct Minute {
    start: Timestamp,
    /// As the service writes it.
    text: String,
}

impl Window {
    fn new(mut query: QueryDataSource) -> Result<Self, Error> {
        let by_creation = Sort::created_time(Direction::Ascending);
        if query
            .body
            .sorts
            .value()
            .is_some_and(|sorts| !sorts.is_empty() && sorts.as_slice() != [by_creation.clone()])
        {
            return Err(Error::Request(
                "rows past the limit of a query are read in the order of their creation: leave the \
                 sorts out, or use `items`, which follows a query in any order up to the limit"
                    .to_owned(),
            ));
        }
        query.body.sorts = Field::Value(vec![by_creation]);
        let filter = query.body.filter.value().cloned();
        Ok(Self {
            query,
            filter,
            from: None,
            oldest: None,
            newest: None,
            seen: HashSet::new(),
        })
    }

    fn query(&self) -> Result<QueryDataSource, Error> {
        let mut query = self.query.clone();
        if let Some(from) = &self.from {
            // The cursor of the caller belongs to the first window.
            query.body.start_cursor = Field::Absent;
            let filter = bound::since(self.filter.as_ref(), &from.text).map_err(Error::Request)?;
            query.body.filter = Field::Value(filter);
        }
        Ok(query)
    }

    /// Whether a row was not given before.
    fn admit(&mut self, row: &Element<Object>) -> bool {
        let minute = minute(row);
        if let Some(minute) = minute {
            if self
                .from
                .as_ref()
                .is_some_and(|from| minute.start < from.start)
            {
                return false;
            }
            if self
                .newest
                .as_ref()
                .is_none_or(|newest| newest.start < minute.start)
            {
                self.seen.clear();
                self.newest = Some(minute.clone());
            }
            if self
                .oldest
                .as_ref()
                .is_none_or(|oldest| minute.start < oldest.start)
            {
                self.oldest = Some(minute.clone());
            }
            if self.newest.as_ref() != Some(&minute) {
                return true;
            }
        }
        // A row without a time is looked for among its neighbours.
        id(row).is_none_or(|id| self.seen.insert(id))
    }

    /// Goes on to the rows behind this window.
    fn advance(&mut self) -> Result<(), String> {
        let Some(newest) = self.newest.clone() else {
            return Err("the rows do not say when they were created".to_owned());
        };
        if self.oldest.as_ref() == Some(&newest) {
            return Err(format!(
                "more rows were created in the minute {} than one query reaches",
                newest.text
            ));
        }
        self.from = Some(newest);
        self.oldest = None;
        Ok(())
    }
}

fn id(row: &Element<Object>) -> Option<String> {
    match row {
        Element::Valid(Object::Page(page)) => Some(page.id.to_string()),
        Element::Valid(Object::DataSource(source)) => Some(source.id.to_string()),
        Element::Valid(Object::Database(database)) => Some(database.id.to_string()),
        Element::Valid(Object::Unknown(value)) => member(value, "id"),
        Element::Invalid(invalid) => invalid.id.clone(),
    }
}

fn minute(row: &Element<Object>) -> Option<Minute> {
    let text = match row {
        Element::Valid(Object::Page(page)) => page.created_time.as_str()?.to_owned(),
        Element::Valid(Object::DataSource(source)) => source.created_time.as_str()?.to_owned(),
        Element::Valid(Object::Database(database)) => database.created_time.as_str()?.to_owned(),
        Element::Valid(Object::Unknown(value)) => member(value, "created_time")?,
        Element::Invalid(invalid) => {
            member(&serde_json::from_str(&invalid.raw).ok()?, "created_time")?
        }
    };
    let instant = DateText::from(text.as_str())
        .parse()
        .ok()?
        .instant(&TimeZone::UTC)?;
    let start = Timestamp::from_second(instant.as_second().div_euclid(60) * 60).ok()?;
    Some(Minute { start, text })
}

fn member(value: &Value, name: &str) -> Option<String> {
    value.get(name)?.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests;
