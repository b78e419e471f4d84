//! People and pages from plain JSON.

use serde_json::Value;

use super::error::called;
use super::{Lookup, Place, ProblemKind, Read, ValueProblem};
use crate::ids::{DataSourceId, PageId, UserId, canonical};
use crate::property::PageRef;
use crate::schema::PropertySchema;
use crate::user::User;

impl Place<'_> {
    /// One element of a people property: an id, an address or name, or an object with `id`.
    pub(super) fn user(&self, json: &Value) -> Read<User> {
        let text = match json {
            Value::String(text) => text.trim(),
            Value::Object(_) => return self.object(json, USERS),
            _ => return Err(self.expected(USERS, json)),
        };
        if let Some(id) = canonical(text).and_then(|id| UserId::parse(&id).ok()) {
            return Ok(User::partial(id));
        }
        let Some(lookup) = self.reader.lookup else {
            let message = format!(
                "takes {USERS}; `{text}` is none, and there is no list of users to find it in \
                 (`ValueReader::lookup`)"
            );
            return Err(self.problem(ProblemKind::NotFound, message));
        };
        self.only("user", text, lookup.users(text))
            .map(User::partial)
    }

    /// One element of a relation: an id or link, a title, or an object with `id`.
    pub(super) fn page(&self, json: &Value) -> Read<PageRef> {
        let text = match json {
            Value::String(text) => text.trim(),
            Value::Object(_) => return self.object(json, PAGES),
            _ => return Err(self.expected(PAGES, json)),
        };
        if let Ok(id) = PageId::parse(text) {
            return Ok(id.into());
        }
        let Some(lookup) = self.reader.lookup else {
            let message = format!("takes {PAGES}; `{text}` is none");
            return Err(self.problem(ProblemKind::NotFound, message));
        };
        let found = lookup.pages(self.target(), text);
        self.only("page", text, found).map(PageRef::from)
    }

    fn target(&self) -> Option<&DataSourceId> {
        match self.schema {
            PropertySchema::Relation(relation) => relation.data_source_id.value(),
            _ => None,
        }
    }

    /// The only one found.
    fn only<I>(&self, what: &str, text: &str, mut found: Vec<I>) -> Result<I, ValueProblem> {
        match (found.pop(), found.len()) {
            (Some(one), 0) => Ok(one),
            (None, _) => {
                let message = format!("names `{text}`, but there is no such {what}; give the id");
                Err(self.problem(ProblemKind::NotFound, message))
            }
            (Some(_), others) => {
                let message = format!(
                    "names `{text}`, which {} {what}s are called; give the id",
                    others + 1
                );
                Err(self.problem(ProblemKind::NotFound, message))
            }
        }
    }

    /// Refuses a value of another type.
    pub(super) fn expected(&self, what: &str, json: &Value) -> ValueProblem {
        let message = format!("takes {what}, not {}", called(json));
        self.problem(ProblemKind::WrongType, message)
    }

    /// Reads a part in Notion's form.
    pub(super) fn object<T: serde::de::DeserializeOwned>(
        &self,
        json: &Value,
        what: &str,
    ) -> Read<T> {
        T::deserialize(json).map_err(|error| {
            let message = format!("takes {what}; this object cannot be read: {error}");
            self.problem(ProblemKind::WrongType, message)
        })
    }
}

const USERS: &str = "ids of users, one or an array";
const PAGES: &str = "ids or links of pages, one or an array";

/// So that a lookup can be given by reference too.
impl<L: Lookup + ?Sized> Lookup for &L {
    fn users(&self, text: &str) -> Vec<UserId> {
        (**self).users(text)
    }

    fn pages(&self, target: Option<&DataSourceId>, title: &str) -> Vec<PageId> {
        (**self).pages(target, title)
    }
}
