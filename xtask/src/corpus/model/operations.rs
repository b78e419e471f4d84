//! The types of each operation's answer and body.

use http::Method;
use recto_api::{
    block::{AppendChildren, BlockPatch},
    comment::{CommentPatch, NewComment},
    data_source::{DataSourcePatch, NewDataSource},
    database::{DatabasePatch, NewDatabase},
    endpoint::{self, Endpoint, Operation},
    file_upload::NewFileUpload,
    list::List,
    markdown::MarkdownPatch,
    meeting_notes::{MeetingNotesQuery, NewMeetingNotes},
    oauth::{TokenReference, TokenRequest},
    object::Object,
    page::{NewPage, PageMove, PagePatch},
    session::SessionUpdate,
    view::{NewView, ViewPatch},
};
use serde::Serialize;

use super::Model;

/// The type of an endpoint's answer.
fn of<E: Endpoint>() -> Model
where
    E::Output: Serialize,
{
    Model::of::<E::Output>()
}

/// The type of an operation's answer in success. `None` for one that is not in this table yet.
pub(crate) fn answer(operation: Operation) -> Option<Model> {
    Some(match operation {
        Operation::GetSelf => of::<endpoint::GetSelf>(),
        Operation::GetUser => of::<endpoint::GetUser>(),
        Operation::ListUsers => of::<endpoint::ListUsers>(),
        Operation::Search => of::<endpoint::Search>(),
        Operation::CreateDatabase => of::<endpoint::CreateDatabase>(),
        Operation::GetDatabase => of::<endpoint::GetDatabase>(),
        Operation::UpdateDatabase => of::<endpoint::UpdateDatabase>(),
        // Before data sources existed; the client has no request for it.
        Operation::QueryDatabase => Model::of::<List<Object>>(),
        Operation::CreateDataSource => of::<endpoint::CreateDataSource>(),
        Operation::GetDataSource => of::<endpoint::GetDataSource>(),
        Operation::UpdateDataSource => of::<endpoint::UpdateDataSource>(),
        Operation::QueryDataSource => of::<endpoint::QueryDataSource>(),
        // With a template or markdown the page may be made in the background.
        Operation::CreatePage => of::<endpoint::CreatePageAsync>(),
        Operation::GetPage => of::<endpoint::GetPage>(),
        Operation::UpdatePage => of::<endpoint::UpdatePage>(),
        Operation::MovePage => of::<endpoint::MovePage>(),
        Operation::GetPageMarkdown => of::<endpoint::GetPageMarkdown>(),
        Operation::UpdatePageMarkdown => of::<endpoint::UpdatePageMarkdown>(),
        Operation::GetPageProperty => of::<endpoint::GetPageProperty>(),
        Operation::GetBlock => of::<endpoint::GetBlock>(),
        Operation::UpdateBlock => of::<endpoint::UpdateBlock>(),
        Operation::DeleteBlock => of::<endpoint::DeleteBlock>(),
        Operation::ListBlockChildren => of::<endpoint::ListBlockChildren>(),
        Operation::AppendBlockChildren => of::<endpoint::AppendBlockChildren>(),
        Operation::CreateMeetingNotes => of::<endpoint::CreateMeetingNotes>(),
        Operation::QueryMeetingNotes => of::<endpoint::QueryMeetingNotes>(),
        Operation::ListViews => of::<endpoint::ListViews>(),
        Operation::CreateView => of::<endpoint::CreateView>(),
        Operation::GetView => of::<endpoint::GetView>(),
        Operation::UpdateView => of::<endpoint::UpdateView>(),
        Operation::DeleteView => of::<endpoint::DeleteView>(),
        Operation::CreateViewQuery => of::<endpoint::CreateViewQuery>(),
        Operation::GetViewQuery => of::<endpoint::GetViewQuery>(),
        Operation::DeleteViewQuery => of::<endpoint::DeleteViewQuery>(),
        Operation::ListTemplates => of::<endpoint::ListTemplates>(),
        Operation::CreateComment => of::<endpoint::CreateComment>(),
        Operation::ListComments => of::<endpoint::ListComments>(),
        Operation::GetComment => of::<endpoint::GetComment>(),
        Operation::UpdateComment => of::<endpoint::UpdateComment>(),
        Operation::DeleteComment => of::<endpoint::DeleteComment>(),
        Operation::CreateFileUpload => of::<endpoint::CreateFileUpload>(),
        Operation::ListFileUploads => of::<endpoint::ListFileUploads>(),
        Operation::GetFileUpload => of::<endpoint::GetFileUpload>(),
        Operation::SendFileUpload => of::<endpoint::SendFileUpload>(),
        Operation::CompleteFileUpload => of::<endpoint::CompleteFileUpload>(),
        Operation::ListCustomEmojis => of::<endpoint::ListCustomEmojis>(),
        Operation::GetAsyncTask => of::<endpoint::GetAsyncTask>(),
        Operation::CreateToken => of::<endpoint::CreateToken>(),
        Operation::IntrospectToken => of::<endpoint::IntrospectToken>(),
        Operation::RevokeToken => of::<endpoint::RevokeToken>(),
        Operation::QueryAgents => of::<endpoint::QueryAgents>(),
        Operation::BatchAgents => of::<endpoint::BatchAgents>(),
        Operation::GetAgent => of::<endpoint::GetAgent>(),
        Operation::GetAgentInsights => of::<endpoint::GetAgentInsights>(),
        Operation::UpdateAgentCreditLimit => of::<endpoint::UpdateAgentCreditLimit>(),
        Operation::UpdateAgentStatus => of::<endpoint::UpdateAgentStatus>(),
        Operation::DeleteAgent => of::<endpoint::DeleteAgent>(),
        Operation::UpdateSession => of::<endpoint::UpdateSession>(),
        Operation::QuerySessions => of::<endpoint::QuerySessions>(),
        Operation::GetSession => of::<endpoint::GetSession>(),
        Operation::CancelSession => of::<endpoint::CancelSession>(),
        Operation::QuerySessionEvents => of::<endpoint::QuerySessionEvents>(),
        _ => return None,
    })
}

