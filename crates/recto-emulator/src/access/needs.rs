//! Which capability each operation needs.

use recto_api::endpoint::Operation;

use super::capability::Capability::{
    self, InsertComments, InsertContent, ReadComments, ReadContent, UpdateContent,
};

/// What an operation needs; all of it. Users are looked at apart, as either of two capabilities
/// will do. Sending files is assumed to be an insertion; agents, tasks and tokens need nothing.
pub(super) fn needs(operation: Operation) -> &'static [Capability] {
    use Operation as O;
    match operation {
        O::Search
        | O::GetDatabase
        | O::QueryDatabase
        | O::GetDataSource
        | O::QueryDataSource
        | O::ListTemplates
        | O::GetPage
        | O::GetPageProperty
        | O::GetPageMarkdown
        | O::GetBlock
        | O::ListBlockChildren
        | O::QueryMeetingNotes
        | O::ListViews
        | O::GetView
        | O::CreateViewQuery
        | O::GetViewQuery
        | O::DeleteViewQuery
        | O::ListCustomEmojis => &[ReadContent],
        O::CreateDatabase
        | O::CreateDataSource
        | O::CreatePage
        | O::AppendBlockChildren
        | O::CreateMeetingNotes
        | O::CreateFileUpload
        | O::SendFileUpload
        | O::CompleteFileUpload => &[InsertContent],
        O::UpdateDatabase
        | O::UpdateDataSource
        | O::UpdatePage
        | O::MovePage
        | O::UpdatePageMarkdown
        | O::UpdateBlock
        | O::DeleteBlock
        | O::UpdateView
        | O::DeleteView => &[UpdateContent],
        O::CreateView => &[InsertContent, UpdateContent],
        O::ListComments | O::GetComment => &[ReadComments],
        O::CreateComment | O::UpdateComment | O::DeleteComment => &[InsertComments],
        _ => &[],
    }
}

/// Whether it answers with users and so needs one of the two capabilities for them.
pub(super) fn reads_users(operation: Operation) -> bool {
    matches!(operation, Operation::ListUsers | Operation::GetUser)
}
