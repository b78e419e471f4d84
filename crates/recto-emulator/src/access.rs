//! Who may do what: connections with their tokens, capabilities, and what was shared with them.
//!
//! The token of [`crate::Emulator::token`] may do everything and sees everything in the first
//! workspace; it has no row in the storage. Further connections have. Operations do not know of any
//! of this: [`gate`] stands in front of them and [`shown`] behind.

mod admin;
mod caller;
mod capability;
mod connect;
mod gate;
mod needs;
mod shown;
mod sight;
mod workspaces;

pub(crate) use admin::{CONNECTIONS, WORKSPACES};
pub(crate) use caller::{Caller, Directory};
pub use capability::{Capabilities, Capability};
pub use connect::{Connect, Connection, ConnectionKind};
pub(crate) use connect::{Plan, draft, insert, new_token, share};
pub(crate) use gate::{dispatch, own};
pub(crate) use shown::without_secrets;
pub(crate) use sight::Sight;
pub use workspaces::WorkspaceInfo;
pub(crate) use workspaces::{key_of as workspace_key, names as workspaces};
