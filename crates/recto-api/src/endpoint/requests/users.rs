//! Requests about users.

use std::borrow::Cow;

use super::cursor_query;
use crate::endpoint::{Endpoint, Operation, Paged};
use crate::ids::UserId;
use crate::list::List;
use crate::user::User;

/// The bot of the token.
#[derive(Debug, Clone, Copy, Default)]
pub struct GetSelf;

impl Endpoint for GetSelf {
    const OPERATION: Operation = Operation::GetSelf;
    type Output = User;
}

/// One user.
#[derive(Debug, Clone)]
pub struct GetUser {
    /// The user.
    pub user_id: UserId,
}

impl GetUser {
    /// Asks for this user.
    pub fn new(user_id: UserId) -> Self {
        Self { user_id }
    }
}

impl Endpoint for GetUser {
    const OPERATION: Operation = Operation::GetUser;
    type Output = User;

    fn params(&self) -> Vec<Cow<'_, str>> {
        vec![self.user_id.as_str().into()]
    }
}

/// The people and bots of the workspace; guests are left out.
#[derive(Debug, Clone, Default)]
pub struct ListUsers {
    /// Where to start; the first page without.
    pub start_cursor: Option<String>,
    /// How many, at most 100, which is the default.
    pub page_size: Option<u32>,
}

impl Endpoint for ListUsers {
    const OPERATION: Operation = Operation::ListUsers;
    type Output = List<User>;

    fn query(&self) -> Vec<(&'static str, String)> {
        cursor_query(self.start_cursor.as_ref(), self.page_size)
    }
}

impl Paged for ListUsers {
    type Item = User;

    fn starting_at(mut self, cursor: String) -> Self {
        self.start_cursor = Some(cursor);
        self
    }
}
