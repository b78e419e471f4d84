//! What an agent is connected to, and what it may do there.

use serde_json::Value;

use super::Shown;
use crate::wire::{Extra, Field, Wire};

/// A connection of an agent: to Notion itself, a messenger, an MCP server or another service.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Connection {
    /// What it leads to, such as `notion`, `slack`, `discord`, `mcp_server`, `custom_mcp_server` or
    /// `github`.
    #[wire(rename = "type")]
    pub kind: Field<String>,
    /// Its name.
    pub name: Field<String>,
    /// The account behind it: a text or an object, depending on the kind; null without one.
    pub account: Field<Shown<Value>>,
    /// What the agent may do there.
    pub permissions: Field<Shown<Vec<Permission>>>,
    /// The tools it may call, on an MCP server; null where it may call all.
    pub enabled_tools: Field<Shown<Vec<ConnectionTool>>>,
    /// Which tools run without asking, on an MCP server.
    pub run_tools_automatically: Field<Shown<ToolApproval>>,
    /// Unknown members.
    pub extra: Extra,
}

/// What an agent may do to one thing.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct Permission {
    /// The thing.
    pub target: Field<ConnectionTarget>,
    /// What is allowed, such as `reader`, `editor`, `allow` or `reply_in_thread`.
    pub scopes: Field<Vec<String>>,
    /// Unknown members.
    pub extra: Extra,
}

/// What a permission is about.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct ConnectionTarget {
    /// What it is, such as `page`, `database_property`, `workspace`, `web_search` or
    /// `slack_channel`.
    #[wire(rename = "type")]
    pub kind: Field<String>,
    /// Its id, where it has one.
    pub id: Field<String>,
    /// The data source of a property.
    pub data_source_id: Field<String>,
    /// The property.
    pub property_id: Field<String>,
    /// Where a web search may look; null for everywhere.
    pub allowed_domains: Field<Vec<String>>,
    /// Unknown members.
    pub extra: Extra,
}

/// A tool of an MCP server.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct ConnectionTool {
    /// Its name, for programs.
    pub name: Field<String>,
    /// Its name, for people.
    pub title: Field<String>,
    /// Unknown members.
    pub extra: Extra,
}

/// Which tools of an MCP server run without asking.
#[derive(Debug, Clone, PartialEq, Default, Wire)]
pub struct ToolApproval {
    /// Whether those that read do.
    pub read: Field<bool>,
    /// Whether those that write do.
    pub write: Field<bool>,
    /// Unknown members.
    pub extra: Extra,
}
