//! What is kept, and for how long.

use std::time::Duration;

use recto_api::endpoint::Operation;

use super::CacheSettings;
use crate::call::Outgoing;
use crate::retry::Effect;

/// What an answer holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Page,
    Block,
    /// The children of a block or page.
    Children,
    Schema,
    User,
}

impl Kind {
    /// The kind of a read that is kept.
    pub(super) fn of(outgoing: &Outgoing) -> Option<Self> {
        if outgoing.effect != Effect::Read {
            return None;
        }
        Some(match outgoing.operation? {
            Operation::GetPage | Operation::GetPageProperty => Self::Page,
            Operation::GetBlock => Self::Block,
            Operation::ListBlockChildren => Self::Children,
            Operation::GetDatabase | Operation::GetDataSource => Self::Schema,
            Operation::GetSelf | Operation::GetUser | Operation::ListUsers => Self::User,
            _ => return None,
        })
    }

    pub(super) fn time_to_live(self, settings: &CacheSettings) -> Duration {
        match self {
            Self::Page => settings.pages,
            Self::Block | Self::Children => settings.blocks,
            Self::Schema => settings.schemas,
            Self::User => settings.users,
        }
    }
}
