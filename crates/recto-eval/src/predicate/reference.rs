//! Tests of references to users and pages.

use recto_api::ids::{PageId, UserId};
use recto_api::property::PageRef;
use recto_api::query::ReferenceCondition;
use recto_api::user::User;

#[derive(Debug, Clone)]
enum RefTest<I> {
    /// `None` is in no list.
    Contains(Option<I>),
    Lacks(Option<I>),
    Empty,
    NotEmpty,
}

impl<I: PartialEq> RefTest<I> {
    fn new(condition: &ReferenceCondition, parse: impl Fn(&str) -> Option<I>) -> Self {
        match condition {
            ReferenceCondition::Contains(id) => Self::Contains(parse(id)),
            ReferenceCondition::DoesNotContain(id) => Self::Lacks(parse(id)),
            ReferenceCondition::IsEmpty => Self::Empty,
            _ => Self::NotEmpty,
        }
    }

    fn matches<'a>(&self, mut ids: impl Iterator<Item = &'a I>) -> bool
    where
        I: 'a,
    {
        match self {
            Self::Contains(id) => ids.any(|own| Some(own) == id.as_ref()),
            Self::Lacks(id) => ids.all(|own| Some(own) != id.as_ref()),
            Self::Empty => ids.next().is_none(),
            Self::NotEmpty => ids.next().is_some(),
        }
    }
}

/// A test of a list of users; `me` is resolved.
#[derive(Debug, Clone)]
pub(crate) struct UserTest(RefTest<UserId>);

impl UserTest {
    pub(super) fn new(condition: &ReferenceCondition, me: Option<&UserId>) -> Self {
        Self(RefTest::new(condition, |id| match id {
            "me" => me.cloned(),
            _ => UserId::parse(id).ok(),
        }))
    }

    pub(super) fn matches(&self, users: &[User]) -> bool {
        self.0.matches(users.iter().map(|user| &user.id))
    }
}

/// A test of a list of pages.
#[derive(Debug, Clone)]
pub(crate) struct PageTest(RefTest<PageId>);

impl PageTest {
    pub(super) fn new(condition: &ReferenceCondition) -> Self {
        Self(RefTest::new(condition, |id| PageId::parse(id).ok()))
    }

    pub(super) fn matches(&self, pages: &[PageRef]) -> bool {
        self.0.matches(pages.iter().map(|page| &page.id))
    }
}
