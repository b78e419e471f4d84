//! One request type for each operation: `new(required)`, public fields for the rest.

mod agents;
mod async_tasks;
mod blocks;
mod comments;
mod custom_emojis;
mod data_sources;
mod databases;
mod file_uploads;
mod meeting_notes;
mod oauth;
mod page_markdown;
mod pages;
mod search;
mod sessions;
mod templates;
mod users;
mod views;

pub use agents::{
    AgentQuery, BatchAgents, DeleteAgent, GetAgent, GetAgentInsights, QueryAgents,
    UpdateAgentCreditLimit, UpdateAgentStatus,
};
pub use async_tasks::GetAsyncTask;
pub use blocks::{AppendBlockChildren, DeleteBlock, GetBlock, ListBlockChildren, UpdateBlock};
pub use comments::{CreateComment, DeleteComment, GetComment, ListComments, UpdateComment};
pub use custom_emojis::ListCustomEmojis;
pub use data_sources::{
    CreateDataSource, GetDataSource, QueryBody, QueryDataSource, ResultType, UpdateDataSource,
};
pub use databases::{CreateDatabase, GetDatabase, UpdateDatabase};
pub use file_uploads::{
    CompleteFileUpload, CreateFileUpload, GetFileUpload, ListFileUploads, SendFileUpload,
};
pub use meeting_notes::{CreateMeetingNotes, QueryMeetingNotes};
pub use oauth::{CreateToken, IntrospectToken, RevokeToken};
pub use page_markdown::{GetPageMarkdown, UpdatePageMarkdown};
pub use pages::{
    CreatePage, CreatePageAsync, GetPage, GetPageProperty, MovePage, PropertyItems, UpdatePage,
};
pub use search::{Search, SearchBody};
pub use sessions::{
    CancelSession, GetSession, QuerySessionEvents, QuerySessions, SessionEventQuery, SessionQuery,
    UpdateSession,
};
pub use templates::ListTemplates;
pub use users::{GetSelf, GetUser, ListUsers};
pub use views::{
    CreateView, CreateViewQuery, DeleteView, DeleteViewQuery, GetView, GetViewQuery, ListViews,
    UpdateView, ViewQueryBody,
};

use serde::Serialize;

/// A body as the client sends it.
fn json<T: Serialize>(body: &T) -> Option<serde_json::Result<Vec<u8>>> {
    Some(serde_json::to_vec(body))
}

/// The members of a query string that page through a list.
fn cursor_query(
    start_cursor: Option<&String>,
    page_size: Option<u32>,
) -> Vec<(&'static str, String)> {
    let cursor = start_cursor.map(|cursor| ("start_cursor", cursor.clone()));
    let size = page_size.map(|size| ("page_size", size.to_string()));
    cursor.into_iter().chain(size).collect()
}

/// `filter_properties`, one member for each.
fn filter_properties(names: &[String]) -> Vec<(&'static str, String)> {
    names
        .iter()
        .map(|name| ("filter_properties", name.clone()))
        .collect()
}
