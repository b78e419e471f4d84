//! The types of each operation's answer and body.

use recto_api::{
    block::{AppendChildren, BlockPatch},
    data_source::{DataSourcePatch, NewDataSource},
    database::{DatabasePatch, NewDatabase},
    endpoint::{
        AppendBlockChildren, CreateDataSource, CreateDatabase, CreatePage, DeleteBlock, Endpoint,
        GetBlock, GetDataSource, GetDatabase, GetPage, GetPageProperty, GetSelf, GetUser,
        ListBlockChildren, ListUsers, Operation, QueryBody, QueryDataSource, Search, SearchBody,
        UpdateBlock, UpdateDataSource, UpdateDatabase, UpdatePage,
    },
    list::List,
    object::Object,
    page::{NewPage, PagePatch},
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
        Operation::GetSelf => of::<GetSelf>(),
        Operation::GetUser => of::<GetUser>(),
        Operation::ListUsers => of::<ListUsers>(),
        Operation::Search => of::<Search>(),
        Operation::CreateDatabase => of::<CreateDatabase>(),
        Operation::GetDatabase => of::<GetDatabase>(),
        Operation::UpdateDatabase => of::<UpdateDatabase>(),
        // Before data sources existed; the client has no request for it.
        Operation::QueryDatabase => Model::of::<List<Object>>(),
        Operation::CreateDataSource => of::<CreateDataSource>(),
        Operation::GetDataSource => of::<GetDataSource>(),
        Operation::UpdateDataSource => of::<UpdateDataSource>(),
        Operation::QueryDataSource => of::<QueryDataSource>(),
        Operation::CreatePage => of::<CreatePage>(),
        Operation::GetPage => of::<GetPage>(),
        Operation::UpdatePage => of::<UpdatePage>(),
        Operation::GetPageProperty => of::<GetPageProperty>(),
        Operation::GetBlock => of::<GetBlock>(),
        Operation::UpdateBlock => of::<UpdateBlock>(),
        Operation::DeleteBlock => of::<DeleteBlock>(),
        Operation::ListBlockChildren => of::<ListBlockChildren>(),
        Operation::AppendBlockChildren => of::<AppendBlockChildren>(),
        _ => return None,
    })
}

/// The type of an operation's body. `None` for one that has none.
pub(crate) fn body(operation: Operation) -> Option<Model> {
    Some(match operation {
        Operation::Search => Model::of::<SearchBody>(),
        Operation::CreateDatabase => Model::of::<NewDatabase>(),
        Operation::UpdateDatabase => Model::of::<DatabasePatch>(),
        Operation::QueryDatabase | Operation::QueryDataSource => Model::of::<QueryBody>(),
        Operation::CreateDataSource => Model::of::<NewDataSource>(),
        Operation::UpdateDataSource => Model::of::<DataSourcePatch>(),
        Operation::CreatePage => Model::of::<NewPage>(),
        Operation::UpdatePage => Model::of::<PagePatch>(),
        Operation::UpdateBlock => Model::of::<BlockPatch>(),
        Operation::AppendBlockChildren => Model::of::<AppendChildren>(),
        _ => return None,
    })
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
}