/// The type of an operation's body. `None` for one that has none.
pub(crate) fn body(operation: Operation) -> Option<Model> {
    Some(match operation {
        Operation::Search => Model::of::<endpoint::SearchBody>(),
        Operation::CreateDatabase => Model::of::<NewDatabase>(),
        Operation::UpdateDatabase => Model::of::<DatabasePatch>(),
        Operation::QueryDatabase | Operation::QueryDataSource => Model::of::<endpoint::QueryBody>(),
        Operation::CreateDataSource => Model::of::<NewDataSource>(),
        Operation::UpdateDataSource => Model::of::<DataSourcePatch>(),
        Operation::CreatePage => Model::of::<NewPage>(),
        Operation::UpdatePage => Model::of::<PagePatch>(),
        Operation::MovePage => Model::of::<PageMove>(),
        Operation::UpdatePageMarkdown => Model::of::<MarkdownPatch>(),
        Operation::UpdateBlock => Model::of::<BlockPatch>(),
        Operation::AppendBlockChildren => Model::of::<AppendChildren>(),
        Operation::CreateMeetingNotes => Model::of::<NewMeetingNotes>(),
        Operation::QueryMeetingNotes => Model::of::<MeetingNotesQuery>(),
        Operation::CreateView => Model::of::<NewView>(),
        Operation::UpdateView => Model::of::<ViewPatch>(),
        Operation::CreateViewQuery => Model::of::<endpoint::ViewQueryBody>(),
        Operation::CreateComment => Model::of::<NewComment>(),
        Operation::UpdateComment => Model::of::<CommentPatch>(),
        Operation::CreateFileUpload => Model::of::<NewFileUpload>(),
        Operation::CreateToken => Model::of::<TokenRequest>(),
        Operation::IntrospectToken | Operation::RevokeToken => Model::of::<TokenReference>(),
        Operation::QueryAgents => Model::of::<endpoint::AgentQuery>(),
        Operation::UpdateSession => Model::of::<SessionUpdate>(),
        Operation::QuerySessions => Model::of::<endpoint::SessionQuery>(),
        Operation::QuerySessionEvents => Model::of::<endpoint::SessionEventQuery>(),
        _ => return None,
    })
}

/// Whether an operation is asked for without a body of JSON.
pub(crate) fn has_no_body(operation: Operation) -> bool {
    let method = &operation.route().method;
    method == Method::GET
        || method == Method::DELETE
        || matches!(
            operation,
            Operation::SendFileUpload | Operation::CompleteFileUpload | Operation::CancelSession
        )
}

#[cfg(test)]
mod tests {
    use recto_api::endpoint::TABLE;

    use super::*;

    #[test]
    fn every_operation_has_an_answer() {
        let missing: Vec<_> = TABLE
            .iter()
            .filter(|route| answer(route.operation).is_none())
            .map(|route| route.path)
            .collect();
        assert!(missing.is_empty(), "add to the table: {missing:?}");
    }

    #[test]
    fn every_body_has_a_type() {
        let missing: Vec<_> = TABLE
            .iter()
            .map(|route| route.operation)
            .filter(|operation| body(*operation).is_none() && !has_no_body(*operation))
            .collect();
        // Their bodies are a member or two, made by the request itself.
        assert_eq!(
            missing,
            [
                Operation::BatchAgents,
                Operation::UpdateAgentCreditLimit,
                Operation::UpdateAgentStatus,
            ]
        );
    }
}
