//! What the body of each operation may hold, for whoever describes the interface.

use recto_api::endpoint::Operation;

use super::{blocks, comments, databases, markdown, pages, plan, search, sources, uploads, views};
use crate::validate::Shape;

/// The shape of an operation's body. `None`: it has none, or it is checked by other means.
pub(crate) fn body(operation: Operation) -> Option<&'static Shape> {
    Some(match operation {
        Operation::Search => search::shape(true),
        Operation::CreateDatabase => databases::create_shape(),
        Operation::UpdateDatabase => databases::update_shape(),
        Operation::CreateDataSource => sources::create_shape(),
        Operation::UpdateDataSource => sources::update_shape(),
        Operation::QueryDataSource => sources::query::shape(),
        Operation::UpdatePageMarkdown => markdown::update_shape(),
        Operation::CreatePage => pages::create::shape(),
        Operation::UpdatePage => pages::update::shape(),
        Operation::MovePage => pages::moving::shape(),
        Operation::CreateView => views::shape::create(),
        Operation::UpdateView => views::shape::update(),
        Operation::CreateViewQuery => views::query::shape(),
        Operation::QueryMeetingNotes => plan::shape(),
        Operation::UpdateBlock => blocks::shape::update(),
        Operation::AppendBlockChildren => blocks::shape::append(),
        Operation::CreateComment => comments::shape::create(),
        Operation::UpdateComment => comments::shape::update(),
        Operation::CreateFileUpload => uploads::shape::create(),
        _ => return None,
    })
}
