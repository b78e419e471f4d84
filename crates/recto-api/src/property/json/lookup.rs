//! Finding users and pages by what people call them.

use crate::ids::{DataSourceId, PageId, UserId};
use crate::user::User;

/// Finds users and pages by what people call them.
///
/// A list of users is one: it finds people by e-mail address, else by name, in any case.
pub trait Lookup {
    /// The users with this e-mail address or name. One is taken; none or several are refused.
    fn users(&self, text: &str) -> Vec<UserId> {
        let _ = text;
        Vec::new()
    }

    /// The pages of the related data source with this title. One is taken; none or several are
    /// refused.
    fn pages(&self, target: Option<&DataSourceId>, title: &str) -> Vec<PageId> {
        let _ = (target, title);
        Vec::new()
    }
}

impl Lookup for Vec<User> {
    fn users(&self, text: &str) -> Vec<UserId> {
        find(self, text)
    }
}

impl Lookup for &[User] {
    fn users(&self, text: &str) -> Vec<UserId> {
        find(self, text)
    }
}

fn find(users: &[User], text: &str) -> Vec<UserId> {
    let wanted = text.trim().to_lowercase();
    let by = |part: fn(&User) -> Option<&str>| {
        let found = users
            .iter()
            .filter(|user| part(user).is_some_and(|own| own.trim().to_lowercase() == wanted));
        found.map(|user| user.id.clone()).collect::<Vec<_>>()
    };
    let by_address = by(User::email);
    if by_address.is_empty() {
        by(|user| user.name.as_str())
    } else {
        by_address
    }
}
